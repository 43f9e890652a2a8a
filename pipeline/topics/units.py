"""What is clustered: the dilemmas, all statements, or whole insights.

A unit is a row with the columns `COLUMNS` of the table `statements`. An insight as a unit has the text and the words of
all its statements, and one statement that stands for it: its first dilemma, or its first statement if it has none.
Whatever the unit, `topic_assignments` tells about statements: those of an insight share its topic and its strength.
"""

import re
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.dutch.contact_words import months
from pipeline.dutch.headings import names_subject

DILEMMAS, STATEMENTS, INSIGHTS = "dilemmas", "uitspraken", "inzichten"
_WORD = re.compile(r"\w+")
_MIN_SESSIONS_OF_STANDARD, _MIN_WORDS_OF_STANDARD = 3, 8
_WORDS = ("lemmas", "nouns", "phrases", "phrase_lemmas")
COLUMNS = ("statement_id", "insight_id", "session_id", "text", *_WORDS)


def units(statements: pd.DataFrame, insights: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the units of some reports, in the order of their statements.

    Parameters
    ----------
    statements, insights
        The tables.
    unit
        `dilemmas`, `uitspraken` or `inzichten`; an insight without any statement is no unit.
    """
    if unit == INSIGHTS:
        return _insights(statements, insights)
    chosen = statements[statements["kind"] == "dilemma"] if unit == DILEMMAS else statements
    return chosen[list(COLUMNS)].reset_index(drop=True)


def _insights(statements: pd.DataFrame, insights: pd.DataFrame) -> pd.DataFrame:
    text_of = dict(zip(insights["insight_id"], insights["text"], strict=True))
    of_insight: dict[str, list[dict[str, Any]]] = {}
    for row in tables.records(statements, (*COLUMNS, "kind")):
        of_insight.setdefault(row["insight_id"], []).append(row)
    rows = []
    for insight, own in of_insight.items():
        foremost = next((row for row in own if row["kind"] == "dilemma"), own[0])
        words = {column: [word for row in own for word in row[column]] for column in _WORDS}
        rows.append({**foremost, "text": text_of[insight], **words})
    of_texts = pd.DataFrame(rows, columns=list(COLUMNS))
    return of_texts.astype(dict.fromkeys(COLUMNS[:4], "str"))


def is_too_small(units: pd.DataFrame, min_units: int, min_sessions: int) -> bool:
    """Return whether there are too few units, or sessions that they are from, to claim that anything recurs."""
    return len(units) < max(min_units, 2) or units["session_id"].nunique() < max(min_sessions, 2)


def with_passages(rows: pd.DataFrame, insights: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the text of each unit with its insight's heading in front, and the whole passage it stands in.

    A heading that names no subject is left out.
    """
    passages = {
        row["insight_id"]: (_subject(row["heading"]) or "", " ".join(row["text"].split()))
        for row in tables.records(insights)
    }
    headed, contexts = [], []
    for insight, text in zip(rows["insight_id"], rows["text"], strict=True):
        heading, body = passages[insight]
        opening = f"{heading}. " if heading else ""
        headed.append(opening + " ".join(text.split()))
        contexts.append(opening + body)
    return headed, contexts


def headings_above(rows: pd.DataFrame, insights: pd.DataFrame) -> list[str | None]:
    """Return the heading of the insight of each unit, None where it has none that names a subject.

    What is said under *Mededelingen* or *Rondvraag* has nothing in common for it.
    """
    heading_of = dict(zip(insights["insight_id"], insights["heading"], strict=True))
    return [_subject(heading_of.get(insight_id)) for insight_id in rows["insight_id"]]


def _subject(heading: str | float | None) -> str | None:
    """Return a heading that says what the passage is about; None for any other, and where there is none."""
    return heading if isinstance(heading, str) and names_subject(heading) else None


def is_standard(rows: pd.DataFrame) -> pd.Series:
    """Return of each unit whether it is standard text: a whole sentence that several sessions have word for word.

    An introduction that is copied from report to report says nothing of what was on people's minds each time. Other
    numbers, months or signs make it no other sentence: *Het verslag van 3 mei is laat, maar …*
    """
    plain = rows["text"].map(_words_alone)
    in_sessions = rows.groupby(plain)["session_id"].transform("nunique")
    is_long = plain.str.count(" ") + 1 >= _MIN_WORDS_OF_STANDARD
    return (in_sessions >= _MIN_SESSIONS_OF_STANDARD) & is_long


def _words_alone(text: str) -> str:
    return " ".join("#" if word[0].isdigit() or word in months() else word for word in _WORD.findall(text.casefold()))


def with_standard(assignments: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the assignments of the other units and, in the order of all units, those of standard text: to nothing."""
    known = {row["statement_id"]: row for row in tables.records(assignments)}
    too_few = not known or any(row["status"] == "te_weinig" for row in known.values())
    nothing = {
        "topic_id": None,
        "strength": 0.0,
        "is_representative": False,
        "status": "te_weinig" if too_few else "los",
        "nearest_topic_id": None,
        "is_corrected": False,
    }
    found = [known.get(statement, {"statement_id": statement, **nothing}) for statement in rows["statement_id"]]
    return tables.frame("topic_assignments", found)


def of_statements(
    topics: pd.DataFrame, assignments: pd.DataFrame, statements: pd.DataFrame, unit: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables `topics` and `topic_assignments` with a row for each statement of a unit.

    Parameters
    ----------
    topics, assignments
        The tables with a row for each unit.
    statements
        The table of all statements.
    unit
        `dilemmas`, `uitspraken` or `inzichten`.
    """
    if unit != INSIGHTS:
        return topics, assignments
    insight_of = dict(zip(statements["statement_id"], statements["insight_id"], strict=True))
    row_of = {insight_of[row["statement_id"]]: row for row in tables.records(assignments)}
    rows = [
        {
            **row_of[insight],
            "statement_id": statement,
            "is_representative": row_of[insight]["is_representative"] and row_of[insight]["statement_id"] == statement,
        }
        for statement, insight in insight_of.items()
    ]
    spread = tables.frame("topic_assignments", rows)
    counts = spread["topic_id"].value_counts()
    return topics.assign(n_statements=topics["topic_id"].map(counts).astype("Int64")), spread
