"""Which themes recur in which sessions, and which roles go with them."""

from collections import Counter
from collections.abc import Sequence

from pipeline.reporting.findings.model import Matrix, Session, Statement, Theme
from pipeline.reporting.inputs import Names

NO_SERIES = "Zonder reeks"


def themes(sessions: Sequence[Session], names: Names) -> tuple[Theme, ...]:
    """Return the themes that occur, those of most sessions first, then of most statements."""
    in_sessions = Counter(theme for session in sessions for theme in session.themes)
    statements = [statement for session in sessions for statement in session.statements]
    in_statements = Counter(theme for statement in statements for theme in statement.themes)
    in_advice = Counter(theme for statement in statements if statement.kind == "advies" for theme in statement.themes)
    found = [
        Theme(code, names.theme(code), n_sessions, in_statements[code], in_advice[code])
        for code, n_sessions in in_sessions.items()
    ]
    return tuple(sorted(found, key=lambda theme: (-theme.n_sessions, -theme.n_statements, theme.name)))


def theme_sessions(themes: Sequence[Theme], sessions: Sequence[Session]) -> Matrix:
    """Return in how many insights of each session each theme occurs.

    The sessions stand together by series, in order of time within one; the series that began
    first comes first.
    """
    series = list(dict.fromkeys(session.series for session in sessions))
    grouped = sorted(sessions, key=lambda session: series.index(session.series))
    counts = [Counter(code for insight in session.insights for code in insight.themes) for session in grouped]
    return Matrix(
        rows=tuple(theme.name for theme in themes),
        columns=tuple(session.date_label for session in grouped),
        values=tuple(tuple(count[theme.code] for count in counts) for theme in themes),
        groups=tuple(session.series or NO_SERIES for session in grouped),
    )


def theme_roles(themes: Sequence[Theme], statements: Sequence[Statement], names: Names) -> Matrix:
    """Return how many statements belong to both a theme and a role.

    A statement belongs to the roles it mentions and to the one that it is attributed to. Roles and
    themes without a common statement are left out; the roles with most statements come first.
    """
    pairs = Counter((theme, role) for statement in statements for theme in statement.themes for role in statement.roles)
    totals = Counter(role for statement in statements if statement.themes for role in statement.roles)
    roles = sorted(totals, key=lambda role: (-totals[role], names.role(role)))
    shown = [theme for theme in themes if any(pairs[theme.code, role] for role in roles)]
    return Matrix(
        rows=tuple(theme.name for theme in shown),
        columns=tuple(names.role(role) for role in roles),
        values=tuple(tuple(pairs[theme.code, role] for role in roles) for theme in shown),
    )
