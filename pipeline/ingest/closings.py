"""What is said of the series at the end of a report, and of sessions to come: words from `documentdelen.toml`."""

import datetime
import re
from functools import cache, lru_cache

from pipeline.dutch.dates import find_dates
from pipeline.dutch.edtf import day, has_year, is_full
from pipeline.dutch.headings import WORD
from pipeline.dutch.lexicon import any_of, determiners, document_parts, word_classes

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^a-z])")
_SESSION_NUMBER = re.compile(r"(?:\d{1,2}|[ivx]{1,4}|[a-h])[:.)]?")


@lru_cache(maxsize=64)  # asked of each date of a sentence
def closing_kind(paragraph: str) -> str | None:
    """Return `next_session` or `boilerplate` if a paragraph at the end speaks of the series, else None.

    Its first sentence names a kind of session (*gesprek*, *reeks*), and one of its sentences says of
    it what is said of sessions (*vindt plaats op*, *onderdeel van*) or refers the reader elsewhere.
    """
    sentences = [sentence.casefold() for sentence in _SENTENCE_END.split(" ".join(paragraph.split()))]
    kinds = [_closing_sentence_kind(sentence) for sentence in sentences]
    if kinds[0] is None and not names_session(sentences[0]):
        return None
    return next((kind for kind in kinds if kind is not None), None)


def _closing_sentence_kind(sentence: str) -> str | None:
    closing = document_parts().closing
    if any(phrase in sentence for phrase in closing.referring):
        return "boilerplate"
    has_date = bool(find_dates(sentence))
    numbered = _numbered_next().match(sentence)
    if has_date and numbered and _is_session_word(numbered["kind"]):
        return "next_session"
    if has_date and any(phrase in sentence for phrase in closing.meeting_again):
        return "next_session"
    if not names_session(sentence):
        return None
    if has_date and any(phrase in sentence for phrase in closing.next_session):
        return "next_session"
    if any(phrase in sentence for phrase in closing.boilerplate):
        return "boilerplate"
    return None


@lru_cache(maxsize=64)
def announces_session(sentence: str) -> bool:
    """Return whether a sentence gives the date of a session to come (*De vierde tafel is op 8 december in Sneek*)."""
    folded = " ".join(sentence.casefold().split())
    is_named = names_session(folded) or _next_of_its_kind().search(folded) is not None
    is_announced = _names_turn_and_verb(folded) or folded.find(":") > 0
    return is_named and is_announced and bool(find_dates(sentence))


def _names_turn_and_verb(folded: str) -> bool:
    """Return whether a sentence has a word for which session it is and one that announces it, in any order."""
    turn, verb = _announcement_patterns()
    turns, verbs = ([match.span() for match in pattern.finditer(folded)] for pattern in (turn, verb))
    return bool(turns and verbs) and (turns[0][1] <= verbs[-1][0] or verbs[0][1] <= turns[-1][0])


@cache
def _announcement_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    # Apart: one pattern with both and anything between them takes the square of the length of a sentence.
    words = (any_of(*_turns()), any_of(document_parts().closing.announcing))
    turn, verb = (re.compile(rf"\b{any_word}\b") for any_word in words)
    return turn, verb


@cache
def _next_of_its_kind() -> re.Pattern[str]:
    closing, verbs = document_parts().closing, any_of(document_parts().closing.of_one_session)
    classes = word_classes()
    turn = f"{any_of(classes.definite_articles)} {any_of(classes.ordinals[1:], document_parts().series.turns)}"
    next_one = rf"{any_of(closing.determiners)} volgende \w+ {verbs}"
    return re.compile(rf"\b{next_one}\b|\b{turn} is op\b|\b{any_of(closing.next)} \w+:")


@cache
def _numbered_next() -> re.Pattern[str]:
    return re.compile(rf"^(?P<kind>\w+) \d{{1,2}} {any_of(document_parts().closing.of_one_session)}\b")


@cache
def _turns() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words that say which session of a series it is."""
    return document_parts().closing.turns, word_classes().ordinals


def names_one_session(heading: str) -> bool:
    """Return whether a heading numbers or dates a session: `Wijktafel 2: …`, `Sessie op 3 mei`."""
    words = heading.casefold().split()
    if len(words) > 1 and any(words[0] in listed for listed in _turns()) and _is_session_word(words[1].rstrip(":")):
        return True
    opens = bool(words) and _is_session_word(words[0].rstrip(":"))
    return opens and (bool(find_dates(heading)) or (len(words) > 1 and _SESSION_NUMBER.fullmatch(words[1]) is not None))


def opening_day(heading: str) -> datetime.date | None:
    """Return the day that a heading opens with: *2024-03-05*, *vr 23-6-23, raadzaal*."""
    date = next(iter(find_dates(heading)), None)
    if date is None or not is_full(date.edtf) or not has_year(date.edtf):
        return None
    lead = heading[: date.start].strip(" .,")
    return day(date.edtf) if lead == (date.weekday or "") else None


def is_about_series(heading: str) -> bool:
    """Return whether a heading announces the series itself: `Over Spoor 3`, `Over de dialoogtafels`."""
    words = heading.split()
    opening = next(
        (phrase.split() for phrase in document_parts().closing.about if heading.casefold().startswith(phrase + " ")),
        None,
    )
    if opening is None:
        return False
    return all(
        word[0].isupper()
        or word[0].isdigit()
        or word in document_parts().closing.beside_series
        or word in determiners()
        or names_session(word.casefold())
        for word in words[len(opening) :]
    )


def opens_about(heading: str) -> bool:
    """Return whether a heading begins as one about the series does: `Over …`, `Wat is …`."""
    folded = heading.casefold()
    return any(folded.startswith(f"{phrase} ") for phrase in document_parts().closing.about)


def speaks_of_series(paragraph: str) -> bool:
    """Return whether a paragraph speaks of the series as such: *in deze reeks*, *het programma*."""
    return _series_as_such().search(paragraph.casefold()) is not None


@cache
def _series_as_such() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(determiners())}\s+{any_of(document_parts().series.nouns)}\b")


def names_session(sentence: str) -> bool:
    """Return whether a text names a kind of session: *gesprek*, *dialoogtafel*, *reeks*."""
    return any(_is_session_word(word) for word in WORD.findall(sentence))


@cache
def _is_session_word(word: str) -> bool:
    return any(
        word.endswith(known[1:]) if known.startswith("*") else word == known
        for known in document_parts().closing.sessions
    )
