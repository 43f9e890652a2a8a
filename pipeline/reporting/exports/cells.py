"""What a sheet is made of: its columns, its rows, and the cells that more than one sheet has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.dutch import edtf
from pipeline.reporting.findings.model import Session

Value = str | int | float | date | None
Format = Literal["text", "number", "share", "date"]

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
    """A sheet of the workbook; `rows` hold a value for each column."""

    name: str
    purpose: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]


SESSION = (Column("Sessie", 40, wide=True), Column("Datum", 14, "date"), Column("Reeks", 24, wide=True))
REPORT = Column("Verslag", 44, wide=True)
PLACE = (REPORT, Column("Regel", 8, "number"), Column("Bladzijde", 11, "number"))


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
