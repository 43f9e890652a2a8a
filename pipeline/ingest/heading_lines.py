"""Lines that may be headings, by what shows it: their mark, bold, a number, or a place above a paragraph."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipeline.dutch.headings import heading_kind
from pipeline.ingest.numbering import number_alone, number_of_item, small_letter, split_number, without_lists
from pipeline.ingest.records import CELL_GAP, Block, Heading
from pipeline.ingest.vocabulary import field_label, is_label_inside, opens_letter

EMPHASISED_LEVEL = 7  # below all marked headings
_MAX_CHARACTERS, _MAX_WORDS, _MAX_MARKED_WORDS = 120, 18, 35
_MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED = 90, 14
_MIN_ITEMS_WITH_TEXT, _MIN_TEXT_OF_ITEM = 3, 80
_COLUMNS = re.compile(r"\S {3,}\S.* {3,}\S")  # of a table that was typed: two gaps at least
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!] +[^\W\d_a-z]")


def heading_of(block: Block, level: int) -> Heading:
    """Return the heading that a block is, its number apart."""
    number, length = split_number(block.text)
    return Heading((block,), number or number_of_item(block), block.start + length, level)


def marked_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the headings that the source marks, but for text that only looks like one."""
    found: dict[int, Heading] = {}
    for index, block in enumerate(blocks):
        is_topic = index - 1 in found and len(found[index - 1].blocks) > 1
        if block.heading_level is not None and not is_topic and not _is_sentence(block):
            found[index] = _number_above_topic(blocks, index, block.heading_level) or heading_of(
                block, block.heading_level
            )
    return found


def _is_sentence(block: Block) -> bool:
    """Return whether a line that its size or style marks as a heading is text for all that."""
    n_words = len(block.text.split())
    is_bullet = block.marker is not None and number_of_item(block) is None
    ends = block.text.rstrip().endswith((".", ";", ","))
    return n_words > _MAX_MARKED_WORDS or (n_words > _MAX_WORDS and (is_bullet or ends))


def is_heading_line(block: Block) -> bool:
    """Return whether a block is a line that can be a heading."""
    return (
        CELL_GAP not in block.text
        and field_label(block.text) is None
        and is_heading_text(block.text, _MAX_CHARACTERS, _MAX_WORDS)
    )


def _number_above_topic(blocks: Sequence[Block], index: int, level: int) -> Heading | None:
    """Return the heading of a marked line that is only a number, with its topic on the next line."""
    number = number_alone(blocks[index].text)
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if number is None or following is None or not is_heading_text(following.text, _MAX_CHARACTERS, _MAX_WORDS):
        return None
    return Heading((blocks[index], following), number, following.start, level)


def emphasised_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the short lines in bold that have plain text under them, if there are at least two."""
    found = {
        index: heading_of(block, EMPHASISED_LEVEL)
        for index, block in enumerate(blocks[:-1])
        if block.emphasised
        and (block.after_gap or number_of_item(block) is not None)
        and (block.marker is None or number_of_item(block) is not None)
        and CELL_GAP not in block.text
        and field_label(block.text) is None
        and (not blocks[index + 1].emphasised or CELL_GAP in blocks[index + 1].text)
        and is_heading_text(_without_end(block.text), _MAX_CHARACTERS, _MAX_WORDS)
        and not is_label_inside(block.text.partition(":")[0])
    }
    found |= _emphasised_items(blocks)
    numbers = [heading.number for heading in found.values() if heading.number]
    if len(numbers) > 1:
        # Bold may be lost on the way; the numbers between belong to the same row.
        numbered = numbered_headings(blocks)
        found |= {index: heading for index, heading in numbered.items() if heading.number not in numbers}
    return dict(sorted(found.items())) if len(found) > 1 else {}


def _emphasised_items(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the items of a list of bullets that are bold and have a paragraph of plain text below them."""
    return {
        index: Heading((block,), None, block.start, EMPHASISED_LEVEL)
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


def items_with_text(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the items of a list of bullets that each have a paragraph below them, if most have."""
    bullets = [index for index, block in enumerate(blocks) if block.marker and number_of_item(block) is None]
    with_text = [
        index
        for index in bullets
        if index + 1 < len(blocks)
        and blocks[index + 1].marker is None
        and CELL_GAP not in blocks[index].text + blocks[index + 1].text
        and len(blocks[index + 1].text) > max(_MIN_TEXT_OF_ITEM, len(blocks[index].text))
        and is_heading_text(blocks[index].text, _MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED)
    ]
    if len(with_text) < _MIN_ITEMS_WITH_TEXT or 2 * len(with_text) <= len(bullets):
        return {}
    return {index: Heading((blocks[index],), None, blocks[index].start, EMPHASISED_LEVEL) for index in with_text}


def numbered_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the numbered lines and items that are headings; those of lists are left out."""
    candidates: dict[int, Heading] = {}
    items_are_headings = _items_are_headings(blocks)
    outer = _outer_indent(blocks)
    for index, block in enumerate(blocks):
        is_inner = block.marker is not None and not (items_are_headings and block.indent == outer)
        if CELL_GAP in block.text or is_inner:
            continue
        candidate = _number_above(blocks, index) or _number_in_front(block)
        if candidate is not None:
            candidates[index] = candidate
    return without_lists(candidates, len(blocks))


def lettered_headings(blocks: Sequence[Block], level: int) -> dict[int, Heading]:
    """Return the lines of a section that count on from *a.* and have a paragraph of their own: *b. Scheuren*."""
    found: dict[int, Heading] = {}
    for index, (block, following) in enumerate(pairwise(blocks)):
        letter, start = small_letter(block)
        has_text = following.marker is None and len(following.text) > max(len(block.text), _MIN_TEXT_OF_ITEM)
        is_next = letter is not None and ord(letter) - ord("a") == len(found)
        own = block.text[start:]
        if is_next and has_text and is_heading_text(own, _MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED):
            found[index] = Heading((block,), letter, block.start + start, level)
    return found if len(found) > 1 else {}


def _items_are_headings(blocks: Sequence[Block]) -> bool:
    """Return whether the items of a numbered list have passages under them, rather than other items."""
    outer = _outer_indent(blocks)
    items = [
        index for index, block in enumerate(blocks[:-1]) if number_of_item(block) is not None and block.indent == outer
    ]
    with_passage = [
        index
        for index in items
        if is_heading_text(blocks[index].text, _MAX_CHARACTERS, _MAX_WORDS)
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
    if number is None or not is_heading_text(block.text[length:], _MAX_CHARACTERS, _MAX_WORDS):
        return None
    return Heading((block,), number, block.start + length, level=2 + number.count("."))


def _number_above(blocks: Sequence[Block], index: int) -> Heading | None:
    """Return the heading of a number on one line with its text on the next."""
    number = number_alone(blocks[index].text)
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if number is None or following is None or following.after_gap or following.marker is not None:
        return None
    if not is_heading_text(following.text, _MAX_CHARACTERS, _MAX_WORDS):
        return None
    return Heading((blocks[index], following), number, following.start, level=2 + number.count("."))


def _without_end(text: str) -> str:
    """Return a line in bold without the full stop or colon behind it."""
    return re.sub(r"(?<=[\w)])[.:]$", "", text.rstrip())


def is_heading_text(text: str, max_characters: int, max_words: int) -> bool:
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


def looks_like_heading(blocks: Sequence[Block], index: int, numbered: Mapping[int, Heading]) -> bool:
    """Return whether a short line above a paragraph can be its heading."""
    block = blocks[index]
    if block.marker is not None or not block.after_gap or field_label(block.text) is not None or CELL_GAP in block.text:
        return False
    if not is_heading_text(block.text, _MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED):
        return False
    if index + 1 == len(blocks) or index + 1 in numbered or opens_letter(blocks[index + 1].text):
        return False
    if _goes_on(blocks, index):
        return False
    following = blocks[index + 1]
    return (
        following.marker is not None
        or _goes_on(blocks, index + 1)
        or not is_heading_text(following.text, _MAX_CHARACTERS_UNNUMBERED, _MAX_WORDS_UNNUMBERED)
    )


def _goes_on(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line begins a sentence that the line below it goes on with in small letters."""
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return (
        following is not None
        and not following.after_gap
        and following.marker is None
        and following.text[:1].islower()
        and not blocks[index].text.rstrip().endswith((".", "!", "?", ":"))
    )
