"""Reports in other lay-outs than the sample corpus, as other people write them.

They were written and answered before the rules were tried on them.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import gold
from pipeline.config import Settings
from tests.conftest import Run, run_once

pytestmark = pytest.mark.slow


def read(folder: Path, target: Path) -> Run:
    raw = target / "raw"
    raw.mkdir()
    for path in gold.gold_files(folder):
        (raw / path).write_bytes((folder / path).read_bytes())
    # Which dilemmas recur is not asked here, and takes as long as all the rest.
    return run_once(raw, target, Settings(workers=1, min_dilemmas=1_000_000))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read(gold.LAYOUTS, tmp_path_factory.mktemp("indelingen"))


@pytest.fixture(scope="module")
def open_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read(gold.OPEN_LAYOUTS, tmp_path_factory.mktemp("open"))


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read(gold.DOCUMENTS, tmp_path_factory.mktemp("documenten"))


@pytest.mark.parametrize("folder", [gold.LAYOUTS, gold.OPEN_LAYOUTS, gold.DOCUMENTS])
def test_gold_and_reports_belong_together(folder: Path) -> None:
    reports = {path.name for path in folder.iterdir() if path.suffix != ".json"} - {"README.md"}
    assert gold.gold_files(folder) == reports


def test_every_report_is_read(run: Run, open_run: Run, documents: Run) -> None:
    assert set(documents.data["reports"]["path"]) == gold.gold_files(gold.DOCUMENTS)
    assert set(run.data["reports"]["path"]) == gold.gold_files(gold.LAYOUTS)
    assert set(open_run.data["reports"]["path"]) == gold.gold_files(gold.OPEN_LAYOUTS)


def test_insights(run: Run) -> None:
    assert gold.insight_score(run.data, gold.gold_sessions(gold.LAYOUTS)).f1 >= 0.97


def test_participants(run: Run) -> None:
    assert gold.participant_score(run.data, gold.gold_sessions(gold.LAYOUTS)).f1 >= 0.95


@pytest.mark.parametrize("field", ["title", "date", "next_date", "series"])
def test_sessions(run: Run, field: str) -> None:
    assert gold.session_score(run.data, field, gold.gold_sessions(gold.LAYOUTS)).f1 >= 0.9


def test_statements(run: Run) -> None:
    assert gold.statement_score(run.data, gold.gold_sessions(gold.LAYOUTS)).f1 >= 0.9


def test_open_layouts_do_not_get_worse(open_run: Run) -> None:
    sessions = gold.gold_sessions(gold.OPEN_LAYOUTS)
    assert gold.insight_score(open_run.data, sessions).f1 >= 0.8
    assert gold.participant_score(open_run.data, sessions).f1 >= 0.5


def test_documents_of_many_programs(documents: Run) -> None:
    sessions = gold.gold_sessions(gold.DOCUMENTS)
    assert gold.insight_score(documents.data, sessions).f1 >= 0.98
    assert gold.participant_score(documents.data, sessions).f1 >= 0.92
    for field, floor in {"title": 0.98, "date": 0.98, "next_date": 0.96, "series": 0.93}.items():
        assert gold.session_score(documents.data, field, sessions).f1 >= floor, field


def test_all_gold_together(run: Run, open_run: Run, documents: Run, sample_run: Run) -> None:
    """What the product promises of any report: the sample corpus and the gold of all other writers."""
    runs = {gold.LAYOUTS: run, gold.OPEN_LAYOUTS: open_run, gold.DOCUMENTS: documents, gold.SAMPLES: sample_run}

    def total(measure: Callable[[Run, gold.Sessions], gold.Score]) -> float:
        scores = [measure(of, gold.gold_sessions(folder)) for folder, of in runs.items()]
        n_found, n_gold, n_right = (sum(getattr(s, name) for s in scores) for name in ("n_found", "n_gold", "n_right"))
        return gold.Score(n_found, n_gold, n_right).f1

    told = ("name", "function", "organisation")
    assert total(lambda of, sessions: gold.insight_score(of.data, sessions)) >= 0.97
    assert total(lambda of, sessions: gold.participant_score(of.data, sessions, told)) >= 0.95
    assert total(lambda of, sessions: gold.session_score(of.data, "date", sessions)) >= 0.97
    assert total(lambda of, sessions: gold.session_score(of.data, "next_date", sessions)) >= 0.97
    assert total(lambda of, sessions: gold.session_score(of.data, "series", sessions)) >= 0.95
