"""The zip that a project is: packed always the same way, and opened without trust in what it says of itself."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from pipeline.errors import SettingError

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: the same files give the same bytes
_READ = (".qde", ".txt")  # media and layout are not ours to read

_MAX_MEMBERS = 20_000
_MAX_MEMBER = 200 * 2**20
_MAX_TOTAL = 500 * 2**20
_MAX_RATIO, _SMALL = 200, 2**20  # a text packs ten times, the XML of a project thirty

_ABSOLUTE = re.compile(r"^(?:/|[A-Za-z]:)")


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip, in the order given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, _DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # the same on Windows
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return target.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the XML and the texts in a project, by name; nothing is written to disk.

    Raises
    ------
    SettingError
        If it is no whole zip, is locked, holds a file that would land elsewhere, or is too large when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check(members)
            return {
                _name(member): archive.read(member)
                for member in members
                if PurePosixPath(_name(member)).suffix.lower() in _READ and not member.is_dir()
            }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error):
        raise SettingError(
            "Dit is geen heel project (.qdpx); exporteer het opnieuw uit het andere programma."
        ) from None


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MAX_MEMBERS:
        raise SettingError(f"Dit project telt meer dan {_MAX_MEMBERS} bestanden; exporteer een kleiner deel.")
    total = 0
    for member in members:
        name = _name(member)
        if _ABSOLUTE.match(name) or ".." in PurePosixPath(name).parts:
            raise SettingError(
                "In dit project staat een bestand dat buiten de map zou komen; exporteer het opnieuw uit het andere "
                "programma."
            )
        if member.flag_bits & 1:
            raise SettingError("Dit project is vergrendeld met een wachtwoord; exporteer het zonder wachtwoord.")
        if PurePosixPath(name).suffix.lower() not in _READ:
            continue
        total += member.file_size
        is_bomb = member.file_size > max(_SMALL, _MAX_RATIO * member.compress_size)
        if is_bomb or member.file_size > _MAX_MEMBER or total > _MAX_TOTAL:
            raise SettingError("Dit project is uitgepakt te groot; exporteer een kleiner deel.")


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/")
