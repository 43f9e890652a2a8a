"""Folders held while a command writes in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.progress import progress_for_standard_error
from pipeline.storage import held


@contextmanager
def holding(*folders: Path, beside: Path | None = None, wait: bool = False) -> Iterator[str | None]:
    """Hold folders as `pipeline.storage.held` does, and show a user who waits for whom.

    Yields
    ------
    str or None
        The step that an earlier command did not finish and that has been finished, if any.

    Raises
    ------
    BusyError
        If another command holds one of them and `wait` is not given.
    OutputError
        If one cannot be written to.
    """
    progress = progress_for_standard_error()
    with held(*folders, beside=beside, wait=wait, waiting=lambda who: progress.start(f"{who}; wachten", 1)) as step:
        progress.finish()
        yield step
