"""Frequent words and phrases that no theme of a codebook covers: candidates for terms."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Span

from pipeline import tables
from pipeline.dutch import lexicon
from pipeline.nlp.language import load_language
from pipeline.nlp.reading import reading_of

_MAX_WORDS = 4


@dataclass(frozen=True)
class Candidate:
    """A noun phrase that no theme covers, in how many statements and sessions it stands, and the id of a statement."""

    phrase: str
    n_statements: int
    n_sessions: int
    example: str


def suggest_terms(
    statements: pd.DataFrame,
    theme_mentions: pd.DataFrame,
    language_model: str,
    *,
    n_sessions: int = 2,
    limit: int = 50,
) -> list[Candidate]:
    """Return frequent noun phrases that no theme covers, those of most sessions first.

    Parameters
    ----------
    statements, theme_mentions
        The tables of a run.
    language_model
        The name of the spaCy pipeline.
    n_sessions
        In how many sessions a phrase must stand.
    limit
        How many phrases to return at most.
    """
    nlp = load_language(language_model)
    rows = tables.records(statements)
    covered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for mention in tables.records(theme_mentions):
        if mention["statement_id"] is not None:
            covered[mention["statement_id"]].append((mention["start_char"], mention["end_char"]))
    places: dict[str, list[dict[str, Any]]] = defaultdict(list)
    shown: dict[str, str] = {}
    for doc, row in zip(nlp.pipe(reading_of(row["text"]).text for row in rows), rows, strict=True):
        for phrase in _noun_phrases(doc):
            start = row["start_char"] + phrase.start_char
            end = row["start_char"] + phrase.end_char
            if any(start < last and first < end for first, last in covered[row["statement_id"]]):
                continue
            key = " ".join(token.lemma_.lower() for token in phrase)
            shown.setdefault(key, phrase.text.lower())
            places[key].append(row)
    found = [
        Candidate(
            shown[key],
            len({row["statement_id"] for row in of_phrase}),
            len({row["session_id"] for row in of_phrase}),
            of_phrase[0]["statement_id"],
        )
        for key, of_phrase in places.items()
    ]
    frequent = [candidate for candidate in found if candidate.n_sessions >= n_sessions]
    return sorted(frequent, key=lambda one: (-one.n_sessions, -one.n_statements, one.phrase))[:limit]


def _noun_phrases(doc: Doc) -> Iterator[Span]:
    """Yield the nouns of a text, each with the adjectives before it."""
    stop_words = lexicon.stop_nouns()
    for token in doc:
        if token.pos_ != "NOUN" or len(token) < 4 or token.ent_type_ or token.lemma_.lower() in stop_words:
            continue
        start = token.i
        while start > token.sent.start and token.i - start < _MAX_WORDS - 1 and doc[start - 1].pos_ == "ADJ":
            start -= 1
        yield doc[start : token.i + 1]
        if start < token.i:
            yield doc[token.i : token.i + 1]
