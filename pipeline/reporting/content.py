"""From findings to the document tree: which sections, in which order."""

from collections.abc import Mapping

from pipeline.dutch import edtf
from pipeline.dutch.wording import collapse, count, out_of
from pipeline.reporting.document import Document, Picture
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.formats import absent
from pipeline.reporting.inputs import Method, Names
from pipeline.reporting.sections import (
    account,
    advice,
    dilemmas,
    in_brief,
    overview,
    per_session,
    roles,
    sessions,
    statements,
    themes,
)
from pipeline.reporting.writers.signs import clean


def build(findings: Findings, charts: Mapping[str, Picture], names: Names, method: Method) -> Document:
    """Return the report as a tree.

    Parameters
    ----------
    findings
        What the tables say.
    charts
        The charts that could be drawn, by name; a missing one is left out with a sentence.
    names
        The names of themes and roles.
    method
        How the tables were made.
    """
    sections = (
        in_brief.section(findings, method),
        overview.section(findings),
        dilemmas.section(findings, charts),
        per_session.section(findings, names),
        advice.section(findings, method),
        roles.section(findings),
        themes.section(findings),
        sessions.section(findings),
        account.section(findings, method),
        statements.section(findings, names),
        dilemmas.annex(findings, charts),
        advice.annex(findings),
        themes.annex(findings, charts),
        roles.annex(findings, charts),
        sessions.annex(findings, names),
        account.rejected(findings),
        account.annex(findings, method),
    )
    return Document(
        title=title(findings, method),
        language="nl",
        meta=facts(findings, method),
        sections=tuple(section for section in sections if section is not None),
        pictures=charts,
        absent=absent(method.formats),
    )


def title(findings: Findings, method: Method) -> str:
    """Return what the report is called."""
    return _typed(method.front.title) or _own_title(findings, method)


def _own_title(findings: Findings, method: Method) -> str:
    n = len(findings.sessions)
    if method.part:
        return f"De rode draad in {out_of(n, method.part.n_all_sessions, 'sessie', 'sessies')}"
    return f"De rode draad in {count(n, 'sessie', 'sessies')}" if n else "De rode draad"


def facts(findings: Findings, method: Method) -> tuple[str, ...]:
    """Return the short facts that stand under the title."""
    series = {session.series for session in findings.sessions if session.series}
    n_reports = len({session.path for session in findings.sessions})
    front = method.front
    date = _typed(front.date)
    typed = {
        "Opdrachtgever": _typed(front.client),
        "Vraag": _typed(front.question),
        "Datum": edtf.label(date) if edtf.parse(date) else date,
    }
    told = (
        _own_title(findings, method) if _typed(front.title) else "",
        *(f"{name}: {text}" for name, text in typed.items() if text),
        f"Deelrapport: {method.part.chosen}" if method.part else "",
        in_brief.period(findings),
        count(n_reports, "verslag", "verslagen") if n_reports else "",
        count(len(series), "reeks", "reeksen") if series else "",
    )
    return tuple(fact for fact in told if fact)


def _typed(text: str | None) -> str:
    """Return a text of the user on one line; nothing if he gave none."""
    return clean(collapse(text or "")).strip()
