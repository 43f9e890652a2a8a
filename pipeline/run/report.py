"""The report from the tables: after an analysis, or anew on all or a part of what was analysed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from pipeline import tables
from pipeline.config import Settings
from pipeline.errors import EmptySelectionError, OffsetError, SettingError
from pipeline.nlp.codebook import Codebook, load_codebook
from pipeline.progress import Progress
from pipeline.reporting import Method, Names, Part, count_steps, make_report
from pipeline.run.choice import choose
from pipeline.run.selection import Selection, select
from pipeline.storage import ReportFolder, Storage

Tables = Mapping[str, pd.DataFrame]
Texts = Mapping[str, str]


@dataclass(frozen=True)
class MadeReport:
    """A report that was made anew, for the closing message.

    Attributes
    ----------
    folder
        Where it is.
    files
        Its files, by name in that folder.
    n_sessions, n_all_sessions
        How many sessions it is on, and how many were analysed.
    part
        What it is on, if that is not everything.
    """

    folder: Path
    files: Sequence[str]
    n_sessions: int
    n_all_sessions: int
    part: Part | None


def report(
    processed: Path,
    reports: Path,
    settings: Settings | None,
    progress: Progress,
    *,
    themes: Sequence[str] = (),
    roles: Sequence[str] = (),
    series: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> MadeReport:
    """Make the report anew from the tables of an earlier analysis, on all sessions or a part of them.

    A report on a part goes to a folder of its own under `reports`, so that the report on everything stays.

    Parameters
    ----------
    processed, reports
        The folders of the tables, which are only read, and of what is made for readers.
    settings
        Where to take the codebook from and how to show names; None for those of the analysis.
    progress
        Is told how far it is.
    themes, roles
        Codes or names of the codebook: only insights where one of them occurs.
    series
        Only sessions of one of these series.
    since, until
        Only sessions within these dates (EDTF), themselves included.

    Raises
    ------
    SettingError
        If the tables are missing or of another version, or a choice is not known.
    EmptySelectionError
        If no session is left.
    """
    progress.start("Tabellen lezen", 1)
    analysis = _read(processed)
    settings = _settings(analysis.settings, settings)
    codebook = _codebook(analysis, settings)
    data, texts = as_shown(analysis.data, analysis.texts, settings)
    selection = choose(codebook, data["sessions"], themes=themes, roles=roles, series=series, since=since, until=until)
    chosen, chosen_texts = select(data, texts, selection)
    progress.advance()
    progress.finish()
    n_all, n_left = len(data["sessions"]), len(chosen["sessions"])
    if not n_left:
        raise EmptySelectionError(selection.nothing_left(codebook))
    part = None
    if selection != Selection():
        any_time, _ = select(data, texts, replace(selection, since=None, until=None))
        n_undated = selection.n_undated(any_time["sessions"])
        part = Part(selection.in_words(codebook), n_all, n_undated, bool(selection.themes or selection.roles))
    files = make_files(chosen, chosen_texts, codebook, analysis.language_model, settings, progress, part)
    folder = reports / selection.folder if part else reports
    if part:
        ReportFolder(folder).replace(files)
    else:
        ReportFolder(folder).write(files)
    return MadeReport(folder, tuple(files), n_left, n_all, part)


def make_files(
    data: Tables,
    texts: Texts,
    codebook: Codebook,
    language_model: str,
    settings: Settings,
    progress: Progress,
    part: Part | None = None,
) -> dict[str, bytes]:
    """Return the files of the report on tables that may be shown as they are."""
    names = Names(
        themes={theme.code: theme.name for theme in codebook.themes},
        roles={role.code: role.name for role in codebook.roles},
        parents={theme.code: theme.parent for theme in codebook.themes if theme.parent},
    )
    method = Method(
        codebook_version=codebook.version,
        language_model=language_model,
        embedding=settings.embedding,
        min_dilemmas=settings.min_dilemmas,
        settings=shown_settings(settings),
        unit=settings.unit,
        part=part,
    )
    progress.start("Rapport en figuren maken", count_steps())
    files = make_report(data, texts, names, method, progress.advance)
    progress.finish()
    return files


def as_shown(data: Tables, texts: Texts, settings: Settings) -> tuple[Tables, Texts]:
    """Return tables and texts as the settings let readers see them."""
    return without_names(data, texts) if settings.names == "rollen" else (data, texts)


def without_names(data: Tables, texts: Texts) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return tables and texts with the names of persons replaced, each row where its offsets say."""
    from pipeline.nlp.pseudonyms import pseudonymise  # loads spaCy

    plain, plain_texts = pseudonymise(data, texts)
    check_offsets(plain, plain_texts)
    return plain, plain_texts


def check_offsets(data: Tables, texts: Texts) -> None:
    """Check that the texts of all tables stand where their offsets say.

    Raises
    ------
    OffsetError
        For the first that does not.
    """
    report_of_session = dict(zip(data["sessions"]["session_id"], data["sessions"]["report_id"], strict=True))
    for table in data.values():
        if "start_char" in table.columns:
            of_row = table["report_id"] if "report_id" in table.columns else table["session_id"].map(report_of_session)
            tables.check_offsets(table, texts, of_row)


def shown_settings(settings: Settings) -> dict[str, str]:
    """Return the settings that can change a result, as a reader of the report sees them."""
    decisive = settings.model_dump(by_alias=True, exclude={"workers", "codebook", "language_model"})
    return {name: {True: "ja", False: "nee"}.get(value, str(value)) for name, value in decisive.items()}


@dataclass(frozen=True)
class _Analysis:
    """What an earlier analysis left, and with what it was made."""

    data: Tables
    texts: Texts
    settings: Settings
    codebook_digest: str
    language_model: str


def _read(processed: Path) -> _Analysis:
    from pandera.errors import SchemaError  # takes half a second: not before the tables are read

    storage = Storage(processed)
    manifest = storage.read_manifest()
    if manifest is None:
        raise SettingError(
            f"In de map {processed} staan geen tabellen; draai eerst een analyse of geef --processed op."
        )
    try:
        data = {name: storage.read_table(name) for name in tables.TABLES}
        texts = {report_id: storage.read_text(report_id) for report_id in data["reports"]["report_id"]}
        check_offsets(data, texts)
        settings = Settings.model_validate(manifest["instellingen"])
        return _Analysis(data, texts, settings, manifest["codeboek"]["sha256"], manifest["modellen"]["taalmodel"])
    except (OffsetError, SchemaError, OSError, LookupError, TypeError, ValueError):
        raise SettingError(
            f"De tabellen in {processed} zijn van een andere versie of niet heel; draai de analyse opnieuw."
        ) from None


def _settings(of_analysis: Settings, asked: Settings | None) -> Settings:
    """Return the settings of the analysis, with the codebook and the names as they are asked for now."""
    if asked is None:
        return of_analysis
    # What was stored without names has none to show or to replace.
    names = of_analysis.names if of_analysis.names == "nergens" else asked.names
    return of_analysis.model_copy(update={"codebook": asked.codebook, "names": names})


def _codebook(analysis: _Analysis, settings: Settings) -> Codebook:
    codebook = load_codebook(Path(settings.codebook) if settings.codebook else None)
    if codebook.digest != analysis.codebook_digest:
        raise SettingError(
            "Het codeboek is een ander dan bij de analyse; draai de analyse opnieuw of geef het oude op met --config."
        )
    return codebook
