"""Where a correction belongs: the words of a report with what stands around them, found again after it was edited.

A place is found in the report of the path, or by the words in all reports where there is none of that path. Exactly the
same words come first, then the same but for white space, quotes, dashes and capitals, then words that are nearly the
same, these only in the report of the path. Where there is doubt nothing is found: better a lost correction than a wrong
one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.corrections.candidates import Candidate, candidates
from pipeline.corrections.choice import MIN_QUOTE, choose, literal_places, nearly
from pipeline.corrections.model import CONTEXT, Anchor
from pipeline.corrections.texts import NormalText, Quote, places_of

_SHOWN = re.compile(r"(?:.*/)?verslag \d+")  # what readers see of a path with a name: its number shifts
_LONG, _SHORT = 20, 12  # characters to look up a text by in all reports
_TOKEN = re.compile(r"(?:^| )(?=[^ ])")


@dataclass(frozen=True)
class Place:
    """A stretch of the text of a report; offsets are half-open."""

    report_id: str
    start: int
    end: int


def anchor_of(text: str, start: int, end: int, report: str) -> Anchor:
    """Return the anchor of a stretch of the text of a report.

    >>> anchor_of("Het is laat. Het is koud.", 13, 25, "a.txt").before
    'Het is laat. '
    """
    quote = text[start:end]
    occurrence = next((rank for rank, place in enumerate(places_of(quote, text), 1) if place == start), None)
    return Anchor(report, quote, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], occurrence)


class Places:
    """Finds the places of anchors.

    Parameters
    ----------
    texts
        The text of each report, by `report_id`.
    paths
        The `report_id` by the path of the report, and by what readers see in its place.
    """

    def __init__(self, texts: Mapping[str, str], paths: Mapping[str, str]) -> None:
        self._texts = texts
        self._paths = paths
        self._normal: dict[str, NormalText] = {}

    @classmethod
    def of(
        cls, data: Mapping[str, pd.DataFrame], texts: Mapping[str, str], shown: Mapping[str, str] | None = None
    ) -> "Places":
        """Return what finds places in the reports of an analysis; `shown` is what readers see in place of paths."""
        paths = zip(data["reports"]["path"], data["reports"]["report_id"], strict=True)
        return cls(texts, dict(shown or {}) | dict(paths))

    def find(self, anchor: Anchor) -> Place | None:
        """Return the place of an anchor; None where there is none, or doubt which."""
        return self.find_all([anchor])[0]

    def find_all(self, anchors: Sequence[Anchor]) -> list[Place | None]:
        """Return the place of each anchor; all texts are read once, however many anchors there are."""
        found: list[Place | None] = [None] * len(anchors)
        elsewhere: dict[int, Quote] = {}
        here: dict[int, tuple[str, Candidate]] = {}
        for index, anchor in enumerate(anchors):
            quote = Quote.of(anchor.quote, anchor.before, anchor.after)
            report_id = self.report_of(anchor)
            if not quote.text:
                continue
            if report_id is None:
                elsewhere[index] = quote
                continue
            chosen = self._in_report(anchor, quote, report_id)
            if chosen is not None:
                here[index] = report_id, chosen
                found[index] = self._place(report_id, chosen)
                if not chosen.is_unchanged and (quote.before or quote.after):
                    elsewhere[index] = quote
        hits = self._look_up(elsewhere)
        for index, quote in elsewhere.items():
            exact, others = self._across(quote, hits[index])
            if index in here:  # another report may have taken its path
                report_id, chosen = here[index]
                if any(_fits_better(one, chosen) for other, one in exact if other != report_id):
                    found[index] = None
            elif exact:
                found[index] = self._only(anchors[index], quote, exact, others)
            else:
                found[index] = self._in_hinted(anchors[index], quote)
        moved = {index: anchors[index].report for index in elsewhere if index not in here and anchors[index].report}
        for index in _astray(found, moved, {report_id for report_id, _ in here.values()}):
            found[index] = None
        return found

    def report_of(self, anchor: Anchor) -> str | None:
        """Return the report of an anchor if its path is there; what readers see in place of a path is no proof."""
        if _SHOWN.fullmatch(anchor.report):
            return None
        report_id = self._paths.get(anchor.report)
        return report_id if report_id in self._texts else None

    def is_shown(self, anchor: Anchor) -> bool:
        """Return whether an anchor names its report as readers see it, and there is such a report."""
        return _SHOWN.fullmatch(anchor.report) is not None and anchor.report in self._paths

    def times(self, anchor: Anchor) -> dict[str, int]:
        """Return how often each report has the words of an anchor: only its own report, if that is known."""
        quote = Quote.of(anchor.quote, anchor.before, anchor.after)
        own = self.report_of(anchor)
        reports = self._texts if own is None else (own,)
        found = {one: sum(1 for _ in quote.found_in(self._text(one).normal)) for one in reports}
        return {one: n for one, n in found.items() if n}

    def _text(self, report_id: str) -> NormalText:
        if report_id not in self._normal:
            self._normal[report_id] = NormalText(self._texts[report_id])
        return self._normal[report_id]

    def _place(self, report_id: str, chosen: Candidate) -> Place:
        return Place(report_id, *self._text(report_id).span(chosen.start, chosen.end))

    def _in_report(self, anchor: Anchor, quote: Quote, report_id: str) -> Candidate | None:
        """Return the place in a report; None where there is none, or doubt."""
        text = self._text(report_id)
        exact, others = candidates(quote, text.normal)
        literal = literal_places(anchor.quote, text, exact) if len(exact) > 1 else []
        if not exact:
            return nearly(quote, text.normal, others)
        return choose(quote, exact, others, anchor.occurrence, literal)

    def _in_hinted(self, anchor: Anchor, quote: Quote) -> Place | None:
        """Return the place of an edited quote in the report that readers see by the name in the anchor."""
        report_id = self._paths.get(anchor.report)
        if report_id not in self._texts or report_id is None or self.report_of(anchor) is not None:
            return None
        text = self._text(report_id).normal
        chosen = nearly(quote, text, candidates(quote, text)[1])
        return None if chosen is None else self._place(report_id, chosen)

    def _across(self, quote: Quote, reports: Sequence[str]) -> tuple[list[tuple[str, Candidate]], list[Candidate]]:
        """Return the places in these reports with the words of a quote, and those with what stands around it."""
        exact: list[tuple[str, Candidate]] = []
        others: list[Candidate] = []
        for report_id in reports:
            own, around = candidates(quote, self._text(report_id).normal)
            exact += [(report_id, one) for one in own]
            others += around
            if len({report_id for report_id, one in exact if one.is_unchanged}) > 1:
                break  # there is doubt, whatever the others hold
        return exact, others

    def _only(
        self, anchor: Anchor, quote: Quote, exact: list[tuple[str, Candidate]], others: list[Candidate]
    ) -> Place | None:
        """Return the one place in all reports that is meant; None where there is doubt."""
        has_context = bool(quote.before or quote.after)
        if not has_context and len(quote.text) < MIN_QUOTE:
            return None
        own = [one for _, one in exact]
        is_in_one = len({report_id for report_id, _ in exact}) == 1
        literal = literal_places(anchor.quote, self._text(exact[0][0]), own) if is_in_one else []
        chosen = choose(quote, own, others, anchor.occurrence if is_in_one else None, literal)
        if chosen is None or chosen.likeness < 1 or (has_context and not chosen.is_supported):
            return None
        return next(self._place(report_id, one) for report_id, one in exact if one is chosen)

    def _look_up(self, quotes: Mapping[int, Quote]) -> dict[int, list[str]]:
        """Return for each quote the reports with its words, or those around it."""
        probes: dict[int, dict[str, set[int]]] = {_LONG: defaultdict(set), _SHORT: defaultdict(set)}
        for index, quote in quotes.items():
            for part in (quote.longest, quote.before, quote.after):
                whole = part.partition(" ")[2]  # its first word may have been cut
                for size in (_LONG, _SHORT):
                    if len(whole) >= size:
                        probes[size][whole[:size]].add(index)
                        break
        found: dict[int, list[str]] = {index: [] for index in quotes}
        if not quotes:
            return found
        for report_id in self._texts:
            text = self._text(report_id).normal
            hits: set[int] = set()
            for token in _TOKEN.finditer(text):
                place = token.end()
                for size, known in probes.items():
                    own = known.get(text[place : place + size])
                    if own is not None:
                        hits |= own
            for index in hits:
                found[index].append(report_id)
        return found


def _astray(found: Sequence[Place | None], moved: Mapping[int, str], known: Collection[str]) -> list[int]:
    """Return which anchors whose path is gone were found in a report that does not bear that path's other anchors.

    A report that was moved is one report, and not one that others know by the path that it has.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for index, path in moved.items():
        place = found[index]
        if place is not None:
            votes[path][place.report_id] += 1
    new = {}
    for path, of_path in votes.items():
        (first, n), *others = of_path.most_common(2)
        is_free = first not in known or _SHOWN.fullmatch(path) is not None
        if is_free and (not others or others[0][1] < n):
            new[path] = first
    places = ((index, found[index]) for index in moved)
    return [index for index, place in places if place is not None and new.get(moved[index]) != place.report_id]


def _fits_better(one: Candidate, chosen: Candidate) -> bool:
    """Return whether the words of a quote stand in another report more as the anchor says than what was chosen."""
    return one.is_supported and (one.fit > chosen.fit or (chosen.likeness < 1 and one.fit == chosen.fit))
