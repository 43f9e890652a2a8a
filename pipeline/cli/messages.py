"""What several commands print."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import pandas as pd

_TOLD_ONE_BY_ONE = ("losgeraakt", "tegenstrijdig", "onjuist")


def tell_files(folder: Path, names: Iterable[str]) -> None:
    """Print where files are; of a folder of files only the folder."""
    for name in dict.fromkeys(name.partition("/")[0] for name in names):
        click.echo(f"  {folder / name}")


def tell_corrections(corrections: "pd.DataFrame", n_undecided: int, unused_lines: Sequence[str]) -> None:
    """Print what became of corrections; nothing if there are none.

    Told one by one are those that could not be applied, and names that stay as they are in other reports.
    """
    if len(corrections):
        n = Counter(corrections["status"])
        others = [f"{n[status]} {status}" for status in ("bevestigd", "vervangen", *_TOLD_ONE_BY_ONE) if n[status]]
        applied = f"{n['toegepast']} toegepast"
        click.echo(f"Correcties: {', '.join([applied, *others])}.")
        for file, row, what, status, message in zip(
            *(corrections[name] for name in ("file", "row", "what", "status", "message")), strict=True
        ):
            is_of_others = what == "deelnemer-naam" and isinstance(message, str)
            if status in _TOLD_ONE_BY_ONE or is_of_others:
                click.echo(f"  {file}, rij {row} ({status}): {message}")
    if n_undecided:
        rows = count(n_undecided, "rij telt", "rijen tellen")
        click.echo(f"{rows} niet mee als correctie: de kolom “wordt” is nog niet ingevuld.")
    if unused_lines:
        click.echo("Niet gebruikt, want het gaat nergens meer over:")
        for line in unused_lines:
            click.echo(f"  {line}")


def count(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun."""
    return f"{number} {singular if number == 1 else plural}"
