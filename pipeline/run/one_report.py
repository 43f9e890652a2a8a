"""One report from its file to its rows, in steps that are kept apart: what did not change is not done again.

Reading depends on the file, parsing also on the language model, and what is mentioned also on the codebook. The rest of
coding asks for the mentions of roles and no themes, so that a codebook with another theme leaves all of that as it is.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import tables
from pipeline.code_versions import code_version
from pipeline.errors import cannot_read, is_unreachable
from pipeline.ingest.files import read_bytes
from pipeline.ingest.overrides import Override
from pipeline.ingest.records import Rejection
from pipeline.manifest import language_model_version, versions
from pipeline.nlp.codebook import Codebook
from pipeline.storage import Storage, digest

if TYPE_CHECKING:
    from pipeline.nlp.parsing import ParsedPassage

REPORT_TABLES = (
    "reports", "sessions", "participants", "insights", "blocks", "statements", "commitments", "theme_mentions",
    "role_mentions", "entities", "rejections", "unused",
)  # fmt: skip

Value = Mapping[str, Any]


@dataclass(frozen=True)
class Keys:
    """Under what each step of a report is kept: the digest of all that decides it.

    Attributes
    ----------
    read
        The tables that reading fills, and the text; or why the file is not used.
    parse
        The passages as the language model reads them.
    mentions
        The mentions of themes, and under what the rest of coding is kept.
    code
        What decides the rest of coding beside the mentions of roles.
    """

    read: str
    parse: str
    mentions: str
    code: str


def keys_of(path: str, sha256: str, override: Override | None, language_model: str, codebook: Codebook) -> Keys:
    """Return under what the steps of a report are kept."""
    added = asdict(override) if override else None
    model = language_model_version(language_model)
    read = digest({"step": "read", "by": _by("pipeline.ingest.report"), "path": path, "file": sha256, "given": added})
    parse = digest({"step": "parse", "by": _by("pipeline.nlp.parsing"), "of": read, "model": model})
    mentions = digest(
        {"step": "mentions", "by": _by("pipeline.nlp.mentions"), "of": parse, "codebook": codebook.digest}
    )
    code = digest(
        {"step": "code", "by": _by("pipeline.nlp.tagging"), "of": parse, "roles": sorted(codebook.role_codes)}
    )
    return Keys(read, parse, digest([mentions, code]), code)


@cache
def _by(module: str) -> str:
    """Return what stands for the code and the packages that do a step."""
    return digest([code_version(module, beside=[__name__]), versions()])


@dataclass(frozen=True)
class ReportTask:
    """One report to read and code, with all that decides the result, and where its steps are kept (if anywhere)."""

    path: str
    location: Path
    sha256: str
    override: Override | None
    language_model: str
    codebook: Codebook
    keys: Keys
    storage: Storage | None
    member: str = ""  # of a zip or message


@dataclass(frozen=True)
class CodedReport:
    """What one report yields: its text and its part of each table (as Arrow), or why it was rejected.

    Attributes
    ----------
    value
        What it yields.
    used
        The keys under which its steps are kept.
    """

    value: Value
    used: frozenset[str] = frozenset()

    @property
    def rejection(self) -> Mapping[str, Any] | None:
        """Why the report was not used, or None."""
        return self.value.get("rejection")


def rejected(rejection: Rejection) -> CodedReport:
    """Return the result of a file that was not used."""
    return CodedReport(_rejection(rejection))


def kept_report(read: Value, keys: Keys, storage: Storage) -> CodedReport | None:
    """Return what a report that was read before yields if nothing that decides it changed, else None."""
    if "rejection" in read:
        return CodedReport(read)
    mentions = storage.cached(keys.mentions)
    coded = None if mentions is None else storage.cached(mentions["coded"])
    if mentions is None or coded is None:
        return None
    storage.use(keys.parse)  # for the next codebook
    return _coded_report(read, coded, mentions)


def code_report(task: ReportTask) -> CodedReport:
    """Read and code one report; depends on nothing but the task, the file it names and what was kept of it."""
    storage = task.storage
    read = _kept(storage, task.keys.read, lambda: _read(task))
    if "rejection" in read:
        return CodedReport(read, storage.used if storage else frozenset())

    from pipeline.nlp.mentions import codebook_matcher  # loads spaCy
    from pipeline.nlp.tagging import code_report as code
    from pipeline.nlp.tagging import theme_rows

    own: Mapping[str, Sequence[Mapping[str, Any]]] = read["tables"]
    parsed = _parsed(task, own)
    find = codebook_matcher(task.language_model, task.codebook).find
    found = [find(one.doc) for one in parsed]
    roles = [mentions.roles for mentions in found]

    def coded() -> Value:
        made = code(own, parsed, roles, role_codes=task.codebook.role_codes, language_model=task.language_model)
        tables.check_rows(made.rows, read["text"])
        return {"tables": made.rows, "spans": made.spans}

    key = digest({"of": task.keys.code, "roles": [[asdict(mention) for mention in passage] for passage in roles]})
    rest = _kept(storage, key, coded)
    themes = theme_rows(parsed, [mentions.themes for mentions in found], rest["spans"])
    tables.check_rows({"theme_mentions": themes}, read["text"])
    mentioned = {"coded": key, "theme_mentions": themes}
    if storage is not None:
        storage.keep(task.keys.mentions, mentioned)
    return _coded_report(read, rest, mentioned, storage.used if storage else frozenset())


def _kept(storage: Storage | None, key: str, make: Callable[[], Value]) -> Value:
    """Return what is kept under a key, or else make and keep it; a file that could not be read may be the next time."""
    kept = None if storage is None else storage.cached(key)
    if kept is not None:
        return kept
    made = make()
    if storage is not None and not made.get("is_passing"):
        storage.keep(key, made)
    return made


def _read(task: ReportTask) -> Value:
    from pipeline.ingest.report import IngestedReport, read_report

    try:
        data = read_bytes(task.location, task.member)
    except OSError as error:
        if is_unreachable(error):  # which says nothing of the file
            raise cannot_read(task.location, error) from None
        return _passing(Rejection("unreadable", "Controleer de leesrechten van dit bestand.", error.strerror))
    if hashlib.sha256(data).hexdigest() != task.sha256:
        message = "Draai de analyse opnieuw; dit bestand veranderde terwijl het werd gelezen."
        return _passing(Rejection("unreadable", message))
    report = read_report(task.path, data, task.override)
    if not isinstance(report, IngestedReport):
        return _rejection(report)
    rows = {name: tables.records(table) for name, table in report.tables.items()}
    tables.check_rows(rows, report.text)
    return {"report_id": report.report_id, "text": report.text, "tables": rows}


def _parsed(task: ReportTask, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> "list[ParsedPassage]":
    from pipeline.nlp import parsing
    from pipeline.nlp.passages import passages_of

    passages = list(passages_of(rows["insights"], rows["blocks"]))
    kept = None if task.storage is None else task.storage.cached_bytes(task.keys.parse)
    if kept is not None:
        return parsing.from_bytes(kept, passages, task.language_model)
    parsed = parsing.parse(passages, task.language_model)
    if task.storage is not None:
        task.storage.keep_bytes(task.keys.parse, parsing.to_bytes(parsed))
    return parsed


def _coded_report(read: Value, coded: Value, mentions: Value, used: frozenset[str] = frozenset()) -> CodedReport:
    rows = {**read["tables"], **coded["tables"], "theme_mentions": mentions["theme_mentions"]}
    own = {name: tables.to_arrow(name, rows[name]) for name in REPORT_TABLES}
    return CodedReport({"report_id": read["report_id"], "text": read["text"], "tables": own}, used)


def _rejection(rejection: Rejection) -> Value:
    return {"rejection": {"reason": rejection.reason, "message": rejection.message, "detail": rejection.detail}}


def _passing(rejection: Rejection) -> Value:
    return {**_rejection(rejection), "is_passing": True}
