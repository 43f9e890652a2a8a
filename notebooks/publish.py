"""Execute the notebooks and write each as one page that needs nothing else (`make notebooks-html`)."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode

import pipeline
from pipeline.errors import RodeDraadError
from pipeline.run.last_check import check_files
from pipeline.storage import write_atomic

FOLDER = Path(__file__).parent
NOTEBOOKS = tuple(sorted(FOLDER.glob("[0-9]*.ipynb")))
_MAX_SECONDS = 3600  # of one cell: a search through thousands of reports takes a while


def read(path: Path) -> NotebookNode:
    """Return a notebook."""
    notebook: NotebookNode = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    return notebook


def execute(path: Path, processed: Path, coding: Path) -> NotebookNode:
    """Return a notebook with its outputs, run on a processed folder.

    Parameters
    ----------
    path
        The notebook.
    processed
        The folder of the tables.
    coding
        The folder for samples that are coded by hand.

    Raises
    ------
    CellExecutionError
        If a cell fails.
    """
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=_MAX_SECONDS,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--IPKernelApp.log_level=40"],  # that the kernel talks to this process is no news
    )
    places = {"RODE_DRAAD_PROCESSED": processed, "RODE_DRAAD_CODERING": coding, "PYTHONPATH": FOLDER.parent}
    client.execute(env={**os.environ, **{name: str(place.resolve()) for name, place in places.items()}})
    return notebook


def title_of(notebook: NotebookNode) -> str:
    """Return the first heading of a notebook."""
    heading = next(cell.source for cell in notebook.cells if cell.source.startswith("# "))
    return str(heading.partition("\n")[0].removeprefix("# ").strip())


def to_html(notebook: NotebookNode, pages: Sequence[dict[str, str]] = ()) -> str:
    """Return an executed notebook as a page without scripts, which fetches nothing.

    Parameters
    ----------
    notebook
        The notebook with its outputs.
    pages
        `file` and `title` of the pages to link to.
    """
    exporter = HTMLExporter(template_name="template", extra_template_basedirs=[str(FOLDER)], exclude_anchor_links=True)
    body, _ = exporter.from_notebook_node(notebook, {"title": title_of(notebook), "pages": list(pages)})
    return str(body)


def publish(processed: Path, reports: Path) -> list[Path]:
    """Write an executed copy of every notebook under `notebooks` in the folder of the report; return the files.

    Raises
    ------
    RodeDraadError
        If there is no analysis to open, or a page would name a person that it must not name.
    """
    corpus = pipeline.load(processed)  # says in one sentence what is wrong, before a kernel starts
    pages = [{"file": f"{path.stem}.html", "title": title_of(read(path))} for path in NOTEBOOKS]
    made = {
        f"{path.stem}.html": to_html(execute(path, processed, reports / "codering"), pages).encode()
        for path in NOTEBOOKS
    }
    if corpus.guard is not None:
        check_files(made, corpus.guard)
    for name, page in made.items():
        write_atomic(reports / "notebooks" / name, page)
    return [reports / "notebooks" / name for name in made]


def main(arguments: Sequence[str] | None = None) -> int:
    """Publish the notebooks, and print where they are or what is wrong."""
    parser = argparse.ArgumentParser(description="Voer de notebooks uit en bewaar ze als webpagina’s.")
    parser.add_argument("--processed", type=Path, default=FOLDER.parent / "data" / "processed")
    parser.add_argument("--reports", type=Path, default=FOLDER.parent / "reports")
    options = parser.parse_args(arguments)
    try:
        pages = publish(options.processed, options.reports)
    except RodeDraadError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except CellExecutionError as error:
        print(f"Een notebook is niet gelukt: {error.evalue}", file=sys.stderr)
        return 1
    for page in pages:
        print(f"Notebook: {page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
