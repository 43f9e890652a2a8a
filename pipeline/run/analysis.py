"""The whole path once, from reports to tables and report.

What is done for one report alone is `code_report`, a pure function that runs through an executor
and whose result is kept; what needs all reports (topics, the report) follows from those results.
"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import tables
from pipeline.config import Settings
from pipeline.corpus import without_names
from pipeline.dutch.wording import upper_first
from pipeline.errors import RodeDraadError, SettingError
from pipeline.executors import run_all
from pipeline.ingest.files import find_files, read_bytes
from pipeline.ingest.overrides import Override, load_overrides
from pipeline.ingest.records import Rejection
from pipeline.manifest import language_model_version, versions
from pipeline.nlp.codebook import Codebook, load_codebook
from pipeline.progress import Progress
from pipeline.reporting.labels import unit_words
from pipeline.run.report import make_files, shown_settings
from pipeline.storage import ReportFolder, Storage, code_version, digest
from pipeline.topics.embedding import check_embedding, embed
from pipeline.topics.units import of_statements, units, with_passages

if TYPE_CHECKING:
    from pipeline.nlp.codebook_tools import Candidate
    from pipeline.nlp.left_over import Shown

_REPORT_TABLES = (
    "reports", "sessions", "participants", "insights", "blocks", "statements", "theme_mentions", "role_mentions",
    "entities", "rejections",
)  # fmt: skip


_TOPIC_TABLES = ("topics", "topic_assignments", "topic_figures", "topic_changes")


@dataclass(frozen=True)
class ReportTask:
    """One report to read, code and embed, with all that decides the result."""

    path: str
    location: Path
    sha256: str
    override: Override | None
    language_model: str
    codebook: Codebook
    embedding: str
    unit: str
    member: str = ""  # of a zip or message


@dataclass(frozen=True)
class CodedReport:
    """What one report yields: its text and the records of each table, or why it was rejected.

    `embeddings` has a row for each unit that is clustered, in order (see `topics.units`).
    """

    value: Mapping[str, Any]
    embeddings: NDArray[np.float32]

    @property
    def rejection(self) -> Mapping[str, Any] | None:
        """Why the report was not used, or None."""
        return self.value.get("rejection")


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
    files: Sequence[str]


def analyse(raw: Path, processed: Path, reports: Path, settings: Settings, progress: Progress) -> Summary:
    """Read all reports in a folder and write tables, charts and report.

    Parameters
    ----------
    raw, processed, reports
        The folders of the reports, of the tables, and of what is made for readers.
    settings
        The settings of the run.
    progress
        Is told how far the run is.

    Raises
    ------
    SettingError
        If the raw folder does not exist or the language model is not there.
    CodebookError
        If the codebook is wrong.
    """
    started = datetime.now(UTC)
    clock = time.monotonic()
    if not raw.is_dir():
        raise SettingError(f"De map {raw} bestaat niet; geef met --raw de map met verslagen op.")
    codebook = load_codebook(Path(settings.codebook) if settings.codebook else None)
    check_embedding(settings.embedding)
    model = language_model_version(settings.language_model)
    if model is None:
        raise SettingError(
            f"Het taalmodel “{settings.language_model}” is niet geïnstalleerd; installeer het "
            "(nl_core_news_sm met `make nl-core-news-sm`) of kies een ander met de instelling taalmodel."
        )
    storage = Storage(processed)
    base = {
        "code": code_version(),
        "versies": versions(),
        "taalmodel": model,
        "codeboek": codebook.digest,
        "embedding": settings.embedding,
        "eenheid": settings.unit,
    }
    seconds: dict[str, float] = {}

    coded, n_reused = _code_reports(raw, settings, codebook, base, storage, progress)
    accepted, rejections = _accept(coded)
    seconds["verslagen"] = time.monotonic() - clock
    clock = time.monotonic()

    data = {
        name: tables.frame(name, [row for _, report in accepted for row in report.value["tables"][name]])
        for name in _REPORT_TABLES
    }
    rejections = sorted([*tables.records(data["rejections"]), *rejections], key=lambda row: row["path"])
    data["rejections"] = tables.frame("rejections", rejections)
    texts = {report.value["report_id"]: report.value["text"] for _, report in accepted}
    topics_key = digest(
        {
            "step": "topics",
            **base,
            "reports": [key for key, _ in accepted],
            "min": settings.min_dilemmas,
            "n_topics": settings.n_topics,
            "fineness": settings.fineness,
            "seed": settings.seed,
            "keep": settings.keep_topics,
        }
    )
    topics = _topics(data, [report for _, report in accepted], topics_key, settings, storage, progress)
    data |= {name: tables.frame(name, topics[name]) for name in _TOPIC_TABLES}
    seconds["dilemma’s"] = time.monotonic() - clock
    clock = time.monotonic()

    tables.check_all_offsets(data, texts)
    unused = data["rejections"]  # as whoever has the files knows them
    shown = None
    if settings.names == "nergens":
        shown = without_names(data, texts, settings)
        data, texts = shown.tables, shown.texts
    storage.write_texts(texts)
    for name in tables.TABLES:
        storage.write_table(name, data[name])
    topics |= {name: tables.records(data[name]) for name in _TOPIC_TABLES}  # without names, if that is asked
    storage.keep_topics(topics)
    seconds["tabellen"] = time.monotonic() - clock
    clock = time.monotonic()

    report_key = digest(
        {"step": "report", "topics": digest(topics), "rejections": rejections, "settings": shown_settings(settings)}
    )
    made = _report(data, texts, shown, codebook, model, report_key, settings, storage, ReportFolder(reports), progress)
    seconds["rapport"] = time.monotonic() - clock

    storage.write_manifest(
        {
            "gestart": started.isoformat(timespec="seconds"),
            "code": base["code"],
            "versies": base["versies"],
            "modellen": {"taalmodel": model, "embedding": settings.embedding},
            "codeboek": {"versie": codebook.version, "sha256": codebook.digest, "pad": settings.codebook},
            "instellingen": settings.model_dump(by_alias=True),
            "toevalsgetal": settings.seed,
            "invoer": [{"path": row["path"], "sha256": row["sha256"]} for row in tables.records(data["reports"])],
            "rijen": {name: len(data[name]) for name in tables.TABLES},
            "hergebruikt": n_reused,
            "seconden": {stage: round(taken, 3) for stage, taken in seconds.items()},
            "namen": {"nagekeken": made["nagekeken"]},
            "rapport": made["files"],
        }
    )
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
        files=tuple(made["files"]),
    )


def suggest_terms(processed: Path, *, n_sessions: int, limit: int) -> "list[Candidate]":
    """Return candidates for terms of a codebook, from the tables of an earlier run.

    Raises
    ------
    SettingError
        If there are no tables in the folder.
    """
    from pipeline.nlp.codebook_tools import suggest_terms as suggest  # loads spaCy

    if not (processed / "run.json").is_file():
        raise SettingError(
            f"In de map {processed} staat geen analyse; draai eerst `make analyse` of geef --processed op."
        )
    storage = Storage(processed)
    statements, mentions = storage.read_table("statements"), storage.read_table("theme_mentions")
    return suggest(statements, mentions, Settings().language_model, n_sessions=n_sessions, limit=limit)


# One report


def code_report(task: ReportTask) -> CodedReport:
    """Read, code and embed one report; depends on nothing but the task and the file it names."""
    from pipeline.ingest.report import IngestedReport, read_report
    from pipeline.nlp.tagging import tag_report  # loads spaCy

    try:
        data = read_bytes(task.location, task.member)
    except OSError as error:
        return _rejected(Rejection("unreadable", "Controleer de leesrechten van dit bestand.", error.strerror))
    if hashlib.sha256(data).hexdigest() != task.sha256:
        message = "Draai de analyse opnieuw; dit bestand veranderde terwijl het werd gelezen."
        return _rejected(Rejection("unreadable", message))
    read = read_report(task.path, data, task.override)
    if not isinstance(read, IngestedReport):
        return _rejected(read)
    rows = {
        **{name: tables.records(table) for name, table in read.tables.items()},
        **tag_report(read.tables, language_model=task.language_model, codebook=task.codebook),
    }
    insights = read.tables["insights"]
    chosen = units(tables.frame("statements", rows["statements"]), insights, task.unit)
    value = {
        "report_id": read.report_id,
        "text": read.text,
        "tables": {name: rows[name] for name in _REPORT_TABLES},
    }
    return CodedReport(value, embed(*with_passages(chosen, insights), task.embedding))


def _rejected(rejection: Rejection) -> CodedReport:
    value = {"rejection": {"reason": rejection.reason, "message": rejection.message, "detail": rejection.detail}}
    return CodedReport(value, embed([], []))


# All reports


def _code_reports(
    raw: Path,
    settings: Settings,
    codebook: Codebook,
    base: Mapping[str, Any],
    storage: Storage,
    progress: Progress,
) -> tuple[dict[str, tuple[str, CodedReport]], int]:
    """Return for each path the key and result of its report, and how many results were kept from before."""
    max_bytes = settings.max_file_megabytes * 1_000_000
    results: dict[str, tuple[str, CodedReport]] = {}
    tasks: dict[str, ReportTask] = {}
    n_reused = 0
    files = list(find_files(raw, max_bytes=max_bytes))
    overrides = load_overrides(raw, {file.path for file in files}, {role.code for role in codebook.roles})
    for file in files:
        if file.rejection is not None:
            results[file.path] = ("", _rejected(file.rejection))
            continue
        override = overrides.get(file.path)
        added = asdict(override) if override else None
        key = digest({"step": "report", **base, "path": file.path, "sha256": file.sha256, "override": added})
        kept = _kept(storage, key) if settings.names != "nergens" else None
        if kept is not None:
            results[file.path] = (key, kept)
            n_reused += 1
        else:
            own = (file.path, file.location, file.sha256, override)
            tasks[key] = ReportTask(
                *own, settings.language_model, codebook, settings.embedding, settings.unit, file.member
            )
    progress.start("Verslagen lezen en coderen", len(tasks))
    keys = {task.path: key for key, task in tasks.items()}
    n_workers = min(settings.n_workers, max(1, len(tasks) // 2))
    seconds = settings.max_file_seconds
    for task, outcome in run_all(code_report, tasks.values(), n_workers=n_workers, seconds=seconds):
        if isinstance(outcome, RodeDraadError):
            raise outcome
        if isinstance(outcome, Exception):
            results[task.path] = ("", _rejected(_failure(outcome, seconds)))
        else:
            if settings.names != "nergens":
                _keep(storage, keys[task.path], outcome)
            results[task.path] = (keys[task.path], outcome)
        progress.advance()
    progress.finish()
    return dict(sorted(results.items())), n_reused


def _failure(error: Exception, seconds: int) -> Rejection:
    if isinstance(error, TimeoutError):
        message = f"Splits dit bestand of verhoog de instelling maximale_seconden_per_bestand (nu {seconds})."
        return Rejection("too_large", message)
    message = "Sla dit bestand op in een ander formaat; de lezer liep erop vast. Meld het ook aan de makers."
    return Rejection("unreadable", message, f"{type(error).__name__}: {error}")


def _duplicate(path: str) -> Rejection:
    return Rejection("duplicate", f"Verwijder een van beide: dit verslag is hetzelfde als {path}.", path)


def _kept(storage: Storage, key: str) -> CodedReport | None:
    value, embeddings = storage.cached(key), storage.cached_array(key)
    return None if value is None or embeddings is None else CodedReport(value, embeddings)


def _keep(storage: Storage, key: str, report: CodedReport) -> None:
    storage.keep_array(key, report.embeddings)
    storage.keep(key, report.value)


def _accept(
    coded: Mapping[str, tuple[str, CodedReport]],
) -> tuple[list[tuple[str, CodedReport]], list[dict[str, Any]]]:
    """Return the reports to use with their keys, and a row for every file that is not used."""
    accepted: list[tuple[str, CodedReport]] = []
    rejections: list[dict[str, Any]] = []
    first_with: dict[str, str] = {}
    for path, (key, report) in coded.items():
        rejection = report.rejection
        if rejection is None:
            words = digest(report.value["text"].split())
            if words not in first_with:
                first_with[words] = path
                accepted.append((key, report))
                continue
            rejection = _rejected(_duplicate(first_with[words])).rejection
        rejections.append({"path": path, "report_id": None, **(rejection or {})})
    return accepted, rejections


def _topics(
    data: Mapping[str, pd.DataFrame],
    accepted: Sequence[CodedReport],
    key: str,
    settings: Settings,
    storage: Storage,
    progress: Progress,
) -> dict[str, Any]:
    """Return the rows of the tables on topics, and what the next run needs to recognise these topics.

    What the last run kept is used as it is if that run was on the same reports with the same settings, so
    that running twice changes nothing; otherwise the topics are compared with it.
    """
    former = storage.former_topics()
    if former is not None and settings.names == "nergens":
        from pipeline.nlp.paths import present_ids  # loads spaCy

        kept = present_ids(former.get("topic_assignments", ()), data["statements"]["statement_id"])
        former = {**former, "topic_assignments": kept}
    is_same = former is not None and former.get("key") == key
    progress.start(f"{upper_first(unit_words(settings.unit).unit[1])} groeperen", 0 if is_same else 1)
    if former is None or not is_same:
        former = _new_topics(data, accepted, former, settings) | {"key": key}
        progress.advance()
    progress.finish()
    return former


def _new_topics(
    data: Mapping[str, pd.DataFrame],
    accepted: Sequence[CodedReport],
    former: Mapping[str, Any] | None,
    settings: Settings,
) -> dict[str, Any]:
    # Loads scikit-learn and BERTopic.
    from pipeline.topics import continuity
    from pipeline.topics.model import assign, find_topics

    some = [report.embeddings for report in accepted if len(report.embeddings)]
    embeddings = np.concatenate(some) if some else embed([], [])
    statements = data["statements"]
    previous = None if former is None else continuity.from_record(former)
    known = (units(statements, data["insights"], settings.unit), data["insights"], statements, embeddings)
    found = None
    if settings.keep_topics and previous is not None and previous.unit == settings.unit:
        found = assign(*known, previous.topics, previous.assignments, embedding=settings.embedding, seed=settings.seed)
    is_kept = found is not None
    if found is None:
        found = find_topics(
            *known,
            embedding=settings.embedding,
            min_units=settings.min_dilemmas,
            fineness=settings.fineness,
            n_topics=settings.n_topics or None,
            seed=settings.seed,
        )
    current = continuity.describe(found.topics, found.assignments, embeddings, settings.embedding, settings.unit)
    topics, assignments = of_statements(found.topics, found.assignments, statements, settings.unit)
    current = replace(current, topics=topics, assignments=assignments)
    if previous is not None:
        words = continuity.words_of(data["insights"], statements)
        ids = {topic: topic for topic in found.topics["topic_id"]} if is_kept else None
        current = continuity.carry_on(previous, current, words, ids)
    return {
        **continuity.to_record(current),
        "topic_figures": tables.records(found.figures),
        "kept": is_kept,
    }


def _report(
    data: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    shown: "Shown | None",
    codebook: Codebook,
    model: str,
    key: str,
    settings: Settings,
    storage: Storage,
    folder: ReportFolder,
    progress: Progress,
) -> dict[str, Any]:
    """Write the report unless the one that is there came from the same input.

    Returns
    -------
    dict
        The sha256 of its `files`, and what the check on names came across (`nagekeken`).
    """
    kept = storage.cached(key)
    if kept is not None and folder.holds(kept["files"]):
        return kept
    if settings.names == "rollen":
        shown = without_names(data, texts, settings)
        data, texts = shown.tables, shown.texts
    before = storage.written_report()
    guard = None if shown is None else shown.guard
    made, n_searched = make_files(data, texts, codebook, model, settings, progress, guard=guard)
    files = folder.write(made)
    folder.remove(set(before) - set(files))
    storage.write_file_names(shown.paths if shown is not None and settings.names == "rollen" else {})
    value = {"files": files, "nagekeken": {} if shown is None else {**shown.counts, "bestanden": n_searched}}
    storage.keep(key, value)
    return value
