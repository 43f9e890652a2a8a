"""Whether the program installs and works away from its source: `python -m supply.elsewhere FOLDER [PYTHON …]`.

The folder is what `make wheel` makes. Each Python gets an environment of its own with what is in that folder, and
analyses the sample reports with the command `rode-draad` in an empty folder.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import RodeDraadError, SettingError
from supply.lock import versions_of_python

SAMPLE = Path("data/raw")
REQUIREMENTS = "requirements.txt"
_RESULTS = ("processed/statements.parquet", "processed/topics.parquet", "reports/rapport.html", "reports/rapport.pdf")


def pythons() -> dict[str, str | None]:
    """Return where each version of Python that the project works with is, None where it is not."""
    return {version: next(_found(version), None) for version in versions_of_python()}


def try_out(python: str, bundle: Path, work: Path) -> str:
    """Install the bundle with a Python and analyse the sample; return what was seen, in a sentence.

    Raises
    ------
    SettingError
        If it does not install or work, with what was said.
    """
    environment = work / "environment"
    _run(python, "-m", "venv", environment, where=work)
    pip = (environment / "bin/python", "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    # From the folder itself, as its user would: the lock names the wheels beside it.
    _run(*pip, "--no-deps", "--require-hashes", "-r", REQUIREMENTS, where=bundle)
    empty = work / "empty"
    empty.mkdir()
    shutil.copytree(SAMPLE, work / "sample")
    place = _run(environment / "bin/python", "-c", "import pipeline; print(pipeline.__file__)", where=empty).strip()
    if not Path(place).is_relative_to(environment):
        raise SettingError(f"Het programma kwam uit {place} en niet uit de wheel; kijk make wheel na.")
    program = environment / "bin/rode-draad"
    version = _run(program, "--version", where=empty).strip()
    _run(program, "analyse", "--raw", work / "sample", "--processed", "processed", "--reports", "reports", where=empty)
    if missing := [name for name in _RESULTS if not (empty / name).is_file()]:
        raise SettingError(
            f"Uit de wheel met {python} kwam geen {missing[0]}; kijk na of alle bestanden in de wheel zitten."
        )
    n = len(list(SAMPLE.rglob("*.*")))
    name = _run(python, "--version", where=work).strip()
    return f"{version} werkt als wheel in {name}: {n} bestanden van het voorbeeld geanalyseerd."


def _found(version: str) -> Iterator[str]:
    """Yield the Pythons of a version that run: those on the path, and those that pyenv keeps."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    for path in (shutil.which(f"python{version}"), *map(str, sorted(kept.glob(f"{version}.*/bin/python{version}")))):
        # What pyenv puts on the path for a version that is not chosen only says so.
        if path and subprocess.run([path, "-c", "import venv"], capture_output=True, check=False).returncode == 0:
            yield path


def _run(*command: str | Path, where: Path) -> str:
    # Nothing of the checkout may help: not its folder, nor what the environment says of Python.
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON") and key != "VIRTUAL_ENV"}
    done = subprocess.run(command, cwd=where, env=clean, capture_output=True, text=True, check=False)
    if done.returncode:
        told = " ".join((done.stderr or done.stdout).split())[-600:]
        raise SettingError(f"{' '.join(map(str, command[:5]))} lukte niet; los op wat er staat: {told}")
    return done.stdout


def main() -> None:
    """Try out the Pythons that are named, or else each that is here; say which are not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("python", nargs="*")
    given = parser.parse_args()
    here = dict.fromkeys(given.python) if given.python else pythons()
    try:
        for version, path in here.items():
            if not given.python and path is None:
                print(
                    f"LET OP: Python {version} staat niet op deze computer, dus daarmee is het niet geprobeerd.",
                    file=sys.stderr,
                )
                continue
            with tempfile.TemporaryDirectory(prefix="rode-draad-wheel-") as work:
                print(try_out(path or version, given.bundle.resolve(), Path(work)), flush=True)
    except RodeDraadError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
