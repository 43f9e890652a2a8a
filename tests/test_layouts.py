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
    for path in gold.gold_sessions(folder):
        (raw / path).write_bytes((folder / path).read_bytes())
    return run_once(raw, target)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read(gold.LAYOUTS, tmp_path_factory.mktemp("indelingen"))


@pytest.fixture(scope="module")
def open_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return read(gold.OPEN_LAYOUTS, tmp_path_factory.mktemp("open"))


@pytest.mark.parametrize("folder", [gold.LAYOUTS, gold.OPEN_LAYOUTS])
def test_gold_and_reports_belong_together(folder: Path) -> None:
    reports = {path.name for path in folder.iterdir() if path.suffix != ".json"} - {"README.md"}
    assert set(gold.gold_sessions(folder)) == reports


def test_every_report_is_read(run: Run, open_run: Run) -> None:
    assert set(run.data["reports"]["path"]) == set(gold.gold_sessions(gold.LAYOUTS))
    assert set(open_run.data["reports"]["path"]) == set(gold.gold_sessions(gold.OPEN_LAYOUTS))


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
    assert gold.insight_score(open_run.data, sessions).f1 >= 0.6
    assert gold.participant_score(open_run.data, sessions).f1 >= 0.4
