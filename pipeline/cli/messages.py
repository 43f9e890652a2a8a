"""What several commands print."""

from collections.abc import Iterable
from pathlib import Path

import click


def tell_files(folder: Path, names: Iterable[str]) -> None:
    """Print where files are; of a folder of files only the folder."""
    for name in dict.fromkeys(name.partition("/")[0] for name in names):
        click.echo(f"  {folder / name}")


def count(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun."""
    return f"{number} {singular if number == 1 else plural}"
