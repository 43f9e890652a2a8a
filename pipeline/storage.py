"""Every path under the processed and reports folders: atomic, validated reads and writes.

Nothing outside this module knows where a table, a text, a cached result or the manifest lies.
"""

import csv
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from pipeline import tables
from pipeline.errors import OutputError

_WHOLE = "geheel.json"


def digest(value: Any) -> str:
    """Return the key of a JSON-able value: blake2b over its canonical JSON, 32 hex digits."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file aside and rename it into place, so that a reader never meets half a file.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".tmp", delete=False) as file:
            aside = Path(file.name)
            file.write(data)
        aside.chmod(0o644)
        aside.replace(path)
    except OSError as error:
        if aside is not None:
            aside.unlink(missing_ok=True)
        raise OutputError(
            f"{path} kan niet worden geschreven ({error.strerror}); controleer de rechten en de vrije schijfruimte."
        ) from None


_CHECKSUM = 16  # bytes, before what is kept


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_CHECKSUM).digest()


def _read_checked(path: Path) -> dict[str, Any] | None:
    """Return a value that `_write_checked` wrote, None if it is not there or not whole."""
    try:
        stored = json.loads(path.read_bytes())
        value, checksum = stored["value"], stored["digest"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return value if isinstance(value, dict) and digest(value) == checksum else None


def _write_checked(path: Path, value: Mapping[str, Any]) -> None:
    write_atomic(path, json.dumps({"digest": digest(value), "value": value}, ensure_ascii=False).encode())


def files_below(folder: Path) -> list[Path]:
    """Return the files below a folder, in order; links are not followed."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


class Storage:
    """The processed folder of one run.

    Parameters
    ----------
    processed
        The folder for tables, texts, manifest and cache.
    """

    def __init__(self, processed: Path) -> None:
        self._root = processed
        self._cache = processed / "cache"
        self._aside = processed / ".nieuw"
        self._used: set[str] = set()

    # Tables and texts

    def write_table(self, table: str, data: pd.DataFrame) -> str:
        """Validate a table, write it as Parquet and return the sha256 of that."""
        written = tables.parquet_bytes(table, tables.validate(table, data))
        write_atomic(self._root / f"{table}.parquet", written)
        return hashlib.sha256(written).hexdigest()

    def read_table(self, table: str) -> pd.DataFrame:
        """Read and validate a table.

        Raises
        ------
        FileNotFoundError
            If no run has written it yet.
        """
        return tables.from_arrow(table, parquet.read_table(self._root / f"{table}.parquet"))

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """Write the normalised text of each report, and remove those of reports that are gone."""
        folder = self._root / "texts"
        for report_id, text in texts.items():
            path = folder / f"{report_id}.txt"
            data = text.encode()
            if not path.is_file() or path.read_bytes() != data:
                write_atomic(path, data)
        for path in folder.glob("*.txt"):
            if path.stem not in texts:
                path.unlink()

    def read_text(self, report_id: str) -> str:
        """Read the normalised text of a report, as written."""
        return self.path_of_text(report_id).read_bytes().decode()

    def path_of_text(self, report_id: str) -> Path:
        """Return where the text of a report is."""
        return self._root / "texts" / f"{report_id}.txt"

    def write_file_names(self, paths: Mapping[str, str]) -> None:
        """Write which path is meant by what readers see in its place (`bestandsnamen.csv`); without any, remove it."""
        path = self._root / "bestandsnamen.csv"
        if not paths:
            path.unlink(missing_ok=True)
            return
        target = io.StringIO(newline="")
        csv.writer(target, delimiter=";").writerows([("verslag", "bestand"), *paths.items()])
        write_atomic(path, target.getvalue().encode("utf-8-sig"))

    def read_file_names(self) -> dict[str, str]:
        """Return what `write_file_names` wrote."""
        try:
            text = (self._root / "bestandsnamen.csv").read_text(encoding="utf-8-sig")
        except OSError:
            return {}
        _, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
        return {row[0]: row[1] for row in rows if len(row) == 2}

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Write `run.json`."""
        text = json.dumps(manifest, ensure_ascii=False, indent=2, allow_nan=False)
        write_atomic(self._root / "run.json", text.encode() + b"\n")

    def read_manifest(self) -> dict[str, Any] | None:
        """Return what `write_manifest` wrote last, None if there was no run or it is not whole."""
        try:
            manifest = json.loads((self._root / "run.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return manifest if isinstance(manifest, dict) else None

    def written_report(self) -> dict[str, str]:
        """Return the files of the report that the last run wrote (name → sha256), none if there was no run."""
        files = (self.read_manifest() or {}).get("rapport")
        return files if isinstance(files, dict) else {}

    def used_reports(self) -> list[dict[str, str]]:
        """Return `path` and `sha256` of each report that the last run used, none if there was no run."""
        reports = (self.read_manifest() or {}).get("invoer")
        return reports if isinstance(reports, list) else []

    def former_topics(self) -> dict[str, Any] | None:
        """Return what the last run kept of its topics, None if there was no run or the file is damaged."""
        return _read_checked(self._root / "onderwerpen.json")

    def keep_topics(self, value: Mapping[str, Any]) -> None:
        """Keep what the next run needs to recognise the topics of this one."""
        _write_checked(self._root / "onderwerpen.json", value)

    def keep_agreement(self, value: Mapping[str, Any]) -> None:
        """Keep how far people and the program agree, for the report."""
        _write_checked(self._root / "overeenstemming.json", value)

    def agreement(self) -> dict[str, Any] | None:
        """Return what `keep_agreement` kept last, None if nobody compared codings or the file is damaged."""
        return _read_checked(self._root / "overeenstemming.json")

    # Results kept under the key of all that decides them

    def cached(self, key: str) -> dict[str, Any] | None:
        """Return what was kept under a key, or None; a damaged entry counts as none."""
        value = _read_checked(self._cache / f"{key}.json")
        if value is not None:
            self.use(key)
        return value

    def keep(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a JSON-able result under a key."""
        _write_checked(self._cache / f"{key}.json", value)
        self.use(key)

    def cached_bytes(self, key: str) -> bytes | None:
        """Return the bytes kept under a key, or None; a damaged entry counts as none."""
        try:
            stored = (self._cache / f"{key}.bin").read_bytes()
        except OSError:
            return None
        data = stored[_CHECKSUM:]
        if stored[:_CHECKSUM] != _checksum(data):
            return None
        self.use(key)
        return data

    def keep_bytes(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
        write_atomic(self._cache / f"{key}.bin", _checksum(data) + data)
        self.use(key)

    def cached_array(self, key: str) -> NDArray[np.float32] | None:
        """Return the array kept under a key, or None; a damaged entry counts as none."""
        data = self.cached_bytes(key)
        if data is None:
            return None
        array: NDArray[np.float32] = np.load(io.BytesIO(data), allow_pickle=False)
        return array

    def keep_array(self, key: str, array: NDArray[np.float32]) -> None:
        """Keep an array under a key."""
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=False)
        self.keep_bytes(key, buffer.getvalue())

    def anew(self) -> "Storage":
        """Return the same folder, of which nothing was used yet."""
        return Storage(self._root)

    def holds(self, key: str) -> bool:
        """Return whether something is kept under a key, whole or not."""
        return any((self._cache / f"{key}{ending}").is_file() for ending in (".json", ".bin"))

    def use(self, *keys: str) -> None:
        """Let what is kept under some keys stay, though this run does not look at it."""
        self._used.update(keys)

    @property
    def used(self) -> frozenset[str]:
        """The keys of what this run used."""
        return frozenset(self._used)

    def drop_cache(self) -> None:
        """Remove all kept results."""
        shutil.rmtree(self._cache, ignore_errors=True)

    def files(self) -> list[Path]:
        """Return the files that an analysis writes here."""
        named = [self._root / f"{table}.parquet" for table in tables.TABLES]
        named += [
            self._root / name for name in ("run.json", "onderwerpen.json", "overeenstemming.json", "bestandsnamen.csv")
        ]
        kept = [*(self._root / "texts").glob("*.txt"), *files_below(self._cache)]
        return sorted(path for path in (*named, *kept) if path.is_file())

    def is_kept(self, path: Path) -> bool:
        """Return whether a file is a result kept for a next run."""
        return path.is_relative_to(self._cache)

    # All of it at once

    def aside(self) -> "Storage":
        """Return an empty store aside; `take_over` puts what is written there in place of what is here."""
        shutil.rmtree(self._aside, ignore_errors=True)
        return Storage(self._aside)

    def take_over(self) -> None:
        """Put what was written aside in place; texts and file names that are not there are removed."""
        names = sorted(path.relative_to(self._aside).as_posix() for path in files_below(self._aside))
        _write_checked(self._aside / _WHOLE, {"bestanden": names})
        self.resume()

    def resume(self) -> bool:
        """Finish `take_over` where it was broken off, and return whether there was anything to finish."""
        whole = _read_checked(self._aside / _WHOLE)
        if whole is not None:
            for name in whole["bestanden"]:
                if (self._aside / name).is_file():
                    (self._root / name).parent.mkdir(parents=True, exist_ok=True)
                    (self._aside / name).replace(self._root / name)
            kept = {self._root / name for name in whole["bestanden"]}
            for path in {*(self._root / "texts").glob("*.txt"), self._root / "bestandsnamen.csv"} - kept:
                path.unlink(missing_ok=True)
        shutil.rmtree(self._aside, ignore_errors=True)
        return whole is not None

    def prune(self) -> None:
        """Remove kept results that this run did not use: a report that was taken away leaves nothing behind."""
        for path in self._cache.glob("*"):
            if path.stem not in self._used:
                path.unlink(missing_ok=True)


class ReportFolder:
    """The folder that holds the report and its figures.

    Parameters
    ----------
    root
        The folder; files in it that no run wrote are left alone.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Write the files and return the sha256 of each."""
        for name, data in files.items():
            write_atomic(self._root / name, data)
        return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}

    def holds(self, digests: Mapping[str, str]) -> bool:
        """Return whether every file is there with the given sha256."""
        try:
            return all(
                hashlib.sha256((self._root / name).read_bytes()).hexdigest() == expected
                for name, expected in digests.items()
            )
        except OSError:
            return False

    def remove(self, names: Iterable[str]) -> None:
        """Remove files of an earlier run that the present one does not make."""
        for name in names:
            (self._root / name).unlink(missing_ok=True)

    def replace(self, files: Mapping[str, bytes], by_others: Mapping[str, str] = MappingProxyType({})) -> None:
        """Write the files, and remove what an earlier call wrote here, is not among them and was not changed since.

        What was written is kept in a list in the folder; `by_others` holds the sha256 of what else we wrote there.
        """
        listed = self._root / ".geschreven.json"
        former = {**by_others, **(_read_checked(listed) or {})}
        written = self.write(files)
        self.remove(name for name in set(former) - set(written) if self.holds({name: former[name]}))
        _write_checked(listed, written)
