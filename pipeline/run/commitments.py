"""Promises over all reports: when they are due by the date of their session, and what later comes back to them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.dutch import edtf
from pipeline.dutch.deadlines import resolve

_STATEMENT = ("statement_id", "session_id", "report_id", "start_char", "text", "lemmas", "attributed_to")
_ROLE = ("statement_id", "role", "start_char", "end_char", "negated", "is_corrected")


def complete(data: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the table of promises with `due` and `returns_in`.

    Parameters
    ----------
    data
        The tables `commitments`, `statements`, `sessions` and `role_mentions` of all reports.
    """
    sessions = {row["session_id"]: row for row in tables.records(data["sessions"])}
    returns = _returns(data, sessions)
    rows = []
    for row in tables.records(data["commitments"]):
        session = sessions[row["session_id"]]
        due = resolve(row["due_text"], session["date"], session["next_date"]) if row["due_text"] else None
        rows.append({**row, "due": due, "returns_in": returns.get(row["statement_id"])})
    return tables.frame("commitments", rows)


def _returns(data: Mapping[str, pd.DataFrame], sessions: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the statement of a later session that comes back to a promise, by the statement of the promise."""
    commitments = [row for row in tables.records(data["commitments"]) if row["actor"] is not None]
    if not commitments:
        return {}
    from pipeline.nlp.follow_ups import Said, actor_of, first_return, rare_lemmas  # loads spaCy

    mentions: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for mention in tables.records(data["role_mentions"], _ROLE):
        if mention["statement_id"] is not None and not mention["negated"]:
            mentions[mention["statement_id"]].append(mention)
    said: dict[str, Said] = {}
    by_session: dict[str, list[Said]] = defaultdict(list)
    for row in tables.records(data["statements"], _STATEMENT):
        key = row["statement_id"]
        roles = {mention["role"] for mention in mentions[key]} | {row["attributed_to"]} - {None}
        said[key] = Said(key, row["text"], frozenset(row["lemmas"]), frozenset(roles))
        by_session[row["session_id"]].append(said[key])
    rare = rare_lemmas(list(said.values()))
    later_of = {key: _later(key, sessions) for key in {row["session_id"] for row in commitments}}
    found = {}
    for row in commitments:
        own = [
            mention["role"]
            for mention in mentions[row["statement_id"]]
            if mention["start_char"] < row["actor_end_char"]
            and row["actor_start_char"] < mention["end_char"]
            and not mention["is_corrected"]  # it spans the statement, and says nothing of who acts
        ]
        actor = actor_of(row["actor"], own)
        if actor is None:
            continue
        later = [by_session[key] for key in later_of[row["session_id"]]]
        statement = first_return(said[row["statement_id"]], actor, later, rare)
        if statement is not None:
            found[row["statement_id"]] = statement
    return found


def _later(session_id: str, sessions: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the later sessions of the same series, in the order of time; of all sessions where it has no series."""
    own = sessions[session_id]
    if not edtf.has_year(own["date"]):
        return []
    later = [
        row
        for row in sessions.values()
        if edtf.has_year(row["date"])
        and edtf.last_day(own["date"]) < edtf.first_day(row["date"])
        and (own["series"] is None or row["series"] == own["series"])
    ]
    return [row["session_id"] for row in sorted(later, key=lambda row: (edtf.sort_key(row["date"]), row["session_id"]))]
