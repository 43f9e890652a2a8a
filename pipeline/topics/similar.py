"""Dilemmas from different sessions that say the same, for a corpus too small to tell which dilemmas recur.

Of each pair is told how likely a person would call the two the same dilemma. The weights were learnt from some hundred
thousand pairs of dilemmas in random corpora of two to seven sample reports, coded by hand for the dilemma that recurs
in them; `benchmarks/README.md` has the figures on dilemmas left out.
"""

import heapq
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import tables
from pipeline.topics.neighbours import Vectors, similarities, unit, word_vectors
from pipeline.topics.texts import Texts, texts_in_context

LIKELY = 0.7
"""Pairs less likely than this to be the same dilemma are not offered."""

_INTERCEPT = -9.22
_MEANING, _PASSAGE_MEANING, _PASSAGE_WORD_VECTORS, _WORDS, _PASSAGE_WORDS = 3.22, 5.94, 4.39, 1.41, 7.57
_BLOCK = 512
_MOST_PAIRS = 20_000

Pair = tuple[float, int, int]


def similar_statements(
    units: pd.DataFrame,
    insights: pd.DataFrame,
    statements: pd.DataFrame,
    embeddings: NDArray[np.float32],
    embedding: str,
) -> pd.DataFrame:
    """Return the table `similar_statements`: pairs and small groups that say the same, the likeliest first.

    In a group every two statements are likely the same dilemma and no two are from one session; a statement
    stands in one group at most. A statement of which the kind is doubtful is in none.

    Parameters
    ----------
    units, insights, statements, embeddings, embedding
        As for `model.find_topics`.
    """
    doubtful = set(statements.loc[statements["is_uncertain"], "statement_id"])
    is_sure = ~units["statement_id"].isin(doubtful).to_numpy(dtype=bool)
    sure = units[is_sure].reset_index(drop=True)
    if sure["session_id"].nunique() < 2:
        return tables.frame("similar_statements", [])
    texts = texts_in_context(sure, insights, statements, embeddings[is_sure], embedding)
    pairs = heapq.nlargest(_MOST_PAIRS, _likely_pairs(texts))
    names = sure["statement_id"].tolist()
    sessions = sure["session_id"].tolist()
    return tables.frame(
        "similar_statements",
        [
            {"group_id": f"g{number:02d}", "statement_id": names[place], "similarity": round(chance, 4)}
            for number, (members, chance) in enumerate(_groups(pairs, sessions), start=1)
            for place in sorted(members)
        ],
    )


def _likely_pairs(texts: Texts) -> Iterator[Pair]:
    """Return the likely pairs of texts of different sessions, with their chance; block by block in linear memory."""
    assert texts.sessions is not None  # noqa: S101 (texts in context have one)
    n_models = texts.n_models
    words, passage_words = (word_vectors(view, texts.words[-1]) for view in texts.words)
    views: list[tuple[float, Vectors]] = [
        (_MEANING, unit(texts.meanings[0])),
        (_PASSAGE_MEANING, unit(texts.meanings[n_models])),
        (_PASSAGE_WORD_VECTORS, unit(texts.meanings[-1])),
        (_WORDS, words),
        (_PASSAGE_WORDS, passage_words),
    ]
    for start in range(0, len(texts), _BLOCK):
        block = np.arange(start, min(start + _BLOCK, len(texts)))
        scores = _INTERCEPT + sum(weight * similarities(vectors[block], vectors) for weight, vectors in views)
        chances = 1 / (1 + np.exp(-np.asarray(scores, dtype=np.float64)))
        is_pair = (texts.sessions[block][:, None] != texts.sessions[None, :]) & (chances >= LIKELY)
        is_pair &= block[:, None] < np.arange(len(texts))[None, :]
        for row, column in zip(*np.nonzero(is_pair), strict=True):
            # Rounded, for sums of floats differ in their last bits between machines.
            yield round(float(chances[row, column]), 6), -int(block[row]), -int(column)


def _groups(pairs: list[Pair], sessions: list[str]) -> list[tuple[list[int], float]]:
    """Return groups in which every two are a pair, with the chance of the least likely pair in each."""
    chance_of = {(-one, -other): chance for chance, one, other in pairs}
    groups: list[list[int]] = []
    group_of: dict[int, list[int]] = {}
    for one, other in chance_of:
        if one in group_of and other in group_of:
            continue
        if one not in group_of and other not in group_of:
            groups.append([one, other])
            group_of[one] = group_of[other] = groups[-1]
            continue
        new, group = (other, group_of[one]) if one in group_of else (one, group_of[other])
        is_own = sessions[new] not in {sessions[member] for member in group}
        if is_own and all((min(new, member), max(new, member)) in chance_of for member in group):
            group.append(new)
            group_of[new] = group
    least = [
        min(chance_of[one, other] for one in group for other in group if (one, other) in chance_of) for group in groups
    ]
    return sorted(zip(groups, least, strict=True), key=lambda found: (-len(found[0]), -found[1], found[0]))
