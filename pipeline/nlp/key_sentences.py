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
from pipeline.nlp.kinds import BIAS
from pipeline.resources import load_csv


@dataclass(frozen=True)
class KeySentence:
    """How likely a sentence stands alone, and holds both sides of a tension; both 0..1."""

    stands_alone: float
    both_sides: float


def judge(sentence: Span) -> KeySentence:
    """Return how fit a sentence is to be quoted alone as what a dilemma is about."""
    cues = key_sentence_cues(sentence)
    return KeySentence(probability(_weights("los"), cues), probability(_weights("beide kanten"), cues))


def probability(weights: Mapping[str, float], cues: Mapping[str, float]) -> float:
    """Return how likely the answer to a question is yes, by the weights of cues for it and how strong they are."""
    score = weights[BIAS] + sum(weights[name] * value for name, value in cues.items() if name in weights)
    return 1 / (1 + math.exp(-score))


@cache
def _weights(question: str) -> Mapping[str, float]:
    return {row["aanwijzing"]: float(row[question]) for row in load_csv("kernzinnen.csv")}
