"""Files that hold reports: zips, and messages with attachments."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.ingest.readers.archive import BROKEN_ZIP, is_packed_as_usual, is_protected, read_member
from pipeline.ingest.readers.formats import find_format, is_zip_of_files
from pipeline.ingest.readers.mail import attachments, is_cover_note
from pipeline.ingest.records import Rejection

_MAX_DEPTH = 3
_MAX_MEMBERS = 2000
_MAX_UNPACKED_BYTES = 500_000_000
_ENCRYPTED = Rejection("encrypted", "Pak dit zipbestand uit; er zit een wachtwoord op.")
_DAMAGED = Rejection("unreadable", "Maak dit zipbestand opnieuw; het is beschadigd of niet volledig.")
_PACKED_ODDLY = Rejection(
    "unreadable", "Pak dit zipbestand uit en maak het opnieuw; deze manier van inpakken is onbekend."
)
_TOO_LARGE = Rejection("too_large", "Pak dit zipbestand uit; uitgepakt is het te groot om zo te lezen.")
_TOO_MANY = Rejection("too_large", "Zet de bijlagen van dit bericht los in de map; het zijn er te veel om zo te lezen.")


@dataclass(frozen=True)
class Member:
    """A file inside another one: its path there, and its bytes, or why there are none."""

    path: str
    data: bytes = b""
    rejection: Rejection | None = None


class _Budget:
    """What a file and all in it may still unpack to."""

    def __init__(self) -> None:
        self._n_bytes, self._n_members = _MAX_UNPACKED_BYTES, _MAX_MEMBERS

    def allows(self, sizes: Sequence[int]) -> bool:
        """Return whether files of these sizes may be unpacked, and count them."""
        self._n_bytes -= sum(sizes)
        self._n_members -= len(sizes)
        return self._n_bytes >= 0 and self._n_members >= 0


def members(path: str, data: bytes) -> tuple[list[Member], bool]:
    """Return the files inside a file, those inside them included, and whether the file itself is a report as well."""
    return _members(path, data, 0, _Budget())


def _members(path: str, data: bytes, depth: int, budget: _Budget) -> tuple[list[Member], bool]:
    if depth >= _MAX_DEPTH:
        return [], True
    if is_zip_of_files(path, data):
        return _unpacked(data, depth, budget)
    if find_format(path, data) != "eml":
        return [], True
    held = [(_safe(name), content) for name, content in attachments(data)]
    if not budget.allows([len(content) for _, content in held]):
        return [Member("", rejection=_TOO_MANY)], True
    found = list(_with_inner(held, depth, budget))
    return found, not found or not is_cover_note(data)


def _unpacked(data: bytes, depth: int, budget: _Budget) -> tuple[list[Member], bool]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if is_protected(entries):
                return [Member("", rejection=_ENCRYPTED)], False
            if not all(map(is_packed_as_usual, entries)):
                return [Member("", rejection=_PACKED_ODDLY)], False
            if not budget.allows([entry.file_size for entry in entries]):
                return [Member("", rejection=_TOO_LARGE)], False
            held = [(_safe(entry.filename), read_member(archive, entry)) for entry in entries]
    except BROKEN_ZIP:
        return [Member("", rejection=_DAMAGED)], False
    return list(_with_inner(held, depth, budget)), False


def _with_inner(held: list[tuple[str, bytes]], depth: int, budget: _Budget) -> Iterator[Member]:
    for name, content in held:
        inner, is_report = _members(name, content, depth + 1, budget)
        if is_report:
            yield Member(name, content)
        for member in inner:
            yield Member(f"{name}/{member.path}".rstrip("/"), member.data, member.rejection)


def _safe(name: str) -> str:
    """Return a name as a path that goes down only."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return "/".join(parts) or "bijlage"
