"""The format of a codebook (`docs/contract.md`): what may stand in it, and what breaks it in one Dutch sentence."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.dutch import lexicon

_CODE = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
_ABBREVIATION = re.compile(r"[A-Z]{2,5}")
_LIKE = 0.6  # how alike an unknown key must be to one that is known

Place = tuple[str | int, ...]


class Entry(BaseModel):
    """What themes and roles have in common."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    code: str = Field(pattern=_CODE)
    naam: str = Field(min_length=1)
    definitie: str = ""
    termen: list[str] = Field(min_length=1)
    uitsluiten: list[str] = []
    voorbeelden: list[str] = []
    wel: list[str] = []  # sentences in which it must be found
    niet: list[str] = []  # sentences in which it must not be found
    memo: str = ""
    herkomst: str = ""


class Theme(Entry):
    """A theme."""

    ouder: str | None = None


class Role(Entry):
    """A role."""

    groep: Literal["driehoek", "functie", "partij"]


class File(BaseModel):
    """A codebook as its file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    versie: str
    thema: list[Theme] = []
    rol: list[Role] = []
    scheidbaar: dict[str, list[str]] = {}


_MODELS: Mapping[str, type[Theme] | type[Role]] = {"thema": Theme, "rol": Role}


def check_entries(values: Mapping[str, Any]) -> list[tuple[Place, str]]:
    """Return what breaks the format of a codebook: the place in the TOML, and the end of a Dutch sentence."""
    faults: list[tuple[Place, str]] = []
    try:
        File.model_validate(values)
    except ValidationError as error:
        faults = [(tuple(fault["loc"]), _explain(fault, values)) for fault in error.errors()]
    return [*faults, *_double_codes(values), *_wrong_parents(values), *_empty_terms(values)]


def sound_entries(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a codebook with what can be checked further: other entries keep their place and are empty.

    Sentences of an entry with an unknown key are left out: what it meant may decide whether they fail.
    """
    sound: dict[str, Any] = {}
    for kind, model in _MODELS.items():
        sound[kind] = []
        for _, entry in _entries(values, kind):
            known = {key: value for key, value in entry.items() if key in model.model_fields}
            try:
                model.model_validate(known)
            except ValidationError:
                known = {"code": "", "termen": []}
            if len(known) < len(entry):
                known = {key: value for key, value in known.items() if key not in ("wel", "niet")}
            sound[kind].append({**known, "termen": [term for term in known["termen"] if not _says_nothing(term)]})
    try:
        sound["scheidbaar"] = File(versie="", scheidbaar=values.get("scheidbaar", {})).scheidbaar
    except ValidationError:
        sound["scheidbaar"] = {}
    return sound


def _entries(values: Mapping[str, Any], kind: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the entries of a kind with their place; what is no entry at all is an empty one."""
    entries = values.get(kind)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        yield index, entry if isinstance(entry, dict) else {}


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _double_codes(values: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    for kind in _MODELS:
        codes: set[str] = set()
        for index, entry in _entries(values, kind):
            code = _text(entry, "code")
            if code and code in codes:
                yield (kind, index, "code"), f"staat {kind} “{code}” twee keer; geef elk een eigen code."
            codes.add(code)


def _wrong_parents(values: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    parents = {
        code: _text(entry, "ouder") or None for _, entry in _entries(values, "thema") if (code := _text(entry, "code"))
    }
    for index, entry in _entries(values, "thema"):
        code, parent = _text(entry, "code"), _text(entry, "ouder")
        place = ("thema", index, "ouder")
        if parent and parent not in parents:
            message = f"verwijst thema “{code}” naar ouder “{parent}”, die niet bestaat; verbeter de code."
            yield place, message
        elif code and _is_below_itself(code, parents):
            yield place, f"valt thema “{code}” via “ouder” onder zichzelf; haal een van de ouders weg."


def _is_below_itself(code: str, parents: Mapping[str, str | None]) -> bool:
    above: list[str | None] = []
    parent = parents[code]
    while parent is not None and parent not in above:
        above.append(parent)
        parent = parents.get(parent)
    return code in above


def _empty_terms(values: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Yield the terms that would be found in nearly every sentence."""
    for kind in _MODELS:
        for index, entry in _entries(values, kind):
            terms = entry.get("termen")
            for number, term in enumerate(terms if isinstance(terms, list) else ()):
                if isinstance(term, str) and _says_nothing(term):
                    message = (
                        f"bestaat de term “{term}” van {kind} “{_text(entry, 'code')}” alleen uit woorden die in elke "
                        "tekst staan; kies een woord dat iets zegt."
                    )
                    yield (kind, index, "termen", number), message


def _says_nothing(term: str) -> bool:
    """Return whether a term has only words as *de* and *van*; a fixed expression of several (*=over en weer*) may."""
    words = term.removeprefix("=").split()
    if not words or (term.startswith("=") and len(words) > 1):
        return False
    bare = [word.strip("*") for word in words]
    return all(not _ABBREVIATION.fullmatch(word) and word.lower() in lexicon.stop_words().empty for word in bare)


def _explain(fault: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """Return what is wrong, and in which entry, as the end of a Dutch sentence."""
    place, kind = fault["loc"], fault["type"]
    if len(place) == 1 and place[0] in ("thema", "rol") and kind == "list_type":
        return f"staat [{place[0]}] met enkele haken; schrijf [[{place[0]}]]."
    entry, place = _entry(place, values)
    key = next((str(part) for part in reversed(place) if isinstance(part, str)), "")
    if kind == "missing":
        return f"{f'heeft {entry} geen' if entry else 'ontbreekt'} “{key}”; vul dat aan."
    if kind == "extra_forbidden":
        near = get_close_matches(key, _known_keys(fault["loc"]), n=1, cutoff=_LIKE)
        remedy = f"bedoelde u “{near[0]}”?" if near else "verwijder of hernoem die."
        return f"{f'heeft {entry}' if entry else 'staat'} een onbekende sleutel “{key}”; {remedy}"
    return f"klopt “{key}”{f' van {entry}' if entry else ''} niet; {_remedy(kind, key, fault)}"


def _entry(place: Place, values: Mapping[str, Any]) -> tuple[str, Place]:
    """Return what a message calls the entry of a place (*thema “rolvastheid”*, empty for none), and the rest of it."""
    if len(place) < 2 or not isinstance(place[1], int):
        return "", place
    entry = values[str(place[0])][place[1]]
    code = entry.get("code") if isinstance(entry, dict) else None
    return f"{place[0]} {f'“{code}”' if isinstance(code, str) else f'nummer {place[1] + 1}'}", place[2:]


def _known_keys(place: Place) -> list[str]:
    model = _MODELS[str(place[0])] if len(place) > 1 and place[0] in _MODELS else File
    return list(model.model_fields)


def _remedy(kind: str, key: str, fault: Mapping[str, Any]) -> str:
    match kind:
        case "string_type":
            value = fault["input"]
            plain = value if isinstance(value, int | float) and not isinstance(value, bool) else "…"
            return f'zet tekst tussen aanhalingstekens, zoals {key} = "{plain}".'
        case "list_type":
            return f'schrijf een lijst, zoals {key} = ["…", "…"].'
        case "too_short" if key == "termen":
            return "noem ten minste één term."
        case "string_too_short":
            return "vul iets in."
        case "string_pattern_mismatch":
            return "gebruik kleine letters en cijfers, met een streepje ertussen en zonder spaties."
        case "literal_error":
            return "kies driehoek, functie of partij."
        case _:
            return "zie het formaat van het codeboek in de README."
