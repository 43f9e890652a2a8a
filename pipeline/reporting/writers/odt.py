"""The report as OpenDocument, the open standard for documents."""

from typing import Any

from lxml import etree

from pipeline.reporting.document import Document
from pipeline.reporting.writers import pandoc
from pipeline.resources import read_text

_TYPE = b"application/vnd.oasis.opendocument.text"
_BODY = "content.xml"
_NAMES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"
    for name, space in {
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "style": "style",
        "svg": "svg-compatible",
        "table": "table",
        "text": "text",
    }.items()
}
_P, _STYLE = f"{{{_NAMES['text']}}}p", f"{{{_NAMES['text']}}}style-name"
# Lines under the cells, as in the other formats.
_CELLS = {"TableRowCell": "0.5pt solid #c3cad1", "TableHeaderRowCell": "1.25pt solid #c3cad1"}


def write_odt(document: Document) -> bytes:
    """Return the document as OpenDocument text: with heading styles, header rows and alternatives for pictures."""
    styles = read_text("report/odt/styles.xml").encode()
    # Pandoc writes its own list of facts, but names it in the manifest only if there was one.
    return pandoc.write(document, "odt", {"mimetype": _TYPE, "styles.xml": styles, "meta.xml": b""}, _finish)


def _finish(written: pandoc.Written) -> pandoc.Parts:
    """Put in what pandoc leaves out: alternatives, header columns, and the styles of cells, links and appendices."""
    root = etree.fromstring(written.parts[_BODY], etree.XMLParser(huge_tree=True, resolve_entities=False))
    for frame, alternative in zip(root.iter(_name("draw:frame")), written.alternatives, strict=True):
        etree.SubElement(frame, _name("svg:desc")).text = alternative
    for table in root.iter(_name("table:table")):
        first = table.find(_name("table:table-column"))
        columns = etree.Element(_name("table:table-header-columns"))
        first.addprevious(columns)
        columns.append(first)
    for bookmark in root.iter(_name("text:bookmark-start")):
        heading = bookmark.getparent()
        if bookmark.get(_name("text:name")) in written.new_pages and heading.tag == _name("text:h"):
            heading.set(_name("text:style-name"), "Hoofdstuk")
    for link in root.iter(_name("text:a")):
        for span in link.iter(_name("text:span")):
            span.set(_name("text:style-name"), "Internet_20_link")
    _use_named_styles(root)
    for style in root.iter(_name("style:style")):
        _draw_lines(style)
    for properties in root.iter(_name("style:table-properties")):
        properties.set(_name("table:align"), "left")
    body = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return {**written.parts, _BODY: body}


def _use_named_styles(root: Any) -> None:
    """Give quotes and numbers the styles they have in the reference, for the nameless ones pandoc makes for each."""
    quoted, right = set(), set()
    for style in list(root.iter(_name("style:style"))):
        properties = style.find(_name("style:paragraph-properties"))
        if style.get(_name("style:parent-style-name")) == "Quotations":
            quoted.add(style.get(_name("style:name")))
        elif properties is not None and properties.get(_name("fo:text-align")) in ("end", "right"):
            right.add(style.get(_name("style:name")))
        else:
            continue
        style.getparent().remove(style)
    headers = {paragraph for rows in root.iter(_name("table:table-header-rows")) for paragraph in rows.iter(_P)}
    for paragraph in root.iter(_P):
        style = paragraph.get(_STYLE)
        if style in quoted:
            paragraph.set(_STYLE, "Quotations")
        elif style in right:
            paragraph.set(_STYLE, "Getalkop" if paragraph in headers else "Getal")


def _draw_lines(style: Any) -> None:
    """Give a style of cells its line."""
    line = _CELLS.get(style.get(_name("style:name")))
    properties = style.find(_name("style:table-cell-properties"))
    if line and properties is not None:
        properties.attrib.clear()
        for side in ("top", "left", "right"):
            properties.set(_name(f"fo:border-{side}"), "none")
        properties.set(_name("fo:border-bottom"), line)
        properties.set(_name("fo:padding-right"), "0.2cm")
        properties.set(_name("fo:padding-left"), "0cm")


def _name(qualified: str) -> str:
    """Return `prefix:name` as lxml writes it."""
    prefix, _, name = qualified.partition(":")
    return f"{{{_NAMES[prefix]}}}{name}"
