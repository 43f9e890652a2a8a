"""How good a division into topics is, in figures that do not need to know the right answer."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import silhouette_score

from pipeline.topics.clustering import agreement

N_REPEATS = 4
_SHARE = 0.9


def stability_over_seeds(divide: Callable[[int], NDArray[np.int64]]) -> float:
    """Return the mean adjusted Rand index of divisions with different seeds; `divide` takes a seed."""
    return agreement([divide(seed) for seed in range(N_REPEATS)])


def stability_over_resamples(divide: Callable[[NDArray[np.int64]], NDArray[np.int64]], n_texts: int) -> float:
    """Return the mean adjusted Rand index of divisions of samples of 90 % of the texts, each from the start.

    Parameters
    ----------
    divide
        Takes the positions of the texts of a sample and returns their labels (−1 for a loose one).
    n_texts
        The number of texts.
    """
    found = []
    for seed in range(N_REPEATS):
        chosen = np.sort(np.random.default_rng(seed).permutation(n_texts)[: math.ceil(_SHARE * n_texts)])
        labels = np.full(n_texts, -1)
        labels[chosen] = divide(chosen)
        found.append(labels)
    return agreement(found)


def coherence(terms_of_topics: Sequence[Sequence[str]], documents: Sequence[Sequence[str]]) -> float | None:
    """Return the mean normalised pointwise mutual information of the terms of a topic, −1 to 1.

    Counted over whole documents; Bouma (2009), Normalized (Pointwise) Mutual Information in Collocation
    Extraction, GSCL. None where no topic has two terms.
    """
    sets = [set(document) for document in documents]
    counted = {term for terms in terms_of_topics for term in terms}
    holding = {term: {n for n, words in enumerate(sets) if term in words} for term in counted}
    scores = []
    for terms in terms_of_topics:
        for one, other in combinations(terms, 2):
            together = len(holding[one] & holding[other]) / len(sets)
            if together == 0:
                scores.append(-1.0)
            elif together == 1:
                scores.append(1.0)
            else:
                apart = len(holding[one]) * len(holding[other]) / len(sets) ** 2
                scores.append(math.log(together / apart) / -math.log(together))
    return float(np.mean(scores)) if scores else None


def diversity(terms_of_topics: Sequence[Sequence[str]]) -> float | None:
    """Return the share of different words among the terms of all topics; Dieng, Ruiz & Blei (2020), TACL 8."""
    words = [term for terms in terms_of_topics for term in terms]
    return len(set(words)) / len(words) if words else None


def silhouette(vectors: NDArray[np.floating], labels: NDArray[np.int64]) -> float | None:
    """Return the mean silhouette (cosine) of the texts in a topic, −1 to 1; None with fewer than two topics.

    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20. Of more than 5,000 texts a
    sample is measured, for it takes quadratic time.
    """
    placed = labels >= 0
    own = labels[placed]
    if not 2 <= len(set(own.tolist())) < len(own):
        return None
    size = min(len(own), 5000)
    return float(silhouette_score(vectors[placed], own, metric="cosine", sample_size=size, random_state=0))


def known(figures: Mapping[str, float | None]) -> dict[str, float]:
    """Return the figures that could be measured."""
    return {name: float(value) for name, value in figures.items() if value is not None and math.isfinite(value)}
