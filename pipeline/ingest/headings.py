"""Which blocks are headings: marked ones, numbered ones, and short lines above paragraphs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.ingest.normalise import collapse_whitespace
from pipeline.ingest.records import Block
from pipeline.ingest.vocabulary import field_label

_NUMBERED = re.compile(
    r"(?:(?:inzicht|punt|agendapunt|thema|les|vraag|dilemma|advies|conclusie|aanbeveling)\s+)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?)(?P<mark>[.):]\s*|\s*[:–-]\s+|\s+)(?=[^\s\d])",
    re.IGNORECASE,
)
_MAX_CHARACTERS, _MAX_WORDS = 120, 18
_MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED = 90, 14


@dataclass(frozen=True)
class Heading:
    """A heading: its block, its number as printed, where its text begins, and its level (1 is the highest)."""

    block: Block
    number: str | None
    start: int
    level: int

    @property
    def text(self) -> str:
        """The heading without its number."""
        return self.block.text[self.start - self.block.start :]


def find_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the headings among the blocks (title not included), by their index.

    Marked headings are believed. Without them, numbered lines are headings if there are at least
    two; beside those, or without them, short lines above a paragraph are.
    """
    marked = {
        index: _marked(block, block.heading_level)
        for index, block in enumerate(blocks)
        if block.heading_level is not None
    }
    if marked:
        return marked
    numbered = _numbered_headings(blocks)
    unnumbered = {
        index: Heading(block=block, number=None, start=block.start, level=2)
        for index, block in enumerate(blocks)
        if index not in numbered and _looks_like_heading(blocks, index, numbered)
    }
    if len(numbered) < 2:
        return unnumbered
    # Between numbered headings a short line is at most a sub-heading of the passage around it.
    first, last = min(numbered), max(numbered)
    outside = {index: heading for index, heading in unnumbered.items() if not first < index < last}
    return dict(sorted((numbered | outside).items()))


def split_number(text: str) -> tuple[str | None, int]:
    """Return the number of a heading as printed, and the length of all that stands before its text."""
    match = _NUMBERED.match(text)
    return (match["number"], match.end()) if match else (None, 0)


def _marked(block: Block, level: int) -> Heading:
    number, length = split_number(block.text)
    return Heading(block=block, number=number, start=block.start + length, level=level)


def _numbered_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    candidates: dict[int, Heading] = {}
    for index, block in enumerate(blocks):
        number, length = split_number(block.text)
        text = block.text[length:]
        if number is None or block.marker is not None or not _is_heading_text(text, _MAX_CHARACTERS, _MAX_WORDS):
            continue
        candidates[index] = Heading(block=block, number=number, start=block.start + length, level=2 + number.count("."))
    return _without_lists(candidates, len(blocks))


def _without_lists(candidates: Mapping[int, Heading], n_blocks: int) -> dict[int, Heading]:
    """Drop the agenda that names the items again below, and numbered lists inside a passage."""
    texts = {index: collapse_whitespace(heading.text).casefold() for index, heading in candidates.items()}
    kept: dict[int, Heading] = {}
    expected = 1
    ahead = dict(candidates)
    for index, heading in candidates.items():
        del ahead[index]
        if any(texts[later] == texts[index] for later in ahead):
            continue
        number = _leading_integer(heading.number)
        is_out_of_turn = number != expected and number != expected - 1
        if is_out_of_turn and any(_leading_integer(later.number) == expected for later in ahead.values()):
            continue
        kept[index] = heading
        expected = number + 1
    has_body = any(index + 1 not in kept and index + 1 < n_blocks for index in kept)
    return kept if has_body else {}


def _leading_integer(number: str | None) -> int:
    match = re.match(r"\d+", number or "")
    return int(match.group()) if match else 0


def _looks_like_heading(blocks: Sequence[Block], index: int, numbered: Mapping[int, Heading]) -> bool:
    block = blocks[index]
    if block.marker is not None or not block.after_gap or field_label(block.text) is not None:
        return False
    if not _is_heading_text(block.text, _MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED):
        return False
    if index + 1 == len(blocks) or index + 1 in numbered:
        return False
    following = blocks[index + 1]
    return following.marker is not None or not _is_heading_text(
        following.text, _MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED
    )


def _is_heading_text(text: str, max_characters: int, max_words: int) -> bool:
    stripped = text.strip().rstrip("’'”\"")
    if not stripped or len(text) > max_characters or len(text.split()) > max_words or "\n" in text.strip():
        return False
    first = next((character for character in stripped if character.isalnum()), "")
    return not stripped.endswith((".", ";", ":", ",", "!")) and (first.isupper() or first.isdigit())
