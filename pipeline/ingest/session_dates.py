"""When a session was and when the next one is, by what the report says of each date."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby, pairwise

from pipeline.dutch.dates import PrintedDate, wrong_weekday
from pipeline.dutch.edtf import contradict, has_year, has_year_of, is_before, is_full, parse, roll_back, roll_over
from pipeline.dutch.lexicon import any_of, document_parts, word_classes
from pipeline.ingest.closings import announces_session, closing_kind, names_session
from pipeline.ingest.records import FRONT_MATTER, Layout, Part
from pipeline.ingest.told_dates import ToldDate, meaning_of_label, told_dates
from pipeline.ingest.vocabulary import field_name

_DATELINE_WORDS, _MAX_NEXT_WORDS = 12, 6
_CLOSING_SHARE = 3  # the last third of a report closes it
_OUTSIDE = ("metadata", "attendance", "introduction", "procedural", "next_session", "boilerplate")
_YEAR = re.compile(r"(?<![\d.,-])20\d\d(?![\d.,]\d|\d)")
_FRONT_PARTS = 40  # parts among which stands what heads a report


def session_date(layout: Layout, of_file: str | None = None) -> PrintedDate | None:
    """Return the date of the session: of a field that says so, the title, a date field or line, the introduction.

    Parameters
    ----------
    layout
        The session.
    of_file
        The date in the name of the file: it comes before a date in a sentence that does not say when the session was.
    """
    told = told_dates([*_head(layout), *layout.around])
    for candidates in _by_trust(layout, told):
        full = [one for one in candidates if is_full(one.date.edtf)]
        if candidates:
            chosen = (full or candidates)[0]
            if of_file is not None and _is_of_something_else(chosen) and contradict(chosen.date.edtf, of_file):
                return None
            return _with_year(chosen.date, layout, told)
    return None


def next_session_date(layout: Layout, session: str | None) -> PrintedDate | None:
    """Return the date of the next session; without a year it is the first such day after the session."""
    parts = (*layout.parts, *layout.around)
    for date in _next_dates(parts):
        if session is None:
            return date
        if has_year_of(date.edtf, session):
            continue  # the session itself
        if not is_before(date.edtf, session):
            return PrintedDate(roll_over(date.edtf, session), date.text, date.start)
    return None


def _head(layout: Layout) -> list[Part]:
    """Return the parts that may say when the session was: all outside the passages, and the first lines of any kind."""
    first = next((index for index, part in enumerate(layout.parts) if part.kind == "body"), _FRONT_PARTS)
    return [
        part
        for index, part in enumerate(layout.parts)
        if part.kind in ("metadata", "introduction", "title", "attendance")
        or (index < _FRONT_PARTS and part.kind in ("body", "procedural", "heading"))
        or (index < first and part.kind == "boilerplate")  # below the passages stand tables of actions and the like
    ]


def _by_trust(layout: Layout, told: Sequence[ToldDate]) -> Iterator[list[ToldDate]]:
    """Yield dates that may be that of the session, the surest first."""
    own = [one for one in told if one.meaning not in ("next", "document")]
    metadata = [one for one in own if one.part.kind == "metadata"]
    introduction = [one for one in own if one.part.kind == "introduction"]
    yield [one for one in own if one.meaning == "session"]
    if layout.is_published or any(
        _starts_with_field(part, document_parts().dates.letter_fields) for part in layout.parts
    ):
        # A letter, memo or news item has a date of its own: the session's is in its subject or first sentences.
        yield [one for one in metadata if _starts_with_field(one.part, document_parts().subject.fields)]
        yield _of_sentences([one for one in introduction if not _is_dateline(one)])
    yield [one for one in own if one.part.kind == "title"]
    yield [one for one in own if one.meaning == "date"]
    yield [one for one in introduction if _is_dateline(one)]
    yield _of_sentences(introduction)
    yield metadata
    yield [one for one in told if one.part.block.style == FRONT_MATTER]


def _is_dateline(told: ToldDate) -> bool:
    return len(told.part.block.text.split(maxsplit=_DATELINE_WORDS)) <= _DATELINE_WORDS


def _is_of_something_else(told: ToldDate) -> bool:
    """Return whether a date stands in a sentence that does not say that the session was then."""
    is_sentence = told.part.kind in ("introduction", "body") and told.meaning is None and not _is_dateline(told)
    return is_sentence and _held().search(told.sentence) is None


def _of_sentences(told: Iterable[ToldDate]) -> list[ToldDate]:
    """Return dates in sentences, those first that are said to be a day on which something was."""
    dates = [
        one
        for one in told
        if closing_kind(one.sentence) != "next_session" and not _before_other_date().search(one.before)
    ]
    return sorted(dates, key=lambda one: not (one.date.weekday or is_full(one.date.edtf)))


def _with_year(date: PrintedDate, layout: Layout, told: Sequence[ToldDate]) -> PrintedDate:
    """Give a day without a year that of the letter, version or page that tells of it: the last such day before it.

    The day of the week, where it is printed, has to agree.
    """
    if has_year(date.edtf):
        return date
    same = next((one.date.edtf for one in told if has_year_of(date.edtf, one.date.edtf)), None)
    if same is not None:
        return replace(date, edtf=same)
    known = [one.date.edtf for one in told if one.meaning == "document"]
    known += [layout.published] if layout.published is not None else []
    for other in known:
        if is_full(other) and has_year(other):
            dated = replace(date, edtf=roll_back(date.edtf, other))
            if wrong_weekday(dated) is None:
                return dated
    return _in_year_of_weekday(date, layout)


def _in_year_of_weekday(date: PrintedDate, layout: Layout) -> PrintedDate:
    """Give a day the one year of those in the report in which it falls on the day of the week that is printed."""
    if date.weekday is None:
        return date
    years = {year for part in (*layout.parts, *layout.around) for year in _YEAR.findall(part.block.text)}
    days = [day for year in sorted(years) if (day := parse(f"{year}{date.edtf[4:]}")) is not None]
    fitting = [one for one in (replace(date, edtf=day) for day in days) if wrong_weekday(one) is None]
    return fitting[0] if len(fitting) == 1 else date


def _next_dates(parts: Sequence[Part]) -> Iterator[PrintedDate]:
    """Yield dates that may be that of the next session, the surest first."""
    told = [one for one in told_dates(parts) if one.part.kind != "action_list" and one.meaning != "document"]
    yield from (one.date for one in told if one.meaning == "next" and one.part.kind != "body")
    announced = [
        one
        # What is said of it where it is due comes before what stands in older messages and the like.
        for one in sorted(told, key=lambda one: one.part.kind == "next_session")
        if closing_kind(one.sentence) == "next_session"
        or (one.part.kind in _OUTSIDE and announces_session(one.sentence))
        or one.meaning == "next"
        or _points_back(one)
    ]
    by_sentence = [[*dates] for _, dates in groupby(announced, key=lambda one: (id(one.part), one.sentence))]
    yield from (one.date for dates in reversed(by_sentence) for one in dates)
    yield from (one.date for one in told if one.part.kind == "next_session" and _is_of_session(one))
    closing = {id(part) for part in parts[-len(parts) // _CLOSING_SHARE :]}
    yield from (
        one.date
        for one in reversed(told)
        if id(one.part) in closing and one.part.kind != "attendance" and _session_is_on().search(one.before)
    )
    below = _below_next(parts)
    yield from (one.date for one in told if id(one.part) in below and one.part.kind == "body")


def _points_back(told: ToldDate) -> bool:
    """Return whether a sentence gives the date of a session that the one before it announces: *Dat is op 9 maart*."""
    if _pointing().match(told.sentence) is None:
        return False
    words = set(told.previous.casefold().rstrip(" .!").split())
    return not words.isdisjoint(document_parts().closing.next | document_parts().dates.next_labels)


def _below_next(parts: Sequence[Part]) -> set[int]:
    """Return the first passages (by identity) below headings that announce the next session, whatever they hold."""
    return {
        id(part)
        for above, part in pairwise(parts)
        if above.kind == "heading" and meaning_of_label(above.block.text) == "next"
    }


def _is_of_session(told: ToldDate) -> bool:
    """Return whether a date under a heading such as *Vervolg* is that of a session, not of what will be done."""
    folded, closing = told.sentence.casefold(), document_parts().closing
    is_again = any(phrase in folded for phrase in closing.next_session | closing.meeting_again)
    return is_again or names_session(told.sentence) or len(told.sentence.split()) <= _MAX_NEXT_WORDS


@cache
def _session_is_on() -> re.Pattern[str]:
    """Return a pattern of what stands before the date in *De voorjaars-ALV is op zaterdag 22 april*."""
    classes, closing = word_classes(), document_parts().closing
    kinds = any_of(frozenset(word.lstrip("*") for word in closing.sessions - document_parts().dates.reports))
    verbs = any_of(closing.of_one_session)
    return re.compile(
        rf"(?:^|[:;–-]\s+){any_of(classes.definite_articles)}\s+(?:[\w’'-]+\s+)?[\w’'-]*{kinds}\s+(?:\S+\s+)?{verbs}\s+op\s+(?:\w+\s+)?$",
        re.IGNORECASE,
    )


@cache
def _pointing() -> re.Pattern[str]:
    closing = document_parts().closing
    return re.compile(rf"{any_of(closing.pointing_back)}\s+{any_of(closing.of_one_session)}\b", re.IGNORECASE)


def _starts_with_field(part: Part, names: frozenset[str]) -> bool:
    name = field_name(part.block.text) if part.kind == "metadata" else None
    return name is not None and name.casefold() in names


@cache
def _held() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(document_parts().dates.held)}\b", re.IGNORECASE)


@cache
def _before_other_date() -> re.Pattern[str]:
    words = any_of(document_parts().dates.before_other)
    return re.compile(rf"\b{words}\s+(?:\w+dag\s+)?$", re.IGNORECASE)
