"""Where the work on single reports runs: in this process, in local processes, later on a cluster.

Everything here is a `concurrent.futures.Executor`, so that another one can take its place.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


class SerialExecutor(Executor):
    """Runs each call at once in the present process: for one worker, and for tests."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        """Call the function and return a future that is already done."""
        future: Future[object] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def local_executor(n_workers: int) -> Executor:
    """Return an executor over local processes, or over this one if one worker is enough."""
    if n_workers <= 1:
        return SerialExecutor()
    # spawn, not fork: numpy's and spaCy's threads do not survive a fork. Ctrl-C is for this process.
    return ProcessPoolExecutor(
        n_workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )


def run_all(
    function: Callable[[Task], Result], tasks: Iterable[Task], n_workers: int
) -> Iterator[tuple[Task, Result | Exception]]:
    """Run a function on every task and yield each task with its result, in the order of completion.

    A task that raises yields its exception. When a worker dies, the tasks that had no result yet
    are run again, each in a process of its own, so that only the one that kills its worker fails.

    Parameters
    ----------
    function, tasks
        Both must be picklable when `n_workers` is more than one.
    n_workers
        The number of processes.
    """
    left: list[Task] = []
    with local_executor(n_workers) as executor:
        futures = {executor.submit(function, task): task for task in tasks}
        try:
            for future in as_completed(futures):
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    left.append(futures[future])
                elif isinstance(error, Exception):
                    yield futures[future], error
                else:
                    yield futures[future], future.result()
        except BaseException:
            # The user broke off, or whoever reads the results did: what has not begun never will.
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    for task in left:
        with local_executor(2) as executor:
            try:
                yield task, executor.submit(function, task).result()
            except Exception as error:
                yield task, error
