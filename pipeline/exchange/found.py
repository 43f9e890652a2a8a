"""Where the codings of a project stand: sources by name or text, codes by name, places by their words.

A program may cut a text anew: a coding belongs to every statement of which it spans half or more, or else to the one
of which it spans most.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.exchange.codings import Coded
from pipeline.exchange.elements import PROGRAM
from pipeline.exchange.names import CodeNames, Label
from pipeline.exchange.places import Places, Span, unified
from pipeline.exchange.qde_read import ReadCoding, ReadSource
from pipeline.exchange.qde_write import Text, source_names

_PROGRAM = re.compile(rf"{PROGRAM}(?: (?:\d\S*|zonder versie))?")
_UNNAMED = ("", "default")  # coders that programs make up


@dataclass(frozen=True)
class Found:
    """A coding whose place is known, with its code."""

    coding: ReadCoding
    label: Label


@dataclass(frozen=True)
class FoundReport:
    """A report that is in a project.

    Attributes
    ----------
    report_id
        Which report it is.
    places
        Where codings of its source stand.
    on
        By the place of each statement the codings on it, of codes that are known.
    unknown
        The same, of codes that are not.
    """

    report_id: str
    places: Places
    on: Mapping[Span, list[Found]] = field(default_factory=lambda: defaultdict(list))
    unknown: Mapping[Span, list[ReadCoding]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class FoundProject:
    """The reports that are in a project, and the codings that are on no statement.

    Attributes
    ----------
    reports
        The reports, in the order of the project.
    unknown
        The codings of a code that is not known, wherever they stand.
    nowhere
        The codings whose words are not there, with the name of their source.
    outside
        The codings that no statement is about, and none of ours.
    """

    reports: tuple[FoundReport, ...]
    unknown: tuple[ReadCoding, ...]
    nowhere: tuple[tuple[str, ReadCoding], ...]
    outside: tuple[ReadCoding, ...]


def find_codings(
    sources: Sequence[ReadSource], texts: Sequence[Text], coded: Sequence[Coded], names: CodeNames
) -> FoundProject:
    """Return where the codings of a project stand in our reports.

    Parameters
    ----------
    sources
        The project.
    texts, coded, names
        The reports, their statements and headings with all codings, and the codes.
    """
    stretches: dict[str, list[Coded]] = defaultdict(list)
    for stretch in coded:
        stretches[stretch.report_id].append(stretch)
    known = _Reports(texts)
    text_of = {text.report_id: text.text for text in texts}
    reports: dict[str, FoundReport] = {}
    unknown: list[ReadCoding] = []
    nowhere: list[tuple[str, ReadCoding]] = []
    outside: list[ReadCoding] = []
    for source in sources:
        report_id = known.find(source)
        if report_id is None or report_id in reports:
            nowhere += [(source.name, coding) for coding in source.codings]
            continue
        at = {(stretch.start, stretch.end): stretch for stretch in stretches[report_id]}
        places = Places(source.text or "", text_of[report_id], source.codings, at.keys())
        report = reports[report_id] = FoundReport(report_id, places)
        for coding in source.codings:
            label, span = names.find(coding.path), places.find(coding)
            if label is None:
                unknown.append(coding)
            elif span is None:
                nowhere.append((source.name, coding))
            if span is None:
                continue
            meant = [at[span]] if span in at else _spanned(stretches[report_id], span)
            on_statements = [stretch for stretch in meant if stretch.statement_id is not None]
            for place in ((stretch.start, stretch.end) for stretch in on_statements):
                if label is None:
                    report.unknown[place].append(coding)
                else:
                    report.on[place].append(Found(coding, label))
            if label is not None and not on_statements and not any(label in labels_of(one) for one in meant):
                outside.append(coding)
    return FoundProject(tuple(reports.values()), tuple(unknown), tuple(nowhere), tuple(outside))


def labels_of(stretch: Coded) -> list[Label]:
    """Return the codes of a stretch of text."""
    return [coding.label for coding in stretch.codings]


def is_program(coder: str) -> bool:
    """Tell whether a user is this program: *Rode Draad* with a version."""
    return _PROGRAM.fullmatch(coder.strip()) is not None


def is_named(coder: str) -> bool:
    """Tell whether a user bears the name of a person."""
    return _folded(coder) not in _UNNAMED and not is_program(coder)


class _Reports:
    """Finds the report that a source is."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._by_text = {text.text.rstrip(): text.report_id for text in texts}
        files = [(_folded(PurePosixPath(text.path).name), text.report_id) for text in texts]
        times = Counter(name for name, _ in files)
        # Whoever coded the files themselves has them by their own names.
        self._by_name = {name: report_id for name, report_id in files if times[name] == 1}
        self._by_name |= {_folded(name): report_id for report_id, name in source_names(texts).items()}

    def find(self, source: ReadSource) -> str | None:
        by_text = None if source.text is None else self._by_text.get(unified(source.text).rstrip())
        name = _folded(source.name)
        return by_text or self._by_name.get(name) or self._by_name.get(f"{name}.txt")


def _spanned(stretches: Sequence[Coded], span: Span) -> list[Coded]:
    """Return what a span is about: the stretches of which it spans half or more, or the one of which it spans most."""
    shared = {index: min(span[1], stretch.end) - max(span[0], stretch.start) for index, stretch in enumerate(stretches)}
    halves = [index for index, n in shared.items() if 2 * n >= stretches[index].end - stretches[index].start]
    if not halves:
        most = max(shared, key=lambda index: shared[index], default=None)
        halves = [most] if most is not None and shared[most] > 0 else []
    return [stretches[index] for index in halves]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()
