"""The persons in a line or sentence, with what is said of them.

A person is a name with what is said of it: the function in front of it (a plural one holds for all
names until another is named), and the brackets or apposition behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch.functions import find_functions
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.listed_names import find_names
from pipeline.dutch.name_words import titles
from pipeline.dutch.organisations import (
    Organisation,
    find_organisations,
)
from pipeline.ingest.person_details import (
    GAP_WORD,
    is_unknown_function,
    of_organisation,
    person_of,
    said_of,
    says_what,
    with_organisation_of,
)
from pipeline.ingest.person_groups import (
    from_one_organisation,
    organisation_heading,
    share_organisation,
    spread_evidence,
)
from pipeline.ingest.person_passages import (
    BRACKETS,
    end_of_tail,
    function_before,
    functions_in,
    read_passage,
    without_titles,
)
from pipeline.ingest.records import Participant

_WORDS = lexicon.persons()
_MAX_STRETCH, _SEPARATOR = 5000, re.compile(r"(?:\),|[;.])\s")
_SAID_BEHIND = re.compile(r"\s+(?:[–—-]\s|\()")
_MIN_GIVEN_ALONE = 3
_MAX_LOOSE = 0.3  # of the words in a list of persons, those that are no name, function or organisation


def read_persons(
    text: str, *, is_list: bool, surname_first: bool = False, given_only: bool = False
) -> list[Participant]:
    """Return the persons in a text, in order, with offsets in that text.

    Parameters
    ----------
    text
        A line of an attendance list, or a sentence.
    is_list
        Whether every name in it is a person that takes part. In a sentence a name counts only when
        the text says what the person is.
    surname_first
        Whether it is known that the list prints the surname first.
    given_only
        Whether who is named in the list may be named by given name alone.
    """
    return [
        replace(person, start=person.start + start, end=person.end + start)
        for start, stretch in _stretches(text)
        for person in _read_stretch(stretch, is_list=is_list, surname_first=surname_first, given_only=given_only)
    ]


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield a text, and one of unusual length in parts: each is read with all of it in view."""
    start = 0
    while len(text) - start > _MAX_STRETCH:
        ends = [match.end() for match in _SEPARATOR.finditer(text, start + _MAX_STRETCH // 2, start + _MAX_STRETCH)]
        end = ends[-1] if ends else start + _MAX_STRETCH
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _read_stretch(text: str, *, is_list: bool, surname_first: bool, given_only: bool) -> list[Participant]:
    passage = read_passage(text, is_list=is_list, surname_first=surname_first, given_only=given_only)
    text = passage.text
    persons: list[Participant] = []
    carried: str | None = None
    headed: Organisation | None = None
    evident: list[bool] = []
    for index, name in enumerate(passage.names):
        before = function_before(passage, name)
        if before is not None:
            carried = before.code if before.is_plural else None
        start = passage.names[index - 1].end if index else 0
        headed = organisation_heading(passage, start, name.start) or headed
        end = end_of_tail(passage, index)
        person = person_of(passage, name, end)
        if headed is not None and person.organisation is None:
            person = of_organisation(person, headed)
        is_evident = is_list or before is not None or carried is not None or says_what(person)
        if person.function is not None and before is None:
            carried = None  # the plural in front of others held until here
        person = replace(person, function=person.function or (before.code if before else carried))
        if person.function is None and is_unknown_function(said_of(text[name.end : end], is_list=is_list)):
            person = replace(person, function="overig")
        if before is not None and person.organisation is None:
            person = with_organisation_of(person, text[before.start : before.end])
        if _led_by().search(" ".join(text[max(0, name.start - 80) : name.start].split()).lower()):
            person, is_evident = replace(person, is_chair=True), True
        persons.append(person)
        evident.append(is_evident)
    kept = [person for person, keep in zip(persons, spread_evidence(passage, evident), strict=True) if keep]
    return from_one_organisation(share_organisation(kept, text), text, passage.organisations)


def names_persons(text: str, *, is_list: bool) -> bool:
    """Return whether a text names persons and says of some what they are."""
    return any(says_what(person) for person in read_persons(text[:_MAX_STRETCH], is_list=is_list))


def begins_with_function(line: str) -> bool:
    """Return whether a line begins with a function in the singular and no name behind it: `DG Langdurige Zorg, VWS`."""
    functions = find_functions(line)
    is_first = bool(functions) and functions[0].start == 0 and not functions[0].is_plural
    return is_first and not any(person.function for person in read_persons(line, is_list=False) if person.organisation)


def is_name(text: str) -> bool:
    """Return whether a text is the name of a person and nothing else."""
    plain = without_titles(text).strip(" .")
    return any(name.text == plain for name in find_names(plain, is_list=True))


def opens_with_person(line: str) -> bool:
    """Return whether a line begins with a person and says behind a dash or in brackets what that is."""
    plain = without_titles(line)
    names = find_names(plain, is_list=True, given_only=True)
    return bool(names) and names[0].start == 0 and _SAID_BEHIND.match(plain, names[0].end) is not None


def lists_only_persons(text: str) -> bool:
    """Return whether a text names persons, what they are, and hardly anything else.

    Given names alone count where several stand together: *Gerda (Kade), Ab en Ria (Seinstraat), Mo (Hof)*.
    """
    taken = [(span.start, span.end) for span in functions_in(text)]
    taken += [(span.start, span.end) for span in find_organisations(text)]
    names = find_names(text, taken, is_list=True, given_only=True)
    n_whole = sum(" " in name.text for name in names)
    if not n_whole and len(names) < _MIN_GIVEN_ALONE:
        return False
    if not any(says_what(person) for person in read_persons(text[:_MAX_STRETCH], is_list=True, given_only=True)):
        return False
    known = [*taken, *((name.start, name.end) for name in names), *(match.span() for match in BRACKETS.finditer(text))]
    words = [match for match in GAP_WORD.finditer(text) if match.group().casefold() not in _WORDS.linking | titles()]
    loose = [match for match in words if not any(start <= match.start() < end for start, end in known)]
    return len(loose) <= _MAX_LOOSE * len(words)


@cache
def _led_by() -> re.Pattern[str]:
    """Return what a text before a name ends with if that person led the session, with up to three words between."""
    return re.compile(rf"(?<!\w){any_of(_WORDS.as_chair)}(?: [\w’'-]+){{0,3}}$")
