"""Telephone numbers in Dutch text."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.dutch.contact_words import BLANK, DASH, Found, contact_words, counts_nothing
from pipeline.dutch.resource import any_of

# What may stand between two digits of one number. Possessive, so that no text makes it try twice.
_SIGN = rf"[{BLANK}{DASH}./()]"
_JOINT = rf"(?:{_SIGN}{{1,4}}+(?:\n[{BLANK}]{{0,2}}+)?+|\n[{BLANK}]{{0,2}}+)?+"
_PHONES = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][.,:{DASH}])(?:"
    rf"(?P<dutch>\(?0{_JOINT}[1-9](?:{_JOINT}[0-9]){{8}})"
    rf"|(?P<service>0(?:800|90[069]){_JOINT}[0-9]{{4}}(?:[ ]?[0-9]{{3}})?)"
    rf"|(?P<belgian>(?:0[2349][ ./]{{1,2}}[0-9]{{3}}|0[1-8][0-9][ /]{{1,2}}[0-9]{{2}})(?:[ .][0-9]{{2}}){{2}})"
    rf"|(?P<abroad>(?:\(?\+{_JOINT}|00)[1-9][0-9]{{0,2}}(?:{_JOINT}[0-9]){{6,12}})"
    rf")(?![0-9])"
)
_LABELLED = re.compile(rf"[0-9](?:{_JOINT}[0-9]){{4,11}}(?![0-9])")
_INTERNAL = re.compile(r"[0-9]{3,5}(?![0-9])")
_CLOSED = re.compile(r"\([^()]*\)")
_DATE_OR_TIMES = re.compile(
    r"\(?(?:[0-3]?[0-9][-./ ][01]?[0-9][-./ ](?:19|20)[0-9]{2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}[-./ ]+(?:19|20)[0-9]{2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}[-./][01][0-9][-./][0-3][0-9](?![0-9])"
    r"|[0-2]?[0-9][.:][0-5][0-9](?:\s?[-–]\s?|\s)[0-2]?[0-9][.:][0-5][0-9](?![0-9]))"
)
_THOUSANDS = re.compile(r"\+?[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])")


def phones(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield the telephone numbers that can be known by their form from start to end."""
    at = max(0, start - 3)
    while at < end and (match := _PHONES.search(text, at, min(len(text), end + 1))):
        at = match.end()
        value = match[0]
        if is_date_or_times(value) or _THOUSANDS.fullmatch(value) or (match["dutch"] and not _is_dutch(value)):
            at = match.start() + 1
            continue
        stop = match.end()
        if match["belgian"] and not counts_nothing(text, stop):
            continue
        if match["abroad"]:
            stop = _end_abroad(text, match.start(), stop)
            if not stop:
                continue
        extension = _extension().match(text, stop)
        if extension:
            stop = extension.end()
            stop += "(" in extension[0] and text[stop : stop + 1] == ")"
            at = max(at, stop)
        yield match.start() + (value.startswith("(") and not _CLOSED.match(value)), stop, "telefoonnummer"


def labelled_phone(text: str, start: int) -> Iterator[Found]:
    """Yield the number that starts here where a word before it calls it a telephone number."""
    match = _LABELLED.match(text, start)
    if match is None or is_date_or_times(match[0]) or _THOUSANDS.match(match[0]):
        return
    if counts_nothing(text, match.end()):
        yield *match.span(), "telefoonnummer"


def internal_number(text: str, start: int) -> Iterator[Found]:
    """Yield the number that starts here where a word before it calls it an extension."""
    match = _INTERNAL.match(text, start)
    if match:
        yield *match.span(), "telefoonnummer"


def is_date_or_times(value: str) -> bool:
    """Return whether digits with signs between them start with a date, years or times."""
    return _DATE_OR_TIMES.match(value) is not None


@cache
def _extension() -> re.Pattern[str]:
    words = any_of(contact_words().labels.extension)
    return re.compile(rf"\s?/\s?[0-9]{{1,2}}(?![0-9{DASH} ])|[ ,(]{{0,3}}{words}\.?[ :]{{0,2}}[0-9]{{1,5}}", re.I)


def _is_dutch(value: str) -> bool:
    groups = re.findall(r"[0-9]+", value)
    first, digits = groups[0], "".join(groups)
    if digits.startswith("06"):
        return first == "06" or len(first) > 2 or all(len(group) == 1 for group in groups)
    if digits[:2] == "04" and len(first) == 4 and digits[2] in "6789":  # a Belgian mobile number
        return True
    codes = contact_words().phone.area_codes
    if digits[:3] not in codes and digits[:4] not in codes:
        return False
    return len(first) >= 3 or all(len(group) == 1 for group in groups)


def _end_abroad(text: str, start: int, end: int) -> int:
    """Return where a number with a country code ends, 0 where it is none."""
    value = text[start:end]
    digits = re.sub(r"[^0-9]", "", value)
    if value.startswith("00"):
        if digits == value and len(digits) < 11:
            return 0
        digits = digits[2:]
    if len(digits) < 8:
        return 0
    if digits.startswith("31"):  # nine digits, and a zero that some leave in
        wanted = 11 + (digits[2] == "0") + 2 * value.startswith("00")
        count = 0
        for at in range(start, end):
            count += text[at].isdigit()
            if count == wanted:
                return at + 1 if not text[at + 1 : at + 2].isdigit() else 0
        return 0
    line = value.find("\n")
    if line > 0 and sum(sign.isdigit() for sign in value[:line]) >= 9:
        return start + len(value[:line].rstrip())
    return end
