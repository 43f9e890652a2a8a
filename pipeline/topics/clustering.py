"""Communities in a graph of texts, found often and agreed upon.

One run of a clustering method is one draw: another seed, or one text less, gives another answer.
Here many runs vote, and what most of them agree on is the answer (consensus clustering: Monti et
al. 2003, Machine Learning 52; Lancichinetti & Fortunato 2012, Scientific Reports 2). Most
see all texts, so that chance decides little; some see a sample, so that a few texts decide little.
The samples also tell how sure each community is. Each run is Leiden (Traag, Waltman & Van Eck
2019, Scientific Reports 9).
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

if TYPE_CHECKING:
    import igraph

RESOLUTIONS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
"""The γ to choose from. Modularity (γ = 1) itself merges what is small beside the whole (Fortunato &
Barthélemy 2007, PNAS 104), so nothing coarser is tried."""

SAMPLE_SHARE = 0.9
LOOSE_BELOW = 0.25
"""A text of which less than this share of its links stays within its topic is loose."""

_SMALLEST = 2
_AS_GOOD = 0.01

# How often to run, at most and at least: one run on many texts says as much as several on a few.
_TO_CHOOSE = (16, 5, 50_000)
_TO_AGREE = (100, 8, 80_000)
_WHOLE = 3  # runs on all texts for each run on a sample
_TO_END = (10, 3, 30_000)


@dataclass(frozen=True)
class Communities:
    """What the runs agree on.

    Attributes
    ----------
    labels
        The community of each text, by size from 0, −1 for a loose one; shape (n,).
    strengths
        The share of the links of each text that stays in its community, over runs on samples; 0–1.
    nearest
        The community that a text has most links with, its own for most; −1 if it has none.
    recurrence
        For each community the share of runs, each on a sample of the texts, in which it came back.
    resolution
        How fine the division is: the γ of modularity.
    """

    labels: NDArray[np.int64]
    strengths: NDArray[np.float64]
    nearest: NDArray[np.int64]
    recurrence: NDArray[np.float64]
    resolution: float


def find_communities(
    graph: sparse.csr_matrix,
    *,
    n_topics: int | None = None,
    fineness: float = 1.0,
    resolution: float | None = None,
    seed: int = 0,
    effort: float = 1.0,
) -> Communities:
    """Divide the texts of a graph into communities.

    Parameters
    ----------
    graph
        A symmetric graph of n texts with positive weights.
    n_topics
        About how many communities to find; None for the number that is most stable.
    fineness
        Above 1 for more and smaller communities than the most stable division, below 1 for fewer.
    resolution
        The γ to use, if it is known; then nothing is chosen.
    seed
        For the samples and the order in which texts are visited.
    effort
        Which part of the runs to do, for a rough answer.
    """
    if resolution is None:
        # How fine a corpus is best divided is no matter of chance: always the same samples.
        chooser = _Runs(graph, seed=0)
        resolution = chooser.with_about(n_topics) if n_topics else chooser.most_stable() * fineness
    return _Runs(graph, seed, effort).consensus(resolution)


class _Runs:
    """Runs of Leiden on samples of the texts of one graph."""

    def __init__(self, graph: sparse.csr_matrix, seed: int, effort: float = 1.0) -> None:
        import igraph

        upper = sparse.triu(graph, 1).tocoo()
        self.n: int = graph.shape[0]
        self.first, self.second, self.weights = upper.row, upper.col, upper.data.astype(np.float64)
        self._graph = igraph.Graph(n=self.n, edges=np.column_stack([self.first, self.second]))
        self._graph.es["weight"] = self.weights
        self._chance = np.random.default_rng(seed)
        self._effort = effort

    def n_runs(self, limits: tuple[int, int, int]) -> int:
        """Return how often to run: at most, at least, and between them for so many texts in all."""
        most, least, n_texts = limits
        n_runs = max(least, min(most, n_texts // max(self.n, 1)))
        return max(2, round(self._effort * n_runs))

    def whole(self, resolution: float) -> NDArray[np.int64]:
        """Return the labels of one run on all texts."""
        return self._leiden(self._graph, resolution, n_iterations=2)

    def sampled(self, resolution: float) -> NDArray[np.int64]:
        """Return the labels of one run on a sample of the texts, −1 for those that were left out."""
        left_in = np.sort(self._chance.permutation(self.n)[: math.ceil(SAMPLE_SHARE * self.n)])
        labels = np.full(self.n, -1)
        labels[left_in] = self._leiden(self._graph.induced_subgraph(left_in.tolist()), resolution, n_iterations=2)
        return labels

    def _leiden(self, graph: "igraph.Graph", resolution: float, n_iterations: int) -> NDArray[np.int64]:
        import igraph

        igraph.set_random_number_generator(random.Random(int(self._chance.integers(2**31))))  # noqa: S311
        found = graph.community_leiden("modularity", weights="weight", resolution=resolution, n_iterations=n_iterations)
        return np.array(found.membership, dtype=np.int64)

    def most_stable(self) -> float:
        """Return the resolution whose communities agree best between samples, within a sensible range.

        No more than 1.2 √n communities: with fewer than some √n texts each, nobody oversees them.
        """
        stability: list[float] = []
        for resolution in RESOLUTIONS:
            found = [self.sampled(resolution) for _ in range(self.n_runs(_TO_CHOOSE))]
            n_found = float(np.median([_n_of_size(labels) for labels in found]))
            if stability and n_found > max(3.0, 1.2 * math.sqrt(self.n)):
                break
            stability.append(agreement(found))
        # The mean with the resolutions beside it: a single peak is chance. Of those as good, the coarsest.
        padded = np.pad(stability, 1, mode="edge")
        smoothed = ((padded[:-2] + padded[1:-1] + padded[2:]) / 3).round(4)
        return RESOLUTIONS[int(np.argmax(smoothed >= smoothed.max() - _AS_GOOD))]

    def with_about(self, n_topics: int) -> float:
        """Return the resolution that gives the number of communities nearest to the one asked for."""
        low, high = 0.0005, 50.0
        best = (math.inf, 1.0)
        for _ in range(12):
            middle = math.sqrt(low * high)
            n_found = _n_of_size(self.sampled(middle))
            best = min(best, (abs(n_found - n_topics), middle))
            low, high = (middle, high) if n_found < n_topics else (low, middle)
        return best[1]

    def consensus(self, resolution: float) -> Communities:
        """Return the communities that the runs agree on: Leiden on the links, weighed by how often they held."""
        import igraph

        n_runs = self.n_runs(_TO_AGREE)
        samples = [self.sampled(resolution) for _ in range(n_runs)]
        held = self._held([*samples, *(self.whole(resolution) for _ in range(_WHOLE * n_runs))])
        kept = held > 0
        agreed = igraph.Graph(n=self.n, edges=np.column_stack([self.first[kept], self.second[kept]]))
        agreed.es["weight"] = held[kept]
        tries = [self._leiden(agreed, resolution, n_iterations=-1) for _ in range(self.n_runs(_TO_END))]
        best = max(tries, key=lambda own: agreed.modularity(own.tolist(), weights="weight", resolution=resolution))
        return self._summary(best, samples, resolution)

    def _held(self, labelings: Sequence[NDArray[np.int64]]) -> NDArray[np.float64]:
        """Return the links, each weighed by how often its ends were together of all times that both were there."""
        together, both = np.zeros(len(self.first)), np.zeros(len(self.first))
        for labels in labelings:
            first, second = labels[self.first], labels[self.second]
            seen = (first >= 0) & (second >= 0)
            both += seen
            together += seen & (first == second)
        held: NDArray[np.float64] = self.weights * together / np.maximum(both, 1)
        return held

    def _summary(
        self, labels: NDArray[np.int64], samples: Sequence[NDArray[np.int64]], resolution: float
    ) -> Communities:
        """Return the communities, with what the runs on samples say of each text and of each community."""
        held = self._held(samples)
        ends, others = np.r_[self.first, self.second], np.r_[self.second, self.first]
        total = np.bincount(ends, weights=np.r_[self.weights, self.weights], minlength=self.n)
        n_found = int(labels.max(initial=-1)) + 1
        links = sparse.csr_matrix((np.r_[held, held], (ends, labels[others])), shape=(self.n, max(n_found, 1)))
        strengths = np.asarray(links[np.arange(self.n), labels]).ravel() / np.maximum(total, 1e-12)
        is_loose = strengths < LOOSE_BELOW
        sizes = np.bincount(labels[~is_loose], minlength=n_found)
        by_size = [label for label in np.argsort(-sizes, kind="stable") if sizes[label] >= _SMALLEST]
        number = np.full(max(n_found, 1), -1)
        number[by_size] = np.arange(len(by_size))
        nearest = np.full(self.n, -1)
        if by_size:
            to_kept = links[:, by_size]
            has_links = np.asarray(to_kept.max(axis=1).toarray()).ravel() > 0
            nearest[has_links] = np.asarray(to_kept.argmax(axis=1)).ravel()[has_links]
        final = np.where(is_loose, -1, number[labels])
        return Communities(
            labels=final,
            strengths=np.clip(strengths, 0, 1),
            nearest=np.where(final >= 0, final, nearest),
            recurrence=_recurrence(final, len(by_size), samples),
            resolution=resolution,
        )


def agreement(labelings: Sequence[NDArray[np.int64]]) -> float:
    """Return the mean adjusted Rand index of all pairs of labelings, over the texts that both place (not −1).

    Hubert & Arabie (1985), Comparing partitions, Journal of Classification 2.
    """
    scores = []
    for number, one in enumerate(labelings):
        for other in labelings[:number]:
            both = (one >= 0) & (other >= 0)
            scores.append(_adjusted_rand(one[both].tolist(), other[both].tolist()))
    return float(np.mean(scores)) if scores else 1.0


def _adjusted_rand(one: list[int], other: list[int]) -> float:
    import igraph  # fifty times as fast as scikit-learn on some hundreds of texts, and this is done thousands of times

    if len(one) < 2:
        return 1.0
    index = float(igraph.compare_communities(one, other, method="adjusted_rand"))
    return 1.0 if math.isnan(index) else index  # both all in one, or both all alone


def _n_of_size(labels: NDArray[np.int64]) -> int:
    return int((np.bincount(labels[labels >= 0]) >= _SMALLEST).sum())


def _recurrence(labels: NDArray[np.int64], n_labels: int, runs: Sequence[NDArray[np.int64]]) -> NDArray[np.float64]:
    """Return the share of runs that have a community with a Jaccard overlap of a half or more.

    Hennig (2007), Cluster-wise assessment of cluster stability, Computational Statistics & Data Analysis 52.
    """
    back = np.zeros(n_labels)
    for run in runs:
        seen = run >= 0
        own = labels[seen]
        of_run = np.bincount(run[seen])
        placed = own >= 0
        overlap = sparse.csr_matrix(
            (np.ones(placed.sum()), (own[placed], run[seen][placed])), shape=(max(n_labels, 1), len(of_run))
        ).tocoo()
        sizes = np.bincount(own[placed], minlength=max(n_labels, 1))
        jaccard = overlap.data / (sizes[overlap.row] + of_run[overlap.col] - overlap.data)
        best = np.zeros(max(n_labels, 1))
        np.maximum.at(best, overlap.row, jaccard)
        back += best[:n_labels] >= 0.5
    return back / max(len(runs), 1)
