"""What of an OpenDocument text is meant to be read, put where pandoc finds it.

Hidden, struck, deleted and placeholder text and comments go; text boxes and fields become plain paragraphs and text.
See OpenDocument 1.3, part 3: 5.5 (changes), 7 (fields), 10.4 (frames) and 20.
"""

from collections.abc import Iterable

from lxml import etree

from pipeline.ingest.readers.styles import hides

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_NOT_READ = (
    f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}placeholder",
    f"{TEXT}hidden-text", f"{TEXT}ruby-text",
)  # fmt: skip
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_BOXED = (*_PARAGRAPHS, f"{TEXT}list", f"{TEXT}section", f"{_TABLE}table")
# What pandoc knows inside a paragraph; all else there is a field, of which the text counts.
_INLINE = {
    f"{TEXT}{name}"
    for name in (
        "span", "a", "s", "tab", "line-break", "note", "note-citation", "note-body", "soft-page-break", "bookmark",
        "bookmark-start", "bookmark-end", "reference-mark", "reference-mark-start", "reference-mark-end",
        "bookmark-ref", "reference-ref", "sequence", "change", "change-start", "change-end", "ruby", "ruby-base",
        "meta", "numbered-paragraph",
    )
}  # fmt: skip
_STYLED = (*_PARAGRAPHS, f"{TEXT}span")


def drop_unread(content: etree._Element, styles: etree._Element | None) -> None:
    """Take out what the author hid, struck, deleted, remarked or never filled in."""
    for element in list(content.iter(*_NOT_READ)):
        cut(element)
    for mark in list(content.iter(f"{TEXT}hidden-paragraph")):
        paragraph = next(mark.iterancestors(*_PARAGRAPHS), None)
        if mark.get(f"{TEXT}is-hidden") == "true" and paragraph is not None:
            cut(paragraph)
    for section in list(content.iter(f"{TEXT}section")):
        if section.get(f"{TEXT}display") in ("none", "condition") and section.get(f"{TEXT}is-hidden") != "false":
            cut(section)
    hiding = _hiding_styles([root for root in (content, styles) if root is not None])
    if not hiding:
        return
    for element in list(content.iter(*_STYLED)):
        if element.get(f"{TEXT}style-name") in hiding:
            _empty(element)


def lay_open(content: etree._Element) -> None:
    """Put the text of boxes and fields in the text itself: a box after the paragraph that holds it."""
    last: dict[etree._Element, etree._Element] = {}
    for child in list(content.iter(*_BOXED)):
        parent = child.getparent()
        if parent is None or not _is_box(parent):
            continue
        anchor = next((each for each in parent.iterancestors(*_PARAGRAPHS)), None)
        if anchor is None:  # a frame that hangs on the page
            anchor = next((each for each in parent.iterancestors() if each.getparent() is not None
                           and each.getparent().tag == f"{OFFICE}text"), None)  # fmt: skip
        if anchor is None:
            continue
        cut(child)
        last.get(anchor, anchor).addnext(child)
        last[anchor] = child
    for paragraph in content.iter(*_PARAGRAPHS):
        for element in list(paragraph.iterdescendants()):
            is_field = isinstance(element.tag, str) and element.tag.startswith(TEXT) and element.tag not in _INLINE
            if is_field and element.getparent() is not None and not _is_inside(element, f"{TEXT}note-body"):
                _replace_by_text(element)


def header_lines(styles: etree._Element | None) -> list[str]:
    """Return the paragraphs of the page headers."""
    if styles is None:
        return []
    headers = [each for name in ("header", "header-first") for each in styles.iter(f"{STYLE}{name}")]
    return ["".join(line.itertext()) for header in headers for line in header.iter(*_PARAGRAPHS)]


def cut(element: etree._Element) -> None:
    """Take out an element, but for the text that follows it."""
    _put_before(element, element.tail or "")
    element.tail = None
    element.getparent().remove(element)


def _replace_by_text(element: etree._Element) -> None:
    _put_before(element, "".join(element.itertext()))
    for child in list(element):
        element.remove(child)
    cut(element)


def _put_before(element: etree._Element, text: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def _empty(element: etree._Element) -> None:
    """Take the text out of an element, but for what stands in it with a style of its own that shows."""
    for child in list(element):
        element.remove(child)
    element.text = None


def _is_box(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.startswith(_DRAW)


def _is_inside(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _hiding_styles(roots: Iterable[etree._Element]) -> set[str]:
    """Return the names of the styles whose text is hidden or struck."""
    own: dict[str, tuple[str | None, bool | None]] = {}
    for root in roots:
        for style in root.iter(f"{STYLE}style"):
            own.setdefault(
                style.get(f"{STYLE}name", ""),
                (style.get(f"{STYLE}parent-style-name"), _hides(style.find(f"{STYLE}text-properties"))),
            )
    return {name for name in own if hides(name, own)}


def _hides(properties: etree._Element | None) -> bool | None:
    if properties is None:
        return None
    struck = [
        value not in ("none", "")
        for name in ("text-line-through-style", "text-line-through-type")
        if (value := properties.get(f"{STYLE}{name}")) is not None
    ]
    display = properties.get(f"{TEXT}display")
    return any([*struck, display == "none"]) if struck or display is not None else None
