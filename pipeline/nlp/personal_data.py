"""Persons and contact data outside what is coded: in the title, the attendance, the list of actions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.dutch.contact import find_contact_data
from pipeline.nlp.persons import Persons, PersonSpan, plain_words_of

_NUMBERED_PARTS = ("heading", "title", "agenda", "procedural", "action_list")
_NUMBER = re.compile(r"(?:[A-Z]|[IVX]{1,8}|Nr)\.\s")
_ORGANISATION = ("organisation", "organisation_name")


def persons_elsewhere(
    blocks: Sequence[Mapping[str, Any]],
    entities: Sequence[Mapping[str, Any]],
    participants: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return the persons named outside the insights: in the title, the attendance, the list of actions."""
    named = [row["canonical"] or row["text"] for row in entities if row["label"] == "PERSON"]
    plain_words = plain_words_of([block["text"] for block in blocks], (person["name"] for person in participants))
    persons = Persons(
        [*(person["name"] for person in participants), *named], plain_words, organisations_of(participants)
    )
    known = {person["name"] for person in participants}
    return [
        {
            "report_id": block["report_id"],
            "label": label,
            "start_char": block["start_char"] + start,
            "end_char": block["start_char"] + end,
            "text": block["text"][start:end],
            "canonical": canonical if label == "CONTACT" or canonical in known else None,
            "known": known_as,
        }
        for block in blocks
        if not (block["insight_id"] is not None and block["part"] in ("body", "heading"))
        for label, start, end, canonical, known_as in personal_data(
            block["text"],
            [span for span in persons.find(block["text"]) if span.name is not None or not _is_number(block, span)],
        )
    ]


def personal_data(text: str, persons: Iterable[PersonSpan]) -> list[tuple[str, int, int, str | None, str | None]]:
    """Return persons and contact data as entities: label, offsets, canonical form, and how known outside.

    A name inside contact data (an e-mail address) goes with it.
    """
    contacts = find_contact_data(text)
    found: list[tuple[str, int, int, str | None, str | None]] = [
        ("PERSON", person.start, person.end, person.name, person.known)
        for person in persons
        if not any(span.start < person.end and person.start < span.end for span in contacts)
    ]
    return found + [("CONTACT", span.start, span.end, span.kind, None) for span in contacts]


def as_listed(participants: Iterable[Mapping[str, Any]], blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the participants where the attendance names them, which may be in several cells: *Waters | Amelia*."""
    report_id = next((block["report_id"] for block in blocks), None)
    return [
        {
            "report_id": report_id,
            "label": "PERSON",
            "start_char": person["start_char"],
            "end_char": person["end_char"],
            "text": person["text"],
            "canonical": person["name"],
            "known": None,
        }
        for person in participants
        if person["start_char"] is not None
    ]


def organisations_of(participants: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what the attendance calls an organisation; it is one in the text too."""
    return [person[column] for person in participants for column in _ORGANISATION if person.get(column)]


def _is_number(block: Mapping[str, Any], span: PersonSpan) -> bool:
    """Return whether what looks like initials numbers a heading or the head of a table: *A. Termijnen*, *Nr. Actie*."""
    return block["part"] in _NUMBERED_PARTS and span.start == 0 and _NUMBER.match(block["text"]) is not None
