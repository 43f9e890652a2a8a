"""`make bench-recoding`: what a run costs of a cold one, by what changed since: the codebook, the look, one report.

Each run is a process of its own, start included, as a user has it. Processor time counts that of all its processes.
"""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import gold
from benchmarks.costs import Cost, cost_of
from pipeline.resources import read_text

_ROUNDS = 2
# Stands in for another style sheet: the report was made by code of another digest.
OTHER_LOOK = """
import sys
from pipeline.cli import main
from pipeline.run import publishing
version = publishing.code_version
publishing.code_version = lambda *modules, **beside: version(*modules, **beside) + "anders"
main(sys.argv[1:])
"""


def main() -> None:
    """Print the cost of each kind of run beside that of a cold one, for some rounds."""
    for number in range(1, _ROUNDS + 1):
        print(f"ronde {number}")
        with tempfile.TemporaryDirectory() as folder:
            _round(Path(folder))


def _round(folder: Path) -> None:
    raw, codebook, config = folder / "raw", folder / "codeboek.toml", folder / "instellingen.toml"
    shutil.copytree(gold.RAW, raw)
    codebook.write_text(read_text("codeboek.toml"), encoding="utf-8")
    config.write_text('codeboek = "codeboek.toml"\n', encoding="utf-8")

    def add_term() -> None:
        old = codebook.read_text(encoding="utf-8")
        codebook.write_text(re.sub(r"termen = \[", 'termen = [\n  "overleg",', old, count=1), encoding="utf-8")

    def change_report() -> None:
        path = sorted(raw.rglob("*.md"))[0]
        path.write_text(path.read_text(encoding="utf-8").replace(".", ". ", 1), encoding="utf-8")

    start = ["-m", "pipeline"]
    cold = _run(folder, start)
    print(f"  {'koud':28} {cold.wall:6.1f} s {cold.processor:6.1f} s processor")
    runs: list[tuple[str, list[str], Callable[[], None]]] = [
        ("niets veranderd", start, lambda: None),
        ("term bij een thema", start, add_term),
        ("andere opmaak van het rapport", ["-c", OTHER_LOOK], lambda: None),
        ("één verslag veranderd", start, change_report),
    ]
    for name, command, change in runs:
        change()
        cost = _run(folder, command)
        print(
            f"  {name:28} {cost.wall:6.1f} s {cost.processor:6.1f} s processor: "
            f"{cost.wall / cold.wall:5.1%} en {cost.processor / cold.processor:5.1%} van koud"
        )


def _run(folder: Path, start: list[str]) -> Cost:
    options = {"raw": folder / "raw", "processed": folder / "p", "reports": folder / "r"}
    given = [word for name, path in options.items() for word in (f"--{name}", str(path))]
    return cost_of([*start, "analyse", *given, "--config", str(folder / "instellingen.toml")])


if __name__ == "__main__":
    main()
