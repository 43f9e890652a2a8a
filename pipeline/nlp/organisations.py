"""Organisations by their canonical short form, from `resources/organisaties.csv`."""

from collections.abc import Mapping
from functools import cache

from pipeline.resources import load_csv


def canonical_organisation(text: str) -> str | None:
    """Return the short form of an organisation that is printed in any of its forms; None if it is not known."""
    return _forms().get(_folded(text))


def is_organisation(text: str) -> bool:
    """Return whether a text is the name of a known organisation, or of the place of a municipality or province."""
    folded = _folded(text)
    return any(form in _forms() for form in (folded, f"gemeente {folded}", f"provincie {folded}"))


def _folded(text: str) -> str:
    words = " ".join(text.casefold().replace("’", "'").split())
    return words.removeprefix("de ").removeprefix("het ")


@cache
def _forms() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in load_csv("organisaties.csv"):
        for form in (row["code"], row["naam"], *row["varianten"].split(";")):
            if form:
                found.setdefault(_folded(form), row["code"])
    return found
