"""The reporting stage: tables in, charts and reports out, as bytes by file name."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING

from pipeline.reporting.formats import FILES, FORMATS
from pipeline.reporting.inputs import Method, Names, Part

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.reporting.document import Picture, PictureCache

__all__ = ["Method", "Names", "Part", "count_steps", "draw_charts", "make_report"]


def count_steps(formats: Iterable[str] = FORMATS) -> int:
    """Return how often `make_report` tells that a step is done."""
    from pipeline.reporting.writers import WRITERS

    return sum(name in WRITERS for name in formats) + 2  # the charts and the exports


def make_report(
    tables: Mapping[str, "pd.DataFrame"],
    texts: Mapping[str, str],
    names: Names,
    method: Method,
    advance: Callable[[], None] = lambda: None,
    cache: "PictureCache | None" = None,
    beside: Executor | None = None,
) -> dict[str, bytes]:
    """Return the report in every format that is asked for, its charts, and the tables to count on with.

    Parameters
    ----------
    tables
        The tables of the data contract; none may be missing, all may be empty.
    texts
        The normalised text of each report, by `report_id`.
    names
        The names of themes and roles.
    method
        How the tables were made.
    advance
        Is called when a step is done.
    cache
        The charts that were drawn before, if they are kept.
    beside
        Makes the workbook and the tables meanwhile, such as another process.

    Returns
    -------
    dict of str to bytes
        By relative file name, such as `rapport.html` and `figuren/themas.svg`. The same input gives
        the same bytes.

    Raises
    ------
    OffsetError
        If a statement does not stand in its text where its offsets say.
    """
    # Drawing takes a second to load: not for those who only want to know what a report is.
    from pipeline.reporting import charts
    from pipeline.reporting.content import build, facts, title
    from pipeline.reporting.exports import export
    from pipeline.reporting.findings import find
    from pipeline.reporting.writers import LONGEST, WRITERS

    findings = find(tables, texts, names, method.unit, method.min_sessions)
    asked = [name for name in sorted(WRITERS, key=LONGEST.__ne__) if name in method.formats]
    # Side by side: most of the time of writing goes to typst and pandoc, which need no Python.
    with ThreadPoolExecutor() as threads:
        told = (title(findings, method), facts(findings, method), names, method.formats)
        exporting = (beside or threads).submit(export, dict(tables), findings, *told)
        pictures = charts.draw(findings, cache) if asked or "figuren" in method.formats else {}
        advance()
        document = build(findings, pictures, names, method) if asked else None
        writing = {name: threads.submit(WRITERS[name], document) for name in asked if document}
        exported = exporting.result()
        advance()
        files = {}
        for name in filter(writing.__contains__, WRITERS):
            files[FILES[name]] = writing[name].result()
            advance()
    if "figuren" in method.formats:
        for name, picture in pictures.items():
            files[f"{FILES['figuren']}{name}.png"] = picture.png
            files[f"{FILES['figuren']}{name}.svg"] = picture.svg
    return files | exported


def draw_charts(tables: Mapping[str, "pd.DataFrame"], texts: Mapping[str, str], names: Names) -> dict[str, "Picture"]:
    """Return the charts of the report by name, without those that have nothing to show.

    Parameters
    ----------
    tables, texts, names
        As for `make_report`.
    """
    from pipeline.reporting import charts
    from pipeline.reporting.findings import find

    return charts.draw(find(tables, texts, names))
