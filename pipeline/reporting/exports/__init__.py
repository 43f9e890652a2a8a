"""Exports: the findings as a workbook, and the tables as CSV and Parquet with their description."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.reporting.document import Document
from pipeline.reporting.exports import datapackage, sheets, workbook
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.inputs import Names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["export"]


def export(
    tables: Mapping[str, "pd.DataFrame"], findings: Findings, document: Document, names: Names
) -> dict[str, bytes]:
    """Return the files for those who want to count on: by relative name, the same bytes for the same input.

    Parameters
    ----------
    tables
        The tables of the data contract, with the names of persons as they may be shown.
    findings
        What the tables say.
    document
        The report, for its title and the facts under it.
    names
        The names of themes and roles.
    """
    book = workbook.write(document.title, document.meta, sheets.build(findings, tables, names))
    package = datapackage.write(document.title, tables, names)
    return {"bevindingen.xlsx": book} | {f"data/{name}": data for name, data in package.items()}
