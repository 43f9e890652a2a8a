"""Which themes recur in which sessions, which go together, and which roles and organisations go with them.

A theme counts wherever one of its narrower themes does. Only where themes come together, each counts by its own terms:
a theme always comes together with its broader one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from pipeline.reporting.findings.measures import Pair
from pipeline.reporting.findings.model import Matrix, Session, Statement, Theme
from pipeline.reporting.inputs import Names

NO_SERIES = "Zonder reeks"
MAX_TOGETHER = 15  # themes of which the matrix shows how they come together
MAX_ORGANISATIONS = 20


def themes(sessions: Sequence[Session], names: Names) -> tuple[Theme, ...]:
    """Return the themes that occur, those of most sessions first, each followed by its narrower themes."""
    in_sessions = Counter(theme for session in sessions for theme in session.themes)
    statements = [statement for session in sessions for statement in session.statements]
    in_statements = Counter(theme for statement in statements for theme in statement.all_themes)
    in_advice = Counter(
        theme for statement in statements if statement.kind == "advies" for theme in statement.all_themes
    )
    found = [
        Theme(code, names.theme(code), n_sessions, in_statements[code], in_advice[code], len(names.broader(code)))
        for code, n_sessions in in_sessions.items()
    ]
    place = {theme.code: (-theme.n_sessions, -theme.n_statements, theme.name, theme.code) for theme in found}
    return tuple(
        sorted(found, key=lambda theme: [place[code] for code in (*names.broader(theme.code)[::-1], theme.code)])
    )


def theme_sessions(themes: Sequence[Theme], sessions: Sequence[Session]) -> Matrix:
    """Return in how many insights of each session each theme occurs.

    The sessions stand together by series, in order of time within one; the series that began
    first comes first.
    """
    series = list(dict.fromkeys(session.series for session in sessions))
    grouped = sorted(sessions, key=lambda session: series.index(session.series))
    counts = [Counter(code for insight in session.insights for code in insight.all_themes) for session in grouped]
    return Matrix(
        rows=tuple(theme.name for theme in themes),
        columns=tuple(session.date_label for session in grouped),
        values=tuple(tuple(count[theme.code] for count in counts) for theme in themes),
        groups=tuple(session.series or NO_SERIES for session in grouped),
        depths=_depths(themes),
    )


def theme_roles(themes: Sequence[Theme], statements: Sequence[Statement], names: Names) -> Matrix:
    """Return how many statements belong to both a theme and a role.

    A statement belongs to the roles it mentions and to the one that it is attributed to. Roles and
    themes without a common statement are left out; the roles with most statements come first.
    """
    return _by_theme(themes, statements, lambda statement: statement.roles, names.role)


def theme_organisations(themes: Sequence[Theme], statements: Sequence[Statement]) -> Matrix:
    """Return how many statements on a theme hold the view of an organisation, of those with most statements."""

    def organisation(statement: Statement) -> tuple[str, ...]:
        return (statement.organisation,) if statement.organisation else ()

    return _by_theme(themes, statements, organisation, str, MAX_ORGANISATIONS)


def together(themes: Sequence[Theme], sessions: Sequence[Session], names: Names) -> tuple[Matrix, tuple[Pair, ...]]:
    """Return in how many insights two themes come together, by their own terms.

    Returns
    -------
    Matrix
        Of the themes that stand in most insights, without those that never come together with another of them; half
        of it, as the order of the two says nothing. A theme and a broader one of it are not compared. It is empty if
        no two themes come together in more than one insight: then there is no pattern to show.
    tuple of Pair
        All pairs that come together, the most frequent first.
    """
    insights = [insight for session in sessions for insight in session.insights]
    n_insights = Counter(code for insight in insights for code in insight.themes)
    both = Counter(
        pair
        for insight in insights
        for pair in combinations(insight.themes, 2)
        if pair[0] not in names.broader(pair[1]) and pair[1] not in names.broader(pair[0])
    )
    frequent = sorted((theme for theme in themes if n_insights[theme.code]), key=lambda theme: -n_insights[theme.code])
    chosen = frequent[:MAX_TOGETHER] if max(both.values(), default=0) > 1 else []
    chosen = [theme for theme in chosen if any(_both(both, theme.code, other.code) for other in chosen)]
    values = {
        (row, column): _both(both, row.code, column.code)
        for number, row in enumerate(chosen)
        for column in chosen[:number]
        if not _is_part(row, column, names)
    }
    rows = [theme for theme in chosen if any(row == theme for row, _ in values)]
    columns = [theme for theme in chosen if any(column == theme for _, column in values)]
    matrix = Matrix(
        rows=tuple(theme.name for theme in rows),
        columns=tuple(theme.name for theme in columns),
        values=tuple(tuple(values.get((row, column)) for column in columns) for row in rows),
    )
    pairs = [
        Pair(names.theme(first), names.theme(second), n, n_insights[first], n_insights[second])
        for (first, second), n in both.items()
    ]
    return matrix, tuple(sorted(pairs, key=lambda pair: (-pair.n, pair.first, pair.second)))


def _both(counts: Counter[tuple[str, str]], first: str, second: str) -> int:
    return counts[min(first, second), max(first, second)]


def _is_part(first: Theme, second: Theme, names: Names) -> bool:
    return first.code in names.broader(second.code) or second.code in names.broader(first.code)


def _by_theme(
    themes: Sequence[Theme],
    statements: Iterable[Statement],
    codes: Callable[[Statement], Iterable[str]],
    name: Callable[[str], str],
    limit: int | None = None,
) -> Matrix:
    """Return how many statements belong to both a theme and a code; what has none in common is left out."""
    pairs: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for statement in statements:
        found = tuple(codes(statement))
        totals.update(found if statement.themes else ())
        pairs.update((theme, code) for theme in statement.all_themes for code in found)
    columns = sorted(totals, key=lambda code: (-totals[code], name(code)))[:limit]
    shown = [theme for theme in themes if any(pairs[theme.code, code] for code in columns)]
    return Matrix(
        rows=tuple(theme.name for theme in shown),
        columns=tuple(name(code) for code in columns),
        values=tuple(tuple(pairs[theme.code, code] for code in columns) for theme in shown),
        depths=_depths(shown),
    )


def _depths(themes: Sequence[Theme]) -> tuple[int, ...]:
    return tuple(theme.depth for theme in themes) if any(theme.depth for theme in themes) else ()
