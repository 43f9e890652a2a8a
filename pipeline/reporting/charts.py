"""The charts of the report: findings in, matplotlib figures out, and figures to bytes.

Only the object-oriented interface of matplotlib is used, so that nothing global decides how a chart
looks. Text never goes through its formula parser: a dollar sign in a name is a dollar sign.
"""

import io
import textwrap
import unicodedata
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Literal

import matplotlib
import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure

from pipeline.reporting.document import Picture
from pipeline.reporting.dutch import collapse, count, number
from pipeline.reporting.findings.model import MAX_CHART_ROWS, Dilemma, Findings, Matrix, Theme

INK, MUTED = "#1c1c1c", "#55606b"
EMPTY, TRACK = "#f2f4f6", "#e9edf1"
MAX_LINES = 3  # of a label; what is longer is cut off
LEAST_DARKEST = 5  # the darkest shade stands for this count or a higher one
BLUE, RED = "#1f5a8c", "#a3142e"
# One hue from light to dark: the order survives a grey print and every colour blindness.
SHADES: Colormap = LinearSegmentedColormap.from_list("rode-draad", ["#d6e6f4", "#7fb0d8", "#2f74ad", "#0e3358"])

RGB = tuple[float, float, float]

_BAR_WIDTH = 5.4  # inches, narrow enough for a phone
_MATRIX_WIDTH = 10.2  # inches, as wide as the report gets
_LINE = 0.165  # inches, one line of text of nine points
_DPI = 144


@dataclass(frozen=True)
class _Bar:
    label: str
    n: int


def draw(findings: Findings) -> dict[str, Picture]:
    """Return the charts that have something to show, by name."""
    figures = {
        "dilemmas": recurring_dilemmas(findings.recurring, len(findings.sessions)),
        "themas": themes_by_sessions(findings.themes, len(findings.sessions)),
        "themas-door-de-tijd": themes_over_time(findings.theme_sessions),
        "rollen-en-themas": roles_and_themes(findings.theme_roles),
    }
    return {name: render(figure, name) for name, figure in figures.items() if figure is not None}


def themes_by_sessions(themes: Sequence[Theme], n_sessions: int) -> Figure | None:
    """Return bars of the number of sessions in which each theme occurs; None if there is no theme."""
    return _bars([_Bar(theme.name, theme.n_sessions) for theme in themes], n_sessions, BLUE)


def recurring_dilemmas(dilemmas: Sequence[Dilemma], n_sessions: int) -> Figure | None:
    """Return bars of the number of sessions in which each dilemma recurs; None if none does."""
    return _bars([_Bar(dilemma.label, dilemma.n_sessions) for dilemma in dilemmas], n_sessions, RED)


def themes_over_time(matrix: Matrix) -> Figure | None:
    """Return a heat map of themes by sessions, grouped by series; None if it has no cells."""
    return _heat_map(matrix, widest_cell=0.5, upright=True)


def roles_and_themes(matrix: Matrix) -> Figure | None:
    """Return a heat map of themes by roles; None if it has no cells."""
    return _heat_map(matrix, widest_cell=0.55, upright=False)


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


def _new_figure(width: float, height: float, layout: Literal["constrained"] | None) -> Figure:
    with style.context("default"):
        figure = Figure(figsize=(width, height), layout=layout, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def _bars(bars: Sequence[_Bar], whole: int, colour: str) -> Figure | None:
    """Return horizontal bars in the order given, each on a track as long as the whole.

    The labels stand above the bars, so that the chart can be narrow and still legible on a phone.
    """
    if not bars or not whole:
        return None
    shown = bars[:MAX_CHART_ROWS]
    labels = [_wrap(bar.label, 66) for bar in shown]
    heights = [_LINE * (label.count("\n") + 1) + 0.32 for label in labels]
    counts = [f"{number(bar.n)} van {number(whole)}" for bar in shown]
    track = _BAR_WIDTH - 0.25 - 0.085 * max(map(len, counts))
    # The axes fill the figure and count in inches, so that every length is as it says.
    figure = _new_figure(_BAR_WIDTH, sum(heights) + 0.05, layout=None)
    with style.context("default"):
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, _BAR_WIDTH)
        axes.set_ylim(sum(heights) + 0.05, 0)
        top = 0.05
        for bar, label, height, text in zip(shown, labels, heights, counts, strict=True):
            middle = top + height - 0.21
            axes.text(0.03, top, label, va="top", fontsize=9.5, color=INK, parse_math=False)
            axes.barh(middle, track, left=0.03, height=0.15, color=TRACK)
            axes.barh(middle, track * bar.n / whole, left=0.03, height=0.15, color=colour)
            axes.text(track + 0.12, middle, text, va="center_baseline", fontsize=9.5, color=INK)
            top += height
    return figure


def _heat_map(matrix: Matrix, *, widest_cell: float, upright: bool) -> Figure | None:
    """Return a heat map with the count in each cell, columns apart by group."""
    if not matrix.rows or not matrix.columns:
        return None
    rows = [_wrap(label, 38) for label in matrix.rows[:MAX_CHART_ROWS]]
    columns = [_wrap(label, 26) for label in matrix.columns]
    blocks = _blocks(matrix)
    row_height = max(0.27, _LINE * max(label.count("\n") + 1 for label in rows) + 0.06)
    label_width = 0.075 * max(len(line) for label in rows for line in label.split("\n")) + 0.3
    n_slots = len(columns) + 0.5 * (len(blocks) - 1)
    cell = min(widest_cell, max(0.125, (_MATRIX_WIDTH - label_width) / n_slots))
    headers, key = _group_headers(blocks, cell)
    top = 0.075 * max(len(line) for label in columns for line in label.split("\n")) + 0.2
    header_height = _LINE * max((header.count("\n") + 1 for header in headers), default=0) + 0.12
    key_height = _LINE * len(key) + 0.15 if key else 0.0
    height = row_height * len(rows) + top + header_height + key_height
    width = max(label_width + cell * n_slots + (0.15 if upright else 0.7), 4.5)
    figure = _new_figure(width, height, layout="constrained")
    with style.context("default"):
        axes = figure.add_subplot()
        _cells(axes, matrix, blocks, font_size=min(8.5, 60 * cell))
        places = [place for block in blocks for place in block.places]
        axes.set_yticks(range(len(rows)), labels=rows, fontsize=9, color=INK, parse_math=False)
        axes.xaxis.tick_top()
        # Where the columns are narrower than a line of text, some dates must do for all.
        step = ceil(0.115 / cell)
        axes.set_xticks(
            places[::step], labels=columns[::step], color=INK, parse_math=False,
            rotation=90 if upright else 50, rotation_mode="anchor", ha="left",
            va="center" if upright else "baseline", fontsize=min(8.5, 75 * cell * step),
        )  # fmt: skip
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(-0.5, places[-1] + 0.5)
        _strip(axes)
        _mark_groups(axes, blocks, headers, len(rows), row_height)
        if key:
            figure.supxlabel("\n".join(key), x=0.01, ha="left", fontsize=8.5, color=MUTED, parse_math=False)
    return figure


@dataclass(frozen=True)
class _Block:
    """Columns of one group: their indices in the matrix, and where they stand in the chart."""

    group: str | None
    indices: tuple[int, ...]
    places: tuple[float, ...]


def _blocks(matrix: Matrix) -> list[_Block]:
    groups: Sequence[str | None] = matrix.groups or (None,) * len(matrix.columns)
    blocks: list[_Block] = []
    for group, members in groupby(range(len(groups)), key=lambda index: groups[index]):
        indices = tuple(members)
        blocks.append(_Block(group, indices, tuple(index + 0.5 * len(blocks) for index in indices)))
    return blocks


def _cells(axes: Axes, matrix: Matrix, blocks: Sequence[_Block], font_size: float) -> None:
    values = matrix.values[:MAX_CHART_ROWS]
    # With low counts only, the darkest shade would make a difference of one look like a gulf.
    highest = max(LEAST_DARKEST, *(value for row in values for value in row))
    edges_down = [row - 0.5 for row in range(len(values) + 1)]
    for block in blocks:
        edges_across = [place - 0.5 for place in (*block.places, block.places[-1] + 1)]
        colours = [[_shade(counts[index], highest) for index in block.indices] for counts in values]
        axes.pcolormesh(edges_across, edges_down, np.array(colours), edgecolors="white", linewidth=1.2)
        for row, counts in enumerate(values):
            for index, place in zip(block.indices, block.places, strict=True):
                if counts[index]:
                    axes.text(
                        place, row, number(counts[index]), ha="center", va="center_baseline",
                        fontsize=font_size, color=_readable_on(_shade(counts[index], highest)),
                    )  # fmt: skip


def _shade(value: int, highest: int) -> RGB:
    return to_rgb(SHADES((value - 1) / (highest - 1)) if value else EMPTY)


def _readable_on(background: RGB) -> str:
    """Return black or white, whichever contrasts most (relative luminance of WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in background]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "white" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else INK


def _group_headers(blocks: Sequence[_Block], cell: float) -> tuple[list[str], list[str]]:
    """Return a header for each block, and the key to them if the names do not fit above the blocks."""
    if blocks[0].group is None:
        return [], []
    names = [_printable(block.group or "") for block in blocks]
    widths = [max(1, int(len(block.indices) * cell / 0.075)) for block in blocks]
    wrapped = [textwrap.wrap(name, width) for name, width in zip(names, widths, strict=True)]
    longest_words = [max(map(len, name.split()), default=0) for name in names]
    if all(
        word <= width and len(lines) <= MAX_LINES
        for word, width, lines in zip(longest_words, widths, wrapped, strict=True)
    ):
        return ["\n".join(lines) for lines in wrapped], []
    letters = [_letter(index) for index in range(len(blocks))]
    sizes = [count(len(block.indices), "sessie", "sessies") for block in blocks]
    key = [
        f"{letter}  {textwrap.shorten(name, 60, placeholder=' …')} ({size})"
        for letter, name, size in zip(letters, names, sizes, strict=True)
    ]
    return letters, key


def _letter(index: int) -> str:
    """Return A, B, …, Z, AA, AB, … as in a spreadsheet."""
    before, last = divmod(index, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _mark_groups(axes: Axes, blocks: Sequence[_Block], headers: Sequence[str], n_rows: int, row_height: float) -> None:
    """Draw a bracket and the header of each group under its columns."""
    below = n_rows - 0.5 + 0.06 / row_height
    for block, header in zip(blocks, headers, strict=False):
        edges = [block.places[0] - 0.45, block.places[-1] + 0.45]
        axes.plot(edges, [below, below], color=MUTED, linewidth=1.2, clip_on=False)
        axes.text(
            sum(edges) / 2, below + 0.05 / row_height, header, ha="center", va="top",
            fontsize=8.5, color=MUTED, parse_math=False,
        )  # fmt: skip


def _strip(axes: Axes) -> None:
    """Take away everything that is not data or its name."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)


def _printable(label: str) -> str:
    """Return a label without what cannot be drawn: control signs, some of which XML does not allow."""
    return "".join(sign for sign in collapse(label) if not unicodedata.category(sign).startswith("C"))


def _wrap(label: str, width: int) -> str:
    lines = textwrap.wrap(_printable(label), width, max_lines=MAX_LINES, placeholder=" …")
    return "\n".join(lines) or "–"
