"""Horizontal bars with their names at the left and their counts at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from pipeline.dutch.wording import number, out_of
from pipeline.reporting.charts.drawing import (
    GAP,
    LINE,
    WIDTH,
    Box,
    mark,
    names,
    new_figure,
    rectangles,
    text_width,
    write,
)

_THICKNESS = 0.15  # inches
_SPACE = 0.075  # inches, between two rows
_INDENT = 0.14  # inches


@dataclass(frozen=True)
class Bar:
    """A count with its label, its code and its colour; `depth` indents the label, `target` is what it links to."""

    label: str
    n: int
    colour: str
    code: str
    depth: int = 0
    target: str | None = None


def bars(picture: str, shown: Sequence[Bar], whole: int, *, n_lines: int) -> Figure | None:
    """Return the bars in the order given, the longest over all the room; None if there is nothing to draw.

    Parameters
    ----------
    picture
        The name of the chart.
    shown, whole
        The bars, and of how many sessions they count some.
    n_lines
        Over how many lines a name runs, if there is room for that.
    """
    if not shown or not whole:
        return None
    has_depth = any(bar.depth for bar in shown)
    bold = [has_depth and not bar.depth for bar in shown]
    deepest = _INDENT * min(4, max(bar.depth for bar in shown))
    width, labels = names([bar.label for bar in shown], bold, n_lines=n_lines)
    # The whole is told once; every other count is out of as many.
    first = f"{number(shown[0].n)} van {number(whole)}"
    left = deepest + width + GAP
    longest = WIDTH - left - 0.08 - text_width(first) - 0.03
    highest = max(bar.n for bar in shown)
    heights = [LINE * (label.count("\n") + 1) + _SPACE for label in labels]
    figure, axes = new_figure(sum(heights) + 0.04)
    top = 0.02
    with style.context("default"):
        for place, (bar, label, height) in enumerate(zip(shown, labels, heights, strict=True)):
            middle = top + height / 2
            write(axes, 0.02 + _INDENT * min(bar.depth, 4), middle, label, bold=bold[place])
            length = longest * bar.n / max(1, highest)
            drawn = PathPatch(
                rectangles([Box(left, middle - _THICKNESS / 2, length, _THICKNESS)]), facecolor=bar.colour, linewidth=0
            )
            axes.add_patch(drawn)
            title = f"{bar.label}: {out_of(bar.n, whole, 'sessie', 'sessies')}"
            mark(drawn, picture, bar.code, title, bar.target)
            text = first if place == 0 else number(bar.n)
            write(axes, left + length + 0.08, middle, text)
            top += height
    return figure
