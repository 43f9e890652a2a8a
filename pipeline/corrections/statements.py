"""Corrections of a statement: its kind, its themes and roles, whose voice it is, and whether it counts at all."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.corrections.anchors import Place
from pipeline.corrections.model import NOBODY, What
from pipeline.corrections.outcome import APPLIED, CONFIRMED, LooseError, Outcome, Target
from pipeline.corrections.read import LEFT_OUT, NO, YES
from pipeline.tables import KINDS

TERM = "correctie"  # of a mention that a person added
WHATS = frozenset({What.KIND, What.THEME, What.ROLE, What.VOICE, What.STATEMENT, What.CHECKED, What.TOPIC})
_MENTIONS = {What.THEME: ("theme_mentions", "theme"), What.ROLE: ("role_mentions", "role")}
_MIN_COVERED = 0.6  # of a quote lies in the statement that it is of
Data = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Codes:
    """The Dutch names of the themes and roles of the codebook, by code."""

    themes: Mapping[str, str]
    roles: Mapping[str, str]

    def find(self, what: What, said: str, column: str = "wordt") -> str:
        """Return the code of a theme or role that is said by its code or its name, in a column of a row.

        Raises
        ------
        LooseError
            If the codebook has none.
        """
        is_theme = what is What.THEME
        known = self.themes if is_theme else self.roles
        if (code := code_said(said, known)) is not None:
            return code
        noun, none = ("Het thema", "geen thema") if is_theme else ("De rol", "geen rol")
        if " ".join(said.split()).casefold() in KINDS:
            remedy = "maak die leeg, of noem wat weg moet" if column == "was" else f"kies bij wat ‘{What.KIND}’"
            raise LooseError(f"In de kolom {column} staat “{said}”: dat is een soort en {none}; {remedy}.")
        remedy = "verbeter de code of haal de rij weg"
        raise LooseError(f"{noun} “{said}” in de kolom {column} staat niet in het codeboek; {remedy}.")


def code_said(said: str, names: Mapping[str, str]) -> str | None:
    """Return the code that is said by its code or its name, or None."""
    wanted = " ".join(said.split()).casefold()
    known = ((code, (code.casefold(), " ".join(name.split()).casefold())) for code, name in names.items())
    return next((code for code, ways in known if wanted in ways), None)


class Statements:
    """The statements of all reports, to look up by place and to change.

    Parameters
    ----------
    data
        The tables `reports`, `statements`, `theme_mentions`, `role_mentions` and `commitments`.
    codes
        What the codebook has.
    """

    def __init__(self, data: Data, codes: Codes) -> None:
        self._data = data
        self._codes = codes
        self.rows = {row["statement_id"]: row for row in tables.records(data["statements"])}
        by_report: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self.rows.values():
            by_report[row["report_id"]].append(row)
        self._by_report = {key: sorted(rows, key=lambda row: row["start_char"]) for key, rows in by_report.items()}
        self._ends = {key: [row["end_char"] for row in rows] for key, rows in self._by_report.items()}
        self._said: dict[What, dict[str, set[str]]] = {}
        for what, (table, column) in _MENTIONS.items():
            found: dict[str, set[str]] = defaultdict(set)
            for row in tables.records(data[table], ("statement_id", column, "negated")):
                if row["statement_id"] is not None and not row["negated"]:
                    found[row["statement_id"]].add(row[column])
            self._said[what] = found

    def at(self, place: Place) -> Mapping[str, Any]:
        """Return the statement that a place covers.

        Raises
        ------
        LooseError
            If there is none.
        """
        rows = self._by_report.get(place.report_id, [])
        best, most = None, 0
        for row in rows[bisect_left(self._ends.get(place.report_id, []), place.start + 1) :]:
            if row["start_char"] >= place.end:
                break
            shared = min(place.end, row["end_char"]) - max(place.start, row["start_char"])
            if shared > most:
                best, most = row, shared
        if best is None or most < _MIN_COVERED * (place.end - place.start):
            raise LooseError("Op deze plaats staat geen uitspraak meer; kies de woorden van één uitspraak.")
        return best

    def resolve(self, one: Outcome) -> None:
        """Find out what a correction sets.

        Raises
        ------
        LooseError
            If its statement or its code is not there.
        """
        assert one.place is not None  # noqa: S101
        row = self.at(one.place)
        key = row["statement_id"]
        one.ids |= {name: row[name] for name in ("report_id", "session_id", "insight_id", "statement_id")}
        what, becomes = one.correction.what, one.correction.becomes
        match what:
            case What.KIND:
                one.machine = row["kind"]
                one.targets = (Target(("soort", key), becomes, row["kind"]),)
            case What.VOICE:
                one.becomes = becomes if becomes == NOBODY else self._codes.find(what, becomes)
                one.machine = row["attributed_to"] or ""
                one.targets = (Target(("stem", key), "" if one.becomes == NOBODY else one.becomes, one.machine),)
            case What.STATEMENT:
                one.targets = (Target(("uitspraak", key), becomes if becomes == LEFT_OUT else "", ""),)
            case What.CHECKED:
                one.targets = (Target(("nagekeken", key), YES, YES),)
            case What.THEME | What.ROLE:
                self._resolve_mention(one, key)
            case _:  # a topic: what it goes to is known after topics are made
                one.targets = (Target((what.value, key), one.correction.correction_id, ""),)

    def _resolve_mention(self, one: Outcome, key: str) -> None:
        what, said = one.correction.what, self._said[one.correction.what][key]
        targets = []
        for name, column, value in (("was", "was", NO), ("becomes", "wordt", YES)):
            if getattr(one.correction, name):
                code = self._codes.find(what, getattr(one.correction, name), column)
                setattr(one, name, code)
                targets.append(Target((what.value, key, code), value, YES if code in said else NO))
        if one.was == one.becomes:
            targets = targets[-1:]  # it stays
        one.machine = next((target.key[2] for target in targets if target.machine == YES), "")
        one.targets = tuple(targets)

    def changed(self, outcomes: Sequence[Outcome]) -> dict[str, pd.DataFrame]:
        """Return the tables as they are with the corrections that are applied."""
        applied = [one for one in outcomes if one.status == APPLIED and one.correction.what in WHATS]
        rows = {key: dict(row) for key, row in self.rows.items()}
        for one in outcomes:
            key = one.ids.get("statement_id")
            if one.status in (APPLIED, CONFIRMED) and one.correction.what in (What.KIND, What.CHECKED) and key:
                rows[key]["is_uncertain"] = False  # somebody looked
        for one in applied:
            row = rows[one.targets[0].key[1]]
            row["is_corrected"] |= one.correction.what is not What.TOPIC
            if one.correction.what is What.KIND:
                _set_kind(row, one.correction.becomes)
            elif one.correction.what is What.VOICE:
                row["attributed_to"] = one.targets[0].value or None
        left_out = {one.targets[0].key[1] for one in applied if one.correction.what is What.STATEMENT}
        kept = renumbered([row for key, row in rows.items() if key not in left_out], "insight_id") if left_out else None
        found = {"statements": tables.frame("statements", rows.values() if kept is None else kept)}
        for what, (table, column) in _MENTIONS.items():
            own = [one for one in applied if one.correction.what is what]
            if own or left_out:
                found[table] = self._mentions(table, column, own, left_out)
        promising = {row["statement_id"] for row in rows.values() if row["kind"] == "advies"} - left_out
        is_left = self._data["commitments"]["statement_id"].isin(promising)
        return found | {"commitments": self._data["commitments"][is_left].reset_index(drop=True)}

    def _mentions(self, table: str, column: str, own: Sequence[Outcome], left_out: set[str]) -> pd.DataFrame:
        values = {(target.key[1], target.key[2]): target for one in own for target in one.targets}
        gone = {key for key, target in values.items() if target.value == NO}
        rows = [
            row
            for row in tables.records(self._data[table])
            if row["statement_id"] not in left_out and (row["statement_id"], row[column]) not in gone
        ]
        order = {report_id: rank for rank, report_id in enumerate(self._data["reports"]["report_id"])}
        for (key, code), target in values.items():
            if target.value == YES and target.machine == NO and key not in left_out:
                row = self.rows[key]
                place = ("insight_id", "session_id", "report_id", "start_char", "end_char", "text")
                added = {"statement_id": key, **{name: row[name] for name in place}}
                rows.append({**added, column: code, "term": TERM, "negated": False, "is_corrected": True})
        rows.sort(key=lambda row: order[row["report_id"]])  # the others stay in the order that they had
        return tables.frame(table, rows)


def _set_kind(row: dict[str, Any], kind: str) -> None:
    """Give a statement another kind, and take away what was only known of it in its former kind."""
    row["kind"] = kind
    row["advice_type"] = "aanbeveling" if kind == "advies" else None
    row["advice_type_score"] = row["both_sides"] = None
    if kind == "uitkomst":
        row["stands_alone"] = None


def renumbered(rows: Sequence[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    """Return rows with their positions counted anew within each value of a column, in the order that they had."""
    ranks: dict[int, int] = {}
    counts: dict[str, int] = defaultdict(int)
    for row in sorted(rows, key=lambda row: (row["report_id"], row["start_char"])):
        counts[row[column]] += 1
        ranks[id(row)] = counts[row[column]]
    return [{**row, "position": ranks[id(row)]} for row in rows]
