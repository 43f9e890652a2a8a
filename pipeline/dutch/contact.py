"""Contact and identity data in Dutch text: where they stand and what they are.

Nearly all of them hold a digit or an @, so text without those is left after one search. From there on the work goes
from number to number: what stands just before it says what it is. Every look around a number is bounded, which keeps
the whole linear in the length of the text, whatever the text is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.dutch.contact_addresses import addresses_at
from pipeline.dutch.contact_births import births_beside
from pipeline.dutch.contact_numbers import CLUSTER, numbers_at
from pipeline.dutch.contact_online import find_online
from pipeline.dutch.contact_words import contact_words, words_before

_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True)
class ContactSpan:
    """A stretch of text that holds contact or identity data.

    Parameters
    ----------
    start, end
        Offsets in the text, half open.
    kind
        What it is, in the words that readers see: `telefoonnummer`, `adres`, ….
    """

    start: int
    end: int
    kind: str


def find_contact_data(text: str) -> list[ContactSpan]:
    """Return the contact and identity data of a text, in order and without overlap.

    Examples
    --------
    >>> find_contact_data("Bel 06-12345678.")
    [ContactSpan(start=4, end=15, kind='telefoonnummer')]
    """
    spans = _merge(_candidates(text))
    dates = [ContactSpan(*found) for found in births_beside(text, [(one.start, one.end, one.kind) for one in spans])]
    return _merge([*spans, *dates]) if dates else spans


def _candidates(text: str) -> Iterator[ContactSpan]:
    for found in find_online(text):
        yield ContactSpan(*found)
    if _DIGIT.search(text) is None:
        return
    small, labels = text.lower(), contact_words().labels
    of_births = "(*" in text or "(°" in text or any(map(small.__contains__, labels.birth))
    of_plates = any(map(small.__contains__, labels.plate))
    addressed = 0
    for cluster in CLUSTER.finditer(text):
        start, end = cluster.span()
        words = words_before(text, start)
        for found in numbers_at(text, start, end, words, of_births=of_births, of_plates=of_plates):
            yield ContactSpan(*found)
        if start < addressed:
            continue
        for found in addresses_at(text, start, end, words):
            addressed = found[1]
            yield ContactSpan(*found)


def _merge(found: Iterable[ContactSpan]) -> list[ContactSpan]:
    """Join what overlaps, under the kind of the longest: nothing that was found is left."""
    merged: list[ContactSpan] = []
    longest = 0
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        length = span.end - span.start
        if not merged or span.start >= merged[-1].end:
            merged.append(span)
            longest = length
            continue
        last = merged[-1]
        kind = span.kind if length > longest else last.kind
        longest = max(longest, length)
        merged[-1] = ContactSpan(last.start, max(last.end, span.end), kind)
    return merged
