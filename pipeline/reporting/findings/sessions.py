"""From the tables to sessions with their insights and statements, every text checked."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from pipeline.dutch import edtf
from pipeline.dutch.wording import collapse
from pipeline.errors import OffsetError
from pipeline.reporting.findings.model import Attendance, Insight, Session, Statement
from pipeline.reporting.inputs import Names
from pipeline.tables import records

Row = dict[str, Any]


def sessions(tables: Mapping[str, pd.DataFrame], texts: Mapping[str, str], names: Names) -> tuple[Session, ...]:
    """Return the sessions in order of time.

    Parameters
    ----------
    tables
        The tables of the data contract.
    texts
        The normalised text of each report.
    names
        Which themes are part of which.

    Raises
    ------
    OffsetError
        If a statement does not stand in its text where its offsets say.
    """
    participants = _grouped(records(tables["participants"]), "session_id")
    insights = _insights(tables, _statements(tables, texts, participants, names), names)
    paths = {row["report_id"]: row["path"] for row in records(tables["reports"])}
    found = [
        Session(
            session_id=row["session_id"],
            title=collapse(row["title"] or "") or "Sessie zonder titel",
            date=row["date"],
            date_label=edtf.label(row["date"], row["date_text"]),
            series=collapse(row["series"] or "") or None,
            path=paths.get(row["report_id"], row["report_id"]),
            insights=tuple(insights[row["session_id"]]),
            attendance=_attendance(participants[row["session_id"]]),
            n_absent=sum(not person["present"] for person in participants[row["session_id"]]),
            roles_present=frozenset(
                role
                for person in participants[row["session_id"]]
                if person["present"]
                for role in (person["function"], person["role"])
                if role
            ),
        )
        for row in records(tables["sessions"])
    ]
    return tuple(sorted(found, key=lambda session: session.sort_key))


def _statements(
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    participants: Mapping[str, list[Row]],
    names: Names,
) -> Mapping[str, list[Statement]]:
    """Return the statements of each insight, in order."""
    themes = _codes(tables["theme_mentions"], "statement_id", "theme")
    roles = _codes(tables["role_mentions"], "statement_id", "role")
    newlines = {report_id: _newlines(text) for report_id, text in texts.items()}
    found: dict[str, list[Statement]] = defaultdict(list)
    for row in sorted(records(tables["statements"]), key=lambda row: row["position"]):
        start, end, report_id = row["start_char"], row["end_char"], row["report_id"]
        if report_id not in texts or texts[report_id][start:end] != row["text"]:
            raise OffsetError(f"{report_id}[{start}:{end}] is not {row['text']!r}")
        statement_id, attributed_to = row["statement_id"], row["attributed_to"]
        attributed = {attributed_to} if attributed_to else set()
        found[row["insight_id"]].append(
            Statement(
                statement_id=statement_id,
                insight_id=row["insight_id"],
                session_id=row["session_id"],
                text=row["text"],
                line=bisect_left(newlines[report_id], start) + 1,
                kind=row["kind"],
                attributed_to=attributed_to,
                organisation=_organisation(attributed_to, participants[row["session_id"]]),
                themes=tuple(sorted(themes[statement_id])),
                all_themes=names.with_broader(themes[statement_id]),
                roles=tuple(sorted(roles[statement_id] | attributed)),
                nouns=frozenset(row["nouns"]),
                is_uncertain=row["is_uncertain"],
                stands_alone=row["stands_alone"] or 0.0,
                both_sides=row["both_sides"] or 0.0,
                advice_type=row["advice_type"],
                lemmas=tuple(row["lemmas"]),
            )
        )
    return found


def _insights(
    tables: Mapping[str, pd.DataFrame], statements: Mapping[str, list[Statement]], names: Names
) -> Mapping[str, list[Insight]]:
    """Return the insights of each session, in order."""
    themes = _codes(tables["theme_mentions"], "insight_id", "theme")
    found: dict[str, list[Insight]] = defaultdict(list)
    for row in sorted(records(tables["insights"]), key=lambda row: row["position"]):
        found[row["session_id"]].append(
            Insight(
                insight_id=row["insight_id"],
                position=row["position"],
                number=row["number"],
                heading=collapse(row["heading"] or "") or None,
                line=row["line"],
                page=row["page"],
                statements=tuple(statements.get(row["insight_id"], ())),
                themes=tuple(sorted(themes[row["insight_id"]])),
                all_themes=names.with_broader(themes[row["insight_id"]]),
            )
        )
    return found


def _organisation(role: str | None, participants: Iterable[Row]) -> str | None:
    """Return the organisation whose view is told, where those present with the role all come from that one.

    A report names the role that holds a view, not the person. The organisation follows only if no other is possible.
    """
    held_by = {
        person["organisation"]
        for person in participants
        if person["present"] and role is not None and role in (person["function"], person["role"])
    }
    return held_by.pop() if len(held_by) == 1 else None


def _codes(mentions: pd.DataFrame, key: str, code: str) -> Mapping[str, set[str]]:
    """Return the codes mentioned, and not negated, in each statement or insight."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in records(mentions):
        if row[key] is not None and not row["negated"]:
            found[row[key]].add(row[code])
    return found


def _newlines(text: str) -> list[int]:
    return [offset for offset, character in enumerate(text) if character == "\n"]


def _attendance(participants: Iterable[Row]) -> tuple[Attendance, ...]:
    """Return those present by function, in the order in which the report names them."""
    by_function: dict[str | None, list[str | None]] = defaultdict(list)
    for person in participants:
        if person["present"]:
            by_function[person["function"]].append(person["organisation"])
    return tuple(
        Attendance(
            function=function,
            organisations=tuple(dict.fromkeys(name for name in organisations if name)),
            n_persons=len(organisations),
        )
        for function, organisations in by_function.items()
    )


def _grouped(rows: Iterable[Row], key: str) -> Mapping[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped
