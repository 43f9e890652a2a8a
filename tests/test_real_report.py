"""The one real report at hand, as a user would bring it."""

from pathlib import Path

import pytest

from pipeline import tables
from tests.conftest import Run, run_once


@pytest.fixture(scope="module")
def run(real_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_once(real_report, tmp_path_factory.mktemp("echt"))


def test_insights(run: Run) -> None:
    found = [(row["number"], row["heading"]) for row in tables.records(run.data["insights"])]
    assert found == [
        ("1", "Rolvastheid is van groot belang"),
        ("2", "Informatieongelijkheid is een constante factor"),
        ("3", "Blijf in gesprek én stel de juiste vragen"),
        ("4", "Ook bij adviseurs is er ruimte voor verbetering"),
    ]


def test_participants(run: Run) -> None:
    found = [
        (row["function"], row["organisation"], row["is_chair"], row["present"])
        for row in tables.records(run.data["participants"])
    ]
    assert found == [
        ("directeur-generaal", "IenW", True, True),
        ("directeur-generaal", "VWS", False, True),
        ("directeur-generaal", "OCW", False, True),
        ("directeur", "JenV", False, True),
    ]


def test_session(run: Run) -> None:
    (session,) = tables.records(run.data["sessions"])
    assert session["date"] == "XXXX-07-18"
    assert session["next_date"] == "XXXX-11-16"
    assert session["series"] == "Spoor 4"


def test_report_is_made_and_says_that_it_is_too_small(run: Run) -> None:
    html = (run.reports / "rapport.html").read_text(encoding="utf-8")
    assert "Rolvastheid is van groot belang" in html
    assert run.summary.is_too_small
    assert set(run.data["topic_assignments"]["status"]) == {"te_weinig"}
    assert "te weinig" in html.casefold()
