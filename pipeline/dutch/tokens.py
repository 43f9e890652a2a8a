"""Words and signs of a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.dutch.name_words import titles, words
from pipeline.dutch.names import fold

INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)++(?:-?[^\W\d_]\.)*+")
_TOKEN = re.compile(r"(?:[^\W\d_]\.)+(?:-(?:[^\W\d_]\.)+)*|[’'‘][^\W\d_]{1,2}\b|[^\W_]+(?:[’'-][^\W_]+)*\.?|[^\w\s]")

_RUN = re.compile(r"\w+")


@dataclass(frozen=True)
class Token:
    """A word or sign with its half-open offsets."""

    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Return the words and signs of a text; initials (`J.A.`) are one token, and so are titles (`mr.`)."""
    tokens = []
    for match in _TOKEN.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if len(word) > 1 and word.endswith(".") and not (word.casefold() in titles() or INITIALS.fullmatch(word)):
            tokens.append(Token(word[:-1], start, end - 1))
            tokens.append(Token(".", end - 1, end))
        else:
            tokens.append(Token(word, start, end))
    return tokens


@lru_cache(maxsize=4)  # one text is asked about many lists of words
def runs_in(text: str) -> frozenset[str]:
    """Return the runs of letters in a text, folded."""
    return frozenset(_RUN.findall(fold(text)))


def marks_of(forms: Iterable[str]) -> frozenset[str]:
    """Return the run of letters that tells most of each form, folded: a text with none of them has no form either.

    That is the longest, and no *de* or *van* if there is another.
    """
    small = words("tussenvoegsels")
    return frozenset(
        max(runs, key=lambda run: (run not in small, len(run))) for form in forms if (runs := _RUN.findall(fold(form)))
    )
