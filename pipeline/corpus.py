"""What an analysis left in the processed folder, opened again: for notebooks and for whoever asks further."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from pydantic import ValidationError

from pipeline import tables
from pipeline.config import Settings
from pipeline.errors import BusyError, OffsetError, SettingError, cannot_read
from pipeline.nlp.codebook import Codebook, load_codebook
from pipeline.reporting import Names
from pipeline.storage import Storage

if TYPE_CHECKING:
    from pipeline.dutch.name_check import NameCheck
    from pipeline.nlp.left_over import Shown

_TIMES = 5  # so often is an analysis read that is replaced meanwhile


@dataclass(frozen=True)
class Corpus:
    """The tables and texts of an analysis, and what they were made with.

    Attributes
    ----------
    tables
        The tables of the data contract, by name.
    texts
        The normalised text of each report, by `report_id`; every offset in the tables is in these.
    codebook
        The codebook that the themes and roles are from.
    settings
        The settings of the analysis; `settings.names` says what became of the names of persons here.
    codebook_digest, language_model
        The sha256 of the codebook and the language model that the analysis was made with.
    guard
        The names that may stand in nothing that is made of the tables and texts; None where they hold names.
    """

    tables: Mapping[str, pd.DataFrame]
    texts: Mapping[str, str]
    codebook: Codebook
    settings: Settings
    codebook_digest: str
    language_model: str
    guard: "NameCheck | None" = field(default=None, repr=False)

    @property
    def code_names(self) -> Names:
        """The Dutch names of the themes and roles."""
        return names_of(self.codebook)

    def with_tables(self, **changed: pd.DataFrame) -> "Corpus":
        """Return the corpus with some tables replaced, validated; what is on disk stays as it is."""
        new = {name: tables.validate(name, table) for name, table in changed.items()}
        return replace(self, tables=MappingProxyType({**self.tables, **new}))


def load(
    processed: Path | str,
    *,
    names: Literal["rollen", "tonen"] | None = None,
    codebook: Path | str | None = None,
    known_names: Literal["gewoon", "tonen", "vervangen"] | None = None,
) -> Corpus:
    """Open the tables and texts of an analysis.

    Parameters
    ----------
    processed
        The folder of the tables.
    names
        `rollen` puts role and organisation in place of the names of persons, in tables and texts; `tonen` leaves
        them; None does what the setting of the analysis says.
    codebook
        The codebook of the analysis, where it no longer stands where it stood.
    known_names
        Which names that are known outside stay, as the setting `bekende_namen` says; None for that of the analysis.

    Raises
    ------
    SettingError
        If there is no analysis in the folder, or one of another version of this program.
    CodebookError
        If the codebook cannot be read.
    """
    root = Path(processed)
    manifest, data, texts = _read(Storage(root), root)
    settings = _settings(manifest, root)
    names = names or ("rollen" if settings.names == "rollen" else "tonen")
    settings = settings.model_copy(update={"known_names": known_names or settings.known_names})
    guard = None
    if names == "rollen" and settings.names != "nergens":
        shown = without_names(data, texts, settings)
        data, texts, guard = shown.tables, shown.texts, shown.guard
    kept = settings.names if settings.names == "nergens" else names
    return Corpus(
        MappingProxyType(data),
        MappingProxyType(texts),
        load_codebook(_codebook(settings, root) if codebook is None else Path(codebook)),
        settings.model_copy(update={"names": kept}),
        *_made_with(manifest, root),
        guard,
    )


def check_analysed(processed: Path) -> dict[str, Any]:
    """Return the manifest of the analysis in a folder.

    Raises
    ------
    SettingError
        If there is none.
    """
    manifest = Storage(processed).read_manifest()
    if manifest is None:
        raise SettingError(
            f"In de map {processed} staat geen analyse; draai eerst `make analyse` of kies een andere map."
        )
    return manifest


def names_of(codebook: Codebook) -> Names:
    """Return the Dutch names of the themes and roles of a codebook, and which theme is broader than which."""
    return Names(
        themes={theme.code: theme.name for theme in codebook.themes},
        roles={role.code: role.name for role in codebook.roles},
        parents={theme.code: theme.parent for theme in codebook.themes if theme.parent},
    )


def without_names(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str], settings: Settings) -> "Shown":
    """Return tables and texts with the names of persons replaced, each row where its offsets say."""
    from pipeline.nlp.left_over import show  # loads spaCy

    shown = show(data, texts, settings.known_names)
    tables.check_all_offsets(shown.tables, shown.texts)
    return shown


def _settings(manifest: Mapping[str, Any], root: Path) -> Settings:
    try:
        return Settings.model_validate(manifest["instellingen"])
    except (KeyError, ValidationError):
        raise _other_version(root) from None


def _made_with(manifest: Mapping[str, Any], root: Path) -> tuple[str, str]:
    """Return the sha256 of the codebook, and the language model."""
    try:
        return str(manifest["codeboek"]["sha256"]), str(manifest["modellen"]["taalmodel"])
    except (KeyError, TypeError):
        raise _other_version(root) from None


def _read(storage: Storage, root: Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame], dict[str, str]]:
    """Return manifest, tables and texts of one run, also where another run takes its place meanwhile."""
    from pandera.errors import SchemaError  # takes half a second: not for those who only import this

    manifest = check_analysed(root)
    for _ in range(_TIMES):
        fault: Exception | None = None
        data: dict[str, pd.DataFrame] = {}
        texts: dict[str, str] = {}
        try:
            data = {name: storage.read_table(name) for name in tables.TABLES}
            texts = {report_id: storage.read_text(report_id) for report_id in data["reports"]["report_id"]}
            tables.check_all_offsets(data, texts)
        except (OSError, ValueError, KeyError, OffsetError, SchemaError) as error:
            fault = error
        before, manifest = manifest, check_analysed(root)
        if manifest != before:
            continue
        if isinstance(fault, OSError) and not isinstance(fault, FileNotFoundError) and fault.errno:
            raise cannot_read(root, fault)
        if fault is not None:
            raise _other_version(root)
        return manifest, data, texts
    raise BusyError(f"De analyse in {root} wordt steeds vervangen; probeer het opnieuw als dat klaar is.")


def _codebook(settings: Settings, root: Path) -> Path | None:
    """Return where the codebook stands; a relative path counts from a folder above the tables, if not from here."""
    if settings.codebook is None:
        return None
    path = Path(settings.codebook)
    options = (folder / path for folder in (Path(), *root.resolve().parents))
    return next((option for option in options if option.is_file()), path)


def _other_version(root: Path) -> SettingError:
    return SettingError(
        f"De analyse in {root} is niet heel of van een andere versie; draai opnieuw `make analyse` met deze map."
    )
