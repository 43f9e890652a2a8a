"""Topics: the dilemmas that come back across sessions, with BERTopic.

Grootendorst (2022), BERTopic: Neural topic modeling with a class-based TF-IDF procedure.
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pipeline import tables
from pipeline.topics import evaluation
from pipeline.topics.clustering import LOOSE_BELOW, Communities, find_communities
from pipeline.topics.embedding import DEFAULT_EMBEDDING, by_model, load_embedder
from pipeline.topics.labels import N_TERMS, label_topics, shared_first, telling_words
from pipeline.topics.neighbours import View, centre, joint_graph, linked, word_vectors, word_weight

MIN_TEXTS = 12
"""With fewer texts no clustering is claimed."""

_N_REPRESENTATIVE = 3
_MIN_VOCABULARY = 2
_N_STEPS = 100


@dataclass(frozen=True)
class Topics:
    """The tables `topics`, `topic_assignments` and `topic_figures`."""

    topics: pd.DataFrame
    assignments: pd.DataFrame
    figures: pd.DataFrame


@dataclass(frozen=True)
class Texts:
    """What is known of n texts to cluster.

    Attributes
    ----------
    meanings
        Embeddings of the texts and, where they have one, of their passages; each of shape (n, d).
    words
        For the same views the words of each text.
    sessions
        The session of each text, shape (n,); None where nothing is known of sessions.
    passages
        The passage of each text, shape (n,).
    """

    meanings: Sequence[NDArray[np.float32]]
    words: Sequence[Sequence[Sequence[str]]]
    sessions: NDArray[np.int64] | None = None
    passages: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.words[0])

    def take(self, chosen: NDArray[np.int64]) -> "Texts":
        """Return some of the texts, by their positions."""
        return Texts(
            [meaning[chosen] for meaning in self.meanings],
            [[words[place] for place in chosen] for words in self.words],
            None if self.sessions is None else self.sessions[chosen],
            None if self.passages is None else self.passages[chosen],
        )

    def graph(self, *, is_whole: bool = False) -> sparse.csr_matrix:
        """Return the graph of neighbours, by meaning and by words; if `is_whole`, with all its parts linked."""
        meanings = [centre(meaning) for meaning in self.meanings]
        background = self.words[-1]
        n_models = len(meanings) // len(self.words)
        views = [View(meaning) for meaning in meanings]
        for number, words in enumerate(self.words):
            vectors = word_vectors(words, background)
            views.append(View(vectors, word_weight(meanings[number * n_models], vectors, self.sessions)))
        passages = None if self.passages is None else np.unique(self.passages, return_inverse=True)[1]
        graph = joint_graph(views, self.sessions, passages)
        return linked(graph, meanings[0]) if is_whole else graph


def divide(
    texts: Texts, *, n_topics: int | None = None, fineness: float = 1.0, resolution: float | None = None, seed: int = 0
) -> Communities:
    """Divide texts into communities; texts that are the same in all go together.

    See `clustering.find_communities` for the parameters.
    """
    is_one = all(np.allclose(meaning, meaning[0], atol=1e-4) for meaning in texts.meanings)
    if is_one and all(list(row) == list(rows[0]) for rows in texts.words for row in rows):
        n = len(texts)
        return Communities(np.zeros(n, np.int64), np.ones(n), np.zeros(n, np.int64), np.ones(1), 1.0)
    graph = texts.graph(is_whole=n_topics is not None)  # parts without a link could never be one topic
    return find_communities(graph, n_topics=n_topics, fineness=fineness, resolution=resolution, seed=seed)


def cluster_texts(
    texts: Sequence[str],
    embedding: str = DEFAULT_EMBEDDING,
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
        `use`, `use+e5` or `sentence-transformers:<model>`.
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
    tokens = [_words_of(text) for text in texts] if words is None else words
    empty = pd.DataFrame({"topic_id": [], "label": [], "terms": [], "n_texts": [], "stability": []})
    index = pd.Series(range(len(texts)), dtype="int64")
    if len(texts) < max(min_texts, 2):
        missing = pd.Series([None] * len(texts), dtype="str")
        columns = {"text_index": index, "topic_id": missing, "strength": 0.0, "nearest_topic_id": missing}
        return pd.DataFrame({**columns, "status": pd.Series(["te_weinig"] * len(texts), dtype="str")}), empty
    found = divide(Texts(load_embedder(embedding).encode(list(texts)), [tokens]), n_topics=n_topics, seed=seed)
    terms = _terms(tokens, found.labels, seed)
    labels = label_topics({topic: [] for topic in terms}, terms)
    topic_of = _names(found.labels)
    assignments = pd.DataFrame(
        {
            "text_index": index,
            "topic_id": pd.Series(topic_of, dtype="str"),
            "strength": found.strengths.round(4),
            "nearest_topic_id": pd.Series(_names(found.nearest), dtype="str"),
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


def find_topics(
    dilemmas: pd.DataFrame,
    insights: pd.DataFrame,
    statements: pd.DataFrame,
    embeddings: NDArray[np.float32],
    *,
    embedding: str = DEFAULT_EMBEDDING,
    min_dilemmas: int = MIN_TEXTS,
    fineness: float = 1.0,
    n_topics: int | None = None,
    seed: int = 0,
) -> Topics:
    """Cluster the dilemmas of all sessions.

    Parameters
    ----------
    dilemmas
        The rows of `statements` to cluster, n of them.
    insights, statements
        The tables, for the headings and the words around each dilemma.
    embeddings
        The embeddings of the dilemmas and their passages, shape (n, 2, d); see `topics.embedding.embed`.
    embedding
        The name of the embedding.
    min_dilemmas
        With fewer, or with one session, no clustering is claimed: every row gets status `te_weinig`.
    fineness, n_topics, seed
        See `clustering.find_communities`.

    Returns
    -------
    Topics
        Topics are numbered by size; a dilemma that is not clearly of one topic has status `los`.
    """
    if len(dilemmas) < max(min_dilemmas, 2) or dilemmas["session_id"].nunique() < 2:
        nothing = np.full(len(dilemmas), -1)
        none = Communities(nothing, np.zeros(len(dilemmas)), nothing, np.zeros(0), 0.0)
        empty = tables.frame("topics", [])
        return Topics(empty, _assignments(dilemmas, none, "te_weinig"), tables.frame("topic_figures", []))
    headings = _headings_above(dilemmas, insights)
    texts = _texts(dilemmas, headings, statements, embeddings, embedding)
    found = divide(texts, n_topics=n_topics, fineness=fineness, seed=seed)
    return _tables(dilemmas, headings, texts, found, seed)


def assign(
    dilemmas: pd.DataFrame,
    insights: pd.DataFrame,
    statements: pd.DataFrame,
    embeddings: NDArray[np.float32],
    topics: pd.DataFrame,
    assignments: pd.DataFrame,
    *,
    embedding: str = DEFAULT_EMBEDDING,
    seed: int = 0,
) -> Topics | None:
    """Assign new dilemmas to the topics of a former run; those known from before stay where they were.

    A walk starts from a new dilemma and follows links at random until it meets one that was known before
    (Zhu, Ghahramani & Lafferty 2003, Semi-supervised learning using Gaussian fields and harmonic
    functions, ICML). The strength of a dilemma in a topic is the chance that its walk ends there; the same
    share as for members decides which are loose.

    Parameters
    ----------
    dilemmas, insights, statements, embeddings, embedding, seed
        As for `find_topics`.
    topics, assignments
        The tables of the former run.

    Returns
    -------
    Topics or None
        With the ids of the former run; topics of which no dilemma is left are gone. None if none is left.
    """
    former = assignments.set_index("statement_id").reindex(dilemmas["statement_id"])
    is_known = dilemmas["statement_id"].isin(assignments["statement_id"]).to_numpy(dtype=bool)
    left = topics[topics["topic_id"].isin(former["topic_id"])]
    if not len(left):
        return None
    ids = pd.Index(left["topic_id"])
    headings = _headings_above(dilemmas, insights)
    texts = _texts(dilemmas, headings, statements, embeddings, embedding)
    labels, nearest = (ids.get_indexer(former[column]).astype(np.int64) for column in ("topic_id", "nearest_topic_id"))
    chances = _walks(texts.graph(), is_known, labels, len(ids))
    best = np.where(chances.max(axis=1) > 0, chances.argmax(axis=1), -1)
    strengths = np.where(is_known, former["strength"].fillna(0), chances.max(axis=1)).round(4)
    found = Communities(
        labels=np.where(is_known, labels, np.where(strengths < LOOSE_BELOW, -1, best)),
        strengths=strengths,
        nearest=np.where(is_known, nearest, best),
        recurrence=left["stability"].to_numpy(dtype=np.float64),
        resolution=0.0,
    )
    return _tables(dilemmas, headings, texts, found, seed, ids.tolist())


def _walks(
    graph: sparse.csr_matrix, is_known: NDArray[np.bool_], labels: NDArray[np.int64], n_topics: int
) -> NDArray[np.float64]:
    """Return the chance that a walk from each text ends in each topic, shape (n, n_topics)."""
    ends = np.zeros((len(labels), n_topics))
    placed = np.flatnonzero(is_known & (labels >= 0))
    ends[placed, labels[placed]] = 1
    total = np.asarray(graph.sum(axis=1)).ravel()
    steps = sparse.diags(np.where(is_known, 0, 1 / np.maximum(total, 1e-12))) @ graph
    chances = ends
    for _ in range(_N_STEPS):
        chances = ends + steps @ chances
    return np.asarray(chances)


def _headings_above(dilemmas: pd.DataFrame, insights: pd.DataFrame) -> list[str | None]:
    heading_of = dict(zip(insights["insight_id"], insights["heading"], strict=True))
    return [None if pd.isna(heading) else heading for heading in map(heading_of.get, dilemmas["insight_id"])]


def _tables(
    dilemmas: pd.DataFrame,
    headings: Sequence[str | None],
    texts: Texts,
    found: Communities,
    seed: int,
    ids: Sequence[str] | None = None,
) -> Topics:
    """Return communities as tables; `ids` are those of a former run, None to number by size."""
    documents = [telling_words(nouns) for nouns in dilemmas["nouns"]]
    terms = _terms(documents, found.labels, seed)
    labels = label_topics(_headings(headings, found), terms)
    topics = tables.frame(
        "topics",
        [
            {
                "topic_id": topic,
                "label": labels[topic],
                "terms": list(terms[topic]),
                "n_statements": int((found.labels == number).sum()),
                "n_sessions": int(dilemmas["session_id"][found.labels == number].nunique()),
                "stability": round(float(found.recurrence[number]), 4),
            }
            for number, topic in enumerate(terms)
        ],
    )
    assignments = _assignments(dilemmas, found, "los")
    if ids is not None:
        id_of = dict(zip(terms, ids, strict=True))
        for table, column in ((topics, "topic_id"), (assignments, "topic_id"), (assignments, "nearest_topic_id")):
            table[column] = pd.Series(list(map(id_of.get, table[column])), dtype="str")
    return Topics(topics, assignments, _figures(texts, found, terms))


def _texts(
    dilemmas: pd.DataFrame,
    headings: Sequence[str | None],
    statements: pd.DataFrame,
    embeddings: NDArray[np.float32],
    embedding: str,
) -> Texts:
    words_of_insight: dict[str, list[str]] = {}
    for insight, lemmas in zip(statements["insight_id"], statements["lemmas"], strict=True):
        words_of_insight.setdefault(insight, []).extend(lemmas)
    of_heading = [_words_of(heading or "") for heading in headings]
    own = [[*heading, *lemmas] for heading, lemmas in zip(of_heading, dilemmas["lemmas"], strict=True)]
    around = [
        [*heading, *words_of_insight[insight]]
        for heading, insight in zip(of_heading, dilemmas["insight_id"], strict=True)
    ]
    return Texts(
        [part for view in (0, 1) for part in by_model(embeddings[:, view], embedding)],
        [own, around],
        np.unique(dilemmas["session_id"].to_numpy(dtype=object), return_inverse=True)[1],
        np.unique(dilemmas["insight_id"].to_numpy(dtype=object), return_inverse=True)[1],
    )


def _words_of(text: str) -> list[str]:
    """Return the words of a text that nothing is known of, in small letters, without those of three letters or less."""
    return re.findall(r"[^\W\d_]{4,}", text.casefold())


def _names(labels: NDArray[np.int64]) -> list[str | None]:
    return [f"t{label + 1:02d}" if label >= 0 else None for label in labels.tolist()]


def _terms(documents: Sequence[Sequence[str]], labels: NDArray[np.int64], seed: int) -> dict[str, Sequence[str]]:
    """Return the terms of each topic, the most telling first, by BERTopic's class-based TF-IDF."""
    numbers = range(int(labels.max(initial=-1)) + 1)
    terms: dict[str, Sequence[str]] = {f"t{number + 1:02d}": [] for number in numbers}
    if not terms or len({word for words in documents for word in words}) < _MIN_VOCABULARY:
        # BERTopic cannot weigh words where there are none to compare; the topics need no words.
        return {topic: sorted({word for words in documents for word in words}) for topic in terms}
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
            hdbscan_model=_Divided(labels),
            vectorizer_model=CountVectorizer(analyzer=str.split),
            ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
            top_n_words=N_TERMS,
        )
        np.random.seed(seed)  # BERTopic draws the documents it samples from numpy's own generator
        positions = np.arange(len(documents), dtype=np.float32)[:, None]
        own, _ = model.fit_transform([" ".join(words) for words in documents], embeddings=positions)
    number_of = dict(zip(own, labels.tolist(), strict=True))  # BERTopic numbers topics of one size in its own order
    for label, weighted in model.get_topics().items():
        number = number_of[label]
        if number >= 0:
            members = [words for words, place in zip(documents, labels, strict=True) if place == number]
            telling = [word for word, weight in weighted if word and weight > 0]
            terms[f"t{number + 1:02d}"] = shared_first(telling, members)
    return terms


class _Divided:
    """The communities, as the cluster model that BERTopic asks for."""

    def __init__(self, labels: NDArray[np.int64]) -> None:
        self.labels_ = labels

    def fit(self, X: NDArray[np.float32], y: object = None) -> "_Divided":  # noqa: ARG002, N803 (BERTopic's names)
        return self

    def predict(self, X: NDArray[np.float32]) -> NDArray[np.int64]:  # noqa: ARG002, N803 (BERTopic's names)
        return self.labels_


def _headings(headings: Sequence[str | None], found: Communities) -> dict[str, list[str]]:
    """Return the headings above the statements of each topic, the strongest statement first."""
    of_topic: dict[str, list[str]] = {}
    for row in np.argsort(-found.strengths, kind="stable"):
        heading = headings[row]
        if found.labels[row] >= 0:
            own = of_topic.setdefault(f"t{found.labels[row] + 1:02d}", [])
            own += [heading] if heading else []
    return of_topic


def _figures(texts: Texts, found: Communities, terms: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return how good the division is; of stability only what is measured at this resolution."""
    n = len(texts)
    passages = list(dict.fromkeys(map(tuple, texts.words[-1])))  # a sentence alone is too short to count in
    figures = {
        "onderwerpen": float(len(terms)),
        "aandeel_los": float((found.labels < 0).mean()),
        "silhouet": evaluation.silhouette(centre(texts.meanings[0]), found.labels),
        "samenhang_npmi": evaluation.coherence(list(terms.values()), passages),
        "verscheidenheid": evaluation.diversity(list(terms.values())),
    }
    if found.resolution > 0:  # divided, not assigned to topics of before
        figures |= {
            "fijnheid": found.resolution,
            "stabiliteit_toevalsgetal": evaluation.stability_over_seeds(
                lambda seed: divide(texts, resolution=found.resolution, seed=seed).labels
            ),
            "stabiliteit_steekproef": evaluation.stability_over_resamples(
                lambda chosen: divide(texts.take(chosen), seed=1).labels, n
            ),
        }
    rows = evaluation.known(figures)
    return tables.frame("topic_figures", [{"figure": name, "value": round(rows[name], 4)} for name in rows])


def _assignments(dilemmas: pd.DataFrame, found: Communities, status_without: str) -> pd.DataFrame:
    names, nearest = _names(found.labels), _names(found.nearest)
    chosen = _representatives(dilemmas, names, found.strengths.tolist())
    return tables.frame(
        "topic_assignments",
        [
            {
                "statement_id": statement_id,
                "topic_id": name,
                "strength": round(weight, 4),
                "is_representative": statement_id in chosen,
                "status": "ingedeeld" if name else status_without,
                "nearest_topic_id": near,
            }
            for statement_id, name, weight, near in zip(
                dilemmas["statement_id"], names, found.strengths.tolist(), nearest, strict=True
            )
        ],
    )


def _representatives(dilemmas: pd.DataFrame, names: Sequence[str | None], weights: Sequence[float]) -> set[str]:
    """Return the statements strongest in each topic, from different sessions where it has them."""
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
