"""On which files of the program a step depends: all that it imports and every resource that it opens, and no more."""

import json
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from pipeline import code_versions
from pipeline.code_versions import code_version, files_of
from tests.conftest import ROOT

PACKAGE = ROOT / "pipeline"
STEPS = {
    "read": ("pipeline.ingest.report",),
    "parse": ("pipeline.nlp.parsing",),
    "mentions": ("pipeline.nlp.mentions",),
    "code": ("pipeline.nlp.tagging",),
    "embedding": ("pipeline.topics.embedding",),
    "topics": (
        "pipeline.topics.model",
        "pipeline.topics.continuity",
        "pipeline.topics.similar",
        "pipeline.run.naming",
    ),
    "report": ("pipeline.run.report",),
}
READING = ("read", "parse", "mentions", "code", "embedding", "topics")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("pipeline")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_depends_on_all_that_it_imports(graph: grimp.ImportGraph, step: str) -> None:
    modules = {module for root in STEPS[step] for module in (root, *graph.find_upstream_modules(root))}
    missing = {code_versions._as_path(module) for module in modules} - files_of(*STEPS[step])
    assert not missing


def test_the_steps_are_those_that_results_are_kept_by() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "run").glob("*.py"))
    for step in STEPS.values():
        assert all(f'"{module}"' in sources for module in step)


_OPENED = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from pathlib import Path
from pipeline.ingest.report import read_report
from pipeline.nlp.codebook import load_codebook
from pipeline.nlp import tagging
for path in Path("data/raw/rondetafels").glob("*.txt"):
    report = read_report(path.name, path.read_bytes())
    tagging.tag_report(report.tables, language_model="nl_sessie_sm", codebook=load_codebook(None))
print(json.dumps(opened))
"""


def test_a_step_depends_on_every_resource_that_it_opens() -> None:
    done = subprocess.run([sys.executable, "-c", _OPENED], cwd=ROOT, capture_output=True, check=True, text=True)
    resources = PACKAGE / "resources"
    opened = {
        path.relative_to(PACKAGE).as_posix()
        for path in map(Path, json.loads(done.stdout))
        if path.is_relative_to(resources) and path.suffix not in (".py", ".pyc")
    }
    assert "resources/werkwoorden.toml" in opened
    known = frozenset().union(*(files_of(*STEPS[step]) for step in ("read", "parse", "mentions", "code")))
    assert opened - known == {"resources/codeboek.toml"}  # which stands in the keys by its own digest


@pytest.mark.parametrize("file", ["resources/report/report.css", "reporting/content.py", "reporting/charts/bars.py"])
def test_how_the_report_looks_decides_nothing_but_the_report(file: str) -> None:
    assert (PACKAGE / file).is_file()
    assert file in files_of(*STEPS["report"])
    assert not any(file in files_of(*STEPS[step]) for step in READING)


@pytest.mark.parametrize("step", READING)
def test_no_step_before_the_report_depends_on_how_it_is_made(step: str) -> None:
    assert not any(path.startswith(("reporting/", "resources/report/", "cli/")) for path in files_of(*STEPS[step]))


def test_every_resource_is_named_by_something() -> None:
    everything = files_of(*(f"pipeline.{path.parent.name}.{path.stem}" for path in PACKAGE.glob("*/[a-z]*.py")))
    resources = {path for path in code_versions._all_files() if path.startswith("resources/")}
    assert resources - everything == {"resources/codeboek.toml"}


def test_the_digest_follows_the_files_of_a_step_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "__init__.py": "",
        "a.py": "from pipeline import b",
        "b.py": 'def words():\n    from pipeline.c.d import (\n        one,\n    )\n    return read("w.toml")',
        "c/__init__.py": "",
        "c/d.py": "one = 1",
        "e.py": "",
        "resources/w.toml": "",
        "resources/v.toml": "",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    monkeypatch.setattr(code_versions, "_PACKAGE", tmp_path)

    def version(*modules: str, beside: tuple[str, ...] = ()) -> str:
        for kept in (code_versions._imported, code_versions._source, code_versions._digest, code_versions._all_files):
            kept.cache_clear()
        return code_version(*modules, beside=beside)

    try:
        of_a, beside, of_all = version("pipeline.a"), version("pipeline.a", beside=("pipeline.e",)), version()
        assert files_of("pipeline.a") == {
            "__init__.py", "a.py", "b.py", "c/__init__.py", "c/d.py", "resources/w.toml",
        }  # fmt: skip
        for name in ("e.py", "resources/v.toml"):
            (tmp_path / name).write_text("anders")
        assert version("pipeline.a") == of_a
        assert version("pipeline.a", beside=("pipeline.e",)) != beside
        assert version() != of_all
        for name in ("c/__init__.py", "c/d.py", "resources/w.toml"):
            (tmp_path / name).write_text("anders")
            assert version("pipeline.a") != of_a
            of_a = version("pipeline.a")
    finally:
        version()  # of the temporary folder; what is kept goes with the next look
        monkeypatch.undo()
        version()
