"""Vectors of sentences, near each other where they mean much the same: the sum of the vectors of their words.

The vectors stand in `resources/woordvectoren.npz`; `models/word_vectors` learns them from an encoder that reads whole
sentences, at a hundredth of its time. A word that is not known counts as the parts of its compound.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.resources import open_binary

SIGNS = ("?", "!", ":", ";", ",")
_TOKEN = re.compile(r"\w+|[?!:;,]")
_SHORTEST_PART = 4  # letters of the last part of a compound
_SHORTEST_LEAD = 3
_SHORTEST_STEM = 4  # of a word that is known by how it begins
_LONGEST_WORD = 100  # letters; what is longer is no word, and would take time by the square of its length

Vectors = NDArray[np.float64]


def tokens_of(text: str) -> list[str]:
    """Return the words and signs of a text in small letters."""
    return _TOKEN.findall(text.lower())


class Vocabulary:
    """The words that have a vector, and what counts in place of others."""

    def __init__(self, words: Sequence[str]) -> None:
        self._places = {word: place for place, word in enumerate(words)}
        self._of = lru_cache(maxsize=1 << 16)(self._looked_up)  # most words come back

    def indices_of(self, text: str) -> list[int]:
        """Return the places of the words of a text in the vocabulary, parts of compounds in place of unknown words."""
        return [place for word in tokens_of(text) for place in self._of(word)]

    def _looked_up(self, word: str) -> tuple[int, ...]:
        places = self._places
        if word in places:
            return (places[word],)
        if len(word) > _LONGEST_WORD:
            return ()
        # The longest last part first: *subsidie|aanvraag*.
        for cut in range(_SHORTEST_LEAD, len(word) - _SHORTEST_PART + 1):
            if word[cut:] in places:
                lead = word[:cut]
                for form in (lead, lead.removesuffix("s"), f"{lead}en"):  # *beleids|doel*, *stuur|groep*
                    if form in places:
                        return places[word[cut:]], places[form]
        for cut in range(1, len(word) - _SHORTEST_PART + 1):
            if word[cut:] in places:
                return (places[word[cut:]],)
        for cut in range(len(word) - 1, _SHORTEST_STEM - 1, -1):
            if word[:cut] in places:
                return (places[word[:cut]],)
        return ()


def sentence_vectors(texts: Iterable[str]) -> Vectors:
    """Return unit vectors of texts, of shape (n texts, 128); zeros where no word is known."""
    vocabulary, values = _table()
    rows = [values[vocabulary.indices_of(text)].sum(axis=0, dtype=np.float64) for text in texts]
    summed = np.array(rows).reshape(len(rows), values.shape[1])
    return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-9))


@cache
def _table() -> tuple[Vocabulary, NDArray[np.float32]]:
    with open_binary("woordvectoren.npz") as file, np.load(file) as kept:
        words = kept["words"].tobytes().decode().split("\n")
        return Vocabulary(words), kept["values"] * kept["scales"][:, None]
