"""Who was there, and who was missed: attendance lists and tables, or the sentences of an introduction."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.dutch import lexicon
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.sentences import sentence_spans
from pipeline.ingest.persons import begins_with_function, find_organisation, function_of, has_any, read_persons
from pipeline.ingest.records import Block, Layout, Participant
from pipeline.ingest.vocabulary import (
    column_kinds,
    field_label,
    heading_kind,
    is_attendance_header,
    is_role_in_session,
    length_of_label,
    names_absentees,
    opens_attendance,
)

_WORDS = lexicon.persons()
_INNER_LABEL = re.compile(r"(?:(?<=[.;])\s+(?P<label>[A-Z][^:.;|]{2,60})|\s+(?P<short>[A-Z][a-zë]{3,20})):\s+")
_YES_OR_NO = re.compile(r"\|\s*(?:ja|nee|n\.?v\.?t\.?|[–-])(?:\s*\([^)|]*\))?\s*(?=\||$)", re.IGNORECASE)
_REPORTED_BY = re.compile(rf"(?=[A-Z])(?i:{any_of(_WORDS.reported_by)})(?:\s*:|\s+(?:was|is|waren))\s+")
_CELL = re.compile(r"[^|]+(?=\||$)|(?<=\|)(?=\||$)")
_NO = re.compile(r"\s*(?:nee|n\b|-\s*$|–\s*$|afw)", re.IGNORECASE)
_NOTHING = ("-", "–", "—", "n.v.t.")
_COLUMN_GAP = re.compile(r"(?<=\S)(?: {2,}| *\t+ *)(?=\S)")


def find_participants(layout: Layout) -> tuple[Participant, ...]:
    """Return the persons a report names as present or absent, in the order of the text.

    Attendance lists are believed; only without one are the sentences of the introduction read, and
    there a name counts when the text says what the person is.
    """
    listed = _from_attendance(layout)
    participants = [*listed, *_from_introduction(layout, is_listed=bool(listed))]
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
    columns: list[str | None] | None = None
    for part in layout.parts:
        if part.kind != "attendance":
            absent = is_chair_field = False
            columns = None
            continue
        if opens_attendance(part.block.text):
            participants.extend(_from_prose(part.block))
            continue
        for start, label, text in _labelled(part.block):
            if label is not None:
                absent = names_absentees(label)
                is_chair_field = has_any(label, _WORDS.chair)
            if is_attendance_header(text):
                columns = column_kinds(text)
                continue
            row = _read_row(text, columns) if columns else None
            found = [row] if row else read_persons(_as_cells(text), is_list=True)
            is_more = not found or (label is None and begins_with_function(text))
            if is_more and participants and _is_bare(participants[-1]):
                participants[-1] = _told_on_next_line(participants[-1], text)
                continue
            participants.extend(
                replace(
                    person,
                    start=person.start + part.block.start + start,
                    end=person.end + part.block.start + start,
                    present=person.present and not absent,
                    is_chair=person.is_chair or is_chair_field,
                )
                for person in found
            )
    return participants


def _is_bare(person: Participant) -> bool:
    return person.function is None and person.organisation is None


def _told_on_next_line(person: Participant, line: str) -> Participant:
    """Return a person whose line held the name only, with what the line below it says."""
    (read, *_) = read_persons(f"{person.name}, {line}", is_list=True) or [person]
    return replace(
        person,
        function=read.function,
        organisation=read.organisation,
        organisation_name=read.organisation_name,
        is_chair=person.is_chair or read.is_chair,
        present=person.present and read.present,
    )


def _read_row(text: str, columns: list[str | None]) -> Participant | None:
    """Return the person of a row of a table with a header, each column read for what it holds.

    Rows that are not built as the header says are left to be read as a line.
    """
    spans = [(match.start(), match.end()) for match in _CELL.finditer(text)]
    if "naam" not in columns or len(spans) > len(columns) or len(spans) <= columns.index("naam"):
        return None
    cells = {kind: text[start:end].strip() for kind, (start, end) in zip(columns, spans, strict=False) if kind}
    if cells.get("functie") is None or cells.get("organisatie") is None:
        return None  # the two may share a column
    name_start, name_end = spans[columns.index("naam")]
    named = read_persons(text[name_start:name_end], is_list=True)
    if len(named) != 1:
        return None
    function, organisation = cells.get("functie") or "", cells.get("organisatie") or ""
    # What the cells say is read as it would be in brackets behind the name.
    others = [text[start:end].strip() for start, end in spans if start != name_start]
    told = [value for value in others if value and value not in _NOTHING]
    (read, *_) = read_persons(f"{named[0].name} ({', '.join(told)})", is_list=True) or named
    of_cell = find_organisation(organisation)
    return replace(
        named[0],
        start=named[0].start + name_start,
        end=named[0].end + name_start,
        function=function_of(function) or named[0].function,
        organisation=of_cell.code if of_cell else named[0].organisation,
        organisation_name=of_cell.name if of_cell else named[0].organisation_name,
        role=read.role or named[0].role,
        is_chair=named[0].is_chair or read.is_chair,
        present=named[0].present and read.present and not _is_missed(cells),
    )


def _is_missed(cells: Mapping[str, str]) -> bool:
    said = cells.get("aanwezig")
    is_out = said is not None and (_NO.match(said) is not None or has_any(said, _WORDS.absent))
    return is_out or bool(cells.get("afwezig") and not _NO.match(cells["afwezig"]))


def _labelled(block: Block) -> Iterator[tuple[int, str | None, str]]:
    """Yield the stretches of a line behind each label (`Notulist: … Afwezig: …`): where it begins, label and text."""
    text = block.text
    label = field_label(text)
    if label is not None and block.marker is not None and label[0] != "attendance":
        label = None
    start = 0
    # A line of its own with another label is another field.
    name = "" if label is None and block.indent == 0 and block.marker is None and length_of_label(text) else None
    if label is not None or heading_kind(text) == "attendance" or is_role_in_session(text):
        start = label[1] if label else len(text)
        name = text[:start]
        if name.casefold().startswith("namens"):
            start = 0  # it tells of which organisation they are
    for match in _INNER_LABEL.finditer(text, start):
        own = match["label"] or match["short"]
        inner = field_label(own + ":")
        if inner is not None and (inner[0] == "attendance" or is_role_in_session(own)):
            yield start, name, text[start : match.start()]
            start, name = match.end(), own
    yield start, name, text[start:]


def _as_cells(text: str) -> str:
    """Return a line with its columns as cells and without yes and no, not a character moved."""
    text = _COLUMN_GAP.sub(lambda gap: " |".ljust(len(gap.group())), text)
    return _YES_OR_NO.sub(lambda cell: "|".ljust(len(cell.group())), text)


def _from_introduction(layout: Layout, *, is_listed: bool) -> list[Participant]:
    """Return the persons in the introduction; beside a list only who led, missed or reported the session."""
    participants: list[Participant] = []
    for part in layout.parts:
        if part.kind == "introduction":
            participants.extend(_from_prose(part.block, only_parts=is_listed))
    return participants


def _from_prose(block: Block, *, only_parts: bool = False) -> Iterator[Participant]:
    is_answer = False  # to *Wie waren erbij?*
    for start, end in sentence_spans(block.text):
        sentence = block.text[start:end]
        absent = has_any(sentence, _WORDS.absent)
        is_chaired = has_any(sentence, _WORDS.chair | _WORDS.as_chair | _WORDS.chairing)
        reports = _REPORTED_BY.match(sentence)
        is_list = reports is not None or opens_attendance(sentence) or is_answer
        is_answer = is_answer or (opens_attendance(sentence) and sentence.endswith("?"))
        if only_parts and not (absent or is_chaired or is_list):
            continue
        offset = block.start + start + (reports.end() if reports else 0)
        for person in read_persons(sentence[reports.end() :] if reports else sentence, is_list=is_list):
            if only_parts and not (absent or person.is_chair or is_list):
                continue
            yield replace(
                person,
                start=person.start + offset,
                end=person.end + offset,
                present=person.present and not absent,
                is_chair=person.is_chair or (reports is not None and has_any(reports.group(), _WORDS.chair)),
            )
