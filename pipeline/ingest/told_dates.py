"""What each date outside the passages is said to be: of the session, the next one, the document or something else."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pipeline.dutch.dates import PrintedDate, find_dates
from pipeline.dutch.lexicon import any_of, calendar, document_parts
from pipeline.dutch.sentences import sentence_spans
from pipeline.ingest.closings import names_session
from pipeline.ingest.records import FRONT_MATTER, Part

Meaning = Literal["session", "next", "document", "date"]
_CELL = re.compile(r"(?:(?<!\s)\s+)?\|\s*")
_EMOJI = re.compile(r":\w+:")
_FIELD = re.compile(r":[^\w:]*(?:\w+[^\w:]*)?$")  # a day of the week may stand behind the colon
_MAX_DATES_OF_SENTENCE = 24  # a sentence with more of them lists days, and says of none when the session was
_MAX_LABEL_WORDS, _MAX_WORDS_OF_NEXT, _MAX_WORDS_BETWEEN = 5, 9, 7


@dataclass(frozen=True)
class ToldDate:
    """A date in a part, with what is said of it.

    Attributes
    ----------
    date
        The date as found in the sentence or cell.
    part
        Where it stands.
    sentence, before
        The sentence or cell it stands in, and what stands in it before the date.
    previous
        The sentence before it in the same cell, empty for the first.
    meaning
        What its label or the words before it make it: the day of the `session`, of the `next` one, of the
        `document` (its version, letter, publication), or a `date` without more; None where nothing says so.
    """

    date: PrintedDate
    part: Part
    sentence: str
    before: str
    previous: str
    meaning: Meaning | None


def told_dates(parts: Sequence[Part]) -> list[ToldDate]:
    """Return the dates in some parts, in order.

    A label stands in front of its date, in the cell before it, above it in the row of headers, or on the line above.
    """
    above = [[], *(_cells(part.block.text) for part in parts)]
    return [told for cells, part in zip(above, parts, strict=False) for told in _of_part(part, cells)]


def _of_part(part: Part, above: Sequence[str]) -> Iterator[ToldDate]:
    cells = _cells(part.block.text)
    headers = [] if any(map(_dates_in, above)) else above
    is_row = len(headers) > 1
    for index, cell in enumerate(cells):
        dates = _dates_in(cell)
        spans = sentence_spans(cell) if dates else []
        starts = [start for start, _ in spans]
        last, told = 0, Counter[int]()
        for date in dates:
            end = date.start + len(date.text)
            at = bisect_right(starts, date.start) - 1
            start, stop = spans[at]
            told[start] += 1
            if told[start] > _MAX_DATES_OF_SENTENCE:
                continue
            before = cell[max(start, last) : date.start]
            last = end
            meaning = _meaning_inside(before)
            if meaning is None and date is dates[0] and not _words(cell[: date.start]):
                labels = [meaning_of_label(cells[index - 1])] if index else []
                if index < len(headers):
                    last_sentence = headers[index][sentence_spans(headers[index])[-1][0] :]
                    labels.append(meaning_of_label(last_sentence, is_sure=is_row or last_sentence.endswith(":")))
                meaning = next(filter(None, labels), None)
            if part.block.style == FRONT_MATTER and meaning in (None, "date"):
                meaning = "document"
            previous = cell[slice(*spans[at - 1])] if at else ""
            yield ToldDate(date, part, cell[start : max(stop, end)], cell[start : date.start], previous, meaning)


@lru_cache(maxsize=1024)  # each line is looked at for this session and the next, and as what stands above another
def _dates_in(cell: str) -> tuple[PrintedDate, ...]:
    return tuple(find_dates(cell))


def meaning_of_label(label: str, *, is_sure: bool = True) -> Meaning | None:
    """Return what a label says that its date is: `Datum overleg`, `Volgende keer`, `Vastgesteld`, `Datum`.

    What stands before a date without a colon or cell between them may be no label (not `is_sure`): it has to begin
    as one.
    """
    words = _words(label)
    dates, following = document_parts().dates, document_parts().closing.next
    opens = next((word for word in words if word not in document_parts().closing.determiners), "")
    if len(words) <= _MAX_WORDS_OF_NEXT and (opens in following or opens in dates.next_labels):
        kind = words[words.index(opens) + 1 :][:2]
        return None if any(word.startswith(tuple(dates.no_session)) for word in kind) else "next"
    if not words or len(words) > _MAX_LABEL_WORDS:
        return None
    if is_sure and any(word in following for word in words):
        return "next"
    if any(word.startswith((*dates.document, *dates.states)) for word in words) or dates.previous & {*words}:
        return "document"
    is_date = [word in dates.plain or word.startswith(tuple(dates.plain_openings)) for word in words]
    if any(is_date) and dates.document_labels & {*words}:
        return "document"
    if not (is_sure or is_date[0] or opens in dates.session_fields):
        return None
    if any(word in dates.session_fields for word in words) or names_session(_without_report(words)):
        return "session"
    if opens in dates.reports and words[-1] in dates.in_phrase:  # *Verslag van: …*
        return "session"
    return "date" if any(is_date) else None


def _meaning_inside(before: str) -> Meaning | None:
    """Return what the words between the last date, or the start of the sentence, and a date make it."""
    if _is_of_document(before):
        return "document"
    label = re.split(r"[.;,(]\s", _weekday_at_end().sub(r"\g<day> ", before))[-1]
    is_sure = bool(_FIELD.search(label))
    words = _words(label)
    is_phrase = not words or words[-1] in document_parts().dates.in_phrase
    meaning = meaning_of_label(label, is_sure=is_sure) if is_sure or label == before else None
    return meaning if is_sure or not is_phrase or meaning == "next" else None


def _without_report(words: Sequence[str]) -> str:
    return " ".join(word for word in words if word not in document_parts().dates.reports)


def _cells(text: str) -> list[str]:
    return _CELL.split(" ".join(text.split()))


def _words(text: str) -> list[str]:
    words = re.findall(r"[^\W_][^\s:;,()/]*", _EMOJI.sub("", text).casefold())
    return [word for word in words if word not in _weekdays()]


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(name + dot for name in calendar().weekday_forms for dot in ("", "."))


@cache
def _weekday_at_end() -> re.Pattern[str]:
    """Return a pattern of the full stop of *Volgende keer: wo. 8 november*, which ends no sentence."""
    return re.compile(rf"\b(?P<day>{any_of(calendar().weekday_forms)})\.\s+$", re.IGNORECASE)


def _is_of_document(before: str) -> bool:
    """Return whether a date is that of a publication, version or adoption: `vastgesteld in de vergadering van …`.

    In *Concept verslag werkgroep …* the state is that of the report, and the date that of the session.
    """
    clause = before[before.rfind(";") + 1 :]
    found = list(_of_document().finditer(clause))
    if not found:
        return False
    match = found[-1]
    words = _words(clause[match.end("word") :])
    is_state = match["state"] is not None
    is_report = names_session(_without_report(words)) or any(word in document_parts().dates.reports for word in words)
    return len(words) <= _MAX_WORDS_BETWEEN and not (is_state and is_report)


@cache
def _of_document() -> re.Pattern[str]:
    dates = document_parts().dates
    words, states = any_of(dates.document), any_of(dates.states)
    return re.compile(rf"(?<![^\W_])(?=(?P<word>{words}|(?P<state>{states})))", re.IGNORECASE)
