"""A file has a budget of memory and time: what needs more is named, with what broke which limit, and the others go on."""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from pipeline import executors
from pipeline.ingest.readers.office import read_office
from pipeline.limits import OverMemoryError, OverTimeError, run_program
from tests.conftest import Run
from tests.hostile_files import TEXT, docx
from tests.test_run import reasons

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
MEGABYTE = 1_000_000


def run(function: Callable[[Any], Any], tasks: list[Any], *, seconds: float = 60, megabytes: int = 200) -> list[Any]:
    """Return what a function gives for each task in a process with limits, or what it raised."""
    given = dict(executors.run_all(function, tasks, n_workers=1, seconds=seconds, megabytes=megabytes))
    return [given[task] for task in tasks]


def _take(megabytes: int) -> int:
    return len(b"x" * megabytes * MEGABYTE) // MEGABYTE


def _take_in_pieces(n_pieces: int) -> int:
    return len([b"x" * MEGABYTE for _ in range(n_pieces)])


def _take_and_hide(n_pieces: int) -> str:
    """Do as libraries in C do that go on with less, and tell nobody."""
    try:
        _take_in_pieces(n_pieces)
    except MemoryError:
        return "half a document"
    return "a document"


def _take_array(megabytes: int) -> float:
    import numpy as np

    return float(np.ones(megabytes * MEGABYTE // 8).size)


def _run_python(code: str) -> bytes:
    return run_program("pandoc", [sys.executable, "-c", code], b"de tekst")


def _read_word(data: bytes) -> str:
    return read_office(data, "docx", lambda *_: None).text


@only_linux
@pytest.mark.parametrize("take", [_take, _take_in_pieces, _take_and_hide, _take_array])
def test_what_needs_more_memory_is_told_and_the_others_go_on(take: Callable[[Any], Any]) -> None:
    first, over, last = run(take, [10, 400, 20])
    assert isinstance(over, MemoryError)
    assert not isinstance(first, Exception)
    assert not isinstance(last, Exception)


@only_linux
def test_memory_of_one_task_is_not_counted_with_the_next() -> None:
    assert run(_take, [140, 150, 145, 141]) == [140, 150, 145, 141]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("while True: pass", OverTimeError),
        pytest.param("x = [bytearray(1_000_000) for _ in range(900)]; import os; os.abort()", None, marks=only_linux),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", OverMemoryError),
    ],
)
def test_a_program_has_the_limits_of_its_file(code: str, error: type[Exception] | None) -> None:
    (outcome,) = run(_run_python, [code], seconds=1)
    if error is None:  # it was refused memory before it came to the end
        assert "exit status 1" in str(outcome)
    else:
        assert isinstance(outcome, error)
        assert outcome.args == ("pandoc",)


def test_a_program_gets_its_bytes_and_gives_its_own() -> None:
    code = "import sys; sys.stdout.write(sys.stdin.read().upper())"
    assert run(_run_python, [code]) == [b"DE TEKST"]


def deep(n_rows: int) -> bytes:
    """Return a small Word file that makes pandoc take much memory."""
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>" * 20 + "</w:tr>"
    return docx("<w:tbl>" + row * n_rows + "</w:tbl>")


def test_what_pandoc_needs_too_much_for_is_told_of_pandoc() -> None:
    (outcome,) = run(_read_word, [deep(3000)], megabytes=100)
    assert isinstance(outcome, OverMemoryError)
    assert outcome.args == ("pandoc",)


@pytest.mark.parametrize(("error", "who"), [(OverMemoryError("pandoc"), "pandoc"), (OverMemoryError(), "lezen"), (MemoryError(), "lezen"), (OverTimeError("pandoc"), "pandoc")])  # fmt: skip
def test_the_rejection_names_the_limit_and_what_broke_it(
    analyse_files: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, error: Exception, who: str
) -> None:
    def fail(function, tasks, **_):  # type: ignore[no-untyped-def]
        for task in tasks:
            yield task, error if task.path == "zwaar.txt" else function(task)

    monkeypatch.setattr("pipeline.run.coding.run_all", fail)
    found = analyse_files({"goed.txt": TEXT, "zwaar.txt": TEXT + "Nog iets.\n"}, max_file_memory=321)
    is_memory = isinstance(error, MemoryError)
    assert reasons(found) == {"zwaar.txt": "too_large" if is_memory else "internal_error"}
    (message,) = found.data["rejections"]["message"]
    assert ("maximaal_geheugen_per_bestand_mb (nu 321)" if is_memory else "maximale_seconden_per_bestand") in message
    assert who in message
    assert message.endswith(".")
