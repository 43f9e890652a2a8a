"""The words that negate, and what bounds how far they do (`ontkenning.toml`).

Which words of a sentence a negation covers, only a parser can tell: that is `nlp.negation`'s.
"""

from functools import cache

from pipeline.dutch.resource import Resource, Words, key, read


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
    not_only: Words = key("niet_alleen")
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


def negates(word: str, following: str) -> bool:
    """Return whether a word negates what it stands with, given the word behind it, both in small letters.

    >>> negates("niet", "meer"), negates("niet", "alleen")
    (True, False)
    """
    return word in negation().negators and not (word == "niet" and following in negation().not_only)
