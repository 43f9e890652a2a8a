"""The charts of the report: findings in, matplotlib figures out, and figures to bytes."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from pipeline.reporting.charts.bars import Bar, bars
from pipeline.reporting.charts.courses import courses
from pipeline.reporting.charts.drawing import BLUE, LIGHT_BLUE, RED, render
from pipeline.reporting.charts.heat_map import heat_map
from pipeline.reporting.document import Picture
from pipeline.reporting.findings.measures import Periods
from pipeline.reporting.findings.model import Dilemma, Findings, Matrix, Theme

__all__ = ["draw", "render"]


def draw(findings: Findings) -> dict[str, Picture]:
    """Return the charts that have something to show, by name."""
    figures = {
        "dilemmas": recurring_dilemmas(findings.recurring, len(findings.sessions)),
        "themas": themes_by_sessions(findings.themes, len(findings.sessions)),
        "themas-door-de-tijd": themes_over_time(findings.theme_sessions),
        "themas-per-periode": theme_courses(findings.theme_periods),
        "themas-samen": themes_together(findings.themes_together),
        "rollen-en-themas": roles_and_themes(findings.theme_roles),
        "organisaties-en-themas": organisations_and_themes(findings.theme_organisations),
    }
    return {name: render(figure, name) for name, figure in figures.items() if figure is not None}


def themes_by_sessions(themes: Sequence[Theme], n_sessions: int) -> Figure | None:
    """Return bars of the number of sessions in which each theme occurs; None if there is no theme."""
    shown = [Bar(theme.name, theme.n_sessions, LIGHT_BLUE if theme.depth else BLUE, theme.depth) for theme in themes]
    return bars(shown, n_sessions)


def recurring_dilemmas(dilemmas: Sequence[Dilemma], n_sessions: int) -> Figure | None:
    """Return bars of the number of sessions in which each dilemma recurs; None if none does."""
    return bars([Bar(dilemma.label, dilemma.n_sessions, RED) for dilemma in dilemmas], n_sessions)


def themes_over_time(matrix: Matrix) -> Figure | None:
    """Return a heat map of themes by sessions, grouped by series; None if it has no cells."""
    return heat_map(matrix, widest_cell=0.5, upright=True)


def theme_courses(periods: Periods | None) -> Figure | None:
    """Return small charts of the share of sessions by period; None if too few periods have enough sessions."""
    return courses(periods) if periods else None


def themes_together(matrix: Matrix) -> Figure | None:
    """Return a heat map of themes that come together in an insight; None if none do."""
    return heat_map(matrix, widest_cell=0.5, upright=False)


def roles_and_themes(matrix: Matrix) -> Figure | None:
    """Return a heat map of themes by roles; None if it has no cells."""
    return heat_map(matrix, widest_cell=0.55, upright=False)


def organisations_and_themes(matrix: Matrix) -> Figure | None:
    """Return a heat map of themes by the organisations whose views are told; None if it has no cells."""
    return heat_map(matrix, widest_cell=0.45, upright=False)
