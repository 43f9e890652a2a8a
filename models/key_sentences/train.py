"""Training and measuring what tells key sentences: `make key-sentences` writes `kernzinnen.csv`.

Two logistic regressions on the cues of `nlp.key_sentence_cues`, learnt of `tests/gold/key-sentences.jsonl`: the
dilemmas of the sample corpus and two hundred of other registers, each judged by two coders.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks import gold
from pipeline.nlp.key_sentence_cues import key_sentence_cues
from pipeline.nlp.key_sentences import probability
from pipeline.nlp.kinds import BIAS
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from pipeline.nlp.reading import reading_of

WEIGHTS = gold.ROOT / "pipeline" / "resources" / "kernzinnen.csv"
GOLD = gold.ROOT / "tests" / "gold" / "key-sentences.jsonl"
N_FOLDS = 8
# Chosen by cross-validation over reports and registers, see the card.
_STRENGTH = 0.3  # of the weights: the inverse of the penalty
_MIN_SENTENCES = 4  # that have a cue
_IN_DOUBT = 0.5  # how much a sentence counts on which the coders differ
_DECIMALS = 4


@dataclass(frozen=True)
class Judged:
    """A sentence with the report or register it is from, and how many of two coders say yes to each question."""

    text: str
    group: str
    is_sample: bool
    alone: int
    both_sides: int
    cues: dict[str, float]


@cache
def judged() -> tuple[Judged, ...]:
    """Return the sentences of the gold."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] if "text" in row else gold.statement_at(row)["text"] for row in rows]
    docs = load_language(LANGUAGE_MODEL).pipe(reading_of(text).text for text in texts)
    return tuple(
        Judged(
            text=text,
            group=row.get("report") or row["register"],
            is_sample="report" in row,
            alone=sum(row["alone"]),
            both_sides=sum(row["both_sides"]),
            cues=key_sentence_cues(doc[:]),
        )
        for text, row, doc in zip(texts, rows, docs, strict=True)
    )


def train(sentences: Sequence[Judged], question: str) -> dict[str, float]:
    """Return the weight of each cue for a question (`alone` or `both_sides`)."""
    answers = np.array([getattr(sentence, question) for sentence in sentences])
    vectorizer = DictVectorizer(sparse=False)
    cues = vectorizer.fit_transform([sentence.cues for sentence in sentences])
    kept = (cues != 0).sum(axis=0) >= _MIN_SENTENCES
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    model.fit(cues[:, kept], answers == 2, sample_weight=np.where(answers == 1, _IN_DOUBT, 1.0))
    weights = dict(zip(vectorizer.get_feature_names_out()[kept].tolist(), model.coef_[0].tolist(), strict=True))
    return {BIAS: float(model.intercept_[0]), **weights}


def told(weights: dict[str, float], sentences: Sequence[Judged]) -> NDArray[np.float64]:
    """Return how likely the answer is yes, of shape (n sentences,)."""
    return np.array([probability(weights, sentence.cues) for sentence in sentences])


@cache
def cross_validate(question: str) -> NDArray[np.float64]:
    """Return how likely the answer is yes for each of `judged`, by models that saw none of its report or register."""
    sentences = judged()
    groups = [sentence.group for sentence in sentences]
    found = np.zeros(len(sentences))
    for own, others in GroupKFold(N_FOLDS).split(groups, groups, groups):
        model = train([sentences[index] for index in own], question)
        found[others] = told(model, [sentences[index] for index in others])
    return found


def as_csv(alone: dict[str, float], both_sides: dict[str, float]) -> str:
    """Return the weights as the file that the product reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["aanwijzing", "los", "beide kanten"])
    for name in sorted({*alone, *both_sides}):
        writer.writerow([name, *(round(weights.get(name, 0.0), _DECIMALS) for weights in (alone, both_sides))])
    return out.getvalue()


def main() -> None:
    """Train on all sentences and write the weights."""
    weights = [train(judged(), question) for question in ("alone", "both_sides")]
    WEIGHTS.write_text(as_csv(*weights), encoding="utf-8")
    print(f"{len(judged())} zinnen")


if __name__ == "__main__":
    main()
