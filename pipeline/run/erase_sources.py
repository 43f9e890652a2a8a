"""The reports as users keep them, which are theirs to change: in which of them one person is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import Settings
from pipeline.executors import run_all
from pipeline.ingest.files import RawFile, find_files, read_bytes
from pipeline.ingest.readers import read_source
from pipeline.ingest.records import Rejection
from pipeline.nlp.one_person import OnePerson, Scope
from pipeline.progress import Progress
from pipeline.run.erase_files import Search


@dataclass(frozen=True)
class Source:
    """A report of the user that names the person.

    Attributes
    ----------
    path
        Its path below the raw folder.
    n_places
        How often its text names her.
    in_name
        Whether the name of the file does.
    """

    path: str
    n_places: int
    in_name: bool


def find_sources(
    raw: Path, person: OnePerson, scopes: Mapping[str, Scope], search: Search, settings: Settings, progress: Progress
) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    """Return the reports that name her, and the files that could not be read."""
    if not raw.is_dir():
        return (), ()
    files = list(find_files(raw, max_bytes=settings.max_file_megabytes * 1_000_000))
    tasks = [file for file in files if file.rejection is None]
    texts: dict[str, str] = {}
    progress.start("Verslagen doorzoeken", len(tasks))
    n_workers = min(settings.n_workers, max(1, len(tasks) // 2))
    seconds, megabytes = settings.max_file_seconds, settings.max_file_memory
    for task, outcome in run_all(text_of, tasks, n_workers=n_workers, seconds=seconds, megabytes=megabytes):
        if isinstance(outcome, str):
            texts[task.path] = outcome
        progress.advance()
    progress.finish()
    found = []
    for file in files:
        scope = scopes.get(file.path, person.everywhere)
        text = texts.get(file.path, "")
        n_places = max(sum(one.is_hers for one in person.find(text, scope)), len(search.sure.find(text)))
        in_name = bool(search.sure.find(file.path))
        if n_places or in_name:
            found.append(Source(file.path, n_places, in_name))
    return tuple(found), tuple(file.path for file in files if file.path not in texts)


def text_of(file: RawFile) -> str | None:
    """Return the text of a report, None if it cannot be read; depends on nothing but the file."""
    try:
        source = read_source(file.path, read_bytes(file.location, file.member))
    except OSError:
        return None
    return None if isinstance(source, Rejection) else source.text
