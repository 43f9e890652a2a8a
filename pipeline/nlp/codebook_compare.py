"""Two codebooks on the same texts: what the one finds and the other does not."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter

import pandas as pd
from spacy.language import Language

from pipeline import tables
from pipeline.nlp.codebook import Code, Codebook
from pipeline.nlp.language import load_language
from pipeline.nlp.matching import TermMatcher
from pipeline.nlp.passages import passages_of
from pipeline.nlp.reading import reading_of

_KINDS = ("thema", "rol")


@dataclass(frozen=True)
class Place:
    """A mention that one of two codebooks finds.

    Attributes
    ----------
    insight_id, statement_id
        The insight and the statement with it; None for the statement if it stands in a heading.
    start, end
        Where it stands in the text of the report.
    text
        What stands there.
    term
        The term that finds it.
    """

    insight_id: str
    statement_id: str | None
    start: int
    end: int
    text: str
    term: str


@dataclass(frozen=True)
class Change:
    """What changes for a code.

    Attributes
    ----------
    kind, code, name
        `thema` or `rol`, with its code and name.
    n_old, n_new
        How many mentions the old and the new codebook find.
    won, lost
        The mentions that only the new and only the old one finds: where the other finds nothing of the code at all.
    is_new, is_gone
        Whether only the new or only the old codebook has the code.
    """

    kind: str
    code: str
    name: str
    n_old: int
    n_new: int
    won: tuple[Place, ...]
    lost: tuple[Place, ...]
    is_new: bool
    is_gone: bool


def compare_codebooks(
    old: Codebook, new: Codebook, data: Mapping[str, pd.DataFrame], language_model: str
) -> list[Change]:
    """Return what a new codebook finds more and less than an old one, for each code of either.

    Parameters
    ----------
    old, new
        The codebooks.
    data
        The tables `insights`, `blocks` and `statements` of an analysis.
    language_model
        The name of the spaCy pipeline.
    """
    nlp = load_language(language_model)
    matchers = [_matcher(nlp, codebook) for codebook in (old, new)]
    passages = list(passages_of(tables.records(data["insights"]), tables.records(data["blocks"])))
    statements = _Statements(data["statements"])
    found: tuple[_Found, _Found] = (defaultdict(list), defaultdict(list))
    readings = [reading_of(passage.text) for passage in passages]
    for doc, reading, passage in zip(nlp.pipe(one.text for one in readings), readings, passages, strict=True):
        for matcher, of_codebook in zip(matchers, found, strict=True):
            for mention in matcher(doc):
                span = passage.span(reading, mention.start, mention.end)
                start, end = span["start_char"], span["end_char"]
                statement_id = statements.at(passage.report_id, start, end)
                if statement_id is None and not passage.is_heading:
                    continue  # in the label of a speaker, which is coded neither
                place = Place(passage.insight_id, statement_id, start, end, span["text"], mention.term)
                of_codebook[mention.code].append(place)
    return list(_changes(old, new, *found))


_Found = dict[str, list[Place]]  # by kind and code


def _matcher(nlp: Language, codebook: Codebook) -> TermMatcher:
    codes = [replace(code, code=key) for key, code in _by_key(codebook).items()]
    return TermMatcher(nlp, codes, codebook.separable)


def _by_key(codebook: Codebook) -> dict[str, Code]:
    """Return the codes by their kind and code: a theme and a role may have the same."""
    kinds = zip(_KINDS, (codebook.themes, codebook.roles), strict=True)
    return {f"{kind} {code.code}": code for kind, codes in kinds for code in codes}


def _changes(old: Codebook, new: Codebook, found_old: _Found, found_new: _Found) -> Iterator[Change]:
    before, after = _by_key(old), _by_key(new)
    for key in sorted({**after, **before}, key=lambda key: _KINDS.index(key.partition(" ")[0])):
        kind, _, code = key.partition(" ")
        yield Change(
            kind=kind,
            code=code,
            name=(after.get(key) or before[key]).name,
            n_old=len(found_old.get(key, ())),
            n_new=len(found_new.get(key, ())),
            won=_only_in(found_new.get(key, ()), found_old.get(key, ())),
            lost=_only_in(found_old.get(key, ()), found_new.get(key, ())),
            is_new=key not in before,
            is_gone=key not in after,
        )


def _only_in(places: Iterable[Place], others: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places that no other of the same insight overlaps, in the order of the text."""
    by_insight: dict[str, list[Place]] = defaultdict(list)
    for other in others:
        by_insight[other.insight_id].append(other)
    return tuple(
        one
        for one in places
        if all(one.end <= other.start or other.end <= one.start for other in by_insight[one.insight_id])
    )


class _Statements:
    """Which statement of a report holds a stretch of its text."""

    def __init__(self, statements: pd.DataFrame) -> None:
        self._of_report: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        columns = ("report_id", "start_char", "end_char", "statement_id")
        for row in tables.records(statements, columns):
            self._of_report[row["report_id"]].append((row["start_char"], row["end_char"], row["statement_id"]))
        for spans in self._of_report.values():
            spans.sort()

    def at(self, report_id: str, start: int, end: int) -> str | None:
        """Return the id of the statement, None if there is none."""
        spans = self._of_report[report_id]
        place = bisect_right(spans, start, key=itemgetter(0)) - 1
        return spans[place][2] if place >= 0 and end <= spans[place][1] else None
