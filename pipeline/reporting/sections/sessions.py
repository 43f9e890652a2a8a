"""Sessies: an overview, and every insight with its coded statements."""

from pipeline.dutch.wording import count, listing, lower_first, number, percentage
from pipeline.reporting.document import (
    Block,
    BulletList,
    Collapsible,
    Inline,
    Item,
    Link,
    Note,
    Paragraph,
    Runs,
    Section,
    Table,
    Tag,
    Text,
    Verbatim,
)
from pipeline.reporting.findings.model import Attendance, Findings, Insight, Session, Statement
from pipeline.reporting.findings.themes import NO_SERIES
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name
from pipeline.reporting.sections import parts
from pipeline.tables import KINDS

MAX_ROWS = 60  # sessions or series in the report itself


def section(findings: Findings) -> Section | None:
    """Return a row for each session, or for each series where there are many; None for a single session."""
    if len(findings.sessions) < 2:
        return None
    table = _rows(findings) if len(findings.sessions) <= MAX_ROWS else _series(findings)
    return Section(parts.SESSIONS, "Sessies", 2, (table,))


def _rows(findings: Findings) -> Table:
    return Table(
        f"De {count(len(findings.sessions), 'sessie', 'sessies')}, op volgorde van datum",
        ("Sessie", "Datum", "Reeks"),
        tuple(
            parts.cells(
                Link(session.title, parts.session_id(session.session_id)),
                Verbatim(session.date_label),
                Verbatim(session.series or ""),
            )
            for session in findings.sessions
        ),
    )


def _series(findings: Findings) -> Table:
    by_series: dict[str, list[Session]] = {}
    for session in findings.sessions:
        by_series.setdefault(session.series or NO_SERIES, []).append(session)
    largest = sorted(by_series.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    shown = largest[:MAX_ROWS]
    told = f"De {count(len(findings.sessions), 'sessie', 'sessies')}, per reeks"
    if len(shown) < len(largest):
        told += f": de {number(len(shown))} grootste van {number(len(largest))}"
    return Table(
        told,
        ("Reeks", "Sessies", "Van", "Tot en met", "Dilemma’s", "Adviezen"),
        tuple(
            parts.cells(
                Verbatim(name),
                number(len(own)),
                Verbatim(own[0].date_label),
                Verbatim(own[-1].date_label),
                *(number(sum(session.n_of_kind(kind) for session in own)) for kind in ("dilemma", "advies")),
            )
            for name, own in shown
        ),
        numeric=(1, 4, 5),
    )


def annex(findings: Findings, names: Names) -> Section:
    """Return every session with its insights and statements."""
    heading = "Alle sessies en uitspraken"
    if not findings.sessions:
        nothing = parts.paragraph("Er zijn geen sessies gevonden.")
        return Section(parts.ALL_SESSIONS, heading, 2, (nothing,), place="annex")
    blocks = (
        parts.paragraph(
            "De sessies staan op volgorde van datum.",
            "Elke titel verwijst naar de inzichten en uitspraken van die sessie.",
        ),
        _overview(findings),
        _kinds(findings),
    )
    sessions = tuple(_session(session, names) for session in findings.sessions)
    return Section(parts.ALL_SESSIONS, heading, 2, blocks, sessions, place="annex")


def _overview(findings: Findings) -> Table:
    n = len(findings.sessions)
    return Table(
        f"Overzicht van {count(n, 'sessie', 'sessies')}",
        ("Sessie", "Datum", "Reeks", "Inzichten", "Uitspraken", "Dilemma’s", "Adviezen", "Bestand"),
        tuple(
            parts.cells(
                Link(session.title, parts.session_id(session.session_id)),
                Verbatim(session.date_label),
                Verbatim(session.series) if session.series else "–",
                number(len(session.insights)),
                number(len(session.statements)),
                number(session.n_of_kind("dilemma")),
                number(session.n_of_kind("advies")),
                Verbatim(session.path),
            )
            for session in findings.sessions
        ),
        numeric=(3, 4, 5, 6),
    )


def _kinds(findings: Findings) -> Table:
    whole = len(findings.statements)
    return Table(
        f"Soorten uitspraken ({count(whole, 'uitspraak', 'uitspraken')})",
        ("Soort", "Uitspraken", "Aandeel"),
        tuple(
            parts.cells(
                kind_name(kind),
                number(findings.n_of_kind(kind)),
                percentage(findings.n_of_kind(kind), whole),
            )
            for kind in KINDS
        ),
        numeric=(1, 2),
    )


def _session(session: Session, names: Names) -> Section:
    facts: list[Inline] = [Verbatim(session.date_label)]
    if session.series:
        facts += [Text(" · "), Verbatim(session.series)]
    facts += [Text(" · "), Verbatim(session.path)]
    blocks: tuple[Block, ...] = (
        Paragraph(tuple(facts)),
        parts.paragraph(_present(session.attendance), _absent(session.n_absent)),
        *(_insight(insight, names) for insight in session.insights),
    )
    if not session.insights:
        blocks = (*blocks, parts.paragraph("In deze sessie zijn geen inzichten gevonden."))
    return Section(parts.session_id(session.session_id), session.title, 3, blocks, listed=False, folded=True)


def _present(attendance: tuple[Attendance, ...]) -> str:
    if not attendance:
        return "Het verslag noemt geen deelnemers."
    found = []
    for group in attendance:
        organisations = f" ({listing(group.organisations)})" if group.organisations else ""
        found.append(f"{number(group.n_persons)} × {group.function or 'functie onbekend'}{organisations}")
    return f"Aanwezig: {'; '.join(found)}."


def _absent(n: int) -> str:
    return f"Afwezig gemeld: {count(n, 'persoon', 'personen')}." if n else ""


def _insight(insight: Insight, names: Names) -> Collapsible:
    n = len(insight.statements)
    counts = [count(n, "uitspraak", "uitspraken")]
    for kind, singular, plural in (("dilemma", "dilemma", "dilemma’s"), ("advies", "advies", "adviezen")):
        of_kind = sum(statement.kind == kind for statement in insight.statements)
        if of_kind:
            counts.append(count(of_kind, singular, plural))
    summary: Runs = (
        Verbatim(insight.label),
        Note(f" {', '.join(counts)} · vanaf {parts.place(insight.line, insight.page)}"),
    )
    blocks: tuple[Block, ...] = (BulletList(tuple(_statement(statement, names) for statement in insight.statements)),)
    if not n:
        blocks = (parts.paragraph("Dit inzicht bevat geen uitspraken."),)
    return Collapsible(summary, blocks, id=parts.insight_id(insight.insight_id))


def _statement(statement: Statement, names: Names) -> Item:
    facts = [f"regel {number(statement.line)}"]
    if statement.attributed_to:
        facts.append(f"volgens: {lower_first(names.role(statement.attributed_to))}")
    if statement.themes:
        facts.append(f"thema: {listing([names.theme(code) for code in statement.themes])}")
    return Item(
        (
            Tag(kind_name(statement.kind), statement.kind),
            Text(" "),
            parts.verbatim(statement.text),
            Note(f" {' · '.join(facts)}"),
        ),
        id=parts.statement_id(statement.statement_id),
    )
