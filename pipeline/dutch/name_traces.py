"""Traces of one name in the content of any file: the check after an erasure, which asks no other finder of names.

A file may break a name off at the end of a line, spread it over tags, or write it in one go: all of that counts.
"""

import re
from collections.abc import Collection, Iterable

from pipeline.dutch.name_check import NameParts, fold, name_parts
from pipeline.dutch.other_names import is_no_person

_BROKEN = re.compile(r"[\u00ad\u200b\ufffe]|(?<=\w)[-\u2010\ufffe\x02]\s*\n\s*")
_BETWEEN = r"(?:[._-]|,?\s*)"
_INITIALS = r"(?<![^\W_])(?<![a-z][.])(?<![a-z][.]\s){}[\W_]{{{},3}}(?:[a-z][\W_]{{1,3}}){{0,3}}"
_END = r"(?:'?s|en)?(?![^\W_])"
_START = r"(?<![^\W_])"
_MIN_ALONE = 3


class NameTraces:
    """The forms of the names of one person that are of nobody else in a corpus.

    Parameters
    ----------
    names
        Her names.
    others
        The names of all others: a form that fits one of them is no trace of her.
    plain
        Folded words that are no name by themselves.
    """

    def __init__(self, names: Iterable[str], others: Iterable[str] = (), plain: Collection[str] = ()) -> None:
        known = [parts for other in others if (parts := name_parts(other)) is not None]
        found: dict[str, None] = {}
        for name in names:
            parts = name_parts(name)
            if parts is None:
                continue
            surname = parts.surname
            is_plain = not set(surname).isdisjoint(plain)
            found |= dict.fromkeys(_of_name(parts, known, is_plain=is_plain))
            if is_plain or any(other.surname == surname for other in known):
                continue
            is_long = len("".join(surname)) >= _MIN_ALONE
            if parts.prefix or (is_long and not is_no_person(surname[-1].capitalize())):
                found[_START + _BETWEEN.join((*parts.prefix, *surname)) + _END] = None
        self._patterns = [re.compile(pattern) for pattern in found]

    def find(self, text: str) -> list[str]:
        """Return what names her in a text, as it stands there but for signs and capitals, each place once.

        A text is looked at as it is, and with what is broken off at the end of a line made whole.
        """
        folded = fold(text)
        whole = _BROKEN.sub("", folded)
        return max((self._find(one) for one in dict.fromkeys((folded, whole))), key=len)

    def _find(self, folded: str) -> list[str]:
        places: dict[int, re.Match[str]] = {}
        for pattern in self._patterns:
            for match in pattern.finditer(folded):
                if not any(match.start() < one.end() and one.start() < match.end() for one in places.values()):
                    places[match.start()] = match
        return [places[start][0] for start in sorted(places)]


def _of_name(parts: NameParts, others: Collection[NameParts], *, is_plain: bool) -> Iterable[str]:
    """Yield patterns for more than a surname; before one that is a word too initials stand apart (*nooit*)."""
    last = (*parts.prefix, *parts.surname)
    for given in dict.fromkeys((parts.given, parts.given[:1], parts.called)):
        if not given or len(given[0]) < 2:
            continue
        for words in ((*given, *last), (*given, *parts.surname), (*parts.surname, *given), (*last, *given)):
            yield _START + _BETWEEN.join(words) + _END
    if not parts.given:
        return
    letter = parts.given[0][0]
    alike = [other for other in others if other.surname == parts.surname and other.given]
    if not any(other.given[0][0] == letter for other in alike):
        before = _INITIALS.format(letter, int(is_plain))
        for words in dict.fromkeys((last, parts.surname)):
            yield before + _BETWEEN.join(words) + _END
            yield _START + _BETWEEN.join(words) + rf",?\s*{letter}(?:[.](?:\s?[a-z][.])*|(?![^\W_]))"
