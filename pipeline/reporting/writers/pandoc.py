"""Through pandoc to a format for a word processor.

What pandoc leaves out or puts differently in a format is for the module of that format.
"""

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.reporting.document import Document
from pipeline.reporting.writers.pandoc_model import Model
from pipeline.reporting.writers.paper import for_paper
from pipeline.temporary import temporary_folder

# The date in every file, the earliest that a zip archive knows: the same report is always the same file.
_TIMESTAMP, _ZIP_DATE = 315_532_800, (1980, 1, 1, 0, 0, 0)
_SECONDS = 600

Parts = Mapping[str, bytes]


@dataclass(frozen=True)
class Written:
    """What a format needs to finish a file that pandoc made.

    Parameters
    ----------
    parts
        The files in the archive, in order.
    alternatives
        What each picture says, in the order of the document.
    new_pages
        The ids of the headings at which a new page begins: those of the front, but for the first.
    """

    parts: dict[str, bytes]
    alternatives: tuple[str, ...]
    new_pages: frozenset[str]


def write(
    document: Document,
    format_name: Literal["odt", "docx"],
    reference: Parts,
    finish: Callable[[Written], Parts],
) -> bytes:
    """Return the document in a format for a word processor.

    Parameters
    ----------
    document
        The report.
    format_name
        Pandoc's name of the format.
    reference
        The files that hold the styles and the page, as they stand in an archive of that format.
    finish
        Makes the files of the archive what they should be, after pandoc.
    """
    import pypandoc

    paper = for_paper(document)
    made = Model(paper)
    model = made.model()
    with temporary_folder() as folder:
        for picture, data in made.pictures.items():
            (folder / picture).write_bytes(data)
        (folder / "reference").write_bytes(archive(reference))
        subprocess.run(  # noqa: S603 (our own command)
            [pypandoc.get_pandoc_path(), "-f", "json", "-t", format_name, "--reference-doc=reference", "-o", "report"],
            input=json.dumps(model, ensure_ascii=False).encode(),
            cwd=folder,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(_TIMESTAMP)},
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
        written = unpack((folder / "report").read_bytes())
    front = [section.id for section in paper.sections if section.place == "front"]
    new_pages = frozenset(front[1:])
    return archive(finish(Written(written, tuple(made.alternatives), new_pages)))


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the files in an archive by name, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archived:
        return {name: archived.read(name) for name in archived.namelist()}


def archive(parts: Parts) -> bytes:
    """Return files as an archive in which nothing depends on when it was made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archived:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            # OpenDocument wants its type to be readable without unpacking.
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archived.writestr(info, data)
    return target.getvalue()
