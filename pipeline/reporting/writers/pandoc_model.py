"""From the tree to pandoc's document model, built as data: no text is ever read as markup."""

from dataclasses import dataclass, field
from typing import Any

from pipeline.reporting.document import (
    Block,
    BulletList,
    Collapsible,
    Document,
    Figure,
    Group,
    Inline,
    Link,
    Note,
    Pair,
    Paragraph,
    Quote,
    Runs,
    Section,
    StatementSearch,
    Strong,
    Table,
    Tag,
    Text,
    Thread,
    Verbatim,
)
from pipeline.reporting.writers import pictures, timeline
from pipeline.reporting.writers.paper import HALF, WIDTH, anchors, column_widths, nodes, words
from pipeline.reporting.writers.signs import clean

# The version of the document model, which pandoc asks for.
_VERSION = [1, 23, 1]
_CENTIMETRE = 72 / 2.54  # points
_LANGUAGES = {"nl": "nl-NL"}  # word processors choose their dictionary by country
_BLANK = "–"  # for a heading without text
_KINDS = {"dilemma": "SoortDilemma", "advies": "SoortAdvies"}  # the style of kinds with a colour

Node = dict[str, Any]


@dataclass
class Model:
    """Builds pandoc's model of a document that is arranged for paper.

    It keeps the pictures by file name, and in the order of the document what each says. The names of
    styles are those of the reference documents in the resources.
    """

    document: Document
    pictures: dict[str, bytes] = field(default_factory=dict)
    alternatives: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._anchors = anchors(self.document)
        self._threads = timeline.rasters(node for node in nodes(self.document.sections) if isinstance(node, Thread))

    def model(self) -> Node:
        """Return the whole document."""
        title = clean(self.document.title).strip() or words()["naamloos"]
        facts = clean(" · ".join(self.document.meta))
        meta = {
            "title": _inline_meta(title),
            "lang": _string_meta(_LANGUAGES.get(self.document.language, self.document.language)),
        }
        if facts:
            meta["subtitle"] = _inline_meta(facts)
        front = [part for part in self.document.sections if part.place == "front"]
        rest = [part for part in self.document.sections if part.place != "front"]
        before, after = ([node for part in parts for node in self._section(part, 1)] for parts in (front, rest))
        blocks = [*before, *(self._contents(rest) if len(rest) > words()["inhoud_vanaf"] else []), *after]
        return {"pandoc-api-version": _VERSION, "meta": meta, "blocks": blocks}

    def _contents(self, parts: list[Section]) -> list[Node]:
        """Return the table of contents: links, as page numbers are only known where the file is opened."""
        entries = [
            _styled(style, [_para([_link(_heading(section), section.id)])])
            for part in parts
            for style, section in (
                ("Inhoudsregel", part),
                *(("Inhoudsregel2", child) for child in part.subsections if child.listed),
            )
        ]
        return [_styled("Inhoudskop", [_para([_str(words()["inhoud"])])]), *entries] if entries else []

    def _section(self, section: Section, depth: int) -> list[Node]:
        header = _node("Header", [depth, _attributes(section.id), [_str(_heading(section))]])
        subsections = (node for child in section.subsections for node in self._section(child, depth + 1))
        return [header, *self._blocks(section.blocks), *subsections]

    def _blocks(self, blocks: tuple[Block, ...]) -> list[Node]:
        return [node for block in blocks for node in self._block(block)]

    def _block(self, block: Block) -> list[Node]:
        match block:
            case Paragraph():
                paragraph = _para(self._place(block.id, self._runs(block.runs)))
                return [_styled("Inleiding", [paragraph]) if block.lead else paragraph]
            case BulletList():
                return [self._list(block)]
            case Table():
                return [self._table(block)]
            case Figure():
                return self._figure(block)
            case Quote():
                source = _styled("Herkomst", [_para(self._runs(block.source))])
                return [_node("BlockQuote", [_para(_quoted(block))]), source]
            case Thread():
                return [_styled("Tijdlijn", [_para([self._thread(block, timeline.WIDTH)])])]
            case Collapsible():
                summary = self._place(block.id, self._runs(block.summary))
                return [_styled("Kopje", [_para(summary)]), *self._blocks(block.blocks)]
            case StatementSearch():
                return []
            case Group():
                return self._group(block)
            case Pair():
                return [*self._group(block.first), *self._group(block.second)]

    def _group(self, group: Group) -> list[Node]:
        return [_styled("Tussenkop", [_para([_str(clean(group.heading))])]), *self._blocks(group.blocks)]

    def _thread(self, thread: Thread, width: float) -> Node:
        size = (width, width * timeline.HEIGHT / timeline.WIDTH)
        return self._image(self._threads[thread], clean(thread.alternative) or _BLANK, size)

    def _list(self, listed: BulletList) -> Node:
        items = [self._place(item.id, self._runs(item.runs)) for item in listed.items]
        if listed.numbered:
            kind = [1, {"t": "Decimal"}, {"t": "Period"}]
            return _node("OrderedList", [kind, [[_para(item)] for item in items]])
        return _node("BulletList", [[_node("Plain", item)] for item in items])

    def _table(self, table: Table) -> Node:
        numeric = frozenset(table.numeric)
        alignments = [{"t": "AlignRight" if column in numeric else "AlignLeft"} for column in range(len(table.header))]

        def row(cells: list[list[Node]]) -> list[Any]:
            return [_attributes(), [
                [_attributes(), alignment, 1, 1, [_node("Plain", cell)]]
                for cell, alignment in zip(cells, alignments, strict=True)
            ]]  # fmt: skip

        widths = [{"t": "ColWidth", "c": width} for width in column_widths(table)]
        header = row([[_str(clean(name))] for name in table.header])
        body = [row([self._runs(cell) for cell in cells]) for cells in table.rows]
        caption = self._place(table.id, [_str(clean(table.caption))])
        return _node(
            "Table",
            [
                _attributes(),
                [None, [_node("Plain", caption)]],
                [list(column) for column in zip(alignments, widths, strict=True)],
                [_attributes(), [header]],
                [[_attributes(), 0, [], body]],
                [_attributes(), []],
            ],
        )

    def _figure(self, figure: Figure) -> list[Node]:
        picture = self.document.pictures[figure.picture]
        width, height = pictures.size(picture)
        scale = min(1.0, WIDTH / width, HALF / height)
        says = clean(figure.alternative) or _BLANK
        image = self._image(picture.png, says, (scale * width, scale * height))
        caption = self._place(figure.id, [_str(clean(figure.caption))])
        return [_node("Figure", [_attributes(), [None, [_node("Plain", caption)]], [_node("Plain", [image])]])]

    def _image(self, png: bytes, alternative: str, size: tuple[float, float]) -> Node:
        name = f"picture-{len(self.pictures) + 1}.png"
        self.pictures[name] = png
        self.alternatives.append(alternative)
        width, height = (f"{side / _CENTIMETRE:.3f}cm" for side in size)
        attributes = ["", [], [["width", width], ["height", height]]]
        return _node("Image", [attributes, [_str(alternative)], [name, ""]])

    def _place(self, name: str | None, content: list[Node]) -> list[Node]:
        """Return content as a place that links go to, if any does."""
        return [_node("Span", [_attributes(name), content])] if name in self._anchors else content

    def _runs(self, runs: Runs) -> list[Node]:
        return [self._run(run) for run in runs if run.text or isinstance(run, Thread)]

    def _run(self, run: Inline) -> Node:
        text = clean(run.text)
        match run:
            case Text() | Verbatim():
                return _str(text)
            case Strong():
                return _node("Strong", [_str(text)])
            case Note():
                return _span("Toelichting", text)
            case Tag():
                return _span(_KINDS.get(run.kind, "Soort"), text)
            case Link():
                is_known = run.file or run.target in self._anchors
                return _link(text, run.target, run.file or "") if is_known else _str(text)
            case Thread():
                return self._thread(run, timeline.CELL)


def _node(kind: str, content: Any) -> Node:
    return {"t": kind, "c": content}


def _str(text: str) -> Node:
    return _node("Str", text)


def _para(content: list[Node]) -> Node:
    return _node("Para", content)


def _attributes(name: str | None = None) -> list[Any]:
    return [name or "", [], []]


def _styled(style: str, blocks: list[Node]) -> Node:
    """Return blocks in a style of the reference document."""
    return _node("Div", [["", [], [["custom-style", style]]], blocks])


def _span(style: str, text: str) -> Node:
    return _node("Span", [["", [], [["custom-style", style]]], [_str(text)]])


def _link(text: str, target: str, file: str = "") -> Node:
    return _node("Link", [_attributes(), [_str(text)], [f"{file}#{target}", ""]])


def _quoted(quote: Quote) -> list[Node]:
    """Return the words of a quote, or its two sides each under its name."""
    if quote.sides is None:
        return [_str(clean(quote.text))]
    named = zip((words()["enerzijds"], words()["anderzijds"]), quote.sides, strict=True)
    parts = [[_node("Strong", [_str(name)]), _str(" "), _str(clean(side))] for name, side in named]
    return [*parts[0], {"t": "LineBreak"}, *parts[1]]


def _heading(section: Section) -> str:
    return clean(section.heading).strip() or _BLANK


def _inline_meta(text: str) -> Node:
    return _node("MetaInlines", [_str(text)])


def _string_meta(text: str) -> Node:
    return _node("MetaString", text)
