"""The report as a Word document."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipeline.reporting.document import Document
from pipeline.reporting.writers import pandoc
from pipeline.resources import read_text

# Where the files of the reference document stand in the archive.
_REFERENCE = {
    "[Content_Types].xml": "types.xml",
    "_rels/.rels": "package-relations.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document-relations.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/footer1.xml": "footer.xml",
}
_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def write_docx(document: Document) -> bytes:
    """Return the document as Word reads it: with heading styles, header rows and alternatives for pictures."""
    reference = {name: read_text(f"report/docx/{resource}").encode() for name, resource in _REFERENCE.items()}
    return pandoc.write(document, "docx", reference, _finish)


def _finish(written: pandoc.Written) -> pandoc.Parts:
    """Say that first columns are headers, keep rows whole, and begin a new page where one should."""
    root = etree.fromstring(written.parts[_BODY], etree.XMLParser(huge_tree=True, resolve_entities=False))
    for look in root.iter(f"{_W}tblLook"):
        look.set(f"{_W}firstColumn", "1")
        look.set(f"{_W}val", "00A0")
    for row in root.iter(f"{_W}tr"):
        properties = row.find(f"{_W}trPr")
        if properties is None:
            properties = etree.Element(f"{_W}trPr")
            row.insert(0, properties)
        properties.insert(0, etree.Element(f"{_W}cantSplit"))
    for heading in _headings(root, written.new_pages):
        heading.find(f"{_W}pPr").insert(1, etree.Element(f"{_W}pageBreakBefore"))
    body = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return {**written.parts, _BODY: body}


def _headings(root: Any, bookmarks: frozenset[str]) -> Iterator[Any]:
    """Return the headings that stand right after some bookmarks."""
    for bookmark in root.iter(f"{_W}bookmarkStart"):
        if bookmark.get(f"{_W}name") in bookmarks:
            heading = bookmark.getnext()
            while heading is not None and heading.tag != f"{_W}p":
                heading = heading.getnext()
            if heading is not None:
                yield heading
