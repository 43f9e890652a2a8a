"""The kind of a statement: `uitkomst`, `dilemma` or `advies` (meanings in `docs/contract.md`).

Kernel ridge regression on two likenesses: of the cues that a reader can point at (`kind_cues`), and of what the
sentence means (`pipeline.dutch.word_vectors`). Its weights of cues stand in `resources/soorten.csv`; the sentences that
a new one is held against, in `resources/soortvoorbeelden.csv`. `models/kinds` trains both and measures them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.dutch.word_vectors import sentence_vectors
from pipeline.resources import load_csv
from pipeline.tables import KINDS

BIAS = "(altijd)"
RESEMBLES = "lijkt op voorbeeld"
_NARROWNESS = 1.2  # gamma of the Gaussian kernel: the larger, the nearer a sentence must be to count
_AT_ONCE = 256  # sentences held against all examples, so that a report of any length takes the same memory
_MAX_CUES = 5  # named with a statement
_FIRST_LINE = 2  # of the file with examples, behind its header

Cues = Mapping[str, float]
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class KindModel:
    """What was learnt of kinds.

    Attributes
    ----------
    cues
        The weights of a cue for each kind, as in `KINDS`.
    bias
        The weights that every sentence gets.
    examples
        The sentences that a new one is held against.
    vectors, weights
        Their vectors, of shape (n examples, d), and weights, of shape (n examples, n kinds).
    """

    cues: Mapping[str, tuple[float, ...]]
    bias: tuple[float, ...]
    examples: tuple[str, ...]
    vectors: NDArray[np.float64]
    weights: NDArray[np.float64]

    @cached_property
    def speak_for(self) -> tuple[NDArray[np.int64], ...]:
        """For each kind the places of the examples that speak for it most."""
        return tuple(np.flatnonzero(self.weights.argmax(axis=1) == kind) for kind in range(len(KINDS)))

    @cached_property
    def gains(self) -> Mapping[str, tuple[float, ...]]:
        """What each cue adds to each kind beyond what it adds to the kinds on average."""
        return {
            name: tuple(weight - sum(weights) / len(weights) for weight in weights)
            for name, weights in self.cues.items()
        }

    def scores(self, cues: Sequence[Cues], vectors: NDArray[np.float64]) -> tuple[Scores, NDArray[np.float64]]:
        """Return what speaks for each kind, of shape (n sentences, n kinds), and how near each example is.

        Parameters
        ----------
        cues
            The cues of each sentence.
        vectors
            Their vectors, of shape (n sentences, d).
        """
        near = nearness(vectors, self.vectors)
        scores = near @ self.weights + self.bias
        scores += [self._score(of_sentence) for of_sentence in cues]
        return scores, near

    def _score(self, cues: Cues) -> tuple[float, ...]:
        """Return what the cues say of each kind; as if they were a vector of unit length."""
        known = [(weights, value) for name, value in cues.items() if (weights := self.cues.get(name)) is not None]
        length = math.hypot(*(value for _, value in known)) or 1.0
        return tuple(sum(weights[kind] * value for weights, value in known) / length for kind in range(len(KINDS)))


def nearness(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how near n unit vectors are to m others, of shape (n, m): 1 for the same, towards 0 for far apart."""
    near = some @ others.T
    near -= 1
    near *= 2 * _NARROWNESS
    return np.asarray(np.exp(near, out=near))  # in place: millions of numbers, and memory is what takes time


@dataclass(frozen=True)
class Coded:
    """A kind, its probability (0..1), and what spoke for it: the strongest cues first, then the nearest example."""

    kind: str
    probability: float
    cues: list[str]


def classify(cues: Sequence[Cues], texts: Sequence[str]) -> list[Coded]:
    """Return the kinds of sentences, told by their cues and their texts."""
    model = kind_model()
    coded = []
    for start in range(0, len(texts), _AT_ONCE):
        some = cues[start : start + _AT_ONCE]
        scores, near = model.scores(some, sentence_vectors(texts[start : start + _AT_ONCE]))
        for of_sentence, to_examples, own in zip(some, near, probabilities(scores), strict=True):
            best = int(own.argmax())
            coded.append(Coded(KINDS[best], float(own[best]), _reasons(model, of_sentence, to_examples, best)))
    return coded


def probabilities(scores: Scores) -> Scores:
    """Return the probability of each kind by what speaks for it; both of shape (n sentences, n kinds)."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _reasons(model: KindModel, cues: Cues, near: NDArray[np.float64], best: int) -> list[str]:
    gains = [(value * own[best], name) for name, value in cues.items() if (own := model.gains.get(name)) is not None]
    named = [name for _, name in sorted((-gain, name) for gain, name in gains if gain > 0)][:_MAX_CUES]
    if len(examples := model.speak_for[best]):
        # By its line in the file: in its words there might be the name of somebody who took part.
        named.append(f"{RESEMBLES} {int(examples[near[examples].argmax()]) + _FIRST_LINE}")
    return named


@cache
def kind_model() -> KindModel:
    """Return what the product has learnt."""
    cues = {row["aanwijzing"]: _weights(row) for row in load_csv("soorten.csv")}
    bias = cues.pop(BIAS)
    rows = load_csv("soortvoorbeelden.csv")
    examples = tuple(row["zin"] for row in rows)
    weights = np.array([_weights(row) for row in rows]).reshape(len(rows), len(KINDS))
    return KindModel(cues, bias, examples, sentence_vectors(examples), weights)


def _weights(row: Mapping[str, str]) -> tuple[float, ...]:
    return tuple(float(row[kind]) for kind in KINDS)
