"""The order in which the lines of a page are read: columns one after another, the cells of a row together."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from pipeline.ingest.readers.pdf.characters import Line
from pipeline.ingest.readers.pdf.tables import SAME_ROW, joined, with_whole_cells

_GUTTER = 0.8  # of the font size, between two columns
_MIN_COLUMN_LINES, _MIN_COLUMN_CHARACTERS = 4, 22


def reading_order(lines: Sequence[Line]) -> list[Line]:
    """Return lines in reading order, the cells of a row joined to one line.

    Between lines that run across both, columns are read one after another; each may hold columns itself.
    """
    gutter = _column_gutter(lines)
    if gutter is None:
        return _joined_rows(lines)
    ordered: list[Line] = []
    for band in _bands(lines, gutter):
        sides = _sides(band, gutter)
        ordered += [line for side in sides for line in reading_order(side)] if sides else _joined_rows(band)
    return ordered


def _joined_rows(lines: Sequence[Line]) -> list[Line]:
    right = max((line.right for line in lines), default=0.0)
    return [joined(row, right) for row in with_whole_cells(_rows(lines), right)]


def _sides(band: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]] | None:
    """Return the two columns of running text that a band is, or None."""
    before = [line for line in band if line.right <= gutter]
    after = [line for line in band if line.left >= gutter]
    is_whole = len(before) + len(after) == len(band)
    return (before, after) if is_whole and _is_running(before) and _is_running(after) else None


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.bottom, line.left)):
        if rows and abs(rows[-1][-1].bottom - line.bottom) <= SAME_ROW * max(line.size, 1.0):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _bands(lines: Sequence[Line], gutter: float) -> list[list[Line]]:
    """Return the lines from top to bottom, those that cross the gutter apart from those beside it."""
    bands: list[list[Line]] = []
    was_across: bool | None = None
    crossing = [line.bottom for line in lines if line.left < gutter < line.right]
    for line in sorted(lines, key=lambda line: (line.bottom, line.left)):
        # What stands on the same height as a line that crosses belongs to it.
        is_across = any(abs(line.bottom - bottom) <= SAME_ROW * max(line.size, 1.0) for bottom in crossing)
        if is_across != was_across:
            bands.append([])
        bands[-1].append(line)
        was_across = is_across
    return bands


def _column_gutter(lines: Sequence[Line]) -> float | None:
    """Return where the space between two columns of running text is, None where there is one column.

    Of all places where a column may begin it is the one with the most text in columns beside it.
    """
    if not lines:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    places = Counter(round(line.left) for line in lines if left + 0.25 * (right - left) < line.left)
    best: tuple[int, float] | None = None
    for place in (place for place, n in places.items() if n >= _MIN_COLUMN_LINES // 2):
        gutter = place - 2.0
        n_beside = 0
        for band in _bands(lines, gutter):
            sides = _sides(band, gutter)
            if sides is None:
                continue
            space = min(line.left for line in sides[1]) - max(line.right for line in sides[0])
            if space >= _GUTTER * median(line.size for line in band):
                n_beside += len(band)
        if n_beside and (best is None or n_beside > best[0]):
            best = (n_beside, gutter)
    return best[1] if best else None


def _is_running(lines: Sequence[Line]) -> bool:
    """Return whether lines are a column of running text; cells of a table stand side by side too, but are short."""
    rows = _rows(lines)
    return (
        len(rows) >= _MIN_COLUMN_LINES
        and median(sum(len(line.text) for line in row) for row in rows) >= _MIN_COLUMN_CHARACTERS
    )
