"""One person erased from all that was written: tables, texts, reports, kept results, and sheets that people filled in.

Everything is made before anything is written, and the tables are replaced last and all at once: a run that is broken
off leaves her in them, so that the next one finds her and does it over.
"""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import tables
from pipeline.corpus import Corpus, check_analysed, load, without_names
from pipeline.dutch.name_traces import NameTraces
from pipeline.errors import LeftOverNameError, PersonError
from pipeline.ingest.kept_tables import OVERRIDES, kept_tables
from pipeline.progress import Progress
from pipeline.run.erase_files import Search, Without, count, rewritten
from pipeline.run.erase_sources import Source, find_sources
from pipeline.run.file_texts import cannot_be_searched
from pipeline.run.holding import holding
from pipeline.run.report import make_files
from pipeline.storage import ReportFolder, Storage, files_below, write_atomic

if TYPE_CHECKING:
    from pipeline.nlp.erasing import Erased
    from pipeline.nlp.one_person import OnePerson, Scope

_PART = "deel-"
_STEP = "wis"  # how an erasure that was broken off is known
REWRITTEN, REMOVED, MADE_ANEW = "herschreven", "verwijderd", "opnieuw gemaakt"
LEFT = "niet te lezen; pas dit bestand zelf aan"


@dataclass(frozen=True)
class Place:
    """A file with the person in it.

    Attributes
    ----------
    path
        The file.
    n
        How many places name her; 0 for a file that cannot be searched.
    what
        What becomes of it: rewritten, removed or made anew.
    """

    path: Path
    n: int
    what: str


@dataclass(frozen=True)
class Erasure:
    """What was erased, or is to be.

    Attributes
    ----------
    names, doubtful
        The names of the person, and names that may be hers or another's.
    places
        The files with her in them.
    unclear
        By path of the report what may mean her or another one, and so stays.
    sources, unread
        The reports of the user that name her, and those that could not be read.
    is_done
        Whether it was done.
    """

    names: tuple[str, ...]
    doubtful: tuple[str, ...]
    places: tuple[Place, ...]
    unclear: Mapping[str, Sequence[str]]
    sources: tuple[Source, ...]
    unread: tuple[str, ...]
    is_done: bool


def erase_person(
    name: str,
    raw: Path,
    processed: Path,
    reports: Path,
    progress: Progress,
    *,
    agreed: bool = False,
    wait: bool = False,
) -> Erasure:
    """Erase a person from everything that was written, or say what that would be.

    Parameters
    ----------
    name
        Her name.
    raw, processed, reports
        The folders of the reports, which are only read but for the sheets beside them, of the tables, and of what was
        made for readers.
    progress
        Is told how far it is.
    agreed
        Whether to do it; if not, nothing is written.
    wait
        Whether to wait for another command that holds one of the folders.

    Raises
    ------
    SettingError
        If there is no analysis in the folder.
    PersonError
        If nobody is called so, or several persons are.
    LeftOverNameError
        If she is still named in a file afterwards.
    BusyError
        If another command holds one of the folders and `wait` is not given.
    """
    check_analysed(processed)
    folders = [folder for folder in (processed, reports) if folder.is_dir()]
    writes = agreed or Storage(processed).is_broken_off
    with holding(*folders, wait=wait) if writes else nullcontext() as finished:
        # Who broke an erasure off had agreed.
        return _erase(name, raw, processed, reports, progress, agreed=agreed, was_resumed=finished == _STEP)


def _erase(
    name: str, raw: Path, processed: Path, reports: Path, progress: Progress, *, agreed: bool, was_resumed: bool
) -> Erasure:
    from pipeline.nlp.erasing import erase, find_person, names_in  # loads spaCy

    storage = Storage(processed)
    corpus = load(processed, names="tonen")
    person, options = find_person(name, corpus.tables, corpus.texts)
    if options:
        shown = ", ".join(f"“{one}”" for one in options)
        raise PersonError(f"“{name}” kan meer dan één persoon zijn; kies met --persoon uit {shown}.")
    if not person.names:
        raise PersonError(_nobody(name, ()))
    search = Search.of(person)
    erased = erase(corpus.tables, corpus.texts, person)
    path_of = dict(zip(corpus.tables["reports"]["report_id"], corpus.tables["reports"]["path"], strict=True))
    scopes = {report_id: person.scope(names) for report_id, names in names_in(corpus.tables).items()}
    scopes |= {path_of[report_id]: scope for report_id, scope in scopes.items()}
    forms = {**erased.forms, **{path_of[report_id]: own for report_id, own in erased.forms.items()}}
    for shown, meant in storage.read_file_names().items():
        if meant in scopes:
            scopes[shown], forms[shown] = scopes[meant], forms.get(meant, frozenset())
    without = Without(person, scopes, forms, erased.label, erased.renamed)
    sheets = _sheets(raw, without, search)
    own = {*storage.files(), *(reports / file for file in storage.written_report())}
    others, made_of = _others(processed, reports, raw, own, without, search)
    places = [
        *(Place(path, n, REWRITTEN if data is not None else LEFT) for path, (n, data) in sheets.items()),
        *_own_places(storage, own, reports, search),
        *others,
    ]
    if not any(place.n for place in places):
        places, made_of = [], {}
    sources, unread = find_sources(raw, person, scopes, search, corpus.settings, progress)
    found = Erasure(person.names, person.doubtful, tuple(places), erased.unclear, sources, unread, is_done=False)
    if not places:
        if not was_resumed:
            raise PersonError(_nobody(name, sources))
        return replace(found, is_done=True)
    if not agreed:
        return found
    agreement: Any = without.value(storage.agreement())
    report = _report(corpus, erased, agreement, storage, reports, progress)
    storage.drop_cache()
    for path, (_, data) in sheets.items():
        if data is not None:
            write_atomic(path, data)
    for path, content in made_of.items():
        if content is None:
            path.unlink(missing_ok=True)
        else:
            write_atomic(path, content)
    _replace(storage, reports, erased, without, report, agreement)
    now = {erased.renamed.get(path, path): scope for path, scope in scopes.items()}
    _check(processed, reports, raw, person, now)
    return replace(found, is_done=True)


def _nobody(name: str, sources: tuple[Source, ...]) -> str:
    told = f"“{name}” staat in geen enkel bestand dat is gemaakt"
    if sources:
        return f"{told}, wel in verslagen zelf: {', '.join(source.path for source in sources)}; pas die zelf aan."
    return f"{told}; controleer de spelling, of geef met --processed en --reports de goede mappen op."


def _sheets(raw: Path, without: Without, search: Search) -> dict[Path, tuple[int, bytes | None]]:
    """Return the sheets beside the reports that name her: how often, and each without her; None if that cannot be."""
    found: dict[Path, tuple[int, bytes | None]] = {}
    for path in kept_tables(raw):
        data = path.read_bytes()
        n = count(search.any, "", data)
        # What names a file of the user follows from the file.
        made = rewritten(path.name, data, without, search, but="bestand" if path.name == OVERRIDES else "")
        if made is None and count(search.sure, "", data):
            found[path] = (n, None)
        elif made is not None and made != data:
            found[path] = (max(1, n - count(search.any, "", made)), made)
    return found


def _own_places(storage: Storage, own: set[Path], reports: Path, search: Search) -> list[Place]:
    """Return where she is in what an analysis writes."""
    found = []
    for path in sorted(own):
        if path.is_file() and (n := count(search.sure, path.name, path.read_bytes())):
            what = MADE_ANEW if path.is_relative_to(reports) else REWRITTEN
            found.append(Place(path, n, REMOVED if storage.is_kept(path) else what))
    return found


def _others(
    processed: Path, reports: Path, raw: Path, own: set[Path], without: Without, search: Search
) -> tuple[list[Place], dict[Path, bytes | None]]:
    """Return where she is in other files, and what becomes of each: its content without her, or None for nothing."""
    places: list[Place] = []
    made: dict[Path, bytes | None] = {}
    parts: set[Path] = set()
    for name, path in _files(processed, reports, raw):
        if path in own:
            continue
        data = path.read_bytes()
        n = count(search.any, name, data)
        content = None if search.any.find(name) else rewritten(name, data, without, search)
        if not n and not cannot_be_searched(name) and content in (None, data):
            continue
        part = reports / name.partition("/")[0]
        if part.name.startswith(_PART) and part.is_dir():
            parts.add(part)
        elif content is None:
            made[path] = None
            places.append(Place(path, n, REMOVED))
        elif content != data:
            made[path] = content
            places.append(Place(path, max(1, n - count(search.any, name, content)), REWRITTEN))
    for part in sorted(parts):  # a report on a part is one whole
        inside = files_below(part)
        made |= dict.fromkeys(inside)
        places.append(Place(part, sum(count(search.any, path.name, path.read_bytes()) for path in inside), REMOVED))
    return places, made


def _files(processed: Path, reports: Path, raw: Path) -> list[tuple[str, Path]]:
    """Return what lies in the folders of the tables and the report, by its path there; the user's reports excepted."""
    found: dict[Path, str] = {}
    for folder in (processed, reports):
        for path in files_below(folder):
            if not path.is_relative_to(raw):
                found.setdefault(path, path.relative_to(folder).as_posix())
    return [(name, path) for path, name in found.items()]


def _report(
    corpus: Corpus,
    erased: "Erased",
    agreement: dict[str, Any] | None,
    storage: Storage,
    reports: Path,
    progress: Progress,
) -> tuple[dict[str, bytes], Mapping[str, str]] | None:
    """Return the files of the report anew and what stands for which path; None if there was no report."""
    if not any((reports / name).is_file() for name in storage.written_report()):
        return None
    data, texts, shown = erased.tables, erased.texts, None
    setting = (storage.read_manifest() or {})["instellingen"]["namen"]
    if setting == "rollen":
        shown = without_names(data, texts, corpus.settings)
        data, texts = shown.tables, shown.texts
    settings = corpus.settings.model_copy(update={"names": setting})
    guard = None if shown is None else shown.guard
    files, _ = make_files(
        data, texts, corpus.codebook, corpus.language_model, settings, progress, guard=guard, agreement=agreement
    )
    return files, {} if shown is None else shown.paths


def _replace(
    storage: Storage,
    reports: Path,
    erased: "Erased",
    without: Without,
    report: tuple[dict[str, bytes], Mapping[str, str]] | None,
    agreement: dict[str, Any] | None,
) -> None:
    """Write report, tables and texts aside, and then put them in place at once."""
    manifest: Any = without.value(storage.read_manifest() or {})
    paths: Mapping[str, str] = {}
    folder: ReportFolder | None = None
    if report is not None:
        files, paths = report
        folder = ReportFolder(reports)
        manifest["rapport"] = folder.aside(files, storage.written_report())
    manifest["gewist"] = [*manifest.get("gewist", []), datetime.now(UTC).isoformat(timespec="seconds")]
    aside = storage.aside()
    aside.write_texts(erased.texts)
    for table in tables.TABLES:
        aside.write_table(table, erased.tables[table])
    topics: Any = without.value(storage.former_topics())
    if topics is not None:
        aside.keep_topics(topics)
    if agreement is not None:
        aside.keep_agreement(agreement)
    aside.write_file_names(paths)
    aside.write_manifest(manifest)
    aside.take_over(folder, step=_STEP)


def _check(processed: Path, reports: Path, raw: Path, person: "OnePerson", scopes: Mapping[str, "Scope"]) -> None:
    """Search everything once more, whatever was done to it, and each text for what there can be hers alone.

    Raises
    ------
    LeftOverNameError
        For the first file that still names her.
    """
    sure = Search.of(person).sure
    left = [path for name, path in _files(processed, reports, raw) if count(sure, name, path.read_bytes())]
    storage = Storage(processed)
    for report_id, path in storage.read_table("reports")[["report_id", "path"]].itertuples(index=False):
        scope = scopes.get(path)
        if scope is not None and scope.is_present:
            own = NameTraces(person.names, scope.others, person.plain)
            if own.find(storage.read_text(report_id)):
                left.append(storage.path_of_text(report_id))
    if left:
        raise LeftOverNameError(
            f"Deze persoon staat nog in {left[0]}; verwijder dit bestand, en meld dit aan de makers."
        )
