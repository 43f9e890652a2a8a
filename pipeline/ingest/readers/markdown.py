"""Markdown: read with markdown-it, written out as plain text without the marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.dutch.dates import find_dates
from pipeline.dutch.edtf import is_full
from pipeline.dutch.lexicon import file_words
from pipeline.ingest.readers.pieces import Piece, write_out
from pipeline.ingest.readers.web import pieces_of_html
from pipeline.ingest.records import CELL_GAP, FRONT_MATTER, TASK, Source

# In YAML, TOML or JSON.
_FRONT_MATTER = re.compile(
    r"---\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)\n|\+\+\+\n(?P<toml>(?:.*\n)*?)\+\+\+\n|\{\n(?P<json>(?:[ \t].*\n)+)\}\n"
)
_FIELD = re.compile(r"\s*+\"?(?P<name>[\w-]+(?: +[\w-]+)*+)\"?\s*+[:=]\s*+(?P<value>.*)")
_INDENT, _MAX_HEADING = 2, 70
# What programs for notes add to Markdown: comments, ids of blocks, links within the notes, kinds of callouts.
_COMMENT = re.compile(r"(?<!\S)%%.*?%%[ \t]*", re.DOTALL)
_BLOCK_ID = re.compile(r"(?<=\s)\^[\w-]+[ \t]*$", re.MULTILINE)
_WIKI_LINK = re.compile(r"(?P<embedded>!?)\[\[(?:[^\[\]|\n]*\|)?(?P<shown>[^\[\]|\n]+)\]\](?![\[(])")
_CALLOUT = re.compile(r"^(?P<signs>[ \t]*(?:>[ \t]?)+)\[![\w-]+\][+-]?[ \t]*(?P<title>.*)$", re.MULTILINE)
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=\S)(.{1,500}?)(?<=\S)==(?![=\w])")
_NOTE = re.compile(
    r"^ {0,3}\[\^[^\]\s]+\]:[ \t]*(?P<text>.*(?:\n(?![ \t]*(?:$|\[\^|#|[-*+>] |\d+[.)] )).+)*)\n?", re.MULTILINE
)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,100}\]")
_TASK = re.compile(r"\[[ xX/-]\]\s+")
_STRUCK_TAG = re.compile(r"<(/?)(?:s|del|strike)\b[^>]*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TITLE_FIELDS = tuple(sorted(file_words().markdown.title))
# CommonMark takes a number for a list item, also in a heading that is underlined.
_UNDERLINED_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*[.)] \S.*)\n(?:-{3,}|={3,})[ \t]*$", re.MULTILINE)


def read_markdown(text: str) -> Source:
    """Return a normalised Markdown text as plain text and blocks; marks and HTML are left out."""
    match = _FRONT_MATTER.match(text)
    body, notes = _without_signs(text[match.end() :] if match else text)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)
    pieces = [*_pieces(tokens), *notes]
    if match is None:
        return write_out(pieces, "md")
    has_title = bool(pieces) and pieces[0].heading_level == 1
    front = list(_front_matter(match["yaml"] or match["toml"] or match["json"] or "", has_title=has_title))
    return replace(write_out([*front, *pieces], "md"), published=_published(front))


def _without_signs(text: str) -> tuple[str, list[Piece]]:
    """Return a text without what is no text, and its footnotes."""
    text = _COMMENT.sub("", text)
    notes = [Piece(" ".join(note["text"].split()), after_rule=True, style="footnote") for note in _NOTE.finditer(text)]
    text = _NOTE_MARK.sub("", _NOTE.sub("", text))
    text = _WIKI_LINK.sub(lambda link: "" if link["embedded"] else link["shown"], text)
    text = _CALLOUT.sub(lambda callout: f"{callout['signs']}**{callout['title']}**\n{callout['signs']}"
                        if callout["title"].strip() else callout["signs"], text)  # fmt: skip
    text = _HIGHLIGHT.sub(r"\1", _BLOCK_ID.sub("", text))
    return _UNDERLINED_NUMBER.sub(r"## \1", text), notes


def _front_matter(fields: str, *, has_title: bool) -> Iterator[Piece]:
    """Yield the fields above the text, each on a line, the title first; the items of a list follow their field.

    The title is that of the report where the text itself begins with none.
    """
    lines = [line for line in fields.splitlines() if line.strip()]
    matches = [(line, _FIELD.fullmatch(line)) for line in lines]
    for line, match in sorted(
        matches, key=lambda one: one[1] is None or one[1]["name"].casefold() not in _TITLE_FIELDS
    ):
        value = match["value"].strip(" \"',") if match else ""
        item = re.match(r"\s*-\s+(.*)", line)
        if item:
            yield Piece(item[1], marker="-", after_gap=False, style=FRONT_MATTER)
        elif match and match["name"].casefold() in _TITLE_FIELDS and value:
            yield Piece(value, style=FRONT_MATTER) if has_title else Piece(value, heading_level=1)
        else:
            text = f"{match['name'].strip()}: {value}" if match else line
            yield Piece(text, after_gap=False, style=FRONT_MATTER)


def _published(front: Sequence[Piece]) -> str | None:
    """Return the day that the fields above a text give it, when nothing says which it is."""
    for piece in front:
        name, _, value = piece.text.partition(":")
        dates = find_dates(value) if name.casefold() in file_words().markdown.date else []
        if dates and is_full(dates[0].edtf):
            return dates[0].edtf
    return None


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
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
                row = CELL_GAP.join(cells or []).strip()
                if row.strip(" |"):
                    yield Piece(text=row, after_gap=item_is_first, after_rule=after_rule)
                cells, item_is_first = None, False
            case "table_open":
                item_is_first = True
            case "inline" if cells is not None:
                cells.append(" ".join(line for line, _, _ in _inline_lines(token.children or [])))
            case "inline":
                lines = _inline_lines(token.children or [], is_item=marker is not None)
                for position, (line, emphasised, lead) in enumerate(lines):
                    task = _TASK.match(line) if marker else None
                    yield Piece(
                        text=line[task.end() :] if task else line,
                        marker=f"{marker} {task.group().strip()}" if task else marker,
                        style=TASK if task else None,
                        heading_level=heading_level,
                        emphasised=emphasised,
                        lead=lead,
                        after_gap=position == 0 and (not lists or item_is_first),
                        after_rule=after_rule,
                        indent=_INDENT * max(0, len(lists) - 1),
                    )
                    marker, item_is_first = None, False
            case "html_block":
                for piece in pieces_of_html(token.content):
                    yield replace(piece, after_rule=piece.after_rule or after_rule)
            case "fence" | "code_block":
                for line in token.content.splitlines():
                    if line.strip():
                        yield Piece(text=line.strip(), after_rule=after_rule)


def _is_label(tokens: Sequence[Token]) -> bool:
    """Return whether a line begins with a label in bold: `**Waar:** Venlo`."""
    return len(tokens) == 2 and tokens[0].type == "strong_open" and tokens[1].content.rstrip().endswith(":")


def _breaks_off(line: str, following: Sequence[Token]) -> bool:
    """Return whether a line is short and no sentence, and the next begins with a capital."""
    is_short = 0 < len(line.strip()) <= _MAX_HEADING and not line.rstrip().endswith((".", ",", ";", "-"))
    return is_short and bool(following) and following[0].content[:1].isupper()


def _inline_lines(tokens: Sequence[Token], *, is_item: bool = False) -> Iterator[tuple[str, bool, str]]:
    """Yield the lines of an inline token, each with whether all of it is emphasised, and the part in front that is.

    The first line of an item is one of its own where it has been broken off before it was full.
    """
    line, depth, plain, lead, struck = "", 0, False, "", 0
    for position, token in enumerate([*tokens, Token("hardbreak", "br", 0)]):
        match token.type:
            case "strong_open" | "em_open":
                depth += 1
            case "strong_close" | "em_close":
                depth -= 1
            case "s_open":
                struck += 1
            case "s_close":
                struck -= 1
            case "html_inline" if tag := _STRUCK_TAG.fullmatch(token.content):
                struck += -1 if tag[1] else 1
            case "text" | "code_inline" if struck > 0:
                pass
            case "text" | "code_inline":
                line += token.content
                lead += token.content if depth and not plain else ""
                plain = plain or (depth == 0 and bool(token.content.strip()))
            case "softbreak" if not (
                _is_label(tokens[position + 1 : position + 3])
                or (is_item and _breaks_off(line, tokens[position + 1 : position + 2]))
            ):
                line += " "
            case "softbreak" | "hardbreak" | "html_inline" if token.type != "html_inline" or _BREAK_TAG.fullmatch(
                token.content
            ):
                if line.strip():
                    yield line.strip(), not plain, lead.strip()
                line, plain, lead, is_item = "", False, "", False
