"""Which sentences can be quoted alone, and which hold both sides of a tension."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from benchmarks import gold
from models.key_sentences import train
from pipeline.nlp.key_sentence_cues import key_sentence_cues
from pipeline.nlp.key_sentences import judge
from pipeline.nlp.language import LANGUAGE_MODEL, load_language
from tests.conftest import Run, sample_findings


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Dat maakt het lastig.", {"begint met een verwijzing", "begint met: dat", "kort"}),
        ("Wie maatwerk geeft, laat de buurman wachten.", {"begint met een voorwaarde", "voorwaarde met gevolg"}),
        (
            "hoe meer vrijheid, hoe minder voorspelbaar het besluit",
            {"begint klein", "hoe … hoe", "vergrotende trappen"},
        ),
        ("Het beleid is klaar, terwijl de uitvoering nog kiest.", {"scharnier: terwijl", "noemt de spanning"}),
        ("Moet de gemeente sneller beslissen of beter luisteren?", {"vraag", "vraag met of"}),
        ("“Wij doen het niet, aldus de wethouder.", {"halve aanhaling", "eerste persoon"}),
        ("De gemeente wil dat haar brief klopt.", {"bezittelijk, na een naamwoord"}),
        ("…", set()),
    ],
)
def test_what_shows_a_key_sentence(text: str, cues: set[str]) -> None:
    found = set(key_sentence_cues(load_language(LANGUAGE_MODEL)(text)[:]))
    assert cues <= found
    assert bool(found) == bool(cues)


def test_a_sentence_that_says_it_all_is_likelier_than_one_that_points_back() -> None:
    nlp = load_language(LANGUAGE_MODEL)
    whole = judge(nlp("De gemeente wil elk gezin helpen, maar gelijke gevallen moeten ook gelijk worden behandeld.")[:])
    half = judge(nlp("Dat lukt hem daar niet meer.")[:])
    assert whole.stands_alone > 0.8 > 0.3 > half.stands_alone
    assert whole.both_sides > 0.5 > 0.2 > half.both_sides


@pytest.mark.parametrize(("question", "floor"), [("alone", 0.76), ("both_sides", 0.78)])
def test_key_sentences_are_told_in_reports_that_were_not_learnt_from(question: str, floor: float) -> None:
    answers = np.array([getattr(sentence, question) for sentence in train.judged()])
    agreed = answers != 1
    assert agreed.mean() > 0.9
    assert roc_auc_score(answers[agreed] == 2, train.cross_validate(question)[agreed]) >= floor


def test_the_product_has_the_weights_that_training_gives() -> None:
    made = train.as_csv(*(train.train(train.judged(), question) for question in ("alone", "both_sides")))
    assert made == train.WEIGHTS.read_text(encoding="utf-8")


def test_what_the_report_puts_first_stands_alone_and_holds_both_sides(sample_run: Run) -> None:
    """The key sentence of every topic, by two coders who saw the sentences alone."""
    answers = {gold.on_one_line(sentence.text): sentence for sentence in train.judged() if sentence.is_sample}
    keys = [dilemma.key_sentence for dilemma in sample_findings(sample_run).recurring]
    chosen = [answers[gold.on_one_line(key.text)] for key in keys if key is not None]
    assert len(chosen) == len(keys) > 10
    assert sum(sentence.alone > 0 for sentence in chosen) >= len(chosen) - 1
    assert sum(sentence.both_sides > 0 for sentence in chosen) >= 0.8 * len(chosen)
