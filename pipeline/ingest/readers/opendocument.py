"""OpenDocument texts: tabs are kept, which pandoc makes spaces."""

import io
import zipfile

from lxml import etree

from pipeline.ingest.readers.word import TAB, parse_xml

_TAB = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}tab"
_CONTENT = "content.xml"


def keep_tabs(data: bytes) -> bytes:
    """Return a document with a sign of its own in the place of every tab.

    A document that is not built as expected comes back as it is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        content = parse_xml(parts[_CONTENT])
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, ValueError):
        return data
    for tab in list(content.iter(_TAB)):
        parent, before = tab.getparent(), tab.getprevious()
        text = TAB + (tab.tail or "")
        if before is None:
            parent.text = (parent.text or "") + text
        else:
            before.tail = (before.tail or "") + text
        parent.remove(tab)
    parts[_CONTENT] = etree.tostring(content, xml_declaration=True, encoding="UTF-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
