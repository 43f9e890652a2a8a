"""`make bench`: what the pipeline costs beside the bare libraries, as ratios measured in one run."""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pypdfium2
import spacy

from benchmarks import gold
from pipeline.config import Settings
from pipeline.ingest.report import IngestedReport, read_report
from pipeline.nlp.codebook import load_codebook
from pipeline.nlp.tagging import tag_report
from pipeline.progress import Silent
from pipeline.run import analyse

_ROUNDS = 5
_PAIRS = 9
T = TypeVar("T")


def median_seconds(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """Return the median time of some rounds of work, after one that does not count."""
    work()
    return statistics.median(_seconds(work) for _ in range(rounds))


def median_ratios(
    items: Sequence[T], bare: Callable[[T], object], *works: Callable[[T], object]
) -> list[tuple[float, float]]:
    """Return for each work how many times the bare work it takes, and its own seconds: medians over some rounds.

    They take turns item by item: the speed of a busy machine changes by a third within seconds, for both sides alike.
    """
    rounds = []
    for _ in range(_PAIRS + 1):
        taken = [[_seconds(lambda item=item, work=work: work(item)) for work in (bare, *works)] for item in items]  # type: ignore[misc]
        rounds.append([sum(of_work) for of_work in zip(*taken, strict=True)])
    rounds = rounds[1:]  # the first does not count
    return [
        (statistics.median(taken[index] / taken[0] for taken in rounds), statistics.median(column))
        for index, column in enumerate(zip(*rounds, strict=True))
    ][1:]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the cost of reading and coding, and of a second run, as ratios."""
    settings, codebook = Settings(), load_codebook(None)
    nlp = spacy.load(settings.language_model)  # without our sentence boundaries
    files = {path: (gold.RAW / path).read_bytes() for path in sorted(gold.gold_files(gold.SAMPLES))}
    reports = [report for path, data in files.items() if isinstance(report := read_report(path, data), IngestedReport)]
    passages = [
        [
            " ".join(text.split())
            for text in [
                *report.tables["insights"]["heading"].dropna(),
                *report.tables["blocks"].query("part == 'body'")["text"],
            ]
        ]
        for report in reports
    ]
    n_words = sum(len(text.split()) for texts in passages for text in texts)

    _print_reading()
    (reading, _), (coding, seconds) = median_ratios(
        list(zip(files.items(), reports, passages, strict=True)),
        lambda item: list(nlp.pipe(item[2])),
        lambda item: read_report(*item[0]),
        lambda item: tag_report(item[1].tables, language_model=settings.language_model, codebook=codebook),
    )
    print(f"{len(files)} verslagen, {n_words} woorden; mediaan van {_PAIRS} rondes, om en om, op één kern")
    print(f"lezen            {reading:6.2f} × kaal nlp.pipe op dezelfde tekst")
    print(f"coderen          {coding:6.2f} × kaal nlp.pipe op dezelfde tekst")
    print(f"                 {n_words / seconds:6.0f} woorden per seconde")

    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        analyse(gold.RAW, Path(folder) / "p", Path(folder) / "r", settings, Silent())
        first = time.perf_counter() - start
        again = median_seconds(
            lambda: analyse(gold.RAW, Path(folder) / "p", Path(folder) / "r", settings, Silent()), rounds=3
        )
    print(f"tweede analyse   {again / first:6.2f} × de eerste ({first:.1f} s), zonder opstarten")


def _print_reading() -> None:
    """Print how many files a second are read, by format, and for text and PDF the ratio to the bare library."""
    by_format: dict[str, list[tuple[str, bytes]]] = {}
    for file in gold.sample_files():
        by_format.setdefault(file.suffix.strip("."), []).append((file.name, file.read_bytes()))
    print(f"{'formaat':10} bestanden  per seconde")
    for name, files in sorted(by_format.items()):
        reading = median_seconds(lambda files=files: [read_report(*file) for file in files], rounds=3)  # type: ignore[misc]
        bare = _BARE.get(name)
        ratio = ""
        if bare is not None:
            alone = median_seconds(lambda files=files, bare=bare: [bare(data) for _, data in files], rounds=3)  # type: ignore[misc]
            ratio = f"  {reading / alone:7.1f} × {_BARE_NAMES[name]}"
        print(f"{name:10} {len(files):9} {len(files) / reading:12.1f}{ratio}")
    print()


def _bare_pdf(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


_BARE: Mapping[str, Callable[[bytes], object]] = {"txt": lambda data: data.decode("utf-8", "replace"), "pdf": _bare_pdf}
_BARE_NAMES = {"txt": "bytes.decode", "pdf": "pypdfium2"}


if __name__ == "__main__":
    main()
