"""Corrections of topics: which dilemma belongs where, which topics are one, and what they are called.

They are applied to the topics of the program in every run, and what the program keeps of its own topics holds none of
them: so that a next run compares like with like.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.corrections.apply import AFTER_TOPICS
from pipeline.corrections.known_topics import NONE, KnownTopics, key_of
from pipeline.corrections.model import Anchor, Correction, What
from pipeline.corrections.outcome import (
    APPLIED,
    CONTRADICTED,
    LOOSE,
    WRONG,
    LooseError,
    Outcome,
    Target,
    WrongError,
    settle,
)

_NO_TOPIC = "Deze uitspraak is nu niet ingedeeld bij de onderwerpen; haal de rij weg of corrigeer eerst de soort."


@dataclass(frozen=True)
class Plan:
    """What changes of the topics.

    Attributes
    ----------
    moves
        The topic of each statement that moves, None for none.
    new
        The rows of topics that people made.
    labels
        The names that people gave, by `topic_id`.
    merged
        Into which topic each goes that is no topic any more.
    corrections
        The table `corrections` with what became of the corrections of topics.
    """

    moves: Mapping[str, str | None]
    new: tuple[Mapping[str, Any], ...]
    labels: Mapping[str, str]
    merged: Mapping[str, str]
    corrections: pd.DataFrame


def plan(
    corrections: pd.DataFrame,
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    labels: Mapping[str, str],
    given: Mapping[str, str],
) -> Plan:
    """Return what corrections change of the topics.

    Parameters
    ----------
    corrections
        The table as `apply` left it.
    topics, assignments
        The tables, the topics with the names that they have now.
    labels
        The name that the program gave to each topic.
    given
        The names in `onderwerpen.csv`, by `topic_id`.
    """
    rows = tables.records(corrections)
    outcomes = {
        place: _outcome(row)
        for place, row in enumerate(rows)
        if row["what"] in AFTER_TOPICS and row["status"] == APPLIED
    }
    known = KnownTopics(topics, labels, outcomes.values())
    topic_of = {row["statement_id"]: row for row in tables.records(assignments, ["statement_id", "topic_id"])}
    for one in outcomes.values():
        try:
            _resolve(one, known, topic_of)
        except LooseError as error:
            one.end(LOOSE, str(error))
        except WrongError as error:
            one.end(WRONG, str(error))
    settle(outcomes.values())
    merged = _merged(outcomes.values())
    made = _made(outcomes.values(), topic_of, known, merged, given)
    for place, one in outcomes.items():
        rows[place] |= {
            "status": one.status, "message": " ".join(one.messages) or None, "topic_id": one.ids.get("topic_id"),
            "was": (one.was if one.was is not None else one.correction.was) or None,
            "becomes": (one.becomes if one.becomes is not None else one.correction.becomes) or None,
            "machine": one.machine or None,
        }  # fmt: skip
    return Plan(*made, merged, tables.frame("corrections", rows))


def _outcome(row: Mapping[str, Any]) -> Outcome:
    told = {name: row[name] or "" for name in ("was", "becomes", "coder", "date", "reason", "picked")}
    one = Outcome(Correction(row["file"], row["row"], What(row["what"]), Anchor(""), **told))
    one.ids["statement_id"] = row["statement_id"]
    return one


def _resolve(one: Outcome, known: KnownTopics, topic_of: Mapping[str, Mapping[str, Any]]) -> None:
    what, was, becomes = one.correction.what, one.correction.was, one.correction.becomes
    if what is What.TOPIC:
        statement = one.ids["statement_id"] or ""
        if statement not in topic_of:
            raise LooseError(_NO_TOPIC)
        to = "" if key_of(becomes) == NONE else known.find(becomes)
        one.machine = topic_of[statement]["topic_id"] or ""
        one.was = _as_id(was, known)
        one.becomes, one.ids["topic_id"] = to or NONE, to or None
        one.targets = (Target((what.value, statement), to, one.machine),)
        return
    topic = known.find(was)
    one.was = one.ids["topic_id"] = topic
    if what is What.TOPICS_MERGED:
        into = known.find(becomes)
        if into == topic:
            raise WrongError("Een onderwerp kan niet bij zichzelf; noem in de kolom wordt een ander onderwerp.")
        one.becomes, one.machine = into, topic
        one.targets = (Target((what.value, topic), into, topic),)
        return
    taken = {other for other, label in known.label.items() if key_of(label) == key_of(becomes) and other != topic}
    if taken:
        remedy = "kies een andere naam of voeg de onderwerpen samen"
        raise WrongError(f"Zo heet het onderwerp {', '.join(sorted(taken))} al; {remedy}.")
    one.machine = known.label.get(topic, known.new.get(topic, ""))
    one.targets = (Target((what.value, topic), becomes, one.machine),)
    one.was = one.machine  # the name: of which topic stands beside it


def _as_id(said: str, known: KnownTopics) -> str:
    """Return what a coder saw as an id, or as it stands if there is no such topic."""
    found = known.ids(said)
    return next(iter(found)) if len(found) == 1 else "" if key_of(said) == NONE else said


def _merged(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """Return into which topic each of those goes that are merged, however many steps that takes."""
    steps = {
        one.targets[0].key[1]: one
        for one in outcomes
        if one.status == APPLIED and one.correction.what is What.TOPICS_MERGED
    }
    found: dict[str, str] = {}
    for topic in steps:
        seen, last = [topic], steps[topic].targets[0].value
        while last in steps and last not in seen:
            seen.append(last)
            last = steps[last].targets[0].value
        if last not in seen:
            found[topic] = last
    for topic, one in steps.items():
        if topic not in found:
            one.end(CONTRADICTED, "Onderwerpen gaan hier in een kring bij elkaar; haal een van de rijen weg.")
    return found


def _made(
    outcomes: Iterable[Outcome],
    topic_of: Mapping[str, Mapping[str, Any]],
    known: KnownTopics,
    merged: Mapping[str, str],
    given: Mapping[str, str],
) -> tuple[dict[str, str | None], tuple[Mapping[str, Any], ...], dict[str, str]]:
    """Return the moves of statements, the new topics and the names."""
    moves: dict[str, str | None] = {
        key: merged[row["topic_id"]] for key, row in topic_of.items() if row["topic_id"] in merged
    }
    labels: dict[str, str] = {}
    for one in outcomes:
        if one.status != APPLIED:
            continue
        key, to = one.targets[0].key[1], one.targets[0].value
        if one.correction.what is What.TOPIC:
            moves[key] = merged.get(to, to) or None
        elif one.correction.what is What.TOPIC_NAME:
            labels[key] = to
            if given.get(key, to) != to:
                one.messages.append(f"Gaat voor de naam “{given[key]}” in onderwerpen.csv.")
    used = set(moves.values())
    new: tuple[Mapping[str, Any], ...] = tuple(
        {
            "topic_id": key,
            "label": labels.get(key, name),
            "terms": [],
            "n_statements": 0,
            "n_sessions": 0,
            "stability": None,
        }
        for key, name in known.new.items()
        if key in used
    )
    return moves, new, labels
