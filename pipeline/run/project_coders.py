"""Codings in a project of another program (REFI-QDA), by each person who made them.

What a person gave says something of the program only where she judged, and not where she only put right what she saw:
of a project that also holds the codes of the program, a report counts if she coded half of its statements herself, or
if whoever asks says that all of it was gone through.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from pipeline.corpus import Corpus
from pipeline.dutch.wording import count, listing, lower_first
from pipeline.errors import SettingError
from pipeline.exchange.archive import unpack
from pipeline.exchange.codings import Coded, codings_of
from pipeline.exchange.compare import remark
from pipeline.exchange.found import FoundProject, FoundReport, find_codings, is_named, is_program, labels_of
from pipeline.exchange.names import SINGLE, Family, family_of
from pipeline.exchange.qde_read import ReadCoding, ReadSource, read_project
from pipeline.reliability import Coder, Variable, coding
from pipeline.run.coder_sources import Source
from pipeline.run.exchange import project_names, project_texts

SUFFIXES = (".qdpx", ".qde")
_JUDGED = {Family.KIND: Variable.KIND, Family.VOICE: Variable.VOICE, Family.THEME: Variable.THEME}
_NOT_COMPARED = {Family.ROLE: "rollen", Family.TOPIC: "onderwerpen"}
_TRACE = re.compile(r"^Soort: .+ Zekerheid: \d+ procent", re.MULTILINE)  # what goes out with the codes of the program
_MIN_OWN = 0.5  # of the statements of a report
_STATEMENT, _CODING = ("uitspraak", "uitspraken"), ("codering", "coderingen")

_MISSING = (
    "een uitspraak zonder eigen code van de codeur ontbreekt en telt niet als “geen thema”; met een soort, stem of "
    "thema wel, als de codeur in dat verslag thema’s (of stemmen) gaf."
)
_BESIDE = " De codes van het programma staan ook in dit project; wie ze zag, is het daar eerder mee eens."
_WHOLE = (
    "wie bij het coderen de codes van het programma zag, is het daar eerder mee eens; wat bleef staan, telt als "
    "oordeel, omdat --heel zegt dat elke uitspraak is nagelopen."
)
_ONLY_CHANGED = (
    "naast de codes van het programma gaf de codeur in dit verslag aan minder dan de helft zelf een code, en dat zegt "
    "niets over de rest"
)
_NO_STATEMENT = "geen code over, dus volgens de codeur geen uitspraak"
_GO_THROUGH = "geef --heel op als de codeur elke uitspraak naliep, of een project dat zonder die codes is gecodeerd"


@dataclass
class _Judgement:
    """What one coder gave in one report: of each statement the codes of each group, and those that are not known."""

    given: dict[str, dict[Family, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    unknown: dict[str, set[Family]] = field(default_factory=lambda: defaultdict(set))
    remarks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def statements(self) -> list[str]:
        return list(dict.fromkeys([*self.given, *self.unknown]))

    @property
    def families(self) -> list[Family]:
        """The groups of which the coder gave a code: only of these a statement without one has none."""
        used = {family for given in self.given.values() for family in given}
        return [family for family in _JUDGED if family in used.union(*self.unknown.values())]

    def note(self, statement_id: str, told: str) -> None:
        if told:
            self.remarks[statement_id].append(told)


def read_coders(
    path: Path, name: str, corpus: Corpus, original: Callable[[], Corpus], *, is_whole: bool = False
) -> Source:
    """Return the codings of kinds, voices and themes in a project, one coder for each person.

    Parameters
    ----------
    path
        The project (`.qdpx`), or the `.qde` in a folder where one was unpacked.
    name
        What its coder is called, if there is one; empty for the name in the project.
    corpus
        The analysis, as readers see it.
    original
        Returns the analysis as it is kept: for who coded the reports themselves, with names.
    is_whole
        Whether what a project with the codes of the program holds is what a person left there after she went through
        all of it.

    Raises
    ------
    SettingError
        If the project cannot be read, is of other texts, or nothing in it is the judgement of one person.
    """
    try:
        sources = read_project(_files(path))
    except SettingError as error:
        raise SettingError(f"{path.name}: {lower_first(str(error))}") from None
    found, coded = _found(sources, corpus, original)
    if not found.reports:
        raise SettingError(
            f"{path.name}: geen van de teksten in dit project is een verslag van deze analyse; geef een project van "
            "dezelfde verslagen."
        )
    return _Project(path, name, found, coded).as_source(sources, is_whole=is_whole)


def _files(path: Path) -> dict[str, bytes]:
    try:
        if path.suffix.casefold() == ".qdpx":
            return unpack(path.read_bytes())
        folders = [one for one in sorted(path.parent.iterdir()) if one.is_dir() and one.name.casefold() == "sources"]
        texts = {str(one.relative_to(path.parent)): one for folder in folders for one in sorted(folder.glob("*.txt"))}
        return {path.name: path.read_bytes(), **{name: one.read_bytes() for name, one in texts.items()}}
    except OSError as error:
        raise SettingError(f"Niet te lezen ({error.strerror}); controleer de rechten.") from None


def _found(
    sources: Sequence[ReadSource], corpus: Corpus, original: Callable[[], Corpus]
) -> tuple[FoundProject, tuple[Coded, ...]]:
    """Return where the codings stand, in the texts that readers see or in those with names: where most are found."""
    names = project_names(corpus)
    coded = codings_of(corpus.tables, names)
    found = find_codings(sources, project_texts(corpus), coded, names)
    if corpus.guard is None or not found.nowhere:
        return found, coded
    kept = original()
    id_of = dict(zip(*(one.tables["statements"]["statement_id"] for one in (kept, corpus)), strict=True))
    in_kept = tuple(
        replace(one, statement_id=id_of.get(one.statement_id or "")) for one in codings_of(kept.tables, names)
    )  # an id may be of a path that names a person
    also = find_codings(sources, project_texts(kept), in_kept, names)
    return (also, in_kept) if len(also.nowhere) < len(found.nowhere) else (found, coded)


class _Project:
    def __init__(self, path: Path, name: str, found: FoundProject, coded: Iterable[Coded]) -> None:
        self._path, self._name, self._found = path, name, found
        self._of_report: dict[str, list[Coded]] = defaultdict(list)
        for stretch in coded:
            if stretch.statement_id is not None:
                self._of_report[stretch.report_id].append(stretch)
        self._skipped: Counter[tuple[tuple[str, str], str]] = Counter()
        self._n_used = self._n_rows = 0

    def as_source(self, sources: Iterable[ReadSource], *, is_whole: bool) -> Source:
        codings = [one for source in sources for one in source.codings]
        is_beside = any(is_program(one.coder) for one in codings)
        # Some programs put all that comes in on the name of who opens it.
        is_taken_over = not is_beside and any(_TRACE.search(one.memo) for one in codings)
        is_whole &= is_beside or is_taken_over
        if is_taken_over and not is_whole:
            raise SettingError(
                f"{self._path.name}: de codes van het programma staan in dit project op naam van een mens; "
                f"{_GO_THROUGH}."
            )
        coders = [self._whole()] if is_whole else self._people()
        self._skip_unplaced(is_whole=is_whole)
        skipped = tuple((count(n, *unit), why) for (unit, why), n in self._skipped.items())
        if not self._n_used:
            reasons = "; ".join(f"{amount}: {why}" for amount, why in skipped[:3])
            remedy = (
                _GO_THROUGH if is_beside else "geef een project dat met dit codeboek op deze verslagen is gecodeerd"
            )
            raise SettingError(
                f"{self._path.name}: geen enkele code van een mens in dit project telt mee"
                f"{f' ({reasons})' if reasons else ''}; {remedy}."
            )
        note = _WHOLE if is_whole else _MISSING + (_BESIDE if is_beside else "")
        return Source(
            self._path.name, tuple(coders), self._n_used, self._n_rows, skipped=skipped, note=note, unit=_STATEMENT
        )

    def _people(self) -> list[Coder]:
        """Return what each person gave herself, wherever that says something of more than what she saw."""
        judged: dict[str, list[_Judgement]] = defaultdict(list)
        for report in self._found.reports:
            stretches = self._of_report[report.report_id]
            is_beside = any(is_program(one.coding.coder) for on in report.on.values() for one in on)
            for who, judgement in sorted(self._own(report, stretches).items()):
                n = len(judgement.statements)
                self._n_rows += n
                if is_beside and n < _MIN_OWN * len(stretches):
                    self._skip(_STATEMENT, _ONLY_CHANGED, n)
                    judgement = _Judgement()
                judged[who].append(judgement)
        if self._name and len(judged) > 1:
            raise SettingError(
                f"{self._path.name}: in dit project codeerden meer mensen ({self._listed(judged)}), dus één naam past "
                f"niet; laat “{self._name}=” weg."
            )
        coders = [self._coder(self._called(who), judgements) for who, judgements in judged.items()]
        return [coder for coder in coders if coder.has_codes]

    def _own(self, report: FoundReport, stretches: Sequence[Coded]) -> dict[str, _Judgement]:
        found: dict[str, _Judgement] = defaultdict(_Judgement)
        for stretch in stretches:
            statement_id, span = str(stretch.statement_id), (stretch.start, stretch.end)
            for one in report.on.get(span, ()):
                if is_program(one.coding.coder):
                    continue
                if one.label.family not in _JUDGED:
                    self._skip(_CODING, f"{_NOT_COMPARED[one.label.family]} worden hier niet vergeleken")
                    continue
                judgement = found[_who(one.coding)]
                judgement.given[statement_id][one.label.family].add(one.label.value)
                judgement.note(statement_id, remark(one.coding, stretch))
            for coding_ in report.unknown.get(span, ()):
                family = family_of(coding_.path)
                if family in _JUDGED and not is_program(coding_.coder):
                    found[_who(coding_)].unknown[statement_id].add(family)
        return found

    def _whole(self) -> Coder:
        """Return what all of the project says: of whoever changed it, who left what she agrees with."""
        people: set[str] = set()
        judgements = []
        for report in self._found.reports:
            judgement = _Judgement()
            judgements.append(judgement)
            for stretch in self._of_report[report.report_id]:
                self._n_rows += 1
                statement_id, span = str(stretch.statement_id), (stretch.start, stretch.end)
                on, unknown = report.on.get(span, ()), report.unknown.get(span, ())
                if not on and not unknown:
                    is_there = report.places.holds(stretch.text)
                    self._skip(_STATEMENT, _NO_STATEMENT if is_there else "de woorden staan niet in het project")
                    continue
                before = labels_of(stretch)
                new = [one for one in on if one.label not in before]
                people |= {_who(one.coding) for one in new if not is_program(one.coding.coder)}
                given = judgement.given[statement_id]
                for one in on:
                    family = one.label.family
                    # What a person put beside the one kind or voice of the program takes its place.
                    if family not in SINGLE or one in new or not any(other.label.family is family for other in new):
                        given[family].add(one.label.value)
                    judgement.note(statement_id, remark(one.coding, stretch))
                judgement.unknown[statement_id] |= {found for one in unknown if (found := family_of(one.path))}
        if len(people) > 1:
            raise SettingError(
                f"{self._path.name}: in dit project wijzigden meer mensen iets ({self._listed(people)}), dus het "
                "geheel is geen oordeel van één codeur; geef per codeur een project, of laat --heel weg."
            )
        return self._coder(self._called(next(iter(people), "")), judgements, families=tuple(_JUDGED))

    def _coder(self, who: str, judgements: Iterable[_Judgement], families: Sequence[Family] = ()) -> Coder:
        codes: dict[Variable, dict[str, set[str]]] = {variable: {} for variable in _JUDGED.values()}
        remarks: dict[str, str] = {}
        for judgement in judgements:
            for family in families or judgement.families:
                codes[_JUDGED[family]] |= dict(self._of_family(judgement, family))
            remarks |= {one: "; ".join(dict.fromkeys(told)) for one, told in judgement.remarks.items()}
        self._n_used += len(set().union(*codes.values()))
        return Coder(who, MappingProxyType({variable: coding(given) for variable, given in codes.items()}), remarks)

    def _of_family(self, judgement: _Judgement, family: Family) -> Iterator[tuple[str, set[str]]]:
        for statement_id in judgement.statements:
            values = judgement.given.get(statement_id, {}).get(family, set())
            if family in judgement.unknown.get(statement_id, ()):
                self._skip(_STATEMENT, f"niet meegeteld bij {family}, want met een code die niet in het codeboek staat")
            elif family in SINGLE and len(values) > 1:
                self._skip(
                    _STATEMENT, f"niet meegeteld bij {family}, want met meer dan één {family}; laat er één staan"
                )
            elif family is Family.KIND and not values:
                self._skip(_STATEMENT, "niet meegeteld bij soort, want zonder soort")
            else:
                yield statement_id, values

    def _skip_unplaced(self, *, is_whole: bool) -> None:
        def own(one: ReadCoding) -> bool:
            return is_whole or not is_program(one.coder)

        for one in filter(own, self._found.unknown):
            self._skip(_CODING, f"de code “{one.path[-1][:60]}” staat niet in het codeboek")
        for name, one in self._found.nowhere:
            if own(one):
                self._skip(_CODING, f"de woorden in “{name}” zijn niet teruggevonden")
        self._skip(_CODING, "buiten elke uitspraak", sum(map(own, self._found.outside)))

    def _skip(self, unit: tuple[str, str], why: str, n: int = 1) -> None:
        if n:
            self._skipped[unit, why] += n

    def _called(self, who: str) -> str:
        return self._name or who or self._path.stem

    def _listed(self, people: Iterable[str]) -> str:
        return listing([who or "iemand zonder naam" for who in sorted(people)])


def _who(one: ReadCoding) -> str:
    return " ".join(one.coder.split()) if is_named(one.coder) else ""
