"""The tree as it goes on paper, where nothing folds and nothing scrolls.

The report itself is short. What a reader on a screen would unfold goes to a document of its own, the annexes: the
numbers of the charts, what is folded, the sections that the table of contents does not list, and those that are
annexes already. A list that is longer than anybody reads on paper ends early there, and says where all of it stands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from math import ceil
from typing import Any

from pipeline.dutch.wording import number
from pipeline.reporting.document import (
    Block,
    BulletList,
    Collapsible,
    Document,
    Figure,
    Group,
    Item,
    Link,
    Pair,
    Paragraph,
    Runs,
    Section,
    StatementSearch,
    Table,
    Text,
    Thread,
)
from pipeline.reporting.formats import MAX_ENTRIES, MAX_PARTS, files
from pipeline.resources import load_toml

WIDTH, HEIGHT = 467.0, 610.0  # points: the room for a chart on a page of A4
HALF = 300.0  # points: the height of a chart that leaves room for what it is about
MAX_COLUMNS = 7  # a wider table is cut into parts, each with the first column again
PAGE = "rapport.html"  # where a link leads whose place is not on the same paper
LINE_LENGTH = 108  # characters of table text that fit next to one another on a page
_GAP = 3  # characters between two columns
_NAME, _WORD = 22, 11  # characters of a word that the first column, and another, makes room for
_THREAD = 18  # characters that a thread takes
_HEADER_LINES = 3  # over which a name above a column may run
_LONGEST_CELL = 3 * LINE_LENGTH  # a longer cell gets no more room than one of this length


def for_paper(document: Document) -> Document:
    """Return the report without its annexes, with nothing folded and no table wider than a page."""
    collector = _Collector()
    sections = tuple(collector.section(section) for section in document.sections if section.place != "annex")
    return _elsewhere(replace(document, sections=sections), document)


def annexes(document: Document) -> Document:
    """Return what the report on paper leaves out, as a document with nothing folded and no table wider than a page."""
    collector = _Collector()
    for section in document.sections:
        if section.place != "annex":
            collector.section(section)
    own = tuple(_in_full(section) for section in document.sections if section.place == "annex")
    title = words()["bijlagen"].format(document.title)
    sections = tuple(_shortened(section, document.absent) for section in (*own, *collector.annexes()))
    return _elsewhere(replace(document, title=title, sections=sections), document)


def words() -> dict[str, Any]:
    """Return the words that only the formats on paper need."""
    return load_toml("report/paper.toml")


def nodes(value: Any) -> Iterator[Any]:
    """Return all nodes of a tree, in order."""
    if isinstance(value, tuple):
        for element in value:
            yield from nodes(element)
    elif is_dataclass(value):
        yield value
        for part in fields(value):
            yield from nodes(getattr(value, part.name))


def anchors(document: Document) -> frozenset[str]:
    """Return the ids that some link refers to and that name one place in the document.

    A format need not mark other places, and shows a link to any other id as plain text.
    """
    everything = list(nodes(document.sections))
    referred = {node.target for node in everything if isinstance(node, Link)}
    places = Counter(getattr(node, "id", None) for node in everything)
    return frozenset(target for target in referred if places[target] == 1)


def plain(runs: Runs) -> str:
    """Return runs as one text."""
    return "".join(run.text for run in runs)


def column_widths(table: Table) -> tuple[float, ...]:
    """Return the width of each column as a share of the width of the page; together at most 1.

    Every column gets what its longest word needs. What is left is divided by how much more each would
    need to hold its longest cell on one line.
    """
    columns = list(zip(table.header, *([_shown(cell) for cell in row] for row in table.rows), strict=True))
    least = [max(_least(text, _WORD if index else _NAME) for text in column) for index, column in enumerate(columns)]
    longest = [
        max([low, len(column[0]) // _HEADER_LINES, *(min(len(text), _LONGEST_CELL) for text in column[1:])])
        for column, low in zip(columns, least, strict=True)
    ]
    room = LINE_LENGTH - _GAP * len(columns)
    if sum(longest) <= room:
        return tuple((width + _GAP) / LINE_LENGTH for width in longest)
    extra = [high - low for high, low in zip(longest, least, strict=True)]
    spare = max(0, room - sum(least)) / max(1, sum(extra))
    widths = [low + spare * more + _GAP for low, more in zip(least, extra, strict=True)]
    return tuple(width / max(LINE_LENGTH, sum(widths)) for width in widths)


def has_broken_words(table: Table, widths: Sequence[float]) -> bool:
    """Return whether a word is longer than its column, of a width as a share of that of the page, has room for."""
    rows = [table.header, *([_shown(cell) for cell in row] for row in table.rows)]
    room = [width * LINE_LENGTH - _GAP for width in widths]
    return any(_longest_word(text) > most for row in rows for text, most in zip(row, room, strict=True))


def _shown(runs: Runs) -> str:
    """Return the text of a cell; for a thread, which has none, letters that take as much room."""
    return "".join("x" * _THREAD if isinstance(run, Thread) else run.text for run in runs)


def _least(text: str, most: int) -> int:
    """Return how many characters a text needs to be read; a thread needs all that it has."""
    return _THREAD if text == "x" * _THREAD else min(_longest_word(text), most)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=1)


def _shortened(section: Section, absent: Sequence[str]) -> Section:
    """Return a section of the annexes without what is too much for paper, which it then says."""
    blocks = tuple(new for block in section.blocks[:MAX_ENTRIES] for new in _short(block, absent))
    if len(section.blocks) > MAX_ENTRIES:
        blocks = (*blocks, _told("blokken", len(section.blocks), absent))
    unlisted = sum(not child.listed for child in section.subsections)
    if unlisted <= MAX_PARTS:
        return replace(
            section, blocks=blocks, subsections=tuple(_shortened(child, absent) for child in section.subsections)
        )
    listed = tuple(_shortened(child, absent) for child in section.subsections if child.listed)
    told = words()["delen"].format(number(unlisted), _where(absent, "html", "xlsx", "data"))
    return replace(section, blocks=(*blocks, Paragraph((Text(told),))), subsections=listed)


def _short(block: Block, absent: Sequence[str]) -> tuple[Block, ...]:
    match block:
        case Table() if len(block.rows) > MAX_ENTRIES:
            return (replace(block, rows=block.rows[:MAX_ENTRIES]), _told("rijen", len(block.rows), absent))
        case Collapsible() if len(block.blocks) > MAX_ENTRIES:
            return (replace(block, blocks=block.blocks[:MAX_ENTRIES]), _told("blokken", len(block.blocks), absent))
        case Collapsible():
            return (replace(block, blocks=tuple(new for inner in block.blocks for new in _short(inner, absent))),)
        case _:
            return (block,)


def _told(word: str, n: int, absent: Sequence[str]) -> Paragraph:
    """Return that only the first of many stand on paper, and where all do."""
    return Paragraph((Text(words()[word].format(number(MAX_ENTRIES), number(n), _where(absent, "html"))),))


def _where(absent: Sequence[str], *formats: str) -> str:
    """Return in which of some files all of it stands; if none is made, how to get the page."""
    made = files(absent, *formats)
    return str(words()["op_pagina"].format(made) if made else words()["geen_pagina"])


def _elsewhere(part: Document, whole: Document) -> Document:
    """Return a part of a document in which links to the rest of it lead to the page, if there is one."""
    if "html" in whole.absent:
        return part
    here = set(_ids(part.sections))
    there = set(_ids(whole.sections)) - here

    def led(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(led, value))
        if isinstance(value, Link):
            return replace(value, file=PAGE) if value.target in there else value
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: led(getattr(value, field.name)) for field in fields(value)})
        return value

    return replace(part, sections=led(part.sections))


def _ids(parts: Iterable[Section | Block | Item]) -> Iterator[str]:
    """Yield the ids of places among some parts of a document; this looks only where there may be one."""
    for part in parts:
        identifier = getattr(part, "id", None)
        if identifier is not None:
            yield identifier
        match part:
            case Section():
                yield from _ids(part.blocks)
                yield from _ids(part.subsections)
            case Collapsible() | Group():
                yield from _ids(part.blocks)
            case Pair():
                yield from _ids((part.first, part.second))
            case BulletList():
                yield from _ids(part.items)
            case Figure():
                yield from _ids((part.table,))


class _Collector:
    """Goes through the sections in order, and keeps what belongs in the annexes."""

    def __init__(self) -> None:
        self._numbers: list[Table] = []
        self._lists: list[Section] = []
        self._unlisted: list[Section] = []

    def section(self, section: Section) -> Section:
        """Return a section without what goes to the annexes."""
        blocks = self._blocks(section.blocks, section)
        stay = tuple(self.section(child) for child in section.subsections if child.listed)
        moved = tuple(_in_full(child) for child in section.subsections if not child.listed)
        if moved:
            self._unlisted.append(Section(f"bijlage-{section.id}", section.heading, 2, (), moved))
        return replace(section, blocks=blocks, subsections=stay)

    def annexes(self) -> Iterator[Section]:
        """Return the sections for the annexes that have something in them."""
        if self._lists:
            yield Section("bijlage-lijsten", words()["lijsten"], 2, (), tuple(self._lists))
        yield from self._unlisted
        if self._numbers:
            yield Section("bijlage-getallen", words()["getallen"], 2, tuple(self._numbers))

    def _blocks(self, blocks: tuple[Block, ...], section: Section) -> tuple[Block, ...]:
        return tuple(new for block in blocks for new in self._block(block, section))

    def _block(self, block: Block, section: Section) -> tuple[Block, ...]:
        match block:
            case Table():
                return _cut_columns(block)
            case Figure():
                self._numbers += _cut_columns(replace(block.table, id=f"{block.id}-getallen"))
                return (block,)
            case Collapsible():
                target = f"lijst-{len(self._lists) + 1}"
                self._lists.append(Section(target, section.heading, 3, _in_full_blocks((block,)), listed=False))
                return ()
            case StatementSearch():
                return ()  # paper is not searched; every statement stands at its session
            case Group():
                return (self._group(block, section),)
            case Pair():
                return (Pair(self._group(block.first, section), self._group(block.second, section)),)
            case _:
                return (block,)

    def _group(self, group: Group, section: Section) -> Group:
        return replace(group, blocks=self._blocks(group.blocks, section))


def _in_full(section: Section) -> Section:
    """Return a section of the annexes: nothing moves out of it any more."""
    subsections = tuple(map(_in_full, section.subsections))
    return replace(section, blocks=_in_full_blocks(section.blocks), subsections=subsections, place="body")


def _in_full_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(new for block in blocks for new in _whole(block))


def _whole(block: Block) -> tuple[Block, ...]:
    match block:
        case Table():
            return _cut_columns(block)
        case Figure():
            return (block, *_cut_columns(block.table))
        case StatementSearch():
            return ()
        case _:
            return (block,)


def _cut_columns(table: Table) -> tuple[Table, ...]:
    """Return a table as parts that are no wider than a page; only the first keeps the id."""
    n_others = len(table.header) - 1
    n_parts = ceil(n_others / (MAX_COLUMNS - 1))
    if n_parts <= 1:
        return (table,)
    size = ceil(n_others / n_parts)
    parts = []
    for part, start in enumerate(range(1, n_others + 1, size)):
        kept = (0, *range(start, min(start + size, n_others + 1)))
        parts.append(
            Table(
                words()["deel"].format(table.caption, part + 1, n_parts),
                tuple(table.header[index] for index in kept),
                tuple(tuple(row[index] for index in kept) for row in table.rows),
                numeric=tuple(new for new, index in enumerate(kept) if index in table.numeric),
                id=None if part else table.id,
            )
        )
    return tuple(parts)
