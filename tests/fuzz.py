"""Damages a report for every reader, and takes it through reading, coding and the replacing of names.

`python -m tests.fuzz 20000 0` tries 20,000 damages, from seed 0, within the limits that a file has in a run.
"""

import hashlib
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from pipeline import executors, tables
from pipeline.config import Settings
from pipeline.ingest.files import find_files
from pipeline.nlp import left_over
from pipeline.nlp.codebook import Codebook, load_codebook
from pipeline.run.acceptance import accept
from pipeline.run.coding import load_models
from pipeline.run.one_report import ReportTask, code_report, keys_of
from tests.mutations import damaged, files

READ, REJECTED, CRASHED = "gelezen", "afgewezen", "gecrasht"


@dataclass(frozen=True)
class Outcome:
    """What became of a damaged file: the first fault, and the most memory, in bytes, of the process and of pandoc."""

    status: str
    fault: str = ""
    peak: int = 0
    peak_of_pandoc: int = 0


@cache
def _codebook() -> Codebook:
    return load_codebook(None)


@cache
def _files() -> dict[str, bytes]:
    return files()


def task_of(path: str, location: Path, sha256: str, member: str = "") -> ReportTask:
    """Return the task of coding a file, of which nothing is kept."""
    model = Settings().language_model
    keys = keys_of(path, sha256, None, model, _codebook())
    return ReportTask(path, location, sha256, None, model, _codebook(), keys, None, member)


def try_file(task: tuple[str, int]) -> Outcome:
    """Damage a file and do with it all that a run does with one report."""
    name, seed = task
    data = damaged(name, _files()[name], seed)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        coded = {}
        for file in find_files(Path(folder), max_bytes=50_000_000):
            if file.rejection is None:
                coded[file.path] = code_report(task_of(file.path, file.location, file.sha256, file.member))
        is_read = any(report.rejection is None for report in coded.values())
        accepted = accept(coded)
    data_of_run = {name: tables.frame(name, []) for name in tables.TABLES} | accepted.tables
    broken = [row["message"] for row in tables.records(data_of_run["rejections"]) if row["reason"] == "internal_error"]
    tables.check_all_offsets(data_of_run, accepted.texts)
    for known_names in ("gewoon", "vervangen"):
        shown = left_over.show(data_of_run, accepted.texts, known_names)
        tables.check_all_offsets(shown.tables, shown.texts)
    status = CRASHED if broken else READ if is_read else REJECTED
    peaks = (_peak(), 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return Outcome(status, "; ".join(broken), *peaks)


def _peak() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def tasks_of(n: int, first_seed: int) -> list[tuple[str, int]]:
    """Return which files to damage with which seeds, the readers in turn."""
    names = list(_files())
    return [(names[number % len(names)], first_seed + number // len(names)) for number in range(n)]


def fuzz(tasks: Sequence[tuple[str, int]], n_workers: int) -> dict[tuple[str, int], Outcome]:
    """Return what became of each damaged file, within the limits that a file has."""
    settings = Settings()
    own = settings.max_file_seconds, settings.max_file_memory
    model = task_of("x", Path("x"), "")
    prepare = partial(_load, model)
    outcomes = {}
    run = executors.run_all(try_file, tasks, n_workers=n_workers, seconds=own[0], megabytes=own[1], prepare=prepare)
    for number, (task, outcome) in enumerate(run, start=1):
        outcomes[task] = outcome if isinstance(outcome, Outcome) else _failed(outcome)
        if outcomes[task].fault:
            print(*task, outcomes[task].fault, file=sys.stderr, flush=True)  # noqa: T201
        if number % 100 == 0:
            print(f"{number} van {len(tasks)}", file=sys.stderr, flush=True)  # noqa: T201
    return outcomes


def _load(task: ReportTask, _: object) -> None:
    load_models(task)


def _failed(error: Exception) -> Outcome:
    is_limit = isinstance(error, (MemoryError, TimeoutError))
    return Outcome(REJECTED if is_limit else CRASHED, f"{type(error).__name__}: {error}")


def report(outcomes: dict[tuple[str, int], Outcome]) -> str:
    """Return a table of the outcomes by the kind of file, and the faults."""
    kinds = sorted({name for name, _ in outcomes})
    lines = [f"{'bestand':10}{'geprobeerd':>11}{READ:>9}{REJECTED:>11}{CRASHED:>10}{'piek MB':>9}{'pandoc MB':>11}"]
    for kind in kinds:
        own = [outcome for (name, _), outcome in outcomes.items() if name == kind]
        counts: Counter[str] = Counter(outcome.status for outcome in own)
        peaks: tuple[Any, ...] = (max(one.peak for one in own), max(one.peak_of_pandoc for one in own))
        peak, of_pandoc = (round(one / 1e6) for one in peaks)
        lines.append(
            f"{kind:10}{len(own):>11}{counts[READ]:>9}{counts[REJECTED]:>11}{counts[CRASHED]:>10}{peak:>9}{of_pandoc:>11}"
        )
    faults = [f"{name} {seed}: {one.fault}" for (name, seed), one in sorted(outcomes.items()) if one.fault]
    return "\n".join([*lines, *faults])


def digest(task: tuple[str, int]) -> str:
    """Return what tells one damaged file from another."""
    return hashlib.sha256(damaged(task[0], _files()[task[0]], task[1])).hexdigest()


def main() -> int:
    """Damage as many files as the first argument says, from the seed that the second gives."""
    n, first_seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    outcomes = fuzz(tasks_of(n, first_seed), Settings().n_workers)
    print(report(outcomes))  # noqa: T201
    return int(any(outcome.status == CRASHED for outcome in outcomes.values()))


if __name__ == "__main__":
    sys.exit(main())
