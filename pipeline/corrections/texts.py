"""Texts without what an edit changes by accident, and quotes that stand for them, names replaced or not."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

MAX_NAME = 80  # characters of the name that a bracket stands for
_SINGLE = '‘’‚‛′`´“”„‟«»″"'
_DASHES = "‐‑‒–—―−"
_SPACES = "\t\n\r\f\v\u00a0\u2002\u2003\u2009\u202f\u3000"
_SAME = str.maketrans(_SINGLE + _DASHES + _SPACES, "'" * len(_SINGLE) + "-" * len(_DASHES) + " " * len(_SPACES))
_RUN = re.compile(" {2,}")
_BRACKET = re.compile(r"\[[^\[\]]{1,80}\]")
_MIN_CONTEXT = 4  # characters that say where something stands


def normal(text: str) -> str:
    r"""Return a text on one line, in small letters, with one kind of quotes and dashes.

    >>> normal("De  ‘kern’ – zei\nzij")
    "de 'kern' - zei zij"
    """
    return _RUN.sub(" ", _folded(text))


def _folded(text: str) -> str:
    """Return a text of the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # İ becomes two signs
        lower = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return lower.translate(_SAME)


class NormalText:
    """The text of a report in normal form, with the way back.

    Parameters
    ----------
    text
        The text as it is.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        folded = _folded(text)
        self.normal = _RUN.sub(" ", folded)
        self._places: list[int] = []
        self._removed: list[int] = [0]
        for run in _RUN.finditer(folded):
            self._places.append(run.start() - self._removed[-1])  # of the one space that is left
            self._removed.append(self._removed[-1] + run.end() - run.start() - 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the text of a stretch of its normal form that is not empty."""
        return self._original(start), self._original(end - 1) + 1

    def _original(self, place: int) -> int:
        return place + self._removed[bisect_right(self._places, place - 1)]


@dataclass(frozen=True)
class Quote:
    """What an anchor quotes and what stands around it, in normal form.

    Attributes
    ----------
    text
        The quoted text.
    before, after
        What stands beside it as far as no name is replaced in it; empty if that says too little.
    """

    text: str
    before: str
    after: str

    @classmethod
    def of(cls, quote: str, before: str, after: str) -> "Quote":
        """Return a quote from the text of an anchor."""
        # A bracket stands for a name; so does what is left of one that was cut off at the edge.
        ahead = normal(before).strip().rpartition("]")[2].strip()
        behind = normal(after).strip().partition("[")[0].strip()
        sides = (side if len(side) >= _MIN_CONTEXT else "" for side in (ahead, behind))
        return cls(normal(quote).strip(), *sides)

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """The text between the brackets; the first and the last are empty where it opens or ends with one."""
        return tuple(_BRACKET.split(self.text))

    @property
    def has_names(self) -> bool:
        """Whether something in it stands for a name."""
        return len(self.pieces) > 1

    @property
    def is_name(self) -> bool:
        """Whether it is nothing but a name that was replaced."""
        return self.has_names and len(self.longest) < _MIN_CONTEXT

    @property
    def longest(self) -> str:
        """The longest stretch without brackets."""
        return max((piece.strip() for piece in self.pieces), key=len)

    def found_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the quote stands in a text in normal form: letter for letter, or else with names in brackets."""
        if not self.text:
            return
        literal = list(places_of(self.text, text))
        if literal or self.is_name:
            yield from ((start, start + len(self.text)) for start in literal)
            return
        if self.has_names:
            first = next(piece for piece in self.pieces if piece.strip())
            for start in places_of(first, text):
                end = self._end(text, start)
                if end is not None:
                    yield max(0, start - bool(not self.pieces[0])), end

    def _end(self, text: str, start: int) -> int | None:
        """Return where the quote ends that has its first piece at a place; None if the others do not follow."""
        end, has_begun = start, False
        for piece in self.pieces:
            if not piece.strip() and not has_begun:
                continue
            if not has_begun:
                end, has_begun = start + len(piece), True
                continue
            if not piece:  # it ends with a bracket
                return min(len(text), end + 1)
            place = text.find(piece, end + 1, end + MAX_NAME + len(piece))
            if place < 0:
                return None
            end = place + len(piece)
        return end


def places_of(part: str, text: str) -> Iterator[int]:
    """Yield every place where a text holds another that is not empty; places may overlap."""
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)
