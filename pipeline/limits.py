"""How much memory and processor time one file may take: in the process that reads it, and in a program that it runs.

Memory is limited by `RLIMIT_DATA`, of Linux alone: it counts what a process asked for to write in. `RLIMIT_AS` counts
all addresses as well, of which the language model and pandoc set apart many gigabytes that they never use. Elsewhere
only pandoc's own limit holds.
"""

import faulthandler
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

if sys.platform != "win32":
    import resource

_MEGABYTE = 1_000_000
# Times the limit, by the clock, for who waits without computing: a program first, so that it can be named.
_PATIENCE, _PATIENCE_WITH_PROGRAM = 30, 25
_NEARLY = 0.9  # of the memory: libraries in C that get no more go on with less, and tell nobody
_MORE_FOR_PROGRAM = 250  # megabytes: a program that guards its own memory is to find out first
_STATUS, _FORGET_PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_FIELD = re.compile(r"^(\w+):\s+(\d+) kB$", re.MULTILINE)

CLOCK_RAN_OUT = 1
"""The exit code of a process that waited too long."""


@dataclass(frozen=True)
class Limits:
    """What one file may take; no limit where it is 0.

    Attributes
    ----------
    seconds
        How long the processor may work on it.
    megabytes
        How much memory it may take beside what the process had loaded.
    """

    seconds: float = 120
    megabytes: int = 1000


class OverMemoryError(MemoryError):
    """A file needed more memory than it may have; the argument is the program that did, or nothing for this one."""


class OverTimeError(TimeoutError):
    """A file took the processor longer than it may; the argument is the program that did, or nothing for this one."""


_DEFAULT = Limits()
_current: ContextVar[Limits] = ContextVar("limits", default=_DEFAULT)


def limits() -> Limits:
    """Return what the file that is being read may take."""
    return _current.get()


@contextmanager
def within(given: Limits) -> Iterator[None]:
    """Work on one file within limits.

    Time that has run out ends this process, from outside Python, which may itself be stuck in a library that does not
    answer. Memory that has run out raises `OverMemoryError`.
    """
    token = _current.set(given)
    try:
        with _time(given.seconds), _memory(given.megabytes):
            yield
    finally:
        _current.reset(token)


def run_program(name: str, command: Sequence[str], data: bytes) -> bytes:
    """Return what a program makes of some bytes, within the limits of the file that they are of.

    Raises
    ------
    OverMemoryError, OverTimeError
        If it needs more.
    subprocess.CalledProcessError
        If it fails.
    """
    own = limits()
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _limit(process.pid, own)
            out, _ = process.communicate(data, timeout=_PATIENCE_WITH_PROGRAM * own.seconds if own.seconds else None)
        except subprocess.TimeoutExpired:
            process.kill()
            raise OverTimeError(name) from None
        except BaseException:
            process.kill()
            raise
    code = process.returncode
    if code in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGPROF", 0)) and code:
        raise OverTimeError(name)
    if code == -getattr(signal, "SIGKILL", 0) and code:
        raise OverMemoryError(name)
    if code:
        raise subprocess.CalledProcessError(code, name)
    return out


def _limit(pid: int, own: Limits) -> None:
    """Limit another process, where the system can."""
    if sys.platform != "linux":
        return
    # Not before it starts: what runs between fork and exec may wait for ever for a thread that was not copied.
    with suppress(ProcessLookupError):
        if own.seconds:
            seconds = max(1, round(own.seconds))
            resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds + 1))
        if own.megabytes:
            n_bytes = (own.megabytes + _MORE_FOR_PROGRAM) * _MEGABYTE
            resource.prlimit(pid, resource.RLIMIT_DATA, (n_bytes, n_bytes))


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(_PATIENCE * seconds, exit=True, file=nowhere)
        if hasattr(signal, "setitimer"):  # not on Windows
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            yield
        finally:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_PROF, 0)
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    if sys.platform != "linux" or not megabytes:
        yield
        return
    loaded = _loaded()
    before = resource.getrlimit(resource.RLIMIT_DATA)
    limit = loaded["VmData"] + megabytes * _MEGABYTE
    with suppress(OSError):
        _FORGET_PEAK.write_text("5")
    resource.setrlimit(resource.RLIMIT_DATA, (min([limit, *_finite(before)]), before[1]))
    failure: Exception | None = None
    try:
        yield
    except OverMemoryError:
        raise
    except Exception as error:
        failure = error
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
    is_over = _status()["VmHWM"] - loaded["VmRSS"] > _NEARLY * megabytes * _MEGABYTE
    if isinstance(failure, MemoryError) or is_over:
        raise OverMemoryError from failure
    if failure is not None:
        raise failure


def _finite(pair: tuple[int, int]) -> list[int]:
    return [value for value in pair if value != resource.RLIM_INFINITY]


@cache
def _loaded() -> dict[str, int]:
    """Return what this process held when it began on its first file: what it keeps of one counts with the next."""
    return _status()


def _status() -> dict[str, int]:
    """Return the sizes that the system tells of this process, in bytes."""
    return {name: 1024 * int(size) for name, size in _FIELD.findall(_STATUS.read_text())}
