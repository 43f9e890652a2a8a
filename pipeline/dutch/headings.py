"""What a heading announces: a part of the report that says nothing of the matter, or a subject."""

import re
from functools import cache

from pipeline.dutch.lexicon import calendar, document_parts

WORD = re.compile(r"[^\W_][\w’'.-]*(?<!\.)|\b(?:\w\.){2,}")
DATE_WORD = re.compile(r"v?\d[\d.-]*")
_BRACKETS_BEHIND = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)[^\w(]*$")
_MAX_AFTER_PHRASE = 3  # words


def heading_kind(heading: str) -> str | None:
    """Return the kind of part a heading announces if all its words say so, else None.

    `Opening en mededelingen` is procedural; `Opening van de keten` is not, for *keten* says more.
    """
    folded = heading.casefold()
    if any(
        folded.startswith(phrase) and len(folded.split()) <= len(phrase.split()) + _MAX_AFTER_PHRASE
        for phrase in document_parts().attendance.headings
    ):
        return "attendance"
    # What stands in brackets says how the list goes: *Deelnemers (in de volgorde van het voorstelrondje)*.
    bare = _BRACKETS_BEHIND.sub("", heading)
    if bare != heading and heading_kind(bare) == "attendance":
        return "attendance"
    kinds = []
    for word in WORD.findall(folded):
        if word.strip(".") in _adjuncts() or DATE_WORD.fullmatch(word):
            continue
        kind = _heading_word_kind(word)
        if kind is None:
            return None
        kinds.append(kind)
    if "attendance" in kinds:  # *Bijlage 1 – Deelnemers*
        return "attendance"
    return kinds[0] if kinds else None


def names_subject(heading: str) -> bool:
    """Return whether a heading says what the passage is about: not *Opening & mededelingen (vz)*, nor *Rondvraag*."""
    return any(sign.isalpha() for sign in heading) and heading_kind(_BRACKETS_BEHIND.sub("", heading)) is None


def names_agreements(heading: str) -> bool:
    """Return whether a heading announces what was agreed or decided, not who is to do what."""
    agreements = document_parts().heading_words.agreements
    return any(word in agreements for word in WORD.findall(heading.casefold()))


def names_procedure(heading: str) -> bool:
    """Return whether a heading begins with a word of procedure, whatever follows: `Verslag vorige stuurgroep`."""
    words = WORD.findall(heading.casefold())
    return bool(words) and _heading_word_kind(words[0]) == "procedural"


@cache
def _adjuncts() -> frozenset[str]:
    return frozenset(word.strip(".") for word in document_parts().heading_words.adjuncts) | calendar().month_names


@cache
def _heading_word_kind(word: str) -> str | None:
    for kind, words in document_parts().headings.items():
        if any(
            word.startswith(known[:-1]) if known.endswith("*") else word.strip(".") == known.strip(".")
            for known in words
        ):
            return kind
    return None
