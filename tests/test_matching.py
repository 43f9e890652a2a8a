"""Matching and negation on gold that was written from the data contract alone (see `tests/gold/README.md`)."""

import pytest

from benchmarks import coding

# The held-out sentences were written last, by a writer who saw no other, and were scored before anything was mended on them.
HELD_OUT = ("matching-held-out.jsonl",)


def test_there_is_enough_gold_for_every_rule() -> None:
    listed = [case for name in coding.MATCHING for case in coding.cases(name)]
    assert len(listed) >= 250
    for rule in range(1, 10):
        own = [case for case in listed if case["rule"] == rule]
        assert len(own) >= 30
        assert any(case["mentions"] for case in own)
    assert sum(not case["mentions"] for case in listed) >= 70  # hard negatives


@pytest.mark.parametrize("names", [coding.MATCHING, HELD_OUT])
def test_spans_and_codes(names: tuple[str, ...]) -> None:
    scores = coding.matching_scores(names)
    assert scores.by_rule[0].f1 >= 0.98
    for rule in range(1, 10):
        assert scores.by_rule[rule].f1 >= 0.95, rule


@pytest.mark.parametrize("names", [coding.MATCHING, HELD_OUT])
def test_negation(names: tuple[str, ...]) -> None:
    assert coding.matching_scores(names).negation >= 0.98
