"""The tree as it goes on paper, where nothing folds and nothing scrolls.

What a reader on a screen would unfold goes to appendices, so that the report itself stays short: the
numbers of the charts, folded tables, long lists, and the sections that the table of contents does not list.
Nothing is left out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from math import ceil
from typing import Any

from pipeline.reporting.document import (
    Block,
    BulletList,
    Collapsible,
    Document,
    Figure,
    Link,
    Note,
    Pair,
    Paragraph,
    Runs,
    Section,
    StatementSearch,
    Table,
)
from pipeline.resources import load_toml

WIDTH, HEIGHT = 467.0, 610.0  # points: the room for a chart on a page of A4
MAX_FOLDED = 20  # a folded list of more points than this goes to an appendix
MAX_COLUMNS = 7  # a wider table is cut into parts, each with the first column again
LINE_LENGTH = 100  # characters of table text that fit next to one another on a page
_GAP = 3  # characters between two columns
_NAME, _WORD = 22, 11  # characters of a word that the first column, and another, makes room for
_HEADER_LINES = 3  # over which a name above a column may run
_LONGEST_CELL = 3 * LINE_LENGTH  # a longer cell gets no more room than one of this length


def for_paper(document: Document) -> Document:
    """Return the document with nothing folded, no table wider than a page, and appendices at its end."""
    collector = _Collector()
    sections = [collector.section(section) for section in document.sections]
    return replace(document, sections=(*sections, *collector.appendices()))


def words() -> dict[str, str]:
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
    columns = list(zip(table.header, *([plain(cell) for cell in row] for row in table.rows), strict=True))
    least = [
        max(min(_longest_word(text), _WORD if index else _NAME) for text in column)
        for index, column in enumerate(columns)
    ]
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


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=1)


class _Collector:
    """Goes through the sections in order, and keeps what belongs in the appendices."""

    def __init__(self) -> None:
        self._numbers: list[Table] = []
        self._lists: list[Section] = []
        self._unlisted: list[Section] = []

    def section(self, section: Section) -> Section:
        """Return a section without what goes to the appendices."""
        blocks = self._blocks(section.blocks, section)
        stay = tuple(self.section(child) for child in section.subsections if child.listed)
        moved = tuple(_in_full(child) for child in section.subsections if not child.listed)
        if moved:
            heading = words()["per_stuk"].format(section.heading)
            self._unlisted.append(_appendix(f"bijlage-{section.id}", heading, (), moved))
        return replace(section, blocks=blocks, subsections=stay)

    def appendices(self) -> Iterator[Section]:
        """Return the appendices that have something in them."""
        if self._numbers:
            yield _appendix("bijlage-getallen", words()["getallen"], tuple(self._numbers), ())
        if self._lists:
            yield _appendix("bijlage-lijsten", words()["lijsten"], (), tuple(self._lists))
        yield from self._unlisted

    def _blocks(self, blocks: tuple[Block, ...], section: Section) -> tuple[Block, ...]:
        return tuple(new for block in blocks for new in self._block(block, section))

    def _block(self, block: Block, section: Section) -> tuple[Block, ...]:
        match block:
            case Table():
                return _cut_columns(block)
            case Figure():
                table = replace(block.table, id=f"{block.id}-getallen")
                self._numbers += _cut_columns(table)
                return block, Paragraph((Note(words()["naar_getallen"]), Link(table.caption, f"{block.id}-getallen")))
            case Collapsible() if _belongs_in_appendix(block):
                target = f"lijst-{len(self._lists) + 1}"
                moved = Section(target, section.heading, 3, _in_full_blocks((block,)), listed=False)
                self._lists.append(moved)
                return (Paragraph((Note(words()["naar_lijst"]), Link(plain(block.summary), target))),)
            case Collapsible():
                return (replace(block, blocks=self._blocks(block.blocks, section)),)
            case StatementSearch():
                return ()  # paper is not searched; every statement stands at its session
            case Pair():
                first, second = (
                    replace(group, blocks=self._blocks(group.blocks, section)) for group in (block.first, block.second)
                )
                return (Pair(first, second),)
            case _:
                return (block,)


def _appendix(name: str, heading: str, blocks: tuple[Block, ...], subsections: tuple[Section, ...]) -> Section:
    return Section(name, heading, 2, blocks, subsections, appendix=True)


def _in_full(section: Section) -> Section:
    """Return a section of an appendix: nothing moves out of it any more."""
    subsections = tuple(map(_in_full, section.subsections))
    return replace(section, blocks=_in_full_blocks(section.blocks), subsections=subsections, listed=False)


def _in_full_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(new for block in blocks for new in (_cut_columns(block) if isinstance(block, Table) else (block,)))


def _belongs_in_appendix(block: Collapsible) -> bool:
    """Return whether what would unfold is long, or has tables: those are for looking things up."""
    n_points = sum(len(inner.items) if isinstance(inner, BulletList) else 1 for inner in block.blocks)
    return n_points > MAX_FOLDED or any(isinstance(inner, Table) for inner in block.blocks)


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
