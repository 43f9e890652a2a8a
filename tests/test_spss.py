"""The statements for SPSS, read back: cases, labels, missing values, and what SPSS cannot hold."""

import datetime
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from pipeline import cli
from pipeline.reporting.exports import spss
from pipeline.reporting.findings import find
from pipeline.reporting.inputs import Names
from pipeline.resources import load_toml
from pipeline.tables import TABLES
from tests.conftest import Run
from tests.test_exports import HOSTILE, nothing
from tests.test_pseudonyms import names_left
from tests.test_reporting import Builder, World
from tests.test_workbook import NAMES, rich

Read = tuple[pd.DataFrame, Any]


def made(world: World, names: Names = NAMES, title: str = "De rode draad") -> spss.SpssFile:
    data, texts = world
    return spss.write(title, find(data, texts, names), data, names)


def read(file: spss.SpssFile | Path, folder: Path) -> Read:
    path = file if isinstance(file, Path) else folder / "uitspraken.sav"
    if isinstance(file, spss.SpssFile):
        path.write_bytes(file.data)
    data, told = pyreadstat.read_sav(path)
    return data, told


@pytest.fixture
def back(tmp_path: Path) -> Read:
    return read(made(rich()), tmp_path)


def test_a_case_is_a_statement_with_all_that_is_known_of_it(back: Read) -> None:
    data, told = back
    assert len(data) == 20
    case = data.set_index("statement_id").loc["d-z2"]
    assert case.to_dict() == {
        "insight_id": "d-s1-i01", "session_id": "d-s1", "report": "map/d.txt", "session": "Tafel D", "series": "West",
        "date": "2024-02-29", "day": datetime.date(2024, 2, 29), "year": 2024, "insight": "1. Geld en werk", "position": 2,
        "line": 5, "kind": 2, "kind_machine": 2, "is_corrected": 0, "kind_score": pytest.approx(0.61), "is_uncertain": 0,
        "stands_alone": pytest.approx(0.71), "both_sides": pytest.approx(0.5), "advice_type": pytest.approx(float("nan"), nan_ok=True),
        "attributed_to": 4, "topic_id": "geld", "topic": "Vast werk, tijdelijk geld",
        "theme_geld": 1, "theme_ict": 0, "theme_rollen": 0, "theme_tijd": 0, "text": "Vast werk vraagt vast geld.",
    }  # fmt: skip
    assert told.file_label == "De rode draad"


def test_codes_have_labels_in_dutch(back: Read) -> None:
    _, told = back
    labels = told.variable_value_labels
    assert labels["kind"] == labels["kind_machine"] == {1: "uitkomst", 2: "dilemma", 3: "advies"}
    assert labels["advice_type"] == {1: "aanbeveling", 2: "vraag", 3: "toezegging"}
    # Those of the codebook first, in its order.
    assert labels["attributed_to"] == {1: "Adviseur", 2: "Directeur", 3: "Manager", 4: "wethouder"}
    for code, name in NAMES.themes.items():
        assert labels[f"theme_{code}"] == {0: "nee", 1: "ja"}
        assert told.column_names_to_labels[f"theme_{code}"] == name
    assert labels["is_uncertain"] == labels["is_corrected"] == {0: "nee", 1: "ja"}
    assert all(told.column_labels)


def test_measure_levels_and_formats(back: Read) -> None:
    _, told = back
    assert {told.variable_measure[name] for name in ("kind", "theme_geld", "attributed_to", "session_id")} == {
        "nominal"
    }
    assert {told.variable_measure[name] for name in ("kind_score", "position", "year", "day")} == {"scale"}
    formats = told.original_variable_types
    assert (formats["day"], formats["kind"], formats["kind_score"]) == ("EDATE10", "F4.0", "F5.3")


def test_what_is_not_known_is_missing(back: Read) -> None:
    data, _ = back
    by_id = data.set_index("statement_id")
    e, c = by_id.loc["e-z1"], by_id.loc["c-z2"]
    assert (e["date"], e["series"]) == ("XXXX-04-04", "")
    assert pd.isna(e["day"])
    assert pd.isna(e["year"])
    assert (c["date"], c["year"]) == ("2023", 2023)
    assert pd.isna(c["day"])
    for name in ("stands_alone", "both_sides", "advice_type", "attributed_to"):
        assert pd.isna(c[name]), name
    assert (c["topic_id"], c["topic"]) == ("", "")
    assert by_id.loc["a-z2", "advice_type"] == 3


def test_a_theme_counts_its_narrower_ones_and_no_denied_mention(back: Read) -> None:
    data, _ = back
    assert data["theme_geld"].sum() == 8  # as the report counts them, see test_workbook.test_themes
    assert data["theme_ict"].sum() == 2
    assert data["theme_tijd"].sum() == 0
    assert data.set_index("statement_id").loc["e-z2", "theme_geld"] == 0


def test_texts_come_back_as_they_are(tmp_path: Path) -> None:
    build = Builder()
    texts = [text for text in HOSTILE if text.strip() == text] + ["Een €-teken, een ë en een 😀."]
    build.session("a", [(text, "uitkomst", None) for text in texts])
    data, _ = read(made(build.world()), tmp_path)
    assert list(data["text"]) == texts


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("a" * 32_767, False),
        ("a" * 32_768, True),
        ("é" * 16_383, False),
        ("é" * 16_384, True),
        ("x" + "😀" * 9_000, True),
    ],
)
def test_a_text_that_is_too_long_is_cut_between_characters_and_that_is_told(
    text: str, is_cut: bool, tmp_path: Path
) -> None:
    build = Builder()
    build.session("a", [(text, "dilemma", None), ("Kort.", "uitkomst", None)])
    file = made(build.world())
    data, _ = read(file, tmp_path)
    found = data["text"][0]
    assert file.n_cut == is_cut
    assert found.endswith(" […]") is is_cut
    assert len(found.encode()) <= 32_767
    assert text.startswith(found.removesuffix(" […]"))
    assert len(found) > 8_000


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["geld", "ict"], ["theme_geld", "theme_ict"]),
        (["a-b", "a_b", "a-b-c"], ["theme_a_b", "theme_a_b_2", "theme_a_b_c"]),
        (["l" * 80, "l" * 90], ["theme_" + "l" * 58, "theme_" + "l" * 56 + "_2"]),
        (["all", "1"], ["theme_all", "theme_1"]),
    ],
)
def test_names_of_variables_are_allowed_and_differ(codes: list[str], expected: list[str], tmp_path: Path) -> None:
    build = Builder()
    build.session("a", [("Dat was zo.", "uitkomst", None)])
    names = Names(themes={code: f"Naam van {code}" for code in codes}, roles={})
    data, told = read(made(build.world(), names), tmp_path)
    found = [name for name in data.columns if name.startswith("theme_")]
    assert found == expected
    assert [told.column_names_to_labels[name] for name in found] == [f"Naam van {code}"[:255] for code in codes]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name) and not name.endswith("_") for name in data.columns)


def test_long_labels_are_cut_between_characters(tmp_path: Path) -> None:
    build = Builder()
    build.session("a", [("Dat was zo.", "uitkomst", "baas")])
    names = Names(themes={"geld": "é" * 300}, roles={"baas": "x" + "é" * 300})
    file = made(build.world(), names, title="x" + "é" * 90)
    _, told = read(file, tmp_path)
    assert told.column_names_to_labels["theme_geld"] == "é" * 127
    assert told.variable_value_labels["attributed_to"] == {1: "x" + "é" * 59}
    assert told.file_label == "x" + "é" * 31
    assert not re.search(rb"\xa9\xc3(?!\xa9)", file.data)  # half a character


def test_nothing_gives_an_empty_file(tmp_path: Path) -> None:
    file = made(nothing())
    data, told = read(file, tmp_path)
    assert (len(data), file.n_cases, file.n_variables) == (0, 0, len(told.column_names))


def test_the_same_input_gives_the_same_bytes_whenever_it_is_written(tmp_path: Path) -> None:
    one, other = made(rich()), made(rich())
    assert one.data == other.data
    _, told = read(one, tmp_path)
    assert told.creation_time == datetime.datetime(2000, 1, 1)


def test_every_variable_is_described_and_every_described_one_is_there(back: Read) -> None:
    told = load_toml("kolommen.toml")["spss"]
    assert [name for name in back[0].columns if not name.startswith("theme_")] == list(told)
    assert {row["type"] for row in told.values()} == {"text", "code", "number", "share", "day"}
    same = {column.name for columns in TABLES.values() for column in columns} & set(told)
    assert {"statement_id", "session_id", "insight_id", "topic_id", "kind", "attributed_to"} <= same  # to join on


# The command


def main(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["spss", *map(str, arguments)])
    shown = capsys.readouterr()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code, shown.out, shown.err


def test_the_sample_corpus(sample_run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, fault = main(capsys, "--processed", sample_run.processed, "--reports", tmp_path)
    assert (code, fault) == (0, "")
    path = tmp_path / "data" / "uitspraken.sav"
    data, told = read(path, tmp_path)
    statements: Mapping[str, pd.DataFrame] = sample_run.data
    assert len(data) == len(statements["statements"])
    assert shown == f"{len(data)} uitspraken met elk {len(told.column_names)} variabelen: {path}\n"
    assert data["kind"].map(told.variable_value_labels["kind"]).value_counts().to_dict() == (
        statements["statements"]["kind"].value_counts().to_dict()
    )
    assert not names_left("\n".join(data["text"]))
    assert not names_left("\n".join(data["session"].unique()))


def test_a_missing_analysis_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, fault = main(capsys, "--processed", tmp_path, "--reports", tmp_path)
    assert code == 2
    assert "staat geen analyse" in fault
    assert not (tmp_path / "data").exists()


def test_a_missing_library_is_told_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    code, _, fault = main(capsys, "--processed", tmp_path, "--reports", tmp_path)
    assert code == 2
    assert "pip install pyreadstat" in fault
    assert len(fault.splitlines()) == 1


def test_help_loads_neither_pandas_nor_the_library() -> None:
    code = "import sys, pipeline.cli; print({'pandas', 'pyreadstat'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
