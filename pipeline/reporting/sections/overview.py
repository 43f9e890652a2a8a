"""Alle dilemma’s op één bladzijde: page two, a row for each recurring dilemma."""

from pipeline.dutch.wording import collapse, count, number, out_of
from pipeline.reporting.document import Block, Inline, Link, Runs, Section, Strong, Table, Text, Thread, Verbatim
from pipeline.reporting.findings.model import Dilemma, Findings
from pipeline.reporting.labels import unit_words
from pipeline.reporting.sections import parts
from pipeline.reporting.sections.in_brief import MAX_DILEMMAS, voices

MAX_ROWS = 16  # that fit on a page


def section(findings: Findings) -> Section | None:
    """Return the page with all dilemmas; None where none is said to recur."""
    if findings.is_small or not findings.recurring:
        return None
    words = unit_words(findings.unit)
    shown, n = findings.recurring[:MAX_ROWS], len(findings.recurring)
    rows = tuple(_row(place, dilemma, findings) for place, dilemma in enumerate(shown, start=1))
    table = Table(
        f"{count(n, *words.topic).capitalize()} in {count(len(findings.sessions), 'sessie', 'sessies')}; "
        "tussen haakjes het aantal uitspraken",
        (words.topic[0].capitalize(), "Thema", "Sessies", "Wanneer", "Vooral door", "Adviezen"),
        rows,
        numeric=(2, 5),
    )
    blocks: tuple[Block, ...] = (table,)
    if n > len(shown):
        more = f"De andere {number(n - len(shown))} staan bij de terugkerende {words.topic[1]}."
        blocks = (*blocks, parts.paragraph(more))
    return Section(parts.OVERVIEW, f"Alle {words.topic[1]} op één bladzijde", 2, blocks, place="front")


def _row(place: int, dilemma: Dilemma, findings: Findings) -> tuple[Runs, ...]:
    name: list[Inline] = [Strong(f"{place}. "), Link(dilemma.label, parts.dilemma_id(dilemma.topic_id))]
    key = dilemma.short_sentence
    # The sentences of the first few stand on the page before this one.
    if place > MAX_DILEMMAS and key is not None:
        name += [Text(" " if dilemma.label.endswith(("?", "!")) else ": "), parts.verbatim(f"‘{collapse(key.text)}’")]
    present = {session.session_id for session in dilemma.sessions}
    in_sessions = out_of(dilemma.n_sessions, len(findings.sessions), "sessie", "sessies")
    thread = Thread(
        tuple(session.session_id in present for session in findings.sessions),
        f"Tijdlijn: in {in_sessions}.",
    )
    return (
        tuple(name),
        (Verbatim(dilemma.theme or ""),),
        (Text(number(dilemma.n_sessions)),),
        (thread,),
        (Text(voices(dilemma)),),
        (Text(number(dilemma.n_advice)),),
    )
