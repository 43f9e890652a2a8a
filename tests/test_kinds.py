"""The classifier of kinds: measured on registers and writers left out, calibrated, with reasons a reader can check."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score

from benchmarks import gold, real
from models.kinds import train
from pipeline.nlp import tag_texts
from pipeline.nlp.kinds import cues_of
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from pipeline.tables import KINDS, UNCERTAIN


@pytest.fixture(scope="module")
def examples() -> tuple[train.Example, ...]:
    return train.examples()


def test_there_are_enough_sentences_of_enough_writers(examples: tuple[train.Example, ...]) -> None:
    assert len(examples) >= 643 + 1500
    assert len({example.writer for example in examples}) >= 20


@pytest.mark.parametrize("with_place", [True, False])
def test_kinds_of_writers_that_were_not_trained_on(examples: tuple[train.Example, ...], with_place: bool) -> None:
    probabilities = train.cross_validate(examples, with_place=with_place)
    expected = [example.kind for example in examples]
    found = [KINDS[best] for best in probabilities.argmax(axis=1)]
    assert f1_score(expected, found, average="macro") >= (0.865 if with_place else 0.83)
    assert gold.krippendorff_alpha(expected, found) >= 0.75
    sample = [place for place, example in enumerate(examples) if example.report.startswith("reports/")]
    assert f1_score([expected[i] for i in sample], [found[i] for i in sample], average="macro") >= 0.82
    assert gold.krippendorff_alpha([expected[i] for i in sample], [found[i] for i in sample]) >= (
        0.75 if with_place else 0.73
    )


def test_kinds_of_registers_that_were_not_trained_on() -> None:
    sentences = train.register_examples()
    assert len(sentences) >= 5200
    assert len({sentence.report for sentence in sentences}) >= 57
    expected = [sentence.kind for sentence in sentences]
    probabilities = train.without_registers()
    found = [KINDS[best] for best in probabilities.argmax(axis=1)]

    def of(indices: list[int]) -> tuple[float, float]:
        own = [expected[index] for index in indices], [found[index] for index in indices]
        return f1_score(*own, average="macro"), precision_score(*own, labels=["dilemma"], average="macro")

    kinds = {
        "all": (list(range(len(sentences))), 0.785, 0.74),
        "easy": ([index for index, sentence in enumerate(sentences) if sentence.is_easy], 0.85, 0.81),
        "minutes": ([i for i, sentence in enumerate(sentences) if sentence.report.startswith("passages")], 0.79, 0.54),
    }
    for name, (indices, f1, precision) in kinds.items():
        assert of(indices) >= (f1, precision), name
        assert of(indices)[1] >= precision, name
    table = train.reliability(probabilities, expected)
    assert all(abs(thought - right) <= 0.08 for thought, right, n in table if n >= 100)
    # Of what is surely a dilemma more than four in five are one: only those are quoted.
    sure = [i for i in range(len(found)) if found[i] == "dilemma" and probabilities[i].max() >= UNCERTAIN]
    assert np.mean([expected[index] == "dilemma" for index in sure]) >= 0.83


@pytest.mark.skipif(not real.is_there(), reason="real reports are not laid")
def test_kinds_of_real_reports() -> None:
    kinds = real.real_kinds()
    assert len(kinds.expected) >= 390
    assert f1_score(kinds.expected, kinds.found, average="macro") >= 0.5


@pytest.mark.parametrize(("name", "n_least"), [("real.jsonl", 450), ("real-chosen.jsonl", 840)])
def test_of_real_reports_only_labels_are_kept(name: str, n_least: int) -> None:
    rows = real.labels(name)
    assert len(rows) >= n_least
    assert {key for row in rows for key in row} == {
        "source", "file", "start", "end", "sentence", "first", "second", "sure",
    }  # fmt: skip
    first, second = [row["first"] for row in rows], [row["second"] for row in rows]
    assert gold.krippendorff_alpha(first, second) >= 0.85


def test_probabilities_mean_what_they_say(examples: tuple[train.Example, ...]) -> None:
    table = train.reliability(train.cross_validate(examples), [example.kind for example in examples])
    assert all(abs(thought - right) <= 0.07 for thought, right, n in table if n >= 100)
    assert np.average([abs(thought - right) for thought, right, _ in table], weights=[n for *_, n in table]) <= 0.03


def test_the_weights_in_the_product_are_those_of_the_sentences(examples: tuple[train.Example, ...]) -> None:
    """Whoever changes the cues or the gold trains again (`make kinds`)."""
    weights = train.train([*examples, *train.register_examples()])
    kept = dict(line.rsplit(",", 3)[::3] for line in train.WEIGHTS.read_text(encoding="utf-8").splitlines()[1:])
    made = dict(line.rsplit(",", 3)[::3] for line in train.as_csv(weights).splitlines()[1:])
    assert kept.keys() == made.keys()
    assert max(abs(float(kept[cue]) - float(made[cue])) for cue in kept) <= 0.01


def test_cues_are_named_and_no_cue_is_a_subject_or_a_name(examples: tuple[train.Example, ...]) -> None:
    statements = tag_texts(["Leg de afspraken vast.", "Wie beslist er als twee ministeries iets anders willen?"])[
        "statements"
    ]
    assert statements["kind"].tolist() == ["advies", "dilemma"]
    assert "gebiedende wijs" in statements["cues"][0]
    assert "vraag" in statements["cues"][1]
    weights = train.train([*examples, *train.register_examples()])
    names = {cue.split(": ")[1] for cue in weights.cues if cue.startswith("woord: ")}
    assert not names & {"opdrachtgever", "gemeente", "regeling", "visser", "utrecht", "2023"}


def test_a_sentence_alone_has_no_place() -> None:
    first, *_ = tag_texts(["Dat is zo."])["statements"]["cues"]
    assert not {"eerste zin", "laatste zin"} & set(first)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Bespreek het plan met de regio.", "gebiedende wijs"),
        ("Stuur je verslag naar de secretaris.", "gebiedende wijs"),
        ("Planning aanpassen en rondsturen.", "onbepaalde wijs zonder persoonsvorm"),
        ("Met de regio besproken.", "voltooid deelwoord zonder persoonsvorm"),
    ],
)
def test_orders_and_notes_are_known_by_their_form(text: str, cue: str) -> None:
    nlp = load_language(LANGUAGE_MODEL)
    assert cue in cues_of(nlp(text)[:], [], None)


@pytest.mark.parametrize("text", ["Loopt het werk goed, dan is de groep klaar.", "Goed om te zien."])
def test_what_looks_like_an_order_or_note_is_none(text: str) -> None:
    found = cues_of(load_language(LANGUAGE_MODEL)(text)[:], [], None)
    assert not {"gebiedende wijs", "onbepaalde wijs zonder persoonsvorm"} & found.keys()
