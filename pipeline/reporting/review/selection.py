"""Which statements are put before a coder, and why."""

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.reporting.sections.dilemmas import FIRM
from pipeline.tables import PICKED, records

_UNCERTAIN, _TOPIC, _CHANCE = PICKED
_CHECKED = "nagekeken"


def pick(tables: Mapping[str, pd.DataFrame], ids: Sequence[str], n: int, seed: int) -> Mapping[str, tuple[str, ...]]:
    """Return the statements to look over, by why, in the order to look them over.

    The sample is drawn from all statements, so that what is found in it holds for all; a statement in the sample is in
    no other part. The others are what a correction helps most: statements of which the program is not sure, the least
    certain first, and the members of topics that are not firm, the loosest first. What a person has already judged is
    in neither.

    Parameters
    ----------
    tables
        The tables of the data contract.
    ids
        The statements that can be judged.
    n
        How many statements each part has at most.
    seed
        The same seed draws the same sample. More statements, or a larger sample, leave what was drawn in it as far as
        can be: the sample is that of the smallest numbers that chance gives to each place in each report (a bottom-k
        sample; E. Cohen and H. Kaplan, 2007).
    """
    judgeable = set(ids)
    rows = {row["statement_id"]: row for row in records(tables["statements"]) if row["statement_id"] in judgeable}
    digests = {row["report_id"]: row["sha256"] for row in records(tables["reports"], ["report_id", "sha256"])}

    def lot(statement_id: str) -> tuple[str, str]:
        row = rows[statement_id]
        key = f"{seed} {digests[row['report_id']]} {row['start_char']}"
        return hashlib.blake2b(key.encode(), digest_size=16).hexdigest(), statement_id

    sample = tuple(sorted(rows, key=lot)[:n])
    left = set(rows) - set(sample) - _judged(tables)
    uncertain = sorted(
        (statement_id for statement_id in left if rows[statement_id]["is_uncertain"]),
        key=lambda statement_id: (rows[statement_id]["kind_score"], statement_id),
    )[:n]
    left -= set(uncertain)
    of_topics = tuple(one for one in _of_loose_topics(tables) if one in left)[:n]
    return {_UNCERTAIN: tuple(uncertain), _TOPIC: of_topics, _CHANCE: sample}


def _judged(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    checked = records(tables["corrections"], ["what", "statement_id"])
    corrected = records(tables["statements"], ["statement_id", "is_corrected"])
    return {row["statement_id"] for row in checked if row["what"] == _CHECKED and row["statement_id"]} | {
        row["statement_id"] for row in corrected if row["is_corrected"]
    }


def _of_loose_topics(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    stability = {row["topic_id"]: row["stability"] for row in records(tables["topics"])}
    members = [
        row
        for row in records(tables["topic_assignments"])
        if stability.get(row["topic_id"], 1.0) < FIRM and not row["is_corrected"]
    ]
    members.sort(key=lambda row: (stability[row["topic_id"]], row["topic_id"], row["strength"], row["statement_id"]))
    return [row["statement_id"] for row in members]
