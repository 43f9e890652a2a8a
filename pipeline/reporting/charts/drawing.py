"""What all charts share: colours, labels, an empty figure, and the way from figure to bytes.

Only the object-oriented interface of matplotlib is used, so that nothing global decides how a chart
looks. Text never goes through its formula parser: a dollar sign in a name is a dollar sign.
"""

import io
import textwrap
import unicodedata
import warnings
from typing import Literal

import matplotlib
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from pipeline.dutch.wording import collapse
from pipeline.reporting.document import Picture

INK, MUTED = "#1c1c1c", "#55606b"
EMPTY, TRACK = "#f2f4f6", "#e9edf1"
BLUE, LIGHT_BLUE, RED = "#1f5a8c", "#4d8abb", "#a3142e"
LINE = 0.165  # inches, one line of text of nine points
MAX_LINES = 3  # of a label; what is longer is cut off

_DPI = 144


def render(figure: Figure, name: str) -> Picture:
    """Return a figure as PNG and SVG, without anything that differs between two runs.

    Parameters
    ----------
    figure
        The figure.
    name
        The name of the chart, from which the ids in the SVG derive.
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
    return Picture(svg=svg.getvalue(), png=png.getvalue())


def new_figure(width: float, height: float, layout: Literal["constrained"] | None) -> Figure:
    """Return an empty figure of a size in inches, in the default style whatever the user's own is."""
    with style.context("default"):
        figure = Figure(figsize=(width, height), layout=layout, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def strip(axes: Axes) -> None:
    """Take away everything that is not data or its name."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)


def printable(label: str) -> str:
    """Return a label without what cannot be drawn: control signs, some of which XML does not allow."""
    return "".join(sign for sign in collapse(label) if not unicodedata.category(sign).startswith("C"))


def wrap(label: str, width: int) -> str:
    """Return a label in lines of at most `width` signs, cut off after a few of them."""
    lines = textwrap.wrap(printable(label), width, max_lines=MAX_LINES, placeholder=" …")
    return "\n".join(lines) or "–"
