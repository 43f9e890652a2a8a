"""What a researcher needs to own a codebook: a check, a try-out on a sentence, and candidates for terms."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Span

from pipeline import tables
from pipeline.dutch import lexicon
from pipeline.nlp.codebook import Code, Codebook, check_entries
from pipeline.nlp.language import load_language
from pipeline.nlp.matching import Mention, TermMatcher
from pipeline.nlp.reading import reading_of

_HEADER = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(?:#.*)?$")
_MAX_WORDS = 4


@dataclass(frozen=True)
class Fault:
    """Something in a codebook that is wrong or does nothing: its line (1-based), and one Dutch sentence."""

    line: int
    message: str
    is_error: bool


@dataclass(frozen=True)
class Match:
    """A place in a sentence where a code stands, and why."""

    kind: str
    name: str
    text: str
    reason: str


@dataclass(frozen=True)
class Candidate:
    """A noun phrase that no theme covers: how often it stands in how many sessions, and one statement with it."""

    phrase: str
    n_statements: int
    n_sessions: int
    example: str


def check_codebook(content: str, language_model: str) -> list[Fault]:
    """Return all that is wrong with a codebook, in the order of its lines.

    Parameters
    ----------
    content
        The TOML of the codebook.
    language_model
        The name of the spaCy pipeline.
    """
    try:
        values = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        return [Fault(int(place[1]) if place else 1, "De TOML klopt hier niet; verbeter de regel.", is_error=True)]
    lines = _Lines(content)
    faults = [Fault(lines.of(place), f"Hier {message}", is_error=True) for place, message in check_entries(values)]
    if not faults:
        faults += _idle_terms(values, lines, language_model)
        faults += _shared_terms(values, lines)
    return sorted(faults, key=lambda fault: (fault.line, fault.message))


class _Lines:
    """Where the entries of a TOML file stand."""

    def __init__(self, content: str) -> None:
        self._lines = content.splitlines()
        self._starts: dict[tuple[str, int], int] = {}
        counts: dict[str, int] = defaultdict(int)
        for number, line in enumerate(self._lines, start=1):
            match = _HEADER.match(line)
            if match:
                self._starts[match[1], counts[match[1]]] = number
                counts[match[1]] += 1

    def of(self, place: Sequence[str | int], word: str | None = None) -> int:
        """Return the line of a key in an entry (`("thema", 2, "termen")`), or of a word in it."""
        table, index = str(place[0]) if place else "", place[1] if len(place) > 1 else 0
        start = self._starts.get((table, int(index)) if isinstance(index, int) else (table, 0), 1)
        end = min((line for line in self._starts.values() if line > start), default=len(self._lines) + 1)
        key = str(place[2]) if len(place) > 2 else str(place[0]) if len(place) == 1 else None
        for number in range(start, end):
            line = self._lines[number - 1]
            if word is not None and (f'"{word}"' in line or f"'{word}'" in line):
                return number
            if word is None and key is not None and re.match(rf"\s*{re.escape(key)}\s*=", line):
                return number
        return start


def _entries(values: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for table in ("thema", "rol"):
        for index, entry in enumerate(values.get(table, [])):
            yield table, index, entry


def _idle_terms(values: Mapping[str, Any], lines: _Lines, language_model: str) -> Iterator[Fault]:
    """Yield the terms that do not even match themselves: they match nothing."""
    nlp = load_language(language_model)
    listed = [(table, index, entry, term) for table, index, entry in _entries(values) for term in entry["termen"]]
    codes = [
        Code(str(number), "", (term,), tuple(entry.get("uitsluiten", ())))
        for number, (_, _, entry, term) in enumerate(listed)
        if term.strip("=* ")
    ]
    matcher = TermMatcher(nlp, codes)
    texts = [reading_of(term.strip("=").replace("*", "")).text for *_, term in listed]
    for number, (doc, (table, index, _, term)) in enumerate(zip(nlp.pipe(texts), listed, strict=True)):
        if not any(mention.code == str(number) for mention in matcher(doc)):
            message = f"De term “{term}” kan nergens worden gevonden; verbeter of verwijder die."
            yield Fault(lines.of((table, index), term), message, is_error=False)


def _shared_terms(values: Mapping[str, Any], lines: _Lines) -> Iterator[Fault]:
    """Yield the terms that stand with two themes, or with two roles."""
    first: dict[tuple[str, str], str] = {}
    for table, index, entry in _entries(values):
        for term in dict.fromkeys(entry["termen"]):
            other = first.setdefault((table, term.casefold()), entry["code"])
            if other != entry["code"]:
                message = f"De term “{term}” staat ook bij {table} “{other}”; laat hem bij één van beide staan."
                yield Fault(lines.of((table, index), term), message, is_error=False)


def try_sentence(sentence: str, codebook: Codebook, language_model: str) -> list[Match]:
    """Return what a codebook finds in a sentence and why, themes first."""
    nlp = load_language(language_model)
    reading = reading_of(sentence)
    doc = nlp(reading.text)
    found = []
    for kind, codes in (("thema", codebook.themes), ("rol", codebook.roles)):
        names = {code.code: code.name for code in codes}
        for mention in TermMatcher(nlp, codes, codebook.separable)(doc):
            start, end = reading.original(mention.start, mention.end)
            found.append(Match(kind, names[mention.code], sentence[start:end], _reason(mention, doc)))
    return found


def _reason(mention: Mention, doc: Doc) -> str:
    """Return by which rule a term matches, as the end of a Dutch sentence."""
    text, term = doc.text[mention.start : mention.end], mention.term
    n_words = len(term.strip("=").split())
    if term.startswith("="):
        rule = "precies deze tekst"
    elif text.casefold() == term.casefold():
        rule = "het woord zelf" if n_words == 1 else "deze woorden"
    elif n_words > 1:
        rule = "deze woorden, met hooguit drie andere ertussen"
    elif " " in text:
        rule = "scheidbaar werkwoord, uiteen"
    elif "*" in term:
        rule = "het deel van het woord dat vaststaat"
    else:
        rule = "een vorm van dit woord"
    return f"door de term “{term}” ({rule})" + ("; het staat in een ontkenning" if mention.negated else "")


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
            " ".join(of_phrase[0]["text"].split()),
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
