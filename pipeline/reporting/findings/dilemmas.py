"""Which dilemmas recur, who raised them, in which words, and what was advised."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.dutch import edtf
from pipeline.dutch.counter_voice import is_counter_voice
from pipeline.dutch.wording import collapse
from pipeline.reporting.findings.measures import Share, Trend
from pipeline.reporting.findings.model import Dilemma, Quote, Session, Statement
from pipeline.reporting.findings.places import Places
from pipeline.reporting.findings.themes import NO_SERIES
from pipeline.reporting.findings.trends import trends
from pipeline.reporting.findings.voices import raised_by, raised_by_organisations
from pipeline.reporting.inputs import Names
from pipeline.tables import PROMISE, records

MAX_QUOTES = 2
MAX_ADVICE = 2
MIN_THEME = 1 / 3  # of the insights of a dilemma must mention a theme to call it the theme of the dilemma
SHORT = 18  # words of a sentence that fits in a row
READABLE = 0.5  # how likely a sentence must be to stand alone
RECURRING = 2  # a dilemma recurs from this many sessions on

Row = dict[str, Any]


def recurring(topics: pd.DataFrame, assignments: pd.DataFrame, places: Places, names: Names) -> tuple[Dilemma, ...]:
    """Return the topics that recur, those of most sessions first.

    Ties go by the number of statements, then by label.
    """
    members: Mapping[str, list[Row]] = defaultdict(list)
    for row in records(assignments):
        if row["topic_id"] is not None and row["statement_id"] in places:
            members[row["topic_id"]].append(row)
    occurrences = {
        topic_id: {places.session(row["statement_id"]).session_id for row in rows} for topic_id, rows in members.items()
    }
    occurrences = {topic_id: found for topic_id, found in occurrences.items() if len(found) >= RECURRING}
    trend = trends(occurrences, places.sessions)
    found = [
        _dilemma(topic, members[topic["topic_id"]], trend[topic["topic_id"]], places, names)
        for topic in records(topics)
        if topic["topic_id"] in occurrences
    ]
    return tuple(sorted(found, key=lambda topic: (-topic.n_sessions, -topic.n_statements, topic.label)))


def loose(assignments: pd.DataFrame, recurring: Iterable[Dilemma], places: Places, unit: str) -> tuple[Quote, ...]:
    """Return the dilemmas, or other statements, that belong to none of the recurring topics, in order of time."""
    topics = {dilemma.topic_id for dilemma in recurring}
    placed = {row["statement_id"] for row in records(assignments) if row["topic_id"] in topics}
    return tuple(places.quote(statement_id) for statement_id in places.of_unit(unit) if statement_id not in placed)


def similar(groups: pd.DataFrame, places: Places) -> tuple[tuple[Quote, ...], ...]:
    """Return the pairs and small groups of statements that likely say the same, each in order of time."""
    members: Mapping[str, list[str]] = defaultdict(list)
    for row in records(groups):
        if row["statement_id"] in places:
            members[row["group_id"]].append(row["statement_id"])
    return tuple(
        tuple(places.quote(key) for key in sorted(keys, key=places.order)) for keys in members.values() if len(keys) > 1
    )


def _dilemma(topic: Row, members: Sequence[Row], trend: Trend, places: Places, names: Names) -> Dilemma:
    # What may be no dilemma is not quoted, unless there is nothing else.
    sure = [row for row in members if not places.statement(row["statement_id"]).is_uncertain]
    key = _key_sentence(sure or members, places)
    quoted = _quoted(key, sure or members, places) or _quoted(key, members, places)
    statement_ids = sorted((row["statement_id"] for row in members), key=places.order)
    statements = [places.statement(statement_id) for statement_id in statement_ids]
    sessions = {places.session(key).session_id: places.session(key) for key in statement_ids}
    advice = _advice([*([key] if key else []), *quoted, *statement_ids], places)
    different = _from_different_sessions(advice, places)
    short = _key_sentence([row for row in sure or members if _is_short(row, places)], places)
    chosen = [*different, *(key for key in advice if key not in different)][:MAX_ADVICE]
    return Dilemma(
        topic_id=topic["topic_id"],
        label=collapse(topic["label"]),
        theme=_theme(statements, places, names),
        sessions=tuple(sessions.values()),
        n_statements=len(statements),
        by_series=shares(sessions, places.sessions, lambda session: session.series or NO_SERIES),
        by_year=tuple(sorted(shares(sessions, places.sessions, lambda session: edtf.year(session.date)), key=_name)),
        trend=trend,
        raised_by=raised_by(statements, names),
        raised_by_organisations=raised_by_organisations(statements),
        n_unattributed=sum(statement.attributed_to is None for statement in statements),
        key_sentence=places.quote(key) if key else None,
        short_sentence=places.quote(short) if short else None,
        counter=_counter(statements, {key, *quoted, *chosen}, places),
        quotes=tuple(places.quote(own) for own in quoted),
        advice=tuple(places.quote(own) for own in chosen),
        n_advice=len(advice),
        n_advised=len(different),
        stability=topic["stability"],
        statement_ids=tuple(statement_ids),
    )


def _theme(statements: Sequence[Statement], places: Places, names: Names) -> str | None:
    """Return the theme of which the share among the insights of these statements exceeds that among all most."""
    insights = {statement.insight_id: places.insight(statement.statement_id) for statement in statements}
    own = Counter(theme for insight in insights.values() for theme in insight.themes)
    surplus = {
        theme: n / len(insights) - places.share_of_insights(theme)
        for theme, n in own.items()
        if n >= MIN_THEME * len(insights)
    }
    best = max(surplus, key=lambda theme: (surplus[theme], theme), default=None)
    return names.theme(best) if best is not None and surplus[best] > 0 else None


def _counter(statements: Sequence[Statement], shown: Collection[str | None], places: Places) -> Quote | None:
    """Return a statement of the dilemma, or else of its insights, that says of itself that it contradicts."""
    own = {statement.statement_id for statement in statements}
    near = {other.statement_id: other for key in own for other in places.insight(key).statements}
    found = [
        other
        for key, other in near.items()
        if key not in shown and other.stands_alone >= READABLE and is_counter_voice(collapse(other.text))
    ]
    best = min(
        found,
        key=lambda one: (one.statement_id not in own, one.attributed_to is None, places.order(one.statement_id)),
        default=None,
    )
    return places.quote(best.statement_id) if best is not None else None


def _quoted(key: str | None, members: Iterable[Row], places: Places) -> list[str]:
    """Return the members to quote beside the key sentence, the representative first; each from another session."""
    by_fit = sorted(
        members, key=lambda row: (not row["is_representative"], -row["strength"], places.order(row["statement_id"]))
    )
    in_order = [*([key] if key else []), *(row["statement_id"] for row in by_fit)]
    return [own for own in _from_different_sessions(in_order, places) if own != key][:MAX_QUOTES]


def _key_sentence(members: Iterable[Row], places: Places) -> str | None:
    """Return the member that can best be read alone as what the dilemma is about; None if none can.

    What counts most is that it stands alone, then that it holds both sides, then how surely it belongs.
    """

    def fitness(row: Row) -> tuple[float, int]:
        statement = places.statement(row["statement_id"])
        form = statement.stands_alone * (0.5 + statement.both_sides)
        return form * row["strength"], -places.order(row["statement_id"])

    readable = [row for row in members if places.statement(row["statement_id"]).stands_alone >= READABLE]
    return str(max(readable, key=fitness)["statement_id"]) if readable else None


def _is_short(row: Row, places: Places) -> bool:
    return len(places.statement(row["statement_id"]).text.split()) <= SHORT


def shares(
    present: Collection[str], sessions: Iterable[Session], key: Callable[[Session], str | None]
) -> tuple[Share, ...]:
    """Return of how many sessions with the same key how many are present, most first; None is no key."""
    keyed = [(name, session.session_id in present) for session in sessions if (name := key(session)) is not None]
    whole = Counter(name for name, _ in keyed)
    part = Counter(name for name, is_present in keyed if is_present)
    found = [Share(name, n, whole[name]) for name, n in part.items()]
    return tuple(sorted(found, key=lambda share: (-share.n, -share.n / share.whole, share.name)))


def _name(share: Share) -> str:
    return share.name


def _advice(statement_ids: Iterable[str], places: Places) -> list[str]:
    """Return the advice in the insights of these statements, insight by insight; what is sure and readable is first."""
    insights = {places.insight(key).insight_id: places.insight(key) for key in statement_ids}
    found = [
        statement for insight in insights.values() for statement in insight.statements if statement.kind == "advies"
    ]
    # A promise is no answer to a dilemma; what is doubtful, or cannot be read alone, gives way.
    ranked = sorted(found, key=lambda one: (one.advice_type == PROMISE, one.is_uncertain, one.stands_alone < READABLE))
    return [statement.statement_id for statement in ranked]


def _from_different_sessions(statement_ids: Iterable[str], places: Places) -> list[str]:
    """Return the first statement of each session, in the order given."""
    first: dict[str, str] = {}
    for statement_id in statement_ids:
        first.setdefault(places.session(statement_id).session_id, statement_id)
    return list(first.values())
