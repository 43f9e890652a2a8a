"""Telephone numbers, BSNs, IBANs, licence plates and dates of birth in Dutch text."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.resources import load_toml, load_word_sets

Found = tuple[int, int, str]

# What may stand between two digits of one number. Possessive, so that no text makes it try twice.
_BLANK = " \t\xa0\u2009\u202f"
_DASH = "\\-\u2010\u2011\u2012\u2013"
_SIGN = rf"[{_BLANK}{_DASH}./()]"
_JOINT = rf"(?:{_SIGN}{{1,3}}+(?:\n[{_BLANK}]{{0,2}}+)?+|\n[{_BLANK}]{{0,2}}+)?+"
_ONE = rf"[{_BLANK}\n{_DASH}./]"
CLUSTER = re.compile(rf"[0-9]++(?:[{_BLANK}\n{_DASH}./()]{{1,3}}+[0-9]++)*+")

_FREE = rf"(?<![0-9A-Za-z])(?<![0-9][.,:{_DASH}])"
_PHONES = re.compile(
    rf"{_FREE}(?:"
    rf"(?P<dutch>\(?0{_JOINT}[1-9](?:{_JOINT}[0-9]){{8}})"
    rf"|(?P<service>0(?:800|90[069]){_JOINT}[0-9]{{4}}(?:[ ]?[0-9]{{3}})?)"
    rf"|(?P<abroad>(?:\(?\+{_JOINT}|00)[1-9][0-9]{{0,2}}(?:{_JOINT}[0-9]){{6,12}})"
    rf")(?![0-9])"
)
_CLOSED = re.compile(r"\([^()]*\)")
_INTERNAL = re.compile(r"[0-9]{3,5}(?![0-9])")
_EXTENSION = re.compile(
    rf"\s?/\s?[0-9]{{1,2}}(?![0-9{_DASH} ])|[ ,(]{{0,3}}(?:tst|toestel|ext|doorkies)\.?[ :]{{0,2}}[0-9]{{1,5}}", re.I
)
_LABELLED_PHONE = re.compile(rf"[0-9](?:{_JOINT}[0-9]){{4,11}}(?![0-9])")
_DATE_OR_TIMES = re.compile(
    r"\(?(?:[0-3]?[0-9][-./ ][01]?[0-9][-./ ](?:19|20)[0-9]{2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}[-./ ]+(?:19|20)[0-9]{2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}[-./][01][0-9][-./][0-3][0-9](?![0-9])|[0-2]?[0-9][.:][0-5][0-9](?:\s?[-–]\s?|\s)[0-2]?[0-9][.:][0-5][0-9](?![0-9]))"
)
_THOUSANDS = re.compile(r"\+?[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])")
_DAY_GLUED = re.compile(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2}"
)

_BSN = re.compile(
    rf"{_FREE}(?:[0-9]{{8,9}}|(?<![0-9] )(?:"
    rf"[0-9]{{3}}({_ONE})[0-9]{{3}}\1[0-9]{{3}}|[0-9]{{4}}({_ONE})[0-9]{{2}}\2[0-9]{{3}}|[0-9]{{2}}({_ONE})[0-9]{{2}}\3[0-9]{{2}}\3[0-9]{{3}}"
    rf")(?! [0-9]{{3}}(?![0-9])))(?![0-9A-Za-z])(?![{_DASH}.,/][0-9])"
)
_LABELLED_BSN = [
    re.compile(rf"[0-9](?:{_ONE}?[0-9]){{{n}}}(?![0-9])") for n in ("8", "7", "5,10")
]  # nine digits, eight, or another number of them by mistake
_LABELLED_ACCOUNT = re.compile(rf"[0-9](?:{_ONE}?[0-9]){{5,10}}(?![0-9])")
_IBAN_SIGNS = re.compile(rf"[A-Za-z]{{2}}[0-9]{{2}}(?:(?:{_ONE}{{1,2}}+)?+[A-Za-z0-9]){{10,30}}")
_FAULTY_IBAN = re.compile(rf"[A-Z]{{2}}[0-9]{{2}}(?:{_ONE}?[A-Z]{{4}})?(?:{_ONE}?[0-9]){{6,16}}(?![0-9])", re.I)

_PLATE = re.compile(rf"(?<![\w{_DASH}])[A-Z0-9]{{1,3}}[{_DASH}][A-Z0-9]{{2,3}}[{_DASH}][A-Z0-9]{{1,3}}(?![\w{_DASH}])")
_LABELLED_PLATE = re.compile(
    rf"(?<![\w{_DASH}])(?:[A-Z0-9]{{1,3}}[{_DASH}{_BLANK}][A-Z0-9]{{2,3}}[{_DASH}{_BLANK}][A-Z0-9]{{1,3}}|[A-Z0-9]{{6}})(?![\w{_DASH}])",
    re.I,
)
_CODE = re.compile(rf"[A-Za-z]{{0,3}}[{_DASH} ]?[0-9](?:{_ONE}?[0-9]){{2,15}}[A-Za-z]?(?!\w)")
_NEXT_WORD = re.compile(r"[ \xa0]?([^\s.,;:!?)]{1,20})")
_HYPHENS = frozenset("-‐‑–")
_AROUND = 64
_LONG_REACH = frozenset({"burgerservicenummer", "kenteken", "geboortedatum", "iban"})
_MOST_WORDS = 7


@cache
def _labels() -> dict[str, str]:
    words = load_toml("contactgegevens.toml")["aanduidingen"]
    return {label: kind for kind, labels in words.items() for label in labels}


def _words_before(text: str, start: int) -> list[str]:
    left = text[max(0, start - _AROUND) : start]
    return left.replace("\u2011", "-").casefold().split()


def _label_before(words: list[str]) -> tuple[str, int]:
    """Return what the words before a number say it is, and how many words ago."""
    labels, between = _labels(), load_word_sets("contactgegevens.toml")["tussenwoorden"]["kort"]
    near = True
    following = ""
    for distance, word in enumerate(reversed(words[-_MOST_WORDS:])):
        if "[" in word or "]" in word:
            break
        plain = word.strip("(),;:.\"'“”=*<>|")
        kind = labels.get(f"{plain} {following}") or labels.get(plain)
        if kind and len(plain) == 1 and not word.endswith((":", ".")):
            kind = None
        if kind and (near or kind in _LONG_REACH):
            return kind, distance
        if (distance and word.endswith((".", ";"))) or any(sign.isdigit() for sign in plain):
            break
        near = near and (plain in between or not plain)
        following = plain
    return "", 0


def numbers_at(text: str, start: int, end: int, *, births: bool, plates: bool) -> Iterator[Found]:
    """Yield what the digits from start to end are, or are part of.

    Parameters
    ----------
    text
        The whole text.
    start, end
        Where the digits stand, with the signs between them.
    births, plates
        Whether the text speaks of births or licence plates at all: most texts need no look for them.
    """
    token = start
    if text[start - 1 : start].isalpha() or text[start - 1 : start] in _HYPHENS:
        while token > 0 and start - token < 6 and (text[token - 1].isalpha() or text[token - 1] in _HYPHENS):
            token -= 1
    hyphen = token < start or text[end : end + 1] in _HYPHENS
    short = end - start < 3
    if short and not (births or plates or hyphen):
        return
    words = _words_before(text, start)
    label, distance = _label_before(words)
    if not label and token < start:
        label, distance = _label_before(_words_before(text, token))
    if label == "ander_nummer":
        return
    if hyphen or plates:
        yield from _plates(text, token, start, label)
    if births:
        yield from _births(text, start, words, label, distance)
    if start - token >= 2:
        yield from _ibans(text, start - 2, label)
    if short:
        return
    code = (_CODE.match(text, token) or _CODE.match(text, start)) if label == "nummer" else None
    if code:
        yield *code.span(), "nummer"
        return
    known = False
    if end - start >= 6:
        for found in _phones(text, start, end):
            known = known or found[0] <= start < found[1]
            yield found
        yield from _citizen_numbers(text, start, end, words)
    if not known:
        yield from _labelled(text, start, label)


def _labelled(text: str, start: int, label: str) -> Iterator[Found]:
    if label == "telefoonnummer":
        match = _LABELLED_PHONE.match(text, start)
        if (
            match
            and not _DATE_OR_TIMES.match(match[0])
            and not _THOUSANDS.match(match[0])
            and _counts_nothing(text, match.end())
        ):
            yield *match.span(), label
    elif label == "toestel":
        match = _INTERNAL.match(text, start)
        if match:
            yield *match.span(), "telefoonnummer"
    elif label == "burgerservicenummer":
        match = next((found for pattern in _LABELLED_BSN if (found := pattern.match(text, start))), None)
        if match and not _DATE_OR_TIMES.match(match[0]):
            yield *match.span(), label
    elif label == "iban":
        match = _LABELLED_ACCOUNT.match(text, start)
        if match and not _DATE_OR_TIMES.match(match[0]):
            yield *match.span(), "IBAN"


def _phones(text: str, start: int, end: int) -> Iterator[Found]:
    at = max(0, start - 3)
    while at < end and (match := _PHONES.search(text, at, min(len(text), end + 1))):
        at = match.end()
        value = match[0]
        if _DATE_OR_TIMES.match(value) or _THOUSANDS.fullmatch(value):
            at = match.start() + 1
            continue
        if match["dutch"] and not _is_dutch(value):
            at = match.start() + 1
            continue
        stop = match.end()
        if match["abroad"]:
            stop = _end_abroad(text, match.start(), stop)
            if not stop:
                continue
        extension = _EXTENSION.match(text, stop)
        if extension:
            stop = extension.end()
            at = max(at, stop)
        begin = match.start()
        if value.startswith("(") and not _CLOSED.match(value):
            begin += 1
        yield begin, stop, "telefoonnummer"


def _is_dutch(value: str) -> bool:
    groups = re.findall(r"[0-9]+", value)
    first = groups[0]
    return first == "06" or len(first) >= 3 or all(len(group) == 1 for group in groups)


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


def _counts_nothing(text: str, end: int) -> bool:
    following = _NEXT_WORD.match(text, end)
    return (
        following is None
        or following[1].casefold() not in load_word_sets("contactgegevens.toml")["tussenwoorden"]["eenheden"]
    )


def _passes_eleven_test(digits: str) -> bool:
    digits = digits.zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return (
        digits.strip("0") != ""
        and sum(int(one) * weight for one, weight in zip(digits, weights, strict=True)) % 11 == 0
    )


def _citizen_numbers(text: str, start: int, end: int, words: list[str]) -> Iterator[Found]:
    for match in _BSN.finditer(text, start, min(len(text), end + 1)):
        digits = re.sub(r"[^0-9]", "", match[0])
        if not _passes_eleven_test(digits) or (len(digits) == 8 and _DAY_GLUED.fullmatch(digits)):
            continue
        if match.start() == start and _is_amount(text, start, words):
            continue
        if _counts_nothing(text, match.end()):
            yield *match.span(), "burgerservicenummer"


def _is_amount(text: str, start: int, words: list[str]) -> bool:
    money = load_word_sets("contactgegevens.toml")["tussenwoorden"]["geld"]
    return text[start - 1 : start] in ("€", "$", "+") or bool(words and words[-1].strip("(") in money)


@cache
def _iban_lengths() -> dict[str, int]:
    return {entry[:2]: int(entry[2:]) for entry in load_toml("contactgegevens.toml")["iban"]["landen"]}


def _ibans(text: str, start: int, label: str) -> Iterator[Found]:
    country = text[start : start + 2].upper()
    if text[max(0, start - 1) : start].isalnum() or not country.isascii():
        return
    length = _iban_lengths().get(country)
    match = _IBAN_SIGNS.match(text, start)
    if length and match:
        count = 0
        for at in range(start, match.end()):
            count += text[at].isalnum()
            if count == length:
                value = re.sub(r"[^A-Z0-9]", "", text[start : at + 1].upper())
                if (
                    not text[at + 1 : at + 2].isalnum()
                    and int("".join(str(int(one, 36)) for one in value[4:] + value[:4])) % 97 == 1
                ):
                    yield start, at + 1, "IBAN"
                    return
                break
    faulty = _FAULTY_IBAN.match(text, start)
    if faulty and (label == "iban" or _label_before(_words_before(text, start))[0] == "iban"):
        yield *faulty.span(), "IBAN"


@cache
def _side_codes() -> frozenset[str]:
    return frozenset(load_toml("contactgegevens.toml")["kentekens"]["sidecodes"])


def _plates(text: str, token: int, start: int, label: str) -> Iterator[Found]:
    if label == "kenteken":
        begin = max(0, start - 8)
        for match in _LABELLED_PLATE.finditer(text, begin, min(len(text), start + 9)):
            signs = re.sub(r"[^A-Za-z0-9]", "", match[0])
            shapes = {code.replace("-", "") for code in _side_codes()}
            if _shape(signs) in shapes:
                yield *match.span(), "kenteken"
                return
    begin = token
    while begin > 0 and start - begin < 8 and (text[begin - 1].isalnum() or text[begin - 1] in _HYPHENS):
        begin -= 1
    plate = _PLATE.match(text, begin)
    if plate and plate.end() > start and _shape(plate[0]) in _side_codes():
        yield *plate.span(), "kenteken"


def _shape(signs: str) -> str:
    return "".join("9" if sign.isdigit() else "X" if sign.isalpha() else "-" for sign in signs)


@cache
def _dates() -> re.Pattern[str]:
    months = "|".join(
        sorted((form for forms in load_toml("kalender.toml")["maanden"] for form in forms), key=len, reverse=True)
    )
    blank = rf"[{_BLANK}\n]{{0,2}}+"
    joint = rf"{blank}[{_DASH}/.]?{blank}"
    year = r"(?:[12][0-9]{3}|['’‘]?[0-9]{2})(?![0-9])"
    return re.compile(
        rf"[12][0-9]{{3}}[{_DASH}/.][01]?[0-9][{_DASH}/.][0-3]?[0-9](?![0-9])"
        rf"|[0-3]?[0-9](?:e|ste|de)?{joint}(?:(?:{months})\b\.?(?:{joint}{year})?|[01]?[0-9]{joint}{year})"
        rf"|(?P<glued>{_DAY_GLUED.pattern})(?![0-9])|(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])",
        re.IGNORECASE,
    )


_THEN_BORN = re.compile(r"[^.;\n\[\]]{0,40}?\bgeboren\b")


def _births(text: str, start: int, words: list[str], label: str, distance: int) -> Iterator[Found]:
    starred = text[max(0, start - 3) : start].strip().endswith("(*")
    reverse = label != "geboortedatum" and not starred
    if reverse and (not words or words[-1] not in ("op", "is", "werd")):
        return
    things = load_word_sets("contactgegevens.toml")["tussenwoorden"]["geen_mens"]
    if not things.isdisjoint(words) and not starred:
        return
    match = _dates().match(text, start)
    if match is None or (match["year"] and not starred and (reverse or distance > 1)):
        return
    if reverse and not _THEN_BORN.match(text, match.end()):
        return
    yield start, match.start() + len(match[0].rstrip(".")), "geboortedatum"
