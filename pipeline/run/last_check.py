"""The last look at what was made, before any of it is written: no file for readers names a participant."""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from pathlib import PurePosixPath
from typing import IO

from lxml import etree

from pipeline.dutch.name_check import NameCheck
from pipeline.errors import LeftOverNameError
from pipeline.reporting.writers import packing

_TEXT = (".svg", ".csv", ".json", ".md", ".txt")
_ZIPPED = (".odt", ".docx", ".xlsx")
_ZIPPED_TO = 8  # times as much text
_TEXT_INSIDE = (".xml", ".rels", ".rdf")

_BLOCK, _OVERLAP = 4_000_000, 1_000  # bytes

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")


def check_files(files: Mapping[str, bytes], guard: NameCheck, folder: str = "", beside: Executor | None = None) -> int:
    """Search files for names, their own names included, and return how many were looked at.

    Pictures and PDF hold the words of the page and of the SVG beside them, Parquet those of the CSV.

    Parameters
    ----------
    files
        The content by name.
    guard
        The names that may not be there.
    folder
        The name of the folder that they will be in.
    beside
        Searches half of them meanwhile, such as another process.

    Raises
    ------
    LeftOverNameError
        For the first name that is found; the sentence says in which file, and where.
    """
    if beside is not None:
        ours, others = _halves(files)
        searching = beside.submit(check_files, others, guard)
        return check_files(ours, guard, folder) + int(searching.result())
    for hit in guard.find(f"{folder}"):
        raise LeftOverNameError(_told(folder, "de naam van de map", hit.name))
    n = 0
    for name, data in files.items():
        for hit in guard.find(name):
            raise LeftOverNameError(_told(name, "de naam van het bestand", hit.name))
        for place, blocks in _texts(name, data):
            n += 1
            for n_lines, text in blocks:
                check_text(name, text, guard, place, n_lines)
    return n


def _halves(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return files in two parts that take about as long to search."""
    halves: tuple[dict[str, bytes], dict[str, bytes]] = ({}, {})
    sizes = [0, 0]
    for name, data in sorted(files.items(), key=lambda file: (-_size(*file), file[0])):
        smallest = sizes.index(min(sizes))
        halves[smallest][name] = data
        sizes[smallest] += _size(name, data)
    return halves


def _size(name: str, data: bytes) -> int:
    suffix = PurePosixPath(name).suffix
    if suffix in _TEXT:
        return len(data)
    return _ZIPPED_TO * len(data) if suffix in (*_ZIPPED, ".html") else 0  # a large page is packed


def check_text(name: str, text: str, guard: NameCheck, place: str = "", n_lines: int = 0) -> None:
    """Search a text of a file for names.

    Parameters
    ----------
    name
        The name of the file.
    text
        The text.
    guard
        The names that may not be there.
    place
        Where in the file the text is, if the file holds more.
    n_lines
        How many lines stand before it.

    Raises
    ------
    LeftOverNameError
        For the first name that is found.
    """
    for hit in guard.find(text):
        if not text[hit.start].isupper():
            continue  # words in a row in a list of lemmas
        line = n_lines + text.count("\n", 0, hit.start) + 1
        where = f"regel {line}, teken {hit.start - text.rfind(chr(10), 0, hit.start)}"
        raise LeftOverNameError(_told(name, f"{place}, {where}" if place else where, hit.name))


def _told(file: str, where: str, name: str) -> str:
    return (
        f"In {file} ({where}) staat nog de naam {name}, en daarom is er geen rapport geschreven; "
        'meld dit aan de makers, of kies met namen = "tonen" voor een rapport met namen.'
    )


def _texts(name: str, data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, str]]]]:
    """Yield the texts in a file, each with its place there, in blocks."""
    match PurePosixPath(name).suffix:
        case ".html":
            # What a large page holds compressed is looked at too.
            for n, text in enumerate(packing.texts(data.decode("utf-8", "replace"))):
                yield f"ingepakt deel {n}" if n else "", _blocks(io.BytesIO(text.encode()))
        case ".qde":
            elements = etree.fromstring(data).iter()
            words = (words for element in elements for words in (*element.values(), element.text or ""))
            yield "", iter([(0, "\n".join(words))])
        case suffix if suffix in _TEXT:
            yield "", _blocks(io.BytesIO(data))
        case suffix if suffix in _ZIPPED:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for part in archive.namelist():
                    if part.endswith(_TEXT_INSIDE):
                        with archive.open(part) as file:
                            yield part, _blocks(file)


def _blocks(file: IO[bytes]) -> Iterator[tuple[int, str]]:
    """Yield a text in blocks that are no larger than what is searched at ease, with how many lines stand before each.

    A block begins with the end of the former: a name over the border stands in one of them.
    """
    n_lines = 0
    block = b""
    while new := file.read(_BLOCK):
        block += new
        if len(new) < _BLOCK:
            break
        end = _border(block, len(block))
        yield n_lines, _unescaped(block[:end])
        begin = _border(block, max(0, end - _OVERLAP))
        n_lines += block.count(b"\n", 0, begin)
        block = block[begin:]
    yield n_lines, _unescaped(block)


def _border(data: bytes, before: int) -> int:
    """Return where a tag begins, or a line if there are no tags near."""
    tag = data.rfind(b"<", 0, before)
    return max(tag, data.rfind(b"\n", 0, before), 0) if tag < before - _OVERLAP else tag


def _unescaped(data: bytes) -> str:
    text = _TAG.sub(" ", data.decode("utf-8", "replace"))  # the t of <t>Jansen is no initial
    return html.unescape(text) if "&" in text else text
