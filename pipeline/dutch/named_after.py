"""What is called after a person: committees, laws, schools, houses, streets. Their names are no persons."""

import re
from functools import cache

from pipeline.dutch.name_patterns import GAP, INITIALS, article, former, titles
from pipeline.dutch.name_words import any_of, given_names, is_prefix, places, surnames, words
from pipeline.dutch.organisations import is_organisation

LOOK_AROUND = 100  # characters before and behind a name that are looked at: more than a title or a long word has
_HYPHEN_AT_END = re.compile(r"(?<=\w)-$")
_WORD_AT_END = re.compile(r"(?<![\w'-])[\w'-]+$")
_REST_OF_COMPOUND = re.compile(r"-[a-zà-ÿ]|-(?=\s+(?:en|of)\s)|[^\S\n]?-?(?:MC|UMC)\b")
_OPENING_AT_END = re.compile(r"(?<![\w-])([A-Z]\w+)\s+$")
_JOINED_AT_END = re.compile(r"(?<![^\W\d_])[^\W\d_]+\s+(?:en|&)\s+$")
_LONGEST_WORD = 40  # signs of a word that stands before a name, with the space behind it
_MIN_COMPOUND = 7  # letters of a compound that ends in what is called after somebody: sleepschip
_NEXT_WORD = re.compile(rf"(?P<gap>{GAP})(?:[IVX]+\s)?([\w-]+)")


def is_part_of_name(plain: str, start: int, end: int, *, is_known: bool = False, is_sure: bool = False) -> bool:
    """Return whether a name is part of that of a place, law, building or organisation.

    Parameters
    ----------
    plain
        The text, with straight apostrophes.
    start, end
        Where the name stands.
    is_known
        Whether it is the name of somebody who took part.
    is_sure
        Whether a form of address, initials or the like show that it is a person.
    """
    before, own = plain[max(start - LOOK_AROUND, 0) : start], plain[start:end]
    behind = plain[end : end + LOOK_AROUND]
    if not is_known and " " in own and _article_at_end().search(before, max(len(before) - _LONGEST_WORD, 0)):
        return True  # *de Johan de Witt* is a ship
    if (
        opening := _OPENING_AT_END.search(before, max(len(before) - _LONGEST_WORD, 0))
    ) and f"{opening[1]} {own}" in places():
        return True  # *uit Den Bosch*
    if "-" in before:
        before = _prefixes_behind_hyphen().sub("", before)  # *de commissie-Van der Meij*
    is_addressed = is_sure
    if before.rstrip().casefold().endswith(_ends_of_titles()):
        title = _titles_at_end().search(before)
        before = before[: title.start()] if title is not None else before
        is_addressed = is_sure or (title is not None and _addresses(title[0], before))
        if title is not None and _is_house(title[0], before, own):
            return True  # *het Dr. Leo Kannerhuis*, *het ir. D.F. Woudagemaal*
    if _REST_OF_COMPOUND.match(behind):
        return True
    if "-" in before[-2:] and _HYPHEN_AT_END.search(before):
        # *de commissie-Remkes* is called after him, *het voorstel-Groothuis* is hers.
        lead = last_word(before.rstrip("-"))
        return lead.endswith(_starts_of_other_names()) or not before.rstrip("-")[-len(lead) :].islower()
    if own.casefold().endswith(ends_of_other_names()) and not (is_known or is_addressed or _is_surname(own)):
        return True
    last = last_word(before.rstrip())
    if last.endswith(_starts_of_other_names()) and " " in before[-2:] and not is_addressed:
        return last in words("ervoor") or len(last) > _MIN_COMPOUND
    joined = _JOINED_AT_END.search(before) if before.rstrip().endswith(("en", "&")) else None
    if joined is not None and last_word(before[: joined.start()].rstrip()) in words("ervoor"):
        return True  # *waterschap Rijn en IJssel*
    if _firm().match(behind) or (not is_known and _is_half_of_firm(before, own, behind)):
        return True
    if last in words("plaatsbepaling") and not is_known and not is_addressed and is_organisation(own):
        return True
    following = _NEXT_WORD.match(behind)
    if following is None or not following[2][:1].isupper() or (is_addressed and "\n" in following["gap"]):
        return False  # the street stands on the line below the name
    return following[2].casefold().endswith(ends_of_other_names())


def _is_half_of_firm(before: str, own: str, behind: str) -> bool:
    """Return whether & joins two surnames: *Lemmens & Roks*."""
    if "&" not in before[-3:] + behind[:2] or " " in own or own not in surnames() or own in given_names():
        return False
    other = re.match(r"[^\S\n]?&[^\S\n]?(\w+)", behind) or re.search(r"(\w+)[^\S\n]?&[^\S\n]?$", before)
    return other is not None and other[1] in surnames() and other[1] not in given_names()


def _is_house(title: str, before: str, own: str) -> bool:
    """Return whether an article before a title and the end of the name show that something is called so."""
    is_short = title.rstrip().endswith(".")  # nobody is *de ds. Talma*
    return (
        (is_short or own.casefold().endswith(ends_of_other_names()))
        and _article_at_end().search(before) is not None
        and title.split()[-1].casefold() not in words("zonder_functie")
    )


def _addresses(title: str, before: str) -> bool:
    """Return whether a title calls somebody by name, and does not open a name itself: *Burgemeester Meineszlaan*."""
    last = title.split()[-1].casefold()
    if last in words("naar_wie_iets_heet"):
        return False
    opens_sentence = not last_word(before.rstrip()) or "\n" in before[len(before.rstrip()) :]
    return title[0].islower() or opens_sentence or last in words("zonder_functie")


def _is_surname(text: str) -> bool:
    """Return whether what ends as names of buildings do is a surname: *Van der Sluis*, *Verlaan*, *Piet Oosterhuis*."""
    *lead, last = text.casefold().split()
    if last in words("erachter"):
        return lead[-1:] != [] and lead[-1] in words("tussenvoegsels")
    if last.removeprefix("ver") in words("erachter") or text in surnames():
        return True
    first = text.split()[0]
    if last.endswith(_ends_of_things()):
        return False  # *Willem-Alexander Kinderziekenhuis*
    return last.endswith(_ends_of_surnames()) and ("." in text or first in given_names() or is_prefix(first))


def last_word(text: str) -> str:
    """Return the word that a text ends with, in small letters; nothing if it ends with a mark."""
    word = _WORD_AT_END.search(text.rsplit(maxsplit=1)[-1]) if text else None
    return word[0].casefold() if word is not None else ""


@cache
def _article_at_end() -> re.Pattern[str]:
    return re.compile(rf"\b{article()}\s+$", re.IGNORECASE)


@cache
def _prefixes_behind_hyphen() -> re.Pattern[str]:
    return re.compile(rf"(?<=-)(?:(?:{any_of('tussenvoegsels')})\s+)+$", re.IGNORECASE)


@cache
def _firm() -> re.Pattern[str]:
    return re.compile(
        rf"[^\S\n]*&[^\S\n]*(?:(?i:{any_of('vennoten')})|[^\n,.;&]{{2,30}}?(?i:{any_of('kantoor_van')}))(?!\w)"
    )


def word_before(plain: str, start: int) -> str:
    """Return the word right before a place in a text, in small letters; nothing if a mark stands between."""
    return last_word(plain[max(start - LOOK_AROUND, 0) : start].rstrip())


@cache
def _ends_of_titles() -> tuple[str, ...]:
    """Return what a text can end with that ends in titles, or in initials behind them."""
    listed = words("aanspreekvormen") | words("functies_voor_naam") | words("naamgevend")
    return (".", *(title.casefold() for title in listed if title[-1] != "."))


@cache
def _titles_at_end() -> re.Pattern[str]:
    title = rf"(?<![\w-]){former()}(?:{titles()})\s+"
    return re.compile(rf"(?:{title}){{1,6}}(?:{INITIALS}\s*)?$", re.IGNORECASE)


@cache
def _ends_of_surnames() -> tuple[str, ...]:
    return tuple(words("achternaam_op"))


@cache
def _ends_of_things() -> tuple[str, ...]:
    """Return how names of things end and no surname does: *ziekenhuis*, not *huis*."""
    return tuple(words("erachter") - words("achternaam_op"))


@cache
def _starts_of_other_names() -> tuple[str, ...]:
    return tuple(words("ervoor"))


@cache
def ends_of_other_names() -> tuple[str, ...]:
    """Return how the names of streets, houses and the like end that are called after persons."""
    return tuple(words("erachter"))
