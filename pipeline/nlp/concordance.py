"""A concordance: every place where a term stands, with what stands before and behind it (keyword in context, KWIC)."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.errors import SettingError
from pipeline.nlp.codebook import Code, Codebook
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from pipeline.nlp.matching import TermMatcher
from pipeline.nlp.passages import passages_of
from pipeline.nlp.reading import reading_of
from pipeline.nlp.sentences import keep_text

_MAX_TERM = 200  # signs


def find_term(
    term: str,
    data: Mapping[str, pd.DataFrame],
    *,
    language_model: str = LANGUAGE_MODEL,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Return every place where a term stands, by the rules for the terms of a codebook.

    Parameters
    ----------
    term
        The term as it would stand in a codebook: `vertrouwen`, `opdrachtgever*`, `rol kennen`, `=de driehoek`.
    data
        The tables `insights`, `blocks` and `statements`.
    language_model
        The name of the spaCy pipeline.
    codebook
        A codebook that names more separable verbs.

    Returns
    -------
    DataFrame
        The columns of `theme_mentions` without `theme`, in the order of the texts.

    Raises
    ------
    SettingError
        If the term holds no letter or figure, or is too long to be one.
    """
    if not re.search(r"[^\W_]", term) or len(term) > _MAX_TERM:
        raise SettingError("Dit is geen zoekterm; geef een woord of enkele woorden, zoals in een codeboek.")
    nlp = load_language(language_model)
    matcher = TermMatcher(nlp, [Code("", "", (term,))], codebook.separable if codebook else None)
    places: dict[str, list[tuple[int, int, str]]] = {}
    for row in tables.records(data["statements"], ("insight_id", "start_char", "end_char", "statement_id")):
        places.setdefault(row["insight_id"], []).append((row["start_char"], row["end_char"], row["statement_id"]))
    passages = list(passages_of(tables.records(data["insights"]), tables.records(data["blocks"])))
    readings = [reading_of(passage.text) for passage in passages]
    rows = []
    with nlp.select_pipes(disable="ner"):  # a third of the time, and no rule for terms asks for it
        docs = nlp.pipe(reading.text for reading in readings)
        for doc, reading, passage in zip(docs, readings, passages, strict=True):
            keep_text(doc, reading.text)
            for mention in matcher(doc):
                span = passage.span(reading, mention.start, mention.end)
                statement_id = next(
                    (
                        name
                        for start, end, name in places.get(passage.insight_id, ())
                        if start <= span["start_char"] and span["end_char"] <= end
                    ),
                    None,
                )
                if statement_id is None and not passage.is_heading:
                    continue  # in the label of a speaker, as where a codebook is applied
                row = {"statement_id": statement_id, **passage.keys, "theme": "", "term": term, **span}
                rows.append({**row, "negated": mention.negated, "is_corrected": False})
    return tables.frame("theme_mentions", rows).drop(columns="theme")


def concordance(
    mentions: pd.DataFrame, data: Mapping[str, pd.DataFrame], texts: Mapping[str, str], *, width: int = 60
) -> pd.DataFrame:
    """Return mentions with what stands before and behind each, in order of date and text.

    Parameters
    ----------
    mentions
        What `find_term` returns, or rows of `theme_mentions` or `role_mentions`.
    data
        The tables `sessions` and `insights`.
    texts
        The normalised text of each report.
    width
        How many signs of context to give on either side at most; it never leaves the insight.

    Returns
    -------
    DataFrame
        A row for each mention: `left`, `hit` and `right` (white space made one space, `¶` where a paragraph ends,
        whole words, `…` where there is more), `session` (title), `date` (EDTF), `insight` (heading), `line`
        (1-based), and from the mention `negated`, `statement_id`, `insight_id`, `session_id`, `report_id`,
        `start_char` and `end_char`.

    Raises
    ------
    OffsetError
        If a mention does not stand where its offsets say.
    """
    tables.check_offsets(mentions, texts, mentions["report_id"])
    sessions = {row["session_id"]: row for row in tables.records(data["sessions"])}
    insights = {row["insight_id"]: row for row in tables.records(data["insights"])}
    rows = []
    for mention in tables.records(mentions):
        text, start, end = texts[mention["report_id"]], mention["start_char"], mention["end_char"]
        session, insight = sessions[mention["session_id"]], insights[mention["insight_id"]]
        first, last = insight["heading_start_char"], insight["end_char"]
        first = insight["start_char"] if first is None else first
        rows.append(
            {
                "left": _before(text[first:start], width),
                "hit": _collapse(text[start:end]),
                "right": _behind(text[end : max(end, last)], width),
                "session": session["title"],
                "date": session["date"],
                "insight": insight["heading"],
                "line": text.count("\n", 0, start) + 1,
                **{name: mention[name] for name in _FROM_MENTION},
            }
        )
    rows.sort(key=lambda row: (row["date"] is None, row["date"] or "", row["report_id"], row["start_char"]))
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in _COLUMNS.items()})


_FROM_MENTION = ("negated", "statement_id", "insight_id", "session_id", "report_id", "start_char", "end_char")
_COLUMNS: Mapping[str, Any] = {
    **dict.fromkeys(("left", "hit", "right", "session", "date", "insight"), "str"),
    "line": "Int64",
    **dict.fromkeys(_FROM_MENTION, "str"),
    "negated": "bool",
    **dict.fromkeys(("start_char", "end_char"), "Int64"),
}


def _collapse(text: str) -> str:
    return re.sub(r"[ \t\n\r\f\v]+", " ", re.sub(r"\n\s*\n", " ¶ ", text))


def _before(text: str, width: int) -> str:
    """Return the end of a text, from a whole word on."""
    whole = _collapse(text).lstrip()
    if len(whole) <= width:
        return whole
    place = len(whole) - width
    cut = whole[place:]
    if not whole[place - 1].isspace():
        cut = cut.partition(" ")[2]
    return f"… {cut.lstrip()}"


def _behind(text: str, width: int) -> str:
    """Return the beginning of a text, up to a whole word."""
    whole = _collapse(text).rstrip()
    if len(whole) <= width:
        return whole
    cut = whole[:width]
    if not whole[width].isspace():
        cut = cut.rpartition(" ")[0]
    return f"{cut.rstrip()} …"
