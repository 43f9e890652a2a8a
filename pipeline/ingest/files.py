"""The files below the raw folder, and why some of them cannot be opened."""

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.overrides import OVERRIDES
from pipeline.ingest.records import Rejection

_SYSTEM_FILES = (".gitkeep", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class RawFile:
    """A file below the raw folder.

    Attributes
    ----------
    path
        Its path below that folder, with `/`; a name that is no UTF-8 has replacement signs.
    location
        Where it is.
    sha256
        The digest of its bytes; empty where it is rejected.
    rejection
        Why it is not read, or None.
    """

    path: str
    location: Path
    sha256: str = ""
    rejection: Rejection | None = None


def find_files(raw: Path, *, max_bytes: int) -> Iterator[RawFile]:
    """Yield every file below a folder in the order of the paths.

    Links and devices are not followed. Only `sessies.csv` in the folder itself, and the files that
    operating systems and git leave behind, are passed over.
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
        folder = Path(error.filename)
        yield RawFile(_below(raw, folder), folder, rejection=rejection)
    seen: Counter[str] = Counter()
    for file in sorted(found, key=lambda file: file.relative_to(raw).as_posix()):
        if file == raw / OVERRIDES:
            continue
        path = _below(raw, file)
        seen[path] += 1
        if seen[path] > 1:  # names that differ only in what is no UTF-8
            path = f"{path} ({seen[path]})"
        try:
            yield _look_at(file, path, max_bytes)
        except OSError as error:
            rejection = Rejection("unreadable", "Controleer de leesrechten van dit bestand.", error.strerror)
            yield RawFile(path, file, rejection=rejection)


def _below(raw: Path, file: Path) -> str:
    return file.relative_to(raw).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _links(folder: str, folders: Iterable[str]) -> list[str]:
    """Return the folders that are links: they are not followed, and so count as files."""
    return [name for name in folders if (Path(folder) / name).is_symlink()]


def _look_at(file: Path, path: str, max_bytes: int) -> RawFile:
    status = file.lstat()
    if not stat.S_ISREG(status.st_mode):
        message = "Zet hier het bestand zelf neer; koppelingen en apparaten worden niet gelezen."
        return RawFile(path, file, rejection=Rejection("unreadable", message))
    if status.st_size > max_bytes:
        limit = max_bytes // 1_000_000
        message = f"Splits dit bestand of verhoog de instelling maximale_bestandsgrootte_mb (nu {limit})."
        return RawFile(path, file, rejection=Rejection("too_large", message))
    with file.open("rb") as stream:
        return RawFile(path, file, sha256=hashlib.file_digest(stream, "sha256").hexdigest())
