"""What researchers write by hand, in `sessies.csv`, about the sessions of a report: it wins over what that says."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.dutch import edtf
from pipeline.dutch.dates import find_dates
from pipeline.ingest.kept_tables import OVERRIDES, fault, rows_of

_FILE, _TITLE, _DATE, _SERIES, _ROLE = _COLUMNS = ("bestand", "titel", "datum", "reeks", "rol")


@dataclass(frozen=True)
class Override:
    """What holds for the sessions of a file, whatever its text says.

    Attributes
    ----------
    title, date, series
        As in the table `sessions`. Where a file tells of several sessions, title and date hold only for those without.
    role
        The role of the participants for whom the report names none.
    """

    title: str | None = None
    date: str | None = None
    series: str | None = None
    role: str | None = None


def load_overrides(
    raw: Path, paths: Collection[str], roles: Collection[str]
) -> tuple[Mapping[str, Override], tuple[str, ...]]:
    """Return the overrides of each path, and what to say of lines about files that are not there.

    There are none where there is no `sessies.csv`.

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
        If the file cannot be read or names a column, date or role that does not exist; with the line.
    """
    file = raw / OVERRIDES
    known = {unicodedata.normalize("NFC", path): path for path in paths}
    found: dict[str, Override] = {}
    unused: list[str] = []
    for line, row in rows_of(file, _COLUMNS, (_FILE,)):
        name = row[_FILE].replace("\\", "/")
        path = known.get(name)
        if path is None:
            said = f"het bestand “{name}” staat niet in de map; verbeter de naam of haal de regel weg"
            unused.append(f"{file.name}, regel {line}: {said}.")
            continue
        if path in found:
            raise fault(file, line, f"het bestand “{name}” staat er al eerder in; haal een van beide regels weg")
        if row[_ROLE] and row[_ROLE] not in roles:
            options = ", ".join(sorted(roles))
            raise fault(file, line, f"de rol “{row[_ROLE]}” staat niet in het codeboek; kies uit {options}")
        date = _date(row[_DATE])
        if row[_DATE] and date is None:
            raise fault(file, line, f"“{row[_DATE]}” is geen datum; schrijf die als 2023-03-14")
        found[path] = Override(row[_TITLE] or None, date, row[_SERIES] or None, row[_ROLE] or None)
    return found, tuple(unused)


def _date(value: str) -> str | None:
    printed = next(iter(find_dates(value)), None)
    return edtf.parse(value) or (printed.edtf if printed is not None and printed.text == value else None)
