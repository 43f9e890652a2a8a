"""Sheets that people fill in: the rows of an Excel workbook or a CSV file, with their numbers."""

import csv
import io
import re
import zipfile
from pathlib import Path

from pipeline.errors import SettingError

_DELIMITERS = ";,\t"
# A spreadsheet takes a text that begins so for a formula, even from a CSV file (OWASP, "CSV Injection").
_RUNS = re.compile(r"\s*[=+@\-＝＋－＠]|[\t\r\n]")
# Apostrophes count along, so that what is put in front can be taken away again without doubt.
_GUARDED = re.compile(f"'*(?:{_RUNS.pattern})")


def could_run(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula."""
    return _RUNS.match(text) is not None


def guarded(text: str) -> str:
    """Return a text with an apostrophe in front where a spreadsheet could take it for a formula."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def read_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file or of the first sheet of a workbook, each with the number that people see.

    Parameters
    ----------
    path
        The file: `.xlsx`, or CSV with semicolons, commas or tabs in UTF-8, UTF-16 or Windows-1252.

    Returns
    -------
    list
        Of each row the number (the first is 1; in CSV the line on which it ends) and the cells as they stand there.

    Raises
    ------
    SettingError
        If the file cannot be read, or is no whole workbook or CSV.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise SettingError(f"{path.name}: dit bestand is niet te lezen; controleer de naam en de rechten.") from None
    try:
        return _workbook_rows(data) if data.startswith(b"PK") else _csv_rows(data)
    except (ValueError, KeyError, SyntaxError, OSError, csv.Error, zipfile.BadZipFile):
        raise SettingError(f"{path.name}: dit is geen heel Excel- of CSV-bestand; bewaar het opnieuw.") from None


def _workbook_rows(data: bytes) -> list[tuple[int, list[str]]]:
    import openpyxl  # takes a tenth of a second: not for those who have CSV

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    cells = book.worksheets[0].iter_rows(values_only=True)
    return [
        (number, ["" if value is None else str(value) for value in row]) for number, row in enumerate(cells, start=1)
    ]


def _csv_rows(data: bytes) -> list[tuple[int, list[str]]]:
    text = _decoded(data)
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [(reader.line_num, row) for row in reader]


def _decoded(data: bytes) -> str:
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
