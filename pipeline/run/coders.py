"""Codings by whoever made them: the program, a sheet that was coded by hand, or a file of corrections."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pipeline import worksheets
from pipeline.corpus import Corpus
from pipeline.corrections.model import COLUMNS, What
from pipeline.dutch.wording import count, listing
from pipeline.errors import SettingError
from pipeline.reliability import Coder, Finder, LeftOut, Row, Variable, coding, program, read_sheet, rows_of
from pipeline.reliability.codings import LOOSE, PROGRAM
from pipeline.reliability.reading import GONE
from pipeline.tables import KINDS
from pipeline.worksheets import unguarded

_NAMED = re.compile(r"([^=/\\]{1,60})=(.+)")  # Anna=blad.xlsx
_SHEETS = (".xlsx", ".csv", ".tsv", ".txt")
_BY_CHANCE = "toeval"
_LEFT_OUT = "weg"
_NOBODY = ("niemand", "geen")
_UNKNOWN = ("weet niet", "?")
_SEEN = "deze codeurs zagen de codes van het programma; dan is men het daar eerder mee eens dan bij een leeg werkblad."
_VARIABLES = {What.KIND: Variable.KIND, What.VOICE: Variable.VOICE, What.TOPIC: Variable.TOPIC}
Rows = list[tuple[int, dict[str, str]]]


@dataclass(frozen=True)
class Source:
    """A coding that was asked for.

    Attributes
    ----------
    name
        The file, or *programma*.
    coders
        Whose codings are in it.
    n_used, n_rows
        How many of its rows count.
    left_out
        The rows that do not count.
    note
        What else a reader of the figures must know, a sentence.
    """

    name: str
    coders: tuple[Coder, ...]
    n_used: int = 0
    n_rows: int = 0
    left_out: tuple[LeftOut, ...] = ()
    note: str = ""

    @property
    def told(self) -> list[str]:
        """What is left out and why, a sentence for each reason, and the note."""
        lines: dict[str, list[int]] = defaultdict(list)
        for one in self.left_out:
            lines[one.message].append(one.row)
        told = [f"{self.name}, {_rows_in_words(rows)}: {message}." for message, rows in lines.items()]
        return [*told, *([f"{self.name}: {self.note}"] if self.note else [])]


class Reader:
    """Reads codings of the statements of an analysis.

    Parameters
    ----------
    corpus
        The analysis, as readers see it.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._data = corpus.tables
        self._themes = {theme.code: theme.name for theme in corpus.codebook.themes}
        self._roles = {role.code: role.name for role in corpus.codebook.roles}
        self._topics = dict(zip(corpus.tables["topics"]["topic_id"], corpus.tables["topics"]["label"], strict=True))
        self._finder = Finder(rows_of(corpus.tables))
        self.program = program(corpus.tables, lambda said: _found(said, self._themes))

    def read(self, asked: str) -> Source:
        """Return the coding that a user asks for: *programma*, a file, or a name with a file (*Anna=blad.xlsx*).

        The suffix and the columns say what a file is; this is the place for another kind of file.

        Raises
        ------
        SettingError
            If the file is not there, or is none that can be read.
        """
        if asked.casefold() == PROGRAM:
            return Source(PROGRAM, (self.program,))
        named = None if Path(asked).exists() else _NAMED.fullmatch(asked)
        name, path = (named[1].strip(), Path(named[2])) if named else ("", Path(asked))
        if not path.is_file():
            raise SettingError(f"Het bestand {path} is er niet; controleer de naam, of geef “{PROGRAM}” op.")
        if path.suffix.casefold() not in _SHEETS:
            raise SettingError(f"{path.name}: dit soort bestand wordt niet gelezen; geef een werkblad (.xlsx of .csv).")
        lines = worksheets.read_rows(path)
        header = [" ".join(cell.split()).casefold() for cell in lines[0][1]] if lines else []
        return self._corrections(path, name, header) if "wat" in header else self._sheet(path, name)

    def _sheet(self, path: Path, name: str) -> Source:
        codes = {Variable.KIND: {kind: kind for kind in KINDS}, Variable.THEME: self._themes}
        sheet = read_sheet(path, self._finder, codes)
        coder = Coder(name or path.stem, MappingProxyType({sheet.variable: sheet.coding}), sheet.remarks)
        return Source(path.name, (coder,), len(sheet.coding), sheet.n_rows, sheet.left_out)

    def _corrections(self, path: Path, name: str, header: Sequence[str]) -> Source:
        """Return the codings of whoever made corrections: what they checked, with the codes that they changed."""
        rows = [
            (number, dict.fromkeys(COLUMNS, "") | dict(zip(header, map(unguarded, cells), strict=False)))
            for number, cells in worksheets.read_rows(path)[1:]
            if any(cell.strip() for cell in cells)
        ]
        places = self._finder.find([_row(row) for _, row in rows])
        left_out: list[LeftOut] = []
        checked: dict[str, dict[str, int]] = defaultdict(dict)
        own: dict[str, dict[str, Rows]] = defaultdict(lambda: defaultdict(list))
        n_checked = 0
        for (number, row), statement_id in zip(rows, places, strict=True):
            who = name or " ".join(row["wie"].split()) or path.stem
            is_check = row["wat"].strip().casefold() == What.CHECKED
            n_checked += is_check
            if statement_id is None:
                left_out += [LeftOut(number, GONE)] if is_check else []
            elif not is_check:
                own[who][statement_id].append((number, row))
            elif row["keuze"].strip().casefold() == _BY_CHANCE:
                checked[who][statement_id] = number
            else:
                left_out.append(LeftOut(number, _not_by_chance(row["keuze"].strip())))
        coders = []
        for who, statement_ids in sorted(checked.items()):
            dropped = {
                statement_id
                for statement_id in statement_ids
                if any(
                    row["wat"].strip().casefold() == What.STATEMENT and row["wordt"].strip().casefold() == _LEFT_OUT
                    for _, row in own[who][statement_id]
                )
            }
            left_out += [
                LeftOut(statement_ids[one], "volgens de codeur is dit geen uitspraak") for one in sorted(dropped)
            ]
            coders.append(self._judged(who, [one for one in statement_ids if one not in dropped], own[who]))
        if not n_checked:
            raise SettingError(
                f"{path.name}: er staat geen enkele rij “{What.CHECKED}” in, dus is niet bekend wat de codeur heeft "
                "beoordeeld; vink in de nakijkpagina aan wat klopt."
            )
        used = sum(len(coder.codings[Variable.KIND]) for coder in coders)
        left_out.sort(key=lambda one: (one.row, one.message))
        return Source(path.name, tuple(coders), used, n_checked, tuple(left_out), _SEEN)

    def _judged(self, who: str, statement_ids: Iterable[str], own: Mapping[str, Rows]) -> Coder:
        """Return what a coder says of what she checked: the codes of the program, but for what she changed."""
        given: dict[Variable, dict[str, set[str]]] = {variable: {} for variable in Variable}
        remarks: dict[str, str] = {}
        for statement_id in statement_ids:
            codes = {
                variable: set(of_program[statement_id])
                for variable, of_program in self.program.codings.items()
                if statement_id in of_program.index
            }
            for _, row in sorted(own.get(statement_id, ()), key=lambda one: (one[1]["wanneer"], one[0])):
                self._apply(row, codes)
                if row["waarom"].strip():
                    remarks[statement_id] = "; ".join(
                        part for part in (remarks.get(statement_id), row["waarom"].strip()) if part
                    )
            if codes.get(Variable.KIND) != {"dilemma"}:
                codes.pop(Variable.TOPIC, None)  # only dilemmas have one
            for variable, of_statement in codes.items():
                given[variable][statement_id] = of_statement
        return Coder(who, MappingProxyType({variable: coding(codes) for variable, codes in given.items()}), remarks)

    def _apply(self, row: Mapping[str, str], codes: dict[Variable, set[str]]) -> None:
        what, was, becomes = (" ".join(row[name].split()) for name in ("wat", "was", "wordt"))
        if what.casefold() == What.THEME:
            of_statement = codes.get(Variable.THEME, set())
            of_statement -= {_found(was, self._themes)} if was else set()
            of_statement |= {_found(becomes, self._themes)} if becomes else set()
            codes[Variable.THEME] = of_statement
        elif (variable := _VARIABLES.get(what.casefold())) is not None:  # type: ignore[call-overload]
            codes[variable] = self._value(variable, becomes)
            if becomes.casefold() in _UNKNOWN:
                del codes[variable]

    def _value(self, variable: Variable, said: str) -> set[str]:
        if variable is Variable.KIND:
            return {said.casefold()}
        if variable is Variable.VOICE:
            return set() if not said or said.casefold() in _NOBODY else {_found(said, self._roles)}
        return {LOOSE if not said or said.casefold() == LOOSE else _found(said, self._topics)}


def _row(row: Mapping[str, str]) -> Row:
    rank = row["voorkomen"].strip()
    return Row(
        text=row["citaat"],
        before=row["ervoor"],
        after=row["erna"],
        report=row["verslag"].strip().replace("\\", "/"),
        occurrence=int(rank) if rank.isdecimal() else None,
    )


def _found(said: str, names: Mapping[str, str]) -> str:
    """Return the code that is said by its code or its name; what is neither stands for itself."""
    wanted = " ".join(said.split()).casefold()
    return next((code for code, name in names.items() if wanted in (code.casefold(), name.casefold())), said.strip())


def _not_by_chance(picked: str) -> str:
    why = f"voorgelegd wegens “{picked}”" if picked else "zonder “toeval” in de kolom keuze"
    return f"{why}, en alleen wat door toeval is gekozen zegt iets over alle uitspraken"


def _rows_in_words(rows: Sequence[int]) -> str:
    shown = [str(row) for row in rows[:10]]
    if len(rows) > 10:
        return f"rij {', '.join(shown)} en nog {count(len(rows) - 10, 'rij', 'rijen')}"
    return f"rij {listing(shown)}"
