"""What names somebody on the internet, or lets somebody in, in Dutch text: addresses, profiles, accounts, passwords."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import chain

from pipeline.dutch.contact_secrets import (
    NUMBER_OR_ADDRESS,
    QUOTED,
    WORD,
    find_log_ins,
    find_secrets,
    is_common_word,
    is_handle,
    is_mixed,
    label_pattern,
)
from pipeline.dutch.contact_words import Found, OnlineWords, contact_words, names_any
from pipeline.dutch.resource import any_of
from pipeline.resources import load_csv

_AT = re.compile(r"@(?=\s?\w)")
_DOMAIN = re.compile(r"\s?(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?![\w-])")
_HANDLE = re.compile(r"@([^\W\d][\w.-]{1,38})")
_ON_A_SERVER = re.compile(r"https?://[\w.-]{3,60}/@[\w.-]{1,60}[^\s<>\"”)\]]{0,200}", re.IGNORECASE)
_NAME = re.compile(r"@?[^\W_][\w.-]{1,38}\w")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NEXT_WORD_SMALL = re.compile(r" [a-zà-ÿ]")
_END_OF_CLAUSE = re.compile(r"\s{0,2}(?:$|[\n,;)|<]|\.(?!\w))")
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
    log_ins = list(find_log_ins(text, small))
    yield from log_ins
    starts = [start for start, _, _ in log_ins]
    for found in chain(_accounts(text, small), find_secrets(text, small)):
        before = bisect_left(starts, found[1]) - 1
        if before < 0 or log_ins[before][1] <= found[0]:
            yield found


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
    """Return whether an account is that of an organisation, or of nobody."""
    words = _words()
    plain = name.casefold()
    return (
        plain in words.no_account
        or re.sub(r"\W|_", "", plain) in _organisations()
        or plain.startswith(words.organisation_starts)
    )


def _accounts(text: str, small: str) -> Iterator[Found]:
    """Yield the names of accounts that stand behind a word for them."""
    words = _words()
    if names_any(small, words.user_names, words.users):
        yield from _labelled(text, words.user_names | words.users)
    if ":" in text and names_any(small, words.assigned):
        yield from _labelled(text, words.assigned)


def _labelled(text: str, labels: frozenset[str]) -> Iterator[Found]:
    for label in label_pattern(labels).finditer(text):
        start, word, sign = label.end(), label[1].casefold(), label[2]
        quoted = QUOTED.match(text, start)
        if quoted:
            if sign or is_mixed(quoted[1]):
                yield *quoted.span(1), "account"
            continue
        match = WORD.match(text, start)
        value = match[0].strip(".,;:)”’\"'(<>") if match else ""
        start = text.index(value, start)
        end = start + len(value)
        if _NAME.fullmatch(value) and _is_account(text, word, sign, value, end):
            yield start, end, "account"


def _is_account(text: str, label: str, sign: str | None, value: str, end: int) -> bool:
    """Tell the name of an account from a word, a number or an address: “login: jbakker” from “login: verplicht”."""
    words = _words()
    if (
        NUMBER_OR_ADDRESS.fullmatch(value)
        or _YEAR.fullmatch(value)
        or value.casefold() in words.no_secret | words.no_handle
    ):
        return False
    named = label.endswith("naam")
    if not named and _is_organisation(value):
        return False
    if value.isdigit():
        return sign is not None and label not in words.assigned and not _NEXT_WORD_SMALL.match(text, end)
    if sign is None and not named:
        # *het account adm-jbakker*, not *een account-manager*
        of_person = "-" in value and any(is_handle(part) for part in value.split("-"))
        return label in words.users and value[0].islower() and (of_person or ("-" not in value and is_mixed(value)))
    if is_mixed(value) or (named and is_handle(value)):
        return True
    if is_handle(value):
        return _END_OF_CLAUSE.match(text, end) is not None
    if label in words.assigned:  # behind the Dutch words for it a department stands as often
        small = label.endswith("-by") and value.isalpha() and value.islower()
        return small and _END_OF_CLAUSE.match(text, end) is not None and not is_common_word(value)
    return named and sign is not None and value.isalnum()


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
    if names_any(small, words.profiles):
        for match in _profile_pattern().finditer(text):
            name = match[2].rstrip(_TAIL).casefold()
            of_project = match[1].lower() in words.with_parts and match[3].strip("/" + _TAIL)
            if name and name not in words.no_profile and not _is_organisation(name) and not of_project:
                yield match.start(), match.start() + len(match[0].rstrip(_TAIL)), "profiel"
    if "/@" in text:
        for match in _ON_A_SERVER.finditer(text):
            yield match.start(), match.start() + len(match[0].rstrip(_TAIL)), "profiel"
