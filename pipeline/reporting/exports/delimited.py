"""A table as CSV that spreadsheets in Dutch open well, and in which no text can run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.tables import Column, Kind

DELIMITER = ";"
DECIMAL = ","
# A spreadsheet takes a text that begins so for a formula, even from a CSV file (OWASP, "CSV Injection").
_RUNS = re.compile(r"\s*[=+@\-＝＋－＠]|[\t\r\n]")
# Apostrophes count along, so that what is put in front can be taken away again without doubt.
_GUARDED = re.compile(f"'*(?:{_RUNS.pattern})")


def could_run(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula."""
    return _RUNS.match(text) is not None


def guarded(text: str) -> str:
    """Return a text with an apostrophe in front where a spreadsheet could take it for a formula.

    Taking away one apostrophe from each text that begins with apostrophes and could run after them gives back
    the text exactly.
    """
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that `guarded` put in front."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def to_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV: UTF-8 with a byte order mark, semicolons, decimal commas.

    Parameters
    ----------
    columns
        What to write, in order; none may hold lists.
    rows
        A value for each of these columns, by name; others are left out.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([_in_csv(column.kind, row[column.name]) for column in columns] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _in_csv(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    match kind:
        case "text":
            return guarded(value)
        case "flag":
            return "true" if value else "false"
        case "number":
            return str(value)
        case "score" | "real":
            return repr(float(value)).replace(".", DECIMAL)
        case "texts":
            raise ValueError("a list is no cell; see `lists`")
