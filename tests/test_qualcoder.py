"""Another program as the judge: QualCoder opens the sample corpus as a project, and changes made there come back.

It needs a copy of its source (`QUALCODER_SRC`, the folder with `src/qualcoder` in it) and a Python with PyQt6, pymupdf and
Pillow (`QUALCODER_PYTHON`); neither is a part of the program.
"""

import csv
import io
import json
import os
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.exchange.archive import unpack
from pipeline.exchange.qde_write import NAMESPACE
from tests.conftest import Run

N = f"{{{NAMESPACE}}}"
SOURCE, PYTHON = os.environ.get("QUALCODER_SRC"), os.environ.get("QUALCODER_PYTHON")

pytestmark = pytest.mark.skipif(
    not (SOURCE and PYTHON), reason="QualCoder is not at hand (QUALCODER_SRC and QUALCODER_PYTHON say where it is)"
)


def in_qualcoder(project: Path, work: Path, changes: list[dict[str, Any]], *, windows: bool = False) -> dict[str, Any]:
    """Open a project, change it and export it; return what was in it when it was opened."""
    work.mkdir()
    edits = work / "wijzigingen.json"
    edits.write_text(json.dumps({"changes": changes, "windows_line_ends": windows}), encoding="utf-8")
    driver = Path(__file__).with_name("qualcoder_driver.py")
    done = subprocess.run([str(PYTHON), driver, str(SOURCE), work, project, edits], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def project(sample_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus as a project."""
    from pipeline.run.exchange import export_project

    target = tmp_path_factory.mktemp("uit") / "proef.qdpx"
    export_project(sample_run.processed, target)
    return target


def came_back(run: Run, project: Path, target: Path) -> list[dict[str, str]]:
    from pipeline.run.exchange import import_project

    made = import_project(project, run.processed, target, is_whole=True, coder="Piet")
    assert not made.left
    if made.written is None:
        return []
    return list(csv.DictReader(io.StringIO(made.written.read_text(encoding="utf-8-sig")), delimiter=";"))


def written(project: Path) -> Counter[tuple[str, ...]]:
    """Return all codings of our project: source, place, words, code, owner and memo."""
    parts = unpack(project.read_bytes())
    root = etree.fromstring(parts["project.qde"])
    codes = {code.get("guid"): code.get("name") for code in root.iter(f"{N}Code")}
    users = {user.get("guid"): user.get("name") for user in root.iter(f"{N}User")}
    found: Counter[tuple[str, ...]] = Counter()
    for source in root.iter(f"{N}TextSource"):
        text = parts[f"sources/{source.get('guid')}.txt"].decode()
        for selection in source.iter(f"{N}PlainTextSelection"):
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            memo = selection.find(f"{N}Description").text
            for coding in selection.iter(f"{N}Coding"):
                code = codes[coding.find(f"{N}CodeRef").get("targetGUID")]
                owner = users[coding.get("creatingUser")]
                found[source.get("name"), str(start), str(end), text[start:end], code, owner, memo] += 1
    return found


def imported(told: Mapping[str, Any]) -> Counter[tuple[str, ...]]:
    return Counter(
        (one["source"], str(one["start"]), str(one["end"]), one["words"], one["code"], one["owner"], one["memo"])
        for one in told["codings"]
    )


@pytest.mark.parametrize("windows", [False, True], ids=["as it is", "with line ends for MAXQDA"])
def test_every_coding_comes_in_at_its_place_and_nothing_comes_back(
    sample_run: Run, project: Path, tmp_path: Path, windows: bool
) -> None:
    told = in_qualcoder(project, tmp_path / "werk", [], windows=windows)
    assert imported(told) == written(project)
    assert len(told["codings"]) > 2000
    assert all(one["quote"] == one["words"] for one in told["codings"])
    assert sorted(told["categories"]) == ["Onderwerpen", "Rollen", "Soorten", "Stemmen", "Thema’s"]
    assert {text for _, text in told["sources"]} == {
        data.decode() for name, data in unpack(project.read_bytes()).items() if name.endswith(".txt")
    }
    assert not [line for line in told["log"] if "annot" in line or "uplicate" in line or "rror" in line]
    assert came_back(sample_run, Path(told["exported"]), tmp_path / "correcties-niets.csv") == []


@pytest.mark.parametrize("windows", [False, True], ids=["as it is", "with line ends for MAXQDA"])
def test_three_changes_made_there_come_back_and_nothing_else(
    sample_run: Run, project: Path, tmp_path: Path, windows: bool
) -> None:
    codings = in_qualcoder(project, tmp_path / "eerst", [])["codings"]
    dilemmas = [one for one in codings if one["code"] == "Soort: dilemma"]
    has_theme = {(one["source"], one["start"], one["end"]): one for one in codings if one["code"].startswith("Thema: ")}
    place = [(one["source"], one["start"], one["end"]) for one in dilemmas]
    plain = dilemmas[next(index for index, key in enumerate(place) if key not in has_theme)]
    themed = has_theme[next(key for key in reversed(place) if key in has_theme)]
    noted = dilemmas[len(dilemmas) // 2]
    assert len({(one["source"], one["start"]) for one in (plain, themed, noted)}) == 3

    def where(one: Mapping[str, Any]) -> dict[str, Any]:
        return {key: one[key] for key in ("source", "start", "end", "words")}

    changes = [
        {
            "do": "add",
            **where(plain),
            "code": "Thema: Vertrouwen",
            "owner": "Maria",
            "memo": "Gaat over & tussen <mensen>.",
        },
        {"do": "remove", **where(themed), "code": themed["code"]},
        {"do": "memo", **where(noted), "code": noted["code"], "memo": f"{noted['memo']}\nEerder een uitkomst?"},
    ]
    told = in_qualcoder(project, tmp_path / "werk", changes, windows=windows)
    rows = came_back(sample_run, Path(told["exported"]), tmp_path / "correcties-maria.csv")
    codes = {f"Thema: {name}": code for name, code in _theme_codes().items()}
    found = {
        (row["wat"], " ".join(row["citaat"].split()), row["was"], row["wordt"], row["wie"], row["waarom"])
        for row in rows
    }
    assert found == {
        ("thema", " ".join(plain["words"].split()), "", "vertrouwen", "Maria", "Gaat over & tussen <mensen>."),
        ("thema", " ".join(themed["words"].split()), codes[themed["code"]], "", "Piet", ""),
        ("soort", " ".join(noted["words"].split()), "dilemma", "dilemma", "Piet", "Eerder een uitkomst?"),
    }
    assert len(rows) == 3


def _theme_codes() -> dict[str, str]:
    from pipeline.nlp.codebook import load_codebook

    return {theme.name: theme.code for theme in load_codebook(None).themes}
