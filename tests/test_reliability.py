"""Samples to code by hand, the sheet, and agreement between coders by hand; see `test_agreement` for published values."""

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
    Finder,
    Sheet,
    Variable,
    agreement,
    coding,
    confusion,
    draw_sample,
    kind_definitions,
    kinds_of,
    mean_agreement,
    read_sheet,
    rows_of,
    sample_workbook,
)
from pipeline.run.coders import program_of
from tests.conftest import Run


def coded(values: str) -> pd.Series:
    """Return a coding of one letter a unit; `.` is a unit without codes."""
    return coding({f"z{number:05d}": [] if code == "." else [code] for number, code in enumerate(values)})


# Agreement


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [
        ("abcd", "abcd", 1.0),
        # Ten units, two disagreements: observed 2/10; 14 a's and 6 b's expect 2·14·6 / (20·19).
        ("aaaaaaabbb", "aaaaaabbba", 1 - 0.2 / (2 * 14 * 6 / (20 * 19))),
        # Always different: as many a's as b's, so worse than chance.
        ("ab", "ba", 1 - 1 / (2 * 2 * 2 / (4 * 3))),
    ],
)
def test_alpha_by_hand(first: str, second: str, alpha: float) -> None:
    assert agreement([coded(first), coded(second)])["alpha"][0] == pytest.approx(alpha)


def test_agreement_per_code_and_over_all() -> None:
    found = agreement([coded("aaab.b"), coded("aabb..")], codes=["z"])
    assert found["measure"].tolist() == ["precies", "code", "code", "code"]
    found = found.set_index("code")
    overall = found.loc[found.index.isna()].iloc[0]
    assert (overall["n_units"], overall["given"]) == (6, [5, 4])
    assert overall["same"] == pytest.approx(4 / 6)
    assert list(found.index.dropna()) == ["a", "b", "z"]
    assert found.loc["a", "given"] == [3, 2]
    assert found.loc["a", "same"] == pytest.approx(5 / 6)
    # a against the rest: one disagreement; 5 times a and 7 times not.
    assert found.loc["a", "alpha"] == pytest.approx(1 - (1 / 6) / (2 * 5 * 7 / (12 * 11)))
    assert found.loc["z", "same"] == 1.0
    assert found.loc["z", ["alpha", "low", "high"]].isna().all()  # nobody used it: α says nothing


def test_several_codes_by_hand() -> None:
    first, second = coding({"z1": "a", "z2": "ab", "z3": ""}), coding({"z1": "a", "z2": "a", "z3": ""})
    found = agreement([first, second], several=True)
    assert found["measure"].tolist() == ["precies", "masi", "gemiddeld", "code", "code"]
    by_measure = found.set_index("measure")
    # ab against a: half shared, and one holds the other: 1 − 1/2 · 2/3; three a's, one ab and two empty ones.
    assert by_measure.loc["masi", "same"] == pytest.approx(1 - (2 / 3) / 3)
    expected = 2 * (3 * 1 * (2 / 3) + 3 * 2 * 1 + 1 * 2 * 1) / (6 * 5)
    assert by_measure.loc["masi", "alpha"] == pytest.approx(1 - (2 / 3 / 3) / expected)
    per_code = found[found["measure"] == "code"]
    assert by_measure.loc["gemiddeld", "alpha"] == pytest.approx(per_code["alpha"].mean())
    assert by_measure.loc["gemiddeld", "same"] == pytest.approx(per_code["same"].mean())


def test_the_mean_is_of_the_pairs() -> None:
    one, others = coded("aabbab"), [coded("aabbba"), coded("aaabab"), coded("")]
    pairs = [agreement([one, other]).set_index("code", drop=False) for other in others[:2]]
    found = mean_agreement(one, others).set_index("code")
    for code in ("a", "b"):
        assert found.loc[code, "alpha"] == pytest.approx(np.mean([pair.loc[code, "alpha"] for pair in pairs]))
        assert found.loc[code, "same"] == pytest.approx(np.mean([pair.loc[code, "same"] for pair in pairs]))


def test_confusion_counts_what_two_coders_gave() -> None:
    found = confusion(coded("aabb"), coded("abb"))
    assert found[["first", "second", "n"]].to_numpy().tolist() == [["a", "a", 1], ["a", "b", 1], ["b", "b", 1]]
    of_themes = confusion(coding({"z1": "ab", "z2": ""}), coding({"z1": "a", "z2": ""}), several=True)
    assert of_themes.to_numpy().tolist() == [["a", "ja", "ja", 1], ["b", "ja", "nee", 1]]


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
    row = agreement([coded(first), coded(second)], n_resamples=200).iloc[0]
    assert pd.notna(row["alpha"]) == has_alpha
    assert pd.notna(row["low"]) == pd.notna(row["high"]) == has_interval


def test_the_interval_holds_alpha_and_narrows_with_more_units() -> None:
    random = np.random.default_rng(1)

    def width(n: int) -> float:
        first = random.choice(list("abc"), n)
        second = np.where(random.random(n) < 0.8, first, random.choice(list("abc"), n))
        row = agreement([coded("".join(first)), coded("".join(second))], n_resamples=300).iloc[0]
        assert row["low"] < row["alpha"] < row["high"]
        return float(row["high"] - row["low"])

    assert width(800) < 0.5 * width(50)


pairs = st.lists(st.tuples(st.sampled_from("abc."), st.sampled_from("abc.")), min_size=1, max_size=30)


@given(pairs, st.integers(0, 5))
def test_agreement_does_not_depend_on_order_or_on_who_is_first(units: list[tuple[str, str]], seed: int) -> None:
    first, second = coded("".join(one for one, _ in units)), coded("".join(other for _, other in units))
    found = agreement([first, second], n_resamples=20, seed=seed)
    shuffled = agreement([first.iloc[::-1], second], n_resamples=20, seed=seed)
    pd.testing.assert_frame_equal(found, shuffled)
    swapped = agreement([second, first], n_resamples=20, seed=seed)
    pd.testing.assert_frame_equal(found.drop(columns="given"), swapped.drop(columns="given"))
    assert found["same"].between(0, 1).all()
    assert (found["alpha"].dropna() <= 1 + 1e-12).all()


def test_only_units_that_two_coded_are_compared() -> None:
    assert agreement([coded("aabb"), coded("ab")])["n_units"][0] == 2
    assert agreement([coded("aabb"), coded("ab"), coded("aab")])["n_units"][0] == 3
    with pytest.raises(SettingError, match="geen uitspraak gemeen"):
        agreement([coded("a"), coded("")])


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
    kinds, themes = kinds_of(statements), program_of(sample_run.data).codings[Variable.THEME]
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
        "verslag",
        "voorkomen",
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
    assert [cell.value for (cell,) in notes[f"{first}:{last}"]] == [*kind_definitions(), "weet niet"]
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


def read(path: Path, run: Run, themes: tuple[str, ...] = ("geld", "tijd")) -> Sheet:
    codes = {
        Variable.KIND: {kind: kind for kind in tables.KINDS},
        Variable.THEME: {one: f"Over {one}" for one in themes},
    }
    return read_sheet(path, Finder(rows_of(run.data)), codes)


@pytest.mark.parametrize("name", ["blad.xlsx", "utf8.csv", "windows.csv", "unicode.csv"])
def test_a_sheet_is_read_back(sample: pd.Index, sample_run: Run, tmp_path: Path, name: str) -> None:
    codes = ["Dilemma", " advies ", "UITKOMST"] * 4
    found = read(filled(sample, sample_run, codes, tmp_path / name), sample_run)
    assert (found.variable, found.n_rows, found.left_out) == (Variable.KIND, 12, ())
    assert found.coding.to_dict() == dict(zip(sample, [("dilemma",), ("advies",), ("uitkomst",)] * 4, strict=True))


def test_several_codes_or_none(sample: pd.Index, sample_run: Run, tmp_path: Path) -> None:
    codes = ["geen", "Over tijd; GELD", "tijd,"] * 4
    found = read(filled(sample, sample_run, codes, tmp_path / "blad.xlsx"), sample_run)
    assert found.variable is Variable.THEME
    assert found.coding.tolist() == [(), ("geld", "tijd"), ("tijd",)] * 4
    assert not workbook(sample, sample_run, several=True).worksheets[0].data_validations.dataValidation


@pytest.mark.parametrize(
    ("codes", "left_out"),
    [
        (["dilema"] + ["advies"] * 11, {2: "“dilema” is hier geen code; kies uit uitkomst, dilemma, advies"}),
        (["advies", "advies, dilemma"] + ["advies"] * 10, {3: "“advies, dilemma” is hier geen code"}),
        (["geen, tijd"] + ["tijd"] * 11, {2: "“geen” is hier geen code; kies uit geld, tijd, geen"}),
        (["advies"] * 3 + ["", "weet niet", "?"] + ["advies"] * 6, {
            5: "er staat geen code; vul er een in, of “weet niet”", 6: "de codeur wist het niet", 7: "de codeur wist"}),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_used_do_not_stop_the_others(
    sample: pd.Index, sample_run: Run, tmp_path: Path, codes: list[str], left_out: dict[int, str]
) -> None:
    found = read(filled(sample, sample_run, codes, tmp_path / "blad.xlsx"), sample_run)
    assert len(found.coding) == 12 - len(left_out)
    assert {one.row for one in found.left_out} == set(left_out)
    for one in found.left_out:
        assert one.message.startswith(left_out[one.row])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "op rij 1 horen de kolommen “code” en “uitspraak” of “id”"),
        (b"id;wat\nz1;advies\n", "op rij 1 horen de kolommen"),
        (b"id;code;code\nz1;advies;\n", "op rij 1 horen de kolommen"),
        (b"PK\x03\x04 kapot", "geen heel Excel- of CSV-bestand"),
        (b'id;code\n"z1;' + b"a" * 200_000, "geen heel Excel- of CSV-bestand"),
    ],
)
def test_a_file_of_another_kind_is_refused(sample_run: Run, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "blad.csv"
    path.write_bytes(content)
    with pytest.raises(SettingError) as error:
        read(path, sample_run)
    assert says in str(error.value)
    with pytest.raises(SettingError, match="niet te lezen"):
        read(tmp_path / "bestaat-niet.xlsx", sample_run)


def test_an_empty_sample_makes_an_empty_sheet() -> None:
    empty = {name: tables.frame(name, []) for name in ("statements", "insights", "sessions", "reports")}
    sample = draw_sample(kinds_of(empty["statements"]), 10)
    sheet = openpyxl.load_workbook(io.BytesIO(sample_workbook(sample, empty, kind_definitions()))).worksheets[0]
    assert sheet.max_row == 1
