"""Numerals, as lists and headings are numbered with them."""

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


def printed(number: int, numbering: str) -> str:
    """Return a number as a list prints it, `numbering` being how it prints one: `1`, `a`, `A`, `i` or `I`.

    >>> printed(2, "a"), printed(27, "A"), printed(4, "i"), printed(4, "1")
    ('b', 'AA', 'iv', '4')
    """
    match numbering.lower():
        case "a" if number > 0:
            # After z comes aa, as programs for text number.
            text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        case "i" if number > 0:
            text = roman(number)
        case _:
            return str(number)
    return text.upper() if numbering.isupper() else text


def roman_value(numeral: str) -> int:
    """Return the number that a Roman numeral stands for.

    >>> roman_value("XIV")
    14
    """
    values = [_VALUES.get(sign, 0) for sign in numeral.upper()]
    return sum(-value if value < following else value for value, following in pairwise([*values, 0]))
