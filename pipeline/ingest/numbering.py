"""The numbers of headings: how they are printed, and whether they count on."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from pipeline.dutch.lexicon import any_of, document_parts
from pipeline.dutch.numerals import roman_value
from pipeline.ingest.normalise import collapse_whitespace
from pipeline.ingest.records import Block, Heading

_KIND = any_of(document_parts().numbered.kinds)
_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?)"
_CLOCK_TIME = rf"(?!\d{{1,2}}[.:]\d\d\s*(?:[-–]|{any_of(document_parts().dates.clock)}\b))"
_NUMBERED = re.compile(
    rf"{_CLOCK_TIME}(?:{_KIND}\s+)?{_NUMBER}(?:[.):]?\s*\|\s*|\\?[.):]\s*|/\s+|\s*[:–-]\s+|\s+)(?=[^\s\d|])",
    re.IGNORECASE,
)
_TIME_STAMP = re.compile(r"\[\d{1,2}[:.]\d\d(?:\s*[-–]\s*\d{1,2}[:.]\d\d)?\]\s+(?=\S)")  # *[15:10] Planning*
# Letters and Roman numerals need a mark behind them, and others of their kind (see `plain_letters`).
_LETTERED = re.compile(r"(?P<number>[A-Z]|[IVX]{1,4}|[a-z](?=\)))(?:[.)]\s+(?=\S)|\s+(?=[^\W\d_a-zß-öø-ÿ]))")
_SMALL_LETTER = re.compile(r"\(?(?P<letter>[a-h])[.)]\s+")
_NUMBER_OF_ITEM = re.compile(r"\(?(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?|[A-Za-z]|[IVXivx]{1,4})[.)]?")
_ONLY_NUMBER = re.compile(rf"(?:{_KIND}\s+{_NUMBER}[.):]?|{_NUMBER.replace('number', 'bare')}[.):])", re.IGNORECASE)


def split_number(text: str) -> tuple[str | None, int]:
    """Return the number of a heading as printed, and the length of all that stands before its text."""
    stamp = _TIME_STAMP.match(text)
    if stamp is not None:
        return None, stamp.end()
    match = _NUMBERED.match(text) or _LETTERED.match(text)
    return (match["number"], match.end()) if match else (None, 0)


def number_of_item(block: Block) -> str | None:
    """Return the number of an item in a numbered list, without its brackets and full stop."""
    match = _NUMBER_OF_ITEM.fullmatch(block.marker or "")
    return match["number"] if match else None


def small_letter(block: Block) -> tuple[str | None, int]:
    """Return the small letter that counts a line, as its marker or in its text, and where the text behind it begins."""
    if block.marker is not None:
        match = _SMALL_LETTER.fullmatch(f"{block.marker} ")
        return (match["letter"], 0) if match else (None, 0)
    match = _SMALL_LETTER.match(block.text)
    return (match["letter"], match.end()) if match else (None, 0)


def is_below(number: str | None, parent: str) -> bool:
    """Return whether a number belongs to an item of another: 4.1 and 4a to 4."""
    return number is not None and re.fullmatch(rf"{re.escape(parent)}(?:\.\d+|[a-z])", number) is not None


def plain_letters(headings: dict[int, Heading]) -> dict[int, Heading]:
    """Take letters for numbers only where they count on from A or I: `A. Bakker` may be a name."""
    lettered = [heading for heading in headings.values() if heading.number and heading.number[0].isalpha()]
    values = [_leading_integer(heading.number) for heading in lettered]
    is_roman = bool(lettered) and (lettered[0].number or "").upper() == "I"
    if is_roman:
        values = [roman_value(heading.number or "") for heading in lettered]
    steps = [after - before for before, after in pairwise(values)]
    # One may be missing, where a heading was lost on the way.
    if len(values) > 1 and values[0] == 1 and all(step in (1, 2) for step in steps) and steps.count(2) <= 1:
        return headings
    return {
        index: replace(heading, number=None, start=heading.blocks[-1].start)
        if heading.number and heading.number[0].isalpha()
        else heading
        for index, heading in headings.items()
    }


def without_lists(candidates: Mapping[int, Heading], n_blocks: int) -> dict[int, Heading]:
    """Drop the agenda that names the items again below, and numbered lists inside a passage."""
    texts = {index: collapse_whitespace(heading.text).casefold() for index, heading in candidates.items()}
    kept: dict[int, Heading] = {}
    expected = 1
    lettered = [heading.number for heading in candidates.values() if heading.number and heading.number[0].isalpha()]
    is_roman = bool(lettered) and lettered[0].upper() == "I"
    texts_ahead = Counter(texts.values())
    numbers_ahead = Counter(_leading_integer(heading.number) for heading in candidates.values())
    for index, heading in candidates.items():
        texts_ahead[texts[index]] -= 1
        numbers_ahead[_leading_integer(heading.number)] -= 1
        if texts_ahead[texts[index]]:
            continue
        number = roman_value(heading.number) if is_roman and heading.number else _leading_integer(heading.number)
        if number not in (expected, expected - 1) and numbers_ahead[expected]:
            continue
        kept[index] = heading
        expected = number + 1
    has_body = any(index + len(heading.blocks) not in kept for index, heading in kept.items())
    return kept if has_body and n_blocks > len(kept) else {}


def _leading_integer(number: str | None) -> int:
    """Return the first part of a number as an integer; A is 1."""
    match = re.match(r"\d+", number or "")
    if match:
        return int(match.group())
    return ord(number[0].upper()) - ord("A") + 1 if number else 0


def number_alone(line: str) -> str | None:
    """Return the number that is all of a line: `Agendapunt 3`, `4.`."""
    match = _ONLY_NUMBER.fullmatch(line.strip())
    return (match["number"] or match["bare"]) if match else None
