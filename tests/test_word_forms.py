"""Forms of one word, from texts and the base forms of their words."""

import pytest

from pipeline.dutch.word_forms import word_forms


@pytest.mark.parametrize(
    ("text", "lemmas", "groups"),
    [
        ("De gemeenten wachten.", ["gemeente", "wachten"], [("gemeente", "gemeenten")]),
        ("Zij maakt stappen.", ["maken", "stap"], [("maakt", "maken"), ("stap", "stappen")]),
        ("Dat is gemaakt.", ["maken"], [("gemaakt", "maken")]),
        ("Zij kreeg brieven.", ["krijgen", "brief"], [("brief", "brieven"), ("kreeg", "krijgen")]),
        ("Een kast kreeg kleur.", ["krijgen", "kleur"], []),  # two words begin as krijgen does
        ("Van een vaste groep.", ["vast", "groep"], [("vast", "vaste")]),
        ("De buren klagen.", ["buur", "klagen"], [("buren", "buur")]),
        ("Huis, huis en huizen.", ["huis", "huis", "huis"], [("huis", "huizen")]),
        ("Alles goed.", [], []),
        ("", ["gemeente"], []),
    ],
)
def test_forms_stand_with_their_base_form(text: str, lemmas: list[str], groups: list[tuple[str, ...]]) -> None:
    assert list(word_forms([(text, lemmas)])) == groups


def test_the_corpus_decides_where_one_sentence_misleads() -> None:
    statements = [("Langs de lat.", ["lat"]), ("Langs de weg.", ["weg"]), ("Langs de latten.", ["lat"])]
    assert word_forms(statements) == (("lat", "latten"),)


def test_a_word_of_the_corpus_that_has_no_base_form_there_is_in_no_group() -> None:
    assert word_forms([("De zomer zou komen.", ["zomer", "komen"]), ("Dat zou.", [])]) == ()
