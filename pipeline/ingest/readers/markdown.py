"""Markdown: read with markdown-it, written out as plain text without the marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.ingest.records import Block, Source


@dataclass(frozen=True)
class _Piece:
    """One line of text to come, before its place is known."""

    text: str
    marker: str | None = None
    heading_level: int | None = None
    emphasised: bool = False
    after_gap: bool = True
    after_rule: bool = False


def read_markdown(text: str) -> Source:
    """Return a normalised Markdown text as plain text and blocks; marks and HTML are left out."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    lines: list[str] = []
    blocks: list[Block] = []
    start = 0
    for piece in _pieces(tokens):
        if piece.after_gap and lines:
            lines.append("")
            start += 1
        prefix = f"{piece.marker} " if piece.marker else ""
        begin = start + len(prefix)
        blocks.append(
            Block(
                start=begin,
                end=begin + len(piece.text),
                text=piece.text,
                marker=piece.marker,
                heading_level=piece.heading_level,
                emphasised=piece.emphasised,
                after_gap=piece.after_gap,
                after_rule=piece.after_rule,
            )
        )
        lines.append(prefix + piece.text)
        start = begin + len(piece.text) + 1
    return Source(text="\n".join(lines) + "\n" if lines else "", blocks=tuple(blocks), format="md")


def _pieces(tokens: Sequence[Token]) -> Iterator[_Piece]:
    lists: list[int | None] = []  # the next number of each open list, None for bullets
    marker: str | None = None
    heading_level: int | None = None
    after_rule = False
    item_is_first = False
    cells: list[str] | None = None
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
                item_is_first = len(lists) == 1
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
                item_is_first = len(lists) == 1
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                number = lists[-1]
                marker = "-" if number is None else f"{number}."
                lists[-1] = None if number is None else number + 1
            case "heading_open":
                heading_level = int(token.tag[1:])
            case "heading_close":
                heading_level = None
            case "hr":
                after_rule = True
            case "tr_open":
                cells = []
            case "tr_close":
                # A row of a table is a line, so that what belongs together stays together.
                row = " | ".join(cells or []).strip()
                if row.strip(" |"):
                    yield _Piece(text=row, after_gap=item_is_first, after_rule=after_rule)
                cells, item_is_first = None, False
            case "table_open":
                item_is_first = True
            case "inline" if cells is not None:
                cells.append(" ".join(line for line, _ in _inline_lines(token.children or [])))
            case "inline":
                for position, (line, emphasised) in enumerate(_inline_lines(token.children or [])):
                    yield _Piece(
                        text=line,
                        marker=marker,
                        heading_level=heading_level,
                        emphasised=emphasised,
                        after_gap=position == 0 and (not lists or item_is_first),
                        after_rule=after_rule,
                    )
                    marker, item_is_first = None, False
            case "fence" | "code_block":
                for line in token.content.splitlines():
                    if line.strip():
                        yield _Piece(text=line.strip(), after_rule=after_rule)


def _inline_lines(tokens: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """Yield the lines of an inline token (split at hard breaks), each with whether all of it is emphasised."""
    line, depth, plain = "", 0, False
    for token in [*tokens, Token("hardbreak", "br", 0)]:
        match token.type:
            case "strong_open" | "em_open":
                depth += 1
            case "strong_close" | "em_close":
                depth -= 1
            case "text" | "code_inline":
                line += token.content
                plain = plain or (depth == 0 and bool(token.content.strip()))
            case "softbreak":
                line += " "
            case "hardbreak":
                if line.strip():
                    yield line.strip(), not plain
                line, plain = "", False
