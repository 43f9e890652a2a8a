"""Codings by whoever made them: the program, a sheet coded by hand, corrections, or a project of another program."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from pipeline import worksheets
from pipeline.corpus import Corpus, load
from pipeline.corrections.anchors import Places
from pipeline.corrections.known_topics import NONE
from pipeline.corrections.machine import machine_codes
from pipeline.corrections.model import NOBODY, Correction, What
from pipeline.corrections.outcome import LooseError
from pipeline.corrections.read import LEFT_OUT, moment, read_file
from pipeline.corrections.statements import Codes, Statements, code_said
from pipeline.errors import SettingError
from pipeline.reliability import Coder, Finder, LeftOut, Variable, coding, program, read_sheet, rows_of
from pipeline.reliability.codings import PROGRAM
from pipeline.reliability.reading import GONE
from pipeline.run import project_coders
from pipeline.run.coder_sources import Source
from pipeline.run.corrections import shown_reports
from pipeline.tables import KINDS, records

_NAMED = re.compile(r"([^=/\\]{1,60})=(.+)")  # Anna=blad.xlsx
_SHEETS = (".xlsx", ".csv", ".tsv", ".txt")
_BY_CHANCE = "toeval"
_TALKED = "na overleg gekozen, dus geen oordeel van één codeur"
_OPEN = "niet ingevuld, dus deze code telt van deze uitspraak niet mee"
_NOTE = (
    "wie bij het coderen de codes van het programma zag, is het daar eerder mee eens; het onderwerp telt niet mee, "
    "want dat wordt bij toeval niet beoordeeld."
)
_JUDGED = (Variable.KIND, Variable.VOICE, Variable.THEME)  # of what was drawn by chance nobody is asked the topic
_NO_DATE = datetime.min.replace(tzinfo=UTC)


class Reader:
    """Reads codings of the statements of an analysis.

    Parameters
    ----------
    corpus
        The analysis, as readers see it.
    processed
        The folder that it is from: there corrections are found in the texts that they are applied to; None to find
        them in the texts of `corpus`.
    is_whole
        Whether what projects hold beside the codes of the program is all that a person left there.
    """

    def __init__(self, corpus: Corpus, processed: Path | None = None, *, is_whole: bool = False) -> None:
        self._corpus, self._is_whole = corpus, is_whole
        self._processed = processed
        self._data = corpus.tables
        names = code_names(corpus)
        self._themes, self._roles = names[Variable.THEME], names[Variable.VOICE]
        self._finder = Finder(rows_of(corpus.tables))
        self.program = program_of(corpus.tables)

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
        if path.suffix.casefold() in project_coders.SUFFIXES:
            return project_coders.read_coders(path, name, self._corpus, lambda: self._original, is_whole=self._is_whole)
        if path.suffix.casefold() not in _SHEETS:
            raise SettingError(
                f"{path.name}: dit soort bestand wordt niet gelezen; geef een werkblad (.xlsx of .csv) of een project "
                "(.qdpx)."
            )
        lines = worksheets.read_rows(path)
        return self._corrections(path, name) if "wat" in worksheets.header(lines) else self._sheet(path, name)

    def _sheet(self, path: Path, name: str) -> Source:
        codes = code_names(self._corpus)
        codes[Variable.VOICE][""] = NOBODY
        codes[Variable.TOPIC][NONE] = NONE
        sheet = read_sheet(path, self._finder, codes)
        coder = Coder(name or path.stem, MappingProxyType({sheet.variable: sheet.coding}), sheet.remarks)
        return Source(path.name, (coder,), len(sheet.coding), sheet.n_rows, sheet.left_out)

    def _corrections(self, path: Path, name: str) -> Source:
        """Return the codings of whoever made corrections: what they checked, with the codes that they changed."""
        read = read_file(path)
        left_out = [LeftOut(one.row, _as_reason(one.message)) for one in read.faults]
        left_out += [LeftOut(one.row, _TALKED) for one in (*read.corrections, *read.undecided) if one.is_settled]
        checked: dict[str, dict[str, int]] = defaultdict(dict)
        own: dict[str, dict[str, list[Correction]]] = defaultdict(lambda: defaultdict(list))
        unknown: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        n_checked = 0

        def who(one: Correction) -> str:
            return name or " ".join(one.coder.split()) or path.stem

        by_coder = [one for one in read.corrections if not one.is_settled]
        for one, statement_id in zip(by_coder, self._statements_of(by_coder), strict=True):
            is_check = one.what is What.CHECKED
            n_checked += is_check
            if statement_id is None:
                left_out += [LeftOut(one.row, GONE)] if is_check else []
            elif not is_check:
                own[who(one)][statement_id].append(one)
            elif one.picked == _BY_CHANCE:
                checked[who(one)][statement_id] = one.row
            else:
                left_out.append(LeftOut(one.row, _not_by_chance(one.picked)))
        if not n_checked:
            remedy = (
                "geef de bestanden die de codeurs ieder voor zich maakten"
                if any(one.is_settled for one in read.corrections)
                else "vink in de nakijkpagina aan wat klopt"
            )
            raise SettingError(
                f"{path.name}: er staat geen enkele rij “{What.CHECKED}” in van één codeur, dus is niet bekend wat die "
                f"heeft beoordeeld; {remedy}."
            )
        open_ones = [*read.undecided, *(one.told for one in read.faults if one.told is not None)]
        for one, statement_id in zip(open_ones, self._statements_of(open_ones), strict=True):
            if statement_id is not None:
                unknown[who(one)][statement_id].add(one.what)
                is_wanted = one.is_undecided and statement_id in checked.get(who(one), ())
                left_out += [LeftOut(one.row, _OPEN)] if is_wanted else []
        coders = []
        for coder, rows in sorted(checked.items()):
            dropped = {
                statement_id
                for statement_id in rows
                if any(one.what is What.STATEMENT and one.becomes == LEFT_OUT for one in own[coder][statement_id])
            }
            left_out += [LeftOut(rows[one], "volgens de codeur is dit geen uitspraak") for one in sorted(dropped)]
            judged = [one for one in rows if one not in dropped]
            coders.append(self._judged(coder, judged, own[coder], unknown[coder]))
        used = sum(len(coder.codings[Variable.KIND]) for coder in coders)
        left_out.sort(key=lambda one: (one.row, one.message))
        return Source(path.name, tuple(coders), used, n_checked, tuple(left_out), note=_NOTE)

    def _statements_of(self, corrections: Sequence[Correction]) -> list[str | None]:
        """Return the statement that each correction is about: the one that it is applied to."""
        original = self._original
        shown = shown_reports(original.tables, original.texts, original.settings, corrections)
        places = Places.of(original.tables, original.texts, shown).find_all([one.anchor for one in corrections])
        statements = Statements(original.tables, Codes(self._themes, self._roles))
        ids = zip(*(tables["statements"]["statement_id"] for tables in (original.tables, self._data)), strict=True)
        id_of = dict(ids)  # an id may be of a path that names a person
        found: list[str | None] = []
        for place in places:
            try:
                found.append(id_of[statements.at(place)["statement_id"]] if place is not None else None)
            except LooseError:
                found.append(None)
        return found

    @cached_property
    def _original(self) -> Corpus:
        """The analysis as it is kept, in which corrections are found."""
        return self._corpus if self._processed is None else load(self._processed, names="tonen")

    def _judged(
        self,
        who: str,
        statement_ids: Iterable[str],
        own: Mapping[str, Sequence[Correction]],
        unknown: Mapping[str, Collection[str]],
    ) -> Coder:
        """Return what a coder says of what she checked: the codes of the program, but for what she changed."""
        given: dict[Variable, dict[str, set[str]]] = {variable: {} for variable in _JUDGED}
        remarks: dict[str, str] = {}
        for statement_id in statement_ids:
            codes = {variable: set(self.program.codings[variable][statement_id]) for variable in _JUDGED}
            for one in sorted(own.get(statement_id, ()), key=lambda one: (moment(one.date) or _NO_DATE, one.row)):
                self._apply(one, codes)
                if one.reason.strip():
                    told = (remarks.get(statement_id), one.reason.strip())
                    remarks[statement_id] = "; ".join(dict.fromkeys(part for part in told if part))
            for variable, of_statement in codes.items():
                if variable not in unknown.get(statement_id, ()):
                    given[variable][statement_id] = of_statement
        return Coder(who, MappingProxyType({variable: coding(codes) for variable, codes in given.items()}), remarks)

    def _apply(self, one: Correction, codes: dict[Variable, set[str]]) -> None:
        if one.what is What.THEME:
            codes[Variable.THEME] -= {code_said(one.was, self._themes) or one.was} if one.was else set()
            codes[Variable.THEME] |= {code_said(one.becomes, self._themes) or one.becomes} if one.becomes else set()
        elif one.what is What.KIND:
            codes[Variable.KIND] = {one.becomes}
        elif one.what is What.VOICE:
            codes[Variable.VOICE] = (
                set() if one.becomes == NOBODY else {code_said(one.becomes, self._roles) or one.becomes}
            )


def code_names(corpus: Corpus) -> dict[Variable, dict[str, str]]:
    """Return the Dutch names of the codes of each variable."""
    topics = records(corpus.tables["topics"], ("topic_id", "label"))
    return {
        Variable.KIND: {kind: kind for kind in KINDS},
        Variable.THEME: {theme.code: theme.name for theme in corpus.codebook.themes},
        Variable.VOICE: {role.code: role.name for role in corpus.codebook.roles},
        Variable.TOPIC: {row["topic_id"]: row["label"] for row in topics},
    }


def program_of(tables: Mapping[str, pd.DataFrame]) -> Coder:
    """Return the program as a coder: what it gave before people corrected it."""
    given = machine_codes(tables)
    return program({
        Variable.KIND: {one: (codes.kind,) for one, codes in given.items()},
        Variable.VOICE: {one: (codes.voice,) if codes.voice else () for one, codes in given.items()},
        Variable.TOPIC: {
            one: (codes.topic,) for one, codes in given.items() if codes.topic is not None and codes.is_topic_given
        },
        Variable.THEME: {one: codes.themes for one, codes in given.items()},
    })  # fmt: skip


def _as_reason(message: str) -> str:
    return f"{message[:1].lower()}{message[1:].rstrip('.')}"


def _not_by_chance(picked: str) -> str:
    why = f"voorgelegd wegens “{picked}”" if picked else "zonder “toeval” in de kolom keuze"
    return f"{why}, en alleen wat door toeval is gekozen zegt iets over alle uitspraken"
