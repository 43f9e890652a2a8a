"""Contact and identity data in Dutch text: where they stand and what they are.

Nearly all of them hold a digit or an @, so text without those is left after one search. From there on the work goes
from number to number: what stands just before it says what it is. Every look around a number is bounded, which keeps
the whole linear in the length of the text, whatever the text is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.dutch.contact_addresses import addresses_at
from pipeline.dutch.contact_numbers import CLUSTER, numbers_at
from pipeline.dutch.contact_online import find_online

_DIGIT = re.compile(r"[0-9]")
_BIRTHS = ("(*", "gebo", "geb.", "geb ", "geb:", "gebdat", "verjaardag")
_PLATES = ("kenteken", "nummerbord", "nummerplaat")


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
    return _merge(sorted(_candidates(text), key=lambda found: (found.start, -found.end)))


def _candidates(text: str) -> Iterator[ContactSpan]:
    for found in find_online(text):
        yield ContactSpan(*found)
    if _DIGIT.search(text) is None:
        return
    small = text.lower()
    births, plates = (any(word in small for word in words) for words in (_BIRTHS, _PLATES))
    for cluster in CLUSTER.finditer(text):
        start, end = cluster.span()
        for found in numbers_at(text, start, end, births=births, plates=plates):
            yield ContactSpan(*found)
        for found in addresses_at(text, start, end):
            yield ContactSpan(*found)


def _merge(found: list[ContactSpan]) -> list[ContactSpan]:
    """Join what overlaps, under the kind of the longest: nothing that was found is left."""
    merged: list[ContactSpan] = []
    longest = 0
    for span in found:
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
