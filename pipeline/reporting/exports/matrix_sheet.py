"""The framework matrix: of each session and theme up to three quotes with their place, to lay side by side."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pipeline.dutch.wording import collapse, lower_first, number
from pipeline.reporting.exports.cells import MAX_CHARACTERS, SESSION, Column, Sheet, n_units, session_cells
from pipeline.reporting.findings.dilemmas import READABLE
from pipeline.reporting.findings.model import Findings, Insight, Session, Statement, Theme
from pipeline.reporting.inputs import Names
from pipeline.tables import records

MAX_QUOTES = 3
_MAX_HEADING = 255  # characters of the heading of a column of a table
_MAX_LINES = 27  # as high as a row may be; most cells fit in it
_WIDTH = 48


def matrix(findings: Findings, names: Names, table: pd.DataFrame) -> Sheet:
    """Return the sheet of sessions by themes; `table` holds how sure the kind of each statement is."""
    scores = {row["statement_id"]: row["kind_score"] for row in records(table, ["statement_id", "kind_score"])}
    headings = _headings(findings.themes, [column.heading for column in SESSION])
    columns = (*SESSION, *(Column(heading, _WIDTH, wide=True) for heading in headings))
    rows = [
        (*session_cells(session), *(_cell(session, theme.code, names, scores) for theme in findings.themes))
        for session in findings.sessions
    ]
    purpose = (
        "Per sessie en thema hoogstens drie citaten met hun regel: eerst dilemma’s, en wat los te lezen is. "
        "Hoeveel er nog meer zijn, staat eronder; een thema telt zijn smallere thema’s mee."
    )
    return Sheet("Matrix", purpose, columns, rows, n_fixed=1, max_lines=_MAX_LINES)


def _headings(themes: Iterable[Theme], taken: Iterable[str]) -> list[str]:
    """Return a heading for each theme: a table has none twice, whatever the codebook calls its themes."""
    used = {heading.casefold() for heading in taken}
    found = []
    for theme in themes:
        name = collapse(theme.name)[:_MAX_HEADING]
        if name.casefold() in used:
            name = f"{name[: _MAX_HEADING - len(theme.code) - 3]} ({theme.code})"
        used.add(name.casefold())
        found.append(name)
    return found


def _cell(session: Session, theme: str, names: Names, scores: Mapping[str, float]) -> str | None:
    """Return what a session says on a theme; None if nothing."""
    own = [statement for statement in session.statements if theme in statement.all_themes]
    if not own:
        in_headings = [insight for insight in session.insights if theme in insight.all_themes]
        return "\n".join(map(_in_heading, in_headings[:MAX_QUOTES])) or None
    chosen = sorted(own, key=lambda statement: _rank(statement, scores[statement.statement_id]))[:MAX_QUOTES]
    quotes = _that_fit([_quote(statement, names) for statement in chosen])
    left = len(own) - len(quotes)
    return "\n".join([*quotes, f"+ {number(left)}"] if left else quotes)


def _rank(statement: Statement, score: float) -> tuple[bool, bool, float]:
    """Return what goes first: dilemmas, then what stands alone, then what is surest; ties stay in order of time."""
    return (statement.kind != "dilemma", statement.stands_alone < READABLE, -score)


def _quote(statement: Statement, names: Names) -> str:
    voice = f", {lower_first(names.role(statement.attributed_to))}" if statement.attributed_to else ""
    return f"“{collapse(statement.text)}” (regel {number(statement.line)}{voice})"


def _in_heading(insight: Insight) -> str:
    return f"alleen in de kop: {collapse(insight.label)} (inzicht op regel {number(insight.line)})"


def _that_fit(quotes: Sequence[str]) -> list[str]:
    """Return as many quotes as a cell holds with room for how many are left; always the first."""
    kept = list(quotes)
    while len(kept) > 1 and sum(n_units(quote) + 1 for quote in kept) > MAX_CHARACTERS - 20:
        kept.pop()
    return kept
