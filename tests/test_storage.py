"""Tables and storage: typed, checked, whole or not at all."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import storage, tables
from pipeline.errors import OffsetError, OutputError
from pipeline.storage import ReportFolder, Storage

REJECTION = {"path": "a.txt", "reason": "empty", "message": "Leeg.", "detail": None, "report_id": None}


@pytest.mark.parametrize("table", sorted(tables.TABLES))
def test_empty_tables_keep_their_columns_and_types(table: str, tmp_path: Path) -> None:
    place = Storage(tmp_path)
    place.write_table(table, tables.frame(table, []))
    back = place.read_table(table)
    assert list(back.columns) == [column.name for column in tables.TABLES[table]]
    assert len(back) == 0
    pd.testing.assert_frame_equal(back, tables.frame(table, []))


@given(st.lists(st.text(alphabet="aé‘\n=|\t\"' 😀\x00", max_size=30), max_size=5))
def test_any_text_comes_back_from_parquet(texts: list[str]) -> None:
    rows = [{**REJECTION, "message": text, "detail": text or None} for text in texts]
    frame = tables.frame("rejections", rows)
    back = tables.from_arrow("rejections", tables.arrow_table("rejections", frame))
    assert tables.records(back) == rows


def test_lists_come_back_as_lists(tmp_path: Path) -> None:
    rows = [
        {"topic_id": "t01", "label": "L", "terms": ["a", "b"], "n_statements": 2, "n_sessions": 1, "stability": 0.5}
    ]
    Storage(tmp_path).write_table("topics", tables.frame("topics", rows))
    assert tables.records(Storage(tmp_path).read_table("topics")) == rows


@pytest.mark.parametrize("change", [{"reason": "geen code"}, {"path": None}, {"message": None}])
def test_a_value_that_breaks_the_contract_is_refused(change: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(pandera.errors.SchemaError):
        Storage(tmp_path).write_table("rejections", tables.frame("rejections", [{**REJECTION, **change}]))
    assert not (tmp_path / "rejections.parquet").exists()


def test_unknown_and_missing_columns_are_refused() -> None:
    with pytest.raises(KeyError, match="kleur"):
        tables.frame("rejections", [{**REJECTION, "kleur": "rood"}])
    with pytest.raises(KeyError, match="path"):
        tables.frame("rejections", [{name: value for name, value in REJECTION.items() if name != "path"}])


@pytest.mark.parametrize(("start", "end", "text"), [(0, 3, "een"), (None, None, None)])
def test_right_offsets_pass(start: int | None, end: int | None, text: str | None) -> None:
    tables.check_offsets(*_span(start, end, text))


@pytest.mark.parametrize(("start", "end", "text"), [(1, 4, "een"), (0, 3, "Een"), (0, 99, "een twee…"), (0, 2, "een")])
def test_a_text_that_does_not_stand_where_it_says_stops_the_run(start: int, end: int, text: str) -> None:
    with pytest.raises(OffsetError):
        tables.check_offsets(*_span(start, end, text))


def _span(start: int | None, end: int | None, text: str | None) -> tuple[pd.DataFrame, dict[str, str], pd.Series]:
    person = {
        "participant_id": "p", "session_id": "s", "name": "n", "function": None, "organisation": None,
        "organisation_name": None, "role": None, "is_chair": False, "present": True,
        "start_char": start, "end_char": end, "text": text,
    }  # fmt: skip
    return tables.frame("participants", [person]), {"r": "een twee"}, pd.Series(["r"])


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    place = Storage(tmp_path)
    place.keep("k", {"a": ["é", None, 1.5]})
    place.keep_array("k", np.ones((2, 3), dtype=np.float32))
    assert place.cached("k") == {"a": ["é", None, 1.5]}
    array = place.cached_array("k")
    assert array is not None
    assert array.shape == (2, 3)


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-3], lambda data: data.replace(b"woord", b"moord"), lambda _: b""]
)
def test_a_damaged_entry_counts_as_none(tmp_path: Path, damage: Any) -> None:
    place = Storage(tmp_path)
    place.keep("k", {"tekst": "een woord"})
    place.keep_array("k", np.ones(3, dtype=np.float32))
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(damage(path.read_bytes()))
    assert place.cached("k") is None


@pytest.mark.parametrize("place_of_fault", [0, 20, -1])
def test_a_flipped_bit_in_a_kept_array_is_found(tmp_path: Path, place_of_fault: int) -> None:
    place = Storage(tmp_path)
    place.keep_array("k", np.ones(3, dtype=np.float32))
    place.keep_bytes("l", b"parsed")
    for path in (tmp_path / "cache").iterdir():
        data = bytearray(path.read_bytes())
        data[place_of_fault] ^= 1
        path.write_bytes(data)
    assert place.cached_array("k") is None
    assert place.cached_bytes("l") is None


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-3], lambda data: data.replace(b"t01", b"t09"), lambda _: b"[]", lambda _: b"\xff", None],
)
def test_damaged_or_missing_topics_of_before_count_as_none(tmp_path: Path, damage: Any) -> None:
    Storage(tmp_path).keep_topics({"topics": [{"topic_id": "t01"}]})
    Storage(tmp_path).prune()
    assert Storage(tmp_path).former_topics() == {"topics": [{"topic_id": "t01"}]}
    (path,) = (path for path in tmp_path.iterdir() if path.is_file())
    if damage:
        path.write_bytes(damage(path.read_bytes()))
    else:
        path.unlink()
    assert Storage(tmp_path).former_topics() is None


def test_pruning_keeps_only_what_this_run_used(tmp_path: Path) -> None:
    Storage(tmp_path).keep("oud", {"a": 1})
    place = Storage(tmp_path)
    place.keep("nieuw", {"a": 2})
    place.prune()
    assert {path.stem for path in (tmp_path / "cache").iterdir()} == {"nieuw"}


def test_pruning_keeps_what_was_not_looked_at_but_is_wanted(tmp_path: Path) -> None:
    Storage(tmp_path).keep_bytes("ontleed", b"x")
    Storage(tmp_path).keep_bytes("weg", b"y")
    place = Storage(tmp_path)
    assert place.holds("ontleed")
    place.use("ontleed")
    place.prune()
    assert place.cached_bytes("ontleed") == b"x"
    assert not place.holds("weg")


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "bestand"
    storage.write_atomic(target, b"oud")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OutputError, match="bestand"):
        storage.write_atomic(target, b"nieuw")
    assert target.read_bytes() == b"oud"
    assert [path.name for path in tmp_path.iterdir()] == ["bestand"]


def test_a_report_folder_knows_its_files(tmp_path: Path) -> None:
    folder = ReportFolder(tmp_path)
    digests = folder.write({"a.html": b"x", "figuren/b.png": b"y"})
    assert folder.holds(digests)
    (tmp_path / "a.html").write_bytes(b"z")
    assert not folder.holds(digests)
    (tmp_path / "eigen.docx").write_bytes(b"van de gebruiker")
    folder.aside({"figuren/b.png": b"w"}, ["a.html", "bestaat-niet"])
    assert (tmp_path / "figuren" / "b.png").read_bytes() == b"y"
    assert (tmp_path / "a.html").exists()
    assert folder.close("sleutel")
    folder.take_over("een andere")
    assert (tmp_path / "a.html").exists()
    folder.take_over("sleutel")
    assert {path.name: path.read_bytes() for path in storage.files_below(tmp_path)} == {
        "b.png": b"w",
        "eigen.docx": b"van de gebruiker",
    }
