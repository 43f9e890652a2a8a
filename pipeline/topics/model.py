"""Topics: the dilemmas that come back across sessions, with BERTopic.

Grootendorst (2022), BERTopic: Neural topic modeling with a class-based TF-IDF procedure.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import tables
from pipeline.topics.clustering import AverageLinkage, centre
from pipeline.topics.labels import N_TERMS, label_topics, shared_first, telling_words

_N_REPRESENTATIVE = 3
_MIN_VOCABULARY = 2


@dataclass(frozen=True)
class Topics:
    """The tables `topics` and `topic_assignments` of the contract."""

    topics: pd.DataFrame
    assignments: pd.DataFrame


def find_topics(
    dilemmas: pd.DataFrame,
    headings: Sequence[str | None],
    embeddings: NDArray[np.float32],
    *,
    min_dilemmas: int,
    seed: int,
) -> Topics:
    """Cluster the dilemmas of all sessions.

    Parameters
    ----------
    dilemmas
        The rows of `statements` to cluster, n of them.
    headings
        The heading above each of them, None where there is none.
    embeddings
        Their embeddings, shape (n, 1024); see `topics.embedding.embed`.
    min_dilemmas
        With fewer, no clustering is claimed: every row gets status `te_weinig` and no topic.
    seed
        For whatever uses chance.

    Returns
    -------
    Topics
        Topics are numbered by size; a dilemma that is like no other has status `los`.
    """
    if len(dilemmas) < min_dilemmas or dilemmas["session_id"].nunique() < 2:
        return Topics(tables.frame("topics", []), _assignments(dilemmas, None, "te_weinig"))
    vectors = centre(embeddings)
    labels, terms = _fit(dilemmas, vectors, seed)
    names = {label: f"t{rank:02d}" for rank, label in enumerate(sorted(set(labels) - {-1}), start=1)}
    topic_of_row = pd.Series([names.get(label) for label in labels], index=dilemmas.index, dtype="str")
    terms_of_topic = {names[label]: terms[label] for label in names}
    strengths = _strengths(vectors, topic_of_row)
    labels_of_topic = label_topics(_headings(headings, topic_of_row, strengths), terms_of_topic)
    topics = tables.frame(
        "topics",
        [
            {
                "topic_id": topic,
                "label": labels_of_topic[topic],
                "terms": list(terms_of_topic[topic]),
                "n_statements": int((topic_of_row == topic).sum()),
                "n_sessions": int(dilemmas["session_id"][topic_of_row == topic].nunique()),
            }
            for topic in terms_of_topic
        ],
    )
    return Topics(topics, _assignments(dilemmas, topic_of_row, "los", strengths))


def _fit(dilemmas: pd.DataFrame, vectors: NDArray[np.float64], seed: int) -> tuple[list[int], dict[int, Sequence[str]]]:
    """Return the label of each row (−1 for none) and the terms of each label, with labels by size."""
    documents = [telling_words(nouns) for nouns in dilemmas["nouns"]]
    clusters = AverageLinkage(np.array(dilemmas["session_id"].tolist()))
    vocabulary = {word for words in documents for word in words}
    if len(vocabulary) < _MIN_VOCABULARY:
        # BERTopic cannot weigh words where there are none to compare; the clusters need no words.
        labels = clusters.fit(vectors).labels_.tolist()
        return labels, {label: sorted(vocabulary) for label in labels}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic import BERTopic  # takes seconds
        from bertopic.backend import BaseEmbedder
        from bertopic.dimensionality import BaseDimensionalityReduction
        from bertopic.vectorizers import ClassTfidfTransformer
        from sklearn.feature_extraction.text import CountVectorizer

        model = BERTopic(
            language="multilingual",
            embedding_model=BaseEmbedder(),
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=clusters,
            vectorizer_model=CountVectorizer(analyzer=str.split),
            ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
            top_n_words=N_TERMS,
        )
        np.random.seed(seed)  # BERTopic draws the documents it samples from numpy's own generator
        labels, _ = model.fit_transform([" ".join(words) for words in documents], embeddings=vectors)
    terms: dict[int, Sequence[str]] = {}
    for label, weighted in model.get_topics().items():
        members = [words for words, own in zip(documents, labels, strict=True) if own == label]
        terms[int(label)] = shared_first([word for word, weight in weighted if word and weight > 0], members)
    return [int(label) for label in labels], terms


def _strengths(vectors: NDArray[np.float64], topic_of_row: pd.Series) -> list[float]:
    """Return for each row its cosine similarity to the centre of its topic, 0 where it has none."""
    strengths = np.zeros(len(topic_of_row))
    for topic in topic_of_row.dropna().unique():
        rows = np.flatnonzero((topic_of_row == topic).to_numpy(dtype=bool))
        middle = vectors[rows].mean(axis=0)
        lengths = np.linalg.norm(vectors[rows], axis=1) * np.linalg.norm(middle)
        strengths[rows] = np.clip(vectors[rows] @ middle / np.where(lengths > 0, lengths, 1), 0, 1)
    return [round(float(strength), 4) for strength in strengths]


def _headings(
    headings: Sequence[str | None], topic_of_row: pd.Series, strengths: Sequence[float]
) -> dict[str, list[str]]:
    """Return the headings above the statements of each topic, the most central statement first."""
    rows = sorted(range(len(headings)), key=lambda row: (-strengths[row], row))
    found: dict[str, list[str]] = {topic: [] for topic in topic_of_row.dropna().unique()}
    for row in rows:
        topic, heading = topic_of_row.iloc[row], headings[row]
        if heading and not pd.isna(topic):
            found[topic].append(heading)
    return found


def _assignments(
    dilemmas: pd.DataFrame,
    topic_of_row: pd.Series | None,
    status_without: str,
    strengths: Sequence[float] | None = None,
) -> pd.DataFrame:
    topics = [None] * len(dilemmas) if topic_of_row is None else tables.records(topic_of_row.to_frame("topic"))
    names = [entry["topic"] if isinstance(entry, dict) else None for entry in topics]
    weights = strengths or [0.0] * len(dilemmas)
    chosen = _representatives(dilemmas, names, weights)
    return tables.frame(
        "topic_assignments",
        [
            {
                "statement_id": statement_id,
                "topic_id": name,
                "strength": weight,
                "is_representative": statement_id in chosen,
                "status": "ingedeeld" if name else status_without,
            }
            for statement_id, name, weight in zip(dilemmas["statement_id"], names, weights, strict=True)
        ],
    )


def _representatives(dilemmas: pd.DataFrame, names: Sequence[str | None], weights: Sequence[float]) -> set[str]:
    """Return the statements nearest the centre of each topic, from different sessions where it has them."""
    ranked = sorted(
        zip(names, dilemmas["session_id"], dilemmas["statement_id"], weights, strict=True),
        key=lambda row: (-row[3], row[2]),
    )
    chosen: set[str] = set()
    sessions: dict[str, set[str]] = {}
    for name, session, statement, _ in ranked:
        if name is None:
            continue
        seen = sessions.setdefault(name, set())
        if session not in seen and len(seen) < _N_REPRESENTATIVE:
            seen.add(session)
            chosen.add(statement)
    return chosen
