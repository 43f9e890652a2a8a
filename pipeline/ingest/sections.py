"""What the sections of a report are: passages of substance, or what its heading, its place and its text make it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.dutch.dates import find_dates
from pipeline.dutch.headings import heading_kind, names_agreements, names_procedure
from pipeline.dutch.lexicon import document_parts
from pipeline.dutch.sentences import sentences
from pipeline.ingest.attendance_labels import opens_attendance_list
from pipeline.ingest.closings import (
    announces_session,
    closing_kind,
    is_about_series,
    names_session,
    opens_about,
    speaks_of_series,
)
from pipeline.ingest.formulas import says_next_to_nothing, says_nothing, says_there_was_nothing
from pipeline.ingest.persons import names_persons
from pipeline.ingest.records import CELL_GAP, Block, Heading
from pipeline.ingest.vocabulary import field_label, goes_on_about

_MAX_PERSON_WORDS, _MIN_WORDS_OF_PROSE, _MIN_WORDS_OF_LONG_ITEM = 25, 10, 40
_MAX_SENTENCES_ABOUT_NEXT = 3


@dataclass(frozen=True)
class Section:
    """A heading with the blocks under it; `kind` is the part that it is, None for a passage of substance."""

    heading: Heading | None
    body: tuple[Block, ...]
    kind: str | None = None


def split_sections(blocks: Sequence[Block], headings: dict[int, Heading]) -> list[Section]:
    """Return the sections that headings make of blocks; the first has no heading."""
    starts = [*headings, len(blocks)]
    sections = [Section(None, tuple(blocks[: starts[0]]))]
    for index, following in pairwise(starts):
        heading = headings[index]
        sections.append(Section(heading, tuple(blocks[index + len(heading.blocks) : following])))
    return sections


def classify(sections: Sequence[Section]) -> list[Section]:
    """Return the sections with what each is.

    A title alone never makes a section go: `Mededelingen` with an announcement in it is a passage.
    """
    numbered = [index for index, section in enumerate(sections) if section.heading and section.heading.number]
    kinds: list[str | None] = []
    is_behind_substance = False
    for index, section in enumerate(sections):
        if section.heading is None:
            kinds.append("introduction" if len(sections) > 1 else None)
            continue
        kind = _kind_by_heading(section, section.heading)
        if kind == "introduction" and is_behind_substance:
            kind = None  # *Werkwijze* between items of the agenda is one of them
        is_before = (len(numbered) > 1 and index < numbered[0]) or (
            index == 1 and is_about_series(section.heading.text)
        )
        if kind is None and is_before:
            kind = "introduction"
        kinds.append(kind)
        is_behind_substance = is_behind_substance or (kind is None and bool(section.body))
    _mark_attendance(sections, kinds)
    _mark_boilerplate_at_end(sections, kinds)
    _mark_other_chapters(sections, kinds)
    has_substance = any(kind is None and section.body for kind, section in zip(kinds, sections, strict=True))
    return [
        replace(section, kind=("introduction" if has_substance else None) if kind == "container" else kind)
        for section, kind in zip(sections, kinds, strict=True)
    ]


def _kind_by_heading(section: Section, heading: Heading) -> str | None:
    """Return the part that a heading announces, if the text under it is what it announces."""
    kind = heading_kind(heading.text)
    if kind is None and (
        field_label(heading.text) == ("attendance", len(heading.text)) or opens_attendance_list(heading.text)
    ):
        return "attendance"
    if kind is None and goes_on_about(heading.text) and _is_about_next(section):
        return "next_session"
    if kind is None:
        is_empty = says_there_was_nothing(section.body)
        is_formula = names_procedure(heading.text) and says_nothing(section.body)
        return "procedural" if section.body and (is_empty or is_formula) else None
    match kind:
        case "procedural":
            return kind if says_next_to_nothing(section.body) else None
        case "agenda" | "action_list":
            is_agreed = names_agreements(heading.text)
            items_count = kind == "agenda" or is_agreed
            prose = sum(len(block.text) for block in section.body if _is_prose(block, items_count, is_agreed))
            return None if 2 * prose > sum(len(block.text) for block in section.body) else kind
        case "next_session":
            # *Vervolg* may tell what happens next, without a word about a session.
            return kind if _is_about_next(section) and _tells_of_session(section, heading.text) else None
        case _:
            return kind


def _is_prose(block: Block, items_count: bool, rows_count: bool) -> bool:
    """Return whether a block is a paragraph of text, not a row, nor an item, if these do not count."""
    n_words = len(block.text.split())
    if (CELL_GAP in block.text and not rows_count) or n_words < _MIN_WORDS_OF_PROSE:
        return False
    is_paragraph = items_count or block.marker is None
    return n_words >= _MIN_WORDS_OF_LONG_ITEM or (is_paragraph and block.text.rstrip().endswith((".", "!", "?")))


def _tells_of_session(section: Section, heading: str) -> bool:
    """Return whether a heading or the text below it speaks of the next session or gives a date; or nothing is said."""
    return (
        not document_parts().closing.next.isdisjoint(heading.casefold().split())
        or says_next_to_nothing(section.body)
        or any(names_session(block.text) or find_dates(block.text) for block in section.body)
    )


def _is_about_next(section: Section) -> bool:
    said = [sentence for block in section.body for sentence in sentences(block.text)]
    return len(said) <= _MAX_SENTENCES_ABOUT_NEXT or any(map(announces_session, said[:2]))


def _mark_attendance(sections: Sequence[Section], kinds: list[str | None]) -> None:
    """Mark the sections that hold nothing but persons, whatever their heading."""
    for index, section in enumerate(sections):
        is_open = section.heading is not None and bool(section.body) and kinds[index] in (None, "procedural")
        if is_open and all(_names_person(block.text) for block in section.body):
            kinds[index] = "attendance"


def _names_person(line: str) -> bool:
    is_sentence = line.rstrip().endswith((".", "!", "?")) or len(line.split()) > _MAX_PERSON_WORDS
    return not is_sentence and names_persons(line, is_list=True)


def _mark_other_chapters(sections: Sequence[Section], kinds: list[str | None]) -> None:
    """Mark the chapters around those that are called *Uitkomsten* and the like and hold the passages."""
    levels = [section.heading.level if section.heading else None for section in sections]
    marked = [level for level in levels if level is not None]
    if not marked:
        return
    chapters = [index for index, level in enumerate(levels) if level == min(marked)]
    ends = [*chapters[1:], len(sections)]
    spans = {start: range(start + 1, end) for start, end in zip(chapters, ends, strict=True)}
    holding = [
        start
        for start in chapters
        if kinds[start] == "container" and any(kinds[index] is None for index in spans[start])
    ]
    if not holding:
        return
    for start in chapters:
        if start in holding:
            continue
        kind = "introduction" if start < holding[0] else "boilerplate"
        for index in (start, *spans[start]):
            if kinds[index] in (None, "container"):
                kinds[index] = kind


def _mark_boilerplate_at_end(sections: Sequence[Section], kinds: list[str | None]) -> None:
    """Mark the last sections that tell about the programme or series rather than the session."""
    for index in range(len(sections) - 1, 1, -1):
        section = sections[index]
        if kinds[index] is not None:
            continue
        closing = _closing_of_section(section)
        if closing is None:
            return
        kinds[index] = closing


def _closing_of_section(section: Section) -> str | None:
    """Return what kind of closing part a last section is, if it is one: by its heading, or all its paragraphs."""
    text = section.body[0].text if len(section.body) == 1 else ""
    if section.heading is not None and (
        is_about_series(section.heading.text) or (opens_about(section.heading.text) and speaks_of_series(text))
    ):
        return "boilerplate"
    if section.heading is not None and any(announces_session(sentence) for sentence in sentences(text)[:2]):
        return "next_session"
    closing = [closing_kind(block.text) for block in section.body]
    return closing[0] if closing and all(closing) else None
