"""Coding a report: statements with kind and voice, mentions of themes and roles, entities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Span, Token

from pipeline import tables
from pipeline.nlp.codebook import Codebook
from pipeline.nlp.kinds import KindClassifier
from pipeline.nlp.language import load_language
from pipeline.nlp.matching import Mention, TermMatcher
from pipeline.nlp.reading import reading_of
from pipeline.nlp.speakers import speakers_of, surname
from pipeline.nlp.voices import VoiceFinder

_CONTENT = ("NOUN", "VERB", "ADJ")
_NOUNS = ("NOUN",)
_ENTITY_LABELS = ("PERSON", "ORG", "LOC")


@dataclass(frozen=True)
class _Tools:
    """What coding needs and is slow to make: built once a process for each model and codebook."""

    themes: TermMatcher
    roles: TermMatcher
    kinds: KindClassifier
    role_codes: frozenset[str]


@lru_cache(maxsize=4)
def _tools(language_model: str, codebook: Codebook) -> _Tools:
    nlp = load_language(language_model)
    return _Tools(
        TermMatcher(nlp, codebook.themes),
        TermMatcher(nlp, codebook.roles),
        KindClassifier(nlp),
        frozenset(role.code for role in codebook.roles),
    )


def tag_report(
    report: Mapping[str, pd.DataFrame], *, language_model: str, codebook: Codebook
) -> dict[str, pd.DataFrame]:
    """Code one report.

    Parameters
    ----------
    report
        The tables `participants`, `insights` and `blocks` of one report.
    language_model
        The name of the spaCy pipeline.
    codebook
        The themes and roles to look for.

    Returns
    -------
    dict
        The tables `statements`, `theme_mentions`, `role_mentions` and `entities`.
    """
    nlp = load_language(language_model)
    tools = _tools(language_model, codebook)
    passages = list(_passages(report["insights"], report["blocks"]))
    texts = [reading_of(passage["text"]).text for passage in passages]
    coder = _Coder(tools, tables.records(report["participants"]))
    for doc, passage in zip(nlp.pipe(texts), passages, strict=True):
        coder.add(doc, passage)
    return {name: tables.frame(name, rows) for name, rows in coder.rows.items()}


def _passages(insights: pd.DataFrame, blocks: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the headings and body blocks of the insights in the order of the text."""
    bodies: dict[str, list[dict[str, Any]]] = {}
    for block in tables.records(blocks):
        if block["insight_id"] is not None and block["part"] == "body":
            bodies.setdefault(block["insight_id"], []).append(block)
    for insight in tables.records(insights):
        keys = {name: insight[name] for name in ("insight_id", "session_id", "report_id")}
        if insight["heading_start_char"] is not None:
            yield {
                **keys,
                "text": insight["heading"],
                "start": insight["heading_start_char"],
                "is_heading": True,
                "is_list_item": False,
            }
        for block in bodies.get(insight["insight_id"], []):
            yield {
                **keys,
                "text": block["text"],
                "start": block["start_char"],
                "is_heading": False,
                "is_list_item": block["is_list_item"],
            }


class _Coder:
    """Gathers the rows of a report while its passages come by in order."""

    def __init__(self, tools: _Tools, participants: Sequence[Mapping[str, Any]]) -> None:
        self._tools = tools
        self._voices = VoiceFinder(speakers_of(participants), tools.role_codes)
        self._name_of_surname = {surname(person["name"]): person["name"] for person in participants}
        self._insight_id: str | None = None
        self._position = 0
        self.rows: dict[str, list[dict[str, Any]]] = {
            "statements": [],
            "theme_mentions": [],
            "role_mentions": [],
            "entities": [],
        }

    def add(self, doc: Doc, passage: Mapping[str, Any]) -> None:
        if passage["insight_id"] != self._insight_id:
            self._insight_id, self._position = passage["insight_id"], 0
            self._voices.start_insight()
        themes, roles = self._tools.themes(doc), self._tools.roles(doc)
        spans: list[tuple[int, int, str]] = []
        if not passage["is_heading"]:
            spans = self._add_statements(doc, passage, roles)
        self._add_mentions("theme", themes, passage, spans)
        self._add_mentions("role", roles, passage, spans)
        self._add_entities(doc, passage)

    def _add_statements(
        self, doc: Doc, passage: Mapping[str, Any], roles: Sequence[Mention]
    ) -> list[tuple[int, int, str]]:
        cues = self._tools.kinds.find_cues(doc)
        if passage["is_list_item"]:
            self._voices.turn = None
        sentences: list[tuple[Span, str | None]] = []
        for sentence in doc.sents:
            start, end = _trimmed(sentence)
            start += self._voices.label(doc.char_span(start, end, alignment_mode="expand") or sentence, roles)
            if start >= end or not any(character.isalnum() for character in doc.text[start:end]):
                continue
            spoken = doc.char_span(start, end, alignment_mode="expand") or sentence
            sentences.append((spoken, self._voices.attribute(spoken, roles)))
        spans = []
        for spoken, voice in self._voices.with_quotations(doc.text, sentences):
            kind, score = self._tools.kinds.classify(spoken, cues)
            self._position += 1
            statement_id = f"{passage['insight_id']}-z{self._position:02d}"
            self.rows["statements"].append(
                {
                    "statement_id": statement_id,
                    **_keys(passage),
                    "position": self._position,
                    **_span(passage, spoken.start_char, spoken.end_char),
                    "kind": kind,
                    "kind_score": round(score, 4),
                    "attributed_to": voice,
                    "lemmas": [token.lemma_.lower() for token in _words(spoken, _CONTENT)],
                    "nouns": [token.lower_ for token in _words(spoken, _NOUNS)],
                }
            )
            spans.append((spoken.start_char, spoken.end_char, statement_id))
        return spans

    def _add_mentions(
        self,
        code: str,
        mentions: Sequence[Mention],
        passage: Mapping[str, Any],
        statements: Sequence[tuple[int, int, str]],
    ) -> None:
        for mention in mentions:
            statement_id = next(
                (name for start, end, name in statements if start <= mention.start and mention.end <= end),
                None,
            )
            if statement_id is None and not passage["is_heading"]:
                continue  # in a speaker label
            self.rows[f"{code}_mentions"].append(
                {
                    "statement_id": statement_id,
                    **_keys(passage),
                    code: mention.code,
                    "term": mention.term,
                    **_span(passage, mention.start, mention.end),
                    "negated": mention.negated,
                }
            )

    def _add_entities(self, doc: Doc, passage: Mapping[str, Any]) -> None:
        for entity in doc.ents:
            if entity.label_ in _ENTITY_LABELS:
                known = self._name_of_surname.get(surname(entity.text))
                self.rows["entities"].append(
                    {
                        "report_id": passage["report_id"],
                        "label": entity.label_,
                        **_span(passage, entity.start_char, entity.end_char),
                        "canonical": known if entity.label_ == "PERSON" else None,
                    }
                )


def _words(sentence: Span, classes: Sequence[str]) -> list[Token]:
    """Return the words of some classes, without names of persons."""
    return [
        token
        for token in sentence
        if token.pos_ in classes and token.ent_type_ != "PERSON" and token.text.replace("-", "").isalpha()
    ]


def _keys(passage: Mapping[str, Any]) -> dict[str, Any]:
    return {name: passage[name] for name in ("insight_id", "session_id", "report_id")}


def _span(passage: Mapping[str, Any], start: int, end: int) -> dict[str, Any]:
    return {
        "start_char": passage["start"] + start,
        "end_char": passage["start"] + end,
        "text": passage["text"][start:end],
    }


def _trimmed(sentence: Span) -> tuple[int, int]:
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return start, start + len(text.strip())
