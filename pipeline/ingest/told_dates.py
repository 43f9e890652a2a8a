"""What each date outside the passages is said to be: of the session, the next one, the document or something else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.dutch.dates import PrintedDate, find_dates
from pipeline.dutch.lexicon import any_of, calendar, document_parts
from pipeline.dutch.sentences import sentence_spans
from pipeline.ingest.closings import names_session
from pipeline.ingest.records import Part

Meaning = Literal["session", "next", "document", "date"]
_CELL = re.compile(r"\s*\|\s*|\t+")
_MAX_LABEL_WORDS, _MAX_WORDS_BETWEEN = 5, 7


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
    meaning
        What its label or the words before it make it: the day of the `session`, of the `next` one, of the
        `document` (its version, letter, publication), or a `date` without more; None where nothing says so.
    """

    date: PrintedDate
    part: Part
    sentence: str
    before: str
    meaning: Meaning | None


def told_dates(parts: Sequence[Part]) -> list[ToldDate]:
    """Return the dates in some parts, in order.

    A label stands in front of its date, in the cell before it, above it in the row of headers, or on the line above.
    """
    above: list[tuple[Part | None, Part]] = list(pairwise([None, *parts]))
    return [told for before, part in above for told in _of_part(part, _cells(before.block.text) if before else [])]


def _of_part(part: Part, above: Sequence[str]) -> Iterator[ToldDate]:
    cells = _cells(part.block.text)
    headers = [] if any(find_dates(cell) for cell in above) else above
    for index, cell in enumerate(cells):
        for start, end in sentence_spans(cell):
            sentence = cell[start:end]
            last = 0
            for date in find_dates(sentence):
                before = sentence[last : date.start]
                last = date.start + len(date.text)
                meaning = _meaning_inside(before)
                if meaning is None and not _words(sentence[: date.start]) and start == 0:
                    labels = [cells[index - 1]] if index else []
                    labels += [headers[index]] if index < len(headers) else []
                    meaning = next((found for label in labels if (found := meaning_of_label(label))), None)
                yield ToldDate(date, part, sentence, sentence[: date.start], meaning)


def meaning_of_label(label: str) -> Meaning | None:
    """Return what a label says that its date is: `Datum overleg`, `Volgende keer`, `Vastgesteld`, `Datum`."""
    words = _words(label)
    if not words or len(words) > _MAX_LABEL_WORDS:
        return None
    dates = document_parts().dates
    if any(word in document_parts().closing.next or word in dates.next_labels for word in words):
        return "next"
    if any(word.startswith((*dates.document, *dates.states)) for word in words) or dates.previous & {*words}:
        return "document"
    is_date = any(word in dates.plain or word.startswith(tuple(dates.plain_openings)) for word in words)
    if is_date and dates.document_labels & {*words}:
        return "document"
    if any(word in dates.session_fields for word in words) or names_session(" ".join(words)):
        return "session"
    return "date" if is_date else None


def _meaning_inside(before: str) -> Meaning | None:
    """Return what the words between the last date, or the start of the sentence, and a date make it."""
    if _is_of_document(before):
        return "document"
    label = re.split(r"[.;,(]\s", before)[-1]
    is_label = label.rstrip().endswith(":") or (label == before and not _is_in_phrase(before))
    return meaning_of_label(label) if is_label else None


def _is_in_phrase(before: str) -> bool:
    """Return whether the words before a date are the start of a sentence rather than a label."""
    words = _words(before)
    return not words or words[-1] in document_parts().dates.in_phrase


def _cells(text: str) -> list[str]:
    return _CELL.split(" ".join(text.split()))


def _words(text: str) -> list[str]:
    words = re.findall(r"[^\W_][^\s:;,()]*", text.casefold())
    return [word for word in words if word not in _weekdays()]


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(name + dot for forms in calendar().weekdays for name in forms for dot in ("", "."))


def _is_of_document(before: str) -> bool:
    """Return whether a date is that of a publication, version or adoption: `vastgesteld in de vergadering van …`.

    In *Concept verslag werkgroep …* the state is that of the report, and the date that of the session.
    """
    match = _of_document().search(before)
    if match is None:
        return False
    words = _words(match["rest"])
    is_state = match["state"] is not None
    is_report = names_session(" ".join(words)) or any(word in document_parts().dates.reports for word in words)
    return len(words) <= _MAX_WORDS_BETWEEN and not (is_state and is_report)


@cache
def _of_document() -> re.Pattern[str]:
    dates = document_parts().dates
    words, states = any_of(dates.document), any_of(dates.states)
    return re.compile(rf".*(?<![^\W_])(?:{words}|(?P<state>{states}))(?P<rest>[^;]*)$", re.IGNORECASE)
