"""Passwords, codes and names of accounts behind a word that says what they are, in Dutch text."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.dutch.contact_words import Found, OnlineWords, contact_words
from pipeline.dutch.resource import any_of

_QUOTED = re.compile(r"[\"“„‘']([^\"”’'\n\[\]]{1,60})[\"”’']")
_GROUPED = re.compile(r"[0-9]{2,4}(?:[ \xa0][0-9]{2,4}){1,4}(?![0-9])")
_WORD = re.compile(r"[^\s\[\]]{1,64}")
_NEXT_WORD_SMALL = re.compile(r" [a-zà-ÿ]")

_REACH = 80
_TOKEN_MARGIN = 64
_FEWEST_SIGNS = 6
_TOKEN = re.compile(r"[^\s\[\]<>\"“”„]{4,64}")
_OPENING = "(‘'*"
_CLOSING = ".,;:?)’'*"
_DIGITS_ONLY = re.compile(r"(?!19[0-9]{2}$|20[0-9]{2}$)[0-9]{4,8}")
_STRONG_SIGN = re.compile(r"\w[!#$%&+=?^~_@]{1,3}\w")
_STRONG_WITHOUT_DIGITS = re.compile(r"[^\W\d]{2}[!#$^~]{1,3}[^\W\d]{2}")
_INTRODUCING_SIGNS = (":", "=", ">", "/", "→", "|", '"', "“", "„")
# Letters with digits that are no password: a web or e-mail address or a name of a file, a number with a unit, a date,
# a code of a norm, words with a number between hyphens that start with a number.
_NO_SECRET = re.compile(
    r"https?:.*|www\..*|[\w.+-]+@[\w-]+\.[\w.-]+|[\w./()-]+\.[A-Za-z]{2,5}(?:[/?#].*)?|[^/]+/[^/]+/.*"
    r"|v?[0-9]+(?:[.,:/-][0-9]+)*[A-Za-z]{0,5}|[0-9]{1,2}-[A-Za-z]+-[0-9]{2,4}|[0-9-]+T[0-9:.]+Z?"
    r"|[A-Z]{2,8}[0-9]?-?[A-Z]{0,4}-?[0-9:.]{1,6}(?:-[A-Za-z0-9]{1,5})?|[0-9]+-\w+|[A-Za-z]+[ -]?v?[0-9]+(?:\.[0-9]+)+"
)


def find_secrets(text: str, small: str) -> Iterator[Found]:
    """Yield the passwords, codes and names of accounts that stand behind a word for them.

    Parameters
    ----------
    text
        The whole text.
    small
        The same in small letters.
    """
    words = _words()
    direct = any(map(small.__contains__, words.secrets))
    if direct:
        yield from _labelled(text, words.secrets, "wachtwoord")
    if direct or any(map(small.__contains__, words.near_secrets)):
        yield from _nearby(text)
    if ":" in text and any(map(small.__contains__, words.user_names)):
        yield from _labelled(text, words.user_names, "account")


def _words() -> OnlineWords:
    return contact_words().online


@cache
def _label(labels: frozenset[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])({any_of(labels)})(?:(?:\s(?:van|voor)\s[^:=\n.\[\]]{{1,30}})?\s{{0,2}}([:=])\s{{0,2}}"
        r"|\s(?:is|was|luidt):?\s|\s)(?=\S)",
        re.IGNORECASE,
    )


@cache
def _any_label() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){any_of(_words().secrets, _words().near_secrets)}(?![\w-])", re.IGNORECASE)


def _nearby(text: str) -> Iterator[Found]:
    """Yield what looks like a password within some words behind a word for one; each stretch of text is read once."""
    read = 0
    for label in _any_label().finditer(text):
        start = max(read, label.end())
        read = label.end() + _REACH
        for token in _TOKEN.finditer(text, start, min(len(text), read + _TOKEN_MARGIN)):
            if token.start() >= read:
                break
            value = token[0].rstrip(_CLOSING)
            begin = token.start() + len(value) - len(value.lstrip(_OPENING))
            value = value.lstrip(_OPENING)
            if _looks_secret(value, introduced=_is_introduced(text, begin)):
                yield begin, begin + len(value), "wachtwoord"
                read = max(read, begin + len(value))


def _is_introduced(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start].rstrip(" \xa0\n" + _OPENING)
    return before.endswith(_INTRODUCING_SIGNS) or before.casefold().rpartition(" ")[2] in _words().introducing


def _looks_secret(value: str, *, introduced: bool) -> bool:
    """Tell a password from a word: letters mixed with digits and signs; less will do where it is introduced as one."""
    if introduced and _DIGITS_ONLY.fullmatch(value):
        return True
    if len(value) < _FEWEST_SIGNS or _NO_SECRET.fullmatch(value) or not any(sign.isalpha() for sign in value):
        return False
    if not any(sign.isdigit() for sign in value):
        return _STRONG_WITHOUT_DIGITS.search(value) is not None
    return introduced or _STRONG_SIGN.search(value) is not None


def _labelled(text: str, labels: frozenset[str], kind: str) -> Iterator[Found]:
    for label in _label(labels).finditer(text):
        start = label.end()
        quoted = _QUOTED.match(text, start)
        if quoted:
            yield *quoted.span(1), kind
            continue
        match = _GROUPED.match(text, start) or _WORD.match(text, start)
        if match is None:
            continue
        value = match[0].rstrip(".,;:)”’\"'")
        end = start + len(value)
        if value and _is_secret(text, label[1], label[2], value, end, kind):
            yield start, end, kind


def _is_secret(text: str, label: str, sign: str | None, value: str, end: int, kind: str) -> bool:
    """Tell a secret from an ordinary word: “wachtwoord: geheim” from “wachtwoord: zie de mail”."""
    digits = any(letter.isdigit() for letter in value)
    if label == "WW":  # also a law
        return sign is not None and digits and any(letter.isalpha() for letter in value)
    if kind == "account":
        return sign is not None and (
            digits or "_" in value or "." in value or (label.lower().endswith("naam") and value.isalnum())
        )
    if sign is None:
        return digits and len(value) >= 4
    if value.casefold() in _words().no_secret:
        return False
    return not (value.isalpha() and value.islower() and _NEXT_WORD_SMALL.match(text, end))
