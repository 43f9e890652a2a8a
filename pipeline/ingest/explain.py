"""What each line of a report was taken for, and by which rule: for who wonders why something is, or is not, there."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import tables
from pipeline.dutch.headings import heading_kind
from pipeline.ingest.headings import find_headings
from pipeline.ingest.layout import analyse_sessions
from pipeline.ingest.readers import read_source
from pipeline.ingest.records import MARGIN, Block, Heading, Layout, Part, Rejection, Source
from pipeline.ingest.report import IngestedReport, read_report
from pipeline.ingest.vocabulary import field_name


@dataclass(frozen=True)
class Line:
    """A line of a report.

    Attributes
    ----------
    number
        The first line is 1.
    text
        The line as it stands.
    part
        What it was taken for (one of `tables.PART_KINDS`), None for a line that was passed over.
    reasons
        In Dutch: by which rules, and what was found in it.
    """

    number: int
    text: str
    part: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """What a report was taken for: its sessions (rows of the table), its lines, and why it is not used, if so."""

    sessions: Sequence[Mapping[str, Any]]
    lines: Sequence[Line]
    rejection: Rejection | None


def explain(path: str, data: bytes) -> Explanation:
    """Return what each line of a report was taken for.

    Parameters
    ----------
    path, data
        The name of the file and its bytes.
    """
    read, source = read_report(path, data), read_source(path, data)
    if isinstance(source, Rejection):
        return Explanation((), (), source)
    layouts = analyse_sessions(source)
    if isinstance(read, Rejection):
        return Explanation((), tuple(_lines(source, layouts, ())), read)
    return Explanation(tables.records(read.tables["sessions"]), tuple(_lines(source, layouts, _found_in(read))), None)


def _lines(source: Source, layouts: Sequence[Layout], found: Sequence[tuple[int, str]]) -> Iterator[Line]:
    blocks = sorted(source.blocks, key=lambda block: block.start)
    starts = [block.start for block in blocks]
    parts: dict[int, tuple[Part, tuple[str, ...]]] = {}
    for layout in layouts:
        parts |= _reasons(layout)
    place = 0
    for number, text in enumerate(source.text.split("\n"), start=1):
        end = place + len(text)
        block = blocks[index] if (index := bisect_right(starts, end) - 1) >= 0 else None
        if text.strip():
            if block is None or block.end <= place:
                yield Line(number, text, None, ("geen tekst: een lijn, een bladzijdenummer of opmaak",))
            elif block.start not in parts:
                yield Line(number, text, None, ("in geen enkel deel van het verslag",))
            else:
                part, reasons = parts[block.start]
                told = [what for start, what in found if place <= start <= end]
                yield Line(number, text, part.kind, (*reasons, *told))
        place = end + 1


def _reasons(layout: Layout) -> dict[int, tuple[Part, tuple[str, ...]]]:
    """Return the parts of a session by where they begin, each with the rules that made it what it is."""
    parts = sorted((*layout.parts, *layout.around), key=lambda part: part.block.start)
    blocks = [part.block for part in parts if part.kind != "title" and part.block.style != MARGIN]
    headings = {blocks[index].start: heading for index, heading in find_headings(blocks).items()}
    number_of = {
        part.block.start: number for number, insight in enumerate(layout.insights, start=1) for part in insight.body
    }
    found: dict[int, tuple[Part, tuple[str, ...]]] = {}
    above: str | None = None
    before: Part | None = None
    for part in parts:
        block, reasons = part.block, []
        heading = headings.get(block.start)
        field = field_name(block.text)
        if block.style == MARGIN:
            reasons.append("staat in de marge")
        elif part.kind == "title":
            reasons.append("staat boven het verslag")
        elif heading is not None:
            above = " ".join(heading.text.split())
            reasons += _reasons_of_heading(block, heading, part.kind)
        elif field is not None and part.kind != "body":
            reasons.append(f"veld ‘{field}’")
        elif above is not None:
            reasons.append(f"onder de kop ‘{above}’")
        elif before is not None and part.kind == before.kind:
            reasons.append("gaat verder op wat erboven staat")
        else:
            reasons.append("staat vóór de eerste kop")
        if block.start in number_of:
            reasons.append(f"inzicht {number_of[block.start]}")
        if block.marker is not None:
            reasons.append("punt van een lijst")
        found[block.start] = (part, tuple(reasons))
        before = part
    return found


def _reasons_of_heading(block: Block, heading: Heading, part: str) -> Iterator[str]:
    if block.heading_level is not None:
        yield f"kop door opmaak, niveau {block.heading_level}"
    elif heading.number is not None:
        yield f"kop door het nummer {heading.number}"
    elif block.emphasised:
        yield "kop: vet of cursief boven tekst"
    else:
        yield "kop: een korte regel boven een alinea"
    if part != "heading" and heading_kind(heading.text) is not None:
        yield "de woorden van de kop zeggen welk deel dit is"


def _found_in(read: IngestedReport) -> list[tuple[int, str]]:
    """Return what was found in the text, each with where it begins there."""
    found: list[tuple[int, str]] = []
    for person in tables.records(read.tables["participants"]):
        if person["start_char"] is not None:
            role = "voorzitter" if person["is_chair"] else "deelnemer" if person["present"] else "afwezig"
            found.append((person["start_char"], f"{role}: {person['name']}"))
    for session in tables.records(read.tables["sessions"]):
        for column, what in (("date", "datum van de sessie"), ("next_date", "datum van de volgende sessie")):
            start = read.text.find(session[f"{column}_text"]) if session[f"{column}_text"] else -1
            if start >= 0:
                found.append((start, f"{what}: {session[column]}"))
    return found
