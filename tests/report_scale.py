"""`python -m tests.report_scale N …`: what each step of the report costs on N made-up sessions.

The tables are made up (`tests.large_page`), so that nothing is analysed. Each step runs in a process of its own, which
begins with what the step needs; its processor seconds include those of its children, and its memory is what it took
beyond what was there. Steps that are named after `--` are the only ones to be measured.
"""

import math
import os
import pickle
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipeline.nlp.left_over import show
from pipeline.reporting import charts, content
from pipeline.reporting.exports import datapackage, sheets, workbook
from pipeline.reporting.findings import find
from pipeline.reporting.formats import FILES
from pipeline.reporting.writers import WRITERS
from pipeline.run.last_check import check_files
from tests.large_page import METHOD, NAMES, world

_MEGABYTE = 1024  # of the kibibytes that the system counts in


def measured(step: Callable[[], Any]) -> tuple[float, float, float, int]:
    """Return CPU seconds, peak megabytes beyond the start of the process itself and of a child, and bytes made."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        before = _peak()
        start = sum(os.times()[:4])
        made = step()
        found = (
            sum(os.times()[:4]) - start,
            (_peak() - before) / _MEGABYTE,
            resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _MEGABYTE,
            len(made) if isinstance(made, bytes) else 0,
        )
        os.write(writing, pickle.dumps(found))
        os._exit(0)
    os.close(writing)
    data = os.read(reading, 65_536)  # nothing, if it was ended for want of memory
    os.close(reading)
    os.waitpid(child, 0)
    if not data:
        return (math.nan,) * 3 + (0,)  # type: ignore[return-value]
    found: tuple[float, float, float, int] = pickle.loads(data)  # noqa: S301 (our own child)
    return found


def _peak() -> int:
    """Return the most memory that this process has had, from now on."""
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    Path("/proc/self/clear_refs").write_text("5")
    return int(peak.split()[1])


def main(n_sessions: int, chosen: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Print what each step costs."""
    tables, texts = world(n_sessions, n_topics=round(4 * math.sqrt(n_sessions)))
    costs = {}

    def step(name: str, work: Callable[[], Any], *, is_needed: bool = False) -> Any:
        if not chosen or name in chosen:
            _peak()
            seconds, own, child, size = measured(work)
            costs[name] = (seconds, own + child)
            told = f"{n_sessions:6} {name:22} {seconds:8.2f} s {own:8.0f} MB {child:8.0f} MB kind"
            print(f"{told} {size / 1e6:8.2f} MB", flush=True)  # noqa: T201
        return work() if is_needed else None

    shown = step("namen", lambda: show(tables, texts), is_needed=not chosen or "laatste-blik" in chosen)
    if shown is not None:
        tables, texts = shown.tables, shown.texts
    findings = step("bevindingen", lambda: find(tables, texts, NAMES), is_needed=True)
    pictures = step("figuren", lambda: charts.draw(findings), is_needed=True)
    document = step("boom", lambda: content.build(findings, pictures, NAMES, METHOD), is_needed=True)
    made: dict[str, bytes] = {}
    for name, write in WRITERS.items():
        step(name, lambda write=write: write(document))  # type: ignore[misc]
    step("bevindingen.xlsx", lambda: workbook.write("x", (), sheets.build(findings, tables, NAMES)))
    step("data", lambda: _size(datapackage.write("x", tables, NAMES)))
    if shown is not None and (not chosen or "laatste-blik" in chosen):
        made = {FILES[name]: WRITERS[name](document) for name in WRITERS if name not in ("pdf", "bijlagen")}
        made["bevindingen.xlsx"] = workbook.write("x", (), sheets.build(findings, tables, NAMES))
        made |= {f"data/{name}": data for name, data in datapackage.write("x", tables, NAMES).items()}
        step("laatste-blik", lambda: check_files(made, shown.guard))
    return costs


def _size(files: Mapping[str, bytes]) -> bytes:
    return bytes(sum(map(len, files.values())))


if __name__ == "__main__":
    sizes, _, only = " ".join(sys.argv[1:]).partition("--")
    for size in map(int, sizes.split()):
        main(size, tuple(only.split()))
