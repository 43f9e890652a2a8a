"""Corrections of topics: which dilemma belongs where, which topics are one, and what they are called.

They are applied to the topics of the program in every run, and what the program keeps of its own topics holds none of
them: so that a next run compares like with like.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.corrections.apply import AFTER_TOPICS
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
from pipeline.corrections.texts import normal

NONE = "los"
_OWN = "eigen-"  # opens the id of a topic that a person made; those of the program are a letter and a number
_MACHINE_ID = re.compile(r"t\d+")
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


def own_id(name: str) -> str:
    """Return the id of a topic that a person made, the same in every run.

    >>> own_id("Wie beslist?") == own_id("wie  beslist?")
    True
    """
    return _OWN + hashlib.sha256(_key(name).encode()).hexdigest()[:8]


def is_own(topic_id: str) -> bool:
    """Return whether a topic was made by a person."""
    return topic_id.startswith(_OWN)


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
    known = _Known(topics, labels, outcomes.values())
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


class _Known:
    """The topics that a person can name: by id, by the name of the program, or by one that somebody gave."""

    def __init__(self, topics: pd.DataFrame, labels: Mapping[str, str], outcomes: Iterable[Outcome]) -> None:
        self.label = dict(zip(topics["topic_id"], topics["label"], strict=True))
        self._ids: dict[str, set[str]] = defaultdict(set)
        for topic_id, label in [*self.label.items(), *labels.items()]:
            self._ids[_key(label)].add(topic_id)
        self.new: dict[str, str] = {}  # the name of each topic that a person makes
        listed = list(outcomes)
        self._rename(listed)  # a topic may be told by the name that it gets
        for one in listed:
            name = one.correction.becomes
            if one.correction.what is What.TOPIC and self._may_be_new(name):
                self.new.setdefault(own_id(name), name)
        for topic_id, name in self.new.items():
            self._ids[_key(name)].add(topic_id)
        self._rename(listed)

    def _rename(self, outcomes: Iterable[Outcome]) -> None:
        for one in outcomes:
            if one.correction.what is What.TOPIC_NAME:
                for topic_id in tuple(self.ids(one.correction.was)):
                    self._ids[_key(one.correction.becomes)].add(topic_id)

    def _may_be_new(self, name: str) -> bool:
        return _key(name) != NONE and not self.ids(name) and _MACHINE_ID.fullmatch(_key(name)) is None

    def ids(self, said: str) -> set[str]:
        """Return the topics that may be meant."""
        key = _key(said)
        return {key} if key in self.label or key in self.new else self._ids.get(key, set())

    def find(self, said: str) -> str:
        """Return the one topic that is meant.

        Raises
        ------
        LooseError
            If there is none, or more than one.
        """
        found = self.ids(said)
        if len(found) > 1:
            raise LooseError(f"“{said}” kan meer onderwerpen zijn; noem het nummer: {', '.join(sorted(found))}.")
        if not found:
            raise LooseError(f"Het onderwerp “{said}” is er niet meer; noem een ander of haal de rij weg.")
        return next(iter(found))


def _resolve(one: Outcome, known: _Known, topic_of: Mapping[str, Mapping[str, Any]]) -> None:
    what, was, becomes = one.correction.what, one.correction.was, one.correction.becomes
    if what is What.TOPIC:
        statement = one.ids["statement_id"] or ""
        if statement not in topic_of:
            raise LooseError(_NO_TOPIC)
        to = "" if _key(becomes) == NONE else known.find(becomes)
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
    taken = {other for other, label in known.label.items() if _key(label) == _key(becomes) and other != topic}
    if taken:
        remedy = "kies een andere naam of voeg de onderwerpen samen"
        raise WrongError(f"Zo heet het onderwerp {', '.join(sorted(taken))} al; {remedy}.")
    one.machine = known.label.get(topic, known.new.get(topic, ""))
    one.targets = (Target((what.value, topic), becomes, one.machine),)
    one.was = one.machine  # the name: of which topic stands beside it


def _as_id(said: str, known: _Known) -> str:
    """Return what a coder saw as an id, or as it stands if there is no such topic."""
    found = known.ids(said)
    return next(iter(found)) if len(found) == 1 else "" if _key(said) == NONE else said


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
    known: _Known,
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


def _key(name: str) -> str:
    return normal(name).strip()
