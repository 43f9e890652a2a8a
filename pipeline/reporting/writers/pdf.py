"""The report as PDF: typst sets what a template in the resources says, in an accessible file for the archive.

The template gets the tree as data. A text in it is text whatever it holds, never typst's own language.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.reporting.document import Document, Figure, Picture, Table, Thread
from pipeline.reporting.writers import pictures, timeline
from pipeline.reporting.writers.paper import (
    HALF,
    HEIGHT,
    WIDTH,
    anchors,
    annexes,
    column_widths,
    for_paper,
    has_broken_words,
    nodes,
    words,
)
from pipeline.reporting.writers.signs import MISSING, setter
from pipeline.resources import read_text
from pipeline.temporary import temporary_folder

# The archive asks for a date. The same report is always the same file, so it is a fixed one: that of an
# undated file in a zip archive.
TIMESTAMP = 315_532_800
_FONT = "DejaVuSans.ttf"  # comes with matplotlib, and has more signs than the fonts inside typst
_PLACES = ("id", "target")  # fields with a place in the document
_NEEDED = ("heading", "alternative")  # fields that may not be blank in an accessible file
_BLANK = "–"
_FOOTER = 80  # characters of the title that stand under every page


def write_pdf(document: Document) -> bytes:
    """Return the report as PDF/UA-1 and PDF/A-2a on A4, with a table of contents and bookmarks.

    Signs that the fonts lack are replaced by `MISSING`, and a remark under the title says so.
    """
    return _typeset(for_paper(document), is_small=False)


def write_annexes(document: Document) -> bytes:
    """Return what the report on paper leaves out, in the same way but in small type."""
    return _typeset(annexes(document), is_small=True)


def _typeset(paper: Document, *, is_small: bool) -> bytes:
    import typst

    linked = anchors(paper)
    used = {node.picture for node in nodes(paper.sections) if isinstance(node, Figure)}
    tree = {
        "title": _set_type()(paper.title) or words()["naamloos"],
        "language": paper.language,
        "footer": _set_type()(paper.title[:_FOOTER]),
        "meta": [_set_type()(fact) for fact in paper.meta],
        "sections": _data(paper.sections, linked),
        "pictures": {name: _picture(paper.pictures[name], is_small=is_small) for name in sorted(used)},
        "is_small": is_small,
    }
    has_missing = MISSING in json.dumps(tree, ensure_ascii=False)
    told = words()["tekens"] + ("" if "html" in paper.absent else words()["tekens_op_pagina"])
    data = json.dumps({**tree, "words": {**words(), "tekens": told}, "has_missing": has_missing}, ensure_ascii=False)
    with temporary_folder() as folder:
        shutil.copy(_font(), folder)
        template = folder / "rapport.typ"
        template.write_text(read_text("report/rapport.typ"), encoding="utf-8")
        return typst.compile(
            str(template),
            root=str(folder),
            font_paths=[str(folder)],
            ignore_system_fonts=True,
            sys_inputs={"report": data},
            format="pdf",
            # Tagged and with alternatives (UA), and fit to be kept (A).
            pdf_standards=["ua-1", "a-2a"],
            timestamp=TIMESTAMP,
        )


def _picture(picture: Picture, *, is_small: bool) -> dict[str, Any]:
    """Return a chart: in the report on half a page at most, in the annexes in pieces if it is taller than a page."""
    width, height = pictures.size(picture)
    scale = min(1.0, WIDTH / width)
    parts = pictures.pieces(picture, WIDTH, HEIGHT) if is_small else pictures.WHOLE
    if len(parts) == 1:
        scale = min(scale, (HEIGHT if is_small else HALF) / height)
    return {"svg": picture.svg.decode(), "width": width * scale, "height": height * scale, "pieces": parts}


def _data(value: Any, linked: frozenset[str], *, in_columns: bool = False) -> Any:
    """Return a part of the tree as JSON knows it: a node becomes its fields, and `node` says what it is."""
    if isinstance(value, tuple):
        return [_data(element, linked, in_columns=in_columns) for element in value]
    if not is_dataclass(value):
        return _set_type(in_columns=in_columns)(value) if isinstance(value, str) else value
    in_columns = in_columns or isinstance(value, Table)
    data: dict[str, Any] = {"node": type(value).__name__}
    for part in fields(value):
        inner = getattr(value, part.name)
        if part.name in _PLACES:
            data[part.name] = inner if inner in linked or getattr(value, "file", None) else None
        elif part.name in _NEEDED:
            data[part.name] = _set_type()(inner).strip() or _BLANK
        else:
            data[part.name] = _data(inner, linked, in_columns=in_columns)
    match value:
        case Table():
            data["widths"] = column_widths(value)
            data["breaks"] = has_broken_words(value, data["widths"])
        case Thread():
            data["svg"], data["cell"] = timeline.draw(value), timeline.draw(value, timeline.CELL)
        case Figure():
            del data["table"]  # it stands in the annexes
    return data


def _font() -> Path:
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / _FONT


@cache
def _set_type(*, in_columns: bool = False) -> Callable[[str], str]:
    from matplotlib.ft2font import FT2Font

    return setter(frozenset(FT2Font(str(_font())).get_charmap()), in_columns=in_columns)
