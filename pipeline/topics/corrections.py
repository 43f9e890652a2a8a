"""What a researcher puts right by hand: dilemmas moved to another topic, in new tables."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.errors import SettingError


def reassign(
    topics: pd.DataFrame, assignments: pd.DataFrame, statements: pd.DataFrame, corrections: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Move dilemmas to another topic, or make them loose.

    Labels, terms and stability stay as the analysis gave them: they tell of the topics as they were found.

    Parameters
    ----------
    topics, assignments
        The tables `topics` and `topic_assignments`.
    statements
        The table, for the sessions of the dilemmas.
    corrections
        A row for each dilemma to move: `statement_id`, and `topic_id` of the topic where it belongs, null or empty
        for a loose one. Other columns may be there and do nothing.

    Returns
    -------
    topics, assignments
        New tables; the given ones stay as they are. A topic without dilemmas is gone. A moved dilemma has strength
        0, for nothing was measured of it there, and is representative only where its topic has no other.

    Raises
    ------
    SettingError
        If a correction names a dilemma or a topic that does not exist, or a dilemma twice.
    """
    moves = _moves(topics, assignments, corrections)
    rows = tables.records(assignments)
    for row in rows:
        to = moves.get(row["statement_id"], row["topic_id"])
        if to != row["topic_id"]:
            row |= {"topic_id": to, "strength": 0.0, "is_representative": False, "is_corrected": True}
            row |= {"status": "ingedeeld", "nearest_topic_id": to} if to else {"status": "los"}
    session_of = dict(zip(statements["statement_id"], statements["session_id"], strict=True))
    members: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["topic_id"] is not None:
            members.setdefault(row["topic_id"], []).append(row)
    for of_topic in members.values():
        if not any(row["is_representative"] for row in of_topic):
            max(of_topic, key=lambda row: row["strength"])["is_representative"] = True
    for row in rows:
        if row["nearest_topic_id"] not in members:
            row["nearest_topic_id"] = None
    kept = [
        {
            **topic,
            "n_statements": len(members[topic["topic_id"]]),
            "n_sessions": len({session_of[row["statement_id"]] for row in members[topic["topic_id"]]}),
        }
        for topic in tables.records(topics)
        if topic["topic_id"] in members
    ]
    return (
        tables.validate("topics", tables.frame("topics", kept)),
        tables.validate("topic_assignments", tables.frame("topic_assignments", rows)),
    )


def _moves(topics: pd.DataFrame, assignments: pd.DataFrame, corrections: pd.DataFrame) -> Mapping[str, str | None]:
    """Return where each corrected dilemma goes, None for loose, once it is clear that all of it exists."""
    if not {"statement_id", "topic_id"} <= set(corrections.columns):
        raise SettingError("De tabel met correcties heeft de kolommen statement_id en topic_id nodig; vul die aan.")
    pairs = [(row["statement_id"], row["topic_id"] or None) for row in tables.records(corrections)]
    dilemmas, known = set(assignments["statement_id"]), set(topics["topic_id"])
    twice = Counter(statement_id for statement_id, _ in pairs)
    for statement_id, topic_id in pairs:
        if statement_id not in dilemmas:
            raise SettingError(f"Er is geen dilemma “{statement_id}”; neem het nummer over uit de tabel met dilemma’s.")
        if twice[statement_id] > 1:
            raise SettingError(f"Het dilemma “{statement_id}” staat twee keer in de correcties; laat er één staan.")
        if topic_id is not None and topic_id not in known:
            options = ", ".join(topics["topic_id"]) or "geen: er zijn geen onderwerpen"
            raise SettingError(f"Er is geen onderwerp “{topic_id}”; kies uit {options}.")
    return dict(pairs)
