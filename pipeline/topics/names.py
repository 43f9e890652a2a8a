"""Names of topics in words that stand above their core, or in it.

A topic is called by the heading whose statements weigh most: the more surely they belong to the topic, and the better
they can be read alone as what is at odds, the more. A heading that asks, has a verb, or sets one thing against another
comes before one that only says what it is about. Without such a heading a short clause of a key sentence names it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline import tables
from pipeline.dutch import dilemma_names
from pipeline.topics.clustering import Communities

READABLE = 0.5  # how likely a sentence must be to stand alone
_FOR_A_MARK = 0.5  # what a mark of a dilemma adds to the weight of a heading, as a share
_UNKNOWN = 0.5  # of what is no dilemma, nobody knows whether it stands alone
_N_KEY_SENTENCES = 3


@dataclass(frozen=True)
class Sources:
    """Where names of topics may come from.

    Attributes
    ----------
    insights, statements
        The tables.
    withheld
        The ids of the insights whose headings, and of the statements whose texts, name nothing: they hold the name of
        a person.
    """

    insights: pd.DataFrame
    statements: pd.DataFrame
    withheld: Collection[str] = frozenset()


@dataclass(frozen=True)
class _Member:
    session: str
    weight: float
    readable: bool
    text: str | None  # none where it may not be told
    heading: str | None
    words: frozenset[str]


def names_of_topics(units: pd.DataFrame, found: Communities, sources: Sources) -> dict[int, list[str]]:
    """Return what could name each topic in words of its core, the best first.

    Parameters
    ----------
    units
        What was clustered, n rows; see `topics.units`.
    found
        How they are divided.
    sources
        The headings and texts.
    """
    nouns = {noun for of_unit in units["nouns"] for noun in of_unit}
    members: Mapping[int, list[_Member]] = defaultdict(list)
    for topic, member in zip(found.labels.tolist(), _members(units, found, sources), strict=True):
        if topic >= 0:
            members[topic].append(member)
    return {topic: [*_headings(own, nouns), *_clauses(own, nouns)] for topic, own in sorted(members.items())}


def _members(units: pd.DataFrame, found: Communities, sources: Sources) -> list[_Member]:
    heading_of = dict(zip(sources.insights["insight_id"], tables.records(sources.insights, ["heading"]), strict=True))
    columns = ("statement_id", "text", "stands_alone", "both_sides")
    form_of = {row["statement_id"]: row for row in tables.records(sources.statements, columns)}
    members = []
    for row, strength in zip(tables.records(units), found.strengths.tolist(), strict=True):
        form = form_of[row["statement_id"]]
        alone, both = (_UNKNOWN if form[name] is None else form[name] for name in ("stands_alone", "both_sides"))
        heading = heading_of[row["insight_id"]]["heading"]
        said = heading if heading and row["insight_id"] not in sources.withheld else None
        members.append(
            _Member(
                session=row["session_id"],
                weight=strength * alone * (0.5 + both),
                readable=form["stands_alone"] is not None and alone >= READABLE,
                text=None if row["statement_id"] in sources.withheld else form["text"],
                heading=None if said is None else dilemma_names.bare(said),
                words=frozenset(dilemma_names.content_words(f"{heading or ''} {row['text']}")),
            )
        )
    return members


def _headings(members: Sequence[_Member], nouns: Collection[str]) -> list[str]:
    """Return the headings above the members that can name a dilemma and that other sessions bear out."""
    under: Mapping[str, list[_Member]] = defaultdict(list)
    for member in members:
        if member.heading is not None and dilemma_names.can_name(member.heading):
            under[member.heading].append(member)
    weights = {
        heading: sum(member.weight for member in own) * (1 + _FOR_A_MARK * dilemma_names.n_marks(heading, nouns))
        for heading, own in under.items()
        if _is_supported(heading, own, members)
    }
    return sorted(weights, key=lambda heading: (-weights[heading], heading))


def _clauses(members: Sequence[_Member], nouns: Collection[str]) -> list[str]:
    """Return short clauses of the members that can best be read alone, the best first."""
    readable = sorted(
        (member for member in members if member.readable and member.text is not None),
        key=lambda member: (-member.weight, member.text),
    )
    return [
        clause
        for member in readable[:_N_KEY_SENTENCES]
        for clause in dilemma_names.clauses(member.text or "", nouns)
        if _is_supported(clause, [member], members)
    ]


def _is_supported(text: str, own: Sequence[_Member], members: Sequence[_Member]) -> bool:
    """Return whether a word of a text, or one near it, is said in a session of the topic that the text is not from."""
    sessions = {member.session for member in own}
    others = {word for member in members if member.session not in sessions for word in member.words}
    return dilemma_names.is_supported(text, sorted(others))
