"""What is done for each report alone, through an executor: a report that goes wrong takes no other along."""

import gc
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pebble import ProcessExpired

from pipeline.config import Settings
from pipeline.errors import OffsetError, RodeDraadError
from pipeline.executors import run_all, run_here
from pipeline.ingest.files import RawFile
from pipeline.ingest.overrides import Override
from pipeline.ingest.records import Rejection
from pipeline.limits import OverMemoryError, OverTimeError
from pipeline.nlp.codebook import Codebook
from pipeline.progress import Progress
from pipeline.run.one_report import CodedReport, ReportTask, code_report, kept_report, keys_of, rejected
from pipeline.storage import Storage

_LARGE = 1_000_000  # bytes; what is smaller is no work for minutes
_FEW = 200  # reports that are parsed already: coded sooner than another process has loaded the language model


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


def code_reports(
    files: Sequence[RawFile],
    overrides: Mapping[str, Override],
    settings: Settings,
    codebook: Codebook,
    storage: Storage,
    progress: Progress,
) -> tuple[dict[str, CodedReport], int]:
    """Return the result of the report at each path, and how many reports had not changed since the last run."""
    results: dict[str, CodedReport] = {}
    tasks: list[ReportTask] = []
    n_unchanged = 0
    kept_in = storage if settings.names != "nergens" else None
    for file in files:
        if file.rejection is not None:
            results[file.path] = rejected(file.rejection)
            continue
        override = overrides.get(file.path)
        keys = keys_of(file.path, file.sha256, override, settings.language_model, codebook)
        read = None if kept_in is None else kept_in.cached(keys.read)
        n_unchanged += read is not None
        kept = None if kept_in is None or read is None else kept_report(read, keys, kept_in)
        if kept is not None:
            results[file.path] = kept
        else:
            own = (file.path, file.location, file.sha256, override)
            task = ReportTask(*own, settings.language_model, codebook, keys, kept_in and kept_in.anew(), file.member)
            tasks.append(task)
    progress.start("Verslagen lezen en coderen", len(tasks))
    n_workers = min(settings.n_workers, max(1, len(tasks) // 2))
    seconds, megabytes = settings.max_file_seconds, settings.max_file_memory
    is_light = len(tasks) <= _FEW and all(storage.holds(task.keys.parse) for task in tasks)
    if is_light:
        outcomes = run_here(code_report, tasks)
    else:
        limits = {"seconds": seconds, "megabytes": megabytes}
        outcomes = run_all(code_report, tasks, n_workers=n_workers, prepare=load_models, **limits)
    for task, outcome in outcomes:
        if isinstance(outcome, RodeDraadError):
            raise outcome
        if isinstance(outcome, Exception):
            results[task.path] = rejected(_failure(outcome, task, settings))
        else:
            storage.use(*outcome.used)
            results[task.path] = outcome
        progress.advance()
    progress.finish()
    return dict(sorted(results.items())), n_unchanged


def _failure(error: Exception, task: ReportTask, settings: Settings) -> Rejection:
    """Return why a file on which this program failed is not used: what a user can do, and tell the makers."""
    program = error.args[0] if isinstance(error, (OverMemoryError, OverTimeError)) and error.args else None
    who = f"{program}, dat het bestand omzet," if program else "het lezen en coderen"
    if isinstance(error, MemoryError):
        setting = f"verhoog de instelling maximaal_geheugen_per_bestand_mb (nu {settings.max_file_memory})"
        return Rejection("too_large", f"Splits dit bestand of {setting}; {who} vroeg meer geheugen dan dat.", program)
    if isinstance(error, TimeoutError):
        setting = f"verhoog de instelling maximale_seconden_per_bestand (nu {settings.max_file_seconds})"
        if task.location.stat().st_size > _LARGE:
            return Rejection("too_large", f"Splits dit bestand of {setting}; {who} rekende er langer aan.", program)
        message = f"Meld dit bestand aan de makers, want zo lang hoort {who} niet te duren, of {setting}."
        return Rejection("internal_error", message, program)
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
