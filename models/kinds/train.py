"""Training and measuring the classifier of kinds: `make kinds` writes `pipeline/resources/soorten.csv`.

The sentences are those of all reports with gold (26 writers, each report labelled by its author), and those of
`tests/gold/kinds`: 57 registers by nineteen other writers. They are read as the writers cut them, with their headings,
by the language model of the product.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks import gold
from pipeline.nlp.kinds import BIAS, cue_codes, cues_of, cues_of_place
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from pipeline.nlp.matching import TermMatcher
from pipeline.nlp.reading import reading_of
from pipeline.tables import KINDS

WEIGHTS = gold.ROOT / "pipeline" / "resources" / "soorten.csv"
REGISTERS = gold.ROOT / "tests" / "gold" / "kinds"
N_FOLDS, N_REGISTER_FOLDS = 6, 7
# Chosen by cross-validation over writers, see the card.
_STRENGTH = 4.0  # C, the inverse of the L2 penalty
_SCALE = 0.35  # of a cue's value
_MIN_WRITERS = 3  # who use a cue: what one writer likes to say is no cue
_DECIMALS = 3
_FOLDERS = (gold.SAMPLES, gold.DOCUMENTS, gold.LAYOUTS, gold.OPEN_LAYOUTS)


@dataclass(frozen=True)
class Example:
    """A labelled sentence: its report (or register), writer and kind, its own cues, and those of its place."""

    report: str
    writer: str
    kind: str
    cues: dict[str, float]
    place: dict[str, float]
    is_easy: bool = False
    construction: str = ""  # what makes it hard: `silent` friction, `seeming` friction …


@cache
def register_examples() -> tuple[Example, ...]:
    """Return the labelled sentences of registers that the reports do not have, in the order of the files."""
    lines = [
        (name, json.loads(line))
        for name in ("registers", "passages", "minutes")
        for line in (REGISTERS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    nlp = load_language(LANGUAGE_MODEL)
    matcher = TermMatcher(nlp, cue_codes())
    docs = nlp.pipe(reading_of(line["text"]).text for _, line in lines)
    return tuple(
        Example(
            report=f"{name}/{line['register']}",
            writer=f"kinds {line['writer']}",
            kind=line["kind"],
            cues=cues_of(doc[:], matcher(doc), line["heading"]),
            place={},
            is_easy=line.get("easy", False),
            construction=re.split(r"\W", line.get("construction", "").lower())[0],
        )
        for doc, (name, line) in zip(docs, lines, strict=True)
    )


@cache
def examples() -> tuple[Example, ...]:
    """Return the labelled sentences of the reports, in the order of the files."""
    answers = [
        (folder.name, path, answer, insight, position, len(insight["statements"]), statement)
        for folder in _FOLDERS
        for path, answer in gold.gold_sessions(folder).items()
        for insight in answer["insights"]
        for position, statement in enumerate(insight["statements"])
    ]
    nlp = load_language(LANGUAGE_MODEL)
    matcher = TermMatcher(nlp, cue_codes())
    docs = nlp.pipe(reading_of(statement["text"]).text for *_, statement in answers)
    return tuple(
        Example(
            report=f"{folder}/{path.partition('#')[0]}",
            # The writers of the lay-outs have letters of their own.
            writer=f"{folder if folder.startswith('layouts') else ''}{answer['writer']}",
            kind=statement["kind"],
            cues=cues_of(doc[:], matcher(doc), insight["heading"]),
            place=cues_of_place(position, n_statements),
        )
        for doc, (folder, path, answer, insight, position, n_statements, statement) in zip(docs, answers, strict=True)
    )


@dataclass(frozen=True)
class Weights:
    """Cues with their weights: `values` is of shape (n cues, n kinds), columns as in `KINDS`."""

    cues: tuple[str, ...]
    values: NDArray[np.float64]
    bias: NDArray[np.float64]

    def probabilities(self, cues: Sequence[dict[str, float]]) -> NDArray[np.float64]:
        """Return the probability of each kind, of shape (n sentences, n kinds)."""
        place = {cue: index for index, cue in enumerate(self.cues)}
        scores = np.tile(self.bias, (len(cues), 1))
        for row, of_sentence in enumerate(cues):
            for cue, value in of_sentence.items():
                if cue in place:
                    scores[row] += value * self.values[place[cue]]
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def train(sentences: Sequence[Example]) -> Weights:
    """Return the weights that fit some sentences.

    Each sentence counts once with its place in the insight and once without, so that the classifier
    also serves sentences that stand alone.
    """
    writers: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for cue in (*sentence.cues, *sentence.place):
            writers[cue].add(sentence.writer)
    common = {cue for cue, used_by in writers.items() if len(used_by) >= _MIN_WRITERS}
    rows = [_scaled({**sentence.cues, **sentence.place}, common) for sentence in sentences]
    loose = [sentence for sentence in sentences if sentence.place]
    rows += [_scaled(sentence.cues, common) for sentence in loose]
    vectorizer = DictVectorizer()
    features = vectorizer.fit_transform(rows)
    kinds = [sentence.kind for sentence in (*sentences, *loose)]
    weights = [0.5 if sentence.place else 1.0 for sentence in (*sentences, *loose)]
    model = LogisticRegression(C=_STRENGTH, max_iter=3000, tol=1e-6)
    model.fit(features, kinds, sample_weight=weights)
    order = [list(model.classes_).index(kind) for kind in KINDS]
    values = model.coef_[order].T * _SCALE
    names = tuple(str(name) for name in vectorizer.get_feature_names_out())
    return Weights(names, values.round(_DECIMALS), model.intercept_[order].round(_DECIMALS))


def _scaled(cues: dict[str, float], common: Collection[str]) -> dict[str, float]:
    return {cue: value * _SCALE for cue, value in cues.items() if cue in common}


def cross_validate(sentences: Sequence[Example], *, with_place: bool = True) -> NDArray[np.float64]:
    """Return the probability of each kind of each sentence of reports, by classifiers that saw none of its writer.

    Of shape (n sentences, n kinds). The sentences of other registers are trained on throughout.
    """
    writers = sorted({sentence.writer for sentence in sentences})
    found = np.zeros((len(sentences), len(KINDS)))
    for fold in range(N_FOLDS):
        held_out = set(writers[fold::N_FOLDS])
        others = [sentence for sentence in sentences if sentence.writer not in held_out]
        weights = train([*others, *register_examples()])
        own = [index for index, sentence in enumerate(sentences) if sentence.writer in held_out]
        cues = [{**sentences[index].cues, **(sentences[index].place if with_place else {})} for index in own]
        found[own] = weights.probabilities(cues)
    return found


def without_registers() -> NDArray[np.float64]:
    """Return the probability of each kind of `register_examples`, by classifiers that saw none of their register.

    Of shape (n sentences, n kinds). A register is in one fold with seven or eight others, and no sentence has a place.
    """
    sentences = register_examples()
    registers = sorted({sentence.report for sentence in sentences})
    found = np.zeros((len(sentences), len(KINDS)))
    for fold in range(N_REGISTER_FOLDS):
        held_out = set(registers[fold::N_REGISTER_FOLDS])
        weights = train([*examples(), *(sentence for sentence in sentences if sentence.report not in held_out)])
        own = [index for index, sentence in enumerate(sentences) if sentence.report in held_out]
        found[own] = weights.probabilities([sentences[index].cues for index in own])
    return found


def reliability(
    probabilities: NDArray[np.float64], kinds: Sequence[str], n_bins: int = 6
) -> list[tuple[float, float, int]]:
    """Return, by how sure the classifier was, the mean probability, the share that was right, and how many."""
    sure, right = probabilities.max(axis=1), np.array(kinds) == np.array(KINDS)[probabilities.argmax(axis=1)]
    edges = np.linspace(1 / len(KINDS), 1 + 1e-9, n_bins + 1)
    table = []
    for low, high in pairwise(edges):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            table.append((float(sure[inside].mean()), float(right[inside].mean()), int(inside.sum())))
    return table


def as_csv(weights: Weights) -> str:
    """Return weights as the file that the product reads; cues that weigh nothing are left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["aanwijzing", *KINDS])
    writer.writerow([BIAS, *weights.bias])
    for cue, values in sorted(zip(weights.cues, weights.values, strict=True), key=lambda pair: pair[0]):
        if np.abs(values).max() > 0:
            writer.writerow([cue, *values])
    return out.getvalue()


def main() -> None:
    """Train on all sentences and write the weights."""
    sentences = (*examples(), *register_examples())
    WEIGHTS.write_text(as_csv(train(sentences)), encoding="utf-8")
    print(f"{len(sentences)} zinnen; gewichten in {Path(WEIGHTS).relative_to(gold.ROOT)}")


if __name__ == "__main__":
    main()
