"""The report from the tables: after an analysis, or anew on all or a part of what was analysed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from pipeline.config import FRONT_MATTER, Settings
from pipeline.corpus import Corpus, load, names_of
from pipeline.errors import EmptySelectionError, LeftOverNameError, SettingError
from pipeline.executors import beside
from pipeline.manifest import package_version
from pipeline.nlp.codebook import Codebook
from pipeline.progress import Progress
from pipeline.reporting import Method, Part, count_steps, make_report
from pipeline.reporting.inputs import Agreement, FrontMatter
from pipeline.run.choice import choose
from pipeline.run.holding import holding
from pipeline.run.last_check import check_files
from pipeline.run.selection import Selection, select
from pipeline.storage import ReportFolder, Storage

if TYPE_CHECKING:
    from pipeline.dutch.name_check import NameCheck
    from pipeline.reporting.document import PictureCache

MANY = 5_000  # statements from which on a second process pays

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
    sessions: Sequence[str] = (),
    organisations: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    wait: bool = False,
) -> MadeReport:
    """Make the report anew from the tables of an earlier analysis, on all sessions or a part of them.

    A report on a part goes to a folder of its own under `reports`, so that the report on everything stays.

    Parameters
    ----------
    processed, reports
        The folders of the tables, which are only read, and of what is made for readers.
    settings
        Where to take the codebook from, how to show names and what stands at the top; None for those of the analysis.
    progress
        Is told how far it is.
    themes, roles
        Codes or names of the codebook: only insights where one of them occurs.
    series
        Only sessions of one of these series.
    sessions
        Only these sessions: ids, titles, or titles with their date.
    organisations
        Only sessions where one of these organisations was present.
    since, until
        Only sessions within these dates (EDTF), themselves included.
    wait
        Whether to wait for another command that holds the folder of the report.

    Raises
    ------
    SettingError
        If the tables are missing or of another version, or a choice is not known.
    EmptySelectionError
        If no session is left.
    LeftOverNameError
        If the report would name a person that it must not name.
    BusyError
        If another command holds the folder of the report and `wait` is not given.
    """
    progress.start("Tabellen lezen", 1)
    names: Literal["rollen", "tonen"] | None = None
    if settings is not None:
        names = "tonen" if settings.names == "tonen" else "rollen"
    corpus = load(
        processed,
        names=names,
        codebook=settings.codebook if settings else None,
        known_names=settings.known_names if settings else None,
    )
    check_codebook(corpus)
    codebook, data, texts = corpus.codebook, corpus.tables, corpus.texts
    selection = choose(
        codebook, data, themes=themes, roles=roles, series=series,
        sessions=sessions, organisations=organisations, since=since, until=until,
    )  # fmt: skip
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
    folder = reports / selection.folder if part else reports
    asked = {} if settings is None else {**settings.front_matter, "formats": settings.formats}
    shown = corpus.settings.model_copy(update=asked)
    files, _ = make_files(
        chosen, chosen_texts, codebook, corpus.language_model, shown, progress, part,
        guard=corpus.guard, folder=selection.folder if part else "", agreement=Storage(processed).agreement(),
    )  # fmt: skip
    with holding(reports, beside=processed, wait=wait):
        by_others = {} if part else Storage(processed).written_report()
        ReportFolder(reports).replace(selection.folder if part else "", files, by_others)
    return MadeReport(folder, tuple(files), n_left, n_all, part)


def make_files(
    data: Tables,
    texts: Texts,
    codebook: Codebook,
    language_model: str,
    settings: Settings,
    progress: Progress,
    part: Part | None = None,
    *,
    guard: "NameCheck | None",
    folder: str = "",
    agreement: Mapping[str, Any] | None = None,
    cache: "PictureCache | None" = None,
) -> tuple[dict[str, bytes], int]:
    """Return the files of the report on tables that may be shown as they are, and how many were searched for names.

    Raises
    ------
    LeftOverNameError
        If a name that `guard` knows stands in one of them, in the name of the folder that they will be in, or in a
        setting that is shown at the top.
    """
    if guard is not None:
        _check_front(settings, guard)
    method = Method(
        codebook_version=codebook.version,
        language_model=language_model,
        embedding=settings.embedding,
        min_dilemmas=settings.min_dilemmas,
        min_sessions=settings.min_sessions,
        settings=shown_settings(settings),
        unit=settings.unit,
        part=part,
        front=FrontMatter(**settings.front_matter),
        version=package_version("rode-draad") or "",
        agreement=_agreement(agreement, codebook, language_model),
        formats=settings.formats,
    )
    progress.start("Rapport en figuren maken", count_steps(settings.formats))
    with beside(pays=len(data["statements"]) >= MANY and settings.n_workers > 1) as other:
        files = make_report(data, texts, names_of(codebook), method, progress.advance, cache, other)
        n_searched = 0 if guard is None else check_files(files, guard, folder, other)
    progress.finish()
    return files, n_searched


def _agreement(kept: Mapping[str, Any] | None, codebook: Codebook, language_model: str) -> tuple[Agreement, ...]:
    """Return how far people and the program agree; nothing where that was on other codes than these."""
    if kept is None or (kept["codeboek"], kept["taalmodel"]) != (codebook.digest, language_model):
        return ()
    return tuple(Agreement(**row) for row in kept["rijen"])


def shown_settings(settings: Settings) -> dict[str, str]:
    """Return the settings that can change a result, as a reader of the report sees them."""
    undecisive = {"workers", "codebook", "language_model", "formats", *FRONT_MATTER}
    decisive = settings.model_dump(by_alias=True, exclude=undecisive)
    return {
        name: ("ja" if value else "nee") if isinstance(value, bool) else str(value) for name, value in decisive.items()
    }


def _check_front(settings: Settings, guard: "NameCheck") -> None:
    """Refuse a name in what a user set himself, where he can still tell in which setting."""
    for key, text in settings.front_matter.items():
        for hit in guard.find(text or ""):
            raise LeftOverNameError(
                f"De instelling {Settings.model_fields[key].alias} noemt {hit.name}, en daarom is er geen rapport "
                'geschreven; laat die naam weg, of kies met namen = "tonen" voor een rapport met namen.'
            )


def check_codebook(corpus: Corpus) -> None:
    """Refuse a codebook that is not the one of the analysis.

    Raises
    ------
    SettingError
        If it is another.
    """
    if corpus.codebook.digest != corpus.codebook_digest:
        raise SettingError(
            "Het codeboek is een ander dan bij de analyse; draai de analyse opnieuw of geef het oude op met --config."
        )
