"""Web pages: the part of the page that holds the report, in full.

Trafilatura (Barbaresi 2021) finds the main content, but leaves out paragraphs and quotations here and
there. It is believed about where the content stands; from there every paragraph is read, but for
navigation, forms and blocks that are mostly links.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from lxml import etree, html

from pipeline.dutch.numerals import number_in
from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.readers.pieces import Piece, write_out
from pipeline.ingest.readers.web_text import drop_navigation, drop_unread, open_panels
from pipeline.ingest.records import CELL_GAP, Source

_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_EMPHASIS = {"b", "strong", "em", "i", "u"}
_HEADING = re.compile(r"h([1-6])")
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f])(?![0-9a-f]));?", re.IGNORECASE
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOSTLY_LINKS, _SHORT = 0.6, 200  # share of characters, and how long a block of links may be
_MOST_OF_IT = 0.8


def read_web(text: str, format_name: str = "html") -> Source:
    """Return the main content of a web page as text and blocks; menus, banners and footers are left out."""
    # Signs that XML does not know, as themselves or as `&#1;`, make a tree that cannot be changed.
    text = _CONTROL_REFERENCE.sub("", normalise_text(text))
    parser = html.HTMLParser(no_network=True, remove_comments=True, huge_tree=False)
    try:
        page = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError):
        return Source(text="", blocks=(), format=format_name)
    has_panels = open_panels(page)
    drop_unread(page)
    drop_navigation(page)
    root = _content(page, html.tostring(page, encoding="unicode") if has_panels else text)
    walker = _Walker()
    pieces = list(walker.walk(root))
    title = _title(page, text) if not any(piece.heading_level == 1 for piece in pieces) else None
    source = write_out([Piece(title, heading_level=1), *pieces] if title and pieces else pieces, format_name)
    return replace(source, published=_published(text))


def pieces_of_html(text: str) -> list[Piece]:
    """Return a stretch of HTML, as it stands in Markdown, as pieces."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, huge_tree=False)
    try:
        page = html.document_fromstring(f"<body>{_CONTROL_REFERENCE.sub('', text)}</body>", parser=parser)
    except (etree.ParserError, ValueError):
        return []
    drop_unread(page)
    for element in list(page.iter("script", "style", "template")):
        element.drop_tree()
    return list(_Walker().walk(page))


def _published(text: str) -> str | None:
    """Return the day on which a page says it was published."""
    from trafilatura import extract_metadata

    found = extract_metadata(text)
    date = found.date if found is not None else None
    return date if date and _DAY.fullmatch(date) else None


def _title(page: html.HtmlElement, text: str) -> str | None:
    from trafilatura import extract_metadata

    headings = page.xpath("//h1")
    title = " ".join(headings[0].text_content().split()) if headings else ""
    return title or extract_metadata(text).title or None


def _content(page: html.HtmlElement, text: str) -> html.HtmlElement:
    """Return the smallest element that holds nearly all that trafilatura takes for the content."""
    from trafilatura import extract

    found = extract(text, output_format="txt", include_comments=False, include_tables=True, favor_recall=True)
    body = page.find("body") if page.find("body") is not None else page
    wanted = "".join((found or "").split())
    if not wanted:
        return body
    own = {
        element: sum(len(line) for line in _own_lines(element) if line in wanted)
        for element in body.iter()
        if isinstance(element.tag, str)
    }
    total = sum(own.values())
    root = body
    while total:
        inside = [
            (sum(own.get(each, 0) for each in child.iter()), child) for child in root if isinstance(child.tag, str)
        ]
        length, child = max(inside, key=lambda pair: pair[0], default=(0, None))
        if (
            child is None
            or child.tag not in _BLOCKS
            or length < _MOST_OF_IT * total
            or child.tag in ("p", "ul", "ol", "table")
        ):
            break
        root = child
    return root


def _own_lines(element: html.HtmlElement) -> list[str]:
    """Return the text that stands in an element itself, without spaces; not that of elements in it."""
    texts = [element.text, *(child.tail for child in element)]
    return [line for line in ("".join((text or "").split()) for text in texts) if line]


@dataclass
class _Walker:
    """Goes through a part of a page; text that is no block of its own is gathered into paragraphs."""

    line: list[tuple[str, bool]] = field(default_factory=list)
    after_break: bool = False
    level: int = 1  # of the last heading

    def walk(self, element: html.HtmlElement) -> Iterator[Piece]:
        """Yield the pieces of an element."""
        yield from self._inside(element, emphasised=False)
        yield from self._paragraph()

    def _inside(self, element: html.HtmlElement, *, emphasised: bool) -> Iterator[Piece]:
        self._add(element.text, emphasised=emphasised)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._child(child, emphasised=emphasised)
            self._add(child.tail, emphasised=emphasised)

    def _child(self, child: html.HtmlElement, *, emphasised: bool) -> Iterator[Piece]:
        if child.tag == "br":
            yield from self._paragraph()
            self.after_break = True
            return
        if child.tag not in _BLOCKS:
            yield from self._inside(child, emphasised=emphasised or child.tag in _EMPHASIS)
            return
        yield from self._paragraph()
        heading = _HEADING.fullmatch(child.tag)
        if heading:
            self.level = int(heading[1])
            yield Piece(" ".join(child.text_content().split()), heading_level=self.level)
        elif child.tag == "summary":  # over what folds out
            yield Piece(" ".join(child.text_content().split()), heading_level=self.level + 1)
        elif child.tag in ("ul", "ol"):
            if not _is_links(child):
                yield from self._list(child)
        elif child.tag == "table":
            yield from self._table(child)
        elif child.tag == "dl":
            yield from self._terms(child)
        elif not _is_links(child):
            yield from self._inside(child, emphasised=emphasised)
            yield from self._paragraph()

    def _list(self, element: html.HtmlElement) -> Iterator[Piece]:
        number = number_in(element.get("start"), 1)
        for position, item in enumerate(child for child in element if child.tag == "li"):
            marker = f"{number + position}." if element.tag == "ol" else "-"
            for index, piece in enumerate(_Walker().walk(item)):
                is_first = index == 0
                own = marker if is_first and piece.marker is None else piece.marker
                yield replace(piece, marker=own, after_gap=position == 0 and is_first)

    def _terms(self, element: html.HtmlElement) -> Iterator[Piece]:
        """Yield terms with what is said of them; a short value stands beside its term, as in a table."""
        after_gap = True
        for term in element.iter("dt"):
            described = [list(_Walker().walk(value)) for value in _values_of(term)]
            label = " ".join(term.text_content().split())
            if label and len(described) == 1 and len(described[0]) == 1 and described[0][0].marker is None:
                yield Piece(CELL_GAP.join((label, described[0][0].text)), after_gap=after_gap)
            else:
                yield from ([Piece(label, after_gap=after_gap)] if label else [])
                yield from (replace(piece, after_gap=False) for pieces in described for piece in pieces)
            after_gap = False

    def _table(self, element: html.HtmlElement) -> Iterator[Piece]:
        """Yield the rows of a table; a row of one filled cell is lay-out, and read as running text."""
        parts = [element, *(child for child in element if child.tag in ("thead", "tbody", "tfoot"))]
        for position, row in enumerate(row for part in parts for row in part if row.tag == "tr"):
            cells = [list(_Walker().walk(cell)) for cell in row if cell.tag in ("td", "th")]
            filled = [pieces for pieces in cells if pieces]
            if len(filled) == 1:
                yield from filled[0]
            elif filled:
                texts = (" ".join(piece.text for piece in pieces) for pieces in filled)
                yield Piece(CELL_GAP.join(" ".join(text.split()) for text in texts), after_gap=position == 0)

    def _add(self, text: str | None, *, emphasised: bool) -> None:
        if text:
            self.line.append((text, emphasised))

    def _paragraph(self) -> Iterator[Piece]:
        text = " ".join("".join(part for part, _ in self.line).split())
        emphasised = all(is_emphasised for part, is_emphasised in self.line if part.strip())
        lead = "".join(part for part, _ in takewhile(lambda part: part[1] or not part[0].strip(), self.line))
        self.line = []
        if text:
            yield Piece(text, emphasised=emphasised, after_gap=not self.after_break, lead=lead)
        self.after_break = False


def _values_of(term: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield the descriptions that follow a term of a list, up to the next term."""
    return takewhile(lambda sibling: sibling.tag == "dd", term.itersiblings(tag=("dd", "dt")))


def _is_links(element: html.HtmlElement) -> bool:
    """Return whether a block is there to lead elsewhere: short, and mostly links."""
    length = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in element.iter("a"))
    return 0 < length < _SHORT * 5 and linked > _MOSTLY_LINKS * length
