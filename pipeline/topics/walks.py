"""Random walks over a graph of neighbours: where do new texts belong, among those that have a topic."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_N_STEPS = 100


def chances_of_ending(
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
