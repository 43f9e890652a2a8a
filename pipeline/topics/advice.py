"""Advice that several sessions give, in whatever words.

Advice recurs in groups of two to eight, far smaller than dilemmas, so it is not divided by `clustering` but joined from
below: groups are joined as long as their members are on average more likely the same advice than not (average linkage:
Sokal & Michener 1958, A statistical method for evaluating systematic relationships).

How likely two pieces of advice are the same was learnt from the dilemmas of the sample corpus, coded by hand, and not
from advice: `benchmarks.advice` learns and measures it. Most weight is on the passages: the sentences alone tell
little, for *Zij zoekt de namen bij elkaar* says nothing, and two that are meant the same seldom share a word. More
than half of the pairs in groups are not one advice in the sample, and in real minutes, with their long passages, nearly
all groups only share a subject. So a group is a suggestion to read and no finding.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csgraph
from scipy.spatial.distance import squareform

from pipeline import tables
from pipeline.topics.model import MIN_SESSIONS, MIN_UNITS
from pipeline.topics.neighbours import Vectors, similarities, word_vectors
from pipeline.topics.texts import Texts, texts_in_context
from pipeline.topics.units import is_too_small

WEIGHTS = (0.30, 0.79, 0.05, 0.68)
"""Of what the sentences and the passages mean, and of the words of the sentences and of the passages."""
INTERCEPT = -4.78

_SAMPLE = 1_000  # texts that tell how alike two of a corpus usually are
_BLOCK = 512
_LARGEST = 5_000  # of a part that is joined from below, which takes quadratic memory


def find_recurring_advice(
    units: pd.DataFrame,
    insights: pd.DataFrame,
    statements: pd.DataFrame,
    embeddings: NDArray[np.float32],
    *,
    embedding: str,
    min_units: int = MIN_UNITS,
    min_sessions: int = MIN_SESSIONS,
) -> pd.DataFrame:
    """Return the table `recurring_advice`: the advice that stands in two sessions or more, the largest group first.

    Parameters
    ----------
    units
        The adviezen, n rows; see `topics.units`.
    insights, statements, embeddings, embedding
        As for `model.find_topics`.
    min_units, min_sessions
        With fewer, nothing is claimed to recur.
    """
    if is_too_small(units, min_units, min_sessions):
        return tables.frame("recurring_advice", [])
    odds = LogOdds(texts_in_context(units, insights, statements, embeddings, embedding))
    names = units["statement_id"].tolist()
    rows = []
    for number, members in enumerate(groups(odds), start=1):
        own = odds.between(members, members)
        np.fill_diagonal(own, 0)
        means = (own.sum(axis=1) / (len(members) - 1)).round(6)
        rows += [
            {
                "group_id": f"a{number:02d}",
                "statement_id": names[place],
                "strength": round(float(1 / (1 + np.exp(-mean))), 4),
                "is_representative": rank == int(np.argmax(means)),
            }
            for rank, (place, mean) in enumerate(zip(members, means, strict=True))
        ]
    return tables.frame("recurring_advice", rows)


class LogOdds:
    """The log odds that two of n texts are the same advice.

    Of each view the similarity is measured by how alike two texts of different sessions in this corpus usually are.
    Two of one session count neither for nor against: they share a passage whatever they advise.
    """

    def __init__(
        self,
        texts: Texts,
        weights: Sequence[float] = WEIGHTS,
        intercept: float = INTERCEPT,
    ) -> None:
        self.sessions = sessions = np.arange(len(texts)) if texts.sessions is None else texts.sessions
        vectors: list[Vectors] = [*texts.joined_meanings()]
        vectors += [word_vectors(words, texts.words[-1]) for words in texts.words]
        self._vectors, self._weights, self._intercept = vectors, weights, intercept
        chosen = np.sort(np.random.default_rng(0).permutation(len(sessions))[:_SAMPLE])
        is_between = sessions[chosen][:, None] != sessions[chosen][None, :]
        usual = [similarities(view[chosen], view[chosen])[is_between] for view in vectors]
        self._usual = [(float(values.mean()), max(float(values.std()), 1e-6)) for values in usual]

    def __len__(self) -> int:
        return len(self.sessions)

    def standardised(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> list[NDArray[np.float64]]:
        """Return for each view how many standard deviations more alike than usual texts are."""
        alike = (similarities(view[rows], view[columns]).astype(np.float64) for view in self._vectors)
        return [(values - mean) / spread for values, (mean, spread) in zip(alike, self._usual, strict=True)]

    def between(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the log odds of each of some texts with each of others."""
        own = self.standardised(rows, columns)
        odds = self._intercept + sum(weight * view for weight, view in zip(self._weights, own, strict=True))
        # Rounded, for sums of floats differ in their last bits between machines.
        return np.where(self.sessions[rows][:, None] == self.sessions[columns][None, :], 0, np.round(odds, 6))


def groups(odds: LogOdds) -> list[NDArray[np.int64]]:
    """Return the groups that stand in two sessions or more, the largest first."""
    found = []
    for part in _parts(odds):
        own = odds.between(part, part)
        distances = own.max() - own
        np.fill_diagonal(distances, 0)
        tree = linkage(squareform(distances, checks=False), "average")
        labels = fcluster(tree, own.max(), "distance")
        found += [part[labels == label] for label in np.unique(labels)]
    kept = [members for members in found if len(np.unique(odds.sessions[members])) >= 2]
    return sorted(kept, key=lambda members: (-len(members), members[0]))


def _parts(odds: LogOdds) -> list[NDArray[np.int64]]:
    """Return the parts that no likely pair crosses: no group does either, so that each can be done alone."""
    places = np.arange(len(odds))
    likely = sparse.vstack(
        [_above_zero(odds.between(places[start : start + _BLOCK], places)) for start in range(0, len(places), _BLOCK)]
    ).tocsr()
    limit = 0.0
    while True:
        _, part = csgraph.connected_components(likely > limit, directed=False)
        sizes = np.bincount(part)
        if sizes.max() <= _LARGEST:
            return [np.flatnonzero(part == number) for number in np.flatnonzero(sizes > 1)]
        limit += 1.0


def _above_zero(odds: NDArray[np.float64]) -> sparse.csr_matrix:
    return sparse.csr_matrix(np.maximum(odds, 0))
