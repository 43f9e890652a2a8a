"""What all charts share: colours, the names at their left, an empty figure, and its way to bytes.

Only the object-oriented interface of matplotlib is used, so that nothing global decides how a chart
looks. Text never goes through its formula parser: a dollar sign in a name is a dollar sign.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from xml.sax.saxutils import escape

import matplotlib
from matplotlib import style
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from pipeline.dutch.wording import collapse
from pipeline.reporting.document import Picture
from pipeline.reporting.sections.parts import dilemma_id

PAPER, INK, MUTED, TRACK, EMPTY = "#ffffff", "#1c1c1c", "#55606b", "#e4e9ee", "#f2f4f6"
BLUE, LIGHT_BLUE, RED = "#1f5a8c", "#4d8abb", "#a3142e"
# One hue from light to dark: the order survives a grey print and every colour blindness.
SHADES = ("#d6e6f4", "#9cc3e3", "#2f74ad", "#0e3358")
ON_SHADES = (INK, INK, PAPER, PAPER)
# What a page knows each colour by: it may give another one, as in the dark.
_NAMES = {
    PAPER: "paper", INK: "ink", MUTED: "muted", TRACK: "track", EMPTY: "empty", RED: "dilemma", BLUE: "theme",
    LIGHT_BLUE: "subtheme", **{colour: f"shade-{place}" for place, colour in enumerate(SHADES, 1)},
}  # fmt: skip

WIDTH = 5.0  # inches: text of nine points is over nine pixels where a chart is 390 pixels wide
SIZE = 9.5  # points, of all text
LINE = 0.165  # inches, one line of text of that size
GAP = 0.1  # inches, between a name and what it names
_NARROWEST_NAMES, _WIDEST_NAMES = 1.2, 2.3  # inches

MAX_LINES = 8  # of a name
_MOST = 400  # characters of a name

_DPI = 144
_STYLE = re.compile(r'style="([^"]*)"')
_COLOUR = re.compile(r"(fill|stroke): (#[0-9a-f]{6})(?:; |$)")
_MARK = re.compile(r'<g id="(m-[^"]*)">')
_LINK = re.compile(r"</?a\b[^>]*>")
_START = re.compile(r"<svg[^>]*>")


class Box(NamedTuple):
    """A rectangle in inches, from the top left."""

    left: float
    top: float
    width: float
    height: float


def render(figure: Figure, name: str, title: str = "") -> Picture:
    """Return a figure as PNG and SVG, without anything that differs between two runs.

    In the SVG a known colour stands as a fallback that the classes of an element tell how to replace, such as
    `fill-ink`. An artist with a `gid` gets its label as a title, and the place it is about as `data-target`.

    Parameters
    ----------
    figure
        The figure.
    name
        The name of the chart, from which the ids in the SVG derive.
    title
        What the chart shows.
    """
    png, svg = io.BytesIO(), io.BytesIO()
    with (
        warnings.catch_warnings(),
        style.context("default"),
        matplotlib.rc_context({"svg.hashsalt": name, "svg.fonttype": "path"}),
    ):
        # A sign that the font lacks becomes a box; nobody at the command line can help that.
        warnings.simplefilter("ignore", UserWarning)
        figure.savefig(png, format="png", dpi=_DPI, metadata={"Software": None})
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    known = {artist.get_gid(): artist for artist in figure.findobj(lambda artist: artist.get_gid() is not None)}
    # A picture with an alternative may hold no links: the page has to make them, of marks it wants to have some.
    text = _LINK.sub("", svg.getvalue().decode())
    text = _STYLE.sub(lambda match: _with_classes(match[1]), text)
    text = _MARK.sub(lambda match: _marked(known[match[1]]), text)
    if title:
        text = _START.sub(lambda match: f"{match[0]}\n <title>{escape(printable(title))}</title>", text, count=1)
    return Picture(svg=text.encode(), png=png.getvalue())


def _marked(artist: Artist) -> str:
    target = artist.get_url()
    link = f' data-target="{escape(target)}"' if target else ""
    return f'<g id="{artist.get_gid()}"{link}><title>{escape(str(artist.get_label()))}</title>'


def _with_classes(declarations: str) -> str:
    """Return a style as attributes: what stands in a style sheet goes before these, and not before a style."""
    found = [(side, colour) for side, colour in _COLOUR.findall(declarations) if colour in _NAMES]
    if not found:
        return f'style="{declarations}"'
    rest = _COLOUR.sub(lambda match: "" if match[2] in _NAMES else match[0], declarations).removesuffix("; ")
    colours = " ".join(f'{side}="{colour}"' for side, colour in found)
    classes = " ".join(f"{side}-{_NAMES[colour]}" for side, colour in found)
    return f'class="{classes}" {colours}' + (f' style="{rest}"' if rest else "")


def new_figure(height: float) -> tuple[Figure, Axes]:
    """Return an empty figure of `WIDTH` by a height, and axes that fill it and count in inches from the top left.

    It has the default style whatever the user's own is.
    """
    with style.context("default"):
        figure = Figure(figsize=(WIDTH, height), facecolor=PAPER)
        axes = figure.add_axes((0, 0, 1, 1))
    FigureCanvasAgg(figure)
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    return figure, axes


def mark(artist: Artist, picture: str, code: str, title: str, target: str | None = None) -> None:
    """Make an artist known by an id, a title, and the place in the report that it is about.

    Parameters
    ----------
    artist
        What is drawn.
    picture, code
        The name of the chart and what the mark stands for there, from which the id derives.
    title
        What it shows, and how many.
    target
        The id of a place in the report.
    """
    safe = re.sub(r"[^\w.-]", lambda sign: f"_{ord(sign[0]):x}_", code, flags=re.ASCII)
    artist.set_gid(f"m-{picture}-{safe}")
    artist.set_label(printable(title))
    if target:
        artist.set_url(f"#{target}")


def write(
    axes: Axes, x: float, y: float, text: str, *, colour: str = INK, across: str = "left", down: str = "center",
    bold: bool = False, turned: bool = False,
) -> Artist:  # fmt: skip
    """Write text at a place."""
    return axes.text(
        x, y, text, color=colour, ha=across, va=down, fontsize=SIZE, weight="bold" if bold else "normal",
        rotation=90 if turned else 0, rotation_mode="anchor" if turned else "default", linespacing=1.15,
        family="DejaVu Sans", parse_math=False,
    )  # fmt: skip


def rectangles(boxes: Sequence[Box]) -> Path:
    """Return one path around some rectangles: a path for each would make the SVG several times as large."""
    return Path.make_compound_path(
        *(
            Path([(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)], closed=True)
            for x, y, width, height in boxes
        )
    )


def names(
    labels: Sequence[str], bold: Sequence[bool] = (), *, widest: float = _WIDEST_NAMES, n_lines: int = 2
) -> tuple[float, list[str]]:
    """Return how wide the column of names has to be, in inches, and the names in lines that fit there.

    Parameters
    ----------
    labels, bold
        The names, and which of them are in bold.
    widest
        The greatest width of the column, in inches.
    n_lines
        Over how many lines a name may run. The column is as narrow as that allows without breaking a word; a name that
        needs more lines in the widest column gets them, as none is cut.
    """
    own = list(zip(labels, bold or [False] * len(labels), strict=True))
    words = max(
        text_width(word, bold=is_bold) for label, is_bold in own for word in [*printable(label)[:_MOST].split(), "–"]
    )
    width = min(widest, max(_NARROWEST_NAMES, words))
    while True:
        wrapped = [wrap(label, width, bold=is_bold) for label, is_bold in own]
        if width >= widest or all(len(lines) <= n_lines for lines in wrapped):
            break
        width = min(widest, width + 0.1)
    used = max(
        text_width(line, bold=is_bold) for lines, (_, is_bold) in zip(wrapped, own, strict=True) for line in lines
    )
    return used, ["\n".join(lines) for lines in wrapped]


def wrap(label: str, width: float, *, bold: bool = False) -> list[str]:
    """Return a label in lines of at most a width in inches; a word that is wider is broken.

    Only what no reader would call a name any more is cut off, after `MAX_LINES`.
    """
    text = printable(label)
    lines: list[str] = []
    for word in text[:_MOST].split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, bold=bold) <= width:
            lines[-1] = longer
            continue
        while text_width(word, bold=bold) > width and len(word) > 1:
            n = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or text_width(f"{word[:n]}-", bold=bold) <= width)
            lines.append(f"{word[:n]}-")
            word = word[n:]
        lines.append(word)
    if len(lines) > MAX_LINES or len(text) > _MOST:
        lines = [*lines[: MAX_LINES - 1], "…"]
    return lines or ["–"]


@cache
def text_width(text: str, *, bold: bool = False) -> float:
    """Return how wide a text of one line is, in inches."""
    properties = FontProperties(family="DejaVu Sans", size=SIZE, weight="bold" if bold else "normal")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        width, _, _ = text_to_path.get_text_width_height_descent(text, properties, ismath=False)
    return float(width) / 72


def printable(label: str) -> str:
    """Return a label without what cannot be drawn: control signs, some of which XML does not allow."""
    return "".join(sign for sign in collapse(label) if not unicodedata.category(sign).startswith("C"))


def dilemma_place(topic_id: str) -> tuple[str, str]:
    """Return what stands for a dilemma in the id of a mark, and the id of its place in the report."""
    return dilemma_id(topic_id).removeprefix("dilemma-"), dilemma_id(topic_id)
