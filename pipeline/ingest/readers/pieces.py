"""What readers of marked-up formats find, and the normalised text that is written from it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.ingest.normalise import collapse_whitespace, normalise_text
from pipeline.ingest.readers.agenda_tables import split_agenda_tables
from pipeline.ingest.readers.plain import LIST_MARKER
from pipeline.ingest.records import MARGIN, Block, Source
from pipeline.ingest.vocabulary import opens_field

_MIN_RUN_IN, _MAX_RUN_IN_WORDS = 2, 12
_RUN_IN_DASH = re.compile(r"[–—-]\s+(?=[^\W\d_a-zß-öø-ÿ])")


@dataclass(frozen=True)
class Piece:
    """A paragraph, list item or table row, before its place in the text is known.

    The fields are those of `Block`; `lead` is the bold or italic text that the paragraph opens with, `column` the cell
    (from 0) of the row above that a paragraph goes on.
    """

    text: str
    marker: str | None = None
    heading_level: int | None = None
    emphasised: bool = False
    after_gap: bool = True
    after_rule: bool = False
    indent: int = 0
    style: str | None = None
    font_size: float | None = None
    page: int | None = None
    lead: str = ""
    column: int | None = None
    speaker: str | None = None
    time: str | None = None
    is_question: bool = False


def as_piece(block: Block) -> Piece:
    """Return a block as a piece, to be written out in another text."""
    return Piece(
        block.text,
        block.marker,
        block.heading_level,
        block.emphasised,
        block.after_gap,
        block.after_rule,
        block.indent,
        block.style,
        block.font_size,
        block.page,
    )


def write_out(pieces: Iterable[Piece], format_name: str) -> Source:
    """Return pieces as a text of one line each, with an empty line for every gap, and the blocks in it."""
    lines: list[str] = []
    blocks: list[Block] = []
    start = 0
    for piece in split_run_in_headings(split_agenda_tables(list(pieces))):
        text = collapse_whitespace(normalise_text(piece.text))
        if not text:
            continue
        marker, text = (piece.marker, text) if piece.marker else split_bullet(text)
        # The items of a typed list stand apart no more than those of a list made by the program.
        goes_on = piece.marker is None and marker is not None and bool(blocks) and blocks[-1].marker == marker
        after_gap = piece.after_gap and not goes_on
        if after_gap and lines:
            lines.append("")
            start += 1
        prefix = f"{marker} " if marker else ""
        begin = start + len(prefix)
        blocks.append(
            Block(
                start=begin,
                end=begin + len(text),
                text=text,
                marker=marker,
                heading_level=piece.heading_level,
                emphasised=piece.emphasised,
                after_gap=after_gap,
                after_rule=piece.after_rule,
                indent=piece.indent,
                style=piece.style,
                font_size=piece.font_size,
                page=piece.page,
                speaker=piece.speaker,
                time=piece.time,
                is_question=piece.is_question,
            )
        )
        lines.append(prefix + text)
        start = begin + len(text) + 1
    return Source(text="\n".join(lines) + "\n" if lines else "", blocks=tuple(blocks), format=format_name)


def from_headers(lines: Iterable[str], body: Sequence[Piece]) -> list[Piece]:
    """Return the fields that only the header of a page gives (`Datum: 3 mei 2024`), for below the text."""
    said = {collapse_whitespace(piece.text).casefold() for piece in body}
    return [
        Piece(line, after_gap=False, style=MARGIN)
        for line in dict.fromkeys(collapse_whitespace(line) for line in lines)
        if line.casefold() not in said and opens_field(line)
    ]


def split_run_in_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces with headings on lines of their own that stood in bold at the start of their paragraph.

    A report that has them has several: *Geld. De kosten lopen op …*, *Geld – De kosten lopen op …*.
    """
    cuts = [_run_in(piece) for piece in pieces]
    if sum(cut is not None for cut in cuts) < _MIN_RUN_IN:
        return list(pieces)
    split: list[Piece] = []
    for piece, cut in zip(pieces, cuts, strict=True):
        if cut is None:
            split.append(piece)
        else:
            heading, body = cut
            split.append(replace(piece, text=heading, emphasised=True, after_gap=True, lead=""))
            split.append(replace(piece, text=body, marker=None, after_gap=False, lead=""))
    return split


def _run_in(piece: Piece) -> tuple[str, str] | None:
    lead, text = collapse_whitespace(piece.lead), collapse_whitespace(piece.text)
    if not lead or piece.emphasised or piece.heading_level is not None or len(lead.split()) > _MAX_RUN_IN_WORDS:
        return None
    rest = text[len(lead) :].lstrip()
    if lead.endswith(".") and rest[:1].isupper():
        return lead[:-1], rest
    if (piece.marker or "")[:1].isdigit() and rest.lstrip(": ")[:1].isupper():
        return lead.rstrip(":"), rest.lstrip(": ")
    dashed = _RUN_IN_DASH.match(rest)
    return (lead, rest[dashed.end() :]) if dashed and text.startswith(lead) else None


def split_bullet(text: str) -> tuple[str | None, str]:
    """Return the sign of a list that was typed, and what follows it."""
    match = LIST_MARKER.match(text)
    if match and match.end() < len(text):
        return match.group().strip(), text[match.end() :]
    return None, text
