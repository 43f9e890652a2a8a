"""Training and measuring the classifier of kinds: `make kinds` writes `soorten.csv` and `soortvoorbeelden.csv`.

The sentences are those of all reports with gold (26 writers, each report labelled by its author), those of
`tests/gold/kinds` (57 registers by nineteen other writers), and where they are laid the labelled sentences of real
reports (`benchmarks.real`). They are read as the writers cut them, with their headings, by the language model of the
product. Of real sentences only weights are kept: of cues that other writers use too, and of examples that are fiction.
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

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.sparse.linalg import LinearOperator, cg
from sklearn.feature_extraction import DictVectorizer
from sklearn.preprocessing import normalize

from benchmarks import gold, real
from pipeline.dutch.persons import PersonFinder
from pipeline.dutch.word_vectors import sentence_vectors
from pipeline.nlp.kind_cues import cue_codes, cues_of, cues_of_place
from pipeline.nlp.kinds import BIAS, KindModel, nearness, probabilities
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from pipeline.nlp.matching import TermMatcher
from pipeline.nlp.reading import reading_of
from pipeline.tables import KINDS

WEIGHTS = gold.ROOT / "pipeline" / "resources" / "soorten.csv"
EXAMPLES = gold.ROOT / "pipeline" / "resources" / "soortvoorbeelden.csv"
REGISTERS = gold.ROOT / "tests" / "gold" / "kinds"
N_FOLDS, N_REGISTER_FOLDS = 6, 7
# Chosen by cross-validation over writers and registers, see the card.
_PENALTY = 0.5  # of the ridge, for a sentence that counts once
_N_EXAMPLES = 2500
_RESERVE = 0.06  # by which a dilemma must be likelier: one that is none costs more than one that is missed
_SHARPNESS = 5.0  # of the probabilities, so that they mean what they say
_MIN_WRITERS = 3  # who use a cue: what one writer likes to say is no cue
_DECIMALS = 4
_FOLDERS = (gold.SAMPLES, gold.DOCUMENTS, gold.LAYOUTS, gold.OPEN_LAYOUTS)


@dataclass(frozen=True)
class Example:
    """A labelled sentence: its report (or register), writer, kind and text, its own cues, and those of its place."""

    report: str
    writer: str
    kind: str
    text: str
    cues: dict[str, float]
    place: dict[str, float]
    is_real: bool = False
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
            text=line["text"],
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
            text=statement["text"],
            cues=cues_of(doc[:], matcher(doc), insight["heading"]),
            place=cues_of_place(position, n_statements),
        )
        for doc, (folder, path, answer, insight, position, n_statements, statement) in zip(docs, answers, strict=True)
    )


@cache
def real_examples() -> tuple[Example, ...]:
    """Return the sentences of real reports on whose kind both coders agree; none where the reports are not laid."""
    sentences = real.sentences() if real.is_there() else ()
    nlp = load_language(LANGUAGE_MODEL)
    matcher = TermMatcher(nlp, cue_codes())
    docs = nlp.pipe(reading_of(sentence.text).text for sentence in sentences)
    return tuple(
        Example(
            report=f"real/{sentence.source}",
            writer=f"real {sentence.source}",
            kind=sentence.kind,
            text=sentence.text,
            cues=cues_of(doc[:], matcher(doc), sentence.heading),
            place={},
            is_real=True,
        )
        for doc, sentence in zip(docs, sentences, strict=True)
    )


@cache
def _vectors() -> dict[str, NDArray[np.float64]]:
    texts = list({sentence.text for sentence in (*examples(), *register_examples(), *real_examples())})
    return dict(zip(texts, sentence_vectors(texts), strict=True))


@cache
def _shown() -> frozenset[str]:
    """Return the texts that may stand beside a code as what it is like: fiction in which nobody is named."""
    persons = PersonFinder([])
    return frozenset(
        sentence.text for sentence in (*examples(), *register_examples()) if not persons.find(sentence.text)
    )


def vectors_of(sentences: Sequence[Example]) -> NDArray[np.float64]:
    """Return the vectors of sentences, of shape (n sentences, d)."""
    return np.array([_vectors()[sentence.text] for sentence in sentences])


def train(sentences: Sequence[Example]) -> KindModel:
    """Return what can be learnt of some sentences, by ridge regression on their cues and their nearness to examples.

    Each sentence counts once with its place in the insight and once without, so that the classifier
    also serves sentences that stand alone. The examples are drawn of the sentences that may be shown; the nearness of
    all others is what the examples can say of it (Nyström's approximation; Williams and Seeger 2001).
    """
    writers: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for cue in (*sentence.cues, *sentence.place) if not sentence.is_real else ():
            writers[cue].add(sentence.writer)
    common = {cue for cue, used_by in writers.items() if len(used_by) >= _MIN_WRITERS}
    placed = [place for place, sentence in enumerate(sentences) if sentence.place]
    rows = [_only({**sentence.cues, **sentence.place}, common) for sentence in sentences]
    rows += [_only(sentences[place].cues, common) for place in placed]
    counts = np.array([0.5 if sentence.place else 1.0 for sentence in sentences] + [0.5] * len(placed))
    own = np.array([*range(len(sentences)), *placed])
    kinds = np.array([[float(sentence.kind == kind) for kind in KINDS] for sentence in sentences])[own]

    vectorizer = DictVectorizer()
    cues = normalize(vectorizer.fit_transform(rows))
    drawn = np.array([place for place, sentence in enumerate(sentences) if sentence.text in _shown()])
    drawn = np.sort(np.random.default_rng(0).permutation(drawn)[:_N_EXAMPLES])
    vectors = vectors_of(sentences)
    root = np.linalg.cholesky(nearness(vectors[drawn], vectors[drawn]) + 1e-6 * np.eye(len(drawn)))
    near = solve_triangular(root, nearness(vectors[drawn], vectors), lower=True).T[own]

    def weigh(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(cues @ (cues.T @ values) + near @ (near.T @ values) + values * _PENALTY / counts)

    bias = np.average(kinds, axis=0, weights=counts)
    system = LinearOperator((len(own), len(own)), matvec=weigh)
    but_last = [cg(system, of_kind, rtol=1e-6)[0] for of_kind in (kinds - bias).T[:-1]]
    solved = np.stack([*but_last, -sum(but_last)], axis=1)  # a sentence has one kind: the columns add up to nothing
    of_cues = _SHARPNESS * (cues.T @ solved)
    of_examples = _SHARPNESS * solve_triangular(root.T, near.T @ solved)
    bias -= [_RESERVE * (kind == "dilemma") for kind in KINDS]
    return KindModel(
        cues=dict(zip(vectorizer.get_feature_names_out(), map(tuple, of_cues.round(_DECIMALS)), strict=True)),
        bias=tuple((_SHARPNESS * bias).round(_DECIMALS)),
        examples=tuple(sentences[place].text for place in drawn),
        vectors=vectors[drawn],
        weights=of_examples.round(_DECIMALS),
    )


def _only(cues: dict[str, float], common: Collection[str]) -> dict[str, float]:
    return {cue: value for cue, value in cues.items() if cue in common}


def told(model: KindModel, sentences: Sequence[Example], *, with_place: bool = False) -> NDArray[np.float64]:
    """Return the probability of each kind of some sentences, of shape (n sentences, n kinds)."""
    cues = [{**sentence.cues, **(sentence.place if with_place else {})} for sentence in sentences]
    return probabilities(model.scores(cues, vectors_of(sentences))[0])


@cache
def cross_validate() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the probability of each kind of each of `examples`, by classifiers that saw none of its writer.

    Two arrays of shape (n sentences, n kinds): with the place in the insight, and without. The sentences of other
    registers are trained on throughout.
    """
    sentences = examples()
    writers = sorted({sentence.writer for sentence in sentences})
    found = np.zeros((2, len(sentences), len(KINDS)))
    for fold in range(N_FOLDS):
        held_out = set(writers[fold::N_FOLDS])
        others = [sentence for sentence in sentences if sentence.writer not in held_out]
        model = train([*others, *register_examples()])
        own = [index for index, sentence in enumerate(sentences) if sentence.writer in held_out]
        for row, with_place in enumerate((True, False)):
            found[row, own] = told(model, [sentences[index] for index in own], with_place=with_place)
    return found[0], found[1]


@cache
def without_registers() -> NDArray[np.float64]:
    """Return the probability of each kind of `register_examples`, by classifiers that saw none of their register.

    Of shape (n sentences, n kinds). A register is in one fold with seven or eight others, and no sentence has a place.
    """
    return _left_out(register_examples(), examples(), N_REGISTER_FOLDS)


@cache
def without_sources() -> NDArray[np.float64]:
    """Return the probability of each kind of `real_examples`, by classifiers that saw none of their source.

    Of shape (n sentences, n kinds).
    """
    n_sources = len({sentence.report for sentence in real_examples()})
    return _left_out(real_examples(), (*examples(), *register_examples()), n_sources)


def _left_out(sentences: Sequence[Example], others: Sequence[Example], n_folds: int) -> NDArray[np.float64]:
    reports = sorted({sentence.report for sentence in sentences})
    found = np.zeros((len(sentences), len(KINDS)))
    for fold in range(n_folds):
        held_out = set(reports[fold::n_folds])
        model = train([*others, *(sentence for sentence in sentences if sentence.report not in held_out)])
        own = [index for index, sentence in enumerate(sentences) if sentence.report in held_out]
        found[own] = told(model, [sentences[index] for index in own])
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


def cues_as_csv(model: KindModel) -> str:
    """Return the weights of cues as the file that the product reads."""
    rows = [(BIAS, *model.bias), *((cue, *weights) for cue, weights in sorted(model.cues.items()))]
    return _as_csv("aanwijzing", rows)


def examples_as_csv(model: KindModel) -> str:
    """Return the examples and their weights as the file that the product reads."""
    return _as_csv("zin", [(text, *weights) for text, weights in zip(model.examples, model.weights, strict=True)])


def _as_csv(first: str, rows: Sequence[tuple[object, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([first, *KINDS])
    writer.writerows(rows)
    return out.getvalue()


def main() -> None:
    """Train on all sentences and write the weights."""
    sentences = (*examples(), *register_examples(), *real_examples())
    model = train(sentences)
    WEIGHTS.write_text(cues_as_csv(model), encoding="utf-8")
    EXAMPLES.write_text(examples_as_csv(model), encoding="utf-8")
    print(f"{len(sentences)} zinnen, waarvan {len(real_examples())} van echte verslagen")


if __name__ == "__main__":
    main()
