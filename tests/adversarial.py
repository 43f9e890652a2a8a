"""Texts that a pattern may take long for: made of what the pattern itself is made of, and never quite a match."""

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator, Sequence
from typing import Any

LENGTH = 12_000
_CANDIDATES = "aA1 .,-('|:\n\tzZ9_/@#*>[“é\u00ad\x00"
_COMMON = (
    " ",
    "\n",
    "a",
    "A",
    "1",
    "a ",
    "Aa ",
    "1 ",
    "1.",
    "a-",
    "(",
    ". ",
    ", ",
    "A. ",
    " \n",
    "a\n",
    ": ",
    "| ",
    "«a ",
    "@a.",
)
_UNENDING = 9
_END = "\x01"
_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}


def texts(pattern: re.Pattern[Any]) -> Iterator[Any]:
    """Yield texts of 12,000 signs for a pattern, as bytes for one of bytes."""
    tree = parser.parse(
        pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    sampler = _Sampler(isinstance(pattern.pattern, bytes), pattern.flags)
    whole = sampler.sample(tree)
    made = dict.fromkeys(_COMMON)
    made[whole] = made[whole[:-1]] = made[whole[:-1] + " "] = None
    openings: dict[tuple[str, str], None] = {}
    for before, unit in sampler.repeats(tree):
        made[unit] = made[before + unit] = made[before] = made[before + " "] = None
        openings[before, unit] = None
    for unit in filter(None, made):
        yield sampler.as_given(_filled("", unit))
    for before, unit in openings:
        if before and unit:
            yield sampler.as_given(_filled(before, unit))
            yield sampler.as_given(_filled(before + unit * 20 + _END, unit))


def _filled(before: str, unit: str) -> str:
    return (before + unit * (LENGTH // len(unit) + 1))[:LENGTH] + _END


class _Sampler:
    def __init__(self, is_bytes: bool, flags: int) -> None:
        self._is_bytes, self._flags = is_bytes, flags
        self._groups: dict[int, Any] = {}

    def as_given(self, text: str) -> Any:
        return text.encode("latin-1", "replace") if self._is_bytes else text

    def sample(self, nodes: Sequence[Any], least: int = 1) -> str:
        """Return a short text that a part of a pattern matches, but for what it looks ahead or behind for."""
        return "".join(self._one(operator, given, least) for operator, given in nodes)

    def repeats(self, nodes: Sequence[Any], before: str = "") -> Iterator[tuple[str, str]]:
        """Yield what each part repeats that has no end, with what stands before it."""
        for operator, given in nodes:
            for inner in self._inner(operator, given):
                yield from self.repeats(inner, before)
            if operator in _REPEATS and given[1] > _UNENDING:
                yield before, self.sample(given[2])
            before += self._one(operator, given, 1)

    @staticmethod
    def _inner(operator: Any, given: Any) -> list[Any]:
        if operator in _REPEATS:
            return [given[2]]
        if operator is sre.BRANCH:
            return list(given[1])[:4]
        if operator is sre.SUBPATTERN:
            return [given[3]]
        if operator in (sre.ASSERT, sre.ASSERT_NOT):
            return [given[1]]
        return [given] if operator is sre.ATOMIC_GROUP else []

    def _one(self, operator: Any, given: Any, least: int) -> str:
        if operator is sre.LITERAL:
            return chr(given)
        if operator is sre.NOT_LITERAL:
            return next(sign for sign in _CANDIDATES if ord(sign) != given)
        if operator is sre.ANY:
            return "x"
        if operator is sre.IN:
            return self._of_set(given)
        if operator is sre.BRANCH:
            return self.sample(given[1][0], least)
        if operator is sre.SUBPATTERN:
            self._groups[given[0]] = given[3]
            return self.sample(given[3], least)
        if operator in _REPEATS:
            return self.sample(given[2], least) * min(max(given[0], least if given[1] > 1 else given[0]), 20)
        if operator is sre.GROUPREF:
            return self.sample(self._groups.get(given, []), least)
        return self.sample(given, least) if operator is sre.ATOMIC_GROUP else ""

    def _of_set(self, given: Sequence[Any]) -> str:
        is_not = given[0][0] is sre.NEGATE
        for kind, value in given[1:] if is_not else given:
            if not is_not and kind is sre.LITERAL:
                return chr(value)
            if not is_not and kind is sre.RANGE:
                return chr(value[0])
        return next((sign for sign in _CANDIDATES if self._holds(given[is_not:], sign) != is_not), "x")

    @staticmethod
    def _holds(given: Sequence[Any], sign: str) -> bool:
        categories = {
            sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
            sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
        }  # fmt: skip
        for kind, value in given:
            if kind is sre.LITERAL and ord(sign) == value:
                return True
            if kind is sre.RANGE and value[0] <= ord(sign) <= value[1]:
                return True
            if kind is sre.CATEGORY and re.match(categories[value], sign):
                return True
        return False
