"""Coding: matching, negation, sentences and the codebook, as tables of cases."""

import pytest
from spacy.language import Language

from pipeline.dutch.inflection import degrees, imperative, noun_forms, verb_forms
from pipeline.errors import CodebookError, SettingError
from pipeline.nlp.codebook import Code, load_codebook, parse_codebook
from pipeline.nlp.language import load_language
from pipeline.nlp.matching import TermMatcher
from pipeline.nlp.reading import reading_of
from pipeline.nlp.speakers import Speakers

MODEL = "nl_sessie_sm"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language(MODEL)


def matches(nlp: Language, text: str, terms: list[str], excluded: list[str] | None = None) -> list[str]:
    matcher = TermMatcher(nlp, [Code("c", "C", tuple(terms), tuple(excluded or ()))])
    reading = reading_of(text)
    places = [reading.original(mention.start, mention.end) for mention in matcher(nlp(reading.text))]
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        # 1: inflected forms, any case
        ("De vergaderingen zijn lang.", ["vergadering"], ["vergaderingen"]),
        ("De afspraken zijn helder.", ["afspraak"], ["afspraken"]),
        ("AFSPRAAK is afspraak.", ["afspraak"], ["AFSPRAAK", "afspraak"]),
        ("Er is krapte op de markt.", ["krap"], []),
        # 2: stars
        ("De opdrachtgeversrol knelt.", ["opdrachtgever*"], ["opdrachtgeversrol"]),
        ("De opdrachtgever knelt.", ["opdrachtgever*"], ["opdrachtgever"]),
        ("De opdrachtgeversrol knelt.", ["opdrachtgever"], []),
        ("Het personeelstekort groeit.", ["*tekort"], ["personeelstekort"]),
        ("De meegestuurde brief.", ["*stuur*"], ["meegestuurde"]),
        # 3: separable verbs
        ("Zij stuurden onbedoeld mee in het overleg.", ["meesturen"], ["stuurden onbedoeld mee"]),
        ("Zij riepen de raad op om te stoppen.", ["oproepen"], ["riepen de raad op"]),
        ("De brief is meegestuurd.", ["meesturen"], ["meegestuurd"]),
        ("Zij stelt een proef voor.", ["voorstellen"], ["stelt een proef voor"]),
        ("Zij wil een proef voorstellen.", ["voorstellen"], ["voorstellen"]),
        ("Zij stuurden onbedoeld mee in het overleg.", ["sturen"], []),
        # 4: several words, any order, at most three others
        ("Hij kent zijn eigen rol.", ["rol kennen"], ["kent zijn eigen rol"]),
        ("Je moet je rol goed kennen.", ["rol kennen"], ["rol goed kennen"]),
        ("Hij kent de zaal waar de hele groep de rol speelt.", ["rol kennen"], []),
        ("De tweede kamer en de Tweede Kamer.", ["Tweede Kamer"], ["Tweede Kamer"]),
        # 5: abbreviations
        ("Alle DG’s en de DG's en DGs.", ["DG"], ["DG’s", "DG's", "DGs"]),
        ("De dg en de DG'er.", ["DG"], []),
        ("De ICT-systemen en ICT.", ["ICT*"], ["ICT-systemen", "ICT"]),
        # 7: exact
        ("Volgens de driehoek en De driehoek.", ["=de driehoek"], ["de driehoek"]),
        ("De driehoek werkt.", ["=de driehoek"], ["De driehoek"]),
        ("Hij zit op de driehoekige stoel.", ["=driehoek"], []),
        # 9: overlap
        ("Goede plannen maken helpt.", ["plan", "plan maken"], ["plannen maken"]),
    ],
)  # fmt: skip
def test_matching(nlp: Language, text: str, terms: list[str], expected: list[str]) -> None:
    assert matches(nlp, text, terms) == expected


def test_what_is_excluded_does_not_count(nlp: Language) -> None:
    assert matches(nlp, "De rolstoel en de rol.", ["rol*"], ["rolstoel"]) == ["rol"]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Er is geen vertrouwen.", True),
        ("Er is veel vertrouwen.", False),
        ("Zonder vertrouwen lukt het.", True),
        ("Er is niet alleen vertrouwen, maar ook geld.", False),
        ("Het is niet druk, maar vertrouwen is er wel.", False),
        ("Er is geen tijd, want vertrouwen kost tijd.", False),
    ],
)
def test_negation(nlp: Language, text: str, negated: bool) -> None:
    matcher = TermMatcher(nlp, [Code("c", "C", ("vertrouwen",))])
    (mention,) = matcher(nlp(text))
    assert mention.negated is negated


def test_a_thousand_terms_are_found_in_one_pass(nlp: Language) -> None:
    codes = [Code(f"c{number}", "C", (f"woord{number:03d}*",)) for number in range(1000)]
    (mention,) = TermMatcher(nlp, codes)(nlp("Dit is woord777tje."))
    assert mention.code == "c777"


@pytest.mark.parametrize(
    "sentences",
    [
        ["Alle DG’s waren het eens.", "Dat helpt."],
        ["Mw. drs. J.A. de Wit d.d. 3 mei sprak.", "Het was o.a. lang."],
        ["‘Dat kan niet.’", "Zo zei hij."],
        ["Kan dat?", "Ja."],
        ["Het begon om 14.30 uur en eindigde om 16.00 uur.", "Daarna niets."],
        ["Hij zei: ‘Ik ga.’", "Toen ging hij."],
        ["Er waren er 3.", "2024 wordt anders."],
    ],
)
def test_sentences(nlp: Language, sentences: list[str]) -> None:
    doc = nlp(" ".join(sentences))
    assert [sentence.text for sentence in doc.sents] == sentences


@pytest.mark.parametrize(
    ("infinitive", "expected"),
    [
        ("stellen", "stel"), ("maken", "maak"), ("geven", "geef"), ("lezen", "lees"), ("doen", "doe"), ("zijn", "wees"),
        ("organiseren", "organiseer"), ("luisteren", "luister"), ("regelen", "regel"), ("beginnen", "begin"),
        ("begeleiden", "begeleid"), ("creëren", "creëer"), ("houden", "houd"),
    ],
)  # fmt: skip
def test_imperatives(infinitive: str, expected: str) -> None:
    assert imperative(infinitive) == expected


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("afspraak", ["afspraken"]), ("rol", ["rollen", "rolletje"]), ("brief", ["brieven", "briefje"]), ("huis", ["huizen"]),
        ("middel", ["middelen"]), ("mogelijkheid", ["mogelijkheden"]), ("krap", ["krappe", "krapper", "krapst"]),
        ("helder", ["heldere", "helders"]), ("foto", ["foto's"]), ("groot", ["grote", "groter"]),
    ],
)  # fmt: skip
def test_forms_of_nouns_and_adjectives(word: str, forms: list[str]) -> None:
    assert set(forms) <= noun_forms(word) | degrees(word)


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("sturen", ["stuurt", "stuurden", "gestuurd", "gestuurde", "sturend"]),
        ("roepen", ["roept", "riepen", "geroepen"]),
        ("werken", ["werkte", "gewerkt"]),
        ("verbeteren", ["verbetert", "verbeterde", "verbeterd"]),
        ("leven", ["leefde", "geleefd"]),
        ("zetten", ["zet", "zette", "gezet"]),
    ],
)
def test_forms_of_verbs(infinitive: str, forms: list[str]) -> None:
    assert set(forms) <= verb_forms(infinitive)


SPEAKERS = Speakers({"de boer": "directeur", "visser": "manager", "jansen": None})


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("De Boer: dat kan niet.", ("de boer", 9)),
        ("Mw. De Boer: dat kan niet.", ("de boer", 13)),
        ("Afspraak: dat kan niet.", None),
        ("Nog een idee van De Boer: dat kan niet.", None),
        ("Jansen: ja.", ("jansen", 8)),
    ],
)
def test_speaker_labels(text: str, label: tuple[str, int] | None) -> None:
    assert SPEAKERS.label(text) == label


def test_the_default_codebook_is_sound() -> None:
    codebook = load_codebook(None)
    assert len(codebook.themes) >= 18
    assert len(codebook.roles) >= 16
    terms = [term for theme in codebook.themes for term in theme.terms]
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("versie = 1", "versie"),
        ('[[thema]]\ncode = "a"', "versie"),
        ('versie = "1"\n[[thema]]\ncode = "a"\nnaam = "A"\ntermen = []', "termen"),
        ('versie = "1"\n[[thema]]\ncode = "A b"\nnaam = "A"\ntermen = ["a"]', "code"),
        ('versie = "1"\n[[thema]]\ncode = "a"\nnaam = "A"\ntermen = ["a"]\nkleur = "rood"', "kleur"),
        ('versie = "1"\n[[thema]]\ncode = "a"\nnaam = "A"\ntermen = ["a"]\nouder = "b"', "ouder"),
        ('versie = "1"\n' + '[[thema]]\ncode = "a"\nnaam = "A"\ntermen = ["a"]\n' * 2, "twee keer"),
        ('versie = "1"\n[[rol]]\ncode = "a"\nnaam = "A"\ntermen = ["a"]\ngroep = "x"', "groep"),
        ("versie = ", "zet achter “versie =” een waarde"),
    ],
)
def test_a_wrong_codebook_is_refused_in_one_sentence(content: str, says: str) -> None:
    with pytest.raises(CodebookError, match=says) as caught:
        parse_codebook(content, "het codeboek x.toml")
    assert str(caught.value).startswith("In het codeboek x.toml")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["en_core_web_sm", "bestaat/niet"])
def test_a_model_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(SettingError, match=name):
        load_language(name)
