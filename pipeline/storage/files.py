"""The few calls that change a disk, and what is written with a checksum.

All of storage writes, moves and removes through the functions here, so that tests can break off at each call.
"""

import errno
import hashlib
import json
import os
import re
import secrets
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.errors import cannot_read, cannot_write

# What holds a folder (see `lock`): of no run, and so no result.
LOCK, HOLDER = ".bezet", ".bezet.json"

_TEMPORARY = re.compile(r"\.rode-draad-[0-9a-f]{16}\.tmp")
_FORMER_TEMPORARY = re.compile(r"\.[a-z0-9_]{8}\.tmp")  # as earlier versions named them; a user's own may be alike
_BINARY = getattr(os, "O_BINARY", 0)
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR)
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EBADF)  # not every share can sync a folder
_BUSY_SECONDS = (0.01, 0.05, 0.1, 0.2, 0.5, 1.0)


def digest(value: Any) -> str:
    """Return the key of a JSON-able value: blake2b over its canonical JSON, 32 hex digits."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()


def with_checksum(value: Mapping[str, Any]) -> bytes:
    """Return a JSON-able value as `read_checked` reads it."""
    return json.dumps({"digest": digest(value), "value": value}, ensure_ascii=False).encode()


def read_checked(data: bytes) -> dict[str, Any] | None:
    """Return the value in what `with_checksum` made, None if it is not whole."""
    try:
        stored = json.loads(data)
        value, checksum = stored["value"], stored["digest"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return value if isinstance(value, dict) and digest(value) == checksum else None


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in Dutch that a file or folder cannot be written.

    Raises
    ------
    OutputError
        For every `OSError`.
    """
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from None


def read_if_there(path: Path) -> bytes | None:
    """Return the content of a file, None if it is not there.

    Raises
    ------
    UnreadableError
        If it is there, or may be, and cannot be read: that is not to be taken for no file.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        if error.errno in _NOT_THERE:
            return None
        raise cannot_read(path, error) from None


def write_atomic(path: Path, data: bytes, *, is_durable: bool = True) -> None:
    """Write a file aside and rename it into place, so that a reader never meets half a file.

    Parameters
    ----------
    path, data
        The file and its content.
    is_durable
        Whether the content must be on the disk before the rename, against a power cut; not where a damaged file is
        found out and made again.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    aside = path.parent / f".rode-draad-{secrets.token_hex(8)}.tmp"
    with told(path):
        make_folder(path.parent)
        try:
            write(aside, data)
            if is_durable:
                sync(aside)
            move(aside, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(aside)
            raise
        if is_durable:
            sync_folder(path.parent)


def write(path: Path, data: bytes) -> None:
    """Write a file in place: only where no reader looks yet."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


def sync(path: Path) -> None:
    """Have the content of a file on the disk."""
    descriptor = os.open(path, os.O_RDWR | _BINARY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def move(source: Path, target: Path) -> None:
    """Rename a file or folder; a file that is there is replaced.

    On Windows another program, such as one that looks for viruses, may hold a file for a moment.
    """
    for seconds in _BUSY_SECONDS if sys.platform == "win32" else ():
        try:
            os.replace(source, target)
            return
        except PermissionError:
            time.sleep(seconds)
    os.replace(source, target)


def check_replaceable(path: Path) -> None:
    """Refuse a place that `move` could not put a file in, before anything is moved: a folder, or an open workbook."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if sys.platform == "win32" and path.exists():
        move(path, path)  # refused while a program holds it


def make_folder(folder: Path) -> None:
    """Make a folder and those above it."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    except FileNotFoundError:
        if folder.parent == folder:
            raise
        make_folder(folder.parent)
        make_folder(folder)
        return
    sync_folder(folder.parent)


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    try:
        os.unlink(path)
    except OSError as error:
        if error.errno not in _NOT_THERE:
            raise


def remove_tree(folder: Path) -> None:
    """Remove a folder of ours with all that is in it, if it is there; links are removed, not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            remove_tree(Path(entry.path))
        else:
            remove(Path(entry.path))
    os.rmdir(folder)


def files_below(folder: Path) -> list[Path]:
    """Return the files below a folder, in order, but for what holds it; links are not followed."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.name not in (LOCK, HOLDER) and path.is_file() and not path.is_symlink()
    )


def sweep(folder: Path, *, is_ours: bool) -> None:
    """Remove the temporary files that a run which was broken off left in a folder.

    Parameters
    ----------
    folder
        The folder, not what is below it.
    is_ours
        Whether nobody else writes there, so that what only looks like ours is ours.
    """
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        left = [
            entry.path
            for entry in entries
            if _TEMPORARY.fullmatch(entry.name) or (is_ours and _FORMER_TEMPORARY.fullmatch(entry.name))
        ]
    for path in sorted(left):
        remove(Path(path))
