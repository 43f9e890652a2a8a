"""What a sheet is made of: its columns, its rows, and the cells that more than one sheet has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.dutch import edtf
from pipeline.reporting.findings.model import Session

Value = str | int | float | date | None
Format = Literal["text", "number", "share", "date"]

MAX_CHARACTERS = 32_767  # of a cell, in UTF-16 units
MAX_LINES = 12  # of most rows
_FIRST_DAY = date(1900, 3, 1)  # before this day spreadsheets do not agree on their dates


@dataclass(frozen=True)
class Column:
    """A column of a sheet; `width` is in characters, and text wraps in columns that are `wide`."""

    heading: str
    width: int
    format: Format = "text"
    wide: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook; `rows` hold a value for each column.

    The first `n_fixed` columns stay in sight; where there are any, the sheet may be as many pages wide as it needs.
    A row of more than `max_lines` is cut off on the screen, not in the cell.
    """

    name: str
    purpose: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]
    n_fixed: int = 0
    max_lines: int = MAX_LINES


SESSION = (Column("Sessie", 40, wide=True), Column("Datum", 14, "date"), Column("Reeks", 24, wide=True))
REPORT = Column("Verslag", 44, wide=True)
PLACE = (REPORT, Column("Regel", 8, "number"), Column("Bladzijde", 11, "number"))


def n_units(text: str) -> int:
    """Return how many UTF-16 units a text is: what a spreadsheet counts."""
    return len(text.encode("utf-16-le")) // 2


def session_cells(session: Session) -> tuple[str, Value, str | None]:
    """Return the cells of the columns `SESSION`."""
    return (session.title, _day(session), session.series)


def _day(session: Session) -> Value:
    """Return when a session was; a date that lacks a day or a year stays text."""
    day = edtf.day(session.date)
    return day if day and day >= _FIRST_DAY else session.date_label


def share(part: int, whole: int) -> float | None:
    """Return a part as a share of the whole; None if there is no whole."""
    return part / whole if whole else None


def joined(names: Iterable[str]) -> str | None:
    """Return names in one cell; None if there are none."""
    return "; ".join(names) or None


def yes_or_no(flag: bool) -> str:
    """Return a flag in Dutch."""
    return "ja" if flag else "nee"
