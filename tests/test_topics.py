"""Clusters of dilemmas: small and odd corpora, honesty, and sameness."""

import warnings

import numpy as np
import pandas as pd
import pytest

from pipeline import tables
from pipeline.topics.clustering import AverageLinkage, centre
from pipeline.topics.embedding import EMBEDDING_WIDTH, embed
from pipeline.topics.labels import enumerate_words, label_topics, shared_first
from pipeline.topics.model import Topics, find_topics

SUBJECTS = {
    "werk": ["Er zijn te weinig mensen voor het werk.", "De vacatures blijven open staan.", "Het personeel vertrekt."],
    "data": ["De wet verbiedt het delen van gegevens.", "Persoonsgegevens mogen niet worden verstrekt.", "Privacy houdt het tegen."],
    "geld": ["De subsidie loopt af.", "De begroting dekt de kosten niet.", "Er is alleen tijdelijk geld."],
    "systeem": ["Het oude systeem valt uit.", "De software is verouderd.", "De computers haperen."],
}  # fmt: skip


def dilemmas(texts: list[str], n_sessions: int = 3) -> pd.DataFrame:
    return tables.frame(
        "statements",
        [
            {
                "statement_id": f"z{number:03d}",
                "insight_id": f"i{number}",
                "session_id": f"s{number % n_sessions}",
                "report_id": f"r{number % n_sessions}",
                "position": 1,
                "start_char": 0,
                "end_char": len(text),
                "text": text,
                "kind": "dilemma",
                "kind_score": 0.9,
                "attributed_to": None,
                "cues": [],
                "lemmas": text.lower().strip(".").split(),
                "nouns": text.lower().strip(".").split(),
            }
            for number, text in enumerate(texts)
        ],
    )


def cluster(texts: list[str], n_sessions: int = 3, min_dilemmas: int = 3) -> Topics:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return find_topics(
            dilemmas(texts, n_sessions), [None] * len(texts), embed(texts, texts), min_dilemmas=min_dilemmas, seed=0
        )


ALL = [text for texts in zip(*SUBJECTS.values(), strict=True) for text in texts]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 8, 12])
def test_every_size_works(size: int) -> None:
    found = cluster(ALL[:size])
    assert len(found.assignments) == size
    assert set(found.assignments["statement_id"]) == set(dilemmas(ALL[:size])["statement_id"])
    tables.validate("topics", found.topics)
    tables.validate("topic_assignments", found.assignments)


@pytest.mark.parametrize("texts", [["Zelfde zin."] * 8, ["a", "b", "c", "d"], ["Woord"] * 3 + ["", "", ""]])
def test_odd_texts_work(texts: list[str]) -> None:
    assert len(cluster(texts).assignments) == len(texts)


def test_too_few_are_not_clustered() -> None:
    found = cluster(ALL, min_dilemmas=13)
    assert len(found.topics) == 0
    assert set(found.assignments["status"]) == {"te_weinig"}


def test_one_session_cannot_recur() -> None:
    assert set(cluster(ALL, n_sessions=1).assignments["status"]) == {"te_weinig"}


def test_every_dilemma_has_a_topic_or_is_loose() -> None:
    found = cluster(ALL)
    has_topic = found.assignments["topic_id"].notna()
    assert (found.assignments["status"] == "ingedeeld").eq(has_topic).all()
    assert set(found.assignments["topic_id"].dropna()) == set(found.topics["topic_id"])


def test_the_same_texts_give_the_same_topics() -> None:
    first, second = cluster(ALL), cluster(ALL)
    pd.testing.assert_frame_equal(first.topics, second.topics)
    pd.testing.assert_frame_equal(first.assignments, second.assignments)


def test_what_is_alike_comes_together() -> None:
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(4, 64))
    groups = np.repeat(np.arange(4), 6)
    vectors = centres[groups] + 0.1 * rng.normal(size=(24, 64))
    sessions = np.array([f"s{number % 6}" for number in range(24)])
    labels = AverageLinkage(sessions).fit(vectors).labels_
    assert len(set(zip(groups, labels, strict=True))) == len(set(labels)) == 4


def test_what_is_like_nothing_else_stands_alone() -> None:
    vectors = np.eye(5)
    vectors[4] = vectors[3]
    labels = AverageLinkage(np.array(list("abcde"))).fit(vectors).labels_
    assert list(labels[:3]) == [-1, -1, -1]
    assert labels[3] == labels[4] != -1


def test_centred_halves_have_unit_length() -> None:
    vectors = centre(np.random.default_rng(0).normal(size=(7, 8)).astype(np.float32))
    assert np.allclose(np.linalg.norm(vectors[:, :4], axis=1), 1)
    assert np.allclose(np.linalg.norm(vectors[:, 4:], axis=1), 1)
    assert not np.isnan(centre(np.ones((3, 8), dtype=np.float32))).any()


def test_embeddings_have_their_shape() -> None:
    assert embed([], []).shape == (0, EMBEDDING_WIDTH)
    one = embed(["Een zin."], ["Een alinea."])
    assert one.shape == (1, EMBEDDING_WIDTH)
    assert np.array_equal(one, embed(["Een zin."], ["Een alinea."]))


def test_labels_are_headings_and_never_the_same() -> None:
    long = "Een kop die veel te lang is om nog als naam te dienen"
    labels = label_topics(
        {"t01": [long, "Korte kop"], "t02": ["Korte kop"], "t03": [], "t04": []},
        {"t01": ["a"], "t02": ["brief", "rooster", "minister"], "t03": [], "t04": []},
    )
    assert labels["t01"] == "Korte kop"
    assert labels["t02"] == "Brief, rooster en minister"
    assert len(set(labels.values())) == 4


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["brief"], "Brief"), (["a", "b"], "A en b"), (["a", "b", "c"], "A, b en c")]
)
def test_enumerations(words: list[str], text: str) -> None:
    assert enumerate_words(words) == text


def test_what_recurs_goes_first() -> None:
    assert shared_first(["a", "b", "c"], [["a", "c"], ["c"], ["b", "b"]]) == ["c", "a", "b"]
