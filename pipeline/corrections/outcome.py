"""What becomes of corrections: those that mean the same thing side by side, and which of them are applied."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pipeline.corrections.anchors import Place
from pipeline.corrections.model import Correction, What
from pipeline.corrections.read import Fault, moment

APPLIED, CONFIRMED, LOOSE, CONTRADICTED, REPLACED, WRONG = (
    "toegepast", "bevestigd", "losgeraakt", "tegenstrijdig", "vervangen", "onjuist",
)  # fmt: skip
_NO_DATE = datetime.min.replace(tzinfo=UTC)
_OF_STATEMENT = frozenset(
    {What.KIND, What.VOICE, What.THEME, What.ROLE, What.STATEMENT}
)  # what whoever checked it judged
Key = tuple[str, ...]


class LooseError(Exception):
    """The place or the thing that a correction is about is not there any more; the message says so in Dutch."""


class WrongError(Exception):
    """A correction cannot be; the message says in Dutch what to do."""


@dataclass(frozen=True)
class Target:
    """What a correction sets: a value of one thing, beside the value that the program gave it."""

    key: Key
    value: str
    machine: str


@dataclass
class Outcome:
    """A correction with what is known of it: its place, what it sets, and what became of it."""

    correction: Correction
    place: Place | None = None
    text: str | None = None
    ids: dict[str, str | None] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    was: str | None = None
    becomes: str | None = None
    machine: str | None = None
    status: str = ""
    messages: list[str] = field(default_factory=list)

    def end(self, status: str, message: str = "") -> None:
        """Say what became of it."""
        self.status = status
        if message:
            self.messages.append(message)

    def give_up(self, target: Target, message: str) -> None:
        """Set one thing less; what sets nothing any more is replaced."""
        self.targets = tuple(other for other in self.targets if other is not target)
        if not self.targets:
            self.end(REPLACED, message)

    @property
    def coder(self) -> str:
        """Who made it; of a row that does not say, whoever made the file."""
        return " ".join(self.correction.coder.split()).casefold() or self.correction.file

    @property
    def order(self) -> tuple[datetime, str, int]:
        """What comes later takes the place of what came before."""
        return (moment(self.correction.date) or _NO_DATE, self.correction.file, self.correction.row)

    @property
    def name(self) -> str:
        """What a message calls it."""
        return f"rij {self.correction.row} van {self.correction.file}"

    def record(self) -> dict[str, Any]:
        """Return it as a row of the table `corrections`."""
        one = self.correction
        ids = ("report_id", "session_id", "insight_id", "statement_id", "topic_id")
        return {
            "correction_id": one.correction_id,
            "file": one.file,
            "row": one.row,
            "what": one.what.value,
            "status": self.status,
            "message": " ".join(self.messages) or None,
            **{name: self.ids.get(name) for name in ids},
            "start_char": self.place.start if self.place else None,
            "end_char": self.place.end if self.place else None,
            "text": self.text if self.place else one.anchor.quote.strip() or None,
            "was": (one.was if self.was is None else self.was) or None,
            "becomes": (one.becomes if self.becomes is None else self.becomes) or None,
            "machine": self.machine or None,
            "coder": one.coder or None,
            "date": one.date or None,
            "reason": one.reason or None,
            "picked": one.picked or None,
        }


def record_of_fault(fault: Fault) -> dict[str, Any]:
    """Return a row of the table `corrections` for a row that is none."""
    nothing = (
        "report_id", "session_id", "insight_id", "statement_id", "topic_id", "start_char", "end_char", "text", "was",
        "becomes", "machine", "coder", "date", "reason", "picked",
    )  # fmt: skip
    return {
        "correction_id": f"{fault.file}:{fault.row}", "file": fault.file, "row": fault.row, "what": fault.what,
        "status": WRONG, "message": fault.message, **dict.fromkeys(nothing),
    }  # fmt: skip


def settle(outcomes: Iterable[Outcome]) -> None:
    """Say of corrections with targets which are applied, change nothing, are replaced or contradict each other."""
    open_ones = [one for one in outcomes if not one.status]
    _prevail(open_ones)
    open_ones = [one for one in open_ones if not one.status]
    _replace(open_ones)
    open_ones = [one for one in open_ones if not one.status]
    _contradict(open_ones)
    for one in open_ones:
        if one.status:
            continue
        if all(target.value == target.machine for target in one.targets):
            one.end(CONFIRMED)
            continue
        said = one.correction.was if one.was is None else one.was
        if said and one.machine is not None and said != one.machine and one.correction.what not in _WITHOUT_WAS:
            one.messages.append(f"Het programma gaf inmiddels “{one.machine or 'niets'}” en niet “{said}”.")
        one.end(APPLIED)


_WITHOUT_WAS = frozenset({What.THEME, What.ROLE, What.INSIGHT_JOINED, What.INSIGHT_SPLIT, What.INSIGHT_DROPPED})


def _by_key(outcomes: Iterable[Outcome]) -> Mapping[Key, list[tuple[Outcome, Target]]]:
    found: dict[Key, list[tuple[Outcome, Target]]] = defaultdict(list)
    for one in outcomes:
        for target in one.targets:
            found[target.key].append((one, target))
    return found


def _prevail(outcomes: Sequence[Outcome]) -> None:
    """Leave of what coders agreed on only that, and not what each of them said by themselves."""
    for of_key in _by_key(outcomes).values():
        agreed = [one for one, _ in of_key if one.correction.is_settled]
        for one, target in of_key if agreed else ():
            if not one.correction.is_settled:
                by = max(agreed, key=lambda other: other.order)
                one.give_up(target, f"Vervangen door wat na overleg is gekozen: {by.name}.")


def _replace(outcomes: Sequence[Outcome]) -> None:
    """Leave of each coder only the last word on each thing."""
    for of_key in _by_key(outcomes).values():
        last: dict[str, Outcome] = {}
        for one, _ in of_key:
            if one.coder not in last or last[one.coder].order < one.order:
                last[one.coder] = one
        for one, target in of_key:
            if one is not last[one.coder]:
                one.give_up(target, f"Vervangen door {last[one.coder].name}.")


def _contradict(outcomes: Sequence[Outcome]) -> None:
    """Name those who say different things of one thing; who checked a statement says that the rest of it is right."""
    by_key = _by_key(outcomes)
    against: dict[int, list[Outcome]] = defaultdict(list)
    for key, of_key in by_key.items():
        for one, target in of_key:
            against[id(one)] += [other for other, its in of_key if its.value != target.value]
        if key[0] not in _OF_STATEMENT:
            continue
        who = {one.coder for one, _ in of_key}
        is_settled = any(one.correction.is_settled for one, _ in of_key)
        checked = [
            one
            for one, _ in by_key.get(("nagekeken", key[1]), ())
            if one.coder not in who and (one.correction.is_settled or not is_settled)
        ]
        for one, target in of_key:
            if target.value != target.machine:
                against[id(one)] += checked
                for other in checked:
                    against[id(other)].append(one)
    for one in outcomes:
        others = list(dict.fromkeys(other.name for other in against[id(one)]))
        if others:
            remedy = (
                "beslis samen en haal een van beide weg" if len(others) == 1 else "beslis samen en laat er een staan"
            )
            one.end(CONTRADICTED, f"Spreekt {' en '.join(others)} tegen; {remedy}.")
