"""Where a coding of another program stands in our text.

The text is the same but for line ends, or nearly; positions count characters, or the 16-bit units that Windows counts.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence

from pipeline.exchange.qde_read import ReadCoding

Span = tuple[int, int]
_LINE_END = re.compile("\r\n?")


def unified(text: str) -> str:
    """Return a text as it is compared with ours: without byte order mark, and with newlines only."""
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


class Places:
    """The places of the codings of one source in our text.

    How the program counted is told by what it gives: of the ways to count, the one by which most codings stand where
    one of ours stands, or hold the words that they are called by.

    Parameters
    ----------
    theirs
        The text as the project has it.
    ours
        Our text.
    codings
        All codings of the source.
    known
        The places where our text has a coding.
    """

    def __init__(self, theirs: str, ours: str, codings: Sequence[ReadCoding], known: Collection[Span]) -> None:
        self._theirs, self._ours = unified(theirs), ours
        self._is_same = self._theirs.rstrip() == ours.rstrip()
        ways = _ways(theirs.removeprefix("\ufeff"))
        self._count = max(ways, key=lambda way: self._n_right(way, codings, known if self._is_same else ()))

    def find(self, coding: ReadCoding) -> Span | None:
        """Return where a coding stands in our text, None if its words are not there."""
        start, end = self._count(coding.start), self._count(coding.end)
        quote = self._theirs[start:end]
        if not 0 <= start < end or not quote.strip():
            return None
        if self._is_same:
            return start, min(end, len(self._ours))
        return self._quoted(quote, start)

    def holds(self, text: str) -> bool:
        """Tell whether their text has these words, so that a coding of them could have been kept."""
        return self._is_same or text in self._theirs

    def _n_right(self, way: Callable[[int], int], codings: Sequence[ReadCoding], known: Collection[Span]) -> int:
        n = 0
        for coding in codings:
            span = way(coding.start), way(coding.end)
            words, quote = " ".join(self._theirs[slice(*span)].split()), " ".join(coding.quote.split())
            is_called_so = bool(quote and words) and (words.startswith(quote) or quote.startswith(words))
            n += span in known or is_called_so
        return n

    def _quoted(self, quote: str, start: int) -> Span | None:
        """Return the place of a quote that stands at `start` in their text: as many times after the same words."""
        pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
        here = [match.span() for match in pattern.finditer(self._ours)]
        there = [match.start() for match in pattern.finditer(self._theirs)]
        if not here:
            return None
        if len(here) == len(there):
            return here[max(0, bisect_right(there, start + len(quote) - len(quote.lstrip())) - 1)]
        return min(here, key=lambda span: abs(span[0] - start))


def _ways(theirs: str) -> list[Callable[[int], int]]:
    """Return the ways in which a program may count, each as a function to code points with newlines only."""
    ways: list[Callable[[int], int]] = [lambda position: position]
    returns = [match.end() for match in re.finditer("\r\n", theirs)]
    if returns:
        ways.append(lambda position: position - bisect_right(returns, position))
    for text, cuts in ((unified(theirs), []), (theirs, returns)) if not theirs.isascii() else ():
        wide = [number for number, character in enumerate(text) if ord(character) > 0xFFFF]
        # In 16-bit units each of these ends one further on for every one before it.
        ends = [place + number + 2 for number, place in enumerate(wide)]
        if wide:
            ways.append(_by_units(ends, cuts))
    return ways


def _by_units(ends: Sequence[int], returns: Sequence[int]) -> Callable[[int], int]:
    def count(position: int) -> int:
        by_points = position - bisect_right(ends, position)
        return by_points - bisect_right(returns, by_points)

    return count
