"""A report that goes wrong takes no other along, and a run that would lose most of the last one asks first."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pebble import ProcessExpired

from pipeline import executors, tables
from pipeline.errors import OffsetError, UnconfirmedError
from pipeline.nlp import tagging
from tests.conftest import Run
from tests.test_run import REPORT, digests, reasons

GOOD = {f"{number}.txt": REPORT.replace("schuldhulp", f"onderwerp {number}") for number in range(4)}


def spoil(monkeypatch: pytest.MonkeyPatch, table: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Let the coding of `fout.txt` go wrong."""
    code_report = tagging.code_report

    def code(rows, *found, **options):  # type: ignore[no-untyped-def]
        coded = code_report(rows, *found, **options)
        if rows["reports"][0]["path"] == "fout.txt":
            change(coded.rows[table][0])
        return coded

    monkeypatch.setattr(tagging, "code_report", code)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("entities", {"start_char": 1}),
        ("statements", {"text": "Dit staat er niet."}),
        ("statements", {"kind": "mening"}),
        ("statements", {"kind_score": 7.0}),
    ],
)
def test_a_report_that_breaks_the_contract_is_named_and_the_others_are_used(
    analyse_files: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, table: str, change: dict[str, Any]
) -> None:
    spoil(monkeypatch, table, lambda row: row.update(change))
    run = analyse_files({**GOOD, "fout.txt": REPORT})
    assert reasons(run) == {"fout.txt": "internal_error"}
    assert set(run.data["reports"]["path"]) == set(GOOD)
    (message,) = run.data["rejections"]["message"]
    assert "makers" in message
    assert message.endswith(".")
    assert "fout.txt" in (run.reports / "rapport.html").read_text(encoding="utf-8")


def test_what_goes_wrong_in_coding_is_no_fault_of_the_file(
    analyse_files: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("Anna de Boer")

    spoil(monkeypatch, "statements", fail)
    run = analyse_files({**GOOD, "fout.txt": REPORT})
    assert reasons(run) == {"fout.txt": "internal_error"}
    (message,) = run.data["rejections"]["message"]
    assert "ZeroDivisionError" in message
    assert "Anna" not in message


def test_the_message_on_a_wrong_place_does_not_repeat_what_stands_there() -> None:
    row = {"start_char": 0, "end_char": 4, "text": "Anna"}
    tables.check_rows({"entities": [row]}, "Anna komt.")
    with pytest.raises(OffsetError) as caught:
        tables.check_rows({"entities": [row]}, "Komt Anna?")
    assert "entities" in str(caught.value)
    assert "Anna" not in str(caught.value)


@pytest.mark.parametrize(
    ("size", "reason", "is_split"), [(1_000, "internal_error", False), (9_000_000, "too_large", True)]
)
def test_only_a_large_file_is_to_be_split(
    analyse_files: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, size: int, reason: str, is_split: bool
) -> None:
    def late(function, tasks, **_):  # type: ignore[no-untyped-def]
        for task in tasks:
            yield task, TimeoutError() if task.path == "traag.txt" else function(task)

    monkeypatch.setattr("pipeline.run.coding.run_all", late)
    run = analyse_files({**GOOD, "traag.txt": "x" * size})
    assert reasons(run) == {"traag.txt": reason}
    (message,) = run.data["rejections"]["message"]
    assert ("Splits" in message) == is_split
    assert "maximale_seconden_per_bestand" in message


_loaded = False


def _load(_: object) -> None:
    """Compute for longer than a task may, the first time."""
    global _loaded
    end = time.process_time() + 2
    while not _loaded and time.process_time() < end:
        pass
    _loaded = True


def _double(number: int) -> int:
    return 2 * number


def _wait(number: int) -> int:
    """Take longer than a task may without computing, as where others have the processor."""
    time.sleep(2)
    return number


def _die_once(marker: Path) -> str:
    if marker.name != "goed" and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL if marker.name == "dood" else signal.SIGPROF)
    return marker.name


def _compute(_: int) -> None:
    while True:
        pass


@pytest.mark.parametrize("n_workers", [1, 2])
def test_loading_is_no_work_on_a_task(n_workers: int) -> None:
    outcomes = dict(executors.run_all(_double, range(5), n_workers=n_workers, seconds=0.5, prepare=_load))
    assert outcomes == {0: 0, 1: 2, 2: 4, 3: 6, 4: 8}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="only the clock is at hand")
def test_waiting_for_the_processor_is_no_work_on_a_task() -> None:
    assert dict(executors.run_all(_wait, range(2), n_workers=2, seconds=0.5)) == {0: 0, 1: 1}


def test_what_was_ended_is_tried_once_more(tmp_path: Path) -> None:
    markers = [tmp_path / name for name in ("laat", "goed", "dood")]
    outcomes = dict(executors.run_all(_die_once, markers, n_workers=2, seconds=60))
    assert outcomes == {marker: marker.name for marker in markers}


def test_what_computes_for_ever_is_ended() -> None:
    ((_, outcome),) = executors.run_all(_compute, [1], n_workers=1, seconds=0.5)
    assert isinstance(outcome, TimeoutError)
    assert not isinstance(outcome, ProcessExpired)


@pytest.mark.usefixtures("processes")
def test_models_may_take_longer_to_load_than_a_file_may_take(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files({"a.txt": REPORT}, max_file_seconds=4)
    assert reasons(run) == {}


def everything(run: Run) -> dict[str, str]:
    return digests(run.processed, "*") | {f"r/{name}": sha for name, sha in digests(run.reports, "*").items()}


@pytest.mark.parametrize("is_left", [("0.txt",), ()])
def test_a_run_that_loses_most_reports_changes_nothing_unless_told(
    analyse_files: Callable[..., Run], is_left: tuple[str, ...]
) -> None:
    run = analyse_files(GOOD)
    before = everything(run)
    raw = run.processed.parent / "raw"
    for name in set(GOOD) - set(is_left):
        (raw / name).unlink()
    with pytest.raises(UnconfirmedError) as caught:
        analyse_files({"nieuw.txt": REPORT} if is_left else {})
    assert "--akkoord" in str(caught.value)
    assert str(caught.value).endswith(".")
    assert everything(run) == before
    told = analyse_files({}, agreed=True)
    assert set(told.data["reports"]["path"]) == {*is_left, *(("nieuw.txt",) if is_left else ())}


def test_reports_that_became_useless_are_named(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files(GOOD)
    before = digests(run.processed, "*.parquet") | digests(run.reports, "*")
    with pytest.raises(UnconfirmedError) as caught:
        analyse_files(dict.fromkeys(list(GOOD)[:3], ""))
    assert [path for path, _ in caught.value.unused] == list(GOOD)[:3]
    assert digests(run.processed, "*.parquet") | digests(run.reports, "*") == before


def test_reports_that_moved_or_were_corrected_are_not_lost(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files(GOOD)
    raw = run.processed.parent / "raw"
    (raw / "2024").mkdir()
    for name in ("0.txt", "1.txt"):
        (raw / name).rename(raw / "2024" / name)
    run = analyse_files({name: GOOD[name].replace("te weinig", "veel te weinig") for name in ("2.txt", "3.txt")})
    assert len(run.data["reports"]) == 4
