"""Persons named by one name only, of whom the sentence says something that it says of persons alone.

Somebody is the one whose letters or widow it speaks of (*brieven van Kartini*, *Thorbeckes dagboek*), or lends the name
to somebody else (*hij is een tweede Thorbecke*, antonomasia). The cue words stand in `resources/namen.toml`, with what
is never the name of a person.
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.name_patterns import GAP, UPPER, name, titles
from pipeline.dutch.named_after import last_word
from pipeline.dutch.other_names import is_no_person
from pipeline.dutch.tokens import marks_of, runs_in

_AROUND = 100  # characters around a name in which its cue stands
_END_OF_SENTENCE = re.compile(r"[.!?;:]\s")
_GENITIVE = re.compile(rf"(?P<ending>'s?|s){GAP}(?P<owned>[a-zà-ÿ]+)(?!\w)")
_QUOTE = "[\"“„'‘]?"
_SOME_WORDS = r"(?:[\w'-]+\s+){0,3}?"


def allusions(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open offsets of the names that such a cue shows to be names of persons."""
    if _marks().isdisjoint(runs_in(plain)):
        return
    for start, end in (*_owners(plain), *_namesakes(plain)):
        if not is_no_person(plain[start:end]):
            yield start, end


def _owners(plain: str) -> Iterator[tuple[int, int]]:
    """Yield whose are the letters, portrait or widow that a text speaks of."""
    owned = lexicon.names().of_a_person
    for match in _of_names().finditer(plain):
        if last_word(plain[max(match.start() - _AROUND, 0) : match.start()].rstrip()) in owned:
            for one in _one_name().finditer(plain, *match.span("names")):
                yield one.span()
    for match in _GENITIVE.finditer(plain):
        if match["owned"] not in owned:
            continue
        lead = plain[max(match.start() - _AROUND, 0) : match.end("ending")]
        own = _name_at_end().search(lead)
        # *Soms brieven*: at the start of a sentence any word has a capital.
        if own is not None and ("'" in match["ending"] or last_word(lead[: own.start()].rstrip())):
            yield match.end("ending") - len(own[0]), match.end("ending")


def _namesakes(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the names by which somebody else is called: *een tweede Thorbecke*, *de Drucker van onze tijd*."""
    for match in _after_adjective().finditer(plain):
        lead = _END_OF_SENTENCE.split(plain[max(match.start() - _AROUND, 0) : match.start()])[-1]
        behind = plain[match.end() : match.end() + _AROUND]
        if _said_of_somebody().search(lead) or any(
            first.search(lead) and then.match(behind) for first, then in _said_around()
        ):
            yield match.span("name")
    for match in _of_our_time().finditer(plain):
        lead = plain[max(match.start() - _AROUND, 0) : match.start()]
        own = _name_at_end().search(lead)
        if own is not None and re.search(rf"\b{_article()}$", lead[: own.start()], re.IGNORECASE):
            yield match.start() - len(own[0]), match.start()


@cache
def _marks() -> frozenset[str]:
    """Return the words of which one stands in every allusion."""
    listed = lexicon.names()
    return marks_of((*listed.of_a_person, *listed.namesake_adjectives, *listed.our_time.periods, "nu", "vandaag"))


@cache
def _one_name() -> re.Pattern[str]:
    return re.compile(name())


@cache
def _name_at_end() -> re.Pattern[str]:
    # Without the first word of the sentence: *Ook Thorbeckes dagboek*.
    plain = any_of(lexicon.persons().function_words)
    return re.compile(rf"(?<![\w@.-])(?!(?i:{plain})\s){name()}'?$")


@cache
def _of_names() -> re.Pattern[str]:
    return re.compile(rf"(?<=\s)van{GAP}(?={UPPER})(?P<names>{name()}(?:(?:,|{GAP}(?:en|of)){GAP}{name()})*)")


@cache
def _after_adjective() -> re.Pattern[str]:
    adjectives = any_of(lexicon.names().namesake_adjectives)
    return re.compile(rf"(?<=[\s\"“„'‘]){adjectives}{GAP}(?P<name>{name()})")


@cache
def _of_our_time() -> re.Pattern[str]:
    words = lexicon.names().our_time
    determiner, period = any_of(words.determiners), any_of(words.periods)
    return re.compile(rf"(?<!\s){GAP}van{GAP}(?:(?:{determiner}|de{GAP}\w+){GAP}{period}|nu|vandaag)(?!\w)")


@cache
def _article() -> str:
    return rf"{any_of(lexicon.names().namesake_articles)}\s+{_QUOTE}"


@cache
def _said_of_somebody() -> re.Pattern[str]:
    """Return what stands before a name that is said of a person: *hij is een*, *noemt hem een*, *zien haar als een*."""
    words = lexicon.names().somebody
    subject = f"(?:{any_of(words.subjects)}|(?:{titles()})(?:\\s+{name()})?)"
    other, linking, calling = any_of(words.objects), any_of(words.linking), any_of(words.calling)
    return re.compile(
        rf"(?<!\w)(?:(?i:{subject})\s+{_SOME_WORDS}(?:{linking})|(?i:{linking})\s+(?i:{subject})"
        rf"|(?i:{calling})\s+{_SOME_WORDS}(?:{other}|(?:{titles()}))|(?:{other})\s+{_SOME_WORDS}als)"
        rf"\s+{_SOME_WORDS}{_QUOTE}{_article()}$"
    )


@cache
def _said_around() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return what stands before and behind it: *die hem een … noemt*, *er zal geen … opstaan*."""
    words = lexicon.names().somebody
    other, calling, appearing = any_of(words.objects), any_of(words.calling), any_of(words.appearing)
    article = rf"{_QUOTE}{_article()}$"
    return (
        (
            re.compile(rf"(?<!\w)(?:{other})\s+{_SOME_WORDS}{article}", re.IGNORECASE),
            re.compile(rf"[\"”'’]?\s+(?:\w+\s+)?(?:{calling})(?!\w)"),
        ),
        (
            re.compile(article, re.IGNORECASE),
            re.compile(rf"\s+{_SOME_WORDS}{appearing}(?!\w)"),
        ),
        (
            re.compile(rf"(?<!\w){any_of(words.standing)}\s+{_SOME_WORDS}{article}", re.IGNORECASE),
            re.compile(r"\s+op(?!\w)"),
        ),
    )
