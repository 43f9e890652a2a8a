"""One run at a time in a folder: who holds it, since when, and how to wait.

The lock is one of the system (`filelock`: flock, on Windows msvcrt), which takes it away when the process ends, in
whatever way: no stale lock is to be guessed from numbers of processes or from clocks, and it works over network shares
that know locks. On one that does not, `filelock` keeps a file with the process in it, and takes over one whose process
is gone. Beside it lies who holds the folder, only to be told.
"""

import errno
import json
import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BusyError, OutputError
from pipeline.storage import files
from pipeline.storage.files import told
from pipeline.storage.processed import Storage
from pipeline.storage.reports import ReportFolder

if TYPE_CHECKING:
    from filelock import BaseFileLock

_NO_LOCKS = (errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK)
_POLL_SECONDS = 0.5


@contextmanager
def held(
    *folders: Path,
    beside: Path | None = None,
    wait: bool = False,
    waiting: Callable[[str], object] | None = None,
) -> Iterator[str | None]:
    """Hold folders while something is written there; what an earlier run left unfinished is finished or removed first.

    Parameters
    ----------
    folders
        The folders; they are made where they are not there.
    beside
        A processed folder that is only read: it is held for as long as it takes to finish what was broken off there.
    wait
        Whether to wait for who holds one.
    waiting
        Is told who that is, once.

    Yields
    ------
    str or None
        The step that was broken off and has been finished (`Storage.take_over`), if any.

    Raises
    ------
    BusyError
        If somebody holds one and `wait` is not given.
    OutputError
        If a folder cannot be written to.
    """
    with ExitStack() as stack:
        # In one order, so that two that wait for the same folders do not wait for each other.
        for folder in sorted({folder.resolve() for folder in folders}):
            stack.enter_context(_locked(folder, wait=wait, waiting=waiting))
        if beside is not None and Storage(beside).is_broken_off:
            # Who only may read there reads what is valid all the same.
            with suppress(BusyError, OutputError), _locked(beside.resolve(), wait=False, waiting=None):
                Storage(beside).resume()
        steps = [Storage(folder).resume() for folder in folders]
        for folder in folders:
            Storage(folder).sweep()
            ReportFolder(folder).resume()
            ReportFolder(folder).sweep()
        try:
            yield next((step for step in steps if step is not None), None)
        except BaseException:
            _drop(folders)
            raise


def _drop(folders: Iterable[Path]) -> None:
    """Remove what was written aside and will not become valid: a full disk has other use for the room."""
    with suppress(OutputError):
        if not any(Storage(folder).is_broken_off for folder in folders):  # or else it waits to be put in place
            for folder in folders:
                Storage(folder).resume()
                ReportFolder(folder).resume()


@contextmanager
def _locked(folder: Path, *, wait: bool, waiting: Callable[[str], object] | None) -> Iterator[None]:
    from filelock import SoftFileLock

    with told(folder):
        files.make_folder(folder)
        lock = _acquired(folder, wait=wait, waiting=waiting)
    holder = folder / files.HOLDER
    try:
        files.write_atomic(holder, json.dumps(_own(), ensure_ascii=False).encode(), is_durable=False)
        yield
    finally:
        try:
            with suppress(OSError):
                files.remove(holder)
                if not isinstance(lock, SoftFileLock):  # while it is held: who waits for it notices, and makes it anew
                    files.remove(folder / files.LOCK)
        finally:
            lock.release()


def _acquired(folder: Path, *, wait: bool, waiting: Callable[[str], object] | None) -> "BaseFileLock":
    from filelock import FileLock, SoftFileLock, Timeout  # not for --help

    path = folder / files.LOCK
    lock: BaseFileLock = FileLock(path, thread_local=False)
    try:
        try:
            lock.acquire(timeout=0)
        except OSError as error:
            if isinstance(error, Timeout) or error.errno not in _NO_LOCKS:
                raise
            lock = SoftFileLock(path, thread_local=False)
            lock.acquire(timeout=0)
    except Timeout:
        who = _who(folder)
        if not wait:
            raise BusyError(f"{who}; probeer het daarna opnieuw, of wacht daarop met --wacht.") from None
        if waiting is not None:
            waiting(who)
        lock.acquire(timeout=-1, poll_interval=_POLL_SECONDS)
    return lock


def _own() -> dict[str, str | int]:
    return {
        "proces": os.getpid(),
        "computer": socket.gethostname(),
        "sinds": datetime.now().astimezone().isoformat(timespec="seconds"),
    }


def _who(folder: Path) -> str:
    """Return who holds a folder, and what to do where that cannot be seen from here."""
    busy = f"De map {folder} is in gebruik"
    try:
        holder = json.loads((folder / files.HOLDER).read_bytes())
        since = datetime.fromisoformat(holder["sinds"]).strftime("%d-%m-%Y %H:%M")
        process, computer = int(holder["proces"]), str(holder["computer"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"{busy} door een ander programma"
    told_by = f"{busy} sinds {since} door proces {process} op {computer}"
    if computer == socket.gethostname():
        return told_by
    return f"{told_by} (draait daar niets meer, verwijder dan {folder / files.LOCK})"
