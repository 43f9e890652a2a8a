"""Roman numerals, as lists and headings are numbered with them."""

from itertools import pairwise

_SIGNS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_VALUES = {"I": 1, "V": 5, "X": 10}


def roman(number: int) -> str:
    """Return a number as a Roman numeral in small letters.

    >>> roman(14)
    'xiv'
    """
    text = ""
    for value, sign in _SIGNS:
        while number >= value:
            text, number = text + sign, number - value
    return text


def roman_value(numeral: str) -> int:
    """Return the number that a Roman numeral stands for.

    >>> roman_value("XIV")
    14
    """
    values = [_VALUES.get(sign, 0) for sign in numeral.upper()]
    return sum(-value if value < following else value for value, following in pairwise([*values, 0]))
