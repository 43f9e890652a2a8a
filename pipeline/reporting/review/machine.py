"""What the program made of each statement, also where a person has since put it right.

Who judges a statement judges the program, not the former coder: only then do two coders judge the same thing.
"""

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from pipeline.reporting.review.model import LOOSE, Codes
from pipeline.tables import records

_APPLIED = "toegepast"
_THEME, _ROLE = "thema", "rol"
_VOICE, _TOPIC = "stem", "onderwerp"


def machine_codes(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, Codes]:
    """Return by statement what the program gave."""
    applied: dict[str, list[dict[str, str | None]]] = defaultdict(list)
    for row in records(tables["corrections"], ["what", "status", "statement_id", "was", "machine"]):
        if row["status"] == _APPLIED and row["statement_id"] is not None:
            applied[row["what"]].append(row)
    themes = _mentioned(tables["theme_mentions"], "theme", applied[_THEME])
    roles = _mentioned(tables["role_mentions"], "role", applied[_ROLE])
    voices = {row["statement_id"]: row["machine"] for row in applied[_VOICE]}
    topics: dict[str | None, str | None] = {
        row["statement_id"]: row["topic_id"] or LOOSE
        for row in records(tables["topic_assignments"], ["statement_id", "topic_id"])
    }
    topics |= {row["statement_id"]: row["machine"] or LOOSE for row in applied[_TOPIC]}
    return {
        row["statement_id"]: Codes(
            row["kind_machine"],
            tuple(sorted(themes[row["statement_id"]])),
            tuple(sorted(roles[row["statement_id"]])),
            voices.get(row["statement_id"], row["attributed_to"]),
            topics.get(row["statement_id"]),
        )
        for row in records(tables["statements"], ["statement_id", "kind_machine", "attributed_to"])
    }


def _mentioned(mentions: pd.DataFrame, column: str, applied: list[dict[str, str | None]]) -> Mapping[str, set[str]]:
    """Return the codes of each statement without what a person added, and with what a person took away."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in records(mentions, ["statement_id", column, "negated", "is_corrected"]):
        if row["statement_id"] is not None and not row["negated"] and not row["is_corrected"]:
            found[row["statement_id"]].add(row[column])
    for row in applied:
        if row["was"] and row["statement_id"]:
            found[row["statement_id"]].add(row["was"])
    return found
