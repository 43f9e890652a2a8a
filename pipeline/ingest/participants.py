"""Who was there, and who was missed: attendance lists and tables, or the sentences of an introduction."""

import re
from dataclasses import replace

from pipeline.ingest.persons import has_any, phrases, read_persons
from pipeline.ingest.records import Layout, Participant
from pipeline.ingest.sentences import sentence_spans
from pipeline.ingest.vocabulary import field_label, heading_kind, is_attendance_header, names_absentees

_COLUMN_GAP = re.compile(r"(?<=\S)(?: {2,}| *\t+ *)(?=\S)")


def find_participants(layout: Layout) -> tuple[Participant, ...]:
    """Return the persons a report names as present or absent, in the order of the text.

    Attendance lists are believed; only without one are the sentences of the introduction read, and
    there a name counts when the text says what the person is.
    """
    participants = _from_attendance(layout) or _from_introduction(layout)
    unique: dict[str, Participant] = {}
    for participant in participants:
        known = unique.get(participant.name)
        unique[participant.name] = participant if known is None else _merge(known, participant)
    return tuple(unique.values())


def _merge(known: Participant, again: Participant) -> Participant:
    return replace(
        known,
        function=known.function or again.function,
        organisation=known.organisation or again.organisation,
        organisation_name=known.organisation_name or again.organisation_name,
        role=known.role or again.role,
        is_chair=known.is_chair or again.is_chair,
    )


def _from_attendance(layout: Layout) -> list[Participant]:
    participants: list[Participant] = []
    absent = is_chair_field = False
    for part in layout.parts:
        if part.kind != "attendance":
            absent = is_chair_field = False
            continue
        text, offset = part.block.text, part.block.start
        label = field_label(text) if part.block.marker is None else None
        if label is not None or heading_kind(text) == "attendance":
            name = text[: label[1]] if label else text
            absent = names_absentees(name)
            is_chair_field = has_any(name, phrases("voorzitter"))
            skipped = label[1] if label else len(text)
            text, offset = text[skipped:], offset + skipped
        if is_attendance_header(text):
            continue
        # Columns set with spaces or tabs become cells, without moving a character.
        text = _COLUMN_GAP.sub(lambda gap: " |".ljust(len(gap.group())), text)
        found = read_persons(text, is_list=True)
        participants.extend(
            replace(
                person,
                start=person.start + offset,
                end=person.end + offset,
                present=person.present and not absent,
                is_chair=person.is_chair or is_chair_field,
            )
            for person in found
        )
    return participants


def _from_introduction(layout: Layout) -> list[Participant]:
    participants: list[Participant] = []
    for part in layout.parts:
        if part.kind != "introduction":
            continue
        for start, end in sentence_spans(part.block.text):
            sentence = part.block.text[start:end]
            absent = has_any(sentence, phrases("afwezig"))
            participants.extend(
                replace(
                    person,
                    start=person.start + part.block.start + start,
                    end=person.end + part.block.start + start,
                    present=person.present and not absent,
                )
                for person in read_persons(sentence, is_list=False)
            )
    return participants
