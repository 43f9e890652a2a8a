"""Who was there, and who was missed: attendance lists and tables, or the sentences of an introduction."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.dutch import lexicon
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.listed_names import is_known_given
from pipeline.dutch.name_words import titles
from pipeline.dutch.sentences import sentence_spans
from pipeline.ingest.person_details import find_organisation, function_of, has_any
from pipeline.ingest.persons import begins_with_function, read_persons
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
_COLUMNS = lexicon.document_parts().columns
_YES_OR_NO = re.compile(rf"\|\s*(?:{any_of(_COLUMNS.answers)}|[–-])(?:\s*\([^)|]*\))?\s*(?=\||$)", re.IGNORECASE)
_REPORTED_BY = re.compile(
    rf"(?=[A-Z])(?i:{any_of(_WORDS.reported_by)})(?:\s*:|\s+{any_of(_WORDS.reported_linking)})\s+"
)
_CELL = re.compile(r"[^|]+(?=\||$)|(?<=\|)(?=\||$)")
_NO = re.compile(rf"\s*(?:{any_of(_COLUMNS.no)}\b|[–-]\s*$)", re.IGNORECASE)
_PARTS_OF_NAME = ("voornaam", "tussenvoegsel", "achternaam")
_MAX_NAME_WORDS = 5
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
    absent = is_chair_field = surname_first = False
    columns: list[str | None] | None = None
    for part in layout.parts:
        if part.kind != "attendance":
            absent = is_chair_field = surname_first = False
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
            is_awaited = bool(participants) and _is_bare(participants[-1])
            found = [row] if row else _read_line(_as_cells(text), surname_first=surname_first, is_awaited=is_awaited)
            surname_first = surname_first or any("," in person.name for person in found)
            is_more = not found or (label is None and begins_with_function(text))
            if is_more and is_awaited:
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


def _read_line(line: str, *, surname_first: bool, is_awaited: bool) -> list[Participant]:
    """Return the persons of a line of a list: one or more behind each other, or one in each of its columns."""
    cells = [(match.start(), read_persons(match.group(), is_list=True)) for match in _CELL.finditer(line)]
    cells = [(start, found) for start, found in cells if found or line[start:].partition("|")[0].strip()]
    if len(cells) > 1 and all(
        found and _opens_cell(found[0], line[start:].partition("|")[0]) for start, found in cells
    ):
        return [replace(one, start=one.start + start, end=one.end + start) for start, found in cells for one in found]
    found = read_persons(line, is_list=True)
    # A line that gives nobody may have the surname first and a given name that is not known.
    is_unread = not found and not is_awaited
    return read_persons(line, is_list=True, surname_first=True) if surname_first or is_unread else found


def _opens_cell(person: Participant, cell: str) -> bool:
    """Return whether a cell begins with a person, whom the given name or what is said behind it shows to be one."""
    is_shown = is_known_given(person.name.split()[0]) or not _is_bare(person)
    return is_shown and all(word.casefold() in titles() for word in cell[: person.start].split())


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
    if len(spans) > len(columns):
        return None
    cells = {kind: text[start:end].strip() for kind, (start, end) in zip(columns, spans, strict=False) if kind}
    are_parts = "achternaam" in columns
    if not are_parts and (cells.get("functie") is None or cells.get("organisatie") is None):
        return None  # the two may share a column
    named = (_joined_name if are_parts else _whole_name)(text, dict(zip(columns, spans, strict=False)))
    if named is None:
        return None
    function, organisation = cells.get("functie") or "", cells.get("organisatie") or ""
    # What the cells say is read as it would be in brackets behind the name.
    others = [text[start:end].strip() for start, end in spans if not named.start <= start < named.end]
    told = [value for value in others if value and value not in _NOTHING]
    (read, *_) = read_persons(f"{named.name} ({', '.join(told)})", is_list=True) or [named]
    of_cell = find_organisation(organisation)
    return replace(
        named,
        function=function_of(function) or named.function or (read.function if are_parts else None),
        organisation=of_cell.code if of_cell else named.organisation,
        organisation_name=of_cell.name if of_cell else named.organisation_name,
        role=read.role or named.role,
        is_chair=named.is_chair or read.is_chair,
        present=named.present and read.present and not _is_missed(cells),
    )


def _whole_name(text: str, spans: Mapping[str | None, tuple[int, int]]) -> Participant | None:
    if "naam" not in spans:
        return None
    start, end = spans["naam"]
    named = read_persons(text[start:end], is_list=True)
    words = text[start:end].split()
    if not named and 1 < len(words) <= _MAX_NAME_WORDS and is_known_given(words[0]) and words[-1][0].isupper():
        name = text[start:end].strip()  # *Dan Meppel*: only this column tells that it is no place
        start = text.index(name, start)
        return Participant(name=name, start=start, end=start + len(name))
    return replace(named[0], start=named[0].start + start, end=named[0].end + start) if len(named) == 1 else None


def _joined_name(text: str, spans: Mapping[str | None, tuple[int, int]]) -> Participant | None:
    """Return the person whose name stands in more cells than one, with the given name first."""
    places = [spans[part] for part in _PARTS_OF_NAME if part in spans]
    filled = [(start, end) for start, end in places if text[start:end].strip(" -–—")]
    last = spans.get("achternaam")
    if last not in filled:
        return None
    stretch = text[min(start for start, _ in filled) : max(end for _, end in filled)]
    start = min(start for start, _ in filled) + len(stretch) - len(stretch.lstrip())
    name = " ".join(" ".join(text[start:end].split()) for start, end in filled)
    return Participant(name=name, start=start, end=start + len(stretch.strip()))


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
