"""Dilemmas from different sessions that say the same, for a corpus too small to tell which dilemmas recur.

Of each pair is told how likely a person would call the two the same dilemma. The weights were learnt from some hundred
thousand pairs of dilemmas in random corpora of two to seven sample reports, coded by hand for the dilemma that recurs
in them. On pairs of dilemmas left out .88 was right at `LIKELY`; what two readers said of pairs that were offered is
in `benchmarks/README.md`: nine in ten said the same in sample reports, one in five in real minutes.
"""

import heapq
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import tables
from pipeline.dutch.word_vectors import sentence_vectors
from pipeline.topics.embedding import encode_first
from pipeline.topics.neighbours import Vectors, similarities, unit, word_vectors
from pipeline.topics.texts import words_of
from pipeline.topics.units import headings_above

LIKELY = 0.8
"""Pairs less likely than this to be the same dilemma are not offered."""

_INTERCEPT = -8.74
_MEANING, _MEANING_AROUND, _WORD_VECTORS_AROUND, _WORDS, _WORDS_AROUND = 3.69, 8.07, 3.81, 2.05, 7.42
_AROUND = 2  # sentences before and behind
_LEAST_OWN = 0.3  # how near the two sentences must be by their own word vectors, whatever stands around them
_BLOCK = 512
_MOST_PAIRS = 20_000

Pair = tuple[float, int, int]


def similar_statements(
    units: pd.DataFrame, insights: pd.DataFrame, statements: pd.DataFrame, embedding: str
) -> pd.DataFrame:
    """Return the table `similar_statements`: pairs and small groups that say the same, the likeliest first.

    In a group every two statements are likely the same dilemma and no two are from one session; a statement
    stands in one group at most. A statement of which the kind is doubtful is in none.

    Parameters
    ----------
    units, insights, statements, embedding
        As for `model.find_topics`.
    """
    doubtful = set(statements.loc[statements["is_uncertain"], "statement_id"])
    sure = units[~units["statement_id"].isin(doubtful)].reset_index(drop=True)
    if sure["session_id"].nunique() < 2:
        return tables.frame("similar_statements", [])
    sessions = np.unique(sure["session_id"].to_numpy(dtype=object), return_inverse=True)[1]
    own = unit(sentence_vectors([" ".join(text.split()) for text in sure["text"]]))
    views = _views(sure, insights, statements, embedding)
    pairs = heapq.nlargest(_MOST_PAIRS, _likely_pairs(views, own, sessions))
    names = sure["statement_id"].tolist()
    return tables.frame(
        "similar_statements",
        [
            {"group_id": f"g{number:02d}", "statement_id": names[place], "similarity": round(chance, 4)}
            for number, (members, chance) in enumerate(_groups(pairs, sessions), start=1)
            for place in sorted(members)
        ],
    )


def _views(
    units: pd.DataFrame, insights: pd.DataFrame, statements: pd.DataFrame, embedding: str
) -> list[tuple[float, Vectors]]:
    """Return the ways to compare units, each with its weight: what they and the sentences around them mean and say.

    Not the whole passage: in minutes that may be an hour of talk, and every pair from two of those would be alike.
    """
    of_insight: dict[str, list[dict[str, Any]]] = {}
    place_of: dict[str, int] = {}
    for row in tables.records(statements, ("insight_id", "statement_id", "text", "lemmas")):
        rows = of_insight.setdefault(row["insight_id"], [])
        place_of[row["statement_id"]] = len(rows)
        rows.append(row)
    own, around, texts, contexts = [], [], [], []
    headings = _own_headings(units, insights)
    for heading, unit_row in zip(headings, tables.records(units), strict=True):
        place = place_of[unit_row["statement_id"]]
        near = of_insight[unit_row["insight_id"]][max(0, place - _AROUND) : place + _AROUND + 1]
        words = words_of(heading)
        own.append([*words, *unit_row["lemmas"]])
        around.append([*words, *(lemma for row in near for lemma in row["lemmas"])])
        opening = f"{heading}. " if heading else ""
        texts.append(opening + " ".join(unit_row["text"].split()))
        contexts.append(opening + " ".join(" ".join(row["text"] for row in near).split()))
    return [
        (_MEANING, unit(encode_first(texts, embedding))),
        (_MEANING_AROUND, unit(encode_first(contexts, embedding))),
        (_WORD_VECTORS_AROUND, unit(sentence_vectors(contexts))),
        (_WORDS, word_vectors(own, around)),
        (_WORDS_AROUND, word_vectors(around, around)),
    ]


def _own_headings(units: pd.DataFrame, insights: pd.DataFrame) -> list[str]:
    """Return the heading of each unit, nothing where another session has it too.

    A heading that comes back is the name of a part of the meeting (*Bespreken wijzigingen*): all that is ever said
    under it would be alike.
    """
    headings = headings_above(units, insights)
    plain = pd.Series([" ".join((heading or "").casefold().split()) for heading in headings], dtype="str")
    n_sessions = units["session_id"].groupby(plain.to_numpy()).transform("nunique")
    return [heading if heading and n == 1 else "" for heading, n in zip(headings, n_sessions, strict=True)]


def _likely_pairs(
    views: Sequence[tuple[float, Vectors]], own: NDArray[np.float32], sessions: NDArray[np.int64]
) -> Iterator[Pair]:
    """Return the likely pairs of units of different sessions, with their chance; block by block in linear memory."""
    places = np.arange(len(sessions))
    for start in range(0, len(places), _BLOCK):
        block = places[start : start + _BLOCK]
        scores = _INTERCEPT + sum(weight * similarities(vectors[block], vectors) for weight, vectors in views)
        chances = 1 / (1 + np.exp(-np.asarray(scores, dtype=np.float64)))
        is_pair = (sessions[block][:, None] != sessions[None, :]) & (chances >= LIKELY)
        is_pair &= (block[:, None] < places[None, :]) & (similarities(own[block], own) >= _LEAST_OWN)
        for row, column in zip(*np.nonzero(is_pair), strict=True):
            # Rounded, for sums of floats differ in their last bits between machines.
            yield round(float(chances[row, column]), 6), -int(block[row]), -int(column)


def _groups(pairs: Sequence[Pair], sessions: NDArray[np.int64]) -> list[tuple[list[int], float]]:
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
