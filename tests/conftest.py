"""Fixtures that several test modules share."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
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

collect_ignore = ["qualcoder_driver.py"]  # run by another Python, with the libraries of that program


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright  # not for the many tests without

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
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
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The sample corpus, analysed once for all tests."""
    return run_once(RAW, tmp_path_factory.mktemp("voorbeeld"), Settings())


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
