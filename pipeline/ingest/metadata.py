"""When a session was held, when the next one is, and which series it belongs to."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePosixPath

from pipeline.ingest.dates import find_dates, is_full, roll_over
from pipeline.ingest.records import Layout, Part, PrintedDate
from pipeline.ingest.sentences import sentence_spans
from pipeline.ingest.vocabulary import announces_session, closing_kind, field_label
from pipeline.resources import load_toml

_NAME_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'&-]*"
_LINK = r"(?:aan|in|van|voor|op|en|de|het|met|over|bij|tot|naar|uit|om|te|als|zonder|naast)"
_NAME = rf"{_NAME_WORD}(?:\s+(?:{_LINK}\s+){{0,2}}(?:{_NAME_WORD}|\d{{1,2}}\b))*"
_DATELINE_WORDS = 12
_LETTER_FIELDS = ("aan", "betreft")


def session_date(layout: Layout, path: str) -> PrintedDate | None:
    """Return the date of the session: from a date field, the title, a date line, the introduction, the file name.

    A date in a sentence about the next session, or in the passages themselves, is not the session's.
    """
    for dates in _dates_by_trust(layout):
        full = [date for date in dates if is_full(date.edtf)]
        if dates:
            return (full or dates)[0]
    name = PurePosixPath(path).stem
    return next(iter(find_dates(re.sub(r"[_\s]+", " ", name))), None)


def next_session_date(layout: Layout, session: PrintedDate | None) -> PrintedDate | None:
    """Return the date of the next session; without a year it is the first such day after the session."""
    for part in (*layout.parts, *layout.around):
        for sentence in _sentences(part):
            is_outside = part.kind not in ("body", "heading", "title", "agenda", "action_list")
            is_announced = closing_kind(sentence) == "next_session" or (is_outside and announces_session(sentence))
            if part.kind != "next_session" and not is_announced:
                continue
            for date in find_dates(sentence):
                if session is None:
                    return date
                if date.edtf != session.edtf:
                    return PrintedDate(roll_over(date.edtf, session.edtf), date.text, date.start)
    return None


def series_name(layout: Layout) -> str | None:
    """Return the programme or series that a report says its session belongs to."""
    for part in (*layout.parts, *layout.around):
        name = _series_of_field(part.block.text) if part.kind == "metadata" else None
        if name is not None:
            return name
    texts = [
        " ".join(part.block.text.split())
        for part in (*layout.parts, *layout.around)
        if part.kind not in ("body", "agenda")
    ]
    return next((name for pattern in _series_patterns() for text in texts for name in _first(pattern, text)), None)


def _series_of_field(text: str) -> str | None:
    """Return the series of a field such as `Programma: Verbonden Gegevens` or `Spoor: 4`."""
    field = field_label(text)
    label = text[: field[1]].strip(" :|\t") if field else ""
    if field is None or label.casefold() not in _series_words():
        return None
    value = text[field[1] :].strip()
    if value.isdigit():
        return f"{label} {value}"
    match = re.fullmatch(rf"(?:(?i:{'|'.join(_series_words())})\s+)?({_NAME})\.?", value)
    return match.group(1) if match else None


def _dates_by_trust(layout: Layout) -> Iterator[list[PrintedDate]]:
    metadata = [part for part in layout.parts if part.kind == "metadata"]
    introduction = [part for part in layout.parts if part.kind == "introduction"]
    if layout.is_published or any(_is_letter_field(part.block.text) for part in metadata):
        # A letter, memo or news item has a date of its own: the session's is in its first sentences.
        yield [
            date for part in introduction if len(part.block.text.split()) > _DATELINE_WORDS for date in _own_dates(part)
        ]
    yield [date for part in metadata if _is_date_field(part.block.text) for date in find_dates(part.block.text)]
    yield find_dates(layout.title or "")
    yield [
        date
        for part in introduction
        if len(part.block.text.split()) <= _DATELINE_WORDS
        for date in find_dates(part.block.text)
    ]
    yield [date for part in introduction for date in _own_dates(part)]
    yield [date for part in metadata for date in find_dates(part.block.text)]


def _is_date_field(text: str) -> bool:
    label = field_label(text)
    return label is not None and "dat" in text[: label[1]].casefold()


def _is_letter_field(text: str) -> bool:
    label = field_label(text)
    return label is not None and text[: label[1]].strip(" :|\t").casefold() in _LETTER_FIELDS


def _own_dates(part: Part) -> Iterable[PrintedDate]:
    for sentence in _sentences(part):
        if closing_kind(sentence) != "next_session":
            yield from find_dates(sentence)


def _sentences(part: Part) -> list[str]:
    text = part.block.text
    return [text[start:end] for start, end in sentence_spans(text)]


def _first(pattern: re.Pattern[str], text: str) -> list[str]:
    match = pattern.search(text)
    if match is None:
        return []
    kind = match.groupdict().get("kind")
    if kind is None:
        return [match.group(1)]
    # A kind with a capital inside a sentence is part of the name, and so is a compound anywhere.
    is_plain = kind.casefold() in load_toml("documentdelen.toml")["reeks"]["soorten"]
    is_inside = text[: match.start()].rstrip()[-1:].isalpha()
    is_in_name = kind[0].isupper() and (is_inside or not is_plain)
    return [f"{kind} {match.group(2)}" if is_in_name else match.group(2)]


@cache
def _series_words() -> tuple[str, ...]:
    return tuple(load_toml("documentdelen.toml")["reeks"]["velden"])


@cache
def _series_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the ways in which a series is named, the surest first; group 1 is the name."""
    series = load_toml("documentdelen.toml")["reeks"]
    numbered = "|".join(series["genummerd"])
    kinds = "|".join(series["soorten"])
    openings = "|".join(series["aanhef"])
    forms, compounds = "|".join(series["vormen"]), "|".join(series["samenstellingen"])
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"\b((?:{numbered})\s\d{{1,2}})\b",
            rf"\b(?P<kind>\w*(?i:{kinds}))\s+[‘“\"']?({_NAME})",
            rf"\b((?:{forms})\s{_NAME})",
            rf"\b([^\W\d_a-zß-öø-ÿ]\w*(?:{compounds})\s{_NAME})",
            rf"\b(?i:{openings})\s+(?:het|de)?\s*[‘“\"']?({_NAME})",
        )
    )
