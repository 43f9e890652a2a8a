"""What of a Word document is meant to be read, put where pandoc finds it.

Hidden, struck, deleted and placeholder text goes; text boxes, fields and inserted files become plain paragraphs.
See ECMA-376 part 1, 17.3.2 (runs), 17.13.5 (revisions), 17.16 (fields) and 17.17 (inserted files).
"""

import posixpath
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from pipeline.ingest.readers.archive import NOT_AS_EXPECTED, parse_xml
from pipeline.ingest.readers.styles import hides
from pipeline.ingest.records import Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MAIN_PART = "/officeDocument"
_OFF = ("0", "false", "none", "off")
_HIDDEN = ("vanish", "strike", "dstrike")
_TAKEN_BACK = (f"{W}del", f"{W}moveFrom")
_WRAPPERS = (f"{W}fldSimple", f"{W}ins", f"{W}moveTo")
_PLACEHOLDER_STYLES = ("placeholdertext", "tekstvantijdelijkeaanduiding")

ReadPart = Callable[[str, bytes], Source | None]


def main_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part that holds the text; `word/document.xml`, unless the package says otherwise."""
    for target, kind in _relations(parts, "_rels/.rels", "").values():
        if kind.endswith(_MAIN_PART) and target in parts:
            return target
    return "word/document.xml"


def switch(element: etree._Element | None, path: str) -> bool | None:
    """Return whether a property is on, None where it is not given."""
    found = element.find(path) if element is not None else None
    return None if found is None else (found.get(f"{W}val") or "1").lower() not in _OFF


def drop_unread(root: etree._Element, styles: etree._Element | None) -> None:
    """Take out of a part what its author hid, struck, deleted or never filled in."""
    for element in list(root.iter(*_TAKEN_BACK)):
        _remove(element)
    for element in list(root.iter(f"{_MC}Fallback")):
        if element.getprevious() is not None:  # the same again, for programs that don't know the choice
            _remove(element)
    for mark in list(root.iter(f"{W}showingPlcHdr")):
        control = mark.getparent().getparent()
        if switch(mark.getparent(), f"{W}showingPlcHdr") and control is not None:
            for run in list(control.iter(f"{W}r")):
                _remove(run)
    hidden = _hiding_styles(styles)
    for run in list(root.iter(f"{W}r")):
        if _is_hidden(run, hidden):
            _remove(run)


def lay_open(document: etree._Element, parts: Mapping[str, bytes], name: str, read_part: ReadPart) -> None:
    """Put the text of boxes, fields and inserted files in the text itself: a box after the paragraph that holds it."""
    for wrapper in list(document.iter(*_WRAPPERS)):
        _unwrap(wrapper)
    for box in list(document.iter(f"{W}txbxContent")):
        anchor = next((each for each in box.iterancestors(f"{W}p")), None)
        if anchor is None:
            continue
        at = anchor
        while at.getnext() is not None and at.getnext().get("box") == "1":
            at = at.getnext()
        for child in list(box):
            child.set("box", "1")
            at.addnext(child)
            at = child
        _remove(box)
    for element in document.iter():
        if "box" in element.attrib:
            del element.attrib["box"]
    chunks = list(document.iter(f"{W}altChunk"))
    relations = _relations(parts, *_relations_of(name)) if chunks else {}
    for chunk in chunks:
        target, _ = relations.get(chunk.get(f"{_R}id", ""), ("", ""))
        source = read_part(target, parts[target]) if target in parts else None
        for paragraph in reversed(_paragraphs(source) if source is not None else []):
            chunk.addnext(paragraph)
        _remove(chunk)


def header_lines(parts: Mapping[str, bytes], name: str) -> list[str]:
    """Return the paragraphs of the page headers of a document."""
    lines: list[str] = []
    for target, kind in _relations(parts, *_relations_of(name)).values():
        if kind.endswith("/header") and target in parts:
            try:
                root = parse_xml(parts[target])
            except NOT_AS_EXPECTED:
                continue
            drop_unread(root, None)
            lines += ["".join(text.text or "" for text in each.iter(f"{W}t")) for each in root.iter(f"{W}p")]
    return list(dict.fromkeys(line for line in lines if line.strip()))


def _relations_of(name: str) -> tuple[str, str]:
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels", folder


def _relations(parts: Mapping[str, bytes], name: str, folder: str) -> dict[str, tuple[str, str]]:
    """Return the part and kind of each relation in a part, by its id."""
    try:
        root = parse_xml(parts[name]) if name in parts else None
    except NOT_AS_EXPECTED:
        return {}
    return {
        relation.get("Id", ""): (
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
            relation.get("Type", ""),
        )
        for relation in (root.iter(f"{_PACKAGE}Relationship") if root is not None else ())
    }


def _hiding_styles(styles: etree._Element | None) -> frozenset[str]:
    """Return the styles whose text is hidden or struck, or stands there only until something is filled in."""
    if styles is None:
        return frozenset()
    own: dict[str, tuple[str | None, bool | None]] = {}
    for style in styles.iter(f"{W}style"):
        properties = style.find(f"{W}rPr")
        said = [switch(properties, f"{W}{name}") for name in _HIDDEN]
        base = style.find(f"{W}basedOn")
        given = [value for value in said if value is not None]
        own[style.get(f"{W}styleId", "")] = (
            base.get(f"{W}val") if base is not None else None,
            any(given) if given else None,
        )
    return frozenset(
        style_id
        for style_id in own
        if style_id.lower() in _PLACEHOLDER_STYLES or hides(style_id, own)
    )  # fmt: skip


def _is_hidden(run: etree._Element, hiding: frozenset[str]) -> bool:
    properties = run.find(f"{W}rPr")
    given = [said for name in _HIDDEN if (said := switch(properties, f"{W}{name}")) is not None]
    if given:
        return any(given)
    if not hiding:
        return False
    style = properties.find(f"{W}rStyle") if properties is not None else None
    if style is not None and style.get(f"{W}val") in hiding:
        return True
    paragraph = next(run.iterancestors(f"{W}p"), None)
    of_paragraph = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
    return of_paragraph is not None and of_paragraph.get(f"{W}val") in hiding


def _paragraphs(source: Source) -> Sequence[etree._Element]:
    """Return the blocks of an inserted file as paragraphs."""
    made = []
    for block in source.blocks:
        paragraph = etree.Element(f"{W}p")
        properties = etree.SubElement(paragraph, f"{W}pPr")
        if block.heading_level is not None:
            etree.SubElement(properties, f"{W}outlineLvl").set(f"{W}val", str(block.heading_level - 1))
            etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", f"Heading{block.heading_level}")
        run = etree.SubElement(paragraph, f"{W}r")
        if block.emphasised:
            etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}b")
        text = etree.SubElement(run, f"{W}t")
        text.text = f"{block.marker} {block.text}" if block.marker else block.text
        made.append(paragraph)
    return made


def _unwrap(element: etree._Element) -> None:
    for child in list(element):
        element.addprevious(child)
    _remove(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)  # a tail holds only the white space between tags
