"""The bill of materials: `python -m supply.bom FILE` writes what the program is made of, as CycloneDX.

It says what stands in this environment of what the program and its extras need: the tools of the makers stay out, and
what wheels say about the libraries inside them stands under them. The same environment gives the same bytes.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipeline.errors import RodeDraadError, SettingError
from supply import licences, lock

_ROOT = "root-component"
_INNER = ("type", "name", "version", "purl", "hashes", "licenses")  # what is kept of a library inside a wheel


def bill_of_materials() -> dict[str, Any]:
    """Return the bill of materials of this environment.

    Raises
    ------
    SettingError
        If a package is missing or not of the version that is locked.
    """
    bom: dict[str, Any] = json.loads(_of_environment())
    names = needed()
    bom["components"] = [_told(one) for one in bom["components"] if canonicalize_name(one["name"]) in names]
    refs = {one["bom-ref"] for one in bom["components"]}
    bom["dependencies"] = [
        one | {"dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in refs]}
        for one in bom["dependencies"]
        if one["ref"] in {_ROOT, *refs}
    ]
    check_versions(bom["components"])
    return bom


def needed() -> frozenset[str]:
    """Return the names of the packages that the program and its extras need here, directly or not."""
    told = lock.project()
    project, left_out = told["project"], set(told["tool"]["uv"]["exclude-dependencies"])
    waiting = [Requirement(one) for one in sum(project["optional-dependencies"].values(), project["dependencies"])]
    found: set[tuple[str, str]] = set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        new = {(name, extra) for extra in ("", *one.extras)} - found
        if name in left_out or not new or (one.marker and not one.marker.evaluate()):
            continue
        found |= new
        for extra in sorted(extra for _, extra in new):
            waiting += _wants(name, extra)
    return frozenset(name for name, _ in found)


def _wants(name: str, extra: str) -> Iterator[Requirement]:
    """Yield what a package needs, without extra or for one, with the marker taken care of."""
    try:
        requirements = map(Requirement, metadata.requires(name) or ())
    except metadata.PackageNotFoundError:
        raise SettingError(
            f"In .venv ontbreekt {name}; maak .venv opnieuw met make clean en make .venv/installed-dev."
        ) from None
    for one in requirements:
        if one.marker is None or one.marker.evaluate({"extra": extra}):
            one.marker = None
            yield one


def _of_environment() -> str:
    """Return the bill of materials of everything that is installed, tools included."""
    command = (sys.executable, "-m", "cyclonedx_py", "environment", sys.executable, "--pyproject", "pyproject.toml")
    # It is validated in the tests: that takes four times as long as making it.
    options = ("--output-reproducible", "--no-validate", "--short-PURLs", "--of", "JSON")
    return subprocess.run([*command, *options], capture_output=True, text=True, check=True).stdout


def _told(component: dict[str, Any]) -> dict[str, Any]:
    """Return a component with the licence that we read in it, what is inside it, and no path of this machine."""
    name = canonicalize_name(component["name"])
    told = component | {"scope": "required" if name in _locked() else "optional"}
    told["externalReferences"] = [
        one for one in component.get("externalReferences", ()) if one["url"] and not one["url"].startswith("file:")
    ]
    if concluded := licences.concluded(name):
        told["licenses"] = [{"expression": concluded, "acknowledgement": "concluded"}]
    if inner := list(_inside(component["name"])):
        told["components"] = inner
    return {key: value for key, value in told.items() if value}


def _inside(package: str) -> Iterator[dict[str, Any]]:
    """Yield what a wheel says is inside it (PEP 770)."""
    for file in sorted(metadata.files(package) or (), key=str):
        if ".dist-info/sboms/" in file.as_posix() and file.suffix == ".json":
            for one in json.loads(file.read_text(encoding="utf-8")).get("components", ()):
                if canonicalize_name(one["name"]) != canonicalize_name(package):
                    yield {key: one[key] for key in _INNER if one.get(key)}


def _locked() -> dict[str, set[str]]:
    path = metadata.distribution("nl-sessie-sm")  # comes from a file, so its version is in the name of that
    return lock.pins(lock.LOCK.read_text(encoding="utf-8")) | {"nl-sessie-sm": {path.version}}


def check_versions(components: list[dict[str, Any]]) -> None:
    """Check that components are of the versions that are locked, or else raise a `SettingError`."""
    pins = lock.pins(lock.DEV_LOCK.read_text(encoding="utf-8")) | _locked()
    for one in components:
        if one["version"] not in pins.get(canonicalize_name(one["name"]), ()):
            raise SettingError(
                f"In .venv staat {one['name']} {one['version']}, wat niet is vastgelegd; "
                "maak .venv opnieuw met make clean en make .venv/installed-dev."
            )


def main() -> None:
    """Write the bill of materials to the file that is named."""
    try:
        bom = bill_of_materials()
    except RodeDraadError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    path = Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bom, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{path}: {len(bom['components'])} pakketten")


if __name__ == "__main__":
    main()
