"""What shows in a text that a word is the name of a person.

A name stands behind a form of address (*mevrouw Bos*), a function (*wethouder Bos*) or initials (*J.A. de Wit*),
begins with a given name, is given by whoever introduces himself, or stands under a letter. Evidence of this kind
outranks any list that says that the word is a place, an organisation or a common noun: so do the best
de-identifiers (Menger et al. 2018, DEDUCE).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.dutch import name_patterns as patterns
from pipeline.dutch.name_words import also_words, function_words, given_names, is_prefix, surnames, words
from pipeline.dutch.named_after import LOOK_AROUND, last_word
from pipeline.dutch.organisations import is_organisation
from pipeline.dutch.other_names import is_no_name, is_no_person

Known = Literal["persoon", "instelling"]
_FIRST_PART = re.compile(r"[^\s-]+")
_OF = re.compile(rf"van{patterns.GAP}(?:(?:de|het|een){patterns.GAP})?(?!de[rn])")


@dataclass(frozen=True)
class Cue:
    """A place where something shows that a person is named: half-open offsets, and how sure that is.

    `known` tells that the person is one whom readers know from elsewhere: an author, a minister.
    """

    start: int
    end: int
    is_sure: bool
    known: Known | None = None


def cues_in(plain: str) -> Iterator[Cue]:
    """Yield what shows names in a text with straight apostrophes; cues may overlap."""
    yield from _addressed(plain)
    for match in patterns.initialled().finditer(plain):
        # *S. Oedit Doebé* has two surnames, *J. Bos Directeur* one.
        is_double = match["more"] is not None and "\n" not in match["more"] and not is_no_person(match["more"].strip())
        yield Cue(
            match.start(), match.end() if is_double else match.start("more") if match["more"] else match.end(), True
        )
    if "\n" in plain:
        for match in patterns.signature().finditer(plain):
            yield Cue(*match.span("name"), is_sure=True)
    if any(sign in plain for sign in ("mijn", "Mijn", "ik", "Ik", "heet", "heten", "naam", "noem")):
        for match in patterns.introduced().finditer(plain):
            if not is_no_person(match["name"]):
                yield Cue(*match.span("name"), is_sure=True)
    if "20" in plain or "19" in plain or "et al" in plain:
        for match in patterns.cited().finditer(plain):
            yield from _authors(plain, match)
    if not plain.isascii():
        for match in patterns.OTHER_SCRIPT.finditer(plain):
            yield Cue(*match.span(), is_sure=True)
    yield from _with_given_name(plain)


def _addressed(plain: str) -> Iterator[Cue]:
    for match in patterns.address().finditer(plain):
        if _says_of_what(plain, match):
            continue
        title = match["title"].casefold()
        is_sure = title in words("zonder_functie") or title in words("aanspreekvormen")
        known: Known | None = "persoon" if title.split("-")[-1] in words("bekend_door_functie") else None
        # In a line in capitals only the first word is the name for sure: *MEVROUW JANSEN OPENT*.
        span = match.span("first" if match[0].isupper() else "name")
        yield Cue(*span, is_sure=is_sure, known=known)
    for match in patterns.plural_address().finditer(plain):
        for one in patterns.one_name().finditer(plain, *match.span("names")):
            yield Cue(*one.span(), is_sure=True)


def _says_of_what(plain: str, match: re.Match[str]) -> bool:
    """Return whether *van* behind a function says of what it is: *de burgemeester van Amsterdam*."""
    of = _OF.match(match["name"])
    if of is None or match["title"].casefold() in words("zonder_functie"):
        return False
    before = plain[max(match.start() - LOOK_AROUND, 0) : match.start()]
    return last_word(before.rstrip()) in words("bepalers") or is_no_person(match["name"][of.end() :])


def _authors(plain: str, match: re.Match[str]) -> Iterator[Cue]:
    for one in patterns.one_name().finditer(plain, *match.span("names")):
        own = one[0]
        # *Rondetafel Vertrouwen (2021)* and *juni 2023,* are no authors.
        listed = own.split()[-1] in surnames() or own.split()[0].casefold() in words("tussenvoegsels")
        if (listed or "et al" in match[0]) and not is_no_person(own):
            yield Cue(*one.span(), is_sure=True, known="persoon")


def _with_given_name(plain: str) -> Iterator[Cue]:
    """Yield what begins with a common given name or ends in a surname, with what belongs to it."""
    for match in patterns.capitalised().finditer(plain):
        start, end = match.span()
        if not begins_with_given_name(match[0]) and (other := patterns.opening().match(match[0])):
            start += other.end()  # *Vraag van Karel*, *Ook Piet*
        own = plain[start:end]
        if begins_with_given_name(own):
            if len(own.split()) > 1 or is_name_alone(plain, start, end):
                yield Cue(start, end, is_sure=False)
        elif _is_surname_here(plain, start, own):
            yield Cue(start, end, is_sure=False)


def begins_with_given_name(text: str) -> bool:
    """Return whether a text begins with a given name, or the genitive of one."""
    first = _FIRST_PART.match(text)
    if first is None:
        return False
    # *INGRID PAUW* in a heading; *API* is no name.
    own = first[0].capitalize() if len(first[0]) > 3 and first[0].isupper() else first[0]
    return own in _given_names_and_genitives()


def _is_surname_here(plain: str, start: int, own: str) -> bool:
    """Return whether a word that is a surname and nothing else stands as one: not at the start of a sentence."""
    listed = own.split()
    last = re.sub(r"'?s?$", "", listed[-1]) if listed[-1] not in surnames() else listed[-1]
    if last not in surnames() or last in also_words() or len(listed) > 2:
        return False
    if len(listed) == 2 and (is_no_name(listed[0]) or listed[0] in also_words()):
        return False
    return len(listed) == 2 or is_inside_sentence(plain, start)


def is_inside_sentence(plain: str, start: int) -> bool:
    """Return whether a word has its capital of its own: it does not open a sentence, a line or a cell."""
    lead = plain[max(start - LOOK_AROUND, 0) : start]
    before = lead.rstrip()
    return bool(before) and before[-1] not in ".!?\"“':;•*–|(" and "\n" not in lead[len(before) :]


def is_name_alone(plain: str, start: int, end: int) -> bool:
    """Return whether a given name without a surname is one here, and not the word that it is as well."""
    own = re.sub(r"'?s?$", "", plain[start:end]) if plain[start:end] not in given_names() else plain[start:end]
    lead = plain[max(start - LOOK_AROUND, 0) : start]
    if last_word(lead.rstrip()) in words("lidwoorden"):
        return False
    if own not in also_words() and not is_no_person(own):
        return True
    return is_inside_sentence(plain, start) and own not in words("afkortingen") and not own.isupper()


def trimmed(plain: str, start: int, end: int, *, is_sure: bool) -> list[tuple[int, int]]:
    """Return a span without titles and functions at its start; nothing if no name is left."""
    lead = _titles_at_start().match(plain[start:end])
    if lead is not None:
        start += lead.end()
    text = _on_one_line(plain[start:end])
    while (last := re.search(r"\s+([\w']+)$", text)) and last[1].casefold() in function_words():
        text = text[: last.start()]
    text = re.sub(r"['’]?[\s,.:;()“”\"]+$", "", text) if not re.search(r"\b\w\.$", text) else text.rstrip()
    capitals = [word for word in text.split() if not word[:1].islower() and word.casefold() not in function_words()]
    if not capitals or text.casefold() in words("geen_naam") or (not is_sure and is_organisation(text)):
        return []
    return [(start, start + len(text))]


def _on_one_line(text: str) -> str:
    """Return a name up to a line end behind which another word stands: in a list of persons each has a line."""
    for match in re.finditer(r"[^\S\n]*\n", text):
        lead = text[: match.start()].split()
        if len(lead) > 1 and not is_prefix(lead[-1]) and not lead[-1].endswith("-"):
            return text[: match.start()]
    return text


@cache
def _given_names_and_genitives() -> frozenset[str]:
    return frozenset(f"{name}{ending}" for name in given_names() for ending in ("", "s", "'s"))


@cache
def _titles_at_start() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{patterns.titles()})\b\.?\s*)+", re.IGNORECASE)
