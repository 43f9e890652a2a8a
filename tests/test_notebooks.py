"""The notebooks: kept without outputs, run from top to bottom on any corpus, and published without names or requests."""

import builtins
import contextlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from IPython.core.interactiveshell import InteractiveShell

from notebooks import publish
from pipeline.config import Settings
from pipeline.corpus import load
from pipeline.reliability import draw_sample, kinds_of
from tests.conftest import ROOT, Run, run_once
from tests.test_pseudonyms import names_left

NAMES = ("01-verkenning", "02-themas-en-rollen", "03-dilemmas", "04-betrouwbaarheid")
SOME = ("regieoverleg", "rondetafels")


def stored(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((publish.FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    return content


def test_these_are_the_notebooks() -> None:
    assert tuple(path.stem for path in publish.NOTEBOOKS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_outputs(name: str) -> None:
    notebook = stored(name)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_begins_with_its_title_and_the_folder(name: str) -> None:
    title, first = stored(name)["cells"][:2]
    assert "".join(title["source"]).startswith("# ")
    assert 'os.environ.get("RODE_DRAAD_PROCESSED", "../data/processed")' in "".join(first["source"])


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_asks_only_for_what_is_public(name: str) -> None:
    code = "\n".join("".join(cell["source"]) for cell in stored(name)["cells"] if cell["cell_type"] == "code")
    assert not re.search(r"(?:\.|import )_[a-z]", code)
    imported = set(re.findall(r"^(?:from|import) (\w+)", code, re.MULTILINE))
    assert imported <= {"os", "pathlib", "tempfile", "textwrap", "numpy", "pandas", "pipeline"}


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_about_the_data_stands_in_the_prose(name: str) -> None:
    prose = "\n".join("".join(cell["source"]) for cell in stored(name)["cells"] if cell["cell_type"] == "markdown")
    prose = re.sub(r"`[^`]*`|^#+ \d\.|^\d\. ", "", prose, flags=re.MULTILINE)
    # What may stand there: the scale of a measure, and thresholds that do not depend on the data.
    assert set(re.findall(r"\d+(?:,\d+)?%?", prose)) <= {"0", "1", "0,50", "0,67", "0,80", "95%"}


# Run on corpora of all sizes, in this process: a kernel takes seconds to start.


@pytest.fixture
def run_cells(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Return a function that runs a notebook here, and returns what it shows."""
    shell = InteractiveShell()
    monkeypatch.chdir(publish.FOLDER)
    monkeypatch.setenv("RODE_DRAAD_CODERING", str(tmp_path / "codering"))

    def run(name: str, processed: Path, **replaced: str) -> str:
        monkeypatch.setenv("RODE_DRAAD_PROCESSED", str(processed))
        shown = []
        for cell in publish.read(publish.FOLDER / f"{name}.ipynb").cells:
            if cell.cell_type == "code":
                source = cell.source
                for old, new in replaced.items():
                    source = re.sub(rf"^{old} = None\b.*", f"{old} = {new}", source, flags=re.MULTILINE)
                with contextlib.redirect_stdout(io.StringIO()):
                    result = shell.run_cell(source)
                result.raise_error()
                if result.result is not None:
                    shown.append(result.result._repr_html_())
        return "\n".join(shown)

    yield run
    builtins.__dict__.pop("get_ipython", None)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three short reports: too few dilemmas for topics."""
    raw = tmp_path_factory.mktemp("drie")
    for number, place in enumerate(("Zwolle", "Breda", "Emmen"), start=1):
        (raw / f"verslag-{number}.txt").write_text(
            f"Rondetafel {place}\n\nDatum: {number} maart 2024\n\n1. Geld voor loketten\n\n"
            "De <b>begroting</b> kost $veel$ en sluit niet, en toch wil de opdrachtgever meer. Leg de afspraken vast. "
            "Volgens de directeur is er geen vertrouwen. Er waren twintig mensen.\n",
            encoding="utf-8",
        )
    return run_once(raw, tmp_path_factory.mktemp("klein"), Settings(workers=1)).processed


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No report at all."""
    raw, folder = tmp_path_factory.mktemp("geen"), tmp_path_factory.mktemp("leeg")
    return run_once(raw, folder, Settings(workers=1), agreed=True).processed


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("corpus", ["small", "empty"])
def test_a_notebook_runs_where_there_is_little(
    request: pytest.FixtureRequest, run_cells: Any, name: str, corpus: str
) -> None:
    shown = run_cells(name, request.getfixturevalue(corpus))
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", shown, flags=re.DOTALL)
    assert not re.search(r"\b(nan|None|NaN|<NA>)\b", text)
    expected = {
        ("01-verkenning", "small"): "Het gaat om 3 sessies",
        ("01-verkenning", "empty"): "geen enkele sessie",
        ("02-themas-en-rollen", "small"): "3 van de 3 sessies",
        ("02-themas-en-rollen", "empty"): "Er komt geen enkel thema voor",
        ("03-dilemmas", "small"): "te weinig dilemma’s om te groeperen",
        ("03-dilemmas", "empty"): "geen enkel dilemma",
        ("04-betrouwbaarheid", "small"): "verzonnen",
        ("04-betrouwbaarheid", "empty"): "Er zijn geen uitspraken",
    }
    assert expected[name, corpus] in text


def test_text_from_a_report_stays_text(run_cells: Any, small: Path) -> None:
    shown = run_cells("01-verkenning", small) + run_cells("02-themas-en-rollen", small)
    assert "De &lt;b&gt;begroting&lt;/b&gt; kost $veel$ en sluit niet" in shown
    assert "<b>begroting" not in shown
    assert shown.count("<table") == shown.count('class="tex2jax_ignore">\n  <caption>')  # no formulas in JupyterLab


def test_a_term_and_a_theme_of_choice(run_cells: Any, sample_run: Run) -> None:
    shown = run_cells("02-themas-en-rollen", sample_run.processed, TERM='"zeppelin"', THEME='"vertrouwen"')
    assert "De term “zeppelin” staat er 0 keer" in shown
    assert "Het thema Vertrouwen in de zin" in shown


def test_corrections_are_kept_and_read_again(run_cells: Any, sample_run: Run, tmp_path: Path) -> None:
    path = tmp_path / "codering" / "correcties.csv"
    run_cells("03-dilemmas", sample_run.processed, DOUBTS=f"Path({str(path)!r})")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "statement_id;topic_id;reden;text"
    loose = next(line for line in lines if line.split(";")[1] == "")
    path.write_text(f"{lines[0]}\n{loose.replace(';;', ';t01;', 1)}\n", encoding="cp1252", errors="replace")
    shown = run_cells("03-dilemmas", sample_run.processed, CORRECTIONS=f"Path({str(path)!r})")
    caption = shown.index("Onderwerpen waarvan de omvang verandert")
    assert re.findall(r">(t\d\d)</td>", shown[caption:])[:1] == ["t01"]


def test_a_sheet_coded_by_hand_takes_the_place_of_the_made_up_coder(
    run_cells: Any, sample_run: Run, tmp_path: Path
) -> None:
    run_cells("04-betrouwbaarheid", sample_run.processed)
    blank = tmp_path / "codering" / "steekproef.xlsx"
    before = blank.read_bytes()
    book = openpyxl.load_workbook(blank)
    sheet = book.worksheets[0]
    kinds = kinds_of(load(sample_run.processed).tables["statements"])  # with ids that name nobody
    assert [sheet.cell(row, 9).value for row in range(2, 102)] == list(draw_sample(kinds, 100, seed=1))
    for row in range(2, 102):
        sheet.cell(row, 7).value = kinds[sheet.cell(row, 9).value][0]
    book.save(blank.with_name("gecodeerd.xlsx"))
    shown = run_cells("04-betrouwbaarheid", sample_run.processed)
    assert "Gelezen: gecodeerd.xlsx, met 100 gecodeerde uitspraken" in shown
    assert "Overeenstemming over de soort, gecodeerd met de hand" in shown
    assert shown.count("100,0%") >= 4
    assert blank.read_bytes() == before  # what may have been filled in is never overwritten


# Published


@pytest.fixture(scope="module")
def pages(sample_run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    before = {path: path.stat().st_mtime_ns for path in sample_run.processed.rglob("*")}
    written = publish.publish(sample_run.processed, tmp_path_factory.mktemp("rapport"))
    assert {path: path.stat().st_mtime_ns for path in sample_run.processed.rglob("*")} == before  # only read
    return {path.stem: path.read_text(encoding="utf-8") for path in written}


class Addresses(HTMLParser):
    """Gathers what a page refers to, and the elements it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src", "srcset", "data", "action")}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_needs_nothing_else(pages: dict[str, str], name: str) -> None:
    page = Addresses(pages[name])
    other = {address for address in page.addresses if not address.startswith("data:image/png;base64,")}
    assert other == {f"{sibling}.html" for sibling in NAMES if sibling != name}
    assert not {"script", "link", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    assert not re.search(r"@import|url\(|https?://", pages[name])
    policy = next(attributes for tag, attributes in page.tags if attributes.get("http-equiv"))
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_dutch_titled_and_describes_its_pictures(pages: dict[str, str], name: str) -> None:
    page = Addresses(pages[name])
    assert dict(page.tags)["html"] == {"lang": "nl"}
    assert re.search(r"<title>[^<]{20,}</title>", pages[name])
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert all(attributes.get("alt") for tag, attributes in page.tags if tag == "img")
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert "Traceback" not in pages[name]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_participant_is_left(pages: dict[str, str], name: str) -> None:
    plain = re.sub(r"data:image/png;base64,[^\"]+|<[^>]+>", " ", pages[name])
    assert not names_left(plain)


def test_the_pages_show_what_was_found(pages: dict[str, str]) -> None:
    assert "53" in pages["01-verkenning"]
    assert "Warmtekaart" in pages["02-themas-en-rollen"]
    assert "Correcties" in pages["03-dilemmas"]
    assert "De tweede codeur is verzonnen" in pages["04-betrouwbaarheid"]
    assert re.search(r"precies dezelfde codes</td>.*?0,\d\d</td>", pages["04-betrouwbaarheid"], re.DOTALL)


def test_without_an_analysis_there_is_one_sentence(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "notebooks.publish",
        "--processed",
        str(tmp_path / "niets"),
        "--reports",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"In de map .*niets staat geen analyse; draai eerst `make analyse`.*\.\n", done.stderr)


def test_make_says_so_before_it_opens_anything(tmp_path: Path) -> None:
    touch = ["--assume-old=.venv/installed-dev", "--assume-old=.venv/installed"]
    command = ["make", "notebooks", f"PROCESSED={tmp_path}", *touch]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "staat geen analyse; draai eerst make analyse" in done.stderr
