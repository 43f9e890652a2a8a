"""Corrections as a CSV file that people can open, change and put beside their reports."""

import csv
import io
from collections.abc import Iterable

from pipeline.corrections.model import COLUMNS, Correction
from pipeline.worksheets import guarded


def to_csv(corrections: Iterable[Correction]) -> bytes:
    """Return corrections as CSV: UTF-8 with a byte order mark and semicolons, no cell of which runs as a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in corrections:
        where = one.anchor
        occurrence = "" if where.occurrence is None else str(where.occurrence)
        cells = (
            one.what, where.report, where.quote, where.before, where.after, occurrence,
            one.was, one.becomes, one.coder, one.date, one.reason, one.picked,
        )  # fmt: skip
        writer.writerow([guarded(cell) for cell in cells])
    return target.getvalue().encode("utf-8-sig")
