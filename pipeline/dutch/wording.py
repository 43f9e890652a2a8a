"""Dutch numbers, plurals and enumerations."""

import re
from collections.abc import Sequence

# Not `str.split()`: that would also replace no-break spaces, which belong to the text.
_WHITE_SPACE = re.compile(r"[ \t\n\r\f\v]+")


def collapse(text: str) -> str:
    """Return a text with every run of plain white space as one space; nothing else changes."""
    return _WHITE_SPACE.sub(" ", text).strip(" ")


def number(value: float, decimals: int = 0) -> str:
    """Return a number with points between thousands and a decimal comma."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def count(n: int, singular: str, plural: str) -> str:
    """Return a number with its noun: `1 sessie`, `2 sessies`, `0 sessies`."""
    return f"{number(n)} {singular if n == 1 else plural}"


def out_of(part: int, whole: int, singular: str, plural: str) -> str:
    """Return a count with its denominator: `3 van de 26 sessies`, `1 van 1 sessie`."""
    article = "" if whole == 1 else "de "
    return f"{number(part)} van {article}{count(whole, singular, plural)}"


def percentage(part: int, whole: int) -> str:
    """Return a share as a percentage with one decimal; a dash if there is no whole."""
    return f"{number(100 * part / whole, 1)}%" if whole else "–"


def lower_first(name: str) -> str:
    """Return a name as it stands inside a sentence; abbreviations and names in capitals stay."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def upper_first(name: str) -> str:
    """Return a name as it stands at the start of a sentence."""
    return name[:1].upper() + name[1:]


def listing(items: Sequence[str]) -> str:
    """Return an enumeration: `a`, `a en b`, `a, b en c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} en {items[-1]}"
