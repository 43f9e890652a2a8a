"""Names of topics: which headings and clauses are fit for it, where they come from, and names that somebody gave."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import gold
from pipeline import tables
from pipeline.config import Settings
from pipeline.dutch import dilemma_names
from pipeline.errors import SettingError
from pipeline.ingest.files import find_files
from pipeline.ingest.given_names import load_given_names
from pipeline.nlp.left_over import show
from pipeline.run.naming import unused_given_names, with_given_names, withheld
from pipeline.topics.clustering import Communities
from pipeline.topics.labels import label_topics
from pipeline.topics.names import Sources, names_of_topics
from tests.conftest import Run, run_once
from tests.test_reporting import Builder
from tests.test_topics import dilemmas

# Headings


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Twee scholen, één gymzaal", True),
        ("Wie draait op voor de schade?", True),
        ("De brug sluit, het dorp wacht", True),
        ("Nee verkopen aan de wethouder", True),
        ("Minder geld, dezelfde taken", True),
        ("Opening", False),
        ("Rondvraag en sluiting", False),
        ("Stand van zaken", False),
        ("Stand van zaken bij de nieuwbouw", False),
        ("Inzicht 3", False),
        ("Subsidie vanaf 2027", False),
        ("Bijeenkomst in maart", False),
        ("De wethouder", False),
        ("Zwembad", False),
        ("Rooster, begroting en jaarplan", False),
        ("Presentatie over het zwembad", False),
        ("Wat vindt u van het zwembad?", False),
        ("Wie beslist hier eigenlijk?", False),
        ("Daarover gaat de gemeente", False),
        ("Zwembad (Bouwzaken)", False),
        ("Hoe het zwembad in de wijk er kwam en wat de buurt daarna zelf deed", False),
    ],
)
def test_which_headings_can_name_a_dilemma(heading: str, expected: bool) -> None:
    assert dilemma_names.can_name(heading) is expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Het zwembad", 0),
        ("Wie betaalt het zwembad?", 2),  # asks, has a verb
        ("Twee scholen, één gymzaal", 1),
        ("De brug sluit, het dorp wacht", 2),
        ("Zwembad zonder badmeester", 1),
        ("Wie betaalt het zwembad in de wijk aan de overkant van de rivier?", 0),
    ],
)
def test_marks_of_a_dilemma(heading: str, expected: int) -> None:
    assert dilemma_names.n_marks(heading) == expected


def test_a_word_that_is_a_noun_in_the_reports_is_no_verb() -> None:
    assert dilemma_names.n_marks("Geld voor het zwembad") == 1
    assert dilemma_names.n_marks("Geld voor het zwembad", {"geld"}) == 0


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2. De brug sluit,\n  het dorp wacht.", "De brug sluit, het dorp wacht"),
        ("Wie betaalt het zwembad?", "Wie betaalt het zwembad?"),
        ("twee scholen, één gymzaal", "Twee scholen, één gymzaal"),
        ("En toen…", "En toen…"),
    ],
)
def test_a_heading_as_a_name(heading: str, expected: str) -> None:
    assert dilemma_names.bare(heading) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("De brug sluit in het najaar, maar het dorp wacht al jaren.", ["De brug sluit in het najaar", "Het dorp wacht al jaren"]),
        ("Het dorp wacht al jaren, terwijl de brug in het najaar sluit.", ["Het dorp wacht al jaren"]),
        ("Als de brug sluit, wacht het dorp.", []),
        ("Daardoor wacht het dorp al jaren.", []),
        ("De gemeente sloot de brug in 2019, maar dat hielp niet.", []),
    ],
)  # fmt: skip
def test_clauses_that_can_name_a_dilemma(sentence: str, expected: list[str]) -> None:
    assert list(dilemma_names.clauses(sentence)) == expected


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("De brug sluit", ["brug"], True),
        ("De brug sluit", ["bruggen"], True),
        ("Onderwijs voor iedereen", ["school"], True),  # near in meaning
        ("De brug sluit", ["belasting"], False),
        ("De brug sluit", [], False),
    ],
)
def test_words_that_another_session_supports(text: str, others: list[str], expected: bool) -> None:
    assert dilemma_names.is_supported(text, others) is expected


# Names of topics

LATE = "De brug sluit in het najaar, maar het dorp wacht al jaren."


def world(headings: Sequence[str | None], forms: Sequence[float | None]) -> tuple[pd.DataFrame, Sources]:
    """Return dilemmas of as many sessions as there are headings, and how fit each is to be read alone."""
    statements = dilemmas([LATE] * len(headings), n_sessions=len(headings)).assign(
        nouns=[["brug", "dorp", "najaar"] for _ in headings],
        stands_alone=pd.array(forms, "float64"),
        both_sides=pd.array([0.5 if form is not None else None for form in forms], "float64"),
    )
    insights = pd.DataFrame(
        {
            "insight_id": statements["insight_id"],
            "heading": pd.Series(headings, dtype="str"),
            "text": statements["text"],
        }
    )
    return statements, Sources(insights, statements)


def names(
    headings: Sequence[str | None],
    forms: Sequence[float | None],
    strengths: Sequence[float] | None = None,
    hidden: frozenset[str] = frozenset(),
) -> list[str]:
    units, sources = world(headings, forms)
    n = len(headings)
    given = np.array(strengths or [1.0] * n)
    found = Communities(np.zeros(n, np.int64), given, np.zeros(n, np.int64), np.ones(1), 1.0)
    return names_of_topics(units, found, Sources(sources.insights, sources.statements, hidden))[0]


BRIDGE, VILLAGE, SUBJECT = "De brug sluit, het dorp wacht", "Het dorp wacht af", "Dorp en brug in het najaar"


@pytest.mark.parametrize(
    ("headings", "forms", "strengths", "expected"),
    [
        ([VILLAGE, BRIDGE, None], [0.9, 0.2, 0.9], None, VILLAGE),  # the core has it
        ([VILLAGE, BRIDGE, None], [0.9, 0.9, 0.9], [0.2, 0.9, 0.9], BRIDGE),  # belongs more surely
        ([SUBJECT, BRIDGE, None], [0.9, 0.8, 0.9], None, BRIDGE),  # sets one against another
        ([SUBJECT, BRIDGE, None], [0.9, 0.1, 0.9], None, SUBJECT),
        (["Rondvraag", "Inzicht 2", VILLAGE], [0.9, 0.9, 0.1], None, VILLAGE),
        (["Zwarte zwanen zingen", VILLAGE, None], [0.9, 0.1, 0.9], None, VILLAGE),  # no other session says so
        ([VILLAGE, BRIDGE, None], [None, None, None], [0.9, 0.2, 0.9], VILLAGE),  # no dilemmas: how surely they belong
        (["Rondvraag", None, None], [0.9, 0.8, 0.7], None, "De brug sluit in het najaar"),
    ],
)
def test_the_heading_of_the_core_names_a_topic(
    headings: list[str | None], forms: list[float | None], strengths: list[float] | None, expected: str
) -> None:
    assert names(headings, forms, strengths)[0] == expected


def test_nothing_names_a_topic_that_cannot_be_read_alone() -> None:
    assert names(["Rondvraag", None, None], [0.4, 0.4, 0.4]) == []


def test_the_order_of_statements_makes_no_difference() -> None:
    headings, forms = [VILLAGE, BRIDGE, SUBJECT, None], [0.5, 0.5, 0.5, 0.5]
    found = names(headings, forms)
    assert found[:3] == [BRIDGE, VILLAGE, SUBJECT]
    assert names(headings[::-1], forms)[:3] == found[:3]
    assert names([None, None, BRIDGE, VILLAGE], forms)[:2] == names([VILLAGE, None, BRIDGE, None], forms)[:2]


def test_what_holds_the_name_of_a_person_names_nothing() -> None:
    forms = [0.9, 0.8, 0.7]
    assert names([BRIDGE, VILLAGE, None], forms)[0] == BRIDGE
    assert BRIDGE not in names([BRIDGE, VILLAGE, None], forms, hidden=frozenset({"i0"}))
    assert names([None] * 3, forms, hidden=frozenset({"z000", "z001", "z002"})) == []


def test_no_two_topics_have_one_name() -> None:
    labels = np.array([0, 1, 2])
    terms = {"t01": ["brug"], "t02": ["dorp"], "t03": ["najaar"]}
    found = label_topics(terms, labels, names={0: [BRIDGE], 1: [BRIDGE.upper(), VILLAGE], 2: [BRIDGE]})
    assert list(found.values()) == [BRIDGE, VILLAGE, "Najaar"]


# Persons

TEXT = "Het plan van Joris Kwint\nwacht op geld. Bel 06 12345678.\nHet dorp\n  wacht af\nDat duurt lang."


def place(text: str) -> dict[str, int]:
    return {"start_char": TEXT.index(text), "end_char": TEXT.index(text) + len(text)}


def test_headings_and_statements_with_a_name_or_number_are_withheld() -> None:
    heading = {"report_id": "a", "heading_start_char": 0, "heading": "Het plan van Joris Kwint wacht op geld."}
    free = {"report_id": "a", "heading_start_char": TEXT.index("Het dorp"), "heading": "Het dorp wacht af"}
    statements = [
        {"statement_id": "z1", "report_id": "a", **place("Bel 06 12345678.")},
        {"statement_id": "z2", "report_id": "a", **place("Dat duurt lang.")},
    ]
    unknown = {"text": "", "canonical": None, "known": None}
    entities = [
        {"report_id": "a", "label": "PERSON", **place("Joris Kwint"), **unknown},
        {"report_id": "a", "label": "CONTACT", **place("06 12345678"), **unknown},
        {"report_id": "a", "label": "LOC", **place("Het dorp"), **unknown},
        {"report_id": "b", "label": "PERSON", **place("Dat duurt"), **unknown},
    ]
    data = {
        "sessions": tables.frame("sessions", []),
        "participants": tables.frame("participants", []),
        "insights": pd.DataFrame([{"insight_id": "i1", **heading}, {"insight_id": "i2", **free}]),
        "statements": pd.DataFrame(statements),
        "entities": tables.frame("entities", entities),
        "corrections": tables.frame("corrections", []),
    }
    assert withheld(data, {"a": TEXT}) == {"i1", "z1"}


def test_a_participant_that_was_overlooked_is_kept_out_of_names_as_out_of_headings() -> None:
    build = Builder()
    heading = "Het plan van Kwint wacht op geld"
    build.session("a", [("Het geld is op, maar het werk blijft.", "dilemma", None)], heading=heading)
    build.session("b", [("Het geld is op, maar Kwint bouwt.", "dilemma", None)], heading="Het plan wacht op geld")
    for key in ("a", "b"):
        build.add(
            "participants", participant_id=f"{key}-p1", session_id=f"{key}-s1", name="Joris Kwint", function="directeur"
        )
    build.topic("t01", "Joris Kwint wacht op geld")  # of a former run
    data, texts = build.world()
    starts = [texts[key].index("Het plan") for key in ("a", "b")]
    data["insights"]["heading_start_char"] = pd.array(starts, "Int64")
    assert withheld(data, texts) == {"a-s1-i01", "b-z1"}
    shown = show(data, texts).tables
    assert shown["insights"]["heading"].tolist() == ["Het plan van [directeur] wacht op geld", "Het plan wacht op geld"]
    assert shown["topics"]["label"].tolist() == ["[directeur] wacht op geld"]


# Names that somebody gave


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("onderwerp;naam\nt02;Het dorp wacht", {"t02": "Het dorp wacht"}),
        ('naam,onderwerp\n"Brug, dorp en  geld",t01\n\n', {"t01": "Brug, dorp en geld"}),
        ("onderwerp;naam\n", {}),
    ],
)
def test_given_names_are_read(tmp_path: Path, lines: str, expected: Mapping[str, str]) -> None:
    assert load_given_names(tmp_path) == {}
    (tmp_path / "onderwerpen.csv").write_text(lines, encoding="utf-8")
    assert load_given_names(tmp_path) == expected
    assert list(find_files(tmp_path, max_bytes=1000)) == []


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("onderwerp;naam\nt02;", "regel 2: een regel heeft een onderwerp en een naam"),
        ("onderwerp;naam\nt02;Brug\nt02;Dorp", "regel 3: het onderwerp “t02” staat er al"),
        ("onderwerp;naam\nt02;Brug\nt03;brug", "regel 3: de naam “brug” is al"),
        ("onderwerp\nt02", "“naam” hoort er te staan"),
        ("onderwerp;naam;kleur\nt02;Brug;rood", "de kolom “kleur” bestaat niet"),
    ],
)
def test_a_wrong_line_of_given_names_gives_one_sentence(tmp_path: Path, lines: str, says: str) -> None:
    (tmp_path / "onderwerpen.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(SettingError, match=says):
        load_given_names(tmp_path)


def test_a_given_name_wins_and_no_other_topic_has_it() -> None:
    rows = {
        "topics": [{"topic_id": "t01", "label": "Brug"}, {"topic_id": "t02", "label": "Dorp"}],
        "topic_changes": [{"topic_id": "t01", "label": "Brug"}, {"topic_id": "t09", "label": None}],
    }
    named = with_given_names(rows, {"t01": "dorp"})
    assert [row["label"] for row in named["topics"]] == ["dorp", "Dorp (t02)"]
    assert [row["label"] for row in named["topic_changes"]] == ["dorp", None]
    assert with_given_names(rows, {}) == rows


def test_a_name_for_a_topic_that_is_not_there_is_told() -> None:
    assert unused_given_names(["t01"], {"topics": [{"topic_id": "t01"}]}) == ()
    (said,) = unused_given_names(["t01", "t07"], {"topics": [{"topic_id": "t01"}]})
    assert said == "onderwerpen.csv: het onderwerp “t07” bestaat niet; kies uit t01, of haal de regel weg."
    assert "er zijn nog geen onderwerpen" in unused_given_names(["t07"], {"topics": []})[0]


def test_a_given_name_goes_into_tables_and_report_until_it_is_withdrawn(sample_run: Run, tmp_path: Path) -> None:
    shutil.copytree(gold.RAW, tmp_path / "raw")
    for name in ("processed", "reports"):
        shutil.copytree(getattr(sample_run, name), tmp_path / name)
    own = sample_run.data["topics"]
    topic_id, other = own["topic_id"][0], own["label"][1]
    for given, expected in (
        (f"onderwerp;naam\n{topic_id};{other}\n", [other, f"{other} ({own['topic_id'][1]})"]),
        ("", None),
    ):
        (tmp_path / "raw" / "onderwerpen.csv").write_text(given, encoding="utf-8")
        made = run_once(tmp_path / "raw", tmp_path, Settings())
        assert made.summary.n_reused == len(made.data["reports"])
        assert made.data["topics"]["label"].tolist()[:2] == (expected or own["label"].tolist()[:2])
        page = (made.reports / "rapport.html").read_text(encoding="utf-8")
        assert (f"{other} ({own['topic_id'][1]})" in page) is (expected is not None)
    (tmp_path / "raw" / "onderwerpen.csv").write_text("onderwerp;naam\nt99;Brug\n", encoding="utf-8")
    made = run_once(tmp_path / "raw", tmp_path, Settings())
    assert "“t99”" in made.summary.unused_lines[0]
    assert made.data["topics"]["label"].tolist() == own["label"].tolist()


# The sample corpus


def test_names_fit_the_recurring_dilemmas_of_the_sample_corpus(sample_run: Run) -> None:
    """The names of before (two frequent phrases) fitted 2 of 14, and 2 misled."""
    found = gold.name_score(sample_run.data)
    assert found["goed"] >= 0.8 * found.total()
    assert found["misleidend"] <= 1


def test_names_hold_no_person_of_the_sample_corpus(sample_run: Run) -> None:
    entities = sample_run.data["entities"]
    persons = set(entities[entities["label"] == "PERSON"]["text"])
    assert persons
    assert not [label for label in sample_run.data["topics"]["label"] if any(name in label for name in persons)]
