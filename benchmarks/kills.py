"""Real analyses killed at random times: `python -m benchmarks.kills [AANTAL]`.

Two corpora of a few short reports take turns in one folder, so that every analysis replaces all of the former one. Half
of the kills come at a random time, half as soon as something is written aside or put in place. After each the next
start is made, and what lies in the folders is compared with the list in `run.json` (`uitvoer`, `rapport`): tables,
texts, topics and report have to be of one analysis, of the former or of the killed one.
"""

import hashlib
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pipeline.storage import files_below, held

_REPORT = """# Werksessie {name} {number}

Datum: {number} maart 2024
Aanwezig: de gemeente, een woningcorporatie

## Wonen en {name}

We willen bewoners sneller helpen met {name}, maar er is te weinig capaciteit voor huisbezoeken.
Aan de ene kant is maatwerk nodig, aan de andere kant vraagt de wet om gelijke behandeling.
De gemeente moet meer tijd vrijmaken voor {name}.
"""
_CORPORA = ("schulden", "energie")
_N_REPORTS = 4


def main(n: int) -> int:
    """Kill so many analyses, print what was left of each and return how many were not whole."""
    chance = random.Random(1)  # noqa: S311
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for corpus in _CORPORA:
            (root / corpus).mkdir()
            for number in range(1, _N_REPORTS + 1):
                text = _REPORT.format(name=corpus, number=number)
                (root / corpus / f"{corpus}-{number}.md").write_text(text, encoding="utf-8")
        began = time.monotonic()
        _start(root, _CORPORA[0]).wait()
        takes = time.monotonic() - began
        for number in range(n):
            now = _corpus(root)
            process = _start(root, next(corpus for corpus in _CORPORA if corpus != now))
            _wait(process, root, takes * chance.random() if number % 2 else None, chance)
            is_done = process.poll() is not None
            process.send_signal(signal.SIGKILL)
            process.wait()
            with held(root / "p", root / "r"):
                pass
            found[_left(root, now, is_done=is_done)] += 1
    for what, times in sorted(found.items()):
        print(f"{what}: {times}")
    return sum(times for what, times in found.items() if what.startswith("FOUT"))


def _start(root: Path, corpus: str) -> "subprocess.Popen[bytes]":
    folders = [f"--raw={root / corpus}", f"--processed={root / 'p'}", f"--reports={root / 'r'}"]
    command = [sys.executable, "-m", "pipeline", "analyse", *folders, "--akkoord"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def _wait(process: "subprocess.Popen[bytes]", root: Path, seconds: float | None, chance: random.Random) -> None:
    """Wait so long, or until something is written aside and a little more."""
    if seconds is None:
        signs = [root / "p" / ".nieuw", root / "r" / ".rapport-nieuw", root / "p" / ".klaar"]
        sign = chance.choice(signs)
        while process.poll() is None and not sign.exists():
            time.sleep(0.001)
        seconds = chance.random() * 0.05
    time.sleep(seconds)


def _corpus(root: Path) -> str:
    manifest = json.loads((root / "p" / "run.json").read_bytes())
    return str(manifest["invoer"][0]["path"]).partition("-")[0]


def _left(root: Path, before: str, *, is_done: bool) -> str:
    """Return in words what a kill left."""
    manifest = json.loads((root / "p" / "run.json").read_bytes())
    for name, sha256 in manifest["uitvoer"].items():
        if name != "texts" and _sha256(root / "p" / name) != sha256:
            return f"FOUT: mengsel ({name})"
    texts = sorted((root / "p" / "texts").iterdir())
    lines = "".join(f"{_sha256(path)}  texts/{path.name}\n" for path in texts)
    if hashlib.sha256(lines.encode()).hexdigest() != manifest["uitvoer"]["texts"]:
        return "FOUT: mengsel (texts)"
    if any(_sha256(root / "r" / name) != sha256 for name, sha256 in manifest["rapport"].items()):
        return "FOUT: mengsel (rapport)"
    if {path.relative_to(root / "r").as_posix() for path in files_below(root / "r")} != set(manifest["rapport"]):
        return "FOUT: rest of verlies (rapport)"
    if any(path.name.startswith(".") for folder in ("p", "r") for path in (root / folder).rglob("*")):
        return "FOUT: rest"
    if _corpus(root) == before:
        return "heel: de vorige analyse"
    return "heel: de volgende analyse, die al klaar was" if is_done else "heel: de volgende analyse"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 50) else 0)
