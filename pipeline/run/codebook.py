"""Rounds of work on a codebook: what it lacks in a corpus, what a new one changes, and its files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline import corpus, worksheets, written_toml
from pipeline.dutch.wording import collapse
from pipeline.errors import CodebookError, OutputError, SettingError
from pipeline.exchange import codebook_file
from pipeline.nlp.codebook import Codebook, load_codebook, parse_codebook, read_codebook
from pipeline.resources import read_text
from pipeline.run.choice import choose
from pipeline.storage import Storage, write_atomic

if TYPE_CHECKING:
    from pipeline.nlp.codebook_compare import Change
    from pipeline.nlp.codebook_proposals import Proposals
    from pipeline.nlp.codebook_try import Expected, Score
    from pipeline.nlp.codebook_words import Candidate

FORMATS = (".csv", ".xlsx", ".qdc")
_COLUMNS = ("zin", "codes")
_NONE = "geen"  # what a person may write where a sentence has no code


def suggest_terms(processed: Path, *, n_sessions: int, limit: int) -> "list[Candidate]":
    """Return frequent words that no theme covers, from the tables of an earlier run.

    Raises
    ------
    SettingError
        If there are no tables in the folder.
    """
    from pipeline.nlp.codebook_words import suggest_terms as suggest  # loads spaCy

    shown = corpus.load(processed)
    data = _read(processed, "statements", "theme_mentions")
    model = shown.settings.language_model
    found = suggest(data["statements"], data["theme_mentions"], model, n_sessions=n_sessions, limit=limit)
    texts = _texts(shown, data)
    return [replace(candidate, example=texts[candidate.example]) for candidate in found]


def _read(processed: Path, *names: str) -> dict[str, pd.DataFrame]:
    """Return tables as they were coded: with the names of persons, so that what was found stands where it was."""
    storage = Storage(processed)
    return {name: storage.read_table(name) for name in names}


@dataclass(frozen=True)
class ThemeProposals:
    """What a theme may lack, with the text of each statement by its id, as readers see it."""

    found: "Proposals"
    texts: Mapping[str, str]


def propose(processed: Path, theme: str, codebook: Path | None, *, n_sessions: int, limit: int) -> ThemeProposals:
    """Return what may be added to a theme, and what does not work in it.

    Parameters
    ----------
    processed
        The folder of the tables of an analysis.
    theme
        The code or name of a theme.
    codebook
        The codebook; None for that of the analysis.
    n_sessions
        In how many sessions a word must stand.
    limit
        How many words to return at most; of sentences half of that.

    Raises
    ------
    SettingError
        If there are no tables in the folder, or the theme is not known.
    CodebookError
        If the codebook is wrong.
    """
    from pipeline.nlp.codebook_proposals import propose as find  # loads spaCy

    shown = corpus.load(processed, codebook=codebook)
    used = shown.codebook
    (code,) = choose(used, shown.tables, themes=(theme,)).themes
    data = _read(processed, "statements", "entities")
    model = shown.settings.language_model
    found = find(code, used, data["statements"], data["entities"], model, n_sessions=n_sessions, limit=limit)
    return ThemeProposals(found, _texts(shown, data))


@dataclass(frozen=True)
class Comparison:
    """What a new codebook changes; texts of statements and headings by the id of the statement or insight."""

    changes: "tuple[Change, ...]"
    texts: Mapping[str, str]


def compare_codebooks(processed: Path, old: Path, new: Path) -> Comparison:
    """Return which mentions a new codebook wins and loses in the texts of an analysis.

    Raises
    ------
    SettingError
        If there are no tables in the folder.
    CodebookError
        If a codebook is wrong.
    """
    from pipeline.nlp.codebook_compare import compare_codebooks as compare  # loads spaCy

    codebooks = load_codebook(old), load_codebook(new)
    shown = corpus.load(processed, codebook=new)
    data = _read(processed, "insights", "blocks", "statements")
    changes = compare(*codebooks, data, shown.settings.language_model)
    return Comparison(tuple(changes), _texts(shown, data))


def _texts(shown: corpus.Corpus, tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return statements and headings by their ids in the tables, without names of persons where the report has none.

    Readers may see other ids too, for the name of a file can be that of a person; the rows are the same.
    """
    texts: dict[str, str] = {}
    for name, key, column in (("insights", "insight_id", "heading"), ("statements", "statement_id", "text")):
        if name in tables:
            as_shown = shown.tables[name][column].fillna("")
            texts.update(zip(tables[name][key], map(collapse, as_shown), strict=True))
    return texts


def score_codebook(path: Path, sentences: Path) -> "Score":
    """Return how well what a codebook finds agrees with what a person expects.

    Parameters
    ----------
    path
        The codebook.
    sentences
        A sheet with the columns `zin` and `codes`.

    Raises
    ------
    SettingError
        If the sheet cannot be read, or has an unknown code.
    CodebookError
        If the codebook is wrong.
    """
    from pipeline.config import Settings
    from pipeline.nlp.codebook_try import score_sentences  # loads spaCy

    codebook = load_codebook(path)
    return score_sentences(_expected(sentences, codebook), codebook, Settings().language_model)


def _expected(path: Path, codebook: Codebook) -> "list[Expected]":
    from pipeline.nlp.codebook_try import Expected

    rows = [(number, cells) for number, cells in worksheets.read_rows(path) if any(cell.strip() for cell in cells)]
    heading = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    missing = next((column for column in _COLUMNS if column not in heading), None)
    if missing is not None:
        raise SettingError(f"{path.name} heeft geen kolom “{missing}”; zet op de eerste rij zin en codes.")
    known = _known_codes(codebook)
    expected = []
    for number, cells in rows[1:]:
        row = dict(zip(heading, cells, strict=False))
        asked = [code.strip() for code in row.get("codes", "").replace(";", ",").split(",") if code.strip()]
        if not row.get("zin", "").strip():
            raise SettingError(f"{path.name}, rij {number}: de kolom “zin” is leeg; vul een zin in of haal de rij weg.")
        codes = [_code(code, known, f"{path.name}, rij {number}") for code in asked if code.lower() != _NONE]
        expected.append(Expected(number, row["zin"], frozenset(codes)))
    if not any(one.codes for one in expected):
        raise SettingError(f"In {path.name} heeft geen enkele zin een code; vul de kolom “codes”.")
    return expected


def _known_codes(codebook: Codebook) -> dict[str, set[str]]:
    """Return what each code and name, with and without its kind, may mean."""
    known: dict[str, set[str]] = {}
    for kind, codes in (("thema", codebook.themes), ("rol", codebook.roles)):
        for code in codes:
            full = f"{kind}:{code.code}"
            for name in (code.code, code.name, full, f"{kind}:{code.name}", f"{kind}: {code.name}"):
                known.setdefault(name.casefold(), set()).add(full)
    return known


def _code(asked: str, known: Mapping[str, Collection[str]], where: str) -> str:
    found = sorted(known.get(asked.casefold(), ()))
    if not found:
        raise SettingError(f"{where}: “{asked}” staat niet in het codeboek; verbeter de code.")
    if len(found) > 1:
        raise SettingError(f"{where}: “{asked}” kan meer betekenen; schrijf {' of '.join(found)}.")
    return found[0]


def export_codebook(codebook: Path | None, target: Path) -> None:
    """Write a codebook as CSV, Excel or `.qdc`, which the name of the file says.

    Raises
    ------
    CodebookError
        If the codebook is wrong, or the name says something else.
    OutputError
        If the file cannot be written.
    """
    _format(target)
    content = read_text("codeboek.toml") if codebook is None else read_codebook(codebook)
    parse_codebook(content, "het meegeleverde codeboek" if codebook is None else f"het codeboek {codebook}")
    write_atomic(target, _encoded(written_toml.parse(content), target))


def _format(path: Path) -> str:
    if path.suffix.lower() not in FORMATS:
        raise CodebookError(f"{path} is geen .csv, .xlsx of .qdc; geef het bestand een van die namen.")
    return path.suffix.lower()


def _encoded(values: Mapping[str, Any], path: Path) -> bytes:
    match _format(path):
        case ".csv":
            return codebook_file.to_csv(values)
        case ".xlsx":
            from pipeline.reporting.exports.plain_sheet import to_workbook

            return to_workbook("codeboek", codebook_file.to_rows(values))
        case _:
            from pipeline.exchange.qdc import to_qdc

            return to_qdc(values)


@dataclass(frozen=True)
class Imported:
    """How many themes and roles a file gave, and the names of those that got their name as their only term."""

    n_themes: int
    n_roles: int
    named_only: tuple[str, ...]


def import_codebook(source: Path, target: Path, *, agreed: bool) -> Imported:
    """Write the codebook in a CSV, Excel or `.qdc` file as TOML.

    Parameters
    ----------
    source
        The file.
    target
        Where to write the codebook.
    agreed
        Whether to replace a codebook that is there already.

    Raises
    ------
    CodebookError
        If the file cannot be read, or breaks a rule of the format.
    OutputError
        If there is a codebook already, or the file cannot be written.
    """
    values = _decoded(source)
    named_only = []
    for kind in (codebook_file.THEME, codebook_file.ROLE):
        for entry in values[kind]:
            if not entry.get("termen"):
                entry["termen"] = [entry["naam"]]
                named_only.append(entry["naam"])
    content = codebook_file.to_toml(values)
    codebook = parse_codebook(content, f"het codeboek dat uit {source} komt")
    if target.exists() and not agreed:
        raise OutputError(f"{target} bestaat al; kies met --uit een andere naam, of vervang het met --akkoord.")
    write_atomic(target, content.encode())
    return Imported(len(codebook.themes), len(codebook.roles), tuple(named_only))


def _decoded(path: Path) -> dict[str, Any]:
    if _format(path) != ".qdc":
        is_csv = path.suffix.lower() == ".csv"
        return codebook_file.from_rows(worksheets.read_rows(path), path.name, are_guarded=is_csv)
    from pipeline.exchange.qdc import from_qdc

    try:
        data = path.read_bytes()
    except OSError:
        raise CodebookError(f"{path} kan niet worden gelezen; controleer de naam en de rechten.") from None
    return from_qdc(data, path.name)
