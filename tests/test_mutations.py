"""What `make fuzz` does: every reader gets damaged files, the same for the same seed, and what was found stays mended."""

import pytest

from pipeline.ingest.readers import FORMATS
from pipeline.ingest.readers.formats import find_format
from tests.fuzz import CRASHED, READ, REJECTED, Outcome, digest, report, tasks_of, try_file
from tests.mutations import damaged, files

FOUND = [("a.srt", 8)]  # subtitles in which nobody speaks


def test_there_is_a_whole_file_for_every_reader() -> None:
    assert {find_format(name, data) for name, data in files().items() if name != "a.zip"} == set(FORMATS)


@pytest.mark.parametrize("name", list(files()))
def test_damage_is_the_same_for_the_same_seed_and_another_for_another(name: str) -> None:
    data = files()[name]
    made = [damaged(name, data, seed) for seed in range(12)]
    assert made == [damaged(name, files()[name], seed) for seed in range(12)]
    assert len({data, *made}) > 8


@pytest.mark.parametrize("name", list(files()))
def test_a_whole_file_goes_through_coding(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.damaged", lambda _name, data, _seed: data)
    assert try_file((name, 0)).status == READ


@pytest.mark.parametrize("task", [*FOUND, *tasks_of(32, 1000)], ids=str)
def test_a_damaged_file_goes_through_coding_or_is_rejected(task: tuple[str, int]) -> None:
    assert try_file(task).status in (READ, REJECTED)


def test_a_crash_is_told() -> None:
    told = report({("a.txt", 1): Outcome(READ, peak=5_000_000), ("a.txt", 2): Outcome(CRASHED, "KeyError: 'x'")})
    assert "a.txt 2: KeyError: 'x'" in told
    assert told.splitlines()[1].split() == ["a.txt", "2", "1", "0", "1", "5", "0"]


def test_tasks_take_the_readers_in_turn() -> None:
    tasks = tasks_of(40, 7)
    assert len({*tasks}) == 40
    assert {name for name, _ in tasks} == set(files())
    assert len({digest(task) for task in tasks}) == 40
