"""Files that hold reports: zips, and messages with attachments."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.ingest.readers.archive import BROKEN_ZIP, is_protected
from pipeline.ingest.readers.formats import find_format, is_zip_of_files
from pipeline.ingest.readers.mail import attachments, is_cover_note
from pipeline.ingest.records import Rejection

_MAX_DEPTH = 3
_MAX_MEMBERS = 2000
_MAX_UNPACKED_BYTES = 500_000_000
_ENCRYPTED = Rejection("encrypted", "Pak dit zipbestand uit; er zit een wachtwoord op.")
_DAMAGED = Rejection("unreadable", "Maak dit zipbestand opnieuw; het is beschadigd of niet volledig.")
_TOO_LARGE = Rejection("too_large", "Pak dit zipbestand uit; uitgepakt is het te groot om zo te lezen.")


@dataclass(frozen=True)
class Member:
    """A file inside another one: its path there, and its bytes, or why there are none."""

    path: str
    data: bytes = b""
    rejection: Rejection | None = None


def members(path: str, data: bytes, depth: int = 0) -> tuple[list[Member], bool]:
    """Return the files inside a file, those inside them included, and whether the file itself is a report as well."""
    if depth >= _MAX_DEPTH:
        return [], True
    if is_zip_of_files(path, data):
        return _unpacked(data, depth)
    if find_format(path, data) != "eml":
        return [], True
    held = [(_safe(name), content) for name, content in attachments(data)]
    found = list(_with_inner(held, depth))
    return found, not found or not is_cover_note(data)


def _unpacked(data: bytes, depth: int) -> tuple[list[Member], bool]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if is_protected(entries):
                return [Member("", rejection=_ENCRYPTED)], False
            if len(entries) > _MAX_MEMBERS or sum(entry.file_size for entry in entries) > _MAX_UNPACKED_BYTES:
                return [Member("", rejection=_TOO_LARGE)], False
            held = [(_safe(entry.filename), archive.read(entry)) for entry in entries]
    except BROKEN_ZIP:
        return [Member("", rejection=_DAMAGED)], False
    return list(_with_inner(held, depth)), False


def _with_inner(held: list[tuple[str, bytes]], depth: int) -> Iterator[Member]:
    for name, content in held:
        inner, is_report = members(name, content, depth + 1)
        if is_report:
            yield Member(name, content)
        for member in inner:
            yield Member(f"{name}/{member.path}".rstrip("/"), member.data, member.rejection)


def _safe(name: str) -> str:
    """Return a name as a path that goes down only."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return "/".join(parts) or "bijlage"
