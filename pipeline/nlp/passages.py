"""The passages of a report that are coded: headings and paragraphs, each with where it begins in the text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pipeline.nlp.reading import Reading

_SPACE = re.compile(r"\s+")
_KEYS = ("insight_id", "session_id", "report_id")


@dataclass(frozen=True)
class Passage:
    """A heading or a paragraph of an insight, and where it begins in the text that offsets refer to."""

    insight_id: str
    session_id: str
    report_id: str
    text: str
    start: int
    heading: str | None
    is_heading: bool = False
    is_list_item: bool = False

    @property
    def keys(self) -> dict[str, str]:
        """The ids of insight, session and report."""
        return {"insight_id": self.insight_id, "session_id": self.session_id, "report_id": self.report_id}

    def span(self, reading: Reading, start: int, end: int) -> dict[str, Any]:
        """Return `start_char`, `end_char` and `text` of a stretch of the passage as it was parsed."""
        first, last = reading.original(start, end)
        return {
            "start_char": self.start + first,
            "end_char": self.start + last,
            "text": self.text[first:last],
        }


def passages_of(insights: Iterable[Mapping[str, Any]], blocks: Sequence[Mapping[str, Any]]) -> Iterator[Passage]:
    """Yield the headings and body blocks of the insights in the order of the text."""
    bodies: dict[str, list[Mapping[str, Any]]] = {}
    for block in blocks:
        if block["insight_id"] is not None and block["part"] == "body":
            bodies.setdefault(block["insight_id"], []).append(block)
    of_report: dict[str, list[Mapping[str, Any]]] = {}
    for block in blocks:
        of_report.setdefault(block["report_id"], []).append(block)
    for insight in insights:
        keys = {name: insight[name] for name in _KEYS}
        heading = insight["heading"]
        start = insight["heading_start_char"]
        lines = [] if start is None else _heading_lines(of_report.get(keys["report_id"], []), start, heading)
        for begin, line in lines:
            yield Passage(**keys, text=line, start=begin, heading=heading, is_heading=True)
        for block in bodies.get(insight["insight_id"], []):
            yield Passage(
                **keys,
                text=block["text"],
                start=block["start_char"],
                heading=heading,
                is_list_item=block["is_list_item"],
            )


def _heading_lines(blocks: Sequence[Mapping[str, Any]], start: int, heading: str) -> list[tuple[int, str]]:
    """Return the lines over which a heading is printed: where each begins, and its text with its own white space.

    The table of insights has the heading on one line with single spaces.
    """
    lines: list[tuple[int, str]] = []
    left = heading.split()
    for block in islice(blocks, max(0, bisect_right(blocks, start, key=_start) - 1), None):
        begin = max(start, block["start_char"])
        printed = block["text"][begin - block["start_char"] :]
        words = printed.split()
        end = end_of_heading(printed, 0, " ".join(left[: len(words)]))
        if not words or end is None:
            return []
        lines.append((begin, printed[:end]))
        left = left[len(words) :]
        if not left:
            return lines
    return []


def _start(block: Mapping[str, Any]) -> int:
    return int(block["start_char"])


def end_of_heading(text: str, start: int, heading: str) -> int | None:
    """Return where a heading ends in the text that it begins in; None if it does not stand there.

    The table of insights has it on one line with single spaces, the text as it was typed.
    """
    place = start
    for number, word in enumerate(heading.split()):
        if number:
            space = _SPACE.match(text, place)
            if space is None:
                return None
            place = space.end()
        if not text.startswith(word, place):
            return None
        place += len(word)
    return place
