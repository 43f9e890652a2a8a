"""Results kept under the key of all that decides them; what is damaged counts as not kept."""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.storage import files
from pipeline.storage.files import told

_CHECKSUM = 16  # bytes, before what is kept


class Cache:
    """The kept results of a folder.

    Parameters
    ----------
    folder
        Where they are.
    """

    def __init__(self, folder: Path) -> None:
        self._cache = folder
        self._used: set[str] = set()

    def cached(self, key: str) -> dict[str, Any] | None:
        """Return what was kept under a key, or None; a damaged entry counts as none."""
        try:
            value = files.read_checked((self._cache / f"{key}.json").read_bytes())
        except OSError:
            return None
        if value is not None:
            self.use(key)
        return value

    def keep(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a JSON-able result under a key."""
        self._write(f"{key}.json", files.with_checksum(value))
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
        self._write(f"{key}.bin", _checksum(data) + data)
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
        with told(self._cache):
            files.remove_tree(self._cache)

    def is_kept(self, path: Path) -> bool:
        """Return whether a file is a result kept for a next run."""
        return path.is_relative_to(self._cache)

    def prune(self) -> None:
        """Remove kept results that this run did not use: a report that was taken away leaves nothing behind."""
        with told(self._cache):
            for path in sorted(self._cache.glob("*")):
                if path.stem not in self._used:
                    files.remove(path)

    def sweep(self) -> None:
        """Remove what a run that was broken off left unfinished here."""
        with told(self._cache):
            files.sweep(self._cache, is_ours=True)

    def _write(self, name: str, data: bytes) -> None:
        # After a power cut a checksum tells what is damaged, and it is made again.
        files.write_atomic(self._cache / name, data, is_durable=False)


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_CHECKSUM).digest()
