"""E-mail addresses, accounts, profiles and passwords in Dutch text."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.resources import load_csv, load_toml, load_word_sets

Found = tuple[int, int, str]

_AT = re.compile(r"@(?=\s?\w)")
_SPELLED_AT = re.compile(r"\s?[\[({<]\s?(?:at|apenstaartje)\s?[\])}>]\s?|\s(?:at|apenstaartje)\s", re.IGNORECASE)
_DOMAIN = re.compile(r"\s?(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?![\w-])")
_DOT = r"(?:\.|\s?[\[({<]\s?(?:punt|dot)\s?[\])}>]\s?|\s(?:punt|dot)\s)"
_SPELLED_DOMAIN = re.compile(rf"[\w-]{{1,63}}(?:{_DOT}[^\W_]{{2,63}}){{1,4}}", re.IGNORECASE)
_HANDLE = re.compile(r"@([^\W\d][\w.-]{1,38})")
_ON_A_SERVER = re.compile(r"https?://[\w.-]{3,60}/@[\w.-]{1,60}[^\s<>\"”)\]]{0,200}", re.IGNORECASE)
_TAIL = ".,;:!?-"
_LONGEST_LOCAL = 64
_QUOTED = re.compile(r"[\"“„‘']([^\"”’'\n\[\]]{1,60})[\"”’']")
_GROUPED = re.compile(r"[0-9]{2,4}(?:[ \xa0][0-9]{2,4}){1,4}(?![0-9])")
_WORD = re.compile(r"[^\s\[\]]{1,64}")
_NEXT_WORD_SMALL = re.compile(r" [a-zà-ÿ]")


def find_online(text: str) -> Iterator[Found]:
    """Yield what names someone on the internet, or lets someone in."""
    small = text.lower()
    if "@" in text:
        yield from _at_signs(text)
    if any(sign in small for sign in ("at]", "at)", "at }", "at>", " at ", "at ]", "apenstaart")):
        yield from _spelled(text)
    if "/" in text:
        yield from _profiles(text, small)
    words = load_toml("contactgegevens.toml")["online"]
    if any(label in small for label in words["geheimen"]):
        yield from _labelled(text, "geheimen", "wachtwoord")
    if ":" in text and any(label in small for label in words["gebruikersnamen"]):
        yield from _labelled(text, "gebruikersnamen", "account")


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
    words = load_word_sets("contactgegevens.toml")["online"]
    plain = name.casefold()
    return (
        plain in words["geen_account"]
        or re.sub(r"\W|_", "", plain) in _organisations()
        or plain.startswith(_organisation_starts())
    )


@cache
def _organisation_starts() -> tuple[str, ...]:
    return tuple(load_toml("contactgegevens.toml")["online"]["organisatie_begint"])


def _spelled(text: str) -> Iterator[Found]:
    for at in _SPELLED_AT.finditer(text):
        start = _local_start(text, at.start())
        domain = _SPELLED_DOMAIN.match(text, at.end())
        bare = at[0].strip().isalpha()
        if start < at.start() and domain and not (bare and " " not in domain[0]):
            yield start, domain.end(), "e-mailadres"


@cache
def _profile_pattern() -> re.Pattern[str]:
    hosts = "|".join(map(re.escape, load_toml("contactgegevens.toml")["online"]["profielen"]))
    return re.compile(
        rf"(?<![\w.-])(?:https?://)?(?:[a-z]{{1,3}}\.)?({hosts})@?([\w.%-]{{1,100}})(/?[^\s<>\"”)\]]{{0,200}})",
        re.IGNORECASE,
    )


def _profiles(text: str, small: str) -> Iterator[Found]:
    words = load_word_sets("contactgegevens.toml")["online"]
    if any(host in small for host in words["profielen"]):
        for match in _profile_pattern().finditer(text):
            name = match[2].rstrip(_TAIL).casefold()
            of_project = match[1].lower() in words["met_onderdelen"] and match[3].strip("/" + _TAIL)
            if name and name not in words["geen_profiel"] and not _is_organisation(name) and not of_project:
                yield match.start(), match.start() + len(match[0].rstrip(_TAIL)), "profiel"
    if "/@" in text:
        for match in _ON_A_SERVER.finditer(text):
            yield match.start(), match.start() + len(match[0].rstrip(_TAIL)), "profiel"


@cache
def _label_pattern(labels: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(load_toml("contactgegevens.toml")["online"][labels], key=len, reverse=True)))
    return re.compile(
        rf"(?<![\w-])({words})(?:(?:\s(?:van|voor)\s[^:=\n.\[\]]{{1,30}})?\s{{0,2}}([:=])\s{{0,2}}|\s(?:is|was|luidt):?\s|\s)(?=\S)",
        re.IGNORECASE,
    )


def _labelled(text: str, labels: str, kind: str) -> Iterator[Found]:
    for label in _label_pattern(labels).finditer(text):
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
    if value.casefold() in load_word_sets("contactgegevens.toml")["online"]["geen_geheim"]:
        return False
    return not (value.isalpha() and value.islower() and _NEXT_WORD_SMALL.match(text, end))
