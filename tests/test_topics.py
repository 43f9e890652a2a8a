"""Clusters of dilemmas: small and odd corpora, honesty, and sameness."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.metrics import v_measure_score

from pipeline import tables
from pipeline.errors import SettingError
from pipeline.nlp import tag_texts
from pipeline.topics import cluster_texts, evaluation, neighbours
from pipeline.topics.clustering import LOOSE_BELOW, agreement, find_communities
from pipeline.topics.embedding import check_embedding, embed
from pipeline.topics.labels import Wording, enumerate_words, label_topics, shared_first
from pipeline.topics.model import MIN_TEXTS, MIN_UNITS, find_topics
from pipeline.topics.neighbours import (
    View,
    joint_graph,
    linked,
    neighbour_graph,
    unit,
    view_graphs,
    word_vectors,
    word_weight,
)
from pipeline.topics.significance import claimed, closeness, closeness_by_chance
from pipeline.topics.similar import LIKELY, similar_statements
from pipeline.topics.texts import Texts, divide
from pipeline.topics.topic_tables import Topics
from tests.conftest import Run

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
SIZES = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55]

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
                "kind_machine": "dilemma",
                "is_corrected": False,
                "kind_score": 0.9,
                "is_uncertain": False,
                "stands_alone": None,
                "both_sides": None,
                "advice_type": None,
                "advice_type_score": None,
                "attributed_to": None,
                "cues": [],
                "lemmas": text.lower().strip(".").split(),
                "nouns": text.lower().strip(".").split(),
                "phrases": [],
                "phrase_lemmas": [],
            }
            for number, text in enumerate(texts)
        ],
    )


def cluster(texts: list[str], n_sessions: int = 3, min_dilemmas: int = 3) -> Topics:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = dilemmas(texts, n_sessions)
        insights = pd.DataFrame({"insight_id": table["insight_id"], "heading": None, "text": texts})
        return find_topics(table, insights, table, embed(texts, texts), min_units=min_dilemmas, min_sessions=2, seed=0)


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
    groups = np.repeat(np.arange(4), 8)
    vectors = unit(rng.normal(size=(4, 64))[groups] + 0.1 * rng.normal(size=(32, 64)))
    found = find_communities(joint_graph(view_graphs([View(vectors)], np.arange(32) % 8)))
    assert len(set(zip(groups, found.labels, strict=True))) == 4
    assert (found.recurrence == 1).all()


def some_texts(*, is_grouped: bool) -> Texts:
    """Return 160 texts of 16 sessions, a passage each: of four groups in meaning and words, or of none."""
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(4), 40)
    noise = rng.normal(size=(160, 32))
    vectors = unit(noise + (2 * rng.normal(size=(4, 32))[groups] if is_grouped else 0))
    words = [[f"{group if is_grouped else rng.integers(4)}-{rng.integers(9)}" for _ in range(4)] for group in groups]
    return Texts([vectors, vectors], [words, words], np.arange(160) % 16, np.arange(160))


def test_groups_that_chance_makes_are_not_claimed() -> None:
    texts = some_texts(is_grouped=False)
    found = divide(texts)
    assert len(found.recurrence) > 2  # a division is always found
    kept = claimed(found, texts, closeness_by_chance(texts, found.resolution))
    assert len(kept.recurrence) == 0
    assert (kept.labels == -1).all()


def test_groups_that_recur_between_sessions_are_claimed() -> None:
    texts = some_texts(is_grouped=True)
    found = divide(texts)
    by_chance = closeness_by_chance(texts, found.resolution)
    kept = claimed(found, texts, by_chance)
    assert len(kept.recurrence) == 4
    assert len(set(zip((np.arange(160) // 40).tolist(), kept.labels.tolist(), strict=True))) == 4
    assert 0 < by_chance < closeness(kept.labels, joint_graph(texts.view_graphs)).min()


def test_a_group_of_two_sessions_or_five_texts_is_not_claimed() -> None:
    texts = some_texts(is_grouped=True)
    found = divide(texts)
    of_two = Texts(texts.meanings, texts.words, np.arange(160) % 2, texts.passages)
    assert len(claimed(found, of_two, 0.0).recurrence) == 0
    few = np.where(np.arange(160) % 40 < 5, found.labels, -1)
    assert len(claimed(replace(found, labels=few), texts, 0.0).recurrence) == 0


def test_like_statements_of_different_sessions_are_offered() -> None:
    texts = [
        "De subsidie loopt elk jaar af, terwijl de hulp aan gezinnen jaren duurt.",
        "De subsidie loopt elk jaar af, terwijl de hulp aan gezinnen jaren vraagt.",
        "De subsidie loopt elk jaar af, terwijl hulp aan gezinnen jaren duurt.",
        "De oude software valt uit, maar vervangen is te duur.",
        "De subsidie loopt elk jaar af, terwijl de hulp aan een gezin jaren duurt.",
    ]
    table = dilemmas(texts, n_sessions=4)  # the first and the last are of one session
    insights = pd.DataFrame({"insight_id": table["insight_id"], "heading": None, "text": texts})
    found = tables.validate("similar_statements", similar_statements(table, insights, table, "use"))
    session_of = dict(zip(table["statement_id"], table["session_id"], strict=True))
    assert "z003" not in set(found["statement_id"])
    assert len(found) >= 3
    for _, group in found.groupby("group_id"):
        assert group["statement_id"].map(session_of).is_unique
    assert (found["similarity"] >= LIKELY).all()
    doubtful = table.assign(is_uncertain=True)
    assert len(similar_statements(doubtful, insights, doubtful, "use")) == 0
    assert len(similar_statements(table.head(1), insights, table, "use")) == 0


def test_what_hangs_by_a_thread_is_loose_and_knows_its_nearest() -> None:
    """A text with a link into each of six groups belongs to none of them."""
    graph = np.kron(np.eye(6), np.ones((6, 6)))
    graph = np.pad(graph, ((0, 1), (0, 1)))
    graph[36, np.arange(6) * 6] = graph[np.arange(6) * 6, 36] = [0.5, 0.4, 0.4, 0.4, 0.4, 0.4]
    np.fill_diagonal(graph, 0)
    found = find_communities(sparse.csr_matrix(graph))
    assert found.labels[36] == -1
    assert found.strengths[36] < LOOSE_BELOW
    assert found.nearest[36] >= 0
    assert sorted(np.bincount(found.labels[:36])) == [6] * 6


def test_a_text_is_no_neighbour_of_itself_or_its_session() -> None:
    vectors = unit(np.random.default_rng(0).normal(size=(40, 8)) + 1)
    sessions = np.arange(40) // 5
    rows, columns = neighbour_graph(vectors, 5, sessions).nonzero()
    assert len(rows)
    assert (sessions[rows] != sessions[columns]).all()


def test_approximate_neighbours_are_nearly_the_exact_ones() -> None:
    rng = np.random.default_rng(0)
    vectors = unit(rng.normal(size=(50, 32))[rng.integers(0, 50, 3000)] + 0.3 * rng.normal(size=(3000, 32)))
    exact, _ = neighbours._exact(vectors, 10, None)
    near, similarity = neighbours._approximate(vectors, 10, None)
    shared = [len(set(one) & set(other)) for one, other in zip(exact, near, strict=True)]
    assert np.mean(shared) > 9.5
    assert (near != np.arange(3000)[:, None]).all()
    assert (np.diff(similarity, axis=1) <= 1e-6).all()


def test_parts_of_a_graph_are_linked_where_they_are_nearest() -> None:
    vectors = unit(np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1], [0.7, 0.7], [0.7, 0.8], [-1, -1]]))
    pairs = np.array([[0, 1], [2, 3], [4, 5]])
    graph = sparse.csr_matrix((np.ones(3), pairs.T), shape=(7, 7))
    whole = linked(graph + graph.T, vectors)
    assert (whole != whole.T).nnz == 0
    n_parts, part = sparse.csgraph.connected_components(whole, directed=False)
    assert n_parts == 2  # the text that has no neighbour stays alone
    assert (part == part[6]).sum() == 1
    assert whole[0, 2] == whole[1, 3] == 0  # the far ends are linked through what lies between


def test_texts_that_share_nothing_can_still_be_few_topics() -> None:
    """Without links between the parts of a graph no resolution could bring them together."""
    vectors = unit(np.repeat(np.eye(8), 6, axis=0))
    words = [[f"woord{number // 6}"] for number in range(48)]
    found = divide(Texts([vectors], [words]), n_topics=3)
    assert 2 <= len(set(found.labels.tolist()) - {-1}) <= 4
    assert len(set(divide(Texts([vectors], [words])).labels.tolist())) == 8


def test_words_weigh_more_where_neighbours_in_meaning_share_them() -> None:
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(5), 20)
    meaning = unit(rng.normal(size=(5, 16))[groups] + 0.2 * rng.normal(size=(100, 16)))
    own = [[f"{group}-{word}" for word in rng.choice(8, 5, replace=False)] for group in groups]
    chance = [[f"{rng.integers(5)}-{word}" for word in rng.choice(8, 5, replace=False)] for _ in groups]
    telling, telling_nothing = (word_weight(meaning, word_vectors(words)) for words in (own, chance))
    assert telling > 1.5
    assert telling_nothing < 1.2 < telling


def test_agreement_is_over_what_both_place() -> None:
    one = np.array([0, 0, 1, 1, -1])
    assert agreement([one, np.array([5, 5, 2, 2, 0])]) == 1
    assert agreement([one, np.array([0, 1, 0, 1, 0])]) < 0.1
    assert agreement([one]) == 1


def test_figures_of_known_cases() -> None:
    documents = [["a", "b"], ["a", "b"], ["c"], ["d"]]
    assert evaluation.coherence([["a", "b"]], documents) == pytest.approx(1)
    assert evaluation.coherence([["a", "c"]], documents) == -1
    assert evaluation.coherence([["a"]], documents) is None
    assert evaluation.diversity([["a", "b"], ["a", "c"]]) == 0.75
    two = np.array([[1, 0], [1, 0.01], [0, 1], [0.01, 1]])
    assert evaluation.silhouette(two, np.array([0, 0, 1, 1])) == pytest.approx(1, abs=0.05)
    assert evaluation.silhouette(two, np.zeros(4, int)) is None


def test_embeddings_have_their_shape() -> None:
    assert embed([], []).shape == (0, 2, 0)
    one = embed(["Een zin."], ["Een alinea."])
    assert one.shape == (1, 2, 512)
    assert np.array_equal(one, embed(["Een zin."], ["Een alinea."]))


@pytest.mark.parametrize("name", ["us", "sentence-transformers:", "sentence-transformers:geen-model"])
def test_an_embedding_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(SettingError, match="kies"):
        check_embedding(name)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", ["{}", "Zelfde zin.", "woord{}", ""])
def test_bare_texts_of_every_size(size: int, text: str) -> None:
    texts = [(ALL[n % len(ALL)] + f" {n}") if text == "{}" else text.format(n) for n in range(size)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assignments, topics = cluster_texts(texts, "use", min_texts=2)
    assert list(assignments["text_index"]) == list(range(size))
    assert set(assignments["topic_id"].dropna()) == set(topics["topic_id"])
    assert topics["label"].is_unique
    assert (topics["n_texts"] >= 2).all()
    if size >= 2 and text == "Zelfde zin.":
        assert len(topics) == 1


def test_too_few_bare_texts_are_not_clustered() -> None:
    assignments, topics = cluster_texts(ALL[:11])
    assert set(assignments["status"]) == {"te_weinig"}
    assert len(topics) == 0


def test_a_number_of_topics_can_be_asked_for() -> None:
    texts = [f"{text} {place}" for text in ALL for place in ("Zwolle", "Emmen", "Gouda", "Breda", "Venlo")]
    few, many = (len(cluster_texts(texts, "use", n_topics=n)[1]) for n in (6, 12))
    assert 2 <= few <= 6 < many


needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora in shared/ are not here")


@needs_corpora
@pytest.mark.parametrize("name", ["kamervragen.csv", "sib200-nl.csv"])
@pytest.mark.parametrize("size", SIZES)
def test_every_size_of_known_corpora(name: str, size: int) -> None:
    texts = pd.read_csv(CORPORA / name)["text"].head(size).tolist()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assignments, topics = cluster_texts(texts, "use")
    assert len(assignments) == size
    assert set(assignments["topic_id"].dropna()) == set(topics["topic_id"])
    assert (assignments["status"] == "te_weinig").all() if size < MIN_TEXTS else len(topics) > 0
    assert len(topics) <= max(1, size // 2)


@pytest.mark.parametrize("size", SIZES)
def test_every_size_of_the_sample_corpus(sample_run: Run, size: int) -> None:
    data = sample_run.data
    statements = data["statements"]
    some = statements[statements["kind"] == "dilemma"].sample(size, random_state=0).reset_index(drop=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = find_topics(some, data["insights"], statements, embed(list(some["text"]), list(some["text"])))
    tables.validate("topics", found.topics)
    tables.validate("topic_assignments", found.assignments)
    assert set(found.assignments["statement_id"]) == set(some["statement_id"])
    assert (found.assignments["status"] == "te_weinig").all() == (size < MIN_UNITS)
    assert found.topics["stability"].between(0, 1).all()


@needs_corpora
@pytest.mark.parametrize(("name", "floor"), [("kamervragen.csv", 0.42), ("sib200-nl.csv", 0.45)])
def test_subjects_of_known_corpora_are_found(name: str, floor: float) -> None:
    """The number of topics is not given; a loose text counts in the topic nearest to it."""
    corpus = pd.read_csv(CORPORA / name)
    first, second = (cluster_texts(corpus["text"].tolist(), "use", seed=seed)[0] for seed in (0, 1))
    assert v_measure_score(corpus["label"], first["nearest_topic_id"].astype(str)) >= floor
    assert (first["status"] == "los").mean() < 0.2
    labels = [frame["topic_id"].str[1:].astype(float).fillna(-1).to_numpy().astype(int) for frame in (first, second)]
    assert agreement(labels) >= 0.95


@needs_corpora
def test_subjects_of_bare_sentences_are_found_better_by_two_models() -> None:
    corpus = pd.read_csv(CORPORA / "sib200-nl.csv")
    texts = corpus["text"].tolist()
    statements = tag_texts(texts)["statements"]
    lemmas = statements.groupby("text_index")["lemmas"].sum()
    found, _ = cluster_texts(texts, words=[lemmas.get(place, []) for place in range(len(texts))])
    assert v_measure_score(corpus["label"], found["nearest_topic_id"].astype(str)) >= 0.53


def test_without_phrases_the_terms_name_a_topic() -> None:
    labels = label_topics({"t01": ["brief", "rooster", "minister"], "t02": [], "t03": []}, np.array([0, 1, 2]))
    assert labels["t01"] == "Brief, rooster en minister"
    assert len(set(labels.values())) == 3


def wording(texts: list[tuple[str, list[str]]], topics: list[list[float]]) -> Wording:
    """Return texts of (session, phrases) whose meaning is given; a phrase means what the texts with it mean."""
    phrases = [[(phrase, tuple(sorted(phrase.split()))) for phrase in own] for _, own in texts]
    vectors = np.array(topics, dtype=np.float32)

    def encode(asked: Sequence[str]) -> np.ndarray:
        return np.array(
            [
                np.mean([vector for vector, (_, own) in zip(vectors, texts, strict=True) if text in own], axis=0)
                for text in asked
            ]
        )

    return Wording(
        phrases, [{*" ".join(own).split()} for _, own in texts], [session for session, _ in texts], vectors, encode
    )


A, B = [1.0, 0.0], [0.0, 1.0]


def test_a_label_is_what_several_sessions_say_and_other_topics_do_not() -> None:
    found = label_topics(
        {"t01": [], "t02": []},
        np.array([0, 0, 0, 1, 1, 1]),
        wording(
            [
                ("s1", ["oud systeem", "grote vergadering"]), ("s2", ["oud systeem", "nieuwe printer"]), ("s3", ["grote vergadering"]),
                ("s1", ["tijdelijk geld", "grote vergadering"]), ("s2", ["tijdelijk geld"]), ("s3", ["grote vergadering", "rode stoel"]),
            ],
            [A, A, A, B, B, B],
        ),
    )  # fmt: skip
    assert found == {"t01": "Oud systeem", "t02": "Tijdelijk geld"}


def test_a_single_word_takes_another_phrase_with_it() -> None:
    texts = [
        ("s1", ["maatwerk", "gelijke behandeling"]),
        ("s2", ["maatwerk"]),
        ("s3", ["maatwerk", "gelijke behandeling"]),
        ("s1", ["geld"]),
    ]
    assert label_topics({"t01": []}, np.array([0, 0, 0, -1]), wording(texts, [A, A, A, B])) == {
        "t01": "Maatwerk en gelijke behandeling"
    }


def test_no_two_topics_share_a_label() -> None:
    texts = [("s1", ["oud systeem"]), ("s2", ["oud systeem"])] * 2
    found = label_topics(
        {
            "t01": ["systeem"],
            "t02": ["systeem"],
        },
        np.array([0, 0, 1, 1]),
        wording(texts, [A, A, B, B]),
    )
    assert len({label.casefold() for label in found.values()}) == 2


def test_labels_of_the_sample_corpus_read_as_dutch(sample_run: Run) -> None:
    """Two to nine words, with a capital, each of them in the texts, and of no person."""
    labels = sample_run.data["topics"]["label"].tolist()
    words = {
        word.casefold()
        for text in sample_run.data["insights"][["heading", "text"]].fillna("").agg(" ".join, axis=1)
        for word in re.findall(r"\w+", text)
    }
    words |= {
        word for own in sample_run.data["statements"]["phrases"] for phrase in own for word in phrase.casefold().split()
    }
    assert len({label.casefold() for label in labels}) == len(labels)
    for label in labels:
        assert 2 <= len(label.split()) <= 9, label
        assert label[0].isupper() or label[0].isdigit(), label
        assert all(word.casefold() in words for word in re.findall(r"\w+", label)), label
    named = {
        word
        for name in sample_run.data["participants"]["name"]
        for word in name.split()
        if word[0].isupper() and len(word) > 3
    }
    assert not [label for label in labels if named & set(label.split()[1:])]


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["brief"], "Brief"), (["a", "b"], "A en b"), (["a", "b", "c"], "A, b en c")]
)
def test_enumerations(words: list[str], text: str) -> None:
    assert enumerate_words(words) == text


def test_what_recurs_goes_first() -> None:
    assert shared_first(["a", "b", "c"], [["a", "c"], ["c"], ["b", "b"]]) == ["c", "a", "b"]
