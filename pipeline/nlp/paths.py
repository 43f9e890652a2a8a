"""File names that name a person, and the ids that are made of them: *verslag 21* stands in their place."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

from pipeline.dutch.name_check import Small, fold, name_parts
from pipeline.dutch.other_names import is_no_person

_CHUNK = re.compile(r"[^\W_]+")
_PIECE = re.compile(
    r"[^\W\d_a-zß-öø-ÿ]?[a-zß-öø-ÿ]+|[^\W\d_a-zß-öø-ÿ]+(?![a-zß-öø-ÿ])|\d+|[^\W_]"
)  # *Verslag|Jansen|2023*
_MIN_INSIDE = 7  # letters of what names a person also where it is written together with other words
_MIN_SURNAME = 4
_BEHIND_PATH = re.compile(r"[0-9a-f]{8}-s\d+-.+$")
_IDS = ("report_id", "session_id", "insight_id", "statement_id", "participant_id")
_REFERENCES = ("returns_in",)  # ids of rows that may be of another report

Rows = Mapping[str, Sequence[dict[str, Any]]]


def shown_paths(rows: Rows, texts: Iterable[str]) -> dict[str, str]:
    """Return what to show in place of each path with the name of a person in it.

    Parameters
    ----------
    rows
        The tables `reports`, `rejections`, `sessions`, `participants` and `entities`, as records.
    texts
        The texts of the reports: a word that they write in small letters is no surname of who is not known to be there.

    Returns
    -------
    dict
        `verslag N` by path, in the folder of the report as far as that names nobody; N is the rank of the path among
        all paths. A path without a name is not in it.
    """
    present = participants_by_report(rows)
    others: dict[str, set[str]] = defaultdict(set)
    for row in rows["entities"]:
        if row["label"] == "PERSON":
            others[row["report_id"]].add(row["canonical"] or row["text"])
    small = Small(texts).words
    everybody = _Names({name for names in (*present.values(), *others.values()) for name in names}, small)
    of_path = {row["path"]: row["report_id"] for row in rows["reports"]}
    paths = sorted({*of_path, *(row["path"] for row in rows["rejections"])})
    shown: dict[str, str] = {}
    taken = set(paths)  # an earlier erasure leaves a *verslag 21* among them
    for rank, path in enumerate(paths, start=1):
        own = _Names(present.get(of_path.get(path, ""), ()), small, are_present=True)
        *folders, file = path.split("/")
        segments = [*folders, file.rpartition(".")[0] or file]
        for place, segment in enumerate(segments):
            if own.are_in(segment) or everybody.are_in(segment):
                options = ("/".join([*folders[:place], f"verslag {number}"]) for number in count(rank))
                shown[path] = next(option for option in options if option not in taken)
                taken.add(shown[path])
                break
    return shown


def participants_by_report(rows: Rows) -> dict[str, list[str]]:
    """Return the names of those who took part, by report."""
    report_of = {row["session_id"]: row["report_id"] for row in rows["sessions"]}
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows["participants"]:
        found[report_of[row["session_id"]]].append(row["name"])
    return found


def rename(rows: Rows, shown: Mapping[str, str]) -> dict[str, str]:
    """Put what is shown in place of paths, and of the ids that are made of them, in rows that the caller owns.

    Returns
    -------
    dict
        The new id by `report_id`, of the reports whose path names a person.
    """
    new: dict[str, str] = {}
    for row in rows["reports"]:
        if row["path"] in shown:
            new[row["report_id"]] = f"{shown[row['path']].rpartition('/')[2].replace(' ', '-')}-{row['sha256'][:8]}"
            row["path"] = shown[row["path"]]
    for row in rows["rejections"]:
        row["path"] = shown.get(row["path"], row["path"])
        if row["detail"] in shown:  # of which report it is a copy
            row["message"] = row["message"].replace(row["detail"], shown[row["detail"]])
            row["detail"] = shown[row["detail"]]
    ids = _new_ids(rows, new)
    for of_table in rows.values() if ids else ():
        for row in of_table:
            for column in (*_IDS, *_REFERENCES):
                if column in row:
                    row[column] = ids.get(row[column], row[column])
    return new


def _new_ids(rows: Rows, new: Mapping[str, str]) -> dict[str, str]:
    """Return the new id by each id in rows that belongs to a report with a new one."""
    report_of = {row["session_id"]: row["report_id"] for row in rows["sessions"]}
    ids = {}
    for of_table in rows.values():
        for row in of_table:
            report_id = row.get("report_id") or report_of.get(row.get("session_id", ""), "")
            if report_id in new:
                for column in _IDS:
                    if row.get(column):
                        ids[row[column]] = new[report_id] + row[column].removeprefix(report_id)
    return ids


def present_ids(assignments: Iterable[Mapping[str, Any]], statement_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return rows of an earlier analysis with the ids that their statements have now, whatever stood for the path then.

    The rank in *verslag 21* is another one when files are added; what follows it stays.
    """
    by_rest = {rest[0]: key for key in statement_ids if (rest := _BEHIND_PATH.search(key))}
    found = []
    for row in assignments:
        rest = _BEHIND_PATH.search(row["statement_id"])
        found.append({**row, "statement_id": by_rest.get(rest[0] if rest else "", row["statement_id"])})
    return found


class _Names:
    """The names of some persons, as segments of a path may write them.

    Parameters
    ----------
    names
        The full names.
    small
        Words that are no names by themselves.
    are_present
        Whether the report is known to be of these persons: then any part of a name tells who it was.
    """

    def __init__(self, names: Iterable[str], small: Collection[str], *, are_present: bool = False) -> None:
        self._written: set[str] = set()
        self._initials: set[str] = set()
        self._small = small
        for name in names:
            own = written(name)
            self._written |= own["sure"]
            if are_present or own["surname"].isdisjoint(small):
                self._written |= own["surname"]
            if are_present:
                self._written |= own["given"] | own["common"]
                self._initials |= own["initials"]
        self._inside = {one for one in self._written if len(one) >= _MIN_INSIDE} if are_present else set()

    def are_in(self, segment: str) -> bool:
        """Return whether a segment of a path holds one of the names."""
        chunks = _CHUNK.findall(segment)
        for chunk in chunks:
            folded = fold(chunk)
            if folded in self._initials and (not chunk.islower() or folded not in self._small):
                return True
            if any(one in folded for one in self._inside):
                return True
        for pieces in (chunks, [piece for chunk in chunks for piece in _PIECE.findall(chunk)]):
            words = [fold(piece) for piece in pieces]
            for start in range(len(words)):
                for end in range(start + 1, min(start + _MAX_WORDS, len(words)) + 1):
                    if "".join(words[start:end]) in self._written:
                        return True
        return False


_MAX_WORDS = 8  # of a name with its initials


@cache
def written(name: str) -> Mapping[str, frozenset[str]]:
    """Return how a name is written in one go, by how sure it is that it is the name of this person."""
    parts = name_parts(name)
    kinds: dict[str, set[str]] = {kind: set() for kind in ("sure", "surname", "given", "common", "initials")}
    if parts is None:
        return {kind: frozenset() for kind in kinds}
    given, prefix, last = ("".join(words) for words in (parts.given, parts.prefix, parts.surname))
    letters = "".join(word[0] for word in parts.given)
    if given:
        for first in (given, parts.given[0], letters, letters[0]):
            kinds["sure"] |= {first + prefix + last, prefix + last + first, last + first + prefix, last + first}
            kinds["sure"].add(first + last)
        small = "".join(word[0] for word in parts.prefix)
        kinds["initials"] |= {letters + small + last[0], letters[0] + small + last[0], letters[0] + last[0]}
        kinds["given"] |= {word for word in (*parts.given, *parts.called) if len(word) > 1}
    is_sure = len(last) >= _MIN_SURNAME and not is_no_person(last.capitalize())
    kinds["surname" if is_sure else "common"].add(last)
    if prefix:
        kinds["surname"].add(prefix + last)
    return {kind: frozenset(of_kind) for kind, of_kind in kinds.items()}
