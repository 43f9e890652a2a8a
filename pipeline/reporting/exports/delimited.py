"""A table as CSV that spreadsheets in Dutch open well, and in which no text can run as a formula."""

import csv
import io
import json
import re
from typing import Any

import pandas as pd

from pipeline import tables

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


def to_csv(table: str, data: pd.DataFrame) -> bytes:
    """Return a table as CSV: UTF-8 with a byte order mark, semicolons, decimal commas, lists as JSON."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow(data.columns)
    kinds = [column.kind for column in tables.TABLES[table]]
    for row in tables.records(data):
        writer.writerow([_in_csv(kind, value) for kind, value in zip(kinds, row.values(), strict=True)])
    return target.getvalue().encode("utf-8-sig")


def _in_csv(kind: tables.Kind, value: Any) -> str:
    if value is None:
        return ""
    match kind:
        case "text":
            return guarded(value)
        case "texts":
            return json.dumps(list(value), ensure_ascii=False)
        case "flag":
            return "true" if value else "false"
        case "number":
            return str(value)
        case "score" | "real":
            return repr(float(value)).replace(".", DECIMAL)
