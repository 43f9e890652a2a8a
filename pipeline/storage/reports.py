"""The folder of the report: all files of a report are switched at once, and the user's own are left alone."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from pipeline.storage import files
from pipeline.storage.files import told
from pipeline.storage.generations import Generation

_WRITTEN = ".geschreven.json"


class ReportFolder:
    """The folder that holds the report and its figures.

    Parameters
    ----------
    root
        The folder; files in it that no run wrote are left alone.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._files = Generation(root, "rapport-")
        self._gone: frozenset[str] = frozenset()

    def write(self, made: Mapping[str, bytes]) -> dict[str, str]:
        """Write the files and return the sha256 of each."""
        digests = self.aside(made)
        if self.close():
            self._files.commit()
            self._files.finish()
        return digests

    def aside(self, made: Mapping[str, bytes], gone: Iterable[str] = ()) -> dict[str, str]:
        """Write the files aside, to be taken over later, and return the sha256 of each.

        Parameters
        ----------
        made
            The files by name.
        gone
            Files of an earlier run that are to be removed then, if they are not among these.
        """
        self._files.begin()
        for name, data in made.items():
            self._files.put(name, data)
        self._gone = frozenset(name for name in gone if (self.root / name).is_file())
        return dict(self._files.written)

    def close(self, key: str | None = None) -> bool:
        """Have what is aside on the disk under a key, and return whether it changes anything."""
        return self._files.close(self._gone, {"sleutel": key})

    def take_over(self, key: str) -> None:
        """Put what was closed under a key in place; what was not is gone."""
        if not self._files.is_ready and self._files.listed().get("sleutel") == key:
            self._files.commit()
        self._files.finish()

    def resume(self) -> None:
        """Finish what was broken off, and remove what never became valid."""
        self._files.finish()
        self._files.drop()

    def sweep(self) -> None:
        """Remove what a run that was broken off left unfinished here; names that a user may give are left alone."""
        with told(self.root):
            files.sweep(self.root, is_ours=False)

    def holds(self, digests: Mapping[str, str]) -> bool:
        """Return whether every file is there with the given sha256."""
        try:
            return all(
                hashlib.sha256((self.root / name).read_bytes()).hexdigest() == expected
                for name, expected in digests.items()
            )
        except OSError:
            return False

    def replace(
        self, folder: str, made: Mapping[str, bytes], by_others: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Write files in a folder below, and remove what an earlier call wrote there and was not changed since.

        What was written is kept in a list in that folder.

        Parameters
        ----------
        folder
            The folder; empty for this one.
        made
            The files.
        by_others
            The sha256 of what else this program wrote there.
        """
        below = f"{folder}/" if folder else ""
        listed = f"{below}{_WRITTEN}"
        former = {**by_others, **(files.read_checked(files.read_if_there(self.root / listed) or b"") or {})}
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}
        unchanged = [f"{below}{name}" for name in former if self.holds({f"{below}{name}": former[name]})]
        whole = {f"{below}{name}": data for name, data in made.items()}
        self.aside({**whole, listed: files.with_checksum(digests)}, unchanged)
        if self.close():
            self._files.commit()
            self._files.finish()
