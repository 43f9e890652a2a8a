"""The sheet on which people code a sample, written without the codes of the program, and read back with checks."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import worksheets
from pipeline.errors import SettingError
from pipeline.reliability.codings import coding
from pipeline.resources import load_toml
from pipeline.tables import records

_MAX_TEXT = 30_000  # signs; a cell holds 32,767
_WIDTHS = {
    "nummer": 5, "sessie": 22, "kop": 22, "ervoor": 32, "uitspraak": 56, "erna": 32,
    "code": 16, "opmerking": 24, "id": 12,
}  # fmt: skip
_WRAPPED = ("sessie", "kop", "ervoor", "uitspraak", "erna", "opmerking")


def kind_definitions() -> Mapping[str, str]:
    """Return what each kind of statement means, in Dutch, for people who code."""
    return dict(load_toml("handcodering.toml")["soorten"])


def sample_workbook(
    sample: Sequence[str] | pd.Index,
    data: Mapping[str, pd.DataFrame],
    codes: Mapping[str, str],
    *,
    several: bool = False,
) -> bytes:
    """Return an Excel workbook in which to code a sample by hand; what the program made of it is not in it.

    Parameters
    ----------
    sample
        The ids of the statements.
    data
        The tables `statements`, `insights` and `sessions`.
    codes
        The codes to choose from, with what each means.
    several
        Whether a statement may have several codes, or none.

    Returns
    -------
    bytes
        The same for the same input. No text in it can run as a formula.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    words = load_toml("handcodering.toml")
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": pd.Timestamp("2000-01-01").to_pydatetime()})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        top = book.add_format({"valign": "top"})
        sheet = book.add_worksheet(words["bladen"]["coderen"])
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        rows = list(_rows(sample, data))
        for column, name in enumerate(words["kolommen"]):
            sheet.set_column(column, column, _WIDTHS[name])
            sheet.write_string(0, column, words["kolommen"][name], bold)
            for line, row in enumerate(rows, start=1):
                sheet.write_string(line, column, row[name][:_MAX_TEXT], wrapped if name in _WRAPPED else top)
        notes = book.add_worksheet(words["bladen"]["uitleg"])
        notes.set_column(0, 0, 28)
        notes.set_column(1, 1, 110)
        line = 0
        for line, sentence in enumerate([*words["uitleg"]["meer" if several else "een"], *words["uitleg"]["slot"]]):
            notes.write_string(line, 0, sentence)
        line += 2
        notes.write_string(line, 0, words["uitleg"]["code"], bold)
        notes.write_string(line, 1, words["uitleg"]["betekenis"], bold)
        for number, (code, meaning) in enumerate(codes.items(), start=1):
            notes.write_string(line + number, 0, code, top)
            notes.write_string(line + number, 1, meaning[:_MAX_TEXT], wrapped)
        if rows and codes and not several:
            column = list(words["kolommen"]).index("code")
            source = f"={words['bladen']['uitleg']}!$A${line + 2}:$A${line + 1 + len(codes)}"
            sheet.data_validation(1, column, len(rows), column, {"validate": "list", "source": source})
    return buffer.getvalue()


def _rows(sample: Sequence[str] | pd.Index, data: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, str]]:
    """Yield what the sheet says of each statement of the sample, in the order of the sample."""
    statements = {row["statement_id"]: row for row in records(data["statements"])}
    of_place = {(row["insight_id"], row["position"]): row["text"] for row in statements.values()}
    headings = {row["insight_id"]: row["heading"] or "" for row in records(data["insights"])}
    sessions = {
        row["session_id"]: ", ".join(part for part in (row["title"], row["date_text"]) if part)
        for row in records(data["sessions"])
    }
    for number, statement_id in enumerate(sample, start=1):
        row = statements[statement_id]
        insight, position = row["insight_id"], row["position"]
        values = {
            "nummer": str(number),
            "sessie": sessions[row["session_id"]],
            "kop": headings[insight],
            "ervoor": of_place.get((insight, position - 1), ""),
            "uitspraak": row["text"],
            "erna": of_place.get((insight, position + 1), ""),
        }
        lines = {name: " ".join(text.split()) for name, text in values.items()}
        yield {**lines, "code": "", "opmerking": "", "id": statement_id}


def read_sample(
    path: Path, sample: Sequence[str] | pd.Index, codes: Mapping[str, Any], *, several: bool = False
) -> pd.Series:
    """Read a sheet that was coded by hand.

    Parameters
    ----------
    path
        The workbook of `sample_workbook` as it was filled in (`.xlsx`), or its first sheet saved as CSV.
    sample
        The ids of the statements that were to be coded.
    codes
        The codes that are allowed; whether they are written with capitals does not matter.
    several
        Whether a statement may have several codes, or none.

    Returns
    -------
    Series
        The coding, in the order of `sample`.

    Raises
    ------
    SettingError
        If the file cannot be read, is of another sample, misses a statement or a code, or has an unknown code.
    """
    names = load_toml("handcodering.toml")["kolommen"]
    rows = _cells(path)
    header = [cell.casefold() for cell in next(rows, (0, []))[1]]
    if header.count(names["id"]) != 1 or header.count(names["code"]) != 1:
        needed = f"de kolommen “{names['id']}” en “{names['code']}” horen er elk één keer te staan"
        raise _fault(path, f"{needed}; laat de eerste rij zoals die was")
    at_id, at_code = header.index(names["id"]), header.index(names["code"])
    found: dict[str, list[str]] = {}
    blank: list[int] = []
    for line, cells in rows:
        cells += [""] * len(header)
        statement_id, value = cells[at_id], cells[at_code]
        if not statement_id and not value:
            continue
        if statement_id in found:
            raise _fault(path, f"de uitspraak op rij {line} staat er al eerder; haal een van beide rijen weg")
        if not value:
            blank.append(line)
        found[statement_id] = _codes(path, line, value, codes, several=several)
    missing = [statement_id for statement_id in sample if statement_id not in found]
    if missing or set(found) - set(sample):
        others = len(set(found) - set(sample))
        what = f"{len(missing)} uitspraken van de steekproef ontbreken en {others} horen er niet bij"
        raise _fault(path, f"{what}; gebruik het bestand dat bij deze steekproef is gemaakt")
    if blank:
        what = f"bij {len(blank)} van de {len(found)} uitspraken staat geen code (de eerste op rij {blank[0]})"
        raise _fault(path, f"{what}; vul ze alle in")
    return coding({str(statement_id): found[statement_id] for statement_id in sample})


def _codes(path: Path, line: int, value: str, codes: Mapping[str, Any], *, several: bool) -> list[str]:
    none = load_toml("handcodering.toml")["uitleg"]["geen"]
    known = {code.casefold(): code for code in codes}
    parts = [part.strip() for part in (re.split(r"[,;\n]", value) if several else [value])]
    written = [part.casefold() for part in parts if part]
    if several and written == [none]:
        return []
    for part in written:
        if part not in known:
            options = ", ".join([*codes, none] if several else codes)
            raise _fault(path, f"op rij {line} staat “{part[:60]}”, en dat is geen code; kies uit {options}")
    return [known[part] for part in written]


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row of the first sheet."""
    for number, row in worksheets.read_rows(path):
        yield number, [" ".join(cell.split()) for cell in row]


def _fault(path: Path, what: str) -> SettingError:
    return SettingError(f"{path.name}: {what}.")
