"""What the program made of each statement, also where a person has since put it right.

Who judges a statement judges the program, not the former coder: only then do two coders judge the same thing, and only
then do figures say how good the program is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.corrections.known_topics import NONE
from pipeline.corrections.model import What
from pipeline.corrections.outcome import APPLIED
from pipeline.tables import records

_TOO_LITTLE = "te_weinig"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class MachineCodes:
    """What the program gave to a statement.

    Attributes
    ----------
    kind, themes, roles, voice
        Its codes; `voice` is None for nobody.
    topic
        The id of its topic, `los` for none, or None for a statement that was not divided into topics.
    is_topic_given
        Whether the program gave that topic: it did not where there was too little to divide, and what it gave is not
        known any more where a person changed a topic as a whole.
    """

    kind: str
    themes: tuple[str, ...]
    roles: tuple[str, ...]
    voice: str | None
    topic: str | None
    is_topic_given: bool


def machine_codes(data: Mapping[str, pd.DataFrame]) -> dict[str, MachineCodes]:
    """Return by statement what the program gave, before people corrected it.

    Parameters
    ----------
    data
        The tables of an analysis, corrections applied.
    """
    applied: dict[str, list[Row]] = defaultdict(list)
    for row in records(data["corrections"], ("what", "status", "statement_id", "was", "becomes", "machine")):
        if row["status"] == APPLIED and row["statement_id"] is not None:
            applied[row["what"]].append(row)
    themes = _mentioned(data["theme_mentions"], "theme", applied[What.THEME])
    roles = _mentioned(data["role_mentions"], "role", applied[What.ROLE])
    voices = {row["statement_id"]: row["machine"] for row in applied[What.VOICE]}
    moved = {row["statement_id"]: row["machine"] or NONE for row in applied[What.TOPIC]}
    topics: dict[str, tuple[str | None, bool]] = {
        row["statement_id"]: (row["topic_id"] or NONE, row["status"] != _TOO_LITTLE and not row["is_corrected"])
        for row in records(data["topic_assignments"], ("statement_id", "topic_id", "status", "is_corrected"))
    }
    topics |= {statement_id: (topic, True) for statement_id, topic in moved.items()}
    return {
        row["statement_id"]: MachineCodes(
            row["kind_machine"],
            tuple(sorted(themes[row["statement_id"]])),
            tuple(sorted(roles[row["statement_id"]])),
            voices.get(row["statement_id"], row["attributed_to"]),
            *topics.get(row["statement_id"], (None, False)),
        )
        for row in records(data["statements"], ("statement_id", "kind_machine", "attributed_to"))
    }


def _mentioned(mentions: pd.DataFrame, column: str, applied: Sequence[Row]) -> Mapping[str, set[str]]:
    """Return the codes of each statement without what a person added, and with what a person took away."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in records(mentions, ("statement_id", column, "negated", "is_corrected")):
        if row["statement_id"] is not None and not row["negated"] and not row["is_corrected"]:
            found[row["statement_id"]].add(row[column])
    for one in applied:
        # Of a row that puts one code in place of another, the first may not have been there.
        if one["was"] and (not one["becomes"] or one["machine"] == one["was"]):
            found[one["statement_id"]].add(one["was"])
    return found
