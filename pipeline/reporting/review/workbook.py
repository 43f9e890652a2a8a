"""The same as a workbook with lists to choose from, for who prefers one: a row a statement."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.dutch.wording import collapse
from pipeline.reporting.exports.workbook import MADE, fit
from pipeline.reporting.review.model import Code, Item, Review
from pipeline.reporting.review.statements import certainty
from pipeline.resources import load_toml
from pipeline.tables import PICKED

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = "nakijken.xlsx"
_CHANCE = PICKED[-1]
_AROUND = 300  # characters of the insight on both sides
_KIND = "soort"  # what a row corrects unless a coder chooses something else
_WIDTHS = {"wat": 12, "verslag": 26, "citaat": 60, "ervoor": 24, "erna": 24, "was": 14, "wordt": 18, "waarom": 30}


def write(review: Review, columns: Sequence[str]) -> bytes:
    """Return the workbook; its first sheet has the columns of a file of corrections, and nothing else.

    Parameters
    ----------
    review
        What is put before a coder; of the statements drawn by chance the workbook does not tell what the program chose.
    columns
        The columns of a file of corrections (`pipeline.corrections.model.COLUMNS`).
    """
    import xlsxwriter

    words = load_toml("review/nakijken.toml")["werkmap"]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        formats = {
            "head": book.add_format({"bold": True, "valign": "top", "bg_color": "#154273", "font_color": "#FFFFFF"}),
            # What a spreadsheet could take for a formula stays text, also when somebody edits it.
            "text": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            "free": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF8E1", "border": 4}),
        }
        chosen = [(place, part) for part, places in review.parts.items() for place in places]
        sheets = {name: book.add_worksheet(words[name]) for name in ("correcties", "passages", "lijsten", "uitleg")}
        _write_rows(sheets["correcties"], formats, review, chosen, columns)
        _write_passages(sheets["passages"], formats, review, chosen, words["kolommen"])
        _write_lists(book, sheets["lijsten"], formats, review)
        sheets["uitleg"].set_column(0, 0, 110)
        for line, sentence in enumerate(words["zinnen"]):
            sheets["uitleg"].write_string(line, 0, sentence, formats["text"])
    return target.getvalue()


def _write_rows(
    sheet: "Worksheet",
    formats: dict[str, Any],
    review: Review,
    chosen: Sequence[tuple[int, str]],
    columns: Sequence[str],
) -> None:
    for column, name in enumerate(columns):
        sheet.set_column(column, column, _WIDTHS.get(name, 11))
        sheet.write_string(0, column, name, formats["head"])
    for line, (place, part) in enumerate(chosen, 1):
        values = _row(review.items[place], part)
        for column, name in enumerate(columns):
            value = values.get(name)
            if value is None:
                sheet.write_blank(line, column, None, formats["free"])
            elif isinstance(value, int):
                sheet.write_number(line, column, value, formats["text"])
            else:
                sheet.write_string(line, column, fit(value), formats["text"])
    last = max(len(chosen) + 500, 1)  # for rows that a coder adds
    what, becomes = columns.index("wat"), columns.index("wordt")
    sheet.data_validation(1, what, last, what, {"validate": "list", "source": list(_lists(review))})
    # The list goes by what the row corrects. A new name for a topic stands in no list, and is let through.
    cell = f"${chr(ord('A') + what)}2"
    source = f'=INDIRECT("lijst_"&{cell})'
    sheet.data_validation(1, becomes, last, becomes, {"validate": "list", "source": source, "error_type": "warning"})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(chosen), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _row(item: Item, part: str) -> dict[str, str | int]:
    """Return what stands in the row of a statement; what is left out is to fill in."""
    place = item.place
    return {
        "wat": _KIND,
        "verslag": place.report,
        "citaat": item.text,
        "ervoor": place.before,
        "erna": place.after,
        "voorkomen": place.occurrence,
        "was": "" if part == _CHANCE else item.codes.kind,
        "keuze": part,
    }


def _write_passages(
    sheet: "Worksheet",
    formats: dict[str, Any],
    review: Review,
    chosen: Sequence[tuple[int, str]],
    headings: Sequence[str],
) -> None:
    """Write what stands around each statement, and what the program made of it where that may be seen."""
    for column, name in enumerate(headings):
        sheet.set_column(column, column, (6, 28, 14, 28, 8, 50, 50, 50, 44, 16)[column])
        sheet.write_string(0, column, name, formats["head"])
    named = {code.code: code.name for code in (*review.kinds, *review.themes, *review.roles, *review.topics)}
    for line, (place, part) in enumerate(chosen, 1):
        item = review.items[place]
        passage = review.passages[item.passage]
        sheet.write_number(line, 0, line + 1, formats["text"])
        sheet.write_number(line, 4, item.line, formats["text"])
        cells = {
            1: passage.session,
            2: passage.date,
            3: passage.heading,
            5: collapse(passage.text[: item.start][-_AROUND:]),
            6: item.text,
            7: collapse(passage.text[item.end :][:_AROUND]),
        }
        if part != _CHANCE:
            cells |= {8: _told(item, named), 9: certainty(item.score)}
        for column, text in cells.items():
            sheet.write_string(line, column, fit(text), formats["text"])
    sheet.freeze_panes(1, 0)


def _told(item: Item, named: dict[str, str]) -> str:
    codes = item.codes
    every = (codes.kind, *codes.themes, *codes.roles, codes.voice, codes.topic)
    return "; ".join(named.get(code, code) for code in every if code)


def _lists(review: Review) -> dict[str, tuple[Code, ...]]:
    """Return by what a row corrects the codes to choose from."""
    codes = {
        "kinds": review.kinds,
        "themes": review.themes,
        "roles": review.roles,
        "topics": review.topics,
        "voices": (*review.roles, Code("niemand", "niemand in het bijzonder")),
        "gone": (Code("weg", "geen uitspraak: weglaten"),),
        "none": (),
    }
    return {what: codes[name] for what, name in load_toml("review/nakijken.toml")["werkmap"]["keuzen"].items()}


def _write_lists(book: "Workbook", sheet: "Worksheet", formats: dict[str, Any], review: Review) -> None:
    """Write the codes that can be chosen, each list under a name that the other sheet knows it by."""
    for place, (name, codes) in enumerate(_lists(review).items()):
        column = 2 * place
        sheet.set_column(column, column, 24)
        sheet.set_column(column + 1, column + 1, 60)
        sheet.write_string(0, column, name, formats["head"])
        sheet.write_string(0, column + 1, "betekenis", formats["head"])
        for line, code in enumerate(codes, 1):
            sheet.write_string(line, column, fit(code.code), formats["text"])
            sheet.write_string(line, column + 1, fit(_meaning(code)), formats["text"])
        letters = _letters(column)
        book.define_name(f"lijst_{name}", f"=Lijsten!${letters}$2:${letters}${1 + max(len(codes), 1)}")


def _meaning(code: Code) -> str:
    """Return what a code is called, where that says more than the code itself, and what it means."""
    name = "" if code.about and code.name.casefold() == code.code.casefold() else code.name
    return ": ".join(part for part in (name, code.about) if part)


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
