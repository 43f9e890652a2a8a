"""Runs that are broken off at each call that changes the disk, and what they leave: `make faults` makes ten thousand.

A small run writes a cache, texts, tables, topics, manifest and report as an analysis does, through `Storage` and
`ReportFolder`. The calls to the system go through a stand-in for `os` that fails at a chosen call: the process is
killed (nothing after it is done), half of what was to be written is written first, the power goes (what was not
synced is lost), or the system refuses once or from then on.
"""

import errno
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd

from pipeline import tables
from pipeline.errors import OutputError
from pipeline.storage import ReportFolder, Storage, files, held

_TABLES = ("reports", "sessions", "statements")
_REFUSALS = {"vol": errno.ENOSPC, "schijffout": errno.EIO, "geen rechten": errno.EACCES, "netwerk": errno.ESTALE}
KINDS = ("kill", "halve schrijf", "stroom weg", *_REFUSALS, "blijft vol", "blijft weg")
_WRITING = ("open", "write", "mkdir", "fsync")
OWN = {"notities.docx": b"van de gebruiker", ".oud.tmp": b"ook", "figuren/eigen.png": b"ook"}


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Disk:
    """A stand-in for `os` in `pipeline.storage.files` that goes wrong at one call.

    Attributes
    ----------
    at
        At which call that changes the disk, from 1; 0 for never.
    kind
        What goes wrong, one of `KINDS`.
    """

    at: int = 0
    kind: str = "kill"
    n_calls: int = 0
    is_dead: bool = False
    _unsynced: dict[str, bool] = field(default_factory=dict)
    _of: dict[int, str] = field(default_factory=dict)
    _undo: list[Callable[[], object]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def _call(self, name: str, go: Callable[[], Any], half: Callable[[], Any] = lambda: None) -> Any:
        if self.is_dead:
            raise Killed
        self.n_calls += 1
        if self.at and self.n_calls == self.at:
            if self.kind == "halve schrijf":
                half()
            if self.kind == "stroom weg":
                self.lose()
            if self.kind in ("kill", "halve schrijf", "stroom weg"):
                self.is_dead = True
                raise Killed
            if self.kind in _REFUSALS:
                raise OSError(_REFUSALS[self.kind], "refused")
        if self.at and self.n_calls >= self.at:
            if self.kind == "blijft vol" and name in _WRITING:
                raise OSError(errno.ENOSPC, "refused")
            if self.kind == "blijft weg":
                raise OSError(errno.ENOTCONN, "refused")
        return go()

    def lose(self) -> None:
        """Undo what was not synced: names back to the last sync of a folder, contents half gone."""
        for undo in reversed(self._undo):
            undo()
        for path in self._unsynced:
            if Path(path).is_file():
                data = Path(path).read_bytes()
                Path(path).write_bytes(data[: len(data) // 2])

    def _keep(self, path: str) -> None:
        """Remember what is at a place, to put it back."""
        place = Path(path)
        if place.is_dir():
            return
        data = place.read_bytes() if place.is_file() else None
        self._undo.append(lambda: place.unlink(missing_ok=True) if data is None else place.write_bytes(data))

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        """Open a file; what is opened to write has content that is not synced."""
        if flags & os.O_CREAT:
            descriptor: int = self._call("open", lambda: os.open(path, flags, mode))
            self._unsynced[str(path)] = True
        elif self.is_dead:
            raise Killed
        else:
            descriptor = os.open(path, flags, mode)
        self._of[descriptor] = str(path)
        return descriptor

    def write(self, descriptor: int, data: Any) -> int:
        """Write at most fifty bytes, as a system may: so whoever calls has to go on."""
        data = bytes(data[:50])
        n: int = self._call(
            "write", lambda: os.write(descriptor, data), lambda: os.write(descriptor, data[: len(data) // 2])
        )
        return n

    def fsync(self, descriptor: int) -> None:
        """Sync a file or folder."""
        path = self._of[descriptor]
        self._call("fsync", lambda: None)
        if Path(path).is_dir():
            self._undo.clear()  # of all folders: a journal keeps the order
        self._unsynced.pop(path, None)

    def close(self, descriptor: int) -> None:
        """Close a file: also that of a process that was killed."""
        os.close(descriptor)

    def replace(self, source: Any, target: Any) -> None:
        """Rename a file or folder."""
        if Path(source).is_file():
            data = Path(source).read_bytes()
            undo = [lambda: Path(source).write_bytes(data)]
        else:
            undo = [lambda: os.replace(target, source)]
        self._keep(str(target))
        self._call("replace", lambda: os.replace(source, target))
        self._undo += undo
        for path in [path for path in self._unsynced if path == str(source) or path.startswith(f"{source}/")]:
            self._unsynced[str(target) + path[len(str(source)) :]] = self._unsynced.pop(path)

    def unlink(self, path: Any) -> None:
        """Remove a file."""
        if Path(path).is_file():
            self._keep(str(path))
        self._call("unlink", lambda: os.unlink(path))
        self._unsynced.pop(str(path), None)

    def mkdir(self, path: Any) -> None:
        """Make a folder."""
        if Path(path).exists() or not Path(path).parent.exists():
            os.mkdir(path)  # changes nothing
        self._call("mkdir", lambda: os.mkdir(path))

    def rmdir(self, path: Any) -> None:
        """Remove a folder."""
        self._call("rmdir", lambda: os.rmdir(path))
        self._undo.append(lambda: os.makedirs(path, exist_ok=True))


@contextmanager
def on(disk: Any) -> Iterator[None]:
    """Let storage call a stand-in for the system, and write canned tables."""
    with (
        mock.patch.object(files, "os", disk),
        mock.patch.object(tables, "validate", lambda _, data: data),
        mock.patch.object(tables, "parquet_bytes", lambda name, data: f"{name} {data.attrs['n']}".encode() * 20),
    ):
        yield


def small_run(root: Path, n: int, *, erases: bool = False) -> None:
    """Write what an analysis writes, or an erasure, of a corpus that differs with the number of the run."""
    processed, reports = root / "p", root / "r"
    with held(processed, reports):
        storage = Storage(processed)
        before = storage.written_report()
        if erases:
            storage.drop_cache()
        else:
            storage.keep("een", {"n": 0})
            storage.keep_bytes(f"bytes-{n}", b"x" * (60 + n))
        new = storage.aside()
        new.keep_topics({"n": n})
        new.write_texts({f"verslag-{number}": f"Tekst {number if number else n}. " * 9 for number in range(n % 2, 3)})
        data = pd.DataFrame()
        data.attrs["n"] = n
        for table in _TABLES:
            new.write_table(table, data)
        folder = ReportFolder(reports)
        made = folder.aside({"rapport.html": b"h%d" % n * 40, f"figuren/{n}.png": b"p", "figuren/x.svg": b"s"}, before)
        new.write_file_names({"verslag 1": f"{n}.txt"} if n % 2 else {})
        new.write_manifest({"nummer": n, "rapport": made})
        new.take_over(folder, step="wis" if erases else "analyse")
        storage.prune()


def content(root: Path) -> dict[str, bytes]:
    """Return all files but the kept results, by their path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.parent.name != "cache"
    }


def is_last(root: Path, after: Mapping[str, bytes]) -> bool:
    """Return whether `run.json`, where it is the next one, lies beside the next files only."""
    there = {name: data for name, data in content(root).items() if name.startswith("p/") and "/." not in name}
    return there.get("p/run.json") != after["p/run.json"] or all(after.get(name) == there[name] for name in there)


def as_read(root: Path) -> dict[str, bytes]:
    """Return what a reader finds through `Storage`, whatever is still to be put in its place."""
    storage = Storage(root / "p")
    manifest = storage.read_manifest()
    if manifest is None:
        return {}
    found = {f"p/{table}.parquet": storage._files.read(f"{table}.parquet", Path.read_bytes) for table in _TABLES}
    found |= {f"p/texts/verslag-{number}.txt": storage.read_text(f"verslag-{number}").encode() for number in (1, 2)}
    found["p/onderwerpen.json"] = files.with_checksum(storage.former_topics() or {})
    found["p/run.json"] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    return found


@dataclass(frozen=True)
class Outcome:
    """What a run that was broken off left.

    Attributes
    ----------
    fault
        Where it was broken off and how.
    faults
        What is wrong: `mengsel`, `verlies`, `rest` or `melding`.
    """

    fault: str
    faults: tuple[str, ...]


class World:
    """A folder with the results of one run, which another run is about to replace."""

    def __init__(self, root: Path, *, is_first: bool = False, erases: bool = False) -> None:
        self.root, self.erases = root, erases
        self.before, self.after, self._work = root / "voor", root / "na", root / "werk"
        for folder in (self.before, self.after):
            for name, data in OWN.items():
                (folder / "r" / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / "r" / name).write_bytes(data)
            with on(os):
                if not is_first:
                    small_run(folder, 1)
        self.disk = Disk()
        with on(self.disk):
            small_run(self.after, 2, erases=erases)
        self.generations = {"voor": content(self.before), "na": content(self.after)}
        self.n_calls = self.disk.n_calls

    def broken_off(self, *faults: tuple[int, str]) -> Outcome:
        """Run, broken off at the first fault; start again, broken off at the next; and start once more."""
        shutil.rmtree(self._work, ignore_errors=True)
        shutil.copytree(self.before, self._work)
        wrong: list[str] = []
        for number, (at, kind) in enumerate(faults):
            try:
                with on(Disk(at, kind)):
                    if number == 0:
                        small_run(self._work, 2, erases=self.erases)
                    else:
                        self._start()
            except Killed:
                pass
            except OutputError as error:
                if not str(error).endswith(".") or "refused" in str(error):
                    wrong.append("melding")
            except Exception as error:
                wrong.append(f"melding ({type(error).__name__}: {error})")
            wrong += self._mixed()
        with on(os):
            self._start()
        left = content(self._work)
        if left not in self.generations.values():
            known = set(self.generations["voor"]) | set(self.generations["na"])
            wrong.append("rest" if set(left) - known else "verlies" if set(known) - set(left) else "mengsel")
        if any(path.suffix == ".tmp" for path in (self._work / "p").rglob("*")):
            wrong.append("rest")
        return Outcome(" en ".join(f"{kind} bij aanroep {at}" for at, kind in faults), tuple(sorted(set(wrong))))

    def _start(self) -> None:
        with held(self._work / "p", self._work / "r"):
            pass

    def _mixed(self) -> list[str]:
        """Return what is wrong with what a reader finds before anything is put right."""
        if not is_last(self._work, self.generations["na"]):
            return ["mengsel naast run.json"]
        with on(os):
            found = as_read(self._work)
        for generation in self.generations.values():
            if all(generation.get(name) == data for name, data in found.items()) and (
                bool(found) == ("p/run.json" in generation)
            ):
                return []
        return ["mengsel voor een lezer"]


def all_faults(n_calls: int) -> Iterator[tuple[tuple[int, str], ...]]:
    """Yield every single fault: each kind at each call."""
    for at in range(1, n_calls + 1):
        for kind in KINDS:
            yield ((at, kind),)


def double_faults(n_calls: int, seed: int) -> Iterator[tuple[tuple[int, str], ...]]:
    """Yield faults without end, each followed by one in the start that is to put it right."""
    chance = random.Random(seed)  # noqa: S311
    while True:
        yield (
            (chance.randint(1, n_calls), chance.choice(KINDS)),
            (chance.randint(1, 40), chance.choice(KINDS)),
        )


WORLDS: Mapping[str, Mapping[str, bool]] = {
    "een eerste analyse": {"is_first": True},
    "een volgende analyse": {},
    "een persoon gewist": {"erases": True},
}


def a_share(n_calls: int, seed: int) -> Iterator[tuple[tuple[int, str], ...]]:
    """Yield a fault at each call, of each kind in turn, and some that are followed by another."""
    for at in range(1, n_calls + 1):
        yield ((at, KINDS[(at + seed) % len(KINDS)]),)
    yield from islice(double_faults(n_calls, seed), 40)


def main(n_wanted: int, root: Path) -> int:
    """Break off so many runs, print what was found and return how many were wrong."""
    told: Counter[str] = Counter()
    wrong: list[str] = []
    n_single = n_double = 0
    worlds = {name: World(root / str(number), **options) for number, (name, options) in enumerate(WORLDS.items())}
    for name, world in worlds.items():
        for faults in all_faults(world.n_calls):
            n_single += 1
            outcome = world.broken_off(*faults)
            told.update(outcome.faults)
            wrong += [f"{name}: {outcome.fault}: {', '.join(outcome.faults)}"] if outcome.faults else []
    endless = {name: double_faults(world.n_calls, number) for number, (name, world) in enumerate(worlds.items())}
    while n_single + n_double < n_wanted:
        for name, world in worlds.items():
            n_double += 1
            outcome = world.broken_off(*next(endless[name]))
            told.update(outcome.faults)
            wrong += [f"{name}: {outcome.fault}: {', '.join(outcome.faults)}"] if outcome.faults else []
    lines = [
        f"Afgebroken: {n_single + n_double} keer ({n_single} op elke plaats en wijze, {n_double} tweemaal achter elkaar).",
        *(f"{what}: {sum(n for key, n in told.items() if key.startswith(what))}" for what in ("mengsel", "verlies", "rest", "melding")),
        *wrong[:20],
    ]  # fmt: skip
    sys.stdout.write("\n".join(lines) + "\n")
    return len(wrong)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(1 if main(int(sys.argv[1]), Path(folder)) else 0)
