"""Analyses of one folder after something changed, each a process of its own, start included, as a user has it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.costs import Cost, cost_of
from pipeline.resources import read_text

PROGRAM = ("-m", "pipeline")
# Stands in for another style sheet: the report was made by code of another digest.
OTHER_LOOK = (
    "-c",
    """
import sys
from pipeline.cli import main
from pipeline.run import publishing
version = publishing.code_version
publishing.code_version = lambda *modules, **beside: version(*modules, **beside) + "anders"
main(sys.argv[1:])
""",
)


@dataclass(frozen=True)
class Runs:
    """Analyses of the reports in `raw` below a folder, with a codebook beside them that can be changed."""

    folder: Path

    def __post_init__(self) -> None:
        self._codebook.write_text(read_text("codeboek.toml"), encoding="utf-8")
        self._config.write_text('codeboek = "codeboek.toml"\n', encoding="utf-8")

    @property
    def raw(self) -> Path:
        """The folder of the reports."""
        return self.folder / "raw"

    @property
    def processed(self) -> Path:
        """The folder of the tables."""
        return self.folder / "p"

    @property
    def reports(self) -> Path:
        """The folder of the report."""
        return self.folder / "r"

    @property
    def _codebook(self) -> Path:
        return self.folder / "codeboek.toml"

    @property
    def _config(self) -> Path:
        return self.folder / "instellingen.toml"

    def analyse(self, start: Sequence[str] = PROGRAM) -> Cost:
        """Return what an analysis costs, by the program or by what stands in for it."""
        given = [f"--raw={self.raw}", f"--processed={self.processed}", f"--reports={self.reports}"]
        return cost_of([*start, "analyse", *given, f"--config={self._config}"])

    def add_term(self) -> None:
        """Give a theme one term more."""
        old = self._codebook.read_text(encoding="utf-8")
        new = re.sub(r"termen = \[", 'termen = [\n  "overleg",', old, count=1)
        self._codebook.write_text(new, encoding="utf-8")

    def change_report(self) -> None:
        """Change one report a little."""
        path = min(self.raw.rglob("*.md"))
        path.write_text(path.read_text(encoding="utf-8").replace(".", ". ", 1), encoding="utf-8")
