"""The tables that follow from where insights begin and end: insights, blocks, statements, mentions and what is left."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.corrections.statements import renumbered

DROPPED = "dropped"  # the reason in the table `unused`
Row = dict[str, Any]


@dataclass
class Piece:
    """A part of an insight: what a new one is made of."""

    row: Row
    start: int
    end: int
    is_first: bool = True
    own: list["Piece"] = field(default_factory=list)  # that were joined to it


class Rebuilt:
    """The insights of some sessions made anew.

    Parameters
    ----------
    data, texts
        The tables as they are, and the text of each report.
    sessions
        The sessions whose insights change.
    kept, gone
        What their insights become, and what was left out.
    """

    def __init__(
        self,
        data: Mapping[str, pd.DataFrame],
        texts: Mapping[str, str],
        sessions: set[str],
        kept: Sequence[Piece],
        gone: Sequence[Piece],
    ) -> None:
        self._data = data
        self._texts = texts
        self._sessions = sessions
        self._kept = kept
        self._gone = gone
        self._blocks: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row in tables.records(data["blocks"], ("report_id", "start_char", "end_char")):
            self._blocks[row["report_id"]].append((row["start_char"], row["end_char"]))

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables that follow from the insights."""
        rows = []
        for piece in self._kept:
            end = max([piece.end, *(other.end for other in piece.own)])
            text = self._texts[piece.row["report_id"]][piece.start : end]
            rows.append({**piece.row, "start_char": piece.start, "end_char": end, "text": text})
        final = _Final(rows, self._kept, self._gone)
        rows = renumbered(rows, "session_id")
        others = [row for row in tables.records(self._data["insights"]) if row["session_id"] not in self._sessions]
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

    def _heading_block(self, piece: Piece) -> int:
        """Return where the block of the heading begins, its number included."""
        place = opening_of(piece.row)
        holding = (start for start, end in self._blocks[piece.row["report_id"]] if start <= place < end)
        return min(holding, default=place)


class _Final:
    """The insights of the sessions that change as they become: which one holds what."""

    def __init__(self, rows: Sequence[Row], kept: Sequence[Piece], gone: Sequence[Piece]) -> None:
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


def opening_of(row: Mapping[str, Any]) -> int:
    """Return where an insight begins, its heading included."""
    start = row["heading_start_char"]
    return int(row["start_char"] if start is None else min(start, row["start_char"]))


def _origin(piece: Piece) -> str:
    insight = str(piece.row["insight_id"])
    return insight if piece.is_first else insight.rpartition("-")[0]
