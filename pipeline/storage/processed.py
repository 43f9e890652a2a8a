"""The processed folder: tables, texts, manifest and what a next run needs; what a run writes is switched at once."""

import csv
import hashlib
import io
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as parquet

from pipeline import tables
from pipeline.errors import cannot_read
from pipeline.storage import files
from pipeline.storage.cache import Cache
from pipeline.storage.files import told
from pipeline.storage.generations import Generation
from pipeline.storage.reports import ReportFolder

_MANIFEST, _TOPICS, _AGREEMENT = "run.json", "onderwerpen.json", "overeenstemming.json"
_FILE_NAMES = "bestandsnamen.csv"
_TEXTS = "texts"


class Storage(Cache):
    """The processed folder of one run.

    Parameters
    ----------
    processed
        The folder for tables, texts, manifest and cache.
    """

    def __init__(self, processed: Path, *, _next: Generation | None = None) -> None:
        super().__init__(processed / "cache")
        self._root = processed
        self._files = Generation(processed)
        self._next = _next

    # Tables and texts

    def write_table(self, table: str, data: pd.DataFrame) -> str:
        """Validate a table, write it as Parquet and return the sha256 of that."""
        written = tables.parquet_bytes(table, tables.validate(table, data))
        self._put(f"{table}.parquet", written)
        return hashlib.sha256(written).hexdigest()

    def read_table(self, table: str) -> pd.DataFrame:
        """Read and validate a table.

        Raises
        ------
        FileNotFoundError
            If no run has written it yet.
        """
        return tables.from_arrow(table, self._files.read(f"{table}.parquet", parquet.read_table))

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """Write the normalised text of each report, and remove those of reports that are gone."""
        for report_id, text in texts.items():
            self._put(f"{_TEXTS}/{report_id}.txt", text.encode())
        if self._next is None:
            for name in self._names_of_texts() - {f"{_TEXTS}/{report_id}.txt" for report_id in texts}:
                files.remove(self._root / name)

    def read_text(self, report_id: str) -> str:
        """Read the normalised text of a report, as written."""
        return self._files.read(f"{_TEXTS}/{report_id}.txt", Path.read_bytes).decode()

    def path_of_text(self, report_id: str) -> Path:
        """Return where the text of a report is."""
        return self._root / _TEXTS / f"{report_id}.txt"

    def write_file_names(self, paths: Mapping[str, str]) -> None:
        """Write which path is meant by what readers see in its place (`bestandsnamen.csv`); without any, remove it."""
        if paths:
            target = io.StringIO(newline="")
            csv.writer(target, delimiter=";").writerows([("verslag", "bestand"), *paths.items()])
            self._put(_FILE_NAMES, target.getvalue().encode("utf-8-sig"))
        elif self._next is None:
            files.remove(self._root / _FILE_NAMES)

    def read_file_names(self) -> dict[str, str]:
        """Return what `write_file_names` wrote."""
        data = None if self._files.is_gone(_FILE_NAMES) else self._content(_FILE_NAMES)
        if data is None:
            return {}
        _, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
        return {row[0]: row[1] for row in rows if len(row) == 2}

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Write `run.json`; where it ends what is written aside, with the sha256 of all that (`uitvoer`)."""
        if self._next is not None:
            manifest = {**manifest, "uitvoer": _digests(self._next.written)}
        text = json.dumps(manifest, ensure_ascii=False, indent=2, allow_nan=False)
        self._put(_MANIFEST, text.encode() + b"\n")

    def read_manifest(self) -> dict[str, Any] | None:
        """Return what `write_manifest` wrote last, None if there was no run or it is not whole."""
        try:
            manifest = json.loads(self._content(_MANIFEST) or b"")
        except (ValueError, RecursionError):
            return None
        return manifest if isinstance(manifest, dict) else None

    def written_report(self) -> dict[str, str]:
        """Return the files of the report that the last run wrote (name → sha256), none if there was no run."""
        written = (self.read_manifest() or {}).get("rapport")
        return written if isinstance(written, dict) else {}

    def used_reports(self) -> list[dict[str, str]]:
        """Return `path` and `sha256` of each report that the last run used, none if there was no run."""
        reports = (self.read_manifest() or {}).get("invoer")
        return reports if isinstance(reports, list) else []

    def former_topics(self) -> dict[str, Any] | None:
        """Return what the last run kept of its topics, None if there was no run or the file is damaged."""
        return files.read_checked(self._content(_TOPICS) or b"")

    def keep_topics(self, value: Mapping[str, Any]) -> None:
        """Keep what the next run needs to recognise the topics of this one."""
        self._put(_TOPICS, files.with_checksum(value))

    def keep_agreement(self, value: Mapping[str, Any]) -> None:
        """Keep how far people and the program agree, for the report."""
        self._put(_AGREEMENT, files.with_checksum(value))

    def agreement(self) -> dict[str, Any] | None:
        """Return what `keep_agreement` kept last, None if nobody compared codings or the file is damaged."""
        return files.read_checked(self._content(_AGREEMENT) or b"")

    def anew(self) -> "Storage":
        """Return the same folder, of which nothing was used yet."""
        return Storage(self._root)

    def files(self) -> list[Path]:
        """Return the files that an analysis writes here."""
        named = [self._root / f"{table}.parquet" for table in tables.TABLES]
        named += [self._root / name for name in (_MANIFEST, _TOPICS, _AGREEMENT, _FILE_NAMES)]
        kept = [*(self._root / _TEXTS).glob("*.txt"), *files.files_below(self._cache)]
        return sorted(path for path in (*named, *kept) if path.is_file())

    # All of it at once

    def aside(self) -> "Storage":
        """Return the same folder to write the next files of: they stay aside until `take_over`."""
        following = Generation(self._root)
        following.begin()
        return Storage(self._root, _next=following)

    def take_over(self, report: ReportFolder | None = None, *, step: str = "analyse") -> None:
        """Put what was written aside in place at once; texts and file names that are not among it are removed.

        Parameters
        ----------
        report
            The folder of a report that was written aside too, and becomes visible with the rest.
        step
            What `resume` returns if this is broken off.
        """
        assert self._next is not None, "nothing was written aside"  # noqa: S101
        key = secrets.token_hex(8)
        listed: dict[str, Any] = {"stap": step}
        if report is not None and report.close(key):
            listed |= {"rapport": _relative(report.root, self._root), "sleutel": key}
        self._next.close({*self._names_of_texts(), _FILE_NAMES}, listed)
        self._next.commit()
        self.resume()

    def resume(self) -> str | None:
        """Finish `take_over` where it was broken off, and return what was: None if there was nothing to finish.

        What was broken off before it became valid is removed.
        """
        step = None
        if self._files.is_ready:
            listed = self._files.listed()
            step = str(listed.get("stap"))
            if "rapport" in listed:
                ReportFolder(self._root / listed["rapport"]).take_over(listed["sleutel"])
            self._files.finish()
        self._files.drop()
        return step

    @property
    def is_broken_off(self) -> bool:
        """Whether `resume` has something to finish."""
        return self._files.is_ready

    def sweep(self) -> None:
        """Remove what a run that was broken off left unfinished here."""
        if not self._cache.is_dir():  # which every run makes first: this is no processed folder
            return
        super().sweep()
        for folder in (self._root, self._root / _TEXTS):
            with told(folder):
                files.sweep(folder, is_ours=True)

    def _put(self, name: str, data: bytes) -> None:
        if self._next is not None:
            self._next.put(name, data)
        else:
            files.write_atomic(self._root / name, data)

    def _content(self, name: str) -> bytes | None:
        """Return the content of a file, None if it is not there."""
        try:
            return self._files.read(name, Path.read_bytes)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:  # which is not to be taken for no file
            raise cannot_read(self._root / name, error) from None

    def _names_of_texts(self) -> set[str]:
        return {f"{_TEXTS}/{path.name}" for path in (self._root / _TEXTS).glob("*.txt")}


def _digests(written: Mapping[str, str]) -> dict[str, str]:
    """Return the sha256 of each file, and one for all texts: of the lines `sha256sum texts/*.txt` gives."""
    texts = sorted(name for name in written if name.startswith(f"{_TEXTS}/"))
    lines = "".join(f"{written[name]}  {name}\n" for name in texts)
    others = {name: sha256 for name, sha256 in sorted(written.items()) if name not in texts}
    return {**others, _TEXTS: hashlib.sha256(lines.encode()).hexdigest()}


def _relative(folder: Path, root: Path) -> str:
    """Return a folder as seen from another, so that both can be moved; whole where that cannot be."""
    try:
        return os.path.relpath(folder.resolve(), root.resolve())
    except ValueError:  # on another drive
        return str(folder.resolve())
