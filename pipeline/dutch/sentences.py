"""Sentences of a paragraph, by its signs alone."""

from itertools import pairwise

from pipeline.dutch.tokens import tokenise

_TERMINAL = (".", "!", "?")
_OPENING_QUOTES = "‘“\"'"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the half-open offsets of the sentences of a paragraph; initials and titles end none."""
    spans: list[tuple[int, int]] = []
    start = 0
    tokens = tokenise(text)
    for token, following in pairwise(tokens):
        opens = following.text[0].isupper() or following.text[0].isdigit() or following.text in _OPENING_QUOTES
        if token.text in _TERMINAL and opens and following.start > token.end:
            spans.append((start, token.end))
            start = following.start
    return [*spans, (start, len(text))]
