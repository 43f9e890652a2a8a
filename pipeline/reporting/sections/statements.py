"""Alle uitspraken: how many there are, and a way to search them by their codes and the forms of their words."""

from collections.abc import Mapping
from urllib.parse import urlencode

from pipeline.dutch import edtf
from pipeline.dutch.word_forms import word_forms
from pipeline.dutch.wording import collapse, count, number, upper_first
from pipeline.reporting.document import Block, Facet, Link, Paragraph, SearchEntry, Section, StatementSearch, Text
from pipeline.reporting.findings.model import Dilemma, Findings, Insight, Session, Statement
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name, unit_words
from pipeline.reporting.sections import parts

HEADING = "Alle uitspraken"
MAX_ADVICE = 3  # to which a quote leads


def facets(topic: str) -> tuple[Facet, ...]:
    """Return what statements can be searched by; `topic` is what recurs, such as `dilemma`."""
    return (
        Facet("soort", "Soort", "geen soort"),
        Facet("thema", "Thema", "geen thema"),
        Facet("rol", "Rol", "geen rol"),
        Facet("reeks", "Reeks", "geen reeks"),
        Facet("organisatie", "Organisatie", "geen organisatie"),
        Facet("dilemma", upper_first(topic), absent(topic)),
        Facet("jaar", "Jaar", "jaar onbekend"),
        Facet("kernzin", "Kernzin", "onbekend"),
        Facet("functie", "Functie van de bron", "niet vermeld", hidden=True),
        Facet("bron", "Organisatie van de bron", "niet vermeld", hidden=True),
    )


def absent(topic: str) -> str:
    """Return what a statement is found by that is in nothing that recurs."""
    return f"geen terugkerend {topic}"


def selection(**chosen: str) -> str:
    """Return where a link goes that shows a selection of the statements: `selection(thema="Financiering")`."""
    return f"{parts.STATEMENTS}?{urlencode(chosen)}"


def section(findings: Findings, names: Names) -> Section:
    """Return the section in which all statements can be searched."""
    n = len(findings.statements)
    if not n:
        nothing = parts.paragraph("De verslagen bevatten geen uitspraken.")
        return Section(parts.STATEMENTS, HEADING, 2, (nothing,), place="annex")
    dilemmas = {key: dilemma for dilemma in findings.recurring for key in dilemma.statement_ids}
    entries = tuple(
        _entry(statement, insight, session, organisations, dilemmas, names)
        for session in findings.sessions
        for organisations in (tuple(sorted({collapse(name) for name in session.organisations_present})),)
        for insight in session.insights
        for statement in insight.statements
    )
    told = (
        "De verslagen bevatten 1 uitspraak. Die staat bij haar sessie: zie "
        if n == 1
        else f"De verslagen bevatten {count(n, 'uitspraak', 'uitspraken')}. Elke uitspraak staat bij haar sessie: zie "
    )
    topic = unit_words(findings.unit).topic[0]
    forms = word_forms((collapse(statement.text), statement.lemmas) for statement in findings.statements)
    blocks: tuple[Block, ...] = (
        Paragraph((Text(told), Link("Alle sessies en uitspraken", parts.ALL_SESSIONS), Text("."))),
        StatementSearch(facets(topic), entries, forms, topic),
    )
    return Section(parts.STATEMENTS, HEADING, 2, blocks, place="annex")


def _entry(
    statement: Statement,
    insight: Insight,
    session: Session,
    organisations: tuple[str, ...],
    dilemmas: Mapping[str, Dilemma],
    names: Names,
) -> SearchEntry:
    """Return what a statement is found by, in the order of the facets."""
    dilemma, year = dilemmas.get(statement.statement_id), edtf.year(session.date)
    key = dilemma.key_sentence if dilemma else None
    is_key = key is not None and key.statement_id == statement.statement_id
    advice = [own for own in insight.statements if own.kind == "advies"] if statement.kind == "dilemma" else []
    return SearchEntry(
        parts.statement_id(statement.statement_id),
        statement.line,
        (
            (kind_name(statement.kind),),
            tuple(names.theme(code) for code in sorted(statement.all_themes)),
            tuple(names.role(code) for code in statement.roles),
            (session.series,) if session.series else (),
            organisations,
            (dilemma.label,) if dilemma else (),
            (year,) if year else (),
            ("ja" if is_key else "nee",),
            (names.role(statement.attributed_to),) if statement.attributed_to else (),
            (collapse(statement.organisation),) if statement.organisation else (),
        ),
        dilemma=Link(dilemma.label, parts.dilemma_id(dilemma.topic_id)) if dilemma else None,
        advice=tuple(
            Link(f"regel {number(own.line)}", parts.statement_id(own.statement_id)) for own in advice[:MAX_ADVICE]
        ),
    )
