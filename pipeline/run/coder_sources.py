"""What was read as a coding: by whom, how much of it counts, and why the rest does not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dutch.wording import count, listing
from pipeline.reliability import Coder, LeftOut


@dataclass(frozen=True)
class Source:
    """A coding that was asked for.

    Attributes
    ----------
    name
        The file, or *programma*.
    coders
        Whose codings are in it.
    n_used, n_rows
        How many of its rows count.
    left_out
        The rows that do not count.
    skipped
        Of a file without rows: how much does not count, in words, and why.
    note
        What else a reader of the figures must know, in sentences.
    unit
        What `n_used` and `n_rows` count: the word for one, and for more.
    """

    name: str
    coders: tuple[Coder, ...]
    n_used: int = 0
    n_rows: int = 0
    left_out: tuple[LeftOut, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    note: str = ""
    unit: tuple[str, str] = ("rij", "rijen")

    @property
    def told(self) -> list[str]:
        """What is left out and why, a sentence for each reason, and the note."""
        lines: dict[str, list[int]] = defaultdict(list)
        for one in self.left_out:
            lines[one.message].append(one.row)
        told = [f"{self.name}, {_rows_in_words(rows)}: {message}." for message, rows in lines.items()]
        told += [f"{self.name}, {amount}: {message}." for amount, message in self.skipped]
        return [*told, *([f"{self.name}: {self.note}"] if self.note else [])]


def _rows_in_words(rows: Sequence[int]) -> str:
    shown = [str(row) for row in rows[:10]]
    if len(rows) > 10:
        return f"rij {', '.join(shown)} en nog {count(len(rows) - 10, 'rij', 'rijen')}"
    return f"rij {listing(shown)}"
