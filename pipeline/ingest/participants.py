"""Who was there: persons in attendance lists, tables of names, and the sentences of an introduction.

A person is a name with what is said of it: the function in front of it (a plural one holds for all
names until another is named), and the brackets or apposition behind it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.ingest.functions import FunctionSpan, find_functions
from pipeline.ingest.names import NameSpan, find_names
from pipeline.ingest.organisations import (
    Organisation,
    OrganisationSpan,
    find_organisations,
    organisation_of_bare_name,
)
from pipeline.ingest.records import Layout, Participant
from pipeline.ingest.sentences import sentence_spans
from pipeline.ingest.vocabulary import field_label, heading_kind, names_absentees
from pipeline.resources import load_toml

_LINKING_WORDS = frozenset(load_toml("personen.toml")["verbindingswoorden"])
_GAP_WORD = re.compile(r"[^\W_][\w’'.-]*")
_APPOSITION = re.compile(r"\s*(?:[,(|–—:;]|-\s)")
_PIECE = re.compile(r"[^,()|–—;:]+")
_MAX_WORDS_BEFORE_FUNCTION, _MAX_WORDS_BEFORE_ORGANISATION = 3, 6


@dataclass(frozen=True)
class _Passage:
    """A line or sentence with all that was recognised in it."""

    text: str
    names: tuple[NameSpan, ...]
    functions: tuple[FunctionSpan, ...]
    organisations: tuple[OrganisationSpan, ...]
    is_list: bool


def find_participants(layout: Layout) -> tuple[Participant, ...]:
    """Return the persons a report names as present or absent, in the order of the text.

    Attendance lists are believed; only without one are the sentences of the introduction read, and
    there a name counts when the text says what the person is.
    """
    participants = _from_attendance(layout) or _from_introduction(layout)
    unique: dict[str, Participant] = {}
    for participant in participants:
        known = unique.get(participant.name)
        unique[participant.name] = participant if known is None else _merge(known, participant)
    return tuple(unique.values())


def _merge(known: Participant, again: Participant) -> Participant:
    return replace(
        known,
        function=known.function or again.function,
        organisation=known.organisation or again.organisation,
        organisation_name=known.organisation_name or again.organisation_name,
        role=known.role or again.role,
        is_chair=known.is_chair or again.is_chair,
    )


def _from_attendance(layout: Layout) -> list[Participant]:
    participants: list[Participant] = []
    absent = is_chair_field = False
    for part in layout.parts:
        if part.kind != "attendance":
            absent = is_chair_field = False
            continue
        text, offset = part.block.text, part.block.start
        label = field_label(text) if part.block.marker is None else None
        if label is not None or heading_kind(text) == "attendance":
            name = text[: label[1]] if label else text
            absent = names_absentees(name)
            is_chair_field = _has_any(name, _phrases("voorzitter"))
            skipped = label[1] if label else len(text)
            text, offset = text[skipped:], offset + skipped
        found = _read_passage(text, is_list=True)
        participants.extend(
            replace(
                person,
                start=person.start + offset,
                end=person.end + offset,
                present=person.present and not absent,
                is_chair=person.is_chair or is_chair_field,
            )
            for person in found
        )
    return participants


def _from_introduction(layout: Layout) -> list[Participant]:
    participants: list[Participant] = []
    for part in layout.parts:
        if part.kind != "introduction":
            continue
        for start, end in sentence_spans(part.block.text):
            sentence = part.block.text[start:end]
            absent = _has_any(sentence, _phrases("afwezig"))
            participants.extend(
                replace(
                    person,
                    start=person.start + part.block.start + start,
                    end=person.end + part.block.start + start,
                    present=person.present and not absent,
                )
                for person in _read_passage(sentence, is_list=False)
            )
    return participants


def _read_passage(text: str, *, is_list: bool) -> list[Participant]:
    functions = tuple(find_functions(text))
    organisations = tuple(find_organisations(text))
    taken = [(span.start, span.end) for span in functions] + [(span.start, span.end) for span in organisations]
    passage = _Passage(text, tuple(find_names(text, taken)), functions, organisations, is_list)
    persons: list[Participant] = []
    carried: str | None = None
    evident: list[bool] = []
    for index, name in enumerate(passage.names):
        before = _function_before(passage, name)
        if before is not None:
            carried = before.code if before.is_plural else None
        end = _end_of_tail(passage, index)
        person = _person(passage, name, end)
        is_evident = is_list or before is not None or carried is not None or _says_what(person)
        person = replace(person, function=person.function or (before.code if before else carried))
        if before is not None and person.organisation is None:
            person = _with_organisation_of(person, text[before.start : before.end])
        if _has_any(text[max(0, name.start - 60) : name.start], _phrases("voorzitterschap"), at_end=True):
            person = replace(person, is_chair=True)
        persons.append(person)
        evident.append(is_evident)
    return [person for person, keep in zip(persons, _spread(passage, evident), strict=True) if keep]


def _with_organisation_of(person: Participant, function: str) -> Participant:
    """Take the organisation from a function such as `VNG-directeur`."""
    for span in find_organisations(function.rpartition("-")[0]):
        return replace(person, organisation=span.organisation.code, organisation_name=span.organisation.name)
    return person


def _says_what(person: Participant) -> bool:
    return person.function is not None or person.organisation is not None


def _spread(passage: _Passage, evident: Sequence[bool]) -> list[bool]:
    """Let a name count that is only separated by a comma or *en* from one that counts."""
    spread = list(evident)
    for index in range(1, len(spread)):
        between = passage.text[passage.names[index - 1].end : passage.names[index].start]
        if re.fullmatch(r"\s*(?:,|en|,\s*en)\s*", between):
            spread[index] = spread[index] or spread[index - 1]
    return spread


def _function_before(passage: _Passage, name: NameSpan) -> FunctionSpan | None:
    """Return the function right in front of a name, titles between them left out."""
    for function in reversed(passage.functions):
        if function.end <= name.start:
            between = passage.text[function.end : name.start]
            between = " ".join(
                word for word in between.split() if word.casefold().strip() not in _phrases("aanspreekvormen")
            )
            inside = [
                organisation
                for organisation in passage.organisations
                if function.end <= organisation.start and organisation.end <= name.start
            ]
            for organisation in inside:
                between = between.replace(passage.text[organisation.start : organisation.end], "")
            words = between.split()
            if between == "" or (function.is_plural and between == ":"):
                return function
            if inside and all(word in _LINKING_WORDS for word in words):
                return function
            return None
    return None


def _end_of_tail(passage: _Passage, index: int) -> int:
    """Return where the words about a name end: at the next name, or at the function in front of that."""
    if index + 1 == len(passage.names):
        return len(passage.text)
    following = passage.names[index + 1]
    function = _function_before(passage, following)
    return function.start if function and function.start >= passage.names[index].end else following.start


def _person(passage: _Passage, name: NameSpan, end: int) -> Participant:
    tail = passage.text[name.end : end]
    function = _function_behind(passage, name, end)
    organisation = _organisation_behind(passage, name, end, function)
    pieces = _said_of(tail, is_list=passage.is_list)
    person = Participant(name=name.text, start=name.start, end=name.end)
    if organisation is None:
        organisation = _unknown_organisation(pieces)
    stated = [piece.strip().casefold() for piece in pieces]
    loose = tail
    if function is not None:
        loose = passage.text[name.end : function.start] + passage.text[function.end : end]
    return replace(
        person,
        function=function.code if function else None,
        organisation=organisation.code if organisation else None,
        organisation_name=organisation.name if organisation else None,
        role=next((code for piece in stated for code, forms in _roles().items() if piece in forms), None),
        is_chair=_has_any(loose, _phrases("voorzitter")) or _has_any(tail, _phrases("voorzitten")),
        present=not any(_has_any(piece, _phrases("afwezig")) for piece in stated),
    )


def _function_behind(passage: _Passage, name: NameSpan, end: int) -> FunctionSpan | None:
    for function in passage.functions:
        if not name.end <= function.start < end:
            continue
        between = _without(passage, name.end, function.start)
        words = [word for word in _GAP_WORD.findall(between) if word.casefold() not in _LINKING_WORDS]
        is_apposition = _APPOSITION.match(passage.text[name.end :]) is not None
        if not words or (is_apposition and len(words) <= _MAX_WORDS_BEFORE_FUNCTION and "." not in between):
            return function
        return None
    return None


def _organisation_behind(
    passage: _Passage, name: NameSpan, end: int, function: FunctionSpan | None
) -> Organisation | None:
    for span in passage.organisations:
        if not name.end <= span.start < end:
            continue
        start = function.end if function and function.end <= span.start else name.end
        words = [
            word
            for word in _GAP_WORD.findall(passage.text[start : span.start])
            if word.casefold() not in _LINKING_WORDS
        ]
        allowed = _MAX_WORDS_BEFORE_ORGANISATION if function or passage.is_list else 0
        return span.organisation if len(words) <= allowed else None
    return None


def _without(passage: _Passage, start: int, end: int) -> str:
    text = passage.text[start:end]
    for span in passage.organisations:
        if start <= span.start and span.end <= end:
            text = text.replace(passage.text[span.start : span.end], "")
    return text


def _said_of(tail: str, *, is_list: bool) -> list[str]:
    """Return the pieces between brackets, commas and dashes right behind a name."""
    bracket = re.match(r"\s*\(([^)]*)\)", tail)
    if bracket:
        return _PIECE.findall(bracket.group(1))
    return _PIECE.findall(re.sub(r"\s-\s", "–", tail)) if is_list else []


def _unknown_organisation(pieces: Sequence[str]) -> Organisation | None:
    """Return the organisation of a piece that is none we know of, as printed; a bare place is a municipality."""
    for piece in pieces:
        name = _without_function(piece.strip().rstrip("."))
        if name and name[0].isupper() and not _has_any(name, _phrases("voorzitter") | _phrases("afwezig")):
            return organisation_of_bare_name(name) or Organisation(name, name, "overig")
    return None


def _without_function(piece: str) -> str:
    """Return what follows the function in a piece: `directeur bij Financiën` gives `Financiën`."""
    for function in find_functions(piece):
        words = piece[function.end :].split()
        while words and words[0] in _LINKING_WORDS:
            words = words[1:]
        return " ".join(words)
    return piece


def _has_any(text: str, phrases: frozenset[str], *, at_end: bool = False) -> bool:
    folded = " ".join(text.casefold().split())
    if at_end:
        return any(folded.endswith(phrase) for phrase in phrases)
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", folded) for phrase in phrases)


@cache
def _phrases(key: str) -> frozenset[str]:
    return frozenset(load_toml("personen.toml")[key])


@cache
def _roles() -> dict[str, frozenset[str]]:
    return {code: frozenset(forms) for code, forms in load_toml("personen.toml")["rollen"].items()}
