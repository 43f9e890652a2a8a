"""A folder for as long as it takes, in the temporary folder of the system."""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import OutputError, reason_of

_SMALL = 1_000_000  # bytes; with less left, what went wrong did so for want of room
_OF_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
_REMEDY = "of wijs met de omgevingsvariabele TMPDIR een andere map aan"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder, and remove it with all that is in it.

    Yields
    ------
    Path
        The folder.

    Raises
    ------
    OutputError
        If it cannot be made, or there is no room for what is written in it.
    """
    try:
        made = tempfile.TemporaryDirectory(prefix="rode-draad-", ignore_cleanup_errors=True)
    except OSError as error:
        raise _refused(error) from None
    with made as name:
        try:
            yield Path(name)
        except OSError as error:
            if error.errno in _OF_DISK:
                raise _refused(error) from None
            raise
        except Exception:  # of a library or another program, which does not say why
            if shutil.disk_usage(name).free < _SMALL:
                raise _refused(OSError(errno.ENOSPC, "")) from None
            raise


def _refused(error: OSError) -> OutputError:
    try:
        folder = tempfile.gettempdir()
    except OSError:
        return OutputError(f"Er is geen tijdelijke map om in te schrijven; maak ruimte vrij op de schijf, {_REMEDY}.")
    why, _ = reason_of(error)
    return OutputError(f"In de tijdelijke map {folder} kan niet worden geschreven: {why}; maak daar ruimte, {_REMEDY}.")
