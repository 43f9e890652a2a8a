"""Which date is that of the session, which is the next, and which series a session belongs to, by short reports."""

import pytest

from pipeline import tables
from pipeline.dutch.dates import date_of_file, find_dates
from pipeline.ingest.group_names import group_name
from pipeline.ingest.report import IngestedReport, read_report
from pipeline.run.series import name_alike

BODY = "\n\n## Beheer\n\nDe groep vindt dat het beheer eenvoudiger moet worden.\n\n## Geld\n\nEr is te weinig geld.\n"


def session(text: str, path: str = "verslag.md") -> dict[str, object]:
    read = read_report(path, text.encode())
    assert isinstance(read, IngestedReport)
    return tables.records(read.tables["sessions"])[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("16-mei-2024", ["2024-05-16"]),
        ("24 t/m 28 oktober 2022", ["2022-10-24"]),
        ("30 november tot en met 4 december 2020", ["2020-11-30", "2020-12-04"]),
        ("2024-10-07T09:12:44", ["2024-10-07"]),
        ("9-7-’24", ["2024-07-09"]),
        ("punt 3 - mei 2024", ["2024-05"]),
        ("do 31-10, Tiel", ["XXXX-10-31"]),
        ("vr. 9/5", ["XXXX-05-09"]),
        ("punt 31-10", []),
        ("eind juni, op de 22e, spreken wij elkaar", ["XXXX-06-22"]),
        ("half april op donderdag de 13de", ["XXXX-04-13"]),
        ("eind juni op donderdag de 22e spreken wij elkaar", ["XXXX-06-22"]),
        ("in juni, op de 12e om 10.00 uur", ["XXXX-06-12"]),
        ("in juni op de 3 dijken", []),
        ("in juni op de 3e verdieping", []),
    ],
)
def test_forms_of_dates(text: str, found: list[str]) -> None:
    assert [date.edtf for date in find_dates(text)] == found


@pytest.mark.parametrize(
    ("name", "date"),
    [("231109 verslag", "2023-11-09"), ("notulen nov23 def", "2023-11"), ("gesprek Jan 12", None), ("22-018834", None)],
)
def test_short_dates_of_files(name: str, date: str | None) -> None:
    assert date_of_file(name) == date


@pytest.mark.parametrize(
    "head",
    [
        "Gepubliceerd op: 3 juni 2024\n\nOp donderdag 16 mei 2024 kwam de groep bijeen.",
        "Vastgesteld d.d. 12 juni 2024\n\nVersie 1.2 (3 juni 2024)\n\nDatum: 16 mei 2024",
        "Datum verslag: 21 mei 2024\n\nDatum overleg: 16 mei 2024",
        "Kenmerk | W-12 | Datum brief | 21 mei 2024\n\nVergaderdatum | 16 mei 2024",
        "Concept, rondgestuurd 24 mei 2024. Reacties graag vóór 8 juni 2024.\n\n16 mei 2024, 10.00 uur",
        "Datum\n\n21 mei 2024\n\nVergaderdatum en tijd 16 mei 2024",
    ],
)
def test_the_day_of_the_session_is_none_of_the_document(head: str) -> None:
    assert session(f"# Verslag werkgroep Oevers\n\n{head}{BODY}")["date"] == "2024-05-16"


def test_front_matter_is_of_the_document() -> None:
    text = f"date = 2024-05-21\n+++\n\n# Werkgroep Oevers\n\n16 mei 2024, Tiel{BODY}"
    found = session(f'+++\ntitle = "Oevers"\n{text}')
    assert (found["date"], found["title"]) == ("2024-05-16", "Werkgroep Oevers")


def test_a_date_of_something_else_does_not_beat_the_file_name() -> None:
    text = "# Werkgroep Oevers\n\nDe consultatie loopt tot 1 juli 2024 en gaat over alle oevers van de grote rivieren."
    found = session(text + BODY, "20240516 verslag.md")
    assert (found["date"], found["date_source"]) == ("2024-05-16", "bestandsnaam")


def test_a_missing_year_is_the_last_before_the_next_session() -> None:
    found = session(f"# Verslag werkgroep Oevers\n\n14 nov, Tiel{BODY}\nVolgende overleg: 23 januari 2025\n")
    assert (found["date"], found["date_source"], found["next_date"]) == ("2024-11-14", "afgeleid", "2025-01-23")


def test_a_missing_year_is_that_of_the_document_and_marked() -> None:
    found = session(f"# Werkgroep Oevers\n\nVersie 1.0, 3 januari 2024\n\nDatum: 14 december{BODY}")
    assert (found["date"], found["date_source"]) == ("2023-12-14", "afgeleid")


@pytest.mark.parametrize(
    ("closing", "date"),
    [
        ("Volgende TO 7 maart 2025 a.s. van 9.30 uur.", "2025-03-07"),
        ("Volgende keer is vanwege kerst eerder: woensdag 11 december.", "2024-12-11"),
        ("De voorzitter sluit om 12.00 uur. De najaars-ALV is op 22 november 2024.", "2024-11-22"),
        ("Noteer alvast: het najaarsoverleg is op 22 november.", "2024-11-22"),
        ("11.40 uur. Volgende stuurgroep: wo. 26 juni, 14.00 u, in Tiel.", "2024-06-26"),
        ("vlg x: wo 26 juni", "2024-06-26"),
        ("De werkgroep treft elkaar opnieuw op 26 juni.", "2024-06-26"),
        ("Er komt een vervolg. Dat is op 26 juni.", "2024-06-26"),
        ("De nota is klaar. Dat is op 26 juni besproken.", None),
        ("De volgende keer kijken wij terug op 16 mei.", None),
        ("Volgende Community Event 14 oktober 2024.", None),
        ("De deadline voor reacties is 1 september 2024.", None),
    ],
)
def test_next_dates(closing: str, date: str | None) -> None:
    assert session(f"# Werkgroep Oevers\n\n16 mei 2024{BODY}\n## Sluiting\n\n{closing}\n")["next_date"] == date


def test_what_is_proposed_below_its_heading_is_the_next_session() -> None:
    closing = "## Volgende keer\n\nVoorgesteld wordt 26 juni, in Tiel. De secretaris vraagt iedereen om stukken.\n\n"
    closing += "De voorzitter kijkt terug op een goed gesprek. De groep wil vaker zo praten. Ook in Tiel wil men dat."
    assert session(f"# Werkgroep Oevers\n\n16 mei 2024{BODY}\n{closing}\n")["next_date"] == "2024-06-26"


def test_a_missing_year_is_the_one_of_the_report_in_which_the_weekday_fits() -> None:
    found = session(f"# Werkgroep Oevers\n\ndinsdag 14 januari, in Tiel{BODY}\nIn 2024 en 2025 groeit de oever.\n")
    assert (found["date"], found["date_source"]) == ("2025-01-14", "afgeleid")
    found = session(f"# Werkgroep Oevers\n\ndinsdag 14 januari, in Tiel{BODY}\nIn 2024 en 2026 groeit de oever.\n")
    assert found["date"] == "XXXX-01-14"


def test_a_mail_tells_the_year_of_the_day_that_it_names() -> None:
    head = "From: a@b.example\nTo: c@b.example\nSubject: Verslag werkgroep Oevers 11 maart\n"
    text = f"{head}Date: Fri, 14 Mar 2025 17:21:44 +0100\n\nBeste allen, hieronder het verslag.\n{BODY}"
    assert session(text, "verslag.eml")["date"] == "2025-03-11"
    assert session(f"{head}Date: vrijdag\n\nBeste allen, hieronder het verslag.\n{BODY}", "verslag.eml")["date"] == (
        "XXXX-03-11"
    )


def test_a_log_under_dates_holds_several_sessions() -> None:
    text = "# Intervisie Oevers\n\n"
    for day in ("vr 23-6-2023, Tiel", "12 mei 2023"):
        text += f"## {day}\n\n### De casus\n\nDe groep vindt dat de oever te hoog is.\n\n### Vervolg\n\nTiel zoekt het uit.\n\n"
    read = read_report("log.md", text.encode())
    assert isinstance(read, IngestedReport)
    assert list(read.tables["sessions"]["date"]) == ["2023-06-23", "2023-05-12"]
    # The days of one session are not sessions of their own.
    read = read_report("log.md", text.replace("12 mei", "22 juni").encode())
    assert isinstance(read, IngestedReport)
    assert len(read.tables["sessions"]) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Verslag werkgroep Waterkaart 28 augustus 2025", "werkgroep Waterkaart"),
        ("Concept-verslag 17e bijeenkomst Werkgroep Oevers (v0.2)", "Werkgroep Oevers"),
        ("Notulen stuurgroep Rivieren, nr. 5 - vastgesteld", "stuurgroep Rivieren"),
        ("Technisch Overleg Oevers 24-03-2022", "Technisch Overleg Oevers"),
        ("KLANKBORDGROEP DIJKEN - NOTULEN NR. 24-02", "KLANKBORDGROEP DIJKEN"),
        ("Werkgroep Oevers: wie betaalt?", "Werkgroep Oevers"),
        ("Teamoverleg week 40", "Teamoverleg"),
        ("FW: verslagje ketenoverleg Rivierzorg van vorige week", "ketenoverleg Rivierzorg"),
        ("RE: verslag ketenoverleg Rivierzorg do 30 jan", "ketenoverleg Rivierzorg"),
        ("Hier leest u het verslag van het wijkplatform Havenkwartier van dinsdagavond", "wijkplatform Havenkwartier"),
        ("Verslag nr. 7 stuurgroep Havenkwartier (concept)", "stuurgroep Havenkwartier"),
        ("Besluitenlijst | Projectgroep Beekdal", "Projectgroep Beekdal"),
        ("Dijkdata community call #41", "Dijkdata community call"),
        ("Notulen cliëntenraad De Wilgen", "cliëntenraad De Wilgen"),
        ("Terugblik Alliantie Zorg Rivierenland", "Alliantie Zorg Rivierenland"),
        ("Leveranciersoverleg Waterdata, derde kwartaal", "Leveranciersoverleg Waterdata"),
        ("Verslag stuurgroep, zesde bijeenkomst", None),
        ("Verslag overleg", None),
        ("Verslag ingelast overleg noodopvang", None),
        ("Doel van de bijeenkomst", None),
    ],
)
def test_the_group_that_a_title_names(title: str, name: str | None) -> None:
    assert group_name(title) == name


def test_no_sentence_above_the_text_is_a_series() -> None:
    head = "# Verslag, 16 mei 2024\n\nOnder leiding van de bevlogen dagvoorzitter Floor Zand sprak de groep."
    assert session(head + BODY)["series"] is None
    head = (
        "# Agenda en verslag\n\nVerslag van de werkgroep Oevers 9 mei 2024 - online overleg, 14.00 uur tot 15.00 uur."
    )
    assert session(head + BODY)["series"] == "werkgroep Oevers"


def test_a_title_may_give_the_date_behind_a_comma() -> None:
    found = session(f"Verslag rondetafel Oevers, 16 mei 2024{BODY}", "verslag.txt")
    assert (found["title"], found["date"]) == ("Verslag rondetafel Oevers, 16 mei 2024", "2024-05-16")


def sessions(*rows: dict[str, object]) -> list[dict[str, object]]:
    empty = dict.fromkeys(column.name for column in tables.TABLES["sessions"])
    full = [{**empty, "session_id": f"r{i}-s1", "report_id": f"r{i}", **row} for i, row in enumerate(rows)]
    return tables.records(name_alike(tables.frame("sessions", full)))


def test_small_variants_are_one_series_and_other_groups_are_not() -> None:
    names = [
        "Werkgroep Oevers",
        "werkgroep oevers",
        "Oevers",
        "Werkgroep Oevers (WO)",
        "Werkgroep Dijken",
        "Stuurgroep Dijken",
    ]
    found = sessions(*({"series": name} for name in names))
    assert len({row["series"] for row in found[:4]}) == 1
    assert [row["series"] for row in found[4:]] == names[4:]


def test_a_year_is_deduced_within_a_numbered_series() -> None:
    found = sessions(
        {
            "series": "Werkgroep Oevers",
            "title": "Werkgroep Oevers, nr. 3",
            "date": "2023-12-01",
            "date_source": "tekst",
        },
        {
            "series": "Werkgroep Oevers",
            "title": "Werkgroep Oevers, nr. 4",
            "date": "XXXX-02-03",
            "date_source": "tekst",
        },
        {
            "series": "Werkgroep Oevers",
            "title": "Werkgroep Oevers, nr. 5",
            "date": "2024-05-01",
            "date_source": "tekst",
        },
    )
    assert (found[1]["date"], found[1]["date_source"]) == ("2024-02-03", "afgeleid")


def test_a_letterhead_and_a_first_item_are_no_title() -> None:
    head = "Waterdienst\n\nContactpersoon\n\nVerslag werkgroep Oevers\n\nVergaderdatum: 16 mei 2024"
    assert session(head + BODY)["title"] == "Verslag werkgroep Oevers"
    assert (
        session("## 1. Mededelingen\n\nEr is nieuws over de rivier.\n\n## 2. Beheer\n\nHet beheer is te duur.\n")[
            "title"
        ]
        is None
    )


def test_markdown_in_a_plain_file_is_read_as_such() -> None:
    assert session(f"# Werkgroep Oevers\n\n16 mei 2024{BODY}", "verslag.txt")["title"] == "Werkgroep Oevers"
