"""The locked versions: `python -m supply.lock` renews them, `--check` asks the package index about them.

The versions of the tests and tools are a delta on those of the program: `requirements-dev.lock` begins with
`-r requirements.lock`. How old a version has to be is in `pyproject.toml` (`exclude-newer`), which uv obeys.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import RodeDraadError, SettingError

LOCK = Path("requirements.lock")
DEV_LOCK = Path("requirements-dev.lock")
BASE = f"-r {LOCK}"
MODELS = "models/"  # the language model comes from a file
_COMPILE = ("pip", "compile", "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header")
_UNIVERSAL = ("--universal", "--python-version", "3.11")
# What a wheel must be there for; uv's names of platforms, with the oldest macOS that Apple still keeps safe.
_PLATFORMS = {
    "Linux (x86-64)": "x86_64-manylinux_2_28",
    "Linux (ARM)": "aarch64-manylinux_2_28",
    "macOS 15 (ARM)": "aarch64-apple-darwin",
    "Windows (x86-64)": "x86_64-pc-windows-msvc",
}
_NEWER = re.compile(
    r"`([\w.-]+)` was filtered by `exclude-newer`.*?requested version, v(\S+), was published at ([\d-]+)"
)
_UNDATED = re.compile(r"`([\w.-]+)` is missing an upload date")
_YANKED = re.compile(r"`([\w.-]+)==([^`]+)` is yanked")
_UNREACHED = re.compile(r"Failed to fetch|network was disabled|UV_OFFLINE|error sending request|Connect")
_NO_WHEEL = re.compile(r"Because ([\w.-]+)==(\S+) has no (?:usable )?wheels")


class IndexUnreachedError(RodeDraadError):
    """Nothing could be asked of a package index."""


def pins(lock: str) -> dict[str, set[str]]:
    """Return the versions that a lock pins of each package: more than one where they differ by Python or system."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^ \\]+)", lock, re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def requirements(lock: str) -> Iterator[str]:
    """Yield each requirement of a lock with its hashes."""
    return (one for one in re.split(r"\n(?=\S)", lock.strip()) if not one.startswith("-r "))


def project() -> dict[str, Any]:
    """Return what `pyproject.toml` says."""
    return tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))


def delta(base: str, whole: str) -> str:
    """Return the requirements of a lock that another does not have, after a line that names that other."""
    known = set(requirements(base))
    return "\n".join([BASE, *(one for one in requirements(whole) if one not in known)]) + "\n"


def renew() -> None:
    """Lock the newest versions that are old enough, and check them; a failure leaves the former locks as they were."""
    with tempfile.TemporaryDirectory() as folder:
        new, new_dev = (Path(folder, path.name) for path in (LOCK, DEV_LOCK))
        for former, path in ((LOCK, new), (DEV_LOCK, new_dev)):
            shutil.copy(former, path)  # what still fits stays as it is
        _lock("pyproject.toml", "-o", str(new))
        pinned = Path(folder, "pinned.txt")
        named = (one for one in requirements(new.read_text(encoding="utf-8")) if not one.startswith(MODELS))
        pinned.write_text("\n".join(named), encoding="utf-8")  # uv wants constraints to have names
        _lock("pyproject.toml", "--all-extras", "--group", "dev", "--constraint", str(pinned), "-o", str(new_dev))
        whole = new_dev.read_text(encoding="utf-8")
        LOCK.write_text(new.read_text(encoding="utf-8"), encoding="utf-8")
        DEV_LOCK.write_text(delta(LOCK.read_text(encoding="utf-8"), whole), encoding="utf-8")


def check() -> str:
    """Return what a package index says of the locked versions, in a sentence.

    Raises
    ------
    IndexUnreachedError
        If there is no index, or one that does not say how old versions are.
    SettingError
        If a version is too young or taken back, or has no wheel for a Python or system that the project names.
    """
    done = _uv(*_COMPILE, *_UNIVERSAL, "--no-deps", "--refresh", str(LOCK), str(DEV_LOCK))
    _raise_for(done)
    if taken_back := sorted(set(_YANKED.findall(done.stderr))):
        told = ", ".join(f"{name} {version}" for name, version in taken_back)
        raise SettingError(
            f"Teruggetrokken door de makers: {told}; sluit die versie uit in pyproject.toml en draai make lock."
        )
    missing = sorted({wheel for where, platform in _PLATFORMS.items() for wheel in _without_wheel(where, platform)})
    if missing:
        raise SettingError(f"Er is geen wheel van {', '.join(missing)}; beperk de afhankelijkheid in pyproject.toml.")
    n = sum(map(len, pins(LOCK.read_text(encoding="utf-8") + DEV_LOCK.read_text(encoding="utf-8")).values()))
    pythons = ", ".join(versions_of_python())
    return (
        f"De {n} vastgelegde versies zijn oud genoeg ({_age()}) en geen ervan is teruggetrokken; "
        f"wat het programma nodig heeft, is er als wheel voor Python {pythons} op {', '.join(_PLATFORMS)}."
    )


def versions_of_python() -> list[str]:
    """Return the versions of Python that the project says it works with."""
    classifiers = project()["project"]["classifiers"]
    return [one.rpartition(" ")[2] for one in classifiers if one.startswith("Programming Language :: Python :: 3.")]


def _age() -> str:
    age = project()["tool"]["uv"]["exclude-newer"]
    return str(age).replace("days", "dagen")


def _lock(*arguments: str) -> None:
    _raise_for(_uv(*_COMPILE, *_UNIVERSAL, *arguments))


def _without_wheel(where: str, platform: str) -> Iterator[str]:
    for python in versions_of_python():
        asked = ("--python-version", python, "--python-platform", platform)
        done = _uv(*_COMPILE, *asked, "--no-deps", "--only-binary", ":all:", str(LOCK))
        lacking = _NO_WHEEL.search(done.stderr)
        if lacking:
            yield f"{lacking[1]} {lacking[2]} voor Python {python} op {where}"
        else:
            _raise_for(done)


def _uv(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("uv")
    environment = os.environ | {"MACOSX_DEPLOYMENT_TARGET": "15.0", "NO_COLOR": "1"}
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, env=environment)


def _raise_for(done: subprocess.CompletedProcess[str]) -> None:
    """Say in Dutch why uv could not do it."""
    said = done.stderr
    if not done.returncode:
        return
    if young := _NEWER.search(said.replace("\n", " ")):
        name, version, day = young.groups()
        raise SettingError(
            f"{name} {version} is pas op {day} uitgekomen, korter geleden dan {_age()}; draai make lock."
        )
    if undated := _UNDATED.search(said):
        raise IndexUnreachedError(
            f"De pakketindex zegt niet wanneer {undated[1]} is uitgekomen, dus de leeftijd van versies is niet na te "
            "gaan; gebruik een index die dat wel zegt."
        )
    if _UNREACHED.search(said):
        raise IndexUnreachedError(
            "Er is geen pakketindex te bereiken, dus leeftijd en intrekking van versies zijn niet nagegaan; "
            "doe het opnieuw met internet."
        )
    raise SettingError(
        f"De versies passen niet bij elkaar; pas pyproject.toml aan, want uv zegt: {' '.join(said.split())}"
    )


def main() -> None:
    """Renew the locks, or check them; an index that cannot be asked is no failure of a check, but is said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    only_check = parser.parse_args().check
    try:
        if not only_check:
            renew()
        print(check())
    except IndexUnreachedError as error:
        print(f"LET OP: {error}" if only_check else error, file=sys.stderr)
        sys.exit(0 if only_check else error.exit_code)
    except RodeDraadError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
