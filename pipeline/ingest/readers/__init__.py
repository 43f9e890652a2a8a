"""Readers, one module per family of formats: from bytes to a `Source`."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from pipeline.ingest.readers.markdown import read_markdown
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.records import Source

READERS: Mapping[str, tuple[str, Callable[[str], Source]]] = {
    ".txt": ("txt", read_plain),
    ".md": ("md", read_markdown),
    ".markdown": ("md", read_markdown),
}


def reader_for(path: str) -> Callable[[str], Source] | None:
    """Return the reader for a file name, or None for a format that is not supported."""
    entry = READERS.get(PurePosixPath(path).suffix.lower())
    return entry[1] if entry else None
