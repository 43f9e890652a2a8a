"""Who was there, and who was missed: attendance lists and tables, or the sentences of an introduction."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from pipeline.dutch import lexicon
from pipeline.dutch.headings import heading_kind
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.name_parts import is_known_given
from pipeline.dutch.name_words import titles
from pipeline.dutch.sentences import sentence_spans
from pipeline.ingest.attendance_labels import label_row, names_members, tells_presence
from pipeline.ingest.attendance_tables import CELL, read_row, stretches_of_grid
from pipeline.ingest.person_details import has_any
from pipeline.ingest.person_identity import is_bare, one_each, told_on_next_line
from pipeline.ingest.persons import begins_with_function, read_persons
from pipeline.ingest.records import Block, Layout, Part, Participant
from pipeline.ingest.vocabulary import (
    column_kinds,
    field_label,
    is_attendance_header,
    is_role_in_session,
    length_of_label,
    names_absentees,
    opens_attendance,
)

_WORDS = lexicon.persons()
_INNER_LABEL = re.compile(
    r"(?:(?:(?<=[.;])\s+|\n[^\S\n]*)(?P<label>[A-Z][^:.;|]{2,60})|(?<!\s)\s+(?P<short>[A-Z][a-zë]{3,20})):\s+"
)
_COLUMNS = lexicon.document_parts().columns
_YES_OR_NO = re.compile(rf"\|\s*(?:{any_of(_COLUMNS.answers)}|[–-])(?:\s*\([^)|]*\))?\s*(?=\||$)", re.IGNORECASE)
_REPORTED_BY = re.compile(
    rf"(?=[A-Z])(?i:{any_of(_WORDS.reported_by)})(?:\s*:|\s+{any_of(_WORDS.reported_linking)})\s+"
)
_TICKED, _UNTICKED = re.compile(r"(?:(?<!\s)\s+)?(?:\[[xXvV]\]|[☑☒✓✔✅])"), re.compile(r"(?:(?<!\s)\s+)?(?:\[ ?\]|☐)")
_TICK = re.compile(rf"{_TICKED.pattern}|{_UNTICKED.pattern}")
_GLUED = re.compile(r"(?<=[^\W\d_]|[)\]])(?P<name>[^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ]+)(?=\s)")
_KINDS_OF_GRID = ("attendance", "metadata")
_COLUMN_GAP = re.compile(r"(?<=\S)(?: {2,}| *\t+ *)(?=\S)")


def find_participants(layout: Layout) -> tuple[Participant, ...]:
    """Return the persons a report names as present or absent, in the order of the text.

    Attendance lists are believed; only without one are the sentences of the introduction read, and
    there a name counts when the text says what the person is.
    """
    listed = _from_attendance(layout)
    return one_each([*listed, *_from_introduction(layout, is_listed=bool(listed))])


@dataclass
class _Attendance:
    """What holds while the attendance is read, line by line."""

    label: str = ""
    surname_first: bool = False
    columns: list[str | None] | None = None
    is_of_members: bool = False  # a table of who belongs to the group
    persons: list[Participant] = field(default_factory=list)
    members: list[Participant] = field(default_factory=list)
    is_labelled: bool = False  # some were said to be there, or not
    is_turned_later: bool = False  # the first line with the surname first was not the first line

    def is_awaited(self) -> bool:
        """Return whether the last person was named and no more, so that the next line may say what the person is."""
        return bool(self.persons) and is_bare(self.persons[-1])

    def add(self, persons: Iterable[Participant], start: int) -> None:
        """Take over the persons of a stretch of the text with what the label above them says."""
        for person in persons:
            (self.members if self.is_of_members else self.persons).append(
                replace(
                    person,
                    start=person.start + start,
                    end=person.end + start,
                    present=person.present and not names_absentees(self.label),
                    is_chair=person.is_chair or has_any(self.label, _WORDS.chair),
                )
            )
            is_told = tells_presence(self.label) and not names_absentees(self.label)
            self.is_labelled = self.is_labelled or (is_told and not self.is_of_members)


def _from_attendance(layout: Layout) -> list[Participant]:
    found = _read_attendance(layout)
    if found.is_turned_later:
        found = _read_attendance(layout, surname_first=True)
    return found.persons if found.is_labelled else [*found.members, *found.persons]


def _read_attendance(layout: Layout, *, surname_first: bool = False) -> _Attendance:
    """Read the lists of a report; where one line has the surname first, the lines above it have so too."""
    found = _Attendance(surname_first=surname_first)
    parts = list(layout.parts)
    are_ticked = any(_TICKED.match(part.block.text) for part in parts if part.kind == "attendance")
    while parts:
        part = parts.pop(0)
        block = part.block
        if part.kind != "attendance":
            found.label, found.surname_first, found.columns, found.is_of_members = "", surname_first, None, False
            continue
        if opens_attendance(block.text) and field_label(block.text) is None:
            found.persons.extend(_from_prose(block))
            continue
        labels = label_row(block.text)
        if labels:
            rows = [part.block for part in takewhile(_is_row_of_grid, parts)]
            del parts[: len(rows)]
            for start, of_column, text in stretches_of_grid(labels, rows):
                found.label = of_column
                found.add(_read_line(_as_cells(text), surname_first=False, is_awaited=False), start)
            continue
        for start, label, text in _labelled(block):
            for cut, entry in _unglued(text):
                _read_stretch(found, block, start + cut, None if cut else label, entry, are_ticked=are_ticked)
    return found


def _read_stretch(
    found: _Attendance, block: Block, start: int, label: str | None, text: str, *, are_ticked: bool
) -> None:
    cells = _with_columns(text)
    is_of_members = names_members(block.text) and not read_persons(text, is_list=True)
    if is_attendance_header(text) or is_of_members:
        found.columns = column_kinds(cells) if is_attendance_header(text) else None
        found.is_of_members = is_of_members
        return
    if label is not None:
        found.label = label
        found.is_of_members = found.is_of_members and not label
    is_missed = are_ticked and _UNTICKED.match(text) is not None
    text = _TICK.sub(lambda tick: " " * len(tick.group()), text)
    is_awaited = found.is_awaited() and not found.is_of_members
    row = read_row(cells, found.columns) if found.columns else None
    persons = row
    if persons is None:
        persons = _read_line(_as_cells(text), surname_first=found.surname_first, is_awaited=is_awaited)
    if not found.surname_first and any("," in text[person.start : person.end] for person in persons):
        found.surname_first = True
        found.is_turned_later = found.is_turned_later or bool(found.persons or found.members)
    is_more = not persons or (label is None and begins_with_function(text))
    if is_more and is_awaited and row is None:
        found.persons[-1] = told_on_next_line(found.persons[-1], text)
        return
    found.add((replace(one, present=False) if is_missed else one for one in persons), block.start + start)


def _is_row_of_grid(part: Part) -> bool:
    is_label = label_row(part.block.text) is not None or field_label(part.block.text) is not None
    return part.kind in _KINDS_OF_GRID and (part.block.indent > 0 or not is_label)


def _unglued(text: str) -> Iterator[tuple[int, str]]:
    """Yield the entries of a list whose lines were joined without a sign: *Anna Bos, LogiusPiet Smit, UWVKim Prins*."""
    cuts = [match.start("name") for match in _GLUED.finditer(text) if is_known_given(match["name"])]
    cuts = cuts if len(cuts) > 1 else []
    for start, end in pairwise([0, *cuts, len(text)]):
        yield start, text[start:end]


def _read_line(line: str, *, surname_first: bool, is_awaited: bool) -> list[Participant]:
    """Return the persons of a line of a list: one or more behind each other, or one in each of its columns."""
    spans = [match.span() for match in CELL.finditer(line) if match.group().strip()]
    cells = [(start, read_persons(line[start:end], is_list=True, given_only=True)) for start, end in spans]
    in_cells = [replace(one, start=one.start + start, end=one.end + start) for start, found in cells for one in found]
    if len(cells) > 1 and all(
        found and _opens_cell(found[0], line[start:].partition("|")[0]) for start, found in cells
    ):
        return in_cells
    found = in_cells if len(cells) == 1 else read_persons(line, is_list=True, given_only=True)
    # A line that gives nobody may have the surname first and a given name that is not known.
    is_unread = not found and not is_awaited
    return read_persons(line, is_list=True, surname_first=True) if surname_first or is_unread else found


def _begins_with_name(line: str) -> bool:
    return is_known_given(line.split()[0])


def _opens_cell(person: Participant, cell: str) -> bool:
    """Return whether a cell begins with a person, whom the given name or what is said behind it shows to be one."""
    is_shown = is_known_given(person.name.split()[0]) or not is_bare(person)
    return is_shown and all(word.casefold() in titles() for word in cell[: person.start].split())


def _labelled(block: Block) -> Iterator[tuple[int, str | None, str]]:
    """Yield the stretches of a line behind each label (`Notulist: … Afwezig: …`): where it begins, label and text."""
    text = block.text
    label = field_label(text)
    if label is not None and block.marker is not None and label[0] != "attendance":
        label = None
    start = 0
    # A line of its own with another label is another field, but for a row that begins with a name.
    length = length_of_label(text) if label is None and block.indent == 0 and block.marker is None else 0
    opens_with_name = "|" in text[:length] and _begins_with_name(text)
    name = "" if length and not opens_with_name else None
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


def _with_columns(text: str) -> str:
    """Return a line with its columns as cells, not a character moved."""
    return _COLUMN_GAP.sub(lambda gap: " |".ljust(len(gap.group())), text)


def _as_cells(text: str) -> str:
    """Return a line with its columns as cells and without yes and no, not a character moved."""
    text = _with_columns(text)
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
