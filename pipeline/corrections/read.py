"""The files of corrections in the raw folder, row by row: one that is wrong does not stop the others."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.corrections.model import COLUMNS, Anchor, Correction, What
from pipeline.dutch import edtf
from pipeline.dutch.dates import find_dates
from pipeline.errors import SettingError
from pipeline.tables import FUNCTIONS, KINDS, PICKED
from pipeline.worksheets import is_corrections, read_rows, unguarded

LEFT_OUT = "weg"
YES, NO = "ja", "nee"
_VERBATIM = ("citaat", "ervoor", "erna")  # white space counts in these
_MIDNIGHT = re.compile(r" 00:00:00$")  # a day in a workbook
_DUTCH_TIMES = ("%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y")
TOPICS = frozenset({What.TOPIC_NAME, What.TOPICS_MERGED})  # belong nowhere in a report
OF_SESSION = frozenset({What.DATE, What.TITLE, What.SERIES})
_NEED_VALUE = frozenset({
    What.KIND, What.STATEMENT, What.TOPIC, What.TOPIC_NAME, What.TOPICS_MERGED, What.PARTICIPANT_NAME,
    What.PARTICIPANT_PRESENT, What.DATE, What.TITLE,
})  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, and what to do about it; row 1 is the heading, and stands for the whole file."""

    file: str
    row: int
    message: str
    what: str = ""


@dataclass(frozen=True)
class Read:
    """The corrections of all files, in order of file and row, and the rows that are none."""

    corrections: tuple[Correction, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_corrections(folder: Path) -> Read:
    """Return the corrections in every `correcties*.csv` and `correcties*.xlsx` in the top of a folder."""
    corrections: list[Correction] = []
    faults: list[Fault] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if is_corrections(path.name) and path.is_file() and not path.is_symlink():
            for found in _rows(path):
                (corrections if isinstance(found, Correction) else faults).append(found)  # type: ignore[arg-type]
    return Read(tuple(corrections), tuple(faults))


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
            columns = [" ".join(cell.split()).casefold() for cell in cells]
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
    fault = (
        (what in TOPICS and not row["was"] and "In de kolom was hoort het onderwerp te staan; vul dat in.")
        or (what not in TOPICS | OF_SESSION and not row["citaat"].strip() and _no_quote())
        or (what in _NEED_VALUE and not becomes and "De kolom wordt is leeg; vul in wat het moet zijn.")
        or (what in (What.THEME, What.ROLE) and not (row["was"] or becomes) and _nothing_said(what))
        or (occurrence and not re.fullmatch(r"[1-9]\d{0,5}", occurrence) and _no_rank(occurrence))
        or (row["wanneer"] and moment(row["wanneer"]) is None and _no_moment(row["wanneer"]))
        or (row["keuze"] and row["keuze"].casefold() not in PICKED and _no_option("keuze", row["keuze"], PICKED))
    )
    if fault:
        return Fault(file, number, str(fault), what)
    known, allowed = _KNOWN.get(what, (str, ()))
    value = known(becomes)
    if becomes and value is None:
        return Fault(file, number, _no_option("wordt", becomes, allowed), what)
    anchor = Anchor(row["verslag"].replace("\\", "/"), row["citaat"], row["ervoor"], row["erna"])
    anchor = Anchor(anchor.report, anchor.quote, anchor.before, anchor.after, int(occurrence) if occurrence else None)
    return Correction(
        file, number, what, anchor, row["was"], value or "", row["wie"], row["wanneer"], row["waarom"],
        row["keuze"].casefold(),
    )  # fmt: skip


def _no_quote() -> str:
    return "De kolom citaat is leeg; neem daarin de woorden uit het verslag over."


def _nothing_said(what: What) -> str:
    return (
        f"De kolommen was en wordt zijn allebei leeg; noem in wordt de {what} die erbij moet, of in was die weg moet."
    )


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
    What.STATEMENT: (_one_of((LEFT_OUT,)), (LEFT_OUT,)),
    What.PARTICIPANT_FUNCTION: (_one_of(FUNCTIONS), FUNCTIONS),
    What.PARTICIPANT_PRESENT: (_one_of((YES, NO)), (YES, NO)),
    What.DATE: (_date, ()),
}
