"""The division of texts and how far it can be trusted: against chance, other seeds and samples of the texts.

That takes many divisions, which do not need each other: they can be made side by side, and all that comes out is kept
as long as the texts stay the same.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.topics import evaluation, significance
from pipeline.topics.clustering import Communities, agreement
from pipeline.topics.texts import Texts, division

RunAll: TypeAlias = Callable[[Iterable[Callable[[], Any]]], list[Any]]
"""Calls what can be pickled, here or elsewhere, and returns what comes out in the same order."""


def in_turn(calls: Iterable[Callable[[], Any]]) -> list[Any]:
    """Call each, one after the other in this process."""
    return [call() for call in calls]


class Store(Protocol):
    """Where outcomes are kept from run to run."""

    def cached_bytes(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""
        ...

    def keep_bytes(self, key: str, data: bytes) -> None:
        """Keep something under a key."""
        ...


@dataclass(frozen=True)
class Work:
    """How the work is done.

    Attributes
    ----------
    run_all
        Makes divisions, side by side or in turn; what comes out is the same.
    store
        Keeps what came out; None to keep nothing.
    made_by
        The code and the libraries that make divisions: what others made is not used.
    """

    run_all: RunAll = in_turn
    store: Store | None = None
    made_by: str = ""


HERE = Work()


@dataclass(frozen=True)
class Outcome:
    """A division and what is known of it.

    Attributes
    ----------
    found
        The communities.
    by_chance
        See `significance.closeness_by_chance`.
    over_seeds, over_samples
        The mean adjusted Rand index of divisions with other seeds, and of samples of the texts.
    key
        Under which it is kept.
    """

    found: Communities
    by_chance: float
    over_seeds: float
    over_samples: float
    key: str


def divide_and_test(texts: Texts, *, n_topics: int | None, fineness: float, seed: int, work: Work) -> Outcome:
    """Divide texts, or take over what came out when they were divided before.

    See `clustering.find_communities` for the other parameters.
    """
    key = _key(texts, work.made_by, n_topics, fineness, seed)
    data = None if work.store is None else work.store.cached_bytes(key)
    if data is not None:
        return _unpacked(data, key)
    outcome = _made(texts, n_topics, fineness, seed, work.run_all, key)
    if work.store is not None:
        work.store.keep_bytes(key, _packed(outcome))
    return outcome


def _made(texts: Texts, n_topics: int | None, fineness: float, seed: int, run_all: RunAll, key: str) -> Outcome:
    n = len(texts)
    draws = evaluation.resamples(n)

    def first_calls() -> Iterator[Callable[[], Communities]]:
        yield division(texts, n_topics=n_topics, fineness=fineness, seed=seed)
        for chosen in draws:
            yield division(texts.take(chosen), seed=1)

    found, *of_samples = run_all(first_calls())
    over_samples = agreement(
        [evaluation.spread(one.labels, chosen, n) for one, chosen in zip(of_samples, draws, strict=True)]
    )
    # The division itself is one of them, unless other links were added to get at the number of topics.
    seeds = [one for one in range(evaluation.n_repeats(n)) if one != seed or n_topics is not None]
    known = [found.labels] * (evaluation.n_repeats(n) - len(seeds))
    shuffles = significance.shuffles(texts, found.resolution)

    def next_calls() -> Iterator[Callable[[], Any]]:
        for one in seeds:
            yield division(texts, resolution=found.resolution, seed=one)
        yield from shuffles

    came_out = run_all(next_calls())
    of_seeds, closest = came_out[: len(seeds)], came_out[len(seeds) :]
    over_seeds = agreement([*known, *(one.labels for one in of_seeds)])
    return Outcome(found, float(np.median(closest)), over_seeds, over_samples, key)


def _key(texts: Texts, made_by: str, *options: object) -> str:
    known = hashlib.sha256(repr((made_by, options, len(texts))).encode())
    for meaning in texts.meanings:
        known.update(repr(meaning.shape).encode() + np.ascontiguousarray(meaning).tobytes())
    for groups in (texts.sessions, texts.passages):
        known.update(b"-" if groups is None else groups.astype(np.int64).tobytes())
    for words in texts.words:
        for of_text in words:
            known.update(("\x1f".join(of_text) + "\x1e").encode())
    return known.hexdigest()


def _packed(outcome: Outcome) -> bytes:
    found = outcome.found
    numbers = [found.resolution, outcome.by_chance, outcome.over_seeds, outcome.over_samples, len(found.labels)]
    rows: list[NDArray[Any]] = [np.array(numbers), found.labels, found.strengths, found.nearest, found.recurrence]
    return np.concatenate([row.astype("<f8") for row in rows]).tobytes()


def _unpacked(data: bytes, key: str) -> Outcome:
    values = np.frombuffer(data, "<f8")
    resolution, by_chance, over_seeds, over_samples, n = values[:5].tolist()
    labels, strengths, nearest, recurrence = np.split(values[5:], np.arange(1, 4) * int(n))
    found = Communities(labels.astype(np.int64), strengths, nearest.astype(np.int64), recurrence, resolution)
    return Outcome(found, by_chance, over_seeds, over_samples, key)
