"""Dates, names, participants, headings and parts, as tables of cases."""

import pytest

from pipeline.dutch.dates import date_of_file, find_dates
from pipeline.dutch.edtf import roll_over
from pipeline.dutch.listed_names import find_names
from pipeline.dutch.organisations import find_organisations, organisation_of_bare_name
from pipeline.ingest.layout import analyse_sessions
from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.participants import find_participants
from pipeline.ingest.readers.markdown import read_markdown
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.records import Layout, Participant
from pipeline.ingest.report import slug
from pipeline.ingest.series import series_name
from pipeline.ingest.session_dates import next_session_date, session_date


def layout(text: str, *, markdown: bool = False) -> Layout:
    (layout,) = analyse_sessions((read_markdown if markdown else read_plain)(normalise_text(text)))
    return layout


@pytest.mark.parametrize(
    ("text", "edtf", "printed"),
    [
        ("op 18 juli spraken", "XXXX-07-18", "18 juli"),
        ("dinsdag 14 maart 2023", "2023-03-14", "14 maart 2023"),
        ("Datum: 14-03-2023", "2023-03-14", "14-03-2023"),
        ("14 - 3 - 2023", "2023-03-14", "14 - 3 - 2023"),
        ("2023-03-14", "2023-03-14", "2023-03-14"),
        ("14/3/2023", "2023-03-14", "14/3/2023"),
        ("d.d. 3 mei", "XXXX-05-03", "3 mei"),
        ("in maart 2024", "2024-03", "maart 2024"),
        ("op 6 sept. 2022", "2022-09-06", "6 sept. 2022"),
        ("op 26 november. Daarmee", "XXXX-11-26", "26 november"),
        ("op 1 MAART 2024", "2024-03-01", "1 MAART 2024"),
        ("29 februari", "XXXX-02-29", "29 februari"),
        ("14\u00a0maart\n2023", "2023-03-14", "14 maart 2023"),
    ],
)
def test_dates(text: str, edtf: str, printed: str) -> None:
    (date,) = find_dates(text)
    assert (date.edtf, date.text) == (edtf, printed)


@pytest.mark.parametrize("text", ["31 februari 2023", "mei", "artikel 12.3.2", "in 2023", "10.30 uur", "3 meiden", ""])
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("date", "after", "expected"),
    [
        ("XXXX-11-16", "2023-07-18", "2023-11-16"),
        ("XXXX-02-06", "2023-12-12", "2024-02-06"),
        ("XXXX-07-18", "2023-07-18", "2024-07-18"),
        ("XXXX-11-16", "XXXX-07-18", "XXXX-11-16"),
        ("2025-01-01", "2023-07-18", "2025-01-01"),
        ("XXXX-03-01", "2024-03", "2025-03-01"),
    ],
)
def test_next_year(date: str, after: str, expected: str) -> None:
    assert roll_over(date, after) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kees van der Burg (IenW)", ["Kees van der Burg"]),
        ("mw. drs. J.A. de Wit", ["J.A. de Wit"]),
        ("dhr. Boonstra", ["Boonstra"]),
        ("mevrouw Van der Lugt", ["Van der Lugt"]),
        ("Pieter-Bas Oldenhof en Annelies Zijlstra-Vermaat", ["Pieter-Bas Oldenhof", "Annelies Zijlstra-Vermaat"]),
        ("Jeroen van ’t Hof", ["Jeroen van ’t Hof"]),
        ("Çiğdem Aydın; Ädwin Rotscheid", ["Çiğdem Aydın", "Ädwin Rotscheid"]),
        ("prof. dr. Leonie Achterberg", ["Leonie Achterberg"]),
        ("A.J. Mulderij", ["A.J. Mulderij"]),
        ("Jan Willem de Groot", ["Jan Willem de Groot"]),
        ("Onder leiding van Anna Bos", ["Anna Bos"]),
        ("De vergadering was lang", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [name.text for name in find_names(text)] == names


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("het ministerie van Volksgezondheid, Welzijn en Sport", ["VWS"]),
        ("Ministerie van BZK en de SVB", ["BZK", "SVB"]),
        ("gemeente Emmen, Gemeente Breda", ["Gemeente Emmen", "Gemeente Breda"]),
        ("Rijksdienst voor Identiteitsgegevens", ["RvIG"]),
        ("de fin van het verhaal", []),
        ("de rdw en RDW", ["RDW"]),
    ],
)
def test_organisations(text: str, codes: list[str]) -> None:
    assert [span.organisation.code for span in find_organisations(text)] == codes


@pytest.mark.parametrize(
    ("name", "code"), [("Deventer", "Gemeente Deventer"), ("Financiën", "Fin"), ("Nergenshuizen", None)]
)
def test_bare_names(name: str, code: str | None) -> None:
    organisation = organisation_of_bare_name(name)
    assert (organisation.code if organisation else None) == code


def people(text: str) -> list[tuple[str, str | None, str | None, str]]:
    found = find_participants(layout(text))
    return [(person.name, person.function, person.organisation, _marks(person)) for person in found]


def _marks(person: Participant) -> str:
    return ("vz " if person.is_chair else "") + ("" if person.present else "afwezig")


BODY = "\n\n1. Wachttijden\nDe wachttijd is lang.\n\n2. Formatie\nEr zijn vijf vacatures.\n"


@pytest.mark.parametrize(
    ("attendance", "expected"),
    [
        (
            "Aanwezig: Anna Bos (SZW, directeur, vz); mr. Piet de Vries (UWV, manager)",
            [("Anna Bos", "directeur", "SZW", "vz "), ("Piet de Vries", "manager", "UWV", "")],
        ),
        (
            "Aanwezig:\nAnna Bos – directeur, SZW (voorzitter)\nPiet de Vries – manager, UWV\n\nAfgemeld:\nKim Smit – adviseur, VNG",
            [
                ("Anna Bos", "directeur", "SZW", "vz "),
                ("Piet de Vries", "manager", "UWV", ""),
                ("Kim Smit", "adviseur", "VNG", "afwezig"),
            ],
        ),
        (
            "Aanwezig: mw. A. Bos (SZW), dhr. P. de Vries (UWV, manager)\nAfwezig m.k.g.: dhr. K. Smit (Stichting Lezen)",
            [("A. Bos", None, "SZW", ""), ("P. de Vries", "manager", "UWV", ""), ("K. Smit", None, "Stichting Lezen", "afwezig")],
        ),
        (
            "Deelnemers\n- Anna Bos | wethouder | gemeente Deventer | voorzitter\n- Piet de Vries | ondernemer",
            [("Anna Bos", "wethouder", "Gemeente Deventer", "vz "), ("Piet de Vries", "ondernemer", None, "")],
        ),
        (
            "Aanwezig: Anna Bos (wethouder Deventer), Piet de Vries (directeur bij Financiën)",
            [("Anna Bos", "wethouder", "Gemeente Deventer", ""), ("Piet de Vries", "directeur", "Fin", "")],
        ),
        (
            "Voorzitter: Anna Bos (SZW)\nAanwezig: Piet de Vries (UWV, lid raad van bestuur)",
            [("Anna Bos", None, "SZW", "vz "), ("Piet de Vries", "bestuurder", "UWV", "")],
        ),
    ],
)  # fmt: skip
def test_attendance(attendance: str, expected: list[tuple[str, str | None, str | None, str]]) -> None:
    assert people(f"Verslag overleg\n\n{attendance}{BODY}") == expected


ANNA_AND_PIET = [("Anna de Bos", None, "VNG", ""), ("Piet Smit", None, "UWV", "")]


@pytest.mark.parametrize(
    ("attendance", "expected"),
    [
        ("Voornaam | Achternaam | Organisatie\nAnna | de Bos | VNG\nPiet | Smit | UWV", ANNA_AND_PIET),
        ("Achternaam | Tussenvoegsel | Voornaam | Organisatie\nBos | de | Anna | VNG\nSmit | | Piet | UWV", ANNA_AND_PIET),
        ("Anna de Bos, VNG                Piet Smit, UWV", ANNA_AND_PIET),
        (
            "Anna de Bos        Piet Smit\nKim Prins",
            [("Anna de Bos", None, None, ""), ("Piet Smit", None, None, ""), ("Kim Prins", None, None, "")],
        ),
        (
            "- Smit, Piet (VNG)\n- De Vries, K. (UWV, vz)\n- Zwörrel, Quibin (SVB)\n- Bosma Hylke",
            [
                ("Smit, Piet", None, "VNG", ""),
                ("De Vries, K.", None, "UWV", "vz "),
                ("Zwörrel, Quibin", None, "SVB", ""),
                ("Bosma Hylke", None, None, ""),
            ],
        ),
        (
            "Smit, P. (Piet) - IenW; Prins, mr. K. de - UWV",
            [("Piet Smit", None, "IenW", ""), ("Prins, mr. K. de", None, "UWV", "")],
        ),
        (
            "Anna Bos, Piet Smit en Kim de Wit",
            [("Anna Bos", None, None, ""), ("Piet Smit", None, None, ""), ("Kim de Wit", None, None, "")],
        ),
        (
            "directeur Water en Bodem Piet Smit (IenW), Karin Prins (UWV)",
            [("Piet Smit", "directeur", "IenW", ""), ("Karin Prins", None, "UWV", "")],
        ),
        ("Karin Prins, directeur Klant en Service, UWV", [("Karin Prins", "directeur", "UWV", "")]),
        ("Tim Kramer (TK, vz)", [("Tim Kramer", None, None, "vz ")]),
        (
            "W.-P. Prins (UWV)\nOlaf d’Aumont-Smit (SVB)\nA.B. van Bos Smit (VNG)\nYasmin al-Bakri (UWV)",
            [
                ("W.-P. Prins", None, "UWV", ""),
                ("Olaf d’Aumont-Smit", None, "SVB", ""),
                ("A.B. van Bos Smit", None, "VNG", ""),
                ("Yasmin al-Bakri", None, "UWV", ""),
            ],
        ),
        ("Anna Bos en Piet Smit (beiden IenW)", [("Anna Bos", None, "IenW", ""), ("Piet Smit", None, "IenW", "")]),
    ],
)  # fmt: skip
def test_layouts_of_attendance(attendance: str, expected: list[tuple[str, str | None, str | None, str]]) -> None:
    assert people(f"Verslag overleg\n\nAanwezig:\n{attendance}{BODY}") == expected


def test_a_heading_of_participants_may_say_more_in_brackets() -> None:
    text = f"# Verslag\n\n## Deelnemers (op volgorde van binnenkomst)\n\n- Anna Bos (UWV)\n\n## Werkdruk\n\n{P}\n"
    found = layout(text, markdown=True)
    assert [person.name for person in find_participants(found)] == ["Anna Bos"]
    assert [insight.heading for insight in found.insights] == ["Werkdruk"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Op 3 mei spraken Directeuren-Generaal (DG) Anna Bos (IenW, vz), Piet de Vries (VWS) en Kim Smit (directeur JenV).",
            [
                ("Anna Bos", "directeur-generaal", "IenW", "vz "),
                ("Piet de Vries", "directeur-generaal", "VWS", ""),
                ("Kim Smit", "directeur", "JenV", ""),
            ],
        ),
        (
            "Onder voorzitterschap van Anna Bos, directeur bij de Vereniging van Nederlandse Gemeenten, spraken "
            "wethouder Piet de Vries (gemeente Emmen) en ondernemer Kim Smit.",
            [
                ("Anna Bos", "directeur", "VNG", "vz "),
                ("Piet de Vries", "wethouder", "Gemeente Emmen", ""),
                ("Kim Smit", "ondernemer", None, ""),
            ],
        ),
        (
            "De managers Anna Bos (UWV) en Piet de Vries (SVB) schoven op 3 mei aan. Directeur Kim Smit (VNG) was verhinderd.",
            [("Anna Bos", "manager", "UWV", ""), ("Piet de Vries", "manager", "SVB", ""), ("Kim Smit", "directeur", "VNG", "afwezig")],
        ),
        (
            "Op 3 mei spraken VNG-directeur Anna Bos en Piet de Vries, voorzitter van de raad van bestuur van de SVB.",
            [("Anna Bos", "directeur", "VNG", ""), ("Piet de Vries", "bestuurder", "SVB", "")],
        ),
        ("Op 3 mei kwam het gezelschap van Samen aan Zet in Den Haag bijeen.", []),
        ("Het gesprek op 3 mei stond onder leiding van de ervaren dagvoorzitter Anna Bos.", [("Anna Bos", None, None, "vz ")]),
    ],
)  # fmt: skip
def test_participants_in_sentences(sentence: str, expected: list[tuple[str, str | None, str | None, str]]) -> None:
    assert people(f"Verslag van de tafel\n\n{sentence}{BODY}") == expected


def headings(text: str, *, markdown: bool = False) -> list[tuple[str | None, str | None]]:
    return [(insight.number, insight.heading) for insight in layout(text, markdown=markdown).insights]


P = "Een alinea met een volzin die eindigt op een punt."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Titel\n\nInleiding.\n\n1.Eerste kop\n\n{P}\n\n2.Tweede kop\n\n{P}", [("1", "Eerste kop"), ("2", "Tweede kop")]),
        (f"Titel\n\n1) Eerste kop\n{P}\n\n2) Tweede kop\n{P}", [("1", "Eerste kop"), ("2", "Tweede kop")]),
        (f"Titel\n\nInzicht 1: Eerste kop\n\n{P}\n\nInzicht 2: Tweede\n\n{P}", [("1", "Eerste kop"), ("2", "Tweede")]),
        (f"Titel\n\n1 Opening\n\nAnna opent de vergadering.\n\n2 Stand van zaken\n\n{P}", [("2", "Stand van zaken")]),
        (f"Titel\n\n1a. Eerste kop\n{P}\n\n1b. Tweede kop\n{P}", [("1a", "Eerste kop"), ("1b", "Tweede kop")]),
        (f"Titel\n\n2.1 Eerste kop\n{P}\n\n2.2 Tweede kop\n{P}", [("2.1", "Eerste kop"), ("2.2", "Tweede kop")]),
        (f"Titel\n\nEerste kop\n\n{P}\n\nWat nu?\n\n{P}", [(None, "Eerste kop"), (None, "Wat nu?")]),
        (
            f"Titel\n\nAgenda\n1. Opening\n2. Werkdruk\n3. Geld\n\n1. Opening\nAnna opent de vergadering.\n\n2. Werkdruk\n{P}\n\n3. Geld\n{P}",
            [("2", "Werkdruk"), ("3", "Geld")],
        ),
        (f"Titel\n\n1. Werkdruk\n{P}\n\n2. Geld\n{P}\n\nActielijst\n- Anna: brief\n\nVolgend overleg: 3 mei", [("1", "Werkdruk"), ("2", "Geld")]),
        (f"Titel\n\nEerste kop\n\n{P}\n\nTweede kop\n\n{P}\n\nOver Spoor 3\n\n{P}", [(None, "Eerste kop"), (None, "Tweede kop")]),
        (f"Titel\n\nOp 3 mei sprak men.\n\n{P}\n\n{P} Nog een zin.", [(None, None), (None, None)]),
        (f"Titel\n\nUitkomsten, dilemma’s en adviezen\n\n{P}\n\n{P}", [(None, None), (None, None)]),
        ("Titel", []),
        ("", []),
    ],
)  # fmt: skip
def test_headings(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert headings(text) == expected


def test_headings_that_restart_and_skip() -> None:
    text = f"Titel\n\n1. Een\n{P}\n\n2. Twee\n{P}\n\n4. Vier\n{P}\n\n1. Opnieuw een\n{P}"
    assert [number for number, _ in headings(text)] == ["1", "2", "4", "1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"# Titel\n\nIn.\n\n## Eerste\n\n{P}\n\n## Deelnemers\n\n- Anna Bos\n\n## Tweede\n\n- {P}\n", ["Eerste", "Tweede"]),
        (f"# Titel\n\n## Uitkomsten\n\nInleiding.\n\n### Een\n\n{P}\n\n### Twee\n\n{P}\n", ["Een", "Twee"]),
        (f"# Titel\n\n## Eerste\n\n{P}\n\n## Vervolg\n\nDe volgende tafel is op 3 mei.\n", ["Eerste"]),
    ],
)  # fmt: skip
def test_marked_headings(text: str, expected: list[str]) -> None:
    assert [heading for _, heading in headings(text, markdown=True)] == expected


def test_the_end_of_a_letter_is_no_insight_and_the_word_alone_is_no_end() -> None:
    found = layout(f"Titel\n\n{P}\n\nNamens de gemeenten\n\n{P}\n\nHoogachtend,\n\nmr. A. Bos\nsecretaris")
    assert [part.kind for part in found.parts][-3:] == ["boilerplate"] * 3
    assert [insight.heading for insight in found.insights] == ["Namens de gemeenten"]


def test_closing_paragraph_is_no_insight() -> None:
    found = layout(f"Titel\n\n1. Een\n\n{P}\n\n2. Twee\n\n{P}\n\nHet volgende gesprek vindt plaats op 16 november.")
    assert [len(insight.body) for insight in found.insights] == [1, 1]
    assert found.parts[-1].kind == "next_session"


@pytest.mark.parametrize(
    ("text", "date", "following", "series"),
    [
        (f"Verslag overleg d.d. 3 mei 2023{BODY}\nVolgend overleg: 12 januari", "2023-05-03", "2024-01-12", None),
        (f"Verslag\n\nDatum: 3-5-2023\nProgramma: Goed Geregeld{BODY}", "2023-05-03", None, "Goed Geregeld"),
        (f"Titel\n\nDen Haag, 3 mei 2023{BODY}", "2023-05-03", None, None),
        (
            "Titel\n\nIn het kader van Spoor 4 van de agenda sprak men op 18 juli. Het volgende gesprek is op 1 juni 2024."
            f"{BODY}",
            "XXXX-07-18", "2024-06-01", "Spoor 4",
        ),
        (f"Titel\n\nIn de reeks Dialoogtafels Dichtbij sprak men in maart 2024.{BODY}", "2024-03", None, "Dialoogtafels Dichtbij"),
        (f"Titel\n\nMen sprak over het werk.{BODY}", None, None, None),
    ],
)  # fmt: skip
def test_session(text: str, date: str | None, following: str | None, series: str | None) -> None:
    found = layout(text)
    own = session_date(found)
    later = next_session_date(found, own.edtf if own else None)
    assert (own.edtf if own else None, later.edtf if later else None) == (date, following)
    assert series_name(found) == series


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("verslag 14-03-2023 def", "2023-03-14"),
        ("20230314_verslag", "2023-03-14"),
        ("2023-03 regieoverleg", "2023-03"),
        ("202303_regieoverleg", "2023-03"),
        ("verslag 14 mrt ’23", "2023-03-14"),
        ("verslag_14-3-23", "2023-03-14"),
        ("kenmerk 20231399", None),
        ("kenmerk 2024-0000733190", None),
        ("verslag 7", None),
    ],
)  # fmt: skip
def test_the_name_of_a_file_may_hold_a_date(name: str, date: str | None) -> None:
    assert date_of_file(name) == date


@pytest.mark.parametrize(
    ("path", "expected"),
    [("Map/Verslag één (1).txt", "map-verslag-een-1-txt"), ("…", "verslag"), ("a" * 300 + ".md", "a" * 77 + "-md")],
)
def test_slug(path: str, expected: str) -> None:
    assert slug(path) == expected
