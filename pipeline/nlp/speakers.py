"""The persons of a session as its text names them: by surname, and in labels of what they say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.resources import load_toml

_LABEL = re.compile(r"[^\W\d_a-z][^:,;?!]{0,40}?:\s+(?=\S)")
_PREFIXES_WITHOUT_GIVEN_NAME = ("van", "de", "den", "der", "'t", "ten", "ter", "te", "von", "vd", "v.d.", "el", "oude")
_TITLES = re.compile(r"\b(?:mw|mevr|mevrouw|dhr|heer|drs|ir|mr|dr|prof|ing)\b\.?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Speakers:
    """The persons of a session, by the surname under which a text names them, with their role or function."""

    role_of_surname: Mapping[str, str | None]

    def label(self, text: str) -> tuple[str, int] | None:
        """Return the surname in a speaker label at the start of a text, and the length of the label.

        Nothing but titles, given names and initials may stand before the surname.
        """
        match = _LABEL.match(text)
        if match is None:
            return None
        name = _TITLES.sub("", match.group().rstrip().rstrip(":")).strip()
        found = self.find(name)
        if not found or found[-1][2] != len(name):
            return None
        surname, start, _ = found[-1]
        return (surname, match.end()) if all(word[0].isupper() for word in name[:start].split()) else None

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Return the surnames in a text, with half-open offsets; of two at a place the longer.

        The last word needs its capital, so that *de wit* is no De Wit; a tussenvoegsel does not.
        """
        if not self.role_of_surname:
            return []
        return [
            (match.group().casefold().replace("’", "'"), match.start(), match.end())
            for match in _surname_pattern(tuple(self.role_of_surname)).finditer(text)
            if match.group().split()[-1][:1].isupper()
        ]


def label_length(text: str) -> int:
    """Return the length of a label such as `DG: ` or `Interviewer: ` at the start of a text, 0 if there is none."""
    match = _LABEL.match(text)
    return match.end() if match is not None and len(match.group().split()) <= _MAX_LABEL_WORDS else 0


_MAX_LABEL_WORDS = 4


def surname(name: str) -> str:
    """Return the surname with its tussenvoegsels, as `Speakers` knows it.

    >>> [surname(name) for name in ("Kees van der Burg", "J.A. de Wit", "Ben Bos", "Van der Burg")]
    ['van der burg', 'de wit', 'bos', 'van der burg']
    """
    words = name.casefold().replace("’", "'").split()
    # Ben can be a given name, so that a name without one must begin with a plain Dutch prefix.
    prefixes = load_toml("personen.toml")["tussenvoegsels"]
    first = next(
        (
            index
            for index, word in enumerate(words[:-1])
            if word in prefixes and (index > 0 or word in _PREFIXES_WITHOUT_GIVEN_NAME)
        ),
        len(words) - 1,
    )
    return " ".join(words[max(first, 0) :])


@cache
def _surname_pattern(surnames: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(surnames, key=len, reverse=True)
    forms = [re.escape(name).replace("'", "['’]") for name in longest_first]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)
