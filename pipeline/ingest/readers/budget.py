"""How much of one file is coded: the work on what is longer than any report would take all the time that there is.

What is longer is cut, and said to be.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.ingest.records import Block, Rejection, Source

MAX_CHARACTERS = 1_000_000  # four hundred pages
MAX_BLOCKS = 20_000  # headings, paragraphs and rows of tables
MAX_SENTENCE = 10_000  # characters: four pages without a full stop
_END_OF_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\Wa-z])")


def within_budget(source: Source) -> Source:
    """Return a file with no more text and blocks than are coded, and with long paragraphs in pieces.

    A paragraph is cut behind a sentence. A sentence that is too long itself is cut between two words; that, and the
    text that is left out, is named among the parts that were not read.
    """
    if (
        len(source.text) <= MAX_CHARACTERS
        and len(source.blocks) <= MAX_BLOCKS
        and not any(map(_is_long, source.blocks))
    ):
        return source
    pieces: list[Block] = []
    n_cut = 0
    for block in source.blocks:
        for piece, is_within_sentence in _pieces(block):
            pieces.append(piece)
            n_cut += is_within_sentence
    kept = [piece for piece in pieces[:MAX_BLOCKS] if piece.end <= MAX_CHARACTERS]
    end = kept[-1].end if kept else 0
    remarks = [_told_of_sentences()] if n_cut else []
    if len(kept) == len(pieces):
        return replace(source, blocks=tuple(kept), unread=(*source.unread, *remarks))
    remarks.append(_told_of_rest(end, len(source.text)))
    return replace(source, text=source.text[:end] + "\n", blocks=tuple(kept), unread=(*source.unread, *remarks))


def _is_long(block: Block) -> bool:
    return len(block.text) > MAX_SENTENCE


def _pieces(block: Block) -> Iterator[tuple[Block, bool]]:
    """Yield the pieces of a block that are not too long, each with whether it ends within a sentence."""
    start, text = 0, block.text
    is_first = True
    while len(text) - start > MAX_SENTENCE:
        end, following, is_within_sentence = _cut(text, start)
        yield _piece(block, start, end, is_first=is_first), is_within_sentence
        start, is_first = following, False
    if start < len(text):
        yield (block if is_first else _piece(block, start, len(text), is_first=False)), False


def _cut(text: str, start: int) -> tuple[int, int, bool]:
    """Return where a piece of a text ends and where the next begins, and whether that is within a sentence."""
    limit = start + MAX_SENTENCE
    ends = list(_END_OF_SENTENCE.finditer(text, start + 1, limit))
    if ends:
        return ends[-1].start(), ends[-1].end(), False
    space = text.rfind(" ", start + 1, limit)
    return (space, space + 1, True) if space > 0 else (limit, limit, True)


def _piece(block: Block, start: int, end: int, *, is_first: bool) -> Block:
    own = replace(block, start=block.start + start, end=block.start + end, text=block.text[start:end])
    return own if is_first else replace(own, marker=None, heading_level=None, after_gap=False, run_in=False)


def _told_of_sentences() -> Rejection:
    message = f"Zet punten in de zinnen van meer dan {MAX_SENTENCE} tekens in dit bestand; ze zijn in stukken gelezen."
    return Rejection("part_unread", message, "lange zinnen")


def _told_of_rest(end: int, length: int) -> Rejection:
    share = 100 * end // length  # never all of it
    message = (
        f"Splits dit bestand; alleen het begin is gelezen, {share}% van de tekst, want van één bestand worden hooguit "
        f"{MAX_CHARACTERS} tekens en {MAX_BLOCKS} alinea’s, koppen en rijen gelezen."
    )
    return Rejection("part_unread", message, f"na teken {end}")
