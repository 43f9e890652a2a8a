"""A workbook of one sheet that people fill in: texts only, a fixed heading, and nothing that runs as a formula."""

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

from pipeline.errors import OutputError
from pipeline.reporting.exports.cells import MAX_CHARACTERS

_MADE = datetime(2000, 1, 1)
_WIDTHS = (12, 24, 60)  # of the columns, by how much they hold
_MANY, _SOME = 60, 20  # characters in a line


def to_workbook(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows of texts as the bytes of an `.xlsx` file with one sheet; the first row is its heading.

    Raises
    ------
    OutputError
        If a text does not fit in a cell.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"title": name, "created": _MADE})
        # A cell in the format of text (@) stays text when somebody edits it.
        cell = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        heading = workbook.add_format({"bold": True, "valign": "top"})
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column in range(len(rows[0])):
            sheet.set_column(column, column, _width([row[column] for row in rows]), cell)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if len(text.encode("utf-16-le")) // 2 > MAX_CHARACTERS:
                    raise OutputError(f"De tekst in rij {number + 1} is te lang voor een Excel-cel; schrijf naar CSV.")
                if text:
                    sheet.write_string(number, column, text, cell if number else heading)
    return target.getvalue()


def _width(texts: Sequence[str]) -> int:
    longest = max(len(line) for text in texts for line in text.split("\n"))
    return _WIDTHS[(longest > _SOME) + (longest > _MANY)]
