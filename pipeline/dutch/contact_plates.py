"""Licence plates in Dutch text."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.dutch.contact_words import BLANK, DASH, HYPHENS, Found, contact_words

_PLATE = re.compile(
    rf"(?<![\w{DASH}])(?<!\w[./_:])[A-Z0-9]{{1,3}}[{DASH}][A-Z0-9]{{2,3}}[{DASH}][A-Z0-9]{{1,3}}"
    rf"(?![\w{DASH}]|[./_:]\w)"
)
_JOINT = rf"[{DASH}{BLANK}]"
_LABELLED = re.compile(
    rf"(?<![\w{DASH}])(?:[A-Z0-9]{{1,3}}{_JOINT}[A-Z0-9]{{2,3}}{_JOINT}[A-Z0-9]{{1,3}}|[A-Z0-9]{{6}})(?![\w{DASH}])",
    re.I,
)
_YEAR = re.compile(rf"(?:19[{DASH}]?[0-9]{{2}}|20[{DASH}]?[0-3][0-9])")
_SIGNS = re.compile(r"[^A-Za-z0-9]")
_WORDS_NEAR = 6
_WORDS_RIGHT_BEFORE = 3


def plates(text: str, token: int, start: int, words: Sequence[str], *, labelled: bool) -> Iterator[Found]:
    """Yield the licence plate that the digits at start, or the letters before them at token, are part of.

    A code with the form of a plate is none where it holds a year or is called a number, unless of a vehicle.
    """
    if labelled:
        for match in _LABELLED.finditer(text, max(0, start - 8), min(len(text), start + 9)):
            if _shape(_SIGNS.sub("", match[0])) in _plain_side_codes():
                yield *match.span(), "kenteken"
                return
    begin = token
    while begin > 0 and start - begin < 8 and (text[begin - 1].isalnum() or text[begin - 1] in HYPHENS):
        begin -= 1
    plate = _PLATE.match(text, begin)
    if plate is None or plate.end() <= start or _shape(plate[0]) not in contact_words().plates.side_codes:
        return
    if labelled or _of_vehicle(words) or not (_YEAR.search(plate[0]) or _is_code(words)):
        yield *plate.span(), "kenteken"


def _of_vehicle(words: Sequence[str]) -> bool:
    vehicles = contact_words().plates.vehicles
    return any(word.strip("(,.:;") in vehicles for word in words[-_WORDS_NEAR:])


def _is_code(words: Sequence[str]) -> bool:
    codes = _codes()
    return any(word.strip("(,.:;").endswith(codes) for word in words[-_WORDS_RIGHT_BEFORE:])


@cache
def _codes() -> tuple[str, ...]:
    return tuple(contact_words().plates.codes)


@cache
def _plain_side_codes() -> frozenset[str]:
    return frozenset(code.replace("-", "") for code in contact_words().plates.side_codes)


def _shape(signs: str) -> str:
    return "".join("9" if sign.isdigit() else "X" if sign.isalpha() else "-" for sign in signs)
