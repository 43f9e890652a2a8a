"""E-mail addresses, accounts, profiles and passwords in Dutch text."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.dutch.contact_secrets import find_secrets
from pipeline.dutch.contact_words import Found, OnlineWords, contact_words
from pipeline.dutch.resource import any_of
from pipeline.resources import load_csv

_AT = re.compile(r"@(?=\s?\w)")
_DOMAIN = re.compile(r"\s?(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?![\w-])")
_HANDLE = re.compile(r"@([^\W\d][\w.-]{1,38})")
_ON_A_SERVER = re.compile(r"https?://[\w.-]{3,60}/@[\w.-]{1,60}[^\s<>\"”)\]]{0,200}", re.IGNORECASE)
_TAIL = ".,;:!?-"
_LONGEST_LOCAL = 64


@cache
def _spelled_at() -> re.Pattern[str]:
    at = any_of(_words().at)
    return re.compile(rf"\s?[\[({{<]\s?{at}\s?[\])}}>]\s?|\s{at}\s", re.IGNORECASE)


@cache
def _spelled_domain() -> re.Pattern[str]:
    dot = any_of(_words().dot)
    joint = rf"(?:\.|\s?[\[({{<]\s?{dot}\s?[\])}}>]\s?|\s{dot}\s)"
    return re.compile(rf"[\w-]{{1,63}}(?:{joint}[^\W_]{{2,63}}){{1,4}}", re.IGNORECASE)


def _words() -> OnlineWords:
    return contact_words().online


def find_online(text: str) -> Iterator[Found]:
    """Yield what names someone on the internet, or lets someone in."""
    small = text.lower()
    if "@" in text:
        yield from _at_signs(text)
    if any(map(small.__contains__, ("at]", "at)", "at }", "at>", " at ", "at ]", "apenstaart"))):
        yield from _spelled(text)
    if "/" in text:
        yield from _profiles(text, small)
    yield from find_secrets(text, small)


def _local_start(text: str, end: int) -> int:
    """Return where the part of an e-mail address starts that ends here."""
    start = end
    while start > 0 and end - start < _LONGEST_LOCAL and (text[start - 1].isalnum() or text[start - 1] in "._%+-’'"):
        start -= 1
    while start < end and not text[start].isalnum():
        start += 1
    return start


def _at_signs(text: str) -> Iterator[Found]:
    for at in _AT.finditer(text):
        end = at.start()
        spaced = text[end - 1 : end] == " " and text[end + 1 : end + 2] == " "
        start = _local_start(text, end - 1 if spaced else end)
        if start < end - spaced:
            domain = _DOMAIN.match(text, end + 1)
            if domain:
                yield _with_prefix(text, start, domain.end())
        elif not spaced:
            yield from _handle(text, end)


def _with_prefix(text: str, start: int, end: int) -> Found:
    if text[max(0, start - 7) : start].lower() == "mailto:":
        start -= 7
    if text[start - 1 : start] == "@":  # @jan@mastodon.example
        return start - 1, end, "profiel"
    return start, end, "e-mailadres"


def _handle(text: str, at: int) -> Iterator[Found]:
    if text[at - 1 : at] in ("/", "@", "."):
        return
    match = _HANDLE.match(text, at)
    if match is None or text[match.end() : match.end() + 1] == "@":
        return
    name = match[1].rstrip(_TAIL)
    if name and not _is_organisation(name):
        yield at, at + 1 + len(name), "account"


@cache
def _organisations() -> frozenset[str]:
    names = {row["code"] for row in load_csv("organisaties.csv")}
    for row in load_csv("organisaties.csv"):
        names.update([row["naam"], *row["varianten"].split(";")])
    return frozenset(re.sub(r"\W", "", name).casefold() for name in names)


def _is_organisation(name: str) -> bool:
    words = _words()
    plain = name.casefold()
    return (
        plain in words.no_account
        or re.sub(r"\W|_", "", plain) in _organisations()
        or plain.startswith(_organisation_starts())
    )


@cache
def _organisation_starts() -> tuple[str, ...]:
    return _words().organisation_starts


def _spelled(text: str) -> Iterator[Found]:
    for at in _spelled_at().finditer(text):
        start = _local_start(text, at.start())
        domain = _spelled_domain().match(text, at.end())
        bare = at[0].strip().isalpha()
        if start < at.start() and domain and not (bare and " " not in domain[0]):
            yield start, domain.end(), "e-mailadres"


@cache
def _profile_pattern() -> re.Pattern[str]:
    hosts = any_of(_words().profiles)
    return re.compile(
        rf"(?<![\w.-])(?:https?://)?(?:[a-z]{{1,3}}\.)?({hosts})@?([\w.%-]{{1,100}})(/?[^\s<>\"”)\]]{{0,200}})",
        re.IGNORECASE,
    )


def _profiles(text: str, small: str) -> Iterator[Found]:
    words = _words()
    if any(map(small.__contains__, words.profiles)):
        for match in _profile_pattern().finditer(text):
            name = match[2].rstrip(_TAIL).casefold()
            of_project = match[1].lower() in words.with_parts and match[3].strip("/" + _TAIL)
            if name and name not in words.no_profile and not _is_organisation(name) and not of_project:
                yield match.start(), match.start() + len(match[0].rstrip(_TAIL)), "profiel"
    if "/@" in text:
        for match in _ON_A_SERVER.finditer(text):
            yield match.start(), match.start() + len(match[0].rstrip(_TAIL)), "profiel"
