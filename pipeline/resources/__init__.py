"""Language knowledge as files that a linguist can review, and the functions that read them."""

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import IO, Any


@cache
def load_toml(name: str) -> dict[str, Any]:
    """Return a TOML resource; callers must not change it."""
    return tomllib.loads(read_text(name))


@cache
def load_word_sets(name: str) -> dict[str, Any]:
    """Return a TOML resource with its lists as sets, for asking whether a word is in one."""
    return {key: _as_sets(value) for key, value in load_toml(name).items()}


def _as_sets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_sets(inner) for key, inner in value.items()}
    return frozenset(value) if isinstance(value, list) else value


@cache
def load_csv(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV resource with a header."""
    return tuple(csv.DictReader(read_text(name).splitlines()))


def read_text(name: str) -> str:
    """Return a text resource."""
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def open_binary(name: str) -> IO[bytes]:
    """Open a resource that is no text."""
    return resources.files(__name__).joinpath(name).open("rb")
