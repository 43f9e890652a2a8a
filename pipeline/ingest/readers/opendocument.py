"""OpenDocument texts: tabs and the numbers of headings, which pandoc does not read, are written into the text."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.dutch.numerals import number_in, printed
from pipeline.ingest.readers.archive import NOT_AS_EXPECTED, pack, parse_xml, unpack, write_xml
from pipeline.ingest.readers.opendocument_text import STYLE as _STYLE
from pipeline.ingest.readers.opendocument_text import TEXT as _TEXT
from pipeline.ingest.readers.opendocument_text import cut, drop_unread, header_lines, lay_open
from pipeline.ingest.readers.word import TAB

_CONTENT, _STYLES = "content.xml", "styles.xml"


@dataclass(frozen=True)
class _Level:
    """How headings of a level are numbered (OpenDocument 1.3, part 3, 16.35): `format` as in `style:num-format`."""

    format: str
    prefix: str
    suffix: str
    start: int
    n_shown: int


def make_explicit(data: bytes) -> tuple[bytes, list[str]]:
    """Return a document with all that is to be read in its paragraphs, and its page headers.

    Every tab is a sign of its own, and headings have their numbers. A document that is not built as expected comes
    back as it is.
    """
    try:
        parts = unpack(data)
        content = parse_xml(parts[_CONTENT])
        styles = parse_xml(parts[_STYLES]) if _STYLES in parts else None
    except NOT_AS_EXPECTED:
        return data, []
    drop_unread(content, styles)
    lay_open(content)
    _number_headings(content, _read_outline(styles) if styles is not None else {})
    for tab in list(content.iter(f"{_TEXT}tab")):
        tab.tail = TAB + (tab.tail or "")
        cut(tab)
    parts[_CONTENT] = write_xml(content)
    return pack(parts), header_lines(styles)


def _read_outline(styles: etree._Element) -> Mapping[int, _Level]:
    return {
        number_in(level.get(f"{_TEXT}level"), 1): _Level(
            format=level.get(f"{_STYLE}num-format", ""),
            prefix=level.get(f"{_STYLE}num-prefix", ""),
            suffix=level.get(f"{_STYLE}num-suffix", ""),
            start=number_in(level.get(f"{_TEXT}start-value"), 1),
            n_shown=number_in(level.get(f"{_TEXT}display-levels"), 1),
        )
        for level in styles.iter(f"{_TEXT}outline-level-style")
    }


def _number_headings(content: etree._Element, outline: Mapping[int, _Level]) -> None:
    counts: dict[int, int] = {}
    for heading in content.iter(f"{_TEXT}h"):
        number = number_in(heading.get(f"{_TEXT}outline-level"), 1)
        level = outline.get(number)
        if level is None or not level.format or heading.get(f"{_TEXT}is-list-header") == "true":
            continue
        if heading.getparent().tag in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
            continue  # numbered by the list, which pandoc does read
        counts = {of: count for of, count in counts.items() if of <= number}
        counts[number] = counts.get(number, level.start - 1) + 1
        shown = [
            printed(counts.get(of, outline[of].start), outline[of].format)
            for of in range(max(1, number - level.n_shown + 1), number + 1)
            if of in outline and outline[of].format
        ]
        heading.text = f"{level.prefix}{'.'.join(shown)}{level.suffix} {heading.text or ''}"
