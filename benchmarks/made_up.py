"""`python -m benchmarks.made_up 740 7400 --corpora FOLDER`: what dividing many dilemmas costs, step by step.

The dilemmas are made up of texts that are here: sentences of the sample corpus and, where the folder is given, of the
parliamentary questions. Each new sentence joins clauses of two sentences on one subject and has a word of a third, so
that there are groups and no two sentences are the same. The same number gives the same dilemmas.

Words are told by their letters, not by spaCy: what a word is matters to topics, not to what they cost.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks import gold
from benchmarks.topics import peak_megabytes
from pipeline import tables
from pipeline.ingest.report import IngestedReport, read_report
from pipeline.topics.embedding import DEFAULT_EMBEDDING, embed
from pipeline.topics.units import DILEMMAS, units, with_passages

PER_SESSION, PER_INSIGHT = 7.4, 2
_SENTENCE = re.compile(r"(?<=[.?!])\s*(?=[A-Z])")
_CLAUSE = re.compile(r",\s+")
_FEWEST, _MOST = 40, 300  # signs of a sentence
_LONG = 7  # letters of what may be swapped, and counts as a noun

Step = tuple[str, str]
STEPS: Mapping[str, Sequence[Step]] = {
    "teksten": [("model", "texts_in_context"), ("texts", "word_vectors"), ("texts", "word_weight")],
    "buren": [("texts", "view_graphs")],
    "indelen": [("texts", "find_communities")],
    "toeval": [("significance", "find_communities"), ("model", "claimed")],
    "termen": [("topic_tables", "topic_terms")],
    "namen": [("topic_tables", "names_of_topics"), ("topic_tables", "label_topics")],
    "maten": [("topic_tables", "_figures")],
    "vervolg": [("continuity", "describe"), ("continuity", "carry_on")],
}
"""What is measured, each by the functions of `pipeline.topics` that do it, less what another step does inside it."""


@dataclass(frozen=True)
class Corpus:
    """Tables with made-up dilemmas, as the analysis gives them to `find_topics`."""

    insights: pd.DataFrame
    statements: pd.DataFrame


@dataclass(frozen=True)
class _Source:
    heading: str
    sentences: Sequence[str]


def made_up(n_dilemmas: int, corpora: Path | None = None, seed: int = 0) -> Corpus:
    """Return some number of dilemmas, two to a passage and seven or eight to a session.

    Parameters
    ----------
    n_dilemmas
        How many.
    corpora
        The folder that may have `kamervragen.csv`; None for the sample corpus alone.
    seed
        For what is drawn.
    """
    chance = np.random.default_rng(seed)
    sources = _sources(corpora)
    insights: list[dict[str, Any]] = []
    statements: list[dict[str, Any]] = []
    n_sessions = max(2, round(n_dilemmas / PER_SESSION))
    while len(statements) < n_dilemmas:
        source = sources[int(chance.integers(len(sources)))]
        session = f"s{len(insights) % n_sessions:06d}"
        insight = f"{session}-i{len(insights):06d}"
        own = [_sentence(source, sources, chance) for _ in range(min(PER_INSIGHT, n_dilemmas - len(statements)))]
        insights.append(_insight(insight, session, source.heading, " ".join(own)))
        statements += [_statement(f"{insight}-z{n}", insight, session, text, chance) for n, text in enumerate(own)]
    return Corpus(
        tables.frame("insights", sorted(insights, key=lambda row: row["insight_id"])),
        tables.frame("statements", sorted(statements, key=lambda row: row["statement_id"])),
    )


def _sources(corpora: Path | None) -> list[_Source]:
    """Return the passages that are varied, each with its sentences."""
    found = []
    for path in sorted(gold.gold_files(gold.SAMPLES)):
        report = read_report(path, (gold.RAW / path).read_bytes())
        if isinstance(report, IngestedReport):
            rows = tables.records(report.tables["insights"], ["heading", "text"])
            found += [_Source(row["heading"] or "", _sentences(row["text"])) for row in rows]
    if corpora is not None and (corpora / "kamervragen.csv").is_file():
        questions = pd.read_csv(corpora / "kamervragen.csv")
        found += [
            _Source(str(title).strip("."), _sentences(str(text)))
            for title, text in zip(questions["title"], questions["text"], strict=True)
        ]
    return [source for source in found if source.sentences]


def _sentences(text: str) -> list[str]:
    plain = " ".join(text.replace("- ", "").split())
    return [one for one in _SENTENCE.split(plain) if _FEWEST <= len(one) <= _MOST]


def _sentence(source: _Source, others: Sequence[_Source], chance: np.random.Generator) -> str:
    one, other = (source.sentences[int(place)] for place in chance.integers(len(source.sentences), size=2))
    third = others[int(chance.integers(len(others)))].sentences[0]
    clauses = [*_CLAUSE.split(one.rstrip(".?!"))[:2], _CLAUSE.split(other.rstrip(".?!"))[-1]]
    words = ", ".join(clauses).split()
    long = [place for place, word in enumerate(words) if len(word) >= _LONG]
    instead = [word.strip(",.;:") for word in third.split() if len(word) >= _LONG]
    if long and instead:
        words[long[int(chance.integers(len(long)))]] = instead[int(chance.integers(len(instead)))]
    return " ".join(words) + "."


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{4,}", text.casefold())


def _insight(insight: str, session: str, heading: str, text: str) -> dict[str, Any]:
    return {
        "insight_id": insight, "session_id": session, "report_id": session, "position": 1, "number": None,
        "heading": heading or None, "start_char": 0, "end_char": len(text), "text": text, "line": 1, "page": None,
        "heading_start_char": None, "time": None,
    }  # fmt: skip


def _statement(name: str, insight: str, session: str, text: str, chance: np.random.Generator) -> dict[str, Any]:
    words = _words(text)
    nouns = [word for word in words if len(word) >= _LONG]
    return {
        "statement_id": name, "insight_id": insight, "session_id": session, "report_id": session, "position": 1,
        "start_char": 0, "end_char": len(text), "text": text, "kind": "dilemma", "kind_machine": "dilemma",
        "is_corrected": False, "kind_score": 0.9, "is_uncertain": False,
        "stands_alone": round(float(chance.random()), 4), "both_sides": round(float(chance.random()), 4),
        "advice_type": None, "advice_type_score": None, "attributed_to": None, "cues": [], "lemmas": words,
        "nouns": nouns, "phrases": nouns[:3], "phrase_lemmas": nouns[:3],
    }  # fmt: skip


@dataclass
class _Clock:
    """Seconds by step, on the clock and of the processor; a step inside another counts for itself alone."""

    wall: dict[str, float]
    processor: dict[str, float]

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            before = sum(self.wall.values()), sum(self.processor.values())
            start = time.perf_counter(), time.process_time()
            try:
                return function(*args, **more)
            finally:
                took = time.perf_counter() - start[0], time.process_time() - start[1]
                inside = sum(self.wall.values()) - before[0], sum(self.processor.values()) - before[1]
                self.wall[step] = self.wall.get(step, 0) + took[0] - inside[0]
                self.processor[step] = self.processor.get(step, 0) + took[1] - inside[1]

        return call


@contextmanager
def _timed(clock: _Clock) -> Iterator[None]:
    with ExitStack() as stack:
        for step, places in STEPS.items():
            for module, name in places:
                target = import_module(f"pipeline.topics.{module}")
                stack.enter_context(patch.object(target, name, clock.timed(step, getattr(target, name))))
        yield


def embeddings_of(corpus: Corpus) -> NDArray[np.float32]:
    """Return the embeddings of the dilemmas of a corpus, as the analysis makes them."""
    chosen = units(corpus.statements, corpus.insights, DILEMMAS)
    return embed(*with_passages(chosen, corpus.insights), DEFAULT_EMBEDDING)


def measure(n_dilemmas: int, corpora: Path | None, kept: Path | None) -> dict[str, float]:
    """Return seconds by step, and the peak memory of this process, for so many dilemmas.

    Parameters
    ----------
    n_dilemmas, corpora
        See `made_up`.
    kept
        The folder in which embeddings are kept from one measurement to the next; None to make them anew.
    """
    from pipeline.topics import continuity, model

    corpus = made_up(n_dilemmas, corpora)
    file = None if kept is None else kept / f"{n_dilemmas}.npy"
    embeddings = np.load(file) if file is not None and file.is_file() else embeddings_of(corpus)
    if file is not None:
        np.save(file, embeddings)
    chosen = units(corpus.statements, corpus.insights, DILEMMAS)
    small = chosen.index[: min(200, len(chosen))]
    model.find_topics(chosen.loc[small], corpus.insights, corpus.statements, embeddings[small])  # loads what it needs
    clock = _Clock({}, {})
    start = time.perf_counter(), time.process_time()
    with _timed(clock):
        found = model.find_topics(chosen, corpus.insights, corpus.statements, embeddings)
        division = continuity.describe(found.topics, found.assignments, embeddings, DEFAULT_EMBEDDING)
        continuity.carry_on(division, division, continuity.words_of(corpus.insights, corpus.statements))
    return {
        "samen": time.process_time() - start[1],
        "klok": time.perf_counter() - start[0],
        **{step: clock.processor.get(step, 0.0) for step in STEPS},
        "MB": peak_megabytes(),
        "onderwerpen": float(len(found.topics)),
    }


def main() -> None:
    """Print for each size the seconds of the processor by step, those of the clock, and the peak of memory."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--kept", type=Path, help="folder for embeddings")
    options = parser.parse_args()
    rows = []
    for size in options.sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            rows.append(alone.submit(measure, size, options.corpora, options.kept).result())
        if len(rows) == 1:
            print(f"{'dilemma’s':>10}" + "".join(f"{name:>12}" for name in rows[0]))
        print(f"{size:10}" + "".join(f"{value:12.1f}" for value in rows[-1].values()), flush=True)
    for (small, one), (large, other) in zip(
        zip(options.sizes, rows, strict=True), zip(options.sizes[1:], rows[1:], strict=False), strict=False
    ):
        growth = np.log(other["samen"] / one["samen"]) / np.log(large / small)
        print(f"van {small} naar {large}: tijd groeit als n^{growth:.2f}")


if __name__ == "__main__":
    main()
