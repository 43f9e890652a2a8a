"""Topics keep their id and label from one run to the next."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from pipeline import tables
from pipeline.config import Settings
from pipeline.topics.continuity import Division, carry_on, describe, from_record, match, to_record, words_of
from pipeline.topics.walks import chances_of_ending
from tests.conftest import Run, every_third_sample, run_once, take_up

WORDS = [{"geheime", "geld"}, {"wachttijd"}]  # of two insights


def division(members: Mapping[str, str], loose: str = "", *, embedding: str = "use", like: str = "") -> Division:
    """Return topics of statements that are letters; embeddings follow the letter, or that in `like` at its place."""
    statements = [*"".join(members.values()), *loose]
    topic_of = {statement: topic for topic, own in members.items() for statement in own}
    rows = [
        {"topic_id": topic, "label": f"Geld {topic}", "terms": ["geld"], "n_statements": len(own), "n_sessions": 2, "stability": 1.0}
        for topic, own in members.items()
    ]  # fmt: skip
    assignments = [
        {"statement_id": statement, "topic_id": topic_of.get(statement), "strength": 0.5, "is_representative": False,
         "status": "ingedeeld" if statement in topic_of else "los", "nearest_topic_id": topic_of.get(statement), "is_corrected": False}
        for statement in statements
    ]  # fmt: skip
    vectors = np.array([_vector(letter) for letter in (like or statements)], np.float32).reshape(-1, 2, 64)
    return describe(tables.frame("topics", rows), tables.frame("topic_assignments", assignments), vectors, embedding)


def _vector(letter: str) -> np.ndarray:
    """Return an embedding: letters that follow on each other (`abc`) are alike, small or capital."""
    place = ord(letter.lower()) - ord("a")
    return np.exp(-((np.arange(128) / 4 - place) ** 2) / 8)


def outcome(previous: Division, current: Division) -> tuple[dict[str, str], dict[str, tuple[str, list[str]]]]:
    """Return the members of each topic by its new id, and what changed."""
    found = carry_on(previous, current, WORDS)
    members: dict[str, str] = {}
    for row in tables.records(found.assignments):
        if row["topic_id"]:
            members[row["topic_id"]] = members.get(row["topic_id"], "") + row["statement_id"]
    return members, {row["topic_id"]: (row["change"], row["related"]) for row in tables.records(found.changes)}


def topics_in(assignments: pd.DataFrame) -> dict[str, str | None]:
    return {row["statement_id"]: row["topic_id"] for row in tables.records(assignments)}


SAME = ("gebleven", [])


@pytest.mark.parametrize(
    ("previous", "current", "members", "changes"),
    [
        pytest.param({"t01": "abcd", "t02": "ijkl"}, {"t01": "abcd", "t02": "ijkl"},
                     {"t01": "abcd", "t02": "ijkl"}, {}, id="the same"),
        pytest.param({"t01": "abcd", "t02": "ijkl"}, {"t01": "ijkl", "t02": "abcd"},
                     {"t01": "abcd", "t02": "ijkl"}, {}, id="other order"),
        pytest.param({"t01": "abc", "t02": "ijk"}, {"t01": "ijklmn", "t02": "abcd"},
                     {"t01": "abcd", "t02": "ijklmn"}, {"t01": SAME, "t02": SAME}, id="members added"),
        pytest.param({"t01": "abcdefgh", "t02": "pqr"}, {"t01": "abcde", "t02": "pqr", "t03": "fgh"},
                     {"t01": "abcde", "t02": "pqr", "t03": "fgh"},
                     {"t01": ("gesplitst", ["t03"]), "t02": SAME, "t03": ("gesplitst", ["t01"])}, id="split in two"),
        pytest.param({"t01": "abcde", "t02": "fgh", "t03": "pqr"}, {"t01": "abcdefgh", "t02": "pqr"},
                     {"t01": "abcdefgh", "t03": "pqr"},
                     {"t01": ("samengevoegd", ["t02"]), "t02": ("samengevoegd", ["t01"]), "t03": SAME}, id="merged"),
        pytest.param({"t01": "abcdefgh", "t02": "ijklm"}, {"t01": "abcdefghijk"},
                     {"t01": "abcdefghijk"}, {"t01": ("samengevoegd", ["t02"]), "t02": ("samengevoegd", ["t01"])}, id="merged for the most part"),
        pytest.param({"t01": "abcdefgh", "t02": "ijklm"}, {"t01": "abcdefghij"},
                     {"t01": "abcdefghij"}, {"t01": SAME, "t02": ("verdwenen", [])}, id="merged for a small part"),
        pytest.param({"t01": "abcd", "t02": "ijkl"}, {"t01": "abcd"},
                     {"t01": "abcd"}, {"t01": SAME, "t02": ("verdwenen", [])}, id="gone"),
        pytest.param({"t01": "abcd"}, {"t01": "qrstu", "t02": "abcd"},
                     {"t01": "abcd", "t02": "qrstu"}, {"t01": SAME, "t02": ("nieuw", [])}, id="new"),
        pytest.param({"t01": "ab", "t02": "ef", "t03": "ij", "t04": "mn"}, {"t01": "abefijmn"},
                     {"t05": "abefijmn"},
                     {"t01": ("samengevoegd", ["t05"]), "t02": ("samengevoegd", ["t05"]), "t03": ("samengevoegd", ["t05"]),
                      "t04": ("samengevoegd", ["t05"]), "t05": ("samengevoegd", ["t01", "t02", "t03", "t04"])}, id="four merged, none the most"),
        pytest.param({"t01": "abefijmn"}, {"t01": "ab", "t02": "ef", "t03": "ij", "t04": "mn"},
                     {"t02": "ab", "t03": "ef", "t04": "ij", "t05": "mn"},
                     {"t01": ("gesplitst", ["t02", "t03", "t04", "t05"])} | {t: ("gesplitst", ["t01"]) for t in ("t02", "t03", "t04", "t05")}, id="fell apart"),
        pytest.param({"t01": "abcd"}, {}, {}, {"t01": ("verdwenen", [])}, id="too few left"),
        pytest.param({}, {"t01": "abcd"}, {"t01": "abcd"}, {}, id="nothing to compare with"),
    ],
)  # fmt: skip
def test_what_becomes_of_topics(
    previous: dict[str, str],
    current: dict[str, str],
    members: dict[str, str],
    changes: dict[str, tuple[str, list[str]]],
) -> None:
    assert outcome(division(previous), division(current)) == (members, changes)
    found = carry_on(division(previous), division(current), WORDS)
    tables.validate("topics", found.topics)
    tables.validate("topic_assignments", found.assignments)
    tables.validate("topic_changes", found.changes)


def test_corrected_files_are_known_by_what_they_say() -> None:
    previous = division({"t01": "abcd", "t02": "ijkl"})
    corrected = division({"t01": "IJKL", "t02": "ABCD"})
    assert outcome(previous, corrected) == ({"t01": "ABCD", "t02": "IJKL"}, {"t01": SAME, "t02": SAME})
    elsewhere = division({"t01": "QRST", "t02": "VWXY"})
    members, changes = outcome(previous, elsewhere)
    assert set(members) == {"t03", "t04"}
    assert {change for change, _ in changes.values()} == {"nieuw", "verdwenen"}


def test_with_another_embedding_only_the_members_count() -> None:
    previous = division({"t01": "abcd", "t02": "ijkl"})
    assert match(previous, division({"t01": "ijkl", "t02": "abcd"}, like="abcdijkl", embedding="x")) == {
        "t01": "t02",
        "t02": "t01",
    }
    assert match(previous, division({"t01": "ABCD"}, embedding="x")) == {}


def test_the_number_of_a_topic_that_is_gone_is_never_used_again() -> None:
    first = division({"t01": "abcd", "t02": "ijkl"})
    second = carry_on(first, division({"t01": "abcd"}), WORDS)
    third = carry_on(second, division({"t01": "abcd", "t02": "qrst"}), WORDS)
    assert third.topics["topic_id"].tolist() == ["t01", "t03"]
    assert third.highest == 3


def test_a_kept_label_is_taken_from_no_other_topic() -> None:
    previous = division({"t01": "abcdefgh"})
    current = division({"t02": "abcde", "t01": "fgh"})  # the smaller part has the label of the whole
    found = carry_on(previous, current, WORDS)
    labels = dict(zip(found.topics["topic_id"], found.topics["label"], strict=True))
    assert labels == {"t01": "Geld t01", "t02": "Geld"}


def test_a_label_whose_words_no_report_has_is_not_kept() -> None:
    previous = division({"t01": "abcd", "t02": "ijkl"})
    previous.topics["label"] = pd.Series(["Geheime wachttijd", "Vertrouwelijk geld"], dtype="str")
    found = carry_on(previous, division({"t01": "abcd"}), WORDS)
    assert found.topics["label"].tolist() == ["Geld t01"]
    assert [row["label"] for row in tables.records(found.changes)] == ["Geld t01", None]


def test_a_label_is_kept_whatever_its_words_as_long_as_nothing_was_taken_away() -> None:
    previous = division({"t01": "abcd"})
    previous.topics["label"] = pd.Series(["Door ons bedacht"], dtype="str")
    assert carry_on(previous, division({"t01": "abcde"}), WORDS).topics["label"].tolist() == ["Door ons bedacht"]


def test_words_are_those_of_headings_texts_and_lemmas() -> None:
    insights = pd.DataFrame(
        {"insight_id": ["a", "b"], "heading": ["Lange wachttijden", None], "text": ["Het duurt.", "Geld op."]}
    )
    statements = pd.DataFrame({"insight_id": ["a"], "lemmas": [["duren"]], "phrases": [["lang duren"]]})
    assert words_of(insights, statements) == [{"lange", "wachttijden", "het", "duurt", "duren", "lang"}, {"geld", "op"}]


def test_of_two_equal_halves_the_one_with_the_first_statement_keeps_the_id() -> None:
    previous = division({"t01": "abcd"})
    assert match(previous, division({"t01": "ab", "t02": "cd"})) == {"t01": "t01"}
    assert match(previous, division({"t01": "cd", "t02": "ab"})) == {"t02": "t01"}


def test_a_division_comes_back_from_its_record() -> None:
    first = carry_on(division({"t01": "abcd", "t02": "ijkl"}, "xy"), division({"t01": "ijkl", "t02": "qrst"}), WORDS)
    again = from_record(json.loads(json.dumps(to_record(first))))
    assert again is not None
    pd.testing.assert_frame_equal(again.topics, first.topics)
    pd.testing.assert_frame_equal(again.assignments, first.assignments)
    pd.testing.assert_frame_equal(again.changes, first.changes)
    assert np.array_equal(again.centroids, first.centroids)
    assert np.array_equal(again.mean, first.mean)
    assert (again.embedding, again.highest) == ("use", 3)


@pytest.mark.parametrize(
    "damage",
    [{"highest": "veel"}, {"topics": [{"topic_id": "t01"}]}, {"centroids": [[1.0]]}, {"mean": [1.0]}, {"topics": 5}],
)  # fmt: skip
def test_a_record_of_another_form_is_none(damage: dict[str, object]) -> None:
    record = to_record(division({"t01": "abcd", "t02": "ijkl"}))
    assert from_record(record | damage) is None
    assert from_record({}) is None


@st.composite
def divisions(draw: st.DrawFn) -> Division:
    letters = draw(st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), unique=True, min_size=1))
    topics = [draw(st.integers(0, 4)) for _ in letters]
    members = {f"t{topic:02d}": "".join(x for x, own in zip(letters, topics, strict=True) if own == topic) for topic in range(1, 5)}  # fmt: skip
    loose = "".join(x for x, own in zip(letters, topics, strict=True) if own == 0)
    return division({topic: own for topic, own in members.items() if own}, loose)


@settings(max_examples=50)
@given(divisions(), divisions())
def test_ids_are_unique_and_every_topic_is_accounted_for(previous: Division, current: Division) -> None:
    found = carry_on(previous, current, WORDS)
    changes = found.changes
    assert found.topics["topic_id"].is_unique
    assert found.topics["label"].is_unique
    assert set(found.assignments["topic_id"].dropna()) == set(found.topics["topic_id"])
    before, now = set(previous.topics["topic_id"]), set(found.topics["topic_id"])
    same = topics_in(found.assignments) == topics_in(previous.assignments)
    assert set(changes["topic_id"]) == (before | now if before else set()) or same
    assert all(int(topic[1:]) > previous.highest for topic in now - before)
    for row in tables.records(changes):
        assert set(row["related"]) <= before | now
        assert bool(row["related"]) == (row["change"] in ("samengevoegd", "gesplitst"))


@settings(max_examples=50)
@given(divisions(), divisions(), st.randoms())
def test_the_order_of_topics_changes_nothing(previous: Division, current: Division, chance) -> None:  # type: ignore[no-untyped-def]
    names = current.topics["topic_id"].tolist()
    shuffled = chance.sample(names, len(names))
    renamed = dict(zip(names, shuffled, strict=True))
    order = np.argsort(shuffled)
    other = Division(
        current.topics.assign(topic_id=pd.Series(shuffled, dtype="str")).iloc[order].reset_index(drop=True),
        current.assignments.assign(topic_id=current.assignments["topic_id"].map(renamed).astype("str")),
        current.centroids[order],
        current.mean,
        current.embedding,
        current.highest,
        current.changes,
    )
    assert outcome(previous, current) == outcome(previous, other)


@settings(max_examples=50)
@given(divisions())
def test_a_division_matches_itself(one: Division) -> None:
    assert match(one, one) == {topic: topic for topic in one.topics["topic_id"]}
    found = carry_on(one, one, WORDS)
    pd.testing.assert_frame_equal(found.topics, one.topics)
    assert len(found.changes) == 0


def test_what_changed_last_stays_told_as_long_as_nothing_moves() -> None:
    first = division({"t01": "abcd"})
    second = carry_on(first, division({"t01": "abcd", "t02": "ijkl"}), WORDS)
    third = carry_on(second, division({"t01": "ijkl", "t02": "abcd"}), WORDS)
    assert third.changes["change"].tolist() == ["gebleven", "nieuw"]
    fourth = carry_on(third, division({"t01": "ijkl", "t02": "abcdx"}), WORDS)
    assert fourth.changes["change"].tolist() == ["gebleven", "gebleven"]


def test_walks_end_at_the_first_dilemma_that_was_known() -> None:
    """A chain a–x–y–b–z of which a and b have a topic; x and y are new, and z is too; w is linked to none; v to a loose one."""
    graph = np.zeros((8, 8))
    for one, other in ((0, 1), (1, 2), (2, 3), (3, 4), (6, 7)):
        graph[one, other] = graph[other, one] = 1
    is_known = np.array([True, False, False, True, False, False, True, False])
    labels = np.array([0, -1, -1, 1, -1, -1, -1, -1])
    chances = chances_of_ending(sparse.csr_matrix(graph), is_known, labels, 2)
    expected = [[1, 0], [2 / 3, 1 / 3], [1 / 3, 2 / 3], [0, 1], [0, 1], [0, 0], [0, 0], [0, 0]]
    assert chances == pytest.approx(np.array(expected))


# --- whole runs


@dataclass(frozen=True)
class History:
    """Runs one after the other in one folder: some reports, all of them, the same again, some again."""

    some: Run
    both: Run
    again: Run
    fewer: Run
    kept: Run  # all of them after some, with the topics kept
    kept_again: Run


def topic_of(run: Run) -> dict[str, str | None]:
    return topics_in(run.data["topic_assignments"])


def label_of(run: Run) -> dict[str, str]:
    return dict(zip(run.data["topics"]["topic_id"], run.data["topics"]["label"], strict=True))


@pytest.fixture(scope="module")
def history(sample_run: Run, tmp_path_factory: pytest.TempPathFactory) -> History:
    folder = tmp_path_factory.mktemp("analyses")
    for number, path in enumerate(every_third_sample(folder / "alles")):
        if number % 2:
            copy = folder / "deel" / path.relative_to(folder / "alles")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)

    def run(raw: str, target: str, settings: Settings | None = None) -> Run:
        take_up(sample_run, folder / target)
        made = run_once(folder / raw, folder / target, settings)
        copy = folder / f"{target}-{len(list(folder.iterdir()))}"
        shutil.copytree(folder / target, copy)
        return Run(copy / "processed", copy / "reports", made.summary)

    with pytest.MonkeyPatch.context() as patch:
        for figure in (
            "stability_over_seeds",
            "stability_over_resamples",
        ):  # is no matter here, and divides again and again
            patch.setattr(f"pipeline.topics.evaluation.{figure}", lambda *_: 1.0)
        some = run("deel", "a")
        shutil.copytree(folder / "a", folder / "b")
        keep = Settings(workers=1, keep_topics=True)
        both, again, fewer = run("alles", "a"), run("alles", "a"), run("deel", "a")
        return History(some, both, again, fewer, run("alles", "b", keep), run("alles", "b", keep))


def test_nothing_is_new_where_there_was_nothing(history: History) -> None:
    assert len(history.some.data["topic_changes"]) == 0
    assert "vorige analyse" not in (history.some.reports / "rapport.html").read_text().replace(
        "Een onderwerp dat in de vorige analyse al bestond", ""
    )


def test_topics_that_stay_keep_their_id_and_label_when_reports_are_added(history: History) -> None:
    change_of = {row["topic_id"]: row["change"] for row in tables.records(history.both.data["topic_changes"])}
    before, now = label_of(history.some), label_of(history.both)
    stayed = set(before) & set(now)
    assert len(stayed) >= len(before) / 2
    assert {topic: now[topic] for topic in stayed} == {topic: before[topic] for topic in stayed}
    assert set(change_of) == set(before) | set(now)
    fresh = [int(topic[1:]) for topic in set(now) - stayed]
    assert all(number > max(int(topic[1:]) for topic in before) for number in fresh)
    # A kept id stands for the same dilemmas: of those placed in both runs most are where they were.
    topics_before, topics_now = topic_of(history.some), topic_of(history.both)
    placed = [key for key, topic in topics_before.items() if topic in stayed and topics_now[key] is not None]
    assert np.mean([topics_before[key] == topics_now[key] for key in placed]) > 0.5
    said = {"nieuw": "Nieuw sinds de vorige analyse.", "samengevoegd": "opgegaan", "gesplitst": "afgesplitst"}
    changed = said.keys() & {change for topic, change in change_of.items() if topic in now or change != "nieuw"}
    html = (history.both.reports / "rapport.html").read_text()
    assert changed
    assert all(said[change] in html for change in changed)


def test_running_twice_changes_no_byte(history: History) -> None:
    for one, other in ((history.both, history.again), (history.kept, history.kept_again)):
        for path in [
            *one.processed.glob("*.parquet"),
            one.processed / "onderwerpen.json",
            one.reports / "rapport.html",
        ]:
            other_path = (other.processed if path.parent == one.processed else other.reports) / path.name
            assert path.read_bytes() == other_path.read_bytes(), path.name


def test_what_is_taken_away_is_told_and_its_ids_are_not_used_again(history: History) -> None:
    before, now = label_of(history.both), label_of(history.fewer)
    gone = set(before) - set(now)
    rows = {row["topic_id"]: row for row in tables.records(history.fewer.data["topic_changes"])}
    assert gone
    assert all(rows[topic]["change"] in ("verdwenen", "samengevoegd", "gesplitst") for topic in gone)
    assert all(int(topic[1:]) > max(int(one[1:]) for one in before) for topic in set(now) - set(before))
    state = (history.fewer.processed / "onderwerpen.json").read_text()
    taken_away = set(history.both.data["reports"]["report_id"]) - set(history.fewer.data["reports"]["report_id"])
    assert not [report_id for report_id in taken_away if report_id in state]


def test_kept_topics_take_new_dilemmas_and_move_no_other(history: History) -> None:
    before, now = (
        {row["statement_id"]: row for row in tables.records(run.data["topic_assignments"])}
        for run in (history.some, history.kept)
    )
    for column in ("topic_id", "nearest_topic_id", "strength", "status"):
        assert {key: now[key][column] for key in before} == {key: before[key][column] for key in before}
    assert label_of(history.kept) == label_of(history.some)
    added = [row for key, row in now.items() if key not in before]
    assert {row["status"] for row in added} == {"ingedeeld", "los"}
    assert all((row["topic_id"] is None) == (row["status"] == "los") for row in added)
    assert set(history.kept.data["topic_changes"]["change"]) == {"gebleven"}
    assert not history.kept.summary.had_none_to_keep
    topics = history.kept.data["topics"].set_index("topic_id")["n_statements"]
    assert topics.to_dict() == history.kept.data["topic_assignments"]["topic_id"].value_counts().to_dict()


def test_without_a_whole_former_run_there_is_nothing_to_keep(history: History, tmp_path: Path) -> None:
    shutil.copytree(history.some.processed, tmp_path / "processed")
    state = tmp_path / "processed" / "onderwerpen.json"
    state.write_bytes(state.read_bytes()[:-5])
    run = run_once(history.some.processed.parents[1] / "deel", tmp_path, Settings(workers=1, keep_topics=True))
    assert run.summary.had_none_to_keep
    assert topic_of(run) == topic_of(history.some)
    assert len(run.data["topic_changes"]) == 0
