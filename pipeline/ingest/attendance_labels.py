"""The labels of attendance lists and of the grids and tables of them."""

import re

from pipeline.dutch.headings import heading_kind
from pipeline.dutch.lexicon import document_parts
from pipeline.ingest.vocabulary import field_label, is_attendance_header, names_absentees

_KINDS_OF_COLUMN = ("attendance", "metadata", "next_session")


def opens_attendance_list(line: str) -> bool:
    """Return whether a line is nothing but the label of an attendance list: `Afwezig met bericht:`, `Wie zijn er`."""
    is_label = field_label(line) == ("attendance", len(line))
    return label_row(line) is not None or (is_label and (" " in line.strip() or line.rstrip().endswith(":")))


def label_row(text: str) -> list[str] | None:
    """Return the labels of a row that holds nothing else, one of them of attendance: `Datum | Aanwezig | Afwezig`."""
    labels = [cell.strip() for cell in text.split("|")]
    if len(labels) < 2 or is_attendance_header(text):
        return None
    actions = document_parts().columns.actions
    kinds = [field_label(f"{label.rstrip(': ')}:") if label.casefold() not in actions else None for label in labels]
    is_row = all(kind is not None and kind[0] in _KINDS_OF_COLUMN for kind in kinds)
    return labels if is_row and any(map(tells_presence, labels)) else None


def tells_presence(label: str) -> bool:
    """Return whether a label or heading says of those it names that they were there, or that they were not."""
    words = re.findall(r"\w+\.?", label)
    return names_absentees(label) or any(heading_kind(word) == "attendance" for word in words)


def names_attendants(label: str) -> bool:
    """Return whether those under a label took part or were to: `Aanwezig`, `Notulist`, and not `Kopie aan`."""
    kind = field_label(f"{label.rstrip(': ')}:")
    return kind is not None and kind[0] == "attendance"


def names_members(row: str) -> bool:
    """Return whether the header of a table tells that it lists standing members: `Leden | Departement`."""
    return any(cell.strip(" :").casefold() in document_parts().columns.members for cell in row.split("|"))
