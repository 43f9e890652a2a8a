"""The texts in a file of any format, its own name apart: for a search through all that was written."""

import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.reporting.writers.packing import unpacked

_TAG = re.compile(r"<[/!?]?[A-Za-z][^<>]{0,4000}>")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".npy", ".ttf", ".otf", ".woff", ".woff2")
_UNSEARCHABLE = (".sav", ".zsav", ".por", ".dta", ".rds", ".rdata")  # of statistics programs, with texts cut in pieces
_BETWEEN_CELLS = "\n|\n"
_MAX_DEPTH = 4


def cannot_be_searched(name: str) -> bool:
    """Return whether a file holds texts that no search finds."""
    return PurePosixPath(name).suffix.lower() in _UNSEARCHABLE


def texts_in(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, ...]]:
    """Yield the texts in a file, each in the ways in which it can be read: tags may stand within a word.

    Parameters
    ----------
    name
        The name of the file.
    data
        Its content.
    depth
        In how many files it lies itself.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _PICTURES:
        return
    if data.startswith(b"PK"):
        yield from _in_archive(data, depth)
    elif data.startswith(b"%PDF"):
        yield ("\n".join(_in_pdf(data)),)
    elif data.startswith(b"PAR1"):
        yield (_BETWEEN_CELLS.join(_in_parquet(data)),)
    else:
        yield _readings(suffix, data)


def _in_archive(data: bytes, depth: int) -> Iterator[tuple[str, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield (member,)
                if depth < _MAX_DEPTH and not member.endswith("/"):
                    yield from texts_in(member, archive.read(member), depth + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError):
        yield (data.decode("latin-1"),)


def _in_pdf(data: bytes) -> Iterator[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        yield data.decode("latin-1")
        return
    try:
        yield from document.get_metadata_dict().values()
        yield from (item.get_title() for item in document.get_toc())
        for page in document:
            yield page.get_textpage().get_text_bounded()
    finally:
        document.close()


def _in_parquet(data: bytes) -> Iterator[str]:
    import pyarrow.parquet as parquet

    table = parquet.read_table(io.BytesIO(data))
    for name in table.column_names:
        for value in table[name].to_pylist():
            if isinstance(value, str):
                yield value
            elif isinstance(value, list):
                yield from map(str, value)


def _readings(suffix: str, data: bytes) -> tuple[str, ...]:
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if is_utf_16 else "utf-8", "replace")
    if suffix == ".json":
        try:
            return (json.dumps(json.loads(text), ensure_ascii=False),)
        except (ValueError, RecursionError):
            return (text,)
    if suffix == ".html" and "<main" in text:
        text = unpacked(text)
    if "<" not in text:
        return (text,)
    return text, *(html.unescape(_TAG.sub(between, text)) for between in ("", " "))
