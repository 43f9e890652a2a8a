"""By when something will be done, in running text: *vóór 1 mei*, *volgende week*, *in het najaar*; and when that is."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.dutch import edtf, lexicon
from pipeline.dutch.commitment_words import DeadlineWords, commitment_words
from pipeline.dutch.dates import find_dates
from pipeline.dutch.lexicon import any_of

_LONGEST_AHEAD = 330  # days; a day without a year that is further off may as well be past
_DAYS_OF_WEEK = 7


@dataclass(frozen=True)
class Deadline:
    """A phrase that says by when: half-open offsets, its words, and whether it gives the last day (*uiterlijk*)."""

    start: int
    end: int
    text: str
    is_latest: bool


def find_deadlines(text: str) -> list[Deadline]:
    """Return the deadlines in a text, in order.

    >>> [deadline.text for deadline in find_deadlines("Ria belt vóór 1 mei, Tom volgende week nog.")]
    ['vóór 1 mei', 'volgende week nog']
    """
    found = []
    for match in _phrase().finditer(text):
        if match.group()[0].isdigit() and _no_deadline().search(text[: match.start()]):
            continue
        is_latest = not _words().latest.isdisjoint(match.group().casefold().split())
        found.append(Deadline(match.start(), match.end(), match.group(), is_latest))
    return found


def resolve(phrase: str, session: str | None, next_session: str | None = None) -> str | None:
    """Return when a deadline is, as EDTF; None where that is not certain.

    A day that *vóór* or *uiterlijk* stands before counts as it is printed; of a week the Sunday.

    Parameters
    ----------
    phrase
        The words of a deadline.
    session, next_session
        The dates of the session in which it was said, and of the next one.

    Examples
    --------
    >>> resolve("vóór 1 mei", "2024-03-12"), resolve("volgende week", "2024-03-12"), resolve("najaar 2023", None)
    ('2024-05-01', '2024-03-24', '2023-23')
    """
    phrase = phrase.casefold()
    words = _words()
    if not set(re.findall(r"\w+", phrase)).isdisjoint(words.open_ended):
        return None
    return next(filter(None, _readings(phrase, session, next_session)), None)


def _readings(phrase: str, session: str | None, next_session: str | None) -> Iterator[str | None]:
    """Yield what each way of telling a time makes of a phrase."""
    dates = find_dates(phrase)
    if dates:
        yield _ahead(dates[0].edtf, session)
        return
    words = _words()
    year = re.search(r"\b(?:19|20)\d\d\b", phrase)
    if short := _short_date().search(phrase):
        parsed = edtf.parse(f"{edtf.UNKNOWN_YEAR}-{int(short['month']):02d}-{int(short['day']):02d}")
        yield parsed and _ahead(parsed, session)
    for number, names in enumerate(words.seasons, start=edtf.FIRST_SEASON):
        if re.search(rf"\b(?:{any_of(frozenset(names))})\b", phrase):
            yield f"{year.group()}-{number}" if year else _season_ahead(number, session)
            return
    if month := _month().search(phrase):
        yield _ahead(f"{edtf.UNKNOWN_YEAR}-{_number_of(month.group()):02d}", session)
    if not edtf.has_year(session) or session is None:
        return
    if re.search(rf"\b(?:{any_of(words.next)})\s+\w*(?:{any_of(words.occasions)})\b", phrase):
        yield next_session if edtf.has_year(next_session) else None
        return
    is_now = re.search(rf"\b(?:{any_of(words.now)})\b", phrase) is not None
    is_next = re.search(rf"\b(?:{any_of(words.next)})\b", phrase) is not None
    unit = _unit_in(phrase)
    if unit == "years" and (is_now or is_next):
        yield f"{int(session[:4]) + is_next:04d}"
    elif unit == "months" and (is_now or is_next):
        yield _month_from(session, int(is_next))
    elif (day := edtf.day(session)) is not None:
        yield _day_from(phrase, day, unit, is_now=is_now, is_next=is_next)


def _day_from(phrase: str, day: datetime.date, unit: str | None, *, is_now: bool, is_next: bool) -> str | None:
    """Return the day that a phrase tells, counted from a day."""
    words = _words()
    if unit == "weeks" and (is_now or is_next):
        sunday = day + datetime.timedelta(days=_DAYS_OF_WEEK - day.isoweekday())
        return (sunday + datetime.timedelta(days=_DAYS_OF_WEEK * is_next)).isoformat()
    for ahead, listed in enumerate((words.today, words.tomorrow, words.after_tomorrow)):
        if re.search(rf"\b(?:{any_of(listed)})\b", phrase):
            return (day + datetime.timedelta(days=ahead)).isoformat()
    counted = re.search(rf"\bbinnen (\d{{1,2}}|{any_of(frozenset(words.numbers))}) (?:werk)?\w+", phrase)
    if counted and unit in ("days", "weeks"):
        number = int(counted[1]) if counted[1].isdigit() else words.numbers.index(counted[1]) + 1
        return (day + datetime.timedelta(days=number * (_DAYS_OF_WEEK if unit == "weeks" else 1))).isoformat()
    if weekday := _weekday().search(phrase):
        names = [forms[0] for forms in lexicon.calendar().weekdays]
        ahead = (names.index(weekday["day"]) - day.weekday()) % _DAYS_OF_WEEK
        # On a Friday *vrijdag* may be today or in a week; *elke vrijdag* has no end.
        return (
            (day + datetime.timedelta(days=ahead)).isoformat()
            if ahead and not is_next and weekday["each"] is None
            else None
        )
    return None


def _ahead(date: str, session: str | None) -> str | None:
    """Return a date without a year in the year in which it comes next, unless it is too far ahead to be sure."""
    if edtf.has_year(date):
        return date
    if session is None or not edtf.has_year(session):
        return None
    if date[5:] == session[5:]:
        return session
    ahead = edtf.roll_over(date, session)
    first, last = edtf.day(edtf.first_day(session)), edtf.day(edtf.first_day(ahead))
    is_near = first is not None and last is not None and (last - first).days <= _LONGEST_AHEAD
    return ahead if is_near else None


def _season_ahead(number: int, session: str | None) -> str | None:
    """Return a season of the year of a session, if it is still to begin then."""
    month = edtf.month(session)
    first_month = (number - edtf.FIRST_SEASON + 1) * 3
    is_winter = number == edtf.FIRST_SEASON + 3  # lies in two years
    return f"{month[0]}-{number}" if month and not is_winter and month[1] < first_month else None


def _month_from(session: str, ahead: int) -> str | None:
    month = edtf.month(session)
    if month is None:
        return None
    years, months = divmod(month[1] - 1 + ahead, 12)
    return f"{month[0] + years:04d}-{months + 1:02d}"


def _unit_in(phrase: str) -> str | None:
    words = _words()
    units = {"days": words.days, "weeks": words.weeks, "months": words.months, "years": words.years}
    return next((name for name, listed in units.items() if re.search(rf"\b(?:{any_of(listed)})\b", phrase)), None)


def _number_of(month: str) -> int:
    return next(number for number, names in enumerate(lexicon.calendar().months, start=1) if month.rstrip(".") in names)


def _words() -> DeadlineWords:
    return commitment_words().deadlines


@cache
def _short_date() -> re.Pattern[str]:
    return re.compile(r"\b(?P<day>\d{1,2})[/-](?P<month>\d{1,2})\b(?![/-])")


@cache
def _month() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(frozenset(name for names in lexicon.calendar().months for name in names))})\b")


@cache
def _weekday() -> re.Pattern[str]:
    names = any_of(frozenset(forms[0] for forms in lexicon.calendar().weekdays))
    parts = any_of(lexicon.document_parts().series.times_of_day)
    return re.compile(rf"(?P<each>\belke\s+)?\b(?P<day>{names})(?:{parts})?\b")


@cache
def _no_deadline() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(_words().no_deadline)})\s+(?:van\s+)?$", re.IGNORECASE)


@cache
def _phrase() -> re.Pattern[str]:
    """Return the pattern of a deadline with what stands before and behind it."""
    words = _words()
    names = lexicon.calendar().month_names
    short = frozenset(name for forms in lexicon.calendar().months for name in forms) - names
    months = rf"(?:(?:{any_of(names)})\b|(?:{any_of(short)})\b\.?)"
    weekdays = any_of(frozenset(forms[0] for forms in lexicon.calendar().weekdays))
    units = any_of(words.days | words.weeks | words.months | words.quarters | words.years)
    seasons = any_of(frozenset(name for forms in words.seasons for name in forms))
    ordinals = any_of(frozenset(lexicon.word_classes().ordinals[:4]))
    numbers = rf"\d{{1,2}}|{any_of(frozenset(words.numbers))}"
    year = r"(?:\s+(?:van\s+)?(?:19|20)\d\d)?"
    short_day = r"[0-3]?\d[/-](?:0?[1-9]|1[0-2])(?:[/-](?:20)?\d\d)?(?![/-]?\d)"
    day = rf"\d{{1,2}}e?\s+{months}{year}|{short_day}|20\d\d-\d\d-\d\d"
    times_of_day = any_of(lexicon.document_parts().series.times_of_day)
    articles = any_of(lexicon.word_classes().articles)
    named = any_of(lexicon.determiners())
    article = rf"(?:(?:{articles})\s+)?"
    hour = r"(?:\s+(?:om\s+|vóór\s+)?\d{1,2}[.:]\d\d(?:\s+uur)?)?"
    following = rf"(?:{any_of(words.next | words.now)})"
    # Nothing is needed before these; before those that are `bound` a preposition is.
    free = "|".join(
        [
            rf"(?:(?:elke|iedere|{following})\s+)?(?:{weekdays})(?:{times_of_day})?\b(?:\s+(?:{day}))?{hour}",
            rf"(?:{day}){hour}",
            rf"{article}{following}\s+(?:\w+e\s+)?\w*(?:{any_of(words.occasions)})\b",
            rf"{article}{following}\s+(?:{units}|{seasons}|nachten)\b",
            rf"(?:{seasons})\s+(?:19|20)\d\d",
            rf"{months}\s+20\d\d",
            rf"(?:{any_of(words.today | words.tomorrow | words.after_tomorrow | words.soon)})\b",
            rf"(?:{any_of(words.before_number)})\s+(?:{numbers})\s+(?:\w+e?\s+)?(?:werk)?(?:{units})\b",
        ]
    )
    bound = "|".join(
        [
            rf"(?:(?:{any_of(words.parts)})\s+)?{months}{year}",
            rf"(?:{articles})\s+(?:{ordinals})\s+(?:kwartaal|helft\s+van\s+\w+){year}",
            rf"{article}(?:{seasons})\b{year}",
            rf"{article}(?:{any_of(words.periods)})\b",
            r"week\s+\d{1,2}\b",
            r"q[1-4]\b(?:\s+20\d\d)?",
            rf"(?:het\s+)?einde?\s+van\s+(?:{named})\s+(?:{units})\b",
            # What an event is named by: *vóór de raad van februari*.
            rf"(?:{articles})\s+[\w-]+\s+van\s+(?:{day}|{months})",
        ]
    )
    accented = rf"vóór\s+(?:{articles})\s+(?:\w+e\s+)?[\w-]+"  # the accents say that time is meant
    before = rf"(?:(?:{any_of(words.before_that)})\s+)?"
    bare = rf"(?:(?<=gereed )|(?<=klaar ))(?:{bound})"
    return re.compile(
        rf"(?<![\w-]){before}(?:(?:{any_of(words.before)})\s+(?:{free}|{bound})|{accented}|{free}|{bare})"
        r"(?:\s+nog\b)?(?!\w)",
        re.IGNORECASE,
    )
