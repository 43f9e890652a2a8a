"""Which of the reports that were read are used, and whether so few that nothing may be written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.dutch.wording import out_of
from pipeline.errors import UnconfirmedError
from pipeline.ingest.files import RawFile
from pipeline.ingest.records import Rejection
from pipeline.run.coding import internal_error
from pipeline.run.one_report import REPORT_TABLES, CodedReport, rejected
from pipeline.run.versions import Version, doubles

_NOTHING_DONE = "daarom is er niets geschreven of verwijderd"


@dataclass(frozen=True)
class Accepted:
    """The reports that are used.

    Attributes
    ----------
    reports
        What each yields.
    tables
        The tables that follow from one report alone, of all of them; `rejections` names the other files.
    """

    reports: Sequence[CodedReport]
    tables: dict[str, pd.DataFrame]

    @property
    def texts(self) -> dict[str, str]:
        """The normalised text of each report."""
        return {report.value["report_id"]: report.value["text"] for report in self.reports}


def accept(coded: Mapping[str, CodedReport]) -> Accepted:
    """Return the reports to use: each report once, and none whose rows break the data contract."""
    used = {path: report for path, report in coded.items() if report.rejection is None}
    refused = {path: report.rejection for path, report in coded.items() if report.rejection is not None}
    refused |= {
        path: _rejection(_double(other, is_copy=is_copy))
        for path, (other, is_copy) in doubles(_version(path, report) for path, report in used.items()).items()
    }
    kept = {path: report for path, report in used.items() if path not in refused}
    data = _tables(kept.values())
    if not _is_sound(data):
        unsound = [path for path, report in kept.items() if not _is_sound(_tables([report]))]
        refused |= {path: _rejection(internal_error("SchemaError")) for path in unsound}
        kept = {path: report for path, report in kept.items() if path not in refused}
        data = _tables(kept.values())
    rows = [{"path": path, "report_id": None, **rejection} for path, rejection in refused.items()]
    rows = sorted([*tables.records(data["rejections"]), *rows], key=lambda row: row["path"])
    data["rejections"] = tables.frame("rejections", rows)
    return Accepted(list(kept.values()), data)


def check_files(files: Iterable[RawFile], former: Sequence[Mapping[str, str]], raw: Path) -> None:
    """Check that most reports of the last run are still there.

    Raises
    ------
    UnconfirmedError
        If more than half are gone: neither a file of that path nor one with that content is left.
    """
    present = [(file.path, file.sha256) for file in files]
    if present:  # without any, `check_used` has more to say
        _check_loss(present, [], former, raw)


def check_used(coded: Mapping[str, CodedReport], former: Sequence[Mapping[str, str]], raw: Path) -> None:
    """Check that there are reports to use, and most of the last run among them.

    Raises
    ------
    UnconfirmedError
        If there is none, or if more than half of the last run cannot be used.
    """
    unused = [(path, report.rejection["message"]) for path, report in coded.items() if report.rejection]
    used = [
        (path, report.value["tables"]["reports"]["sha256"][0].as_py())
        for path, report in coded.items()
        if report.rejection is None
    ]
    if not used:
        raise UnconfirmedError(
            f"Er is geen bruikbaar verslag gevonden in {raw}, en {_NOTHING_DONE}; zet er verslagen in als Word, PDF, "
            "tekst of webpagina, of geef --akkoord voor lege tabellen en een leeg rapport.",
            unused,
        )
    _check_loss(used, unused, former, raw)


def _check_loss(
    present: Iterable[tuple[str, str]],
    unused: Sequence[tuple[str, str]],
    former: Sequence[Mapping[str, str]],
    raw: Path,
) -> None:
    found = {known for path, sha256 in present for known in (path, sha256)}
    n_gone = sum(row["path"] not in found and row["sha256"] not in found for row in former)
    if 2 * n_gone > len(former):
        raise UnconfirmedError(
            f"{out_of(n_gone, len(former), 'verslag', 'verslagen')} van de vorige analyse "
            f"{'is' if n_gone == 1 else 'zijn'} weg of niet meer bruikbaar, en {_NOTHING_DONE}; "
            f"controleer de map {raw}, of geef --akkoord als dat klopt.",
            unused,
        )


def _tables(reports: Iterable[CodedReport]) -> dict[str, pd.DataFrame]:
    listed = list(reports)
    return {
        name: tables.concatenate(name, [report.value["tables"][name] for report in listed]) for name in REPORT_TABLES
    }


def _is_sound(data: Mapping[str, pd.DataFrame]) -> bool:
    from pandera.errors import SchemaError  # takes half a second: not for those who only import this

    try:
        for name, table in data.items():
            tables.validate(name, table)
    except SchemaError:
        return False
    return True


def _version(path: str, report: CodedReport) -> Version:
    return Version(path, report.value["text"], report.value["tables"]["sessions"].to_pylist())


def _double(path: str, *, is_copy: bool) -> Rejection:
    if is_copy:
        return Rejection("duplicate", f"Verwijder een van beide: dit verslag is hetzelfde als {path}.", path)
    message = f"Verwijder de versie die niet geldt: dit is een andere versie van {path}, en alleen dat telt mee."
    return Rejection("duplicate", message, path)


def _rejection(rejection: Rejection) -> Mapping[str, Any]:
    return rejected(rejection).value["rejection"]  # type: ignore[no-any-return]
