"""Files of corrections, row by row: one that is wrong does not stop the others."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.corrections.model import COLUMNS, NOBODY, Anchor, Correction, What
from pipeline.dutch import edtf
from pipeline.dutch.dates import find_dates
from pipeline.errors import SettingError
from pipeline.tables import FUNCTIONS, KINDS, PICKED
from pipeline.worksheets import header, is_corrections, read_rows, unguarded

LEFT_OUT, KEPT = "weg", "blijft"
YES, NO = "ja", "nee"
_VERBATIM = ("citaat", "ervoor", "erna")  # white space counts in these
_NOBODY = (NOBODY, "geen")
_MIDNIGHT = re.compile(r" 00:00:00$")  # a day in a workbook
_DUTCH_TIMES = ("%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y")
TOPICS = frozenset({What.TOPIC_NAME, What.TOPICS_MERGED})  # belong nowhere in a report
OF_SESSION = frozenset({What.DATE, What.TITLE, What.SERIES})
_NEED_VALUE = frozenset({
    What.TOPIC_NAME, What.TOPICS_MERGED, What.PARTICIPANT_NAME, What.PARTICIPANT_PRESENT, What.DATE, What.TITLE,
})  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, and what to do about it; row 1 is the heading, and stands for the whole file.

    `told` is the row as it stands there, where it is known what it corrects.
    """

    file: str
    row: int
    message: str
    what: str = ""
    told: Correction | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Read:
    """The corrections of files, in order of file and row, the rows that are none, and those that say nothing yet."""

    corrections: tuple[Correction, ...] = ()
    faults: tuple[Fault, ...] = ()
    undecided: tuple[Correction, ...] = ()


def read_corrections(folder: Path) -> Read:
    """Return the corrections in every `correcties*.csv` and `correcties*.xlsx` in the top of a folder."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return _read(path for path in paths if is_corrections(path.name) and path.is_file() and not path.is_symlink())


def read_file(path: Path) -> Read:
    """Return the corrections in a file, whatever it is called."""
    return _read([path])


def _read(paths: Iterable[Path]) -> Read:
    corrections: list[Correction] = []
    faults: list[Fault] = []
    undecided: list[Correction] = []
    for path in paths:
        for found in _rows(path):
            if isinstance(found, Fault):
                faults.append(found)
            else:
                (undecided if found.is_undecided else corrections).append(found)
    return Read(tuple(corrections), tuple(faults), tuple(undecided))


def moment(text: str) -> datetime | None:
    """Return when a correction was made, None if that is no date and time.

    >>> moment("2024-05-03T10:00:00Z") == moment("3-5-2024 10:00"), moment("gisteren")
    (True, None)
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        for form in _DUTCH_TIMES:
            try:
                return datetime.strptime(text, form).replace(tzinfo=UTC)
            except ValueError:
                continue
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _rows(path: Path) -> Iterator[Correction | Fault]:
    try:
        rows = read_rows(path)
    except SettingError as error:
        yield Fault(path.name, 1, str(error).removeprefix(f"{path.name}: ").capitalize())
        return
    columns: list[str] = []
    for number, (_, cells) in enumerate(rows, 1):  # as a spreadsheet numbers them, also where a text has line ends
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = header([(number, cells)])
            if "wat" not in columns:
                said = f"De kolom “wat” ontbreekt; zet in de eerste rij de kolommen {', '.join(COLUMNS)}."
                yield Fault(path.name, number, said)
                return
            continue
        values = dict.fromkeys(COLUMNS, "") | {
            name: unguarded(cell) for name, cell in zip(columns, cells, strict=False) if name in COLUMNS
        }
        yield _row(path.name, number, {k: v if k in _VERBATIM else v.strip() for k, v in values.items()})


def _row(file: str, number: int, row: Mapping[str, str]) -> Correction | Fault:
    said = " ".join(row["wat"].split()).casefold()
    if said not in set(What):
        options = ", ".join(What)
        return Fault(file, number, f"“{row['wat']}” bestaat niet in de kolom wat; kies uit {options}.", row["wat"])
    what = What(said)
    becomes = _MIDNIGHT.sub("", row["wordt"]) if what is What.DATE else row["wordt"]
    occurrence = row["voorkomen"]
    is_rank = re.fullmatch(r"[1-9]\d{0,5}", occurrence) is not None
    anchor = Anchor(
        row["verslag"].replace("\\", "/"), row["citaat"], row["ervoor"], row["erna"],
        int(occurrence) if is_rank else None,
    )  # fmt: skip
    told = Correction(
        file, number, what, anchor, row["was"], becomes, row["wie"], row["wanneer"], row["waarom"],
        row["keuze"].casefold(),
    )  # fmt: skip
    if told.is_undecided:
        return told
    fault = (
        (what in TOPICS and not row["was"] and "In de kolom was hoort het onderwerp te staan; vul dat in.")
        or (what not in TOPICS | OF_SESSION and not row["citaat"].strip() and _no_quote())
        or (what in _NEED_VALUE and not becomes and "De kolom wordt is leeg; vul in wat het moet zijn.")
        or (occurrence and not is_rank and _no_rank(occurrence))
        or (row["wanneer"] and moment(row["wanneer"]) is None and _no_moment(row["wanneer"]))
        or (row["keuze"] and row["keuze"].casefold() not in PICKED and _no_option("keuze", row["keuze"], PICKED))
    )
    if fault:
        return Fault(file, number, str(fault), what, told)
    known, allowed = _KNOWN.get(what, (str, ()))
    value = known(becomes)
    if becomes and value is None:
        return Fault(file, number, _no_option("wordt", becomes, allowed), what, told)
    return replace(told, becomes=value or "")


def _no_quote() -> str:
    return "De kolom citaat is leeg; neem daarin de woorden uit het verslag over."


def _no_rank(value: str) -> str:
    return f"“{value}” in de kolom voorkomen is geen rangnummer; schrijf 1, 2 en zo verder, of laat het leeg."


def _no_moment(value: str) -> str:
    return f"“{value}” in de kolom wanneer is geen tijdstip; schrijf het als 2024-05-03T10:00."


def _no_option(column: str, value: str, options: tuple[str, ...]) -> str:
    remedy = f"kies uit {', '.join(options)}" if options else "schrijf een datum als 2023-03-14"
    return f"“{value}” kan niet in de kolom {column}; {remedy}."


def _one_of(options: tuple[str, ...]) -> Callable[[str], str | None]:
    return lambda value: next((option for option in options if option == value.casefold()), None)


def _date(value: str) -> str | None:
    printed = next(iter(find_dates(value)), None)
    return edtf.parse(value) or (printed.edtf if printed is not None and printed.text == value else None)


_KNOWN: Mapping[What, tuple[Callable[[str], str | None], tuple[str, ...]]] = {
    What.KIND: (_one_of(KINDS), KINDS),
    What.VOICE: (lambda value: NOBODY if value.casefold() in _NOBODY else value, ()),
    What.STATEMENT: (_one_of((LEFT_OUT, KEPT)), (LEFT_OUT, KEPT)),
    What.PARTICIPANT_FUNCTION: (_one_of(FUNCTIONS), FUNCTIONS),
    What.PARTICIPANT_PRESENT: (_one_of((YES, NO)), (YES, NO)),
    What.DATE: (_date, ()),
}
