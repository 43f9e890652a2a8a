"""Dilemma’s en adviezen per sessie: what leads the report where nothing is said to recur."""

from collections.abc import Sequence

from pipeline.dutch.wording import number
from pipeline.reporting.document import Block, Group, Link, Pair, Paragraph, Section, Text
from pipeline.reporting.findings.model import Findings, Insight, Session, Statement
from pipeline.reporting.findings.places import Places
from pipeline.reporting.inputs import Names
from pipeline.reporting.sections import parts

MAX_SHOWN = 16  # dilemmas, and as much advice, in all sessions together
MIN_SHOWN = 2  # of a session
HEADING = "Dilemma’s en adviezen per sessie"


def section(findings: Findings, names: Names) -> Section | None:
    """Return for each session the dilemmas that can best be read alone, and advice; None where much recurs."""
    sessions = [session for session in findings.sessions if session.n_of_kind("dilemma") + session.n_of_kind("advies")]
    if not (findings.is_small and sessions):
        return None
    places = Places(findings.sessions, names)
    most = max(MIN_SHOWN, MAX_SHOWN // len(sessions))
    if len(findings.sessions) == 1:
        return Section(parts.PER_SESSION, "Dilemma’s en adviezen", 2, _session(sessions[0], most, places))
    subsections = tuple(
        Section(
            f"{parts.PER_SESSION}-{place}",
            f"{session.title}, {session.date_label}",
            3,
            _session(session, most, places),
        )
        for place, session in enumerate(sessions, start=1)
    )
    return Section(parts.PER_SESSION, HEADING, 2, (), subsections)


def _session(session: Session, most: int, places: Places) -> tuple[Block, ...]:
    shown = {kind: _best(session, kind, most) for kind in ("dilemma", "advies")}
    columns = [
        Group(_heading(name, len(shown[kind]), session.n_of_kind(kind)), _quotes(shown[kind], places))
        for kind, name in (("dilemma", "Dilemma’s"), ("advies", "Adviezen"))
    ]
    filled = [column for column in columns if column.blocks]
    blocks: tuple[Block, ...] = (Pair(columns[0], columns[1]),) if len(filled) == 2 else tuple(filled)
    left_out = sum(session.n_of_kind(kind) - len(shown[kind]) for kind in shown)
    if not left_out:
        return blocks
    all_of_it = Link("alle uitspraken van deze sessie", parts.session_id(session.session_id))
    return (*blocks, Paragraph((Text("Lees ook "), all_of_it, Text("."))))


def _heading(name: str, n_shown: int, n: int) -> str:
    return name if n_shown == n else f"{name} ({number(n_shown)} van de {number(n)})"


def _quotes(statements: Sequence[Statement], places: Places) -> tuple[Block, ...]:
    return tuple(parts.quote(places.quote(statement.statement_id), is_short=True) for statement in statements)


def _best(session: Session, kind: str, most: int) -> list[Statement]:
    """Return the statements of a kind that are surest and can best be read alone, in the order of the report.

    Each insight gives one before any gives a second.
    """
    ranked: list[tuple[int, int, Statement]] = []
    for insight in session.insights:
        ranked += [(rank, insight.position, statement) for rank, statement in enumerate(_ranked(insight, kind))]
    chosen = {statement.statement_id for _, _, statement in sorted(ranked, key=lambda one: one[:2])[:most]}
    return [statement for statement in session.statements if statement.statement_id in chosen]


def _ranked(insight: Insight, kind: str) -> list[Statement]:
    own = [statement for statement in insight.statements if statement.kind == kind]
    return sorted(own, key=lambda statement: (statement.is_uncertain, -statement.stands_alone))
