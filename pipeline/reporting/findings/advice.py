"""The advice by theme, and the advice of which later sessions show no sign."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.dutch import edtf
from pipeline.reporting.findings.model import Advice, AdviceTheme, OpenAdvice, Session, Statement
from pipeline.reporting.findings.places import Places
from pipeline.reporting.inputs import Names
from pipeline.tables import records

MAX_QUOTES = 3
MIN_LATER = 2  # so many later sessions of the series must be there to say that an advice did not come back


def advice(sessions: Sequence[Session], mentions: pd.DataFrame, places: Places, names: Names) -> Advice:
    """Return the advice by theme.

    Advice in different sessions counts as one when it mentions the same theme: whether two sentences say the same is
    for the reader to judge. An advice counts for the themes that it mentions itself.

    Parameters
    ----------
    sessions
        The sessions in order of time.
    mentions
        The table `theme_mentions`; a negated mention is a sign of follow-up as well.
    places
        Where the statements stand.
    names
        The names of the themes.
    """
    by_theme: Mapping[str, list[Statement]] = defaultdict(list)
    for session in sessions:
        for statement in session.statements:
            if statement.kind == "advies":
                for theme in statement.themes:
                    by_theme[theme].append(statement)
    found = [_theme(theme, statements, places, names) for theme, statements in by_theme.items()]
    mentioned: Mapping[str, set[str]] = defaultdict(set)
    for row in records(mentions, ["session_id", "theme"]):
        mentioned[row["session_id"]] |= names.with_broader([row["theme"]])
    comparable = list(_comparable(sessions))
    return Advice(
        by_theme=tuple(sorted(found, key=lambda theme: (-theme.n_sessions, -theme.n_advice, theme.name))),
        open=tuple(
            OpenAdvice(places.quote(statement.statement_id), session.series or "", len(later))
            for session, statement, later in comparable
            if not any(_comes_back(statement, other, mentioned[other.session_id]) for other in later)
        ),
        n_comparable=len(comparable),
    )


def _theme(theme: str, statements: Sequence[Statement], places: Places, names: Names) -> AdviceTheme:
    by_session: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_session[statement.session_id].append(statement)
    # Of one session, the advice that is most about this theme alone.
    chosen = [min(group, key=lambda statement: len(statement.themes)) for group in by_session.values()]
    return AdviceTheme(
        code=theme,
        name=names.theme(theme),
        n_advice=len(statements),
        n_sessions=len(by_session),
        quotes=tuple(places.quote(statement.statement_id) for statement in _latest_first(chosen, places)[:MAX_QUOTES]),
    )


def _latest_first(statements: Sequence[Statement], places: Places) -> list[Statement]:
    """Return statements by the dates of their sessions, those of sessions without a year at the end."""
    dated = [statement for statement in statements if edtf.has_year(places.session(statement.statement_id).date)]
    return [*dated[::-1], *(statement for statement in statements if statement not in dated)]


def _comparable(sessions: Sequence[Session]) -> list[tuple[Session, Statement, list[Session]]]:
    """Return each advice of which one could see whether it comes back, with the later sessions of its series.

    That takes a theme and a noun to look for, and enough sessions that are later beyond doubt: of a later month.
    """
    by_series: Mapping[str, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.series and edtf.month(session.date):
            by_series[session.series].append(session)
    return [
        (session, statement, later)
        for session in sessions
        if session.series and (month := edtf.month(session.date))
        for later in [[other for other in by_series[session.series] if (edtf.month(other.date) or month) > month]]
        if len(later) >= MIN_LATER
        for statement in session.statements
        if statement.kind == "advies" and statement.themes and statement.nouns
    ]


def _comes_back(advice: Statement, session: Session, mentioned: set[str]) -> bool:
    """Return whether a session mentions a theme of the advice, a narrower one, or one of its nouns."""
    return bool(mentioned & set(advice.themes)) or any(advice.nouns & other.nouns for other in session.statements)
