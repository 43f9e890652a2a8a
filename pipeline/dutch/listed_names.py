"""Names of persons as they stand in lists and sentences, found from how Dutch names are built.

A name is one or more given names or initials, any *tussenvoegsels*, and a surname; titles and
forms of address in front do not belong to it. A list may print the surname first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch.name_words import degrees, function_words, given_names, is_prefix, places, surnames, titles, words
from pipeline.dutch.tokens import INITIALS, Token, tokenise

_SENTENCE_END = (".", "!", "?", ":")
_ENTRY_START, _ENTRY_LINK = frozenset(";|:–—-("), (",", "en")
_NAME_ENDS = frozenset("(),;:–—-.") | {"en"}
_MAX_SURNAME_WORDS, _MAX_AREA_WORDS = 3, 4
_JOINED_PREFIX = re.compile(r"(?:[a-z]{1,2}[’']|[a-z]{2}-)(?=[^\W\d_a-zß-öø-ÿ])")  # d’Hont, al-Khatib
_CAPITALS = re.compile(r"(?<![\w.])[^\W\d_a-zß-öø-ÿ]{2,}(?:[ -][^\W\d_a-zß-öø-ÿ]{2,})+(?!\w)")
_TURNED_CALLED = re.compile(
    r"(?P<surname>[^,()]+),\s+(?:[^\s()]+\s+)?[^\s()]+\s+\((?P<called>[^()]+)\)(?:\s+(?P<prefix>[^()]+))?"
)
_CALLED = re.compile(rf"{INITIALS.pattern}\s+\((?P<called>[^()]+)\)\s+(?P<surname>[^()]+)")


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
            span = _turned_at(tokens, blocked, position, is_certain=surname_first)
        span = span or _name_at(tokens, blocked, position, is_list=is_list)
        if span is None and given_only and _is_given_alone(tokens, blocked, position):
            span = position, position, False
        if span is None:
            position += 1
            continue
        first, last, has_title = span
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
    while index < len(tokens) and not blocked[index] and _is_given(tokens, index, first):
        index += 1
        n_given += 1
        if _is_call_name(tokens, index) and not any(blocked[index : index + 3]) and _goes_on(tokens, index + 3):
            index += 3
    after_given = index
    while index < len(tokens) and not blocked[index] and is_prefix(tokens[index].text):
        is_named_after = index > after_given and tokens[index].text.istitle() and tokens[index - 1].text.islower()
        if is_named_after:  # of *van Het Kompas* only *van* has a small letter: an organisation
            return (first, after_given - 1, has_title) if n_given >= 2 else None
        index += 1
    is_joined = n_given > 0 and index < len(tokens) and _JOINED_PREFIX.match(tokens[index].text) is not None
    if index > after_given or is_joined or (n_given and INITIALS.fullmatch(tokens[after_given - 1].text)):
        is_surname = index < len(tokens) and not blocked[index] and _is_surname(tokens[index].text)
        is_surname = is_surname or (is_list and n_given > 0 and _is_small_surname(tokens, blocked, index))
        # Behind a whole name *van* may lead to an organisation: *Koos Schuijt van de Bewonersraad*.
        are_letters = all(_is_letters(token.text) for token in tokens[first:after_given])
        is_employer = n_given >= 2 and is_surname and _names_organisation(tokens[index].text)
        if is_surname and not is_employer and (n_given or has_title):
            return (
                first,
                index if n_given > 1 and not are_letters else _end_of_double(tokens, blocked, index),
                has_title,
            )
        index = after_given
    if is_list and n_given == 1 and is_known_given(tokens[first].text) and _is_small_surname(tokens, blocked, index):
        return first, index, has_title
    # *directeur-generaal Langdurige Zorg*
    is_area = n_given >= 2 and tokens[index - 1].text.casefold() in _organisation_words()
    if is_area and not has_title and not is_known_given(tokens[first].text):
        return None
    if n_given >= 2 or (n_given == 1 and has_title and not INITIALS.fullmatch(tokens[first].text)):
        return first, after_given - 1, has_title
    return None


def _behind_area(tokens: Sequence[Token], blocked: Sequence[bool], first: int) -> int:
    """Return where a name begins behind a function and its area: *directeur Water Piet van Loon*."""
    start = first
    while (
        start and not blocked[start - 1] and (_is_capitalised(tokens[start - 1].text) or tokens[start - 1].text == "en")
    ):
        start -= 1
    follows_function = start > 0 and blocked[start - 1] and first - start <= _MAX_AREA_WORDS
    if not follows_function or first >= len(tokens) or is_known_given(tokens[first].text):
        return first
    index = first
    while index < len(tokens) and not blocked[index] and _is_capitalised(tokens[index].text):
        if is_known_given(tokens[index].text) and _goes_on(tokens, index + 1):
            return index
        index += 1
    return first


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
    is_part = word in surnames() if index > last + 1 else _is_capitalised(word) and not _is_letters(word)
    return index if is_part and not _names_organisation(word) and word.casefold() not in function_words() else last


def _is_small_surname(tokens: Sequence[Token], blocked: Sequence[bool], index: int) -> bool:
    """Return whether a surname typed in small letters ends an entry of a list here: *Jan van gent (UWV)*."""
    if index >= len(tokens) or blocked[index] or not tokens[index].text.islower():
        return False
    name = tokens[index].text.capitalize()
    is_known = name in surnames() or name in places()
    is_shown = index + 1 < len(tokens) and tokens[index + 1].text == "(" and name.casefold() not in _no_surnames()
    return (is_known and _ends_name(tokens, index + 1)) or is_shown


def _is_given_alone(tokens: Sequence[Token], blocked: Sequence[bool], index: int) -> bool:
    """Return whether an entry of a list is a given name and nothing else: *Sanne (notulen), Noor en Thijs*."""
    starts_entry = index == 0 or tokens[index - 1].text in (*_ENTRY_START - {"("}, *_ENTRY_LINK, ")")
    is_name = is_known_given(tokens[index].text) and tokens[index].text.casefold() not in _no_given_names()
    ahead = [token.text for token in tokens[index + 1 : index + 3]]
    goes_on = ahead[:1] == [":"] or (ahead[:1] == ["en"] and not is_known_given(ahead[-1]))  # *Rijk en regio*
    return starts_entry and not blocked[index] and is_name and not goes_on and _ends_name(tokens, index + 1)


def _ends_name(tokens: Sequence[Token], index: int) -> bool:
    return index >= len(tokens) or tokens[index].text in _NAME_ENDS


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and (is_prefix(tokens[index].text) or _is_surname(tokens[index].text))


def _starts_entry(tokens: Sequence[Token], position: int, names: Sequence[NameSpan]) -> bool:
    """Return whether a person may begin at a word of a list: at the start, or behind what ends the one before."""
    if position == 0 or tokens[position - 1].text in _ENTRY_START:
        return True
    if tokens[position - 1].text.casefold() not in _ENTRY_LINK or position == 1:
        return False
    before = tokens[position - 2]
    return before.text == ")" or (bool(names) and before.end == names[-1].end and "," in names[-1].text)


def _turned_at(
    tokens: Sequence[Token], blocked: Sequence[bool], position: int, *, is_certain: bool
) -> tuple[int, int, bool] | None:
    """Return the words of a name with its surname first: *De Vries, K.*, *Jong, mr. Loïs de*, *Bos, H. (Hilde)*."""
    first = _behind_titles(tokens, position)
    index = _end_of_surname(tokens, blocked, first)
    own = [token.text for token in tokens[first:index] if not is_prefix(token.text)]
    if not own or index >= len(tokens) - 1 or tokens[index].text != ",":
        return None
    has_prefix = is_prefix(tokens[first].text)
    is_given = is_known_given(own[0]) and not has_prefix
    if is_given and (len(own) > 1 or (own[0] not in surnames() and not is_certain)):
        return None  # *Anna Bos, Piet Smit*
    start = _behind_titles(tokens, index + 1)
    end = start
    while end < len(tokens) and not blocked[end] and (_is_letters(tokens[end].text) or _is_given(tokens, end, start)):
        end += 1
    given = [token.text for token in tokens[start:end]]
    is_known = bool(given) and (
        all(map(_is_letters, given))
        or (is_known_given(given[0]) and all(_is_letters(w) or is_known_given(w) for w in given))
    )
    if not given or not (is_known or is_certain) or (len(own) > 1 and len(given) > 1 and not has_prefix):
        return None
    last = end
    while last < len(tokens) and tokens[last].text.islower() and is_prefix(tokens[last].text):
        last += 1
    if last < len(tokens) and not blocked[last] and _is_surname(tokens[last].text):
        return None  # *Jansen, P. de Vries*
    if not all(map(_is_letters, given)) and _lists_bare_names(tokens, blocked, last, is_given=is_given):
        return None  # *Piet, Jan en Klaas*
    if last == end and _is_call_name(tokens, last):
        last += 3
    return first, last - 1, first > position


def in_natural_order(name: str) -> str:
    """Return a name with the name by which somebody is called in front: *Van Dam, P.J. (Piet)* is *Piet van Dam*."""
    turned = _TURNED_CALLED.fullmatch(name)
    if turned:
        surname = turned["surname"].split()
        behind = (turned["prefix"] or "").split()
        while surname[:-1] and surname[0].casefold() in words("tussenvoegsels_klein"):
            behind.append(surname.pop(0).casefold())
        return " ".join([turned["called"], *behind, *surname])
    called = _CALLED.fullmatch(name)
    return f"{called['called']} {called['surname']}" if called else name


def _lists_bare_names(tokens: Sequence[Token], blocked: Sequence[bool], index: int, *, is_given: bool) -> bool:
    """Return whether a bare name follows behind a comma or *en*, and not the next surname with its given name."""
    if index >= len(tokens) - 1 or tokens[index].text not in _ENTRY_LINK or blocked[index + 1]:
        return False
    end = _end_of_surname(tokens, blocked, index + 1)
    is_next = end < len(tokens) and tokens[end].text == ","
    return end > index + 1 and (is_given or not is_next)


def _end_of_surname(tokens: Sequence[Token], blocked: Sequence[bool], first: int) -> int:
    index, n_words = first, 0
    while index < len(tokens) and not blocked[index] and n_words < _MAX_SURNAME_WORDS:
        if not is_prefix(tokens[index].text):
            if not _is_surname(tokens[index].text) or _names_organisation(tokens[index].text):
                break
            n_words += 1
        index += 1
    return index


def _behind_titles(tokens: Sequence[Token], position: int) -> int:
    while position < len(tokens) and tokens[position].text.casefold() in titles():
        position += 1
    return position


def _is_letters(word: str) -> bool:
    return bool(INITIALS.fullmatch(word)) or (len(word) == 1 and word.isupper())


def _is_call_name(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the name by which somebody is called stands here in brackets: *K. (Karin)*."""
    signs = [token.text for token in tokens[index : index + 3]]
    return len(signs) == 3 and signs[0] == "(" and signs[2] == ")" and is_known_given(signs[1])


def is_known_given(word: str) -> bool:
    """Return whether a word is a given name that is known, or two with a hyphen."""
    return word in given_names() or ("-" in word and all(part in given_names() for part in word.split("-")))


def _is_surname(word: str) -> bool:
    return _is_capitalised(word) or _JOINED_PREFIX.match(word) is not None


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
def _organisation_words() -> frozenset[str]:
    return lexicon.persons().organisation_words | lexicon.persons().organisation_endings


@cache
def _no_surnames() -> frozenset[str]:
    words_of_persons = lexicon.persons()
    return (
        words_of_persons.function_words
        | words_of_persons.no_functions
        | words_of_persons.linking
        | words_of_persons.chair
    )


@cache
def _no_given_names() -> frozenset[str]:
    return lexicon.persons().organisation_words | lexicon.persons().no_given_names
