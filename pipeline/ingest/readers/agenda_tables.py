"""Minutes in a table: each row holds an item of the agenda, and beside it what was said and decided of it.

Its rows are written out as a heading with paragraphs, as other minutes have them: *2 | Budget | Het geld is op* is the
item *Budget*. Which column holds what, the row of headers says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.dutch.lexicon import document_parts
from pipeline.ingest.records import CELL_GAP, TASK

if TYPE_CHECKING:
    from pipeline.ingest.readers.pieces import Piece

_CELLS = re.compile(r"(?:(?<!\s)\s+)?\|\s*")
_WORDS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?:[A-Z]?\d{1,2}(?:\.\d{1,2})*\s?[a-z]?|[IVX]{1,5})[.):]?")
_MAX_HEADER_WORDS, _MAX_HEADING_WORDS = 4, 20
_LEVEL = 2  # below the title of the report


@dataclass(frozen=True)
class _Columns:
    """Where the row of headers says that the item stands, and what was to be done."""

    item: int
    actions: frozenset[int]


def split_agenda_tables(pieces: Sequence["Piece"]) -> list["Piece"]:
    """Return pieces with the rows of minutes in a table as headings and paragraphs."""
    columns: _Columns | None = None
    split: list[Piece] = []
    for piece in pieces:
        is_row = CELL_GAP in piece.text
        header = _columns_of(piece.text) if is_row else None
        if header is not None:
            columns = header
            split.append(piece)
        elif columns is None or (is_row and piece.after_gap) or piece.heading_level is not None:
            columns = None
            split.append(piece)
        elif is_row:
            split.extend(_item(piece, columns))
        elif piece.column is not None:
            split.append(replace(piece, style=TASK if piece.column in columns.actions else piece.style))
        else:  # a row of one cell, or what stands below the table
            is_heading = piece.emphasised and piece.marker is None and len(piece.text.split()) <= _MAX_HEADING_WORDS
            split.append(replace(piece, heading_level=_LEVEL) if is_heading else piece)
    return split


def _columns_of(text: str) -> _Columns | None:
    """Return the columns of a row of headers: *Nr | Agendapunt | Besproken | Actie*; None for any other row."""
    listed = [_WORDS.findall(cell.casefold()) for cell in _CELLS.split(text)]
    if any(len(words) > _MAX_HEADER_WORDS for words in listed):
        return None
    names = document_parts().columns
    items = [index for index, words in enumerate(listed) if names.agenda_items & {*words}]
    said = [index for index, words in enumerate(listed) if names.said & {*words}]
    if not items or not any(index > items[0] for index in said) or items[0] > 1:
        return None
    actions = {index for index, words in enumerate(listed) if names.actions & {*words} and index not in said}
    return _Columns(items[0], frozenset(actions))


def _item(piece: "Piece", columns: _Columns) -> Iterator["Piece"]:
    cells = _CELLS.split(piece.text)
    number = cells[0] if _NUMBER.fullmatch(cells[0]) else None
    at = 1 if number is not None else 0
    is_whole = number is not None or columns.item == 0
    heading = cells[at] if at < len(cells) else ""
    if not is_whole or not heading or len(heading.split()) > _MAX_HEADING_WORDS:
        yield piece
        return
    is_part = number is not None and ("." in number.rstrip(".") or number.rstrip(".):")[-1:].islower())
    marker = f"{number.rstrip('.):')}." if number is not None else None
    yield replace(piece, text=heading, marker=marker, heading_level=_LEVEL + is_part, after_gap=True, lead="")
    # Without a number of its own the item may be counted in the same cell: *1. Opening*.
    shift = columns.item - at
    for index, cell in enumerate(cells[at + 1 :], start=at + 1):
        if cell.strip(" –-"):
            style = TASK if index + shift in columns.actions else piece.style
            yield replace(piece, text=cell, marker=None, emphasised=False, after_gap=False, style=style, lead="")
