"""Where the work on single reports runs: in local processes, later on a cluster."""

import faulthandler
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

Task = TypeVar("Task")
Result = TypeVar("Result")

_WAITING_PER_WORKER = 3
_PATIENCE = 10  # times the limit, by the clock: for who waits without computing
_CLOCK_RAN_OUT = 1  # the exit code that faulthandler gives


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
    prepare: Callable[[Task], object] | None = None,
) -> Iterator[tuple[Task, Result | Exception]]:
    """Run a function on every task and yield each task with its result, in the order of completion.

    A task that raises yields its exception. One that takes too long, or kills its process, is tried once more when
    all others are done, alone: then it yields `TimeoutError` or `pebble.ProcessExpired`. The other tasks go on.

    Parameters
    ----------
    function, tasks
        Both must be picklable. Tasks are taken as there is room, so that few are in memory at a time.
    n_workers
        The number of processes.
    seconds
        How long the processor may work on one task. Other work on the machine does not count; a task that computes
        nothing is ended after ten times as long by the clock.
    prepare
        Is called with each task first, outside the limit: for what a process loads once.
    """
    again: list[Task] = []
    limited = partial(_limited, function, prepare, seconds)
    for task, outcome in _run(limited, tasks, n_workers):
        if isinstance(outcome, (ProcessExpired, TimeoutError)):
            again.append(task)
        else:
            yield task, outcome
    if again:
        for task, outcome in _run(limited, again, 1):
            yield task, TimeoutError() if _ran_out_of_time(outcome) else outcome


def run_here(function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Exception]]:
    """Run a function on every task in this process and yield as `run_all` does: for work that is known to be light."""
    for task in tasks:
        try:
            yield task, function(task)
        except Exception as error:
            yield task, error


def _limited(
    function: Callable[[Task], Result], prepare: Callable[[Task], object] | None, seconds: float, task: Task
) -> Result:
    if prepare is not None:
        prepare(task)
    with _limits(seconds):
        return function(task)


@contextmanager
def _limits(seconds: float) -> Iterator[None]:
    """End this process from outside Python, which may itself be stuck in a library that does not answer."""
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


def _ran_out_of_time(outcome: object) -> bool:
    codes = {_CLOCK_RAN_OUT, -getattr(signal, "SIGPROF", 0)}
    return isinstance(outcome, ProcessExpired) and outcome.exitcode in codes


def _run(
    function: Callable[[Task], Result], tasks: Iterable[Task], n_workers: int
) -> Iterator[tuple[Task, Result | Exception]]:
    # spawn, not fork: numpy's and spaCy's threads do not survive a fork. Ctrl-C is for this process.
    with ProcessPool(
        n_workers,
        context=multiprocessing.get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
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
            pool.stop()  # type: ignore[no-untyped-call]
            raise
