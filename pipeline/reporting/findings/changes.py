"""What became of the topics of the former analysis, and where those of this one come from."""

from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.dutch.wording import collapse
from pipeline.reporting.findings.model import Change
from pipeline.tables import records


def changes(table: pd.DataFrame, topics: Iterable[str]) -> Mapping[str, Change]:
    """Return the changes by `topic_id`.

    Parameters
    ----------
    table
        The table `topic_changes`.
    topics
        The ids of the topics that there are now. An id that came later has a higher number.
    """
    present = set(topics)
    label_of = {row["topic_id"]: collapse(row["label"]) if row["label"] else None for row in records(table)}

    def named(related: Iterable[str]) -> tuple[str | None, ...]:
        return tuple(label_of.get(topic) for topic in related)

    found = {}
    for row in records(table):
        topic, related = row["topic_id"], row["related"]
        is_gone = topic not in present
        is_split = row["change"] == "gesplitst" and not is_gone
        is_part = is_split and all(_number(other) < _number(topic) for other in related)
        found[topic] = Change(
            label=label_of[topic],
            is_gone=is_gone,
            is_new=row["change"] == "nieuw",
            came_from=named(related if is_part else ()),
            took_in=named(() if is_gone else (other for other in related if other not in present and not is_part)),
            went_into=named(other for other in related if other in present and not is_part),
        )
    return found


def _number(topic: str) -> int:
    return int(topic.removeprefix("t"))
