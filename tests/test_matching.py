"""Matching and negation on gold that was written from the data contract alone (see `tests/gold/README.md`)."""

from typing import Any

import pytest

from benchmarks import coding
from pipeline.dutch.sentences import sentences
from pipeline.nlp.language import LANGUAGE_MODEL, load_language

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


CONSTRUCTIONS = [
    case
    for name in ("matching-constructions.jsonl", "matching-constructions-unseen.jsonl")
    for case in coding.cases(name)
]
# Whether *door te* opens a clause (how something is done) or holds a particle (doorzetten), no tag tells.
NOT_YET = {"Dat besluit durfde de dijkgraaf niet door te zetten."}


@pytest.mark.parametrize("case", [case for case in CONSTRUCTIONS if "text" in case], ids=lambda case: case["text"][:40])
def test_constructions(case: dict[str, Any]) -> None:
    text = case["text"]
    codes = [{"code": term, "termen": [term], "uitsluiten": []} for term in case["terms"]]
    found = [[text[one.start : one.end], one.negated] for one in coding.find_mentions(text, codes)]
    assert (found == case["mentions"]) is (text not in NOT_YET), found


@pytest.mark.parametrize(
    "expected",
    [case["sentences"] for case in CONSTRUCTIONS if "sentences" in case],
    ids=lambda expected: expected[0][:40],
)
def test_ends_of_sentences(expected: list[str]) -> None:
    text = " ".join(expected)
    assert [one.text for one in load_language(LANGUAGE_MODEL)(text).sents] == expected
    assert sentences(text) == expected
