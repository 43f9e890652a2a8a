"""Which of the program's own files a step depends on: what it imports, and the resources that this names.

A kept result is used again only by the code that made it. The key of each step holds the digest of the files that it
depends on and no others, so that a new style sheet for the report does not have all reports read again.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_RESOURCES = "resources"
_DEFAULT_CODEBOOK = "resources/codeboek.toml"  # which any other may replace: it stands in a key by its own digest
# As the sources write it: absolute, at the start of a line or inside a function.
_IMPORT = re.compile(
    r"^[ \t]*(?:from (pipeline[\w.]*) import (\([^)]*\)|[^\n#]*)|import (pipeline[\w.]*))", re.MULTILINE
)
_NAME = re.compile(r"(\w+)(?: as \w+)?")


def code_version(*modules: str, beside: Iterable[str] = ()) -> str:
    """Return the digest of the files that some modules depend on; of the whole package if none is named.

    Parameters
    ----------
    modules
        The modules that do the work (`pipeline.ingest.report`). What they import counts too, directly or not, wherever
        in the module it is imported, as do the resources that one of them names.
    beside
        Modules that count without what they import: those that only put a step together.
    """
    files = files_of(*modules, beside=beside) if modules else _all_files()
    told = "\n".join(f"{path} {_digest(path)}" for path in sorted(files))
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def files_of(*modules: str, beside: Iterable[str] = ()) -> frozenset[str]:
    """Return the files that some modules depend on, by their paths in the package; see `code_version`."""
    found: set[str] = set()
    waiting = [_as_path(module) for module in modules]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(path)
    sources = [_source(path) for path in found]
    # A package above a module is run with it, but gives it nothing that it does not import itself.
    above = {f"{folder}/__init__.py" for path in found for folder in map(str, Path(path).parents) if folder != "."}
    named = {path for path in _resources() if any(_opening(path) in source for source in sources)}
    return frozenset({"__init__.py", *found, *above, *named, *map(_as_path, beside)} - {_DEFAULT_CODEBOOK})


def _as_path(module: str) -> str:
    """Return the file of a module by its path in the package."""
    path = Path(*module.split(".")[1:])
    return (path / "__init__.py" if (_PACKAGE / path).is_dir() else path.with_suffix(".py")).as_posix()


@cache
def _imported(path: str) -> tuple[str, ...]:
    """Return the files of the modules that a file imports."""
    known = _all_files()
    found: list[str] = []
    for package, names, module in _IMPORT.findall(_source(path)):
        # What is imported from a package is a module of it, or else stands in the package itself.
        inside = [_as_path(f"{package}.{name}") for name in _NAME.findall(names)] if package else [_as_path(module)]
        found += [file if file in known else _as_path(package) for file in inside]
    return tuple(file for file in found if file in known)


@cache
def _source(path: str) -> str:
    return (_PACKAGE / path).read_text(encoding="utf-8")


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((_PACKAGE / path).read_bytes()).hexdigest()


@cache
def _all_files() -> frozenset[str]:
    paths = (path for path in _PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return frozenset(path.relative_to(_PACKAGE).as_posix() for path in paths)


def _opening(resource: str) -> str:
    """Return how a source names a resource: `"stopwoorden.toml"`, and one in a folder by that (`"report/`)."""
    _, name, *rest = resource.split("/")
    return f'"{name}/' if rest else f'"{name}"'


def _resources() -> list[str]:
    """Return the files of the resources that are no code."""
    return [path for path in _all_files() if path.startswith(f"{_RESOURCES}/") and not path.endswith(".py")]
