"""The codebook: themes and roles with the terms that show them (format in `docs/contract.md`)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline import written_toml
from pipeline.errors import CodebookError
from pipeline.nlp.codebook_format import Entry, File, Theme, check_entries
from pipeline.resources import read_text


@dataclass(frozen=True)
class Code:
    """A theme or role: code, Dutch name, terms that show it and that never do, its broader theme, what it means.

    `examples` are sentences that belong to it.
    """

    code: str
    name: str
    terms: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    parent: str | None = None
    definition: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """A validated codebook; `digest` is the sha256 of the file it came from."""

    version: str
    themes: tuple[Code, ...]
    roles: tuple[Code, ...]
    digest: str
    separable_verbs: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def role_codes(self) -> frozenset[str]:
        """The codes of the roles."""
        return frozenset(role.code for role in self.roles)

    @property
    def separable(self) -> dict[str, frozenset[str]] | None:
        """Particle → verbs that are separable beside those of the resources; None if there are none."""
        return {particle: frozenset(verbs) for particle, verbs in self.separable_verbs} or None


def load_codebook(path: Path | None) -> Codebook:
    """Read a codebook, or the default one.

    Raises
    ------
    CodebookError
        If the file cannot be read, is no TOML, or breaks a rule of the format.
    """
    if path is None:
        return parse_codebook(read_text("codeboek.toml"), "het meegeleverde codeboek")
    return parse_codebook(read_codebook(path), f"het codeboek {path}")


def read_codebook(path: Path) -> str:
    """Return the text of a codebook.

    Raises
    ------
    CodebookError
        If the file cannot be read.
    """
    try:
        return written_toml.decode(path.read_bytes())
    except OSError:
        raise CodebookError(f"Het codeboek {path} kan niet worden gelezen; controleer de naam en de rechten.") from None
    except UnicodeDecodeError:
        raise CodebookError(f"Het codeboek {path} is geen UTF-8; sla het op als UTF-8.") from None


def parse_codebook(content: str, source: str) -> Codebook:
    """Return the codebook that a TOML text describes; `source` names it in errors.

    Raises
    ------
    CodebookError
        If it is no TOML, or breaks a rule of the format.
    """
    try:
        values = written_toml.parse(content)
    except written_toml.TomlError as fault:
        raise CodebookError(f"In {source} klopt regel {fault.line} niet: {fault.remedy}.") from None
    for place, message in check_entries(values):
        line = written_toml.Lines(content).of(place)
        raise CodebookError(f"In {source}, regel {line}, {message}")
    file = File.model_validate(values)
    return Codebook(
        version=file.versie,
        themes=tuple(_code(entry) for entry in file.thema),
        roles=tuple(_code(entry) for entry in file.rol),
        digest=hashlib.sha256(content.encode()).hexdigest(),
        separable_verbs=tuple((particle, tuple(verbs)) for particle, verbs in file.scheidbaar.items()),
    )


def _code(entry: Entry) -> Code:
    return Code(
        entry.code,
        entry.naam,
        tuple(entry.termen),
        tuple(entry.uitsluiten),
        entry.ouder if isinstance(entry, Theme) else None,
        entry.definitie,
        (*entry.voorbeelden, *entry.wel),
    )
