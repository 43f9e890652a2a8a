"""Series over all reports: one group under small variants of its name is one, and its numbers tell a missing year."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.dutch import edtf
from pipeline.dutch.lexicon import document_parts

_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBER = re.compile(r"(?<![\d.-])(\d{1,3})(?:e|de|ste)?(?![\d.-])")
_MIN_LETTERS = 3  # of a word that says more than the kind of group


def name_alike(sessions: pd.DataFrame, written: Collection[str] = ()) -> pd.DataFrame:
    """Return the sessions with one name for each series, and with the years that its other sessions tell.

    Case, accents, punctuation and what stands in brackets make no other series, nor does the kind of group
    (*werkgroep Riool*, *Riool*) where only one kind bears the name. The name that most reports print is used, of
    names that stand as often the longest. The sessions of the reports in `written` keep the name that a person wrote.
    """
    rows = tables.records(sessions)
    names = Counter(row["series"] for row in rows if row["series"])
    chosen = _names(names)
    rows = [row if row["report_id"] in written else {**row, "series": chosen.get(row["series"])} for row in rows]
    return tables.frame("sessions", _with_years(rows))


def _names(names: Mapping[str, int]) -> dict[str, str]:
    """Return for each printed name of a series the one to use."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in names:
        alike[_key(name)].append(name)
    kinds: dict[str, set[str]] = defaultdict(set)
    for key in alike:
        if _without_kind(key) != key:
            kinds[_without_kind(key)].add(key)
    for bare, full in kinds.items():
        if bare in alike and len(full) == 1:
            alike[next(iter(full))] += alike.pop(bare)
    return {
        name: max(group, key=lambda one: (_without_kind(_key(one)) != _key(one), names[one], len(one), one))
        for group in alike.values()
        for name in group
    }


def _key(name: str) -> str:
    """Return a name without case, accents, brackets and punctuation."""
    plain = unicodedata.normalize("NFKD", _BRACKETS.sub(" ", name).casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", letters)) or name.casefold()


def _without_kind(key: str) -> str:
    """Return a key without the words for the kind of group; the key itself where nothing else is left."""
    series = document_parts().series
    words = [
        word
        for word in key.split()
        if not word.endswith(tuple(series.group_endings))
        and word not in series.of_any_group
        and word not in series.group_abbreviations
    ]
    return " ".join(words) if any(len(word) >= _MIN_LETTERS for word in words) else key


def _with_years(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sessions, with the year of a day that only one year puts between its neighbours in number."""
    rows = list(rows)
    by_series: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["series"]:
            by_series[row["series"]].append(row)
    for group in by_series.values():
        announced = {row["next_date"] for row in group if edtf.has_year(row["next_date"])}
        dated = {number: row["date"] for row in group if (number := _number(row)) and edtf.has_year(row["date"])}
        for row in group:
            if row["date"] is None or edtf.has_year(row["date"]):
                continue
            told = [date for date in announced if edtf.has_year_of(row["date"], date)]
            year = told[0] if len(told) == 1 else _between(row["date"], _number(row), dated)
            if year is not None:
                row["date"], row["date_source"] = year, "afgeleid"
                if row["next_date"] is not None:
                    row["next_date"] = edtf.roll_over(row["next_date"], year)
    return rows


def _number(row: Mapping[str, Any]) -> int | None:
    """Return which session of its series a session is, if its title says so."""
    title = (row["title"] or "").replace(row["series"] or "", " ")
    found = _NUMBER.findall(title)
    return int(found[0]) if len(found) == 1 else None


def _between(date: str, number: int | None, dated: Mapping[int, str]) -> str | None:
    """Return a day with the year that puts it between the sessions numbered before and after it."""
    before = max((other for other in dated if number is not None and other < number), default=None)
    after = min((other for other in dated if number is not None and other > number), default=None)
    if before is None or after is None:
        return None
    first, last = edtf.roll_over(date, dated[before]), edtf.roll_back(date, dated[after])
    return first if first == last else None
