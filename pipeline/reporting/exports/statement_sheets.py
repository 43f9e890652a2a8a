"""The sheets of what was said: insights, statements and commitments."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.reporting.exports.cells import PLACE, SESSION, Column, Sheet, joined, session_cells
from pipeline.reporting.findings.model import Findings, Insight, Session
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
        Column("Kans op deze soort", 11, "share"),
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
    scores = {
        row["statement_id"]: row["kind_score"] for row in records(tables["statements"], ["statement_id", "kind_score"])
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
            scores[statement.statement_id],
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


def _all_insights(findings: Findings) -> Iterable[tuple[Session, Insight]]:
    return ((session, insight) for session in findings.sessions for insight in session.insights)
