"""What the README and the repository promise."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from supply.lock import BASE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def make(target: str) -> str:
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z-]+)", README))))
def test_every_target_that_the_readme_names_exists(target: str) -> None:
    make(target)


def test_help_lists_the_targets() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for target in targets:
        assert re.search(rf"^  {target}\s+\S", done.stdout, re.MULTILINE), target


def test_clean_removes_what_a_run_makes_and_leaves_the_work_of_people(tmp_path: Path) -> None:
    made = sorted(set(re.findall(r"`reports/([a-z-]+(?:\.[a-z]+|/))`", README)) - {"codering/"})
    assert {"rapport.html", "rapport.pdf", "rapport.docx", "figuren/", "notebooks/"} <= set(made)
    for name in (*made, "deel-vertrouwen/", "codering/", "eigen/"):
        folder = tmp_path / "reports" / name if name.endswith("/") else tmp_path / "reports"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ("iets.txt" if name.endswith("/") else name)).write_text("x", encoding="utf-8")
    (tmp_path / "processed").mkdir()
    folders = [f"PROCESSED={tmp_path / 'processed'}", f"REPORTS={tmp_path / 'reports'}"]
    subprocess.run(["make", "clean", *folders], cwd=ROOT, capture_output=True, check=True)
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == ["codering", "eigen"]
    assert not (tmp_path / "processed").exists()
    assert ".venv" not in make("clean")
    assert "rm -rf .venv" in make("distclean")


def test_pictures_and_files_that_the_readme_links_exist() -> None:
    for target in re.findall(r"\]\((?!http|#)([^)]+)\)", README):
        assert (ROOT / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_hashes_and_no_address(name: str) -> None:
    content = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|index-url|find-links", content)
    requirements = re.split(r"\n(?=\S)", content.removeprefix(f"{BASE}\n").strip())
    assert all("--hash=sha256:" in requirement for requirement in requirements)
    assert not re.search(r"^(torch|umap-learn|hdbscan|llvmlite|numba|sentence-transformers)==", content, re.MULTILINE)


def test_versions_agree() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    for name in ("publiccode.yml", "CITATION.cff", "CHANGELOG.md"):
        assert version in (ROOT / name).read_text(encoding="utf-8"), name


def test_settings_in_the_readme_are_the_settings() -> None:
    from pipeline.config import Settings

    for field in Settings.model_fields.values():
        assert f"`{field.alias}`" in README, field.alias


def test_a_wheel_that_is_not_the_official_one_is_refused_in_a_sentence(tmp_path: Path) -> None:
    wheel = tmp_path / "nl_core_news_sm-3.8.0-py3-none-any.whl"
    for remedy, content in (("niet te bereiken", None), ("sha256", b"iets anders")):
        if content is not None:
            wheel.write_bytes(content)
        done = subprocess.run(
            ["make", "nl-core-news-sm", f"WHEEL={wheel}"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode != 0
        sentence, *rest = done.stderr.splitlines()
        assert remedy in sentence
        assert all(line.startswith("make") for line in rest)
