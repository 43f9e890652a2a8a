"""Reports in other lay-outs than the sample corpus, as other people write them.

They were written and answered before the rules were tried on them.
"""

from pathlib import Path

import pytest

from benchmarks import gold
from tests.conftest import Run, run_once


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("indelingen")
    raw = folder / "raw"
    raw.mkdir()
    for path in sessions():
        (raw / path).write_bytes((gold.LAYOUTS / path).read_bytes())
    return run_once(raw, folder)


def sessions() -> gold.Sessions:
    return gold.gold_sessions(gold.LAYOUTS)


def test_gold_and_reports_belong_together() -> None:
    reports = {path.name for path in Path(gold.LAYOUTS).iterdir() if path.suffix != ".json"}
    assert set(sessions()) == reports


def test_every_report_is_read(run: Run) -> None:
    assert set(run.data["reports"]["path"]) == set(sessions())


def test_insights(run: Run) -> None:
    assert gold.insight_score(run.data, sessions()).f1 >= 0.97


def test_participants(run: Run) -> None:
    assert gold.participant_score(run.data, sessions()).f1 >= 0.95


@pytest.mark.parametrize("field", ["title", "date", "next_date", "series"])
def test_sessions(run: Run, field: str) -> None:
    assert gold.session_score(run.data, field, sessions()).f1 >= 0.9


def test_statements(run: Run) -> None:
    assert gold.statement_score(run.data, sessions()).f1 >= 0.9
