"""Names with the surname first, as lists and mail programs print them: *Jong, mr. Loïs de*, *Bos, H. (Hilde)*."""

import re
from collections.abc import Sequence

from pipeline.dutch import lexicon
from pipeline.dutch.name_parts import (
    ENTRY_LINK,
    behind_titles,
    is_call_name,
    is_given,
    is_known_given,
    is_letters,
    is_surname,
    names_organisation,
)
from pipeline.dutch.name_words import is_prefix, places, surnames
from pipeline.dutch.other_names import is_no_name
from pipeline.dutch.tokens import INITIALS, Token

_MAX_SURNAME_WORDS = 3
_TURNED_CALLED = re.compile(
    r"(?P<surname>[^,()]+),\s+(?:[^\s()]+\s+)?[^\s()]+\s+\((?P<called>[^()]+)\)(?:\s+(?P<prefix>[^()]+))?"
)
_CALLED = re.compile(rf"{INITIALS.pattern}\s+\((?P<called>[^()]+)\)\s+(?P<surname>[^()]+)")


def turned_at(
    tokens: Sequence[Token], blocked: Sequence[bool], position: int, *, is_certain: bool
) -> tuple[int, int, bool] | None:
    """Return the words of a name with its surname first: *De Vries, K.*, *Jong, mr. Loïs de*, *Bos, H. (Hilde)*."""
    first = behind_titles(tokens, position)
    index = _end_of_surname(tokens, blocked, first)
    own = [token.text for token in tokens[first:index] if not is_prefix(token.text)]
    if not own or index >= len(tokens) - 1 or tokens[index].text != ",":
        return None
    has_prefix = is_prefix(tokens[first].text)
    starts_given = is_known_given(own[0]) and not has_prefix
    if starts_given and (len(own) > 1 or (own[0] not in surnames() and not is_certain)):
        return None  # *Anna Bos, Piet Smit*
    start = behind_titles(tokens, index + 1)
    end = start
    while end < len(tokens) and not blocked[end] and (is_letters(tokens[end].text) or is_given(tokens, end, start)):
        end += 1
    given = [token.text for token in tokens[start:end]]
    is_known = bool(given) and (
        all(map(is_letters, given))
        or (is_known_given(given[0]) and all(is_letters(w) or is_known_given(w) for w in given))
    )
    is_sure = is_known or is_certain or _is_shown(tokens, end, given, is_surname=own[-1] in surnames() or has_prefix)
    are_two_names = len(own) > 1 and len(given) > 1 and not (has_prefix or "-" in own[0])
    if not given or not is_sure or are_two_names:
        return None
    last = end
    while last < len(tokens) and tokens[last].text.islower() and is_prefix(tokens[last].text):
        last += 1
    if last < len(tokens) and not blocked[last] and is_surname(tokens[last].text):
        return None  # *Jansen, P. de Vries*
    if not all(map(is_letters, given)) and _lists_bare_names(tokens, blocked, last, is_given=starts_given):
        return None  # *Piet, Jan en Klaas*
    if last == end and is_call_name(tokens, last):
        last += 3
    return first, last - 1, first > position


def _lists_bare_names(tokens: Sequence[Token], blocked: Sequence[bool], index: int, *, is_given: bool) -> bool:
    """Return whether a bare name follows behind a comma or *en*, and not the next surname with its given name."""
    if index >= len(tokens) - 1 or tokens[index].text not in ENTRY_LINK or blocked[index + 1]:
        return False
    end = _end_of_surname(tokens, blocked, index + 1)
    is_next = end < len(tokens) and tokens[end].text == ","
    return end > index + 1 and (is_given or not is_next)


def _is_shown(tokens: Sequence[Token], end: int, given: Sequence[str], *, is_surname: bool) -> bool:
    """Return whether brackets behind a given name that is not known show that it is one: *Chen, Lanying (UWV)*."""
    is_other = any(is_no_name(word) or word in places() or names_organisation(word) for word in given)
    return is_surname and bool(given) and not is_other and end < len(tokens) and tokens[end].text == "("


def _end_of_surname(tokens: Sequence[Token], blocked: Sequence[bool], first: int) -> int:
    index, n_words = first, 0
    while index < len(tokens) and not blocked[index] and n_words < _MAX_SURNAME_WORDS:
        if not is_prefix(tokens[index].text):
            if not is_surname(tokens[index].text) or names_organisation(tokens[index].text):
                break
            n_words += 1
        index += 1
    return index


def in_natural_order(name: str) -> str:
    """Return a name with the name by which somebody is called in front: *Van Dam, P.J. (Piet)* is *Piet van Dam*."""
    turned = _TURNED_CALLED.fullmatch(name)
    if turned:
        surname = turned["surname"].split()
        small = lexicon.persons().no_given_names | lexicon.names().prefixes_before_article
        behind = (turned["prefix"] or "").split()
        while surname[:-1] and surname[0].casefold() in small:
            behind.append(surname.pop(0).casefold())
        return " ".join([turned["called"], *behind, *surname])
    called = _CALLED.fullmatch(name)
    return f"{called['called']} {called['surname']}" if called else name
