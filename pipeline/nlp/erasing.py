"""One person taken out of tables and texts; all others stay as they are, and every row where its offsets say."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.dutch.contact import find_contact_data
from pipeline.dutch.lexicon import determiners
from pipeline.dutch.name_check import fold, name_parts, words_of
from pipeline.dutch.name_words import surname_words, surnames
from pipeline.nlp.one_person import OnePerson, Scope, is_whole, resolve
from pipeline.nlp.paths import shown_paths
from pipeline.nlp.pseudonyms import UNKNOWN, bears_name, name_key, replace_entities

Rows = dict[str, list[dict[str, Any]]]
_IN_TEXT = ("start_char", "end_char", "text", "heading", "actor", "due_text")  # these follow from the offsets
_IDS = ("report_id", "session_id", "insight_id", "statement_id", "participant_id", "returns_in", "path", "sha256")
_WORDS = ("lemmas", "nouns")


@dataclass(frozen=True)
class Erased:
    """Tables and texts without a person.

    Attributes
    ----------
    tables, texts
        As they are now.
    label
        What stands in her place.
    renamed
        What stands in place of each path, and each id of a report, that had her name in it.
    unclear
        The places, by path of the report, that may mean her or another one; they are as they were.
    forms
        What she was called in each report, by its former id.
    """

    tables: dict[str, pd.DataFrame]
    texts: dict[str, str]
    label: str
    renamed: Mapping[str, str]
    unclear: Mapping[str, Sequence[str]]
    forms: Mapping[str, frozenset[str]]


def names_in(data: Mapping[str, pd.DataFrame]) -> Mapping[str, list[str]]:
    """Return the names of persons that stand in the tables, by report; surnames alone only of participants."""
    report_of = dict(zip(data["sessions"]["session_id"], data["sessions"]["report_id"], strict=True))
    found: dict[str, list[str]] = {report_id: [] for report_id in data["reports"]["report_id"]}
    for row in tables.records(data["participants"], ["session_id", "name"]):
        found[report_of[row["session_id"]]].append(row["name"])
    for row in tables.records(data["entities"], ["report_id", "label", "text", "canonical", "known"]):
        name = row["canonical"] or " ".join(row["text"].split())
        parts = name_parts(name) if row["label"] == "PERSON" and row["known"] != "instelling" else None
        if parts is not None and parts.given:
            found[row["report_id"]].append(name)
    return found


def find_person(
    query: str, data: Mapping[str, pd.DataFrame], texts: Mapping[str, str]
) -> tuple[OnePerson, tuple[str, ...]]:
    """Return the person that a name is of, and the names of several persons if it can be each of them.

    Somebody whom the tables do not name has the given name; if that is no whole name, there is no name at all.
    """
    everybody = sorted({name for names in names_in(data).values() for name in names})
    own, doubtful, options = resolve(query, everybody)
    own += tuple(sorted(filter(is_whole, _former_names(own, data["corrections"]) - set(own))))  # texts still say that
    keys = {name_key(name) for name in own}
    others = tuple(name for name in everybody if name_key(name) not in keys)
    names = own or ((query,) if is_whole(query) else ())
    plain = plain_surnames(names, list(texts.values()))
    if not own:  # whom no report names, no surname alone is of
        plain |= {word for name in names for word in words_of(name)}
    return OnePerson(names, others, plain, doubtful, _former_names(names, data["corrections"])), options


def plain_surnames(names: Iterable[str], texts: Iterable[str]) -> frozenset[str]:
    """Return the surnames among names that are words here too, as is told by where texts write them small.

    That is behind an article, or as often as with a capital, or what is no known surname.
    """
    words = {parts.surname[-1] for name in names if (parts := name_parts(name)) is not None}
    known = {fold(name) for name in surnames()} - {fold(name) for name in surname_words()}
    articles = "|".join(map(re.escape, sorted(determiners())))
    found = set()
    for word in words:
        whole = re.compile(rf"(?P<article>\b(?:{articles})\s+)?(?<![\w-])(?P<word>{re.escape(word)})(?![\w-])")
        n_small = n_other = 0
        for text in texts:
            for match in whole.finditer(fold(text)):
                is_small = text[match.start("word")].islower()
                n_small, n_other = n_small + is_small, n_other + (not is_small)
                if is_small and (match["article"] or word not in known):
                    found.add(word)
        if n_small and n_small >= n_other:
            found.add(word)
    return frozenset(found)


def _former_names(names: Iterable[str], corrections: pd.DataFrame) -> frozenset[str]:
    """Return what corrections say that a person was called before."""
    own = {name_key(name) for name in names}
    rows = tables.records(corrections, ["becomes", "was", "machine"])
    of_hers = [row for row in rows if row["becomes"] and name_key(row["becomes"]) in own]
    return frozenset(row[column] for row in of_hers for column in ("was", "machine") if row[column])


def erase(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str], person: OnePerson) -> Erased:
    """Return tables and texts in which a person is `[persoon]`; what she said and did stays."""
    rows: Rows = {name: tables.records(table) for name, table in data.items()}
    named = names_in(data)
    scopes = {report_id: person.scope(names) for report_id, names in named.items()}
    report_of = {row["session_id"]: row["report_id"] for row in rows["sessions"]}
    path_of = {row["report_id"]: row["path"] for row in rows["reports"]}
    label = _label(rows)
    labels = {name_key(name): label for name in person.names}
    unclear: dict[str, list[str]] = defaultdict(list)
    hers = _entities(rows, texts, person, scopes, unclear)
    own = [row for row in rows["participants"] if name_key(row["name"]) in labels]
    for row in own:
        if bears_name(row["organisation"], row["name"]):
            row["organisation"] = row["organisation_name"] = None
    forms: dict[str, set[str]] = defaultdict(set)
    for row in hers:
        if row["label"] == "PERSON":
            forms[row["report_id"]].add(" ".join(row["text"].split()))
    for row in rows["corrections"]:
        row.update({column: label for column in ("was", "machine") if row[column] in person.former})
    shown = _paths(rows, texts, hers, person, scopes)
    _clear_statements(rows["statements"], hers, person)
    _clear_columns(rows, person, scopes, report_of, label)
    made, new_texts, new_ids = replace_entities(rows, texts, hers, labels, shown)
    told = {path_of[report_id]: tuple(places) for report_id, places in unclear.items()}
    tables.check_all_offsets(made, new_texts)
    return Erased(
        made, new_texts, label, {**shown, **new_ids}, told, {key: frozenset(own) for key, own in forms.items()}
    )


def _label(rows: Rows) -> str:
    """Return what no other person who was erased is called."""
    taken = {row["name"] for row in rows["participants"]} | {row["canonical"] for row in rows["entities"]}
    options = [UNKNOWN, *(f"{UNKNOWN[:-1]} {number}]" for number in range(2, len(taken) + 3))]
    return next(option for option in options if option not in taken)


def _entities(
    rows: Rows,
    texts: Mapping[str, str],
    person: OnePerson,
    scopes: Mapping[str, Scope],
    unclear: dict[str, list[str]],
) -> list[dict[str, Any]]:
    """Return the rows of `entities` that are hers, those with it that no row was for; and note what is unclear."""
    of_report: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows["entities"]:
        of_report[row["report_id"]].append(row)
    own_keys = {name_key(name) for name in person.names}
    hers = []
    for report_id, text in texts.items():
        scope, entities = scopes[report_id], of_report[report_id]
        found: list[tuple[int, int, bool]] = []
        for row in entities:
            is_named = name_key(row["canonical"] or "") in own_keys
            if (
                row["label"] == "PERSON"
                and row["known"] != "instelling"
                and (is_named or person.is_called(row["text"]))
            ):
                if row["canonical"] and not is_named:
                    continue  # of another participant
                is_hers = person.whose(row["text"], scope)
                if is_hers is not False:
                    found.append((row["start_char"], row["end_char"], bool(is_hers)))
                if is_hers:
                    row["canonical"] = person.names[0]
                    hers.append(row)
                elif is_named:
                    row["canonical"] = None
        for one in person.find(text, scope):
            if not one.kind:
                found.append((one.start, one.end, one.is_hers))
                if one.is_hers and not _covered(one.start, one.end, hers, report_id):
                    hers.append(_row(report_id, "PERSON", text, one.start, one.end, person.names[0]))
        hers += _contact(report_id, text, entities, person, scope, hers, found)
        sure = [(start, end) for start, end, is_hers in found if is_hers]
        for start, end in sorted({(start, end) for start, end, is_hers in found if not is_hers}):
            if not any(first < end and start < last for first, last in sure):
                unclear[report_id].append(text[start:end])
    known = {id(row) for row in rows["entities"]}
    rows["entities"] += [row for row in hers if id(row) not in known]
    order = {report_id: place for place, report_id in enumerate(texts)}
    rows["entities"].sort(key=lambda row: (order[row["report_id"]], row["start_char"], row["end_char"], row["label"]))
    return hers


def _contact(
    report_id: str,
    text: str,
    entities: Sequence[dict[str, Any]],
    person: OnePerson,
    scope: Scope,
    hers: Sequence[Mapping[str, Any]],
    found: list[tuple[int, int, bool]],
) -> list[dict[str, Any]]:
    """Return rows for contact data with her name in it, or right behind her name on the same line."""
    persons = sorted(
        {(row["end_char"], any(row is one for one in hers)) for row in entities if row["label"] == "PERSON"}
        | {(row["end_char"], True) for row in hers if row["report_id"] == report_id}
    )
    made = []
    for span in find_contact_data(text):
        is_hers = person.owns_address(text[span.start : span.end], scope)
        before = [is_own for end, is_own in persons if end <= span.start and "\n" not in text[end : span.start]]
        if is_hers or (is_hers is False and "@" not in text[span.start : span.end] and before and before[-1]):
            given = [row for row in entities if (row["start_char"], row["end_char"]) == (span.start, span.end)]
            contact = [row for row in given if row["label"] == "CONTACT"]
            made += contact or [_row(report_id, "CONTACT", text, span.start, span.end, span.kind)]
            found.append((span.start, span.end, True))
        elif is_hers is None:
            found.append((span.start, span.end, False))
    return made


def _covered(start: int, end: int, hers: Iterable[Mapping[str, Any]], report_id: str) -> bool:
    return any(row["report_id"] == report_id and row["start_char"] <= start and end <= row["end_char"] for row in hers)


def _row(report_id: str, label: str, text: str, start: int, end: int, canonical: str) -> dict[str, Any]:
    place = {"start_char": start, "end_char": end, "text": text[start:end]}
    return {"report_id": report_id, "label": label, **place, "canonical": canonical, "known": None}


def _paths(
    rows: Rows,
    texts: Mapping[str, str],
    hers: Sequence[Mapping[str, Any]],
    person: OnePerson,
    scopes: Mapping[str, Scope],
) -> dict[str, str]:
    """Return what stands in place of each path that names her; where she was, any part of her name tells."""
    keys = {name_key(name) for name in person.names}
    own = [row for row in rows["participants"] if name_key(row["name"]) in keys]
    outsider = [{"report_id": "", "label": "PERSON", "text": name, "canonical": name} for name in person.names]
    found = shown_paths({**rows, "participants": own, "entities": [*map(dict, hers), *outsider]}, texts.values())
    report_of = {row["path"]: row["report_id"] for row in rows["reports"]}
    where = {row["report_id"] for row in hers}
    return {
        path: new
        for path, new in found.items()
        if report_of.get(path) in where
        or person.owns_address(path, scopes.get(report_of.get(path, ""), person.everywhere))
    }


def _clear_statements(
    statements: Iterable[dict[str, Any]], hers: Iterable[Mapping[str, Any]], person: OnePerson
) -> None:
    """Take her name out of the words and phrases of the statements that name her."""
    of_report: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in hers:
        of_report[row["report_id"]].append(row)
    own = {word for name in person.names for word in words_of(name)}
    for row in statements:
        inside = [
            one
            for one in of_report[row["report_id"]]
            if row["start_char"] < one["end_char"] and one["start_char"] < row["end_char"]
        ]
        if not inside:
            continue
        gone = own | {word for one in inside for word in words_of(one["text"])}
        for column in _WORDS:
            row[column] = [word for word in row[column] if gone.isdisjoint(words_of(word))]
        kept = [
            (phrase, lemmas)
            for phrase, lemmas in zip(row["phrases"], row["phrase_lemmas"], strict=True)
            if gone.isdisjoint(words_of(phrase)) and gone.isdisjoint(words_of(lemmas))
        ]
        row["phrases"], row["phrase_lemmas"] = [phrase for phrase, _ in kept], [lemmas for _, lemmas in kept]


def _clear_columns(
    rows: Rows, person: OnePerson, scopes: Mapping[str, Scope], report_of: Mapping[str, str], label: str
) -> None:
    """Replace her name in what stands apart from the texts."""
    for table, of_table in rows.items():
        columns = [
            column.name
            for column in tables.TABLES[table]
            if column.kind in ("text", "texts") and column.values is None and column.name not in (*_IN_TEXT, *_IDS)
        ]
        if table in ("entities", "participants"):
            columns = [column for column in columns if column not in ("canonical", "name", "participant_id")]
        if table == "rejections":
            columns = [column for column in columns if column != "detail"]  # may be a path
        columns = [column for column in columns if _may_name(of_table, column, person)]
        for row in of_table:
            report_id = row.get("report_id") or report_of.get(row.get("session_id") or "")
            scope = scopes.get(report_id or "", person.everywhere)
            for column in columns:
                value = row[column]
                if isinstance(value, str):
                    row[column] = person.without(value, scope, label)
                elif value is not None:
                    row[column] = [person.without(text, scope, label) for text in value]


def _may_name(of_table: Iterable[Mapping[str, Any]], column: str, person: OnePerson) -> bool:
    """Return whether a column may hold her name: nearly always there is nothing in all of it."""
    values = (row[column] for row in of_table)
    texts = {text for value in values if value is not None for text in ([value] if isinstance(value, str) else value)}
    return bool(person.find("\n".join(sorted(texts)), Scope((), is_present=True)))
