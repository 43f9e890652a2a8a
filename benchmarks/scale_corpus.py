"""Corpora of any size, made of the sentences of the sample corpus and of parliamentary questions.

A sentence is the first half of one and the last half of another on the same subject, so that hardly any occurs twice:
what stands in many reports would count as standard text. The same number gives the same reports, and a larger corpus
holds all of a smaller one.
"""

import csv
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks import gold
from pipeline.ingest.report import IngestedReport, read_report

INSIGHTS = 5  # of a report
_WORDS = 96  # of an insight
_SERIES = 40
_FROM_SAMPLE = 0.2  # of the insights
_HALF = re.compile(r"(?<=[^\W\d])(?:, | (?=(?:en|maar|omdat|terwijl|zodat|dat|om) ))")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """Halves of sentences on one subject, and headings."""

    heads: Sequence[str]
    tails: Sequence[str]
    headings: Sequence[str]


def write_corpus(folder: Path, numbers: Iterable[int], questions: Path | None) -> None:
    """Write some reports into a folder.

    Parameters
    ----------
    folder
        Is made if it is not there.
    numbers
        Which ones.
    questions
        A table with the columns `text`, `label` and `title`; without it the sample corpus is all there is.
    """
    for number, text in _reports(numbers, _subjects(questions)):
        series = folder / f"reeks-{number % _SERIES:02}"
        series.mkdir(parents=True, exist_ok=True)
        (series / f"verslag-{number:06}.md").write_text(text, encoding="utf-8")


def _reports(numbers: Iterable[int], subjects: Mapping[str, Subject]) -> Iterator[tuple[int, str]]:
    names = sorted(subjects)
    for number in numbers:
        choose = random.Random(number)  # noqa: S311 (no secret)
        year, month, day = 2015 + choose.randrange(10), choose.randrange(12), choose.randrange(1, 29)
        parts = [f"# Overleg {number} van reeks {number % _SERIES}", f"Datum: {day} {_MONTHS[month]} {year}"]
        for _ in range(INSIGHTS):
            name = "" if choose.random() < _FROM_SAMPLE or len(names) == 1 else choose.choice(names[1:])
            subject = subjects[name]
            parts += [f"## {choose.choice(subject.headings)}", " ".join(_sentences(subject, choose))]
        yield number, "\n\n".join(parts) + "\n"


def _sentences(subject: Subject, choose: random.Random) -> Iterator[str]:
    n_words = 0
    while n_words < _WORDS:
        sentence = choose.choice(subject.heads) + choose.choice(subject.tails)
        n_words += sentence.count(" ") + 1
        yield sentence


@cache  # reading the sample corpus takes seconds
def _subjects(questions: Path | None) -> dict[str, Subject]:
    """Return the subjects by name; the sample corpus is the one without."""
    passages: dict[str, list[tuple[str, str]]] = {"": []}
    for file in gold.sample_files():
        report = read_report(file.name, file.read_bytes())
        if isinstance(report, IngestedReport):
            rows = report.tables["insights"][["heading", "text"]].dropna()
            passages[""] += rows.itertuples(index=False, name=None)
    if questions is not None:
        with questions.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                passages.setdefault(row["label"], []).append((row["title"], row["text"]))
    return {name: _subject(found) for name, found in passages.items()}


def _subject(passages: Sequence[tuple[str, str]]) -> Subject:
    heads, tails = [], []
    for _, text in passages:
        for sentence in re.split(r"(?<=[.?!])\s+", " ".join(text.split())):
            cuts = [match.start() for match in _HALF.finditer(sentence)]
            if cuts and sentence[-1] in ".?!":
                cut = min(cuts, key=lambda place: abs(2 * place - len(sentence)))
                heads.append(sentence[:cut])
                tails.append(sentence[cut:])
    return Subject(heads, tails, sorted({" ".join(heading.split()[:8]).rstrip(".,:;") for heading, _ in passages}))
