"""The files below the raw folder, and why some of them cannot be opened."""

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.ingest.kept_tables import is_kept_table
from pipeline.ingest.readers.containers import members
from pipeline.ingest.records import Rejection

# What systems and office programs leave behind: locks, drafts, resource forks, shortcuts.
_LITTER = re.compile(
    r"\.gitkeep|\.gitignore|\.ds_store|thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r|\.~lock\..*|~\$.*|~wr[a-z]\d+\.tmp"
    r"|\._.*|.*\.(?:url|lnk|webloc|tmp|crdownload|part)",
    re.IGNORECASE,
)
_LITTER_FOLDERS = re.compile(r"__MACOSX|\.git|\.svn|\.Trash.*|\$RECYCLE\.BIN", re.IGNORECASE)
_LOCK = re.compile(r"\.~lock\.(?P<whole>.+)#|~\$(?P<rest>.+)")
_CONTAINERS = (".zip", ".eml")


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
    member
        Its place in the file at `location`, where that is a zip or a message that it is attached to.
    rejection
        Why it is not read, or None.
    """

    path: str
    location: Path
    sha256: str = ""
    rejection: Rejection | None = None
    member: str = ""


def is_litter(path: str) -> bool:
    """Return whether a file is none of the user's, but left behind by a program."""
    *folders, name = PurePosixPath(path).parts
    return _LITTER.fullmatch(name) is not None or any(_LITTER_FOLDERS.fullmatch(folder) for folder in folders)


def open_files(raw: Path) -> list[str]:
    """Return the files below a folder that an office program has open, by path: what is not saved yet is not read.

    Word leaves `~$rslag.docx` beside `verslag.docx`, LibreOffice `.~lock.verslag.odt#`.
    """
    found: set[str] = set()
    for folder, _, names in os.walk(raw):
        # The name, or for a long one what is left of it behind its first two signs.
        locked = {lock["whole"] or lock["rest"]: lock["rest"] for name in names if (lock := _LOCK.fullmatch(name))}
        rests = {rest for rest in locked.values() if rest is not None}
        held = [name for name in names if name in locked or name[2:] in rests] if locked else []
        found |= {_below(raw, Path(folder) / name) for name in held if not is_litter(name)}
    return sorted(found)


def read_bytes(location: Path, member: str) -> bytes:
    """Return the bytes of a file, or of a file in it.

    Raises
    ------
    OSError
        If it cannot be read, or is no longer there.
    """
    data = location.read_bytes()
    if not member:
        return data
    for found in members(location.name, data)[0]:
        if found.path == member:
            return found.data
    raise FileNotFoundError(member)


def find_files(raw: Path, *, max_bytes: int) -> Iterator[RawFile]:
    """Yield every file below a folder in the order of the paths.

    Links and devices are not followed. Only what researchers keep in the folder itself (`sessies.csv`,
    `onderwerpen.csv`, files of corrections), and the files that programs leave behind, are passed over. Of a zip, and
    of a message with reports attached, the files in it are yielded.
    """
    closed: list[OSError] = []
    found = [
        Path(folder) / name
        for folder, folders, names in os.walk(raw, onerror=closed.append)
        for name in [*names, *_links(folder, folders)]
        if not is_litter((Path(folder) / name).relative_to(raw).as_posix())
    ]
    for error in closed:
        rejection = Rejection("unreadable", "Controleer de leesrechten van deze map.", error.strerror)
        folder = Path(error.filename)
        yield RawFile(_below(raw, folder), folder, rejection=rejection)
    seen: Counter[str] = Counter()
    for file in sorted(found, key=lambda file: file.relative_to(raw).as_posix()):
        if file.parent == raw and is_kept_table(file.name):
            continue
        path = _below(raw, file)
        seen[path] += 1
        if seen[path] > 1:  # names that differ only in what is no UTF-8
            path = f"{path} ({seen[path]})"
        try:
            looked_at = _look_at(file, path, max_bytes)
            if looked_at.rejection is None and file.suffix.lower() in _CONTAINERS:
                yield from _inside(looked_at)
            else:
                yield looked_at
        except OSError as error:
            rejection = Rejection("unreadable", "Controleer de leesrechten van dit bestand.", error.strerror)
            yield RawFile(path, file, rejection=rejection)


def _inside(file: RawFile) -> Iterator[RawFile]:
    """Yield the files in a zip or message, and the message itself where it is more than a cover note."""
    held, is_report = members(file.location.name, file.location.read_bytes())
    if is_report:
        yield file
    seen: Counter[str] = Counter()
    for member in held:
        if member.path and is_litter(member.path):
            continue
        seen[member.path] += 1
        if seen[member.path] > 1:  # two attachments of one name: the first counts, the other is named
            message = "Geef de bestanden hierin elk een eigen naam; deze naam komt twee keer voor."
            path = f"{file.path}/{member.path} ({seen[member.path]})"
            yield RawFile(path, file.location, rejection=Rejection("unreadable", message))
            continue
        path = f"{file.path}/{member.path}".rstrip("/")
        sha256 = "" if member.rejection else hashlib.sha256(member.data).hexdigest()
        yield RawFile(path, file.location, sha256, member.rejection, member.path)


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
