"""Phrases that can name a subject."""

import pytest

from pipeline.nlp import tag_texts
from pipeline.nlp.language import load_language
from pipeline.nlp.phrases import phrases_of, without_capital


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Het oude systeem hapert.", {"oud systeem"}),
        ("De oude wet knelt.", {"oude wet"}),
        ("Er is alleen tijdelijk geld voor structurele taken.", {"tijdelijk geld", "structurele taken", "tijdelijk geld voor structurele taken"}),
        ("We delen geen persoonsgegevens.", {"persoonsgegevens", "persoonsgegevens delen"}),
        ("Zij stelt de beslissing telkens uit.", {"beslissing", "beslissing uitstellen"}),
        ("Het gebrek aan gekwalificeerd personeel groeit.", {"gebrek", "gekwalificeerd personeel", "gebrek aan gekwalificeerd personeel"}),
        ("Van subsidie naar subsidie.", {"subsidie"}),
        ("De ICT-kosten stijgen.", {"ICT-kosten"}),
        ("Veel mensen kunnen geen digitale aangifte doen.", {"digitale aangifte"}),
        ("Het is elk jaar op deze manier gegaan.", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_phrases_of_a_sentence(sentence: str, expected: set[str]) -> None:
    doc = load_language("nl_sessie_sm")(sentence)
    found = {
        phrase.text for one in doc.sents for phrase in phrases_of(one, [token for token in one if token.pos_ == "NOUN"])
    }
    assert found == expected


def test_a_phrase_is_counted_by_its_content_words() -> None:
    nlp = load_language("nl_sessie_sm")
    found = [
        phrase.lemmas
        for text in ("Zij delen de gegevens.", "De gegevens worden te laat gedeeld.")
        for sentence in nlp(text).sents
        for phrase in phrases_of(sentence, [token for token in sentence if token.pos_ == "NOUN"])
    ]
    assert found.count(("delen", "gegeven")) == 2


def test_neither_persons_nor_roles_name_a_subject() -> None:
    statements = tag_texts(["Mevrouw Jansen vindt dat de opdrachtgever oude systemen laat staan."])["statements"]
    assert statements["phrases"].tolist() == [["oude systemen"]]


@pytest.mark.parametrize(
    ("heading", "expected"), [("Meer werk, minder handen", "meer werk, minder handen"), ("ICT in de keten", "ICT in de keten")]
)  # fmt: skip
def test_a_heading_stands_inside_a_sentence_without_its_capital(heading: str, expected: str) -> None:
    assert without_capital(load_language("nl_sessie_sm")(heading)) == expected
