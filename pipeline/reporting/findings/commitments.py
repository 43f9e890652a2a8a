"""What was promised or decided, in order of time; what has no year comes first, for it may be old."""

import pandas as pd

from pipeline.dutch import edtf
from pipeline.dutch.wording import collapse
from pipeline.reporting.findings.model import Commitment
from pipeline.reporting.findings.places import Places
from pipeline.tables import records


def commitments(table: pd.DataFrame, places: Places) -> tuple[Commitment, ...]:
    """Return the rows of the table `commitments` with the words they rest on."""
    rows = [row for row in records(table) if row["statement_id"] in places]
    return tuple(
        Commitment(
            quote=places.quote(row["statement_id"]),
            actor=collapse(row["actor"]) if row["actor"] else None,
            due=collapse(row["due_text"]) if row["due_text"] else None,
            returns_in=places.quote(row["returns_in"]) if row["returns_in"] in places else None,
        )
        for row in sorted(rows, key=lambda row: _place(row["statement_id"], places))
    )


def _place(statement_id: str, places: Places) -> tuple[bool, int]:
    return edtf.has_year(places.session(statement_id).date), places.order(statement_id)
