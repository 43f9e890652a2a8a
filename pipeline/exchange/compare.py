"""What people changed in a project that went out: compared statement by statement, never by identifier."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.exchange.codings import PERCENT, TOPIC_LINE, Coded
from pipeline.exchange.found import Found, FoundProject, find_codings, is_named, labels_of
from pipeline.exchange.names import SINGLE, CodeNames, Family, Label
from pipeline.exchange.qde_read import ReadCoding, ReadSource
from pipeline.exchange.qde_write import Text, moment

LEFT_OUT = "uitspraak"  # what is corrected when nothing is left of a statement
_NONE = {Family.TOPIC: "los"}  # what takes the place of a code that was taken away


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
        self._coded, self._names, self._is_whole, self._coder = coded, names, is_whole, coder
        self._without_kind = 0

    def of(self, sources: Sequence[ReadSource]) -> Compared:
        found = find_codings(sources, tuple(self._texts.values()), self._coded, self._names)
        in_project = {report.report_id: report for report in found.reports}
        edits: list[Edit] = []
        for stretch in self._coded:
            report = in_project.get(stretch.report_id)
            if report is not None and stretch.statement_id is not None:
                can_be_gone = self._is_whole and report.places.holds(stretch.text)
                edits += self._changed(stretch, report.on.get((stretch.start, stretch.end), ()), can_be_gone)
        order = {report_id: number for number, report_id in enumerate(self._texts)}
        edits.sort(key=lambda edit: (order[edit.report_id], edit.start))
        return Compared(tuple(edits), tuple(self._left(found, self._texts.keys() - in_project.keys())))

    def _changed(self, stretch: Coded, found: Sequence[Found], can_be_gone: bool) -> Iterator[Edit]:
        given = labels_of(stretch)
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

    def _remarks(self, stretch: Coded, kept: Sequence[Found]) -> Iterator[Edit]:
        """Yield what was written with a code that stayed, once for each selection."""
        done: set[int] = set()
        for one in sorted(kept, key=lambda one: list(Family).index(one.label.family)):
            if one.coding.selection not in done and remark(one.coding, stretch):
                done.add(one.coding.selection)
                yield self._edit(stretch, one.label.family, one.label.value, one.label.value, one.coding)

    def _edit(self, stretch: Coded, what: str, was: str, becomes: str, coding: ReadCoding | None = None) -> Edit:
        coder = coding.coder if coding else ""
        is_dated = is_named(coder) or was != becomes  # a remark on a coding of the program has another date than that
        return Edit(
            stretch.report_id, stretch.start, stretch.end, str(what), was, becomes,
            coder=coder if is_named(coder) else self._coder,
            date=moment(coding.date) if coding and is_dated else "",
            reason=remark(coding, stretch) if coding else "",
        )  # fmt: skip

    def _left(self, found: FoundProject, absent: Iterable[str]) -> Iterator[str]:
        for name, n in sorted(Counter(coding.path[-1] for coding in found.unknown).items()):
            yield f"De code “{name}” staat niet in het codeboek; {_n(n)} overgeslagen."
        for name, n in sorted(Counter(name for name, _ in found.nowhere).items()):
            yield f"Van “{name}” zijn de woorden niet teruggevonden; {_n(n)} overgeslagen."
        if found.outside:
            yield f"Buiten elke uitspraak valt wat hier niet te verbeteren is; {_n(len(found.outside))} overgeslagen."
        if self._without_kind:
            yield (
                "Een uitspraak heeft altijd een soort; waar alleen de soort weg is, is niets gewijzigd "
                f"({self._without_kind} keer)."
            )
        paths = sorted(self._texts[report_id].path for report_id in absent)
        if self._is_whole and paths:
            yield f"Niet in dit project, en daarom niet gewijzigd: {', '.join(paths)}."


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """Yield a code once for each coder."""
    done: set[tuple[Label, str]] = set()
    for one in found:
        if (one.label, one.coding.coder) not in done:
            done.add((one.label, one.coding.coder))
            yield one


def remark(coding: ReadCoding, stretch: Coded) -> str:
    """Return what was written with a coding beside what went out with it, or would have in another run."""
    known: Mapping[str, None] = dict.fromkeys([*stretch.reason.splitlines(), *stretch.told])
    same = {PERCENT.sub("", " ".join(line.split())) for line in known}
    lines = [" ".join(line.split()) for line in coding.memo.splitlines()]
    said = [line for line in lines if line and PERCENT.sub("", line) not in same]
    return " ".join(line for line in said if not TOPIC_LINE.fullmatch(line))


def _n(n: int) -> str:
    return "1 codering is" if n == 1 else f"{n} coderingen zijn"
