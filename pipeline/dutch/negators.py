"""The words that negate, and what bounds how far they do (`ontkenning.toml`).

Which words of a sentence a negation covers, only a parser can tell: that is `nlp.negation`'s.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pipeline.dutch.resource import Resource, Words, key, read

_CLAUSE_ENDS = frozenset(".,;:?!")

Phrases = Mapping[str, Sequence[tuple[int, tuple[str, ...]]]]


class Negation(Resource):
    """All of `ontkenning.toml`."""

    negators: Words = key("ontkenners")
    conjunctions: Words = key("voegwoorden")
    relatives: Words = key("betrekkelijk")
    coordinators: Words = key("nevenschikkend")
    last_of_list: Words = key("slot_van_opsomming")
    infinitive_openers: Words = key("beknopte_bijzin")
    marks: Words = key("leestekens")
    after_comma: Words = key("na_komma")
    negate_nothing: Words = key("ontkent_niets")
    never_before: Words = key("nooit_tevoren")
    so: Words = key("zo")
    main_clause_joiners: Words = key("hoofdzinnen")
    sentence_openers: Words = key("vooraan")


@cache
def negation() -> Negation:
    """Return the words of negation."""
    return read(Negation, "ontkenning.toml")


@cache
def not_listed() -> frozenset[str]:
    """Return what continues no enumeration behind a comma."""
    return negation().after_comma | negation().conjunctions | negation().relatives


def negators(words: Sequence[str]) -> list[int]:
    """Return which of the words of a text, in small letters, negate something.

    >>> negators(["niet", "meer"]), negators(["niet", "alleen"])
    ([0], [])
    """
    return [index for index, word in enumerate(words) if word in negation().negators and not _is_idle(words, index)]


def _is_idle(words: Sequence[str], index: int) -> bool:
    """Return whether a negator stands in a phrase that negates nothing: *niet voor niets*, *nooit eerder … zo veel*."""
    idle, never_before = _phrases()
    if _is_in(idle, words, index):
        return True
    if not _is_in(never_before, words, index):
        return False
    behind = (words[place] for place in range(index + 1, len(words)))  # a slice would copy the rest of the text
    return not negation().so.isdisjoint(itertools.takewhile(lambda word: word not in _CLAUSE_ENDS, behind))


def _is_in(phrases: Phrases, words: Sequence[str], index: int) -> bool:
    return any(
        index >= place and tuple(words[index - place : index - place + len(phrase)]) == phrase
        for place, phrase in phrases.get(words[index], ())
    )


@cache
def _phrases() -> tuple[Phrases, Phrases]:
    return _by_negator(negation().negate_nothing), _by_negator(negation().never_before)


def _by_negator(phrases: Iterable[str]) -> Phrases:
    """Return for each negator the phrases that it stands in, with its place in them."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for phrase in phrases:
        words = tuple(phrase.replace(",", ", ").split())
        for place, word in enumerate(words):
            if word in negation().negators:
                found.setdefault(word, []).append((place, words))
    return found
