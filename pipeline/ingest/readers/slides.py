"""Presentations: the text of each slide under its title (ECMA-376 part 1, 19); hidden slides and notes are left out."""

import posixpath
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.ingest.readers.archive import NOT_AS_EXPECTED, parse_xml, unpack
from pipeline.ingest.readers.office import OfficeError
from pipeline.ingest.readers.pieces import Piece, write_out
from pipeline.ingest.records import CELL_GAP, Source

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PRESENTATION = "ppt/presentation.xml"
_NO_CONTENT = ("dt", "ftr", "sldNum", "hdr")


def read_slides(data: bytes) -> Source:
    """Return a presentation as text and blocks; the page of a block is the number of its slide.

    Raises
    ------
    OfficeError
        If it cannot be read.
    """
    try:
        parts = unpack(data)
        slides = [parse_xml(parts[name]) for name in _slide_names(parts)]
    except NOT_AS_EXPECTED as error:
        raise OfficeError(type(error).__name__) from error
    shown = [(number, slide) for number, slide in enumerate(slides, start=1) if slide.get("show") not in ("0", "false")]
    return write_out([piece for number, slide in shown for piece in _pieces(slide, number)], "pptx")


def _slide_names(parts: Mapping[str, bytes]) -> list[str]:
    """Return the slides in the order of the presentation."""
    relations = parse_xml(parts["ppt/_rels/presentation.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    ids = [slide.get(f"{_R}id") for slide in parse_xml(parts[_PRESENTATION]).iter(f"{_P}sldId")]
    names = [posixpath.normpath(posixpath.join("/ppt", targets.get(key, ""))).lstrip("/") for key in ids]
    return [name for name in names if name in parts]


def _pieces(slide: etree._Element, number: int) -> Iterator[Piece]:
    for shape in slide.iter(f"{_P}sp", f"{_A}tbl"):
        if shape.tag == f"{_A}tbl":
            for row in shape.iter(f"{_A}tr"):
                cells = [" ".join(_text(each) for each in cell.iter(f"{_A}p")).strip() for cell in row.iter(f"{_A}tc")]
                yield Piece(CELL_GAP.join(cell for cell in cells if cell), after_gap=False, page=number)
            continue
        place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        kind = place.get("type", "body") if place is not None else ""
        properties = shape.find(f"{_P}nvSpPr/{_P}cNvPr")
        if kind in _NO_CONTENT or (properties is not None and properties.get("hidden") in ("1", "true")):
            continue
        paragraphs = [(each, text) for each in shape.iter(f"{_A}p") if (text := _text(each))]
        if kind in ("title", "ctrTitle"):
            title = " ".join(text for _, text in paragraphs)
            yield Piece(title, heading_level=1 if kind == "ctrTitle" else 2, page=number)
            continue
        for position, (paragraph, text) in enumerate(paragraphs):
            is_item = kind in ("body", "obj") and len(paragraphs) > 1 and paragraph.find(f"{_A}pPr/{_A}buNone") is None
            yield Piece(text, marker="-" if is_item else None, after_gap=position == 0, page=number)


def _text(paragraph: etree._Element) -> str:
    shown = []
    for element in paragraph.iter(f"{_A}t", f"{_A}br"):
        properties = element.getparent().find(f"{_A}rPr")
        if properties is not None and properties.get("strike", "noStrike") != "noStrike":
            continue
        shown.append(" " if element.tag == f"{_A}br" else element.text or "")
    return re.sub(r"\s+", " ", "".join(shown)).strip()
