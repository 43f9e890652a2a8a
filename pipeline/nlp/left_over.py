"""The check behind the finder of names: what still names a participant, or holds contact data, is replaced as well.

Texts are searched before names are replaced, so that offsets stay right; what stands apart from them afterwards.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.dutch.contact import find_contact_data
from pipeline.dutch.name_check import Form, NameCheck
from pipeline.nlp.paths import participants_by_report
from pipeline.nlp.pseudonyms import UNKNOWN, is_replaced, name_key, pseudonymise, pseudonyms_of, with_labels

# Columns with words for readers that do not stand in the text of a report. Organisations come first: pseudonyms have
# them in it.
_APART = {
    "participants": ("organisation", "organisation_name"),
    "reports": ("title",),
    "sessions": ("title", "series"),
    "statements": ("cues", "phrases"),
    "topics": ("label", "terms"),
    "topic_changes": ("label",),
    "rejections": ("message", "detail"),
    "corrections": ("coder", "file", "message", "text", "was", "becomes", "machine", "reason"),
}

Records = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Shown:
    """Tables and texts as readers may see them.

    Attributes
    ----------
    tables, texts
        Without names and contact data.
    guard
        The names that may stand in nothing that is made of them.
    paths
        The path by what is shown in its place (`verslag 21`), of the paths that name a person.
    counts
        How much the check replaced, by what it is (in Dutch).
    """

    tables: dict[str, pd.DataFrame]
    texts: dict[str, str]
    guard: NameCheck
    paths: Mapping[str, str]
    counts: Mapping[str, int]

    def without_names(self, text: str) -> str:
        """Return another text, which stands in no table, without names and contact data."""
        return _without(text, self.guard, {}, Counter())


def show(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str], known_names: str = "gewoon") -> Shown:
    """Return tables and texts without names and contact data, searched once more.

    Parameters
    ----------
    data, texts, known_names
        As for `pseudonymise`; the given tables stay as they are.
    """
    names, present = _known(data, texts)
    found, left = _unseen(tables.records(data["entities"]), texts, names, present, known_names)
    guard = names.without(left)
    cleared, counts = _cleared(data, guard)
    counts.update(row["label"] for row in found)
    if found:
        cleared["entities"] = _with(data["entities"], found)
    plain, plain_texts = pseudonymise(cleared, texts, known_names)
    paths = {
        new: old
        for table in ("reports", "rejections")
        for old, new in zip(data[table]["path"], plain[table]["path"], strict=True)
        if old != new
    }
    told = {
        "vervangen_bij_controle": counts["PERSON"],
        "contactgegevens": counts["CONTACT"],
        "bestandsnamen": len(paths),
    }
    return Shown(plain, plain_texts, guard, paths, told)


def overlooked(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return rows as of `entities` for names of participants and contact data that no entity covers."""
    return _unseen(tables.records(data["entities"]), texts, *_known(data, texts), "vervangen")[0]


def _known(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> tuple[NameCheck, Mapping[str, Sequence[str]]]:
    """Return the names to look for, and which of them each report has."""
    columns = {"sessions": ("session_id", "report_id"), "participants": ("session_id", "name", "organisation_name")}
    rows = {name: tables.records(data[name], of_table) for name, of_table in columns.items()}
    present = participants_by_report(rows)
    organisations = {row["organisation_name"] for row in rows["participants"] if row["organisation_name"]}
    misread = data["corrections"][data["corrections"]["what"] == "deelnemer-naam"]
    rows["participants"] += [{"name": name} for column in ("was", "machine") for name in misread[column].dropna()]
    # What the attendance calls an organisation is one, also where it is taken for a person elsewhere.
    persons = [row["name"] for row in rows["participants"] if row["name"] not in organisations]
    return NameCheck(persons, texts.values(), organisations), present


def _unseen(
    entities: Records,
    texts: Mapping[str, str],
    names: NameCheck,
    present: Mapping[str, Sequence[str]],
    known_names: str,
) -> tuple[list[dict[str, Any]], set[Form]]:
    """Return rows for what no entity covers, and the forms that stand on purpose in a name that is shown."""
    of_report: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in entities:
        of_report[row["report_id"]].append(row)
    found: list[dict[str, Any]] = []
    left: set[Form] = set()
    for report_id, text in texts.items():
        hidden, shown = [], []
        for row in of_report[report_id]:
            if is_replaced(row, known_names):
                hidden.append(row)
            elif row["known"] is not None:
                shown.append(row)
        covered = _places(hidden)
        for hit in names.find(text, present.get(report_id, ())):
            if _is_covered(text, hit.start, hit.end, covered):
                continue
            if any(row["start_char"] <= hit.start and hit.end <= row["end_char"] for row in shown):
                left.add(hit.form)
            else:
                found.append(_row(report_id, "PERSON", text, hit.start, hit.end, hit.name))
        found += [
            _row(report_id, "CONTACT", text, span.start, span.end, span.kind)
            for span in find_contact_data(text)
            if not _is_covered(text, span.start, span.end, covered)
        ]
    return found, left


def _places(rows: Records) -> set[int]:
    return {place for row in rows for place in range(row["start_char"], row["end_char"])}


def _is_covered(text: str, start: int, end: int, covered: set[int]) -> bool:
    return all(place in covered for place in range(start, end) if text[place].isalnum())


def _row(report_id: str, label: str, text: str, start: int, end: int, canonical: str) -> dict[str, Any]:
    place = {"start_char": start, "end_char": end, "text": text[start:end]}
    return {"report_id": report_id, "label": label, **place, "canonical": canonical, "known": None}


def _with(entities: pd.DataFrame, found: Records) -> pd.DataFrame:
    """Return the table of entities with rows put in their places, the reports in the order that they had."""
    order = {report_id: place for place, report_id in enumerate(entities["report_id"].unique())}
    rows = [*tables.records(entities), *found]
    rows.sort(
        key=lambda row: (
            order.get(row["report_id"], len(order)), row["report_id"],
            row["start_char"], row["end_char"], row["label"],
        )
    )  # fmt: skip
    return tables.frame("entities", rows)


def _cleared(data: Mapping[str, pd.DataFrame], guard: NameCheck) -> tuple[dict[str, pd.DataFrame], Counter[str]]:
    """Return the tables with names and contact data replaced in what stands apart from the texts, and how often."""
    counts: Counter[str] = Counter()
    cleared = dict(data)
    labels: Mapping[str, str] = {}
    for table, columns in _APART.items():
        rows = None
        for column in columns:
            texts = set(_texts(data[table][column]))
            whole = "\n".join(texts)  # nearly always there is nothing in all of them
            if not guard.find(whole) and not find_contact_data(whole):
                continue
            rows = tables.records(data[table]) if rows is None else rows
            for row in rows:
                value = row[column]
                if isinstance(value, str):
                    row[column] = _without(value, guard, labels, counts)
                elif value is not None:
                    row[column] = [_without(text, guard, labels, counts) for text in value]
        if rows is not None:
            cleared[table] = tables.frame(table, rows)
        if table == "corrections" and rows is not None:  # the file may be called after somebody, and so its rows
            _renumber(rows)
            cleared[table] = tables.frame(table, rows)
        if table == "participants":
            labels = pseudonyms_of(tables.records(cleared[table]))
    return cleared, counts


def _renumber(rows: Iterable[dict[str, Any]]) -> None:
    """Give corrections ids of the file names that are left; where two files are now called the same, with a number."""
    seen: Counter[str] = Counter()
    for row in rows:
        correction_id = f"{row['file']}:{row['row']}"
        seen[correction_id] += 1
        rank = f" ({seen[correction_id]})" if seen[correction_id] > 1 else ""
        row["correction_id"] = correction_id + rank


def _texts(column: pd.Series) -> Iterator[str]:
    for value in column.dropna():
        if isinstance(value, str):
            yield value
        else:
            yield from value


def _without(text: str, guard: NameCheck, labels: Mapping[str, str], counts: Counter[str]) -> str:
    hits, spans = guard.find(text), find_contact_data(text)
    counts["PERSON"] += len(hits)
    counts["CONTACT"] += len(spans)
    named = [(hit.start, hit.end, labels.get(name_key(hit.name), UNKNOWN)) for hit in hits]
    return with_labels(text, [*named, *((span.start, span.end, f"[{span.kind}]") for span in spans)])
