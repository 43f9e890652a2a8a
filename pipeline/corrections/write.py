"""Corrections as a CSV file that people can open, change and put beside their reports."""

from collections.abc import Iterable, Iterator

from pipeline import worksheets
from pipeline.corrections.model import COLUMNS, Correction
from pipeline.worksheets import guarded


def to_csv(corrections: Iterable[Correction]) -> bytes:
    """Return corrections as CSV: UTF-8 with a byte order mark and semicolons, no cell of which runs as a formula."""
    return worksheets.to_csv([COLUMNS, *_rows(corrections)])


def _rows(corrections: Iterable[Correction]) -> Iterator[list[str]]:
    for one in corrections:
        where = one.anchor
        occurrence = "" if where.occurrence is None else str(where.occurrence)
        cells = (
            one.what, where.report, where.quote, where.before, where.after, occurrence,
            one.was, one.becomes, one.coder, one.date, one.reason, one.picked,
        )  # fmt: skip
        yield [guarded(cell) for cell in cells]
