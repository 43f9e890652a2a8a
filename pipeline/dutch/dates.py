"""Dutch dates in running text, as EDTF (ISO 8601-2).

`18 juli` without a year becomes `XXXX-07-18`, `maart 2024` becomes `2024-03`.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from pipeline.dutch import edtf, lexicon


@dataclass(frozen=True)
class PrintedDate:
    """A date in the text: EDTF value, the characters that print it, where, and the day of the week before it."""

    edtf: str
    text: str
    start: int
    weekday: str | None = None


def find_dates(text: str) -> list[PrintedDate]:
    """Return the dates in a text in the order in which they stand; impossible dates are left out."""
    found: list[PrintedDate] = []
    end = 0
    for match in _pattern().finditer(text):
        date = _date(match)
        if date is not None:
            weekday = match["weekday"]
            start = match.end("weekday_part") if weekday else match.start()
            if found and _between_days().fullmatch(text[end : match.start()]):
                # The year behind the last day of *30 november t/m 4 december 2023* is that of the first.
                found[-1] = replace(found[-1], edtf=edtf.roll_back(found[-1].edtf, date))
            found.append(PrintedDate(date, " ".join(text[start : match.end()].split()), start, weekday))
            end = match.end()
    return found


def wrong_weekday(date: PrintedDate) -> str | None:
    """Return the day of the week that a date falls on, if it is printed with another one."""
    day = edtf.day(date.edtf)
    if date.weekday is None or day is None:
        return None
    own = lexicon.calendar().weekdays[day.weekday()]
    return None if date.weekday.casefold() in own else own[0]


def prints_year(date: PrintedDate) -> bool:
    """Return whether the characters that print a date hold its year."""
    printed = find_dates(date.text)
    return bool(printed) and edtf.has_year(printed[0].edtf)


def date_of_file(name: str) -> str | None:
    """Return the date in the name of a file as EDTF: as in a text, as digits (`20230718`, `2023-07`), as `nov23`.

    Six digits are a date where the name begins with them: `230718 verslag`.
    """
    spaced = re.sub(r"[_\s]+", " ", name)
    found = sorted(find_dates(spaced), key=lambda date: not edtf.has_year(date.edtf))
    if found:
        return found[0].edtf
    short = _SHORT_DATE_OF_FILE.match(spaced)
    matches = [*_DATE_OF_FILE.finditer(spaced), *([short] if short else [])]
    for match in matches:
        year, *rest = filter(None, match.groups())
        date = edtf.parse("-".join([year if len(year) > len("23") else f"20{year}", *rest]))
        if date is not None:
            return date
    month = _month_of_file().search(spaced)
    if month is None:
        return None
    return f"{month['year'] or '20' + month['short']}-{_months()[month['month'].casefold()]:02d}"


def _date(match: re.Match[str]) -> str | None:
    fields = match.groupdict()
    year = next((fields[name] for name in ("year1", "year2", "year3", "year4", "year5") if fields[name]), None)
    if year is not None and len(year) < len("2023"):
        year = f"20{year[-2:]}"
    day = next((fields[f"day{form}"] for form in (1, 2, 3, 5, 6, 7) if fields[f"day{form}"]), None)
    named = fields["month1"] or fields["month4"] or fields["month7"]
    if named:
        month = _months()[named.casefold().rstrip(".")]
    else:
        month = int(fields["month2"] or fields["month3"] or fields["month5"] or fields["month6"])
    if day is None:
        return f"{year}-{month:02d}"
    return edtf.parse(f"{year or edtf.UNKNOWN_YEAR}-{month:02d}-{int(day):02d}")


_SHORT_DATE_OF_FILE = re.compile(r"(\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=[\s-]|$)")
_DATE_OF_FILE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-.]?(0[1-9]|1[0-2])[-.]?([0-3]\d)?(?!\d)")


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(lexicon.calendar().months, start=1) for name in names}


@cache
def _month_of_file() -> re.Pattern[str]:
    names = lexicon.any_of(frozenset(_months()))
    return re.compile(rf"(?<![^\W_])(?P<month>{names})(?:[\s-]?(?P<year>20\d\d)|(?P<short>\d\d))(?!\d)", re.IGNORECASE)


@cache
def _between_days() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[-–—]|{lexicon.any_of(lexicon.document_parts().dates.up_to)})\s*", re.IGNORECASE)


@cache
def _pattern() -> re.Pattern[str]:
    # Only an abbreviation takes the full stop with it.
    names = "|".join(
        re.escape(name) if name in lexicon.calendar().month_names else rf"{re.escape(name)}\b\.?"
        for name in sorted(_months(), key=len, reverse=True)
    )
    year = r"(?:19|20)\d\d"
    ordinal = lexicon.any_of(lexicon.word_classes().ordinal_endings)
    weekdays = "|".join(map(re.escape, lexicon.calendar().weekday_forms))
    # Of *12 en 13 maart* and *24 t/m 28 oktober* the first day counts.
    up_to = rf"(?:\s?(?:[-–—]|{lexicon.any_of(lexicon.document_parts().dates.up_to)})\s?\d{{1,2}}(?:e|{ordinal})?\b)?"
    weekday = rf"(?P<weekday_part>\b(?P<weekday>{weekdays})\b\.?,?\s+)?"
    return re.compile(
        rf"""
        {weekday}(?:
        \b(?P<day1>\d{{1,2}})(?:\s?e|{ordinal})?{up_to}(?:\s+|-)(?P<month1>{names})(?!\w)
            (?:(?:[\s,]+|-)(?P<year1>{year}\b|[’'‘]\d\d\b))?
        | \b(?P<year2>{year})-(?P<month2>\d{{1,2}})-(?P<day2>\d{{1,2}})(?=\b|T\d)
        | \b(?P<day3>\d{{1,2}})\s?[-/.]\s?(?P<month3>\d{{1,2}})\s?[-/.]\s?(?P<year3>{year})\b
        | \b(?P<day5>\d{{1,2}})(?P<mark>[-/])(?P<month5>\d{{1,2}})(?P=mark)(?P<year5>[’'‘]?\d\d)(?![-/\d])
        | \b(?P<month4>{names})(?!\w)\s+(?P<year4>{year})\b
        # *Begin mei, op de 3e*: the day behind its month needs the ending of an ordinal, and is no *3e verdieping*.
        | \b(?P<month7>{names})(?!\w),?\s+op\s+(?P<on>(?:{weekdays})\s+)?(?:de\s+)?
            (?P<day7>\d{{1,2}})\s?(?:e|{ordinal})\b(?(on)|(?!\s+(?!om\b)\w))
        # Day and month in figures alone may be anything, unless the day of the week stands before them: *do 31-10*.
        | (?(weekday)(?P<day6>\d{{1,2}})[-/](?P<month6>\d{{1,2}})(?![-/.\d])|(?!)))
        """,
        re.IGNORECASE | re.VERBOSE,
    )
