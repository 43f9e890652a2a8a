"""Whatever a report calls its participants, nothing of their names is left (see `generated_reports`)."""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.generated_reports import FORMS, FRAMES, LAYOUTS, leaks, make_report, origins


# Making an example smaller would take minutes: the sentence that is left says enough.
@settings(
    max_examples=100,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
@given(st.data())
def test_nothing_of_a_participant_is_left(data: st.DataObject) -> None:
    report = make_report(lambda options: data.draw(st.sampled_from(options)))
    left = [(leak.where, leak.trace, leak.slot.sentence if leak.slot else "") for leak in leaks(report)]
    assert left == []


def test_there_is_enough_to_draw_from() -> None:
    assert len(FRAMES) == len(set(FRAMES)) >= 40
    assert all(frame.count("{}") == 1 for frame in FRAMES)
    assert len(FORMS) >= 12
    assert len(LAYOUTS) >= 8
    assert len(origins()) >= 15
    given_names, family_names = origins()["woorden"]
    assert {"Storm", "Mark", "Rob", "Wil", "Roos", "Floor"} <= set(given_names)
    assert {"Rood", "Bakker", "Hoorn", "Best", "Storm"} <= set(family_names)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_stands_unmasked_would_be_found(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.generated_reports.pseudonymise", lambda data, texts: (data, texts))
    choice = random.Random(19).choice  # noqa: S311
    report = make_report(lambda options: layout if layout in options else choice(options))
    assert {leak.slot for leak in leaks(report)} >= set(report.slots)
