"""Numerals, as lists and headings are numbered with them."""

from itertools import pairwise

_SIGNS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# The highest that programs for text print as such; above it they print digits or nothing.
_MAX_ROMAN, _MAX_LETTERS = 3999, 780
_MAX_NUMBER = 32767
_VALUES = {"I": 1, "V": 5, "X": 10}


def roman(number: int) -> str:
    """Return a number as a Roman numeral in small letters.

    >>> roman(14), roman(49)
    ('xiv', 'xlix')
    """
    text = ""
    for value, sign in _SIGNS:
        while number >= value:
            text, number = text + sign, number - value
    return text


def printed(number: int, numbering: str) -> str:
    """Return a number as a list prints it, `numbering` being how it prints one: `1`, `a`, `A`, `i` or `I`.

    Where there is no such number, it is printed in digits.

    >>> printed(2, "a"), printed(27, "A"), printed(4, "i"), printed(4, "1"), printed(4000, "I")
    ('b', 'AA', 'iv', '4', '4000')
    """
    match numbering.lower():
        case "a" if 0 < number <= _MAX_LETTERS:
            # After z comes aa, as programs for text number.
            text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        case "i" if 0 < number <= _MAX_ROMAN:
            text = roman(number)
        case _:
            return str(number)
    return text.upper() if numbering.isupper() else text


def number_in(value: str | None, otherwise: int) -> int:
    """Return the number that an attribute of a document gives, at most what programs for text count to.

    >>> number_in("12", 1), number_in("2000000000", 1), number_in("²", 1), number_in(None, 1)
    (12, 32767, 1, 1)
    """
    if value is None or not (value.isascii() and value.isdigit()):
        return otherwise
    digits = value.lstrip("0")
    return min(int(digits or "0"), _MAX_NUMBER) if len(digits) <= len(str(_MAX_NUMBER)) else _MAX_NUMBER


def roman_value(numeral: str) -> int:
    """Return the number that a Roman numeral stands for.

    >>> roman_value("XIV")
    14
    """
    values = [_VALUES.get(sign, 0) for sign in numeral.upper()]
    return sum(-value if value < following else value for value, following in pairwise([*values, 0]))
