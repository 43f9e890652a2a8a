"""Clusters of dilemmas: average linkage, cut where groups are no more alike than statements by chance."""

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering


def centre(embeddings: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return embeddings (n, d) of statement and context halves, each half centred and of unit length.

    What all statements of a corpus share (its register and subject) says nothing about which belong
    together; see Mu & Viswanath (2018), All-but-the-Top, ICLR.
    """
    statement, context = np.split(embeddings.astype(np.float64), 2, axis=1)
    return np.hstack([_unit(half - half.mean(axis=0)) for half in (statement, context)])


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float64] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit


class AverageLinkage:
    """A cluster model for BERTopic that gives every statement a cluster, or −1 to one that stands alone.

    Agglomerative clustering with average linkage (Sokal & Michener 1958) on cosine similarity. Two
    groups are merged while the mean similarity between them is more than one standard deviation
    above that of two statements of different sessions.

    Parameters
    ----------
    sessions
        The session of each row that `fit` will get, shape (n,).
    """

    def __init__(self, sessions: NDArray[np.str_]) -> None:
        self._sessions = sessions
        self.labels_: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def fit(self, X: NDArray[np.float64], y: object = None) -> "AverageLinkage":  # noqa: ARG002, N803 (BERTopic's names)
        """Cluster centred vectors of shape (n, d)."""
        vectors = _unit(X)
        similarity = vectors @ vectors.T
        model = AgglomerativeClustering(
            n_clusters=None,
            metric="precomputed",
            linkage="average",
            distance_threshold=1 - self._chance(similarity),
        )
        labels = model.fit_predict(np.clip(1 - similarity, 0, 2))
        sizes = np.bincount(labels)
        self.labels_ = np.where(sizes[labels] > 1, labels, -1)
        return self

    def predict(self, X: NDArray[np.float64]) -> NDArray[np.int64]:  # noqa: ARG002, N803 (BERTopic's names)
        """Return the labels of the fitted statements."""
        return self.labels_

    def _chance(self, similarity: NDArray[np.float64]) -> float:
        between = similarity[self._sessions[:, None] != self._sessions[None, :]]
        return float(between.mean() + between.std()) if between.size else 0.5
