"""Where the work on single reports runs: in local processes, later on a cluster."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from pipeline.limits import CLOCK_RAN_OUT, Limits, OverMemoryError, OverTimeError, within

Task = TypeVar("Task")
Result = TypeVar("Result")

_WAITING_PER_WORKER = 3


@contextmanager
def beside(*, pays: bool) -> Iterator[Executor | None]:
    """Give a process for work beside that of this one if that pays, or None.

    It gets what it works on once, and gives back all that the work took when it ends.
    """
    if not pays:
        yield None
        return
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
        yield executor


def run_all(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    n_workers: int,
    seconds: float,
    megabytes: int = 0,
    prepare: Callable[[Task], object] | None = None,
) -> Iterator[tuple[Task, Result | Exception]]:
    """Run a function on every task and yield each task with its result, in the order of completion.

    A task that raises yields its exception. One that takes too long or too much memory, or kills its process, is tried
    once more when all others are done, alone and in a process of its own: then it yields `TimeoutError`, `MemoryError`
    or `pebble.ProcessExpired`. The other tasks go on.

    Parameters
    ----------
    function, tasks
        Both must be picklable. Tasks are taken as there is room, so that few are in memory at a time.
    n_workers
        The number of processes.
    seconds
        How long the processor may work on one task. Other work on the machine does not count; a task that computes
        nothing is ended after thirty times as long by the clock.
    megabytes
        How much memory one task may take beside what its process has loaded; 0 is no limit.
    prepare
        Is called with each task first, outside the limit: for what a process loads once.
    """
    again: list[Task] = []
    limited = partial(_limited, function, prepare, Limits(seconds, megabytes))
    for task, outcome in _run(limited, tasks, n_workers):
        if isinstance(outcome, (ProcessExpired, TimeoutError, MemoryError)):
            again.append(task)
        else:
            yield task, outcome
    if again:
        for task, outcome in _run(limited, again, 1, max_tasks=1):
            yield task, _told(outcome)


def run_here(function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Exception]]:
    """Run a function on every task in this process and yield as `run_all` does: for work that is known to be light."""
    for task in tasks:
        try:
            yield task, function(task)
        except Exception as error:
            yield task, error


def end_children() -> None:
    """End all processes of this one at once, and where the system has groups of processes what they started too."""
    for child in multiprocessing.active_children():
        if child.pid is None:
            continue
        try:
            if sys.platform == "win32":
                child.kill()
            elif os.getpgid(child.pid) == child.pid:  # not before `_begin_worker`
                os.killpg(child.pid, signal.SIGKILL)
            else:
                child.kill()
        except OSError:  # it has ended
            continue


def _begin_worker() -> None:
    """Leave Ctrl-C to the process that began this one, and end with that, in whatever way it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limited(
    function: Callable[[Task], Result], prepare: Callable[[Task], object] | None, limits: Limits, task: Task
) -> Result:
    if prepare is not None:
        prepare(task)
    with within(limits):
        return function(task)


def _told(outcome: Result | Exception) -> Result | Exception:
    """Return the limit that ended a process, for the end of the process."""
    if not isinstance(outcome, ProcessExpired):
        return outcome
    if outcome.exitcode in {CLOCK_RAN_OUT, -getattr(signal, "SIGPROF", 0)}:
        return OverTimeError()
    # Of all that ends a process only a system without memory asks nothing first.
    return OverMemoryError() if outcome.exitcode == -getattr(signal, "SIGKILL", 0) else outcome


def _run(
    function: Callable[[Task], Result], tasks: Iterable[Task], n_workers: int, max_tasks: int = 0
) -> Iterator[tuple[Task, Result | Exception]]:
    # spawn, not fork: numpy's and spaCy's threads do not survive a fork.
    with ProcessPool(
        n_workers,
        max_tasks=max_tasks,
        context=multiprocessing.get_context("spawn"),
        initializer=_begin_worker,
    ) as pool:
        coming = iter(tasks)
        waiting: dict[Future[Result], Task] = {}
        try:
            while True:
                for task in islice(coming, n_workers * _WAITING_PER_WORKER - len(waiting)):
                    waiting[pool.schedule(function, args=(task,))] = task
                if not waiting:
                    break
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    task, error = waiting.pop(future), future.exception()
                    if isinstance(error, Exception):
                        yield task, error
                    elif error is not None:
                        raise error
                    else:
                        yield task, future.result()
        except BaseException:
            # The user broke off, or whoever reads the results did: what has not begun never will.
            end_children()
            pool.stop()  # type: ignore[no-untyped-call]
            raise
