"""PDF: lines with their place, size and weight, put back into paragraphs in reading order.

pypdfium2 gives the characters. Lines are cut at wide gaps, columns are read one after another, the
cells of a row stay together, and what returns at the edge of every page is left out.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from pipeline.dutch.lexicon import any_of, file_words
from pipeline.dutch.name_words import titles
from pipeline.ingest.readers.pieces import CELL_GAP, Piece, split_bullet, write_out
from pipeline.ingest.readers.plain import LIST_MARKER
from pipeline.ingest.records import MARGIN, Source
from pipeline.ingest.vocabulary import opens_field

_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|italic|oblique", re.IGNORECASE)
_GAP = 1.6  # of the font size, between what stands in two cells or columns
_EDGE = 0.12  # of the page, at top and bottom, where headers and footers stand
_SAME_ROW = 0.5  # of the font size
_PARAGRAPH_GAP = 1.45  # of the usual distance between lines
_ROW_GAP = 2.2  # of the same, between rows of a table
_LARGER = 1.08  # than body text, for a heading
_ALL_BOLD = 0.9  # of the characters of a line
_EVEN, _WIDEST_SPACE = 1.5, 4.0  # spaces of a justified line: how unlike, and how wide in font sizes
_GUTTER = 0.8  # of the font size, between two columns
_MIN_TABLE_ROWS, _TABLE_GAP, _SAME_COLUMN = 3, 4.0, 3.0
_ROW_SPACE, _CELL_SPACE = 1.5, 1.35  # of the font size, between rows and within a cell
_CELL_INDENT = 4  # the further lines of a cell belong to the first
_MIN_COLUMN_LINES, _MIN_COLUMN_CHARACTERS = 4, 22
_WORDS = file_words().page
_PAGE_NUMBER = re.compile(
    rf"(?:{any_of(_WORDS.before_number)}\s*)?\d{{1,4}}(?:\s*(?:{any_of(_WORDS.between_numbers)}|/|\|)\s*\d{{1,4}})?"
    r"|[-–]\s*\d{1,4}\s*[-–]",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+[^\W\d_a-z]")
_ENDS = (".", "!", "?", ":", ";", "”", "’")
_LINE_HYPHEN = "\ufffe"
_PDFIUM_HYPHEN = 2  # how pdfium gives the hyphen of a word that is broken over lines
_KEPT_AFTER_HYPHEN = re.compile(rf"{any_of(_WORDS.after_hyphen)}\b")


@dataclass(frozen=True)
class _Word:
    text: str
    left: float
    right: float


@dataclass(frozen=True)
class _Line:
    """A stretch of text on one line; coordinates in points, from the top of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool
    page: int
    words: tuple[_Word, ...] = ()
    is_further_line: bool = False  # of a cell, below its first


class EncryptedPdfError(Exception):
    """A password is needed."""


class DamagedPdfError(Exception):
    """The file is no readable PDF."""


class ScannedPdfError(Exception):
    """The pages are pictures, without text."""


def read_pdf(data: bytes) -> Source:
    """Return a PDF as text and blocks.

    Raises
    ------
    EncryptedPdfError, DamagedPdfError, ScannedPdfError
        If there is no text to be had.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedPdfError from error
        raise DamagedPdfError from error
    try:
        pages = [_read_page(document[number], number + 1) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise DamagedPdfError from error
    finally:
        document.close()
    if not any(lines for lines, _ in pages):
        raise ScannedPdfError
    rows = _without_running_lines(pages)
    body_size = _body_size(line for lines in rows for line in lines)
    inner, notes = _split_margin(rows, body_size)
    ordered = [line for lines in inner for line in _reading_order(lines)]
    # A margin is too narrow to tell a full line from a short one: every line stands by itself.
    margin = [Piece(line.text, after_gap=line.is_bold, style=MARGIN, page=line.page) for line in notes]
    return write_out([*_paragraphs(ordered, body_size), *margin], "pdf")


def _read_page(page: Any, number: int) -> tuple[list[_Line], float]:
    """Return the stretches of text on a page, and its height."""
    height = page.get_height()
    text_page = page.get_textpage()
    characters = list(_characters(text_page, height))
    text_page.close()
    lines: list[_Line] = []
    current: list[_Character] = []
    for character in characters:
        if character.sign in "\r\n":
            lines.extend(_cut(current, number))
            current = []
        else:
            current.append(character)
    lines.extend(_cut(current, number))
    return lines, height


@dataclass(frozen=True)
class _Character:
    sign: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool


def _characters(text_page: Any, height: float) -> Iterator[_Character]:
    import ctypes

    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    matrix = raw.FS_MATRIX()
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    bold_names: dict[bytes, bool] = {}
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code == 0 or 0xD800 <= code <= 0xDFFF:
            continue
        sign = _LINE_HYPHEN if code == _PDFIUM_HYPHEN else chr(code)
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        size = raw.FPDFText_GetFontSize(text_page, index) * (abs(matrix.d) or abs(matrix.b) or 1.0)
        length = raw.FPDFText_GetFontInfo(text_page, index, name, 200, flags)
        key = name.raw[: max(length - 1, 0)]
        if key not in bold_names:
            bold_names[key] = bool(_BOLD_NAME.search(key.decode("utf-8", "replace")))
        is_bold = bold_names[key] or raw.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT
        # A damaged file may put a character nowhere.
        box = [
            number if math.isfinite(number) else 0.0 for number in (left.value, right.value, top.value, bottom.value)
        ]
        size = size if math.isfinite(size) else 0.0
        yield _Character(sign, box[0], box[1], height - box[2], height - box[3], size, is_bold)


def _cut(characters: Sequence[_Character], page: int) -> Iterator[_Line]:
    """Yield the stretches of a line: cut where a wide gap stands, or the text jumps to another line."""
    stretch: list[_Character] = []
    for character in characters:
        drawn = [c for c in stretch[-3:] if c.sign.strip()]
        if drawn and character.sign.strip():
            last = drawn[-1]
            size = max(last.size, character.size, 1.0)
            jumps = abs(character.bottom - last.bottom) > 1.2 * size or character.left < last.left - 2 * size
            if character.left - last.right > _GAP * size or jumps:
                yield from _line(stretch, page)
                stretch = []
        stretch.append(character)
    yield from _line(stretch, page)


def _line(characters: Sequence[_Character], page: int) -> Iterator[_Line]:
    text = "".join(character.sign for character in characters).strip()
    drawn = [character for character in characters if character.sign.strip() and character.sign != _LINE_HYPHEN]
    if text and drawn:
        yield _Line(
            text=text,
            left=min(character.left for character in drawn),
            right=max(character.right for character in drawn),
            top=min(character.top for character in drawn),
            bottom=median(character.bottom for character in drawn),
            size=round(median(character.size for character in drawn), 1),
            is_bold=sum(character.is_bold for character in drawn) > _ALL_BOLD * len(drawn),
            page=page,
            words=tuple(_words(characters)),
        )


def _words(characters: Sequence[_Character]) -> Iterator[_Word]:
    word, left, right = "", 0.0, 0.0
    for character in characters:
        if not character.sign.strip():
            if word:
                yield _Word(word, left, right)
            word = ""
        else:
            left = left if word else character.left
            word, right = word + character.sign, character.right
    if word:
        yield _Word(word, left, right)


def _without_running_lines(pages: Sequence[tuple[list[_Line], float]]) -> list[list[_Line]]:
    """Leave out page numbers, and lines that stand at the edge of several pages."""

    def key(line: _Line) -> str:
        return re.sub(r"\d+", "#", " ".join(line.text.split()).casefold())

    def is_at_edge(line: _Line, height: float) -> bool:
        return line.top < _EDGE * height or line.bottom > (1 - _EDGE) * height

    seen = Counter(key(line) for lines, height in pages for line in lines if is_at_edge(line, height))
    kept = []
    for lines, height in pages:
        kept.append(
            [
                line
                for line in lines
                if not is_at_edge(line, height)
                or not (_PAGE_NUMBER.fullmatch(line.text.strip()) or (len(pages) > 1 and seen[key(line)] > 1))
            ]
        )
    return kept


def _body_size(lines: Iterable[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _reading_order(lines: Sequence[_Line]) -> list[_Line]:
    """Return lines in reading order, the cells of a row joined to one line.

    Between lines that run across both, columns are read one after another; each may hold columns itself.
    """
    gutter = _column_gutter(lines)
    if gutter is None:
        return _joined_rows(lines)
    ordered: list[_Line] = []
    for band in _bands(lines, gutter):
        sides = _sides(band, gutter)
        ordered += [line for side in sides for line in _reading_order(side)] if sides else _joined_rows(band)
    return ordered


def _joined_rows(lines: Sequence[_Line]) -> list[_Line]:
    right = max((line.right for line in lines), default=0.0)
    return [_joined(row, right) for row in _with_whole_cells(_rows(lines), right)]


def _sides(band: Sequence[_Line], gutter: float) -> tuple[list[_Line], list[_Line]] | None:
    """Return the two columns of running text that a band is, or None."""
    before = [line for line in band if line.right <= gutter]
    after = [line for line in band if line.left >= gutter]
    is_whole = len(before) + len(after) == len(band)
    return (before, after) if is_whole and _is_running(before) and _is_running(after) else None


def _rows(lines: Sequence[_Line]) -> list[list[_Line]]:
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: (line.bottom, line.left)):
        if rows and abs(rows[-1][-1].bottom - line.bottom) <= _SAME_ROW * max(line.size, 1.0):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _with_whole_cells(found: Sequence[list[_Line]], right: float) -> list[list[_Line]]:
    """Return rows in which every cell of a table is one stretch, also where it is set on several lines."""
    rows = [[_joined(row, right)] if len(row) > 1 and _is_justified(row, right) else row for row in found]
    whole: list[list[_Line]] = []
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


def _end_of_table(rows: Sequence[list[_Line]], start: int) -> int:
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


def _distance(rows: Sequence[list[_Line]], index: int) -> float:
    """Return how far below the row above it a row stands."""
    return rows[index][0].bottom - rows[index - 1][0].bottom


def _table(rows: Sequence[list[_Line]]) -> list[list[_Line]]:
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
    merged: list[dict[int, _Line]] = []
    for index, cells in enumerate(in_columns):
        if merged and is_spaced and gaps[index - 1] < _CELL_SPACE * size:
            last = max(merged[-1])
            if set(cells) == {last} and _begins_anew(merged[-1][last], cells[last], edges[last]):
                merged.append({last: replace(cells[last], is_further_line=True)})
                continue
            for column, line in cells.items():
                above = merged[-1].get(column)
                joined = replace(above, text=_join(above.text, line.text), right=line.right) if above else line
                merged[-1][column] = joined
        else:
            merged.append(cells)
    return [[cells[column] for column in sorted(cells)] for cells in merged]


def _begins_anew(above: _Line, line: _Line, edge: float) -> bool:
    """Return whether a line of a cell is no continuation of the line above it: there was room for its first word."""
    first = line.text.split(maxsplit=1)[0]
    needed = (line.right - line.left) / max(len(line.text), 1) * (len(first) + 1)
    return first[:1].isalpha() and above.right + needed < edge and not above.text.endswith((",", _LINE_HYPHEN, "-"))


def _columns(rows: Sequence[list[_Line]]) -> list[float]:
    """Return where the columns of a table begin: the places where several stretches do."""
    places = sorted(line.left for row in rows for line in row)
    columns: list[list[float]] = []
    for place in places:
        if columns and place - columns[-1][0] <= _SAME_COLUMN:
            columns[-1].append(place)
        else:
            columns.append([place])
    return [column[0] for column in columns if len(column) > 1]


def _cells(row: Sequence[_Line], columns: Sequence[float]) -> dict[int, _Line]:
    """Return the stretches of a row by column, cut where a word begins at the next column."""
    cells: dict[int, _Line] = {}
    for line in row:
        for piece in line.words or (_Word(line.text, line.left, line.right),):
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


def _bands(lines: Sequence[_Line], gutter: float) -> list[list[_Line]]:
    """Return the lines from top to bottom, those that cross the gutter apart from those beside it."""
    bands: list[list[_Line]] = []
    was_across: bool | None = None
    crossing = [line.bottom for line in lines if line.left < gutter < line.right]
    for line in sorted(lines, key=lambda line: (line.bottom, line.left)):
        # What stands on the same height as a line that crosses belongs to it.
        is_across = any(abs(line.bottom - bottom) <= _SAME_ROW * max(line.size, 1.0) for bottom in crossing)
        if is_across != was_across:
            bands.append([])
        bands[-1].append(line)
        was_across = is_across
    return bands


def _column_gutter(lines: Sequence[_Line]) -> float | None:
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


def _is_running(lines: Sequence[_Line]) -> bool:
    """Return whether lines are a column of running text; cells of a table stand side by side too, but are short."""
    rows = _rows(lines)
    return (
        len(rows) >= _MIN_COLUMN_LINES
        and median(sum(len(line.text) for line in row) for row in rows) >= _MIN_COLUMN_CHARACTERS
    )


def _split_margin(pages: Sequence[Sequence[_Line]], body_size: float) -> tuple[list[list[_Line]], list[_Line]]:
    """Return the pages without what stands in the margin beside the text in a smaller letter, and that, once."""
    kept: list[list[_Line]] = []
    notes: dict[str, _Line] = {}
    for lines in pages:
        body = [line for line in lines if line.size == body_size]
        left, right = min((line.left for line in body), default=0.0), max((line.right for line in body), default=0.0)
        kept.append([])
        for line in lines:
            is_beside = bool(body) and line.size < body_size and (line.left >= right or line.right <= left)
            if is_beside:
                notes.setdefault(line.text, line)
            else:
                kept[-1].append(line)
    return kept, list(notes.values())


def _joined(row: Sequence[_Line], right: float) -> _Line:
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


def _is_justified(row: Sequence[_Line], right: float) -> bool:
    """Return whether a row is one line of text, spread out to the right edge with even spaces."""
    words = [word for line in row for word in line.words]
    size = row[0].size
    if len(words) < 2 or row[-1].right < right - size:
        return False
    spaces = [following.left - word.right for word, following in pairwise(words)]
    return max(spaces) <= _EVEN * max(min(spaces), 0.0) + 0.1 * size and max(spaces) <= _WIDEST_SPACE * size


def _paragraphs(lines: Sequence[_Line], body_size: float) -> Iterator[Piece]:
    gaps = [
        below.bottom - above.bottom
        for above, below in pairwise(lines)
        if above.page == below.page
        and above.size == below.size == body_size
        and 0 < below.bottom - above.bottom < 4 * body_size
    ]
    leading = median(gaps) if gaps else 1.2 * body_size
    sizes = sorted({line.size for line in lines if line.size > _LARGER * body_size}, reverse=True)
    right_edge = _right_edges(lines)
    paragraph: list[_Line] = []
    after_gap = True
    for line in lines:
        if paragraph and not _continues(paragraph, line, leading, right_edge):
            yield _piece(paragraph, sizes, after_gap=after_gap)
            after_gap = _stands_apart(paragraph[-1], line, leading)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _piece(paragraph, sizes, after_gap=after_gap)


def _stands_apart(above: _Line, line: _Line, leading: float) -> bool:
    """Return whether there is more than the usual space above a line; rows of a table have some of their own."""
    if above.page != line.page or line.bottom <= above.bottom or above.is_bold != line.is_bold:
        return True
    limit = _ROW_GAP if CELL_GAP in above.text and CELL_GAP in line.text else _PARAGRAPH_GAP
    return line.bottom - above.bottom > limit * leading


_Edges = dict[tuple[int, int, float], float]


def _right_edges(lines: Sequence[_Line]) -> _Edges:
    """Return how far to the right text goes, by page, left margin (rounded to 20 points) and size."""
    edges: _Edges = {}
    for line in lines:
        edges[_edge_of(line)] = max(edges.get(_edge_of(line), 0.0), line.right)
    return edges


def _edge_of(line: _Line) -> tuple[int, int, float]:
    return line.page, round(line.left / 20), line.size


def _continues(paragraph: Sequence[_Line], line: _Line, leading: float, right_edge: _Edges) -> bool:
    """Return whether a line goes on with the paragraph above it."""
    above = paragraph[-1]
    if (
        abs(above.size - line.size) > 0.6
        or above.is_bold != line.is_bold
        or CELL_GAP in above.text
        or CELL_GAP in line.text
        or line.is_further_line
    ):
        return False
    if LIST_MARKER.match(line.text) or opens_field(line.text):
        return False
    if line.is_bold and _NUMBERED.match(line.text) and _NUMBERED.match(paragraph[0].text):
        return False
    if above.page == line.page and line.bottom > above.bottom and line.bottom - above.bottom > _PARAGRAPH_GAP * leading:
        return False
    if line.text[0].islower() and not _begins_with_title(line.text) and not above.text.rstrip().endswith(_ENDS):
        return True
    # A paragraph may begin on the page before, or in the column before.
    start = next(line for line in paragraph if line.page == above.page)
    edge = max(right_edge[_edge_of(start)], right_edge[_edge_of(above)])
    first_word = line.text.split(maxsplit=1)[0]
    needed = (line.right - line.left) / max(len(line.text), 1) * (len(first_word) + 1)
    is_full = above.right + needed > edge - 0.5 * above.size
    if above.page != line.page or line.bottom <= above.bottom:
        return is_full and not above.text.rstrip().endswith((*_ENDS, ":"))
    return is_full or above.text.endswith((_LINE_HYPHEN, "-", ","))


def _piece(paragraph: Sequence[_Line], sizes: Sequence[float], *, after_gap: bool) -> Piece:
    first = paragraph[0]
    text = first.text
    for line in paragraph[1:]:
        text = _join(text, line.text)
    marker, body = split_bullet(text)
    return Piece(
        text=body,
        marker=marker,
        heading_level=1 + sizes.index(first.size) if first.size in sizes and not _is_quote(text) else None,
        emphasised=all(line.is_bold for line in paragraph),
        after_gap=after_gap and not first.is_further_line,
        indent=_CELL_INDENT if first.is_further_line else 0,
        font_size=first.size,
        page=first.page,
    )


def _is_quote(text: str) -> bool:
    """Return whether a text is a quotation set apart in larger type."""
    return text[0] in '“‘"«„' and text[-1] in '”’"»'


def _join(text: str, following: str) -> str:
    """Join two lines; a word broken over them becomes whole again."""
    if text.endswith(_LINE_HYPHEN):
        is_name = following[:1].isupper() and text[-2:-1].islower()
        return f"{text[:-1]}-{following}" if is_name else text[:-1] + following
    before = text[-2:-1]
    is_broken = text.endswith(("-", "\u00ad", "\u2010")) and before.islower() and following[:1].islower()
    if is_broken and not _KEPT_AFTER_HYPHEN.match(following):
        return text[:-1] + following
    if text.endswith("-") and before.strip() and not _KEPT_AFTER_HYPHEN.match(following):
        return text + following
    return f"{text} {following}"


def _begins_with_title(text: str) -> bool:
    first = text.split(maxsplit=1)[0]
    return first.endswith(".") and first in titles()
