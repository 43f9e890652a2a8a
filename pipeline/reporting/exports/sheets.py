"""What stands in the workbook: a sheet for sessions, insights, statements, commitments, themes, roles and so on."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.reporting.exports import matrix_sheet, statement_sheets
from pipeline.reporting.exports.cells import (
    REPORT,
    SESSION,
    Column,
    Sheet,
    Value,
    joined,
    session_cells,
    share,
    yes_or_no,
)
from pipeline.reporting.findings.model import Dilemma, Findings
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name
from pipeline.tables import KINDS, records


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
        statement_sheets.insights(findings, names, tables["insights"]),
        statement_sheets.statements(findings, names, tables),
        statement_sheets.commitments(findings, tables["commitments"]),
        _themes(findings, names),
        matrix_sheet.matrix(findings, names, tables["statements"]),
        _roles(findings, names),
        _dilemmas(findings),
        _participants(findings, names, tables["participants"]),
        _corrections(findings),
    )


def _sessions(findings: Findings, names: Names) -> Sheet:
    columns = (
        *SESSION,
        Column("Inzichten", 11, "number"),
        Column("Uitspraken", 12, "number"),
        *(Column(f"Soort: {kind_name(kind)}", 12, "number") for kind in KINDS),
        Column("Thema’s", 50, wide=True),
        Column("Aanwezig", 11, "number"),
        Column("Afwezig gemeld", 11, "number"),
        REPORT,
        Column("Sessienummer", 56),
    )
    rows = [
        (
            *session_cells(session),
            len(session.insights),
            len(session.statements),
            *(session.n_of_kind(kind) for kind in KINDS),
            joined(names.theme(code) for code in sorted(session.themes)),
            sum(group.n_persons for group in session.attendance),
            session.n_absent,
            session.path,
            session.session_id,
        )
        for session in findings.sessions
    ]
    return Sheet("Sessies", "Elke sessie, op volgorde van datum.", columns, rows)


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
        (theme.name, theme.n_sessions, share(theme.n_sessions, n), theme.n_statements, theme.n_advice, theme.code)
        for theme in findings.themes
    ]
    found = {theme.code for theme in findings.themes}
    others = sorted((name, code) for code, name in names.themes.items() if code not in found)
    rows += [(name, 0, share(0, n), 0, 0, code) for name, code in others]
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
            share(len(sessions.get(code, ())), n),
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
        Column("Thema", 30, wide=True),
        Column("Sessies", 10, "number"),
        Column("Aandeel van de sessies", 13, "share"),
        Column("Uitspraken", 12, "number"),
        Column("Jaren", 12),
        Column("Eerste sessie", 14, "date"),
        Column("Ingebracht door", 30, wide=True),
        Column("Adviezen in dezelfde inzichten", 14, "number"),
        Column("Sessies met advies", 11, "number"),
        Column("Stabiliteit", 12, "share"),
        Column("Kernzin", 80, wide=True),
        Column("Sessie daarvan", 40, wide=True),
        REPORT,
        Column("Inzicht", 36, wide=True),
        Column("Regel", 8, "number"),
        Column("Onderwerp", 12),
    )
    n = len(findings.sessions)
    rows = [_dilemma(dilemma, n) for dilemma in findings.recurring]
    purpose = (
        "Elk dilemma dat in ten minste twee sessies voorkomt, het meest terugkerende eerst. "
        "Zonder kernzin is geen van zijn uitspraken los te begrijpen."
    )
    return Sheet("Dilemma’s", purpose, columns, rows)


def _dilemma(dilemma: Dilemma, n_sessions: int) -> tuple[Value, ...]:
    key = dilemma.key_sentence
    return (
        dilemma.label,
        dilemma.theme,
        dilemma.n_sessions,
        share(dilemma.n_sessions, n_sessions),
        dilemma.n_statements,
        dilemma.years or None,
        session_cells(dilemma.sessions[0])[1],
        joined(f"{count.name} ({count.n})" for count in dilemma.raised_by),
        dilemma.n_advice,
        dilemma.n_advised,
        dilemma.stability,
        *((None,) * 5 if key is None else (key.text, key.session_label, key.path, key.insight_label, key.line)),
        dilemma.topic_id,
    )


def _corrections(findings: Findings) -> Sheet:
    columns = (
        Column("Bestand", 28, wide=True),
        Column("Rij", 8, "number"),
        Column("Wat", 20),
        Column("Stand", 14),
        Column("Melding", 50, wide=True),
        Column("Tekst", 60, wide=True),
        Column("Was", 22, wide=True),
        Column("Wordt", 22, wide=True),
        Column("Volgens het programma", 22, wide=True),
        Column("Wie", 18, wide=True),
        Column("Wanneer", 18),
        Column("Waarom", 40, wide=True),
        Column("Uitspraaknummer", 56),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.file,
            one.row,
            one.what,
            one.status,
            one.message,
            one.place,
            one.was,
            one.becomes,
            one.machine,
            one.coder,
            one.date,
            one.reason,
            one.statement_id,
        )
        for one in findings.corrections
    ]
    return Sheet("Correcties", "Elke regel van de bestanden met correcties, met wat ervan is geworden.", columns, rows)


def _participants(findings: Findings, names: Names, table: pd.DataFrame) -> Sheet:
    columns = (
        Column("Deelnemer", 36, wide=True),
        Column("Functie", 22),
        Column("Organisatie", 22, wide=True),
        Column("Organisatie voluit", 40, wide=True),
        Column("Rol", 22, wide=True),
        Column("Voorzitter", 12),
        Column("Aanwezig", 12),
        *SESSION,
        REPORT,
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
            yes_or_no(row["is_chair"]),
            yes_or_no(row["present"]),
            *session_cells(session),
            session.path,
            row["participant_id"],
        )
        for session in findings.sessions
        for row in persons.get(session.session_id, ())
    ]
    purpose = "Wie het verslag als deelnemer noemt, per sessie; namen zijn vervangen als dat zo is ingesteld."
    return Sheet("Deelnemers", purpose, columns, rows)
