"""Topics: the dilemmas that come back across sessions, or another unit (see `units`).

`find_topics` divides the units of all sessions, `assign` puts new ones with the topics of a former run,
`cluster_texts` divides bare texts.
"""

from collections.abc import Collection, Sequence
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import tables
from pipeline.topics.clustering import LOOSE_BELOW, Communities
from pipeline.topics.embedding import DEFAULT_EMBEDDING, OF_BARE_TEXTS, encode_first, load_embedder
from pipeline.topics.labels import label_topics
from pipeline.topics.names import Sources
from pipeline.topics.significance import claimed, closeness_by_chance
from pipeline.topics.terms import topic_terms
from pipeline.topics.texts import Texts, divide, texts_in_context, words_of
from pipeline.topics.topic_tables import Topics, assignments_table, topic_names, topic_tables
from pipeline.topics.units import is_too_small
from pipeline.topics.walks import chances_of_ending

MIN_TEXTS = 12
"""With fewer bare texts no clustering is claimed."""

MIN_UNITS, MIN_SESSIONS = 40, 8
"""With fewer dilemmas or sessions no topic is claimed to recur; `similar` offers pairs instead."""


def find_topics(
    units: pd.DataFrame,
    insights: pd.DataFrame,
    statements: pd.DataFrame,
    embeddings: NDArray[np.float32],
    *,
    embedding: str = DEFAULT_EMBEDDING,
    min_units: int = MIN_UNITS,
    min_sessions: int = MIN_SESSIONS,
    fineness: float = 1.0,
    n_topics: int | None = None,
    seed: int = 0,
    withheld: Collection[str] = frozenset(),
) -> Topics:
    """Cluster the dilemmas of all sessions, or another unit.

    Parameters
    ----------
    units
        What to cluster, n rows; see `topics.units`.
    insights, statements
        The tables, for the headings and the words around each unit.
    embeddings
        The embeddings of the units and their passages, shape (n, 2, d); see `topics.embedding.embed`.
    embedding
        The name of the embedding.
    min_units, min_sessions
        With fewer, no topic is claimed: every row gets status `te_weinig`.
    fineness, n_topics, seed
        See `clustering.find_communities`.
    withheld
        The ids of the insights and statements whose headings and texts may not name a topic; see `topics.names`.

    Returns
    -------
    Topics
        Topics are numbered by size; only those that are closer than chance gives are there (see `significance`).
        A unit that is not clearly of one of them has status `los`.
    """
    if is_too_small(units, min_units, min_sessions):
        nothing = np.full(len(units), -1)
        none = Communities(nothing, np.zeros(len(units)), nothing, np.zeros(0), 0.0)
        empty = tables.frame("topics", [])
        return Topics(empty, assignments_table(units, none, "te_weinig"), tables.frame("topic_figures", []))
    texts = texts_in_context(units, insights, statements, embeddings, embedding)
    found = divide(texts, n_topics=n_topics, fineness=fineness, seed=seed)
    by_chance = closeness_by_chance(texts, found.resolution)
    kept = claimed(found, texts, by_chance)
    tested = {
        "groepen_getoetst": float(len(found.recurrence)),
        "groepen_vervallen": float(len(found.recurrence) - len(kept.recurrence)),
        "hechtheid_toeval": by_chance,
    }
    encode, sources = partial(encode_first, name=embedding), Sources(insights, statements, withheld)
    return topic_tables(units, texts, kept, encode, sources, seed, tested=tested)


def assign(
    units: pd.DataFrame,
    insights: pd.DataFrame,
    statements: pd.DataFrame,
    embeddings: NDArray[np.float32],
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    *,
    embedding: str = DEFAULT_EMBEDDING,
    seed: int = 0,
    withheld: Collection[str] = frozenset(),
) -> Topics | None:
    """Assign new units to the topics of a former run; those known from before stay where they were.

    A walk starts from a new unit and follows links at random until it meets one that was known before
    (Zhu, Ghahramani & Lafferty 2003, Semi-supervised learning using Gaussian fields and harmonic
    functions, ICML). The strength of a unit in a topic is the chance that its walk ends there; the same
    share as for members decides which are loose.

    Parameters
    ----------
    units, insights, statements, embeddings, embedding, seed, withheld
        As for `find_topics`.
    topics, assignments
        The tables of the former run.

    Returns
    -------
    Topics or None
        With the ids of the former run; topics of which no unit is left are gone. None if none is left.
    """
    former = assignments.set_index("statement_id").reindex(units["statement_id"])
    is_known = units["statement_id"].isin(assignments["statement_id"]).to_numpy(dtype=bool)
    left = topics[topics["topic_id"].isin(former["topic_id"])]
    if not len(left):
        return None
    ids = pd.Index(left["topic_id"])
    texts = texts_in_context(units, insights, statements, embeddings, embedding)
    labels, nearest = (ids.get_indexer(former[column]).astype(np.int64) for column in ("topic_id", "nearest_topic_id"))
    chances = chances_of_ending(texts.graph(), is_known, labels, len(ids))
    best = np.where(chances.max(axis=1) > 0, chances.argmax(axis=1), -1)
    strengths = np.where(is_known, former["strength"].fillna(0), chances.max(axis=1)).round(4)
    found = Communities(
        labels=np.where(is_known, labels, np.where(strengths < LOOSE_BELOW, -1, best)),
        strengths=strengths,
        nearest=np.where(is_known, nearest, best),
        recurrence=left["stability"].to_numpy(dtype=np.float64),
        resolution=0.0,
    )
    encode, sources = partial(encode_first, name=embedding), Sources(insights, statements, withheld)
    return topic_tables(units, texts, found, encode, sources, seed, ids=ids.tolist())


def cluster_texts(
    texts: Sequence[str],
    embedding: str = OF_BARE_TEXTS,
    n_topics: int | None = None,
    seed: int = 0,
    *,
    words: Sequence[Sequence[str]] | None = None,
    min_texts: int = MIN_TEXTS,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cluster bare texts.

    Parameters
    ----------
    texts
        n texts, a sentence or a passage each.
    embedding
        `use+e5`, `use` or `sentence-transformers:<model>`.
    n_topics
        About how many topics to find; None for the number that is most stable.
    seed
        For whatever uses chance.
    words
        The telling words of each text, as lemmas (`tag_texts` gives them); None for the words as they stand.
    min_texts
        With fewer texts no clustering is claimed.

    Returns
    -------
    assignments
        One row per text: `text_index`, `topic_id` (null for a loose text), `strength` (the share of its
        links that stays in its topic, 0–1), `nearest_topic_id`, `status` (`ingedeeld`, `los` or `te_weinig`).
    topics
        One row per topic, the largest first: `topic_id`, `label`, `terms`, `n_texts`, `stability` (the
        share of samples of the texts in which it came back, 0–1).

    Raises
    ------
    SettingError
        If there is no such embedding, or what it needs is not installed.
    """
    tokens = [words_of(text) for text in texts] if words is None else words
    empty = pd.DataFrame({"topic_id": [], "label": [], "terms": [], "n_texts": [], "stability": []})
    index = pd.Series(range(len(texts)), dtype="int64")
    if len(texts) < max(min_texts, 2):
        missing = pd.Series([None] * len(texts), dtype="str")
        columns = {"text_index": index, "topic_id": missing, "strength": 0.0, "nearest_topic_id": missing}
        return pd.DataFrame({**columns, "status": pd.Series(["te_weinig"] * len(texts), dtype="str")}), empty
    found = divide(Texts(load_embedder(embedding).encode(list(texts)), [tokens]), n_topics=n_topics, seed=seed)
    terms = topic_terms(tokens, found.labels, seed)
    labels = label_topics(terms, found.labels)
    topic_of = topic_names(found.labels)
    assignments = pd.DataFrame(
        {
            "text_index": index,
            "topic_id": pd.Series(topic_of, dtype="str"),
            "strength": found.strengths.round(4),
            "nearest_topic_id": pd.Series(topic_names(found.nearest), dtype="str"),
            "status": pd.Series(["ingedeeld" if topic else "los" for topic in topic_of], dtype="str"),
        }
    )
    if not terms:
        return assignments, empty
    topics = pd.DataFrame(
        {
            "topic_id": list(terms),
            "label": [labels[topic] for topic in terms],
            "terms": list(terms.values()),
            "n_texts": np.bincount(found.labels[found.labels >= 0]),
            "stability": found.recurrence.round(4),
        }
    )
    return assignments, topics
