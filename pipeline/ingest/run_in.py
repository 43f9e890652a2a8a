"""Items of minutes that begin with their number and heading on the line of their text.

`2. Mededelingen. De wethouder is verhinderd.` becomes a heading and a paragraph, and so do several in one paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.ingest.records import CELL_GAP, Block
from pipeline.ingest.vocabulary import field_label

_MIN_ITEMS = 3
_MAX_WORDS, _MAX_CHARACTERS = 10, 90
_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2})?[a-z]?)(?:\\?[.):]|\s+[–—-](?=\s))?"
_START = re.compile(rf"{_NUMBER}\s+(?=[^\W\d_a-zß-öø-ÿ])")
_ROW = re.compile(rf"{_NUMBER}\s*\|\s+[^|\n]{{2,{_MAX_CHARACTERS}}}")
_INSIDE = re.compile(rf"(?<=[.!?:)-])\s+(?={_NUMBER}[.)]?\s+[^\W\d_a-zß-öø-ÿ])")
# A full stop behind a short word may be that of an abbreviation; *W.v.t.t.k.* has its own.
_WORD_END = r"(?:(?<=[^\W\d_]{4})|(?<=[^\W\d_a-zß-öø-ÿ]{2})|(?<=[\d)]))"
_END = re.compile(rf"(?:{_WORD_END}[.:]|(?<=(?:\w\.){{3}})|(?<!\s)\s+[–—-])(?=\s+\S)")

# One short cell, and one with a sentence in it.
_MARGIN = re.compile(r"[^\W\d_a-zß-öø-ÿ][^|\n.!?]{2,60}\.?\s\|\s(?=(?:\S+\s+){5})[^|]*[^\W\d_]{2}[.!?](?:\s[^|]*)?$")


def split_run_in_items(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with the headings of numbered items on their own, if there is a row of such items."""
    if sum(_is_marked_item(block) for block in blocks) > 1:
        return list(blocks)
    rows = _rows_of_items(blocks)
    if rows:
        return [replace(block, run_in=index in rows) for index, block in enumerate(blocks)]
    margins = _margin_headings(blocks)
    if margins:
        return [piece for index, block in enumerate(blocks) for piece in _beside(block, is_margin=index in margins)]
    pieces = [piece for block in blocks for piece in _at_numbers(block)]
    cuts = [_heading_length(piece) for piece in pieces]
    numbers = [_first_number(piece) for piece, cut in zip(pieces, cuts, strict=True) if cut]
    in_row = sum(after - before in (0, 1) for before, after in pairwise(numbers))
    if len(numbers) < _MIN_ITEMS or in_row + 1 < _MIN_ITEMS or 2 * in_row < len(numbers) - 1:
        return list(blocks)
    split: list[Block] = []
    for piece, cut in zip(pieces, cuts, strict=True):
        split.extend(_cut(piece, cut) if cut else [piece])
    return split


def _is_marked_item(block: Block) -> bool:
    """Return whether a block is a numbered heading by its lay-out."""
    is_marked = block.heading_level is not None or block.emphasised
    return is_marked and CELL_GAP not in block.text and _START.match(block.text) is not None


def _rows_of_items(blocks: Sequence[Block]) -> list[int]:
    """Return which rows of a table are items of the agenda: `3. | Planning`, with their text on the lines below."""
    rows = [index for index, block in enumerate(blocks) if _ROW.fullmatch(block.text) and block.marker is None]
    numbers = [_first_number(blocks[index]) for index in rows]
    in_row = sum(after - before in (0, 1) for before, after in pairwise(numbers))
    with_text = sum(index + 1 < len(blocks) and CELL_GAP not in blocks[index + 1].text for index in rows)
    is_agenda = len(rows) >= _MIN_ITEMS and in_row + 1 >= _MIN_ITEMS and 2 * with_text > len(rows)
    return rows if is_agenda else []


def _margin_headings(blocks: Sequence[Block]) -> list[int]:
    """Return which rows have a heading in the margin beside their text: `Planning | De test is klaar.`.

    They are headings only in a report that marks no others.
    """
    if any(block.heading_level is not None or _START.match(block.text) for block in blocks[1:]):
        return []
    rows = [
        index
        for index, block in enumerate(blocks)
        if block.marker is None and _MARGIN.match(block.text) and field_label(block.text) is None
    ]
    return rows if len(rows) >= _MIN_ITEMS else []


def _beside(block: Block, *, is_margin: bool) -> tuple[Block, ...]:
    end = block.text.index(CELL_GAP) if is_margin else 0
    return _heading_and_text(block, end, end + len(CELL_GAP)) if is_margin else (block,)


def _at_numbers(block: Block) -> list[Block]:
    """Return a paragraph cut before each of the numbers that count on in it: `… akkoord. 3. Planning. …`."""
    if block.marker is not None or block.heading_level is not None or CELL_GAP in block.text:
        return [block]
    first = _START.match(block.text)
    if first is None:
        return [block]
    expected = _integer(first["number"]) + 1
    starts = [0]
    for match in _INSIDE.finditer(block.text):
        if _integer(match["number"]) == expected and _item_length(block.text[match.end() :]):
            starts.append(match.end())
            expected += 1
    if len(starts) < _MIN_ITEMS:
        return [block]
    return [_part(block, start, end) for start, end in pairwise([*starts, len(block.text)])]


def _heading_length(block: Block) -> int:
    """Return how much of a block is its number and heading, 0 if more or less stands in front of its text."""
    if block.heading_level is not None or block.emphasised or CELL_GAP in block.text or block.marker is not None:
        return 0
    return _item_length(block.text)


def _item_length(text: str) -> int:
    start = _START.match(text)
    end = _END.search(text, start.end(), _MAX_CHARACTERS) if start else None
    if start is None or end is None or len(text[start.end() : end.start()].split()) > _MAX_WORDS:
        return 0
    return end.end()


def _cut(block: Block, length: int) -> tuple[Block, Block]:
    begin = length + len(block.text[length:]) - len(block.text[length:].lstrip())
    return _heading_and_text(block, len(block.text[:length].rstrip().rstrip(" .:–—-")), begin)


def _heading_and_text(block: Block, end: int, begin: int) -> tuple[Block, Block]:
    """Return the heading that ends at one place of a block, and the text that begins at another."""
    heading = replace(_part(block, 0, end), after_gap=True, run_in=True)
    return heading, replace(_part(block, begin, len(block.text)), after_gap=False)


def _part(block: Block, start: int, end: int) -> Block:
    text = block.text[start:end].rstrip()
    return replace(block, start=block.start + start, end=block.start + start + len(text), text=text)


def _first_number(block: Block) -> int:
    match = _START.match(block.text) or _ROW.match(block.text)
    return _integer(match["number"]) if match else 0


def _integer(number: str) -> int:
    return int(re.match(r"\d+", number)[0])  # type: ignore[index]
