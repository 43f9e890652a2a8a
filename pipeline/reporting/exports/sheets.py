"""What stands in the workbook: a sheet for sessions, insights, statements, themes, roles, dilemmas and participants."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from pipeline.dutch import edtf
from pipeline.reporting.findings.model import Dilemma, Findings, Insight, Session
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name
from pipeline.tables import KINDS, records

Value = str | int | float | date | None
Format = Literal["text", "number", "share", "date"]

_FIRST_DAY = date(1900, 3, 1)  # before this day spreadsheets do not agree on their dates


@dataclass(frozen=True)
class Column:
    """A column of a sheet; `width` is in characters, and text wraps in columns that are `wide`."""

    heading: str
    width: int
    format: Format = "text"
    wide: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook; `rows` hold a value for each column."""

    name: str
    purpose: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]


def build(findings: Findings, tables: Mapping[str, pd.DataFrame], names: Names) -> tuple[Sheet, ...]:
    """Return the sheets of the workbook, in order.

    Parameters
    ----------
    findings
        What the tables say.
    tables
        The tables themselves, for what the report does not show: pages, scores and who took part.
    names
        The names of themes and roles.
    """
    return (
        _sessions(findings, names),
        _insights(findings, names, tables["insights"]),
        _statements(findings, names, tables),
        _themes(findings, names),
        _roles(findings, names),
        _dilemmas(findings),
        _participants(findings, names, tables["participants"]),
    )


_SESSION = (Column("Sessie", 40, wide=True), Column("Datum", 14, "date"), Column("Reeks", 24, wide=True))
_REPORT = Column("Verslag", 44, wide=True)
_PLACE = (_REPORT, Column("Regel", 8, "number"), Column("Bladzijde", 11, "number"))


def _sessions(findings: Findings, names: Names) -> Sheet:
    columns = (
        *_SESSION,
        Column("Inzichten", 11, "number"),
        Column("Uitspraken", 12, "number"),
        *(Column(f"Soort: {kind_name(kind)}", 12, "number") for kind in KINDS),
        Column("Thema’s", 50, wide=True),
        Column("Aanwezig", 11, "number"),
        Column("Afwezig gemeld", 11, "number"),
        _REPORT,
        Column("Sessienummer", 56),
    )
    rows = [
        (
            *_session(session),
            len(session.insights),
            len(session.statements),
            *(session.n_of_kind(kind) for kind in KINDS),
            _joined(names.theme(code) for code in sorted(session.themes)),
            sum(group.n_persons for group in session.attendance),
            session.n_absent,
            session.path,
            session.session_id,
        )
        for session in findings.sessions
    ]
    return Sheet("Sessies", "Elke sessie, op volgorde van datum.", columns, rows)


def _insights(findings: Findings, names: Names, table: pd.DataFrame) -> Sheet:
    columns = (
        Column("Nummer", 9),
        Column("Kop", 40, wide=True),
        Column("Tekst", 90, wide=True),
        *_SESSION,
        Column("Thema’s", 36, wide=True),
        Column("Uitspraken", 12, "number"),
        *(Column(f"Soort: {kind_name(kind)}", 12, "number") for kind in KINDS),
        *_PLACE,
        Column("Inzichtnummer", 56),
    )
    of_insight = {row["insight_id"]: row for row in records(table, ["insight_id", "text", "page"])}
    rows = []
    for session, insight in _all_insights(findings):
        kinds = Counter(statement.kind for statement in insight.statements)
        row = of_insight[insight.insight_id]
        rows.append(
            (
                insight.number,
                insight.heading,
                row["text"],
                *_session(session),
                _joined(map(names.theme, insight.themes)),
                len(insight.statements),
                *(kinds[kind] for kind in KINDS),
                session.path,
                insight.line,
                row["page"],
                insight.insight_id,
            )
        )
    purpose = "Elk inzicht met zijn tekst: een agendapunt of een passage onder een eigen kop."
    return Sheet("Inzichten", purpose, columns, rows)


def _statements(findings: Findings, names: Names, tables: Mapping[str, pd.DataFrame]) -> Sheet:
    columns = (
        Column("Uitspraak", 90, wide=True),
        Column("Soort", 11),
        Column("Kans op deze soort", 11, "share"),
        Column("Volgens", 22, wide=True),
        Column("Thema’s", 30, wide=True),
        Column("Rollen", 30, wide=True),
        Column("Terugkerend dilemma", 36, wide=True),
        *_SESSION,
        Column("Inzicht", 36, wide=True),
        *_PLACE,
        Column("Uitspraaknummer", 56),
    )
    pages = {row["insight_id"]: row["page"] for row in records(tables["insights"], ["insight_id", "page"])}
    scores = {
        row["statement_id"]: row["kind_score"] for row in records(tables["statements"], ["statement_id", "kind_score"])
    }
    labels = {dilemma.topic_id: dilemma.label for dilemma in findings.recurring}
    dilemma_of = {
        row["statement_id"]: labels.get(row["topic_id"])
        for row in records(tables["topic_assignments"], ["statement_id", "topic_id"])
    }
    rows = [
        (
            statement.text,
            kind_name(statement.kind),
            scores[statement.statement_id],
            names.role(statement.attributed_to) if statement.attributed_to else None,
            _joined(map(names.theme, statement.themes)),
            _joined(map(names.role, statement.roles)),
            dilemma_of.get(statement.statement_id),
            *_session(session),
            insight.label,
            session.path,
            statement.line,
            pages[insight.insight_id],
            statement.statement_id,
        )
        for session, insight in _all_insights(findings)
        for statement in insight.statements
    ]
    return Sheet("Uitspraken", "Elke uitspraak, letterlijk, met soort, bron en plaats.", columns, rows)


def _themes(findings: Findings, names: Names) -> Sheet:
    columns = (
        Column("Thema", 36, wide=True),
        Column("Sessies", 10, "number"),
        Column("Aandeel van de sessies", 13, "share"),
        Column("Uitspraken", 12, "number"),
        Column("Adviezen", 11, "number"),
        Column("Code", 28),
    )
    n = len(findings.sessions)
    rows: list[tuple[Value, ...]] = [
        (theme.name, theme.n_sessions, _share(theme.n_sessions, n), theme.n_statements, theme.n_advice, theme.code)
        for theme in findings.themes
    ]
    found = {theme.code for theme in findings.themes}
    others = sorted((name, code) for code, name in names.themes.items() if code not in found)
    rows += [(name, 0, _share(0, n), 0, 0, code) for name, code in others]
    return Sheet("Thema’s", "Elk thema van het codeboek, het meest genoemde eerst.", columns, rows)


def _roles(findings: Findings, names: Names) -> Sheet:
    columns = (
        Column("Rol", 32, wide=True),
        Column("Sessies waarin genoemd of als bron", 17, "number"),
        Column("Aandeel van de sessies", 13, "share"),
        Column("Uitspraken waarin genoemd of als bron", 18, "number"),
        *(Column(f"Bron van: {kind_name(kind)}", 13, "number") for kind in KINDS),
        Column("Code", 28),
    )
    sessions: dict[str, set[str]] = {}
    with_role: Counter[str] = Counter()
    source_of: Counter[tuple[str | None, str]] = Counter()
    for statement in findings.statements:
        with_role.update(statement.roles)
        source_of[statement.attributed_to, statement.kind] += 1
        for role in statement.roles:
            sessions.setdefault(role, set()).add(statement.session_id)
    n = len(findings.sessions)
    codes = sorted({*names.roles, *with_role}, key=lambda code: (-with_role[code], names.role(code), code))
    rows = [
        (
            names.role(code),
            len(sessions.get(code, ())),
            _share(len(sessions.get(code, ())), n),
            with_role[code],
            *(source_of[code, kind] for kind in KINDS),
            code,
        )
        for code in codes
    ]
    return Sheet("Rollen", "Elke rol van het codeboek, de meest genoemde eerst.", columns, rows)


def _dilemmas(findings: Findings) -> Sheet:
    columns = (
        Column("Dilemma", 44, wide=True),
        Column("Sessies", 10, "number"),
        Column("Aandeel van de sessies", 13, "share"),
        Column("Uitspraken", 12, "number"),
        Column("Eerste sessie", 14, "date"),
        Column("Ingebracht door", 30, wide=True),
        Column("Adviezen in dezelfde inzichten", 14, "number"),
        Column("Stabiliteit", 12, "share"),
        Column("Kenmerkende uitspraak", 80, wide=True),
        Column("Sessie daarvan", 40, wide=True),
        _REPORT,
        Column("Inzicht", 36, wide=True),
        Column("Regel", 8, "number"),
        Column("Onderwerp", 12),
    )
    n = len(findings.sessions)
    rows = [_dilemma(dilemma, n) for dilemma in findings.recurring]
    purpose = "Elk dilemma dat in ten minste twee sessies voorkomt, het meest terugkerende eerst."
    return Sheet("Dilemma’s", purpose, columns, rows)


def _dilemma(dilemma: Dilemma, n_sessions: int) -> tuple[Value, ...]:
    quote = dilemma.key_sentence or dilemma.quotes[0]
    return (
        dilemma.label,
        dilemma.n_sessions,
        _share(dilemma.n_sessions, n_sessions),
        dilemma.n_statements,
        _session(dilemma.sessions[0])[1],
        _joined(f"{count.name} ({count.n})" for count in dilemma.raised_by),
        dilemma.n_advice,
        dilemma.stability,
        quote.text,
        quote.session_label,
        quote.path,
        quote.insight_label,
        quote.line,
        dilemma.topic_id,
    )


def _participants(findings: Findings, names: Names, table: pd.DataFrame) -> Sheet:
    columns = (
        Column("Deelnemer", 36, wide=True),
        Column("Functie", 22),
        Column("Organisatie", 22, wide=True),
        Column("Organisatie voluit", 40, wide=True),
        Column("Rol", 22, wide=True),
        Column("Voorzitter", 12),
        Column("Aanwezig", 12),
        *_SESSION,
        _REPORT,
        Column("Deelnemernummer", 56),
    )
    persons: dict[str, list[dict[str, Any]]] = {}
    for row in records(table):
        persons.setdefault(row["session_id"], []).append(row)
    rows = [
        (
            row["name"],
            row["function"],
            row["organisation"],
            row["organisation_name"],
            names.role(row["role"]) if row["role"] else None,
            _yes_or_no(row["is_chair"]),
            _yes_or_no(row["present"]),
            *_session(session),
            session.path,
            row["participant_id"],
        )
        for session in findings.sessions
        for row in persons.get(session.session_id, ())
    ]
    purpose = "Wie het verslag als deelnemer noemt, per sessie; namen zijn vervangen als dat zo is ingesteld."
    return Sheet("Deelnemers", purpose, columns, rows)


def _all_insights(findings: Findings) -> Iterable[tuple[Session, Insight]]:
    return ((session, insight) for session in findings.sessions for insight in session.insights)


def _session(session: Session) -> tuple[str, Value, str | None]:
    return (session.title, _day(session), session.series)


def _day(session: Session) -> Value:
    """Return when a session was; a date that lacks a day or a year stays text."""
    day = edtf.day(session.date)
    return day if day and day >= _FIRST_DAY else session.date_label


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _joined(names: Iterable[str]) -> str | None:
    return "; ".join(names) or None


def _yes_or_no(flag: bool) -> str:
    return "ja" if flag else "nee"
