"""The files below the raw folder, and why some of them cannot be opened."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.records import Rejection

_SYSTEM_FILES = (".gitkeep", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class RawFile:
    """A file below the raw folder.

    Attributes
    ----------
    path
        Its path below that folder, with `/`; a name that is no UTF-8 has replacement signs.
    data
        Its bytes; none where it is rejected.
    rejection
        Why it is not read, or None.
    """

    path: str
    data: bytes = b""
    rejection: Rejection | None = None


def find_files(raw: Path, *, max_bytes: int) -> Iterator[RawFile]:
    """Yield every file below a folder in the order of the paths, read one at a time.

    Links and devices are not followed. Only the files that operating systems and git leave behind
    are passed over.
    """
    closed: list[OSError] = []
    found = [
        Path(folder) / name
        for folder, folders, names in os.walk(raw, onerror=closed.append)
        for name in [*names, *_links(folder, folders)]
        if name not in _SYSTEM_FILES
    ]
    for error in closed:
        rejection = Rejection("unreadable", "Controleer de leesrechten van deze map.", error.strerror)
        yield RawFile(_below(raw, Path(error.filename)), rejection=rejection)
    for file in sorted(found, key=lambda file: file.relative_to(raw).as_posix()):
        path = _below(raw, file)
        try:
            yield _read(file, path, max_bytes)
        except OSError as error:
            rejection = Rejection("unreadable", "Controleer de leesrechten van dit bestand.", error.strerror)
            yield RawFile(path, rejection=rejection)


def _below(raw: Path, file: Path) -> str:
    return file.relative_to(raw).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _links(folder: str, folders: Iterable[str]) -> list[str]:
    """Return the folders that are links: they are not followed, and so count as files."""
    return [name for name in folders if (Path(folder) / name).is_symlink()]


def _read(file: Path, path: str, max_bytes: int) -> RawFile:
    status = file.lstat()
    if not stat.S_ISREG(status.st_mode):
        message = "Zet hier het bestand zelf neer; koppelingen en apparaten worden niet gelezen."
        return RawFile(path, rejection=Rejection("unreadable", message))
    if status.st_size > max_bytes:
        limit = max_bytes // 1_000_000
        message = f"Splits dit bestand of verhoog de instelling maximale_bestandsgrootte_mb (nu {limit})."
        return RawFile(path, rejection=Rejection("too_large", message))
    return RawFile(path, file.read_bytes())
