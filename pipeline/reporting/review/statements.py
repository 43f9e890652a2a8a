"""From the tables to what is put before a coder."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple

import pandas as pd

from pipeline.dutch.plain_cues import plain_cue
from pipeline.dutch.wording import collapse
from pipeline.reporting.findings.sessions import sessions
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name
from pipeline.reporting.review.model import Code, Codes, Item, Passage, Place, Review
from pipeline.reporting.review.selection import pick
from pipeline.resources import load_toml
from pipeline.tables import KINDS, records

_INSIGHTS = "inzichten"
_TERMS = 4  # words by which a topic is recognised


def gather(
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    names: Names,
    places: Mapping[str, Place],
    codes: Mapping[str, Codes],
    *,
    title: str,
    unit: str,
    n: int,
    seed: int,
    definitions: Mapping[str, str],
) -> Review:
    """Return what is put before a coder.

    Parameters
    ----------
    tables, texts
        The tables of the data contract and the texts, as they may be shown.
    names
        The names of themes and roles.
    places
        By statement how it is found again.
    codes
        By statement what the program made of it, whatever people made of that later.
    title
        What was analysed.
    unit
        What was divided into topics; of whole insights a statement has no topic.
    n, seed
        How many statements each part has at most, and what decides which are drawn by chance.
    definitions
        What each kind, theme and role means, by its code.
    """
    statements = {row["statement_id"]: row for row in records(tables["statements"])}
    insights = {row["insight_id"]: row for row in records(tables["insights"])}
    terms = _terms(tables)
    items: list[Item] = []
    passages: list[Passage] = []
    for session in sessions(tables, texts, names):
        for insight in session.insights:
            row = insights[insight.insight_id]
            if insight.statements:
                label, heading = session.date_label, insight.heading or ""
                passages.append(Passage(row["text"], heading, session.title, label, row["page"], row["time"] or ""))
            for statement in insight.statements:
                told = statements[statement.statement_id]
                items.append(
                    Item(
                        statement_id=statement.statement_id,
                        text=statement.text,
                        passage=len(passages) - 1,
                        start=told["start_char"] - row["start_char"],
                        end=told["end_char"] - row["start_char"],
                        line=statement.line,
                        place=places[statement.statement_id],
                        codes=codes[statement.statement_id],
                        score=told["kind_score"],
                        cues=tuple(map(plain_cue, told["cues"])),
                        terms=tuple(terms[statement.statement_id]),
                    )
                )
    place_of = {item.statement_id: number for number, item in enumerate(items)}
    parts = pick(tables, list(place_of), n, seed)
    return Review(
        title=title,
        digest=_digest(items),
        items=tuple(items),
        passages=tuple(passages),
        parts={part: tuple(place_of[one] for one in chosen) for part, chosen in parts.items()},
        kinds=tuple(Code(kind, kind_name(kind), definitions.get(kind, "")) for kind in KINDS),
        themes=_sorted(Code(code, name, definitions.get(code, "")) for code, name in names.themes.items()),
        roles=_sorted(Code(code, name, definitions.get(code, "")) for code, name in names.roles.items()),
        topics=() if unit == _INSIGHTS else _topics(tables["topics"]),
    )


def certainty(score: float) -> str:
    """Return in words how sure the program is of a kind."""
    steps = load_toml("review/nakijken.toml")["zekerheid"]
    return str(next(step["naam"] for step in steps if score >= step["vanaf"]))


def _digest(items: Sequence[Item]) -> str:
    told = [[item.text, item.place.report, item.start, astuple(item.codes)] for item in items]
    return hashlib.blake2b(json.dumps(told).encode(), digest_size=16).hexdigest()


def _sorted(codes: Iterable[Code]) -> tuple[Code, ...]:
    return tuple(sorted(codes, key=lambda code: (code.name.casefold(), code.code)))


def _topics(topics: pd.DataFrame) -> tuple[Code, ...]:
    return tuple(
        Code(row["topic_id"], collapse(row["label"]), ", ".join(map(collapse, row["terms"][:_TERMS])))
        for row in records(topics)
    )


def _terms(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, list[str]]:
    """Return the words in each statement by which the program told themes and roles, in their order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for table in ("theme_mentions", "role_mentions"):
        for row in sorted(records(tables[table]), key=lambda row: row["start_char"]):
            if row["statement_id"] is not None and not row["negated"] and not row["is_corrected"]:
                found[row["statement_id"]][collapse(row["text"])] = None
    return defaultdict(list, {key: list(words) for key, words in found.items()})
