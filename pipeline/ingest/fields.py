"""Fields such as `Aanwezig:`, and the lines that they hold."""

from collections.abc import Sequence

from pipeline.dutch.dates import find_dates
from pipeline.dutch.headings import heading_kind
from pipeline.ingest.attendance_labels import label_row
from pipeline.ingest.persons import is_name, lists_only_persons, names_persons, opens_with_person
from pipeline.ingest.records import Block, Part
from pipeline.ingest.vocabulary import (
    field_label,
    is_attendance_header,
    is_caption,
    is_label_inside,
    is_role_in_session,
    length_of_label,
    opens_attendance,
)

_MAX_PERSON_WORDS = 14
_QUOTES, _MAX_SOURCE_WORDS = "‘’“”'\"«»", 10
_OUTSIDE_PASSAGES = ("introduction", "metadata", "attendance")


def field_parts(blocks: Sequence[Block], kind: str, allowed: Sequence[str] | None = None) -> list[Part]:
    """Return blocks as parts of one kind, but for fields such as `Aanwezig:` and the lines they hold.

    A field with a value goes on in indented lines only; a list under an empty one ends at the next gap.
    """
    parts: list[Part] = []
    open_field: str | None = None
    awaits_value = is_grid = False
    for block in blocks:
        label = field_label(block.text) if block.marker is None else None
        if label is not None and label_row(block.text):
            label = ("attendance", len(block.text))
        if allowed is not None and _belongs_beside(block, blocks, len(parts)):
            open_field, awaits_value = None, False
            parts.append(Part(block, "heading" if is_label_inside(block.text) else "caption"))
            continue
        if label is not None and allowed is not None and _stays_in_passage(block, label):
            label = None
        if label is not None and allowed is None and label[0] == "metadata" and _names_attendants(block, label[1]):
            label = ("attendance", label[1])
        is_heading = kind in _OUTSIDE_PASSAGES and "|" not in block.text and heading_kind(block.text) == "attendance"
        if label is None and is_heading:
            label = ("attendance", len(block.text))
        if label is not None and (allowed is None or label[0] in allowed):
            awaits_value = label[1] >= len(block.text)
            open_field, is_grid = label[0], label_row(block.text) is not None
            parts.append(Part(block, open_field))
        elif opens_attendance(block.text) and names_persons(block.text, is_list=False):
            open_field, awaits_value = None, False
            parts.append(Part(block, "attendance"))
        elif label is None and kind in _OUTSIDE_PASSAGES and _labels_persons(block):
            open_field, awaits_value = "attendance", False
            parts.append(Part(block, open_field))
        elif allowed is None and is_attendance_header(block.text):
            open_field, awaits_value = "attendance", True
            parts.append(Part(block, open_field))
        elif open_field is not None and (
            awaits_value
            or _continues_field(block, parts[-1].block)
            or (allowed is None and open_field == "attendance" and _lists_next_person(block))
        ):
            awaits_value = False
            parts.append(Part(block, "metadata" if is_grid and find_dates(block.text) else open_field))
        else:
            open_field = None
            parts.append(Part(block, kind))
    return parts


def _belongs_beside(block: Block, blocks: Sequence[Block], index: int) -> bool:
    """Return whether a block of a passage is a label, the caption of a picture, or says whose a quotation is."""
    before = blocks[index - 1].text.strip() if index else ""
    is_quote = bool(before) and before[0] in _QUOTES and before[-1] in _QUOTES
    is_source = len(block.text.split()) <= _MAX_SOURCE_WORDS and not block.text.rstrip().endswith((".", "!", "?"))
    return is_label_inside(block.text) or is_caption(block.text) or (is_quote and is_source)


def _stays_in_passage(block: Block, label: tuple[str, int]) -> bool:
    """Return whether a field inside a passage is part of what it says: `Actie: …`, and names without a person."""
    value = block.text[label[1] :]
    if label[0] == "action_list":
        return bool(value)
    return label[0] == "attendance" and not (value and names_persons(value, is_list=True))


def _names_attendants(block: Block, start: int) -> bool:
    """Return whether a field names those who were there by their part in it (`Verslag: Anna Bos (UWV)`)."""
    value = block.text[start:]
    return is_role_in_session(block.text[:start]) and (names_persons(value, is_list=True) or is_name(value))


def _labels_persons(block: Block) -> bool:
    """Return whether a line outside the passages gives persons behind a label of their own (`Zorg: Anna Bos (UWV)`)."""
    length = length_of_label(block.text)
    return bool(length) and lists_only_persons(block.text[length:])


def _lists_next_person(block: Block) -> bool:
    """Return whether a line below attendance gives persons, or one and what that is: *Anna Bos – zorgnetwerk Noord*."""
    if lists_only_persons(block.text):
        return True
    is_short = len(block.text.split()) <= _MAX_PERSON_WORDS and not block.text.rstrip().endswith((".", "!", "?"))
    return is_short and not block.after_gap and opens_with_person(block.text)


def _continues_field(block: Block, previous: Block) -> bool:
    """Return whether a line goes on with the field above it: the next of a list, or an indented line."""
    if block.after_gap:
        return False
    label = field_label(previous.text) if previous.marker is None else None
    has_value = label is not None and not label_row(previous.text) and label[1] < len(previous.text)
    return not has_value or block.indent > previous.indent
