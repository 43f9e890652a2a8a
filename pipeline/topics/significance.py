"""Which communities are closer than chance makes them.

A method that divides texts finds groups in anything. Here the corpus is shuffled: the meanings of the texts and their
words are dealt out anew over the texts, apart from each other, so that each keeps its own groups but the two no
longer bear each other out. The closest group that such a corpus usually has is what chance gives, and only what is
closer is claimed, after the permutation test on the maximum (Westfall & Young 1993, Resampling-based multiple
testing). As texts of one session are never linked, it is also a test that what recurs between sessions is more than
chance.

The limit is the median over the shuffled corpora, not their highest value. What texts mean still makes real groups
in a shuffled corpus, so that the highest would also refuse half of the dilemmas that people see recur in the sample.
So this is no test at a level of significance; in one of twelve corpora of noise it let a group pass.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline import tables
from pipeline.topics.clustering import Communities, find_communities
from pipeline.topics.neighbours import joint_graph
from pipeline.topics.texts import Texts

MIN_SESSIONS, MIN_MEMBERS = tables.TOPIC_SESSIONS, tables.TOPIC_STATEMENTS
MIN_STABILITY = tables.TOPIC_STABILITY  # what comes back in fewer samples should not be trusted: Hennig (2007)
MIN_STRENGTH = tables.TOPIC_STRENGTH  # chosen on the sample corpus, see `benchmarks/README.md`
N_SHUFFLES = tables.TOPIC_SHUFFLES

_EFFORT = 0.08  # of the runs that a division takes; more give the same


def closeness(labels: NDArray[np.int64], between: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return of each community which share of the links of its members with other sessions stays within it.

    Parameters
    ----------
    labels
        The community of each text, −1 for a loose one; shape (n,).
    between
        The links between texts of different sessions, symmetric, shape (n, n).
    """
    links = between.tocoo()
    n_found = int(labels.max(initial=-1)) + 1
    own, other = labels[links.row], labels[links.col]
    is_own = own >= 0
    total = np.bincount(own[is_own], weights=links.data[is_own], minlength=n_found)
    is_within = is_own & (own == other)
    within = np.bincount(own[is_within], weights=links.data[is_within], minlength=n_found)
    return np.asarray(within / np.maximum(total, 1e-12))


def closeness_by_chance(texts: Texts, resolution: float) -> float:
    """Return how close the closest community usually is in a shuffled corpus: the median of `N_SHUFFLES`.

    Parameters
    ----------
    texts
        What was divided, with the session of each.
    resolution
        How fine it was divided.
    """
    sessions = _sessions(texts)
    chance = np.random.default_rng(0)
    n_views = len(texts.words)  # as many of words as of meaning, see `Texts.view_graphs`
    closest = []
    for _ in range(N_SHUFFLES):
        meanings, words = chance.permutation(len(texts)), chance.permutation(len(texts))
        shuffled = [
            _dealt_out(graph, meanings if number < n_views else words, sessions)
            for number, graph in enumerate(texts.view_graphs)
        ]
        found = find_communities(joint_graph(shuffled, texts.passages), resolution=resolution, effort=_EFFORT)
        is_large = np.bincount(found.labels[found.labels >= 0], minlength=len(found.recurrence)) >= MIN_MEMBERS
        close = closeness(found.labels, joint_graph(shuffled))
        closest.append(float(close[is_large].max(initial=0)))
    return float(np.median(closest))


def _dealt_out(graph: sparse.csr_matrix, order: NDArray[np.int64], sessions: NDArray[np.int64]) -> sparse.csr_matrix:
    """Return a graph in which each text has the links of another; none within a session."""
    links = graph[order][:, order].tocoo()
    is_between = sessions[links.row] != sessions[links.col]
    kept = links.data[is_between], (links.row[is_between], links.col[is_between])
    return sparse.csr_matrix(kept, shape=graph.shape)


def _sessions(texts: Texts) -> NDArray[np.int64]:
    return np.arange(len(texts)) if texts.sessions is None else texts.sessions


def claimed(found: Communities, texts: Texts, by_chance: float) -> Communities:
    """Return the communities that may be called a recurring dilemma, with the members that surely belong; else loose.

    Parameters
    ----------
    found, texts
        The communities, and what was divided into them.
    by_chance
        How close chance makes them, see `closeness_by_chance`.
    """
    sessions = _sessions(texts)
    close = closeness(found.labels, joint_graph(texts.view_graphs))
    labels = np.where(found.strengths >= MIN_STRENGTH, found.labels, -1)
    kept = [
        number
        for number in range(len(found.recurrence))
        if close[number] > by_chance
        and found.recurrence[number] >= MIN_STABILITY
        and (labels == number).sum() >= MIN_MEMBERS
        and len(np.unique(sessions[labels == number])) >= MIN_SESSIONS
    ]
    kept.sort(key=lambda number: -(labels == number).sum())
    renumbered = np.full(len(found.recurrence) + 1, -1)  # the last for −1
    renumbered[kept] = np.arange(len(kept))
    return replace(
        found, labels=renumbered[labels], nearest=renumbered[found.nearest], recurrence=found.recurrence[kept]
    )
