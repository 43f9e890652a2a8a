"""The sheet on which people code a sample, written without the codes of the program."""

import io
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from pipeline.reliability.matching import rows_of
from pipeline.resources import load_toml

_MAX_TEXT = 30_000  # signs; a cell holds 32,767
_WIDTHS = {
    "nummer": 5, "sessie": 22, "kop": 22, "ervoor": 32, "uitspraak": 56, "erna": 32,
    "code": 16, "opmerking": 24, "id": 12, "verslag": 12, "voorkomen": 5,
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
        The tables `statements`, `insights`, `sessions` and `reports`.
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
        choices = {**codes, words["uitleg"]["weet_niet"]: words["uitleg"]["telt_niet_mee"]}
        for number, (code, meaning) in enumerate(choices.items(), start=1):
            notes.write_string(line + number, 0, code, top)
            notes.write_string(line + number, 1, meaning[:_MAX_TEXT], wrapped)
        if rows and codes and not several:
            column = list(words["kolommen"]).index("code")
            source = f"={words['bladen']['uitleg']}!$A${line + 2}:$A${line + 1 + len(choices)}"
            sheet.data_validation(1, column, len(rows), column, {"validate": "list", "source": source})
    return buffer.getvalue()


def _rows(sample: Sequence[str] | pd.Index, data: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, str]]:
    """Yield what the sheet says of each statement of the sample, in the order of the sample."""
    for number, (statement_id, row) in enumerate(rows_of(data, sample).items(), start=1):
        yield {
            "nummer": str(number),
            "sessie": row.session,
            "kop": row.heading,
            "ervoor": row.before,
            "uitspraak": row.text,
            "erna": row.after,
            "code": "",
            "opmerking": "",
            "id": statement_id,
            "verslag": row.report,
            "voorkomen": str(row.occurrence),
        }


def rows_workbook(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, wide: Sequence[str] = ()
) -> bytes:
    """Return rows of text as a workbook of one sheet, to be filled in; no text in it can run as a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": pd.Timestamp("2000-01-01").to_pydatetime()})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        for place, name in enumerate(columns):
            sheet.set_column(place, place, 44 if name in wide else 14)
            sheet.write_string(0, place, name, bold)
            for line, row in enumerate(rows, start=1):
                sheet.write_string(line, place, row[place][:_MAX_TEXT], wrapped)
    return buffer.getvalue()
