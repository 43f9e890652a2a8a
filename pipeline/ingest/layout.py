"""Taking a report apart: title, attendance, introduction, insights, action list, boilerplate.

The parts are found from how reports are made: fields above the text, headings over passages,
procedure at the start and end of minutes, and the series itself in the closing lines.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.dutch.dates import find_dates
from pipeline.dutch.headings import heading_kind
from pipeline.ingest.closings import closing_kind, names_one_session, opening_day
from pipeline.ingest.fields import field_parts
from pipeline.ingest.frame import MAX_OPENING_WORDS, is_dateline, split_frame, title_text
from pipeline.ingest.headings import find_headings
from pipeline.ingest.records import FRONT_MATTER, MARGIN, TASK, Block, Insight, Layout, Part, Source
from pipeline.ingest.run_in import split_run_in_items
from pipeline.ingest.sections import Section, classify, split_sections
from pipeline.ingest.turns import is_spoken, layout_of_turns
from pipeline.ingest.vocabulary import field_label, opens_letter

_MIN_POINTS = 3
_MIN_SESSION_BLOCKS, _MAX_DAYS_OF_SESSION = 3, 3
_ENDING_FIELDS = ("next_session", "action_list", "agenda", "attendance")


def analyse_sessions(source: Source) -> tuple[Layout, ...]:
    """Return the sessions that a report tells of, each with its parts and insights; nearly always one."""
    blocks = [block for block in source.blocks if block.style not in (MARGIN, FRONT_MATTER)]
    above = tuple(field_parts([block for block in source.blocks if block.style == FRONT_MATTER], "metadata"))
    margin = tuple(field_parts([block for block in source.blocks if block.style == MARGIN], "boilerplate"))
    starts, end = _session_headings(blocks)
    is_published = source.format in ("html", "mhtml")
    if is_spoken(blocks):
        first = next(index for index, block in enumerate(blocks) if block.speaker is not None)
        head = analyse_layout(blocks[:first]) if first else Layout(None, (), ())
        return (layout_of_turns(head, blocks[first:]),)
    if not starts:
        layout = analyse_layout(blocks)
        whole = replace(layout, parts=(*above, *layout.parts, *margin))
        return (replace(whole, is_published=is_published, published=source.published),)
    front, back = blocks[: starts[0]], blocks[end:]
    # The name of the series may stand above every session.
    titles = {block.text for block in front}
    repeated = [start - 1 for start in starts[1:] if blocks[start - 1].text in titles]
    around = (
        *above,
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
        named = named if len(named) > 1 else _under_dates(blocks, same)
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


def _under_dates(blocks: Sequence[Block], headings: Sequence[int]) -> list[int]:
    """Return the headings that open with a date (*12-05-2024 Intervisie*), as a log of sessions has them.

    The days of one session of several days are no sessions of their own.
    """
    dated = {index: day for index in headings if (day := opening_day(blocks[index].text)) is not None}
    days = sorted(dated.values())
    are_apart = all((later - earlier).days > _MAX_DAYS_OF_SESSION for earlier, later in pairwise(days))
    return [*dated] if are_apart else []


def analyse_layout(blocks_of_session: Sequence[Block]) -> Layout:
    """Return the parts of the blocks of one session and the insights among them."""
    before, title, blocks, after = split_frame(blocks_of_session)
    blocks = split_run_in_items(blocks)
    headings = find_headings(blocks)
    headings = {
        index: heading
        for index, heading in headings.items()
        if not (index < 3 and is_dateline(heading.blocks[0])) and not _is_person_line(heading.blocks[0], blocks, index)
    }
    sections = classify(split_sections(blocks, headings))
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


def _read_section(section: Section, sections: Sequence[Section]) -> list[tuple[list[Part], Insight | None]]:
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
        body=_body_of_insight(body),
    )
    return [([*heading, *body], insight if insight.body else None)]


def _body_of_insight(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return what belongs to an insight: its paragraphs, and the actions under the same heading."""
    has_text = any(part.kind == "body" for part in parts)
    return tuple(part for part in parts if part.kind in ("body", "action_list")) if has_text else ()


def _is_last_of_substance(section: Section, sections: Sequence[Section]) -> bool:
    return section is [other for other in sections if other.kind is None][-1]


def _read_headless(blocks: tuple[Block, ...]) -> list[tuple[list[Part], Insight | None]]:
    """Read a report without headings: fields, an introduction, then an insight a paragraph."""
    parts = field_parts(blocks, "body")
    opening = _take_opening(parts)
    if parts and find_dates(parts[0].block.text):  # it introduces the report; fields may stand below it
        opening += [Part(parts.pop(0).block, "introduction"), *_take_opening(parts)]
    rest = _body_parts([part.block for part in parts], is_last=True)
    lead, items = _list_of_points(rest)
    if items:
        opening += [Part(part.block, "introduction") for part in lead]
        return [(opening, None), *(([part], Insight(None, None, None, (part,))) for part in items)]
    return [(opening, None), *_one_insight_a_paragraph(rest)]


def _list_of_points(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """Return the sentence above a list that is all there is, and its items: each is a passage of its own."""
    lead = [part for part in parts[:1] if part.block.marker is None]
    items = list(parts[len(lead) :])
    is_list = len(items) >= _MIN_POINTS and all(
        part.kind == "body" and part.block.marker is not None and part.block.text.rstrip().endswith((".", "!", "?"))
        for part in items
    )
    return (lead, items) if is_list else ([], [])


def _take_opening(parts: list[Part]) -> list[Part]:
    """Take the fields and opening lines from the front of some parts, and return them."""
    opening: list[Part] = []
    while parts and (parts[0].kind != "body" or _is_opening_line(parts[0].block)):
        part = parts.pop(0)
        opening.append(Part(part.block, "introduction") if part.kind == "body" else part)
    return opening


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
