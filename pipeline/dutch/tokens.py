"""Words and signs of a text."""

import re
from dataclasses import dataclass

from pipeline.dutch.name_words import titles

INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)+(?:-?[^\W\d_]\.)*")
_TOKEN = re.compile(r"(?:[^\W\d_]\.)+(?:-(?:[^\W\d_]\.)+)*|[’'][^\W\d_]{1,2}\b|[^\W_]+(?:[’'-][^\W_]+)*\.?|[^\w\s]")


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
        is_abbreviation = word.casefold() in titles() or INITIALS.fullmatch(word)
        if len(word) > 1 and word.endswith(".") and not is_abbreviation:
            tokens.append(Token(word[:-1], start, end - 1))
            tokens.append(Token(".", end - 1, end))
        else:
            tokens.append(Token(word, start, end))
    return tokens
