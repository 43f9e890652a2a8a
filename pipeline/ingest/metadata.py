"""When a session was held, when the next one is, and which series it belongs to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.dutch.dates import PrintedDate, find_dates
from pipeline.dutch.edtf import has_year, is_before, is_full, roll_back, roll_over
from pipeline.dutch.lexicon import any_of, document_parts, word_classes
from pipeline.dutch.sentences import sentences
from pipeline.ingest.closings import announces_session, closing_kind
from pipeline.ingest.records import Layout, Part
from pipeline.ingest.vocabulary import field_label, field_name

_END_OF_PHRASE = re.compile(r"\sd\.d\.|[.,:;!?()|–“”\"]|\s[’']")
_MAX_NAME_WORDS, _MAX_OWN_WORDS = 8, 2
_DATELINE_WORDS = 12
_OUTSIDE = ("metadata", "attendance", "introduction", "procedural", "next_session", "boilerplate")


def session_date(layout: Layout) -> PrintedDate | None:
    """Return the date of the session: from a date field, the title, a date line, the introduction.

    A date in a sentence about the next session, or in the passages themselves, is not the session's.
    """
    for dates in _dates_by_trust(layout):
        full = [date for date in dates if is_full(date.edtf)]
        if dates:
            return _with_year_of_letter((full or dates)[0], layout)
    return None


def _with_year_of_letter(date: PrintedDate, layout: Layout) -> PrintedDate:
    """Give a day without a year that of the letter, message or page that tells of it: the last such day before it."""
    sent = [
        other.edtf
        for part in layout.parts
        if part.kind == "metadata" and _starts_with_field(part.block.text, document_parts().dates.sent_fields)
        for other in find_dates(part.block.text)
        if is_full(other.edtf) and has_year(other.edtf)
    ]
    if layout.published is not None:
        sent.append(layout.published)
    return replace(date, edtf=roll_back(date.edtf, sent[0])) if sent else date


def next_session_date(layout: Layout, session: str | None) -> PrintedDate | None:
    """Return the date of the next session; without a year it is the first such day after the session."""
    parts = (*layout.parts, *layout.around)
    fields = [part.block.text for part in parts if part.kind == "next_session" and field_label(part.block.text)]
    announced = [
        sentence
        # What is said of it where it is due comes before what stands in older messages and the like.
        for part in sorted(parts, key=lambda part: part.kind == "next_session")
        for sentence in _sentences(part)
        if closing_kind(sentence) == "next_session" or (part.kind in _OUTSIDE and announces_session(sentence))
    ]
    others = [sentence for part in parts if part.kind == "next_session" for sentence in _sentences(part)]
    for date in (date for sentence in (*fields, *reversed(announced), *others) for date in find_dates(sentence)):
        if session is None:
            return date
        if not is_before(date.edtf, session):
            return PrintedDate(roll_over(date.edtf, session), date.text, date.start)
    return None


def series_name(layout: Layout) -> str | None:
    """Return the programme or series that a report says its session belongs to.

    The surest ways of naming one come first: a field, *spoor 4*, *het programma X*, *Dialoogtafels X*,
    *onderdeel van X*; then *X, dialoogtafel 3*, *de derde regietafel X* and *stuurgroep X*.
    """
    parts = (*layout.parts, *layout.around)
    for part in parts:
        name = _series_of_field(part.block.text) if part.kind == "metadata" else None
        if name is not None:
            return name
    texts = [" ".join(part.block.text.split()) for part in parts if part.kind not in ("body", "agenda")]
    found = (_first(pattern, texts, index) for pattern in _series_patterns() for index in range(len(texts)))
    return next((name for name in found if name is not None), None)


def _series_of_field(text: str) -> str | None:
    """Return the series of a field such as `Programma: Verbonden Gegevens` or `Spoor: 4`."""
    field, label = field_label(text), field_name(text)
    if field is None or label is None or label.casefold() not in document_parts().series.fields:
        return None
    value = re.split(r"\s*[|;]\s*|\s\(", text[field[1] :].strip().rstrip("."))[0]
    if value.isdigit():
        return f"{label} {value}"
    kind, _, rest = value.partition(" ")
    name = rest if kind.casefold() in document_parts().series.fields else value
    name = _number_in_series().sub("", name)
    return name if name[:1].isupper() and len(name.split()) <= _MAX_NAME_WORDS else None


def _dates_by_trust(layout: Layout) -> Iterator[list[PrintedDate]]:
    metadata = [part for part in layout.parts if part.kind == "metadata"]
    introduction = [part for part in layout.parts if part.kind == "introduction"]
    # *Wanneer* asks for the session; *Datum* may be that of the page or letter.
    yield [
        date
        for part in metadata
        if _starts_with_field(part.block.text, document_parts().dates.session_fields)
        for date in find_dates(part.block.text)
    ]
    if layout.is_published or any(_is_letter_field(part.block.text) for part in metadata):
        # A letter, memo or news item has a date of its own: the session's is in its first sentences.
        yield [
            date for part in introduction if len(part.block.text.split()) > _DATELINE_WORDS for date in _own_dates(part)
        ]
        yield [
            date
            for part in metadata
            if _starts_with_field(part.block.text, document_parts().subject.fields)
            for date in find_dates(part.block.text)
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
    name = (field_name(text) or "").casefold()
    return "dat" in name or name in document_parts().dates.session_fields


def _is_letter_field(text: str) -> bool:
    return _starts_with_field(text, document_parts().dates.letter_fields)


def _starts_with_field(text: str, names: frozenset[str]) -> bool:
    name = field_name(text)
    return name is not None and name.casefold() in names


def _own_dates(part: Part) -> Iterable[PrintedDate]:
    """Return the dates in a part, those first that are said to be a day on which something was."""
    found = [
        (date, sentence[: date.start])
        for sentence in _sentences(part)
        if closing_kind(sentence) != "next_session"
        for date in find_dates(sentence)
    ]
    told = [date for date, before in found if not _before_other_date().search(before)]
    return sorted(told, key=lambda date: not (date.weekday or is_full(date.edtf)))


def _sentences(part: Part) -> list[str]:
    return sentences(part.block.text)


def _first(pattern: re.Pattern[str], texts: Sequence[str], index: int) -> str | None:
    text = texts[index]
    match = pattern.search(text)
    if match is None:
        return None
    name = _whole_name(match["name"], text[match.end("name") :], [*texts[:index], *texts[index + 1 :]])
    kind = match.groupdict().get("kind")
    if kind is None:
        return name
    # A kind with a capital inside a sentence is part of the name, and so is a compound anywhere.
    is_plain = kind.casefold() in document_parts().series.nouns
    is_inside = text[: match.start("kind")].rstrip()[-1:].isalpha()
    whole = f"{kind} {name}"
    is_inside = (
        is_inside or text == whole or any(re.search(rf"[^\W\d_] {re.escape(whole)}\b", other) for other in texts)
    )
    is_in_name = kind[0].isupper() and (is_inside or not is_plain)
    return whole if is_in_name else name


def _whole_name(name: str, rest: str, others: Sequence[str]) -> str:
    """Return a name with the words in small letters that belong to it: *Kansen in de klas*, *Verbetering pgb*.

    They do if the phrase ends with them, or if the name stands so elsewhere in the report.
    """
    phrase = _END_OF_PHRASE.split(rest, maxsplit=1)[0]
    words = phrase.split()
    if not phrase.startswith(" ") or not words or name[-1].isdigit():
        return name
    links = document_parts().series.links | document_parts().series.links_of_small
    n_own = sum(word not in links for word in words)
    is_whole = (
        n_own <= _MAX_OWN_WORDS
        and not any(word in document_parts().series.verbs for word in words)
        and words[-1] not in links
    )
    if is_whole and len(words) <= _MAX_NAME_WORDS and all(word.islower() for word in words):
        return f"{name} {' '.join(words)}"
    for length in range(min(len(words), _MAX_NAME_WORDS), 0, -1):
        longer = f"{name} {' '.join(words[:length])}"
        if any(re.search(rf"{re.escape(longer)}\s*(?:[.,:;!?()|–]|$)", other) for other in others):
            return longer
    return name


@cache
def _number_in_series() -> re.Pattern[str]:
    endings = any_of(word_classes().ordinal_endings)
    return re.compile(rf",\s+(?:\w+{endings}|\d{{1,2}}e?)\s+\w+$")


@cache
def _before_other_date() -> re.Pattern[str]:
    words = any_of(document_parts().dates.before_other)
    return re.compile(rf"\b{words}\s+(?:\w+dag\s+)?$", re.IGNORECASE)


@cache
def _series_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the ways in which a series is named, the surest first."""
    series = document_parts().series
    word = r"[^\W\d_a-zß-öø-ÿ][\w’'&-]*"
    title = rf"{word}(?:\s+(?:{any_of(series.links, series.links_of_capitals)}\s+){{0,2}}(?:{word}|\d{{1,4}}\b))*"
    name, sessions = rf"(?P<name>{title})", any_of(series.sessions)
    several = any_of(series.sessions_plural)
    ordinal = rf"(?:\d{{1,2}}e|{any_of(word_classes().ordinals, series.turns)})"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"\b(?P<name>{any_of(series.numbered)}\s\d{{1,2}})\b",
            rf"\b(?P<kind>\w*(?i:{any_of(series.nouns)}))\s+[‘“\"']?{name}",
            rf"\b(?P<name>{any_of(series.forms)}\s{title})",
            rf"\b(?P<name>[^\W\d_a-zß-öø-ÿ]\w*{any_of(series.compounds)}\s{title})",
            rf"\bde\s+\w*{several}\s+{name}",
            rf"\b(?i:{any_of(series.openings)})\s+{any_of(word_classes().definite_articles)}?\s*[‘“\"']?{name}",
            rf"\b(?i:{ordinal})\s+van\s+(?:de|onze)\s+(?P<name>[^\W\d_a-zß-öø-ÿ]\w*{sessions}(?:en|s|ken)\b)",
            rf"^{name},\s+(?i:\w*{sessions})\s+\d{{1,2}}\b",
            rf"^{name}(?:,|\s[–-])\s+(?i:{ordinal})\s+(?i:\w*{sessions})\b",
            rf"\b(?i:{ordinal})\s+(?P<kind>\w*(?i:{sessions}))\s+{name}",
            rf"\b(?i:{any_of(series.groups)})\s+{name}",
        )
    )
