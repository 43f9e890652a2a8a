"""Samples to code by hand and agreement between coders, against values from the literature and by hand."""

import csv
import io
from collections import Counter
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tables
from pipeline.errors import SettingError
from pipeline.reliability import (
    agreement,
    draw_sample,
    kind_definitions,
    kinds_of,
    read_sample,
    sample_workbook,
    themes_of,
)
from pipeline.reliability.agreement import nominal_alpha
from pipeline.reliability.codings import coding
from tests.conftest import Run


def coded(values: str) -> pd.Series:
    """Return a coding of one letter a unit; `.` is a unit without codes."""
    return coding({f"z{number:05d}": [] if code == "." else [code] for number, code in enumerate(values)})


# Agreement


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [
        ("abcd", "abcd", 1.0),
        # Krippendorff (2011), section A: ten units in two categories, six alike; α = 0.095.
        ("0100000001", "1110010000", 0.095),
        # Ten units, two disagreements: observed 2/10; 14 a's and 6 b's expect 2·14·6 / (20·19).
        ("aaaaaaabbb", "aaaaaabbba", 1 - 0.2 / (2 * 14 * 6 / (20 * 19))),
        # Always different: as many a's as b's, so worse than chance.
        ("ab", "ba", 1 - 1 / (2 * 2 * 2 / (4 * 3))),
    ],
)
def test_alpha_by_hand(first: str, second: str, alpha: float) -> None:
    assert agreement(coded(first), coded(second))["alpha"][0] == pytest.approx(alpha, abs=5e-4)


def test_alpha_of_four_observers_who_missed_some_units() -> None:
    """Krippendorff (2011), section C: twelve units, five categories; nominal α = 0.743."""
    observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    counts = np.array([[unit.count(value) for value in "12345"] for unit in zip(*observers, strict=True)])
    assert nominal_alpha(counts) == pytest.approx(0.743, abs=5e-4)


def test_agreement_per_code_and_over_all() -> None:
    found = agreement(coded("aaab.b"), coded("aabb.."), codes=["z"]).set_index("code")
    overall = found.loc[found.index.isna()].iloc[0]
    assert (overall["n_units"], overall["n_first"], overall["n_second"], overall["n_both"]) == (6, 5, 4, 4)
    assert overall["same"] == pytest.approx(4 / 6)
    assert list(found.index.dropna()) == ["a", "b", "z"]
    assert found.loc["a", ["n_first", "n_second", "n_both"]].tolist() == [3, 2, 2]
    assert found.loc["a", "same"] == pytest.approx(5 / 6)
    # a against the rest: one disagreement; 5 times a and 7 times not.
    assert found.loc["a", "alpha"] == pytest.approx(1 - (1 / 6) / (2 * 5 * 7 / (12 * 11)))
    assert found.loc["z", "same"] == 1.0
    assert found.loc["z", ["alpha", "low", "high"]].isna().all()  # nobody used it: α says nothing


@pytest.mark.parametrize(
    ("first", "second", "has_alpha", "has_interval"),
    [
        ("aaaa", "aaaa", False, False),  # one category: α is not defined
        ("aabb", "aabb", True, False),  # never a difference: no resample has one either
        ("a" * 39 + "b", "a" * 39 + "c", True, False),  # of the resamples, a third hold nothing but a
        ("aabbab" * 5, "aabbba" * 5, True, True),
    ],
)
def test_what_cannot_be_known_is_missing(first: str, second: str, has_alpha: bool, has_interval: bool) -> None:
    row = agreement(coded(first), coded(second), n_resamples=200).iloc[0]
    assert pd.notna(row["alpha"]) == has_alpha
    assert pd.notna(row["low"]) == pd.notna(row["high"]) == has_interval


def test_the_interval_holds_alpha_and_narrows_with_more_units() -> None:
    random = np.random.default_rng(1)

    def width(n: int) -> float:
        first = random.choice(list("abc"), n)
        second = np.where(random.random(n) < 0.8, first, random.choice(list("abc"), n))
        row = agreement(coded("".join(first)), coded("".join(second)), n_resamples=300).iloc[0]
        assert row["low"] < row["alpha"] < row["high"]
        return float(row["high"] - row["low"])

    assert width(800) < 0.5 * width(50)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """α of a large population is inside the 90 % interval of samples of 80 in about 90 % of 60 trials."""
    random = np.random.default_rng(2)
    first = random.choice(list("abb"), 20_000)
    second = np.where(random.random(20_000) < 0.85, first, random.choice(list("ab"), 20_000))
    truth = agreement(coded("".join(first)), coded("".join(second)), n_resamples=1)["alpha"][0]
    inside = 0
    for _ in range(60):
        chosen = random.integers(20_000, size=80)
        one, other = coded("".join(first[chosen])), coded("".join(second[chosen]))
        row = agreement(one, other, n_resamples=100, level=0.9).iloc[0]
        inside += row["low"] <= truth <= row["high"]
    assert 0.78 <= inside / 60 <= 0.99


pairs = st.lists(st.tuples(st.sampled_from("abc."), st.sampled_from("abc.")), min_size=1, max_size=30)


@given(pairs, st.integers(0, 5))
def test_agreement_does_not_depend_on_order_or_on_who_is_first(units: list[tuple[str, str]], seed: int) -> None:
    first, second = coded("".join(one for one, _ in units)), coded("".join(other for _, other in units))
    found = agreement(first, second, n_resamples=20, seed=seed)
    shuffled = agreement(first.iloc[::-1], second, n_resamples=20, seed=seed)
    pd.testing.assert_frame_equal(found, shuffled)
    swapped = agreement(second, first, n_resamples=20, seed=seed)
    symmetric = ["code", "n_units", "n_both", "same", "alpha", "low", "high"]
    pd.testing.assert_frame_equal(found[symmetric], swapped[symmetric])
    assert found["same"].between(0, 1).all()
    assert (found["alpha"].dropna() <= 1).all()
    assert (found["n_both"] <= found[["n_first", "n_second"]].min(axis=1)).all()


def test_only_units_that_both_coded_are_compared() -> None:
    assert agreement(coded("aabb"), coded("ab"))["n_units"][0] == 2
    with pytest.raises(SettingError, match="geen uitspraak gemeen"):
        agreement(coded("a"), coded(""))


# Samples


@given(st.text("abcd.", max_size=60), st.integers(-1, 70), st.integers(0, 3))
def test_a_sample_is_proportional_and_repeatable(codes: str, n: int, seed: int) -> None:
    units = coded(codes)
    sample = draw_sample(units, n, seed=seed)
    assert len(sample) == max(0, min(n, len(units)))
    assert list(sample) == [unit for unit in units.index if unit in set(sample)]
    drawn, whole = Counter(units[sample]), Counter(units)
    for code, size in whole.items():
        assert abs(drawn[code] - len(sample) * size / len(units)) < 1
    assert set(draw_sample(units.iloc[::-1], n, seed=seed)) == set(sample)


def test_chance_decides_within_a_code_and_the_seed_decides_about_chance() -> None:
    units = coded("a" * 40 + "b" * 40)
    samples = {tuple(draw_sample(units, 10, seed=seed)) for seed in range(5)}
    assert len(samples) == 5
    drawn = Counter(unit for seed in range(200) for unit in draw_sample(units, 10, seed=seed))
    assert min(drawn.values()) >= 8  # each is expected 25 times
    assert len(drawn) == 80


def test_a_unit_of_several_codes_stands_with_the_rarest() -> None:
    units = coding({f"z{number}": ["vaak"] for number in range(18)} | {"z18": ["vaak", "zelden"], "z19": ["zelden"]})
    assert len({"z18", "z19"} & set(draw_sample(units, 10))) == 1


def test_the_coding_of_the_program(sample_run: Run) -> None:
    statements, mentions = sample_run.data["statements"], sample_run.data["theme_mentions"]
    kinds, themes = kinds_of(statements), themes_of(statements, mentions)
    assert set(kinds) == {(kind,) for kind in tables.KINDS}
    assert list(kinds.index) == list(themes.index) == list(statements["statement_id"])
    for statement_id in statements["statement_id"].iloc[::40]:
        own = mentions[(mentions["statement_id"] == statement_id) & ~mentions["negated"]]
        assert themes[statement_id] == tuple(sorted(set(own["theme"])))


# The sheet


@pytest.fixture
def sample(sample_run: Run) -> pd.Index:
    return draw_sample(kinds_of(sample_run.data["statements"]), 12)


def workbook(sample: pd.Index, run: Run, **options: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(sample_workbook(sample, run.data, kind_definitions(), **options)))


def test_the_sheet_is_blind_and_has_the_text_around(sample: pd.Index, sample_run: Run) -> None:
    book = workbook(sample, sample_run)
    sheet, notes = book.worksheets
    header, *rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert header == [
        "nr",
        "sessie",
        "kop",
        "wat ervoor staat",
        "uitspraak",
        "wat erna staat",
        "code",
        "opmerking",
        "id",
    ]
    statements = sample_run.data["statements"].set_index("statement_id")
    assert [row[8] for row in rows] == list(sample)
    for row in rows:
        own = statements.loc[row[8]]
        assert row[4] == " ".join(own["text"].split())
        insight = statements[statements["insight_id"] == own["insight_id"]].set_index("position")["text"]
        assert row[3] == " ".join(insight.get(own["position"] - 1, "").split())
        assert row[6] == row[7] == ""
        assert not {own["kind"], str(own["kind_score"])} & set(row)
    assert {cell.value for row in notes.iter_rows() for cell in row} >= {"dilemma", *kind_definitions().values()}
    (choice,) = sheet.data_validations.dataValidation
    first, last = choice.formula1.removeprefix("Uitleg!").replace("$", "").split(":")
    assert [cell.value for (cell,) in notes[f"{first}:{last}"]] == list(kind_definitions())
    assert str(choice.sqref) == "G2:G13"


def test_the_sheet_is_the_same_each_time_and_no_text_runs(sample: pd.Index, sample_run: Run) -> None:
    data = dict(sample_run.data)
    statements = data["statements"].copy()
    hostile = ["=1+1", "+SOM(A1)", "-2", "@x", '=HYPERLINK("http://x")', "http://voorbeeld.nl", "a" * 40_000]
    for place, text in zip(statements.index[statements["statement_id"].isin(sample)], hostile, strict=False):
        statements.loc[place, "text"] = text
    data["statements"] = statements
    made = sample_workbook(sample, data, kind_definitions())
    assert made == sample_workbook(sample, data, kind_definitions())
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}  # n is an empty cell
    assert not any(cell.hyperlink for cell in cells)
    assert {"=1+1", "@x"} <= {cell.value for cell in cells}


def filled(sample: pd.Index, run: Run, codes: list[str], path: Path) -> Path:
    """Fill in the sheet as a person does, and save it."""
    book = workbook(sample, run)
    for row, code in enumerate(codes, start=2):
        book.worksheets[0].cell(row, 7).value = code
    if path.suffix == ".xlsx":
        book.save(path)
        return path
    rows = [[cell.value or "" for cell in row] for row in book.worksheets[0].iter_rows()]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter="\t" if path.stem == "unicode" else ";").writerows(rows)
    encoding = {"utf8": "utf-8-sig", "windows": "cp1252", "unicode": "utf-16"}[path.stem]
    path.write_bytes(buffer.getvalue().encode(encoding, errors="replace"))
    return path


@pytest.mark.parametrize("name", ["blad.xlsx", "utf8.csv", "windows.csv", "unicode.csv"])
def test_a_sheet_is_read_back(sample: pd.Index, sample_run: Run, tmp_path: Path, name: str) -> None:
    codes = ["Dilemma", " advies ", "UITKOMST"] * 4
    found = read_sample(filled(sample, sample_run, codes, tmp_path / name), sample, kind_definitions())
    assert found.to_dict() == dict(zip(sample, [("dilemma",), ("advies",), ("uitkomst",)] * 4, strict=True))


def test_several_codes_or_none(sample: pd.Index, sample_run: Run, tmp_path: Path) -> None:
    codes = ["geen", "Dilemma; advies", "advies,"] * 4
    path = filled(sample, sample_run, codes, tmp_path / "blad.xlsx")
    found = read_sample(path, sample, kind_definitions(), several=True)
    assert found.tolist() == [(), ("advies", "dilemma"), ("advies",)] * 4
    assert not workbook(sample, sample_run, several=True).worksheets[0].data_validations.dataValidation


@pytest.mark.parametrize(
    ("codes", "several", "says"),
    [
        (["dilema"] + ["advies"] * 11, False, "op rij 2 staat “dilema”"),
        (["advies", "advies, dilemma"] + ["advies"] * 10, False, "op rij 3 staat “advies, dilemma”"),
        (["geen, advies"] + ["advies"] * 11, True, "op rij 2 staat “geen”"),
        (["advies"] * 3 + [""] * 2 + ["advies"] * 7, False, "bij 2 van de 12 uitspraken staat geen code (de eerste op rij 5)"),
        ([""] * 12, True, "bij 12 van de 12"),
    ],
)  # fmt: skip
def test_a_wrong_or_missing_code_is_named(
    sample: pd.Index, sample_run: Run, tmp_path: Path, codes: list[str], several: bool, says: str
) -> None:
    path = filled(sample, sample_run, codes, tmp_path / "blad.xlsx")
    with pytest.raises(SettingError) as error:
        read_sample(path, sample, kind_definitions(), several=several)
    assert says in str(error.value)
    assert str(error.value).startswith("blad.xlsx: ")
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "de kolommen “id” en “code”"),
        (b"id;wat\nz1;advies\n", "de kolommen “id” en “code”"),
        (b"id;code;code\nz1;advies;\n", "de kolommen “id” en “code”"),
        (b"id;code\nz1;advies\n", "1 uitspraken van de steekproef ontbreken en 0"),
        (b"id;code\nz1;advies\nz2;advies\nz3;advies\n", "0 uitspraken van de steekproef ontbreken en 1"),
        (b"id;code\nz1;advies\nz1;advies\n", "rij 3 staat er al eerder"),
        (b"PK\x03\x04 kapot", "geen heel Excel- of CSV-bestand"),
        (b'id;code\n"z1;' + b"a" * 200_000, "geen heel Excel- of CSV-bestand"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "blad.csv"
    path.write_bytes(content)
    with pytest.raises(SettingError) as error:
        read_sample(path, ["z1", "z2"], kind_definitions())
    assert says in str(error.value)
    with pytest.raises(SettingError, match="niet te lezen"):
        read_sample(tmp_path / "bestaat-niet.xlsx", ["z1"], kind_definitions())


def test_an_empty_sample_makes_an_empty_sheet() -> None:
    empty = {name: tables.frame(name, []) for name in ("statements", "insights", "sessions")}
    sample = draw_sample(kinds_of(empty["statements"]), 10)
    sheet = openpyxl.load_workbook(io.BytesIO(sample_workbook(sample, empty, kind_definitions()))).worksheets[0]
    assert sheet.max_row == 1
