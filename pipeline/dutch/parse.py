"""What a parser can tell about a text: asked only where a rule needs it, so that it may be slow."""

from typing import Protocol


class Parse(Protocol):
    """The parse of a text, by offsets in that text."""

    def persons(self) -> list[tuple[int, int]]:
        """Return what a recogniser of named entities takes for persons, as half-open offsets."""

    def word_behind(self, offset: int) -> tuple[str, str] | None:
        """Return the part of speech (Universal Dependencies) and the small letters of the word behind an offset."""

    def part_of_speech(self, offset: int) -> str:
        """Return the part of speech of the word at an offset."""

    def opens_sentence(self, offset: int) -> bool:
        """Return whether the word at an offset is the first of its sentence."""
