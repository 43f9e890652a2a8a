"""A place in a text where something shows that a person is named."""

from dataclasses import dataclass
from typing import Literal

Known = Literal["persoon", "instelling"]


@dataclass(frozen=True)
class Cue:
    """A place where something shows that a person is named: half-open offsets, and how sure that is.

    `needs_parse` tells that the word may as well have its capital from the start of the sentence. `known` tells that
    the person is one whom readers know from elsewhere: an author, a minister.
    """

    start: int
    end: int
    is_sure: bool
    known: Known | None = None
    needs_parse: bool = False
