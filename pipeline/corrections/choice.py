"""Which of the places where a quote may stand is meant: none where there is doubt."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from pipeline.corrections.candidates import MIN_LOOKED_UP, RELATED, UNCHANGED, Candidate, candidate
from pipeline.corrections.texts import NormalText, Quote, places_of

ALIKE = 0.9  # a text that was edited is the same from this likeness on
MIN_QUOTE = 25  # characters that a quote without surroundings must have to be told where it is not said exactly
_MIN_ALONE = 20  # characters that a quote must have to be told by itself
_SLACK = 5  # characters by which the ends of what is nearly like a quote may be off
_NUMBER = re.compile(r"\d+")


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
        found = [one for one in found if one.likeness >= RELATED or one.fit >= 0.95]
    best = max(found, key=lambda one: (one.fit, one.likeness), default=None)
    if best is None or best.likeness < (1.0 if exact else ALIKE):
        return None
    if best.likeness < 1 and max(best.before or 0.0, best.after or 0.0) < UNCHANGED:
        return None  # words that were changed are told by words beside them that were not
    if not best.is_supported:
        is_alone = len(found) == 1 and best.likeness == 1.0 and occurrence in (None, 1)
        return best if is_alone and len(quote.text) >= _MIN_ALONE else None
    rivals = [one for one in found if one is not best and one.rivals(best)]
    if not rivals:
        return best
    if occurrence is None or quote.has_names or best.fit < UNCHANGED or any(one.likeness < 1 for one in rivals):
        return None
    if occurrence > len(literal):
        return None
    meant = [one for one in (best, *rivals) if one.start == literal[occurrence - 1] and one.fit >= UNCHANGED]
    return meant[0] if meant else None


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
            found.append(candidate(quote, text, hit.dest_start, hit.dest_end))
        left = left[: hit.dest_start] + "\0" * (hit.dest_end - hit.dest_start) + left[hit.dest_end :]
    found = [one for one in found if not _is_other(one, quote, text)]
    if quote.before or quote.after:
        return choose(quote, [], found, None, [])
    alike = [one for one in found if one.likeness >= ALIKE - 0.1]
    is_told = len(alike) == 1 and alike[0].likeness >= ALIKE and len(quote.text) >= MIN_QUOTE
    return alike[0] if is_told else None


def literal_places(quote: str, text: NormalText, exact: Iterable[Candidate]) -> list[int]:
    """Return where a quote stands as it is written, in order, as the starts of the candidates there (−1 for none)."""
    start_of = {text.span(one.start, one.end)[0]: one.start for one in exact}
    n_ahead = len(quote) - len(quote.lstrip())
    return [start_of.get(place + n_ahead, -1) for place in places_of(quote, text.text)]


def _is_other(one: Candidate, quote: Quote, text: str) -> bool:
    """Return whether what is nearly like a quote is a sibling: its neighbour, or with other numbers."""
    if one.likeness < ALIKE:
        return False  # too little like it to be taken for it, but it may cast doubt
    if _NUMBER.findall(text[one.start : one.end]) != _NUMBER.findall(quote.text):
        return True
    around = text[max(0, one.start - _SLACK) : one.end + _SLACK]
    return any(len(side) >= MIN_LOOKED_UP and side in around for side in (quote.before, quote.after))


def _without_context(exact: list[Candidate], occurrence: int | None, literal: list[int]) -> Candidate | None:
    if occurrence is not None and 1 < occurrence <= len(literal):
        return next((one for one in exact if one.start == literal[occurrence - 1]), None)
    if len(exact) == 1 and occurrence in (None, 1):
        return exact[0]
    return None
