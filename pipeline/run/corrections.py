"""What people corrected, composed with the stages: before topics are made, after it, and counted for whoever asks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.config import Settings
from pipeline.corrections.apply import apply
from pipeline.corrections.model import Correction
from pipeline.corrections.read import read_corrections
from pipeline.corrections.statements import Codes
from pipeline.corrections.topics import plan
from pipeline.nlp.codebook import Codebook

Tables = Mapping[str, pd.DataFrame]


def corrected(
    data: Tables, texts: Mapping[str, str], raw: Path, codebook: Codebook, settings: Settings
) -> tuple[dict[str, pd.DataFrame], int]:
    """Return the tables with what people put right, but for topics, and the table `corrections`.

    With them comes the number of rows in which nobody has filled in what it must be.

    Parameters
    ----------
    data, texts
        The tables and texts as the program made them.
    raw
        The folder with the files of corrections.
    codebook
        The themes and roles that there are.
    settings
        What names readers see.
    """
    read = read_corrections(raw)
    codes = Codes({one.code: one.name for one in codebook.themes}, {one.code: one.name for one in codebook.roles})
    shown = shown_reports(data, texts, settings, read.corrections)
    return apply(data, texts, read, codes, shown), len(read.undecided)


def with_topics(data: Tables, labels: Mapping[str, str], given: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Return the tables with what people put right of topics.

    Parameters
    ----------
    data
        The tables, the topics with their given names.
    labels
        The name that the program gave to each topic.
    given
        The names in `onderwerpen.csv`.
    """
    if not len(data["corrections"]):
        return dict(data)
    from pipeline.topics.corrections import reassign  # loads scikit-learn

    made = plan(data["corrections"], data["topics"], data["topic_assignments"], labels, given)
    rows = [{**row, "label": made.labels.get(row["topic_id"], row["label"])} for row in tables.records(data["topics"])]
    moves = pd.DataFrame({"statement_id": list(made.moves), "topic_id": list(made.moves.values())}, dtype="object")
    topics, assignments = reassign(
        tables.frame("topics", [*rows, *made.new]), data["topic_assignments"], data["statements"], moves
    )
    changes = [
        {**row, "label": made.labels.get(row["topic_id"], row["label"])}
        for row in tables.records(data["topic_changes"])
        if row["topic_id"] not in made.merged
    ]
    return {
        **data,
        "topics": topics,
        "topic_assignments": assignments,
        "topic_changes": tables.frame("topic_changes", changes),
        "corrections": made.corrections,
    }


def counted(corrections: pd.DataFrame, n_undecided: int, unused: tuple[str, ...]) -> dict[str, Any]:
    """Return what `run.json` tells of corrections.

    These are the numbers per status and per file, that of rows that are not filled in, and lines of other files that
    are about nothing.
    """
    statuses = Counter(corrections["status"])
    return {
        **{status: statuses[status] for status in tables.CORRECTION_STATUSES},
        "niet ingevuld": n_undecided,
        "bestanden": dict(sorted(Counter(corrections["file"]).items())),
        "ongebruikt": list(unused),
    }


def shown_reports(
    data: Tables, texts: Mapping[str, str], settings: Settings, corrections: Iterable[Correction]
) -> dict[str, str]:
    """Return the report by what readers see in place of its path, where that names a person.

    Nothing is looked up where all corrections have a path.
    """
    known = {"", *data["reports"]["path"]}
    if all(one.anchor.report in known for one in corrections):
        return {}
    from pipeline.nlp.paths import shown_paths  # loads spaCy
    from pipeline.nlp.pseudonyms import is_replaced

    rows = {name: tables.records(data[name]) for name in ("reports", "rejections", "sessions", "participants")}
    rows["entities"] = [row for row in tables.records(data["entities"]) if is_replaced(row, settings.known_names)]
    report_of = {row["path"]: row["report_id"] for row in rows["reports"]}
    return {name: report_of[path] for path, name in shown_paths(rows, texts.values()).items() if path in report_of}
