"""What is clustered: dilemmas, all statements or whole insights."""

import re
import shutil
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from pipeline import tables
from pipeline.config import Settings
from pipeline.topics.embedding import embed
from pipeline.topics.model import find_topics
from pipeline.topics.topic_tables import Topics
from pipeline.topics.units import DILEMMAS, INSIGHTS, STATEMENTS, headings_above, of_statements, units, with_passages
from tests.conftest import Run, every_third_sample, run_once, take_up
from tests.test_topics import ALL, dilemmas

UNITS = (DILEMMAS, STATEMENTS, INSIGHTS)
KINDS = ("uitkomst", "dilemma", "advies")


def world(n_statements: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Statements of all kinds, three to an insight, in four sessions; the second of an insight is a dilemma."""
    texts = [f"{ALL[number % len(ALL)]} {number}" for number in range(n_statements)]
    insight = [f"i{number // 3}" for number in range(n_statements)]
    statements = dilemmas(texts).assign(
        insight_id=pd.Series(insight, dtype="str"),
        session_id=pd.Series([f"s{number // 3 % 4}" for number in range(n_statements)], dtype="str"),
        kind=pd.Series([KINDS[number % 3] for number in range(n_statements)], dtype="str"),
    )
    bodies: dict[str, list[str]] = {}
    for text, key in zip(texts, insight, strict=True):
        bodies.setdefault(key, []).append(text)
    headings = [f"Kop {key}" if number % 2 else None for number, key in enumerate(bodies)]
    insights = pd.DataFrame(
        {"insight_id": list(bodies), "heading": headings, "text": list(map(" ".join, bodies.values()))}
    )
    return statements, insights.astype("str")


def found(statements: pd.DataFrame, insights: pd.DataFrame, unit: str) -> Topics:
    chosen = units(statements, insights, unit)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = find_topics(
            chosen, insights, statements, embed(*with_passages(chosen, insights)), min_units=12, min_sessions=2
        )
        return Topics(*of_statements(made.topics, made.assignments, statements, unit), made.figures)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 8, 13, 21])
def test_every_size_of_every_unit(size: int, unit: str) -> None:
    """`size` counts units; statements of a unit have rows, each once."""
    statements, insights = world(size if unit == STATEMENTS else 3 * size)
    made = found(statements, insights, unit)
    tables.validate("topics", made.topics)
    tables.validate("topic_assignments", made.assignments)
    told = statements[statements["kind"] == "dilemma"] if unit == DILEMMAS else statements
    assert list(made.assignments["statement_id"]) == list(told["statement_id"])
    assert set(made.assignments["status"]) <= ({"te_weinig"} if size < 12 else {"ingedeeld", "los"})
    counts = made.assignments["topic_id"].value_counts()
    assert dict(zip(made.topics["topic_id"], made.topics["n_statements"], strict=True)) == counts.to_dict()


def test_an_insight_is_told_by_its_first_dilemma() -> None:
    statements, insights = world(6)
    statements.loc[4, "kind"] = "advies"
    chosen = units(statements, insights, INSIGHTS)
    assert list(chosen["statement_id"]) == ["z001", "z003"]
    assert list(chosen["text"]) == list(insights["text"])
    assert chosen["lemmas"][0] == [word for row in statements["lemmas"][:3] for word in row]
    headed, passages = with_passages(chosen, insights)
    assert headed == passages
    assert headed[1] == f"Kop i1. {insights['text'][1]}"


def test_a_heading_that_names_no_subject_stands_in_front_of_nothing() -> None:
    statements, insights = world(6)
    insights = insights.assign(heading=["1. Opening & mededelingen (vz)", "Toegang tot gegevens"])
    chosen = units(statements, insights, DILEMMAS)
    headed, passages = with_passages(chosen, insights)
    assert headed == [chosen["text"][0], f"Toegang tot gegevens. {chosen['text'][1]}"]
    assert passages[0] == insights["text"][0]
    assert headings_above(chosen, insights) == [None, "Toegang tot gegevens"]


def test_statements_of_an_insight_share_its_topic() -> None:
    made = found(*world(90), INSIGHTS)
    rows = made.assignments.assign(insight=[number // 3 for number in range(90)])
    for column in ("topic_id", "strength", "status", "nearest_topic_id"):
        assert (rows.groupby("insight")[column].nunique(dropna=False) == 1).all()
    quoted = rows[rows["is_representative"]]
    assert quoted["insight"].is_unique
    assert set(quoted["topic_id"]) == set(made.topics["topic_id"])


# --- whole runs


@dataclass(frozen=True)
class Runs:
    """Runs on one folder of reports."""

    fresh: Mapping[str, Run]  # each unit in a folder of its own
    switched: Mapping[str, Run]  # one after the other in one folder: dilemmas, uitspraken, inzichten
    back: Run  # and then dilemmas again, with topics that are to be kept


@pytest.fixture(scope="module")
def runs(sample_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("eenheden")
    every_third_sample(folder / "raw")

    def run(target: str, unit: str, *, keep: bool = False) -> Run:
        settings = Settings.model_validate({"werkers": 1, "eenheid": unit, "onderwerpen_behouden": keep})
        take_up(sample_run, folder / target)
        made = run_once(folder / "raw", folder / target, settings)
        copy = folder / f"{target}-{len(list(folder.iterdir()))}"
        shutil.copytree(folder / target, copy)
        return Run(copy / "processed", copy / "reports", made.summary)

    with pytest.MonkeyPatch.context() as patch:
        for figure in (
            "stability_over_seeds",
            "stability_over_resamples",
        ):  # is no matter here, and divides again and again
            patch.setattr(f"pipeline.topics.evaluation.{figure}", lambda *_: 1.0)
        fresh = {unit: run(unit, unit) for unit in UNITS}
        shutil.copytree(folder / DILEMMAS, folder / "een")
        switched = {unit: run("een", unit) for unit in UNITS}
        return Runs(fresh, switched, run("een", DILEMMAS, keep=True))


def groups(run: Run, column: str = "topic_id") -> set[frozenset[str]]:
    """Return the topics as sets of statements, whatever their ids."""
    rows = run.data["topic_assignments"]
    return {frozenset(own["statement_id"]) for _, own in rows.groupby(column)}


@pytest.mark.parametrize("unit", UNITS)
def test_another_unit_in_the_same_folder_mixes_nothing(runs: Runs, unit: str) -> None:
    fresh, switched = runs.fresh[unit], runs.switched[unit]
    assert groups(switched) == groups(fresh)
    columns = ["statement_id", "strength", "is_representative", "status"]
    pd.testing.assert_frame_equal(switched.data["topic_assignments"][columns], fresh.data["topic_assignments"][columns])
    statements = fresh.data["statements"]
    told = statements[statements["kind"] == "dilemma"] if unit == DILEMMAS else statements
    assert list(switched.data["topic_assignments"]["statement_id"]) == list(told["statement_id"])
    assert switched.summary.n_reused == len(switched.data["reports"])  # what is clustered says nothing of reading
    for name in ("statements", "insights", "theme_mentions"):
        pd.testing.assert_frame_equal(switched.data[name], runs.fresh[DILEMMAS].data[name])


def test_an_id_stands_for_statements_that_it_stood_for_before(runs: Runs) -> None:
    """Of the statements that both runs divided; and no change is told, for nothing was added or taken away."""
    order = [*runs.switched.values(), runs.back]
    highest = 0
    for before, now in pairwise(order):
        assert len(now.data["topic_changes"]) == 0
        topic_before, topic_now = (
            dict(
                zip(
                    run.data["topic_assignments"]["statement_id"],
                    run.data["topic_assignments"]["topic_id"],
                    strict=True,
                )
            )
            for run in (before, now)
        )
        ids_before, ids_now = set(before.data["topics"]["topic_id"]), set(now.data["topics"]["topic_id"])
        highest = max([highest, *(int(topic[1:]) for topic in ids_before)])
        assert all(int(topic[1:]) > highest for topic in ids_now - ids_before)
        for topic in ids_now & ids_before:
            assert any(topic_before.get(key) == topic for key, own in topic_now.items() if own == topic)


def test_topics_of_another_unit_are_none_to_keep(runs: Runs) -> None:
    assert runs.back.summary.had_none_to_keep
    assert groups(runs.back) == groups(runs.fresh[DILEMMAS])


@pytest.mark.parametrize("unit", [STATEMENTS, INSIGHTS])
def test_the_report_calls_only_dilemmas_dilemmas(runs: Runs, unit: str) -> None:
    html = unescape((runs.fresh[unit].reports / "rapport.html").read_text(encoding="utf-8"))
    headings = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", html)
    assert "Terugkerende onderwerpen" in " ".join(headings)
    assert "Terugkerende dilemma" not in html.replace("Terugkerende dilemma’s bij elkaar (ARI)", "")  # a measurement
    assert "dilemma" not in " ".join(re.findall(r"terugker[^.<]*\.", html))
    assert "Terugkerende dilemma’s" in (runs.fresh[DILEMMAS].reports / "rapport.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("unit", "n_units"), [(DILEMMAS, 1), (STATEMENTS, 4), (INSIGHTS, 2)])
def test_a_shortage_is_told_in_units(tmp_path: Path, unit: str, n_units: int) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    text = (
        "1. Rolverdeling\nHet is onduidelijk wie dit moet oplossen, maar niemand durft het te vragen. De zaal was vol."
    )
    (raw / "a.txt").write_text(
        f"Verslag tafel\n\n{text}\n\n2. Zaal\nDe zaal telt tien stoelen. De koffie stond klaar.\n"
    )
    run = run_once(raw, tmp_path, Settings.model_validate({"werkers": 1, "eenheid": unit}))
    assert len(run.data["topic_assignments"]) == {DILEMMAS: 1, STATEMENTS: 4, INSIGHTS: 4}[unit]
    html = unescape((run.reports / "rapport.html").read_text(encoding="utf-8"))
    words = {DILEMMAS: "dilemma’s", STATEMENTS: "uitspraken", INSIGHTS: "inzichten"}[unit]
    one = {DILEMMAS: "dilemma", STATEMENTS: "uitspraak", INSIGHTS: "inzicht"}[unit]
    told = f"{n_units} {one if n_units == 1 else words} (nodig: 40) en 1 sessie (nodig: 8)."
    assert f"Om {words} te groeperen is er te weinig: {told}" in html
