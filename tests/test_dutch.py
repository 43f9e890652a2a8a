"""What is known of Dutch, without a stage: dates, their values, wording and organisations."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dutch import edtf
from pipeline.dutch.dates import date_of_file, find_dates, wrong_weekday
from pipeline.dutch.functions import find_functions
from pipeline.dutch.headings import names_subject
from pipeline.dutch.numerals import printed, roman, roman_value
from pipeline.dutch.organisations import find_organisations, is_organisation, lookup, organisation_of_bare_name
from pipeline.dutch.persons import PersonFinder
from pipeline.dutch.sentences import sentences
from pipeline.dutch.tokens import tokenise
from pipeline.dutch.word_vectors import Vocabulary, sentence_vectors
from pipeline.dutch.wording import listing, lower_first, upper_first
from pipeline.resources import load_csv

_days = st.dates(date(1950, 1, 1), date(2090, 12, 31))
_lengths = st.sampled_from([len("2024"), len("2024-03"), len("2024-03-14")])
_known = st.builds(lambda day, length: day.isoformat()[:length], _days, _lengths)
_open = st.builds(lambda day, length: f"XXXX{day.isoformat()[4:length]}", _days, st.sampled_from([7, 10]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Op 18 juli spraken wij verder.", [("XXXX-07-18", "18 juli", None)]),
        ("Sinds maart 2024 loopt de proef.", [("2024-03", "maart 2024", None)]),
        ("Dinsdag 14 mrt. 2023, 10:00 uur", [("2023-03-14", "14 mrt. 2023", "Dinsdag")]),
        ("2023-03-14 en 14-3-2023 en 14/03/23", [("2023-03-14", "2023-03-14", None), ("2023-03-14", "14-3-2023", None), ("2023-03-14", "14/03/23", None)]),
        ("De 1e mei ’24", [("2024-05-01", "1e mei ’24", None)]),
        ("31 februari 2023 bestaat niet, 29 februari wel.", [("XXXX-02-29", "29 februari", None)]),
        ("Artikel 3.12 en punt 12-13-2023", []),
    ],
)  # fmt: skip
def test_dates_in_a_text(text: str, found: list[tuple[str, str, str | None]]) -> None:
    assert [(one.edtf, one.text, one.weekday) for one in find_dates(text)] == found


@pytest.mark.parametrize(
    ("text", "right"),
    [("maandag 14 maart 2023", "dinsdag"), ("dinsdag 14 maart 2023", None), ("maandag 14 maart", None), ("14 maart 2023", None)],
)  # fmt: skip
def test_day_of_the_week_that_a_date_cannot_have(text: str, right: str | None) -> None:
    assert wrong_weekday(find_dates(text)[0]) == right


@pytest.mark.parametrize(
    ("name", "expected"),
    [("verslag_20230718", "2023-07-18"), ("notulen 2023-07", "2023-07"), ("verslag 18 juli", "XXXX-07-18"), ("20231345", None), ("zaak 2024-0000733190", None)],
)  # fmt: skip
def test_date_of_a_file(name: str, expected: str | None) -> None:
    assert date_of_file(name) == expected


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2024", True), ("2024-03", True), ("2024-03-14", True), ("XXXX", True), ("XXXX-02-29", True),
        ("2023-02-29", False), ("2024-13", False), ("2024-00", False), ("24-03-14", False), ("20240314", False),
        ("14 maart 2024", False), ("２０２４", False), ("0000", False), ("", False),
    ],
)  # fmt: skip
def test_what_a_user_gives_as_a_date(text: str, is_one: bool) -> None:
    assert edtf.parse(text) == (text if is_one else None)


@pytest.mark.parametrize(
    ("value", "label", "year", "month", "half_year", "day"),
    [
        ("2023-03-14", "14 mrt 2023", "2023", (2023, 3), "1e helft 2023", date(2023, 3, 14)),
        ("2023-07", "juli 2023", "2023", (2023, 7), "2e helft 2023", None),
        ("2023", "2023", "2023", None, None, None),
        ("XXXX-09-01", "1 sept (jaar onbekend)", None, None, None, None),
        ("XXXX", "datum onbekend", None, None, None, None),
        (None, "datum onbekend", None, None, None, None),
    ],
)
def test_what_a_date_says(
    value: str | None,
    label: str,
    year: str | None,
    month: tuple[int, int] | None,
    half_year: str | None,
    day: date | None,
) -> None:
    assert edtf.label(value) == label
    assert (edtf.year(value), edtf.month(value), edtf.half_year(value), edtf.day(value)) == (
        year,
        month,
        half_year,
        day,
    )
    assert edtf.has_year(value) == (year is not None)


def test_months_are_labelled_with_the_first_abbreviation_and_short_names_in_full() -> None:
    labels = [edtf.label(f"2024-{month:02d}").removesuffix(" 2024") for month in range(1, 13)]
    assert labels == ["jan", "feb", "mrt", "apr", "mei", "juni", "juli", "aug", "sept", "okt", "nov", "dec"]


@pytest.mark.parametrize(
    ("one", "other", "contradicts", "is_before"),
    [
        ("2023-07-18", "2023-07-18", False, True),
        ("2023-07-18", "2023-07-19", True, True),
        ("2023-07-19", "2023-07-18", True, False),
        ("2023-07", "2023-07-18", False, False),
        ("2023-06", "2023-07-18", True, True),
        ("XXXX-07-18", "2023-07-18", False, False),
        ("XXXX-07-18", "2023-07-19", True, False),
    ],
)
def test_two_dates(one: str, other: str, contradicts: bool, is_before: bool) -> None:
    assert edtf.contradict(one, other) is contradicts
    assert edtf.is_before(one, other) is is_before


def test_a_date_of_another_source_gives_the_year_of_the_same_day_only() -> None:
    assert edtf.has_year_of("XXXX-07-18", "2023-07-18")
    assert not edtf.has_year_of("XXXX-07-18", "2023-07-19")
    assert not edtf.has_year_of("2022-07-18", "2023-07-18")
    assert not edtf.has_year_of("XXXX-07-18", "XXXX-07-18")


@given(st.lists(st.one_of(_known, _open, st.none())))
def test_the_order_of_dates_is_total(values: list[str | None]) -> None:
    ordered = sorted(values, key=edtf.sort_key)
    values.reverse()
    assert sorted(values, key=edtf.sort_key) == ordered
    assert [value is None for value in ordered] == sorted(value is None for value in values)
    for first, second in pairwise(value for value in ordered if edtf.has_year(value)):
        assert edtf.first_day(first or "") <= edtf.first_day(second or "")


@given(_known)
def test_a_date_lies_between_its_first_and_its_last_day(value: str) -> None:
    first, last = edtf.day(edtf.first_day(value)), edtf.day(edtf.last_day(value))
    assert first is not None
    assert last is not None
    assert first <= last
    assert (first == last) == edtf.is_full(value)
    assert (last + timedelta(days=1)).isoformat()[: len(value)] > value
    assert first.isoformat().startswith(value)
    assert edtf.parse(value) == value
    assert not edtf.contradict(value, first.isoformat())


@given(_open, _known)
def test_a_day_rolls_over_to_a_date_that_comes_after(value: str, after: str) -> None:
    rolled = edtf.roll_over(value, after)
    assert edtf.parse(rolled) == rolled
    assert edtf.has_year_of(value, rolled)
    if len(after) > len("2024"):
        assert edtf.first_day(rolled) > (edtf.last_day(after) if len(value) >= len(after) else after)
    else:
        assert edtf.first_day(rolled) >= edtf.first_day(after)


@given(_open, _days)
def test_a_day_rolls_back_to_the_last_such_day(value: str, before: date) -> None:
    rolled = edtf.roll_back(value, before.isoformat())
    assert edtf.parse(rolled) == rolled
    assert edtf.has_year_of(value, rolled)
    assert rolled <= before.isoformat()
    if value != "XXXX-02-29":
        assert f"{before.year + 1 if rolled[:4] == str(before.year) else before.year}{rolled[4:]}" > before.isoformat()


@given(_known)
def test_a_date_with_a_year_does_not_roll(value: str) -> None:
    assert edtf.roll_over(value, "2024-01-01") == edtf.roll_back(value, "2024-01-01") == value
    assert edtf.roll_over("XXXX-03-14", "XXXX-01-01") == "XXXX-03-14"


_PRINTED = [
    (form.strip(), row["code"])
    for row in load_csv("organisaties.csv")
    for form in dict.fromkeys([row["code"], row["naam"], *filter(None, row["varianten"].split(";"))])
]
_SHORT = sorted({(form, code) for form, code in _PRINTED if form.isalpha() and len(form) <= 8})


def test_every_printed_form_has_one_answer_whoever_asks() -> None:
    for form, code in _PRINTED:
        asked = {lookup(form, ignore_case=case, bare_place=bare) for case in (False, True) for bare in (False, True)}
        found = {span.organisation for span in find_organisations(f"Wij spraken met {form} over de brief.")}
        assert {organisation.code for organisation in asked | found if organisation} == {code}, form
        assert None not in asked, form
        assert len(found) == 1, form


def test_short_forms_count_in_their_own_case_only() -> None:
    assert len(_SHORT) > 200
    for form, code in _SHORT:
        assert lookup(form.lower(), ignore_case=False, bare_place=False) is None or form.islower(), form
        assert find_organisations(f"bij {form.lower()} ligt") == [] or form.islower(), form
        folded = lookup(form.lower(), ignore_case=True, bare_place=False)
        assert folded is not None, form
        assert folded.code == code, form


@pytest.mark.parametrize(
    ("text", "ignore_case", "bare_place", "code"),
    [
        ("het UWV", False, False, "UWV"),
        ("RvO", False, False, "RVO"),
        ("rvo", False, False, None),
        ("rvo", True, False, "RVO"),
        ("Fin", False, False, "Fin"),
        ("fin", False, False, None),
        ("FIN", False, False, "Fin"),
        ("autoriteit persoonsgegevens", False, False, "AP"),
        ("Nederlandsche Bank", False, False, "DNB"),
        ("de Nederlandsche Bank", False, False, "DNB"),
        ("Ministerie van Financiën", False, False, "Fin"),
        ("ministerie BZK", False, False, "BZK"),
        ("gemeente Deventer", False, False, "Gemeente Deventer"),
        ("Deventer", False, False, None),
        ("Deventer", False, True, "Gemeente Deventer"),
        ("Gelderland", False, True, "Provincie Gelderland"),
        ("‘s-Gravenhage", False, False, "Gemeente Den Haag"),
        ("’s-Gravenhage", False, False, "Gemeente Den Haag"),
        ("UWV en SVB", False, False, None),
        ("Bergen op Zoomweg", False, True, None),
        ("de", True, True, None),
        ("", True, True, None),
    ],
)
def test_whose_name_a_text_is(text: str, ignore_case: bool, bare_place: bool, code: str | None) -> None:
    found = lookup(text, ignore_case=ignore_case, bare_place=bare_place)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Het UWV en de Sociale Verzekeringsbank tekenen.", [("UWV", "UWV"), ("Sociale Verzekeringsbank", "SVB")]),
        ("Het Ministerie van BZK betaalt.", [("Ministerie van BZK", "BZK")]),
        ("De Nederlandsche Bank keek mee; in de Nederlandsche Bank ook.", [("De Nederlandsche Bank", "DNB"), ("de Nederlandsche Bank", "DNB")]),
        ("Zij kwam uit Deventer, van de gemeente Deventer.", [("gemeente Deventer", "Gemeente Deventer")]),
        ("Hij nam de fin mee.", []),
    ],
)  # fmt: skip
def test_organisations_in_a_sentence(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[span.start : span.end], span.organisation.code) for span in find_organisations(text)] == found


def test_a_bare_name_stands_for_a_municipality_or_a_ministry_only_where_that_is_expected() -> None:
    for name, code in (
        ("Deventer", "Gemeente Deventer"),
        ("Financiën", "Fin"),
        ("Bergen (NH)", "Gemeente Bergen (NH)"),
    ):
        found = organisation_of_bare_name(name)
        assert found is not None, name
        assert found.code == code
    assert organisation_of_bare_name("Bakker") is None
    assert is_organisation("Deventer")
    assert not is_organisation("Financiën")


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["rooster"], "rooster"), (["rooster", "brief"], "rooster en brief"), (["a", "b", "c"], "a, b en c")],
)
def test_enumerations(items: list[str], text: str) -> None:
    assert listing(items) == text


@pytest.mark.parametrize(
    ("text", "as_first", "inside"),
    [("dilemma’s", "Dilemma’s", "dilemma’s"), ("Manager", "Manager", "manager"), ("DG", "DG", "DG"), ("", "", ""), ("ICT en zo", "ICT en zo", "ICT en zo")],
)  # fmt: skip
def test_first_letters(text: str, as_first: str, inside: str) -> None:
    assert (upper_first(text), lower_first(text)) == (as_first, inside)


@given(st.integers(1, 38))
def test_roman_numerals_read_back(number: int) -> None:
    assert roman_value(roman(number)) == number
    assert printed(number, "I") == roman(number).upper()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dhr. J. Bakelaar opende. Daarna sprak mr. Oostink.", ["Dhr. J. Bakelaar opende.", "Daarna sprak mr. Oostink."]),
        ("Kan dat? Ja! 3 mensen", ["Kan dat?", "Ja!", "3 mensen"]),
        ("Zonder punt", ["Zonder punt"]),
        ("Op 3.2 wacht men", ["Op 3.2 wacht men"]),
    ],
)  # fmt: skip
def test_sentences_of_a_paragraph(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@given(st.text(max_size=80))
def test_tokens_stand_where_they_say_and_in_order(text: str) -> None:
    tokens = tokenise(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(first.end <= second.start for first, second in pairwise(tokens))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("de directeur-generaal en een wethouder", [("directeur-generaal", False), ("wethouder", False)]),
        ("Directeuren-Generaal (DG’s) en adviseurs", [("directeur-generaal", True), ("adviseur", True)]),
        ("de staatssecretaris", [("staatssecretaris", False)]),
        ("een directeurswissel", []),
    ],
)
def test_functions_in_a_text(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(span.code, span.is_plural) for span in find_functions(text)] == found


@pytest.mark.parametrize(
    ("heading", "is_subject"),
    [
        ("2. Opening & mededelingen (vz)", False),
        ("Rondvraag en sluiting", False),
        ("Verslag vorige keer", False),
        ("W.v.t.t.k.", False),
        ("3.", False),
        ("Mededelingen over de dijkverzwaring", True),
        ("Opening van de sluis", True),
        ("Toegang tot gegevens", True),
    ],
)
def test_headings_that_name_a_subject(heading: str, is_subject: bool) -> None:
    assert names_subject(heading) is is_subject


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Namens BRT(Mikkel) en Platform(Ulvert) komt er een notitie.", ["Mikkel", "Ulvert"]),
        ("- Loket(Hedser), CBS(Fatiha): koppelvlak testen", ["Hedser", "Fatiha"]),
        ("Platform(Ulvert) en Loket(Hedser) komen met een notitie.", []),  # nothing shows that these are names
        ("Namens BRT(Mikkel) en Platform(Kadaster) komt er een notitie.", ["Mikkel"]),
        ("Afgesproken is de functie Start(Waarde) aan te roepen.", []),
        ("De groep bestaat uit JvdM (voorzitter), KdB(secretaris) en de leden.", ["JvdM", "KdB"]),
        ("Volgens de PvdA (fractievoorzitter) en het WvSr (artikel 3) kan dat niet.", []),
    ],
)
def test_names_in_glued_brackets_and_by_their_initials(text: str, names: list[str]) -> None:
    assert [text[span.start : span.end] for span in PersonFinder([]).find(text)] == names


def test_a_word_that_has_no_vector_counts_as_the_parts_of_its_compound() -> None:
    vocabulary = Vocabulary(["subsidie", "aanvraag", "beleid", "doel", "keten", "?"])
    assert vocabulary.indices_of("Subsidieaanvraag, beleidsdoel?") == [1, 0, 3, 2, 5]
    assert vocabulary.indices_of("ketens Xyz") == [4]


@pytest.mark.parametrize("length", [100, 1_000_000])
def test_what_is_too_long_for_a_word_takes_no_time(length: int) -> None:
    assert not sentence_vectors(["q" * length]).any()
