"""Small charts under one another: a share with its interval, series by series or period by period."""

from collections.abc import Sequence

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch

from pipeline.dutch.wording import number, out_of, percentage
from pipeline.reporting.charts.drawing import (
    GAP,
    INK,
    LINE,
    MUTED,
    TRACK,
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
from pipeline.reporting.findings.measures import MAX_COURSES, Course, Estimate, Periods

MAX_ROWS = 12  # the last periods, or the largest series
_SPACE = 0.06  # inches, between two rows
_DOT = 0.045  # inches
_THICKNESS = 0.022  # inches, of an interval


def courses(
    picture: str, periods: Periods, colour: str, places: Sequence[tuple[str, str | None]], *, last: bool
) -> Figure | None:
    """Return a small chart for each course in which an interval lies apart from that of all sessions, None if none is.

    Parameters
    ----------
    picture
        The name of the chart.
    periods
        The periods or series with their courses.
    colour
        The colour of the dots.
    places
        Of each course what stands for it in the ids of its marks, and the id of its place in the report.
    last
        Whether the last periods are shown where there is no room for all, rather than the first.
    """
    shown = [pair for pair in zip(periods.courses, places, strict=True) if pair[0].apart][:MAX_COURSES]
    if not shown:
        return None
    rows = list(range(len(periods.labels)))
    rows = rows[-MAX_ROWS:] if last else rows[:MAX_ROWS]
    width, labels = names([periods.labels[row] for row in rows])
    left = width + GAP + 0.1
    counts = max(text_width(_count(estimate)) for course, _ in shown for estimate in course.estimates)
    room = WIDTH - left - 0.15 - counts - 0.02
    heights = [LINE * (label.count("\n") + 1) + _SPACE for label in labels]
    titles = [wrap(course.name, WIDTH - 0.04, bold=True) for course, _ in shown]
    ends = LINE + 0.22
    figure, axes = new_figure(sum(LINE * len(title) + 0.06 + sum(heights) + ends for title in titles) - 0.1)
    top = 0.02
    with style.context("default"):
        for (course, (code, target)), title in zip(shown, titles, strict=True):
            below = top + LINE * len(title)
            write(axes, 0.02, top, "\n".join(title), bold=True, down="top")
            top = below + 0.06
            _scale(axes, course, left, room, top, sum(heights))
            for row, label, height in zip(rows, labels, heights, strict=True):
                middle = top + height / 2
                write(axes, 0.02, middle, label)
                estimate = course.estimates[row]
                title_of = f"{course.name}, {periods.labels[row]}: {_told(estimate)}"
                _estimate(axes, estimate, left, room, middle, colour, (picture, f"{code}-{row + 1}", title_of, target))
                write(axes, left + room + 0.15, middle, _count(estimate))
                top += height
            top += ends
    return figure


def _scale(axes: Axes, course: Course, left: float, room: float, top: float, height: float) -> None:
    """Draw lines at nothing, half and all of the sessions, and a dashed one at the share of all sessions."""
    for share in (0.0, 0.5, 1.0):
        x = left + room * share
        axes.plot([x, x], [top, top + height], color=TRACK, linewidth=1, zorder=0)
        write(axes, x, top + height + 0.02, f"{number(100 * share)}%", colour=MUTED, across="center", down="top")
    if course.whole:
        x = left + room * course.whole.n / course.whole.whole
        axes.add_line(Line2D([x, x], [top, top + height], color=MUTED, linewidth=1, linestyle=(0, (3, 2)), zorder=0))


def _estimate(
    axes: Axes, estimate: Estimate, left: float, room: float, middle: float, colour: str,
    known: tuple[str, str, str, str | None],
) -> None:  # fmt: skip
    """Draw a share as a dot on the line of its interval."""
    picture, code, title, target = known
    interval = Box(
        left + room * estimate.low, middle - _THICKNESS / 2, room * (estimate.high - estimate.low), _THICKNESS
    )
    line = PathPatch(rectangles([interval]), facecolor=INK, linewidth=0)
    axes.add_patch(line)
    mark(line, picture, f"{code}-interval", title)
    dot = Circle((left + room * estimate.n / estimate.whole, middle), _DOT, facecolor=colour, linewidth=0, zorder=2)
    axes.add_patch(dot)
    mark(dot, picture, code, title, target)


def _count(estimate: Estimate) -> str:
    return f"{number(estimate.n)} van {number(estimate.whole)}"


def _told(estimate: Estimate) -> str:
    sessions = out_of(estimate.n, estimate.whole, "sessie", "sessies")
    return (
        f"{sessions}, {percentage(estimate.n, estimate.whole)} "
        f"(interval {number(100 * estimate.low)} tot {number(100 * estimate.high)}%)"
    )
