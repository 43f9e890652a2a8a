"""The files that may name one person: what is in them, and each of them without her."""

import csv
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import worksheets
from pipeline.dutch.name_traces import NameTraces
from pipeline.nlp.one_person import OnePerson, Scope
from pipeline.run.file_texts import texts_in

_SHEETS, _TEXTS = (".csv", ".xlsx"), (".txt", ".md")
_MIN_CUT = 3  # signs of a name that is cut off
_NO_SHEET = (ValueError, KeyError, SyntaxError, OSError, csv.Error, zipfile.BadZipFile)


@dataclass(frozen=True)
class Without:
    """What takes a person out of any text.

    Attributes
    ----------
    person, scopes, forms
        Who it is, who is named with her in each report, and what she is called there, by path and id of the report.
    label
        What stands in her place.
    renamed
        What stands in place of paths and of the ids that are made of them.
    """

    person: OnePerson
    scopes: Mapping[str, Scope]
    forms: Mapping[str, frozenset[str]]
    label: str
    renamed: Mapping[str, str]

    def text(self, text: str, report: str | None = None) -> str:
        """Return a text without her."""
        for old, new in self.renamed.items():
            text = text.replace(old, new)
        if report is None:
            return self.person.without(text, self.person.everywhere, self.label)
        text = self.person.without(text, self.scopes[report], self.label)
        for form in sorted(self.forms.get(report, ()), key=lambda form: (-len(form), form)):
            text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", lambda _: self.label, text)
            text = _without_cut(text, form, self.label)
        return text

    def row(self, cells: Sequence[str], *, but: int | None = None) -> list[str]:
        """Return a row of a sheet without her, one cell excepted; what says of which report it is, helps to tell."""
        report = next((key for cell in cells if (key := self._report(cell)) is not None), None)
        return [cell if place == but else self._cell(cell, report) for place, cell in enumerate(cells)]

    def _cell(self, cell: str, report: str | None) -> str:
        # What she was called before may be a word like any other: only where it is all that is said.
        return self.label if cell.strip() in self.person.former else self.text(cell, report)

    def value(self, value: object) -> object:
        """Return a JSON-able value without her."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(one) for key, one in value.items()}
        return value

    def _report(self, cell: str) -> str | None:
        if cell in self.scopes:
            return cell
        return next((key for key in self.scopes if "/" not in key and cell.startswith(f"{key}-s")), None)


def _without_cut(text: str, form: str, label: str) -> str:
    """Return a text that does not begin or end within a name: what stands around a quote is cut at a sign."""
    for length in range(len(form) - 1, _MIN_CUT - 1, -1):
        if text.startswith(form[-length:]) and not text[length : length + 1].isalnum():
            text = label + text[length:]
            break
    for length in range(len(form) - 1, _MIN_CUT - 1, -1):
        if text.endswith(form[:length]) and not text[-length - 1 : -length].isalnum():
            return text[:-length] + label
    return text


@dataclass(frozen=True)
class Search:
    """What tells that a file names her.

    Attributes
    ----------
    sure
        Forms that are of nobody else.
    any
        All forms, also those that others have as well.
    """

    sure: NameTraces
    any: NameTraces

    @classmethod
    def of(cls, person: OnePerson) -> "Search":
        """Return the search for a person."""
        others = (*person.others, *person.doubtful)
        return cls(NameTraces(person.names, others, person.plain), NameTraces(person.names, (), person.plain))


def count(traces: NameTraces, name: str, data: bytes) -> int:
    """Return how often a file names her, its own name included."""
    own = len(traces.find(name))
    return own + sum(max(len(traces.find(text)) for text in readings) for readings in texts_in(name, data))


def rewritten(name: str, data: bytes, without: Without, search: Search, *, but: str = "") -> bytes | None:
    """Return a sheet or a plain text without her, None for another file, or if she cannot be taken out of it.

    Parameters
    ----------
    name, data
        The file.
    without, search
        What takes her out, and what tells whether that is done.
    but
        The column of a sheet that stays as it is.
    """
    suffix = Path(name).suffix.lower()
    try:
        if suffix in _SHEETS:
            made = worksheets.rewrite(data, _changer(without, but))
        elif suffix in _TEXTS:
            made = without.text(data.decode("utf-8")).encode()
        else:
            return None
    except _NO_SHEET:
        return None
    return made if but or not count(search.sure, "", made) else None


def _changer(without: Without, but: str) -> Callable[[list[str]], list[str]]:
    kept: list[int] = []

    def change(cells: list[str]) -> list[str]:
        names = [cell.strip().casefold() for cell in cells]
        if but and not kept and but in names:
            kept.append(names.index(but))
        return without.row(cells, but=kept[0] if kept else None)

    return change
