"""Whether the licences of what the program needs go with its own: `python -m supply.licences FILE`.

The file is a bill of materials. Which licences do, and why, is in `licences.toml`.
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing

from pipeline.errors import RodeDraadError, SettingError

RULES = Path(__file__).with_name("licences.toml")


@cache
def rules() -> dict[str, dict[str, Any]]:
    """Return what `licences.toml` says."""
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


def concluded(package: str) -> str | None:
    """Return the licence that was read in a package itself, None where what it says of itself will do."""
    read = rules()["pakketten"].get(package)
    return read["licentie"] if read else None


def check(bom: dict[str, Any]) -> str:
    """Return in a sentence how much was checked.

    Raises
    ------
    SettingError
        If a package has a licence that is not known to go with ours, or none.
    """
    n_inside = 0
    for component in bom["components"]:
        if not list(_said(component)):
            raise SettingError(
                f"{_name(component)} noemt geen licentie; lees haar in het pakket en zet haar in {RULES.name}."
            )
        inside = component.get("components", ())
        n_inside += len(inside)
        for one in (component, *inside):
            for licence in _said(one):
                _check(component, licence)
    return (
        f"De licenties van alle {len(bom['components'])} pakketten, en van de {n_inside} bibliotheken "
        "die zij zeggen te bevatten, passen bij EUPL-1.2."
    )


def _said(component: dict[str, Any]) -> Iterator[str]:
    """Yield each licence of a component as SPDX writes it, or as it is said where we have no name for it."""
    names = rules()["aanduidingen"]
    for one in component.get("licenses", ()):
        licence = one.get("license", {})
        said = one.get("expression") or licence.get("id") or licence.get("name", "")
        yield names.get(said, said)


def _check(component: dict[str, Any], licence: str) -> None:
    try:
        # Cargo wrote a stroke for OR until it followed SPDX.
        allowed = _allows(get_spdx_licensing().parse(licence.replace("/", " OR ")))
    except ExpressionError:
        allowed = False
    if not allowed:
        raise SettingError(
            f"{_name(component)} heeft een licentie die niet is beoordeeld ({licence}); zet haar met reden in "
            f"{RULES.name} als zij met EUPL-1.2 samengaat, of vervang het pakket."
        )


def _allows(licence: LicenseExpression) -> bool:
    """Return whether a licence may be: all of its parts with AND, one of them with OR."""
    if licence.__class__.__name__ in ("AND", "OR"):
        parts = map(_allows, licence.args)
        return all(parts) if licence.__class__.__name__ == "AND" else any(parts)
    return licence.render() in rules()["toegestaan"]


def _name(component: dict[str, Any]) -> str:
    return f"{component['name']} {component['version']}"


def main() -> None:
    """Check the bill of materials that is named."""
    try:
        print(check(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    except RodeDraadError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
