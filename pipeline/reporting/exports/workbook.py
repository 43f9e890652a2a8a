"""Sheets as an Excel workbook: tables with a fixed header and filters, in which no text can run as a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.format import Format

from pipeline.dutch.wording import number
from pipeline.reporting.exports.cells import Column, Sheet, Value
from pipeline.worksheets import could_run

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_576  # of a sheet, its header included
MAX_CHARACTERS = 32_767  # of a cell, in UTF-16 units
CUT = " […]"

_MADE = datetime(2000, 1, 1)
_MAX_LINES = 12  # a higher row is cut off on the screen, not in the cell
_LINE_HEIGHT = 15  # points
_DUTCH = "nl-NL"
# Excel puts the Dutch signs in numbers; the month must be told to be Dutch.
_NUMBER_FORMATS = {"text": "General", "number": "#,##0", "share": "0%", "date": "[$-413]d mmm yyyy"}
_HEADER = {
    "bold": True,
    "text_wrap": True,
    "valign": "top",
    "align": "left",
    "indent": 1,
    "font_color": "#FFFFFF",
    "bg_color": "#154273",
}
_EXPLANATION = (
    f"Een tekst van meer dan {number(MAX_CHARACTERS)} tekens past niet in een cel en eindigt op {CUT.strip()}.",
    "Regelnummers gelden voor de platte tekst die uit het verslag is gelezen.",
    "Een datum in EDTF is een jaar, maand of dag; de maanden 21 tot en met 24 zijn de seizoenen, vanaf het voorjaar.",
    "Hoe er is geteld, staat onder Verantwoording in het rapport.",
    "De codes zijn automatisch toegekend. Lees de uitspraken voordat u een conclusie trekt.",
)


def write(title: str, facts: Sequence[str], sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as the bytes of an `.xlsx` file; the first sheet tells what stands on the others.

    Parameters
    ----------
    title
        Of the workbook.
    facts
        Short facts that stand under the title.
    sheets
        What to write; a sheet with more rows than fit goes on in a next one.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": title, "subject": "; ".join(facts), "created": _MADE})
        workbook.set_custom_property("Language", _DUTCH)
        formats = _Formats(workbook)
        _write_explanation(workbook, formats, title, facts, sheets)
        for sheet in sheets:
            for name, rows in _parts(sheet):
                _write_sheet(workbook.add_worksheet(name), formats, sheet.columns, rows)
    return target.getvalue()


def fit(text: str) -> str:
    """Return a text that a cell can hold: one that is too long ends visibly in `[…]`."""
    if _n_units(text) <= MAX_CHARACTERS:
        return text
    kept = text.encode("utf-16-le")[: 2 * (MAX_CHARACTERS - _n_units(CUT))].decode("utf-16-le", "ignore")
    return kept + CUT


def _n_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _parts(sheet: Sheet) -> Iterable[tuple[str, Sequence[tuple[Value, ...]]]]:
    """Yield the sheets that hold the rows of one, with their names."""
    size = MAX_ROWS - 1
    for part in range(max(1, ceil(len(sheet.rows) / size))):
        yield f"{sheet.name} {part + 1}" if part else sheet.name, sheet.rows[part * size : (part + 1) * size]


class _Formats:
    """The formats of cells in a workbook, each made once."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, bool, bool], Format] = {}
        self.header = workbook.add_format(_HEADER)
        self.title = workbook.add_format({"bold": True, "font_size": 18})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})

    def cell(self, column: Column, *, could_run: bool = False) -> Format:
        """Return the format of a cell in a column; a text that could run stays text when somebody edits it."""
        key = (column.format, column.wide, could_run)
        if key not in self._made:
            properties: dict[str, Any] = {"num_format": _NUMBER_FORMATS[column.format], "valign": "top"}
            properties |= {"text_wrap": column.wide, "quote_prefix": could_run}
            if column.format in ("text", "date"):
                properties |= {"align": "left", "indent": 1}
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


def _write_explanation(
    workbook: "Workbook", formats: _Formats, title: str, facts: Sequence[str], sheets: Sequence[Sheet]
) -> None:
    worksheet = workbook.add_worksheet("Toelichting")
    worksheet.hide_gridlines(2)
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(1, 1, 80)
    worksheet.set_column(2, 2, 10)
    _check(worksheet.write_string(0, 0, title, formats.title))
    for row, fact in enumerate(facts, 1):
        _check(worksheet.write_string(row, 0, fit(fact)))
    columns = (Column("Blad", 24), Column("Wat er staat", 80, wide=True), Column("Rijen", 10, "number"))
    top = len(facts) + 2
    rows = [(sheet.name, sheet.purpose, len(sheet.rows)) for sheet in sheets]
    _write_table(worksheet, formats, columns, rows, top, name="Bladen", filters=False)
    for row, sentence in enumerate(_EXPLANATION, top + len(rows) + 2):
        _check(worksheet.write_string(row, 0, sentence))
    _set_page(worksheet)


def _write_sheet(
    worksheet: "Worksheet", formats: _Formats, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]]
) -> None:
    for index, column in enumerate(columns):
        worksheet.set_column(index, index, column.width)
    worksheet.set_row(0, _LINE_HEIGHT * max(_n_lines(column.heading, column.width - 4) for column in columns))
    _write_table(worksheet, formats, columns, rows, 0, name=_table_name(worksheet.get_name()), filters=True)
    worksheet.freeze_panes(1, 0)
    worksheet.repeat_rows(0)
    _set_page(worksheet)


def _write_table(
    worksheet: "Worksheet",
    formats: _Formats,
    columns: Sequence[Column],
    rows: Sequence[tuple[Value, ...]],
    top: int,
    *,
    name: str,
    filters: bool,
) -> None:
    """Write rows under their headings, as a table: then screen readers too know what the headings are."""
    header = [{"header": column.heading, "header_format": formats.header} for column in columns]
    # A table has at least one row, be it an empty one.
    size = (top, 0, top + max(1, len(rows)), len(columns) - 1)
    options = {"name": name, "columns": header, "style": "Table Style Light 1", "autofilter": filters}
    _check(worksheet.add_table(*size, options))
    for place, row in enumerate(rows, top + 1):
        lines = 1
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write_cell(worksheet, formats, place, index, column, value)
            if column.wide and isinstance(value, str):
                lines = max(lines, _n_lines(value, column.width))
        if lines > 1:  # not every program finds the height by itself
            worksheet.set_row(place, min(lines, _MAX_LINES) * _LINE_HEIGHT)


def _write_cell(worksheet: "Worksheet", formats: _Formats, row: int, index: int, column: Column, value: Value) -> None:
    match value:
        case None | "":
            _check(worksheet.write_blank(row, index, None, formats.cell(column)))
        case str():
            _check(worksheet.write_string(row, index, fit(value), formats.cell(column, could_run=could_run(value))))
        case date():
            _check(worksheet.write_datetime(row, index, value, formats.cell(column)))
        case _:
            _check(worksheet.write_number(row, index, value, formats.cell(column)))


def _check(code: int) -> None:
    """Raise where a cell or table was not written: a workbook with a gap is worse than none."""
    if code:
        raise RuntimeError(f"a cell or table was not written (code {code})")


def _n_lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column, with some room: a line breaks between words."""
    return sum(max(1, ceil(1.1 * len(line) / width)) for line in text.split("\n"))


def _table_name(sheet: str) -> str:
    return sheet.replace("’", "").replace(" ", "_")


def _set_page(worksheet: "Worksheet") -> None:
    worksheet.set_landscape()
    worksheet.set_paper(8)  # A3: what stands on a sheet is wide
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&L&A&RBladzijde &P van &N")
