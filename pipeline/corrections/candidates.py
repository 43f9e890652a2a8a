"""Where in one report a quote may stand: places with its words, and places with the words around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.corrections.texts import MAX_NAME, Quote, places_of

INTACT = 0.8  # what stands beside a quote is still there from this likeness on
_MARGIN = 0.25  # by how much one place must fit better than another to be the one
RELATED = 0.5  # what is less like the quote was not made of it
UNCHANGED = 0.999
MIN_LOOKED_UP = 12  # characters of what stands around a quote to look it up by


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
        return self.likeness == 1.0 and self.fit >= UNCHANGED

    def rivals(self, other: "Candidate") -> bool:
        """Return whether this may be the place instead of another."""
        is_framed = min(self.before or 0.0, self.after or 0.0) >= 0.95
        return self.fit > other.fit - _MARGIN and (self.likeness >= RELATED or is_framed)


def candidates(quote: Quote, text: str) -> tuple[list[Candidate], list[Candidate]]:
    """Return the places in a text in normal form with the words of a quote, and those with only what stands around."""
    others: list[Candidate] = []
    if quote.is_name:
        return [candidate(quote, text, start, end, 1.0) for start, end in _names(quote, text)], others
    exact = [candidate(quote, text, start, end, 1.0) for start, end in quote.found_in(text)]
    for start, end in _framed(quote, text):
        if not any(start < one.end and one.start < end for one in exact):
            others.append(candidate(quote, text, start, end))
    return exact, others


def candidate(quote: Quote, text: str, start: int, end: int, likeness: float | None = None) -> Candidate:
    """Return a place in a text in normal form with how well it fits a quote."""
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
    if len(quote.before) >= MIN_LOOKED_UP:
        for place in places_of(quote.before, text):
            start = _skip_space(text, place + len(quote.before))
            end = text.find(quote.after, start + size // 2, start + longest) if quote.after else -1
            if end >= 0:
                seen.add(end)
            yield from _stretch(text, start, end if end >= 0 else start + size)
    if len(quote.after) >= MIN_LOOKED_UP:
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
    elif len(quote.before) >= MIN_LOOKED_UP:
        for place in places_of(quote.before, text):
            start = _skip_space(text, place + len(quote.before))
            yield from _stretch(text, start, start + 1)
    elif len(quote.after) >= MIN_LOOKED_UP:
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
