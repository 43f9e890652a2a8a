"""Coding texts: statements with kind and voice, mentions of themes and roles, entities."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Span, Token

from pipeline import tables
from pipeline.dutch.contact import find_contact_data
from pipeline.dutch.headings import names_subject
from pipeline.dutch.organisations import lookup
from pipeline.dutch.speaker_labels import speaker_labels
from pipeline.nlp.codebook import Codebook, load_codebook
from pipeline.nlp.commitments import advice_type, commitment_of
from pipeline.nlp.key_sentences import judge
from pipeline.nlp.kind_cues import cue_codes, cues_of, cues_of_place
from pipeline.nlp.kinds import classify
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from pipeline.nlp.matching import Mention, TermMatcher
from pipeline.nlp.passages import Passage, passages_of
from pipeline.nlp.persons import Persons, PersonSpan, is_in_name, plain_words_of
from pipeline.nlp.phrases import MAX_WORDS, Phrase, phrases_of, without_capital
from pipeline.nlp.reading import Reading, reading_of
from pipeline.nlp.sentences import keep_text, text_of
from pipeline.nlp.speakers import speakers_of
from pipeline.nlp.voices import VoiceFinder

_NUMBERED_PARTS = ("heading", "title", "agenda", "procedural", "action_list")
_NUMBER = re.compile(r"(?:[A-Z]|[IVX]+|Nr)\.\s")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_CONTENT = ("NOUN", "VERB", "ADJ")
_GROUPS = ("theme", "role", "cue")
_BARE = ("statements", "theme_mentions", "role_mentions")
_REPORT_KEYS = ("insight_id", "session_id", "report_id")
_PARTICIPANT = ("name", "function", "role")
_ORGANISATION = ("organisation", "organisation_name")
_PLACE = ("start_char", "end_char", "text")
_BLOCK = ("report_id", "insight_id", "part", "is_list_item", *_PLACE)

Rows = dict[str, list[dict[str, Any]]]  # by table


@dataclass(frozen=True)
class _Tools:
    """What coding needs and is slow to make: built once a process for each model and codebook."""

    matcher: TermMatcher
    role_codes: frozenset[str]

    def find(self, doc: Doc) -> dict[str, list[Mention]]:
        """Return the mentions of themes, roles and cue words in a document, found in one pass."""
        found: dict[str, list[Mention]] = {group: [] for group in _GROUPS}
        for mention in self.matcher(doc):
            group, _, code = mention.code.partition(" ")
            found[group].append(Mention(code, mention.term, mention.start, mention.end, mention.negated))
        return found


@lru_cache(maxsize=4)
def _tools(language_model: str, codebook: Codebook) -> _Tools:
    nlp = load_language(language_model)
    groups = zip(_GROUPS, (codebook.themes, codebook.roles, cue_codes()), strict=True)
    codes = [replace(code, code=f"{group} {code.code}") for group, of_group in groups for code in of_group]
    return _Tools(
        TermMatcher(nlp, codes, codebook.separable),
        frozenset(role.code for role in codebook.roles),
    )


def tag_report(report: Mapping[str, pd.DataFrame], *, language_model: str, codebook: Codebook) -> Rows:
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
        The rows of the tables `statements`, `theme_mentions`, `role_mentions` and `entities`. They become tables
        with those of all reports: a table for each report would cost a twentieth of reading its language.
    """
    blocks = tables.records(report["blocks"], _BLOCK)
    passages = list(passages_of(report["insights"], blocks))
    participants = tables.records(report["participants"], (*_PARTICIPANT, *_ORGANISATION, *_PLACE))
    rows = _code(passages, participants, language_model, codebook)
    rows["entities"] += _persons_elsewhere(blocks, rows["entities"], participants)
    rows["entities"] += _as_listed(participants, blocks)
    rows["entities"].sort(key=lambda row: (row["start_char"], row["end_char"], row["label"]))
    return rows


def _persons_elsewhere(
    blocks: Sequence[Mapping[str, Any]],
    entities: Sequence[Mapping[str, Any]],
    participants: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return the persons named outside the insights: in the title, the attendance, the list of actions."""
    named = [row["canonical"] or row["text"] for row in entities if row["label"] == "PERSON"]
    plain_words = plain_words_of([block["text"] for block in blocks], (person["name"] for person in participants))
    persons = Persons([*(person["name"] for person in participants), *named], plain_words, _organisations(participants))
    known = {person["name"] for person in participants}
    return [
        {
            "report_id": block["report_id"],
            "label": label,
            "start_char": block["start_char"] + start,
            "end_char": block["start_char"] + end,
            "text": block["text"][start:end],
            "canonical": canonical if label == "CONTACT" or canonical in known else None,
            "known": known_as,
        }
        for block in blocks
        if not (block["insight_id"] is not None and block["part"] in ("body", "heading"))
        for label, start, end, canonical, known_as in _personal_data(
            block["text"],
            [span for span in persons.find(block["text"]) if span.name is not None or not _is_number(block, span)],
        )
    ]


def _personal_data(text: str, persons: Iterable[PersonSpan]) -> list[tuple[str, int, int, str | None, str | None]]:
    """Return persons and contact data as entities: label, offsets, canonical form, and how known outside.

    A name inside contact data (an e-mail address) goes with it.
    """
    contacts = find_contact_data(text)
    found: list[tuple[str, int, int, str | None, str | None]] = [
        ("PERSON", person.start, person.end, person.name, person.known)
        for person in persons
        if not any(span.start < person.end and person.start < span.end for span in contacts)
    ]
    return found + [("CONTACT", span.start, span.end, span.kind, None) for span in contacts]


def _as_listed(participants: Iterable[Mapping[str, Any]], blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the participants where the attendance names them, which may be in several cells: *Waters | Amelia*."""
    report_id = next((block["report_id"] for block in blocks), None)
    return [
        {
            "report_id": report_id,
            "label": "PERSON",
            "start_char": person["start_char"],
            "end_char": person["end_char"],
            "text": person["text"],
            "canonical": person["name"],
            "known": None,
        }
        for person in participants
        if person["start_char"] is not None
    ]


def _organisations(participants: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what the attendance calls an organisation; it is one in the text too."""
    return [person[column] for person in participants for column in _ORGANISATION if person.get(column)]


def _is_number(block: Mapping[str, Any], span: PersonSpan) -> bool:
    """Return whether what looks like initials numbers a heading or the head of a table: *A. Termijnen*, *Nr. Actie*."""
    return block["part"] in _NUMBERED_PARTS and span.start == 0 and _NUMBER.match(block["text"]) is not None


def tag_texts(
    texts: Iterable[str],
    codebook: Codebook | Path | str | None = None,
    headings: Sequence[str | None] | None = None,
    *,
    participants: pd.DataFrame | None = None,
    language_model: str = LANGUAGE_MODEL,
) -> dict[str, pd.DataFrame]:
    """Code bare texts, each of one statement or more, without any files.

    Parameters
    ----------
    texts
        The texts; a blank line in one begins a new paragraph.
    codebook
        A codebook, or the path of one; the default codebook if None.
    headings
        The heading above each text, which helps to tell the kind of its statements.
    participants
        Who took part: the columns `name`, `function` and `role` of the table of participants.
    language_model
        The name of the spaCy pipeline.

    Returns
    -------
    dict
        The tables `statements`, `theme_mentions` and `role_mentions`, with a column `text_index` (0-based) in place of
        the ids of insight, session and report. Offsets are in the text as it was given, in code points.

    Raises
    ------
    CodebookError
        If the codebook cannot be read.
    SettingError
        If there is no such language model.
    ValueError
        If there are not as many headings as texts.
    """
    listed = list(texts)
    if headings is not None and len(headings) != len(listed):
        raise ValueError(f"{len(listed)} texts and {len(headings)} headings")
    if not isinstance(codebook, Codebook):
        codebook = load_codebook(Path(codebook) if codebook is not None else None)
    passages = [
        Passage(str(index), "", "", paragraph, start, headings[index] if headings is not None else None)
        for index, text in enumerate(listed)
        for start, paragraph in _paragraphs(text)
    ]
    persons = [] if participants is None else tables.records(participants, _PARTICIPANT)
    rows = _code(passages, persons, language_model, codebook)
    return {name: _bare_frame(name, rows[name]) for name in _BARE}


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a text with where they begin."""
    start = 0
    for match in (*_BLANK_LINES.finditer(text), None):
        end = match.start() if match is not None else len(text)
        if text[start:end].strip():
            yield start, text[start:end]
        start = match.end() if match is not None else end


def _bare_frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    frame = tables.frame(name, rows)
    text_index = frame["insight_id"].astype("int64")
    bare = frame.drop(columns=list(_REPORT_KEYS))
    bare.insert(0, "text_index", text_index)
    return bare


def _code(
    passages: Sequence[Passage], participants: Sequence[Mapping[str, Any]], language_model: str, codebook: Codebook
) -> Rows:
    nlp = load_language(language_model)
    names = [person["name"] for person in participants]
    plain_words = plain_words_of([passage.text for passage in passages], names)
    speakers = speaker_labels((passage.text for passage in passages), plain_words)
    persons = Persons(names, plain_words, _organisations(participants), speakers)
    coder = _Coder(_tools(language_model, codebook), participants, persons)
    readings = [reading_of(passage.text) for passage in passages]
    for doc, reading, passage in zip(nlp.pipe(reading.text for reading in readings), readings, passages, strict=True):
        keep_text(doc, reading.text)
        coder.add(doc, reading, passage)
    return coder.finish()


@dataclass(frozen=True)
class _Read:
    """A statement as it was parsed, with the passage that it stands in."""

    span: Span
    passage: Passage
    reading: Reading


def _commitment(statement: Mapping[str, Any], read: _Read) -> dict[str, Any]:
    """Return the row of a promise; when it is due and what comes back to it, only all reports together can tell."""
    found = commitment_of(read.span)
    row = {name: statement[name] for name in ("statement_id", "session_id", "report_id")}
    for (words, start, end), part in zip(tables.SPANS["commitments"], (found.actor, found.due), strict=True):
        row |= dict.fromkeys((words, start, end))
        if part is not None:
            begin = read.span.start_char
            own = read.passage.span(read.reading, begin + part.start, begin + part.end)
            row |= {words: own["text"], start: own["start_char"], end: own["end_char"]}
    return {**row, "due": None, "returns_in": None}


class _Coder:
    """Gathers the rows of a report while its passages come by in order."""

    def __init__(self, tools: _Tools, participants: Sequence[Mapping[str, Any]], persons: Persons) -> None:
        self._tools = tools
        self._voices = VoiceFinder(speakers_of(participants), tools.role_codes)
        self._persons = persons
        self._insight_id: str | None = None
        self._of_heading: list[Phrase] = []  # the phrases of the heading above
        self._open: list[tuple[dict[str, Any], _Read, dict[str, float]]] = []  # statements that wait for their place
        self._cues: list[dict[str, float]] = []  # of all statements before
        self._read: list[_Read] = []
        self.rows: Rows = {
            "statements": [],
            "commitments": [],
            "theme_mentions": [],
            "role_mentions": [],
            "entities": [],
        }

    def add(self, doc: Doc, reading: Reading, passage: Passage) -> None:
        """Code a passage; of a heading only what is mentioned in it."""
        if passage.insight_id != self._insight_id:
            self.finish_insight()
            self._insight_id = passage.insight_id
            self._of_heading = []
            self._voices.start_insight()
        mentions = self._tools.find(doc)
        roles = mentions["role"]
        # A line end tells more than the space that it is for the parser.
        persons = self._persons.find(passage.text if reading.starts is None else text_of(doc), doc)
        statements: list[tuple[int, int, str]] = []
        if passage.is_heading:
            if names_subject(passage.text):
                self._of_heading = [*self._of_heading, *_phrases_of_heading(doc, persons, roles)]
        else:
            statements = self._add_statements(doc, reading, passage, mentions, persons)
        self._add_mentions("theme", mentions["theme"], reading, passage, statements)
        self._add_mentions("role", roles, reading, passage, statements)
        self._add_entities(doc, reading, passage, persons)

    def finish_insight(self) -> None:
        """Add what the place of each statement tells to its cues, now that all of the insight are known."""
        for position, (row, read, cues) in enumerate(self._open):
            self.rows["statements"].append(row)
            self._read.append(read)
            self._cues.append({**cues, **cues_of_place(position, len(self._open))})
        self._open = []

    def finish(self) -> Rows:
        """Tell the kinds of all statements, and return the rows."""
        self.finish_insight()
        statements = self.rows["statements"]
        kinds = classify(self._cues, [row["text"] for row in statements])
        for row, read, coded in zip(statements, self._read, kinds, strict=True):
            score = round(coded.probability, 4)
            key = judge(read.span) if coded.kind in ("dilemma", "advies") else None
            advice, advice_score = advice_type(read.span) if coded.kind == "advies" else (None, None)
            if advice == tables.PROMISE:
                self.rows["commitments"].append(_commitment(row, read))
            row |= {
                "kind": coded.kind,
                "kind_machine": coded.kind,
                "is_corrected": False,
                "kind_score": score,
                "is_uncertain": score < tables.UNCERTAIN,
                "stands_alone": None if key is None else round(key.stands_alone, 4),
                "both_sides": round(key.both_sides, 4) if key and coded.kind == "dilemma" else None,
                "advice_type": advice,
                "advice_type_score": None if advice_score is None else round(advice_score, 4),
                "cues": coded.cues,
            }
        return self.rows

    def _add_statements(
        self,
        doc: Doc,
        reading: Reading,
        passage: Passage,
        mentions: Mapping[str, Sequence[Mention]],
        persons: Sequence[PersonSpan],
    ) -> list[tuple[int, int, str]]:
        roles, cue_words = mentions["role"], mentions["cue"]
        if passage.is_list_item:
            self._voices.turn = None
        spoken = [(span, self._voices.attribute(span, roles)) for span in self._without_labels(doc, roles)]
        found = []
        for span, voice in self._voices.with_quotations(text_of(doc), spoken):
            statement_id = f"{passage.insight_id}-z{len(self._open) + 1:02d}"
            words = _words(span, persons)
            phrases = [*self._of_heading, *phrases_of(span, _naming(words, roles), persons)]
            row = {
                "statement_id": statement_id,
                **passage.keys,
                "position": len(self._open) + 1,
                **passage.span(reading, span.start_char, span.end_char),
                "attributed_to": voice,
                "lemmas": [token.lemma_.lower() for token in words],
                "nouns": [token.lower_ for token in words if token.pos_ == "NOUN"],
                "phrases": [phrase.text for phrase in phrases],
                "phrase_lemmas": [" ".join(phrase.lemmas) for phrase in phrases],
            }
            self._open.append((row, _Read(span, passage, reading), cues_of(span, cue_words, passage.heading)))
            found.append((span.start_char, span.end_char, statement_id))
        return found

    def _without_labels(self, doc: Doc, roles: Sequence[Mention]) -> Iterator[Span]:
        """Yield the sentences of a passage without the labels of their speakers."""
        for sentence in doc.sents:
            start, end = _trimmed(sentence)
            if start >= end:
                continue
            span = doc.char_span(start, end, alignment_mode="expand") or sentence
            length = self._voices.label(span, roles)
            if any(character.isalnum() for character in text_of(doc)[start + length : end]):
                yield doc.char_span(start + length, end, alignment_mode="expand") or sentence if length else span

    def _add_mentions(
        self,
        code: str,
        mentions: Sequence[Mention],
        reading: Reading,
        passage: Passage,
        statements: Sequence[tuple[int, int, str]],
    ) -> None:
        for mention in mentions:
            statement_id = next(
                (name for start, end, name in statements if start <= mention.start and mention.end <= end),
                None,
            )
            if statement_id is None and not passage.is_heading:
                continue  # in a speaker label
            self.rows[f"{code}_mentions"].append(
                {
                    "statement_id": statement_id,
                    **passage.keys,
                    code: mention.code,
                    "term": mention.term,
                    **passage.span(reading, mention.start, mention.end),
                    "negated": mention.negated,
                    "is_corrected": False,
                }
            )

    def _add_entities(self, doc: Doc, reading: Reading, passage: Passage, persons: Sequence[PersonSpan]) -> None:
        found = _personal_data(text_of(doc), persons)
        for entity in doc.ents:
            start, end = entity.start_char, entity.end_char
            if entity.label_ in ("ORG", "LOC") and all(end <= other[1] or other[2] <= start for other in found):
                organisation = lookup(entity.text, ignore_case=True, bare_place=False)
                found.append((entity.label_, start, end, organisation.code if organisation else None, None))
        for label, start, end, canonical, known in found:
            self.rows["entities"].append(
                {
                    "report_id": passage.report_id,
                    "label": label,
                    **passage.span(reading, start, end),
                    "canonical": canonical,
                    "known": known,
                }
            )


def _words(sentence: Span, persons: Sequence[PersonSpan]) -> list[Token]:
    """Return the words with a meaning of their own, without names of persons."""
    return [
        token
        for token in sentence
        if token.pos_ in _CONTENT
        and token.text.replace("-", "").isalpha()
        and not (persons and is_in_name(token, persons))
    ]


def _naming(words: Sequence[Token], roles: Sequence[Mention]) -> list[Token]:
    """Return the nouns that may name a subject: who it is about is told apart."""
    nouns = [token for token in words if token.pos_ == "NOUN"]
    if not roles:
        return nouns
    return [token for token in nouns if not any(role.start <= token.idx < role.end for role in roles)]


def _phrases_of_heading(doc: Doc, persons: Sequence[PersonSpan], roles: Sequence[Mention]) -> list[Phrase]:
    """Return the phrases of a heading, and a short one as a whole; not if it is a question or names a person."""
    words = {sentence.start: _words(sentence, persons) for sentence in doc.sents}
    found = [
        phrase
        for sentence in doc.sents
        for phrase in phrases_of(sentence, _naming(words[sentence.start], roles), persons)
    ]
    text = without_capital(doc).strip()
    naming = [token for own in words.values() for token in own if token.pos_ != "NOUN"]
    naming += [token for own in words.values() for token in _naming(own, roles)]
    lemmas = tuple(sorted({token.lemma_.lower() for token in naming}))
    is_short = 1 < len(text.split()) <= MAX_WORDS and "?" not in text
    whole = [Phrase(text, lemmas)] if is_short and lemmas and not persons else []
    return [phrase for phrase in found if phrase.lemmas != lemmas] + whole


def _trimmed(sentence: Span) -> tuple[int, int]:
    text = text_of(sentence)
    start = sentence.start_char + len(text) - len(text.lstrip())
    return start, start + len(text.strip())
