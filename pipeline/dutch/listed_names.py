"""Names of persons as they stand in lists and sentences, found from how Dutch names are built.

A name is one or more given names or initials, any *tussenvoegsels*, and a surname; titles and
forms of address in front do not belong to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch.name_words import degrees, function_words, is_prefix, titles
from pipeline.dutch.tokens import INITIALS, Token, tokenise

_SENTENCE_END = (".", "!", "?", ":")


@dataclass(frozen=True)
class NameSpan:
    """A name in a text, without titles; `has_title` tells whether a form of address stood before it."""

    start: int
    end: int
    text: str
    has_title: bool


def find_names(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[NameSpan]:
    """Return the names in a text, left to right.

    Parameters
    ----------
    text
        A line or sentence.
    taken
        Half-open offsets of words that are known to be something else (organisations, functions).
    """
    tokens = tokenise(text)
    is_taken = bytearray(len(text))
    for start, end in taken:
        is_taken[start:end] = b"\1" * (end - start)
    blocked = [any(is_taken[token.start : token.end]) for token in tokens]
    names: list[NameSpan] = []
    position = 0
    while position < len(tokens):
        span = _name_at(tokens, blocked, position)
        if span is None:
            position += 1
            continue
        first, last, has_title = span
        start, end = tokens[first].start, tokens[last].end
        names.append(NameSpan(start, end, text[start:end], has_title))
        position = last + 1
    return names


def _name_at(tokens: Sequence[Token], blocked: Sequence[bool], position: int) -> tuple[int, int, bool] | None:
    first = position
    while first < len(tokens) and tokens[first].text.casefold() in titles() and not blocked[first]:
        first += 1
    has_title = first > position
    index = first
    n_given = 0
    while index < len(tokens) and not blocked[index] and _is_given(tokens, index, first):
        index += 1
        n_given += 1
    after_given = index
    while index < len(tokens) and not blocked[index] and is_prefix(tokens[index].text):
        is_named_after = index > after_given and tokens[index].text.istitle() and tokens[index - 1].text.islower()
        if is_named_after:  # of *van Het Kompas* only *van* has a small letter: an organisation
            return (first, after_given - 1, has_title) if n_given >= 2 else None
        index += 1
    if index > after_given or (n_given and INITIALS.fullmatch(tokens[after_given - 1].text)):
        is_surname = index < len(tokens) and not blocked[index] and _is_capitalised(tokens[index].text)
        # Behind a whole name *van* may lead to an organisation: *Koos Schuijt van de Bewonersraad*.
        is_employer = n_given >= 2 and is_surname and _names_organisation(tokens[index].text)
        if is_surname and not is_employer and (n_given or has_title):
            return first, index, has_title
        index = after_given
    if n_given >= 2 or (n_given == 1 and has_title and not INITIALS.fullmatch(tokens[first].text)):
        return first, after_given - 1, has_title
    return None


def _is_given(tokens: Sequence[Token], index: int, first: int) -> bool:
    word = tokens[index].text
    if INITIALS.fullmatch(word):
        return word[0].isupper()
    if not _is_capitalised(word) or word.casefold() in _no_given_names():
        return False
    has_title = index > 0 and tokens[index - 1].text.casefold() in titles()
    if (
        index == first
        and index > 0
        and _is_capitalised(tokens[index - 1].text)
        and _names_organisation(tokens[index - 1].text)
    ):
        return False
    if index == first and not has_title and _is_kind_of_organisation(word.casefold()):
        return False
    starts_sentence = index == 0 or tokens[index - 1].text in _SENTENCE_END
    return not (index == first and starts_sentence and word.casefold() in function_words())


def _is_capitalised(word: str) -> bool:
    is_acronym = len(word) > 1 and word.isupper()
    return word[0].isupper() and not is_acronym and word.casefold() not in titles() and word not in degrees()


def _names_organisation(word: str) -> bool:
    return word.casefold() in lexicon.persons().organisation_words or _is_kind_of_organisation(word.casefold())


@cache
def _is_kind_of_organisation(word: str) -> bool:
    """Return whether the last part of a word says that an organisation is named: *Woonstichting*, *Zorggroep*."""
    return word.endswith(tuple(lexicon.persons().organisation_endings))


@cache
def _no_given_names() -> frozenset[str]:
    return lexicon.persons().organisation_words | lexicon.persons().no_given_names
