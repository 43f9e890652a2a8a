"""Word, OpenDocument, RTF and EPUB: read by pandoc in its sandbox, from its document tree to pieces."""

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.dutch.numerals import printed
from pipeline.ingest.readers import opendocument, word
from pipeline.ingest.readers.pieces import Piece, from_headers, write_out
from pipeline.ingest.readers.word import TAB
from pipeline.ingest.readers.word_text import ReadPart
from pipeline.ingest.records import CELL_GAP, Source
from pipeline.limits import OverMemoryError, OverTimeError, limits, run_program

_HEAP_EXHAUSTED = 251  # the exit code of a program in Haskell
_NUMBER = re.compile(r"\(?(?:\d[\w.]{0,5}|[A-Za-z]|[IVXivx]{1,4})[.)]?")
# What pandoc takes out of the text; in other formats it is only what the program filled in.
_FRONT = {"docx": ("title", "subtitle", "author", "date", "abstract"), "epub": ("title", "subtitle")}
_PANDOC_FORMATS = {"docx": "docx+styles", "odt": "odt", "rtf": "rtf", "epub": "epub"}
_OPENING = 2  # pieces
_MIN_CELLS = 3  # of a row in which empty cells are kept
_MIN_TEXT_IN_CELL = 120
_CELL_INDENT = 4  # the further lines of a cell belong to the first
_NUMBER_FORMATS = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}

Node = dict[str, Any]


class OfficeError(Exception):
    """Pandoc could not read a document."""


def read_office(data: bytes, format_name: str, read_part: ReadPart) -> Source:
    """Return a document as text and blocks; `read_part` reads a file that was put into it.

    Raises
    ------
    OfficeError
        If pandoc cannot read it.
    OverMemoryError, OverTimeError
        If pandoc needs more than a file may take.
    """
    headers: list[str] = []
    if format_name == "docx":
        data, headers = word.make_explicit(data, read_part)
    elif format_name == "odt":
        data, headers = opendocument.make_explicit(data)
    tree = _run_pandoc(data, _PANDOC_FORMATS[format_name])
    walker = _Walker()
    body = list(walker.walk(tree["blocks"]))
    # The title that a program filled in, unless the text opens with it.
    front = [
        piece
        for piece in walker.front(tree["meta"], _FRONT.get(format_name, ()))
        if not any(piece.text == first.text for first in body[:_OPENING])
    ]
    return write_out([*front, *body, *walker.notes, *from_headers(headers, body)], format_name)


def _run_pandoc(data: bytes, pandoc_format: str) -> Node:
    import pypandoc

    megabytes = limits().megabytes
    memory = ("+RTS", f"-M{megabytes}m", "-RTS") if megabytes else ()
    command = [pypandoc.get_pandoc_path(), *memory, "--sandbox", "-f", pandoc_format, "-t", "json"]
    try:
        out = run_program("pandoc", command, data)
    except subprocess.CalledProcessError as error:
        if error.returncode == _HEAP_EXHAUSTED:
            raise OverMemoryError("pandoc") from error
        raise OfficeError(type(error).__name__) from error
    except OverTimeError:
        raise
    except OSError as error:
        raise OfficeError(type(error).__name__) from error
    try:
        tree: Node = json.loads(out)
    except (ValueError, RecursionError) as error:  # tables in tables in tables
        raise OfficeError(type(error).__name__) from error
    return tree


@dataclass(frozen=True)
class _Line:
    """A line of running text, and whether all of it is bold or italic."""

    text: str
    emphasised: bool
    is_indented: bool
    lead: str


@dataclass
class _Walker:
    """Goes through pandoc's tree; keeps the footnotes for the end."""

    notes: list[Piece] = field(default_factory=list)
    after_row: bool = False

    def front(self, metadata: Node, keys: Sequence[str]) -> Iterator[Piece]:
        """Yield the title and what goes with it."""
        for key in keys:
            value = metadata.get(key)
            for part in value["c"] if value and value["t"] == "MetaList" else [value]:
                if part and part["t"] == "MetaInlines":
                    yield from self._paragraph(part["c"], key)
                elif part and part["t"] == "MetaBlocks":
                    yield from self.walk(part["c"], key)

    def walk(self, nodes: Sequence[Node], style: str | None = None) -> Iterator[Piece]:
        """Yield the pieces of a list of blocks."""
        after_rule = False
        for node in nodes:
            kind: str = node["t"]
            content: Any = node.get("c")
            found: Iterator[Piece] = iter(())
            match kind:
                case "HorizontalRule":
                    after_rule = True
                case "Para" | "Plain":
                    found = self._paragraph(content, style)
                case "Header":
                    found = self._heading(content)
                case "Div":
                    found = self.walk(content[1], _custom_style(content[0]) or style)
                case "BlockQuote":
                    found = self.walk(content, style)
                case "BulletList":
                    found = self._list([("-", item) for item in content if not _is_navigation(item)], style)
                case "OrderedList":
                    found = self._list([item for item in _numbered(content) if not _is_navigation(item[1])], style)
                case "DefinitionList":
                    found = self._definitions(content, style)
                case "LineBlock":
                    found = (Piece(line.text, style=style) for part in content for line in self._lines(part))
                case "CodeBlock":
                    found = (Piece(line, style=style) for line in content[1].splitlines())
                case "Table":
                    found = self._table(content, style)
                case "Figure":
                    found = self.walk(content[1][1] or [], style="caption")
            yield from (replace(piece, after_rule=piece.after_rule or after_rule) for piece in found)

    def _paragraph(self, inlines: Sequence[Node], style: str | None) -> Iterator[Piece]:
        for position, line in enumerate(self._lines(inlines)):
            # Lines set in columns with tabs are rows; one that begins with a tab goes on under the label above.
            is_row = CELL_GAP in line.text or line.is_indented
            yield Piece(
                line.text,
                emphasised=line.emphasised,
                after_gap=position == 0 and not (is_row and self.after_row),
                indent=_CELL_INDENT if line.is_indented else 0,
                style=style,
                lead=line.lead,
            )
            self.after_row = is_row

    def _heading(self, content: Sequence[Any]) -> Iterator[Piece]:
        level, _, inlines = content
        text = " ".join(line.text for line in self._lines(inlines))
        yield Piece(text, heading_level=level)

    def _list(self, items: Sequence[tuple[str, Sequence[Node]]], style: str | None) -> Iterator[Piece]:
        for position, (marker, blocks) in enumerate(items):
            for index, piece in enumerate(self.walk(blocks, style)):
                if index == 0:
                    yield replace(piece, marker=piece.marker or marker, after_gap=position == 0)
                else:
                    yield replace(piece, after_gap=piece.after_gap and piece.marker is None and len(blocks) > 1)

    def _definitions(self, content: Sequence[Any], style: str | None) -> Iterator[Piece]:
        for term, definitions in content:
            yield from self._paragraph(term, style)
            for blocks in definitions:
                yield from self.walk(blocks, style)

    def _table(self, content: Sequence[Any], style: str | None) -> Iterator[Piece]:
        _, caption, _, head, bodies, foot = content
        yield from self.walk(caption[1], style="caption")
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        is_first = True
        for row in rows:
            for piece in self._row(row[1], style):
                yield replace(piece, after_gap=piece.after_gap or is_first)
                is_first = False

    def _row(self, cells: Sequence[Any], style: str | None) -> Iterator[Piece]:
        """Yield a row on one line; more lines in the cell that holds the text follow on lines of their own.

        A row of one filled cell is lay-out, and read as if there were no table.
        """
        walked = [list(self.walk(cell[4], style)) for cell in cells]
        filled = [pieces for pieces in walked if pieces]
        if len(filled) < 2:
            yield from (piece for pieces in filled for piece in pieces)
            return
        if len(filled) >= _MIN_CELLS and walked[0]:
            # Which column a cross stands in tells who was there.
            while not walked[-1]:
                walked.pop()
            filled = walked
        of_text = _cell_of_text(filled)
        front, own, behind = filled[:of_text], filled[of_text], filled[of_text + 1 :]
        texts = [" ".join(piece.text for piece in pieces) for pieces in front]
        yield Piece(
            CELL_GAP.join([*texts, own[0].text]),
            emphasised=all(piece.emphasised for pieces in (*front, own[:1]) for piece in pieces),
            after_gap=False,
            style=style,
        )
        for column, pieces in enumerate([own[1:], *behind], start=of_text):
            yield from (replace(piece, after_gap=False, indent=_CELL_INDENT, column=column) for piece in pieces)

    def _lines(self, inlines: Sequence[Node]) -> list[_Line]:
        lines: list[_Line] = []
        text, lead, has_plain = "", "", False
        for part, emphasised in [*self._inline(inlines, emphasised=False), ("\n", False)]:
            if part == "\n":
                if text.strip():
                    lines.append(_Line(_with_columns(text), not has_plain, text.lstrip(" ").startswith(TAB), lead))
                text, lead, has_plain = "", "", False
            else:
                text += part
                lead += part if emphasised and not has_plain else ""
                has_plain = has_plain or (bool(part.strip()) and not emphasised)
        return lines

    def _inline(self, inlines: Sequence[Node], *, emphasised: bool) -> Iterator[tuple[str, bool]]:
        """Yield stretches of text with whether they are emphasised; a line break is a newline."""
        for node in inlines:
            content: Any = node.get("c")
            match node["t"]:
                case "Str":
                    yield content, emphasised
                case "Space" | "SoftBreak":
                    yield " ", emphasised
                case "LineBreak":
                    yield "\n", emphasised
                case "Strong" | "Emph" | "Underline":
                    yield from self._inline(content, emphasised=True)
                case "Superscript" | "Subscript" | "SmallCaps":
                    yield from self._inline(content, emphasised=emphasised)
                case "Quoted":
                    opening, closing = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
                    yield opening, emphasised
                    yield from self._inline(content[1], emphasised=emphasised)
                    yield closing, emphasised
                case "Span" | "Link" | "Cite":
                    yield from self._inline(content[1], emphasised=emphasised)
                case "Code" | "Math":
                    yield content[1], emphasised
                case "Note":
                    self.notes.extend(replace(piece, after_rule=True, style="footnote") for piece in self.walk(content))


def _cell_of_text(cells: Sequence[Sequence[Piece]]) -> int:
    """Return which cell holds the text of a row: the last, or one with paragraphs between a number and a name."""
    longest = max(range(len(cells)), key=lambda index: sum(len(piece.text) for piece in cells[index]))
    beside = [pieces for index, pieces in enumerate(cells) if index != longest]
    n_characters = sum(len(piece.text) for piece in cells[longest])
    is_alone = len(cells[longest]) > 1 and all(len(pieces) < 2 for pieces in beside)
    is_text = is_alone and n_characters > _MIN_TEXT_IN_CELL
    return longest if is_text else len(cells) - 1


def _is_navigation(item: Sequence[Node]) -> bool:
    """Return whether an item only points to another place in the document, as in a table of contents."""
    inlines = [inline for block in item if block["t"] in ("Para", "Plain") for inline in block["c"]]
    links = [inline for inline in inlines if inline["t"] == "Link"]
    return bool(links) and len(links) == len(inlines) and all(":" not in link["c"][2][0] for link in links)


def _with_columns(text: str) -> str:
    """Return a line with its columns set apart; a tab behind a number is none."""
    columns = [" ".join(column.split()) for column in text.split(TAB)]
    filled = [column for column in columns if column]
    if len(filled) > 1 and _NUMBER.fullmatch(filled[0]):
        filled[:2] = [f"{filled[0]} {filled[1]}"]
    return CELL_GAP.join(filled)


def _custom_style(attributes: Sequence[Any]) -> str | None:
    return next((value for key, value in attributes[2] if key == "custom-style"), None)


def _numbered(content: Sequence[Any]) -> list[tuple[str, Sequence[Node]]]:
    (start, style, delimiter), items = content
    return [(_marker(number, style["t"], delimiter["t"]), item) for number, item in enumerate(items, start=int(start))]


def _marker(number: int, style: str, delimiter: str) -> str:
    text = printed(number, _NUMBER_FORMATS.get(style, "1"))
    return {"OneParen": f"{text})", "TwoParens": f"({text})"}.get(delimiter, f"{text}.")
