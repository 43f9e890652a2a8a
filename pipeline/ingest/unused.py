"""The text of a report that lies in no insight, and why: so that nothing is left out without a word."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.ingest.records import Layout, Part

_LINE = re.compile(r"[^\n]+")
_NUMBER_ALONE = re.compile(r"\W*(?:\w+\s+)?\d{1,2}\w?\W*")
_UNREAD = "unread"  # what no block holds


@dataclass(frozen=True)
class Unused:
    """A stretch of text in no insight: the part that it was taken for, and its half-open offsets."""

    reason: str
    start: int
    end: int


def unused_text(text: str, layouts: Sequence[Layout]) -> list[Unused]:
    """Return the text outside the insights and their headings, in order.

    Parameters
    ----------
    text
        The normalised text of the report.
    layouts
        Its sessions.
    """
    used = [
        (insight.body[0].block.start, insight.body[-1].block.end) for layout in layouts for insight in layout.insights
    ]
    of_insights = _Spans(used)
    parts = {part.block.start: part for layout in layouts for part in (*layout.around, *layout.parts)}
    ordered = [part for _, part in sorted(parts.items())]
    headings = _of_insights(ordered, layouts)
    left = [
        Unused(part.kind, part.block.start, part.block.end)
        for part in ordered
        if part.block.start not in headings and not of_insights.touch(part.block.start, part.block.start + 1)
    ]
    read = _Spans([*used, *((part.block.start, part.block.end) for part in ordered)])
    return _joined(text, sorted([*left, *_unread(text, read)], key=lambda one: one.start))


class _Spans:
    """Stretches of a text, of which it is asked whether one of them touches another: as long as the text is long."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))  # the last end of all up to each

    def touch(self, start: int, end: int) -> bool:
        """Return whether a sign between two offsets lies in one of the stretches."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start


def _of_insights(parts: Sequence[Part], layouts: Sequence[Layout]) -> set[int]:
    """Return where the blocks begin that make the headings of insights; a number may stand on a line of its own."""
    starts = sorted(
        insight.heading_start for layout in layouts for insight in layout.insights if insight.heading_start is not None
    )
    found: set[int] = set()
    for index, part in enumerate(parts):
        first = bisect_left(starts, part.block.start)
        if first < len(starts) and starts[first] < part.block.end:
            found.add(part.block.start)
            before = parts[index - 1] if index else None
            if before is not None and before.kind == "heading" and _NUMBER_ALONE.fullmatch(before.block.text):
                found.add(before.block.start)
    return found


def _unread(text: str, read: _Spans) -> list[Unused]:
    """Return the lines with words of which no block holds any part."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        if not read.touch(match.start(), match.end()) and any(character.isalpha() for character in line):
            start = match.start() + len(line) - len(line.lstrip())
            found.append(Unused(_UNREAD, start, match.start() + len(line.rstrip())))
    return found


def _joined(text: str, spans: Sequence[Unused]) -> list[Unused]:
    """Return spans with those of one kind that follow each other joined."""
    joined: list[Unused] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.reason == span.reason and not _has_words(text[last.end : span.start]):
            joined[-1] = Unused(last.reason, last.start, span.end)
        else:
            joined.append(span)
    return joined


def _has_words(text: str) -> bool:
    return sum(character.isalpha() for character in text) > 1  # a list marker may be a letter
