"""Dates in EDTF (ISO 8601-2): their order and their Dutch labels."""

from pipeline.reporting.labels import months

UNKNOWN_YEAR = "XXXX"


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
        Such as `14 mrt 2023`, `nov 2023`, `2023` or `18 juli (jaar onbekend)`.
    """
    if date is None:
        return printed or "datum onbekend"
    year, month, day = _parts(date)
    if month > 12:
        return printed or date
    words = [str(day)] if day else []
    words += [months()[month - 1]] if month else []
    if year != UNKNOWN_YEAR:
        return " ".join([*words, year])
    return f"{' '.join(words)} (jaar onbekend)" if words else "datum onbekend"


def has_year(date: str | None) -> bool:
    """Return whether a date says in which year it is."""
    return date is not None and not date.startswith(UNKNOWN_YEAR)


def month(date: str | None) -> tuple[int, int] | None:
    """Return the year and the month of a date; None if it lacks one of them."""
    if date is None or not has_year(date):
        return None
    year, number, _ = _parts(date)
    return (int(year), number) if number else None


def year(date: str | None) -> str | None:
    """Return the year of a date; None if it is not known."""
    return date[:4] if date is not None and has_year(date) else None


def half_year(date: str | None) -> str | None:
    """Return the half of the year of a date, such as `1e helft 2023`; None if the month is not known."""
    found = month(date)
    return f"{1 if found[1] <= 6 else 2}e helft {found[0]}" if found else None


def _parts(date: str) -> tuple[str, int, int]:
    year, month, day = (*date.split("-"), "0", "0")[:3]
    return year, int(month), int(day)
