"""The statements of an analysis as a file for statistics packages."""

from pathlib import Path

from pipeline.corpus import load
from pipeline.reporting.exports import spss
from pipeline.reporting.findings import find
from pipeline.run.holding import holding
from pipeline.run.last_check import check_text
from pipeline.storage import ReportFolder

FILE = "data/uitspraken.sav"


def write_spss(processed: Path, reports: Path, *, wait: bool = False) -> spss.SpssFile:
    """Write the statements of an analysis for SPSS to `FILE` in the reports, with names as there.

    Parameters
    ----------
    processed, reports
        The folders of the tables, which are only read, and of what is made for readers.
    wait
        Whether to wait for another command that holds the folder.

    Raises
    ------
    SettingError
        If the library for it is missing, or the tables are missing or of another version.
    LeftOverNameError
        If the file would name a person that it must not name.
    """
    spss.check_installed()
    corpus = load(processed)
    names = corpus.code_names
    findings = find(corpus.tables, corpus.texts, names, corpus.settings.unit, corpus.settings.min_sessions)
    made = spss.write(corpus.settings.title or "De rode draad", findings, corpus.tables, names)
    if corpus.guard is not None:
        check_text(FILE, made.words, corpus.guard)
    with holding(reports, beside=processed, wait=wait):
        ReportFolder(reports).write({FILE: made.data})
    return made
