"""Heat maps: counts of rows by columns, in groups of columns if there are any."""

import textwrap
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from pipeline.dutch.wording import count, number
from pipeline.reporting.charts.drawing import EMPTY, INK, LINE, MAX_LINES, MUTED, new_figure, printable, strip, wrap
from pipeline.reporting.findings.model import MAX_CHART_ROWS, MAX_NUMBERED_COLUMNS, Matrix

# The least width of a column, in inches: with its number in it, and where only the shade tells the count.
NARROWEST_NUMBERED, NARROWEST = 0.125, 0.02
LEAST_DARKEST = 5  # the darkest shade stands for this count or a higher one
# One hue from light to dark: the order survives a grey print and every colour blindness.
SHADES: Colormap = LinearSegmentedColormap.from_list("rode-draad", ["#d6e6f4", "#7fb0d8", "#2f74ad", "#0e3358"])

_WIDTH = 10.2  # inches, as wide as the report gets
_LETTER = 0.075  # inches, the width of a letter
_INDENT = "   "  # before the name of a row that stands under a broader one

RGB = tuple[float, float, float]


def heat_map(matrix: Matrix, *, widest_cell: float, upright: bool) -> Figure | None:
    """Return a heat map with the count in each cell, columns apart by group; None if it has no cells.

    Parameters
    ----------
    matrix
        The counts; those that are None get no cell.
    widest_cell
        The greatest width of a column, in inches.
    upright
        Whether the names of the columns stand upright rather than aslant.
    """
    if not matrix.rows or not matrix.columns:
        return None
    depths = matrix.depths or (0,) * len(matrix.rows)
    rows = [_row_label(label, depth) for label, depth in zip(matrix.rows, depths, strict=True)][:MAX_CHART_ROWS]
    columns = [wrap(label, 26) for label in matrix.columns]
    blocks = _blocks(matrix)
    row_height = max(0.27, LINE * max(label.count("\n") + 1 for label in rows) + 0.06)
    label_width = 0.075 * max(len(line) for label in rows for line in label.split("\n")) + 0.3
    n_slots = len(columns) + 0.5 * (len(blocks) - 1)
    is_numbered = len(columns) <= MAX_NUMBERED_COLUMNS
    narrowest = NARROWEST_NUMBERED if is_numbered else NARROWEST
    cell = min(widest_cell, max(narrowest, (_WIDTH - label_width) / n_slots))
    headers, legend = _group_headers(blocks, cell)
    top = 0.075 * max(len(line) for label in columns for line in label.split("\n")) + 0.2
    header_height = LINE * max((header.count("\n") + 1 for header in headers), default=0) + 0.12
    width = max(label_width + cell * n_slots + (0.15 if upright else 0.7), 4.5)
    key = _in_columns(legend, width)
    key_height = 0.146 * max(map(len, key), default=0) + (0.1 if key else 0.0)
    height = row_height * len(rows) + top + header_height + key_height
    figure = new_figure(width, height, layout=None)
    # The key stands under the chart, where the layout keeps room for it.
    below = key_height / height
    figure.set_layout_engine(ConstrainedLayoutEngine(rect=(0, below, 1, 1 - below)))
    with style.context("default"):
        axes = figure.add_subplot()
        _cells(axes, matrix, blocks, cell, is_numbered=is_numbered)
        places = [place for block in blocks for place in block.places]
        axes.set_yticks(range(len(rows)), labels=rows, fontsize=9, color=INK, parse_math=False)
        for tick, depth in zip(axes.get_yticklabels(), depths, strict=False):
            tick.set_fontweight("bold" if matrix.depths and not depth else "normal")
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
        strip(axes)
        _mark_groups(axes, blocks, headers, len(rows), row_height)
        for place, lines in enumerate(key):
            left = 0.01 + place * (1 - 0.01) / len(key)
            figure.text(
                left, (key_height - 0.05) / height, "\n".join(lines), ha="left", va="top", fontsize=8.5, color=MUTED,
                parse_math=False,
            )  # fmt: skip
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


def _cells(axes: Axes, matrix: Matrix, blocks: Sequence[_Block], width: float, *, is_numbered: bool) -> None:
    values = matrix.values[:MAX_CHART_ROWS]
    # With low counts only, the darkest shade would make a difference of one look like a gulf.
    highest = max(LEAST_DARKEST, *(value or 0 for row in values for value in row))
    squares: dict[RGB, list[Path]] = defaultdict(list)
    for row, counts in enumerate(values):
        for block in blocks:
            known = [
                (place, value)
                for index, place in zip(block.indices, block.places, strict=True)
                if (value := counts[index]) is not None
            ]
            if known:
                squares[to_rgb(EMPTY)].append(_square(known[0][0], known[-1][0], row))
            for place, value in known:
                if not value:
                    continue
                shade = _shade(value, highest)
                squares[shade].append(_square(place, place, row))
                if is_numbered:
                    axes.text(
                        place, row, number(value), ha="center", va="center_baseline", fontsize=min(8.5, 60 * width),
                        color=_readable_on(shade),
                    )  # fmt: skip
    gap = min(1.2, 10 * width)
    places = [place - 0.5 for block in blocks for place in block.places]
    axes.vlines(places, -0.5, len(values) - 0.5, color="white", linewidth=gap)
    # One path for all squares of a shade: a path for each would make the SVG several times as large.
    for colour, paths in squares.items():
        axes.add_patch(PathPatch(Path.make_compound_path(*paths), facecolor=colour, edgecolor="white", linewidth=gap))


def _square(first: float, last: float, row: int) -> Path:
    """Return the outline of the cells from one column up to another."""
    left, right, top, bottom = first - 0.5, last + 0.5, row - 0.5, row + 0.5
    return Path([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], closed=True)


def _shade(value: int, highest: int) -> RGB:
    return to_rgb(SHADES((value - 1) / (highest - 1)) if value else EMPTY)


def _readable_on(background: RGB) -> str:
    """Return black or white, whichever contrasts most (relative luminance of WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in background]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "white" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else INK


def _row_label(label: str, depth: int) -> str:
    return wrap(label, 38) if not depth else "\n".join(f"{line}{_INDENT}" for line in wrap(label, 36).split("\n"))


def _group_headers(blocks: Sequence[_Block], cell: float) -> tuple[list[str], list[str]]:
    """Return a header for each block, and the key to them if the names do not fit above the blocks."""
    if blocks[0].group is None:
        return [], []
    names = [printable(block.group or "") for block in blocks]
    widths = [max(1, int(len(block.indices) * cell / 0.075)) for block in blocks]
    wrapped = [textwrap.wrap(name, width) for name, width in zip(names, widths, strict=True)]
    longest_words = [max(map(len, name.split()), default=0) for name in names]
    if all(
        word <= width and len(lines) <= MAX_LINES
        for word, width, lines in zip(longest_words, widths, wrapped, strict=True)
    ):
        return ["\n".join(lines) for lines in wrapped], []
    letters: list[str] = []
    key: list[str] = []
    n_unnamed = 0
    for block, name in zip(blocks, names, strict=True):
        letter = _letter(len(key))
        # Hundreds of series with a session each leave no room, not even for letters.
        if _LETTER * len(letter) + 0.02 > (len(block.indices) + 0.5) * cell:
            letters.append("")
            n_unnamed += 1
            continue
        letters.append(letter)
        size = count(len(block.indices), "sessie", "sessies")
        key.append(f"{letter}  {textwrap.shorten(name, 60, placeholder=' …')} ({size})")
    if n_unnamed:
        key.append(f"Zonder letter: {count(n_unnamed, 'reeks', 'reeksen')} met weinig sessies")
    return letters, key


def _in_columns(lines: Sequence[str], width: float) -> list[list[str]]:
    """Return lines in as many columns as fit beside one another, the first ones first."""
    if not lines:
        return []
    n_columns = max(1, min(3, int(width / (0.075 * max(map(len, lines)) + 0.3)), ceil(len(lines) / 4)))
    n_rows = ceil(len(lines) / n_columns)
    return [list(lines[start : start + n_rows]) for start in range(0, len(lines), n_rows)]


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
