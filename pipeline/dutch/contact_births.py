"""Dates of birth in Dutch text."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.dutch.contact_words import BLANK, DASH, Found, contact_words, months, occasions
from pipeline.dutch.lexicon import word_classes
from pipeline.dutch.resource import any_of

DAY_GLUED = re.compile(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2}"
)
LATEST_YEAR = 2011  # who takes part in a meeting, or is spoken of in one, is seldom younger
_OF_A_PERSON = frozenset({"burgerservicenummer", "nummer", "adres"})
_AROUND = 60
_DIGIT = re.compile(r"[0-9]")
_JOIN = r"\s{0,2}[,;|(/)\[]{1,2}\s{0,2}"
_TIME = re.compile(r"[,\s]{0,2}(?:om\s|van\s)?[0-9]{1,2}(?:[.:][0-9]{2}|\s?(?:uur|u\b))")
_THEN_BORN = re.compile(r"[^.;\n\[\]]{0,40}?\bgeboren\b")


def births(text: str, start: int, words: Sequence[str], label: str, distance: int) -> Iterator[Found]:
    """Yield the date that starts here where the words around it say that somebody was born on it."""
    starred = text[max(0, start - 3) : start].strip().endswith(("(*", "(°"))
    reverse = label != "geboortedatum" and not starred
    if reverse and (not words or words[-1] not in contact_words().around.before_birthday):
        return
    if not contact_words().around.no_person.isdisjoint(words) and not starred:
        return
    match = _dates().match(text, start)
    if match is None or (match["year"] and not starred and (reverse or distance > 1)):
        return
    if reverse and not _THEN_BORN.match(text, match.end()):
        return
    yield start, match.start() + len(match[0].rstrip(".")), "geboortedatum"


def births_beside(text: str, known: Sequence[Found]) -> Iterator[Found]:
    """Yield the full dates that stand in one enumeration with a BSN, an address or another number of a person.

    Such a date is one of birth unless it is recent, has a time or weekday with it, or the address is that of a venue.
    """
    for start, end, kind in known:
        if kind not in _OF_A_PERSON or not _DIGIT.search(text, start, end):
            continue
        if kind == "adres" and _is_occasion(text[max(0, start - _AROUND) : start]):
            continue
        after = _after().match(text, end)
        if after and int(after["year"]) <= LATEST_YEAR and not _TIME.match(text, after.end()):
            yield *after.span("date"), "geboortedatum"
        offset = max(0, start - _AROUND)
        before = _before().search(text[offset:start])
        if before and int(before["year"]) <= LATEST_YEAR and not _is_occasion(text[offset : offset + before.start()]):
            yield offset + before.start("date"), offset + before.end("date"), "geboortedatum"


def _is_occasion(before: str) -> bool:
    """Return whether the words before an address or a date, on their line, say that people meet there or then."""
    line = before.rpartition("\n")[2].casefold()
    return not occasions().isdisjoint(re.findall(r"\w+", line))


def _full_date(group: str = "date") -> str:
    joint = rf"[{BLANK}]?[{DASH}/.]?[{BLANK}]?"
    day, month, year = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?P<year>(?:19|20)[0-9]{2})"
    return rf"(?P<{group}>{day}{joint}(?:{month}|{any_of(months())}\.?){joint}{year})(?![0-9])"


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"{_JOIN}{_full_date()}", re.IGNORECASE)


@cache
def _before() -> re.Pattern[str]:
    labels = any_of(contact_words().labels.citizen_number, contact_words().labels.number, contact_words().address.lives)
    return re.compile(rf"(?<![\w{DASH}./]){_full_date()}{_JOIN}(?:{labels}:?\s{{0,2}})?$", re.IGNORECASE)


@cache
def _dates() -> re.Pattern[str]:
    blank = rf"[{BLANK}\n]{{0,2}}+"
    joint = rf"{blank}[{DASH}/.]?{blank}"
    year = r"(?:[12][0-9]{3}|['’‘]?[0-9]{2})(?![0-9])"
    return re.compile(
        rf"[12][0-9]{{3}}[{DASH}/.][01]?[0-9][{DASH}/.][0-3]?[0-9](?![0-9])"
        rf"|[0-3]?[0-9]{any_of(word_classes().ordinal_endings)}?{joint}(?:{any_of(months())}\b\.?(?:{joint}{year})?|(?<=[{BLANK}\n{DASH}/.])[01]?[0-9](?=[{BLANK}\n{DASH}/.]){joint}{year})"
        rf"|(?P<glued>{DAY_GLUED.pattern})(?![0-9])|(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])",
        re.IGNORECASE,
    )
