"""Charts as SVG that can stand inside an HTML page, several of them side by side."""

import re
from xml.etree import ElementTree

# Matplotlib puts these in a style sheet for `*`, which inside a page would hold for all of it.
_INHERITED = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
_PIXELS = 4 / 3  # to a point
_LEAST = 0.62  # a chart shrinks no further, but scrolls, or its text would be too small to read
_LEFT_OUT = ("metadata", "style")
_REFERENCE = re.compile(r"#([\w.-]+)")
_REFERRING = ("href", "clip-path", "style", "fill", "stroke")


def inline_svg(svg: bytes, prefix: str, alternative: str) -> str:
    """Return a chart for use inside HTML.

    Parameters
    ----------
    svg
        A chart of our own making, as a file.
    prefix
        What to put before every id, so that two charts never share one.
    alternative
        What the chart says, for those who do not see it.
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
    width, height = (_points(root.get(side, "")) for side in ("width", "height"))
    root.attrib.update(
        {
            **_INHERITED,
            "width": f"{width * _PIXELS:.0f}",
            "height": f"{height * _PIXELS:.0f}",
            "style": f"min-width:{width * _PIXELS * _LEAST:.0f}px",
            "role": "img",
            "aria-label": alternative,
            "focusable": "false",
        }
    )
    return ElementTree.tostring(root, encoding="unicode")


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
