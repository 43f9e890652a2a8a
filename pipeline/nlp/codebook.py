"""The codebook: themes and roles with the terms that show them (format in `docs/contract.md`)."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import CodebookError
from pipeline.resources import read_text

_CODE = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    code: str = Field(pattern=_CODE)
    naam: str = Field(min_length=1)
    definitie: str = ""
    termen: list[str] = Field(min_length=1)
    uitsluiten: list[str] = []
    voorbeelden: list[str] = []


class _Theme(_Entry):
    ouder: str | None = None


class _Role(_Entry):
    groep: Literal["driehoek", "functie", "partij"]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    versie: str
    thema: list[_Theme] = []
    rol: list[_Role] = []
    scheidbaar: dict[str, list[str]] = {}


@dataclass(frozen=True)
class Code:
    """A theme or role: code, Dutch name, terms that show it and that never do, its broader theme, what it means."""

    code: str
    name: str
    terms: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    parent: str | None = None
    definition: str = ""


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
        return path.read_text(encoding="utf-8")
    except OSError:
        raise CodebookError(f"Het codeboek {path} kan niet worden gelezen; controleer de naam en de rechten.") from None
    except UnicodeDecodeError:
        raise CodebookError(f"Het codeboek {path} is geen UTF-8; sla het op als UTF-8.") from None


def parse_codebook(content: str, source: str) -> Codebook:
    """Return the codebook that a TOML text describes; `source` names it in errors."""
    try:
        values = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"In {source} klopt de TOML niet ({error}); verbeter de genoemde plaats.") from None
    for _, message in check_entries(values):
        raise CodebookError(f"In {source} {message}")
    file = _File.model_validate(values)
    return Codebook(
        version=file.versie,
        themes=tuple(_code(entry) for entry in file.thema),
        roles=tuple(_code(entry) for entry in file.rol),
        digest=hashlib.sha256(content.encode()).hexdigest(),
        separable_verbs=tuple((particle, tuple(verbs)) for particle, verbs in file.scheidbaar.items()),
    )


def check_entries(values: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """Return what breaks the format of a codebook: the place in the TOML, and the end of a Dutch sentence."""
    try:
        file = _File.model_validate(values)
    except ValidationError as error:
        return [(tuple(fault["loc"]), _explain(fault, values)) for fault in error.errors()]
    faults: list[tuple[tuple[str | int, ...], str]] = []
    for kind, entries in (("thema", file.thema), ("rol", file.rol)):
        codes = [entry.code for entry in entries]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                faults.append(((kind, index, "code"), f"staat {kind} “{code}” twee keer; geef elk een eigen code."))
    known = {theme.code for theme in file.thema}
    for index, theme in enumerate(file.thema):
        if theme.ouder is not None and theme.ouder not in known:
            message = f"verwijst thema “{theme.code}” naar ouder “{theme.ouder}”, die niet bestaat; verbeter de code."
            faults.append((("thema", index, "ouder"), message))
        elif _is_below_itself(theme.code, {entry.code: entry.ouder for entry in file.thema}):
            message = f"valt thema “{theme.code}” via “ouder” onder zichzelf; haal een van de ouders weg."
            faults.append((("thema", index, "ouder"), message))
    return faults


def _is_below_itself(code: str, parents: Mapping[str, str | None]) -> bool:
    above: list[str | None] = []
    parent = parents[code]
    while parent is not None and parent not in above:
        above.append(parent)
        parent = parents.get(parent)
    return code in above


def _code(entry: _Entry) -> Code:
    parent = entry.ouder if isinstance(entry, _Theme) else None
    return Code(entry.code, entry.naam, tuple(entry.termen), tuple(entry.uitsluiten), parent, entry.definitie)


def _explain(fault: Mapping[str, Any], values: dict[str, Any]) -> str:
    """Return what is wrong, and in which entry, as the end of a Dutch sentence."""
    *place, key = fault["loc"]
    where = ""
    if len(place) >= 2 and isinstance(place[1], int):
        entry = values[str(place[0])][place[1]]
        name = entry.get("code", f"nummer {place[1] + 1}") if isinstance(entry, dict) else place[1] + 1
        where = f"heeft {place[0]} “{name}” "
    match fault["type"]:
        case "missing":
            return f"{where or 'ontbreekt '}geen “{key}”; vul dat aan." if where else f"ontbreekt “{key}”; vul dat aan."
        case "extra_forbidden":
            return (
                f"{where}een onbekende sleutel “{key}”; verwijder of hernoem die."
                if where
                else (f"staat een onbekende sleutel “{key}”; verwijder of hernoem die.")
            )
        case _:
            return f"{where}een waarde bij “{key}” die niet mag; zie het formaat van het codeboek in de README."
