"""Topics keep their id and label from run to run: which is which, and which are new, merged, split or gone.

A topic of this run takes over the id of the former topic that it resembles most, all pairs weighed
together (minimum-cost assignment: Kuhn 1955, The Hungarian method, Naval Research Logistics 2).
Matching topics of two runs by the Jaccard overlap of their members, above a threshold, follows Greene,
Doyle & Cunningham (2010), Tracking the evolution of communities in dynamic social networks, ASONAM.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from pipeline import tables
from pipeline.topics.labels import enumerate_words
from pipeline.topics.neighbours import unit as of_unit_length
from pipeline.topics.units import DILEMMAS

SAME_FROM = 0.3
"""Topics less alike than this are not the same. Halves of one topic of the sample corpus, without a member in
common, are alike for 0.31 or more; different topics for 0.25 or less."""

_MOST = 0.5
_N_TERMS = 3


@dataclass(frozen=True)
class Division:
    """A division into topics, with what a later run needs to recognise them.

    Attributes
    ----------
    topics, assignments
        The tables `topics` and `topic_assignments`.
    centroids
        The mean embedding of the members of each topic, shape (n_topics, d).
    mean
        The mean embedding of all units, shape (d,): what they share tells no topics apart.
    embedding
        The name of the embedding.
    highest
        The highest number that a topic ever had, so that the id of one that is gone is not used again.
    changes
        The table `topic_changes`: what changed since the last run that divided otherwise.
    unit
        What was divided; see `topics.units`.
    """

    topics: pd.DataFrame
    assignments: pd.DataFrame
    centroids: NDArray[np.float32]
    mean: NDArray[np.float32]
    embedding: str
    highest: int
    changes: pd.DataFrame
    unit: str = DILEMMAS


def describe(
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    embeddings: NDArray[np.float32],
    embedding: str,
    unit: str = DILEMMAS,
) -> Division:
    """Return a division with the centroids of its topics.

    Parameters
    ----------
    topics, assignments
        The tables.
    embeddings
        The embeddings of the units in `assignments` and of their passages, shape (n, 2, d).
    embedding
        The name of the embedding.
    unit
        What was divided.
    """
    width = int(np.prod(embeddings.shape[1:]))
    vectors = embeddings.reshape(len(embeddings), width)
    members = [(assignments["topic_id"] == topic).to_numpy(dtype=bool) for topic in topics["topic_id"]]
    return Division(
        topics,
        assignments,
        np.array([vectors[chosen].mean(axis=0) for chosen in members], np.float32)
        .reshape(len(members), width)
        .round(5),
        (vectors.mean(axis=0) if len(vectors) else np.zeros(width)).astype(np.float32).round(5),
        embedding,
        max(map(_number, topics["topic_id"]), default=0),
        tables.frame("topic_changes", []),
        unit,
    )


def match(previous: Division, current: Division) -> dict[str, str]:
    """Return for each topic of the current division that was there before the id that it had.

    Of the statements that are in both runs, the members of two topics have a Jaccard overlap; where most members
    are new, or have another id because their file was corrected, the cosine of the centroids decides.
    Of a pair of topics with a share k of their members in both runs the likeness is k × Jaccard + (1 − k) × cosine.
    Without centroids of the same unit by the same embedding only the members count. Pairs that are alike for less than
    `SAME_FROM` are no match, and of all ways to pair the others the one with the greatest sum is taken.
    The order of the topics makes no difference.
    """
    current = _in_fixed_order(current)
    likeness = _likeness(previous, current)
    likeness[likeness < SAME_FROM] = 0
    before, now = previous.topics["topic_id"].tolist(), current.topics["topic_id"].tolist()
    pairs = zip(*linear_sum_assignment(1 - likeness), strict=True)
    return {now[column]: before[row] for row, column in pairs if likeness[row, column] > 0}


def carry_on(
    previous: Division,
    current: Division,
    words: Iterable[Collection[str]],
    kept: Mapping[str, str] | None = None,
) -> Division:
    """Return the current division with the ids and labels of the former one, and with what changed.

    Parameters
    ----------
    previous, current
        The two divisions.
    words
        The words of each insight at hand (see `words_of`). Where a statement of the former run was taken away, a
        label is kept only if one insight has all its words: what is taken away leaves nothing behind.
    kept
        The former id of each topic that was there before; None to find out with `match`.

    Returns
    -------
    Division
        Topics that are new have numbers that were never used. Its changes are those of before if every statement
        is still where it was, and none if the former run had no topics or divided another unit: a topic of dilemmas
        and one of insights cannot have grown or fallen apart.
    """
    kept = match(previous, current) if kept is None else dict(kept)
    new = [topic for topic in _in_fixed_order(current).topics["topic_id"] if topic not in kept]
    ids = kept | {topic: f"t{previous.highest + number:02d}" for number, topic in enumerate(new, 1)}
    told = _told(previous, current, words)
    labels = _labels(previous, current, kept, ids, told)
    topics = current.topics.assign(
        label=_texts(labels[topic] for topic in current.topics["topic_id"]),
        topic_id=_texts(ids[topic] for topic in current.topics["topic_id"]),
    )
    columns = ("topic_id", "nearest_topic_id")
    renamed = {column: _texts(ids.get(topic) for topic in current.assignments[column]) for column in columns}
    found = replace(
        current,
        topics=topics,
        assignments=current.assignments.assign(**renamed),
        highest=previous.highest + len(new),
    )
    if previous.unit != current.unit:
        return found
    is_same = _topic_of(previous) == _topic_of(found)
    return replace(found, changes=previous.changes if is_same else _changes(previous, found, set(kept.values()), told))


def words_of(insights: pd.DataFrame, statements: pd.DataFrame) -> list[set[str]]:
    """Return the words of each insight: as they stand in heading and text, the lemmas, and those of its phrases."""
    words = {
        row["insight_id"]: set(_words(f"{row['heading'] or ''} {row['text']}")) for row in tables.records(insights)
    }
    for column in ("lemmas", "phrases"):
        for insight, texts in zip(statements["insight_id"], statements[column], strict=True):
            words[insight].update(word for text in texts for word in _words(text))
    return list(words.values())


def to_record(division: Division) -> dict[str, Any]:
    """Return a division as JSON-able values (the inverse of `from_record`)."""
    return {
        "topics": tables.records(division.topics),
        "topic_assignments": tables.records(division.assignments),
        "topic_changes": tables.records(division.changes),
        "centroids": [[round(float(value), 5) for value in row] for row in division.centroids],
        "mean": [round(float(value), 5) for value in division.mean],
        "embedding": division.embedding,
        "unit": division.unit,
        "highest": division.highest,
    }


def from_record(record: Mapping[str, Any]) -> Division | None:
    """Return a division from what `to_record` made of it, None if it is of another form, as an older version makes."""
    try:
        found = {name: tables.frame(name, record[name]) for name in ("topics", "topic_assignments", "topic_changes")}
        mean = np.array(record["mean"], np.float32)
        centroids = np.array(record["centroids"], np.float32).reshape(len(found["topics"]), len(mean))
        highest = max([int(record["highest"]), *map(_number, found["topics"]["topic_id"])])
        return Division(
            found["topics"],
            found["topic_assignments"],
            centroids,
            mean,
            str(record["embedding"]),
            highest,
            found["topic_changes"],
            str(record.get("unit", DILEMMAS)),  # older versions divided nothing else
        )
    except (KeyError, TypeError, ValueError):
        return None


def _likeness(previous: Division, current: Division) -> NDArray[np.float64]:
    """Return how alike the topics of two divisions are, shape (n_previous, n_current); see `match`."""
    overlap = _overlap(previous, current)
    before, now = (_members_in_both(one, other)[:, None] for one, other in ((previous, current), (current, previous)))
    in_both = before + now.T
    jaccard = overlap / np.maximum(in_both - overlap, 1)
    is_alike = (previous.embedding, previous.unit) == (current.embedding, current.unit)
    if not is_alike or previous.centroids.shape[1] != current.centroids.shape[1]:
        return jaccard.round(6)
    known = in_both / np.maximum(_sizes(previous)[:, None] + _sizes(current)[None, :], 1)
    middle = (previous.mean + current.mean) / 2
    cosine = of_unit_length(previous.centroids - middle) @ of_unit_length(current.centroids - middle).T
    return np.asarray(known * jaccard + (1 - known) * np.clip(cosine, 0, 1)).round(6)


def _overlap(previous: Division, current: Division) -> NDArray[np.float64]:
    """Return how many statements each pair of topics shares, shape (n_previous, n_current)."""
    both = previous.assignments.merge(current.assignments, on="statement_id", suffixes=("_before", "_now"))
    row = pd.Index(previous.topics["topic_id"]).get_indexer(both["topic_id_before"])
    column = pd.Index(current.topics["topic_id"]).get_indexer(both["topic_id_now"])
    placed = (row >= 0) & (column >= 0)
    overlap = np.zeros((len(previous.topics), len(current.topics)))
    np.add.at(overlap, (row[placed], column[placed]), 1)
    return overlap


def _members_in_both(division: Division, other: Division) -> NDArray[np.float64]:
    """Return how many members of each topic are statements of the other run too, loose there or not."""
    stays = division.assignments["statement_id"].isin(other.assignments["statement_id"])
    return _sizes(division, division.assignments[stays])


def _sizes(division: Division, assignments: pd.DataFrame | None = None) -> NDArray[np.float64]:
    counts = (division.assignments if assignments is None else assignments)["topic_id"].value_counts()
    return np.asarray(counts.reindex(division.topics["topic_id"]).fillna(0), dtype=np.float64)


def _in_fixed_order(division: Division) -> Division:
    """Return a division with its topics by size and then by first member, whatever the order they were in."""
    first = division.assignments.groupby("topic_id")["statement_id"].min()
    sizes = dict(zip(division.topics["topic_id"], _sizes(division), strict=True))
    ids = division.topics["topic_id"].tolist()
    order = sorted(range(len(ids)), key=lambda place: (-sizes[ids[place]], first.get(ids[place], "")))
    topics = division.topics.iloc[order].reset_index(drop=True)
    return replace(division, topics=topics, centroids=division.centroids[order])


def _topic_of(division: Division) -> dict[str, str | None]:
    assignments = tables.records(division.assignments, ["statement_id", "topic_id"])
    return {row["statement_id"]: row["topic_id"] for row in assignments}


def _labels(
    previous: Division, current: Division, kept: Mapping[str, str], ids: Mapping[str, str], told: Collection[str]
) -> dict[str, str]:
    """Return a label for each current topic: that of before, or its own if no other topic has it."""
    label_before = dict(zip(previous.topics["topic_id"], previous.topics["label"], strict=True))
    labels = {now: label_before[before] for now, before in kept.items() if label_before[before] in told}
    for row in tables.records(current.topics):
        topic = row["topic_id"]
        if topic not in labels:
            own = [row["label"], enumerate_words(row["terms"][:_N_TERMS])]
            free = [label for label in own if label and label not in labels.values()]
            labels[topic] = free[0] if free else f"{row['label']} ({ids[topic]})"
    return labels


def _changes(previous: Division, current: Division, kept: Collection[str], told: Collection[str]) -> pd.DataFrame:
    """Return the table `topic_changes` for two divisions that have the ids of topics in common.

    A topic that is gone was merged into the one that has at least half of its members; a new one was split off
    from the topic that at least half of its members come from. See Spiliopoulou, Ntoutsi, Theodoridis & Schult
    (2006), MONIC: modeling and monitoring cluster transitions, KDD.
    """
    if not len(previous.topics):
        return tables.frame("topic_changes", [])
    current = _in_fixed_order(current)
    before, now = previous.topics["topic_id"].tolist(), current.topics["topic_id"].tolist()
    overlap = _overlap(previous, current)
    merged, split = _mostly(overlap, _sizes(previous)), _mostly(overlap.T, _sizes(current))
    went_into = {topic: now[merged[row]] for row, topic in enumerate(before) if topic not in kept and merged[row] >= 0}
    came_from = {
        topic: before[split[column]] for column, topic in enumerate(now) if topic not in kept and split[column] >= 0
    }
    rows = []
    for topic, label in zip(now, current.topics["label"], strict=True):
        taken_in = [other for other, into in went_into.items() if into == topic]
        given_off = [other for other, source in came_from.items() if source == topic]
        if topic in kept:
            change = "samengevoegd" if taken_in else "gesplitst" if given_off else "gebleven"
            related = [*taken_in, *given_off]
        elif len(taken_in) > 1 or (taken_in and topic not in came_from):
            change, related = "samengevoegd", taken_in
        elif topic in came_from:
            change, related = "gesplitst", [came_from[topic]]
        else:
            change, related = "nieuw", []
        rows.append({"topic_id": topic, "change": change, "related": related, "label": label})
    for topic, label in zip(before, previous.topics["label"], strict=True):
        if topic not in kept:
            pieces = [other for other, source in came_from.items() if source == topic]
            into = [went_into[topic]] if topic in went_into else []
            change = "samengevoegd" if into else "gesplitst" if pieces else "verdwenen"
            known = label if label in told else None
            rows.append({"topic_id": topic, "change": change, "related": into or pieces, "label": known})
    return tables.frame("topic_changes", sorted(rows, key=lambda row: _number(row["topic_id"])))


def _mostly(overlap: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return for each row the column with at least half of its members, −1 if there is none."""
    if not overlap.size:
        return np.full(len(overlap), -1, dtype=np.intp)
    most = overlap.argmax(axis=1)
    return np.where(overlap.max(axis=1) >= _MOST * np.maximum(sizes, 1), most, -1)


def _told(previous: Division, current: Division, words: Iterable[Collection[str]]) -> set[str]:
    """Return the former labels that say nothing but what the reports at hand say."""
    labels = set(previous.topics["label"])
    if previous.assignments["statement_id"].isin(current.assignments["statement_id"]).all():
        return labels  # nothing was taken away
    return {label for label in labels if any(set(_words(label)) <= set(insight) for insight in words)}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.casefold())


def _number(topic: str) -> int:
    return int(topic.removeprefix("t"))


def _texts(values: Any) -> pd.Series:
    return pd.Series(list(values), dtype="str")
