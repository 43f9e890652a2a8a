"""Which personal data stands in which of the files that were made: a table for whoever answers for them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.corpus import load
from pipeline.dutch.contact import find_contact_data
from pipeline.dutch.name_check import NameCheck
from pipeline.ingest.kept_tables import kept_tables
from pipeline.run.file_texts import cannot_be_searched, texts_in
from pipeline.storage import Storage, files_below

_HEADINGS = (
    "bestand",
    "deelnemers",
    "anderen",
    "contactgegevens",
    "organisaties",
    "codeurs",
    "citaten",
    "zonder namen bij",
)
_FOLDERS = ("texts", "cache", "figuren", "data", "notebooks", "codering")
_TABLES, _REPORT, _OWN = "nergens", "rollen, nergens", "geen"
_QUOTES, _QUOTE = 50, 30  # so many statements, and so many signs of each, tell whether there are any in a file
_CONTACT = (".txt", ".csv", ".json", ".parquet")  # elsewhere the markup has numbers too


@dataclass(frozen=True)
class _Known:
    """What to look for."""

    participants: NameCheck
    others: NameCheck
    organisations: frozenset[str]
    coders: frozenset[str]
    quotes: tuple[str, ...]


def stored_names(raw: Path, processed: Path, reports: Path) -> Iterator[str]:
    """Yield the lines of a table of the files, or folders of files, with the personal data in each.

    A number is of different persons, organisations or contact data; `?` is for files that cannot be searched.

    Raises
    ------
    SettingError
        If there is no analysis in the folder.
    """
    rows: list[tuple[str, ...]] = [_HEADINGS]
    known = _known(processed)
    for group, (governed, files) in _groups(raw, processed, reports).items():
        rows.append((group, *_counts(files, known), governed))
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _known(processed: Path) -> _Known:
    corpus = load(processed, names="tonen")
    data, texts = corpus.tables, corpus.texts
    participants = set(data["participants"]["name"])
    persons = data["entities"][(data["entities"]["label"] == "PERSON") & data["entities"]["known"].isna()]
    others = {" ".join(text.split()) for text in persons[persons["canonical"].isna()]["text"]} - participants
    organisations = set(data["participants"]["organisation_name"].dropna())
    return _Known(
        NameCheck(participants, texts.values(), organisations),
        NameCheck(others, texts.values(), organisations),
        frozenset(data["participants"]["organisation"].dropna()) | organisations,
        frozenset(data["corrections"]["coder"].dropna()),
        tuple(
            " ".join(text.split())[:_QUOTE]
            for text in data["statements"]["text"].iloc[:: 1 + len(data["statements"]) // _QUOTES]
        ),
    )


def _groups(raw: Path, processed: Path, reports: Path) -> Mapping[str, tuple[str, list[Path]]]:
    """Return the files by what they are called here, with the values of the setting that leave no names in them."""
    found: dict[str, tuple[str, list[Path]]] = {}
    named = {path for path in Storage(processed).files() if path.parent == processed}
    for folder, governed in ((processed, _TABLES), (reports, _REPORT)):
        for path in files_below(folder):
            name = path.relative_to(folder)
            if path.is_relative_to(raw) or (folder == reports and path.is_relative_to(processed)):
                continue
            top = name.parts[0]
            whole = folder / top
            is_known = path in named or top in _FOLDERS or folder == reports
            found.setdefault(str(whole), (governed if is_known else _OWN, []))[1].append(path)
    for path in kept_tables(raw):
        found[str(path)] = (_OWN, [path])
    return found


def _counts(files: Iterable[Path], known: _Known) -> tuple[str, ...]:
    """Return how many participants, others, contact data, organisations and coders stand in files."""
    participants: set[str] = set()
    others: set[str] = set()
    contact: set[str] = set()
    organisations: set[str] = set()
    coders: set[str] = set()
    is_dark = has_quotes = False
    for path in files:
        is_dark = is_dark or cannot_be_searched(path.name)
        for readings in texts_in(path.name, path.read_bytes()):
            text = readings[-1]
            words = set(re.findall(r"\w+", text))
            participants |= {hit.name for hit in known.participants.find(text)}
            others |= {hit.name for hit in known.others.find(text)}
            organisations |= {one for one in known.organisations if one in text and one.split()[0] in words}
            coders |= {one for one in known.coders if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)}
            flat = " ".join(text.split())
            has_quotes = has_quotes or any(quote in flat for quote in known.quotes)
            if path.suffix in _CONTACT:
                contact |= {text[span.start : span.end] for span in find_contact_data(text)}
    if is_dark:
        return ("?",) * 6
    numbers = (str(len(one)) for one in (participants, others, contact, organisations, coders))
    return (*numbers, "ja" if has_quotes else "nee")
