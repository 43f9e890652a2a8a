"""The page and the workbook to look statements over in, from the tables of an analysis."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.corpus import Corpus, load
from pipeline.corrections.anchors import anchor_of
from pipeline.corrections.machine import machine_codes
from pipeline.corrections.model import COLUMNS
from pipeline.errors import EmptySelectionError
from pipeline.reliability import kind_definitions
from pipeline.reporting.review import Codes, Place, Review, gather
from pipeline.run.holding import holding
from pipeline.run.last_check import check_files
from pipeline.run.report import check_codebook
from pipeline.storage import ReportFolder
from pipeline.tables import records


@dataclass(frozen=True)
class MadeReview:
    """What was made, for the closing message.

    Attributes
    ----------
    file
        Its name in the folder of the report.
    n_statements, n_chosen
        How many statements are in it, and how many it puts before a coder, by why.
    """

    file: str
    n_statements: int
    n_chosen: Mapping[str, int]


def review(processed: Path, reports: Path, n: int, *, as_workbook: bool = False, wait: bool = False) -> MadeReview:
    """Make the page to look statements over in, or a workbook for who prefers one.

    Parameters
    ----------
    processed, reports
        The folders of the tables, which are only read, and of what is made for readers.
    n
        How many statements to put before a coder for each reason.
    as_workbook
        Whether to make the workbook.
    wait
        Whether to wait for another command that holds the folder.

    Raises
    ------
    SettingError
        If the tables are missing or of another version, or the codebook is another.
    EmptySelectionError
        If there are no statements.
    LeftOverNameError
        If the file would name a person that it must not name.
    """
    from pipeline.reporting.review import page, workbook  # drawing and writing take a second to load

    corpus = load(processed)
    check_codebook(corpus)
    gathered = gather_from(corpus, n)
    name, write = (workbook.NAME, workbook.write) if as_workbook else (page.NAME, page.write)
    if corpus.guard is not None:
        # What the page holds is packed: looked at is what it is made of, as plain text.
        check_files({name.partition(".")[0] + ".txt": "\n".join(page.texts(gathered)).encode()}, corpus.guard)
    with holding(reports, beside=processed, wait=wait):
        ReportFolder(reports).write({name: write(gathered, COLUMNS)})
    return MadeReview(name, len(gathered.items), {part: len(places) for part, places in gathered.parts.items()})


def gather_from(corpus: Corpus, n: int) -> Review:
    """Return what is put before a coder of an analysis.

    Raises
    ------
    EmptySelectionError
        If there are no statements.
    """
    if not len(corpus.tables["statements"]):
        raise EmptySelectionError("Er zijn geen uitspraken om na te kijken; draai de analyse met meer verslagen.")
    codes = (*corpus.codebook.themes, *corpus.codebook.roles)
    return gather(
        corpus.tables,
        corpus.texts,
        corpus.code_names,
        places_of(corpus.tables, corpus.texts),
        codes_of(corpus.tables),
        title=corpus.settings.title or "",
        unit=corpus.settings.unit,
        n=n,
        seed=corpus.settings.seed,
        definitions={**kind_definitions(), **{code.code: code.definition for code in codes}},
    )


def places_of(tables: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> dict[str, Place]:
    """Return by statement how it is found again in the text of its report as readers see it."""
    paths = dict(zip(tables["reports"]["report_id"], tables["reports"]["path"], strict=True))
    found = {}
    for row in records(tables["statements"], ["statement_id", "report_id", "start_char", "end_char"]):
        text = texts[row["report_id"]]
        anchor = anchor_of(text, row["start_char"], row["end_char"], paths[row["report_id"]])
        found[row["statement_id"]] = Place(anchor.report, anchor.before, anchor.after, anchor.occurrence or 1)
    return found


def codes_of(tables: Mapping[str, pd.DataFrame]) -> dict[str, Codes]:
    """Return by statement what the program made of it, also where a person has since put it right."""
    return {
        statement_id: Codes(one.kind, one.themes, one.roles, one.voice, one.topic)
        for statement_id, one in machine_codes(tables).items()
    }
