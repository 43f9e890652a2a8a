"""Exports: the findings as a workbook, and the tables as CSV and Parquet with their description."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.reporting.exports import datapackage, sheets, workbook
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.formats import FILES
from pipeline.reporting.inputs import Names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["export"]


def export(
    tables: Mapping[str, "pd.DataFrame"],
    findings: Findings,
    title: str,
    facts: Sequence[str],
    names: Names,
    formats: Collection[str],
) -> dict[str, bytes]:
    """Return the files for those who want to count on: by relative name, the same bytes for the same input.

    Parameters
    ----------
    tables
        The tables of the data contract, with the names of persons as they may be shown.
    findings
        What the tables say.
    title, facts
        Of the report.
    names
        The names of themes and roles.
    formats
        What the report is made in; `xlsx` and `data` are made here.
    """
    made = {}
    if "xlsx" in formats:
        made[FILES["xlsx"]] = workbook.write(title, facts, sheets.build(findings, tables, names))
    if "data" in formats:
        package = datapackage.write(title, tables, names)
        made |= {f"{FILES['data']}{name}": data for name, data in package.items()}
    return made
