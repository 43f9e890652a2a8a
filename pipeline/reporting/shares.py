"""Shares in words, with the count and what it is part of."""

from pipeline.dutch.wording import listing, number
from pipeline.reporting import labels

_IN_ONE = 5  # words for shares in one sentence


def in_words(part: int, whole: int, singular: str, plural: str) -> str:
    """Return a share such as `twee derde van de sessies (34 van de 53)`; the words follow from the share alone.

    Parameters
    ----------
    part, whole
        The count and what it is part of, at least 1.
    singular, plural
        The noun, without an article.

    Examples
    --------
    >>> in_words(34, 53, "sessie", "sessies")
    'twee derde van de sessies (34 van de 53)'
    >>> in_words(1, 3, "sessie", "sessies")
    'één sessie (1 van de 3)'
    """
    counts = f"({number(part)} van {'de ' if whole > 1 else ''}{number(whole)})"
    if part == 0:
        return f"geen enkele {singular} {counts}"
    if whole == 1:
        return f"de enige {singular} {counts}"
    if part == 1:
        return f"één {singular} {counts}"
    if part == whole:
        return f"alle {plural} {counts}"
    return f"{_name(part / whole).format(plural)} {counts}"


def explained() -> str:
    """Return from which percentage on a share is called what, as enumerations that are not too long to read."""
    named = [(bound, name.removesuffix(" {}").removesuffix(" van de")) for bound, name in labels.shares()]
    words = [f"‘{name}’ vanaf {number(100 * bound)}%" for bound, name in named[:-1]]
    words.append(f"‘{named[-1][1]}’ daaronder")
    parts = [listing(words[start : start + _IN_ONE]) for start in range(0, len(words), _IN_ONE)]
    return ". Daarna komen ".join(parts)


def _name(share: float) -> str:
    return next(name for bound, name in labels.shares() if share >= bound)
