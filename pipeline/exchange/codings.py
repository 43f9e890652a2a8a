"""The codings of a project from the tables: for each statement its kind, voice, themes, roles and topic, and why.

A heading has no statement; its themes and roles are codings of the words that show them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.dutch.plain_cues import plain_cue
from pipeline.exchange.names import CodeNames, Family, Label
from pipeline.tables import records

_ORDER = list(Family)
_MENTIONS = ((Family.THEME, "theme_mentions", "theme"), (Family.ROLE, "role_mentions", "role"))
_GIVEN = ("toegepast", "bevestigd")  # what still stands of what people wrote

# What differs from run to run in what the program says.
PERCENT = re.compile(r"(?<!\d)\d+ procent")
TOPIC_LINE = re.compile(r"Onderwerp: .+\. Sterkte: \d+ procent\.")


@dataclass(frozen=True)
class Coding:
    """A code on a stretch of text, and who gave it; the program if nobody is named."""

    label: Label
    coder: str = ""
    date: str = ""


@dataclass(frozen=True)
class Coded:
    """A stretch of text with its codings.

    Attributes
    ----------
    report_id, session_id, statement_id
        What it is of; a heading has no statement.
    start, end, text
        Where it stands in the text of the report, and its words.
    codings
        One for each code.
    reason
        Why it has these codes, a line for each, and what people wrote about it.
    told
        What people wrote, without who.
    """

    report_id: str
    session_id: str
    statement_id: str | None
    start: int
    end: int
    text: str
    codings: tuple[Coding, ...]
    reason: str
    told: frozenset[str] = frozenset()


@dataclass
class _Open:
    """A stretch of text while its codings are gathered: of each code the reason."""

    row: Mapping[str, object]
    reasons: dict[Label, list[str]] = field(default_factory=lambda: defaultdict(list))


def codings_of(data: Mapping[str, pd.DataFrame], names: CodeNames) -> tuple[Coded, ...]:
    """Return all codings of the tables, in the order of the reports and their texts.

    A theme or role that is denied is no coding, as it does not count in the report either.

    Parameters
    ----------
    data
        All tables.
    names
        The codes of the codebook, and the topics.
    """
    stretches: dict[tuple[str, int, int], _Open] = {}
    place_of: dict[str, tuple[str, int, int]] = {}
    for row in records(data["statements"]):
        place = place_of[row["statement_id"]] = _place(row)
        found = stretches[place] = _Open(row)
        found.reasons[Label(Family.KIND, row["kind"])].append(_kind_reason(row))
        if row["attributed_to"] is not None:
            found.reasons[Label(Family.VOICE, row["attributed_to"])] = []
    for family, table, column in _MENTIONS:
        for row in records(data[table]):
            if row["negated"]:
                continue
            place = place_of.get(row["statement_id"] or "", _place(row))
            found = stretches.setdefault(place, _Open({**row, "statement_id": None}))
            why = f"Term: {row['term']} (“{' '.join(row['text'].split())}”)"
            found.reasons[Label(family, row[column])] += [] if row["is_corrected"] else [why]
    for row in records(data["topic_assignments"]):
        if row["topic_id"] is not None:
            found = stretches[place_of[row["statement_id"]]]
            found.reasons[Label(Family.TOPIC, row["topic_id"])].append(f"Sterkte: {_percent(row['strength'])}")
    given = _given(data["corrections"])
    order = {report_id: number for number, report_id in enumerate(data["reports"]["report_id"])}
    places = sorted(stretches, key=lambda place: (order[place[0]], place[1], place[2]))
    return tuple(_coded(place, stretches[place], given, names) for place in places)


def _coded(
    place: tuple[str, int, int], found: _Open, given: Mapping[str, list[dict[str, str]]], names: CodeNames
) -> Coded:
    statement_id = found.row["statement_id"]
    of_people = given.get(str(statement_id), []) if statement_id is not None else []
    codings, lines = [], []
    for label in sorted(found.reasons, key=lambda label: (_ORDER.index(label.family), label.value)):
        by = next((row for row in reversed(of_people) if _gives(row, label, names)), None)
        codings.append(Coding(label, by["coder"], by["date"]) if by else Coding(label))
        lines.append(
            ". ".join([names.full(label), *(["Verbeterd"] if by else [*dict.fromkeys(found.reasons[label])])]) + "."
        )
    told = dict.fromkeys((row["coder"], " ".join(row["reason"].split())) for row in of_people if row["reason"])
    lines += [f"{coder}: {reason}" if coder else reason for coder, reason in told]
    return Coded(
        report_id=place[0],
        session_id=str(found.row["session_id"]),
        statement_id=None if statement_id is None else str(statement_id),
        start=place[1],
        end=place[2],
        text=str(found.row["text"]),
        codings=tuple(codings),
        reason="\n".join(lines),
        told=frozenset(reason for _, reason in told),
    )


def _given(corrections: pd.DataFrame) -> dict[str, list[dict[str, str]]]:
    """Return what people corrected of each statement, the last row last."""
    found = defaultdict(list)
    for row in records(corrections, ("statement_id", "what", "status", "becomes", "coder", "date", "reason")):
        if row["statement_id"] is not None and row["status"] in _GIVEN:
            found[row["statement_id"]].append({key: value or "" for key, value in row.items()})
    return found


def _gives(row: Mapping[str, str], label: Label, names: CodeNames) -> bool:
    """Tell whether a row of a correction file gave a statement this code."""
    if row["status"] != "toegepast" or row["what"] != label.family.value or not row["becomes"]:
        return False
    return names.find((f"{label.family.prefix}{row['becomes']}",)) == label


def _kind_reason(row: Mapping[str, object]) -> str:
    cues = [plain_cue(str(cue)) for cue in _listed(row["cues"])]
    doubt = ", dus twijfel" if row["is_uncertain"] else ""
    told = [f"Zekerheid: {_percent(row['kind_score'])}{doubt}"]
    if row["advice_type"] is not None:
        told.insert(0, f"Het is een {row['advice_type']}")
    if cues:
        told.append(f"Aanwijzingen: {'; '.join(cues)}")
    return ". ".join(told)


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else ()


def _percent(score: object) -> str:
    return f"{round(100 * float(str(score)))} procent"


def _place(row: Mapping[str, object]) -> tuple[str, int, int]:
    return str(row["report_id"]), int(str(row["start_char"])), int(str(row["end_char"]))
