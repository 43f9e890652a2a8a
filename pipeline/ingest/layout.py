"""Taking a report apart: title, attendance, introduction, insights, action list, boilerplate.

The parts are found from how reports are made: fields above the text, headings over passages,
procedure at the start and end of minutes, and the series itself in the closing lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.ingest.dates import find_dates
from pipeline.ingest.headings import Heading, find_headings
from pipeline.ingest.records import Block, Insight, Layout, Part, Source
from pipeline.ingest.vocabulary import closing_kind, field_label, heading_kind, is_about_series

_MAX_TITLE = 200
_ENDING_FIELDS = ("next_session", "action_list", "agenda")


@dataclass(frozen=True)
class _Section:
    heading: Heading | None
    body: tuple[Block, ...]
    kind: str | None  # the part its heading or place makes it; None for a passage of substance


def analyse_layout(source: Source) -> Layout:
    """Return the parts of a report and the insights among them."""
    title, blocks = _split_title(source.blocks)
    headings = find_headings(blocks)
    headings = {
        index: heading
        for index, heading in headings.items()
        if not (index < 3 and _is_dateline(heading.block)) and not _is_person_line(heading.block, blocks, index)
    }
    sections = _classify(_split(blocks, headings))
    parts: list[Part] = [Part(title, "title")] if title else []
    insights: list[Insight] = []
    for section in sections:
        for new_parts, insight in _read_section(section, sections):
            parts.extend(new_parts)
            if insight is not None:
                insights.append(insight)
    return Layout(
        title=_title_text(title),
        parts=tuple(parts),
        insights=tuple(insights),
    )


def _split_title(blocks: Sequence[Block]) -> tuple[Block | None, Sequence[Block]]:
    if not blocks:
        return None, blocks
    first = blocks[0]
    is_title = (
        first.heading_level is not None
        or (len(first.text) <= _MAX_TITLE and not first.text.rstrip().endswith((".", ";", ":", ",")))
    ) and (first.marker is None and field_label(first.text) is None)
    return (first, blocks[1:]) if is_title else (None, blocks)


def _title_text(title: Block | None) -> str | None:
    return " ".join(title.text.split()) if title else None


def _is_dateline(block: Block) -> bool:
    """Return whether a short line is there to give the date (`Den Haag, 13 juni 2023`)."""
    dates = find_dates(block.text)
    return bool(dates) and len(block.text.split()) <= 12


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
        sections.append(_Section(headings[index], tuple(blocks[index + 1 : following]), None))
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
    _mark_boilerplate_at_end(sections, kinds)
    has_substance = any(kind is None and section.body for kind, section in zip(kinds, sections, strict=True))
    return [
        _Section(
            section.heading,
            section.body,
            ("introduction" if has_substance else None) if kind == "container" else kind,
        )
        for section, kind in zip(sections, kinds, strict=True)
    ]


def _mark_boilerplate_at_end(sections: Sequence[_Section], kinds: list[str | None]) -> None:
    """Mark the last sections that tell about the programme or series rather than the session."""
    for index in range(len(sections) - 1, 1, -1):
        section = sections[index]
        if kinds[index] is not None:
            continue
        closing = closing_kind(section.body[0].text) if len(section.body) == 1 else None
        if section.heading is not None and is_about_series(section.heading.text):
            closing = "boilerplate"
        if closing is None:
            return
        kinds[index] = closing


def _read_section(section: _Section, sections: Sequence[_Section]) -> list[tuple[list[Part], Insight | None]]:
    """Return the parts of a section with the insights that end in them."""
    if section.kind is not None:
        heading = [Part(section.heading.block, section.kind)] if section.heading else []
        return [(heading + _field_parts(section.body, section.kind), None)]
    if section.heading is None:
        return _read_headless(section.body)
    body = _body_parts(section.body, is_last=_is_last_of_substance(section, sections))
    if heading_kind(section.heading.text) == "container":
        heading_part = [Part(section.heading.block, "heading")]
        return [(heading_part, None), *_one_insight_a_paragraph(body)]
    insight = Insight(
        number=section.heading.number,
        heading=" ".join(section.heading.text.split()),
        heading_start=section.heading.start,
        body=tuple(part for part in body if part.kind == "body"),
    )
    return [([Part(section.heading.block, "heading"), *body], insight if insight.body else None)]


def _is_last_of_substance(section: _Section, sections: Sequence[_Section]) -> bool:
    return section is [other for other in sections if other.kind is None][-1]


def _read_headless(blocks: tuple[Block, ...]) -> list[tuple[list[Part], Insight | None]]:
    """Read a report without headings: fields, an introduction, then an insight a paragraph."""
    parts = _field_parts(blocks, "body")
    position = next((index for index, part in enumerate(parts) if part.kind == "body"), len(parts))
    while position < len(parts) and (_is_dateline(parts[position].block) or (parts[position].kind != "body")):
        position += 1
    if position < len(parts) and find_dates(parts[position].block.text):
        position += 1
    opening = [Part(part.block, "introduction") if part.kind == "body" else part for part in parts[:position]]
    rest = _body_parts([part.block for part in parts[position:]], is_last=True)
    return [(opening, None), *_one_insight_a_paragraph(rest)]


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
    parts = _field_parts(blocks, "body", allowed=_ENDING_FIELDS)
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


def _field_parts(blocks: Sequence[Block], kind: str, allowed: Sequence[str] | None = None) -> list[Part]:
    """Return blocks as parts of one kind, but for fields such as `Aanwezig:` and the lines they hold.

    A field with a value ends on its own line; a list under an empty one ends at the next gap.
    """
    parts: list[Part] = []
    open_field: str | None = None
    awaits_value = False
    for block in blocks:
        label = field_label(block.text) if block.marker is None else None
        if label is not None and (allowed is None or label[0] in allowed):
            awaits_value = label[1] >= len(block.text)
            open_field = label[0] if awaits_value else None
            parts.append(Part(block, label[0]))
        elif open_field is not None and (awaits_value or not block.after_gap):
            awaits_value = False
            parts.append(Part(block, open_field))
        else:
            open_field = None
            parts.append(Part(block, kind))
    return parts
