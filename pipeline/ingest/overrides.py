"""What researchers add by hand, in `sessies.csv`, about sessions whose reports do not say it."""

import csv
import io
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.dutch import edtf
from pipeline.dutch.dates import find_dates
from pipeline.errors import SettingError
from pipeline.ingest.readers.encoding import decode

OVERRIDES = "sessies.csv"
_FILE, _TITLE, _DATE, _SERIES, _ROLE = _COLUMNS = ("bestand", "titel", "datum", "reeks", "rol")
_DELIMITERS = ";,\t"


@dataclass(frozen=True)
class Override:
    """What holds for the sessions of a file where its text does not say.

    Attributes
    ----------
    title, date, series
        As in the table `sessions`.
    role
        The role of the participants for whom the report names none.
    """

    title: str | None = None
    date: str | None = None
    series: str | None = None
    role: str | None = None


def load_overrides(raw: Path, paths: Collection[str], roles: Collection[str]) -> Mapping[str, Override]:
    """Return the overrides of each path; none where there is no `sessies.csv`.

    Parameters
    ----------
    raw
        The raw folder.
    paths
        The paths of the files in it.
    roles
        The codes that a role may have.

    Raises
    ------
    SettingError
        If the file cannot be read or names a column, file, date or role that does not exist; with the line.
    """
    file = raw / OVERRIDES
    if not file.is_file():
        return {}
    try:
        text = decode(file.read_bytes())
    except OSError:
        text = None
    if text is None:
        raise SettingError(f"{file} kan niet worden gelezen; sla het op als CSV in UTF-8.")
    known = {unicodedata.normalize("NFC", path): path for path in paths}
    found: dict[str, Override] = {}
    for line, row in _rows(file, text):
        name = row[_FILE].replace("\\", "/")
        path = known.get(name)
        if path is None:
            raise _fault(
                file, line, f"het bestand “{name}” staat niet in de map; verbeter de naam of haal de regel weg"
            )
        if path in found:
            raise _fault(file, line, f"het bestand “{name}” staat er al eerder in; haal een van beide regels weg")
        if row[_ROLE] and row[_ROLE] not in roles:
            options = ", ".join(sorted(roles))
            raise _fault(file, line, f"de rol “{row[_ROLE]}” staat niet in het codeboek; kies uit {options}")
        date = _date(row[_DATE])
        if row[_DATE] and date is None:
            raise _fault(file, line, f"“{row[_DATE]}” is geen datum; schrijf die als 2023-03-14")
        found[path] = Override(row[_TITLE] or None, date, row[_SERIES] or None, row[_ROLE] or None)
    return found


def _rows(file: Path, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield each line that says something, as the value of every column."""
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), delimiter=delimiter)
    columns: list[str] = []
    try:
        for cells in reader:
            values = [" ".join(cell.split()) for cell in cells]
            if not any(values):
                continue
            if not columns:
                columns = _check_columns(file, reader.line_num, [value.casefold() for value in values])
            elif any(values[len(columns) :]):
                remedy = "zet tekst met een scheidingsteken tussen aanhalingstekens"
                raise _fault(file, reader.line_num, f"er staan meer velden dan kolommen; {remedy}")
            else:
                yield reader.line_num, dict.fromkeys(_COLUMNS, "") | dict(zip(columns, values, strict=False))
    except csv.Error:
        raise _fault(file, reader.line_num, "dit is geen CSV; sla het bestand op als CSV in UTF-8") from None


def _check_columns(file: Path, line: int, columns: list[str]) -> list[str]:
    while columns and not columns[-1]:
        columns = columns[:-1]
    for column in columns:
        if column not in _COLUMNS:
            raise _fault(file, line, f"de kolom “{column}” bestaat niet; kies uit {', '.join(_COLUMNS)}")
    if _FILE not in columns or len(set(columns)) < len(columns):
        needed = f"“{_FILE}” hoort er te staan, en elke kolom hooguit één keer"
        raise _fault(file, line, f"{needed}; verbeter de eerste regel")
    return columns


def _date(value: str) -> str | None:
    printed = next(iter(find_dates(value)), None)
    return edtf.parse(value) or (printed.edtf if printed is not None and printed.text == value else None)


def _fault(file: Path, line: int, what: str) -> SettingError:
    return SettingError(f"{file}, regel {line}: {what}.")
