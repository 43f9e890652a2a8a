"""OpenDocument texts: tabs are kept, which pandoc makes spaces."""

from pipeline.ingest.readers.archive import NOT_AS_EXPECTED, pack, parse_xml, unpack, write_xml
from pipeline.ingest.readers.word import TAB

_TAB = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}tab"
_CONTENT = "content.xml"


def keep_tabs(data: bytes) -> bytes:
    """Return a document with a sign of its own in the place of every tab.

    A document that is not built as expected comes back as it is.
    """
    try:
        parts = unpack(data)
        content = parse_xml(parts[_CONTENT])
    except NOT_AS_EXPECTED:
        return data
    for tab in list(content.iter(_TAB)):
        parent, before = tab.getparent(), tab.getprevious()
        text = TAB + (tab.tail or "")
        if before is None:
            parent.text = (parent.text or "") + text
        else:
            before.tail = (before.tail or "") + text
        parent.remove(tab)
    parts[_CONTENT] = write_xml(content)
    return pack(parts)
