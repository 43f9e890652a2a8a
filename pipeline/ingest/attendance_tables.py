"""Tables of who was there: rows under a header, and grids of labels with the names below them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.dutch import lexicon
from pipeline.dutch.dates import find_dates
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.name_parts import is_known_given
from pipeline.ingest.attendance_labels import names_attendants, tells_presence
from pipeline.ingest.person_details import find_organisation, function_of, has_any
from pipeline.ingest.person_identity import is_bare
from pipeline.ingest.persons import read_persons
from pipeline.ingest.records import Block, Participant

_WORDS = lexicon.persons()
CELL = re.compile(r"[^|]+(?=\||$)|(?<=\|)(?=\||$)")
_NO = re.compile(rf"\s*+(?:{any_of(lexicon.document_parts().columns.no)}\b|[–-]\s*$)", re.IGNORECASE)
_PARTS_OF_NAME = ("voornaam", "tussenvoegsel", "achternaam")
_PRESENCE = ("aanwezig", "afwezig")
_MAX_NAME_WORDS = 5
_NOTHING = ("-", "–", "—", "?", "n.v.t.")


def stretches_of_grid(labels: Sequence[str], rows: Sequence[Block]) -> Iterator[tuple[int, str, str]]:
    """Yield what stands under each label of a grid: where it begins in the text, the label, and the stretch.

    A further line of a cell is one of the last column. Where a row has more cells than there are labels, the
    persons have cells of their own for name and organisation: then all is of the only label of attendance.
    """
    of_attendance = [label for label in labels if tells_presence(label)]
    is_loose = len(of_attendance) == 1 and any(len(CELL.findall(row.text)) > len(labels) for row in rows)
    for row in rows:
        spans = [match.span() for match in CELL.finditer(row.text)]
        if is_loose:
            start = next((start for start, end in spans if not find_dates(row.text[start:end])), len(row.text))
            yield row.start + start, of_attendance[0], row.text[start:]
            continue
        first = len(labels) - 1 if row.indent and len(spans) == 1 else 0
        for index, (start, end) in enumerate(spans):
            # Of the cells *Anna | UWV | Piet | SVB* two stand under each of two labels.
            label = labels[first + index * len(labels) // max(len(spans), len(labels))]
            if names_attendants(label):
                yield row.start + start, label, row.text[start:end]


def read_row(text: str, columns: Sequence[str | None]) -> list[Participant] | None:
    """Return the person of a row of a table with a header, each column read for what it holds.

    None for a row that is not built as the header says, which is left to be read as a line.
    """
    spans = [match.span() for match in CELL.finditer(text)]
    places = dict(zip(columns, spans, strict=False))
    cells = {kind: text[start:end].strip() for kind, (start, end) in places.items() if kind}
    are_parts = "achternaam" in columns
    has_both = "functie" in columns and "organisatie" in columns
    is_built_so = 1 < len(spans) <= len(columns) and (are_parts or "naam" in cells)
    if not is_built_so or (has_both and not are_parts and "organisatie" not in cells):
        return None
    if not are_parts and not has_both and (person := _alone_in_row(text, places)):
        return [replace(person, present=person.present and not _is_missed(cells))]
    named = (_joined_name if are_parts else _whole_name)(text, places)
    if named is None:
        return None if are_parts or has_both else []
    # What the cells say is read as it would be in brackets behind the name.
    apart = [places[kind] for kind in (*_PARTS_OF_NAME, "naam", *_PRESENCE) if kind in places]
    others = [text[start:end].strip() for start, end in spans if (start, end) not in apart]
    told = [value for value in others if value and value not in _NOTHING]
    line = f"{named.name} ({', '.join(told)})"
    (read, *_) = read_persons(line, is_list=True, surname_first="," in named.name) or [named]
    # *enable-u* in the column of organisations is no function.
    is_told = has_both or (read.function == "overig" and told == [cells.get("organisatie")])
    of_cell = find_organisation(cells.get("organisatie", "")) if has_both or are_parts else None
    organisation = of_cell.code if of_cell else named.organisation or read.organisation
    name = of_cell.name if of_cell else named.organisation_name or read.organisation_name
    return [
        replace(
            named,
            function=function_of(cells.get("functie", "")) or named.function or (None if is_told else read.function),
            organisation=organisation,
            organisation_name=name,
            role=read.role or named.role,
            is_chair=named.is_chair or read.is_chair or has_any(cells.get("aanwezig", ""), _WORDS.chair),
            present=named.present and read.present and not _is_missed(cells),
        )
    ]


def _alone_in_row(text: str, places: Mapping[str | None, tuple[int, int]]) -> Participant | None:
    """Return the person of a row that names one, if told of as in a line."""
    for kind in _PRESENCE:
        start, end = places.get(kind, (0, 0))
        text = text[:start] + " " * (end - start) + text[end:]
    found = read_persons(text, is_list=True)
    start, end = places["naam"]
    return found[0] if len(found) == 1 and start <= found[0].start < end and not is_bare(found[0]) else None


def _whole_name(text: str, spans: Mapping[str | None, tuple[int, int]]) -> Participant | None:
    if "naam" not in spans:
        return None
    start, end = spans["naam"]
    cell = text[start:end]
    named = read_persons(cell, is_list=True, given_only=True, surname_first="," in cell)
    words = text[start:end].split()
    if not named and 1 < len(words) <= _MAX_NAME_WORDS and is_known_given(words[0]) and words[-1][0].isupper():
        name = text[start:end].strip()  # *Dan Meppel*: only this column tells that it is no place
        start = text.index(name, start)
        return Participant(name=name, start=start, end=start + len(name))
    return replace(named[0], start=named[0].start + start, end=named[0].end + start) if len(named) == 1 else None


def _joined_name(text: str, spans: Mapping[str | None, tuple[int, int]]) -> Participant | None:
    """Return the person whose name stands in more cells than one, with the given name first."""
    places = [spans[part] for part in _PARTS_OF_NAME if part in spans]
    filled = [(start, end) for start, end in places if text[start:end].strip(" -–—?")]
    if spans.get("achternaam") not in filled and spans.get("voornaam") not in filled:
        return None
    stretch = text[min(start for start, _ in filled) : max(end for _, end in filled)]
    start = min(start for start, _ in filled) + len(stretch) - len(stretch.lstrip())
    name = " ".join(" ".join(text[start:end].split()) for start, end in filled)
    return Participant(name=name, start=start, end=start + len(stretch.strip()))


def _is_missed(cells: Mapping[str, str]) -> bool:
    said = cells.get("aanwezig")
    is_out = said is not None and (_NO.match(said) is not None or has_any(said, _WORDS.absent))
    return is_out or bool(cells.get("afwezig") and not _NO.match(cells["afwezig"]))
