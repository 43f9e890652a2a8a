"""The texts to cluster: their meaning and their words, as a graph of neighbours that is divided into communities."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pipeline.dutch.word_vectors import sentence_vectors
from pipeline.topics.clustering import Communities, find_communities
from pipeline.topics.embedding import by_model
from pipeline.topics.neighbours import View, joined, joint_graph, linked, view_graphs, word_vectors, word_weight
from pipeline.topics.units import headings_above, with_passages


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

    @property
    def n_models(self) -> int:
        """How many models tell the meaning of each view."""
        return len(self.meanings) // len(self.words)

    def take(self, chosen: NDArray[np.int64]) -> "Texts":
        """Return some of the texts, by their positions."""
        return Texts(
            [meaning[chosen] for meaning in self.meanings],
            [[words[place] for place in chosen] for words in self.words],
            None if self.sessions is None else self.sessions[chosen],
            None if self.passages is None else self.passages[chosen],
        )

    @cached_property
    def view_graphs(self) -> list[sparse.csr_matrix]:
        """Return the graph of neighbours of each view: by meaning and by words, of the texts and of their passages."""
        background = self.words[-1]
        meanings = self._joined()
        views = [View(meaning) for meaning in meanings]
        for number, words in enumerate(self.words):
            vectors = word_vectors(words, background)
            views.append(View(vectors, word_weight(meanings[number], vectors, self.sessions)))
        return view_graphs(views, self.sessions)

    def graph(self, *, is_whole: bool = False) -> sparse.csr_matrix:
        """Return the graph of neighbours, by meaning and by words; if `is_whole`, with all its parts linked."""
        graph = joint_graph(self.view_graphs, self.passages)
        return linked(graph, self._joined()[0]) if is_whole else graph

    def _joined(self) -> list[NDArray[np.float32]]:
        """Return the meaning of each view by all models together."""
        n = self.n_models
        return [joined(self.meanings[start : start + n]) for start in range(0, len(self.meanings), n)]


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


def texts_in_context(
    units: pd.DataFrame,
    insights: pd.DataFrame,
    statements: pd.DataFrame,
    embeddings: NDArray[np.float32],
    embedding: str,
) -> Texts:
    """Return what is known of units: each with its heading, and the passage around it.

    Parameters
    ----------
    units
        What to cluster, n rows; see `topics.units`.
    insights, statements
        The whole tables, for the headings and the words around each unit.
    embeddings
        Shape (n, 2, d); see `topics.embedding.embed`.
    embedding
        The name of the embedding.
    """
    words_of_insight: dict[str, list[str]] = {}
    for insight, lemmas in zip(statements["insight_id"], statements["lemmas"], strict=True):
        words_of_insight.setdefault(insight, []).extend(lemmas)
    of_heading = [words_of(heading or "") for heading in headings_above(units, insights)]
    own = [[*heading, *lemmas] for heading, lemmas in zip(of_heading, units["lemmas"], strict=True)]
    around = [
        [*heading, *words_of_insight[insight]] for heading, insight in zip(of_heading, units["insight_id"], strict=True)
    ]
    # Beside the models, what the words say together: dilemmas of sessions are found together better by both, the bare
    # sentences of an encyclopaedia worse (SIB-200), so `model.cluster_texts` goes without.
    views = enumerate(with_passages(units, insights))
    return Texts(
        [
            vectors
            for view, texts in views
            for vectors in (*by_model(embeddings[:, view], embedding), sentence_vectors(texts).astype(np.float32))
        ],
        [own, around],
        np.unique(units["session_id"].to_numpy(dtype=object), return_inverse=True)[1],
        np.unique(units["insight_id"].to_numpy(dtype=object), return_inverse=True)[1],
    )


def words_of(text: str) -> list[str]:
    """Return the words of a text that nothing is known of, in small letters, without those of three letters or less."""
    return re.findall(r"[^\W\d_]{4,}", text.casefold())
