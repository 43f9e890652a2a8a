"""The sheet of what coders disagree on, and the corrections that it becomes once people decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import worksheets
from pipeline.corpus import Corpus, load
from pipeline.corrections.anchors import anchor_of
from pipeline.corrections.model import COLUMNS, NOBODY, SETTLED, UNDECIDED
from pipeline.corrections.statements import code_said
from pipeline.errors import SettingError
from pipeline.reliability import Coder, Variable, rows_of
from pipeline.reliability.sheet import rows_workbook
from pipeline.run.coders import code_names
from pipeline.run.holding import holding
from pipeline.storage import ReportFolder
from pipeline.tables import records
from pipeline.worksheets import guarded, unguarded

DECIDED = "correcties-consensus.csv"
_WHO = "consensus"
_CODE = "code"
_NONE = "geen"
_YES, _NO = ("ja",), ("geen", "nee", "niet", NOBODY)


def consensus_files(coders: Sequence[Coder], corpus: Corpus, name: str) -> tuple[int, dict[str, bytes]]:
    """Return how many rows the sheet of disagreements has, and the sheet as a workbook and as CSV.

    Each row is a statement, of themes a statement and a theme, with what each coder gave, what they noted, and an
    empty cell for what it must be. Its first columns are those of a file of corrections.
    """
    coders = [coder for coder in coders if coder.has_codes]
    columns = [*COLUMNS, "sessie", "kop", _CODE, *_unique(coders), "opmerkingen"]
    rows = [[row.get(column, "") for column in columns] for row in _rows(coders, corpus)]
    plain = worksheets.to_csv([guarded(cell) for cell in row] for row in [columns, *rows])
    sheet = rows_workbook("Verschillen", columns, rows, wide=("citaat", "ervoor", "erna", "opmerkingen"))
    return len(rows), {f"{name}.xlsx": sheet, f"{name}.csv": plain}


@dataclass(frozen=True)
class Decisions:
    """What was decided on a sheet of disagreements.

    Attributes
    ----------
    path
        The file of corrections with all decisions.
    n, n_open, n_former
        How many rows of the sheet were decided, how many were not, and how many decisions of before stay in the file.
    faults
        Why a row does not count, a sentence for each.
    """

    path: Path
    n: int
    n_open: int
    n_former: int
    faults: tuple[str, ...]


def decide(path: Path, processed: Path, reports: Path, *, wait: bool = False) -> Decisions:
    """Add what was decided on a sheet of disagreements to a file of corrections.

    What stands in that file of before stays, unless the same is decided anew.

    Parameters
    ----------
    path
        The sheet, with the column *wordt* filled in where people decided.
    processed, reports
        The folders of the tables, whose codebook says which codes there are, and to write to.
    wait
        Whether to wait for another command that holds the folder.

    Raises
    ------
    SettingError
        If a file cannot be read, is no such sheet, or nothing is decided in it.
    """
    lines = worksheets.read_rows(path)
    header = worksheets.header(lines)
    missing = [column for column in ("wat", "citaat", "wordt", _CODE) if column not in header]
    if missing:
        raise SettingError(
            f"{path.name}: op rij 1 ontbreekt de kolom “{missing[0]}”; gebruik het blad consensus.xlsx of "
            "consensus.csv dat deze opdracht maakte."
        )
    numbered = [(number, row) for number, row in _rows_of(lines) if row["citaat"].strip()]
    filled = [(number, row) for number, row in numbered if row["wordt"].strip().casefold() not in UNDECIDED]
    if not filled:
        raise SettingError(f"{path.name}: de kolom “wordt” is overal leeg; vul daar in wat het moet zijn.")
    known = code_names(load(processed))
    decided, faults = {}, []
    for number, row in filled:
        if fault := _fault(row, known):
            faults.append(f"{path.name}, rij {number}: {fault}")
        else:
            correction = _decided(row)
            decided[_subject(correction)] = correction
    if not decided:
        raise SettingError(f"{faults[0]}; verbeter de kolom “wordt”.")
    target = reports / DECIDED
    with holding(reports, wait=wait):
        former = {_subject(row): row for _, row in _rows_of(worksheets.read_rows(target))} if target.is_file() else {}
        rows = (former | decided).values()
        made = worksheets.to_csv([COLUMNS, *([guarded(row[column]) for column in COLUMNS] for row in rows)])
        ReportFolder(reports).write({DECIDED: made})
    n_open = len(numbered) - len(filled)
    return Decisions(target, len(decided), n_open, len(former.keys() - decided.keys()), tuple(faults))


def _rows_of(lines: Sequence[tuple[int, Sequence[str]]]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a sheet by the names of its columns, with their numbers."""
    header = worksheets.header(lines)
    return [
        (number, {**dict.fromkeys((*COLUMNS, _CODE), ""), **dict(zip(header, map(unguarded, cells), strict=False))})
        for number, cells in lines[1:]
    ]


def _subject(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a correction is about: two on the same cannot both hold."""
    what = row["wat"].strip().casefold()
    theme = row["was"] or row["wordt"] if what == Variable.THEME else ""
    return (what, *(row[column] for column in ("verslag", "citaat", "ervoor", "erna", "voorkomen")), theme)


def _fault(row: Mapping[str, str], known: Mapping[Variable, Mapping[str, str]]) -> str:
    """Return why what was filled in is no code, or nothing."""
    what, becomes = row["wat"].strip().casefold(), row["wordt"].strip()
    if what not in {variable.value for variable in Variable}:
        return f"“{row['wat'].strip()}” in de kolom “wat” is niet bekend"
    codes, said = known[Variable(what)], becomes.casefold()
    is_none = said in _NO and what != Variable.KIND
    is_given = said in _YES and what == Variable.THEME
    if is_none or is_given or code_said(becomes, codes) is not None:
        return ""
    return f"“{becomes}” in de kolom “wordt” is geen {what}; kies een van de codes"


def _decided(row: Mapping[str, str]) -> dict[str, str]:
    """Return a decided row as a correction, which prevails over what coders said by themselves.

    A theme is added by its code, and removed by an empty cell beside it.
    """
    reason = row["waarom"].strip()
    row = {**row, "waarom": f"{SETTLED}: {reason}" if reason not in ("", SETTLED) else SETTLED}
    what, becomes, code = row["wat"].strip().casefold(), row["wordt"].strip(), row[_CODE].strip()
    said = becomes.casefold()
    if what == Variable.THEME:
        if said in _NO:
            return {**row, "was": code, "wordt": ""}
        return {**row, "was": "", "wordt": code if said in _YES else becomes}
    return {**row, "wordt": NOBODY if what == Variable.VOICE and said in _NO else becomes}


def _rows(coders: Sequence[Coder], corpus: Corpus) -> Iterator[dict[str, str]]:
    present = rows_of(corpus.tables)
    places = {row["statement_id"]: row for row in records(corpus.tables["statements"])}
    names = _unique(coders)
    program = next((name for name, coder in zip(names, coders, strict=True) if not coder.is_person), "")
    for variable in Variable:
        of_statement: dict[str, dict[str, tuple[str, ...]]] = {}
        for name, coder in zip(names, coders, strict=True):
            for statement_id, codes in coder.codings.get(variable, {}).items():
                of_statement.setdefault(str(statement_id), {})[name] = tuple(codes)
        for statement_id in present:
            given = of_statement.get(statement_id, {})
            if len(set(given.values())) < 2:
                continue
            place = {
                **_anchor(corpus.texts, places[statement_id], present[statement_id].report),
                "wat": variable.value,
                "sessie": present[statement_id].session,
                "kop": present[statement_id].heading,
                "wie": _WHO,
                "opmerkingen": _remarks(coders, names, statement_id, corpus),
            }
            if not variable.several:
                shown = {name: ", ".join(codes) or _NONE for name, codes in given.items()}
                yield {**place, **shown, "was": ", ".join(given.get(program, ()))}
                continue
            for code in sorted({code for codes in given.values() for code in codes}):
                answers = {name: "ja" if code in codes else "nee" for name, codes in given.items()}
                if len(set(answers.values())) > 1:
                    yield {**place, **answers, _CODE: code}


def _anchor(texts: Mapping[str, str], row: Mapping[str, Any], report: str) -> dict[str, str]:
    anchor = anchor_of(texts[row["report_id"]], row["start_char"], row["end_char"], report)
    return {
        "verslag": anchor.report,
        "citaat": anchor.quote,
        "ervoor": anchor.before,
        "erna": anchor.after,
        "voorkomen": str(anchor.occurrence or ""),
    }


def _remarks(coders: Sequence[Coder], names: Sequence[str], statement_id: str, corpus: Corpus) -> str:
    """Return what coders noted at a statement, without names that readers do not get to see."""
    told = "; ".join(
        f"{name}: {coder.remarks[statement_id]}"
        for name, coder in zip(names, coders, strict=True)
        if coder.remarks.get(statement_id)
    )
    for hit in reversed(corpus.guard.find(told) if corpus.guard is not None else []):
        told = f"{told[: hit.start]}[persoon]{told[hit.end :]}"
    return told


def _unique(coders: Sequence[Coder]) -> list[str]:
    """Return a name for the column of each coder, which no other column has."""
    taken = {*COLUMNS, "sessie", "kop", _CODE, "opmerkingen"}
    names: list[str] = []
    for coder in coders:
        name = coder.name
        while name.casefold() in taken:
            name += " (codeur)"
        taken.add(name.casefold())
        names.append(name)
    return names
