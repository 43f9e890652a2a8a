"""The tables that researchers keep by hand in the raw folder, as CSV."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.errors import SettingError
from pipeline.ingest.readers.encoding import decode
from pipeline.worksheets import is_corrections

OVERRIDES, TOPIC_NAMES = "sessies.csv", "onderwerpen.csv"
_DELIMITERS = ";,\t"


def kept_tables(raw: Path) -> list[Path]:
    """Return the sheets of people in the top of the raw folder: corrections, data of sessions, names of topics."""
    files = sorted(path for path in raw.iterdir() if path.is_file()) if raw.is_dir() else []
    return [path for path in files if is_kept_table(path.name)]


def is_kept_table(name: str) -> bool:
    """Return whether a file of this name, in the top of the raw folder, is such a sheet and no report."""
    return name in (OVERRIDES, TOPIC_NAMES) or is_corrections(name)


def rows_of(file: Path, columns: Sequence[str], needed: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield each line that says something with its number, as the value of every column; none if there is no file.

    Parameters
    ----------
    file
        The file.
    columns
        The columns that it may have; one that is not there is empty.
    needed
        The columns that it must have.

    Raises
    ------
    SettingError
        If the file cannot be read, or has other columns; with the line.
    """
    if not file.is_file():
        return
    try:
        text = decode(file.read_bytes())
    except OSError:
        text = None
    if text is None:
        raise SettingError(f"{file} kan niet worden gelezen; sla het op als CSV in UTF-8.")
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), delimiter=delimiter)
    found: list[str] = []
    try:
        for cells in reader:
            values = [" ".join(cell.split()) for cell in cells]
            if not any(values):
                continue
            if not found:
                names = [value.casefold() for value in values]
                found = _check_columns(file, reader.line_num, names, columns, needed)
            elif any(values[len(found) :]):
                remedy = "zet tekst met een scheidingsteken tussen aanhalingstekens"
                raise fault(file, reader.line_num, f"er staan meer velden dan kolommen; {remedy}")
            else:
                yield reader.line_num, dict.fromkeys(columns, "") | dict(zip(found, values, strict=False))
    except csv.Error:
        raise fault(file, reader.line_num, "dit is geen CSV; sla het bestand op als CSV in UTF-8") from None


def fault(file: Path, line: int, what: str) -> SettingError:
    """Return the error that a line of a file is wrong."""
    return SettingError(f"{file}, regel {line}: {what}.")


def _check_columns(file: Path, line: int, found: list[str], columns: Sequence[str], needed: Sequence[str]) -> list[str]:
    while found and not found[-1]:
        found = found[:-1]
    for column in found:
        if column not in columns:
            raise fault(file, line, f"de kolom “{column}” bestaat niet; kies uit {', '.join(columns)}")
    missing = next((column for column in needed if column not in found), None)
    if missing is not None or len(set(found)) < len(found):
        said = f"“{missing or needed[0]}” hoort er te staan, en elke kolom hooguit één keer"
        raise fault(file, line, f"{said}; verbeter de eerste regel")
    return found
