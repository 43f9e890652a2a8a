"""Training and measuring what tells promises from other advice: `make commitments` writes `toezeggingen.csv`.

A logistic regression on the cues of `nlp.commitment_cues`, learnt of `tests/gold/commitments-training.jsonl` (one
coder) and `tests/gold/commitments.jsonl` (two). Measured on the latter, by models that saw nothing of its register.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks import gold
from pipeline.nlp.commitment_cues import commitment_cues
from pipeline.nlp.commitments import Weights, probabilities, type_of
from pipeline.nlp.kinds import BIAS
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from pipeline.nlp.reading import reading_of
from pipeline.tables import ADVICE_TYPES, PROMISE

WEIGHTS = gold.ROOT / "pipeline" / "resources" / "toezeggingen.csv"
GOLD = gold.ROOT / "tests" / "gold" / "commitments.jsonl"
TRAINING = gold.ROOT / "tests" / "gold" / "commitments-training.jsonl"
N_FOLDS = 8
# Chosen by cross-validation over registers, see the card.
_STRENGTH = 0.5  # of the weights: the inverse of the penalty
_MIN_SENTENCES = 4  # that have a cue
_IN_DOUBT = 0.5  # how much a sentence counts on which the coders differ; it then counts as a recommendation
_DECIMALS = 4


@dataclass(frozen=True)
class Labelled:
    """An advice with its register, its kind (None where two coders differ), and by how many coders.

    `who` and `when` are what the coders copied of a promise, empty where it does not say; None where they did not.
    """

    text: str
    register: str
    kind: str | None
    is_gold: bool
    who: str | None
    when: str | None
    cues: dict[str, float]


@cache
def labelled() -> tuple[Labelled, ...]:
    """Return all labelled sentences, those of one coder first."""
    rows = [
        {**json.loads(line), "is_gold": path is GOLD}
        for path in (TRAINING, GOLD)
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    docs = load_language(LANGUAGE_MODEL).pipe(reading_of(row["text"]).text for row in rows)
    return tuple(
        Labelled(
            text=row["text"],
            register=row["register"],
            kind=row["kind"] if "kind" in row else row["first"] if row["first"] == row["second"] else None,
            is_gold=row["is_gold"],
            who=row.get("who"),
            when=row.get("when"),
            cues=commitment_cues(doc[:]),
        )
        for row, doc in zip(rows, docs, strict=True)
    )


def train(sentences: Sequence[Labelled]) -> Weights:
    """Return the weights of each cue for each of `ADVICE_TYPES`."""
    kinds = [sentence.kind or ADVICE_TYPES[0] for sentence in sentences]
    vectorizer = DictVectorizer(sparse=False)
    cues = vectorizer.fit_transform([sentence.cues for sentence in sentences])
    kept = (cues != 0).sum(axis=0) >= _MIN_SENTENCES
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    counts = np.array([_IN_DOUBT if sentence.kind is None else 1.0 for sentence in sentences])
    model.fit(cues[:, kept], kinds, sample_weight=counts)
    order = [list(model.classes_).index(kind) for kind in ADVICE_TYPES]
    names = vectorizer.get_feature_names_out()[kept].tolist()
    found = {BIAS: model.intercept_[order]} | dict(zip(names, model.coef_[order].T, strict=True))
    return {name: tuple(round(float(value), _DECIMALS) for value in own) for name, own in found.items()}


@cache
def cross_validate() -> tuple[tuple[float, ...], ...]:
    """Return how likely each kind is for each of `labelled`, by models that saw none of its register."""
    sentences = labelled()
    registers = [sentence.register for sentence in sentences]
    found: dict[int, tuple[float, ...]] = {}
    for own, others in GroupKFold(N_FOLDS).split(registers, registers, registers):
        weights = train([sentences[index] for index in own])
        found |= {int(index): probabilities(weights, sentences[index].cues) for index in others}
    return tuple(found[index] for index in range(len(sentences)))


def precision_and_recall(sure: float) -> tuple[float, float]:
    """Return how good promises are told on the gold on which two coders agree, from some probability up."""
    promise = ADVICE_TYPES.index(PROMISE)
    pairs = [
        (sentence.kind == PROMISE, likely[promise] >= sure)
        for sentence, likely in zip(labelled(), cross_validate(), strict=True)
        if sentence.is_gold and sentence.kind is not None
    ]
    hits = sum(is_promise and is_told for is_promise, is_told in pairs)
    return hits / sum(is_told for _, is_told in pairs), hits / sum(is_promise for is_promise, _ in pairs)


def share_right() -> float:
    """Return of which share of the gold on which two coders agree the kind is told."""
    pairs = [
        sentence.kind == type_of(likely)[0]
        for sentence, likely in zip(labelled(), cross_validate(), strict=True)
        if sentence.is_gold and sentence.kind is not None
    ]
    return sum(pairs) / len(pairs)


def as_csv(weights: Weights) -> str:
    """Return the weights as the file that the product reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["aanwijzing", *ADVICE_TYPES])
    writer.writerows([name, *weights[name]] for name in sorted(weights))
    return out.getvalue()


def main() -> None:
    """Train on all sentences, write the weights, and show how good it is in registers that were not learnt from."""
    WEIGHTS.write_text(as_csv(train(labelled())), encoding="utf-8")
    print(f"{len(labelled())} zinnen; soort juist: {share_right():.3f}")
    for sure in (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8):
        precision, recall = precision_and_recall(sure)
        print(f"vanaf {sure:.2f}: precisie {precision:.3f}, dekking {recall:.3f}")


if __name__ == "__main__":
    main()
