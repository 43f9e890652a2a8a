"""What a word of a list of persons may be: a given name, initials, a surname, or a word of an organisation."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch.name_words import degrees, function_words, given_names, is_prefix, places, surnames, titles
from pipeline.dutch.tokens import INITIALS, Token

ENTRY_START, ENTRY_LINK = frozenset(";|:–—-("), (",", "en")
JOINED_PREFIX = re.compile(r"(?:[a-z]{1,2}[’']|[a-z]{2}-)(?=[^\W\d_a-zß-öø-ÿ])")  # d’Hont, al-Khatib
_SENTENCE_END = (".", "!", "?", ":")
_NAME_ENDS = frozenset("(),;:–—-.") | {"en"}


def is_known_given(word: str) -> bool:
    """Return whether a word is a given name that is known, or two with a hyphen."""
    return word in given_names() or ("-" in word and all(part in given_names() for part in word.split("-")))


def is_given(tokens: Sequence[Token], index: int, first: int) -> bool:
    """Return whether a token may be a given name or initials, the first of a name or a further one."""
    word = tokens[index].text
    if INITIALS.fullmatch(word):
        return word[0].isupper()
    if not is_capitalised(word) or word.casefold() in _no_given_names():
        return False
    has_title = index > 0 and tokens[index - 1].text.casefold() in titles()
    if (
        index == first
        and index > 0
        and is_capitalised(tokens[index - 1].text)
        and names_organisation(tokens[index - 1].text)
    ):
        return False
    if index == first and not has_title and _is_kind_of_organisation(word.casefold()):
        return False
    starts_sentence = index == 0 or tokens[index - 1].text in _SENTENCE_END
    return not (index == first and starts_sentence and word.casefold() in function_words())


def is_letters(word: str) -> bool:
    """Return whether a word is initials, or one capital."""
    return bool(INITIALS.fullmatch(word)) or (len(word) == 1 and word.isupper())


def is_capitalised(word: str) -> bool:
    """Return whether a word has a capital and is no abbreviation, title or degree."""
    is_acronym = len(word) > 1 and word.isupper()
    return word[0].isupper() and not is_acronym and word.casefold() not in titles() and word not in degrees()


def is_surname(word: str) -> bool:
    """Return whether a word may be a surname, with what may be joined in front (*d’Hont*)."""
    return is_capitalised(word) or JOINED_PREFIX.match(word) is not None


def is_small_surname(tokens: Sequence[Token], blocked: Sequence[bool], index: int) -> bool:
    """Return whether a surname typed in small letters ends an entry of a list here: *Jan van gent (UWV)*."""
    if index >= len(tokens) or blocked[index] or not tokens[index].text.islower():
        return False
    name = tokens[index].text.capitalize()
    is_known = name in surnames() or name in places()
    is_shown = index + 1 < len(tokens) and tokens[index + 1].text == "(" and name.casefold() not in _no_surnames()
    return (is_known and ends_name(tokens, index + 1)) or is_shown


def is_given_alone(tokens: Sequence[Token], blocked: Sequence[bool], index: int) -> bool:
    """Return whether an entry of a list is a given name and nothing else: *Sanne (notulen), Noor en Thijs*."""
    starts_entry = index == 0 or tokens[index - 1].text in (*ENTRY_START - {"("}, *ENTRY_LINK, ")")
    is_name = is_known_given(tokens[index].text) and tokens[index].text.casefold() not in _no_given_names()
    ahead = [token.text for token in tokens[index + 1 : index + 3]]
    goes_on = ahead[:1] == [":"] or (ahead[:1] == ["en"] and not is_known_given(ahead[-1]))  # *Rijk en regio*
    return starts_entry and not blocked[index] and is_name and not goes_on and ends_name(tokens, index + 1)


def is_call_name(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the name by which somebody is called stands here in brackets: *K. (Karin)*."""
    signs = [token.text for token in tokens[index : index + 3]]
    return len(signs) == 3 and signs[0] == "(" and signs[2] == ")" and is_known_given(signs[1])


def goes_on(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a name goes on at a token: with a tussenvoegsel or a surname."""
    return index < len(tokens) and (is_prefix(tokens[index].text) or is_surname(tokens[index].text))


def ends_name(tokens: Sequence[Token], index: int) -> bool:
    """Return whether an entry of a list may end before a token."""
    return index >= len(tokens) or tokens[index].text in _NAME_ENDS


def behind_titles(tokens: Sequence[Token], position: int) -> int:
    """Return where a name begins behind titles and forms of address."""
    while position < len(tokens) and tokens[position].text.casefold() in titles():
        position += 1
    return position


def names_organisation(word: str) -> bool:
    """Return whether a word names an organisation or says what kind it is of."""
    return word.casefold() in lexicon.persons().organisation_words or _is_kind_of_organisation(word.casefold())


@cache
def organisation_words() -> frozenset[str]:
    """Return the words that organisations begin or end with."""
    return lexicon.persons().organisation_words | lexicon.persons().organisation_endings


@cache
def _is_kind_of_organisation(word: str) -> bool:
    """Return whether the last part of a word says that an organisation is named: *Woonstichting*, *Zorggroep*."""
    return word.endswith(tuple(lexicon.persons().organisation_endings))


@cache
def _no_given_names() -> frozenset[str]:
    return lexicon.persons().organisation_words | lexicon.persons().no_given_names


@cache
def _no_surnames() -> frozenset[str]:
    words_of_persons = lexicon.persons()
    return (
        words_of_persons.function_words
        | words_of_persons.no_functions
        | words_of_persons.linking
        | words_of_persons.chair
    )
