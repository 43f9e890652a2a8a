"""Strips: a row for each dilemma, a column for each session in order of time, and a mark where it came up."""

from collections.abc import Sequence
from itertools import groupby

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from pipeline.dutch import edtf
from pipeline.dutch.wording import out_of
from pipeline.reporting.charts.drawing import (
    EMPTY,
    GAP,
    LINE,
    MUTED,
    RED,
    TRACK,
    WIDTH,
    Box,
    dilemma_place,
    mark,
    names,
    new_figure,
    rectangles,
    text_width,
    write,
)
from pipeline.reporting.findings.model import Dilemma, Session

UNDATED = "zonder jaartal"
_WIDEST_SLOT = 0.5  # inches: of a few sessions
_WIDEST_MARK = 0.16  # inches
_APART = 0.12  # inches, before the sessions without a year
_THICKNESS = 0.17  # inches, of a strip
_SPACE = 0.075  # inches, between two rows
_TICK = 0.05  # inches


def strips(picture: str, dilemmas: Sequence[Dilemma], sessions: Sequence[Session]) -> Figure | None:
    """Return the strips; None if there is nothing to draw.

    Parameters
    ----------
    picture
        The name of the chart.
    dilemmas
        The rows, in order.
    sessions
        All sessions in order of time, those without a year last.
    """
    if not dilemmas or not sessions:
        return None
    width, labels = names([dilemma.label for dilemma in dilemmas])
    years = [edtf.year(session.date) for session in sessions]
    n_dated = sum(year is not None for year in years)
    apart = _APART if 0 < n_dated < len(sessions) else 0.0
    left = width + GAP
    slot = min(_WIDEST_SLOT, (WIDTH - left - 0.02 - apart) / len(sessions))
    starts = [left + slot * place + (apart if year is None else 0.0) for place, year in enumerate(years)]
    heights = [max(_THICKNESS, LINE * (label.count("\n") + 1)) + _SPACE for label in labels]
    bottom = 0.02 + sum(heights)
    has_both = apart > 0
    figure, axes = new_figure(bottom + _TICK + LINE * (2 if has_both else 1) + 0.06)
    runs = _runs(years, starts, slot)
    thin = min(_WIDEST_MARK, 0.8 * slot)
    top = 0.02
    with style.context("default"):
        for dilemma, label, height in zip(dilemmas, labels, heights, strict=True):
            middle = top + height / 2
            above = middle - _THICKNESS / 2
            code, target = dilemma_place(dilemma.topic_id)
            write(axes, 0.02, middle, label)
            # The years by turns in another tint, so that they can be told apart up to the highest strip.
            for tint, turn in ((TRACK, runs[::2]), (EMPTY, runs[1::2])):
                if turn:
                    track = rectangles([Box(start, above, end - start, _THICKNESS) for _, start, end in turn])
                    axes.add_patch(PathPatch(track, facecolor=tint, linewidth=0))
            present = {session.session_id for session in dilemma.sessions}
            found = [
                Box(start + (slot - thin) / 2, above, thin, _THICKNESS)
                for session, start in zip(sessions, starts, strict=True)
                if session.session_id in present
            ]
            drawn = PathPatch(rectangles(found), facecolor=RED, linewidth=0)
            drawn.set_snap(False)  # to whole pixels, where a mark may be thinner than one
            axes.add_patch(drawn)
            title = f"{dilemma.label}: {out_of(dilemma.n_sessions, len(sessions), 'sessie', 'sessies')}"
            mark(drawn, picture, code, title, target)
            top += height
        _years(axes, runs, bottom, has_both=has_both)
    return figure


def _runs(years: Sequence[str | None], starts: Sequence[float], slot: float) -> list[tuple[str | None, float, float]]:
    """Return the years with where their sessions begin and end."""
    found: list[tuple[str | None, float, float]] = []
    for year, group in groupby(zip(years, starts, strict=True), key=lambda pair: pair[0]):
        places = [start for _, start in group]
        found.append((year, places[0], places[-1] + slot))
    return found


def _years(axes: Axes, runs: Sequence[tuple[str | None, float, float]], top: float, *, has_both: bool) -> None:
    """Draw a tick where each year begins, and its name where there is room for it: in two figures if need be."""
    dated = [(year, start, end) for year, start, end in runs if year is not None]
    is_short = any(text_width(year) > end - start for year, start, end in dated[1:-1])
    first_line = top + _TICK + 0.03 + LINE / 2
    free = 0.0
    for _, start, _ in runs:
        axes.plot([start, start], [top, top + _TICK], color=MUTED, linewidth=0.8)
    for place, (year, start, _) in enumerate(dated):
        name = f"’{year[2:]}" if is_short else year
        width = text_width(name) + 0.04
        # At the left of the first there is room: under the names.
        if place == 0 and len(dated) > 1:
            start = max(0.02, min(start, dated[1][1] - width))
        if start >= free:
            write(axes, min(start, WIDTH - text_width(name)), first_line, name, colour=MUTED)
            free = start + width
    if runs[-1][0] is None:
        # On a line of its own if there are years: it is wider than a few sessions.
        line = first_line + (LINE if has_both else 0.0)
        write(axes, min(runs[-1][1], WIDTH - 0.02 - text_width(UNDATED)), line, UNDATED, colour=MUTED)
