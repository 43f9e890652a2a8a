"""What people changed in a project that went out: compared statement by statement, never by identifier.

A program may cut a text anew: a coding belongs to every statement of which it spans half or more, or else to the one
of which it spans most.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.exchange.codings import PERCENT, TOPIC_LINE, Coded
from pipeline.exchange.elements import PROGRAM
from pipeline.exchange.names import SINGLE, CodeNames, Family, Label
from pipeline.exchange.places import Places, Span, unified
from pipeline.exchange.qde_read import ReadCoding, ReadSource
from pipeline.exchange.qde_write import Text, moment, source_names

LEFT_OUT = "uitspraak"  # what is corrected when nothing is left of a statement
_NONE = {Family.TOPIC: "los"}  # what takes the place of a code that was taken away
_UNNAMED = ("", "default")  # coders that programs make up


@dataclass(frozen=True)
class Edit:
    """A change: of which statement, what (column `wat` of a correction), from which value to which, by whom and why."""

    report_id: str
    start: int
    end: int
    what: str
    was: str
    becomes: str
    coder: str
    date: str
    reason: str


@dataclass(frozen=True)
class Compared:
    """The changes in the order of the texts, and what could not be taken over: a Dutch sentence for each."""

    edits: tuple[Edit, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    coding: ReadCoding
    label: Label


def compare(
    sources: Sequence[ReadSource],
    texts: Sequence[Text],
    coded: Sequence[Coded],
    names: CodeNames,
    *,
    is_whole: bool,
    coder: str = "",
) -> Compared:
    """Return what was changed in a project since it was written.

    Parameters
    ----------
    sources
        The project as it came back.
    texts, coded, names
        The reports, all their codings, and the codes, as they went out.
    is_whole
        Whether all that went out was kept: only then is a coding that is not there one that was taken away.
    coder
        Who made the changes that bear no name, or that of this program.
    """
    return _Comparison(texts, coded, names, is_whole, coder).of(sources)


class _Comparison:
    def __init__(
        self, texts: Sequence[Text], coded: Sequence[Coded], names: CodeNames, is_whole: bool, coder: str
    ) -> None:
        self._texts = {text.report_id: text for text in texts}
        self._names, self._is_whole, self._coder = names, is_whole, coder
        self._coded: dict[str, list[Coded]] = defaultdict(list)
        for stretch in coded:
            self._coded[stretch.report_id].append(stretch)
        self._by_text = {text.text.rstrip(): text.report_id for text in texts}
        self._by_name = {_folded(name): report_id for report_id, name in source_names(texts).items()}
        self._unknown: Counter[str] = Counter()
        self._nowhere: Counter[str] = Counter()
        self._outside = 0
        self._without_kind = 0

    def of(self, sources: Sequence[ReadSource]) -> Compared:
        edits: list[Edit] = []
        seen: set[str] = set()
        for source in sources:
            report_id = self._report_of(source)
            if report_id is None or report_id in seen:
                self._nowhere[source.name] += len(source.codings)
                continue
            seen.add(report_id)
            edits += self._edits_of(report_id, source)
        order = {report_id: number for number, report_id in enumerate(self._texts)}
        edits.sort(key=lambda edit: (order[edit.report_id], edit.start))
        return Compared(tuple(edits), tuple(self._left(self._texts.keys() - seen)))

    def _report_of(self, source: ReadSource) -> str | None:
        by_text = None if source.text is None else self._by_text.get(unified(source.text).rstrip())
        name = _folded(source.name)
        return by_text or self._by_name.get(name) or self._by_name.get(f"{name}.txt")

    def _edits_of(self, report_id: str, source: ReadSource) -> Iterator[Edit]:
        stretches = self._coded[report_id]
        at = {(stretch.start, stretch.end): stretch for stretch in stretches}
        places = Places(source.text or "", self._texts[report_id].text, source.codings, at.keys())
        found: dict[Span, list[_Found]] = defaultdict(list)
        for coding in source.codings:
            label = self._names.find(coding.path)
            if label is None:
                self._unknown[coding.path[-1]] += 1
                continue
            span = places.find(coding)
            if span is None:
                self._nowhere[source.name] += 1
                continue
            meant = [at[span]] if span in at else _spanned(stretches, span)
            on_statements = [stretch for stretch in meant if stretch.statement_id is not None]
            for stretch in on_statements:
                found[stretch.start, stretch.end].append(_Found(coding, label))
            if not on_statements and not any(label in _labels(stretch) for stretch in meant):
                self._outside += 1
        for span, stretch in at.items():
            if stretch.statement_id is not None:
                can_be_gone = self._is_whole and places.holds(stretch.text)
                yield from self._changed(stretch, found[span], can_be_gone)

    def _changed(self, stretch: Coded, found: Sequence[_Found], can_be_gone: bool) -> Iterator[Edit]:
        given = _labels(stretch)
        there = {one.label for one in found}
        gone = [label for label in given if label not in there] if can_be_gone else []
        single = {label.family: label.value for label in given if label.family in SINGLE}
        if len(gone) == len(given) and not there:
            yield self._edit(stretch, LEFT_OUT, "", "weg")
            return
        for one in _once(one for one in found if one.label not in given):
            was = single.get(one.label.family, "")
            yield self._edit(stretch, one.label.family, was, one.label.value, one.coding)
        for label in gone:
            is_replaced = label.family in SINGLE and any(one.family is label.family for one in there)
            if label.family is Family.KIND and not is_replaced:
                self._without_kind += 1
            elif not is_replaced:
                yield self._edit(stretch, label.family, label.value, _NONE.get(label.family, ""))
        yield from self._remarks(stretch, [one for one in found if one.label in given])

    def _remarks(self, stretch: Coded, kept: Sequence[_Found]) -> Iterator[Edit]:
        """Yield what was written with a code that stayed, once for each selection."""
        done: set[int] = set()
        for one in sorted(kept, key=lambda one: list(Family).index(one.label.family)):
            if one.coding.selection not in done and _remark(one.coding, stretch):
                done.add(one.coding.selection)
                yield self._edit(stretch, one.label.family, one.label.value, one.label.value, one.coding)

    def _edit(self, stretch: Coded, what: str, was: str, becomes: str, coding: ReadCoding | None = None) -> Edit:
        coder = coding.coder if coding else ""
        is_named = _folded(coder) not in _UNNAMED and not coder.startswith(PROGRAM)
        is_dated = is_named or was != becomes  # a remark on a coding of the program has another date than that
        return Edit(
            stretch.report_id, stretch.start, stretch.end, str(what), was, becomes,
            coder=coder if is_named else self._coder,
            date=moment(coding.date) if coding and is_dated else "",
            reason=_remark(coding, stretch) if coding else "",
        )  # fmt: skip

    def _left(self, absent: Iterable[str]) -> Iterator[str]:
        for name, n in sorted(self._unknown.items()):
            yield f"De code “{name}” staat niet in het codeboek; {_n(n)} overgeslagen."
        for name, n in sorted(self._nowhere.items()):
            if n:
                yield f"Van “{name}” zijn de woorden niet teruggevonden; {_n(n)} overgeslagen."
        if self._outside:
            yield f"Buiten elke uitspraak valt wat hier niet te verbeteren is; {_n(self._outside)} overgeslagen."
        if self._without_kind:
            yield (
                "Een uitspraak heeft altijd een soort; waar alleen de soort weg is, is niets gewijzigd "
                f"({self._without_kind} keer)."
            )
        paths = sorted(self._texts[report_id].path for report_id in absent)
        if self._is_whole and paths:
            yield f"Niet in dit project, en daarom niet gewijzigd: {', '.join(paths)}."


def _labels(stretch: Coded) -> list[Label]:
    return [coding.label for coding in stretch.codings]


def _spanned(stretches: Sequence[Coded], span: Span) -> list[Coded]:
    """Return what a span is about: the stretches of which it spans half or more, or the one of which it spans most."""
    shared = {index: min(span[1], stretch.end) - max(span[0], stretch.start) for index, stretch in enumerate(stretches)}
    halves = [index for index, n in shared.items() if 2 * n >= stretches[index].end - stretches[index].start]
    if not halves:
        most = max(shared, key=lambda index: shared[index], default=None)
        halves = [most] if most is not None and shared[most] > 0 else []
    return [stretches[index] for index in halves]


def _once(found: Iterable[_Found]) -> Iterator[_Found]:
    """Yield a code once for each coder."""
    done: set[tuple[Label, str]] = set()
    for one in found:
        if (one.label, one.coding.coder) not in done:
            done.add((one.label, one.coding.coder))
            yield one


def _remark(coding: ReadCoding, stretch: Coded) -> str:
    """Return what was written with a coding beside what went out with it, or would have in another run."""
    known: Mapping[str, None] = dict.fromkeys([*stretch.reason.splitlines(), *stretch.told])
    same = {PERCENT.sub("", " ".join(line.split())) for line in known}
    lines = [" ".join(line.split()) for line in coding.memo.splitlines()]
    said = [line for line in lines if line and PERCENT.sub("", line) not in same]
    return " ".join(line for line in said if not TOPIC_LINE.fullmatch(line))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def _n(n: int) -> str:
    return "1 codering is" if n == 1 else f"{n} coderingen zijn"
