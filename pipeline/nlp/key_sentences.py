"""Whether a sentence can be quoted alone, and whether it holds both sides of a tension.

Two logistic regressions on cues that a reader can point at (`key_sentence_cues`); their weights stand in
`resources/kernzinnen.csv`. `models/key_sentences` trains and measures them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from pipeline.nlp.key_sentence_cues import key_sentence_cues
from pipeline.resources import load_csv

BIAS = "(altijd)"


@dataclass(frozen=True)
class KeySentence:
    """How likely a sentence stands alone, and holds both sides of a tension; both 0..1."""

    stands_alone: float
    both_sides: float


def judge(sentence: Span) -> KeySentence:
    """Return how fit a sentence is to be quoted alone as what a dilemma is about."""
    weights = _weights()
    alone, both = weights[BIAS]
    for name, value in key_sentence_cues(sentence).items():
        own = weights.get(name)
        if own is not None:
            alone += own[0] * value
            both += own[1] * value
    return KeySentence(_probability(alone), _probability(both))


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-score))


@cache
def _weights() -> Mapping[str, tuple[float, float]]:
    return {row["aanwijzing"]: (float(row["los"]), float(row["beide kanten"])) for row in load_csv("kernzinnen.csv")}
