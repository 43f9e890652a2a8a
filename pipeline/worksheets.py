"""Sheets that people fill in: the rows of an Excel workbook or a CSV file, with their numbers."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pipeline.errors import SettingError

DELIMITER = ";"  # as a spreadsheet in Dutch expects
_DELIMITERS = f"{DELIMITER},\t"
_CORRECTIONS = re.compile(r"correcties.*\.(?:csv|xlsx)", re.IGNORECASE)
# A spreadsheet takes a text that begins so for a formula, even from a CSV file (OWASP, "CSV Injection").
_RUNS = re.compile(r"\s*[=+@\-＝＋－＠]|[\t\r\n]")
# Apostrophes count along, so that what is put in front can be taken away again without doubt.
_GUARDED = re.compile(f"'*(?:{_RUNS.pattern})")


def is_corrections(name: str) -> bool:
    """Return whether a file of this name, in the top of the raw folder, holds corrections and is no report."""
    return _CORRECTIONS.fullmatch(name) is not None


def could_run(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula."""
    return _RUNS.match(text) is not None


def guarded(text: str) -> str:
    """Return a text with an apostrophe in front where a spreadsheet could take it for a formula.

    Taking away one apostrophe from each text that begins with apostrophes and could run after them gives back
    the text exactly.
    """
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that `guarded` put in front.

    >>> unguarded(guarded("=A1")), unguarded("’s avonds")
    ('=A1', '’s avonds')
    """
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def to_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows of cells as CSV that people open: UTF-8 with a byte order mark, and semicolons.

    What may hold text of somebody else is `guarded` by whoever calls.
    """
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=DELIMITER, lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode("utf-8-sig")


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


def header(lines: Sequence[tuple[int, Sequence[str]]]) -> list[str]:
    """Return the names of the columns that `read_rows` found on the first row, as they are compared."""
    return [" ".join(cell.split()).casefold() for cell in lines[0][1]] if lines else []


def rewrite(data: bytes, change: Callable[[list[str]], list[str]]) -> bytes:
    """Return CSV, or a workbook with all its sheets, notes and properties, with other texts; as it was if none is.

    Parameters
    ----------
    data
        The content of the file.
    change
        Returns the new texts of a row, as many as it is given.

    Raises
    ------
    ValueError, KeyError, SyntaxError, OSError, csv.Error, zipfile.BadZipFile
        If this is no whole workbook or CSV.
    """
    if data.startswith(b"PK"):
        return _rewritten_workbook(data, change)
    text = _decoded(data)
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    changed = [change(row) for row in rows]
    if changed == rows:
        return data
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(changed)
    return target.getvalue().encode("utf-8-sig")


def _rewritten_workbook(data: bytes, change: Callable[[list[str]], list[str]]) -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    is_changed = False

    def changed(texts: list[str]) -> list[str]:
        nonlocal is_changed
        new = change(texts)
        is_changed = is_changed or new != texts
        return new

    for sheet in book.worksheets:
        (sheet.title,) = changed([sheet.title])
        for row in sheet.iter_rows():
            cells = [cell for cell in row if isinstance(cell.value, str)]
            for cell, text in zip(cells, changed([cell.value for cell in cells]), strict=True):
                cell.value = text
            for note in (cell.comment for cell in row if cell.comment is not None):
                note.text, note.author = changed([note.text, note.author or ""])
    for name in ("creator", "lastModifiedBy", "title", "subject", "description", "keywords"):
        value = getattr(book.properties, name)
        if value:
            setattr(book.properties, name, *changed([value]))
    if not is_changed:
        return data
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


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
