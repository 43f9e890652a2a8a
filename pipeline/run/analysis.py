"""The whole path once, from reports to tables and report.

What is done for one report alone is in `coding`, and which reports are used in `acceptance`; what needs all reports
(`topics`, the report in `publishing`) follows from those.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from pipeline import tables
from pipeline.code_versions import code_version
from pipeline.config import Settings
from pipeline.corpus import without_names
from pipeline.errors import SettingError
from pipeline.ingest.files import find_files, open_files
from pipeline.ingest.given_names import load_given_names
from pipeline.ingest.overrides import load_overrides
from pipeline.manifest import language_model_version, versions
from pipeline.nlp.codebook import Codebook, load_codebook
from pipeline.progress import Progress
from pipeline.run.acceptance import accept, check_files, check_used
from pipeline.run.coding import code_reports
from pipeline.run.commitments import complete
from pipeline.run.corrections import corrected, counted, with_topics
from pipeline.run.holding import holding
from pipeline.run.naming import unused_given_names, with_given_names
from pipeline.run.publishing import publish
from pipeline.run.series import name_alike
from pipeline.run.topics import TOPIC_TABLES, find_topics
from pipeline.storage import ReportFolder, Storage
from pipeline.topics.embedding import check_embedding


@dataclass(frozen=True)
class Summary:
    """What a run made, for the closing message.

    Attributes
    ----------
    n_rows
        The number of rows of each table.
    rejections
        The table `rejections`.
    n_reused
        How many reports had not changed since the last run.
    n_recurring
        How many topics stand in two sessions or more.
    n_dilemmas
        How many statements are of kind `dilemma`.
    unit
        What was clustered.
    is_too_small
        Whether there was too little of it to cluster.
    had_none_to_keep
        Whether the topics of the last run were to be kept and there were none.
    corrections
        The table `corrections`.
    n_undecided
        How many rows of files of corrections are not filled in.
    unused_lines
        What to say of lines of the tables that researchers keep that are about nothing in this run.
    unused
        Which share of the text of each report lies in no insight, by path.
    open_files
        The files that an office program had open, by path.
    files
        The files of the report, by name in its folder.
    """

    n_rows: Mapping[str, int]
    rejections: pd.DataFrame
    n_reused: int
    n_recurring: int
    n_dilemmas: int
    unit: str
    is_too_small: bool
    had_none_to_keep: bool
    corrections: pd.DataFrame
    n_undecided: int
    unused_lines: Sequence[str]
    unused: Mapping[str, float]
    open_files: Sequence[str]
    files: Sequence[str]


def analyse(
    raw: Path,
    processed: Path,
    reports: Path,
    settings: Settings,
    progress: Progress,
    *,
    agreed: bool = False,
    wait: bool = False,
) -> Summary:
    """Read all reports in a folder and write tables, charts and report.

    Parameters
    ----------
    raw, processed, reports
        The folders of the reports, of the tables, and of what is made for readers.
    settings
        The settings of the run.
    progress
        Is told how far the run is.
    agreed
        Whether to write even if no report can be used, or more than half of those of the last run are gone.
    wait
        Whether to wait for another run that holds one of the folders.

    Raises
    ------
    SettingError
        If the raw folder does not exist or the language model is not there.
    CodebookError
        If the codebook is wrong.
    UnconfirmedError
        If it takes `agreed` to go on.
    BusyError
        If another run holds one of the folders and `wait` is not given.
    """
    if not raw.is_dir():
        raise SettingError(f"De map {raw} bestaat niet; geef met --raw de map met verslagen op.")
    codebook = load_codebook(Path(settings.codebook) if settings.codebook else None)
    check_embedding(settings.embedding)
    model = language_model_version(settings.language_model)
    if model is None:
        raise SettingError(
            f"Het taalmodel “{settings.language_model}” is niet geïnstalleerd; installeer het met pip uit zijn wheel "
            "(die van nl_sessie_sm komt mee met Rode Draad, nl_core_news_sm met `make nl-core-news-sm`) of kies een "
            "ander met de instelling taalmodel."
        )
    with holding(processed, reports, wait=wait):
        return _analyse(raw, processed, reports, settings, codebook, model, progress, agreed=agreed)


def _analyse(
    raw: Path,
    processed: Path,
    reports: Path,
    settings: Settings,
    codebook: Codebook,
    model: str,
    progress: Progress,
    *,
    agreed: bool,
) -> Summary:
    started = datetime.now(UTC)
    clock = time.monotonic()
    storage = Storage(processed)
    seconds: dict[str, float] = {}

    files = list(find_files(raw, max_bytes=settings.max_file_megabytes * 1_000_000))
    overrides, unused_lines = load_overrides(raw, {file.path for file in files}, {role.code for role in codebook.roles})
    given = load_given_names(raw)
    former = storage.used_reports()
    if not agreed:
        check_files(files, former, raw)
    coded, n_reused = code_reports(files, overrides, settings, codebook, storage, progress)
    if not agreed:
        check_used(coded, former, raw)
    accepted = accept(coded)
    seconds["verslagen"] = time.monotonic() - clock
    clock = time.monotonic()

    data, texts = dict(accepted.tables), accepted.texts
    by_hand = data["reports"]["path"].isin([path for path, one in overrides.items() if one.series])
    data["sessions"] = name_alike(data["sessions"], set(data["reports"]["report_id"][by_hand]))
    data, n_undecided = corrected(data, texts, raw, codebook, settings)
    data["commitments"] = complete(data)
    topics = find_topics(data, texts, settings, storage, progress)
    unused_lines += unused_given_names(given, topics)
    data |= {name: tables.frame(name, topics[name]) for name in TOPIC_TABLES}
    seconds["dilemma’s"] = time.monotonic() - clock
    clock = time.monotonic()

    unused = data["rejections"]  # as whoever has the files knows them
    shown = None
    if settings.names == "nergens":
        shown = without_names(data, texts, settings)
        data, texts = shown.tables, shown.texts
        given = {topic_id: shown.without_names(name) for topic_id, name in given.items()}
    topics |= {name: tables.records(data[name]) for name in TOPIC_TABLES}  # without names, if that is asked
    following = storage.aside()
    following.keep_topics(topics)  # with their own names: those that are given may be withdrawn
    labels = {row["topic_id"]: row["label"] for row in topics["topics"]}
    topics |= with_given_names(topics, given)
    data |= {name: tables.frame(name, topics[name]) for name in TOPIC_TABLES}
    data = with_topics(data, labels, given)
    following.write_texts(texts)
    written = {name: following.write_table(name, data[name]) for name in tables.TABLES}
    seconds["tabellen"] = time.monotonic() - clock
    clock = time.monotonic()

    folder = ReportFolder(reports)
    made = publish(data, texts, written, shown, codebook, model, settings, storage, following, folder, progress)
    seconds["rapport"] = time.monotonic() - clock

    following.write_manifest(
        {
            "gestart": started.isoformat(timespec="seconds"),
            "code": code_version(),
            "versies": versions(),
            "modellen": {"taalmodel": model, "embedding": settings.embedding},
            "codeboek": {"versie": codebook.version, "sha256": codebook.digest, "pad": settings.codebook},
            "instellingen": settings.model_dump(by_alias=True),
            "toevalsgetal": settings.seed,
            "invoer": [{"path": row["path"], "sha256": row["sha256"]} for row in tables.records(data["reports"])],
            "rijen": {name: len(data[name]) for name in tables.TABLES},
            "hergebruikt": n_reused,
            "seconden": {stage: round(taken, 3) for stage, taken in seconds.items()},
            "namen": {"nagekeken": made["nagekeken"]},
            "correcties": counted(data["corrections"], n_undecided, unused_lines),
            "rapport": made["files"],
        }
    )
    following.take_over(folder)
    storage.prune()
    return Summary(
        n_rows={name: len(data[name]) for name in tables.TABLES},
        rejections=unused,
        n_reused=n_reused,
        n_recurring=int((data["topics"]["n_sessions"] >= 2).sum()),
        n_dilemmas=int((data["statements"]["kind"] == "dilemma").sum()),
        unit=settings.unit,
        is_too_small=bool((data["topic_assignments"]["status"] == "te_weinig").any()),
        had_none_to_keep=settings.keep_topics and not bool(topics["kept"]),
        corrections=data["corrections"],
        n_undecided=n_undecided,
        unused_lines=unused_lines,
        unused=_unused_shares(data),
        open_files=open_files(raw),
        files=tuple(made["files"]),
    )


def _unused_shares(data: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    n_unused = data["unused"]["text"].str.len().groupby(data["unused"]["report_id"]).sum()
    return {
        row["path"]: float(n_unused.get(row["report_id"], 0)) / max(1, row["n_chars"])
        for row in tables.records(data["reports"])
    }
