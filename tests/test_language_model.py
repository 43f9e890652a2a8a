"""The recipe of the language model, and the sentences it is measured on."""

from pathlib import Path

import pytest
from spacy.tokens import DocBin
from spacy.training import Example

from models.nl_sessie_sm.prepare import Token, Trust, join_parts, measure_trust, read_conllu, to_docs
from models.nl_sessie_sm.tokenizer import blank_dutch

DOMAIN = Path(__file__).parent / "gold" / "dutch" / "domain.conllu"

CONLLU = """# text = Zij namen deel.
1\tZij\tzij\tPRON\tVNW|pers|pron|nomin|vol|3p|mv\tPerson=3\t2\tnsubj\t_\tNER=O
2\tnamen\tdeel_nemen\tVERB\tWW|pv|verl|mv\tNumber=Plur\t0\troot\t_\tNER=O
2.1\tx\tx\tX\tX\t_\t_\t_\t_\t_
3\tdeel\tdeel\tNOUN\tN\t_\t2\tcompound:prt\t_\tNER=O|SpaceAfter=No
4\t.\t.\tPUNCT\tLET\t_\t2\tpunct\t_\tNER=O
"""


def test_conllu_is_read_as_the_recipe_needs_it(tmp_path: Path) -> None:
    path = tmp_path / "een.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    (sentence,) = read_conllu(path)
    assert [token.form for token in sentence] == ["Zij", "namen", "deel", "."]
    assert sentence[1].lemma == "deelnemen"
    assert sentence[2].tag == ""  # the coarse class alone is no tag
    assert sentence[3].tag == "LET"
    (doc,) = to_docs(blank_dutch(), [sentence])
    assert doc.text.strip() == "Zij namen deel."
    assert [token.head.text for token in doc] == ["namen", "namen", "namen", "namen"]
    assert doc.has_annotation("DEP")


def test_what_is_not_annotated_stays_open() -> None:
    (doc,) = to_docs(blank_dutch(), [(Token("Een", True, tag="LID|onbep"), Token("brief", False))])
    assert not doc.has_annotation("DEP")
    assert [token.tag_ for token in doc] == ["LID|onbep", ""]
    assert [token.pos_ for token in doc] == ["", ""]


def test_no_features_is_not_the_same_as_not_annotated() -> None:
    (doc,) = to_docs(blank_dutch(), [(Token("niet", True, pos="ADV", morph=""), Token("brief", False))])
    (stored,) = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(doc.vocab)
    example = Example(stored.copy(), stored)
    assert example.get_aligned("MORPH", as_string=True) == ["_", ""]  # spaCy's: none, and not annotated
    assert example.get_aligned("POS", as_string=True) == ["ADV", ""]


@pytest.mark.parametrize(
    ("lemma", "form", "pos", "expected"),
    [
        ("jeugd_gezondheid_zorg", "jeugdgezondheidszorg", "NOUN", "jeugdgezondheidszorg"),
        ("basis_taak_pakket", "Basistakenpakket", "NOUN", "basistakenpakket"),
        ("drie_hoek", "driehoeken", "NOUN", "driehoek"),
        ("Frans_talig", "Franstalige", "ADJ", "Franstalig"),
        ("deel_nemen", "namen", "VERB", "deelnemen"),
        ("aan_geven", "aangegeven", "VERB", "aangeven"),
        ("rol", "rollen", "NOUN", "rol"),
    ],
)
def test_lemmas_of_compounds(lemma: str, form: str, pos: str, expected: str) -> None:
    assert join_parts(lemma, form, pos) == expected


def test_silver_is_kept_only_where_it_agrees_with_gold() -> None:
    gold = [
        (Token("x", True, lemma="x", pos="NOUN", tag="N|a", morph=""), Token("y", True, "y", "VERB", "WW|b", ""))
    ] * 30
    silver = [(Token("x", True, lemma="x", tag="N|a"), Token("y", True, lemma="z", tag="WW|c"))] * 30
    trust = measure_trust(gold, silver)
    assert trust == Trust(frozenset({"N|a"}), frozenset({"N|a"}), {"N|a": ("NOUN", ""), "WW|b": ("VERB", "")})
    assert [(token.tag, token.pos, token.lemma) for token in trust.keep(silver[0])] == [
        ("N|a", "NOUN", "x"),
        ("", "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("De DG’s en DG's.", ["De", "DG’s", "en", "DG's", "."]),
        ("‘Foto’s’, zei hij.", ["‘", "Foto’s", "’", ",", "zei", "hij", "."]),
        ("Jeroen van ’t Hof", ["Jeroen", "van", "’t", "Hof"]),
    ],
)
def test_plurals_stay_whole(text: str, words: list[str]) -> None:
    assert [token.text for token in blank_dutch()(text)] == words


def test_the_domain_sentences_are_well_formed() -> None:
    sentences = list(read_conllu(DOMAIN))
    assert len(sentences) >= 200
    for sentence in sentences:
        assert sum(token.head == 0 for token in sentence) == 1
        assert all("_" not in token.lemma for token in sentence)
        assert all(token.pos and token.dep and token.entity for token in sentence)
        for position in range(1, len(sentence) + 1):
            seen, place = set(), position
            while place and place not in seen:
                seen.add(place)
                place = sentence[place - 1].head or 0
            assert place == 0, "a cycle"


def test_the_domain_sentences_hold_what_reports_are_full_of() -> None:
    sentences = list(read_conllu(DOMAIN))
    tokens = [token for sentence in sentences for token in sentence]
    assert sum(token.dep == "compound:prt" for token in tokens) >= 30
    assert {token.entity for token in tokens} >= {"O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-LOC"}
    assert sum(token.form.startswith("DG") for token in tokens) >= 8
