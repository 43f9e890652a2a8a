"""The commands with which a researcher owns a codebook."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import gold
from pipeline.nlp.codebook import parse_codebook
from pipeline.nlp.codebook_check import check_codebook
from pipeline.nlp.codebook_try import try_sentence
from pipeline.nlp.codebook_words import suggest_terms
from tests.conftest import Run

MODEL = "nl_sessie_sm"
SOUND = """versie = "1"

[[thema]]
code = "a"
naam = "A"
termen = ["rol*", "meesturen"]
uitsluiten = ["rolstoel"]

[[rol]]
code = "dg"
naam = "DG"
groep = "functie"
termen = ["DG", "inslingeren"]

[scheidbaar]
in = ["slingeren"]
"""


def test_the_default_codebook_has_no_faults() -> None:
    content = (gold.ROOT / "pipeline" / "resources" / "codeboek.toml").read_text(encoding="utf-8")
    assert check_codebook(content, MODEL) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says", "is_error"),
    [
        ('naam = "A"', 'naam = "A"\nkleur = "rood"', 6, "kleur", True),
        ('code = "dg"', 'code = "dg x"', 10, "code", True),
        ("uitsluiten", 'ouder = "b"\nuitsluiten', 7, "“b”", True),
        ("uitsluiten", 'ouder = "a"\nuitsluiten', 7, "onder zichzelf", True),
        ("[[rol]]", '[[thema]]\ncode = "a"\nnaam = "B"\ntermen = ["x"]\n\n[[rol]]', 10, "twee keer", True),
        ('"meesturen"]', '"rolstoel"]', 6, "“rolstoel” kan nergens", False),
        ('"meesturen"]', '\n"*"]', 7, "“*” kan nergens", False),
        ("[[rol]]", '[[thema]]\ncode = "b"\nnaam = "B"\ntermen = ["Meesturen"]\n\n[[rol]]', 12, "ook bij thema “a”", False),
        ("versie =", "versie", 1, "TOML", True),
    ],
)  # fmt: skip
def test_faults_have_a_line_and_a_sentence(old: str, new: str, line: int, says: str, is_error: bool) -> None:
    assert check_codebook(SOUND, MODEL) == []
    (fault,) = check_codebook(SOUND.replace(old, new, 1), MODEL)
    assert (fault.line, fault.is_error) == (line, is_error)
    assert says in fault.message
    assert fault.message.endswith(".")


def test_one_fault_hides_no_other() -> None:
    content = SOUND.replace('naam = "A"', 'naam = "A"\ntermn = ["x"]', 1)
    content = content.replace(
        "[[rol]]",
        '[[thema]]\ncode = "a"\nnaam = "B"\nouder = "c"\ntermen = ["meesturen", "de", "zaak", "zaak"]\n\n[[rol]]',
    )
    told = [fault.message for fault in check_codebook(content, MODEL)]
    for part in ("onbekende sleutel “termn”", "staat thema “a” twee keer", "ouder “c”, die niet bestaat",
                 "de term “de”", "De term “zaak” staat er twee keer"):  # fmt: skip
        assert sum(part in message for message in told) == 1, (part, told)
    assert len(told) == 5, told


@pytest.mark.parametrize(
    "broken", ['[thema]\ncode = "a"', "thema = [1, 2]", "[[thema]]\ncode = 3\ntermen = 4", "scheidbaar = 1"]
)
def test_what_is_no_entry_at_all_is_told_and_stops_nothing(broken: str) -> None:
    assert all(fault.is_error for fault in check_codebook(f'versie = "1"\n{broken}\n', MODEL))


def test_a_sentence_shows_what_matches_and_why() -> None:
    codebook = parse_codebook(SOUND, "dit codeboek")
    found = try_sentence("De DG’s stuurden onbedoeld mee, maar er is geen rolverdeling.", codebook, MODEL)
    assert [(match.kind, match.text) for match in found] == [
        ("thema", "stuurden onbedoeld mee"),
        ("thema", "rolverdeling"),
        ("rol", "DG’s"),
    ]
    assert "scheidbaar werkwoord" in found[0].reason
    assert "ontkenning" in found[1].reason


def test_a_codebook_may_name_more_separable_verbs() -> None:
    codebook = parse_codebook(SOUND, "dit codeboek")
    (match,) = try_sentence("Zij slingerden de brief er eindelijk in.", codebook, MODEL)
    assert match.text == "slingerden de brief er eindelijk in"


def test_candidates_are_frequent_and_not_covered(sample_run: Run) -> None:
    data = sample_run.data
    found = suggest_terms(data["statements"], data["theme_mentions"], MODEL, n_sessions=5, limit=20)
    assert 5 <= len(found) <= 20
    assert all(candidate.n_sessions >= 5 for candidate in found)
    assert "vertrouwen" not in {candidate.phrase for candidate in found}
    assert [one.n_sessions for one in found] == sorted((one.n_sessions for one in found), reverse=True)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "pipeline", "codeboek", *arguments], capture_output=True, text=True, check=False)  # fmt: skip


def test_the_commands(tmp_path: Path, sample_run: Run) -> None:
    file = tmp_path / "codeboek.toml"
    file.write_text(SOUND, encoding="utf-8")
    done = run("controleer", str(file))
    assert (done.returncode, "geen fouten" in done.stdout) == (0, True)
    file.write_text(SOUND.replace('"meesturen"', '"rolstoel"'), encoding="utf-8")
    done = run("controleer", str(file))
    assert (done.returncode, "regel 6:" in done.stdout) == (1, True)
    done = run("toets", str(file), "--zin", "De rol knelt.")
    assert "“rol”: thema A" in done.stdout
    done = run("voorstel", "--processed", str(sample_run.processed), "--aantal", "3")
    assert len(done.stdout.splitlines()) == 3
    for wrong in (["controleer", "is-er-niet.toml"], ["voorstel", "--processed", str(tmp_path)], ["toets", str(file)]):
        done = run(*wrong)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
