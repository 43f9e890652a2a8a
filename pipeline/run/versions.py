"""Which files are one report: the same text twice, a draft and what became of it, one report in two formats."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import Any

from pipeline.dutch.lexicon import any_of, document_parts

_RUN = 3  # words
_ALIKE = 0.5  # the share of all runs of words that two versions have in common


@dataclass(frozen=True)
class Version:
    """A report as far as it tells whether it is another one again.

    Attributes
    ----------
    path
        The path of its file.
    text
        Its normalised text.
    sessions
        The rows of its sessions.
    """

    path: str
    text: str
    sessions: Sequence[Mapping[str, Any]]

    def is_copy_of(self, other: "Version") -> bool:
        """Return whether both hold the same words in the same order."""
        return self._digest == other._digest

    def is_version_of(self, other: "Version") -> bool:
        """Return whether both tell of the same sessions of one group, in nearly the same words."""
        return self._may_be(other) and self._likeness(other) >= _ALIKE

    @property
    def rank(self) -> tuple[int, tuple[int, ...], bool]:
        """How far the report is on its way by its name and title; of two alike, a PDF tells less of headings."""
        words = [*self._name.split(), *" ".join(self._titles).casefold().split()]
        said = document_parts().versions
        finality = any(word in said.final for word in words) - any(_is_draft(word) for word in words)
        return finality, self._number, not self.path.casefold().endswith(".pdf")

    def _may_be(self, other: "Version") -> bool:
        if self._dates != other._dates and None not in (*self._dates, *other._dates):
            return False
        is_dated = self._dates == other._dates and None not in self._dates
        return self._stem == other._stem or (is_dated and not self._groups.isdisjoint(other._groups))

    def _likeness(self, other: "Version") -> float:
        return len(self._runs & other._runs) / max(1, len(self._runs | other._runs))

    @property
    def marks(self) -> frozenset[Hashable]:
        """What two versions of one report share at the least: all words, the name of the file, or day and group."""
        groups = ((self._dates, group) for group in self._groups)
        return frozenset([self._digest, self._stem, *groups])

    @cached_property
    def _digest(self) -> bytes:
        """What tells the words apart from others, without keeping them: there may be thousands of reports."""
        return hashlib.sha256("\0".join(self.text.split()).encode()).digest()

    @cached_property
    def _runs(self) -> frozenset[tuple[str, ...]]:
        words = re.findall(r"\w+", self.text.casefold())
        return frozenset(tuple(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1)))

    @cached_property
    def _dates(self) -> tuple[str | None, ...]:
        return tuple(session["date"] for session in self.sessions)

    @cached_property
    def _titles(self) -> list[str]:
        return [session["title"] for session in self.sessions if session["title"]]

    @cached_property
    def _groups(self) -> frozenset[tuple[str, ...]]:
        series = [session["series"] for session in self.sessions if session["series"]]
        return frozenset(words for name in [*self._titles, *series] if (words := _plain_words(name)))

    @cached_property
    def _name(self) -> str:
        return PurePosixPath(self.path).stem.replace("_", " ").casefold()

    @cached_property
    def _stem(self) -> tuple[str, ...]:
        return _plain_words(self._name)

    @property
    def _number(self) -> tuple[int, ...]:
        match = _number_of_version().search(self._name)
        return tuple(map(int, re.findall(r"\d+", match.group()))) if match is not None else ()


def doubles(versions: Iterable[Version]) -> dict[str, tuple[str, bool]]:
    """Return the paths of the reports that do not count, each with that of the one that does.

    Of versions the final one counts, or the one with the highest number; otherwise the first by path, PDF last. With
    the path goes whether both are the same to the word.
    """
    kept: list[Version] = []
    places: dict[Hashable, list[int]] = defaultdict(list)  # of those that are kept, by what they may share
    found: dict[str, tuple[str, bool]] = {}
    for version in sorted(sorted(versions, key=lambda one: one.path), key=lambda one: one.rank, reverse=True):
        for index in sorted({index for mark in version.marks for index in places.get(mark, ())}):
            is_copy = version.is_copy_of(kept[index])
            if is_copy or version.is_version_of(kept[index]):
                found[version.path] = (kept[index].path, is_copy)
                break
        else:
            for mark in version.marks:
                places[mark].append(len(kept))
            kept.append(version)
    return found


def _plain_words(name: str) -> tuple[str, ...]:
    """Return the words of a name without those that say which version it is."""
    said = document_parts().versions
    words = re.findall(r"[^\W_]+", _number_of_version().sub(" ", name.casefold()))
    return tuple(_without_draft(word) for word in words if word not in said.final and word not in said.draft)


def _is_draft(word: str) -> bool:
    said = document_parts().versions
    return word in said.draft or _without_draft(word) != word


def _without_draft(word: str) -> str:
    """Return *verslag* of *conceptverslag*."""
    match = _draft_in_front().match(word)
    return word[match.end() :] if match is not None else word


@cache
def _draft_in_front() -> re.Pattern[str]:
    return re.compile(rf"{any_of(document_parts().versions.draft)}-?(?=[^\W\d_]{{4}})")


@cache
def _number_of_version() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_]){any_of(document_parts().versions.before_number)}[. ]?\d{{1,2}}(?:[.,]\d{{1,2}})*(?!\w)"
    )
