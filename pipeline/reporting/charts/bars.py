"""Horizontal bars, each on a track as long as the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib import style
from matplotlib.figure import Figure

from pipeline.dutch.wording import number
from pipeline.reporting.charts.drawing import INK, LINE, TRACK, new_figure, wrap
from pipeline.reporting.findings.model import MAX_CHART_ROWS

_WIDTH = 5.4  # inches, narrow enough for a phone
_INDENT = 0.16  # inches


@dataclass(frozen=True)
class Bar:
    """A count with its label and colour; `depth` indents the label."""

    label: str
    n: int
    colour: str
    depth: int = 0


def bars(shown: Sequence[Bar], whole: int) -> Figure | None:
    """Return the bars in the order given; None if there is nothing to draw.

    The labels stand above the bars, so that the chart can be narrow and still legible on a phone.
    """
    if not shown or not whole:
        return None
    shown = shown[:MAX_CHART_ROWS]
    labels = [wrap(bar.label, 66 - 2 * bar.depth) for bar in shown]
    heights = [LINE * (label.count("\n") + 1) + 0.32 for label in labels]
    counts = [f"{number(bar.n)} van {number(whole)}" for bar in shown]
    track = _WIDTH - 0.25 - 0.085 * max(map(len, counts))
    has_depth = any(bar.depth for bar in shown)
    # The axes fill the figure and count in inches, so that every length is as it says.
    figure = new_figure(_WIDTH, sum(heights) + 0.05, layout=None)
    with style.context("default"):
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, _WIDTH)
        axes.set_ylim(sum(heights) + 0.05, 0)
        top = 0.05
        for bar, label, height, text in zip(shown, labels, heights, counts, strict=True):
            middle = top + height - 0.21
            weight = "bold" if has_depth and not bar.depth else "normal"
            left = 0.03 + _INDENT * min(bar.depth, 4)
            axes.text(left, top, label, va="top", fontsize=9.5, color=INK, weight=weight, parse_math=False)
            axes.barh(middle, track, left=0.03, height=0.15, color=TRACK)
            axes.barh(middle, track * bar.n / whole, left=0.03, height=0.15, color=bar.colour)
            axes.text(track + 0.12, middle, text, va="center_baseline", fontsize=9.5, color=INK)
            top += height
    return figure
