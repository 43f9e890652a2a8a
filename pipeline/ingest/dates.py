"""Dutch dates in running text, as EDTF (ISO 8601-2).

`18 juli` without a year becomes `XXXX-07-18`, `maart 2024` becomes `2024-03`.
"""

import datetime
import re
from functools import cache

from pipeline.ingest.records import PrintedDate
from pipeline.resources import load_toml


def find_dates(text: str) -> list[PrintedDate]:
    """Return the dates in a text in the order in which they stand; impossible dates are left out."""
    found = []
    for match in _pattern().finditer(text):
        edtf = _edtf(match)
        if edtf is not None:
            printed = match.group()
            found.append(PrintedDate(edtf=edtf, text=" ".join(printed.split()), start=match.start()))
    return found


def is_full(edtf: str) -> bool:
    """Return whether a date names a day."""
    return edtf.count("-") == 2


def roll_over(edtf: str, after: str) -> str:
    """Give a day without a year the first year in which it falls after another date.

    Stays open where the other date has no year either.
    """
    if not edtf.startswith("XXXX-") or after.startswith("XXXX"):
        return edtf
    year = int(after[:4])
    day = edtf[5:]
    if day <= after[5:] or (len(after) == 7 and day[:2] <= after[5:7]):
        year += 1
    return f"{year:04d}-{day}"


def _edtf(match: re.Match[str]) -> str | None:
    fields = match.groupdict()
    year = next((fields[name] for name in ("year1", "year2", "year3", "year4") if fields[name]), None)
    day = fields["day1"] or fields["day2"] or fields["day3"]
    if fields["month1"] or fields["month4"]:
        month = _months()[(fields["month1"] or fields["month4"]).casefold().rstrip(".")]
    else:
        month = int(fields["month2"] or fields["month3"])
    if day is None:
        return f"{year}-{month:02d}"
    try:
        datetime.date(int(year or 2024), month, int(day))  # 2024: 29 February without a year is possible
    except ValueError:
        return None
    return f"{year or 'XXXX'}-{month:02d}-{int(day):02d}"


@cache
def _months() -> dict[str, int]:
    months = load_toml("kalender.toml")["maanden"]
    return {name: number for number, names in enumerate(months, start=1) for name in names}


@cache
def _pattern() -> re.Pattern[str]:
    # Only an abbreviation takes the full stop with it.
    names = "|".join(
        re.escape(name) if len(name) > 4 or name in ("mei", "juni", "juli") else rf"{re.escape(name)}\b\.?"
        for name in sorted(_months(), key=len, reverse=True)
    )
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"""
        \b(?P<day1>\d{{1,2}})(?:\s?[eE]|ste|de)?\s+(?P<month1>{names})(?!\w)(?:[\s,]+(?P<year1>{year})\b)?
        | \b(?P<year2>{year})-(?P<month2>\d{{2}})-(?P<day2>\d{{2}})\b
        | \b(?P<day3>\d{{1,2}})\s?[-/.]\s?(?P<month3>\d{{1,2}})\s?[-/.]\s?(?P<year3>{year})\b
        | \b(?P<month4>{names})(?!\w)\s+(?P<year4>{year})\b
        """,
        re.IGNORECASE | re.VERBOSE,
    )
