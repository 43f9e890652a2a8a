"""Reports in other lay-outs than the sample corpus, as other people write them.

They were written and answered before the rules were tried on them.
"""

from pathlib import Path

import pytest

from benchmarks import gold
from tests.conftest import Run, run_once


def read(folder: Path, target: Path) -> Run:
    raw = target / "raw"
    raw.mkdir()
    for path in gold.gold_files(folder):
        (raw / path).write_bytes((folder / path).read_bytes())
    return run_once(raw, target)


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
    assert gold.insight_score(documents.data, sessions).f1 >= 0.96
    assert gold.participant_score(documents.data, sessions).f1 >= 0.87
    for field, floor in {"title": 0.95, "date": 0.97, "next_date": 0.95, "series": 0.87}.items():
        assert gold.session_score(documents.data, field, sessions).f1 >= floor, field
