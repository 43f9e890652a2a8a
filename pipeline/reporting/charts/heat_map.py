"""Heat maps: a number for each row and column, in a shade that tells how high it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from pipeline.reporting.charts.drawing import (
    EMPTY,
    GAP,
    LINE,
    MUTED,
    ON_SHADES,
    PAPER,
    SHADES,
    WIDTH,
    Box,
    mark,
    names,
    new_figure,
    rectangles,
    text_width,
    wrap,
    write,
)

_WIDEST_CELL = 0.5  # inches
_WIDEST_NAMES = 1.9  # inches
_LONGEST_COLUMN = 3.0  # inches
_SPACE = 0.09  # inches, in a row above and below its name


@dataclass(frozen=True)
class Row:
    """The name of a row, what stands for it in the ids of its cells, and the id of its place in the report."""

    name: str
    code: str
    target: str | None = None


@dataclass(frozen=True)
class Cell:
    """A value from which the shade follows, what is printed, what that means, and what stands for its column."""

    value: float
    text: str
    title: str
    code: str


def heat_map(
    picture: str, rows: Sequence[Row], columns: Sequence[str], cells: Sequence[Sequence[Cell]], darkest: float
) -> Figure:
    """Return a heat map with the names of the rows at the left and those of the columns upright above it.

    Parameters
    ----------
    picture
        The name of the chart.
    rows, columns
        What the cells are of; at least one of each.
    cells
        Of shape (len(rows), len(columns)).
    darkest
        The value for which the darkest shade stands, and any higher one.
    """
    width, labels = names([row.name for row in rows], widest=_WIDEST_NAMES)
    left = width + GAP
    cell = min(_WIDEST_CELL, (WIDTH - left - 0.02) / len(columns))
    heights = [LINE * (label.count("\n") + 1) + _SPACE for label in labels]
    upright = [_on_one_line(column) for column in columns]
    above = max(map(text_width, upright)) + 0.12
    figure, axes = new_figure(above + sum(heights) + 0.03)
    with style.context("default"):
        for place, column in enumerate(upright):
            write(axes, left + cell * (place + 0.5), above - 0.06, column, turned=True)
        top = above
        for row, label, height, values in zip(rows, labels, heights, cells, strict=True):
            middle = top + height / 2
            write(axes, 0.02, middle, label)
            for place, own in enumerate(values):
                shade = level(own.value, darkest)
                square = rectangles([Box(left + cell * place, top, cell, height)])
                colour = SHADES[shade - 1] if shade else EMPTY
                drawn = PathPatch(square, facecolor=colour, edgecolor=PAPER, linewidth=1.2)
                axes.add_patch(drawn)
                mark(drawn, picture, f"{row.code}-{own.code}", own.title, row.target)
                write(
                    axes, left + cell * (place + 0.5), middle, own.text, across="center",
                    colour=ON_SHADES[shade - 1] if shade else MUTED,
                )  # fmt: skip
            top += height
    return figure


def _on_one_line(column: str) -> str:
    first, *others = wrap(column, _LONGEST_COLUMN)
    return f"{first} …" if others else first


def level(value: float, darkest: float) -> int:
    """Return the place of the shade of a value, from 1, or 0 for nothing.

    >>> [level(value, 0.4) for value in (0, 0.01, 0.1, 0.11, 0.4, 0.9)]
    [0, 1, 1, 2, 4, 4]
    """
    return min(len(SHADES), ceil(round(len(SHADES) * value / darkest, 9)))
