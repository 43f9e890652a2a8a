"""How many names and contact data stay readable, and how much else is masked, in sentences with marks around them.

A set is a file of JSON lines, each with `participants` and a `text` in which `{P1:…}` marks a form of the first
participant, `{X:…}` an outsider, `{mail:…}` an address, and so on (`KINDS`). Run as
`python -m benchmarks.privacy [files]`.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from scipy.stats import binomtest

from benchmarks.gold import ROOT
from pipeline.dutch.contact import find_contact_data
from pipeline.ingest.normalise import normalise_text
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from pipeline.nlp.persons import Persons
from pipeline.nlp.pseudonyms import is_replaced
from pipeline.nlp.reading import reading_of

NAMES = ROOT / "tests" / "gold" / "names"

KINDS: Mapping[str, str] = {
    "P": "deelnemers",
    "X": "buitenstaanders",
    "K": "elders bekenden",
    "mail": "mailadressen",
    "tel": "telefoonnummers",
    "bsn": "BSN’s",
    "iban": "rekeningnummers",
    "adres": "adressen",
    "kenteken": "kentekens",
    "geboortedatum": "geboortedata",
    "account": "accounts",
    "profiel": "profielen",
    "wachtwoord": "wachtwoorden",
    "I": "instellingen naar een persoon",
    "N": "woorden die geen naam zijn",
}
"""The marks, and what they stand for."""

STAYING = ("I", "N")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "deelnemers": ("P",),
    "buitenstaanders": ("X", "K"),
    "gegevens": tuple(kind for kind in KINDS if kind.islower()),
    "geen_personen": STAYING,
}
"""The kinds that are counted together."""

_MARK = re.compile(r"\{(P\d+|[A-Za-z]+):([^{}]*)\}")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True)
class Span:
    """A marked place in a text: half-open offsets, and its kind, a key of `KINDS`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Case:
    """A text with its marks taken out, the names of who took part, and where the marks were."""

    place: str
    names: tuple[str, ...]
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Share:
    """A part of a number of things; `wrong` is how many went wrong."""

    wrong: int
    total: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.wrong / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval of 95 %; all is possible where nothing was counted."""
        if not self.total:
            return 0.0, 1.0
        low, high = binomtest(self.wrong, self.total).proportion_ci(0.95, method="wilson")
        return float(low), float(high)

    def __add__(self, other: "Share") -> "Share":
        return Share(self.wrong + other.wrong, self.total + other.total)


@dataclass(frozen=True)
class Fault:
    """A marked place that stayed readable, or one that had to stay and was masked."""

    kind: str
    place: str
    text: str


@dataclass
class Scores:
    """What went wrong, by kind; `words` are those outside all marks, `wrong` where they are masked."""

    by_kind: dict[str, Share] = field(default_factory=dict)
    words: Share = Share(0, 0)
    faults: list[Fault] = field(default_factory=list)
    masked_words: list[Fault] = field(default_factory=list)

    def group(self, name: str) -> Share:
        """Return the share of a group of `GROUPS`, or of `overige_woorden`."""
        if name == "overige_woorden":
            return self.words
        return sum((self.by_kind.get(kind, Share(0, 0)) for kind in GROUPS[name]), Share(0, 0))


def cases(path: Path) -> Iterator[Case]:
    """Yield the cases of a set.

    Raises
    ------
    ValueError
        If a mark is not one of `KINDS`, or names a participant who is not there.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case = json.loads(line)
        names = tuple(person["name"] for person in case["participants"])
        text, spans = _without_marks(normalise_text(case["text"]), f"{path.name}:{number}", len(names))
        yield Case(f"{path.name}:{number}", names, text, spans)


def _without_marks(marked: str, place: str, n_names: int) -> tuple[str, tuple[Span, ...]]:
    text, end = "", 0
    spans = []
    for mark in _MARK.finditer(marked):
        text += marked[end : mark.start()]
        number = int(mark[1][1:]) if mark[1][1:].isdigit() else 0
        kind = mark[1][0] if number else mark[1]
        if kind not in KINDS or (kind == "P" and not 1 <= number <= n_names):
            raise ValueError(f"{place}: unknown mark {mark[0]}")
        spans.append(Span(len(text), len(text) + len(mark[2]), kind))
        text += mark[2]
        end = mark.end()
    text += marked[end:]
    if "{" in text or "}" in text:
        raise ValueError(f"{place}: a brace that closes no mark")
    return text, tuple(spans)


def masked(text: str, names: Iterable[str]) -> set[int]:
    """Return the places of a text that are masked, with the settings as they come, when these people took part."""
    doc = load_language(LANGUAGE_MODEL)(reading_of(text).text)
    persons = Persons(names).find(text, doc)
    spans = [(one.start, one.end) for one in persons if is_replaced({"label": "PERSON", "known": one.known}, "gewoon")]
    spans += [(span.start, span.end) for span in find_contact_data(text)]
    return {place for start, end in spans for place in range(start, end)}


def score(listed: Iterable[Case]) -> Scores:
    """Mask texts, and count what stays of what must go and what goes of what must stay."""
    scores = Scores()
    for case in listed:
        gone = masked(case.text, case.names)
        marked: set[int] = set()
        for span in case.spans:
            marked.update(range(span.start, span.end))
            signs = [place for place in range(span.start, span.end) if case.text[place].isalnum()]
            if span.kind in STAYING:
                is_wrong = any(place in gone for place in signs)
            else:
                is_wrong = any(place not in gone for place in signs)
            scores.by_kind[span.kind] = scores.by_kind.get(span.kind, Share(0, 0)) + Share(is_wrong, 1)
            if is_wrong:
                scores.faults.append(Fault(span.kind, case.place, case.text[span.start : span.end]))
        for word in _WORD.finditer(case.text):
            if marked.isdisjoint(range(*word.span())):
                is_gone = not gone.isdisjoint(range(*word.span()))
                scores.words += Share(is_gone, 1)
                if is_gone:
                    scores.masked_words.append(Fault("", case.place, word[0]))
    return scores


@cache
def score_of_file(path: Path) -> Scores:
    """Return the scores of a set."""
    return score(cases(path))


def sets() -> list[Path]:
    """Return the sets that come with the project."""
    return sorted(NAMES.glob("*.jsonl"))


def together(listed: Iterable[Scores]) -> Scores:
    """Return scores added up."""
    total = Scores()
    for scores in listed:
        for kind, share in scores.by_kind.items():
            total.by_kind[kind] = total.by_kind.get(kind, Share(0, 0)) + share
        total.words += scores.words
        total.faults += scores.faults
        total.masked_words += scores.masked_words
    return total


def lines(scores: Scores) -> list[str]:
    """Return the figures as lines of a table, in Dutch."""
    found = [f"{'namen en gegevens':34}{'aantal':>8}{'fout':>6}{'aandeel':>10}   95%-interval"]
    for kind, name in KINDS.items():
        if kind in scores.by_kind:
            what = "ten onrechte vervangen" if kind in STAYING else "blijft staan"
            found.append(_line(name, scores.by_kind[kind], what))
    found += ["samen"]
    for group, kinds in GROUPS.items():
        what = "ten onrechte vervangen" if kinds == STAYING else "blijft staan"
        found.append(_line(f"  {group}", scores.group(group), what))
    return [*found, _line("  overige_woorden", scores.words, "ten onrechte vervangen")]


def _line(name: str, share: Share, what: str) -> str:
    low, high = share.interval
    percentages = f"{share.value:10.1%}   {low:.1%}–{high:.1%}".replace(".", ",").replace("%", " %")
    return f"{name:34}{share.total:8}{share.wrong:6}{percentages}  {what}"


def main(arguments: Sequence[str]) -> None:
    """Print the figures of sets, and what went wrong in them by name."""
    paths = [Path(argument) for argument in arguments] or sets()
    scores = together(score_of_file(path) for path in paths)
    print("\n".join(lines(scores)))
    for kind, name in KINDS.items():
        faults = [fault for fault in scores.faults if fault.kind == kind]
        if faults:
            print(f"\n{name}: {'ten onrechte vervangen' if kind in STAYING else 'blijft staan'}")
            print("\n".join(f"  {fault.place:16}{fault.text!r}" for fault in faults))
    if scores.masked_words:
        print("\noverige woorden: ten onrechte vervangen")
        print("\n".join(f"  {fault.place:16}{fault.text!r}" for fault in scores.masked_words))


if __name__ == "__main__":
    main(sys.argv[1:])
