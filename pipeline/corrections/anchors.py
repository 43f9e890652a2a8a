"""Where a correction belongs: the words of a report with what stands around them, found again after it was edited.

A place is found by the path of the report first, and else by the words in all reports. Exactly the same words come
first, then the same but for white space, quotes, dashes and capitals, then words that are nearly the same, these only
in the report of the path. Where there is doubt nothing is found: better a correction that is lost than a wrong one.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.corrections.candidates import Candidate, candidates, choose, edited, literal_places
from pipeline.corrections.model import CONTEXT, Anchor
from pipeline.corrections.texts import NormalText, Quote, places_of

_SHOWN = re.compile(r"(?:.*/)?verslag \d+")  # what readers see of a path with a name: its number shifts
_LONG, _SHORT = 20, 12  # characters to look up a text by in all reports
_MIN_ALONE = 25  # characters that a quote without surroundings must have to be told in all reports
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

    def find(self, anchor: Anchor) -> Place | None:
        """Return the place of an anchor; None where there is none, or doubt which."""
        return self.find_all([anchor])[0]

    def find_all(self, anchors: Sequence[Anchor]) -> list[Place | None]:
        """Return the place of each anchor; all texts are read once, however many anchors there are."""
        found: list[Place | None] = [None] * len(anchors)
        elsewhere: dict[int, Quote] = {}
        for index, anchor in enumerate(anchors):
            quote = Quote.of(anchor.quote, anchor.before, anchor.after)
            if not quote.text:
                continue
            report_id = self.report_of(anchor)
            if report_id is None:
                elsewhere[index] = quote
                continue
            place, is_sure = self._in_report(anchor, quote, report_id)
            found[index] = place
            if not is_sure:
                elsewhere[index] = quote
        hits = self._look_up(elsewhere)
        for index, quote in elsewhere.items():
            other, is_nowhere = self._across(anchors[index], quote, hits[index])
            if found[index] is not None:  # by the words alone: only if they belong nowhere else
                found[index] = found[index] if is_nowhere or other == found[index] else None
            elif other is not None or not is_nowhere:
                found[index] = other
            else:
                found[index] = self._in_hinted(anchors[index], quote)
        return found

    def report_of(self, anchor: Anchor) -> str | None:
        """Return the report of an anchor if its path is there; what readers see in place of a path is no proof."""
        if _SHOWN.fullmatch(anchor.report):
            return None
        report_id = self._paths.get(anchor.report)
        return report_id if report_id in self._texts else None

    def _text(self, report_id: str) -> NormalText:
        if report_id not in self._normal:
            self._normal[report_id] = NormalText(self._texts[report_id])
        return self._normal[report_id]

    def _in_report(self, anchor: Anchor, quote: Quote, report_id: str) -> tuple[Place | None, bool]:
        """Return the place in a report, and whether that is all there is to say."""
        text = self._text(report_id)
        exact, others = candidates(quote, text.normal)
        chosen = self._chosen(anchor, quote, report_id, exact, others)
        if chosen is None and not exact:
            near = [one for one in edited(quote, text.normal) if not _is_among(one, others)]
            chosen = self._edited(quote, [*others, *near])
        if chosen is None:
            # Where something of it is left, it is here and not in another report.
            return None, bool(exact or others)
        is_sure = chosen.is_supported or not (quote.before or quote.after)
        return Place(report_id, *text.span(chosen.start, chosen.end)), is_sure

    def _in_hinted(self, anchor: Anchor, quote: Quote) -> Place | None:
        """Return the place of an edited quote in the report that readers see by the name in the anchor."""
        report_id = self._paths.get(anchor.report)
        if report_id not in self._texts or report_id is None or self.report_of(anchor) is not None:
            return None
        text = self._text(report_id)
        exact, others = candidates(quote, text.normal)
        near = [one for one in edited(quote, text.normal) if not _is_among(one, others)]
        chosen = None if exact else self._edited(quote, [*others, *near])
        return None if chosen is None else Place(report_id, *text.span(chosen.start, chosen.end))

    def _chosen(
        self, anchor: Anchor, quote: Quote, report_id: str, exact: list[Candidate], others: list[Candidate]
    ) -> Candidate | None:
        literal = [] if len(exact) < 2 else literal_places(anchor.quote, self._text(report_id), exact)
        return choose(quote, exact, others, anchor.occurrence, literal)

    @staticmethod
    def _edited(quote: Quote, found: list[Candidate]) -> Candidate | None:
        if quote.before or quote.after:
            return choose(quote, [], found, None, [])
        alike = [one for one in found if one.likeness >= 0.8]
        is_told = len(alike) == 1 and alike[0].likeness >= 0.9 and len(quote.text) >= _MIN_ALONE
        return alike[0] if is_told else None

    def _across(self, anchor: Anchor, quote: Quote, reports: Sequence[str]) -> tuple[Place | None, bool]:
        """Return the one place in all reports, and whether there is none that could be it."""
        exact: list[tuple[Candidate, str]] = []
        others: list[tuple[Candidate, str]] = []
        for report_id in reports:
            own, around = candidates(quote, self._text(report_id).normal)
            exact += [(one, report_id) for one in own]
            others += [(one, report_id) for one in around]
        of = {id(one): report_id for one, report_id in [*exact, *others]}
        has_context = bool(quote.before or quote.after)
        if not has_context and len(quote.text) < _MIN_ALONE:
            return None, not exact
        literal: list[int] = []
        if len({report_id for _, report_id in exact}) == 1:
            literal = literal_places(anchor.quote, self._text(exact[0][1]), [one for one, _ in exact])
        occurrence = anchor.occurrence if literal else None if len(exact) > 1 else 1
        chosen = choose(quote, [one for one, _ in exact], [one for one, _ in others], occurrence, literal)
        if chosen is None or chosen.likeness < 1 or (has_context and not chosen.is_supported):
            could_be = any(one.is_supported or not has_context for one, _ in [*exact, *others])
            return None, not could_be
        report_id = of[id(chosen)]
        return Place(report_id, *self._text(report_id).span(chosen.start, chosen.end)), False

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


def _is_among(one: Candidate, others: Sequence[Candidate]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)
