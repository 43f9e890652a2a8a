"""The figures on quality that stand in the report are those that one measures; those on kinds: `test_kinds`."""

import pytest
from sklearn.metrics import adjusted_rand_score

from benchmarks import coding, gold, privacy
from pipeline.resources import load_toml
from tests.conftest import Run
from tests.stated_figures import FIGURES, check


def test_terms_negation_and_voices() -> None:
    scores = coding.matching_scores()
    known, new, blind = (coding.voice_score(name).f1 for name in coding.VOICES)
    check({
        "termen": scores.by_rule[0].f1, "ontkenning": scores.negation, "stem_bekend": known, "stem_nieuw": new,
        "stem_blind": blind,
    })  # fmt: skip


def test_the_sample_corpus(sample_run: Run) -> None:
    data = sample_run.data
    check({
        "stem_verslagen": gold.voice_score(data).f1,
        "deelnemers": gold.participant_score(data).f1,
        "koppen": gold.insight_score(data).f1,
    })  # fmt: skip
    # Communities differ a little between versions of the libraries.
    assert adjusted_rand_score(*gold.dilemma_labels(data)) == pytest.approx(FIGURES["dilemmas"], abs=0.03)


@pytest.mark.skipif(not privacy.sets(), reason="there are no sets in tests/gold/names")
def test_names_and_contact_data() -> None:
    scores = privacy.together(map(privacy.score_of_file, privacy.sets()))
    for row in load_toml("report/kwaliteit.toml")["vervangen"]:
        share = scores.group(row["sleutel"])
        assert (row["fout"], row["aantal"]) == (share.wrong, share.total), row["wat"]
        assert row["interval"] == pytest.approx(list(share.interval), abs=0.0001), row["wat"]


def test_nothing_stands_in_the_report_that_is_not_measured() -> None:
    assert set(FIGURES) == {
        "termen", "ontkenning", "stem_bekend", "stem_nieuw", "stem_blind", "soorten_f1", "soorten_alfa", "codeurs_alfa",
        "soorten_echt", "dilemma_echt", "soorten_registers",
        "stem_verslagen", "deelnemers", "koppen", "dilemmas",
    }  # fmt: skip
    measured = {row["sleutel"] for row in load_toml("report/kwaliteit.toml")["vervangen"]}
    assert measured == {*privacy.GROUPS, "overige_woorden"}
