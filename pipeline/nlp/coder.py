"""The statements of a report from its parsed passages: their kinds, voices and words, and the entities in them.

Nothing here looks for themes, so that another codebook with the same mentions of roles changes nothing of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span, Token

from pipeline import tables
from pipeline.dutch.headings import names_subject
from pipeline.dutch.organisations import lookup
from pipeline.nlp.commitments import advice_type, commitment_of
from pipeline.nlp.key_sentences import judge
from pipeline.nlp.kind_cues import cues_of, cues_of_place
from pipeline.nlp.kinds import classify
from pipeline.nlp.matching import Mention, TermMatcher
from pipeline.nlp.mentions import Spans, mention_rows
from pipeline.nlp.parsing import ParsedPassage
from pipeline.nlp.passages import Passage
from pipeline.nlp.personal_data import personal_data
from pipeline.nlp.persons import Persons, PersonSpan, is_in_name
from pipeline.nlp.phrases import MAX_WORDS, Phrase, phrases_of, without_capital
from pipeline.nlp.reading import Reading
from pipeline.nlp.sentences import text_of
from pipeline.nlp.speakers import speakers_of
from pipeline.nlp.voices import VoiceFinder

_CONTENT = ("NOUN", "VERB", "ADJ")

Rows = dict[str, list[dict[str, Any]]]  # by table


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


@dataclass(frozen=True)
class Coded:
    """What coding tells of a report but for its themes.

    Attributes
    ----------
    rows
        The rows of the tables `statements`, `commitments`, `role_mentions` and `entities`.
    spans
        Where the statements of each passage stand in it, as it was parsed.
    """

    rows: Rows
    spans: list[Spans]


class Coder:
    """Gathers the rows of a report while its passages come by in order.

    Parameters
    ----------
    cue_words
        Finds the cue words of kinds.
    role_codes
        The roles that a view can be attributed to.
    participants
        Who took part.
    persons
        Finds the persons that are named.
    """

    def __init__(
        self,
        cue_words: TermMatcher,
        role_codes: frozenset[str],
        participants: Sequence[Mapping[str, Any]],
        persons: Persons,
    ) -> None:
        self._cue_words = cue_words
        self._voices = VoiceFinder(speakers_of(participants), role_codes)
        self._persons = persons
        self._insight_id: str | None = None
        self._of_heading: list[Phrase] = []  # the phrases of the heading above
        self._open: list[tuple[dict[str, Any], _Read, dict[str, float]]] = []  # statements that wait for their place
        self._cues: list[dict[str, float]] = []  # of all statements before
        self._read: list[_Read] = []
        self._spans: list[Spans] = []
        self.rows: Rows = {"statements": [], "commitments": [], "role_mentions": [], "entities": []}

    def add(self, parsed: ParsedPassage, roles: Sequence[Mention]) -> None:
        """Code a passage with the mentions of roles in it; of a heading only what is mentioned in it."""
        passage, reading, doc = parsed.passage, parsed.reading, parsed.doc
        if passage.insight_id != self._insight_id:
            self.finish_insight()
            self._insight_id = passage.insight_id
            self._of_heading = []
            self._voices.start_insight()
        # A line end tells more than the space that it is for the parser.
        persons = self._persons.find(passage.text if reading.starts is None else text_of(doc), doc)
        statements: Spans = []
        if passage.is_heading:
            if names_subject(passage.text):
                self._of_heading = [*self._of_heading, *_phrases_of_heading(doc, persons, roles)]
        else:
            statements = self._add_statements(parsed, roles, persons)
        self._spans.append(statements)
        self.rows["role_mentions"] += mention_rows("role", roles, parsed, statements)
        self._add_entities(doc, reading, passage, persons)

    def finish_insight(self) -> None:
        """Add what the place of each statement tells to its cues, now that all of the insight are known."""
        for position, (row, read, cues) in enumerate(self._open):
            self.rows["statements"].append(row)
            self._read.append(read)
            self._cues.append({**cues, **cues_of_place(position, len(self._open))})
        self._open = []

    def finish(self) -> Coded:
        """Tell the kinds of all statements, and return what was found."""
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
        return Coded(self.rows, self._spans)

    def _add_statements(self, parsed: ParsedPassage, roles: Sequence[Mention], persons: Sequence[PersonSpan]) -> Spans:
        passage, reading, doc = parsed.passage, parsed.reading, parsed.doc
        cue_words = self._cue_words(doc)
        if passage.is_list_item:
            self._voices.turn = None
        spoken = [(span, self._voices.attribute(span, roles)) for span in self._without_labels(doc, roles)]
        found: Spans = []
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

    def _add_entities(self, doc: Doc, reading: Reading, passage: Passage, persons: Sequence[PersonSpan]) -> None:
        found = personal_data(text_of(doc), persons)
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
