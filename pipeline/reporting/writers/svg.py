"""Charts as SVG that can stand inside an HTML page, several of them side by side."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl
from xml.etree import ElementTree

NO_NAMES: Mapping[str, str] = MappingProxyType({})

# Matplotlib puts these in a style sheet for `*`, which inside a page would hold for all of it.
_INHERITED = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
_PIXELS = 4 / 3  # to a point
_LEAST = 0.62  # a chart shrinks no further, but scrolls, or its text would be too small to read
_LEFT_OUT = ("metadata", "style")
_REFERENCE = re.compile(r"#([\w.-]+)")
_MEASURES = ("d", "x", "y")
_DIGITS = re.compile(r"(?:(?<!\d)-)?(?<!\d)\d+\.\d{3,}(?:e-?\d+)?")
_REFERRING = ("href", "clip-path", "style", "fill", "stroke")


def inline_svg(svg: bytes, prefix: str, alternative: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """Return a chart for use inside HTML, as small as it can be. A mark with a place that it is about becomes a link.

    Parameters
    ----------
    svg
        A chart of our own making, as a file.
    prefix
        What to put before every id, so that two charts never share one.
    alternative
        What the chart says, for those who do not see it.
    names
        What to call the places to which parts of the chart lead, by id.
    """
    # Our own chart; parsing drops the prologue, the doctype and the comments.
    root = ElementTree.fromstring(svg)  # noqa: S314
    referred = _referred(root)
    for parent in root.iter():
        for child in [child for child in parent if _local(child.tag) in _LEFT_OUT]:
            parent.remove(child)
    for element in root.iter():
        element.tag = _local(element.tag)
        attributes = {_local(name): value for name, value in element.attrib.items()}
        identifier = attributes.pop("id", None)
        if identifier in referred:
            attributes["id"] = f"{prefix}-{identifier}"
        for name in _REFERRING:
            # A colour looks like a reference; only what is an id in this chart is one.
            if name in attributes:
                attributes[name] = _REFERENCE.sub(
                    lambda match: f"#{prefix}-{match[1]}" if match[1] in referred else match[0],
                    attributes[name],
                )
        element.attrib.clear()
        element.attrib.update(attributes)
    for mark in root.iter("g"):
        place = mark.attrib.pop("data-target", None)
        if place:
            mark.tag = "a"
            mark.set("href", place)
    width, height = (_points(root.get(side, "")) for side in ("width", "height"))
    root.attrib.update(
        {
            **_INHERITED,
            "width": f"{width * _PIXELS:.0f}",
            "height": f"{height * _PIXELS:.0f}",
            "style": f"min-width:{width * _PIXELS * _LEAST:.0f}px",
            # What is inside a picture cannot be reached; with links in it, it is no picture only.
            "role": "group" if _name_links(root, names) else "img",
            "aria-label": alternative,
            "focusable": "false",
        }
    )
    _shorten(root)
    return ElementTree.tostring(root, encoding="unicode")


def _name_links(root: ElementTree.Element, names: Mapping[str, str]) -> bool:
    """Give every link a name, and let the keyboard stop once at each place they lead to; tell whether there are any."""
    seen: set[str] = set()
    for link in root.iter("a"):
        href = link.attrib.get("href", "")
        target, _, query = href.removeprefix("#").partition("?")
        chosen = ", ".join(f"{key} {value}" for key, value in parse_qsl(query))
        link.attrib.pop("target", None)
        said = names.get(target) or link.findtext("title") or "Naar deze plaats"
        link.set("aria-label", f"Uitspraken: {chosen}" if chosen else said)
        if href in seen:
            link.set("tabindex", "-1")
        seen.add(href)
    return bool(seen)


def _shorten(element: ElementTree.Element) -> None:
    """Leave out what is not seen: space between elements, empty groups, and digits below a hundredth of a point."""
    for child in list(element):
        _shorten(child)
        if child.tag in ("g", "defs") and not len(child) and not (child.text or "").strip():
            element.remove(child)
        elif child.tag == "g" and not child.attrib and len(child) == 1 and element.tag == "g":
            # A group around one thing, that says nothing of it.
            element[list(element).index(child)] = child[0]
    for name in _MEASURES:
        if name in element.attrib:
            shorter = _DIGITS.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), element.attrib[name])
            element.set(name, " ".join(shorter.split()))
    if "style" in element.attrib:
        element.set("style", element.attrib["style"].replace(": ", ":").replace("; ", ";"))
    if element.tag not in ("text", "tspan", "title"):
        element.text = None
        for child in element:
            child.tail = None


def _referred(root: ElementTree.Element) -> frozenset[str]:
    """Return the ids that something in the chart refers to."""
    known = {element.get("id") for element in root.iter()}
    values = (value for element in root.iter() for value in element.attrib.values())
    return frozenset(name for value in values for name in _REFERENCE.findall(value) if name in known)


def _local(name: str) -> str:
    """Return a name without its namespace: HTML knows those of SVG by itself."""
    return name.rpartition("}")[2]


def _points(length: str) -> float:
    return float(length.removesuffix("pt") or 0)
