"""Names of topics: what may not become one, and the names that somebody gave."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.ingest.kept_tables import TOPIC_NAMES

_HIDDEN = ("PERSON", "CONTACT")


def withheld(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> frozenset[str]:
    """Return the ids of the insights whose headings, and of the statements whose texts, hold a person or contact data.

    A heading is changed where its offsets say, but the name of a topic stands apart from the texts: it must hold no
    name to begin with.
    """
    from pipeline.nlp.left_over import overlooked  # loads spaCy

    spans: Mapping[str, list[tuple[int, int]]] = defaultdict(list)
    for row in [*tables.records(data["entities"]), *overlooked(data, texts)]:
        if row["label"] in _HIDDEN:
            spans[row["report_id"]].append((row["end_char"], row["start_char"]))
    ends = {report_id: sorted(found) for report_id, found in spans.items()}

    def holds_name(report_id: str, start: int, end: int) -> bool:
        own = ends.get(report_id, [])
        return any(other < end for _, other in own[bisect_left(own, (start + 1, 0)) :])

    return frozenset(key for key, report_id, start, end in _places(data, texts) if holds_name(report_id, start, end))


def _places(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield each heading and each statement, as its id, its report and where it stands."""
    from pipeline.nlp.passages import end_of_heading  # loads spaCy

    for row in tables.records(data["insights"], ["insight_id", "report_id", "heading", "heading_start_char"]):
        start, heading = row["heading_start_char"], row["heading"]
        if heading is not None and start is not None:
            end = end_of_heading(texts[row["report_id"]], start, heading) or start + len(heading)
            yield row["insight_id"], row["report_id"], start, end
    for row in tables.records(data["statements"], ["statement_id", "report_id", "start_char", "end_char"]):
        yield row["statement_id"], row["report_id"], row["start_char"], row["end_char"]


def unused_given_names(given: Collection[str], topics: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what to say of names that somebody gave to topics that are not there.

    Parameters
    ----------
    given
        The ids of the topics that were given a name.
    topics
        The rows of the table `topics`, by its name.
    """
    known = [row["topic_id"] for row in topics["topics"]]
    options = f"kies uit {', '.join(known)}" if known else "er zijn nog geen onderwerpen"
    return tuple(
        f"{TOPIC_NAMES}: het onderwerp “{topic_id}” bestaat niet; {options}, of haal de regel weg."
        for topic_id in given
        if topic_id not in known
    )


def with_given_names(topics: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of `topics` and `topic_changes` with the names that somebody gave.

    Parameters
    ----------
    topics
        The rows of the tables, by their names.
    given
        The names by the id of their topic. They win over every other name; a topic that is called the same by itself
        gets its id behind its name.
    """
    taken = {name.casefold() for name in given.values()}

    def label(row: Mapping[str, Any]) -> str | None:
        own: str | None = given.get(row["topic_id"], row["label"])
        is_double = row["topic_id"] not in given and own is not None and own.casefold() in taken
        return f"{own} ({row['topic_id']})" if is_double else own

    return {name: [{**row, "label": label(row)} for row in topics[name]] for name in ("topics", "topic_changes")}
