"""A codebook as a sheet that researchers fill in, and as TOML; both without loss.

What stands here knows the keys of the format and not its rules: values go in and out as `tomllib` gives them.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline import worksheets
from pipeline.dutch.wording import listing
from pipeline.errors import CodebookError
from pipeline.worksheets import guarded, unguarded

# The columns of a sheet; the first says what stands in a row.
COLUMNS = (
    "soort", "code", "naam", "definitie", "termen", "uitsluiten", "ouder", "groep", "voorbeelden", "wel", "niet",
    "memo", "herkomst",
)  # fmt: skip
THEME, ROLE, VERSION, SEPARABLE = "thema", "rol", "versie", "scheidbaar"
TERMS = ("termen", "uitsluiten")
LISTS = (*TERMS, "voorbeelden", "wel", "niet")
FIRST_VERSION = "1.0"  # of a codebook whose file names none

Values = Mapping[str, Any]

# What a cell, or XML, would not give back as it was.
_STRANGE = re.compile(
    "[^\t\n\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_x[0-9A-Fa-f]{4}_"
)
_ITEM = re.compile(r'\s*+("(?:[^"\\]|\\.)*+"(?=\s*+(?:;|$))|[^;]*+)\s*+(?:;|$)')
_NO_LETTER = re.compile(r"[^a-z0-9]+")


def to_rows(values: Values) -> list[list[str]]:
    """Return a codebook as the rows of a sheet, with its heading."""
    rows = [{"soort": VERSION, "naam": scalar_cell(values[VERSION])}]
    for kind in (THEME, ROLE):
        for entry in values.get(kind, ()):
            cells = {
                key: list_cell(value, by_line=True, may_split=key in TERMS) if key in LISTS else scalar_cell(value)
                for key, value in entry.items()
            }
            rows.append({"soort": kind, **cells})
    for particle, verbs in values.get(SEPARABLE, {}).items():
        cells = {"code": scalar_cell(particle), "termen": list_cell(verbs, by_line=True, may_split=True)}
        rows.append({"soort": SEPARABLE, **cells})
    return [list(COLUMNS), *([row.get(column, "") for column in COLUMNS] for row in rows)]


def to_csv(values: Values) -> bytes:
    """Return a codebook as CSV: UTF-8 with a byte order mark, semicolons, and a list with an item on each line."""
    return worksheets.to_csv([guarded(cell) for cell in row] for row in to_rows(values))


def from_rows(rows: Sequence[tuple[int, Sequence[str]]], source: str, *, are_guarded: bool = False) -> dict[str, Any]:
    """Return the codebook that the rows of a sheet describe.

    Parameters
    ----------
    rows
        The rows with their numbers; the first that is not empty has the names of the columns.
    source
        What errors call the file.
    are_guarded
        Whether the cells come from CSV, where `to_csv` guards those that a spreadsheet could run.

    Raises
    ------
    CodebookError
        If a column or a kind of row is not known, or a row has no name.
    """
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        raise CodebookError(f"{source} is leeg; zet er een rij met kolomnamen en een rij voor elk thema in.")
    columns = _columns(filled[0][1], source)
    values: dict[str, Any] = {VERSION: FIRST_VERSION, THEME: [], ROLE: [], SEPARABLE: {}}
    for number, cells in filled[1:]:
        plain = map(unguarded, cells) if are_guarded else cells
        row = dict(zip(columns, plain, strict=False))
        kind = row.pop("soort", "").strip().lower() or THEME
        entry = dict(_entry(row))
        match kind:
            case "versie":
                values[VERSION] = entry.get("naam", FIRST_VERSION)
            case "scheidbaar":
                values[SEPARABLE][entry.get("code", "")] = entry.get("termen", [])
            case "thema" | "rol":
                if not entry.get("naam") and not entry.get("code"):
                    raise CodebookError(f"{source}, rij {number}: de kolom “naam” is leeg; vul de naam in.")
                values[kind].append(entry)
            case _:
                raise CodebookError(
                    f"{source}, rij {number}: “{kind}” in de kolom “soort” bestaat niet; schrijf thema of rol."
                )
    return with_codes(values)


def _columns(heading: Sequence[str], source: str) -> list[str]:
    columns = [cell.strip().lower() for cell in heading]
    while columns and not columns[-1]:
        columns.pop()
    unknown = next((column for column in columns if column not in COLUMNS), None)
    if unknown is not None:
        raise CodebookError(
            f"{source} heeft een onbekende kolom “{unknown}”; haal die weg, of hernoem die naar een van deze: "
            f"{listing(COLUMNS)}."
        )
    if "naam" not in columns and "code" not in columns:
        raise CodebookError(f"{source} heeft geen kolom “naam”; zet op de eerste rij de namen van de kolommen.")
    return columns


def _entry(row: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for key, cell in row.items():
        if cell.strip():
            yield key, items_of(cell, may_split=key in TERMS) if key in LISTS else scalar_of(cell)


def with_codes(values: dict[str, Any]) -> dict[str, Any]:
    """Return a codebook in which what has only a name gets a code after it, and what has only a code that as name."""
    for kind in (THEME, ROLE):
        known = {entry["code"] for entry in values[kind] if entry.get("code")}
        for entry in values[kind]:
            entry.setdefault("naam", entry.get("code"))
            if not entry.get("code"):
                entry["code"] = code_for(entry["naam"], known)
                known.add(entry["code"])
    return values


def code_for(name: str, known: Collection[str]) -> str:
    """Return a code after a name, which no other has.

    >>> code_for("Één loket", ()), code_for("Één loket", {"een-loket"})
    ('een-loket', 'een-loket-2')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    code = _NO_LETTER.sub("-", plain).strip("-") or "code"
    numbered = (f"{code}-{number}" for number in range(2, len(known) + 3))
    return code if code not in known else next(one for one in numbered if one not in known)


def scalar_cell(text: str) -> str:
    """Return a text as a cell holds it: between quotes as JSON where a cell would change it."""
    return _quoted(text) if text != text.strip() or text.startswith('"') or _STRANGE.search(text) else text


def scalar_of(cell: str) -> str:
    """Return the text of a cell (the inverse of `scalar_cell`)."""
    return _unquoted(cell.replace("\r\n", "\n").strip())


def list_cell(items: Iterable[str], *, by_line: bool, may_split: bool) -> str:
    """Return texts as a cell holds them: on lines, or with semicolons between them."""
    return ("\n" if by_line else "; ").join(_item(item, may_split or not by_line) for item in items)


def items_of(cell: str, *, may_split: bool) -> list[str]:
    """Return the texts of a cell; `may_split` says whether a semicolon separates them beside the end of a line."""
    found = []
    for line in cell.replace("\r\n", "\n").split("\n"):
        parts = [match[1].rstrip() for match in _ITEM.finditer(line)] if may_split else [line.strip()]
        found += [_unquoted(part) for part in parts if part]
    return found


def _item(text: str, may_split: bool) -> str:
    is_plain = text and "\n" not in text and not (may_split and ";" in text)
    return scalar_cell(text) if is_plain else _quoted(text)


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=_STRANGE.search(text) is not None)
    return quoted.replace("_x", "\\u005fx")


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text
    return text


def to_toml(values: Values) -> str:
    """Return a codebook as TOML: an item of a list on each line, and no comments."""
    lines = [f"{VERSION} = {_toml(values[VERSION])}"]
    for kind in (THEME, ROLE):
        for entry in values.get(kind, ()):
            lines += ["", f"[[{kind}]]"]
            for key in COLUMNS[1:]:
                value = entry.get(key)
                if isinstance(value, str) and (value or key in ("code", "naam")):
                    lines.append(f"{key} = {_toml(value)}")
                elif value:
                    lines += [f"{key} = [", *(f"    {_toml(item)}," for item in value), "]"]
    if values.get(SEPARABLE):
        lines += ["", f"[{SEPARABLE}]"]
        for particle, verbs in values[SEPARABLE].items():
            lines.append(f"{_toml(particle)} = [{', '.join(map(_toml, verbs))}]")
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    """Return a basic string of TOML, which is one of JSON but for the sign DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
