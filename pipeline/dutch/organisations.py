"""Organisations: from any printed form to the canonical one, from `resources/organisaties.csv`.

One index of forms serves both who asks what a text is (`lookup`) and who asks what stands in a text
(`find_organisations`). Short forms count in their own case (`Fin`, `AP`), full names in any case.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.dutch.wording import upper_first
from pipeline.resources import load_csv

_WORD = re.compile(r"[^\W_]+(?:[’'.&/-][^\W_]+)*")
_MINISTRY_PREFIX = ("ministerie", "van")
_MIN_LETTERS_OF_VARIANT, _MIN_CAPITALS_OF_VARIANT = 3, 2
_KINDS_OF_AUTHORITY = (
    "gemeente",
    "provincie",
    "waterschap",
    "hoogheemraadschap",
    "veiligheidsregio",
    "omgevingsdienst",
)
_MAX_NAME_WORDS = 4
_MAX_LETTERS_OF_SHORT_FORM = 8
_ARTICLES = ("de", "het")
_BARE_PLACE_OPENINGS = ("gemeente", "provincie")
_BARE_NAME_OPENINGS = ("gemeente", "ministerie van")

_Word = tuple[str, int, int]  # as printed, with its half-open offsets


@dataclass(frozen=True)
class Organisation:
    """An organisation by its canonical short form and full name."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class OrganisationSpan:
    """A place in a text where an organisation stands; offsets are half-open."""

    start: int
    end: int
    organisation: Organisation


def lookup(text: str, *, ignore_case: bool, bare_place: bool) -> Organisation | None:
    """Return the organisation that a whole text is the name of, with or without its article; None if it is none.

    Parameters
    ----------
    text
        A name, such as an entity recogniser gives it.
    ignore_case
        Whether short forms count in any case: where it is known that an organisation is meant.
    bare_place
        Whether a place stands for its municipality or province: `Deventer`, `Gelderland`.
    """
    words = _words(text)
    without_article = words[1:] if words and words[0][0].casefold() in _ARTICLES else words
    found = _whole(words, ignore_case) or _whole(without_article, ignore_case)
    if found is None and bare_place:
        names = [[*_words(opening), *own] for opening in _BARE_PLACE_OPENINGS for own in (words, without_article)]
        found = next(filter(None, (_whole(name, ignore_case) for name in names)), None)
    return found


@lru_cache(maxsize=65536)  # the same few words are asked about again and again
def is_organisation(text: str) -> bool:
    """Return whether a text is the name of a known organisation, or of the place of a municipality or province."""
    return lookup(text, ignore_case=False, bare_place=True) is not None


def find_organisations(text: str) -> list[OrganisationSpan]:
    """Return the organisations named in a text, the longest form at each place.

    In front of a ministry the words *ministerie van* belong to it.
    """
    words = _words(text)
    found: list[OrganisationSpan] = []
    position = 0
    while position < len(words):
        match = _at(words, position)
        if match is None:
            position += 1
            continue
        length, organisation = match
        last = position + length - 1
        found.append(OrganisationSpan(words[position][1], words[last][2], organisation))
        position = last + 1
    return found


def organisation_of_bare_name(name: str) -> Organisation | None:
    """Return the municipality or ministry that a bare name stands for (`Deventer`, `Financiën`), or None.

    For places where nothing but an organisation is expected, such as the brackets behind a name.
    """
    names = (f"{opening} {name}" for opening in _BARE_NAME_OPENINGS)
    found = (lookup(whole, ignore_case=False, bare_place=False) for whole in names)
    return next(filter(None, found), None)


def organisation_by_name(name: str) -> Organisation:
    """Return the organisation that a name stands for where nothing but one is expected, known to us or not."""
    return organisation_of_bare_name(name) or unknown_organisation(name)


def unknown_organisation(name: str) -> Organisation:
    """Return an organisation that is not in the table, as printed; `gemeente X` and the like with a capital."""
    name = " ".join(name.split())
    kind = name.partition(" ")[0]
    if kind in _KINDS_OF_AUTHORITY:
        name = upper_first(name)
    return Organisation(name, name, kind if kind in _KINDS_OF_AUTHORITY else "overig")


def is_organisation_label(label: str) -> bool:
    """Return whether a label is the name of an authority: `Gemeente Maasduin`, `provincie Gelderland`."""
    kind, _, name = label.partition(" ")
    return kind.casefold() in _KINDS_OF_AUTHORITY and name[:1].isupper() and len(name.split()) <= _MAX_NAME_WORDS


def _words(text: str) -> list[_Word]:
    return [(match.group(), *match.span()) for match in _WORD.finditer(text)]


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def _whole(words: Sequence[_Word], ignore_case: bool) -> Organisation | None:
    match = _at(words, 0, ignore_case)
    return match[1] if match and match[0] == len(words) else None


def _at(words: Sequence[_Word], position: int, ignore_case: bool = False) -> tuple[int, Organisation] | None:
    """Return of how many words the longest form at a place is, and whose."""
    skip = _ministry_prefix(words, position)
    match = _longest(words, position + skip, ignore_case) if skip else None
    if match is None:
        return _longest(words, position, ignore_case)
    return skip + match[0], match[1]


def _ministry_prefix(words: Sequence[_Word], position: int) -> int:
    ahead = tuple(_fold(word) for word, _, _ in words[position : position + 3])
    if ahead[:2] == _MINISTRY_PREFIX:
        return 2
    return 1 if ahead[:1] == _MINISTRY_PREFIX[:1] else 0


def _longest(words: Sequence[_Word], position: int, ignore_case: bool) -> tuple[int, Organisation] | None:
    if position >= len(words):
        return None
    first = _fold(words[position][0])
    lengths = _lengths().get(first)
    if lengths is None:
        return None
    ahead = tuple(word for word, _, _ in words[position : position + lengths[0]])
    folded = (first, *map(_fold, ahead[1:]))
    for length in lengths:
        for exact, organisation in _forms().get(folded[:length], ()) if length <= len(folded) else ():
            if ignore_case or exact is None or _is_same_short_form(ahead[:length], exact):
                return length, organisation
    return None


def _is_same_short_form(printed: tuple[str, ...], form: tuple[str, ...]) -> bool:
    """Return whether a short form is printed as such; `RvO` is *RVO*, but *ap* or *Fin.* is not any word alike."""
    return printed == form or (
        len(form[0]) >= _MIN_LETTERS_OF_VARIANT and sum(map(str.isupper, printed[0])) >= _MIN_CAPITALS_OF_VARIANT
    )


@cache
def _forms() -> dict[tuple[str, ...], list[tuple[tuple[str, ...] | None, Organisation]]]:
    """Return the organisations by their printed forms, as folded words; a short form is there as printed too."""
    forms: dict[tuple[str, ...], list[tuple[tuple[str, ...] | None, Organisation]]] = {}
    for row in load_csv("organisaties.csv"):
        organisation = Organisation(row["code"], row["naam"], row["soort"])
        variants = [row["code"], row["naam"], *filter(None, row["varianten"].split(";"))]
        listed = [tuple(_WORD.findall(variant)) for variant in variants]
        # *De Nederlandsche Bank* loses its article inside a sentence.
        listed += [words[1:] for words in listed if words[0].casefold() in _ARTICLES]
        for words in dict.fromkeys(listed):
            is_short = len(words) == 1 and len(words[0]) <= _MAX_LETTERS_OF_SHORT_FORM
            forms.setdefault(tuple(map(_fold, words)), []).append((words if is_short else None, organisation))
    return forms


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return of how many words the forms are that begin with a word, the longest first."""
    lengths: dict[str, set[int]] = {}
    for form in _forms():
        lengths.setdefault(form[0], set()).add(len(form))
    return {first: tuple(sorted(of_word, reverse=True)) for first, of_word in lengths.items()}
