"""What of a name that was found is not the name: titles before it, an employer or another word behind it."""

import re
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch import name_patterns as patterns
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.name_features import looks_like_brand
from pipeline.dutch.name_words import (
    brands,
    degrees,
    function_words,
    given_names,
    is_prefix,
    plain_letters,
    plain_surnames,
    surnames,
    words,
)
from pipeline.dutch.organisations import is_organisation
from pipeline.dutch.other_names import is_function


def trimmed(plain: str, start: int, end: int, *, is_sure: bool) -> list[tuple[int, int]]:
    """Return a span without titles and functions at its start; nothing if no name is left."""
    lead = _titles_at_start().match(plain[start:end])
    if lead is not None:
        start += lead.end()
    text = _without_employer(_on_one_line(plain[start:end]))
    while (last := re.search(r"\s+([\w']+)$", text)) and (
        last[1].casefold() in function_words() or last[1] in degrees()
    ):
        text = text[: last.start()]
    text = _without_tail(text)
    if text.endswith("-"):
        return []  # *flora- en faunatoets*
    text = re.sub(r"['’]?[\s,.:;()“”\"]+$", "", text) if not re.search(r"\b\w\.$", text) else text.rstrip()
    capitals = [word for word in text.split() if not word[:1].islower() and word.casefold() not in function_words()]
    if text.islower() and text.capitalize() in given_names():
        capitals = [text]  # *- maartje niet*
    if (
        capitals
        and not text.isupper()
        and is_prefix(text.split()[0])
        and all(looks_like_brand(word) for word in capitals)
    ):
        return []  # *de KNMvB*, *Van de ABC*
    if not capitals or text.casefold() in words("geen_naam") or (not is_sure and is_organisation(text)):
        return []
    return [(start, start + len(text))]


def _without_tail(text: str) -> str:
    """Return a name without what stands behind it: *Anna de KNMvB*, *Piet Bos Kadaster*, *Sjoerd van beheer*."""
    while (last := re.search(r"\s+([^\s]+)$", text)) is not None:
        word, lead = last[1], text[: last.start()]
        is_small = (
            word.islower() and not lead.endswith("-") and not is_prefix(word) and word.capitalize() not in surnames()
        )
        capitals = [one for one in lead.split() if not is_prefix(one) and one[:1].isupper()]
        is_brand = bool(capitals) and looks_like_brand(word) and not text.isupper()
        is_other = is_brand or (len(capitals) > 1 and (is_organisation(word) or word in brands() or is_function(word)))
        is_end = is_small or is_other or (is_prefix(word) and word.islower())
        is_surname = word[0].isupper() and is_prefix(re.split(r"[\s-]", lead)[-1])  # *Haanstra-de Boer*
        if not is_end or (is_surname and not is_brand):
            return text
        text = lead
    return text


def _without_employer(text: str) -> str:
    """Return a whole name without the organisation behind it: *Thijs Woudstra van Aedes*."""
    for match in _before_employer().finditer(text):
        lead, rest = text[: match.start()].split(), text[match.end() :].split()
        capitals = [word for word in lead if word[:1].isupper() and not is_prefix(word) and "." not in word]
        is_surname = plain_letters(rest[-1]) in plain_surnames() and not rest[0].isupper()
        if len(capitals) > 1 and not is_surname:
            return text[: match.start()]
        if len(capitals) == 1 and (rest[0] in brands() or (rest[0].isupper() and len(rest[0].rstrip(".")) > 1)):
            return text[: match.start()]
    return text


def _on_one_line(text: str) -> str:
    """Return a name up to a line end behind which another word stands: in a list of persons each has a line."""
    for match in re.finditer(r"[^\S\n]*\n", text):
        lead = text[: match.start()].split()
        if len(lead) > 1 and not is_prefix(lead[-1]) and not lead[-1].endswith("-"):
            return text[: match.start()]
    return text


@cache
def _before_employer() -> re.Pattern[str]:
    come_from = any_of(lexicon.persons().come_from, ("v.",))
    article = any_of(lexicon.word_classes().definite_articles)
    return re.compile(rf"\s{come_from}\s+(?:{article}\s+)?(?=[^\W\d_a-zß-öø-ÿ])")


@cache
def _titles_at_start() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{patterns.titles()})\b\.?\s*)+", re.IGNORECASE)
