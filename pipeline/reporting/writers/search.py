"""The search of statements as an HTML page needs it: lists to choose from, and numbers that refer to them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.reporting.document import Block, Document, Facet, SearchEntry, Section, StatementSearch


@dataclass(frozen=True)
class Choice:
    """A facet with the values a reader can choose; the last one may be that there is none."""

    facet: Facet
    options: tuple[str, ...]


def choices(search: StatementSearch) -> tuple[Choice, ...]:
    """Return what can be chosen for each facet, in alphabetical order."""
    found = []
    for place, facet in enumerate(search.facets):
        values = {value for entry in search.entries for value in entry.values[place]}
        has_none = any(not entry.values[place] for entry in search.entries)
        found.append(Choice(facet, (*sorted(values, key=_alphabetical), *((facet.absent,) if has_none else ()))))
    return tuple(found)


def codes(document: Document) -> Mapping[str, str]:
    """Return by id what the statements are found by: `27/0/3 7/11/2/0 4`.

    First the line, and then for each facet the places of the values among its options. Numbers keep the
    page small, and there is nothing in them to escape.
    """
    found: dict[str, str] = {}
    for search in _searches(document):
        options = [{name: str(place) for place, name in enumerate(choice.options)} for choice in choices(search)]
        for entry in search.entries:
            places = (
                " ".join(places[value] for value in values or (facet.absent,))
                for facet, places, values in zip(search.facets, options, entry.values, strict=True)
            )
            found[entry.target] = "/".join((str(entry.line), *places))
    return found


def entries(document: Document) -> Mapping[str, SearchEntry]:
    """Return by id what is known of the statements."""
    return {entry.target: entry for search in _searches(document) for entry in search.entries}


def _searches(document: Document) -> tuple[StatementSearch, ...]:
    def blocks(section: Section) -> tuple[Block, ...]:
        return (*section.blocks, *(block for child in section.subsections for block in blocks(child)))

    every = (block for section in document.sections for block in blocks(section))
    return tuple(block for block in every if isinstance(block, StatementSearch))


def _alphabetical(name: str) -> tuple[list[str | int], str]:
    """Return what to sort a name by: `Spoor 4` comes before `Spoor 10`, and accents stay near their letter."""
    parts = re.split(r"([0-9]{1,15})", unicodedata.normalize("NFD", name.casefold()))
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], name
