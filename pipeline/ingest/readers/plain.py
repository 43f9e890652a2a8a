"""Plain text: lines, wrapped paragraphs, list items."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.ingest.records import Block, Source
from pipeline.ingest.vocabulary import opens_field

# A dash needs a space after it, or it begins a word; a bullet sign does not, nor one of a font of symbols.
LIST_MARKER = re.compile(r"(?:[-–—*+o](?=\s)|[•·▪▫◦‣●○■□➢✓]|[\uf0a0-\uf0ff](?:\s*\|)?)\s*")
_RULE = re.compile(r"\s*(?:[-_=*–—]\s?){3,}\s*")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}|_{3,}|\u2014{2,}")
_MOST_LINES = 0.96  # are no wider than the text
_LONGEST_WRAPPED_LINE, _LONGEST_UNDERLINED = 120, 100


@dataclass(frozen=True)
class _Line:
    start: int
    text: str

    @property
    def is_empty(self) -> bool:
        return not self.text.strip()


def read_plain(text: str) -> Source:
    """Return a normalised plain text as blocks: a list item, a line, or the lines of a wrapped paragraph."""
    return Source(text=text, blocks=tuple(_blocks(text)), format="txt")


def _blocks(text: str) -> Iterator[Block]:
    lines = list(_lines(text))
    width = _wrap_width(lines)
    after_gap, after_rule = True, False
    position = 0
    while position < len(lines):
        line = lines[position]
        if line.is_empty or _RULE.fullmatch(line.text):
            after_gap = True
            after_rule = after_rule or not line.is_empty
            position += 1
            continue
        level = _underlined(lines, position)
        if level is not None:
            yield replace(_block(text, line, line, after_gap=True, after_rule=after_rule), heading_level=level)
            after_gap, position = False, position + 2
            continue
        last = position
        while last + 1 < len(lines) and _continues(lines[last], lines[last + 1], width):
            last += 1
        yield _block(text, line, lines[last], after_gap=after_gap, after_rule=after_rule)
        after_gap = False
        position = last + 1


def _underlined(lines: list[_Line], position: int) -> int | None:
    """Return the level of a line with a rule of signs right under it (`=` is higher), or None."""
    under = lines[position + 1].text.strip() if position + 1 < len(lines) else ""
    line = lines[position].text.strip()
    is_rule = _UNDERLINE.fullmatch(under) is not None and 2 * len(under) >= len(line)
    if not is_rule or len(line) > _LONGEST_UNDERLINED:
        return None
    return 1 if under[0] == "=" else 2


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for content in text.split("\n"):
        yield _Line(start, content)
        start += len(content) + 1


def _wrap_width(lines: list[_Line]) -> int | None:
    """Return the width at which an editor broke the lines, None for one line a paragraph.

    A text is wrapped when most of its longer lines, where another line follows, had no room for the
    first word of the next one.
    """
    filled = [len(line.text.rstrip()) for line in lines if not line.is_empty]
    if not filled or sum(length > _LONGEST_WRAPPED_LINE for length in filled) > 0.05 * len(filled):
        return None
    # What a mail program adds below may be wider: a few lines do not set the width.
    narrow = sorted(length for length in filled if length <= _LONGEST_WRAPPED_LINE)
    width = narrow[math.ceil(_MOST_LINES * (len(narrow) - 1))]
    followed = [
        (line, following)
        for line, following in pairwise(lines)
        if len(line.text) >= 0.6 * width and not following.is_empty
    ]
    full = sum(_had_no_room(line, following, width) for line, following in followed)
    return width if full >= 3 and 2 * full > len(followed) else None


def _had_no_room(line: _Line, following: _Line, width: int) -> bool:
    return len(line.text.rstrip()) + 1 + len(following.text.split(maxsplit=1)[0]) > width


def _continues(line: _Line, following: _Line, width: int | None) -> bool:
    if width is None or following.is_empty or LIST_MARKER.match(following.text.lstrip()):
        return False
    if opens_field(following.text) and (len(line.text) > width or opens_field(line.text)):
        return False
    return _had_no_room(line, following, width)


def _block(text: str, first: _Line, last: _Line, *, after_gap: bool, after_rule: bool) -> Block:
    start = first.start + len(first.text) - len(first.text.lstrip())
    end = last.start + len(last.text.rstrip())
    marker = LIST_MARKER.match(text, start, end)
    if marker and marker.end() < end:
        return Block(
            start=marker.end(),
            end=end,
            text=text[marker.end() : end],
            marker=marker.group().strip(),
            after_gap=after_gap,
            after_rule=after_rule,
            indent=start - first.start,
        )
    return Block(
        start=start,
        end=end,
        text=text[start:end],
        after_gap=after_gap,
        after_rule=after_rule,
        indent=start - first.start,
    )
