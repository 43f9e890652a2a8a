"""A table as CSV that spreadsheets in Dutch open well, and in which no text can run as a formula."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline import worksheets
from pipeline.tables import Column, Kind
from pipeline.worksheets import guarded

DECIMAL = ","


def to_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV: UTF-8 with a byte order mark, semicolons, decimal commas.

    Parameters
    ----------
    columns
        What to write, in order; none may hold lists.
    rows
        A value for each of these columns, by name; others are left out.
    """
    cells = ([_in_csv(column.kind, row[column.name]) for column in columns] for row in rows)
    return worksheets.to_csv([[column.name for column in columns], *cells])


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
