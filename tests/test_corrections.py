"""Dilemmas moved by hand: new tables that keep the contract, and the old ones untouched."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tables
from pipeline.errors import SettingError
from pipeline.topics.corrections import reassign
from tests.conftest import Run

TOPICS = [("t01", 3, 2), ("t02", 1, 1)]
# statement, session, topic, strength, representative, nearest
DILEMMAS = [
    ("a", "s1", "t01", 0.9, True, "t01"),
    ("b", "s1", "t01", 0.6, False, "t01"),
    ("c", "s2", "t01", 0.5, False, "t01"),
    ("d", "s3", "t02", 0.7, True, "t02"),
    ("e", "s4", None, 0.2, False, "t02"),
]


def world() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    topics = [
        {"topic_id": key, "label": f"Label {key}", "terms": ["x"], "n_statements": n, "n_sessions": m, "stability": 0.5}
        for key, n, m in TOPICS
    ]
    assignments = [
        {"statement_id": key, "topic_id": topic, "strength": strength, "is_representative": shown,
         "status": "ingedeeld" if topic else "los", "nearest_topic_id": nearest, "is_corrected": False}
        for key, _, topic, strength, shown, nearest in DILEMMAS
    ]  # fmt: skip
    statements = pd.DataFrame(
        {"statement_id": [row[0] for row in DILEMMAS], "session_id": [row[1] for row in DILEMMAS]}
    )
    return tables.frame("topics", topics), tables.frame("topic_assignments", assignments), statements


def moved(**moves: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    corrections = pd.DataFrame({"statement_id": list(moves), "topic_id": list(moves.values())})
    topics, assignments = reassign(*world(), corrections)
    return topics.set_index("topic_id"), assignments.set_index("statement_id")


def test_a_loose_dilemma_comes_into_a_topic() -> None:
    topics, assignments = moved(e="t01")
    assert topics.loc["t01", ["n_statements", "n_sessions"]].tolist() == [4, 3]
    assert assignments.loc["e"].tolist() == ["t01", 0.0, False, "ingedeeld", "t01", True]


@pytest.mark.parametrize("loose", [None, "", float("nan")])
def test_a_dilemma_becomes_loose_and_keeps_its_nearest_topic(loose: str | None) -> None:
    topics, assignments = moved(b=loose)
    assert topics.loc["t01", ["n_statements", "n_sessions"]].tolist() == [2, 2]
    assert assignments.loc["b", ["status", "nearest_topic_id"]].tolist() == ["los", "t01"]
    assert pd.isna(assignments.loc["b", "topic_id"])


def test_another_dilemma_represents_a_topic_that_lost_its_own() -> None:
    _, assignments = moved(a="t02")
    assert assignments["is_representative"].to_dict() == {"a": False, "b": True, "c": False, "d": True, "e": False}


def test_a_topic_without_dilemmas_is_gone() -> None:
    topics, assignments = moved(d="t01")
    assert list(topics.index) == ["t01"]
    assert pd.isna(assignments.loc["e", "nearest_topic_id"])


def test_a_correction_that_changes_nothing_changes_nothing() -> None:
    topics, assignments, statements = world()
    for corrections in ({"statement_id": ["a", "e"], "topic_id": ["t01", None]}, {"statement_id": [], "topic_id": []}):
        same = reassign(topics, assignments, statements, pd.DataFrame(corrections))
        pd.testing.assert_frame_equal(same[0], topics)
        pd.testing.assert_frame_equal(same[1], assignments)


@pytest.mark.parametrize(
    ("corrections", "says"),
    [
        ({"statement_id": ["z"], "topic_id": ["t01"]}, "geen dilemma “z”"),
        ({"statement_id": ["a"], "topic_id": ["t09"]}, "geen onderwerp “t09”; kies uit t01, t02"),
        ({"statement_id": ["a", "a"], "topic_id": ["t01", "t02"]}, "“a” staat twee keer"),
        ({"dilemma": ["a"]}, "kolommen statement_id en topic_id"),
    ],
)
def test_a_wrong_correction_gives_one_sentence(corrections: dict[str, list[str]], says: str) -> None:
    with pytest.raises(SettingError) as error:
        reassign(*world(), pd.DataFrame(corrections))
    assert says in str(error.value)
    assert str(error.value).endswith(".")


@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from(["t01", "t02", None])))
def test_any_corrections_keep_the_contract(moves: dict[str, str | None]) -> None:
    before = world()
    topics, assignments = moved(**moves)
    for old, new in zip(before, world(), strict=True):
        pd.testing.assert_frame_equal(old, new)
    members = assignments.dropna(subset="topic_id").groupby("topic_id")
    assert members.size().to_dict() == topics["n_statements"].to_dict()
    assert members["is_representative"].any().all()
    assert set(assignments["nearest_topic_id"].dropna()) <= set(topics.index)
    assert (assignments["topic_id"].isna() == (assignments["status"] == "los")).all()


def test_the_sample_corpus_takes_corrections(sample_run: Run) -> None:
    data = sample_run.data
    loose = data["topic_assignments"].query("status == 'los'")
    corrections = loose[["statement_id"]].assign(topic_id=loose["nearest_topic_id"])
    topics, assignments = reassign(data["topics"], data["topic_assignments"], data["statements"], corrections)
    # Who is nearest to a group that was not claimed stays loose.
    n_left = int(loose["nearest_topic_id"].isna().sum())
    assert (assignments["status"] == "los").sum() == n_left < len(loose)
    assert topics["n_statements"].sum() == len(assignments) - n_left
