"""The charts of the report: findings in, matplotlib figures out, and figures to bytes.

What each of them says is in `titles`, how to read it in `notes`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from matplotlib.figure import Figure

from pipeline.dutch.wording import count, number, out_of
from pipeline.reporting.charts import notes, titles
from pipeline.reporting.charts.bars import Bar, bars
from pipeline.reporting.charts.courses import courses
from pipeline.reporting.charts.drawing import BLUE, LIGHT_BLUE, RED, dilemma_place, render
from pipeline.reporting.charts.heat_map import Cell, Row, heat_map
from pipeline.reporting.charts.strips import strips
from pipeline.reporting.document import Picture, PictureCache
from pipeline.reporting.findings.measures import Periods, RoleRates
from pipeline.reporting.findings.model import MAX_CHART_ROWS, MAX_DILEMMAS, Dilemma, Findings, Matrix, Session, Theme

__all__ = ["draw", "notes", "render", "titles"]

LEAST_DARKEST = {"rate": 0.25, "count": 5}  # with low numbers only, a small difference would look like a gulf


def draw(findings: Findings, cache: PictureCache | None = None) -> dict[str, Picture]:
    """Return the charts that have something to show, by name.

    Parameters
    ----------
    findings
        What they show.
    cache
        What was drawn before: a chart that would become the same is taken from it.
    """
    # Without what no chart shows: a chart sees no more than what it is known by.
    dilemmas, sessions = tuple(map(_outline, findings.recurring)), tuple(map(_without_texts, findings.sessions))
    figures: Mapping[str, partial[Figure | None]] = {
        "dilemmas": partial(recurring_dilemmas, dilemmas, len(sessions)),
        "dilemmas-sessies": partial(strips, "dilemmas-sessies", dilemmas[:MAX_DILEMMAS], sessions),
        "dilemmas-rollen": partial(dilemmas_and_roles, findings.dilemma_roles),
        "dilemmas-reeksen": partial(dilemma_courses, "dilemmas-reeksen", findings.dilemma_series),
        "dilemmas-jaren": partial(dilemma_courses, "dilemmas-jaren", findings.dilemma_years, last=True),
        "themas": partial(themes_by_sessions, findings.themes, len(sessions)),
        "themas-per-periode": partial(theme_courses, findings.theme_periods),
        "rollen-en-themas": partial(roles_and_themes, findings.theme_roles),
    }
    drawn = {name: _draw(name, figure, titles.title(name, findings), cache) for name, figure in figures.items()}
    return {name: picture for name, picture in drawn.items() if picture is not None}


def _draw(name: str, draw: "partial[Figure | None]", title: str, cache: PictureCache | None) -> Picture | None:
    key = hashlib.sha256(repr((name, title, draw.args, draw.keywords)).encode()).hexdigest()
    picture = None if cache is None else cache.get(key)
    if picture is not None:
        return picture
    figure = draw()
    if figure is None:
        return None
    picture = render(figure, name, title)
    if cache is not None:
        cache.put(key, picture)
    return picture


def _outline(dilemma: Dilemma) -> Dilemma:
    """Return a dilemma without what is quoted and who raises it."""
    return replace(
        dilemma, sessions=tuple(map(_without_texts, dilemma.sessions)), theme=None, by_series=(), by_year=(),
        raised_by=(), raised_by_organisations=(), n_unattributed=0, key_sentence=None, short_sentence=None,
        counter=None, quotes=(), advice=(), n_advice=0, n_advised=0, stability=None, statement_ids=(),
    )  # fmt: skip


def _without_texts(session: Session) -> Session:
    return replace(session, insights=(), attendance=(), n_absent=0, roles_present=frozenset())


def recurring_dilemmas(dilemmas: Sequence[Dilemma], n_sessions: int) -> Figure | None:
    """Return bars of the number of sessions in which each dilemma recurs; None if none does."""
    shown = []
    for dilemma in dilemmas[:MAX_DILEMMAS]:
        code, target = dilemma_place(dilemma.topic_id)
        shown.append(Bar(dilemma.label, dilemma.n_sessions, RED, code, target=target))
    return bars("dilemmas", shown, n_sessions, n_lines=2)


def themes_by_sessions(themes: Sequence[Theme], n_sessions: int) -> Figure | None:
    """Return bars of the number of sessions in which each theme occurs; None if there is no theme."""
    shown = [
        Bar(theme.name, theme.n_sessions, LIGHT_BLUE if theme.depth else BLUE, theme.code, theme.depth)
        for theme in themes[:MAX_CHART_ROWS]
    ]
    return bars("themas", shown, n_sessions, n_lines=1)


def dilemmas_and_roles(rates: RoleRates | None) -> Figure | None:
    """Return a heat map of how often a role raises a dilemma, of the sessions with that role; None if too few."""
    if rates is None:
        return None
    cells = [
        [
            Cell(
                n / whole,
                f"{number(100 * n / whole)}%" if n else "0",
                f"{dilemma}, {name}: {out_of(n, whole, 'sessie', 'sessies')}",
                role,
            )
            for n, whole, role, name in zip(row, rates.whole, rates.roles, rates.role_names, strict=True)
        ]
        for dilemma, row in zip(rates.dilemmas, rates.n, strict=True)
    ]
    rows = [
        Row(label, *dilemma_place(topic_id)) for label, topic_id in zip(rates.dilemmas, rates.topic_ids, strict=True)
    ]
    columns = [f"{name} ({number(whole)})" for name, whole in zip(rates.role_names, rates.whole, strict=True)]
    darkest = max(LEAST_DARKEST["rate"], *(cell.value for row in cells for cell in row))
    return heat_map("dilemmas-rollen", rows, columns, cells, darkest)


def dilemma_courses(picture: str, periods: Periods | None, *, last: bool = False) -> Figure | None:
    """Return small charts of the share of sessions by series or year; None if nothing stands out."""
    if periods is None:
        return None
    return courses(picture, periods, RED, [dilemma_place(course.code) for course in periods.courses], last=last)


def theme_courses(periods: Periods | None) -> Figure | None:
    """Return small charts of the share of sessions by period; None if nothing stands out."""
    if periods is None:
        return None
    return courses("themas-per-periode", periods, BLUE, [(course.code, None) for course in periods.courses], last=True)


def roles_and_themes(matrix: Matrix) -> Figure | None:
    """Return a heat map of the broadest themes by the roles of most statements; None if it has no cells."""
    rows, columns = titles.shown_places(matrix)
    if not rows or not columns:
        return None
    cells = [
        [
            Cell(
                matrix.values[row][column] or 0,
                number(matrix.values[row][column] or 0),
                f"{matrix.rows[row]}, {matrix.columns[column]}: "
                f"{count(matrix.values[row][column] or 0, 'uitspraak', 'uitspraken')}",
                f"{column + 1}",
            )
            for column in columns
        ]
        for row in rows
    ]
    darkest = max(LEAST_DARKEST["count"], *(cell.value for row in cells for cell in row))
    shown = [Row(matrix.rows[row], f"{row + 1}") for row in rows]
    return heat_map("rollen-en-themas", shown, [matrix.columns[column] for column in columns], cells, darkest)
