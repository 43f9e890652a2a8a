"""Names of persons as they stand in lists and sentences, found from how Dutch names are built.

A name is one or more given names or initials, any *tussenvoegsels*, and a surname; titles and
forms of address in front do not belong to it. A list may print the surname first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dutch.name_parts import (
    ENTRY_LINK,
    ENTRY_START,
    JOINED_PREFIX,
    ends_name,
    goes_on,
    is_call_name,
    is_capitalised,
    is_given,
    is_given_alone,
    is_known_given,
    is_letters,
    is_small_surname,
    is_surname,
    names_organisation,
    organisation_words,
)
from pipeline.dutch.name_words import function_words, given_names, is_prefix, surnames, titles
from pipeline.dutch.tokens import INITIALS, Token, tokenise
from pipeline.dutch.turned_names import turned_at

_MAX_AREA_WORDS = 4
_CAPITALS = re.compile(r"(?<![\w.])[^\W\d_a-zß-öø-ÿ]{2,}(?:[ -][^\W\d_a-zß-öø-ÿ]{2,})+(?!\w)")


@dataclass(frozen=True)
class NameSpan:
    """A name in a text, without titles; `has_title` tells whether a form of address stood before it."""

    start: int
    end: int
    text: str
    has_title: bool


def find_names(
    text: str,
    taken: Sequence[tuple[int, int]] = (),
    *,
    is_list: bool = False,
    surname_first: bool = False,
    given_only: bool = False,
) -> list[NameSpan]:
    """Return the names in a text, left to right.

    Parameters
    ----------
    text
        A line or sentence.
    taken
        Half-open offsets of words that are known to be something else (organisations, functions).
    is_list
        Whether it is a list, in which the surname may stand first (*Jansen, Piet*).
    surname_first
        Whether it is known to stand first, so that given names that are not known count too.
    given_only
        Whether an entry of the list may be a given name alone.
    """
    tokens = tokenise(_CAPITALS.sub(_with_small_letters, text) if is_list else text)
    is_taken = bytearray(len(text))
    for start, end in taken:
        is_taken[start:end] = b"\1" * (end - start)
    blocked = [any(is_taken[token.start : token.end]) for token in tokens]
    names: list[NameSpan] = []
    position = 0
    while position < len(tokens):
        span = None
        if is_list and _starts_entry(tokens, position, names):
            span = turned_at(tokens, blocked, position, is_certain=surname_first)
        span = span or _name_at(tokens, blocked, position, is_list=is_list)
        if span is None and given_only and is_given_alone(tokens, blocked, position):
            span = position, position, False
        if span is None:
            position += 1
            continue
        first, last, has_title = span
        last = _end_of_hyphened(tokens, blocked, last)
        last = _end_of_joined(tokens, blocked, last) if is_list else last
        start, end = tokens[first].start, tokens[last].end
        names.append(NameSpan(start, end, text[start:end], has_title))
        position = last + 1
    return names


def _with_small_letters(match: re.Match[str]) -> str:
    """Return a name in capitals as names are written: *ANNA DE WIT* as *Anna De Wit*."""
    return match.group().title() if is_known_given(match.group().split()[0].capitalize()) else match.group()


def _name_at(
    tokens: Sequence[Token], blocked: Sequence[bool], position: int, *, is_list: bool = False
) -> tuple[int, int, bool] | None:
    first = position
    while first < len(tokens) and tokens[first].text.casefold() in titles() and not blocked[first]:
        first += 1
    has_title = first > position
    behind_area = _behind_area(tokens, blocked, first)
    n_given = int(behind_area > first)
    first = behind_area
    index = first + n_given
    while (
        index < len(tokens)
        and not blocked[index]
        and (is_given(tokens, index, first) or (is_list and index == first and _is_word_too(tokens, first)))
    ):
        index += 1
        n_given += 1
        if is_call_name(tokens, index) and not any(blocked[index : index + 3]) and goes_on(tokens, index + 3):
            index += 3
    after_given = index
    while index < len(tokens) and not blocked[index] and is_prefix(tokens[index].text):
        is_named_after = index > after_given and tokens[index].text.istitle() and tokens[index - 1].text.islower()
        if is_named_after:  # of *van Het Kompas* only *van* has a small letter: an organisation
            return (first, after_given - 1, has_title) if n_given >= 2 else None
        index += 1
    is_joined = n_given > 0 and index < len(tokens) and JOINED_PREFIX.match(tokens[index].text) is not None
    if index > after_given or is_joined or (n_given and INITIALS.fullmatch(tokens[after_given - 1].text)):
        is_last = index < len(tokens) and not blocked[index] and is_surname(tokens[index].text)
        is_last = is_last or (is_list and n_given > 0 and is_small_surname(tokens, blocked, index))
        # Behind a whole name *van* may lead to an organisation: *Koos Schuijt van de Bewonersraad*.
        are_letters = all(is_letters(token.text) for token in tokens[first:after_given])
        is_employer = n_given >= 2 and is_last and names_organisation(tokens[index].text)
        if is_last and not is_employer and (n_given or has_title):
            return (
                first,
                index if n_given > 1 and not are_letters else _end_of_double(tokens, blocked, index),
                has_title,
            )
        index = after_given
    if is_list and n_given == 1 and is_known_given(tokens[first].text) and is_small_surname(tokens, blocked, index):
        return first, index, has_title
    # *directeur-generaal Langdurige Zorg*
    is_area = n_given >= 2 and tokens[index - 1].text.casefold() in organisation_words()
    if is_area and not has_title and not is_known_given(tokens[first].text):
        return None
    if n_given >= 2 or (n_given == 1 and has_title and not INITIALS.fullmatch(tokens[first].text)):
        return first, after_given - 1, has_title
    return None


def _is_word_too(tokens: Sequence[Token], first: int) -> bool:
    """Return whether a given name that is a word too opens an entry, a surname behind it: *Wil Vos, Kadaster*.

    At the start of a line the surname may be any word: *Wil Brand, wethouder*.
    """
    own, *rest = [token.text for token in tokens[first : first + 2]]
    if own not in given_names() or is_prefix(own) or not rest or not ends_name(tokens, first + 2):
        return False
    if first == 0:
        return rest[0] in surnames() or (rest[0].istitle() and not names_organisation(rest[0]))
    return rest[0] in surnames() and tokens[first - 1].text in ENTRY_START


def _behind_area(tokens: Sequence[Token], blocked: Sequence[bool], first: int) -> int:
    """Return where a name begins behind a function and its area: *directeur Water Piet van Loon*."""
    start = first
    while (
        start and not blocked[start - 1] and (is_capitalised(tokens[start - 1].text) or tokens[start - 1].text == "en")
    ):
        start -= 1
    follows_function = start > 0 and blocked[start - 1] and first - start <= _MAX_AREA_WORDS
    if not follows_function or first >= len(tokens) or is_known_given(tokens[first].text):
        return first
    index = first
    while index < len(tokens) and not blocked[index] and is_capitalised(tokens[index].text):
        if is_known_given(tokens[index].text) and goes_on(tokens, index + 1):
            return index
        index += 1
    return first


def _end_of_hyphened(tokens: Sequence[Token], blocked: Sequence[bool], last: int) -> int:
    """Return the last word of a surname with a tussenvoegsel behind its hyphen: *de Vries-van den Dam*."""
    if "-" not in tokens[last].text or not is_prefix(tokens[last].text.rpartition("-")[2]):
        return last
    index = last + 1
    while index < len(tokens) and is_prefix(tokens[index].text):
        index += 1
    return index if index < len(tokens) and not blocked[index] and is_surname(tokens[index].text) else last


def _end_of_joined(tokens: Sequence[Token], blocked: Sequence[bool], last: int) -> int:
    """Return the last word of a surname whose hyphen has spaces around it: *Karin Smit - de Wit*."""
    index = last + 2
    while index < len(tokens) and tokens[index].text.islower() and is_prefix(tokens[index].text):
        index += 1
    is_part = index < len(tokens) and not blocked[index] and tokens[index].text in surnames()
    is_joined = index > last + 2 and tokens[last + 1].text == "-" and is_part
    return index if is_joined and (ends_name(tokens, index + 1) or tokens[index + 1].text == "|") else last


def _end_of_double(tokens: Sequence[Token], blocked: Sequence[bool], last: int) -> int:
    """Return the last word of a surname that may be double without a hyphen: *van Heems Veecken*, *de Wit van Dorp*."""
    index = last + 1
    while (
        index < len(tokens) - 1
        and not blocked[index]
        and tokens[index].text.islower()
        and is_prefix(tokens[index].text)
    ):
        index += 1
    if index >= len(tokens) or blocked[index]:
        return last
    word = tokens[index].text
    # Behind *van* an employer may stand.
    is_part = word in surnames() if index > last + 1 else is_capitalised(word) and not is_letters(word)
    return index if is_part and not names_organisation(word) and word.casefold() not in function_words() else last


def _starts_entry(tokens: Sequence[Token], position: int, names: Sequence[NameSpan]) -> bool:
    """Return whether a person may begin at a word of a list: at the start, or behind what ends the one before."""
    if position == 0 or tokens[position - 1].text in ENTRY_START:
        return True
    if tokens[position - 1].text.casefold() not in ENTRY_LINK or position == 1:
        return False
    before = tokens[position - 2]
    return before.text == ")" or (bool(names) and before.end == names[-1].end and "," in names[-1].text)
