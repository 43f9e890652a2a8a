"""What stands around the text of a page: running lines, page numbers, the margin, footnotes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.dutch.lexicon import any_of, file_words
from pipeline.ingest.readers.pdf.characters import Line, Page

_EDGE = 0.12  # of the page, at top and bottom, where headers and footers stand
_WORDS = file_words().page
_PAGE_NUMBER = re.compile(
    rf"(?:{any_of(_WORDS.before_number)}\s*)?\d{{1,4}}(?:\s*(?:{any_of(_WORDS.between_numbers)}|/|\|)\s*\d{{1,4}})?"
    r"|[-–]\s*\d{1,4}\s*[-–]",
    re.IGNORECASE,
)
_SMALLER, _SPACE_ABOVE = 0.93, 1.8  # of the size: a footnote is smaller than the text, or has space above it
_NOTE = re.compile(r"(\d{1,3}|[*†‡])[.)]?\s*(?=[^\W_])")


def split_running_lines(pages: Sequence[Page]) -> tuple[list[list[Line]], list[Line]]:
    """Return the lines of each page without page numbers and what stands at the edge of several pages, and that."""
    seen = Counter(_key(line) for page in pages for line in page.lines if _is_at_edge(line, page))
    kept: list[list[Line]] = []
    running: dict[str, Line] = {}
    for page in pages:
        kept.append([])
        for line in page.lines:
            is_number = _PAGE_NUMBER.fullmatch(line.text.strip()) is not None
            if _is_at_edge(line, page) and (is_number or (len(pages) > 1 and seen[_key(line)] > 1)):
                running.setdefault(line.text, line)
            else:
                kept[-1].append(line)
    return kept, list(running.values())


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()).casefold())


def _is_at_edge(line: Line, page: Page) -> bool:
    return line.top < _EDGE * page.height or line.bottom > (1 - _EDGE) * page.height


def body_size_of(lines: Iterable[Line]) -> float:
    """Return the size that most of the text has."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def split_margin(pages: Sequence[Sequence[Line]], body_size: float) -> tuple[list[list[Line]], list[Line]]:
    """Return the pages without what stands in the margin beside the text in a smaller letter, and that, once."""
    kept: list[list[Line]] = []
    notes: dict[str, Line] = {}
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


def split_footnotes(pages: Sequence[Sequence[Line]], body_size: float) -> tuple[list[list[Line]], list[list[Line]]]:
    """Return the pages without their footnotes and the marks of those in the text, and the lines of each footnote.

    A footnote begins with the number that is raised in the text above it, below a space or in a smaller letter.
    """
    kept: list[list[Line]] = []
    notes: list[list[Line]] = []
    for lines in pages:
        found = _footnotes(lines, body_size)
        marks = frozenset(match[1] for note in found if (match := _note(note[0])))
        in_notes = {id(line) for note in found for line in note}
        kept.append([line.without_marks(marks) for line in lines if id(line) not in in_notes])
        notes += [[line.without_marks(frozenset()) for line in note] for note in found]
    return kept, notes


def _footnotes(lines: Sequence[Line], body_size: float) -> list[list[Line]]:
    raised = [(mark, line.bottom) for line in lines for mark in line.marks]
    if not raised:
        return []
    found: list[list[Line]] = []
    down = sorted(lines, key=lambda line: (round(line.bottom), line.left))
    for above, line in pairwise([None, *down]):
        if line is None:
            continue
        opening = _note(line)
        is_marked = opening is not None and any(mark == opening[1] and at < line.top for mark, at in raised)
        is_apart = above is None or line.bottom - above.bottom > _SPACE_ABOVE * line.size
        if is_marked and (found or is_apart or line.size < _SMALLER * body_size):
            found.append([line])
        elif found and line.size > found[0][0].size / _SMALLER:
            found = []  # text goes on below: it was a list
        elif found:
            found[-1].append(line)
    return found


def _note(line: Line) -> re.Match[str] | None:
    return _NOTE.match(line.without_marks(frozenset()).text)
