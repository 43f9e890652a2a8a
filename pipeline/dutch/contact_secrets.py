"""Passwords and codes, also with the names of their accounts, behind a word that says what they are, in Dutch text."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.dutch.contact_words import Found, OnlineWords, contact_words, names_any
from pipeline.dutch.inflection import is_verb
from pipeline.dutch.lexicon import stop_nouns
from pipeline.dutch.name_words import function_words, plain_surnames, prefixes
from pipeline.dutch.other_names import is_function
from pipeline.dutch.resource import any_of

QUOTED = re.compile(r"[\"“„‘']([^\"”’'\n\[\]]{1,60})[\"”’']")
_GROUPED = re.compile(r"[0-9]{2,4}(?:[ \xa0][0-9]{2,4}){1,4}(?![0-9])")
WORD = re.compile(r"[^\s\[\]]{1,64}")
_NEXT_WORD_SMALL = re.compile(r" [a-zà-ÿ]")

_REACH = 80
_TOKEN_MARGIN = 64
_REACH_IN_SENTENCE = 160
_FEWEST_SIGNS = 6
_TOKEN = re.compile(r"[^\s\[\]<>\"“”„]{4,64}")
_ENCLOSED = re.compile(r"[(\"“„‘']{1,2}([^\s()\[\]<>\"“”„‘'][^\s()\[\]<>\"“”„]{2,38}[^\s()\[\]<>\"“”„’'])[)\"”’']")
_END_OF_SENTENCE = re.compile(r"[.!?][\s)]{1,2}[A-Z]|\n\s?\n")
_LAWS = ("WW", "PW")  # also laws
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_OPENING = "(‘'*"
_CLOSING = ".,;:?)’'*"
_DIGITS_ONLY = re.compile(r"(?!19[0-9]{2}$|20[0-9]{2}$)[0-9]{4,8}")
_STRONG_SIGN = re.compile(r"\w[!#$%&+=?^~_@]{1,3}\w")
_STRONG_WITHOUT_DIGITS = re.compile(r"[^\W\d]{2}[!#$^~]{1,3}[^\W\d]{2}")
_INTRODUCING_SIGNS = (":", "=", ">", "/", "→", "|", '"', "“", "„")
NUMBER_OR_ADDRESS = re.compile(
    r"v?[0-9]+(?:[.,:/-][0-9]+)+|[A-Z]{2,8}-?[0-9.:]+|.*\.(?:be|com|de|eu|net|nl|org|pdf|\w*x)"
)
_ALL_QUOTES = "'\"“”‘’"
_DOT = re.compile(r"\w{2}\.\w|\w\.\w{2}")
_FEWEST_SIGNS_OF_HANDLE = 4
_BETWEEN_NAME_AND_SECRET = re.compile(r"[/|]| [-–] ")
# Letters with digits that are no password: a web or e-mail address or a name of a file, a number with a unit, a date,
# a code of a norm, words with a number between hyphens that start with a number.
NO_SECRET = re.compile(
    r"https?:.*|www\..*|[\w.+-]+@[\w-]+\.[\w.-]+|[\w./()-]+\.[A-Za-z]{2,5}(?:[/?#].*)?|[^/]+/[^/]+/.*"
    r"|v?[0-9]+(?:[.,:/-][0-9]+)*[A-Za-z]{0,5}|[0-9]{1,2}-[A-Za-z]+-[0-9]{2,4}|[0-9-]+T[0-9:.]+Z?"
    r"|[A-Z]{2,8}[0-9]?-?[A-Z]{0,4}-?[0-9:.]{1,6}(?:-[A-Za-z0-9]{1,5})?|[0-9]+-\w+|[A-Z](?:\.[0-9]+)+"
    r"|[A-Za-z]+[ -]?v?[0-9]+(?:\.[0-9]+)+"
)


def find_secrets(text: str, small: str) -> Iterator[Found]:
    """Yield the passwords and codes that stand behind a word for them.

    Parameters
    ----------
    text
        The whole text.
    small
        The same in small letters.
    """
    words = _words()
    direct = names_any(small, words.secrets)
    if direct:
        yield from _labelled(text)
    if direct or names_any(small, words.near_secrets, words.log_in):
        labels = list(_any_label().finditer(text))
        yield from _nearby(text, labels)
        yield from _enclosed(text, labels)


def _words() -> OnlineWords:
    return contact_words().online


@cache
def label_pattern(labels: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of a label, with the sign or verb behind it, up to its value; groups: label, sign."""
    return re.compile(
        rf"(?<![\w-])({any_of(labels)})(?:(?:\s(?:van|voor)\s[^:=\n.\[\]]{{1,30}})?\s{{0,2}}([:=])\s{{0,2}}"
        rf"|\s{any_of(_words().stating)}:?\s|\s)(?=\S)",
        re.IGNORECASE,
    )


@cache
def _any_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-]){any_of(_words().secrets, _words().near_secrets, _words().log_in)}(?![\w-])", re.IGNORECASE
    )


def _nearby(text: str, labels: Iterable[re.Match[str]]) -> Iterator[Found]:
    """Yield what looks like a password within some words behind a word for one; each stretch of text is read once."""
    read = 0
    for label in labels:
        start = max(read, label.end())
        read = label.end() + _REACH
        for token in _TOKEN.finditer(text, start, min(len(text), read + _TOKEN_MARGIN)):
            if token.start() >= read:
                break
            value = token[0].rstrip(_CLOSING)
            begin = token.start() + len(value) - len(value.lstrip(_OPENING))
            value = value.lstrip(_OPENING)
            introduced = text[label.end() : begin] == ", " or _is_introduced(text, begin)
            if looks_secret(value, introduced=introduced) and value.casefold() not in _words().no_secret:
                yield begin, begin + len(value), "wachtwoord"
                read = max(read, begin + len(value))


def _is_introduced(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start].rstrip(" \xa0\n" + _OPENING)
    return before.endswith(_INTRODUCING_SIGNS) or before.casefold().rpartition(" ")[2] in _words().introducing


def looks_secret(value: str, *, introduced: bool) -> bool:
    """Tell a password from a word: letters mixed with digits and signs; less will do where it is introduced as one."""
    if introduced and _DIGITS_ONLY.fullmatch(value):
        return True
    if len(value) < _FEWEST_SIGNS or NO_SECRET.fullmatch(value) or not any(sign.isalpha() for sign in value):
        return False
    if not any(sign.isdigit() for sign in value):
        return _STRONG_WITHOUT_DIGITS.search(value) is not None
    return introduced or _STRONG_SIGN.search(value) is not None


def _labelled(text: str) -> Iterator[Found]:
    for label in label_pattern(_words().secrets).finditer(text):
        start = label.end()
        quoted = QUOTED.match(text, start)
        if quoted:
            yield *quoted.span(1), "wachtwoord"
            continue
        match = _GROUPED.match(text, start) or WORD.match(text, start)
        if match is None:
            continue
        value = match[0].rstrip(".,;:)”’\"'")
        end = start + len(value)
        opened = len(value) - len(value.lstrip(_OPENING))
        value = value[opened:]
        if value and _is_secret(text, label[1], label[2], value, end, opened=opened > 0):
            yield start + opened, end, "wachtwoord"


def _is_secret(text: str, label: str, sign: str | None, value: str, end: int, *, opened: bool) -> bool:
    """Tell a secret from an ordinary word: “wachtwoord: geheim” from “wachtwoord: zie de mail”."""
    if value.casefold() in _words().no_secret:
        return False
    digits = any(letter.isdigit() for letter in value)
    if label in _LAWS:
        mixed = digits and any(letter.isalpha() for letter in value)
        return mixed and (sign is not None or looks_secret(value, introduced=True))
    if sign is None:
        return digits and len(value) >= 4 and not (opened and (_YEAR.fullmatch(value) or NO_SECRET.fullmatch(value)))
    return not (value.isalpha() and value.islower() and _NEXT_WORD_SMALL.match(text, end))


def _enclosed(text: str, labels: Iterable[re.Match[str]]) -> Iterator[Found]:
    """Yield what may be a password and stands alone in brackets or quotes in a sentence that names one before it."""
    read = 0
    secrets = _words().secrets
    for label in labels:
        if label[0] in _LAWS or label[0].casefold() not in secrets:
            continue
        start = max(read, label.end())
        read = max(read, label.end() + _REACH_IN_SENTENCE)
        end_of_sentence = _END_OF_SENTENCE.search(text, start, read)
        for enclosed in _ENCLOSED.finditer(text, start, end_of_sentence.start() if end_of_sentence else read):
            if looks_secret(enclosed[1], introduced=True) and enclosed[1].casefold() not in _words().no_secret:
                yield *enclosed.span(1), "wachtwoord"


def find_log_ins(text: str, small: str) -> Iterator[Found]:
    """Yield the names of accounts that stand with their passwords, and these: *inlog (jbakker / Egel77)*."""
    words = _words()
    if not names_any(small, words.user_names, words.log_in) or not _BETWEEN_NAME_AND_SECRET.search(text):
        return
    for match in _log_in().finditer(text):
        secret = match["secret"].rstrip(".?!" + _ALL_QUOTES)
        if _is_log_in(match["name"].strip(_ALL_QUOTES), secret, both=match["both"] is not None):
            yield *match.span("name"), "account"
            yield match.start("secret"), match.start("secret") + len(secret), "wachtwoord"


def _is_log_in(name: str, secret: str, *, both: bool) -> bool:
    words = _words()
    if any(value.casefold() in words.no_secret or NUMBER_OR_ADDRESS.fullmatch(value) for value in (name, secret)):
        return False
    if looks_secret(secret, introduced=True):
        return True
    if name.casefold() in words.no_handle or secret.casefold() in words.no_handle:
        return False
    return both or is_handle(name)


@cache
def _log_in() -> re.Pattern[str]:
    words = _words()
    value = r"[^\s()\[\]/|,;:]{2,40}"
    both = rf"(?P<both>\s?(?:{any_of(words.joining)}|[/&+,])\s?{any_of(words.secrets)})?"
    return re.compile(
        rf"(?<![\w-]){any_of(words.user_names, words.log_in)}{both}"
        rf"(?:\s?[:=]\s?\(?|[^.:;()\n\[\]]{{0,40}}\()"
        rf"(?P<name>(?=[^\s()/|]*[^\W\d]){value})(?:\s?[/|]\s?|\s[-–]\s)(?P<secret>{value})(?![\w/|:])",
        re.IGNORECASE,
    )


def is_handle(value: str) -> bool:
    """Return whether a word has the form of the name of an account: *lies_83*, *jbakker*."""
    return is_mixed(value) or _is_made_of_a_name(value)


def is_mixed(value: str) -> bool:
    """Return whether letters stand with digits, an underscore or a dot within them."""
    return (
        len(value) >= _FEWEST_SIGNS_OF_HANDLE
        and any(sign.isalpha() for sign in value)
        and (any(sign.isdigit() for sign in value) or "_" in value or _DOT.search(value) is not None)
    )


def _is_made_of_a_name(value: str) -> bool:
    """Return whether an initial and a surname are written as one word: *jbakker*, *pvdberg*."""
    if not (value.isalpha() and value.islower()) or is_common_word(value):
        return False
    return any(value[cut:].capitalize() in plain_surnames() for cut in _cuts(value))


def _cuts(value: str) -> Iterator[int]:
    for prefix in _glued_prefixes():
        cut = 1 + len(prefix)
        if value.startswith(prefix, 1) and len(value) - cut >= _FEWEST_SIGNS_OF_HANDLE + (not prefix):
            yield cut


@cache
def _glued_prefixes() -> tuple[str, ...]:
    whole = {prefix.replace(" ", "") for prefix in prefixes() if prefix.replace(" ", "").isalpha()}
    short = {"".join(word[0] for word in prefix.split()) for prefix in prefixes() if prefix[0].isalpha()}
    return ("", *sorted(whole | short))


def is_common_word(word: str) -> bool:
    """Return whether a word in small letters is known as one."""
    words = _words()
    return (
        word in words.no_handle
        or word in words.no_account
        or word in function_words()
        or word in stop_nouns()
        or is_verb(word)
        or is_function(word)
    )
