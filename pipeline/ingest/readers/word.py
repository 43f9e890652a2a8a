"""Word documents: what their styles imply is written out, for pandoc sees only what a paragraph says itself.

Headings may be styles of the writer's own with an outline level, bold may come from a style, and a
number may be made by a style. See ECMA-376 part 1, 17.7 (styles) and 17.9 (numbering).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.dutch.lexicon import any_of, file_words
from pipeline.dutch.numerals import number_in, printed
from pipeline.ingest.readers.archive import NOT_AS_EXPECTED, pack, parse_xml, unpack, write_xml
from pipeline.ingest.readers.styles import lineage
from pipeline.ingest.readers.word_text import ReadPart, drop_unread, header_lines, lay_open, main_part
from pipeline.ingest.readers.word_text import W as _W
from pipeline.ingest.readers.word_text import switch as _switch

_NOTES = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
# The names that Word gives its heading styles in the languages of Dutch offices.
_HEADING_NAME = re.compile(rf"{any_of(file_words().styles.headings)} ?([1-9])", re.IGNORECASE)
_BODY_TEXT_LEVEL = 9
_STYLE_USES = (f"{_W}pStyle", f"{_W}rStyle", f"{_W}tblStyle")
_NUMBER_FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
TAB = "\ue000"  # a sign of no script, in the place of a tab, which pandoc makes a space


@dataclass(frozen=True)
class _Style:
    name: str
    based_on: str | None
    outline_level: int | None
    is_bold: bool | None
    number_id: str | None
    number_level: int | None


@dataclass(frozen=True)
class _Level:
    start: int
    kind: str
    text: str  # `%1.%2.`


@dataclass
class _Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: Mapping[str, Mapping[int, _Level]]  # by list, by level
    of_style: Mapping[tuple[str, str], int]  # level of a style in a list
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def has_parts(self, number_id: str | None) -> bool:
        """Return whether a list prints numbers of several parts (`2.1`)."""
        levels = self.levels.get(number_id or "", {})
        return any(level.text.count("%") > 1 and level.kind not in ("bullet", "none") for level in levels.values())

    def next(self, number_id: str, level: int) -> str:
        """Count on in a list, and return the number as printed; empty for bullets."""
        levels, counts = self.levels.get(number_id, {}), self.counts.setdefault(number_id, {})
        if level not in levels:
            return ""
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if levels[level].kind in ("bullet", "none"):
            return ""
        return re.sub(
            r"%(\d)",
            lambda match: printed(
                counts.get(int(match[1]) - 1, levels.get(int(match[1]) - 1, levels[level]).start),
                _NUMBER_FORMATS.get(levels.get(int(match[1]) - 1, levels[level]).kind, "1"),
            ),
            levels[level].text,
        )


def make_explicit(data: bytes, read_part: ReadPart) -> tuple[bytes, list[str]]:
    """Return a Word document with all that is to be read in the paragraphs themselves, and its page headers.

    Headings, bold and numbers of headings are written out; `read_part` reads a file that was put into it. A
    document that is not built as expected comes back as it is.
    """
    try:
        parts = unpack(data)
        name = main_part(parts)
        document = parse_xml(parts[name])
        styles_root = parse_xml(parts[_STYLES]) if _STYLES in parts else None
        numbering = _read_numbering(parse_xml(parts[_NUMBERING])) if _NUMBERING in parts else _Numbering({}, {})
        notes = {note: parse_xml(parts[note]) for note in _NOTES if note in parts}
    except NOT_AS_EXPECTED:
        return data, []
    for part in (document, *notes.values()):
        drop_unread(part, styles_root)
    lay_open(document, parts, name, read_part)
    styles = _read_styles(styles_root) if styles_root is not None else {}
    if styles_root is not None:
        _name_headings(styles_root, styles)
        _drop_unused(styles_root, [document, *notes.values()])
        parts[_STYLES] = write_xml(styles_root)
    for paragraph in document.iter(f"{_W}p"):
        _write_out(paragraph, styles, numbering)
    for tab in document.iter(f"{_W}tab"):
        if tab.getparent().tag == f"{_W}r":
            tab.tag, tab.text = f"{_W}t", TAB
    headers = header_lines(parts, name)
    parts |= {note: write_xml(root) for note, root in notes.items()} | {name: write_xml(document)}
    return pack(parts), headers


def _value(element: etree._Element | None, path: str) -> str | None:
    found = element.find(path) if element is not None else None
    return None if found is None else found.get(f"{_W}val")


def _integer(value: str | None) -> int | None:
    number = number_in(value, -1)
    return None if number < 0 else number


def _read_styles(root: etree._Element) -> dict[str, _Style]:
    return {
        style.get(f"{_W}styleId", ""): _Style(
            name=_value(style, f"{_W}name") or "",
            based_on=_value(style, f"{_W}basedOn"),
            outline_level=_integer(_value(style, f"{_W}pPr/{_W}outlineLvl")),
            is_bold=_switch(style, f"{_W}rPr/{_W}b"),
            number_id=_value(style, f"{_W}pPr/{_W}numPr/{_W}numId"),
            number_level=_integer(_value(style, f"{_W}pPr/{_W}numPr/{_W}ilvl")),
        )
        for style in root.iter(f"{_W}style")
        if style.get(f"{_W}type") == "paragraph"
    }


def _lineage(style_id: str | None, styles: Mapping[str, _Style]) -> list[tuple[str, _Style]]:
    """Return a style and what it is based on, nearest first."""
    return list(lineage(style_id, styles, base=lambda style: style.based_on))


def _heading_level(style_id: str | None, styles: Mapping[str, _Style]) -> int | None:
    """Return the level of a heading style, 1 the highest: by its name, or by its outline level."""
    for _, style in _lineage(style_id, styles):
        match = _HEADING_NAME.fullmatch(style.name.strip())
        if match:
            return int(match[1])
        if style.outline_level is not None:
            return style.outline_level + 1 if style.outline_level < _BODY_TEXT_LEVEL else None
    return None


def _name_headings(root: etree._Element, styles: Mapping[str, _Style]) -> None:
    """Call heading styles what pandoc knows as such."""
    for style in root.iter(f"{_W}style"):
        level = _heading_level(style.get(f"{_W}styleId"), styles)
        name = style.find(f"{_W}name")
        if level is not None and name is not None and style.get(f"{_W}type") == "paragraph":
            name.set(f"{_W}val", f"heading {level}")


def _drop_unused(root: etree._Element, texts: Iterable[etree._Element]) -> None:
    """Remove the styles of text and tables that nothing uses: pandoc takes four times as long to read them all."""
    based_on = {style.get(f"{_W}styleId"): _value(style, f"{_W}basedOn") for style in root.iter(f"{_W}style")}
    used = {use.get(f"{_W}val") for text in texts for use in text.iter(*_STYLE_USES)}
    needed: set[str | None] = {None}
    for style_id in used:
        while style_id not in needed:
            needed.add(style_id)
            style_id = based_on.get(style_id)
    for style in list(root.iter(f"{_W}style")):
        is_of_list = style.get(f"{_W}type") == "numbering"
        if not is_of_list and style.get(f"{_W}default") is None and style.get(f"{_W}styleId") not in needed:
            root.remove(style)


def _read_numbering(root: etree._Element) -> _Numbering:
    abstract: dict[str, dict[int, _Level]] = {}
    styled: dict[str, dict[str, int]] = {}
    for definition in root.iter(f"{_W}abstractNum"):
        key = definition.get(f"{_W}abstractNumId", "")
        abstract[key], styled[key] = {}, {}
        for level in definition.iter(f"{_W}lvl"):
            number = _integer(level.get(f"{_W}ilvl")) or 0
            abstract[key][number] = _Level(
                start=_integer(_value(level, f"{_W}start")) or 1,
                kind=_value(level, f"{_W}numFmt") or "decimal",
                text=_value(level, f"{_W}lvlText") or "",
            )
            style = _value(level, f"{_W}pStyle")
            if style:
                styled[key][style] = number
    levels: dict[str, dict[int, _Level]] = {}
    of_style: dict[tuple[str, str], int] = {}
    for number_definition in root.iter(f"{_W}num"):
        number_id = number_definition.get(f"{_W}numId", "")
        key = _value(number_definition, f"{_W}abstractNumId") or ""
        levels[number_id] = abstract.get(key, {})
        of_style |= {(number_id, style): level for style, level in styled.get(key, {}).items()}
    return _Numbering(levels, of_style)


def _write_out(paragraph: etree._Element, styles: Mapping[str, _Style], numbering: _Numbering) -> None:
    properties = paragraph.find(f"{_W}pPr")
    style_id = _value(properties, f"{_W}pStyle")
    inherited = _lineage(style_id, styles)
    runs = [run for run in paragraph.iter(f"{_W}r") if run.find(f"{_W}t") is not None]
    if not runs:
        return
    if next((style.is_bold for _, style in inherited if style.is_bold is not None), False):
        for run in runs:
            _embolden(run)
    level = _heading_level(style_id, styles)
    own_level = _integer(_value(properties, f"{_W}outlineLvl"))
    is_heading = level is not None or (own_level is not None and own_level < _BODY_TEXT_LEVEL)
    if not is_heading and not numbering.has_parts(_number_id_of(properties, inherited)):
        return
    number = _number_of(properties, inherited, numbering)
    if not is_heading and number and properties is not None:
        _take_out_of_list(properties)
    if number:
        run = etree.Element(f"{_W}r")
        text = etree.SubElement(run, f"{_W}t")
        text.text = number + " "
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        runs[0].addprevious(run)


def _take_out_of_list(properties: etree._Element) -> None:
    """Let a paragraph whose number stands in its text be no item of a list: pandoc knows no *2.1*."""
    found = properties.find(f"{_W}numPr")
    if found is not None:
        properties.remove(found)
    outside = etree.SubElement(properties, f"{_W}numPr")
    etree.SubElement(outside, f"{_W}numId").set(f"{_W}val", "0")


def _number_id_of(properties: etree._Element | None, inherited: list[tuple[str, _Style]]) -> str | None:
    own = _value(properties, f"{_W}numPr/{_W}numId")
    return own or next((style.number_id for _, style in inherited if style.number_id is not None), None)


def _embolden(run: etree._Element) -> None:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        properties = etree.Element(f"{_W}rPr")
        run.insert(0, properties)
    if properties.find(f"{_W}b") is None:
        etree.SubElement(properties, f"{_W}b")


def _number_of(properties: etree._Element | None, inherited: list[tuple[str, _Style]], numbering: _Numbering) -> str:
    number_id = _value(properties, f"{_W}numPr/{_W}numId")
    level = _integer(_value(properties, f"{_W}numPr/{_W}ilvl"))
    if number_id is None:
        for style_id, style in inherited:
            if style.number_id is not None:
                number_id = style.number_id
                level = numbering.of_style.get((number_id, style_id), style.number_level or 0)
                break
    return numbering.next(number_id, level or 0) if number_id and number_id != "0" else ""
