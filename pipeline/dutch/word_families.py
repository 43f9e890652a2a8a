"""Whether a word is of the family of another: derived from it, or a compound with it as the first or last part."""

import re
from functools import cache

from pipeline.dutch import lexicon

_SHORTEST_STEM = 4
_SHORTEST_TAIL = 5  # letters of a word that ends another: shorter ones end too much (*tijd*: *altijd*)
_SHORTEST_REST = 3
_DOUBLE = re.compile(r"(.)\1")
_DEVOICED = {"v": "f", "z": "s"}


def is_family(word: str, of: str) -> bool:
    """Return whether a word in small letters is derived from another, or a compound with it.

    >>> is_family("afstemming", "afstemmen"), is_family("wachttijdgarantie", "wachttijd"), is_family("weten", "wet")
    (True, True, False)
    """
    if len(word) - len(of) >= _SHORTEST_REST:
        if len(of) >= _SHORTEST_STEM and word.startswith(of):
            return True
        if len(of) >= _SHORTEST_TAIL and word.endswith(of):
            return True
    return _stem(word) == _stem(of) and len(_stem(word)) >= _SHORTEST_STEM


@cache
def _stem(word: str) -> str:
    """Return a word without the ending that derives it, each double letter once, and no *v* or *z* at the end."""
    suffixes = lexicon.inflections().suffixes
    fitting = [end for end in suffixes if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM]
    stem = word.removesuffix(max(fitting, key=len, default=""))
    stem = _DOUBLE.sub(r"\1", stem)
    return stem[:-1] + _DEVOICED.get(stem[-1:], stem[-1:])
