"""Which blocks are headings: marked ones, numbered ones, and short lines above paragraphs."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.dutch.lexicon import any_of, document_parts
from pipeline.dutch.numerals import roman_value
from pipeline.ingest.normalise import collapse_whitespace
from pipeline.ingest.readers.pieces import CELL_GAP
from pipeline.ingest.records import Block
from pipeline.ingest.vocabulary import announces_part, field_label, heading_kind, is_label_inside, opens_letter

_MAX_CHARACTERS, _MAX_WORDS, _MAX_MARKED_WORDS = 120, 18, 35
_MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED = 90, 14
_MIN_ITEMS_WITH_TEXT, _MIN_TEXT_OF_ITEM = 3, 80
_COLUMNS = re.compile(r"\S {3,}\S")  # of a table that was typed
_EMPHASISED_LEVEL = 7  # below all marked headings
_KIND = any_of(document_parts().numbered.kinds)
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!] +[^\W\d_a-z]")
_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?)"
_CLOCK_TIME = rf"(?!\d{{1,2}}[.:]\d\d\s*(?:[-–]|{any_of(document_parts().dates.clock)}\b))"
_NUMBERED = re.compile(
    rf"{_CLOCK_TIME}(?:{_KIND}\s+)?{_NUMBER}(?:[.):]?\s*\|\s*|\\?[.):]\s*|\s*[:–-]\s+|\s+)(?=[^\s\d|])", re.IGNORECASE
)
# Letters and Roman numerals need a mark behind them, and others of their kind (see `_plain_letters`).
_LETTERED = re.compile(r"(?P<number>[A-Z]|[IVX]{1,4}|[a-z](?=\)))(?:[.)]\s+(?=\S)|\s+(?=[^\W\d_a-zß-öø-ÿ]))")
_NUMBER_OF_ITEM = re.compile(r"\(?(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?|[A-Za-z]|[IVXivx]{1,4})[.)]?")
_ONLY_NUMBER = re.compile(rf"(?:{_KIND}\s+{_NUMBER}[.):]?|{_NUMBER.replace('number', 'bare')}[.):])", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A heading: its blocks, its number as printed, and its level (1 is the highest).

    There are two blocks where the number stands on a line of its own; `start` is where the text of
    the last one begins, after its number.
    """

    blocks: tuple[Block, ...]
    number: str | None
    start: int
    level: int

    @property
    def text(self) -> str:
        """The heading without its number."""
        return self.blocks[-1].text[self.start - self.blocks[-1].start :]


def find_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the headings among the blocks (title not included), by the index of their first block.

    Marked headings are believed, and without them lines in bold. Without either, numbered lines and
    numbered items are headings if there are at least two; beside those, or without them, short lines
    above a paragraph are.
    """
    found = _found_headings(blocks)
    level = max((heading.level for heading in found.values()), default=2)
    found = {index: heading for index, heading in found.items() if heading.number or not is_label_inside(heading.text)}
    for index, block in enumerate(blocks):
        if index not in found and _announces_part(blocks, index, found):
            found[index] = Heading((block,), None, block.start, level)
    return dict(sorted(found.items()))


def _announces_part(blocks: Sequence[Block], index: int, found: Mapping[int, Heading]) -> bool:
    """Return whether a line among the passages, or behind them, opens another part by its words alone."""
    block = blocks[index]
    is_behind_a_heading = bool(found) and index > min(found)
    is_alone = block.after_gap or block.emphasised or block.text.isupper()
    has_more = index + 1 < len(blocks) and index + 1 not in found
    return is_behind_a_heading and is_alone and has_more and block.marker is None and announces_part(block.text)


def _found_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    marked = _plain_letters(_marked_headings(blocks))
    run_in = [index for index, block in enumerate(blocks) if block.run_in]
    if run_in and len(run_in) >= len(marked):
        own = {index: _marked(blocks[index], _EMPHASISED_LEVEL) for index in run_in}
        beside = {
            index: _marked(block, _EMPHASISED_LEVEL)
            for index, block in enumerate(blocks)
            if block.emphasised and block.after_gap and block.marker is None and _is_line(block)
        }
        return dict(sorted((marked | beside | own).items()))
    if marked:
        return _with_lower_headings(blocks, marked)
    emphasised = _plain_letters(_emphasised_headings(blocks))
    if emphasised:
        return emphasised
    numbered = _plain_letters(_numbered_headings(blocks))
    unnumbered = {
        index: Heading((block,), None, block.start, level=2)
        for index, block in enumerate(blocks)
        if index not in numbered and _looks_like_heading(blocks, index, numbered)
    }
    if len(numbered) < 2:
        return unnumbered
    # Between numbered headings a short line is at most a sub-heading of the passage around it.
    first, last = min(numbered), max(numbered) + len(numbered[max(numbered)].blocks) - 1
    outside = {index: heading for index, heading in unnumbered.items() if not first < index <= last}
    return dict(sorted((numbered | outside).items()))


def split_number(text: str) -> tuple[str | None, int]:
    """Return the number of a heading as printed, and the length of all that stands before its text."""
    match = _NUMBERED.match(text) or _LETTERED.match(text)
    return (match["number"], match.end()) if match else (None, 0)


def _marked(block: Block, level: int) -> Heading:
    number, length = split_number(block.text)
    return Heading((block,), number or number_of_item(block), block.start + length, level)


def number_of_item(block: Block) -> str | None:
    """Return the number of an item in a numbered list, without its brackets and full stop."""
    match = _NUMBER_OF_ITEM.fullmatch(block.marker or "")
    return match["number"] if match else None


def _marked_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    found: dict[int, Heading] = {}
    for index, block in enumerate(blocks):
        is_topic = index - 1 in found and len(found[index - 1].blocks) > 1
        if block.heading_level is not None and not is_topic and not _is_sentence(block):
            found[index] = _number_above_topic(blocks, index, block.heading_level) or _marked(
                block, block.heading_level
            )
    return found


def _is_sentence(block: Block) -> bool:
    """Return whether a line that its size or style marks as a heading is text for all that."""
    n_words = len(block.text.split())
    is_bullet = block.marker is not None and number_of_item(block) is None
    ends = block.text.rstrip().endswith((".", ";", ","))
    return n_words > _MAX_MARKED_WORDS or (n_words > _MAX_WORDS and (is_bullet or ends))


def _is_line(block: Block) -> bool:
    return (
        CELL_GAP not in block.text
        and field_label(block.text) is None
        and _is_heading_text(block.text, _MAX_CHARACTERS, _MAX_WORDS)
    )


def _number_above_topic(blocks: Sequence[Block], index: int, level: int) -> Heading | None:
    """Return the heading of a marked line that is only a number, with its topic on the next line."""
    match = _ONLY_NUMBER.fullmatch(blocks[index].text.strip())
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if match is None or following is None or not _is_heading_text(following.text, _MAX_CHARACTERS, _MAX_WORDS):
        return None
    return Heading((blocks[index], following), match["number"] or match["bare"], following.start, level)


def _with_lower_headings(blocks: Sequence[Block], marked: dict[int, Heading]) -> dict[int, Heading]:
    """Add the bold or numbered headings inside marked sections, where most of the text stands under such ones."""
    sections = [
        (None, 0, min(marked)),
        *((marked[start], start, end) for start, end in pairwise([*marked, len(blocks)])),
    ]
    top = min(heading.level for heading in marked.values())
    sure: dict[int, Heading] = {}
    lower: dict[int, Heading] = {}
    divided = undivided = 0
    for heading, start, end in sections:
        begin = start + len(heading.blocks) if heading else start
        body = blocks[begin:end]
        length = sum(len(block.text) for block in body)
        items = _items_with_text(body)
        found = items or _plain_letters(_emphasised_headings(body) or _numbered_headings(body))
        if len(found) > 1:
            # What stands before the first marked heading is of its level.
            level = heading.level + 1 if heading else top
            own = {begin + index: replace(sub, level=level) for index, sub in found.items()}
            lower |= own
            if items:
                sure |= own
            elif heading is not None and heading.number:
                sure |= {index: sub for index, sub in own.items() if _is_below(sub.number, heading.number)}
            divided += length
        elif heading is not None and heading_kind(heading.text) in (None, "container"):
            undivided += length
    return dict(sorted((marked | (lower if divided > undivided else sure)).items()))


def _is_below(number: str | None, parent: str) -> bool:
    """Return whether a number belongs to an item of another: 4.1 and 4a to 4."""
    return number is not None and re.fullmatch(rf"{re.escape(parent)}(?:\.\d+|[a-z])", number) is not None


def _plain_letters(headings: dict[int, Heading]) -> dict[int, Heading]:
    """Take letters for numbers only where they count on from A or I: `A. Bakker` may be a name."""
    lettered = [heading for heading in headings.values() if heading.number and heading.number[0].isalpha()]
    values = [_leading_integer(heading.number) for heading in lettered]
    is_roman = bool(lettered) and (lettered[0].number or "").upper() == "I"
    if is_roman:
        values = [roman_value(heading.number or "") for heading in lettered]
    steps = [after - before for before, after in pairwise(values)]
    # One may be missing, where a heading was lost on the way.
    if len(values) > 1 and values[0] == 1 and all(step in (1, 2) for step in steps) and steps.count(2) <= 1:
        return headings
    return {
        index: replace(heading, number=None, start=heading.blocks[-1].start)
        if heading.number and heading.number[0].isalpha()
        else heading
        for index, heading in headings.items()
    }


def _emphasised_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the short lines in bold that have plain text under them, if there are at least two."""
    found = {
        index: _marked(block, _EMPHASISED_LEVEL)
        for index, block in enumerate(blocks[:-1])
        if block.emphasised
        and (block.after_gap or number_of_item(block) is not None)
        and (block.marker is None or number_of_item(block) is not None)
        and CELL_GAP not in block.text
        and field_label(block.text) is None
        and (not blocks[index + 1].emphasised or CELL_GAP in blocks[index + 1].text)
        and _is_heading_text(_without_end(block.text), _MAX_CHARACTERS, _MAX_WORDS)
        and not is_label_inside(block.text.partition(":")[0])
    }
    found |= _emphasised_items(blocks)
    numbers = [heading.number for heading in found.values() if heading.number]
    if len(numbers) > 1:
        # Bold may be lost on the way; the numbers between belong to the same row.
        numbered = _numbered_headings(blocks)
        found |= {index: heading for index, heading in numbered.items() if heading.number not in numbers}
    return dict(sorted(found.items())) if len(found) > 1 else {}


def _emphasised_items(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the items of a list of bullets that are bold and have a paragraph of plain text below them."""
    return {
        index: Heading((block,), None, block.start, _EMPHASISED_LEVEL)
        for index, (block, following) in enumerate(pairwise(blocks))
        if block.emphasised
        and block.marker is not None
        and number_of_item(block) is None
        and following.marker is None
        and not following.emphasised
        and CELL_GAP not in block.text + following.text
        and "://" not in block.text
        and len(block.text.split()) <= _MAX_WORDS
        and len(following.text) > len(block.text)
    }


def _items_with_text(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the items of a list of bullets that each have a paragraph below them, if most have."""
    bullets = [index for index, block in enumerate(blocks) if block.marker and number_of_item(block) is None]
    with_text = [
        index
        for index in bullets
        if index + 1 < len(blocks)
        and blocks[index + 1].marker is None
        and CELL_GAP not in blocks[index].text + blocks[index + 1].text
        and len(blocks[index + 1].text) > max(_MIN_TEXT_OF_ITEM, len(blocks[index].text))
        and _is_heading_text(blocks[index].text, _MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED)
    ]
    if len(with_text) < _MIN_ITEMS_WITH_TEXT or 2 * len(with_text) <= len(bullets):
        return {}
    return {index: Heading((blocks[index],), None, blocks[index].start, _EMPHASISED_LEVEL) for index in with_text}


def _numbered_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    candidates: dict[int, Heading] = {}
    items_are_headings = _items_are_headings(blocks)
    outer = _outer_indent(blocks)
    for index, block in enumerate(blocks):
        is_inner = block.marker is not None and not (items_are_headings and block.indent == outer)
        if CELL_GAP in block.text or is_inner:
            continue
        candidate = _number_alone(blocks, index) or _number_in_front(block)
        if candidate is not None:
            candidates[index] = candidate
    return _without_lists(candidates, len(blocks))


def _items_are_headings(blocks: Sequence[Block]) -> bool:
    """Return whether the items of a numbered list have passages under them, rather than other items."""
    outer = _outer_indent(blocks)
    items = [
        index for index, block in enumerate(blocks[:-1]) if number_of_item(block) is not None and block.indent == outer
    ]
    with_passage = [
        index
        for index in items
        if _is_heading_text(blocks[index].text, _MAX_CHARACTERS, _MAX_WORDS)
        and (
            blocks[index + 1].indent > outer
            or (number_of_item(blocks[index + 1]) is None and len(blocks[index + 1].text) > len(blocks[index].text))
        )
    ]
    return len(with_passage) > 1 and 2 * len(with_passage) > len(items)


def _outer_indent(blocks: Sequence[Block]) -> int:
    """Return how far the outermost items of numbered lists are indented."""
    return min((block.indent for block in blocks if number_of_item(block) is not None), default=0)


def _number_in_front(block: Block) -> Heading | None:
    number, length = split_number(block.text)
    number = number or number_of_item(block)
    if number is None or not _is_heading_text(block.text[length:], _MAX_CHARACTERS, _MAX_WORDS):
        return None
    return Heading((block,), number, block.start + length, level=2 + number.count("."))


def _number_alone(blocks: Sequence[Block], index: int) -> Heading | None:
    """Return the heading of a number on one line with its text on the next."""
    match = _ONLY_NUMBER.fullmatch(blocks[index].text.strip())
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if match is None or following is None or following.after_gap or following.marker is not None:
        return None
    if not _is_heading_text(following.text, _MAX_CHARACTERS, _MAX_WORDS):
        return None
    number = match["number"] or match["bare"]
    return Heading((blocks[index], following), number, following.start, level=2 + number.count("."))


def _without_lists(candidates: Mapping[int, Heading], n_blocks: int) -> dict[int, Heading]:
    """Drop the agenda that names the items again below, and numbered lists inside a passage."""
    texts = {index: collapse_whitespace(heading.text).casefold() for index, heading in candidates.items()}
    kept: dict[int, Heading] = {}
    expected = 1
    lettered = [heading.number for heading in candidates.values() if heading.number and heading.number[0].isalpha()]
    is_roman = bool(lettered) and lettered[0].upper() == "I"
    texts_ahead = Counter(texts.values())
    numbers_ahead = Counter(_leading_integer(heading.number) for heading in candidates.values())
    for index, heading in candidates.items():
        texts_ahead[texts[index]] -= 1
        numbers_ahead[_leading_integer(heading.number)] -= 1
        if texts_ahead[texts[index]]:
            continue
        number = roman_value(heading.number) if is_roman and heading.number else _leading_integer(heading.number)
        if number not in (expected, expected - 1) and numbers_ahead[expected]:
            continue
        kept[index] = heading
        expected = number + 1
    has_body = any(index + len(heading.blocks) not in kept for index, heading in kept.items())
    return kept if has_body and n_blocks > len(kept) else {}


def _leading_integer(number: str | None) -> int:
    """Return the first part of a number as an integer; A is 1."""
    match = re.match(r"\d+", number or "")
    if match:
        return int(match.group())
    return ord(number[0].upper()) - ord("A") + 1 if number else 0


def _without_end(text: str) -> str:
    """Return a line in bold without the full stop or colon behind it."""
    return re.sub(r"(?<=[\w)])[.:]$", "", text.rstrip())


def _looks_like_heading(blocks: Sequence[Block], index: int, numbered: Mapping[int, Heading]) -> bool:
    block = blocks[index]
    if block.marker is not None or not block.after_gap or field_label(block.text) is not None or CELL_GAP in block.text:
        return False
    if not _is_heading_text(block.text, _MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED):
        return False
    if index + 1 == len(blocks) or index + 1 in numbered or opens_letter(blocks[index + 1].text):
        return False
    following = blocks[index + 1]
    return following.marker is not None or not _is_heading_text(
        following.text, _MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED
    )


def _is_heading_text(text: str, max_characters: int, max_words: int) -> bool:
    """Return whether a line can be a heading: short, with a capital or digit in front, no sentence.

    Only a question may run on over a second line.
    """
    stripped = text.strip().rstrip("’'”\"")
    if stripped.endswith("?"):
        max_characters, max_words = _MAX_CHARACTERS, _MAX_WORDS
    if not stripped or len(text) > max_characters or len(text.split()) > max_words:
        return False
    if ("\n" in text.strip() and not stripped.endswith("?")) or _SENTENCE_END.search(stripped):
        return False
    if "://" in stripped or _COLUMNS.search(stripped):
        return False
    first = next((character for character in stripped if character.isalnum()), "")
    ends_as_sentence = stripped.endswith((".", ";", ":", ",", "!")) and heading_kind(stripped) is None
    return not ends_as_sentence and (first.isupper() or first.isdigit())
