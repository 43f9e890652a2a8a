"""Word lists read through models: what a file may hold is said in a model, and checked when it is loaded.

A model is a `Resource` (a frozen pydantic model) with a field for each key of the file; the key, which is Dutch, is
the alias of the field: ``negators: Words = key("ontkenners")``. What a list is, is said by its type:

- `Words`: words in small letters, sorted, for asking whether a word is in it;
- `Written`: the same, but as they are written (`Kamerlid`, `o.l.v.`);
- `Names`: the same, each with a capital first;
- `InOrder`: words whose order carries meaning.

`read` refuses unknown and missing keys, doubles, capitals among `Words`, and words that are out of order. Lists so
long that they have a file of their own, a word on each line, are read with `read_lines`.
"""

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from pipeline.errors import ResourceError
from pipeline.resources import load_toml, read_text

_STAR, _REST_OF_WORD = r"\*", r"\w*"
_FAULTS = {"missing": "ontbreekt", "extra_forbidden": "is onbekend"}


def place_of(entry: str) -> tuple[str, str]:
    """Return by what an entry is sorted: capitals and the signs before a term count for nothing."""
    return entry.lstrip("*=").casefold(), entry


def _without_doubles(entries: Any) -> list[str]:
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise ValueError("hier hoort een lijst van woorden")
    double = next((entry for entry, n in Counter(entries).items() if n > 1), None)
    if double is not None:
        raise ValueError(f"“{double}” staat er twee keer")
    return entries


def _sorted(entries: Any) -> list[str]:
    for one, other in pairwise(_without_doubles(entries)):
        if place_of(one) > place_of(other):
            raise ValueError(f"“{other}” hoort op alfabet vóór “{one}”")
    return list(entries)


def _small(entries: Any) -> list[str]:
    for entry in _without_doubles(entries):
        if entry != entry.lower():
            raise ValueError(f"“{entry}” hoort in kleine letters")
    return _sorted(entries)


def _capitalised(entries: Any) -> list[str]:
    for entry in _without_doubles(entries):
        if not entry[:1].isupper():
            raise ValueError(f"“{entry}” hoort met een hoofdletter te beginnen")
    return _sorted(entries)


Words = Annotated[frozenset[str], BeforeValidator(_small)]
Names = Annotated[frozenset[str], BeforeValidator(_capitalised)]
Written = Annotated[frozenset[str], BeforeValidator(_sorted)]
InOrder = Annotated[tuple[str, ...], BeforeValidator(_without_doubles)]
Terms = Annotated[tuple[str, ...], BeforeValidator(_sorted)]


class Resource(BaseModel):
    """The base of what a resource file, or a table in one, holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def listed(self, name: str) -> Any:
        """Return the list that has a name in the file.

        Raises
        ------
        KeyError
            If no field has this alias.
        """
        return {field.alias: getattr(self, own) for own, field in type(self).model_fields.items()}[name]


Model = TypeVar("Model", bound=Resource)


def key(name: str) -> Any:
    """Return the field for a key of the file."""
    return Field(alias=name)


def read(model: type[Model], file: str) -> Model:
    """Return what a TOML resource holds.

    Raises
    ------
    ResourceError
        If the file does not hold what its model asks; the message names the file, the key and the entry.
    """
    return checked(model, load_toml(file), file)


def checked(model: type[Model], values: Any, file: str) -> Model:
    """Return values as a model, see `read`."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        what = _FAULTS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
        raise ResourceError(f"In {file} klopt ‘{where}’ niet: {what}. Verbeter het bestand.") from None


def read_lines(entries: Any, file: str) -> frozenset[str]:
    """Return the lines of a text resource as one of the types of lists, such as `Names`.

    Raises
    ------
    ResourceError
        If the lines are not what the type asks; the message names the file and the entry.
    """
    lines = [line for line in read_text(file).split("\n") if line]
    try:
        found: frozenset[str] = TypeAdapter(entries).validate_python(lines)
    except ValidationError as error:
        what = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise ResourceError(f"In {file} klopt iets niet: {what}. Verbeter het bestand.") from None
    return found


@cache
def any_of(*lists: frozenset[str] | tuple[str, ...]) -> str:
    r"""Return a pattern of one of some words, the longest first; a `*` stands for the rest of a word.

    >>> any_of(("de", "het"), ("slot*", "w.o."))
    '(?:slot\\w*|w\\.o\\.|het|de)'
    """
    words = sorted({word for words in lists for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(_STAR, _REST_OF_WORD) for word in words) + ")"
