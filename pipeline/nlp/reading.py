"""A text as the language model knows it best, with the way back to the text as it stands."""

import re
import unicodedata
from dataclasses import dataclass

# In reports these are gone already; bare texts may hold anything.
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_LIGATURES = str.maketrans(
    {"ĳ": "ij", "Ĳ": "IJ", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_ADDED_OR_GONE = _INVISIBLE.union(map(chr, _LIGATURES))
_APOSTROPHE = re.compile(r"(?<=\w)[’ʼ](?=\w)|[’‘](?=[snt](?:[-\s]|$))")


@dataclass(frozen=True)
class Reading:
    """A text to parse; `starts` holds the place in the original of each of its signs, and of its end.

    Where nothing was added or taken away, `starts` is None.
    """

    text: str
    starts: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return half-open offsets in the original text."""
        return (start, end) if self.starts is None else (self.starts[start], self.starts[end])


def reading_of(text: str) -> Reading:
    """Return a text as it is parsed: a line end is a space, ’ in a word the ' of the treebanks, U+2011 a hyphen.

    Signs that are two in the original become one (NFC), a ligature becomes its letters, and invisible signs go.
    """
    starts = None
    if not unicodedata.is_normalized("NFC", text) or not _ADDED_OR_GONE.isdisjoint(text):
        signs: list[tuple[str, int]] = []
        for match in _CLUSTER.finditer(text):
            composed = without_ligatures(unicodedata.normalize("NFC", match.group()))
            signs.extend((sign, match.start()) for sign in composed if sign not in _INVISIBLE)
        starts = (*(start for _, start in signs), len(text))
        text = "".join(sign for sign, _ in signs)
    plain = re.sub(r"\s", " ", text).replace("\u2011", "-")
    return Reading(_APOSTROPHE.sub("'", plain), starts)


def without_ligatures(text: str) -> str:
    """Return a text with *ĳ* and *ﬁ* as the letters that they are."""
    return text.translate(_LIGATURES)
