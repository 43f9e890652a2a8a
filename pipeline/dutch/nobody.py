"""Names of firms, sayings and figures that look like names of persons."""

import re
from functools import cache, lru_cache

from pipeline.dutch.name_features import has_any
from pipeline.dutch.name_words import words


@lru_cache(maxsize=4)
def nobody_named(plain: str) -> tuple[tuple[int, int], ...]:
    """Return where names of firms, sayings and figures stand that look like names of persons: half-open offsets."""
    if not has_any(plain, "niemand"):
        return ()
    found = []
    for match in re.finditer(r"\w+", plain):
        for phrase in _nobody().get(match[0], ()):
            end = match.start() + len(phrase)
            is_here = plain[match.start() : end].casefold() == phrase.casefold()  # *Bos en Hei* is a park
            if is_here and not plain[end : end + 1].isalnum():
                found.append((match.start(), end))
                break
    return tuple(found)


@cache
def _nobody() -> dict[str, list[str]]:
    """Return what is nobody's name by its first word, the longest first."""
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(words("niemand"), key=lambda phrase: (-len(phrase), phrase)):
        by_first.setdefault(re.findall(r"\w+", phrase)[0], []).append(phrase)
    return by_first
