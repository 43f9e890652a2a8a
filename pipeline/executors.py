"""Where the work on single reports runs: in local processes, later on a cluster."""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice
from typing import TypeVar

from pebble import ProcessPool

Task = TypeVar("Task")
Result = TypeVar("Result")

_WAITING_PER_WORKER = 3


def run_all(
    function: Callable[[Task], Result], tasks: Iterable[Task], *, n_workers: int, seconds: float
) -> Iterator[tuple[Task, Result | Exception]]:
    """Run a function on every task and yield each task with its result, in the order of completion.

    A task that raises yields its exception; so does one that kills its process (`pebble.ProcessExpired`)
    and one that takes too long (`TimeoutError`), whose process is ended. The other tasks go on.

    Parameters
    ----------
    function, tasks
        Both must be picklable. Tasks are taken as there is room, so that few are in memory at a time.
    n_workers
        The number of processes.
    seconds
        How long one task may take.
    """
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
                    waiting[pool.schedule(function, args=(task,), timeout=seconds)] = task
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
