"""`make bench-recoding`: what a run costs of a cold one, by what changed since: the codebook, the look, one report.

Processor time counts that of all processes of a run.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import gold
from benchmarks.runs import OTHER_LOOK, PROGRAM, Runs

_ROUNDS = 2


def main() -> None:
    """Print the cost of each kind of run beside that of a cold one, for some rounds."""
    for number in range(1, _ROUNDS + 1):
        print(f"ronde {number}")
        with tempfile.TemporaryDirectory() as folder:
            _round(Path(folder))


def _round(folder: Path) -> None:
    of = Runs(folder)
    shutil.copytree(gold.RAW, of.raw)
    cold = of.analyse()
    print(f"  {'koud':28} {cold.wall:6.1f} s {cold.processor:6.1f} s processor")
    runs: list[tuple[str, Sequence[str], Callable[[], None]]] = [
        ("niets veranderd", PROGRAM, lambda: None),
        ("term bij een thema", PROGRAM, of.add_term),
        ("andere opmaak van het rapport", OTHER_LOOK, lambda: None),
        ("één verslag veranderd", PROGRAM, of.change_report),
    ]
    for name, start, change in runs:
        change()
        cost = of.analyse(start)
        print(
            f"  {name:28} {cost.wall:6.1f} s {cost.processor:6.1f} s processor: "
            f"{cost.wall / cold.wall:5.1%} en {cost.processor / cold.processor:5.1%} van koud"
        )


if __name__ == "__main__":
    main()
