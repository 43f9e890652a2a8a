"""Pseudonyms: every name of a person in tables, texts and paths replaced by function and organisation.

Contact data are replaced by what they are. A person keeps one pseudonym in all sessions. Offsets move with the text,
so that every row still stands where its offsets say; what was replaced shows by its square brackets.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.dutch.contact import find_contact_data
from pipeline.dutch.name_features import begins_with_given_name
from pipeline.dutch.names import fold, surname_of
from pipeline.dutch.wording import collapse
from pipeline.nlp.passages import end_of_heading
from pipeline.nlp.paths import rename, shown_paths
from pipeline.nlp.persons import Persons

UNKNOWN = "[persoon]"
_MIN_SURNAME = 3
_NO_FUNCTION = "deelnemer"
_REPLACED = ("PERSON", "CONTACT")
_SHOWN = {"gewoon": ("instelling",), "tonen": ("instelling", "persoon"), "vervangen": ()}
_TITLES = {"sessions": ("title", "series"), "reports": ("title",)}
_TYPED = ("message", "text", "was", "becomes", "machine", "reason")  # of corrections: by whoever made them

Rows = list[dict[str, Any]]


def pseudonymise(
    data: Mapping[str, pd.DataFrame], texts: Mapping[str, str], known_names: str = "gewoon"
) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return tables and texts without the names of persons and without contact data.

    A path that holds the name of a person, and all ids that are made of it, are replaced too (`paths`).

    Parameters
    ----------
    data
        The tables of all reports; `entities` says where persons are named.
    texts
        The normalised text of each report, by `report_id`.
    known_names
        Which names that are known outside (`known` in `entities`) stay: as the setting `bekende_namen` says.

    Returns
    -------
    tuple
        New tables and texts; the given ones stay as they are.
    """
    rows = {name: tables.records(table) for name, table in data.items()}
    for row in rows["participants"]:  # a list that was misread: *deelnemer, Joris Kramer en*
        if is_named_person(row["organisation"]) or bears_name(row["organisation"], row["name"]):
            row["organisation"] = row["organisation_name"] = None
    labels = pseudonyms_of(rows["participants"])
    replaced = [row for row in rows["entities"] if is_replaced(row, known_names)]
    shown = shown_paths({**rows, "entities": replaced}, texts.values())
    _clear_apart(rows, replaced, labels)
    made, new_texts, _ = replace_entities(rows, texts, replaced, labels, shown)
    return made, new_texts


def replace_entities(
    rows: Mapping[str, Rows],
    texts: Mapping[str, str],
    replaced: Iterable[dict[str, Any]],
    labels: Mapping[str, str],
    shown: Mapping[str, str],
) -> tuple[dict[str, pd.DataFrame], dict[str, str], dict[str, str]]:
    """Return tables and texts in which labels stand in place of some entities, and every row where it now belongs.

    Parameters
    ----------
    rows
        The tables as records, which are changed.
    texts
        The text of each report.
    replaced
        The rows of `entities` to replace.
    labels
        What stands for a person, by `name_key`; for who is not in it that is `UNKNOWN`.
    shown
        What stands for a path.

    Returns
    -------
    tuple
        The tables, the texts, and the new id of each report that has one.
    """
    report_of = {row["session_id"]: row["report_id"] for row in rows.get("sessions", [])}
    hidden: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entity in replaced:
        hidden[entity["report_id"]].append({**entity})
        if entity["label"] == "PERSON":  # of contact data that is the kind
            entity["canonical"] = labels.get(name_key(entity["canonical"] or ""))
    moves = {report_id: _Moves(text, _replacements(hidden[report_id], labels)) for report_id, text in texts.items()}
    moved: dict[str, Rows] = {}
    for name, of_table in rows.items():
        moved[name] = []
        for row in of_table:
            report_id = row.get("report_id") or report_of.get(row.get("session_id", ""))
            if report_id is None or _move(name, row, moves[report_id]):
                moved[name].append(row)
    for row in moved["participants"]:
        row["name"] = labels.get(name_key(row["name"]), row["name"])
    for row in moved["reports"]:
        row["n_chars"] = len(moves[row["report_id"]].text)
    new_ids = rename(moved, shown)
    new_texts = {new_ids.get(report_id, report_id): move.text for report_id, move in moves.items()}
    return {name: tables.frame(name, of_table) for name, of_table in moved.items()}, new_texts, new_ids


def _clear_apart(rows: Mapping[str, Rows], replaced: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> None:
    """Put labels in place of the names in titles, series and what people typed."""
    report_of = {row["session_id"]: row["report_id"] for row in rows.get("sessions", [])}
    names_of: dict[str, list[str]] = defaultdict(list)
    for row in rows["participants"]:
        names_of[report_of[row["session_id"]]].append(row["name"])
    for entity in replaced:
        if entity["label"] == "PERSON":
            names_of[entity["report_id"]].append(entity["canonical"] or entity["text"])
    plain: dict[str, _Plain] = {}
    for table, columns in _TITLES.items():
        for row in rows[table]:
            for column in columns:
                if row[column] is not None:
                    report_id = row["report_id"]
                    if report_id not in plain:
                        plain[report_id] = _Plain(names_of[report_id], labels)
                    row[column] = plain[report_id](row[column])
    if not rows.get("corrections"):
        return
    anybody = _Plain({name for names in names_of.values() for name in names}, labels)
    for row in rows["corrections"]:
        for column in _TYPED:
            if row[column] and not (column == "text" and row["start_char"] is not None):
                row[column] = anybody(row[column])


def is_replaced(entity: Mapping[str, Any], known_names: str) -> bool:
    """Return whether an entity is a person or contact data that readers do not get to see."""
    return entity["label"] in _REPLACED and entity["known"] not in _SHOWN[known_names]


@dataclass(frozen=True)
class _Replacement:
    start: int
    end: int
    label: str


class _Moves:
    """A text with its names replaced, and where each place in it went."""

    def __init__(self, text: str, replacements: Sequence[_Replacement]) -> None:
        parts: list[str] = []
        self._before = text
        self._starts, self._ends, self._shifts = [], [], [0]
        place = 0
        for one in replacements:
            # A line end inside a name stays, for rows are told by their line too.
            label = one.label + "\n" * text.count("\n", one.start, one.end)
            parts += [text[place : one.start], label]
            self._starts.append(one.start)
            self._ends.append(one.end)
            self._shifts.append(self._shifts[-1] + len(label) - (one.end - one.start))
            place = one.end
        self.text = "".join([*parts, text[place:]])

    def start(self, offset: int) -> int:
        """Return where a stretch that began at an offset begins now; inside a name, where that begins."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._ends[index]:
            return self._starts[index] + self._shifts[index]
        return offset + self._shifts[index + 1]

    def end(self, offset: int) -> int:
        """Return where a stretch that ended at an offset ends now; inside a name, where that ends."""
        index = bisect_right(self._starts, offset - 1) - 1
        if index >= 0 and offset <= self._ends[index]:
            return self._ends[index] + self._shifts[index + 1]
        return offset + self._shifts[index + 1]

    def end_of_heading(self, start: int, heading: str) -> int:
        """Return where a heading ended that began at an offset."""
        return end_of_heading(self._before, start, heading) or start + len(heading)

    def replaced_words(self, start: int, end: int) -> set[str]:
        """Return the words of the names that stood in a stretch, in lower case."""
        first, last = bisect_right(self._ends, start), bisect_right(self._starts, end - 1)
        names = (self._before[self._starts[index] : self._ends[index]] for index in range(first, last))
        return {word for name in names for word in _words(name)}

    def is_inside_name(self, start: int, end: int) -> bool:
        """Return whether a stretch lies inside a name."""
        index = bisect_right(self._starts, start) - 1
        return index >= 0 and end <= self._ends[index]


def _move(table: str, row: dict[str, Any], moves: _Moves) -> bool:
    """Move the offsets of a row; return False for a mention that is gone with the name it stood in."""
    if row.get("heading_start_char") is not None:
        start = row["heading_start_char"]
        end = moves.end_of_heading(start, row["heading"])
        row["heading_start_char"] = moves.start(start)
        row["heading"] = collapse(moves.text[row["heading_start_char"] : moves.end(end)])
    for words, start_column, end_column in tables.SPANS.get(table, ()):
        if row[start_column] is not None:
            row[start_column], row[end_column] = moves.start(row[start_column]), moves.end(row[end_column])
            row[words] = moves.text[row[start_column] : row[end_column]]
    if row.get("start_char") is None:
        return True
    start, end = row["start_char"], row["end_char"]
    if table in ("theme_mentions", "role_mentions") and moves.is_inside_name(start, end):
        return False
    row["start_char"], row["end_char"] = moves.start(start), moves.end(end)
    row["text"] = moves.text[row["start_char"] : row["end_char"]]
    if table == "statements":
        gone = moves.replaced_words(start, end) - _words(row["text"])
        row["cues"] = [cue for cue in row["cues"] if _words(cue).isdisjoint(gone)]
    return True


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"\w+", text)}


def _replacements(entities: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> list[_Replacement]:
    """Return what to replace; where two overlap, all they cover by what stands for the longest."""
    kept: list[_Replacement] = []
    longest = 0
    for row in sorted(entities, key=lambda row: (row["start_char"], -row["end_char"])):
        start, end = row["start_char"], row["end_char"]
        if row["label"] == "CONTACT":
            one = _Replacement(start, end, f"[{row['canonical']}]")
        else:
            one = _Replacement(start, end, labels.get(name_key(row["canonical"] or ""), UNKNOWN))
        if not kept or start >= kept[-1].end:
            kept.append(one)
            longest = end - start
        elif end > kept[-1].end or end - start > longest:
            label = one.label if end - start > longest else kept[-1].label
            kept[-1] = _Replacement(kept[-1].start, max(end, kept[-1].end), label)
            longest = max(longest, end - start)
    return kept


def pseudonyms_of(participants: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the pseudonym of each person by name: what the reports say of the person most often."""
    told: dict[str, Counter[tuple[str | None, str | None]]] = defaultdict(Counter)
    for row in participants:
        told[name_key(row["name"])][row["function"], row["organisation"]] += 1
    labels: dict[str, str] = {}
    used: Counter[tuple[str, str | None]] = Counter()
    for key, options in told.items():
        said = sorted(options.items(), key=lambda item: (-item[1], item[0][0] is None, item[0][1] is None))
        function, organisation = said[0][0]
        role = function if function and function != "overig" else _NO_FUNCTION
        used[role, organisation] += 1
        number = f" {used[role, organisation]}" if used[role, organisation] > 1 else ""
        labels[key] = f"[{role}{number}, {organisation}]" if organisation else f"[{role}{number}]"
    return labels


@lru_cache(maxsize=4096)  # the same organisations come back in every report
def is_named_person(organisation: str | None) -> bool:
    """Return whether what stands for an organisation begins with the full name of a person."""
    if not organisation or not begins_with_given_name(organisation):
        return False
    found = Persons([]).find(organisation)
    return " " in organisation and any(span.start == 0 and span.known is None for span in found)


def bears_name(organisation: str | None, name: str) -> bool:
    """Return whether an organisation is called after the person who comes from it: *Bos Advies* of *Jan Bos*."""
    surname = surname_of(name)
    return len(surname) > _MIN_SURNAME and f" {surname} " in f" {fold(organisation or '')} "


def name_key(name: str) -> str:
    """Return a name as pseudonyms are kept by it."""
    return " ".join(name.casefold().replace("’", "'").split())


class _Plain:
    """Replaces names in what stands apart from the text of a report: titles and series."""

    def __init__(self, names: Iterable[str], labels: Mapping[str, str]) -> None:
        self._persons = Persons(names)
        self._label: Callable[[str | None], str] = lambda name: labels.get(name_key(name or ""), UNKNOWN)

    def __call__(self, text: str) -> str:
        found = [(span.start, span.end, self._label(span.name)) for span in self._persons.find(text)]
        found += [(span.start, span.end, f"[{span.kind}]") for span in find_contact_data(text)]
        return with_labels(text, found)


def with_labels(text: str, found: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with labels in place of stretches (start, end, label); of overlapping ones the longest counts."""
    parts, place = [], 0
    for start, end, label in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= place:
            parts += [text[place:start], label]
            place = end
    return "".join([*parts, text[place:]])
