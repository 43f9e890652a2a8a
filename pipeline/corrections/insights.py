"""Corrections of where insights begin and end, and of whether they count: the tables that follow from that."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline import tables
from pipeline.corrections.anchors import Place
from pipeline.corrections.insight_tables import Piece, Rebuilt, Row, opening_of
from pipeline.corrections.model import What
from pipeline.corrections.outcome import APPLIED, LooseError, Outcome, Target, WrongError
from pipeline.corrections.read import NO, YES
from pipeline.corrections.texts import Quote, normal

WHATS = frozenset({What.INSIGHT_JOINED, What.INSIGHT_SPLIT, What.INSIGHT_DROPPED})


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
        index = bisect_right([opening_of(row) for row in rows], place.start) - 1
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
        kept: list[Piece] = []
        gone: list[Piece] = []
        for session in sessions:
            last: Piece | None = None
            for row in self._by_session[session]:
                for piece in self._pieces(row, sorted(cuts[row["insight_id"]])):
                    if any(_holds(piece, place) for place in dropped[row["insight_id"]]):
                        gone.append(piece)
                    elif last is not None and piece.is_first and row["insight_id"] in joined:
                        last.own.append(piece)
                    else:
                        last = piece
                        kept.append(piece)
        return Rebuilt(self._data, self._texts, sessions, kept, gone).tables()

    def _pieces(self, row: Row, cuts: Sequence[int]) -> list[Piece]:
        text = self._texts[row["report_id"]]
        starts = [row["start_char"], *cuts]
        ends = [row["start_char"] + len(text[row["start_char"] : cut].rstrip()) for cut in cuts]
        return [
            Piece(self._new(row, number, start) if number else row, start, end, is_first=not number)
            for number, (start, end) in enumerate(zip(starts, [*ends, row["end_char"]], strict=True))
        ]

    def _new(self, row: Row, number: int, start: int) -> Row:
        """Return the row of an insight that begins in another."""
        nothing = dict.fromkeys(("number", "heading", "page", "heading_start_char", "time"))
        line = self._texts[row["report_id"]].count("\n", 0, start) + 1
        # The place and not the rank: an id stays what it is when another insight is split.
        return {**row, **nothing, "insight_id": f"{row['insight_id']}-{start}", "line": line, "position": number}


def _boundary(row: Row, start: int) -> tuple[str, str, str]:
    return ("grens", row["report_id"], str(max(start, row["start_char"])))


def _holds(piece: Piece, place: int) -> bool:
    return (opening_of(piece.row) if piece.is_first else piece.start) <= place < piece.end


def _is_heading(said: str, row: Row) -> bool:
    heading = normal(" ".join(filter(None, (row["number"], row["heading"]))))
    return any(True for _ in Quote.of(said, "", "").found_in(heading)) or normal(row["heading"] or "") in normal(said)
