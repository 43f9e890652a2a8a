"""Files that become visible together: written aside, switched by one rename, then put in their places.

What is written lies in a folder aside (`.nieuw`) until all of it is on the disk. Then that folder is renamed
(`.klaar`): from there on its files are the valid ones, and a reader looks there first. They are moved to their places
one by one, `run.json` last; where that is broken off, `finish` goes on. A run that is broken off before the rename
leaves what was there as it was.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pipeline.storage import files
from pipeline.storage.files import told

Value = TypeVar("Value")

_LIST = "lijst.json"
_LAST = "run.json"


class Generation:
    """The next files of a folder.

    Parameters
    ----------
    root
        The folder.
    prefix
        What tells its folders aside from those of others in the same folder.

    Attributes
    ----------
    written
        The sha256 of each file of the generation, by its name in the folder.
    """

    def __init__(self, root: Path, prefix: str = "") -> None:
        self.root = root
        self._new = root / f".{prefix}nieuw"
        self._ready = root / f".{prefix}klaar"
        self.written: dict[str, str] = {}

    # To write it

    def begin(self) -> None:
        """Begin empty."""
        self.written = {}
        self.finish()
        self.drop()

    def put(self, name: str, data: bytes) -> None:
        """Write a file aside; one that is there already with this content is not written again."""
        self.written[name] = hashlib.sha256(data).hexdigest()
        target = self.root / name
        with told(target):
            if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
                files.remove(self._new / name)
                return
            files.make_folder(target.parent)
            files.check_replaceable(target)
            files.make_folder((self._new / name).parent)
            files.write(self._new / name, data)

    def close(self, gone: Iterable[str], listed: Mapping[str, Any]) -> bool:
        """Have all of it on the disk, with a list of what is to be removed and of what else is told to `finish`.

        Returns
        -------
        bool
            Whether anything will change.
        """
        gone = sorted(set(gone) - set(self.written))
        if not gone and not files.files_below(self._new):
            self.drop()
            return False
        with told(self.root):
            files.make_folder(self._new)
            files.write(self._new / _LIST, files.with_checksum({**listed, "weg": gone}))
            written = files.files_below(self._new)
            for path in written:
                files.sync(path)
            for folder in sorted({path.parent for path in written}, reverse=True):
                files.sync_folder(folder)
        return True

    def commit(self) -> None:
        """Make it the valid one: this is the one rename."""
        with told(self.root):
            files.move(self._new, self._ready)
            files.sync_folder(self.root)

    # What was broken off

    @property
    def is_ready(self) -> bool:
        """Whether it is the valid one and may not be in place yet."""
        return self._ready.is_dir()

    def listed(self) -> dict[str, Any]:
        """Return what `close` was told of what is closed or ready, nothing if neither is."""
        data = files.read_if_there((self._ready if self.is_ready else self._new) / _LIST)
        return {} if data is None else files.read_checked(data) or {}

    def finish(self) -> bool:
        """Put what is ready in its places, and return whether there was anything to put."""
        if not self.is_ready:
            return False
        with told(self.root):
            waiting = [path for path in files.files_below(self._ready) if path != self._ready / _LIST]
            gone = [self.root / name for name in self.listed().get("weg", ())]
            folders = {path.parent for path in gone if path.parent.is_dir()}
            last = self._ready / _LAST
            for path in (path for path in waiting if path != last):
                folders.add(self._put_in_place(path))
            for path in gone:
                files.remove(path)
            if last in waiting:
                folders.add(self._put_in_place(last))
            for folder in sorted(folders):
                files.sync_folder(folder)
            files.remove_tree(self._ready)
        return True

    def drop(self) -> None:
        """Remove what was not made the valid one."""
        with told(self.root):
            files.remove_tree(self._new)

    def _put_in_place(self, path: Path) -> Path:
        target = self.root / path.relative_to(self._ready)
        with told(target):
            files.make_folder(target.parent)
            files.move(path, target)
        return target.parent

    # To read it

    def read(self, name: str, read: Callable[[Path], Value]) -> Value:
        """Return what reading a file of the folder gives: of the valid ones, also while they are put in place."""
        try:
            return read(self._ready / name)
        except (FileNotFoundError, NotADirectoryError):
            return read(self.root / name)

    def is_gone(self, name: str) -> bool:
        """Return whether a file is about to be removed."""
        return self.is_ready and name in self.listed().get("weg", ())
