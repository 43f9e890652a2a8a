"""Where in one report a quote may stand: places with its words, and places with the words around it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.corrections.texts import MAX_NAME, NormalText, Quote, places_of

ALIKE = 0.9  # a text that was edited is the same from this likeness on
INTACT = 0.8  # what stands beside a quote is still there from this likeness on
_MARGIN = 0.25  # by how much one place must fit better than another to be the one
_RELATED = 0.5  # what is less like the quote was not made of it
_UNCHANGED = 0.999
_MIN_ALONE = 20  # characters that a quote must have to be told by itself
_SLACK = 5  # characters by which the ends of what is nearly like a quote may be off
_NUMBER = re.compile(r"\d+")
_MIN_LOOKED_UP = 12  # characters of what stands around a quote to look it up by


@dataclass(frozen=True)
class Candidate:
    """A place where a quote may stand, in the normal form of the text of a report.

    Attributes
    ----------
    start, end
        The place.
    likeness
        How much what stands there is like the quote (0 to 1).
    before, after
        How much what stands around it is like what the anchor says, None if that says nothing.
    """

    start: int
    end: int
    likeness: float
    before: float | None
    after: float | None

    @property
    def fit(self) -> float:
        """How well it stands where the anchor says."""
        known = [side for side in (self.before, self.after) if side is not None]
        return sum(known) / len(known) if known else 0.0

    @property
    def is_supported(self) -> bool:
        """Whether what stands on one side is still what it was."""
        return max(self.before or 0.0, self.after or 0.0) >= INTACT

    @property
    def is_unchanged(self) -> bool:
        """Whether the quote and all that the anchor knows around it are still there."""
        return self.likeness == 1.0 and self.fit >= _UNCHANGED

    def rivals(self, other: "Candidate") -> bool:
        """Return whether this may be the place instead of another."""
        is_framed = min(self.before or 0.0, self.after or 0.0) >= 0.95
        return self.fit > other.fit - _MARGIN and (self.likeness >= _RELATED or is_framed)


def candidates(quote: Quote, text: str) -> tuple[list[Candidate], list[Candidate]]:
    """Return the places in a text in normal form with the words of a quote, and those with only what stands around."""
    others: list[Candidate] = []
    if quote.is_name:
        return [_candidate(quote, text, start, end, 1.0) for start, end in _names(quote, text)], others
    exact = [_candidate(quote, text, start, end, 1.0) for start, end in quote.found_in(text)]
    for start, end in _framed(quote, text):
        if not any(start < one.end and one.start < end for one in exact):
            others.append(_candidate(quote, text, start, end))
    return exact, others


def nearly(quote: Quote, text: str, others: Iterable[Candidate]) -> Candidate | None:
    """Return the one place in a text in normal form that is nearly like a quote; None where there is doubt.

    Parameters
    ----------
    quote, text
        What is looked for, and where.
    others
        The places with what stands around it, as `candidates` gives them.
    """
    found = list(others)
    left = text
    for _ in range(2):
        hit = fuzz.partial_ratio_alignment(quote.text, left, score_cutoff=100 * (ALIKE - 0.1))
        if hit is None or hit.dest_start >= hit.dest_end:
            break
        if not any(hit.dest_start < one.end and one.start < hit.dest_end for one in found):
            found.append(_candidate(quote, text, hit.dest_start, hit.dest_end))
        left = left[: hit.dest_start] + "\0" * (hit.dest_end - hit.dest_start) + left[hit.dest_end :]
    found = [one for one in found if not _is_other(one, quote, text)]
    if quote.before or quote.after:
        return choose(quote, [], found, None, [])
    alike = [one for one in found if one.likeness >= ALIKE - 0.1]
    is_told = len(alike) == 1 and alike[0].likeness >= ALIKE and len(quote.text) >= _MIN_ALONE
    return alike[0] if is_told else None


def _is_other(one: Candidate, quote: Quote, text: str) -> bool:
    """Return whether what is nearly like a quote is a sibling: its neighbour, or with other numbers."""
    if one.likeness < ALIKE:
        return False  # too little like it to be taken for it, but it may cast doubt
    if _NUMBER.findall(text[one.start : one.end]) != _NUMBER.findall(quote.text):
        return True
    around = text[max(0, one.start - _SLACK) : one.end + _SLACK]
    return any(len(side) >= _MIN_LOOKED_UP and side in around for side in (quote.before, quote.after))


def choose(
    quote: Quote,
    exact: list[Candidate],
    others: list[Candidate],
    occurrence: int | None,
    literal: list[int],
) -> Candidate | None:
    """Return the one place that is meant; None where there is doubt.

    Parameters
    ----------
    quote
        What is looked for.
    exact, others
        As `candidates` gives them.
    occurrence
        Which of the literal places is meant, if that is said.
    literal
        Where the quoted text stands as it is written, in order.
    """
    if not (quote.before or quote.after):
        return _without_context(exact, occurrence, literal)
    found = [*exact, *others]
    if not exact:
        found = [one for one in found if one.likeness >= _RELATED or one.fit >= 0.95]
    best = max(found, key=lambda one: (one.fit, one.likeness), default=None)
    if best is None or best.likeness < (1.0 if exact else ALIKE):
        return None
    if best.likeness < 1 and max(best.before or 0.0, best.after or 0.0) < _UNCHANGED:
        return None  # words that were changed are told by words beside them that were not
    if not best.is_supported:
        is_alone = len(found) == 1 and best.likeness == 1.0 and occurrence in (None, 1)
        return best if is_alone and len(quote.text) >= _MIN_ALONE else None
    rivals = [one for one in found if one is not best and one.rivals(best)]
    if not rivals:
        return best
    if occurrence is None or quote.has_names or best.fit < _UNCHANGED or any(one.likeness < 1 for one in rivals):
        return None
    if occurrence > len(literal):
        return None
    meant = [one for one in (best, *rivals) if one.start == literal[occurrence - 1] and one.fit >= _UNCHANGED]
    return meant[0] if meant else None


def literal_places(quote: str, text: NormalText, exact: Iterable[Candidate]) -> list[int]:
    """Return where a quote stands as it is written, in order, as the starts of the candidates there (−1 for none)."""
    start_of = {text.span(one.start, one.end)[0]: one.start for one in exact}
    n_ahead = len(quote) - len(quote.lstrip())
    return [start_of.get(place + n_ahead, -1) for place in places_of(quote, text.text)]


def _without_context(exact: list[Candidate], occurrence: int | None, literal: list[int]) -> Candidate | None:
    if occurrence is not None and 1 < occurrence <= len(literal):
        return next((one for one in exact if one.start == literal[occurrence - 1]), None)
    if len(exact) == 1 and occurrence in (None, 1):
        return exact[0]
    return None


def _candidate(quote: Quote, text: str, start: int, end: int, likeness: float | None = None) -> Candidate:
    before = text[max(0, start - len(quote.before) - 1) : start].rstrip()[-len(quote.before) :]
    after = text[end : end + len(quote.after) + 1].lstrip()[: len(quote.after)]
    return Candidate(
        start,
        end,
        _ratio(quote.text, text[start:end]) if likeness is None else likeness,
        _ratio(quote.before, before) if quote.before else None,
        _ratio(quote.after, after) if quote.after else None,
    )


def _ratio(one: str, other: str) -> float:
    return fuzz.ratio(one, other) / 100


def _framed(quote: Quote, text: str) -> Iterable[tuple[int, int]]:
    """Yield the stretches between what stands before and after a quote, or beside one of both."""
    size = len(quote.text)
    longest = size + size // 2 + MAX_NAME * (len(quote.pieces) - 1) + 20
    seen: set[int] = set()
    if len(quote.before) >= _MIN_LOOKED_UP:
        for place in places_of(quote.before, text):
            start = _skip_space(text, place + len(quote.before))
            end = text.find(quote.after, start + size // 2, start + longest) if quote.after else -1
            if end >= 0:
                seen.add(end)
            yield from _stretch(text, start, end if end >= 0 else start + size)
    if len(quote.after) >= _MIN_LOOKED_UP:
        for place in places_of(quote.after, text):
            if place not in seen:
                yield from _stretch(text, place - size - 1, place)


def _names(quote: Quote, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands of which only what stands around it is told."""
    if quote.before and quote.after:
        for place in places_of(quote.before, text):
            start = _skip_space(text, place + len(quote.before))
            end = text.find(quote.after, start + 1, start + MAX_NAME + len(quote.after))
            if end >= 0:
                yield from _stretch(text, start, end)
    elif len(quote.before) >= _MIN_LOOKED_UP:
        for place in places_of(quote.before, text):
            start = _skip_space(text, place + len(quote.before))
            yield from _stretch(text, start, start + 1)
    elif len(quote.after) >= _MIN_LOOKED_UP:
        for place in places_of(quote.after, text):
            yield from _stretch(text, place - 2, place)


def _stretch(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = max(0, start), min(len(text), end)
    while end > start and text[end - 1] == " ":
        end -= 1
    if start < end:
        yield start, end


def _skip_space(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == " " else place
