"""Sheets that were coded by hand, read back: a row that cannot be used does not stop the others."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline import worksheets
from pipeline.errors import SettingError
from pipeline.reliability.codings import Variable, coding
from pipeline.reliability.matching import Finder, Row
from pipeline.resources import load_toml

GONE = "deze uitspraak staat niet meer in de verslagen"
UNKNOWN = "de codeur wist het niet"


@dataclass(frozen=True)
class LeftOut:
    """A row that does not count, and why; the message says what to do if there is anything to be done."""

    row: int
    message: str


@dataclass(frozen=True)
class Sheet:
    """What a sheet says.

    Attributes
    ----------
    variable
        What was coded.
    coding
        The codes of each statement that is still there.
    remarks
        What the coder noted, by statement.
    n_rows
        How many rows the sheet has.
    left_out
        The rows that do not count.
    """

    variable: Variable
    coding: pd.Series
    remarks: Mapping[str, str]
    n_rows: int
    left_out: tuple[LeftOut, ...]


def read_sheet(path: Path, finder: Finder, codes: Mapping[Variable, Mapping[str, str]]) -> Sheet:
    """Read a sheet that was coded by hand, whenever it was made.

    Parameters
    ----------
    path
        The workbook of `sample_workbook` as it was filled in (`.xlsx`), or its first sheet saved as CSV.
    finder
        Finds the statements that are still there.
    codes
        The codes of each variable that a sheet may be of, with their names; codes and names are read, whatever their
        capitals. An empty code is the name for none. Which variable a sheet is of follows from the codes in it.

    Raises
    ------
    SettingError
        If the file cannot be read, or has not the columns of a sheet.
    """
    names = load_toml("handcodering.toml")["kolommen"]
    at, cells = _columns(path, names)
    rows = [(line, _row(at, values)) for line, values in cells]
    values = [of_row[at["code"]] for _, of_row in cells]
    variable = _variable(values, codes)
    known = {said.casefold(): code for code, name in codes[variable].items() for said in (name, code)}
    found = finder.find([row for _, row in rows])
    given: dict[str, list[str]] = {}
    remarks: dict[str, str] = {}
    left_out: list[LeftOut] = []
    line_of: dict[str, int] = {}
    for (line, _), value, statement_id, (_, of_row) in zip(rows, values, found, cells, strict=True):
        if statement_id is None:
            left_out.append(LeftOut(line, GONE))
            continue
        if statement_id in line_of:
            left_out.append(LeftOut(line, f"deze uitspraak staat al op rij {line_of[statement_id]}; haal een weg"))
            continue
        line_of[statement_id] = line
        if "opmerking" in at and of_row[at["opmerking"]]:
            remarks[statement_id] = of_row[at["opmerking"]]
        read = _codes(value, known, several=variable.several)
        if isinstance(read, str):
            left_out.append(LeftOut(line, read))
        else:
            given[statement_id] = read
    return Sheet(variable, coding(given), remarks, len(rows), tuple(left_out))


def _columns(path: Path, names: Mapping[str, str]) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Return where each column stands, and the rows that are not empty."""
    lines = [(number, [" ".join(cell.split()) for cell in row]) for number, row in worksheets.read_rows(path)]
    header = [cell.casefold() for cell in lines[0][1]] if lines else []
    at = {key: header.index(name) for key, name in names.items() if header.count(name) == 1}
    if "code" not in at or not {"id", "uitspraak"} & set(at):
        needed = f"“{names['code']}” en “{names['uitspraak']}” of “{names['id']}”"
        raise SettingError(f"{path.name}: op rij 1 horen de kolommen {needed} te staan; laat die rij zoals zij was.")
    width = len(header)
    padded = [(number, [*row, *[""] * (width - len(row))]) for number, row in lines[1:]]
    told = [at[key] for key in ("id", "uitspraak", "code") if key in at]
    return at, [(number, row) for number, row in padded if any(row[place] for place in told)]


def _row(at: Mapping[str, int], values: Sequence[str]) -> Row:
    def of(key: str) -> str:
        return values[at[key]] if key in at else ""

    occurrence = int(of("voorkomen")) if re.fullmatch(r"[1-9]\d{0,5}", of("voorkomen")) else None
    return Row(of("id"), of("uitspraak"), of("ervoor"), of("erna"), of("sessie"), of("kop"), of("verslag"), occurrence)


def _variable(values: Sequence[str], codes: Mapping[Variable, Mapping[str, str]]) -> Variable:
    """Return what was coded: that of which most cells hold codes."""
    n: Counter[Variable] = Counter()
    for variable, names in codes.items():
        known = {said.casefold(): code for code, name in names.items() for said in (name, code)}
        n[variable] = sum(isinstance(_codes(value, known, several=variable.several), list) for value in values)
    return max(codes, key=lambda variable: n[variable])


def _codes(value: str, known: Mapping[str, str], *, several: bool) -> list[str] | str:
    """Return the codes in a cell, or why there are none."""
    words = load_toml("handcodering.toml")["uitleg"]
    parts = [part.strip().casefold() for part in (re.split(r"[,;\n]", value) if several else [value])]
    parts = [part for part in parts if part]
    if not parts:
        return f"er staat geen code; vul er een in, of “{words['weet_niet']}”"
    if parts in ([words["weet_niet"]], ["?"]):
        return UNKNOWN
    if several and parts == [words["geen"]]:
        return []
    for part in parts:
        if part not in known:
            options = dict.fromkeys(code or said for said, code in known.items() if said)
            shown = ", ".join([*options, words["geen"]] if several else options)
            return f"“{part[:60]}” is hier geen code; kies uit {shown}"
    return [code for part in parts if (code := known[part])]
