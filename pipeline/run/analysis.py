"""The whole path once, from reports to tables and report.

What is done for one report alone is in `coding`, and which reports are used in `acceptance`; what needs all reports
(topics, the report) follows from those.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
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
from pipeline.errors import SettingError
from pipeline.ingest.files import find_files, open_files
from pipeline.ingest.given_names import load_given_names
from pipeline.ingest.overrides import load_overrides
from pipeline.manifest import language_model_version, versions
from pipeline.nlp.codebook import Codebook, load_codebook
from pipeline.progress import Progress
from pipeline.reporting.labels import unit_words
from pipeline.run.acceptance import accept, check_files, check_used
from pipeline.run.coding import code_reports
from pipeline.run.commitments import complete
from pipeline.run.corrections import clustered, corrected, counted, with_topics
from pipeline.run.embedding import embed_units
from pipeline.run.naming import unused_given_names, with_given_names, withheld
from pipeline.run.report import make_files, shown_settings
from pipeline.run.series import name_alike
from pipeline.storage import ReportFolder, Storage, code_version, digest
from pipeline.topics.embedding import check_embedding, no_embeddings
from pipeline.topics.units import is_standard, is_too_small, of_statements, units, with_standard

if TYPE_CHECKING:
    from pipeline.nlp.left_over import Shown

_TOPIC_TABLES = ("topics", "topic_assignments", "similar_statements", "topic_figures", "topic_changes")


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
    unused_lines: Sequence[str]
    unused: Mapping[str, float]
    open_files: Sequence[str]
    files: Sequence[str]


def analyse(
    raw: Path, processed: Path, reports: Path, settings: Settings, progress: Progress, *, agreed: bool = False
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

    Raises
    ------
    SettingError
        If the raw folder does not exist or the language model is not there.
    CodebookError
        If the codebook is wrong.
    UnconfirmedError
        If it takes `agreed` to go on.
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
    own = {"code": code_version(), "versies": versions()}
    base = {**own, "taalmodel": model, "codeboek": codebook.digest}
    seconds: dict[str, float] = {}

    files = list(find_files(raw, max_bytes=settings.max_file_megabytes * 1_000_000))
    overrides, unused_lines = load_overrides(raw, {file.path for file in files}, {role.code for role in codebook.roles})
    given = load_given_names(raw)
    former = storage.used_reports()
    if not agreed:
        check_files(files, former, raw)
    coded, n_reused = code_reports(files, overrides, settings, codebook, base, storage, progress)
    if not agreed:
        check_used(coded, former, raw)
    accepted = accept(coded)
    seconds["verslagen"] = time.monotonic() - clock
    clock = time.monotonic()

    data, texts = dict(accepted.tables), accepted.texts
    written = data["reports"]["path"].isin([path for path, one in overrides.items() if one.series])
    data["sessions"] = name_alike(data["sessions"], set(data["reports"]["report_id"][written]))
    data = corrected(data, texts, raw, codebook, settings)
    data["commitments"] = complete(data)
    topics_key = digest(
        {
            "step": "topics",
            **base,
            "embedding": settings.embedding,
            "unit": settings.unit,
            "reports": list(accepted.keys),
            "corrections": clustered(data["corrections"]),
            "min": settings.min_dilemmas,
            "min_sessions": settings.min_sessions,
            "n_topics": settings.n_topics,
            "fineness": settings.fineness,
            "seed": settings.seed,
            "keep": settings.keep_topics,
        }
    )
    topics = _topics(data, texts, topics_key, own, settings, storage, progress)
    unused_lines += unused_given_names(given, topics)
    data |= {name: tables.frame(name, topics[name]) for name in _TOPIC_TABLES}
    seconds["dilemma’s"] = time.monotonic() - clock
    clock = time.monotonic()

    unused = data["rejections"]  # as whoever has the files knows them
    shown = None
    if settings.names == "nergens":
        shown = without_names(data, texts, settings)
        data, texts = shown.tables, shown.texts
        given = {topic_id: shown.without_names(name) for topic_id, name in given.items()}
    topics |= {name: tables.records(data[name]) for name in _TOPIC_TABLES}  # without names, if that is asked
    storage.keep_topics(topics)  # with their own names: those that are given may be withdrawn
    labels = {row["topic_id"]: row["label"] for row in topics["topics"]}
    topics |= with_given_names(topics, given)
    data |= {name: tables.frame(name, topics[name]) for name in _TOPIC_TABLES}
    data = with_topics(data, labels, given)
    storage.write_texts(texts)
    for name in tables.TABLES:
        storage.write_table(name, data[name])
    seconds["tabellen"] = time.monotonic() - clock
    clock = time.monotonic()

    report_key = digest(
        {
            "step": "report",
            "topics": digest(topics),
            "rejections": tables.records(unused),
            "corrections": tables.records(data["corrections"]),
            "settings": shown_settings(settings),
            "front_matter": settings.front_matter,
            "agreement": storage.agreement(),
        }
    )
    made = _report(data, texts, shown, codebook, model, report_key, settings, storage, ReportFolder(reports), progress)
    seconds["rapport"] = time.monotonic() - clock

    storage.write_manifest(
        {
            "gestart": started.isoformat(timespec="seconds"),
            **own,
            "modellen": {"taalmodel": model, "embedding": settings.embedding},
            "codeboek": {"versie": codebook.version, "sha256": codebook.digest, "pad": settings.codebook},
            "instellingen": settings.model_dump(by_alias=True),
            "toevalsgetal": settings.seed,
            "invoer": [{"path": row["path"], "sha256": row["sha256"]} for row in tables.records(data["reports"])],
            "rijen": {name: len(data[name]) for name in tables.TABLES},
            "hergebruikt": n_reused,
            "seconden": {stage: round(taken, 3) for stage, taken in seconds.items()},
            "namen": {"nagekeken": made["nagekeken"]},
            "correcties": counted(data["corrections"], unused_lines),
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
        corrections=data["corrections"],
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


def _topics(
    data: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    key: str,
    base: Mapping[str, Any],
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
    all_units = units(data["statements"], data["insights"], settings.unit)
    is_own = ~is_standard(all_units).to_numpy(dtype=bool)
    own = all_units[is_own].reset_index(drop=True)
    if settings.keep_topics or not is_too_small(own, settings.min_dilemmas, settings.min_sessions):
        # Asked for in every run: what a run does not ask for is not kept for the next.
        embeddings = embed_units(all_units, data["insights"], settings, base, storage, progress)[is_own]
    else:
        embeddings = no_embeddings(len(own))
    is_same = former is not None and former.get("key") == key
    progress.start(f"{upper_first(unit_words(settings.unit).unit[1])} groeperen", 0 if is_same else 1)
    if former is None or not is_same:
        known = (own, data["insights"], data["statements"], embeddings)
        former = _new_topics(known, all_units, former, settings, withheld(data, texts)) | {"key": key}
        progress.advance()
    progress.finish()
    return former


def _new_topics(
    known: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, NDArray[np.float32]],
    all_units: pd.DataFrame,
    former: Mapping[str, Any] | None,
    settings: Settings,
    withheld: Collection[str],
) -> dict[str, Any]:
    """Return the topics of `known`, which is what `find_topics` takes first; `all_units` has the standard text too."""
    # Loads scikit-learn and BERTopic.
    from pipeline.topics import continuity
    from pipeline.topics.model import assign, find_topics
    from pipeline.topics.similar import similar_statements

    _, insights, statements, embeddings = known
    previous = None if former is None else continuity.from_record(former)
    found = None
    if settings.keep_topics and previous is not None and previous.unit == settings.unit:
        found = assign(
            *known,
            previous.topics,
            previous.assignments,
            embedding=settings.embedding,
            seed=settings.seed,
            withheld=withheld,
        )
    is_kept = found is not None
    if found is None:
        found = find_topics(
            *known,
            embedding=settings.embedding,
            min_units=settings.min_dilemmas,
            min_sessions=settings.min_sessions,
            fineness=settings.fineness,
            n_topics=settings.n_topics or None,
            seed=settings.seed,
            withheld=withheld,
        )
    current = continuity.describe(found.topics, found.assignments, embeddings, settings.embedding, settings.unit)
    assignments = with_standard(found.assignments, all_units)
    topics, assignments = of_statements(found.topics, assignments, statements, settings.unit)
    current = replace(current, topics=topics, assignments=assignments)
    if previous is not None:
        words = continuity.words_of(insights, statements)
        ids = {topic: topic for topic in found.topics["topic_id"]} if is_kept else None
        current = continuity.carry_on(previous, current, words, ids)
    too_few = bool((found.assignments["status"] == "te_weinig").any())
    similar = similar_statements(*known[:3], settings.embedding) if too_few else tables.frame("similar_statements", [])
    return {
        **continuity.to_record(current),
        "similar_statements": tables.records(similar),
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
    made, n_searched = make_files(
        data, texts, codebook, model, settings, progress, guard=guard, agreement=storage.agreement()
    )
    files = folder.write(made)
    folder.remove(set(before) - set(files))
    storage.write_file_names(shown.paths if shown is not None and settings.names == "rollen" else {})
    value = {"files": files, "nagekeken": {} if shown is None else {**shown.counts, "bestanden": n_searched}}
    storage.keep(key, value)
    return value
