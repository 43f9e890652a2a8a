"""Alle uitspraken: how many there are, and a way to search them by their codes."""

from pipeline.dutch.wording import collapse, count
from pipeline.reporting.document import Block, Facet, Link, Paragraph, SearchEntry, Section, StatementSearch, Text
from pipeline.reporting.findings.model import Findings, Session, Statement
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name
from pipeline.reporting.sections import parts

HEADING = "Alle uitspraken"
FACETS = (
    Facet("soort", "Soort", "geen soort"),
    Facet("thema", "Thema", "geen thema"),
    Facet("rol", "Rol", "geen rol"),
    Facet("reeks", "Reeks", "geen reeks"),
    Facet("organisatie", "Organisatie", "geen organisatie"),
)


def section(findings: Findings, names: Names) -> Section:
    """Return the section in which all statements can be searched."""
    n = len(findings.statements)
    if not n:
        return Section(
            parts.STATEMENTS, HEADING, 2, (parts.paragraph("De verslagen bevatten geen uitspraken."),), place="annex"
        )
    entries = tuple(
        _entry(statement, session, names) for session in findings.sessions for statement in session.statements
    )
    told = (
        "De verslagen bevatten 1 uitspraak. Die staat bij haar sessie: zie "
        if n == 1
        else f"De verslagen bevatten {count(n, 'uitspraak', 'uitspraken')}. Elke uitspraak staat bij haar sessie: zie "
    )
    blocks: tuple[Block, ...] = (
        Paragraph((Text(told), Link("Alle sessies en uitspraken", parts.ALL_SESSIONS), Text("."))),
        StatementSearch(FACETS, entries),
    )
    return Section(parts.STATEMENTS, HEADING, 2, blocks, place="annex")


def _entry(statement: Statement, session: Session, names: Names) -> SearchEntry:
    """Return what a statement is found by, in the order of the facets."""
    organisations = {collapse(name) for group in session.attendance for name in group.organisations}
    return SearchEntry(
        parts.statement_id(statement.statement_id),
        statement.line,
        (
            (kind_name(statement.kind),),
            tuple(names.theme(code) for code in sorted(statement.all_themes)),
            tuple(names.role(code) for code in statement.roles),
            (session.series,) if session.series else (),
            tuple(sorted(organisations)),
        ),
    )
