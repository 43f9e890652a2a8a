"""The classifier of kinds: measured across writers, calibrated, and with reasons that a reader can check."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from benchmarks import gold
from models.kinds import train
from pipeline.nlp import tag_texts
from pipeline.tables import KINDS


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
    assert f1_score(expected, found, average="macro") >= 0.83
    assert gold.krippendorff_alpha(expected, found) >= 0.75
    sample = [place for place, example in enumerate(examples) if example.report.startswith("reports/")]
    assert f1_score([expected[i] for i in sample], [found[i] for i in sample], average="macro") >= 0.82
    assert gold.krippendorff_alpha([expected[i] for i in sample], [found[i] for i in sample]) >= 0.75


def test_probabilities_mean_what_they_say(examples: tuple[train.Example, ...]) -> None:
    table = train.reliability(train.cross_validate(examples), [example.kind for example in examples])
    assert all(abs(thought - right) <= 0.07 for thought, right, n in table if n >= 100)
    assert np.average([abs(thought - right) for thought, right, _ in table], weights=[n for *_, n in table]) <= 0.03


def test_the_weights_in_the_product_are_those_of_the_sentences(examples: tuple[train.Example, ...]) -> None:
    """Whoever changes the cues or the gold trains again (`make kinds`)."""
    weights = train.train(examples)
    kept = dict(line.rsplit(",", 3)[::3] for line in train.WEIGHTS.read_text(encoding="utf-8").splitlines()[1:])
    made = dict(line.rsplit(",", 3)[::3] for line in train.as_csv(weights).splitlines()[1:])
    assert kept.keys() == made.keys()
    assert max(abs(float(kept[cue]) - float(made[cue])) for cue in kept) <= 0.01


def test_cues_are_named_and_no_cue_is_a_subject_or_a_name(examples: tuple[train.Example, ...]) -> None:
    statements = tag_texts(["Leg de afspraken vast.", "Mag dat, of mag dat niet?"])["statements"]
    assert statements["kind"].tolist() == ["advies", "dilemma"]
    assert "gebiedende wijs" in statements["cues"][0]
    assert "vraag" in statements["cues"][1]
    names = {cue.split(": ")[1] for cue in train.train(examples).cues if cue.startswith("woord: ")}
    assert not names & {"opdrachtgever", "gemeente", "vertrouwen", "visser", "utrecht", "2023"}


def test_a_sentence_alone_has_no_place() -> None:
    first, *_ = tag_texts(["Dat is zo."])["statements"]["cues"]
    assert not {"eerste zin", "laatste zin"} & set(first)
