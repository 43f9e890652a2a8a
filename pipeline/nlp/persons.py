"""The persons in a parsed text: the finder of the Dutch wing with what spaCy says of the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Set
from functools import cached_property

from spacy.tokens import Doc, Token

from pipeline.dutch.persons import PersonFinder, PersonSpan, plain_words_of

__all__ = ["PersonSpan", "Persons", "is_in_name", "plain_words_of"]


def is_in_name(token: Token, persons: Iterable[PersonSpan]) -> bool:
    """Return whether a token is part of the name of one of some persons."""
    return any(person.start <= token.idx < person.end for person in persons)


class Persons:
    """The persons of a report, by all forms of their names.

    Parameters
    ----------
    names, plain_words, organisations, speakers
        As `PersonFinder` takes them.
    """

    def __init__(
        self,
        names: Iterable[str],
        plain_words: Set[str] = frozenset(),
        organisations: Iterable[str] = (),
        speakers: Iterable[str] = (),
    ) -> None:
        self._finder = PersonFinder(names, plain_words, organisations, speakers)

    def find(self, text: str, doc: Doc | None = None) -> list[PersonSpan]:
        """Return the persons in a text, in order, not overlapping.

        Parameters
        ----------
        text
            The text, as it stands.
        doc
            The same text parsed, sign for sign; without it the language model is not asked.
        """
        return self._finder.find(text, None if doc is None else _SpacyParse(doc))


class _SpacyParse:
    """What spaCy says of a text, in the terms of `pipeline.dutch.parse`."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc

    def persons(self) -> list[tuple[int, int]]:
        return [(entity.start_char, entity.end_char) for entity in self._doc.ents if entity.label_ == "PERSON"]

    def word_behind(self, offset: int) -> tuple[str, str] | None:
        starts = self._starts
        index = bisect_left(starts, offset)
        while index < len(starts) and self._doc[index].is_space:
            index += 1
        return (self._doc[index].pos_, self._doc[index].lower_) if index < len(starts) else None

    def part_of_speech(self, offset: int) -> str:
        token = self._token(offset)
        return token.pos_ if token is not None else ""

    def opens_sentence(self, offset: int) -> bool:
        token = self._token(offset)
        return token is not None and (token.i == 0 or bool(token.is_sent_start))

    def _token(self, offset: int) -> Token | None:
        index = bisect_right(self._starts, offset) - 1
        return self._doc[index] if index >= 0 else None

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self._doc.to_array("IDX").tolist()
        return starts
