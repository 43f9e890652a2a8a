"""Fixtures that several test modules share."""

import hashlib
import os
import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import settings

from benchmarks.gold import RAW
from pipeline import executors, tables
from pipeline.config import Settings
from pipeline.nlp.codebook import load_codebook
from pipeline.progress import Silent
from pipeline.reporting import Method, Names
from pipeline.reporting.charts import draw
from pipeline.reporting.content import build
from pipeline.reporting.document import Document
from pipeline.reporting.findings import find
from pipeline.reporting.findings.model import Findings
from pipeline.run import Summary, analyse
from pipeline.storage import Storage
from pipeline.topics.model import MIN_SESSIONS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("default", deadline=None)  # the first example of a process loads models
settings.load_profile("default")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

PATIENCE = 300  # seconds; spent only where a test fails, for others may have the processor

collect_ignore = ["qualcoder_driver.py"]  # run by another Python, with the libraries of that program


# What one process runs, the longest first, so that all processes end together; the files of one row read the same gold.
TOGETHER = (
    ("test_kinds",),
    ("test_erasure",),
    ("test_browser",),
    ("test_matching", "test_voices", "test_privacy_gold", "test_quality_figures"),
    ("test_damaged_files",),
    ("test_layouts",),
    ("test_units",),
    ("test_notebooks",),
    ("test_continuity",),
    ("test_review_page",),
    ("test_agreement",),
    ("test_corrections_files",),
    ("test_language_model",),
    ("test_run",),
    ("test_topic_names",),
    ("test_privacy",),
    ("test_report_command",),
    ("test_command_line",),
    ("test_exports",),
)
ROW_OF = {name: number for number, names in enumerate(TOGETHER) for name in names}
# Who asks for one of these analyses a corpus, starts processes or Chromium, or runs notebooks.
SLOW = {"sample_run", "browser", "processes", "corpus", "run_cells", "real_report"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Divide the tests over processes by file, in the order of `TOGETHER`, and mark the slow ones."""
    for item in items:
        row = ROW_OF.get(item.path.stem)
        item.add_marker(pytest.mark.xdist_group(item.path.stem if row is None else TOGETHER[row][0]))
        if SLOW & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")
    items.sort(key=lambda item: ROW_OF.get(item.path.stem, len(TOGETHER)))


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import expect, sync_playwright  # not for the many tests without

    expect.set_options(timeout=1000 * PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, timeout=1000 * PATIENCE)
        yield browser
        browser.close()


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run: its folders and all it made."""

    processed: Path
    reports: Path
    summary: Summary

    @cached_property
    def data(self) -> Mapping[str, pd.DataFrame]:
        return {name: Storage(self.processed).read_table(name) for name in tables.TABLES}

    def text(self, report_id: str) -> str:
        return Storage(self.processed).read_text(report_id)


def run_once(raw: Path, target: Path, settings: Settings | None = None, *, agreed: bool = False) -> Run:
    """Analyse a folder into `target`."""
    processed, reports = target / "processed", target / "reports"
    summary = analyse(raw, processed, reports, settings or Settings(workers=1), Silent(), agreed=agreed)
    return Run(processed, reports, summary)


def _one_by_one(function, tasks, **_):  # type: ignore[no-untyped-def]
    """Stand in for `executors.run_all`, in this process: starting others takes seconds each."""
    for task in tasks:
        try:
            yield task, function(task)
        except Exception as error:
            yield task, error


@pytest.fixture(scope="session", autouse=True)
def in_this_process() -> Iterator[None]:
    """Read reports in this process, but where a test asks for `processes`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.run.coding.run_all", _one_by_one)
        patch.setattr("pipeline.run.embedding.run_all", _one_by_one)
        yield


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read reports in processes of their own, as the product does."""
    monkeypatch.setattr("pipeline.run.coding.run_all", executors.run_all)
    monkeypatch.setattr("pipeline.run.embedding.run_all", executors.run_all)


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The sample corpus, analysed once for all tests and for all processes that run them; nobody writes in it."""
    base = tmp_path_factory.getbasetemp()
    target = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "voorbeeld"
    summary = target / "summary.pickle"
    with FileLock(f"{target}.lock"):
        if not summary.exists():
            shutil.rmtree(target, ignore_errors=True)  # of a process that broke off
            summary.write_bytes(pickle.dumps(run_once(RAW, target, Settings()).summary))
    before = _digests(target)
    yield Run(target / "processed", target / "reports", pickle.loads(summary.read_bytes()))  # noqa: S301 (our own)
    assert _digests(target) == before, "a test wrote in the sample corpus that all share"


def _digests(folder: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def every_third_sample(raw: Path) -> list[Path]:
    """Copy every third report of the sample corpus into a folder, and return the copies."""
    made = []
    for path in sorted(path for path in RAW.rglob("*") if path.is_file())[::3]:
        copy = raw / path.relative_to(RAW)
        copy.parent.mkdir(parents=True, exist_ok=True)
        made.append(Path(shutil.copy(path, copy)))
    return made


def take_up(sample: Run, target: Path) -> None:
    """Lay down what was kept of reading and coding the sample corpus, for an analysis of some of it into `target`.

    Where topics or the report are tried, reading the same reports again would show nothing.
    """
    shutil.copytree(sample.processed / "cache", target / "processed" / "cache", dirs_exist_ok=True)


@cache
def sample_findings(run: Run) -> Findings:
    """What the tables of a run of the sample corpus say."""
    texts = {report_id: run.text(report_id) for report_id in run.data["reports"]["report_id"]}
    return find(run.data, texts, _names(), min_sessions=MIN_SESSIONS)


@cache
def sample_document(run: Run) -> Document:
    """The report on a run of the sample corpus."""
    findings = sample_findings(run)
    return build(findings, draw(findings), _names(), Method("1.0", "nl_sessie_sm", "use", 12, 2, {}))


def _names() -> Names:
    codebook = load_codebook(None)
    return Names(
        themes={theme.code: theme.name for theme in codebook.themes},
        roles={role.code: role.name for role in codebook.roles},
        parents={theme.code: theme.parent for theme in codebook.themes if theme.parent},
    )


@pytest.fixture
def analyse_files(tmp_path: Path) -> Callable[..., Run]:
    """Analyse files given as path → content."""

    def run(files: Mapping[str, str | bytes], *, agreed: bool = False, **options: object) -> Run:
        raw = tmp_path / "raw"
        raw.mkdir(exist_ok=True)
        for name, content in files.items():
            path = raw / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return run_once(raw, tmp_path, Settings(workers=1, **options), agreed=agreed)

    return run


@pytest.fixture(scope="session")
def real_report() -> Path:
    """The folder with the one real report, where it is at hand."""
    folder = SHARED / "reports"
    if not folder.is_dir():
        pytest.skip("the real report is not at hand (../shared/reports)")
    return folder
