"""Numbers under which a person or an account is registered: BSNs and IBANs, with their checks, and numbers by label."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.dutch.contact_births import DAY_GLUED
from pipeline.dutch.contact_phones import is_date_or_times
from pipeline.dutch.contact_words import (
    BETWEEN_DIGITS,
    DASH,
    Found,
    contact_words,
    counts_nothing,
)

_ONE = BETWEEN_DIGITS
_BSN = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][.,:{DASH}])(?:[0-9]{{8,9}}|(?<![0-9] )(?:"
    rf"[0-9]{{3}}({_ONE})[0-9]{{3}}\1[0-9]{{3}}|[0-9]{{4}}({_ONE})[0-9]{{2}}\2[0-9]{{3}}"
    rf"|[0-9]{{2}}({_ONE})[0-9]{{2}}\3[0-9]{{2}}\3[0-9]{{3}}"
    rf")(?! [0-9]{{3}}(?![0-9])))(?![0-9A-Za-z])(?![{DASH}.,/][0-9])"
)
_LABELLED_BSN = [
    re.compile(rf"[0-9](?:{_ONE}?[0-9]){{{n}}}(?![0-9])") for n in ("8", "7", "5,10")
]  # nine digits, eight, or another number of them by mistake
_LABELLED_ACCOUNT = re.compile(rf"[0-9](?:{_ONE}?[0-9]){{5,10}}(?![0-9])")
_IBAN_SIGNS = re.compile(rf"[A-Za-z]{{2}}[0-9]{{2}}(?:(?:{_ONE}{{1,2}}+)?+[A-Za-z0-9]){{10,30}}")
_FAULTY_IBAN = re.compile(rf"[A-Z]{{2}}[0-9]{{2}}(?:{_ONE}?[A-Z]{{4}})?(?:{_ONE}?[0-9]){{6,16}}(?![0-9])", re.I)
_SIGNS_BETWEEN = rf"{_ONE}{{0,2}}+"
_DUTCH_ACCOUNT = re.compile(
    rf"NL{_SIGNS_BETWEEN}[0-9]{{2}}{_SIGNS_BETWEEN}[A-Z]{{4}}(?:{_SIGNS_BETWEEN}[0-9]){{10}}(?![0-9A-Za-z])", re.I
)
_CODE = re.compile(rf"[A-Za-z]{{0,3}}[{DASH} ]?[0-9](?:{_ONE}?[0-9]){{2,15}}[A-Za-z]?(?!\w)")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def citizen_numbers(text: str, start: int, end: int, words: Sequence[str]) -> Iterator[Found]:
    """Yield the numbers from start to end that pass the eleven test and are no amount or day."""
    for match in _BSN.finditer(text, start, min(len(text), end + 1)):
        digits = re.sub(r"[^0-9]", "", match[0])
        if not _passes_eleven_test(digits) or (len(digits) == 8 and DAY_GLUED.fullmatch(digits)):
            continue
        if match.start() == start and _is_amount(text, start, words):
            continue
        if counts_nothing(text, match.end()):
            yield *match.span(), "burgerservicenummer"


def labelled_citizen_number(text: str, start: int) -> Iterator[Found]:
    """Yield the number that starts here where a word before it calls it a BSN, right or wrong."""
    match = next((found for pattern in _LABELLED_BSN if (found := pattern.match(text, start))), None)
    if match and not is_date_or_times(match[0]):
        yield *match.span(), "burgerservicenummer"


def labelled_account(text: str, start: int) -> Iterator[Found]:
    """Yield the number that starts here where a word before it calls it a bank account."""
    match = _LABELLED_ACCOUNT.match(text, start)
    if match and not is_date_or_times(match[0]):
        yield *match.span(), "IBAN"


def labelled_number(text: str, token: int, start: int) -> Iterator[Found]:
    """Yield the number, with the letters before and behind it, where a word before it says that it is a person's."""
    match = _CODE.match(text, token) or _CODE.match(text, start)
    if match:
        yield *match.span(), "nummer"


def ibans(text: str, start: int, label: str) -> Iterator[Found]:
    """Yield the IBAN that starts here.

    One that fails its check is known by the form of Dutch ones, or by a word before it that says what it is.
    """
    country = text[start : start + 2].upper()
    if text[max(0, start - 1) : start].isalnum() or not country.isascii():
        return
    length = _iban_lengths().get(country)
    match = _IBAN_SIGNS.match(text, start) if length else None
    if length and match:
        end = _end_after(text, start, match.end(), length)
        if end and _passes_97_test(text[start:end]):
            yield start, end, "IBAN"
            return
    faulty = _DUTCH_ACCOUNT.match(text, start) or (_FAULTY_IBAN.match(text, start) if label == "iban" else None)
    if faulty:
        yield *faulty.span(), "IBAN"


def _passes_eleven_test(digits: str) -> bool:
    digits = digits.zfill(9)
    total = sum(int(one) * weight for one, weight in zip(digits, _WEIGHTS, strict=True))
    return digits.strip("0") != "" and total % 11 == 0


def _is_amount(text: str, start: int, words: Sequence[str]) -> bool:
    money = contact_words().around.money
    return text[start - 1 : start] in ("€", "$", "+") or bool(words and words[-1].strip("(") in money)


@cache
def _iban_lengths() -> dict[str, int]:
    return {entry[:2]: int(entry[2:]) for entry in contact_words().account.countries}


def _end_after(text: str, start: int, end: int, length: int) -> int:
    """Return where a number of letters and digits has been had, 0 where the word goes on."""
    count = 0
    for at in range(start, end):
        count += text[at].isalnum()
        if count == length:
            return 0 if text[at + 1 : at + 2].isalnum() else at + 1
    return 0


def _passes_97_test(iban: str) -> bool:
    value = re.sub(r"[^A-Z0-9]", "", iban.upper())
    return int("".join(str(int(one, 36)) for one in value[4:] + value[:4])) % 97 == 1
