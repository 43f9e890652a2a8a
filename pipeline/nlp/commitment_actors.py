"""Who will do what a sentence promises, as the sentence names it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from pipeline.dutch.commitment_words import commitment_words
from pipeline.dutch.lexicon import any_of, calendar
from pipeline.nlp.commitment_clauses import WHO, Clause, is_body, is_name, main_clauses
from pipeline.nlp.sentences import text_of

_ACTS = ("doet", "gaat", "zal", "laat")
_MAX_WORDS_OF_NAMES = 8


@dataclass(frozen=True)
class Actor:
    """Who will do something: half-open offsets in the sentence, the words, and where they stand in it."""

    start: int
    end: int
    text: str
    place: str


def find_actor(sentence: Span) -> Actor | None:
    """Return who will do what a sentence promises; None where it does not say."""
    return next(_actors(sentence, main_clauses(sentence)), None)


def _actors(sentence: Span, clauses: list[Clause]) -> Iterator[Actor]:
    """Yield who may do it, the surest first."""
    text = text_of(sentence)
    yield from _labelled(text)
    promising = [clause for clause in clauses if is_promising(clause)]
    for holders in (WHO[:2], WHO[2:]):
        for clause in promising:
            if clause.holder in holders:
                yield _of_tokens(sentence, clause.start, clause.end, "onderwerp")
    yield from _at_the_end(text)
    yield from _by(sentence)
    yield from _in_front(text)
    # Who asks something of another has work to do as well (*Marjolein vraagt het MT om …*), as has who promised it, and
    # who may be a name by the capital of the sentence alone.
    promises = commitment_words().promising
    for clause in clauses:
        is_named = clause.holder in WHO[:2] or _is_proper(sentence, clause)
        if is_named and (clause.mood in _ACTS or clause.verb in promises) and not clause.says_that:
            yield _of_tokens(sentence, clause.start, clause.end, "onderwerp")


def _is_proper(sentence: Span, clause: Clause) -> bool:
    """Return whether the parser takes a subject without a determiner for a name."""
    tokens = sentence.doc[clause.start : clause.end]
    return clause.holder == "kaal woord" and all(token.pos_ == "PROPN" or token.ent_type_ for token in tokens)


def is_promising(clause: Clause) -> bool:
    """Return whether somebody does, will do or lets do something in a clause."""
    words = commitment_words()
    is_act = clause.verb not in words.being | words.proposing | words.requesting
    return clause.mood in _ACTS and is_act and not clause.says_that and clause.holder in (*WHO, "kaal woord")


def _of_tokens(sentence: Span, start: int, end: int, place: str) -> Actor:
    first, last = sentence.doc[start], sentence.doc[end - 1]
    begin, stop = first.idx - sentence.start_char, last.idx + len(last) - sentence.start_char
    return Actor(begin, stop, text_of(sentence)[begin:stop], place)


def _labelled(text: str) -> Iterator[Actor]:
    """Yield who stands behind a label or in brackets: *Actie: Bas – …*, *(actie Wim + Anouk)*, *trekker is Rob*."""
    for match in _behind_label().finditer(text):
        if _are_names(match["who"]):
            yield Actor(match.start("who"), match.end("who"), match["who"], "achter een label")


def _at_the_end(text: str) -> Iterator[Actor]:
    for match in (_IN_BRACKETS.search(text), _BEHIND_COMMA.search(text)):
        if match is not None and _are_names(match["who"]):
            yield Actor(match.start("who"), match.end("who"), match["who"], "aan het eind")


def _in_front(text: str) -> Iterator[Actor]:
    match = _BEFORE_COLON.match(text)
    if match is not None and _are_names(match["who"]):
        yield Actor(match.start("who"), match.end("who"), match["who"], "voorop")


def _by(sentence: Span) -> Iterator[Actor]:
    """Yield by whom something is done: *wordt opgepakt door Els en Jan*."""
    for token in sentence:
        if token.lower_ == "door":
            start = token.i + 1
            end = start
            while end < sentence.end and (
                sentence.doc[end].pos_ in ("DET", "PROPN", "CCONJ") or is_named(sentence.doc[end])
            ):
                end += 1
            while end > start and sentence.doc[end - 1].pos_ in ("CCONJ", "DET"):
                end -= 1
            if end > start:
                yield _of_tokens(sentence, start, end, "met door")


def is_named(token: Token) -> bool:
    """Return whether a word names who can take something on."""
    return is_name(token.text) or is_body(token.lower_)


def _are_names(words: str) -> bool:
    """Return whether words name persons or bodies and say nothing else."""
    own = re.findall(r"[\w.'’-]+|[&+/]", words)
    between = commitment_words().between_names
    naming = [word for word in own if word.casefold() not in between]
    if not commitment_words().labels_of_promise.isdisjoint(word.casefold() for word in own):
        return False
    if not naming or len(own) > _MAX_WORDS_OF_NAMES:
        return False
    months = calendar().month_names
    return all(
        (word[:1].isupper() and word.casefold() not in months) or is_body(word.casefold().strip(".")) or is_name(word)
        for word in naming
    )


# What has matched is not tried again in other ways, of which every sign between two names doubles the number.
_NAME = r"\[?[^\W\d_][\w.’'-]*+\]?+"
_NAMES = rf"{_NAME}(?:[\s+&/,]++{_NAME})*+(?:\s++[+&])*+"
_IN_BRACKETS = re.compile(rf"\((?P<who>{_NAMES})\)\W*$")
_BEHIND_COMMA = re.compile(
    r"[,;]\s+(?P<who>[^\W\d_][\w’'-]*+(?:(?:\s*+[+&/]\s*+|\s++en\s++)[^\W\d_][\w’'-]*+)*+)\.?\s*+$"
)
_BEFORE_COLON = re.compile(rf"\W*+(?P<who>{_NAMES})\s*:\s")


@cache
def _behind_label() -> re.Pattern[str]:
    words = commitment_words()
    labels = any_of(words.labels_of_promise)
    named = any_of(words.before_name - {"door"})
    name = r"\[?[^\W\d_][\w.’'-]*\]?"
    names = rf"{name}(?:\s*(?:[+&/]|\ben\b)\s*{name})*"
    return re.compile(
        rf"(?:^\W*(?:{labels})\s*+\d*+\s*+:\s*(?P<x>)(?={names}\s*[–:-]\s)|\b(?:{named})(?:\s+is)?:?\s+|,\s+(?={names}\s+is\s+(?:{named})))"
        rf"(?P<who>{names})",
        re.IGNORECASE,
    )
