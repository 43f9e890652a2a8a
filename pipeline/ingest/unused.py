"""The text of a report that lies in no insight, and why: so that nothing is left out without a word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
    used = sorted(
        (insight.body[0].block.start, insight.body[-1].block.end) for layout in layouts for insight in layout.insights
    )
    parts = {part.block.start: part for layout in layouts for part in (*layout.around, *layout.parts)}
    ordered = [part for _, part in sorted(parts.items())]
    headings = _of_insights(ordered, layouts)
    left = [
        Unused(part.kind, part.block.start, part.block.end)
        for part in ordered
        if part.block.start not in headings and not _lies_in(part.block.start, used)
    ]
    spans = sorted([*used, *((part.block.start, part.block.end) for part in ordered)])
    return _joined(text, sorted([*left, *_unread(text, spans)], key=lambda one: one.start))


def _of_insights(parts: Sequence[Part], layouts: Sequence[Layout]) -> set[int]:
    """Return where the blocks begin that make the headings of insights; a number may stand on a line of its own."""
    starts = {insight.heading_start for layout in layouts for insight in layout.insights}
    found: set[int] = set()
    for index, part in enumerate(parts):
        if any(start is not None and part.block.start <= start < part.block.end for start in starts):
            found.add(part.block.start)
            before = parts[index - 1] if index else None
            if before is not None and before.kind == "heading" and _NUMBER_ALONE.fullmatch(before.block.text):
                found.add(before.block.start)
    return found


def _lies_in(start: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start < last for first, last in spans)


def _unread(text: str, spans: Sequence[tuple[int, int]]) -> list[Unused]:
    """Return the lines with words of which no block holds any part."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        is_held = any(first < match.end() and match.start() < last for first, last in spans)
        if not is_held and any(character.isalpha() for character in line):
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
