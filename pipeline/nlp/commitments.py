"""What kind of advice an `advies` is, and what a promise among them holds: who will do it, and by when.

A logistic regression on cues that a reader can point at (`commitment_cues`); its weights stand in
`resources/toezeggingen.csv`. `models/commitments` trains and measures it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from pipeline.dutch.deadlines import Deadline, find_deadlines
from pipeline.nlp.commitment_actors import find_actor
from pipeline.nlp.commitment_cues import commitment_cues
from pipeline.nlp.kinds import BIAS
from pipeline.nlp.sentences import text_of
from pipeline.resources import load_csv
from pipeline.tables import ADVICE_TYPES, PROMISE

# From here a sentence counts as a promise: so that nine in ten are, in registers that were not learnt from (the card).
SURE = 0.7

Weights = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Part:
    """Words of a sentence: half-open offsets in it, and the words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Commitment:
    """Who will do what a sentence promises, and by when; None where it does not say."""

    actor: Part | None
    due: Part | None


def advice_type(sentence: Span) -> tuple[str, float]:
    """Return what kind of advice a sentence is, and how likely that is (0..1)."""
    return type_of(probabilities(weights(), commitment_cues(sentence)))


def commitment_of(sentence: Span) -> Commitment:
    """Return what a promise holds."""
    actor = find_actor(sentence)
    due = _due(text_of(sentence))
    return Commitment(
        None if actor is None else Part(actor.start, actor.end, actor.text),
        None if due is None else Part(due.start, due.end, due.text),
    )


def _due(text: str) -> Deadline | None:
    """Return the deadline that binds: the first that says by when, else the first of all."""
    found = find_deadlines(text)
    return next((deadline for deadline in found if deadline.is_latest), found[0] if found else None)


def type_of(likely: tuple[float, ...]) -> tuple[str, float]:
    """Return the kind of advice by how likely each of `ADVICE_TYPES` is; a promise has to be sure."""
    promise = ADVICE_TYPES.index(PROMISE)
    if likely[promise] >= SURE:
        return PROMISE, likely[promise]
    place = max((place for place in range(len(likely)) if place != promise), key=likely.__getitem__)
    return ADVICE_TYPES[place], likely[place]


def probabilities(of_cues: Weights, cues: Mapping[str, float]) -> tuple[float, ...]:
    """Return how likely each of `ADVICE_TYPES` is, by the weights of cues for it and how strong they are."""
    known = [(of_cues[name], value) for name, value in {BIAS: 1.0, **cues}.items() if name in of_cues]
    scores = [sum(own[place] * value for own, value in known) for place in range(len(ADVICE_TYPES))]
    shares = [math.exp(score - max(scores)) for score in scores]
    return tuple(share / sum(shares) for share in shares)


@cache
def weights() -> Weights:
    """Return the weights of each cue that the product has learnt."""
    rows = load_csv("toezeggingen.csv")
    return {row["aanwijzing"]: tuple(float(row[name]) for name in ADVICE_TYPES) for row in rows}
