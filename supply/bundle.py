"""The lock of a bundle: `python -m supply.bundle FOLDER`, where the wheels of the program and its model lie.

It pins them too, by their digests: a package of the same name from an index will not do.
"""

import hashlib
import sys
from pathlib import Path

from supply import lock
from supply.elsewhere import REQUIREMENTS


def bundle_lock(bundle: Path, locked: str) -> str:
    """Return what pip is to install in the folder of a bundle: its wheels, and what is locked for the rest."""
    wheels = sorted(bundle.glob("*.whl"))
    pinned = (f"./{path.name} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in wheels)
    return "\n".join([*pinned, *(one for one in lock.requirements(locked) if not one.startswith(lock.MODELS))]) + "\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    told = bundle_lock(folder, lock.LOCK.read_text(encoding="utf-8"))
    (folder / REQUIREMENTS).write_text(told, encoding="utf-8")
