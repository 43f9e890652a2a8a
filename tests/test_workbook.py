"""The numbers in the workbook: each cell of a small world by hand or from its tables, and the sheets with one another.

Table order is not order of time, no two counts of a row are the same by chance, and no role is an organisation.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.reporting.exports import export, matrix_sheet
from pipeline.reporting.findings import find
from pipeline.reporting.findings.model import Theme
from pipeline.reporting.formats import FORMATS
from pipeline.reporting.inputs import Names
from pipeline.tables import KINDS, records
from tests.conftest import Run
from tests.test_reporting import Builder, World, three_sessions

NAMES = Names(
    themes={"geld": "Financiering", "ict": "ICT en systemen", "rollen": "Rolvastheid", "tijd": "Doorlooptijd"},
    roles={"adviseur": "Adviseur", "directeur": "Directeur", "manager": "Manager"},
    parents={"ict": "geld"},
)
DATES = {
    "2022-05-10": datetime(2022, 5, 10), "2023": "2023", "2023-03-14": datetime(2023, 3, 14),
    "2023-06-01": datetime(2023, 6, 1), "2023-11": "nov 2023", "2024-02-29": datetime(2024, 2, 29),
    "XXXX-04-04": "4 apr (jaar onbekend)",
}  # fmt: skip
SCORES = {"c-z1": 0.2, "e-z3": 0.3}  # not to be read alone

Cells = tuple[Any, ...]


def rich() -> World:
    """Five sessions, three dilemmas that recur and one that does not, three promises, of which one comes back."""
    build = Builder()
    build.session(
        "e",
        [
            ("Beslissen duurt lang.", "dilemma", "adviseur"),
            ("Het voorstel ligt er.", "uitkomst", "manager"),
            ("Het systeem valt uit.", "dilemma", None),
            ("Dat bespreken wij volgende keer.", "advies", None),
        ],
        date="XXXX-04-04", title="Tafel E", heading=None,
    )  # fmt: skip
    build.session(
        "c",
        [
            ("Het systeem is oud.", "dilemma", None),
            ("De brief is\ner gekomen.", "uitkomst", None),
            ("Er is te weinig tijd.", "dilemma", None),
        ],
        date="2023", series="Oost", title="Tafel C", heading="Systemen",
    )  # fmt: skip
    build.session(
        "a",
        [
            ("Het geld is tijdelijk, het werk blijft.", "dilemma", "manager"),
            ("De wethouder stuurt\nin juni een brief.", "advies", None),
            ("Vraag om vast geld.", "advies", "adviseur"),
        ],
        date="2022-05-10", series="Oost", title="Tafel A", heading="Geld",
    )  # fmt: skip
    build.session(
        "d",
        [
            ("Elk jaar is het geld op.", "dilemma", "manager"),
            ("Vast werk vraagt vast geld.", "dilemma", "wethouder"),
            ("Maak het geld vast.", "advies", None),
        ],
        date="2024-02-29", series="West", title="Tafel D", heading="Geld en werk",
    )  # fmt: skip
    build.session(
        "b",
        [
            ("Wie beslist,\nis onduidelijk.", "dilemma", "adviseur"),
            ("Het werk blijft, het geld houdt op.", "dilemma", "manager"),
            ("Er kwam een nieuwe regeling.", "uitkomst", None),
        ],
        date="2023-06-01", series="West", title="Tafel B", heading="Rollen",
    )  # fmt: skip
    _second_insight(
        build,
        "d",
        "Wie beslist",
        [
            ("Niemand durft te beslissen.", "dilemma", "adviseur"),
            ("Leg vast wie beslist.", "advies", "manager"),
            ("De manager maakt in het najaar een voorstel.", "advies", "manager"),
            ("Wilt u dat toezeggen?", "advies", None),
        ],
    )
    for key, code, positions in (
        ("a", "geld", (None, 1, 3)), ("b", "geld", (2,)), ("b", "rollen", (1,)), ("c", "ict", (1,)),
        ("d", "geld", (1, 2, 3)), ("d", "rollen", (4, 5)), ("e", "rollen", (1,)), ("e", "ict", (3,)),
        ("a", "wethouder", (2,)), ("b", "manager", (3,)), ("d", "manager", (6,)),
    ):  # fmt: skip
        for position in positions:
            build.mention(key, code, position)
    build.mention("e", "geld", 2, negated=True)
    build.mention("c", "adviseur", 2, negated=True)
    insight_of = {row["statement_id"]: row["insight_id"] for row in build.rows["statements"]}
    for row in (*build.rows["theme_mentions"], *build.rows["role_mentions"]):
        row["insight_id"] = insight_of.get(row["statement_id"], row["insight_id"])
    for topic, label, stability, members in (
        ("oud", "Oude systemen", 0.65, {"e-z3": 0.5, "c-z1": 0.9}),
        ("geld", "Vast werk, tijdelijk geld", 0.95, {"d-z2": 0.4, "a-z1": 0.3, "d-z1": 0.9, "b-z2": 0.5}),
        ("wie", "Wie beslist?", 0.7, {"e-z1": 0.5, "d-z4": 0.4, "b-z1": 0.8}),
        ("tijd", "Te weinig tijd", 0.8, {"c-z3": 0.5}),
    ):
        build.topic(topic, label, stability)
        for statement_id, strength in members.items():
            build.assign(statement_id, topic, strength=strength)
    for place, row in enumerate(build.rows["statements"]):
        row["kind_score"] = 0.5 + place / 100
        if row["kind"] != "uitkomst":
            row["stands_alone"] = SCORES.get(row["statement_id"], 0.6 + place / 100)
        if row["kind"] == "advies":
            row["advice_type"] = "aanbeveling"
    types = {"a-z2": "toezegging", "d-z6": "toezegging", "e-z4": "toezegging", "d-z7": "vraag"}
    for row in build.rows["statements"]:
        row["advice_type"] = types.get(row["statement_id"], row["advice_type"])
    for page, row in enumerate(build.rows["insights"], start=11):
        row["page"] = None if row["report_id"] == "e" else page
    for statement_id, actor, due_text, due, returns_in in (
        ("d-z6", "De manager", "in het\nnajaar", "2024-23", None),
        ("a-z2", "De wethouder", "in juni", "2022-06", "c-z2"),
        ("e-z4", None, "volgende keer", None, None),
    ):
        build.add(
            "commitments", statement_id=statement_id, session_id=f"{statement_id[0]}-s1", report_id=statement_id[0],
            actor=actor, due_text=due_text, due=due, returns_in=returns_in,
        )  # fmt: skip
    for key, function, organisation, full, role, is_chair, present in (
        ("d", "manager", "UWV", "Uitvoeringsinstituut", None, False, True),
        ("a", "adviseur", "SVB", None, None, True, True),
        ("a", "manager", "UWV", "Uitvoeringsinstituut", None, False, True),
        ("a", "directeur", None, None, None, False, False),
        ("b", "manager", "DUO", None, None, False, True),
        ("d", "overig", "CBR", None, "adviseur", False, True),
        ("d", None, "RDW", None, "wethouder", True, True),
    ):
        n = len(build.rows["participants"]) + 1
        build.add(
            "participants", participant_id=f"p{n}", session_id=f"{key}-s1", name=f"Deelnemer {n}", function=function,
            organisation=organisation, organisation_name=full, role=role, is_chair=is_chair, present=present,
        )  # fmt: skip
    return build.world()


def _second_insight(build: Builder, key: str, heading: str, statements: Sequence[tuple[str, str, str | None]]) -> None:
    start = f"{build.texts[key]}\n2. {heading}\n\n"
    body = " ".join(text for text, _, _ in statements)
    build.texts[key] = f"{start}{body}\n"
    insight = {"report_id": key, "session_id": f"{key}-s1", "insight_id": f"{key}-s1-i02"}
    build.add(
        "insights", **insight, position=2, number="2", heading=heading, text=body, line=9,
        start_char=len(start), end_char=len(start) + len(body),
    )  # fmt: skip
    n = sum(row["report_id"] == key for row in build.rows["statements"])
    place = len(start)
    for position, (text, kind, role) in enumerate(statements, 1):
        build.add(
            "statements", **insight, statement_id=f"{key}-z{n + position}", position=position, text=text, kind=kind,
            start_char=place, end_char=place + len(text), kind_score=0.9, is_uncertain=False, attributed_to=role,
            both_sides=0.5 if kind == "dilemma" else None,
        )  # fmt: skip
        place += len(text) + 1


WORLDS: Mapping[str, tuple[Callable[[], World], str]] = {"three": (three_sessions, "abc"), "rich": (rich, "acbde")}
"""Each world with its sessions in order of time."""


def book(world: World) -> openpyxl.Workbook:
    data, texts = world
    files = export(data, find(data, texts, NAMES), "De rode draad", (), NAMES, FORMATS)
    return openpyxl.load_workbook(io.BytesIO(files["bevindingen.xlsx"]))


@pytest.fixture(scope="module")
def read() -> openpyxl.Workbook:
    return book(rich())


def cells(sheet: Worksheet) -> list[Cells]:
    return [row for row in sheet.iter_rows(values_only=True) if any(value is not None for value in row)]


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    header, *body = cells(sheet)
    return [dict(zip(header, row, strict=True)) for row in body]


# Counted by hand


def test_sessions(read: openpyxl.Workbook) -> None:
    assert cells(read["Sessies"]) == [
        ("Sessie", "Datum", "Reeks", "Inzichten", "Uitspraken", "Soort: uitkomst", "Soort: dilemma", "Soort: advies",
         "Thema’s", "Aanwezig", "Afwezig gemeld", "Verslag", "Sessienummer"),
        ("Tafel A", datetime(2022, 5, 10), "Oost", 1, 3, 0, 1, 2, "Financiering", 2, 1, "map/a.txt", "a-s1"),
        ("Tafel C", "2023", "Oost", 1, 3, 1, 2, 0, "Financiering; ICT en systemen", 0, 0, "map/c.txt", "c-s1"),
        ("Tafel B", datetime(2023, 6, 1), "West", 1, 3, 1, 2, 0, "Financiering; Rolvastheid", 1, 0, "map/b.txt", "b-s1"),
        ("Tafel D", datetime(2024, 2, 29), "West", 2, 7, 0, 3, 4, "Financiering; Rolvastheid", 3, 0, "map/d.txt", "d-s1"),
        ("Tafel E", "4 apr (jaar onbekend)", None, 1, 4, 1, 2, 1, "Financiering; ICT en systemen; Rolvastheid", 0, 0,
         "map/e.txt", "e-s1"),
    ]  # fmt: skip


def test_commitments(read: openpyxl.Workbook) -> None:
    assert cells(read["Toezeggingen"]) == [
        ("Wie", "Wat", "Wanneer", "Wanneer, als datum (EDTF)", "Sessie", "Datum", "Reeks", "Inzicht", "Verslag", "Regel",
         "Komt terug in", "Datum daarvan", "Regel daarvan", "Nummer daarvan", "Uitspraaknummer"),
        (None, "Dat bespreken wij volgende keer.", "volgende keer", None, "Tafel E", "4 apr (jaar onbekend)", None,
         "Inzicht 1", "map/e.txt", 5, None, None, None, None, "e-z4"),
        ("De wethouder", "De wethouder stuurt\nin juni een brief.", "in juni", "2022-06", "Tafel A", datetime(2022, 5, 10),
         "Oost", "1. Geld", "map/a.txt", 5, "Tafel C", "2023", 5, "c-z2", "a-z2"),
        ("De manager", "De manager maakt in het najaar een voorstel.", "in het najaar", "2024-23", "Tafel D",
         datetime(2024, 2, 29), "West", "2. Wie beslist", "map/d.txt", 9, None, None, None, None, "d-z6"),
    ]  # fmt: skip


def test_themes(read: openpyxl.Workbook) -> None:
    assert cells(read["Thema’s"]) == [
        ("Thema", "Sessies", "Aandeel van de sessies", "Uitspraken", "Adviezen", "Code"),
        ("Financiering", 5, 5 / 5, 8, 2, "geld"),
        ("ICT en systemen", 2, 2 / 5, 2, 0, "ict"),
        ("Rolvastheid", 3, 3 / 5, 4, 1, "rollen"),
        ("Doorlooptijd", 0, 0, 0, 0, "tijd"),
    ]


def test_roles(read: openpyxl.Workbook) -> None:
    assert cells(read["Rollen"]) == [
        ("Rol", "Sessies waarin genoemd of als bron", "Aandeel van de sessies", "Uitspraken waarin genoemd of als bron",
         "Bron van: uitkomst", "Bron van: dilemma", "Bron van: advies", "Code"),
        ("Manager", 4, 4 / 5, 7, 1, 3, 2, "manager"),
        ("Adviseur", 4, 4 / 5, 4, 0, 3, 1, "adviseur"),
        ("wethouder", 2, 2 / 5, 2, 0, 1, 0, "wethouder"),
        ("Directeur", 0, 0, 0, 0, 0, 0, "directeur"),
    ]  # fmt: skip


def test_dilemmas(read: openpyxl.Workbook) -> None:
    assert cells(read["Dilemma’s"]) == [
        ("Dilemma", "Thema", "Sessies", "Aandeel van de sessies", "Uitspraken", "Jaren", "Eerste sessie", "Ingebracht door",
         "Adviezen in dezelfde inzichten", "Sessies met advies", "Stabiliteit", "Kernzin", "Sessie daarvan", "Verslag",
         "Inzicht", "Regel", "Onderwerp"),
        ("Vast werk, tijdelijk geld", "Financiering", 3, 3 / 5, 4, "2022–2024", datetime(2022, 5, 10),
         "Manager (3); wethouder (1)", 3, 2, 0.95, "Elk jaar is het geld op.", "Tafel D", "map/d.txt",
         "1. Geld en werk", 5, "geld"),
        ("Wie beslist?", "Rolvastheid", 3, 3 / 5, 3, "2023–2024", datetime(2023, 6, 1), "Adviseur (3)", 4, 2, 0.7,
         "Wie beslist,\nis onduidelijk.", "Tafel B", "map/b.txt", "1. Rollen", 5, "wie"),
        ("Oude systemen", "ICT en systemen", 2, 2 / 5, 2, "2023", "2023", None, 1, 1, 0.65, None, None, None, None, None,
         "oud"),
    ]  # fmt: skip


def test_matrix(read: openpyxl.Workbook) -> None:
    a, b, d, e = datetime(2022, 5, 10), datetime(2023, 6, 1), datetime(2024, 2, 29), "4 apr (jaar onbekend)"
    assert cells(read["Matrix"]) == [
        ("Sessie", "Datum", "Reeks", "Financiering", "ICT en systemen", "Rolvastheid"),
        ("Tafel A", a, "Oost", "“Het geld is tijdelijk, het werk blijft.” (regel 5, manager)\n"
         "“Vraag om vast geld.” (regel 6, adviseur)", None, None),
        ("Tafel C", "2023", "Oost", "“Het systeem is oud.” (regel 5)", "“Het systeem is oud.” (regel 5)", None),
        ("Tafel B", b, "West", "“Het werk blijft, het geld houdt op.” (regel 6, manager)", None,
         "“Wie beslist, is onduidelijk.” (regel 5, adviseur)"),
        ("Tafel D", d, "West", "“Vast werk vraagt vast geld.” (regel 5, wethouder)\n"
         "“Elk jaar is het geld op.” (regel 5, manager)\n“Maak het geld vast.” (regel 5)", None,
         "“Niemand durft te beslissen.” (regel 9, adviseur)\n“Leg vast wie beslist.” (regel 9, manager)"),
        ("Tafel E", e, None, "“Het systeem valt uit.” (regel 5)", "“Het systeem valt uit.” (regel 5)",
         "“Beslissen duurt lang.” (regel 5, adviseur)"),
    ]  # fmt: skip


def test_the_matrix_stays_readable_on_screen_and_paper(read: openpyxl.Workbook) -> None:
    sheet = read["Matrix"]
    assert sheet.freeze_panes == "B2"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    assert (sheet.page_setup.orientation, sheet.page_setup.scale) == ("landscape", 70)
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["D2"].alignment.wrap_text
    assert sheet.column_dimensions["D"].width > 40
    assert sheet.row_dimensions[5].height > 45  # of three quotes


def one_cell(statements: Sequence[tuple[str, str, float, float | None]], name: str = "Financiering") -> str:
    """Return the cell of a session whose statements (text, kind, how sure, stands alone) have one theme."""
    build = Builder()
    build.session("a", [(text, kind, None) for text, kind, _, _ in statements], series=None)
    for position, (_, _, score, alone) in enumerate(statements, 1):
        build.mention("a", "geld", position)
        build.rows["statements"][position - 1] |= {"kind_score": score, "stands_alone": alone}
    (row,) = rows(book(build.world())["Matrix"])
    return str(row[name])


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        # Dilemmas before what stands alone, that before what is surest, and ties in order of time.
        ([("A.", "uitkomst", 1.0, None), ("B.", "advies", 0.6, 0.9), ("C.", "dilemma", 0.5, 0.1), ("D.", "dilemma", 0.4, 0.6)],
         "DCB + 1"),
        ([("A.", "dilemma", 0.7, 0.6), ("B.", "dilemma", 0.9, 0.5), ("C.", "dilemma", 0.8, 0.9)], "BCA"),
        ([("A.", "uitkomst", 0.9, None), ("B.", "uitkomst", 0.9, None), ("C.", "advies", 0.9, 0.4)], "ABC"),
        ([(f"{letter}.", "dilemma", 0.9, 0.9) for letter in "ABCDE"], "ABC + 2"),
        ([("A.", "dilemma", 0.9, 0.9)], "A"),
    ],
)  # fmt: skip
def test_which_quotes_stand_in_a_cell(
    statements: Sequence[tuple[str, str, float, float | None]], expected: str
) -> None:
    *quotes, last = one_cell(statements).split("\n")
    quotes, left = (quotes, f" {last}") if last.startswith("+") else ([*quotes, last], "")
    assert "".join(quote[1] for quote in quotes) + left == expected
    assert all(quote.endswith(".” (regel 5)") for quote in quotes)


def test_a_cell_that_would_be_too_long_has_fewer_quotes_and_still_tells_how_many_are_left() -> None:
    long = [("woord " * 3000 + "einde.", "dilemma", 0.9, 0.9), ("😀" * 4000, "dilemma", 0.8, 0.9)]
    cell = one_cell([*long, ("En dit.", "dilemma", 0.7, 0.9)])
    assert cell.startswith("“woord woord")
    assert cell.count("(regel") == 3
    cell = one_cell([*long, ("z" * 20_000, "dilemma", 0.7, 0.9)])
    assert cell.endswith("(regel 5)\n+ 1")
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767
    assert one_cell([("z" * 40_000, "dilemma", 0.7, 0.9)]).endswith(" […]")


def test_a_theme_that_only_a_heading_mentions_is_no_empty_cell() -> None:
    build = Builder()
    build.session("a", [("Dat was zo.", "uitkomst", None)], heading="Het geld")
    build.mention("a", "geld", None)
    (row,) = rows(book(build.world())["Matrix"])
    assert row["Financiering"] == "alleen in de kop: 1. Het geld (inzicht op regel 5)"


def test_themes_with_the_same_name_have_columns_of_their_own() -> None:
    build = Builder()
    build.session("a", [("Dat kost geld.", "uitkomst", None)])
    themes = {"geld": "=Zelfde\nnaam", "ict": "=zelfde naam", "rollen": "Datum"}
    for code in themes:
        build.mention("a", code, 1)
    data, texts = build.world()
    names = Names(themes=themes, roles={})
    files = export(data, find(data, texts, names), "De rode draad", (), names, FORMATS)
    sheet = openpyxl.load_workbook(io.BytesIO(files["bevindingen.xlsx"]))["Matrix"]
    header = [cell.value for cell in sheet[1]]
    assert header == ["Sessie", "Datum", "Reeks", "=Zelfde naam", "=zelfde naam (ict)", "Datum (rollen)"]
    assert all(cell.data_type == "s" for cell in sheet[1])


def test_the_name_of_a_theme_can_be_longer_than_a_heading() -> None:
    headings = matrix_sheet._headings([Theme(code, "l" * 300, 1, 1, 1) for code in ("een", "twee")], ["Sessie"])
    assert [len(heading) for heading in headings] == [255, 255]
    assert headings[1].endswith("l (twee)")


# Row by row from the tables


@pytest.mark.parametrize("name", WORLDS)
def test_a_statement_stands_with_what_the_tables_say_of_it(name: str) -> None:
    make, order = WORLDS[name]
    data, texts = make()
    sessions, insights, paths = _keyed(data["sessions"]), _keyed(data["insights"]), _keyed(data["reports"])
    in_order = sorted(records(data["insights"]), key=lambda row: (order.index(row["report_id"]), row["position"]))
    places = {row["insight_id"]: place for place, row in enumerate(in_order)}
    topics = {row["statement_id"]: row["topic_id"] for row in records(data["topic_assignments"])}
    recurs = _recurring(topics)
    expected = []
    for row in sorted(records(data["statements"]), key=lambda row: (places[row["insight_id"]], row["position"])):
        key, session, insight = row["statement_id"], sessions[row["session_id"]], insights[row["insight_id"]]
        roles = {*_codes(data["role_mentions"], "role", key), row["attributed_to"]} - {None}
        expected.append({
            "Uitspraak": row["text"],
            "Soort": row["kind"],
            "Soort volgens programma": row["kind_machine"],
            "Gecorrigeerd": "nee",
            "Kans op deze soort": row["kind_score"],
            "Soort advies": row["advice_type"],
            "Los te lezen": row["stands_alone"],
            "Volgens": _role(row["attributed_to"]),
            "Thema’s": "; ".join(NAMES.themes[code] for code in sorted(_codes(data["theme_mentions"], "theme", key))) or None,
            "Rollen": "; ".join(str(_role(code)) for code in sorted(roles)) or None,
            "Terugkerend dilemma": _keyed(data["topics"])[topics[key]]["label"] if topics.get(key) in recurs else None,
            **_of_session(session),
            "Inzicht": f"{insight['number']}. {insight['heading']}" if insight["heading"] else "Inzicht 1",
            "Verslag": paths[row["report_id"]]["path"],
            "Regel": texts[row["report_id"]][: row["start_char"]].count("\n") + 1,
            "Bladzijde": insight["page"],
            "Uitspraaknummer": key,
        })  # fmt: skip
    assert rows(book((data, texts))["Uitspraken"]) == expected


@pytest.mark.parametrize("name", WORLDS)
def test_an_insight_stands_with_what_the_tables_say_of_it(name: str) -> None:
    make, order = WORLDS[name]
    data, texts = make()
    sessions, paths = _keyed(data["sessions"]), _keyed(data["reports"])
    expected = []
    for row in sorted(records(data["insights"]), key=lambda row: (order.index(row["report_id"]), row["position"])):
        key = row["insight_id"]
        kinds = [own["kind"] for own in records(data["statements"]) if own["insight_id"] == key]
        codes = sorted(
            {own["theme"] for own in records(data["theme_mentions"]) if own["insight_id"] == key and not own["negated"]}
        )
        expected.append({
            "Nummer": row["number"],
            "Kop": row["heading"] or None,
            "Tekst": row["text"],
            **_of_session(sessions[row["session_id"]]),
            "Thema’s": "; ".join(NAMES.themes[code] for code in codes) or None,
            "Uitspraken": len(kinds),
            "Soort: uitkomst": kinds.count("uitkomst"),
            "Soort: dilemma": kinds.count("dilemma"),
            "Soort: advies": kinds.count("advies"),
            "Verslag": paths[row["report_id"]]["path"],
            "Regel": texts[row["report_id"]][: row["start_char"]].count("\n") + 1,
            "Bladzijde": row["page"],
            "Inzichtnummer": key,
        })  # fmt: skip
    assert rows(book((data, texts))["Inzichten"]) == expected


@pytest.mark.parametrize("name", WORLDS)
def test_a_participant_stands_with_what_the_tables_say(name: str) -> None:
    make, order = WORLDS[name]
    data, texts = make()
    sessions, paths = _keyed(data["sessions"]), _keyed(data["reports"])
    expected = [
        {
            "Deelnemer": row["name"],
            "Functie": row["function"],
            "Organisatie": row["organisation"],
            "Organisatie voluit": row["organisation_name"],
            "Rol": _role(row["role"]),
            "Voorzitter": "ja" if row["is_chair"] else "nee",
            "Aanwezig": "ja" if row["present"] else "nee",
            **_of_session(sessions[row["session_id"]]),
            "Verslag": paths[sessions[row["session_id"]]["report_id"]]["path"],
            "Deelnemernummer": row["participant_id"],
        }
        for row in sorted(records(data["participants"]), key=lambda row: order.index(row["session_id"][0]))
    ]
    assert rows(book((data, texts))["Deelnemers"]) == expected


def _keyed(table: Any) -> dict[str, dict[str, Any]]:
    return {row[table.columns[0]]: row for row in records(table)}


def _codes(mentions: Any, column: str, statement_id: str) -> set[str]:
    return {row[column] for row in records(mentions) if row["statement_id"] == statement_id and not row["negated"]}


def _role(code: str | None) -> str | None:
    return NAMES.roles.get(code, code) if code else None


def _of_session(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"Sessie": row["title"], "Datum": DATES[row["date"]], "Reeks": row["series"]}


def _recurring(topics: Mapping[str, str | None]) -> set[str]:
    found = {(topic, statement_id.split("-")[0]) for statement_id, topic in topics.items() if topic is not None}
    return {topic for topic, n in Counter(topic for topic, _ in found).items() if n > 1}


# The sheets with one another: what a reader counts on one stands on another


@pytest.mark.parametrize("name", WORLDS)
def test_sheets_agree(name: str) -> None:
    check_agreement(book(WORLDS[name][0]()))


def test_the_sheets_of_the_sample_corpus_agree(sample_run: Run) -> None:
    check_agreement(openpyxl.load_workbook(sample_run.reports / "bevindingen.xlsx"))


def check_agreement(read: openpyxl.Workbook) -> None:
    sheets = {sheet.title: rows(sheet) for sheet in read.worksheets[1:]}
    statements, sessions = sheets["Uitspraken"], sheets["Sessies"]
    for row in sessions:
        insights, own, persons = (
            [other for other in sheets[name] if _session(other) == _session(row)]
            for name in ("Inzichten", "Uitspraken", "Deelnemers")
        )
        assert (row["Inzichten"], row["Uitspraken"]) == (len(insights), len(own))
        assert {kind: row[f"Soort: {kind}"] for kind in KINDS} == _kinds(own)
        present = [person["Aanwezig"] for person in persons]
        assert (row["Aanwezig"], row["Afwezig gemeld"]) == (present.count("ja"), present.count("nee"))
    for row in sheets["Dilemma’s"]:
        check_dilemma(row, statements)
    check_matrix(sheets["Matrix"], sheets["Thema’s"], sessions, statements)
    for row in sheets["Rollen"]:
        own = _with(statements, "Rollen", row["Rol"])
        assert row["Uitspraken waarin genoemd of als bron"] == len(own)
        assert row["Sessies waarin genoemd of als bron"] == len(set(map(_session, own)))
        source = [other for other in own if other["Volgens"] == row["Rol"]]
        assert {kind: row[f"Bron van: {kind}"] for kind in KINDS} == _kinds(source)
    for row in sheets["Thema’s"]:
        own = _with(statements, "Thema’s", row["Thema"])
        assert row["Sessies"] == len(_with(sessions, "Thema’s", row["Thema"]))
        assert row["Uitspraken"] >= len(own)  # more where it has narrower themes
        assert row["Adviezen"] >= _kinds(own)["advies"]
    for row in (*sheets["Thema’s"], *sheets["Dilemma’s"]):
        assert row["Aandeel van de sessies"] == pytest.approx(row["Sessies"] / len(sessions))
    for row in sheets["Rollen"]:
        share = row["Sessies waarin genoemd of als bron"] / len(sessions)
        assert row["Aandeel van de sessies"] == pytest.approx(share)
    by_id = {row["Uitspraaknummer"]: row for row in statements}
    for row in sheets["Toezeggingen"]:
        found, later = by_id[row["Uitspraaknummer"]], by_id.get(row["Nummer daarvan"], {})
        assert (row["Wat"], row["Regel"], _session(row)) == (found["Uitspraak"], found["Regel"], _session(found))
        assert found["Soort advies"] == "toezegging"
        assert (row["Komt terug in"], row["Datum daarvan"], row["Regel daarvan"]) == (
            later.get("Sessie"), later.get("Datum"), later.get("Regel"),
        )  # fmt: skip


def check_dilemma(row: Mapping[str, Any], statements: Sequence[Mapping[str, Any]]) -> None:
    own = [other for other in statements if other["Terugkerend dilemma"] == row["Dilemma"]]
    assert (row["Uitspraken"], row["Sessies"]) == (len(own), len(set(map(_session, own))))
    assert row["Eerste sessie"] == own[0]["Datum"]
    years = sorted(year for other in own if (year := _year(other["Datum"])))
    assert row["Jaren"] == ("–".join(dict.fromkeys((years[0], years[-1]))) if years else None)
    voices = Counter(other["Volgens"] for other in own if other["Volgens"])
    told = row["Ingebracht door"].split("; ") if row["Ingebracht door"] else []
    assert sorted(told) == sorted(f"{name} ({n})" for name, n in voices.items())
    insights = {(_session(other), other["Inzicht"]) for other in own}
    near = [other for other in statements if (_session(other), other["Inzicht"]) in insights]
    advice = [other for other in near if other["Soort"] == "advies"]
    assert row["Adviezen in dezelfde inzichten"] == len(advice)
    assert row["Sessies met advies"] == len(set(map(_session, advice)))
    key = (row["Kernzin"], row["Sessie daarvan"], row["Verslag"], row["Inzicht"], row["Regel"])
    places = {tuple(other[name] for name in ("Uitspraak", "Sessie", "Verslag", "Inzicht", "Regel")) for other in own}
    assert key in places or set(key) == {None}


def check_matrix(
    matrix: Sequence[Mapping[str, Any]], themes: Sequence[Mapping[str, Any]],
    sessions: Sequence[Mapping[str, Any]], statements: Sequence[Mapping[str, Any]],
) -> None:  # fmt: skip
    """Check that every session and theme is there, with words of that session on that line, and how many are left."""
    told = ("Sessie", "Datum", "Reeks")
    assert [tuple(row[name] for name in told) for row in matrix] == [
        tuple(row[name] for name in told) for row in sessions
    ]
    listed = [row for row in themes if row["Sessies"]]
    assert [name for row in matrix[:1] for name in row if name not in told] == [row["Thema"] for row in listed]
    for theme in listed:
        shown = [(session, row[theme["Thema"]]) for session, row in zip(sessions, matrix, strict=True)]
        assert theme["Sessies"] == sum(cell is not None for _, cell in shown)
        n = 0
        for session, cell in shown:
            *_, left = (cell or "").rpartition("\n+ ") if "\n+ " in (cell or "") else ("0",)
            quotes = re.findall(r"^“(.*)” \(regel ([\d.]+)", cell or "", re.MULTILINE)
            n += len(quotes) + int(left)
            assert len(quotes) == 3 or (len(quotes) < 3 and left == "0")
            own = {
                (" ".join(row["Uitspraak"].split()), row["Regel"])
                for row in statements
                if _session(row) == _session(session)
            }
            assert {(text, int(line.replace(".", ""))) for text, line in quotes} <= own
        assert theme["Uitspraken"] == n


def _kinds(statements: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {kind: sum(row["Soort"] == kind for row in statements) for kind in KINDS}


def _with(listed: Sequence[Mapping[str, Any]], column: str, name: str) -> list[Mapping[str, Any]]:
    return [row for row in listed if name in (row[column] or "").split("; ")]


def _session(row: Mapping[str, Any]) -> Cells:
    return (row["Verslag"], row["Sessie"], row["Datum"])


def _year(date: datetime | str) -> str | None:
    if isinstance(date, datetime):
        return str(date.year)
    return date[-4:] if date[-4:].isdigit() else None
