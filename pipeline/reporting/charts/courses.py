"""Small charts side by side: a share with its interval, period by period."""

from math import ceil

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pipeline.dutch.wording import number
from pipeline.reporting.charts.drawing import BLUE, INK, LINE, MUTED, TRACK, new_figure, strip, wrap
from pipeline.reporting.findings.measures import Course, Periods

_COLUMNS = 3
_WIDTH = 9.6  # inches
_HEIGHT = 1.15  # inches, of one small chart without its labels
_LABEL_WIDTH = 9  # signs; `1e helft` on one line, the year on the next
_SPACE = 0.075  # inches, of one sign


def courses(periods: Periods) -> Figure:
    """Return a small chart for each course, all on the same scale from nothing to all sessions."""
    n_columns = min(_COLUMNS, len(periods.courses))
    n_rows = ceil(len(periods.courses) / n_columns)
    titles = [wrap(course.name, 36) for course in periods.courses]
    sizes = [estimate.whole for estimate in periods.courses[0].estimates]
    labels = [
        f"{wrap(label, _LABEL_WIDTH)}\n({number(size)})" for label, size in zip(periods.labels, sizes, strict=True)
    ]
    width = _WIDTH * max(n_columns, 2) / _COLUMNS
    room = width / n_columns - 0.6
    # Where the periods are too narrow for their names, some names must do for all.
    step = ceil(_SPACE * _LABEL_WIDTH * len(labels) / room)
    below = 0.15 + LINE * max(label.count("\n") + 1 for label in labels)
    above = LINE * max(title.count("\n") + 1 for title in titles) + 0.12
    figure = new_figure(width, n_rows * (_HEIGHT + above + below), layout="constrained")
    with style.context("default"):
        for place, (course, title) in enumerate(zip(periods.courses, titles, strict=True)):
            axes = figure.add_subplot(n_rows, n_columns, place + 1)
            _course(axes, course)
            axes.set_title(title, loc="left", fontsize=9.5, color=INK, weight="bold", parse_math=False)
            axes.set_xticks(
                range(0, len(labels), step), labels=labels[::step], fontsize=8, color=INK, parse_math=False
            )  # fmt: skip
    return figure


def _course(axes: Axes, course: Course) -> None:
    """Draw the shares as dots on a line, and their intervals as upright lines."""
    shares = [estimate.n / estimate.whole for estimate in course.estimates]
    places = range(len(shares))
    axes.hlines((0, 0.5, 1), -0.5, len(shares) - 0.5, color=TRACK, linewidth=1, zorder=0)
    axes.vlines(
        places, [estimate.low for estimate in course.estimates], [estimate.high for estimate in course.estimates],
        color=MUTED, linewidth=1.6,
    )  # fmt: skip
    axes.plot(places, shares, color=BLUE, marker="o", markersize=5.5, linewidth=0)
    axes.set_ylim(-0.04, 1.04)
    axes.set_xlim(-0.5, len(shares) - 0.5)
    axes.set_yticks((0, 0.5, 1), labels=("0%", "50%", "100%"), fontsize=8, color=MUTED)
    strip(axes)
