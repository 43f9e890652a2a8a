"""The report after an analysis: made only if something that decides it changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.code_versions import code_version
from pipeline.config import Settings
from pipeline.corpus import without_names
from pipeline.manifest import versions
from pipeline.nlp.codebook import Codebook
from pipeline.progress import Progress
from pipeline.reporting.document import Picture
from pipeline.run.report import make_files, shown_settings
from pipeline.storage import ReportFolder, Storage, digest

if TYPE_CHECKING:
    from pipeline.nlp.left_over import Shown


def publish(
    data: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    written: Mapping[str, str],
    shown: "Shown | None",
    codebook: Codebook,
    model: str,
    settings: Settings,
    storage: Storage,
    following: Storage,
    folder: ReportFolder,
    progress: Progress,
) -> dict[str, Any]:
    """Write the report aside unless the one that is there came from the same input.

    Parameters
    ----------
    data, texts
        What the report is on.
    written
        The sha256 of each of the tables as it was written.
    shown
        The tables and texts without names, if they are kept so.
    codebook, model, settings
        What the tables were made with: the model by name and version.
    storage, following, folder
        Where it is kept which report there is, what is written aside to take its place, and where the report is.
    progress
        Is told how far it is.

    Returns
    -------
    dict
        The sha256 of its `files`, and what the check on names came across (`nagekeken`).
    """
    key = digest(
        {
            "step": "report",
            "code": code_version("pipeline.run.report", beside=[__name__]),
            "versions": versions(),
            "tables": written,
            "texts": texts,
            "codebook": codebook.digest,
            "model": model,
            "settings": shown_settings(settings),
            "front_matter": settings.front_matter,
            "formats": settings.formats,
            "agreement": storage.agreement(),
        }
    )
    kept = storage.cached(key)
    if kept is not None and folder.holds(kept["files"]):
        storage.use(*kept["figuren"])  # for the next report
        following.write_file_names(storage.read_file_names())
        return kept
    if settings.names == "rollen":
        shown = without_names(data, texts, settings)
        data, texts = shown.tables, shown.texts
    before = storage.written_report()
    guard = None if shown is None else shown.guard
    pictures = None if settings.names == "nergens" else _Pictures(storage)
    made, n_searched = make_files(
        data, texts, codebook, model, settings, progress, guard=guard, agreement=storage.agreement(), cache=pictures
    )
    files = folder.aside(made, before)
    following.write_file_names(shown.paths if shown is not None and settings.names == "rollen" else {})
    value = {
        "files": files,
        "nagekeken": {} if shown is None else {**shown.counts, "bestanden": n_searched},
        "figuren": sorted(pictures.keys) if pictures else [],
    }
    storage.keep(key, value)
    return value


class _Pictures:
    """The charts of the last report: what did not change is not drawn again."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._by = digest([code_version("pipeline.reporting.charts", beside=[__name__]), versions()])
        self.keys: set[str] = set()

    def get(self, key: str) -> Picture | None:
        """Return the chart under a key, None if it is not kept in both forms."""
        svg, png = (self._storage.cached_bytes(one) for one in self._keys(key))
        return None if svg is None or png is None else Picture(svg, png)

    def put(self, key: str, picture: Picture) -> None:
        """Keep a chart under a key."""
        for one, data in zip(self._keys(key), (picture.svg, picture.png), strict=True):
            self._storage.keep_bytes(one, data)

    def _keys(self, key: str) -> tuple[str, str]:
        svg, png = (digest({"step": "chart", "by": self._by, "of": key, "as": form}) for form in ("svg", "png"))
        self.keys.update((svg, png))
        return svg, png
