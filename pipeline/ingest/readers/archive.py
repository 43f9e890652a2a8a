"""Zipped documents: their parts as bytes, and back."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from lxml import etree

# All that reading a broken, protected or odd zip may raise.
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
    KeyError,
)  # fmt: skip
_FLAG_ENCRYPTED = 1
NOT_AS_EXPECTED = (*BROKEN_ZIP, etree.XMLSyntaxError)


def is_protected(members: Iterable[zipfile.ZipInfo]) -> bool:
    """Return whether a password protects a file in a zip."""
    return any(member.flag_bits & _FLAG_ENCRYPTED for member in members)


def is_packed_as_usual(member: zipfile.ZipInfo) -> bool:
    """Return whether a file in a zip is packed as those of documents are (ECMA-376 part 2; OpenDocument 1.3 part 2)."""
    return member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int | None = None) -> bytes:
    """Return a file in a zip, or its first bytes: never more than the zip says that there are.

    Other ways of packing give back at once all that some bytes unpack to, which may be a million times as much.
    """
    if not is_packed_as_usual(member):
        raise NotImplementedError(member.compress_type)
    with archive.open(member) as stream:
        return stream.read(member.file_size if limit is None else min(limit, member.file_size))


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zipped document by name; see `NOT_AS_EXPECTED` for what a broken one raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {member.filename: member for member in archive.infolist()}  # of two with one name the last
        return {name: read_member(archive, member) for name, member in members.items()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a zipped document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parse_xml(xml: bytes) -> etree._Element:
    """Return the root of a part; entities stay unresolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(xml, parser)


def write_xml(root: etree._Element) -> bytes:
    """Return a part of a document with its declaration."""
    xml: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return xml
