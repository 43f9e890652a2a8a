"""Corrections of sessions and of who took part."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.corrections.insights import Insights
from pipeline.corrections.model import What
from pipeline.corrections.outcome import APPLIED, LooseError, Outcome, Target
from pipeline.corrections.read import OF_SESSION, YES
from pipeline.corrections.statements import Codes
from pipeline.corrections.texts import normal
from pipeline.dutch.organisations import lookup
from pipeline.dutch.wording import count, number

_COLUMN = {
    What.PARTICIPANT_NAME: "name", What.PARTICIPANT_FUNCTION: "function", What.PARTICIPANT_ROLE: "role",
    What.PARTICIPANT_PRESENT: "present", What.PARTICIPANT_ORGANISATION: "organisation",
    What.DATE: "date", What.TITLE: "title", What.SERIES: "series",
}  # fmt: skip
OF_PARTICIPANT = frozenset({What.PARTICIPANT_DROPPED, *_COLUMN}) - OF_SESSION
WHATS = OF_PARTICIPANT | OF_SESSION
_AS_LISTED = "neem de naam over zoals zij in de lijst van aanwezigen staat, of haal de rij weg"


class Sessions:
    """The sessions of all reports and who took part, to look up by place and to change.

    Parameters
    ----------
    data
        The tables `sessions`, `participants` and `entities`.
    insights
        What tells to which session of a report a place belongs.
    codes
        What the codebook has.
    """

    def __init__(self, data: Mapping[str, pd.DataFrame], insights: Insights, codes: Codes) -> None:
        self._data = data
        self._insights = insights
        self._codes = codes
        self._sessions = {row["session_id"]: row for row in tables.records(data["sessions"])}
        self._of_report: dict[str, list[str]] = defaultdict(list)
        for row in self._sessions.values():
            self._of_report[row["report_id"]].append(row["session_id"])
        self._participants = {row["participant_id"]: row for row in tables.records(data["participants"])}
        self._present: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self._participants.values():
            self._present[self._sessions[row["session_id"]]["report_id"]].append(row)

    def resolve(self, one: Outcome, report_of: Callable[[Outcome], str | None]) -> None:
        """Find out what a correction sets; `report_of` gives the report of one that quotes nothing.

        Raises
        ------
        LooseError
            If its session or participant is not there.
        """
        what, becomes = one.correction.what, one.correction.becomes
        if what in OF_SESSION:
            session = self._sessions[self._session_of(one, report_of)]
            one.ids |= {"report_id": session["report_id"], "session_id": session["session_id"]}
            one.machine = session[_COLUMN[what]] or ""
            one.targets = (Target((what.value, session["session_id"]), becomes, one.machine),)
            return
        rows = self._participants_meant(one, report_of)
        row = rows[0]
        session = self._sessions[row["session_id"]]
        one.ids |= {"report_id": session["report_id"], "session_id": row["session_id"]}
        if len(rows) > 1:
            one.place, one.ids, one.machine = None, {}, row["name"]
            one.targets = tuple(Target((what.value, own["participant_id"]), becomes, own["name"]) for own in rows)
            return
        key = (what.value, row["participant_id"])
        if what is What.PARTICIPANT_DROPPED:
            one.machine = row["name"]
            one.targets = (Target(key, YES, ""),)
            return
        if what is What.PARTICIPANT_ROLE and becomes:
            one.becomes = becomes = self._codes.find(what, becomes)
        if what is What.PARTICIPANT_ORGANISATION and becomes:
            known = lookup(becomes, ignore_case=True, bare_place=False)
            one.becomes = becomes = known.code if known else becomes
        value = row[_COLUMN[what]]
        one.machine = (
            {True: "ja", False: "nee"}.get(value, value) or "" if what is What.PARTICIPANT_PRESENT else value or ""
        )
        one.targets = (Target(key, becomes, one.machine),)

    def _session_of(self, one: Outcome, report_of: Callable[[Outcome], str | None]) -> str:
        report_id = one.place.report_id if one.place is not None else report_of(one)
        if report_id is None:
            raise LooseError(
                "Dit verslag is er niet meer onder deze naam; verbeter de kolom verslag of vul een citaat in."
            )
        sessions = self._of_report.get(report_id, [])
        if len(sessions) == 1:
            return sessions[0]
        insight = self._insights.at(one.place) if one.place is not None else None
        if insight is None:
            raise LooseError(
                "Dit verslag gaat over meer sessies; neem in de kolom citaat woorden uit een inzicht ervan."
            )
        return str(insight["session_id"])

    def _participants_meant(self, one: Outcome, report_of: Callable[[Outcome], str | None]) -> list[dict[str, Any]]:
        """Return the participant at the place of a correction, or whoever is called so where only a name is said.

        A name that is put right without a report is of the same person in all reports.
        """
        what, anchor = one.correction.what, one.correction.anchor
        is_everywhere = what is What.PARTICIPANT_NAME and anchor.is_bare and not anchor.report
        named = self._called(anchor.quote)
        if one.place is not None and not (is_everywhere and named):
            return [self._participant_at(one)]
        report_id = report_of(one)
        if report_id is not None:
            named = [row for row in named if self._report_of(row) == report_id]
        if not named:
            raise LooseError(f"Zo heet geen deelnemer{' in dit verslag' if report_id else ''}; {_AS_LISTED}.")
        n_reports, n_sessions = len(set(map(self._report_of, named))), len({row["session_id"] for row in named})
        if n_sessions < len(named):
            raise LooseError("Zo heten twee deelnemers van één sessie; wijs er een aan met ervoor, erna of voorkomen.")
        if what is not What.PARTICIPANT_NAME and n_reports > 1:
            where = f"in {number(n_reports)} verslagen"
            raise LooseError(f"Deze naam staat {where} bij de deelnemers; vul in de kolom verslag in welk u bedoelt.")
        if what is not What.PARTICIPANT_NAME and n_sessions > 1:
            raise LooseError("Deze naam staat bij meer sessies van dit verslag; wijs er een aan met ervoor en erna.")
        return named

    def _called(self, name: str) -> list[dict[str, Any]]:
        said = normal(name).strip()
        return [row for row in self._participants.values() if normal(row["name"]).strip() == said]

    def _report_of(self, participant: Mapping[str, Any]) -> str:
        return str(self._sessions[participant["session_id"]]["report_id"])

    def tell_namesakes(self, outcomes: Sequence[Outcome]) -> None:
        """Say of each name that was put right in one report that it stands in others too, where no row changes it."""
        applied = [one for one in outcomes if one.status == APPLIED and one.correction.what is What.PARTICIPANT_NAME]
        put_right = {target.key[1] for one in applied for target in one.targets}
        for one in applied:
            first = self._participants[one.targets[0].key[1]]
            own = {self._report_of(self._participants[target.key[1]]) for target in one.targets}
            others = [row for row in self._called(first["name"]) if row["participant_id"] not in put_right]
            n = len({self._report_of(row) for row in others} - own)
            if n:
                where = count(n, "ander verslag", "andere verslagen")
                remedy = "is dat dezelfde persoon, laat dan de kolom verslag leeg"
                one.messages.append(f"Deze naam staat ook in {where}, en blijft daar zoals zij is; {remedy}.")

    def _participant_at(self, one: Outcome) -> dict[str, Any]:
        """Return the participant whose name stands at the place of a correction."""
        place = one.place
        assert place is not None  # noqa: S101
        own = self._present.get(place.report_id, [])
        there = [
            row
            for row in own
            if row["start_char"] is not None and row["start_char"] < place.end and place.start < row["end_char"]
        ]
        if len(there) != 1:
            said = normal(one.text or "").strip()
            named = [row for row in own if normal(row["name"]) == said]
            there = named if not there else [row for row in there if row in named]
        if len(there) != 1:
            raise LooseError("Op deze plaats staat geen deelnemer meer; neem in de kolom citaat één naam uit de lijst.")
        return there[0]

    def changed(self, outcomes: Sequence[Outcome]) -> dict[str, pd.DataFrame]:
        """Return the tables as they are with the corrections that are applied; none if there are none."""
        applied = [one for one in outcomes if one.status == APPLIED and one.correction.what in WHATS]
        if not applied:
            return {}
        sessions = {key: dict(row) for key, row in self._sessions.items()}
        participants = {key: dict(row) for key, row in self._participants.items()}
        names: dict[tuple[str, str], str] = {}
        dropped: set[str] = set()
        for one in applied:
            what, key, becomes = one.correction.what, one.targets[0].key[1], one.targets[0].value
            if what is What.PARTICIPANT_NAME:
                for target in one.targets:
                    row = participants[target.key[1]]
                    names[self._report_of(row), row["name"]] = target.value
                    row["name"] = target.value
                continue
            if what in OF_SESSION:
                sessions[key][_COLUMN[what]] = becomes or None
                if what is What.DATE:
                    sessions[key]["date_source"] = "opgegeven"
            elif what is What.PARTICIPANT_DROPPED:
                dropped.add(key)
            else:
                row = participants[key]
                row[_COLUMN[what]] = becomes == YES if what is What.PARTICIPANT_PRESENT else becomes or None
                if what is What.PARTICIPANT_ORGANISATION:
                    known = lookup(becomes, ignore_case=True, bare_place=False) if becomes else None
                    row["organisation_name"] = known.name if known else becomes or None
        entities = tables.records(self._data["entities"]) if names else []
        for row in entities:  # what stands for a name in the report is told by the one that is right
            row["canonical"] = names.get((row["report_id"], row["canonical"]), row["canonical"])
        found = {
            "sessions": tables.frame("sessions", sessions.values()),
            "participants": tables.frame(
                "participants", [row for key, row in participants.items() if key not in dropped]
            ),
        }
        return found | ({"entities": tables.frame("entities", entities)} if names else {})
