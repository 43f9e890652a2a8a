"""Which dilemmas recur, who raised them, in which words, and what was advised."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.reporting.dutch import collapse
from pipeline.reporting.findings.model import Count, Dilemma, Insight, Quote, Session, Statement
from pipeline.reporting.inputs import Names
from pipeline.tables import records

MAX_QUOTES = 3
MAX_ADVICE = 3
RECURRING = 2  # a dilemma recurs from this many sessions on

Row = dict[str, Any]


class Places:
    """Where the statements stand: looks up their session and insight, and quotes them."""

    def __init__(self, sessions: Sequence[Session], names: Names) -> None:
        self._names = names
        self._statements: dict[str, tuple[Session, Insight, Statement]] = {}
        for session in sessions:
            for insight in session.insights:
                for statement in insight.statements:
                    self._statements[statement.statement_id] = (session, insight, statement)
        self._order = {statement_id: index for index, statement_id in enumerate(self._statements)}

    def __contains__(self, statement_id: object) -> bool:
        return statement_id in self._statements

    def statement(self, statement_id: str) -> Statement:
        """Return a statement."""
        return self._statements[statement_id][2]

    def insight(self, statement_id: str) -> Insight:
        """Return the insight in which a statement stands."""
        return self._statements[statement_id][1]

    def session(self, statement_id: str) -> Session:
        """Return the session in which a statement stands."""
        return self._statements[statement_id][0]

    def order(self, statement_id: str) -> int:
        """Return the place of a statement among all, in order of time."""
        return self._order[statement_id]

    def of_unit(self, unit: str) -> list[str]:
        """Return the ids of the statements that can have a topic, in order of time: the dilemmas, or all."""
        return [
            key
            for key, (_, _, statement) in self._statements.items()
            if unit != "dilemmas" or statement.kind == "dilemma"
        ]

    def quote(self, statement_id: str) -> Quote:
        """Return a statement as a quote that can be found again."""
        session, insight, statement = self._statements[statement_id]
        role = statement.attributed_to
        return Quote(
            text=statement.text,
            statement_id=statement_id,
            session_id=session.session_id,
            session_label=session.title,
            date_label=session.date_label,
            insight_id=insight.insight_id,
            insight_label=insight.label,
            line=statement.line,
            path=session.path,
            attributed_to=self._names.role(role) if role else None,
        )


def dilemmas(topics: pd.DataFrame, assignments: pd.DataFrame, places: Places, names: Names) -> tuple[Dilemma, ...]:
    """Return the topics with at least one dilemma, those of most sessions first.

    Ties go by the number of statements, then by label.
    """
    members: Mapping[str, list[Row]] = defaultdict(list)
    for row in records(assignments):
        if row["topic_id"] is not None and row["statement_id"] in places:
            members[row["topic_id"]].append(row)
    found = [
        _dilemma(topic, members[topic["topic_id"]], places, names)
        for topic in records(topics)
        if members[topic["topic_id"]]
    ]
    return tuple(sorted(found, key=lambda topic: (-topic.n_sessions, -topic.n_statements, topic.label)))


def loose(assignments: pd.DataFrame, recurring: Iterable[Dilemma], places: Places, unit: str) -> tuple[Quote, ...]:
    """Return the dilemmas, or other statements, that belong to none of the recurring topics, in order of time."""
    topics = {dilemma.topic_id for dilemma in recurring}
    placed = {row["statement_id"] for row in records(assignments) if row["topic_id"] in topics}
    return tuple(places.quote(statement_id) for statement_id in places.of_unit(unit) if statement_id not in placed)


def raised_by(statements: Iterable[Statement], names: Names) -> tuple[Count, ...]:
    """Return who is said to hold the views in these statements, most first."""
    counts = Counter(statement.attributed_to for statement in statements if statement.attributed_to)
    found = [Count(code, names.role(code), n) for code, n in counts.items()]
    return tuple(sorted(found, key=lambda count: (-count.n, count.name)))


def _dilemma(topic: Row, members: Sequence[Row], places: Places, names: Names) -> Dilemma:
    by_fit = sorted(
        members,
        key=lambda row: (not row["is_representative"], -row["strength"], places.order(row["statement_id"])),
    )
    quoted = _from_different_sessions([row["statement_id"] for row in by_fit], places)[:MAX_QUOTES]
    statement_ids = sorted((row["statement_id"] for row in members), key=places.order)
    statements = [places.statement(statement_id) for statement_id in statement_ids]
    sessions = {places.session(key).session_id: places.session(key) for key in statement_ids}
    advice = _advice([*quoted, *statement_ids], places)
    different = _from_different_sessions(advice, places)
    chosen = [*different, *(key for key in advice if key not in different)][:MAX_ADVICE]
    return Dilemma(
        topic_id=topic["topic_id"],
        label=collapse(topic["label"]),
        sessions=tuple(sessions.values()),
        n_statements=len(statements),
        raised_by=raised_by(statements, names),
        n_unattributed=sum(statement.attributed_to is None for statement in statements),
        quotes=tuple(places.quote(key) for key in quoted),
        advice=tuple(places.quote(key) for key in chosen),
        n_advice=len(advice),
        stability=topic["stability"],
    )


def _advice(statement_ids: Iterable[str], places: Places) -> list[str]:
    """Return the advice in the insights of these statements, insight by insight."""
    insights = {places.insight(key).insight_id: places.insight(key) for key in statement_ids}
    return [
        statement.statement_id
        for insight in insights.values()
        for statement in insight.statements
        if statement.kind == "advies"
    ]


def _from_different_sessions(statement_ids: Iterable[str], places: Places) -> list[str]:
    """Return the first statement of each session, in the order given."""
    first: dict[str, str] = {}
    for statement_id in statement_ids:
        first.setdefault(places.session(statement_id).session_id, statement_id)
    return list(first.values())
