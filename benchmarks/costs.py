"""What a command costs: seconds by the clock and of the processors, and the most memory of its processes together."""

import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_INTERVAL = 0.5  # seconds between two looks at the memory
_KIB = 1024


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of the processors, and megabytes (each page that processes share counted once)."""

    wall: float
    processor: float
    memory: float


def cost_of(arguments: Sequence[str]) -> Cost:
    """Run Python with arguments as a process of its own, start included, and return what that cost.

    Raises
    ------
    subprocess.CalledProcessError
        If it failed, after what it said of that was printed.
    """
    before, clock = os.times(), time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    said, _ = process.communicate()
    wall, after = time.perf_counter() - clock, os.times()
    watcher.join()
    if process.returncode:
        print(said, file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, process.args)
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, processor, peak[0])


def _watch(process: "subprocess.Popen[str]", peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_megabytes, _tree(process.pid))))
        time.sleep(_INTERVAL)


def _tree(root: int) -> list[int]:
    """Return a process and all that it began, directly or not."""
    children: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):  # it has ended
            continue
        children[parent].append(int(path.parent.name))
    found = [root]
    for pid in found:
        found += children[pid]
    return found


def _megabytes(pid: int) -> float:
    """Return the proportional set size of a process; where the system does not tell it, nothing."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * _KIB / 1e6
