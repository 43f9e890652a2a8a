"""Organisations: from any printed form to the canonical one, from `resources/organisaties.csv`."""

import re
from dataclasses import dataclass
from functools import cache

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
_BARE_NAME_OPENINGS = ("gemeente", "ministerie van")


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


def find_organisations(text: str) -> list[OrganisationSpan]:
    """Return the organisations named in a text, the longest form at each place.

    Short forms (`Fin`, `AP`) count in their own case only, full names in any case; in front of a
    ministry the words *ministerie van* belong to it.
    """
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    found: list[OrganisationSpan] = []
    position = 0
    while position < len(words):
        skip = _ministry_prefix(words, position)
        match = _longest(words, position + skip) if skip else None
        if match is None:
            skip, match = 0, _longest(words, position)
        if match is None:
            position += 1
            continue
        length, organisation = match
        last = position + skip + length - 1
        found.append(OrganisationSpan(words[position][1], words[last][2], organisation))
        position = last + 1
    return found


def organisation_of_bare_name(name: str) -> Organisation | None:
    """Return the municipality or ministry that a bare name stands for (`Deventer`, `Financiën`), or None.

    For places where nothing but an organisation is expected, such as the brackets behind a name.
    """
    for opening in _BARE_NAME_OPENINGS:
        found = find_organisations(f"{opening} {name}")
        if found and found[0].start == 0 and found[0].end == len(opening) + 1 + len(name):
            return found[0].organisation
    return None


def organisation_by_name(name: str) -> Organisation:
    """Return the organisation that a name stands for where nothing but one is expected, known to us or not."""
    return organisation_of_bare_name(name) or unknown_organisation(name)


def unknown_organisation(name: str) -> Organisation:
    """Return an organisation that is not in the table, as printed; `gemeente X` and the like with a capital."""
    name = " ".join(name.split())
    kind = name.partition(" ")[0]
    if kind in _KINDS_OF_AUTHORITY:
        name = name[0].upper() + name[1:]
    return Organisation(name, name, kind if kind in _KINDS_OF_AUTHORITY else "overig")


def is_organisation_label(label: str) -> bool:
    """Return whether a label is the name of an authority: `Gemeente Maasduin`, `provincie Gelderland`."""
    kind, _, name = label.partition(" ")
    return kind.casefold() in _KINDS_OF_AUTHORITY and name[:1].isupper() and len(name.split()) <= _MAX_NAME_WORDS


def _ministry_prefix(words: list[tuple[str, int, int]], position: int) -> int:
    ahead = tuple(word.casefold() for word, _, _ in words[position : position + 3])
    if ahead[:2] == _MINISTRY_PREFIX:
        return 2
    return 1 if ahead[:1] == _MINISTRY_PREFIX[:1] else 0


def _longest(words: list[tuple[str, int, int]], position: int) -> tuple[int, Organisation] | None:
    if position >= len(words):
        return None
    for form, exact, organisation in _forms().get(words[position][0].casefold(), ()):
        ahead = tuple(word for word, _, _ in words[position : position + len(form)])
        if tuple(word.casefold() for word in ahead) == form and (exact is None or _is_same_short_form(ahead, exact)):
            return len(form), organisation
    return None


def _is_same_short_form(printed: tuple[str, ...], form: tuple[str, ...]) -> bool:
    """Return whether a short form is printed as such; `RvO` is *RVO*, but *ap* or *Fin.* is not any word alike."""
    return printed == form or (
        len(form[0]) >= _MIN_LETTERS_OF_VARIANT and sum(map(str.isupper, printed[0])) >= _MIN_CAPITALS_OF_VARIANT
    )


@cache
def _forms() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...] | None, Organisation]]]:
    """Return the printed forms by their first word, longest first; `exact` is set where case counts."""
    forms: dict[str, list[tuple[tuple[str, ...], tuple[str, ...] | None, Organisation]]] = {}
    for row in load_csv("organisaties.csv"):
        organisation = Organisation(row["code"], row["naam"], row["soort"])
        variants = [row["code"], row["naam"], *filter(None, row["varianten"].split(";"))]
        for variant in dict.fromkeys(variant.strip() for variant in variants):
            words = tuple(_WORD.findall(variant))
            if not words:
                continue
            is_short = len(words) == 1 and len(words[0]) <= 8
            folded = tuple(word.casefold() for word in words)
            forms.setdefault(folded[0], []).append((folded, words if is_short else None, organisation))
    for entries in forms.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return forms


def is_organisation(text: str) -> bool:
    """Return whether a text is the name of a known organisation, or of the place of a municipality or province."""
    bare = text.removeprefix("de ").removeprefix("het ").removeprefix("De ").removeprefix("Het ")
    for opening in ("", "gemeente ", "provincie "):
        found = find_organisations(f"{opening}{bare}")
        if found and (found[0].start, found[0].end) == (0, len(opening) + len(bare)):
            return True
    return False
