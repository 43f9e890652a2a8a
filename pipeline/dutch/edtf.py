"""Dates as EDTF (ISO 8601-2): a year, a month or a day, with `XXXX` for a year that is not known.

A season is the number that level 1 gives it in place of a month (`2023-23`, autumn); it has no days here.
Where a function speaks of the days of a date, `2024` has all days of that year and `2024-03` all days of that month.
"""

import datetime
import re
from calendar import monthrange
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch.commitment_words import commitment_words

PATTERN = r"(\d{4}|XXXX)(-\d\d(-\d\d)?)?"
UNKNOWN_YEAR = "XXXX"
FIRST_SEASON = 21  # spring; summer, autumn and winter follow
_LEAP_YEAR = "2024"
_LAST_WITHOUT_ABBREVIATION = 4  # letters: *mei*, *juni* and *juli* are written in full


def parse(text: str) -> str | None:
    """Return what a user gives as a date; None if it is none, or none that exists.

    >>> parse("2024-02-29"), parse("XXXX-02-29"), parse("2023-02-29"), parse("14 maart")
    ('2024-02-29', 'XXXX-02-29', None, None)
    """
    if not re.fullmatch(PATTERN, text, re.ASCII):
        return None
    return text if day(first_day(text.replace(UNKNOWN_YEAR, _LEAP_YEAR))) else None


def is_full(date: str) -> bool:
    """Return whether a date names a day."""
    return date.count("-") == 2


def has_year(date: str | None) -> bool:
    """Return whether a date says in which year it is."""
    return date is not None and not date.startswith(UNKNOWN_YEAR)


def year(date: str | None) -> str | None:
    """Return the year of a date; None if it is not known."""
    return date[:4] if date is not None and has_year(date) else None


def month(date: str | None) -> tuple[int, int] | None:
    """Return the year and the month of a date; None if it lacks one of them."""
    if date is None or not has_year(date):
        return None
    year, number, _ = _parts(date)
    return (int(year), number) if number else None


def half_year(date: str | None) -> str | None:
    """Return the half of the year of a date, such as `1e helft 2023`; None if the month is not known."""
    found = month(date)
    return f"{1 if found[1] <= 6 else 2}e helft {found[0]}" if found else None


def day(date: str | None) -> datetime.date | None:
    """Return the day that a date names; None if it names none, or none that exists."""
    try:
        return datetime.date.fromisoformat(date or "")
    except ValueError:
        return None


def first_day(date: str) -> str:
    """Return the first day of a date.

    >>> first_day("2024"), first_day("2024-03")
    ('2024-01-01', '2024-03-01')
    """
    return date + "-01-01"[len(date) - 4 :]


def last_day(date: str) -> str:
    """Return the last day of a date that has a year.

    >>> last_day("2024"), last_day("2024-02")
    ('2024-12-31', '2024-02-29')
    """
    year, month, day = (*date.split("-"), "", "")[:3]
    try:
        n_days = monthrange(int(year), int(month or "12"))[1]
    except ValueError:  # a report may print a month that is none
        n_days = 31
    return f"{year}-{month or '12'}-{day or n_days}"


def sort_key(date: str | None) -> tuple[int, int, int, int]:
    """Return the place of a date in time; a date without a year comes after all dates with one.

    A month without a day comes before the days of that month, a year before its months.
    """
    if date is None:
        return (2, 0, 0, 0)
    year, month, day = _parts(date)
    if year == UNKNOWN_YEAR:
        return (1, 0, month, day)
    return (0, int(year), month, day)


def contradict(one: str, other: str) -> bool:
    """Return whether two dates cannot both be right, as far as both say.

    >>> contradict("2023-07", "2023-07-18"), contradict("XXXX-07-18", "2023-07-19")
    (False, True)
    """
    pairs = zip(one.split("-"), other.split("-"), strict=False)
    return any(first != second and UNKNOWN_YEAR not in (first, second) for first, second in pairs)


def is_before(one: str, other: str) -> bool:
    """Return whether a date is the same as another or earlier, as far as both say."""
    if not has_year(one) or not has_year(other):
        return one == other
    length = min(len(one), len(other))
    return one == other or one[:length] < other[:length]


def has_year_of(date: str, other: str) -> bool:
    """Return whether another date says in which year a date without one is: it is the same day or month."""
    return _lacks_year(date) and has_year(other) and date[4:] == other[4:]


def in_month(date: str, other: str) -> str | None:
    """Return a day without a year with that of a month it falls in; None if it does not.

    >>> in_month("XXXX-04-11", "2024-04"), in_month("XXXX-05-11", "2024-04")
    ('2024-04-11', None)
    """
    is_in = _lacks_year(date) and len(other) == len("2023-07") and date[4:7] == other[4:]
    return f"{other}{date[7:]}" if is_in else None


def roll_over(date: str, after: str) -> str:
    """Give a day without a year the first year in which it falls after another date.

    Stays open where the other date has no year either.

    >>> roll_over("XXXX-01-12", "2023-11-30"), roll_over("XXXX-02-29", "2024-03-01")
    ('2024-01-12', '2028-02-29')
    """
    if not _lacks_year(date) or not has_year(after):
        return date
    in_year = date[5:]
    is_over = in_year <= after[5:] or (len(after) == len("2023-07") and in_year[:2] <= after[5:])
    return _in_year(in_year, int(after[:4]) + is_over, step=1)


def roll_back(date: str, before: str) -> str:
    """Give a day without a year the last year in which it falls on or before another day.

    >>> roll_back("XXXX-12-14", "2024-01-08")
    '2023-12-14'
    """
    if not _lacks_year(date) or not has_year(before):
        return date
    return _in_year(date[5:], int(before[:4]) - (date[5:] > before[5:]), step=-1)


def label(date: str | None, printed: str | None = None) -> str:
    """Return a date as a Dutch reader expects it.

    Parameters
    ----------
    date
        An EDTF date, or None if it is not known.
    printed
        The date as the report prints it, used where `date` is None.

    Returns
    -------
    str
        Such as `14 mrt 2023`, `nov 2023`, `najaar 2023`, `2023` or `18 juli (jaar onbekend)`.
    """
    if date is None:
        return printed or "datum onbekend"
    year, month, day = _parts(date)
    seasons = commitment_words().deadlines.seasons
    if FIRST_SEASON <= month < FIRST_SEASON + len(seasons):
        return f"{seasons[month - FIRST_SEASON][0]} {year}"
    if month > 12:
        return printed or date
    words = [str(day)] if day else []
    words += [_short_months()[month - 1]] if month else []
    if year != UNKNOWN_YEAR:
        return " ".join([*words, year])
    return f"{' '.join(words)} (jaar onbekend)" if words else "datum onbekend"


def _lacks_year(date: str) -> bool:
    """Return whether a date names a day or month of a year that is not known."""
    return date.startswith(f"{UNKNOWN_YEAR}-")


def _in_year(in_year: str, year: int, step: int) -> str:
    """Return a day of a year, or of the next year that has it: 29 February."""
    while in_year == "02-29" and monthrange(year, 2)[1] < 29:
        year += step
    return f"{year:04d}-{in_year}"


def _parts(date: str) -> tuple[str, int, int]:
    year, month, day = (*date.split("-"), "0", "0")[:3]
    return year, int(month), int(day)


@cache
def _short_months() -> tuple[str, ...]:
    """Return the months as a label prints them: the first of their abbreviations, short names in full."""
    return tuple(
        forms[0] if len(forms[0]) <= _LAST_WITHOUT_ABBREVIATION else forms[1] for forms in lexicon.calendar().months
    )
