"""Which forms of one word a corpus holds: *gemeente, gemeenten*; *krijgen, kreeg, gekregen*."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_DOUBLE = re.compile(r"(.)\1+")
_ALIKE = 4  # letters that a form and its base form begin with alike; of a shorter word all but its ending
_PARTICIPLE = "ge"


def word_forms(statements: Iterable[tuple[str, Sequence[str]]]) -> tuple[tuple[str, ...], ...]:
    """Return groups of forms of one word, in alphabetical order; only words of more than one form.

    Nobody says which word each base form is of: a form belongs to the base form that stands where it does most often.

    Parameters
    ----------
    statements
        Each text with the base forms of its words, in their order; some words have none.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text, lemmas in statements:
        words = [word.lower() for word in _WORD.findall(text)]
        aligned = dict(_aligned(words, [lemma.lower() for lemma in lemmas]))
        for place, word in enumerate(words):
            found[word][aligned.get(place, "")] += 1
    groups: dict[str, set[str]] = defaultdict(set)
    for word, of_word in found.items():
        lemma = min(of_word, key=lambda lemma: (-of_word[lemma], lemma))
        if lemma:
            groups[lemma] |= {lemma, word}
    return tuple(tuple(sorted(group)) for _, group in sorted(groups.items()) if len(group) > 1)


def _aligned(words: Sequence[str], lemmas: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the places of words with their base forms: of words that begin alike, and of one alone between two."""
    bare = [_without_doubles(word) for word in words]
    place = 0
    missing: list[str] = []
    for lemma in lemmas:
        sought = _without_doubles(lemma)
        starts = (sought[:2], _PARTICIPLE)  # others begin with nothing alike, and are most
        alike = [_n_alike(word, sought) if word[:2] in starts else 0 for word in bare[place:]]
        if not any(alike):
            missing.append(lemma)
            continue
        match = place + alike.index(max(alike))
        yield from _between(words, place, match, missing)
        yield match, lemma
        place, missing = match + 1, []
    yield from _between(words, place, len(words), missing)


def _between(words: Sequence[str], start: int, end: int, missing: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the one word that can be of the one base form: *kreeg* of *krijgen*."""
    if len(missing) == 1:
        fitting = [place for place in range(start, end) if words[place][0] == missing[0][0] and len(words[place]) > 2]
        if len(fitting) == 1:
            yield fitting[0], missing[0]


@cache
def _without_doubles(word: str) -> str:
    """Return a word with every letter once: *maak* and *maken*, *stap* and *stappen* begin alike."""
    return _DOUBLE.sub(r"\1", word)


@cache
def _n_alike(word: str, lemma: str) -> int:
    """Return with how many letters a word and a base form begin alike; 0 if that is too few to be one word."""
    if word == lemma:
        return len(word) + 1
    is_participle = word.startswith(_PARTICIPLE) and not lemma.startswith(_PARTICIPLE)
    form = word[len(_PARTICIPLE) :] if is_participle else word
    if form[:2] != lemma[:2]:
        return 0
    n = next(
        (n for n, (one, other) in enumerate(zip(form, lemma, strict=False)) if one != other), min(len(form), len(lemma))
    )
    return n if n >= max(2, min(_ALIKE, len(lemma.removesuffix("en")))) else 0
