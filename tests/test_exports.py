"""The exports: a workbook, and the tables as a data package, on tables made by hand and on the sample corpus."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as parquet
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import tables
from pipeline.reporting.exports import cells, datapackage, delimited, export, lists, workbook
from pipeline.reporting.findings import find
from pipeline.reporting.formats import FORMATS
from pipeline.reporting.inputs import Names
from pipeline.resources import load_toml
from pipeline.tables import TABLES, frame, from_arrow
from pipeline.worksheets import could_run
from tests.conftest import Run
from tests.test_pseudonyms import names_left
from tests.test_reporting import NAMES, Builder, World, three_sessions

SHEETS = [
    "Toelichting", "Sessies", "Inzichten", "Uitspraken", "Toezeggingen", "Thema’s", "Matrix", "Rollen", "Dilemma’s",
    "Deelnemers", "Correcties",
]  # fmt: skip
HOSTILE = (
    "=1+1", "+31 6", "-2", "@SUM(A1)", "\tx", "\rx", " =1+1", "'=1", "''@x", "'t Hof", "＝1", "=HYPERLINK(\"x\";\"y\")",
    "{=1}", "a;b", 'een "citaat"', "twee\nregels", "<b>&amp;", "_x0041_", "\x01", "NA", "null", "1,5", "TRUE", "03-04",
)  # fmt: skip


def made(world: World, names: Names = NAMES) -> dict[str, bytes]:
    data, texts = world
    return export(data, find(data, texts, names), "De rode draad", ("2023", "2 reeksen"), names, FORMATS)


def book(files: Mapping[str, bytes]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(files["bevindingen.xlsx"]))


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    header, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in body if any(value is not None for value in row)]


def nothing() -> World:
    return {table: frame(table, []) for table in TABLES}, {}


def with_texts(texts: tuple[str, ...]) -> World:
    """One session whose title, series, organisation, statements and insight are texts that could do harm."""
    build = Builder()
    for index, text in enumerate(texts):
        build.session(f"h{index}", [(text, "dilemma", None)], title=text, series=text, heading=text)
        build.add(
            "participants", participant_id=f"h{index}-p1", session_id=f"h{index}-s1", name=text, function="manager",
            organisation=text, organisation_name=text, is_chair=True, present=True,
        )  # fmt: skip
    return build.world()


def with_topics(texts: tuple[str, ...]) -> World:
    """Of each text that could do harm a promise that comes back, and a dilemma that recurs."""
    build = Builder()
    for index, text in enumerate(texts):
        first, second = f"h{index}", f"i{index}"
        for key in (first, second):
            build.session(key, [(text, "dilemma", None), (text, "advies", None)], title=text, heading=text)
            build.assign(f"{key}-z1", f"t{index}")
        build.topic(f"t{index}", text)
        build.add(
            "commitments", statement_id=f"{first}-z2", session_id=f"{first}-s1", report_id=first, actor=text,
            due_text=text, returns_in=f"{second}-z2",
        )  # fmt: skip
    return build.world()


# The workbook


@pytest.mark.parametrize("world", [three_sessions, nothing], ids=["three", "empty"])
def test_every_sheet_has_a_fixed_header_with_filters(world: Callable[[], World]) -> None:
    read = book(made(world()))
    assert read.sheetnames == SHEETS
    for sheet in read.worksheets[1:]:
        (table,) = sheet.tables.values()
        header = [cell.value for cell in sheet[1]]
        assert sheet.freeze_panes == ("B2" if sheet.title == "Matrix" else "A2")
        assert table.autoFilter is not None
        assert table.ref == sheet.dimensions or sheet.max_row == 1
        assert [column.name for column in table.tableColumns] == header
        assert len(set(header)) == len(header)
        assert table.headerRowCount == 1
    assert read.properties.title == "De rode draad"
    assert read.custom_doc_props["Language"].value == "nl-NL"
    assert read.properties.created == datetime(2000, 1, 1)


def test_the_workbook_says_what_the_tables_say() -> None:
    read = book(made(three_sessions()))
    sessions = rows(read["Sessies"])
    assert [row["Sessie"] for row in sessions] == ["Eerste tafel", "Tweede tafel", "Derde tafel"]
    assert [row["Datum"] for row in sessions] == [datetime(2023, 3, 14), "nov 2023", "4 apr (jaar onbekend)"]
    assert [row["Soort: dilemma"] for row in sessions] == [2, 2, 1]
    statements = rows(read["Uitspraken"])
    assert len(statements) == 8
    first = statements[0]
    assert (first["Uitspraak"], first["Soort"], first["Volgens"]) == ("De rollen zijn vermengd.", "dilemma", None)
    assert (first["Verslag"], first["Regel"], first["Uitspraaknummer"]) == ("map/a.txt", 5, "a-z1")
    assert first["Kans op deze soort"] == 0.9
    assert {row["Thema"]: row["Sessies"] for row in rows(read["Thema’s"])} == {
        "Financiering": 2, "Rolvastheid": 1, "ICT en systemen": 0,
    }  # fmt: skip
    dilemmas = rows(read["Dilemma’s"])
    in_dilemma = [row for row in statements if row["Terugkerend dilemma"] == dilemmas[0]["Dilemma"]]
    assert len(in_dilemma) == dilemmas[0]["Uitspraken"]
    assert {row["Blad"]: row["Rijen"] for row in _listed(read["Toelichting"])} == {
        name: len(rows(read[name])) for name in SHEETS[1:]
    }


def _listed(sheet: Worksheet) -> list[dict[str, Any]]:
    (table,) = sheet.tables.values()
    header, *body = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(header, row, strict=True)) for row in body]


def test_dates_are_dates_in_dutch() -> None:
    cell = book(made(three_sessions()))["Sessies"]["B2"]
    assert cell.is_date
    assert cell.number_format == "[$-413]d mmm yyyy"


@pytest.mark.parametrize("date", ["1899-12-31", "1900-02-28", "2023-02-31", "0001-01-01", "XXXX-02-29", "2023", None])
def test_a_date_that_a_spreadsheet_cannot_hold_stays_text(date: str | None) -> None:
    build = Builder()
    build.session("a", [("Dat was zo.", "uitkomst", None)], date=date)
    (session,) = rows(book(made(build.world()))["Sessies"])
    assert isinstance(session["Datum"], str)


@pytest.mark.parametrize("world", [with_texts, with_topics], ids=["texts", "topics"])
def test_no_text_runs_as_a_formula(world: Callable[[tuple[str, ...]], World]) -> None:
    for sheet in book(made(world(HOSTILE))).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell
                assert cell.hyperlink is None, cell


@pytest.mark.parametrize(
    ("world", "sheet", "heading"),
    [
        (with_texts, "Uitspraken", "Uitspraak"),
        (with_topics, "Toezeggingen", "Wat"),
        (with_topics, "Dilemma’s", "Kernzin"),
    ],
)
def test_no_text_is_altered(world: Callable[[tuple[str, ...]], World], sheet: str, heading: str) -> None:
    read = book(made(world(HOSTILE)))[sheet]
    # Excel writes controls as _x000D_ and reads them back; openpyxl leaves that to us, but for a text that looks so.
    found = {str(row[heading]) for row in rows(read)}
    shown = {text if text in HOSTILE else unescape(text) for text in found}
    assert shown == set(HOSTILE)
    cells = {cell.value: cell for column in read.iter_cols() if column[0].value == heading for cell in column}
    assert cells["=1+1"].quotePrefix  # so that it stays text when somebody edits it
    assert not cells["NA"].quotePrefix


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [("a" * 32_767, False), ("a" * 32_768, True), ("😀" * 16_383, False), ("😀" * 16_384, True), ("a" * 200_000, True)],
)
def test_a_text_that_is_too_long_is_cut_where_one_sees_it(text: str, is_cut: bool) -> None:
    read = book(made(with_texts((text,))))
    (row,) = rows(read["Uitspraken"])
    assert row["Uitspraak"].endswith("[…]") is is_cut
    assert len(row["Uitspraak"].encode("utf-16-le")) <= 2 * 32_767
    assert row["Uitspraak"].removesuffix(" […]") == text[: len(row["Uitspraak"].removesuffix(" […]"))]
    assert len(row["Uitspraak"]) > len(text[:32_767]) / 2


def test_a_sheet_with_too_many_rows_goes_on_in_a_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 4)
    read = book(made(three_sessions()))
    assert [name for name in read.sheetnames if name.startswith("Uitspraken")] == [
        "Uitspraken", "Uitspraken 2", "Uitspraken 3",
    ]  # fmt: skip
    found = [row["Uitspraaknummer"] for name in read.sheetnames if "Uitspraken" in name for row in rows(read[name])]
    assert len(found) == len(set(found)) == 8


def test_a_cell_that_cannot_be_written_is_a_fault() -> None:
    column = cells.Column("Kop", 10)
    too_many = cells.Sheet("Blad", "Te breed.", (column,) * 20_000, [("x",) * 20_000])
    with pytest.raises(RuntimeError):
        workbook.write("Titel", (), [too_many])


# The data package


def parsed(columns: Sequence[tables.Column], data: bytes) -> list[dict[str, Any]]:
    """Read a CSV file as its description says."""
    raw = pd.read_csv(io.BytesIO(data), sep=";", dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    assert list(raw.columns) == [column.name for column in columns]
    read = {"text": unguarded, "number": int, "flag": lambda value: {"true": True, "false": False}[value]}
    read |= dict.fromkeys(("score", "real"), lambda value: float(value.replace(",", ".")))
    of = {column.name: read[column.kind] for column in columns}
    return [
        {str(name): None if pd.isna(value) else of[str(name)](value) for name, value in row.items()}
        for row in raw.astype(object).to_dict("records")
    ]


def reassembled(table: str, files: Mapping[str, bytes]) -> pd.DataFrame:
    """Read a table from its CSV file and from those of its lists; what only Parquet holds comes back empty."""
    rows = parsed(lists.plain_columns(table), files[f"data/{table}.csv"])
    for row in rows:
        row |= {column.name: [] for column in lists.list_columns(table)}
    for listed in (one for one in datapackage.LISTS if one.table == table):
        of_key = {row[listed.key.name]: row[listed.column.name] for row in rows}
        for item in parsed(listed.columns, files[f"data/{listed.name}.csv"]):
            found = of_key[item[listed.key.name]]
            found.append(item["value"])
            assert item["position"] == len(found)
    return frame(table, rows)


def unguarded(text: str) -> str:
    stripped = text.lstrip("'")
    return text[1:] if text != stripped and could_run(stripped) else text


@pytest.mark.parametrize(
    "world", [three_sessions, nothing, lambda: with_texts(HOSTILE)], ids=["three", "empty", "hostile"]
)
def test_csv_and_parquet_read_back_as_the_tables(world: Callable[[], World]) -> None:
    data, texts = world()
    data = {**data, "statements": _with_words(data["statements"])}
    files = made((data, texts))
    for table in datapackage.EXPORTED:
        expected = data[table].copy()
        if table == "statements":
            expected["phrase_lemmas"] = pd.Series([[] for _ in range(len(expected))], dtype="object")
        pd.testing.assert_frame_equal(reassembled(table, files), expected)
        stored = parquet.read_table(io.BytesIO(files[f"data/{table}.parquet"]))
        pd.testing.assert_frame_equal(from_arrow(table, stored), data[table])


def _with_words(statements: pd.DataFrame) -> pd.DataFrame:
    """Statements of which each has other words, one of them none, and words that could do harm."""
    lists_of = [list(HOSTILE[:index]) for index in range(len(statements))]
    changed = {"cues": lists_of, "lemmas": lists_of[::-1], "phrase_lemmas": lists_of}
    return statements.assign(**{name: pd.Series(value, dtype="object") for name, value in changed.items()})


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("file", ["sessions", "statements_cues"])
def test_no_text_of_a_csv_file_can_run(text: str, file: str) -> None:
    data, texts = with_texts((text,))
    data = {**data, "statements": data["statements"].assign(cues=pd.Series([[text]], dtype="object"))}
    content = made((data, texts))[f"data/{file}.csv"].decode("utf-8-sig")
    for row in csv.reader(io.StringIO(content, newline=""), delimiter=";"):
        for value in row:
            assert value[:1] not in set("=+-@\t\r\n＝＋－＠")
            assert value.lstrip()[:1] not in set("=+-@")


def test_lists_stand_in_csv_tables_of_their_own(sample_files: dict[str, bytes]) -> None:
    package = json.loads(sample_files["data/datapackage.json"])
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert [name for name in resources if name not in TABLES] == [
        "statements_cues", "statements_lemmas", "statements_nouns", "statements_phrases", "topics_terms",
        "topic_changes_related",
    ]  # fmt: skip
    assert not any(field["type"] == "array" for one in resources.values() for field in one["schema"]["fields"])
    in_parquet = [field["name"] for field in resources["statements"]["parquet"]["fields"]]
    assert in_parquet == ["cues", "lemmas", "nouns", "phrases", "phrase_lemmas"]
    statements = parquet.read_table(io.BytesIO(sample_files["data/statements.parquet"])).to_pylist()
    nouns = pd.read_csv(io.BytesIO(sample_files["data/statements_nouns.csv"]), sep=";", keep_default_na=False)
    assert list(nouns.columns) == ["statement_id", "position", "value"]
    assert len(nouns) == sum(len(row["nouns"]) for row in statements) > 1000


def test_csv_opens_in_a_dutch_spreadsheet_and_in_pandas() -> None:
    data, texts = three_sessions()
    content = made((data, texts))["data/statements.csv"]
    assert content.startswith(b"\xef\xbb\xbfstatement_id;")
    read = pd.read_csv(io.BytesIO(content), sep=";", decimal=",", keep_default_na=False, na_values=[""])
    assert list(read["kind_score"]) == list(data["statements"]["kind_score"])
    assert list(read["text"]) == list(data["statements"]["text"])


def test_a_negative_number_stays_a_number() -> None:
    rows = [{"figure": "silhouet", "value": -0.01}]
    assert b"silhouet;-0,01" in delimited.to_csv(TABLES["topic_figures"], rows)


def test_every_column_is_described_and_nothing_else() -> None:
    words = load_toml("kolommen.toml")
    assert set(words["tabellen"]) == set(TABLES)
    common = set(words["kolommen"])
    for table, columns in TABLES.items():
        own = set(words["tabellen"][table]["kolommen"])
        names = {column.name for column in columns}
        assert own <= names, table
        assert names <= own | common, table
    assert common <= {column.name for columns in TABLES.values() for column in columns}
    told = [words["pakket"], *words["kolommen"].values(), words["lijsten"], *words["lijsten"]["kolommen"].values()]
    for table in words["tabellen"].values():
        told += [table, *table["kolommen"].values()]
    for entry in told:
        assert entry["beschrijving"].rstrip().endswith((".", "‘geen’."))
        assert not re.search(r"\s{2}", entry["beschrijving"])


@pytest.fixture(scope="module")
def sample_files(sample_run: Run) -> dict[str, bytes]:
    return {
        path.relative_to(sample_run.reports).as_posix(): path.read_bytes()
        for path in sample_run.reports.rglob("*")
        if path.is_file()
    }


def check_package(files: Mapping[str, bytes]) -> None:
    """Check that a data package keeps its own description: files, types, constraints and keys."""
    package = json.loads(files["data/datapackage.json"])
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    described = [file for one in package["resources"] for file in (one, one.get("parquet")) if file]
    assert {f"data/{file['path']}" for file in described} == {
        name for name in files if name.startswith("data/") and not name.endswith(".json")
    }
    for file in described:
        data = files[f"data/{file['path']}"]
        assert file["bytes"] == len(data)
        assert file["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    content = {
        resource["name"]: _checked(resource, files[f"data/{resource['path']}"]) for resource in package["resources"]
    }
    for resource in package["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            (column,), reference = key["fields"], key["reference"]
            values = {row[column] for row in content[resource["name"]] if row[column] is not None}
            known = {row[reference["fields"][0]] for row in content[reference["resource"]]}
            assert values <= known, (resource["name"], column)


def _checked(resource: dict[str, Any], data: bytes) -> list[dict[str, Any]]:
    lines = csv.reader(
        io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=resource["dialect"]["delimiter"], strict=True
    )
    schema = resource["schema"]
    assert next(lines) == [field["name"] for field in schema["fields"]]
    found = [
        {
            field["name"]: _value(field, text, schema["missingValues"])
            for field, text in zip(schema["fields"], line, strict=True)
        }
        for line in lines
    ]
    for field in schema["fields"]:
        values = [row[field["name"]] for row in found]
        if field.get("constraints", {}).get("unique"):
            assert len(set(values)) == len(values), field
    if "primaryKey" in schema:
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in found]
        assert not any(None in key for key in keys)
        assert len(set(keys)) == len(keys)
    return found


def _value(field: dict[str, Any], text: str, missing: list[str]) -> Any:
    limits = field.get("constraints", {})
    if text in missing:
        assert not limits.get("required"), field
        return None
    value: Any = {
        "string": str,
        "integer": int,
        "number": lambda text: float(text.replace(field["decimalChar"], ".")),
        "boolean": lambda text: {"true": True, "false": False}[text],
    }[field["type"]](text)
    assert value in limits.get("enum", [value])
    assert re.fullmatch(limits.get("pattern", ".*"), text, re.DOTALL)
    assert value in [category["value"] for category in field.get("categories", [{"value": value}])], field["name"]
    if "minimum" in limits:
        assert limits["minimum"] <= value <= limits["maximum"]
    return value


def test_the_sample_corpus_keeps_its_description(sample_files: dict[str, bytes]) -> None:
    check_package(sample_files)


@pytest.mark.parametrize("world", [three_sessions, nothing], ids=["three", "empty"])
def test_small_tables_keep_their_description(world: Callable[[], World]) -> None:
    check_package(made(world()))


def test_a_topic_that_is_gone_is_no_broken_reference() -> None:
    data, texts = three_sessions()
    changes = [{"topic_id": "t99", "change": "verdwenen", "related": [], "label": None}]
    check_package(made(({**data, "topic_changes": frame("topic_changes", changes)}, texts)))


def test_the_description_is_dutch_and_says_how_to_read_the_files(sample_files: dict[str, bytes]) -> None:
    package = json.loads(sample_files["data/datapackage.json"])
    for word in ("puntkomma", "apostrof", "statements_lemmas.csv", "BOM"):
        assert word in package["description"]
    kind = next(
        field
        for resource in package["resources"]
        if resource["name"] == "statements"
        for field in resource["schema"]["fields"]
        if field["name"] == "kind"
    )
    assert kind["constraints"]["enum"] == list(tables.KINDS)


# All of them


def test_the_same_input_gives_the_same_bytes() -> None:
    assert made(three_sessions()) == made(three_sessions())


def test_no_name_of_a_person_is_exported(sample_files: dict[str, bytes]) -> None:
    exported = {name: data for name, data in sample_files.items() if name.startswith(("data/", "bevindingen"))}
    assert len(exported) == 2 * len(datapackage.EXPORTED) + len(datapackage.LISTS) + 2
    for name, data in exported.items():
        if name.endswith(".csv"):
            assert not names_left(_words(data.decode("utf-8"))), name
        elif name.endswith(".parquet"):
            frames = parquet.read_table(io.BytesIO(data)).to_pylist()
            assert not names_left(_words(json.dumps(frames, ensure_ascii=False))), name
        elif name.endswith(".json"):
            assert not names_left(data.decode("utf-8")), name
    read = book(exported)
    for sheet in read.worksheets:
        shown = "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None)
        assert not names_left(_words(shown)), sheet.title


def _words(text: str) -> str:
    return text.replace('"', " ").replace(";", " ")
