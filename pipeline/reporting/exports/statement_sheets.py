"""The sheets of what was said: insights, statements and commitments."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.reporting.exports.cells import (
    PLACE,
    REPORT,
    SESSION,
    Column,
    Sheet,
    Value,
    joined,
    session_cells,
    yes_or_no,
)
from pipeline.reporting.findings.model import Findings, Insight, Quote, Session
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name
from pipeline.tables import KINDS, records


def insights(findings: Findings, names: Names, table: pd.DataFrame) -> Sheet:
    """Return the sheet of insights; `table` holds their texts and pages."""
    columns = (
        Column("Nummer", 9),
        Column("Kop", 40, wide=True),
        Column("Tekst", 90, wide=True),
        *SESSION,
        Column("Thema’s", 36, wide=True),
        Column("Uitspraken", 12, "number"),
        *(Column(f"Soort: {kind_name(kind)}", 12, "number") for kind in KINDS),
        *PLACE,
        Column("Inzichtnummer", 56),
    )
    of_insight = {row["insight_id"]: row for row in records(table, ["insight_id", "text", "page"])}
    rows = []
    for session, insight in _all_insights(findings):
        kinds = Counter(statement.kind for statement in insight.statements)
        row = of_insight[insight.insight_id]
        rows.append(
            (
                insight.number,
                insight.heading,
                row["text"],
                *session_cells(session),
                joined(map(names.theme, insight.themes)),
                len(insight.statements),
                *(kinds[kind] for kind in KINDS),
                session.path,
                insight.line,
                row["page"],
                insight.insight_id,
            )
        )
    purpose = "Elk inzicht met zijn tekst: een agendapunt of een passage onder een eigen kop."
    return Sheet("Inzichten", purpose, columns, rows)


def statements(findings: Findings, names: Names, tables: Mapping[str, pd.DataFrame]) -> Sheet:
    """Return the sheet of statements; `tables` hold their scores, topics and pages."""
    columns = (
        Column("Uitspraak", 90, wide=True),
        Column("Soort", 11),
        Column("Soort volgens programma", 13),
        Column("Gecorrigeerd", 13),
        Column("Kans op deze soort", 11, "share"),
        Column("Soort advies", 14),
        Column("Los te lezen", 11, "share"),
        Column("Volgens", 22, wide=True),
        Column("Thema’s", 30, wide=True),
        Column("Rollen", 30, wide=True),
        Column("Terugkerend dilemma", 36, wide=True),
        *SESSION,
        Column("Inzicht", 36, wide=True),
        *PLACE,
        Column("Uitspraaknummer", 56),
    )
    pages = {row["insight_id"]: row["page"] for row in records(tables["insights"], ["insight_id", "page"])}
    told = {
        row["statement_id"]: row
        for row in records(
            tables["statements"],
            ["statement_id", "kind", "kind_machine", "is_corrected", "kind_score", "stands_alone"],
        )
    }
    # A score that is missing is no score of nought, and that of another kind none of this.
    scores = {
        row["statement_id"]: (row["kind_score"] if row["kind"] == row["kind_machine"] else None, row["stands_alone"])
        for row in told.values()
    }
    labels = {dilemma.topic_id: dilemma.label for dilemma in findings.recurring}
    dilemma_of = {
        row["statement_id"]: labels.get(row["topic_id"])
        for row in records(tables["topic_assignments"], ["statement_id", "topic_id"])
    }
    rows = [
        (
            statement.text,
            kind_name(statement.kind),
            kind_name(told[statement.statement_id]["kind_machine"]),
            yes_or_no(told[statement.statement_id]["is_corrected"]),
            scores[statement.statement_id][0],
            statement.advice_type,
            scores[statement.statement_id][1],
            names.role(statement.attributed_to) if statement.attributed_to else None,
            joined(map(names.theme, statement.themes)),
            joined(map(names.role, statement.roles)),
            dilemma_of.get(statement.statement_id),
            *session_cells(session),
            insight.label,
            session.path,
            statement.line,
            pages[insight.insight_id],
            statement.statement_id,
        )
        for session, insight in _all_insights(findings)
        for statement in insight.statements
    ]
    return Sheet("Uitspraken", "Elke uitspraak, letterlijk, met soort, bron en plaats.", columns, rows)


def commitments(findings: Findings, table: pd.DataFrame) -> Sheet:
    """Return the sheet of promises and decisions; `table` holds the dates by which they are due."""
    columns = (
        Column("Wie", 30, wide=True),
        Column("Wat", 90, wide=True),
        Column("Wanneer", 24, wide=True),
        Column("Wanneer, als datum (EDTF)", 16),
        *SESSION,
        Column("Inzicht", 36, wide=True),
        REPORT,
        Column("Regel", 8, "number"),
        Column("Komt terug in", 40, wide=True),
        Column("Datum daarvan", 14, "date"),
        Column("Regel daarvan", 10, "number"),
        Column("Nummer daarvan", 56),
        Column("Uitspraaknummer", 56),
    )
    due = {row["statement_id"]: row["due"] for row in records(table, ["statement_id", "due"])}
    sessions = {session.session_id: session for session in findings.sessions}
    rows: list[tuple[Value, ...]] = []
    for commitment in findings.commitments:
        found, later = commitment.quote, commitment.returns_in
        rows.append(
            (
                commitment.actor,
                found.text,
                commitment.due,
                due[found.statement_id],
                *session_cells(sessions[found.session_id]),
                found.insight_label,
                found.path,
                found.line,
                *((None,) * 4 if later is None else _later(later, sessions[later.session_id])),
                found.statement_id,
            )
        )
    purpose = (
        "Elke toezegging, afspraak of besluit: wie, wat en wanneer. "
        "Waar geen latere sessie staat, kan er toch iets mee zijn gedaan."
    )
    return Sheet("Toezeggingen", purpose, columns, rows)


def _later(quote: Quote, session: Session) -> tuple[Value, ...]:
    title, day, _ = session_cells(session)
    return (title, day, quote.line, quote.statement_id)


def _all_insights(findings: Findings) -> Iterable[tuple[Session, Insight]]:
    return ((session, insight) for session in findings.sessions for insight in session.insights)
