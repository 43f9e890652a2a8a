"""What shows in a text that a word is the name of a person, and what shows that it is part of another name.

A name stands behind a form of address (*mevrouw Bos*) or initials (*J.A. de Wit*), or begins with a given name.
"""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from pipeline.dutch.inflection import infinitive_of
from pipeline.dutch.organisations import is_organisation
from pipeline.nlp.other_names import is_no_person
from pipeline.resources import load_toml, load_word_sets

UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_SPACE = r"[^\S\n]*\n?[^\S\n]*"
GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
_WORD = rf"(?:(?:[dl]|{UPPER})'(?={UPPER}))?{UPPER}[^\W\d_]+(?:[’'][^\W\d_]+)?(?:-{GAP}?{UPPER}?[^\W\d_]+)*"
_ARTICLE_AT_END = re.compile(r"\b(?:de|het|een)\s+$", re.IGNORECASE)
_HYPHEN_AT_END = re.compile(r"(?<=\w)-$")
_WORD_AT_END = re.compile(r"[\w-]+$")
_REST_OF_COMPOUND = re.compile(r"-[a-zà-ÿ]|[^\S\n]?-?(?:MC|UMC)\b")
_FIRST_PART = re.compile(r"[^\s-]+")
_OF = re.compile(rf"van{GAP}(?:(?:de|het|een){GAP})?(?!de[rn])")
_NEXT_WORD = re.compile(rf"{GAP}(?:[IVX]+\s)?([\w-]+)")
INITIALS = rf"(?:{UPPER}[a-z]?\.[^\S\n]?){{1,5}}(?:-?{UPPER}\.[^\S\n]?)?"
_FORMER = "(?:oud-|ex-|vice-|loco-)?"
_AROUND_NAME = 100  # characters before and behind a name that are looked at: more than a title or a long word has


def names_in_context(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open offsets of what a form of address, initials or a given name shows to be a name."""
    for match in _address().finditer(plain):
        if _says_of_what(plain, match):
            continue
        # In a line in capitals only the first word is the name for sure: *MEVROUW JANSEN OPENT*.
        yield match.span("first" if match[0].isupper() else "name")
    for match in _initialled().finditer(plain):
        yield match.span()
    yield from _with_given_name(plain)


def _says_of_what(plain: str, match: re.Match[str]) -> bool:
    """Return whether *van* behind a function says of what it is: *de burgemeester van Amsterdam*."""
    words = load_word_sets("namen.toml")
    of = _OF.match(match["name"])
    if of is None or match["title"].casefold() in words["zonder_functie"]:
        return False
    before = plain[max(match.start() - _AROUND_NAME, 0) : match.start()]
    return last_word(before.rstrip()) in words["bepalers"] or is_no_person(match["name"][of.end() :])


def _with_given_name(plain: str) -> list[tuple[int, int]]:
    """Return what begins with a common given name, with the surname behind it if there is one."""
    found = []
    for match in _capitalised().finditer(plain):
        start, end = match.span()
        if not _begins_with_given_name(match[0]) and (other := _opening().match(match[0])):
            start += other.end()  # *Vraag van Karel*, *Ook Piet*
        own = plain[start:end]
        if not _begins_with_given_name(own) or (len(own.split()) == 1 and not is_name_alone(plain, start, end, None)):
            continue
        found.append((start, end))
    return found


def _begins_with_given_name(text: str) -> bool:
    first = _FIRST_PART.match(text)
    return first is not None and first[0] in _given_names_and_genitives()


def trimmed(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a span without titles and functions at its start; nothing if no name is left."""
    lead = _titles_at_start().match(plain[start:end])
    if lead is not None:
        start += lead.end()
    text = plain[start:end]
    plain_words = load_word_sets("personen.toml")["functiewoorden"]
    while (last := re.search(r"\s+([\w']+)$", text)) and last[1].casefold() in plain_words:
        text = text[: last.start()]
    text = re.sub(r"['’]?[\s,.:;()“”\"]+$", "", text) if not re.search(r"\b\w\.$", text) else text.rstrip()
    words = load_word_sets("namen.toml")
    capitals = [word for word in text.split() if word[:1].isupper() and word.casefold() not in plain_words]
    if not capitals or text.casefold() in words["geen_naam"] or is_organisation(text):
        return []
    return [(start, start + len(text))]


def is_of_something_else(plain: str, start: int, end: int, *, is_known: bool = False) -> bool:
    """Return whether a name is part of that of a place, law, building or organisation."""
    words = load_word_sets("namen.toml")
    before, own = plain[max(start - _AROUND_NAME, 0) : start], plain[start:end]
    behind = plain[end : end + _AROUND_NAME]
    if not is_known and " " in own and _ARTICLE_AT_END.search(before):
        return True  # *de Johan de Witt* is a ship
    is_addressed = False
    if before.rstrip().casefold().endswith(_ends_of_titles()):
        title = _titles_at_end().search(before)
        before = before[: title.start()] if title is not None else before
        is_addressed = title is not None and _addresses(title[0], before)
    if _HYPHEN_AT_END.search(before) or _REST_OF_COMPOUND.match(behind):
        return True
    if own.casefold().endswith(_ends_of_other_names()) and not (is_known or is_addressed or _is_surname(own)):
        return True
    last = last_word(before.rstrip())
    if last in words["ervoor"] and " " in before[-2:]:
        return True
    if last in words["plaatsbepaling"] and is_organisation(own):
        return True
    following = _NEXT_WORD.match(behind)
    if following is None or not following[1][:1].isupper():
        return False
    return following[1].casefold().endswith(_ends_of_other_names())


def _addresses(title: str, before: str) -> bool:
    """Return whether a title calls somebody by name, and does not open a name itself: *Burgemeester Meineszlaan*."""
    words = load_word_sets("namen.toml")
    last = title.split()[-1].casefold()
    if last in words["naar_wie_iets_heet"]:
        return False
    opens_sentence = not last_word(before.rstrip()) or "\n" in before[len(before.rstrip()) :]
    return title[0].islower() or opens_sentence or last in words["zonder_functie"]


def _is_surname(text: str) -> bool:
    """Return whether what ends as names of buildings do is a surname: *Van der Sluis*, *Verlaan*, *Piet Oosterhuis*."""
    *lead, last = text.casefold().split()
    words = load_word_sets("namen.toml")
    if last in words["erachter"]:
        return lead[-1:] != [] and lead[-1] in words["tussenvoegsels"]
    if last.removeprefix("ver") in words["erachter"]:
        return True
    return last.endswith(_ends_of_surnames()) and ("." in text or text.split()[0] in given_names())


def is_name_alone(plain: str, start: int, end: int, doc: Doc | None, *, is_genitive: bool = False) -> bool:
    """Return whether one word that may be a name is one here: *Storm presenteert*, not *de Mark* or *Lieve woorden*."""
    lead = plain[max(start - _AROUND_NAME, 0) : start]
    before = lead.rstrip()
    if last_word(before) in load_word_sets("namen.toml")["lidwoorden"]:
        return False
    if before and before[-1] not in ".!?\"“'(" and "\n" not in lead[len(before) :]:
        return True
    # Every word has a capital at the start of a sentence: a name stands before its verb or a colon.
    following = plain[end : end + 1]
    if doc is None or following in (":", ",", ")", "(", "/"):
        return True
    own = doc.char_span(start, end, alignment_mode="expand")
    if own is None or own.end >= len(doc):
        return True
    token = doc[own.end]
    if token.is_space and own.end + 1 < len(doc):
        token = doc[own.end + 1]
    if is_genitive:
        return token.pos_ in ("NOUN", "ADJ")
    is_verb = token.pos_ in ("VERB", "AUX") or infinitive_of().get(token.lower_) is not None
    return is_verb or token.pos_ == "PROPN" or token.lower_ in ("en", "of")


@cache
def name() -> str:
    """Return a pattern of words with a capital in a row, with the tussenvoegsels between them."""
    return rf"{_WORD}(?:{GAP}(?:{_prefixes()}{GAP})*{_WORD})*"


@cache
def _address() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<title>(?i:{_FORMER}(?:{titles()})))[^\S\n]+(?P<name>(?P<first>(?:{INITIALS}{_SPACE})?(?:{_prefixes()}{GAP})*{_WORD})(?:{GAP}(?:{_prefixes()}{GAP})*{_WORD})*)"
    )


@cache
def _initialled() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{INITIALS}){_SPACE}(?:\((?:{_WORD})\){_SPACE})?(?:{_prefixes()}{GAP})*{_WORD}")


@cache
def _opening() -> re.Pattern[str]:
    """Return a pattern of the word before a name that has its capital from the start of the sentence."""
    plain = "|".join(sorted(load_toml("personen.toml")["functiewoorden"]))
    return re.compile(rf"(?:(?i:{plain})|{_WORD}{GAP}van){GAP}(?={UPPER})")


@cache
def _capitalised() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@.-]){name()}(?:'s|'|{GAP}{UPPER}\.(?!\w))?")


@cache
def _prefixes() -> str:
    words = sorted(load_toml("namen.toml")["tussenvoegsels"], key=len, reverse=True)
    return "(?i:" + "|".join(re.escape(with_straight_apostrophes(word)) for word in words) + ")"


@cache
def _given_names_and_genitives() -> frozenset[str]:
    return frozenset(f"{name}{ending}" for name in given_names() for ending in ("", "s", "'s"))


@cache
def given_names() -> frozenset[str]:
    """Return the common given names."""
    return frozenset(load_toml("namen.toml")["voornamen"])


def last_word(text: str) -> str:
    """Return the word that a text ends with, in small letters; nothing if it ends with a mark."""
    word = _WORD_AT_END.search(text.rsplit(maxsplit=1)[-1]) if text else None
    return word[0].casefold() if word is not None else ""


@cache
def titles() -> str:
    """Return a pattern of every form of address and function that is written before names."""
    listed = sorted(load_toml("namen.toml")["aanspreekvormen"], key=len, reverse=True)
    # Grouped by their first letter, so that a word of the text is compared with few of them.
    endings: dict[str, list[str]] = {}
    for title in listed:
        endings.setdefault(title[0].casefold(), []).append(re.escape(title[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(of_letter)})" for letter, of_letter in endings.items())


@cache
def _ends_of_titles() -> tuple[str, ...]:
    """Return what a text can end with that ends in titles, or in initials behind them."""
    return (".", *(title.casefold() for title in load_toml("namen.toml")["aanspreekvormen"] if title[-1] != "."))


@cache
def _titles_at_start() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{titles()})\b\.?\s*)+", re.IGNORECASE)


@cache
def _titles_at_end() -> re.Pattern[str]:
    title = rf"(?<![\w-]){_FORMER}(?:{titles()})\s+"
    return re.compile(rf"(?:{title})+(?:{INITIALS}\s*)?$", re.IGNORECASE)


@cache
def _ends_of_surnames() -> tuple[str, ...]:
    return tuple(load_toml("namen.toml")["achternaam_op"])


@cache
def _ends_of_other_names() -> tuple[str, ...]:
    return tuple(load_toml("namen.toml")["erachter"])


def with_straight_apostrophes(text: str) -> str:
    """Return a text of the same length with one kind of apostrophe."""
    return text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")
