"""Sentences of a paragraph, by its signs alone."""

import re
from itertools import pairwise

from pipeline.dutch.lexicon import calendar, sentence_marks
from pipeline.dutch.name_words import function_words, titles
from pipeline.dutch.tokens import tokenise
from pipeline.dutch.wording import lower_first

_TERMINAL = (".", "!", "?")
_OPENING_QUOTES = "‘“\"'"
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ][hj]?\.-?)+")
_NUMBERING = re.compile(r"\s*(?:[IVX]+|[a-z])\.")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the half-open offsets of the sentences of a paragraph; initials, titles and abbreviations end none."""
    spans: list[tuple[int, int]] = []
    start = 0
    tokens = tokenise(text)
    numbering = _NUMBERING.match(text)
    after_number = numbering.end() if numbering else 0
    for index, (token, following) in enumerate(pairwise(tokens)):
        opens = following.text[0].isupper() or following.text[0].isdigit() or following.text in _OPENING_QUOTES
        if not opens or following.start == token.end or token.end <= after_number or token.text[-1] not in _TERMINAL:
            continue
        word = token.text
        if word == "." and index and tokens[index - 1].end == token.start:
            word = f"{tokens[index - 1].text}."
        if word[-1] != "." or ends_sentence(word, following.text):
            spans.append((start, token.end))
            start = following.start
    return [*spans, (start, len(text))]


def ends_sentence(word: str, following: str) -> bool:
    """Return whether a sentence ends with a word and its point, before a capital, a digit or a quote.

    >>> ends_sentence("t.a.v.", "De"), ends_sentence("jl.", "De"), ends_sentence("jl.", "Koningsdag")
    (False, True, False)
    """
    marks, small = sentence_marks(), word.lower()
    if word in marks.may_be_last or lower_first(word) in marks.may_be_last:
        return following[0].isupper() and following.lower() in function_words()
    if following[0].isdigit() and small.removesuffix(".") in calendar().weekday_forms:
        return False  # zo. 30 juni
    is_abbreviation = word in marks.abbreviations or small in marks.abbreviations or small in titles()
    return not (is_abbreviation or _INITIALS.fullmatch(word))
