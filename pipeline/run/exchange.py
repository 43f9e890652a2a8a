"""Projects for other programs: the tables written as one, and one read back as corrections."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.corpus import Corpus, load
from pipeline.corrections.anchors import anchor_of
from pipeline.corrections.model import Correction, What
from pipeline.corrections.write import to_csv
from pipeline.errors import SettingError, reason_of
from pipeline.exchange.archive import pack, unpack
from pipeline.exchange.codings import Coded, codings_of
from pipeline.exchange.compare import Edit, compare
from pipeline.exchange.elements import PROGRAM
from pipeline.exchange.names import Code, CodeNames, Family, Label
from pipeline.exchange.qde_read import read_project
from pipeline.exchange.qde_write import Project, Session, Text, moment, project_files
from pipeline.reliability import kind_definitions
from pipeline.run.last_check import check_files
from pipeline.run.report import check_codebook
from pipeline.storage import Storage, write_atomic
from pipeline.tables import KINDS, records


@dataclass(frozen=True)
class Exported:
    """A project that was written: how many texts, stretches of text and codings are in it."""

    n_texts: int
    n_stretches: int
    n_codings: int


@dataclass(frozen=True)
class Imported:
    """What came back.

    Attributes
    ----------
    written
        Where the corrections are, None if there are none.
    n_of
        How many rows, by what they correct.
    left
        What could not be taken over: a sentence for each.
    """

    written: Path | None
    n_of: Mapping[str, int]
    left: tuple[str, ...]


def export_project(processed: Path, target: Path) -> Exported:
    """Write all codings of an analysis as a project that other programs read (REFI-QDA 1.5).

    Parameters
    ----------
    processed
        The folder of the tables.
    target
        The file to write (`.qdpx`).

    Raises
    ------
    SettingError
        If there is no analysis, or the file is not called so.
    LeftOverNameError
        If the project would name a person that it must not name.
    OutputError
        If it cannot be written.
    """
    if target.suffix.lower() != ".qdpx":
        raise SettingError(f"{target}: een project heet op .qdpx; geef het zo’n naam.")
    corpus = load(processed)
    check_codebook(corpus)
    names = project_names(corpus)
    coded = codings_of(corpus.tables, names)
    files = project_files(_project(corpus, names, coded, processed, target.stem))
    if corpus.guard is not None:
        check_files({target.name: b"", **files}, corpus.guard)
    write_atomic(target, pack(files))
    return Exported(len(corpus.texts), len(coded), sum(len(stretch.codings) for stretch in coded))


def import_project(source: Path, processed: Path, target: Path, *, is_whole: bool = False, coder: str = "") -> Imported:
    """Write as corrections what people changed in a project.

    Parameters
    ----------
    source
        The project (`.qdpx`), as another program exported it.
    processed
        The folder of the tables that it was made of.
    target
        The file of corrections to write; it must not be there yet.
    is_whole
        Whether all codings that went out were kept: then what is not there was taken away.
    coder
        Who made the changes that bear no name.

    Raises
    ------
    SettingError
        If the project cannot be read or is not safe, there is no analysis, or the target will not do.
    OutputError
        If the corrections cannot be written.
    """
    if not (target.name.startswith("correcties") and target.suffix.lower() == ".csv"):
        raise SettingError(f"{target}: de analyse leest alleen correcties*.csv; geef het bestand zo’n naam.")
    if target.exists():
        raise SettingError(f"{target} bestaat al en blijft staan; kies een andere naam.")
    try:
        data = source.read_bytes()
    except OSError as error:
        why, _ = reason_of(error, is_read=True)
        raise SettingError(f"{source} is niet te lezen ({why}); controleer de naam en de rechten.") from None
    read = read_project(unpack(data))
    corpus = load(processed)
    check_codebook(corpus)
    names = project_names(corpus)
    texts, coded = project_texts(corpus), codings_of(corpus.tables, names)
    found = compare(read, texts, coded, names, is_whole=is_whole, coder=coder)
    by_id = {text.report_id: text for text in texts}
    rows = [
        _correction(edit, by_id[edit.report_id], target.name, number)
        for number, edit in enumerate(found.edits, start=2)
    ]
    if rows:
        write_atomic(target, to_csv(rows))
    return Imported(target if rows else None, Counter(row.what.value for row in rows), found.left)


def _correction(edit: Edit, text: Text, file: str, row: int) -> Correction:
    anchor = anchor_of(text.text, edit.start, edit.end, text.path)
    return Correction(
        file, row, What(edit.what), anchor, edit.was, edit.becomes, edit.coder, edit.date, edit.reason
    )  # fmt: skip


def project_names(corpus: Corpus) -> CodeNames:
    """Return the codes of an analysis as a project has them."""
    codebook = corpus.codebook
    themes = [
        Code(
            Label(Family.THEME, theme.code), theme.name, theme.definition,
            Label(Family.THEME, theme.parent) if theme.parent else None,
        )
        for theme in codebook.themes
    ]  # fmt: skip
    roles = [Code(Label(Family.ROLE, role.code), role.name, role.definition) for role in codebook.roles]
    voices = [Code(Label(Family.VOICE, role.code), role.name, role.definition) for role in codebook.roles]
    # A voice can also be a function that the codebook has no role for.
    others = set(corpus.tables["statements"]["attributed_to"].dropna()) - {role.code for role in codebook.roles}
    voices += [Code(Label(Family.VOICE, voice), voice) for voice in sorted(others)]
    meanings = kind_definitions()
    kinds = [Code(Label(Family.KIND, kind), kind, meanings[kind]) for kind in KINDS]
    topics = [Code(Label(Family.TOPIC, row["topic_id"]), row["label"]) for row in records(corpus.tables["topics"])]
    return CodeNames([*themes, *roles, *voices, *kinds, *topics])


def project_texts(corpus: Corpus) -> tuple[Text, ...]:
    """Return the reports of an analysis as a project has them."""
    rows = records(corpus.tables["reports"], ("report_id", "path"))
    return tuple(Text(row["report_id"], row["path"], corpus.texts[row["report_id"]]) for row in rows)


def _project(corpus: Corpus, names: CodeNames, coded: tuple[Coded, ...], processed: Path, name: str) -> Project:
    manifest = Storage(processed).read_manifest() or {}
    version = manifest.get("versies", {}).get("rode-draad") or "zonder versie"
    description = (
        f"Gecodeerd door {PROGRAM} {version} met codeboek {corpus.codebook.version}. Elke uitspraak heeft een soort, "
        "en waar die er zijn een stem, thema’s, rollen en een onderwerp; de beschrijving van een selectie zegt waarom. "
        "Wat u hier verbetert, is terug te lezen met `python -m pipeline uitwisselen --lees`."
    )
    present = Counter(
        row["session_id"] for row in records(corpus.tables["participants"], ("session_id", "present")) if row["present"]
    )
    sessions = tuple(
        Session(
            row["session_id"], row["report_id"], row["title"] or row["session_id"], row["date"], row["series"],
            present[row["session_id"]],
        )
        for row in records(corpus.tables["sessions"])
    )  # fmt: skip
    created = moment(str(manifest.get("gestart"))) or "1980-01-01T00:00:00Z"
    return Project(name, description, version, created, names, project_texts(corpus), sessions, coded)
