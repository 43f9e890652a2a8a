"""What is done again when the codebook, the look of the report, or one report changes; counted, not timed."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import tables
from pipeline.config import Settings
from pipeline.nlp import parsing, tagging
from pipeline.run import one_report, publishing, topics
from tests.conftest import ROOT, Run, run_once
from tests.test_run import REPORT, digests

LEAST = {"min_dilemmas": 3, "min_sessions": 2}
CODEBOOK = """versie = "x"

[[thema]]
code = "duur"
naam = "Duur"
termen = ["wachttijd"]

[[rol]]
code = "baas"
naam = "Baas"
groep = "functie"
termen = ["directeur"]
"""
STEPS = {
    "read": (one_report, "_read"),
    "parse": (parsing, "parse"),
    "take up a parse": (parsing, "from_bytes"),
    "code": (tagging, "code_report"),
    "mentions": (tagging, "theme_rows"),
    "topics": (topics, "_new_topics"),
    "report": (publishing, "make_files"),
}


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each step was done."""
    counts: Counter[str] = Counter()

    def counted(step: str, function):  # type: ignore[no-untyped-def]
        def count(*args, **options):  # type: ignore[no-untyped-def]
            counts[step] += 1
            return function(*args, **options)

        return count

    for step, (module, name) in STEPS.items():
        monkeypatch.setattr(module, name, counted(step, getattr(module, name)))
    return counts


@pytest.fixture
def sample(analyse_files: Callable[..., Run], done: Counter[str], tmp_path: Path) -> Callable[..., Run]:
    """Analyse four reports of the sample corpus by a small codebook; what is done is counted from the second run on."""
    reports = {path.name: path.read_bytes() for path in sorted((ROOT / "data/raw/rondetafels").glob("*.txt"))[:3]}
    reports["a.txt"] = REPORT.encode()

    def run(codebook: str = CODEBOOK, **options: object) -> Run:
        (tmp_path / "codeboek.toml").write_text(codebook, encoding="utf-8")
        done.clear()
        return analyse_files({}, codebook=str(tmp_path / "codeboek.toml"), **LEAST, **options)

    analyse_files(reports, **LEAST)
    run()
    return run


def same_as_cold(run: Run, tmp_path: Path, **options: object) -> bool:
    """Return whether a run made what one without anything kept makes, to the byte."""
    settings = Settings(workers=1, codebook=str(tmp_path / "codeboek.toml"), **LEAST, **options)  # type: ignore[arg-type]
    cold = run_once(tmp_path / "raw", tmp_path / "koud", settings)
    same = [
        digests(run.processed, pattern) == digests(cold.processed, pattern)
        for pattern in ("*.parquet", "*.txt", "onderwerpen.json")
    ]
    return all(same) and digests(run.reports, "*") == digests(cold.reports, "*")


def test_nothing_changed_does_nothing(sample: Callable[..., Run], done: Counter[str]) -> None:
    sample()
    assert done == {}


@pytest.mark.parametrize(
    ("codebook", "coded"),
    [
        (CODEBOOK.replace('"wachttijd"', '"wachttijd", "mensen", "vertrouwen"'), 0),
        (CODEBOOK.replace('naam = "Duur"', 'naam = "Hoe lang"'), 0),
        (CODEBOOK + '\n[scheidbaar]\nop = ["lossen"]\n', 0),
        (CODEBOOK.replace('"directeur"', '"directeur", "beleidsmedewerker*"'), None),
    ],
)
def test_another_codebook_reads_and_parses_nothing(
    sample: Callable[..., Run], done: Counter[str], tmp_path: Path, codebook: str, coded: int | None
) -> None:
    run = sample(codebook)
    assert run.summary.n_reused == 4
    assert (done["read"], done["parse"], done["take up a parse"], done["mentions"]) == (0, 0, 4, 4)
    assert done["code"] < 4 if coded is None else done["code"] == coded
    assert done["report"] == 1
    if coded == 0:
        assert done["topics"] == 0
    assert same_as_cold(run, tmp_path)


def test_going_back_to_a_codebook_gives_what_it_gave(sample: Callable[..., Run], done: Counter[str]) -> None:
    before = digests(sample().processed, "*.parquet")
    assert digests(sample(CODEBOOK.replace("wachttijd", "vertrouwen")).processed, "*.parquet") != before
    assert digests(sample().processed, "*.parquet") == before
    assert done["parse"] == 0


def test_another_look_makes_only_the_report_anew(
    sample: Callable[..., Run], done: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = publishing.code_version
    monkeypatch.setattr(publishing, "code_version", lambda *modules, **beside: version(*modules, **beside) + "anders")
    sample()
    assert done == {"report": 1}


def test_one_other_report_is_read_and_the_others_stay(
    sample: Callable[..., Run], done: Counter[str], tmp_path: Path
) -> None:
    (tmp_path / "raw" / "a.txt").write_text(REPORT.replace("schuldhulp", "parkeren"), encoding="utf-8")
    run = sample()
    assert run.summary.n_reused == 3
    assert (done["read"], done["parse"], done["code"], done["take up a parse"]) == (1, 1, 1, 0)
    n_charts = len(list((run.reports / "figuren").iterdir()))
    # A parse and the meanings of each.
    assert len(list((run.processed / "cache").glob("*.bin"))) == 4 + 4 + n_charts


def test_what_one_step_lost_is_made_again_from_the_others(
    sample: Callable[..., Run], done: Counter[str], tmp_path: Path
) -> None:
    """As after a run that was killed anywhere: of every report some of what was kept is gone or damaged."""
    before = digests(tmp_path / "processed", "*.parquet")
    kept = sorted((tmp_path / "processed" / "cache").iterdir())
    for n, path in enumerate(kept):
        if n % 2:
            path.unlink()
        else:
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)
        assert digests(sample().processed, "*.parquet") == before
        assert max(done[step] for step in ("read", "parse", "code")) <= 1  # of one report
    for path in (tmp_path / "processed" / "cache").glob("*.bin"):
        path.unlink()
    run = sample(CODEBOOK.replace('"wachttijd"', '"wachttijd", "vertrouwen"'))
    assert (done["read"], done["parse"]) == (0, 4)  # a parse that was lost is missed only now
    assert same_as_cold(run, tmp_path)


def test_without_names_nothing_of_a_text_is_kept(analyse_files: Callable[..., Run], done: Counter[str]) -> None:
    run = analyse_files({"a.txt": REPORT}, names="nergens")
    assert not list((run.processed / "cache").glob("*.bin"))
    (kept,) = (run.processed / "cache").iterdir()  # which files the report has
    assert b"wachttijd" not in kept.read_bytes()
    done.clear()
    assert analyse_files({}, names="nergens").summary.n_reused == 0
    assert (done["read"], done["parse"]) == (1, 1)


def test_a_parse_comes_back_as_it_was() -> None:
    texts = ["De directeur, mw. De Wit, belt Piet op. Dat lost niets op!", "Het ﬁnanciële beeld", "x\u0301", "‘’ 3%"]
    found = [parsing.Passage(str(n), "", "", text, 0, None) for n, text in enumerate(texts)]
    parsed = parsing.parse(found, "nl_sessie_sm")
    again = parsing.from_bytes(parsing.to_bytes(parsed), found, "nl_sessie_sm")
    assert parsing.to_bytes(again) == parsing.to_bytes(parsed)
    for one, other in zip(parsed, again, strict=True):
        assert one.doc.text == other.doc.text == one.reading.text
        assert [(e.text, e.label_) for e in one.doc.ents] == [(e.text, e.label_) for e in other.doc.ents]
        assert [s.text for s in one.doc.sents] == [s.text for s in other.doc.sents]
        assert [(t.lemma_, t.tag_, str(t.morph), t.dep_, t.head.i, t.whitespace_) for t in one.doc] == [
            (t.lemma_, t.tag_, str(t.morph), t.dep_, t.head.i, t.whitespace_) for t in other.doc
        ]


def test_the_mentions_of_a_kept_parse_are_those_of_a_new_one(sample: Callable[..., Run]) -> None:
    run = sample(CODEBOOK.replace('"wachttijd"', '"wachttijd", "vertrouwen", "lossen op", "nieuw*"'))
    mentions = tables.records(run.data["theme_mentions"])
    assert {row["term"] for row in mentions} >= {"wachttijd", "vertrouwen"}
    for row in mentions:
        assert run.text(row["report_id"])[row["start_char"] : row["end_char"]] == row["text"]
