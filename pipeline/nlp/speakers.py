"""The persons of a session as its text names them: by surname, and in labels of what they say."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pipeline.dutch.lexicon import any_of
from pipeline.dutch.name_words import also_words, plain_letters, titles, words
from pipeline.dutch.names import surname_of

_LABEL = re.compile(r"[^\W\d_a-z][^:,;?!]{0,40}?(?::\s+(?=\S)|\s[–—]\s+(?=[^\W\d_a-z]|[“‘\"]))")
_ASIDE = re.compile(r"\([^()]*\)")
_OTHER_SIGN = re.compile(r"[^\x00-\x7f]")
_MAX_LABEL_WORDS = 4
_NAME_BEHIND = re.compile(rf"\s+(?:{any_of(words('tussenvoegsels'))}\s+)*[^\W\d_a-zß-öø-ÿ]\w")
_TITLES = re.compile(rf"\b{any_of(frozenset(title.rstrip('.') for title in titles()))}\b\.?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Speakers:
    """The persons of a session by the names under which a text calls them, with their role or function.

    `role_of_surname` is in small letters without diacritics; `role_of_short_name` holds given names and initials as
    they are printed.
    """

    role_of_surname: Mapping[str, str | None]
    role_of_short_name: Mapping[str, str | None] = field(default_factory=dict)

    def role_of(self, name: str) -> str | None:
        """Return the role or function of a name that `find` returned."""
        return self.role_of_short_name[name] if name in self.role_of_short_name else self.role_of_surname[name]

    def label(self, text: str) -> tuple[str, int] | None:
        """Return the name in a speaker label at the start of a text, and the length of the label.

        Nothing but titles, given names and initials may stand before a surname.
        """
        match = _LABEL.match(text)
        if match is None:
            return None
        name = _TITLES.sub("", match.group().rstrip(" :–—")).strip()
        found = self.find(name)
        if not found or found[-1][2] != len(name):
            return None
        known, start, _ = found[-1]
        return (known, match.end()) if all(word[0].isupper() for word in name[:start].split()) else None

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Return the names in a text, with half-open offsets; of two at a place the longer.

        The last word of a surname needs its capital, so that *de wit* is no De Wit; a tussenvoegsel does not. A given
        name counts only where no other surname follows it.
        """
        # Few sentences name anybody: a pattern is made only of the names that stand somewhere in the text.
        straight = text.replace("’", "'")
        plain = _without_diacritics(straight)
        folded = plain.casefold()
        surnames = tuple(name for name in self.role_of_surname if name in folded)
        short_names = tuple(name for name in self.role_of_short_name if name in straight)
        found: list[tuple[str, int, int]] = []
        if surnames:
            found = [
                (match.group().casefold(), match.start(), match.end())
                for match in _name_pattern(surnames, ignore_case=True).finditer(plain)
                if match.group().split()[-1][:1].isupper()
            ]
        if short_names:
            found += [
                (match.group(), match.start(), match.end())
                for match in _name_pattern(short_names, ignore_case=False).finditer(text)
                if not _NAME_BEHIND.match(text, match.end())
                and not any(start < match.end() and match.start() < end for _, start, end in found)
            ]
        return sorted(found, key=lambda name: name[1:])


def speakers_of(participants: Iterable[Mapping[str, Any]]) -> Speakers:
    """Return the persons of a session: by surname, and where that is one person only by given name and initials."""
    persons = [(str(person["name"]), person["role"] or person["function"]) for person in participants]
    short_names = [(short, role) for name, role in persons for short in _short_names(name)]
    counts = Counter(short for short, _ in short_names)
    unique = {short: role for short, role in short_names if counts[short] == 1}
    return Speakers({surname_of(name): role for name, role in persons}, unique)


def _without_diacritics(text: str) -> str:
    """Return a text of the same length without diacritics: *Kılıç* is *Kilic*, as names are looked up."""
    return _OTHER_SIGN.sub(lambda sign: plain_letters(sign[0])[:1] or sign[0], text)


def _short_names(name: str) -> set[str]:
    """Return the given name and the initials of a person: *Hanneke* and *HvD* of Hanneke van Dongen."""
    words = name.replace("-", " ").split()
    found = set()
    if len(words) > 1 and words[0].isalpha() and len(words[0]) > 2 and words[0] not in also_words():
        found.add(name.split()[0])
    initials = "".join(word[0] for word in words if word[0].isalpha())
    if len(words) > 1 and all(word[0].isalpha() and "." not in word for word in words):
        found |= {initials, initials.upper()}
    return found


def label_length(text: str) -> int:
    """Return the length of a label such as `DG: ` or `Inwoner – ` at the start of a text, 0 if there is none."""
    match = _LABEL.match(text)
    if match is None or len(_ASIDE.sub("", match.group()).split()) > _MAX_LABEL_WORDS:
        return 0
    return match.end()


@lru_cache(maxsize=1000)  # those who took part are named again and again
def _name_pattern(names: tuple[str, ...], *, ignore_case: bool) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    forms = [re.escape(name).replace("'", "['’]") for name in longest_first]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE if ignore_case else 0)
