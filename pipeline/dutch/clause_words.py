"""The words of a sentence with the signs between them, as far as they can be cut apart: not in brackets or quotes."""

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.dutch.contrasts import infinitive, is_finite
from pipeline.dutch.sentences import sentence_spans

_WORD = re.compile(r"\[[^\]]{0,500}\]|\([^)]{0,500}\)|[’‘'](?=[a-z]{1,2}\b)[a-z]+|\w+(?:[’'./,-]\w+)*")
_OPENING = re.compile(r"(?<![^\s(\[:–—-])[“”„\"‘’'](?=\S)(?![a-z]{1,2}\b)")
_CLOSING = re.compile(r"(?<=\S)[”“\"’'](?!\w)")
_DOUBLE, _SINGLE = '“”„"', "‘’'"
_AROUND = " ,;:–—-\t\n\xa0"
_END = ".!?…"


@dataclass(frozen=True)
class Clause:
    """The words of a sentence in small letters, and where they stand."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    gaps: tuple[str, ...]  # the signs before each word, empty inside a quotation
    quoted: frozenset[int]  # the words inside a quotation

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    def is_quoted(self, index: int) -> bool:
        """Return whether a word and the one before it stand in a quotation, so that nothing is cut between them."""
        return {index - 1, index} <= self.quoted

    def is_verb(self, index: int) -> bool:
        """Return whether a word can be a verb."""
        return infinitive(self.words[index]) is not None

    @cached_property
    def _finite(self) -> tuple[bool, ...]:
        """Whether each word can be a finite verb; *laten* is one where a sentence does not end with it."""
        return tuple(
            is_finite(word)
            or (self.is_verb(index) and index + 1 < len(self) and self.words[index - 1] != "te" and word.endswith("n"))
            for index, word in enumerate(self.words)
        )

    def is_finite(self, index: int) -> bool:
        """Return whether a word can be a finite verb."""
        return self._finite[index]

    def has_finite(self, start: int, end: int) -> bool:
        """Return whether a finite verb can stand among some words."""
        return any(self._finite[start:end])

    def starts_at(self, index: int, phrase: str) -> int:
        """Return how many words of a phrase stand at a place, 0 if it does not."""
        asked = tuple(phrase.split())
        return len(asked) if self.words[index : index + len(asked)] == asked else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of some words with the signs that belong to them, without those around."""
        first, last = self.spans[start][0], self.spans[end][0] if end < len(self) else len(self.text)
        while first > 0 and self.text[first - 1] in _DOUBLE + _SINGLE:
            first -= 1
        piece = self.text[first:last].rstrip(_AROUND + ("" if end < len(self) else _END))
        if end < len(self) and _END[0] in self.gaps[end]:
            piece = piece.rstrip(_END)
        while piece and piece[0] in _DOUBLE + _SINGLE and not _CLOSING.search(piece, 1):
            piece, first = piece[1:], first + 1
        while piece and piece[-1] in _DOUBLE + _SINGLE and not _OPENING.search(piece[:-1]):
            piece = piece[:-1].rstrip(_AROUND + _END)
        return first, first + len(piece.rstrip(_AROUND))


def words_of(sentence: str) -> Clause | None:
    """Return the words of a sentence; None where signs are open, or where it is more than one sentence."""
    quoted = _quotations(sentence)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    gaps: list[str] = []
    inside: set[int] = set()
    last = 0
    for match in _WORD.finditer(sentence):
        if any(start < match.start() < end for start, end in quoted):
            inside.add(len(words))
        gaps.append("" if {len(words) - 1, len(words)} <= inside else sentence[last : match.start()])
        words.append(match.group().lower().replace("’", "'"))
        spans.append(match.span())
        last = match.end()
    ends = [start for start, _ in sentence_spans(sentence)[1:]]
    inner = [spans.index(span) for span in spans if span[0] in ends]
    is_one = all(words[index] in ("maar", "doch") for index in inner) and len(inner) == len(ends) <= 1
    is_whole = sentence.count("[") == sentence.count("]") and sentence.count("(") == sentence.count(")")
    if not words or not is_one or not is_whole:
        return None
    return Clause(sentence, tuple(words), tuple(spans), tuple(gaps), frozenset(inside))


def _quotations(sentence: str) -> list[tuple[int, int]]:
    """Return the quotations inside a sentence: not one that is all of it."""
    found, start = [], 0
    while opening := _OPENING.search(sentence, start):
        marks = _DOUBLE if opening.group() in _DOUBLE else _SINGLE
        closing = next((m for m in _CLOSING.finditer(sentence, opening.end()) if m.group() in marks), None)
        if closing is None:
            break
        is_all = not re.search(r"\w", sentence[: opening.start()] + sentence[closing.end() :])
        if not is_all:
            found.append((opening.start(), closing.end()))
        start = closing.end()
    return found
