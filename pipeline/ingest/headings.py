"""Which blocks are headings: marked ones, numbered ones, and short lines above paragraphs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.dutch.headings import heading_kind
from pipeline.ingest.heading_lines import (
    EMPHASISED_LEVEL,
    emphasised_headings,
    heading_of,
    is_heading_line,
    items_with_text,
    lettered_headings,
    looks_like_heading,
    marked_headings,
    numbered_headings,
)
from pipeline.ingest.numbering import is_below, plain_letters
from pipeline.ingest.records import Block, Heading
from pipeline.ingest.vocabulary import announces_part, is_label_inside


def find_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the headings among the blocks (title not included), by the index of their first block.

    Marked headings are believed, and without them lines in bold. Without either, numbered lines and
    numbered items are headings if there are at least two; beside those, or without them, short lines
    above a paragraph are.
    """
    found = _with_lettered_headings(blocks, _found_headings(blocks))
    level = max((heading.level for heading in found.values()), default=2)
    found = {index: heading for index, heading in found.items() if heading.number or not is_label_inside(heading.text)}
    for index, block in enumerate(blocks):
        if index not in found and _announces_part(blocks, index, found):
            found[index] = Heading((block,), None, block.start, level)
    return dict(sorted(found.items()))


def _with_lettered_headings(blocks: Sequence[Block], found: dict[int, Heading]) -> dict[int, Heading]:
    """Add the headings *a. …*, *b. …* below numbered ones."""
    lettered = dict(found)
    for start, end in pairwise([*found, len(blocks)]):
        heading = found[start]
        begin = start + len(heading.blocks)
        if heading.number is not None:
            own = lettered_headings(blocks[begin:end], heading.level + 1)
            lettered |= {begin + index: sub for index, sub in own.items()}
    return dict(sorted(lettered.items()))


def _announces_part(blocks: Sequence[Block], index: int, found: Mapping[int, Heading]) -> bool:
    """Return whether a line among the passages, or behind them, opens another part by its words alone."""
    block = blocks[index]
    is_behind_a_heading = bool(found) and index > min(found)
    is_alone = block.after_gap or block.emphasised or block.text.isupper()
    has_more = index + 1 < len(blocks) and index + 1 not in found
    return is_behind_a_heading and is_alone and has_more and block.marker is None and announces_part(block.text)


def _found_headings(blocks: Sequence[Block]) -> dict[int, Heading]:
    marked = plain_letters(marked_headings(blocks))
    run_in = [index for index, block in enumerate(blocks) if block.run_in]
    if run_in and len(run_in) >= len(marked):
        own = {index: heading_of(blocks[index], EMPHASISED_LEVEL) for index in run_in}
        beside = {
            index: heading_of(block, EMPHASISED_LEVEL)
            for index, block in enumerate(blocks)
            if block.emphasised and block.after_gap and block.marker is None and is_heading_line(block)
        }
        return dict(sorted((marked | beside | own).items()))
    if marked:
        return _with_lower_headings(blocks, marked)
    emphasised = plain_letters(emphasised_headings(blocks))
    if emphasised:
        return emphasised
    numbered = plain_letters(numbered_headings(blocks))
    unnumbered = {
        index: Heading((block,), None, block.start, level=2)
        for index, block in enumerate(blocks)
        if index not in numbered and looks_like_heading(blocks, index, numbered)
    }
    if len(numbered) < 2:
        return unnumbered
    # Between numbered headings a short line is at most a sub-heading of the passage around it.
    first, last = min(numbered), max(numbered) + len(numbered[max(numbered)].blocks) - 1
    outside = {index: heading for index, heading in unnumbered.items() if not first < index <= last}
    return dict(sorted((numbered | outside).items()))


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
        items = items_with_text(body)
        found = items or plain_letters(emphasised_headings(body) or numbered_headings(body))
        if len(found) > 1:
            # What stands before the first marked heading is of its level.
            level = heading.level + 1 if heading else top
            own = {begin + index: replace(sub, level=level) for index, sub in found.items()}
            lower |= own
            if items:
                sure |= own
            elif heading is not None and heading.number:
                sure |= {index: sub for index, sub in own.items() if is_below(sub.number, heading.number)}
            divided += length
        elif heading is not None and heading_kind(heading.text) in (None, "container"):
            undivided += length
    return dict(sorted((marked | (lower if divided > undivided else sure)).items()))
