"""What a word shows of itself and of its place: a given name, an acronym, a capital of its own."""

import re
from functools import cache, lru_cache

from pipeline.dutch.name_words import (
    also_words,
    brands,
    function_words,
    given_names,
    plain_letters,
    surname_words,
    words,
)
from pipeline.dutch.named_after import LOOK_AROUND, word_before
from pipeline.dutch.other_names import is_no_person
from pipeline.dutch.tokens import marks_of, runs_in

_MIN_NAME_IN_CAPITALS = 6  # letters of a word that stands alone on its line
_INNER_CAPITAL = re.compile(r"(?<!Mc)(?<!Mac)(?<!De)(?<!Van)[a-zß-öø-ÿ][A-Z]|(?!IJ)[A-Z]{2}[a-z]|\w\.\w")
_FIRST_PART = re.compile(r"[^\s-]+")


@lru_cache(maxsize=65536)  # nearly all are the same few words
def begins_with_given_name(text: str) -> bool:
    """Return whether a text begins with a given name, or the genitive of one."""
    first = _FIRST_PART.match(text)
    if first is None or re.match(r"-[a-z]", text[first.end() : first.end() + 2]):
        return False  # *Roos-score*
    if first[0].casefold() in function_words() and first[0] not in given_names():
        return False  # *Van* is no Vân
    # *INGRID PAUW* in a heading; *API* is no name.
    own = first[0].capitalize() if len(first[0]) > 3 and first[0].isupper() else first[0]
    return plain_letters(own) in _given_names_and_genitives()


def is_inside_sentence(plain: str, start: int) -> bool:
    """Return whether a word has its capital of its own: it does not open a sentence, a line or a cell."""
    lead = plain[max(start - LOOK_AROUND, 0) : start]
    before = lead.rstrip()
    return bool(before) and before[-1] not in ".!?\"“':;•*–|(<>\uf0b7▪●○‣◦" and "\n" not in lead[len(before) :]


def is_acronym(plain: str, start: int, end: int) -> bool:
    """Return whether one word in capitals stands in a line that has small letters too: *NORA*, not *INGRID PAUW*."""
    own = plain[start:end]
    if " " in own or not own.isupper():
        return False
    line = plain[plain.rfind("\n", 0, start) + 1 : (plain.find("\n", end) + 1 or len(plain) + 1) - 1]
    is_short = len(own) < _MIN_NAME_IN_CAPITALS and any(map(str.islower, plain))
    return (is_short or any(map(str.islower, line))) and not plain.startswith(":", end)


def is_name_alone(plain: str, start: int, end: int) -> bool:
    """Return whether a given name without a surname is one here, and not the word that it is as well."""
    own = plain[start:end]
    if not (own in given_names() or own in surname_words() or own in also_words() or own in brands()):
        own = re.sub(r"'?s?$", "", own)  # *Mo's*, but *Mos*
    before = word_before(plain, start)
    if before in words("lidwoorden") and (own in also_words() or before != "het"):  # *vraag het Olaf*
        return (
            bool(re.match(r"[^\S\n]+die(?!\w)", plain[end:])) and own not in also_words()
        )  # *de Maria die hier stond*
    if own in also_words() and before == "in":
        return False  # *in Ada geschreven*
    plain_own = own.capitalize() if own.isupper() and len(own) > 3 else own
    if plain_own not in also_words() and plain_own not in surname_words() and not is_no_person(plain_own):
        return True
    return is_inside_sentence(plain, start) and own not in words("afkortingen") and not own.isupper()


def looks_like_brand(word: str) -> bool:
    """Return whether a word is written as names of organisations and products are: *OpenKaart*, *GV-Noord*."""
    acronym = word.partition("-")[0]  # *GV-Noord*
    return len(acronym) > 1 and ((acronym.isupper() and acronym.isalpha()) or _INNER_CAPITAL.search(word) is not None)


def has_any(plain: str, *keys: str) -> bool:
    """Return whether a word of some lists stands in a text: most texts need not be searched for what is around it."""
    return not _marks(*keys).isdisjoint(runs_in(plain))


@cache
def _marks(*keys: str) -> frozenset[str]:
    return marks_of(word for key in keys for word in words(key))


@cache
def _given_names_and_genitives() -> frozenset[str]:
    return frozenset(f"{plain_letters(name)}{ending}" for name in given_names() for ending in ("", "s", "'s"))
