"""Which statement a row of a sheet is about, whatever was added to the reports or edited in them since."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.tables import records

_NAME = re.compile(r"\[[^\[\]]{1,80}\]")  # what stands in place of a name
_ANY_NAME = r"\S+(?: \S+){0,7}?"
_MIN_ALONE = 5  # words that a statement must have to be told by them alone
# What follows the name of the report in an id: a digest of what was in it, and the place.
_PLACE = re.compile(r"(?:-[0-9a-f]{8})?(?:-s\d+)?(?:-i\d+)?(?:-z\d+)?$")


@dataclass(frozen=True)
class Row:
    """What a sheet says of where a statement stands; empty where it does not say.

    `before` and `after` may be whole neighbours or the characters around the statement; `report` is the path of the
    report, `occurrence` which of its statements with these words is meant.
    """

    statement_id: str = ""
    text: str = ""
    before: str = ""
    after: str = ""
    session: str = ""
    heading: str = ""
    report: str = ""
    occurrence: int | None = None


def rows_of(data: Mapping[str, pd.DataFrame], statement_ids: Iterable[str] | None = None) -> dict[str, Row]:
    """Return what a new sheet says of each statement, by its id; of all of them if None.

    Parameters
    ----------
    data
        The tables `statements`, `insights`, `sessions` and `reports`.
    statement_ids
        The statements, in the order of the result.
    """
    statements = {row["statement_id"]: row for row in records(data["statements"])}
    of_place = {(row["insight_id"], row["position"]): row["text"] for row in statements.values()}
    headings = {row["insight_id"]: row["heading"] or "" for row in records(data["insights"], ("insight_id", "heading"))}
    paths = {row["report_id"]: row["path"] for row in records(data["reports"], ("report_id", "path"))}
    sessions = {
        row["session_id"]: ", ".join(part for part in (row["title"], row["date_text"]) if part)
        for row in records(data["sessions"])
    }
    ranks: dict[str, int] = {}
    n_seen: dict[tuple[str, str], int] = defaultdict(int)
    for row in sorted(statements.values(), key=lambda row: (row["report_id"], row["start_char"])):
        place = (row["report_id"], _line(row["text"]))
        n_seen[place] += 1
        ranks[row["statement_id"]] = n_seen[place]

    def row_of(statement_id: str) -> Row:
        row = statements[statement_id]
        insight, position = row["insight_id"], row["position"]
        return Row(
            statement_id,
            _line(row["text"]),
            _line(of_place.get((insight, position - 1), "")),
            _line(of_place.get((insight, position + 1), "")),
            _line(sessions.get(row["session_id"], "")),
            _line(headings.get(insight, "")),
            paths.get(row["report_id"], ""),
            ranks[statement_id],
        )

    return {one: row_of(one) for one in (statements if statement_ids is None else statement_ids)}


class Finder:
    """Finds statements again by their words and what stands around them; an id counts if its words fit.

    Parameters
    ----------
    present
        The statements that there are (`rows_of`).
    """

    def __init__(self, present: Mapping[str, Row]) -> None:
        self._present = present
        self._by_words: dict[str, list[str]] = defaultdict(list)
        for statement_id, row in present.items():
            self._by_words[_words(row.text)].append(statement_id)

    def find(self, rows: Sequence[Row]) -> list[str | None]:
        """Return the statement of each row, None where it is gone; no two rows get the same if there is another."""
        used: set[str] = set()
        found: list[str | None] = []
        for row in rows:
            options = self._options(row)
            scores = {one: self._support(row, one) for one in options}
            best = max(options, key=lambda one: (scores[one], one not in used), default=None)
            if best is not None and not self._is_sure(row, scores[best], len(options)):
                best = None
            if best is not None:
                used.add(best)
            found.append(best)
        return found

    def _options(self, row: Row) -> list[str]:
        if not row.text:
            return [row.statement_id] if row.statement_id in self._present else []
        exact = self._by_words.get(_words(row.text))
        if exact:
            return exact
        if _NAME.search(row.text):  # a name may show now
            shown = _pattern(row.text)
            return [one for words, ids in self._by_words.items() if shown.fullmatch(words) for one in ids]
        return [  # or may not show any more
            one
            for words, ids in self._by_words.items()
            if _HIDDEN in words and _pattern(self._present[ids[0]].text).fullmatch(_words(row.text))
            for one in ids
        ]

    def _support(self, row: Row, statement_id: str) -> tuple[int, int, int]:
        """Return how much of what stands around the words is the same; the first number says whether it is enough."""
        there = self._present[statement_id]
        before, after = _words(there.before), _words(there.after)
        around = sum(
            (
                bool(row.before) and bool(before) and _fits(_words(row.before), before, at_end=True),
                bool(row.after) and bool(after) and _fits(_words(row.after), after, at_end=False),
                bool(row.session) and _words(row.session) == _words(there.session),
                bool(row.report) and row.report == there.report,
                bool(row.statement_id) and _report(row.statement_id) == _report(statement_id),
            )
        )
        ends = (not row.before) + (not before) == 2, (not row.after) + (not after) == 2
        more = sum(ends) + (_words(row.heading) == _words(there.heading)) + (row.occurrence == there.occurrence)
        return around, more, int(row.statement_id == statement_id)

    @staticmethod
    def _is_sure(row: Row, support: tuple[int, int, int], n_options: int) -> bool:
        if support[0] or not row.text:
            return True
        is_bare = not (row.before or row.after or row.session or row.report)
        return is_bare and n_options == 1 and len(_words(row.text).split()) >= _MIN_ALONE


_HIDDEN = "\0"


def _line(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> str:
    """Return the words of a text, whatever their capitals and the signs between them; a bracket is one word."""
    return " ".join(re.findall(rf"[\w{_HIDDEN}]+", _NAME.sub(f" {_HIDDEN} ", text.casefold())))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(_words(text)).replace(re.escape(_HIDDEN), _ANY_NAME))


def _fits(said: str, there: str, *, at_end: bool) -> bool:
    """Return whether a neighbour is the same, of which the sheet may hold only the part next to the statement."""
    # The outermost word may have been cut.
    if said == there:
        return True
    part = said.partition(" ")[2] if at_end else said.rpartition(" ")[0]
    return bool(part) and (there.endswith(part) if at_end else there.startswith(part))


def _report(statement_id: str) -> str:
    return _PLACE.sub("", statement_id)
