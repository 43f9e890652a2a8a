"""How far the program and people agree on codes, and among themselves: `overeenstemming`."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from pipeline import worksheets
from pipeline.corpus import Corpus, load
from pipeline.dutch.wording import listing
from pipeline.errors import SettingError
from pipeline.reliability import Coder, Comparison, Variable, compare, confusion, merged
from pipeline.reliability.agreement import CODE
from pipeline.reliability.comparison import MEAN, PEOPLE, PROGRAM_WITH
from pipeline.reporting.exports.delimited import DECIMAL
from pipeline.run.coder_sources import Source
from pipeline.run.coders import Reader, code_names
from pipeline.run.consensus import consensus_files
from pipeline.run.holding import holding
from pipeline.storage import ReportFolder, Storage
from pipeline.tables import records
from pipeline.worksheets import guarded

_COLUMNS = (
    "wat", "vergelijking", "maat", "code", "naam", "uitspraken", "toegekend", "gelijk", "alfa", "van", "tot",
)  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """What became of a comparison, for the closing message.

    Attributes
    ----------
    sources
        What was read.
    comparisons
        What was compared.
    names
        The Dutch names of the codes of each variable.
    n_differing, sheet
        How many rows the sheet of disagreements has, and its file.
    folder, files
        What was written, and where.
    """

    sources: Sequence[Source]
    comparisons: Sequence[Comparison]
    names: Mapping[Variable, Mapping[str, str]]
    n_differing: int
    sheet: str
    folder: Path
    files: Sequence[str]


def agree(
    processed: Path, reports: Path, asked: Sequence[str], *, is_whole: bool = False, wait: bool = False
) -> Agreed:
    """Compare codings, and write how far they agree and where they do not.

    Parameters
    ----------
    processed, reports
        The folders of the tables, and of what is written.
    asked
        The codings: *programma* or files, see `coders.Reader.read`.
    is_whole
        Whether a person went through all of the projects that hold the codes of the program.
    wait
        Whether to wait for another command that holds the folder.

    Raises
    ------
    SettingError
        If there are not two codings, one of them by a person, or they have no statement in common.
    """
    if len(asked) < 2:
        raise SettingError("Geef minstens twee coderingen op, zoals: overeenstemming programma gecodeerd.xlsx.")
    corpus = load(processed)
    reader = Reader(corpus, processed, is_whole=is_whole)
    sources = [reader.read(one) for one in asked]
    coders = merged(coder for source in sources for coder in source.coders)
    if not any(coder.is_person for coder in coders):
        raise SettingError("Alleen het programma is opgegeven; geef ook een codering door een mens op.")
    if empty := [source.name for source in sources if not any(one.has_codes for one in source.coders)]:
        raise SettingError(f"In {listing(empty)} is geen enkele code ingevuld die telt; vul eerst de codes in.")
    if len(coders) < 2:
        raise SettingError(
            f"Alle coderingen zijn van dezelfde codeur ({coders[0].name}); geef een codering van iemand anders, of een "
            "eigen naam aan elk bestand (Anna=blad.xlsx)."
        )
    comparisons = compare(coders)
    if not comparisons:
        raise SettingError(
            "De coderingen hebben geen uitspraak gemeen die op hetzelfde is gecodeerd; vergelijk coderingen van één "
            "steekproef."
        )
    names = code_names(corpus)
    with holding(processed, reports, wait=wait):
        folder = ReportFolder(reports)
        sheet = _free_name(reports)
        differing, sheets = consensus_files(coders, corpus, sheet)
        files = {
            "overeenstemming.csv": _csv(_COLUMNS, _rows(comparisons, names)),
            "verwarring.csv": _csv(
                ("wat", "code", "eerste", "tweede", "code van de eerste", "code van de tweede", "aantal"),
                _confusions(coders),
            ),
            **sheets,
        }
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in sheets.items()}
        summary = {
            "bronnen": [{"bestand": one.name, "gebruikt": one.n_used, "niet gebruikt": one.told} for one in sources],
            "vergelijkingen": list(_rows(comparisons, names)),
            "geschreven": digests,
        }
        files["overeenstemming.json"] = json.dumps(summary, ensure_ascii=False, indent=2).encode() + b"\n"
        folder.write(files)
        storage = Storage(processed)
        storage.keep_agreement(_with_former(_for_report(comparisons, corpus, names), storage.agreement()))
    return Agreed(sources, comparisons, names, differing, f"{sheet}.xlsx", reports, tuple(files))


def _rows(comparisons: Iterable[Comparison], names: Mapping[Variable, Mapping[str, str]]) -> Iterable[dict[str, Any]]:
    for comparison in comparisons:
        for row in records(comparison.found):
            code = row["code"] or ""
            yield {
                "wat": comparison.variable.value,
                "vergelijking": comparison.label,
                "maat": row["measure"],
                "code": code,
                "naam": names[comparison.variable].get(code, code),
                "uitspraken": row["n_units"],
                "toegekend": "/".join(map(str, row["given"])),
                "gelijk": row["same"],
                "alfa": row["alpha"],
                "van": row["low"],
                "tot": row["high"],
            }


def _for_report(
    comparisons: Sequence[Comparison], corpus: Corpus, names: Mapping[Variable, Mapping[str, str]]
) -> dict[str, Any]:
    """Return what the report shows (`Agreement`): no names of coders, and of the program with people one figure."""
    with_mean = {one.variable for one in comparisons if one.sort == MEAN}
    alone = [one for one in comparisons if one.sort == PROGRAM_WITH and one.variable not in with_mean]
    shown = [one for one in comparisons if one.sort in (PEOPLE, MEAN) or one in alone]
    rows = [
        {
            "variable": one.variable.value,
            "who": f"{PROGRAM_WITH} een mens" if one in alone else one.sort,
            "measure": row["measure"],
            "name": names[one.variable].get(row["code"], row["code"]) if row["code"] else "",
            "is_among_people": one.sort == PEOPLE,
            **{key: row[key] for key in ("n_units", "same", "alpha", "low", "high")},
        }
        for one in shown
        for row in records(one.found)
        if row["measure"] != CODE or one.variable is Variable.KIND
    ]
    return {"codeboek": corpus.codebook_digest, "taalmodel": corpus.language_model, "rijen": rows}


def _with_former(made: Mapping[str, Any], former: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return what the report shows with what an earlier comparison found of other variables, on the same codes."""
    if former is None or any(former.get(key) != made[key] for key in ("codeboek", "taalmodel")):
        return made
    compared = {row["variable"] for row in made["rijen"]}
    rows = [*made["rijen"], *(row for row in former["rijen"] if row["variable"] not in compared)]
    order = [variable.value for variable in Variable]
    return {**made, "rijen": sorted(rows, key=lambda row: order.index(row["variable"]))}


def _confusions(coders: Sequence[Coder]) -> Iterable[dict[str, Any]]:
    for variable in Variable:
        having = [coder for coder in coders if len(coder.codings.get(variable, ()))]
        for first, second in combinations(having, 2):
            found = confusion(first.codings[variable], second.codings[variable], several=variable.several)
            for row in records(found):
                yield {
                    "wat": variable.value,
                    "code": row["code"] or "",
                    "eerste": first.name,
                    "tweede": second.name,
                    "code van de eerste": row["first"] or "geen",
                    "code van de tweede": row["second"] or "geen",
                    "aantal": row["n"],
                }


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    return worksheets.to_csv([columns, *([_cell(row[column]) for column in columns] for row in rows)])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.6f}".replace(".", DECIMAL) if isinstance(value, float) else guarded(str(value))


def _free_name(folder: Path) -> str:
    """Return the name for the sheet of disagreements: one that is there is only replaced if nobody worked in it."""
    try:
        written = dict(json.loads((folder / "overeenstemming.json").read_bytes())["geschreven"])
    except (OSError, ValueError, KeyError, TypeError):
        written = {}
    number = 1
    while True:
        name = "consensus" if number == 1 else f"consensus-{number}"
        files = [f"{name}.xlsx", f"{name}.csv"]
        there = [file for file in files if (folder / file).exists()]
        if all(file in written and ReportFolder(folder).holds({file: written[file]}) for file in there):
            return name
        number += 1
