"""What is done for one report alone: `code_report`, a pure function that runs through an executor.

Its results are kept under the key of all that decides them; a report that goes wrong takes no other along.
"""

import gc
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pebble import ProcessExpired

from pipeline import tables
from pipeline.config import Settings
from pipeline.errors import OffsetError, RodeDraadError
from pipeline.executors import run_all
from pipeline.ingest.files import RawFile, read_bytes
from pipeline.ingest.overrides import Override
from pipeline.ingest.records import Rejection
from pipeline.nlp.codebook import Codebook
from pipeline.progress import Progress
from pipeline.storage import Storage, digest

REPORT_TABLES = (
    "reports", "sessions", "participants", "insights", "blocks", "statements", "commitments", "theme_mentions",
    "role_mentions", "entities", "rejections", "unused",
)  # fmt: skip
_LARGE = 1_000_000  # bytes; what is smaller is no work for minutes


@dataclass(frozen=True)
class ReportTask:
    """One report to read and code, with all that decides the result."""

    path: str
    location: Path
    sha256: str
    override: Override | None
    language_model: str
    codebook: Codebook
    member: str = ""  # of a zip or message


@dataclass(frozen=True)
class CodedReport:
    """What one report yields: its text and the records of each table, or why it was rejected."""

    value: Mapping[str, Any]

    @property
    def rejection(self) -> Mapping[str, Any] | None:
        """Why the report was not used, or None."""
        return self.value.get("rejection")


def code_report(task: ReportTask) -> CodedReport:
    """Read and code one report; depends on nothing but the task and the file it names."""
    from pipeline.ingest.report import IngestedReport, read_report
    from pipeline.nlp.tagging import tag_report  # loads spaCy

    try:
        data = read_bytes(task.location, task.member)
    except OSError as error:
        return rejected(Rejection("unreadable", "Controleer de leesrechten van dit bestand.", error.strerror))
    if hashlib.sha256(data).hexdigest() != task.sha256:
        message = "Draai de analyse opnieuw; dit bestand veranderde terwijl het werd gelezen."
        return rejected(Rejection("unreadable", message))
    read = read_report(task.path, data, task.override)
    if not isinstance(read, IngestedReport):
        return rejected(read)
    rows = {
        **{name: tables.records(table) for name, table in read.tables.items()},
        **tag_report(read.tables, language_model=task.language_model, codebook=task.codebook),
    }
    tables.check_rows(rows, read.text)
    value = {
        "report_id": read.report_id,
        "text": read.text,
        "tables": {name: rows[name] for name in REPORT_TABLES},
    }
    return CodedReport(value)


def load_models(task: ReportTask) -> None:
    """Load what coding a report needs, once a process: that is no work on the report."""
    _load_models(task.language_model, task.codebook)


@lru_cache(maxsize=1)
def _load_models(language_model: str, codebook: Codebook) -> None:
    from pipeline.ingest.report import read_report
    from pipeline.nlp.tagging import tag_texts  # loads spaCy

    text = "1"
    read_report(text, text.encode())
    tag_texts([text], codebook, language_model=language_model)
    # Models and word lists stay: the collector need not walk through them with every report (a twentieth of coding).
    gc.collect()
    gc.freeze()


def rejected(rejection: Rejection) -> CodedReport:
    """Return the result of a file that was not used."""
    value = {"rejection": {"reason": rejection.reason, "message": rejection.message, "detail": rejection.detail}}
    return CodedReport(value)


def code_reports(
    files: Sequence[RawFile],
    overrides: Mapping[str, Override],
    settings: Settings,
    codebook: Codebook,
    base: Mapping[str, Any],
    storage: Storage,
    progress: Progress,
) -> tuple[dict[str, tuple[str, CodedReport]], int]:
    """Return for each path the key and result of its report, and how many results were kept from before."""
    results: dict[str, tuple[str, CodedReport]] = {}
    tasks: dict[str, ReportTask] = {}
    n_reused = 0
    for file in files:
        if file.rejection is not None:
            results[file.path] = ("", rejected(file.rejection))
            continue
        override = overrides.get(file.path)
        added = asdict(override) if override else None
        key = digest({"step": "report", **base, "path": file.path, "sha256": file.sha256, "override": added})
        kept = storage.cached(key) if settings.names != "nergens" else None
        if kept is not None:
            results[file.path] = (key, CodedReport(kept))
            n_reused += 1
        else:
            own = (file.path, file.location, file.sha256, override)
            tasks[key] = ReportTask(*own, settings.language_model, codebook, file.member)
    progress.start("Verslagen lezen en coderen", len(tasks))
    keys = {task.path: key for key, task in tasks.items()}
    n_workers = min(settings.n_workers, max(1, len(tasks) // 2))
    seconds = settings.max_file_seconds
    outcomes = run_all(code_report, tasks.values(), n_workers=n_workers, seconds=seconds, prepare=load_models)
    for task, outcome in outcomes:
        if isinstance(outcome, RodeDraadError):
            raise outcome
        if isinstance(outcome, Exception):
            results[task.path] = ("", rejected(_failure(outcome, task, seconds)))
        else:
            if settings.names != "nergens":
                storage.keep(keys[task.path], outcome.value)
            results[task.path] = (keys[task.path], outcome)
        progress.advance()
    progress.finish()
    return dict(sorted(results.items())), n_reused


def _failure(error: Exception, task: ReportTask, seconds: int) -> Rejection:
    """Return why a file on which this program failed is not used: what a user can do, and tell the makers."""
    if isinstance(error, TimeoutError):
        setting = f"verhoog de instelling maximale_seconden_per_bestand (nu {seconds})"
        if task.location.stat().st_size > _LARGE:
            return Rejection("too_large", f"Splits dit bestand of {setting}.")
        message = f"Meld dit bestand aan de makers, want zo lang hoort het lezen niet te duren, of {setting}."
        return Rejection("internal_error", message)
    if isinstance(error, ProcessExpired):
        message = "Sla dit bestand op in een ander formaat; de lezer liep erop vast. Meld het ook aan de makers."
        return Rejection("unreadable", message, f"{type(error).__name__}: {error}")
    fault = f"{type(error).__name__}, {error}" if isinstance(error, OffsetError) else type(error).__name__
    return internal_error(fault, f"{type(error).__name__}: {error}")


def internal_error(fault: str, detail: str | None = None) -> Rejection:
    """Return the rejection of a report in which this program made a fault."""
    message = (
        f"Stuur dit bestand met deze melding naar de makers: het programma maakte er een fout in ({fault}). "
        "De andere verslagen zijn wel gelezen."
    )
    return Rejection("internal_error", message, detail)
