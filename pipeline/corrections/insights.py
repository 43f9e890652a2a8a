"""Corrections of where insights begin and end, and of whether they count: the tables that follow from that."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.corrections.anchors import Place
from pipeline.corrections.model import What
from pipeline.corrections.outcome import APPLIED, LooseError, Outcome, Target, WrongError
from pipeline.corrections.read import NO, YES
from pipeline.corrections.statements import renumbered
from pipeline.corrections.texts import Quote, normal

WHATS = frozenset({What.INSIGHT_JOINED, What.INSIGHT_SPLIT, What.INSIGHT_DROPPED})
DROPPED = "dropped"  # the reason in the table `unused`
Row = dict[str, Any]


@dataclass
class _Piece:
    """A part of an insight: what a new one is made of."""

    row: Row
    start: int
    end: int
    is_first: bool = True
    own: list["_Piece"] = field(default_factory=list)  # that were joined to it


class Insights:
    """The insights of all reports, to look up by place and to change.

    Parameters
    ----------
    data
        The tables that hold insights.
    texts
        The text of each report.
    """

    def __init__(self, data: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> None:
        self._data = data
        self._texts = texts
        self._by_report: dict[str, list[Row]] = defaultdict(list)
        self._by_session: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(tables.records(data["insights"]), key=lambda row: row["start_char"]):
            self._by_report[row["report_id"]].append(row)
            self._by_session[row["session_id"]].append(row)
        self._blocks: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for table in ("statements", "blocks"):
            of_table = tables.records(data[table], ("report_id", "start_char", "end_char"))
            for row in of_table:
                self._blocks[row["report_id"]].append((row["start_char"], row["end_char"]))

    def at(self, place: Place) -> Row | None:
        """Return the insight that a place begins in, its heading included; None if it lies in no insight."""
        rows = self._by_report.get(place.report_id, [])
        index = bisect_right([_opening(row) for row in rows], place.start) - 1
        if index < 0 or place.start >= rows[index]["end_char"]:
            return None
        return rows[index]

    def resolve(self, one: Outcome) -> None:
        """Find out what a correction sets.

        Raises
        ------
        LooseError
            If the place lies in no insight, or in another one than the coder saw.
        WrongError
            If there is no insight to join it to.
        """
        assert one.place is not None  # noqa: S101
        row = self.at(one.place)
        if row is None:
            raise LooseError("Op deze plaats staat geen inzicht meer; kies woorden uit de kop of de tekst ervan.")
        one.ids |= {name: row[name] for name in ("report_id", "session_id", "insight_id")}
        what, was = one.correction.what, one.correction.was
        if what is What.INSIGHT_SPLIT:
            start = self._start_at(one.place, row)
            one.machine = YES if start <= row["start_char"] else NO
            one.targets = (Target(_boundary(row, start), YES, one.machine),)
            return
        if was and not _is_heading(was, row):
            raise LooseError(f"Het inzicht heet niet meer “{was}”; kijk of de correctie nog klopt.")
        if what is What.INSIGHT_DROPPED:
            one.targets = (Target(("inzicht", row["insight_id"]), NO, YES),)
        elif self._by_session[row["session_id"]][0] is row:
            raise WrongError("Dit is het eerste inzicht van de sessie; er is geen vorig inzicht om het bij te zetten.")
        else:
            one.targets = (Target(_boundary(row, row["start_char"]), NO, YES),)

    def _start_at(self, place: Place, row: Row) -> int:
        """Return where the statement or line begins that a place begins in."""
        holding = [start for start, end in self._blocks[place.report_id] if start <= place.start < end]
        text = self._texts[place.report_id]
        line = text.rfind("\n", 0, place.start) + 1
        line += len(text[line : place.end]) - len(text[line : place.end].lstrip())
        return int(max([*holding, min(line, place.start), row["start_char"] if place.start < row["start_char"] else 0]))

    def changed(self, outcomes: Sequence[Outcome]) -> dict[str, pd.DataFrame]:
        """Return the tables as they are with the corrections that are applied; none if there are none."""
        applied = [one for one in outcomes if one.status == APPLIED and one.correction.what in WHATS]
        if not applied:
            return {}
        sessions = {one.ids["session_id"] or "" for one in applied}
        cuts: dict[str, set[int]] = defaultdict(set)
        joined: set[str] = set()
        dropped: dict[str, set[int]] = defaultdict(set)
        for one in applied:
            insight, what = one.ids["insight_id"] or "", one.correction.what
            if what is What.INSIGHT_SPLIT:
                cuts[insight].add(int(one.targets[0].key[2]))
            elif what is What.INSIGHT_JOINED:
                joined.add(insight)
            elif one.place is not None:
                dropped[insight].add(one.place.start)
        kept: list[_Piece] = []
        gone: list[_Piece] = []
        for session in sessions:
            last: _Piece | None = None
            for row in self._by_session[session]:
                for piece in self._pieces(row, sorted(cuts[row["insight_id"]])):
                    if any(_holds(piece, place) for place in dropped[row["insight_id"]]):
                        gone.append(piece)
                    elif last is not None and piece.is_first and row["insight_id"] in joined:
                        last.own.append(piece)
                    else:
                        last = piece
                        kept.append(piece)
        return self._tables(sessions, kept, gone)

    def _pieces(self, row: Row, cuts: Sequence[int]) -> list[_Piece]:
        text = self._texts[row["report_id"]]
        starts = [row["start_char"], *cuts]
        ends = [row["start_char"] + len(text[row["start_char"] : cut].rstrip()) for cut in cuts]
        return [
            _Piece(self._new(row, number, start) if number else row, start, end, is_first=not number)
            for number, (start, end) in enumerate(zip(starts, [*ends, row["end_char"]], strict=True))
        ]

    def _new(self, row: Row, number: int, start: int) -> Row:
        """Return the row of an insight that begins in another."""
        nothing = dict.fromkeys(("number", "heading", "page", "heading_start_char", "time"))
        line = self._texts[row["report_id"]].count("\n", 0, start) + 1
        # The place and not the rank: an id stays what it is when another insight is split.
        return {**row, **nothing, "insight_id": f"{row['insight_id']}-{start}", "line": line, "position": number}

    def _tables(self, sessions: set[str], kept: Sequence[_Piece], gone: Sequence[_Piece]) -> dict[str, pd.DataFrame]:
        rows = []
        for piece in kept:
            end = max([piece.end, *(other.end for other in piece.own)])
            text = self._texts[piece.row["report_id"]][piece.start : end]
            rows.append({**piece.row, "start_char": piece.start, "end_char": end, "text": text})
        final = _Final(rows, kept, gone)
        rows = renumbered(rows, "session_id")
        others = [row for row in tables.records(self._data["insights"]) if row["session_id"] not in sessions]
        order = {session: rank for rank, session in enumerate(self._data["sessions"]["session_id"])}
        rows = sorted([*others, *rows], key=lambda row: (order[row["session_id"]], row["position"]))
        found = {"insights": tables.frame("insights", rows), "blocks": self._of_blocks(final)}
        moved = [
            {**row, "insight_id": final.insight_at(row)}
            for row in tables.records(self._data["statements"])
            if row["insight_id"] not in final.touched or final.insight_at(row) is not None
        ]
        found["statements"] = tables.frame("statements", renumbered(moved, "insight_id"))
        insight_of = {row["statement_id"]: row["insight_id"] for row in moved}
        for name in ("theme_mentions", "role_mentions"):
            mentions = []
            for row in tables.records(self._data[name]):
                key = row["statement_id"]
                insight = insight_of.get(key) if key is not None else final.heading_of(row["insight_id"])
                if insight is not None:
                    mentions.append({**row, "insight_id": insight})
            found[name] = tables.frame(name, mentions)
        is_left = self._data["commitments"]["statement_id"].isin(insight_of)
        found["commitments"] = self._data["commitments"][is_left].reset_index(drop=True)
        return found | {"unused": self._unused(final)}

    def _of_blocks(self, final: "_Final") -> pd.DataFrame:
        """Return the blocks, each in one insight: one in which a new insight begins becomes two."""
        rows: list[Row] = []
        for row in tables.records(self._data["blocks"]):
            if row["insight_id"] not in final.touched:
                rows.append(row)
                continue
            text = self._texts[row["report_id"]]
            starts = [row["start_char"], *final.cuts_in(row)]
            for rank, (start, stop) in enumerate(zip(starts, [*starts[1:], None], strict=True)):
                end = row["end_char"] if stop is None else start + len(text[start:stop].rstrip())
                part = {**row, "start_char": start, "end_char": end, "text": text[start:end]}
                part |= {"is_list_item": False, "time": None} if rank else {}
                rows.append({**part, "insight_id": final.insight_at(part)})
        return tables.frame("blocks", renumbered(rows, "report_id"))

    def _unused(self, final: "_Final") -> pd.DataFrame:
        """Return what lies in no insight, with the text and the heading of an insight that was left out."""
        inside = final.spans
        new = []
        for piece in final.gone:
            report_id = piece.row["report_id"]
            start = self._heading_block(piece) if piece.is_first else piece.start
            new.append({"report_id": report_id, "reason": DROPPED, "start_char": start, "end_char": piece.end,
                        "text": self._texts[report_id][start : piece.end]})  # fmt: skip
        around = [*inside, *((row["report_id"], row["start_char"], row["end_char"]) for row in new)]
        by_report: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for report_id, start, end in around:
            by_report[report_id].append((start, end))
        rows = [
            row
            for row in tables.records(self._data["unused"])
            if not any(start <= row["start_char"] < end for start, end in by_report.get(row["report_id"], ()))
        ]
        order = {report_id: rank for rank, report_id in enumerate(self._data["reports"]["report_id"])}
        rows = sorted([*rows, *new], key=lambda row: (order[row["report_id"]], row["start_char"]))
        return tables.frame("unused", rows)

    def _heading_block(self, piece: _Piece) -> int:
        """Return where the block of the heading begins, its number included."""
        place = _opening(piece.row)
        holding = (start for start, end in self._blocks[piece.row["report_id"]] if start <= place < end)
        return min(holding, default=place)


class _Final:
    """The insights of the sessions that change as they become: which one holds what."""

    def __init__(self, rows: Sequence[Row], kept: Sequence[_Piece], gone: Sequence[_Piece]) -> None:
        self.gone = gone
        self.touched = {_origin(piece) for one in kept for piece in (one, *one.own)} | set(map(_origin, gone))
        self._heading = {
            _origin(piece): one.row["insight_id"] for one in kept for piece in (one, *one.own) if piece.is_first
        }
        self._spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for row in rows:
            self._spans[row["report_id"]].append((row["start_char"], row["end_char"], row["insight_id"]))
        self._cuts: dict[str, list[int]] = defaultdict(list)
        for one in [*(piece for whole in kept for piece in (whole, *whole.own)), *gone]:
            if not one.is_first:
                self._cuts[one.row["report_id"]].append(one.start)

    @property
    def spans(self) -> list[tuple[str, int, int]]:
        """Where the insights are."""
        return [(report_id, start, end) for report_id, own in self._spans.items() for start, end, _ in own]

    def insight_at(self, row: Mapping[str, Any]) -> str | None:
        """Return the insight that a row of a table is in; None if that was left out."""
        if row["insight_id"] not in self.touched:
            return str(row["insight_id"])
        own = self._spans.get(row["report_id"], ())
        return next((insight for start, end, insight in own if start <= row["start_char"] < end), None)

    def heading_of(self, insight_id: str) -> str | None:
        """Return the insight that what a heading mentions belongs to; None if that was left out."""
        return self._heading.get(insight_id) if insight_id in self.touched else insight_id

    def cuts_in(self, row: Mapping[str, Any]) -> list[int]:
        """Return where new insights begin inside a block."""
        own = self._cuts.get(row["report_id"], ())
        return sorted(cut for cut in own if row["start_char"] < cut < row["end_char"])


def _opening(row: Mapping[str, Any]) -> int:
    start = row["heading_start_char"]
    return int(row["start_char"] if start is None else min(start, row["start_char"]))


def _boundary(row: Row, start: int) -> tuple[str, str, str]:
    return ("grens", row["report_id"], str(max(start, row["start_char"])))


def _holds(piece: _Piece, place: int) -> bool:
    return (_opening(piece.row) if piece.is_first else piece.start) <= place < piece.end


def _origin(piece: _Piece) -> str:
    insight = str(piece.row["insight_id"])
    return insight if piece.is_first else insight.rpartition("-")[0]


def _is_heading(said: str, row: Row) -> bool:
    heading = normal(" ".join(filter(None, (row["number"], row["heading"]))))
    return any(True for _ in Quote.of(said, "", "").found_in(heading)) or normal(row["heading"] or "") in normal(said)
