"""A part of what was analysed: which sessions and insights, and the tables that are left of them."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.dutch import edtf
from pipeline.dutch.wording import collapse
from pipeline.nlp.codebook import Code, Codebook

_MAX_FOLDER = 60  # characters of a folder's name; the rest is told by a digest


@dataclass(frozen=True)
class ChosenSession:
    """A session that was asked for, and the name by which it differs from all others where it can."""

    session_id: str
    name: str


@dataclass(frozen=True)
class Selection:
    """What stays of an analysis; an empty selection keeps everything.

    A session stays if it belongs to one of the series, is one of the sessions, one of the organisations was present,
    and its date, as far as it is known, lies wholly in the period. With themes or roles an insight stays if its
    heading or a statement in it mentions one of the themes, and one of the roles or is attributed to it; negated
    mentions do not count, as in the report. A session stays with the insights that stay.

    Attributes
    ----------
    themes, roles
        Codes; without any, insights are not chosen by them.
    narrower
        Codes of themes that fall under one of `themes`, and count with it.
    series
        Names as they stand in the table of sessions, on one line.
    sessions
        Sessions; without any, each may stay.
    organisations
        Short names as they stand in the table of participants, on one line; the full name where there is no short one.
    since, until
        The first and the last date of the period, in EDTF and with a year.
    """

    themes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    narrower: tuple[str, ...] = ()
    sessions: tuple[ChosenSession, ...] = ()
    organisations: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The name of the folder for a report on this part: letters, digits and hyphens."""
        period = [f"{word}-{day}" for word, day in (("vanaf", self.since), ("tot", self.until)) if day]
        sessions = [f"sessie-{session.name}" for session in self.sessions]
        organisations = [f"organisatie-{name}" for name in self.organisations]
        parts = [*self.themes, *self.roles, *self.series, *sessions, *organisations, *period]
        wanted = "-".join(parts).lower()
        letters = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode()
        name = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
        if name != re.sub(r"[ _]", "-", wanted) or len(name) > _MAX_FOLDER:  # another choice could have this name too
            name = f"{name[:_MAX_FOLDER]}-{hashlib.sha256(repr(self).encode()).hexdigest()[:8]}"
        return f"deel-{name}"

    def in_words(self, codebook: Codebook) -> str:
        """Return the selection in Dutch, such as `thema ‘Vertrouwen’, vanaf 2024`."""
        period = [
            f"vanaf {edtf.label(self.since)}" if self.since else "",
            f"tot en met {edtf.label(self.until)}" if self.until else "",
        ]
        told = [
            _told("thema", [_name(code, codebook.themes) for code in self.themes]),
            _told("rol", [_name(code, codebook.roles) for code in self.roles]),
            _told("reeks", self.series),
            _told("sessie", [session.name for session in self.sessions]),
            _told("organisatie", self.organisations),
            " ".join(filter(None, period)),
        ]
        return ", ".join(filter(None, told))

    def nothing_left(self, codebook: Codebook) -> str:
        """Return the sentence for a selection of no session."""
        if self == Selection():
            return "Er zijn geen sessies om over te rapporteren; draai eerst een analyse met verslagen."
        return f"Geen sessie voldoet aan deze keuze ({self.in_words(codebook)}); kies ruimer, of laat een optie weg."

    def keeps(self, row: Mapping[str, str | None], present: Collection[str] = ()) -> bool:
        """Return whether a session stays by its series, its id, its date and the organisations that were present."""
        return (
            (not self.series or collapse(row["series"] or "") in self.series)
            and (not self.sessions or row["session_id"] in {session.session_id for session in self.sessions})
            and (not self.organisations or not set(self.organisations).isdisjoint(present))
            and self._is_within(row["date"])
        )

    def n_undated(self, sessions: pd.DataFrame) -> int:
        """Return of how many of these sessions the date does not tell whether they are in the period."""
        days = sessions["date"].astype(object).where(sessions["date"].notna(), None)
        return sum(self._could_be_within(day) and not self._is_within(day) for day in days)

    def _is_within(self, day: str | None) -> bool:
        if self.since is None and self.until is None:
            return True
        if day is None or not edtf.has_year(day):
            return False
        return self._period[0] <= edtf.first_day(day) and edtf.last_day(day) <= self._period[1]

    def _could_be_within(self, day: str | None) -> bool:
        if day is None or not edtf.has_year(day):
            return True
        return self._period[0] <= edtf.last_day(day) and edtf.first_day(day) <= self._period[1]

    @property
    def _period(self) -> tuple[str, str]:
        return (
            edtf.first_day(self.since) if self.since else "",
            edtf.last_day(self.until) if self.until else "9999-99",
        )


def select(
    data: Mapping[str, pd.DataFrame], texts: Mapping[str, str], selection: Selection
) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return what is left of the tables and texts; the given ones stay as they are.

    Topics keep their ids, labels, terms and stability; their counts are of the part, and those without a dilemma
    in it are gone, also as the nearest of another dilemma. Files that were not used stay: nobody knows what they
    were about. What changed since the former analysis goes: it is about all sessions.
    """
    if selection == Selection():
        return dict(data), dict(texts)
    present = _present(data["participants"])
    sessions = {
        row["session_id"]
        for row in tables.records(data["sessions"])
        if selection.keeps(row, present.get(row["session_id"], ()))
    }
    insights = {row["insight_id"] for row in tables.records(data["insights"]) if row["session_id"] in sessions}
    if selection.themes:
        insights &= _mentioning(data["theme_mentions"], "theme", (*selection.themes, *selection.narrower))
    if selection.roles:
        attributed = data["statements"][data["statements"]["attributed_to"].isin(selection.roles)]
        insights &= _mentioning(data["role_mentions"], "role", selection.roles) | set(attributed["insight_id"])
    if selection.themes or selection.roles:
        sessions = set(data["insights"][data["insights"]["insight_id"].isin(insights)]["session_id"])
    left = {**data}
    for table in ("sessions", "participants"):
        left[table] = _rows(data[table], "session_id", sessions)
    for table in ("insights", "statements", "theme_mentions", "role_mentions"):
        left[table] = _rows(data[table], "insight_id", insights)
    reports = set(left["sessions"]["report_id"])
    for table in ("reports", "entities", "blocks", "unused"):
        left[table] = _rows(data[table], "report_id", reports)
    rejections = data["rejections"]
    of_part = rejections["report_id"].isna() | rejections["report_id"].isin(reports)
    left["rejections"] = rejections[of_part].reset_index(drop=True)
    corrections = data["corrections"]
    of_part = corrections["session_id"].isna() | corrections["session_id"].isin(sessions)
    of_part &= corrections["report_id"].isna() | corrections["report_id"].isin(reports)
    left["corrections"] = corrections[of_part].reset_index(drop=True)
    left["commitments"] = _commitments(data["commitments"], set(left["statements"]["statement_id"]))
    left |= _topics(data, left["statements"])
    return left, {report_id: text for report_id, text in texts.items() if report_id in reports}


def organisation_of(row: Mapping[str, Any]) -> str | None:
    """Return the short name of a participant's organisation, or else the full one; None if the report names none."""
    return collapse(row["organisation"] or row["organisation_name"] or "") or None


def _present(participants: pd.DataFrame) -> dict[str, set[str]]:
    """Return the organisations that were present, by session."""
    found: dict[str, set[str]] = {}
    for row in tables.records(participants):
        if row["present"] and (name := organisation_of(row)):
            found.setdefault(row["session_id"], set()).add(name)
    return found


def _commitments(commitments: pd.DataFrame, statements: Collection[str]) -> pd.DataFrame:
    """Return the promises that are left; what comes back to one counts only where it is left too."""
    left = _rows(commitments, "statement_id", statements)
    return left.assign(returns_in=left["returns_in"].where(left["returns_in"].isin(statements)))


def _topics(data: Mapping[str, pd.DataFrame], statements: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables on topics with only the dilemmas among these statements."""
    session_of = dict(zip(statements["statement_id"], statements["session_id"], strict=True))
    members = [row for row in tables.records(data["topic_assignments"]) if row["statement_id"] in session_of]
    by_topic: dict[str, list[str]] = {}
    for row in members:
        if row["topic_id"] is not None:
            by_topic.setdefault(row["topic_id"], []).append(session_of[row["statement_id"]])
    topics = [
        {**row, "n_statements": len(by_topic[row["topic_id"]]), "n_sessions": len(set(by_topic[row["topic_id"]]))}
        for row in tables.records(data["topics"])
        if row["topic_id"] in by_topic
    ]
    assignments = [
        {**row, "nearest_topic_id": row["nearest_topic_id"] if row["nearest_topic_id"] in by_topic else None}
        for row in members
    ]
    return {
        "topics": tables.frame("topics", topics),
        "topic_assignments": tables.frame("topic_assignments", assignments),
        "similar_statements": _similar(data["similar_statements"], set(session_of)),
        "topic_changes": tables.frame("topic_changes", []),
    }


def _similar(similar: pd.DataFrame, statements: Collection[str]) -> pd.DataFrame:
    """Return the groups of like statements of which two or more are left."""
    left = _rows(similar, "statement_id", statements)
    return left[left.groupby("group_id")["statement_id"].transform("count") >= 2].reset_index(drop=True)


def _mentioning(mentions: pd.DataFrame, column: str, codes: Collection[str]) -> set[str]:
    return set(mentions[mentions[column].isin(codes) & ~mentions["negated"]]["insight_id"])


def _rows(table: pd.DataFrame, column: str, values: Collection[str]) -> pd.DataFrame:
    return table[table[column].isin(values)].reset_index(drop=True)


def _told(what: str, names: Sequence[str]) -> str:
    return f"{what} {' of '.join(f'‘{name}’' for name in names)}" if names else ""


def _name(code: str, codes: Iterable[Code]) -> str:
    return next((one.name for one in codes if one.code == code), code)
