"""Lines put back into paragraphs, by their size, weight, distance and how full they are."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from statistics import median

from pipeline.dutch.name_words import titles
from pipeline.ingest.readers.pdf.characters import LINE_HYPHEN, Line
from pipeline.ingest.readers.pdf.hyphens import join
from pipeline.ingest.readers.pieces import Piece, split_bullet
from pipeline.ingest.readers.plain import LIST_MARKER
from pipeline.ingest.records import CELL_GAP
from pipeline.ingest.vocabulary import opens_field

_PARAGRAPH_GAP = 1.45  # of the usual distance between lines
_ROW_GAP = 2.2  # of the same, between rows of a table
_LARGER = 1.08  # than body text, for a heading
_CELL_INDENT = 4  # the further lines of a cell belong to the first
_LETTERED = re.compile(r"[a-z][.)]\s+(?=[^\W\d_a-zß-öø-ÿ])")  # *a. Nachtwerk in april*
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+[^\W\d_a-z]")
_ENDS = (".", "!", "?", ":", ";", "”", "’")


def paragraphs(lines: Sequence[Line], body_size: float, known: Set[str] = frozenset()) -> Iterator[Piece]:
    """Yield the paragraphs of lines in reading order; `known` are words of the document, for those that are broken."""
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
    paragraph: list[Line] = []
    after_gap = True
    for line in lines:
        if paragraph and not _continues(paragraph, line, leading, right_edge):
            yield _piece(paragraph, sizes, known, after_gap=after_gap)
            after_gap = _stands_apart(paragraph[-1], line, leading)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _piece(paragraph, sizes, known, after_gap=after_gap)


def _stands_apart(above: Line, line: Line, leading: float) -> bool:
    """Return whether there is more than the usual space above a line; rows of a table have some of their own."""
    if above.page != line.page or line.bottom <= above.bottom or above.is_bold != line.is_bold:
        return True
    limit = _ROW_GAP if CELL_GAP in above.text and CELL_GAP in line.text else _PARAGRAPH_GAP
    return line.bottom - above.bottom > limit * leading


_Edges = dict[tuple[int, int, float], float]


def _right_edges(lines: Sequence[Line]) -> _Edges:
    """Return how far to the right text goes, by page, left margin (rounded to 20 points) and size."""
    edges: _Edges = {}
    for line in lines:
        edges[_edge_of(line)] = max(edges.get(_edge_of(line), 0.0), line.right)
    return edges


def _edge_of(line: Line) -> tuple[int, int, float]:
    return line.page, round(line.left / 20), line.size


def _continues(paragraph: Sequence[Line], line: Line, leading: float, right_edge: _Edges) -> bool:
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
    if LIST_MARKER.match(line.text) or _LETTERED.match(line.text) or opens_field(line.text):
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
    return is_full or above.text.endswith((LINE_HYPHEN, "-", ","))


def _piece(paragraph: Sequence[Line], sizes: Sequence[float], known: Set[str], *, after_gap: bool) -> Piece:
    first = paragraph[0]
    text = first.text
    for line in paragraph[1:]:
        text = join(text, line.text, known)
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


def _begins_with_title(text: str) -> bool:
    first = text.split(maxsplit=1)[0]
    return first.endswith(".") and first in titles()
