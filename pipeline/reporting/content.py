"""From findings to the document tree: which sections, in which order."""

from collections.abc import Mapping

from pipeline.reporting.document import Document, Picture
from pipeline.reporting.dutch import count
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.inputs import Method, Names
from pipeline.reporting.sections import account, dilemmas, key_points, roles, sessions, statements, themes


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
    theme_figures = [
        make(findings, name)
        for name, make in (("themas", themes.bars_figure), ("themas-door-de-tijd", themes.time_figure))
        if name in charts
    ]
    role_figure = roles.figure(findings, "rollen-en-themas") if "rollen-en-themas" in charts else None
    dilemma_figure = dilemmas.figure(findings, "dilemmas") if "dilemmas" in charts else None
    return Document(
        title=_title(findings),
        language="nl",
        meta=_meta(findings),
        sections=(
            key_points.section(findings, method),
            dilemmas.section(findings, method, dilemma_figure),
            themes.section(findings, tuple(theme_figures)),
            roles.section(findings, role_figure),
            statements.section(findings, names),
            sessions.section(findings, names),
            account.rejected(findings),
            account.method(findings, method),
        ),
        pictures=charts,
    )


def _title(findings: Findings) -> str:
    n = len(findings.sessions)
    return f"De rode draad in {count(n, 'sessie', 'sessies')}" if n else "De rode draad"


def _meta(findings: Findings) -> tuple[str, ...]:
    series = {session.series for session in findings.sessions if session.series}
    n_reports = len({session.path for session in findings.sessions})
    facts = (
        key_points.period(findings),
        count(len(series), "reeks", "reeksen") if series else "",
        count(n_reports, "verslag", "verslagen") if n_reports else "",
    )
    return tuple(fact for fact in facts if fact)
