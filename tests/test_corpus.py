"""Opening what an analysis left: tables, texts, names, and one sentence where there is nothing to open."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline import tables
from pipeline.errors import CodebookError, SettingError
from tests.conftest import ROOT, Run
from tests.test_pseudonyms import names_left


def test_every_table_and_text_is_there(sample_run: Run) -> None:
    corpus = pipeline.load(sample_run.processed, names="tonen")
    assert set(corpus.tables) == set(tables.TABLES)
    for name, table in corpus.tables.items():
        pd.testing.assert_frame_equal(table, sample_run.data[name])
    assert corpus.texts == {key: sample_run.text(key) for key in sample_run.data["reports"]["report_id"]}
    assert corpus.code_names.theme("vertrouwen") == "Vertrouwen"
    assert corpus.code_names.role("bestaat-niet") == "bestaat-niet"


def test_names_are_replaced_unless_asked(sample_run: Run) -> None:
    hidden, shown = pipeline.load(sample_run.processed), pipeline.load(sample_run.processed, names="tonen")
    assert (hidden.settings.names, shown.settings.names) == ("rollen", "tonen")
    assert not names_left("\n".join([*hidden.texts.values(), *hidden.tables["statements"]["text"]]))
    assert len(names_left("\n".join(shown.texts.values()))) > 100
    tables.check_offsets(hidden.tables["statements"], hidden.texts, hidden.tables["statements"]["report_id"])


def edited(run: Run, folder: Path, **settings: object) -> Path:
    """Copy the tables and texts of a run, with other settings in its manifest."""
    processed = folder / "tabellen"
    shutil.copytree(run.processed, processed, ignore=shutil.ignore_patterns("cache"))
    manifest = json.loads((processed / "run.json").read_text(encoding="utf-8"))
    manifest["instellingen"] |= settings
    (processed / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    return processed


def test_the_setting_of_the_analysis_decides_about_names(sample_run: Run, tmp_path: Path) -> None:
    assert pipeline.load(edited(sample_run, tmp_path / "a", namen="tonen")).settings.names == "tonen"
    nowhere = edited(sample_run, tmp_path / "b", namen="nergens")  # its names are gone already
    assert pipeline.load(nowhere, names="tonen").settings.names == "nergens"


def test_a_codebook_is_found_from_a_folder_above_the_tables(
    sample_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    processed = edited(sample_run, tmp_path, codeboek="mijn.toml")
    (tmp_path / "mijn.toml").write_text('versie = "9"\n', encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert pipeline.load("../tabellen").codebook.version == "9"
    (tmp_path / "mijn.toml").rename(tmp_path / "notebooks" / "nieuw.toml")
    with pytest.raises(CodebookError, match=r"mijn\.toml"):
        pipeline.load(processed)
    assert pipeline.load(processed, codebook="nieuw.toml").codebook.version == "9"


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda processed: shutil.rmtree(processed), "staat geen analyse; draai eerst"),
        (lambda processed: (processed / "run.json").unlink(), "staat geen analyse; draai eerst"),
        (lambda processed: (processed / "run.json").write_text("[]"), "staat geen analyse; draai eerst"),
        (lambda processed: (processed / "run.json").write_text("{}"), "draai opnieuw"),
        (lambda processed: (processed / "topics.parquet").unlink(), "draai opnieuw"),
        (lambda processed: (processed / "topics.parquet").write_bytes(b"PAR1"), "draai opnieuw"),
        (lambda processed: next((processed / "texts").iterdir()).unlink(), "draai opnieuw"),
        (lambda processed: pd.DataFrame({"theme": ["x"]}).to_parquet(processed / "theme_mentions.parquet"), "draai opnieuw"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_gives_one_sentence(sample_run: Run, tmp_path: Path, spoil, says: str) -> None:  # type: ignore[no-untyped-def]
    processed = edited(sample_run, tmp_path)
    spoil(processed)
    with pytest.raises(SettingError) as error:
        pipeline.load(processed)
    assert says in str(error.value)
    assert str(error.value).endswith(".")
    assert error.value._render_traceback_() == [str(error.value)]  # a notebook shows nothing else


def test_other_tables_are_checked_and_leave_the_corpus_as_it_was(sample_run: Run) -> None:
    corpus = pipeline.load(sample_run.processed)
    fewer = corpus.with_tables(topics=corpus.tables["topics"].head(1))
    assert (len(fewer.tables["topics"]), fewer.texts) == (1, corpus.texts)
    assert len(corpus.tables["topics"]) > 1
    with pytest.raises(Exception, match="label"):
        corpus.with_tables(topics=corpus.tables["topics"].drop(columns="label"))


def test_the_package_alone_loads_nothing() -> None:
    code = "import sys, pipeline; print(sorted({'pandas', 'spacy', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
