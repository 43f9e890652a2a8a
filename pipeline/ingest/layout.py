"""Taking a report apart: title, attendance, introduction, insights, action list, boilerplate.

The parts are found from how reports are made: fields above the text, headings over passages,
procedure at the start and end of minutes, and the series itself in the closing lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.dutch.dates import find_dates
from pipeline.dutch.sentences import sentences
from pipeline.ingest.closings import (
    announces_session,
    closing_kind,
    is_about_series,
    names_one_session,
    opens_about,
    speaks_of_series,
)
from pipeline.ingest.fields import field_parts
from pipeline.ingest.frame import MAX_OPENING_WORDS, is_dateline, split_frame, title_text
from pipeline.ingest.headings import Heading, find_headings
from pipeline.ingest.persons import names_persons
from pipeline.ingest.records import MARGIN, TASK, Block, Insight, Layout, Part, Source
from pipeline.ingest.turns import is_spoken, layout_of_turns
from pipeline.ingest.vocabulary import (
    field_label,
    heading_kind,
    is_open_question_round,
    leaves_nothing_said,
    opens_letter,
)

_MIN_SENTENCES_OF_ROUND = 2
_MAX_PERSON_WORDS = 25
_MIN_SESSION_BLOCKS = 3
_ENDING_FIELDS = ("next_session", "action_list", "agenda", "attendance")


@dataclass(frozen=True)
class _Section:
    heading: Heading | None
    body: tuple[Block, ...]
    kind: str | None  # the part its heading or place makes it; None for a passage of substance


def analyse_sessions(source: Source) -> tuple[Layout, ...]:
    """Return the sessions that a report tells of, each with its parts and insights; nearly always one."""
    blocks = [block for block in source.blocks if block.style != MARGIN]
    margin = tuple(field_parts([block for block in source.blocks if block.style == MARGIN], "boilerplate"))
    starts, end = _session_headings(blocks)
    is_published = source.format in ("html", "mhtml")
    if is_spoken(blocks):
        first = next(index for index, block in enumerate(blocks) if block.speaker is not None)
        above = analyse_layout(blocks[:first]) if first else Layout(None, (), ())
        return (layout_of_turns(above, blocks[first:]),)
    if not starts:
        layout = analyse_layout(blocks)
        whole = replace(layout, parts=(*layout.parts, *margin))
        return (replace(whole, is_published=is_published, published=source.published),)
    front, back = blocks[: starts[0]], blocks[end:]
    # The name of the series may stand above every session.
    titles = {block.text for block in front}
    repeated = [start - 1 for start in starts[1:] if blocks[start - 1].text in titles]
    around = (
        *(Part(block, "title" if index == 0 else "introduction") for index, block in enumerate(front)),
        *(Part(blocks[index], "boilerplate") for index in repeated),
        *(Part(block, "boilerplate") for block in back),
        *margin,
    )
    layouts = (
        analyse_layout(blocks[start : stop - (stop - 1 in repeated)]) for start, stop in pairwise([*starts, end])
    )
    return tuple(
        replace(layout, around=around, is_published=is_published, published=source.published) for layout in layouts
    )


def _session_headings(blocks: Sequence[Block]) -> tuple[list[int], int]:
    """Return where each of several sessions begins, and where the last ends; nothing for a report of one.

    Their headings are of one level, number a kind of session or give its date (*Wijktafel 2: …*,
    *Tweede bijeenkomst: …*), and have headings or paragraphs of their own below them.
    """
    marked = [index for index, block in enumerate(blocks) if block.heading_level is not None]
    for level in sorted({blocks[index].heading_level or 0 for index in marked}):
        same = [index for index in marked if blocks[index].heading_level == level]
        named = [index for index in same if names_one_session(blocks[index].text)]
        ends = {
            index: next(
                (other for other in marked if other > index and (blocks[other].heading_level or 0) <= level),
                len(blocks),
            )
            for index in named
        }
        if len(named) > 1 and all(ends[index] - index > _MIN_SESSION_BLOCKS for index in named):
            return named, ends[named[-1]]
    bold = [index for index, block in enumerate(blocks) if block.emphasised and names_one_session(block.text)]
    if len(bold) > 1 and all(end - start > _MIN_SESSION_BLOCKS for start, end in pairwise([*bold, len(blocks)])):
        return bold, len(blocks)
    return [], len(blocks)


def analyse_layout(blocks_of_session: Sequence[Block]) -> Layout:
    """Return the parts of the blocks of one session and the insights among them."""
    before, title, blocks, after = split_frame(blocks_of_session)
    headings = find_headings(blocks)
    headings = {
        index: heading
        for index, heading in headings.items()
        if not (index < 3 and is_dateline(heading.blocks[0])) and not _is_person_line(heading.blocks[0], blocks, index)
    }
    sections = _classify(_split(blocks, headings))
    parts = field_parts(before, "metadata")
    if title is not None:
        parts.append(Part(title, "title"))
    insights: list[Insight] = []
    for section in sections:
        for new_parts, insight in _read_section(section, sections):
            parts.extend(new_parts)
            if insight is not None:
                insights.append(insight)
    parts.extend(Part(block, "boilerplate") for block in after)
    return Layout(title=title_text(title, parts), parts=tuple(parts), insights=tuple(insights))


def _is_person_line(block: Block, blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line stands in a list of persons under `Aanwezig:` or a like label."""
    for earlier in reversed(blocks[:index]):
        label = field_label(earlier.text)
        if label is not None:
            return label[0] == "attendance" and not block.after_gap
        if earlier.after_gap:
            return False
    return False


def _split(blocks: Sequence[Block], headings: dict[int, Heading]) -> list[_Section]:
    starts = [*headings, len(blocks)]
    sections = [_Section(None, tuple(blocks[: starts[0]]), None)]
    for index, following in pairwise(starts):
        heading = headings[index]
        sections.append(_Section(heading, tuple(blocks[index + len(heading.blocks) : following]), None))
    return sections


def _classify(sections: list[_Section]) -> list[_Section]:
    numbered = [index for index, section in enumerate(sections) if section.heading and section.heading.number]
    is_numbered = len(numbered) >= 2
    kinds: list[str | None] = []
    for index, section in enumerate(sections):
        if section.heading is None:
            kinds.append("introduction" if len(sections) > 1 else None)
            continue
        kind = heading_kind(section.heading.text)
        if kind is None and is_numbered and section.heading.number is None:
            kind = "introduction" if index < numbered[0] else "boilerplate" if index > numbered[-1] else None
        kinds.append(kind)
    _open_question_round(sections, kinds)
    _mark_attendance(sections, kinds)
    _mark_boilerplate_at_end(sections, kinds)
    _mark_other_chapters(sections, kinds)
    has_substance = any(kind is None and section.body for kind, section in zip(kinds, sections, strict=True))
    return [
        _Section(
            section.heading,
            section.body,
            ("introduction" if has_substance else None) if kind == "container" else kind,
        )
        for section, kind in zip(sections, kinds, strict=True)
    ]


def _open_question_round(sections: Sequence[_Section], kinds: list[str | None]) -> None:
    """Let the *rondvraag* count as a passage where something was asked."""
    for index, section in enumerate(sections):
        if section.heading is not None and is_open_question_round(section.heading.text):
            said = sentences(" ".join(block.text for block in section.body))
            if sum(not leaves_nothing_said(sentence) for sentence in said) >= _MIN_SENTENCES_OF_ROUND:
                kinds[index] = None


def _mark_attendance(sections: Sequence[_Section], kinds: list[str | None]) -> None:
    """Mark the sections that hold nothing but persons, whatever their heading."""
    for index, section in enumerate(sections):
        is_open = section.heading is not None and bool(section.body) and kinds[index] in (None, "procedural")
        if is_open and all(_names_person(block.text) for block in section.body):
            kinds[index] = "attendance"


def _names_person(line: str) -> bool:
    is_sentence = line.rstrip().endswith((".", "!", "?")) or len(line.split()) > _MAX_PERSON_WORDS
    return not is_sentence and names_persons(line, is_list=True)


def _mark_other_chapters(sections: Sequence[_Section], kinds: list[str | None]) -> None:
    """Mark the chapters around the one that holds the passages.

    Where passages stand under lower headings of one chapter, or of chapters called *Uitkomsten* and
    the like, a chapter with text of its own before or after them introduces or closes the report.
    """
    levels = [section.heading.level if section.heading else None for section in sections]
    marked = [level for level in levels if level is not None]
    if not marked:
        return
    top = min(marked)
    chapters = [index for index, level in enumerate(levels) if level == top]
    ends = [*chapters[1:], len(sections)]
    spans = {start: range(start + 1, end) for start, end in zip(chapters, ends, strict=True)}
    holding = [start for start in chapters if any(kinds[index] is None for index in spans[start])]
    announced = [start for start in holding if kinds[start] == "container"]
    holding = announced or [start for start in holding if kinds[start] is None]
    is_agenda = any(section.heading and section.heading.number for section in (sections[start] for start in chapters))
    if len(chapters) < 2 or not holding or (not announced and (len(holding) > 1 or is_agenda)):
        return
    for start in chapters:
        if start in holding:
            continue
        kind = "introduction" if start < holding[0] else "boilerplate"
        for index in (start, *spans[start]):
            if kinds[index] in (None, "container"):
                kinds[index] = kind


def _mark_boilerplate_at_end(sections: Sequence[_Section], kinds: list[str | None]) -> None:
    """Mark the last sections that tell about the programme or series rather than the session."""
    for index in range(len(sections) - 1, 1, -1):
        section = sections[index]
        if kinds[index] is not None:
            continue
        closing = _closing_of_section(section)
        if closing is None:
            return
        kinds[index] = closing


def _closing_of_section(section: _Section) -> str | None:
    """Return what kind of closing part a last section is, if it is one: by its heading, or its only paragraph."""
    text = section.body[0].text if len(section.body) == 1 else ""
    if section.heading is not None and (
        is_about_series(section.heading.text) or (opens_about(section.heading.text) and speaks_of_series(text))
    ):
        return "boilerplate"
    if section.heading is not None and any(announces_session(sentence) for sentence in sentences(text)[:2]):
        return "next_session"
    return closing_kind(text) if text else None


def _read_section(section: _Section, sections: Sequence[_Section]) -> list[tuple[list[Part], Insight | None]]:
    """Return the parts of a section with the insights that end in them."""
    if section.kind is not None:
        heading = [Part(block, section.kind) for block in section.heading.blocks] if section.heading else []
        return [(heading + field_parts(section.body, section.kind), None)]
    if section.heading is None:
        return _read_headless(section.body)
    body = _body_parts(section.body, is_last=_is_last_of_substance(section, sections))
    heading = [Part(block, "heading") for block in section.heading.blocks]
    if heading_kind(section.heading.text) == "container":
        return [(heading, None), *_one_insight_a_paragraph(body)]
    insight = Insight(
        number=section.heading.number,
        heading=" ".join(section.heading.text.split()),
        heading_start=section.heading.start,
        body=tuple(part for part in body if part.kind == "body"),
    )
    return [([*heading, *body], insight if insight.body else None)]


def _is_last_of_substance(section: _Section, sections: Sequence[_Section]) -> bool:
    return section is [other for other in sections if other.kind is None][-1]


def _read_headless(blocks: tuple[Block, ...]) -> list[tuple[list[Part], Insight | None]]:
    """Read a report without headings: fields, an introduction, then an insight a paragraph."""
    parts = field_parts(blocks, "body")
    opening: list[Part] = []
    while parts and (parts[0].kind != "body" or _is_opening_line(parts[0].block)):
        part = parts.pop(0)
        opening.append(Part(part.block, "introduction") if part.kind == "body" else part)
    if parts and find_dates(parts[0].block.text):
        opening.append(Part(parts.pop(0).block, "introduction"))
    rest = _body_parts([part.block for part in parts], is_last=True)
    return [(opening, None), *_one_insight_a_paragraph(rest)]


def _is_opening_line(block: Block) -> bool:
    """Return whether a line before the first paragraph is no passage: a date line, a salutation, a subject."""
    return block.marker is None and (
        is_dateline(block)
        or opens_letter(block.text)
        or (len(block.text.split()) <= MAX_OPENING_WORDS and not block.text.rstrip().endswith((".", "!", "?", ":")))
    )


def _one_insight_a_paragraph(parts: Sequence[Part]) -> list[tuple[list[Part], Insight | None]]:
    passages: list[list[Part]] = []
    for part in parts:
        continues = part.kind == "body" and part.block.marker is not None and not part.block.after_gap
        if continues and passages and passages[-1][0].kind == "body":
            passages[-1].append(part)
        else:
            passages.append([part])
    return [
        (passage, Insight(None, None, None, tuple(passage)) if passage[0].kind == "body" else None)
        for passage in passages
    ]


def _body_parts(blocks: Sequence[Block], *, is_last: bool) -> list[Part]:
    """Return the parts of a passage; in the last one the closing paragraphs are set apart."""
    parts = [
        Part(part.block, "action_list") if part.block.style == TASK and part.kind == "body" else part
        for part in field_parts(blocks, "body", allowed=_ENDING_FIELDS)
    ]
    if not is_last:
        return parts
    for index in range(len(parts) - 1, 0, -1):
        part = parts[index]
        if part.kind != "body":
            continue
        kind = closing_kind(part.block.text)
        if kind is None and part.block.after_rule:
            kind = "boilerplate"
        if kind is None or part.block.marker is not None:
            break
        parts[index] = Part(part.block, kind)
    return parts
