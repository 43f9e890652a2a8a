"""Whether a sentence says of itself that it contradicts: *Bos bracht daartegen in dat …*.

The words stand in `tegenstellingen.toml`, verbs as infinitives.
"""

import re
from collections.abc import Iterable
from functools import cache

from pipeline.dutch.contrasts import contrasts
from pipeline.dutch.inflection import separable_forms, splits, verb_forms
from pipeline.dutch.negators import negation
from pipeline.dutch.resource import any_of

_TOKEN = re.compile(r"\w+(?:[’'-]\w+)*|[^\w\s]")
_CLAUSE_ENDS = frozenset(".;:?!")
_NEAR_CLAIM = 3


def is_counter_voice(sentence: str) -> bool:
    """Return whether a sentence says of itself that it contradicts something.

    >>> is_counter_voice("De wethouder bestrijdt dat."), is_counter_voice("De wethouder bestrijdt armoede.")
    (True, False)
    >>> is_counter_voice("Zij wierp tegen dat het te duur is."), is_counter_voice("Zij betaalt tegen 1 mei.")
    (True, False)
    """
    words = _TOKEN.findall(sentence.lower())
    if "?" in words[-2:]:  # who asks for objections has none
        return False
    return _has_phrase(" ".join(words)) or any(_contradicts(part) for part in _parts(words))


def _parts(words: list[str]) -> list[list[str]]:
    """Return the words between the signs that end a clause, commas left where they are."""
    parts: list[list[str]] = [[]]
    for word in words:
        parts[-1].append(word)
        if word in _CLAUSE_ENDS:
            parts.append([])
    return parts


def _has_phrase(text: str) -> bool:
    own = contrasts().counter_voice
    for match in _phrases().finditer(text):
        before, behind = text[: match.start()].split(), text[match.end() :].split()
        is_place = match["phrase"] and before and before[-1] in own.place_before
        if not is_place and not (behind and behind[0] in own.place_behind):
            return True
    return False


@cache
def _phrases() -> re.Pattern[str]:
    own = contrasts().counter_voice
    return re.compile(rf"\b(?P<phrase>{any_of(own.phrases)})\b|(?:^|[^\w ] ){any_of(own.openings)}\b")


def _contradicts(words: list[str]) -> bool:
    own = contrasts().counter_voice
    verbs = [index for index, word in enumerate(words) if word in _forms(own.verbs)]
    nouns = [index for index, word in enumerate(words) if word in own.nouns]
    return (
        any(_is_meant(words, 0, index) for index in verbs)
        or any(_splits_around(words, verb) for verb in own.verbs)
        or (any(_is_meant(words, 0, index) for index in nouns) and _has_verb(words, own.verbs_with_noun))
        or (not own.against.isdisjoint(words) and not nouns and _has_verb(words, own.verbs_against))
        or _has_claim(words)
    )


def _is_meant(words: list[str], start: int, end: int) -> bool:
    """Return whether a word contradicts something: it is not denied, nor do two contradict each other."""
    own = contrasts().counter_voice
    before = words[start : end + 2]
    return own.reciprocal.isdisjoint(words[start:end]) and (negation().negators | own.nobody).isdisjoint(before)


def _has_claim(words: list[str]) -> bool:
    """Return whether a claim stands beside a verb that contradicts only with one: *dat bestrijdt zij*."""
    own = contrasts().counter_voice
    places = [index for index, word in enumerate(words) if word in _forms(own.with_claim)]
    near = (words[max(index - 1, 0) : index + 1 + _NEAR_CLAIM] for index in places)
    return any(not own.claims.isdisjoint(window) for window in near)


def _splits_around(words: list[str], verb: str) -> bool:
    """Return whether a separable verb stands in two: *sprak dat tegen*, but not *sprak tegen de zaal*."""
    for particle, rest in splits(verb):
        ends = [index for index, word in enumerate(words) if word == particle and _is_last(words, index)]
        for end in ends:
            if not verb_forms(rest).isdisjoint(words[:end]) and _is_meant(words, 0, end):
                return True
    return False


def _is_last(words: list[str], index: int) -> bool:
    following = words[index + 1] if index + 1 < len(words) else "."
    return not following[0].isalnum() or following in contrasts().counter_voice.after_particle


def _has_verb(words: list[str], verbs: Iterable[str]) -> bool:
    return not _forms(frozenset(verbs)).isdisjoint(words)


@cache
def _forms(verbs: frozenset[str]) -> frozenset[str]:
    """Return all forms of verbs that are one word."""
    found: set[str] = set()
    for verb in verbs:
        found |= verb_forms(verb) if not splits(verb) else {verb}
        for particle, rest in splits(verb):
            found |= separable_forms(particle, rest)
    return frozenset(found)
