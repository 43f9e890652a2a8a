"""A table as CSV that spreadsheets in Dutch open well, and in which no text can run as a formula."""

import csv
import io
import json
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.worksheets import guarded

DELIMITER = ";"
DECIMAL = ","


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
