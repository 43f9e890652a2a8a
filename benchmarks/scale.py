"""`make bench-scale SIZES="100 1000"`: what analyses of many reports cost, as ratios of one run.

Beside a cold analysis stand the bare engines on the same texts (spaCy on the passages, the encoder on what is
clustered), and the analyses after something changed. Memory is that of all
processes of an analysis together. A picture of the growth is drawn.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from benchmarks.costs import Cost, cost_of
from benchmarks.runs import OTHER_LOOK, PROGRAM, Runs
from benchmarks.scale_corpus import write_corpus

_ADDED = 10  # reports
_BARE = """
import sys, time
from pathlib import Path
import spacy
from pipeline.config import Settings
from pipeline.nlp.passages import passages_of
from pipeline.storage import Storage
from pipeline.tables import records
from pipeline.topics.embedding import load_embedder
from pipeline.topics.units import units, with_passages

settings, storage = Settings(), Storage(Path(sys.argv[1]))
data = {name: storage.read_table(name) for name in ("insights", "blocks", "statements")}
passages = [one.text for one in passages_of(records(data["insights"]), records(data["blocks"]))]
statements, contexts = with_passages(units(data["statements"], data["insights"], settings.unit), data["insights"])
del data
nlp, encoder = spacy.load(settings.language_model), load_embedder(settings.embedding)
texts = [*statements, *dict.fromkeys(contexts)]
start = time.process_time()
for _ in nlp.pipe(passages):
    pass
middle = time.process_time()
for n in range(0, len(texts), 500):
    encoder.encode(texts[n : n + 500])
print(middle - start, time.process_time() - middle, sum(len(text.split()) for text in passages))
"""


@dataclass
class Growth:
    """What was measured of one size."""

    n_reports: int
    costs: dict[str, Cost] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)


def main(sizes: Sequence[int], questions: Path, picture: Path) -> None:
    """Measure each size, print what it cost, and draw how that grows."""
    measured = []
    for n_reports in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured.append(_measure(n_reports, Path(folder), questions if questions.is_file() else None))
    for smaller, larger in pairwise(measured):
        ratio = larger.costs["koud"].wall / smaller.costs["koud"].wall
        print(f"koud, {larger.n_reports} verslagen: {ratio:.1f} × zo lang als {smaller.n_reports}")
    picture.parent.mkdir(parents=True, exist_ok=True)
    _draw(measured, picture)


def _measure(n_reports: int, folder: Path, questions: Path | None) -> Growth:
    of = Runs(folder)
    write_corpus(of.raw, range(n_reports), questions)
    growth = Growth(n_reports)

    def run(name: str, change: Callable[[], object] = lambda: None, start: Sequence[str] = PROGRAM) -> None:
        change()
        growth.costs[name] = cost = of.analyse(start)
        cold = growth.costs["koud"]
        print(
            f"  {name:22} {cost.wall:7.1f} s {cost.processor:7.1f} s processor {cost.memory:6.0f} MB "
            f"{cost.wall / cold.wall:7.1%} en {cost.processor / cold.processor:6.1%} van koud",
            flush=True,
        )

    print(f"{n_reports} verslagen")
    run("koud")
    growth.stages = json.loads((of.processed / "run.json").read_bytes())["seconden"]
    bare_spacy, bare_encoder, n_words = _bare(of.processed, folder / "kaal.txt")
    times_bare = growth.costs["koud"].processor / (bare_spacy + bare_encoder)
    print(f"  koud: {times_bare:.2f} × kale spaCy ({bare_spacy:.1f} s) en encoder ({bare_encoder:.1f} s)")
    print("  " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in growth.stages.items()))
    print(f"  {n_words:.0f} woorden; rapport.html {(of.reports / 'rapport.html').stat().st_size / 1e6:.1f} MB")
    run("niets veranderd")
    run("één verslag veranderd", of.change_report)
    run(f"{_ADDED} verslagen erbij", lambda: write_corpus(of.raw, range(n_reports, n_reports + _ADDED), questions))
    run("term bij een thema", of.add_term)
    run("andere opmaak", start=OTHER_LOOK)
    return growth


def _bare(processed: Path, said: Path) -> tuple[float, float, float]:
    """Return the processor seconds of spaCy and of the encoder on the texts of an analysis, and how many words."""
    told = f"import sys; sys.stdout = open({str(said)!r}, 'w')\n"
    cost_of(["-c", told + _BARE, str(processed)])
    spacy_seconds, encoder_seconds, n_words = map(float, said.read_text().split())
    return spacy_seconds, encoder_seconds, n_words


def _draw(measured: Sequence[Growth], target: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4), layout="constrained")
    for axes, of, label in zip(
        figure.subplots(1, 2), ("wall", "memory"), ("seconden", "megabytes, hoogste"), strict=True
    ):
        for name in measured[0].costs:
            axes.loglog(
                [one.n_reports for one in measured],
                [getattr(one.costs[name], of) for one in measured],
                "o-",
                label=name,
            )
        axes.set(xlabel="verslagen", ylabel=label)
        axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(target, dpi=120)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[3].split()], Path(sys.argv[1]) / "kamervragen.csv", Path(sys.argv[2]))
