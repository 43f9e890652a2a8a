"""From tables to findings: every number, name and quote of the report, computed once."""

from collections.abc import Mapping
from dataclasses import fields

import pandas as pd

from pipeline.dutch.wording import collapse
from pipeline.reporting.findings import contrasts as _contrasts
from pipeline.reporting.findings import dilemmas as _dilemmas
from pipeline.reporting.findings import themes as _themes
from pipeline.reporting.findings import voices as _voices
from pipeline.reporting.findings.advice import advice as _advice
from pipeline.reporting.findings.changes import changes as _changes
from pipeline.reporting.findings.commitments import commitments
from pipeline.reporting.findings.comparisons import by_series, by_year, role_rates
from pipeline.reporting.findings.model import Correction, Findings, Rejection, Unused
from pipeline.reporting.findings.periods import theme_periods
from pipeline.reporting.findings.places import Places
from pipeline.reporting.findings.sessions import sessions as _sessions
from pipeline.reporting.findings.trends import trends as _trends
from pipeline.reporting.inputs import Names
from pipeline.tables import records

__all__ = ["find"]


def find(
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    names: Names,
    unit: str = "dilemmas",
    min_sessions: int = 0,
) -> Findings:
    """Return what the tables say.

    Parameters
    ----------
    tables
        The tables of the data contract; none may be missing, all may be empty.
    texts
        The normalised text of each report.
    names
        The names of themes and roles.
    unit
        What was divided into topics: `dilemmas`, `uitspraken` or `inzichten`.
    min_sessions
        With fewer sessions nothing is said to recur.

    Raises
    ------
    OffsetError
        If a statement does not stand in its text where its offsets say.
    """
    sessions = _sessions(tables, texts, names)
    statements = [statement for session in sessions for statement in session.statements]
    themes = _themes.themes(sessions, names)
    mentioned = {theme.code for theme in themes}
    places = Places(sessions, names)
    assignments = tables["topic_assignments"]
    recurring = _dilemmas.recurring(tables["topics"], assignments, places, names)
    raised = [statement for statement in statements if statement.kind == "dilemma"]
    too_few = bool((assignments["status"] == "te_weinig").any())
    with_theme = [statement for statement in statements if statement.themes]
    themes_together, theme_pairs = _themes.together(themes, sessions, names)
    in_sessions = {theme.code: {s.session_id for s in sessions if theme.code in s.themes} for theme in themes}
    return Findings(
        sessions=sessions,
        themes=themes,
        unmentioned_themes=tuple(sorted(name for code, name in names.themes.items() if code not in mentioned)),
        theme_sessions=_themes.theme_sessions(themes, sessions),
        theme_roles=_themes.theme_roles(themes, statements, names),
        theme_organisations=_themes.theme_organisations(themes, statements),
        themes_together=themes_together,
        theme_pairs=theme_pairs,
        theme_periods=theme_periods(themes, sessions),
        theme_trends=_trends(in_sessions, sessions),
        theme_contrasts=_contrasts.contrasts(themes, sessions),
        themes_everywhere=_contrasts.everywhere(themes, sessions),
        n_theme_statements=len(with_theme),
        n_theme_advice=sum(statement.kind == "advies" for statement in with_theme),
        advice=_advice(sessions, tables["theme_mentions"], places, names),
        role_speakers=_voices.role_speakers(sessions, names),
        organisation_speakers=_voices.organisation_speakers(sessions),
        recurring=recurring,
        loose=_dilemmas.loose(assignments, recurring, places, unit),
        too_few=too_few,
        similar=_dilemmas.similar(tables["similar_statements"], places),
        dilemmas_raised_by=_voices.raised_by(raised, names),
        dilemmas_raised_by_organisations=_voices.raised_by_organisations(raised),
        topic_figures={row["figure"]: row["value"] for row in records(tables["topic_figures"])},
        changes=_changes(tables["topic_changes"], tables["topics"]["topic_id"]),
        rejections=_rejections(tables["rejections"], of_used=False),
        remarks=_rejections(tables["rejections"], of_used=True),
        n_files=len({*tables["reports"]["path"], *tables["rejections"]["path"]}),
        unused=_unused(tables["unused"], tables["reports"]),
        unit=unit,
        is_small=too_few or len(sessions) < min_sessions,
        commitments=commitments(tables["commitments"], places),
        dilemma_roles=role_rates(recurring, sessions, names),
        dilemma_series=by_series(recurring, sessions),
        dilemma_years=by_year(recurring, sessions),
        n_coders=_n_coders(tables["corrections"]),
        corrections=_corrections(tables["corrections"]),
    )


def _n_coders(corrections: pd.DataFrame) -> int | None:
    """Return how many people looked at codes; None if some did and none left a name."""
    right = corrections[corrections["status"] != "onjuist"]
    return int(right["coder"].nunique()) or (None if len(right) else 0)


def _unused(unused: pd.DataFrame, reports: pd.DataFrame) -> tuple[Unused, ...]:
    """Return what of each report lies in no insight, in order of path; nothing for a report that is used whole."""
    passages: dict[str, list[tuple[str, str]]] = {}
    for row in records(unused):
        passages.setdefault(row["report_id"], []).append((row["reason"], row["text"]))
    return tuple(
        Unused(row["path"], sum(len(text) for _, text in own), row["n_chars"], tuple(own))
        for row in sorted(records(reports), key=lambda row: row["path"])
        if (own := passages.get(row["report_id"]))
    )


def _corrections(table: pd.DataFrame) -> tuple[Correction, ...]:
    texts = [one.name for one in fields(Correction) if one.name not in ("row", "place")]
    return tuple(
        Correction(row=row["row"], place=collapse(row["text"] or ""), **{name: row[name] or "" for name in texts})
        for row in records(table)
    )


def _rejections(table: pd.DataFrame, *, of_used: bool) -> tuple[Rejection, ...]:
    return tuple(
        Rejection(row["path"], row["reason"], collapse(row["message"]))
        for row in records(table)
        if (row["report_id"] is not None) == of_used
    )
