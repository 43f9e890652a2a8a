"""Rows and cells: which stretches of text are one cell, and how the stretches of a row become a line."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.ingest.readers.pdf.characters import LINE_HYPHEN, Line, Word
from pipeline.ingest.readers.pdf.hyphens import join
from pipeline.ingest.readers.plain import LIST_MARKER
from pipeline.ingest.records import CELL_GAP

SAME_ROW = 0.5  # of the font size
_EVEN, _WIDEST_SPACE = 1.5, 4.0  # spaces of a justified line: how unlike, and how wide in font sizes
_MIN_TABLE_ROWS, _TABLE_GAP, _SAME_COLUMN = 3, 4.0, 3.0
_ROW_SPACE, _CELL_SPACE = 1.5, 1.35  # of the font size, between rows and within a cell


def with_whole_cells(found: Sequence[list[Line]], right: float) -> list[list[Line]]:
    """Return rows in which every cell of a table is one stretch, also where it is set on several lines."""
    rows = [[joined(row, right)] if len(row) > 1 and _is_justified(row, right) else row for row in found]
    whole: list[list[Line]] = []
    start = 0
    while start < len(rows):
        end = _end_of_table(rows, start)
        if end - start < _MIN_TABLE_ROWS:
            whole.append(rows[start])
            start += 1
        else:
            whole.extend(_table(rows[start:end]))
            start = end
    return whole


def _end_of_table(rows: Sequence[list[Line]], start: int) -> int:
    """Return where the rows end that stand in columns; a row of one stretch belongs to a table between others."""
    end = start
    for index in range(start, len(rows)):
        far = index > start and _distance(rows, index) > _TABLE_GAP * rows[index][0].size
        if far or (len(rows[index]) < 2 and (end < index - 1 or index == start)):
            break
        is_close = index == end and index > start and _distance(rows, index) < _CELL_SPACE * rows[index][0].size
        if len(rows[index]) > 1 or is_close:
            end = index + 1
    return end


def _distance(rows: Sequence[list[Line]], index: int) -> float:
    """Return how far below the row above it a row stands."""
    return rows[index][0].bottom - rows[index - 1][0].bottom


def _table(rows: Sequence[list[Line]]) -> list[list[Line]]:
    columns = _columns(rows)
    size = median(line.size for row in rows for line in row)
    gaps = [below[0].bottom - above[0].bottom for above, below in pairwise(rows)]
    # Lines of one cell stand closer together than rows do, where rows have space between them.
    is_spaced = bool(gaps) and max(gaps) > _ROW_SPACE * size and min(gaps) < _CELL_SPACE * size
    in_columns = [_cells(row, columns) for row in rows]
    edges: dict[int, float] = {}
    for cells in in_columns:
        for column, line in cells.items():
            edges[column] = max(edges.get(column, 0.0), line.right)
    merged: list[dict[int, Line]] = []
    for index, cells in enumerate(in_columns):
        if merged and is_spaced and gaps[index - 1] < _CELL_SPACE * size:
            last = max(merged[-1])
            if set(cells) == {last} and _begins_anew(merged[-1][last], cells[last], edges[last]):
                merged.append({last: replace(cells[last], is_further_line=True)})
                continue
            for column, line in cells.items():
                above = merged[-1].get(column)
                joined = replace(above, text=join(above.text, line.text), right=line.right) if above else line
                merged[-1][column] = joined
        else:
            merged.append(cells)
    return [[cells[column] for column in sorted(cells)] for cells in merged]


def _begins_anew(above: Line, line: Line, edge: float) -> bool:
    """Return whether a line of a cell is no continuation of the line above it: there was room for its first word."""
    first = line.text.split(maxsplit=1)[0]
    needed = (line.right - line.left) / max(len(line.text), 1) * (len(first) + 1)
    return first[:1].isalpha() and above.right + needed < edge and not above.text.endswith((",", LINE_HYPHEN, "-"))


def _columns(rows: Sequence[list[Line]]) -> list[float]:
    """Return where the columns of a table begin: the places where several stretches do."""
    places = sorted(line.left for row in rows for line in row)
    columns: list[list[float]] = []
    for place in places:
        if columns and place - columns[-1][0] <= _SAME_COLUMN:
            columns[-1].append(place)
        else:
            columns.append([place])
    return [column[0] for column in columns if len(column) > 1]


def _cells(row: Sequence[Line], columns: Sequence[float]) -> dict[int, Line]:
    """Return the stretches of a row by column, cut where a word begins at the next column."""
    cells: dict[int, Line] = {}
    for line in row:
        for piece in line.words or (Word(line.text, line.left, line.right),):
            left, word = piece.left, piece.text
            column = sum(start <= left + _SAME_COLUMN for start in columns)
            is_start = any(abs(start - left) <= _SAME_COLUMN for start in columns)
            last = max(cells) if cells else None
            if last is not None and (not is_start or column == last) and left >= line.left and line.left != left:
                column = last
            before = cells.get(column)
            text = f"{before.text} {word}" if before else word
            cells[column] = replace(line, text=text, left=before.left if before else left, right=piece.right, words=())
    return cells


def joined(row: Sequence[Line], right: float) -> Line:
    """Return the stretches of a row as one line."""
    if len(row) == 1:
        return row[0]
    number, *behind = row
    is_number = len(behind) == 1 and re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*[a-z]?|[A-Z]", number.text) is not None
    is_marked = (
        is_number
        or LIST_MARKER.fullmatch(row[0].text + " ") is not None
        or re.fullmatch(r"\(?\w{1,3}[.)]", row[0].text)
    )
    if _is_justified(row, right):
        text = " ".join(line.text for line in row)
    else:
        head = (
            [row[0].text + " " + row[1].text, *(line.text for line in row[2:])]
            if is_marked
            else [line.text for line in row]
        )
        text = CELL_GAP.join(head)
    return replace(
        row[0],
        text=text,
        right=row[-1].right,
        top=min(line.top for line in row),
        is_bold=all(line.is_bold for line in row),
        words=tuple(word for line in row for word in line.words),
    )


def _is_justified(row: Sequence[Line], right: float) -> bool:
    """Return whether a row is one line of text, spread out to the right edge with even spaces."""
    words = [word for line in row for word in line.words]
    size = row[0].size
    if len(words) < 2 or row[-1].right < right - size:
        return False
    spaces = [following.left - word.right for word, following in pairwise(words)]
    return max(spaces) <= _EVEN * max(min(spaces), 0.0) + 0.1 * size and max(spaces) <= _WIDEST_SPACE * size
