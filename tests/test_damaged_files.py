"""Files that are damaged, misnamed or meant to do harm: none crashes or hangs a run, none is lost.

`make fuzz` damages files by how they are built (`tests/mutations.py`); here only some hundreds, as bytes.
"""

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.gold import sample_files
from pipeline import tables
from pipeline.config import Settings
from pipeline.ingest.readers.archive import BROKEN_ZIP
from pipeline.ingest.readers.formats import find_format
from pipeline.ingest.records import Rejection
from pipeline.ingest.report import IngestedReport, read_report
from tests.conftest import Run, run_once
from tests.hostile_files import EITHER, READ, TEXT, Expected, hostile_files, hostile_folder

SAMPLES = sample_files()
HOSTILE = tuple(hostile_files())  # some seconds of work
SUFFIXES = ("", ".txt", ".md", ".html", ".docx", ".odt", ".rtf", ".epub", ".pdf", ".eml")
WORD = re.compile(r"[^\W\d_]{3,}")
N_EXAMPLES = int(os.environ.get("RODE_DRAAD_FUZZ", "150"))

# Sentences of a hundred thousand signs take the language model longer than a file may take: two are tried.
SLOW = (
    "haakjes.txt", "datums.txt", "open-haakjes.txt", "punten.txt", "streepjes.txt", "spaties.txt", "hoofdletters.txt", "namen.txt",
    "dubbele-punten.txt", "aanhaling.txt", "hekjes.md", "sterren.md", "een-regel.txt", "koppen.txt", "lege-regels.txt", "links.md",
)  # fmt: skip

Edit = Callable[[bytes], bytes]


def outside_blocks(report: IngestedReport) -> list[str]:
    """Return the words of a text that stand in no block."""
    loose, at = [], 0
    for block in tables.records(report.tables["blocks"]):
        loose.append(report.text[at : block["start_char"]])
        at = block["end_char"]
    words = WORD.findall(" ".join([*loose, report.text[at:]]))
    return [word for word in words if not set(word) <= set("IVX")]  # the number of an item


def check(path: str, data: bytes) -> IngestedReport | Rejection:
    """Read a file, and check what holds for every file.

    Pandoc may hang on a damaged EPUB or Word file, or want all memory: it is stopped, and the run names the file
    (`test_what_was_ended_is_tried_once_more` in test_faults).
    """
    try:
        result = read_report(path, data)
    except (TimeoutError, MemoryError):
        assert find_format(path, data) in ("docx", "odt", "rtf", "epub")
        return Rejection("internal_error", "De lezer kwam er niet uit.")
    if isinstance(result, Rejection):
        assert result.reason in tables.REJECTION_REASONS
        assert result.message.endswith(".")
        return result
    for name in ("participants", "insights", "blocks"):
        for row in tables.records(result.tables[name]):
            assert result.text[row["start_char"] : row["end_char"]] == row["text"]
    return result


@pytest.mark.parametrize(("name", "data", "expected"), [pytest.param(*case, id=case[0]) for case in HOSTILE])
def test_hostile_files_are_read_or_named(name: str, data: bytes, expected: Expected) -> None:
    result = check(name, data)
    if expected is READ:
        assert isinstance(result, IngestedReport)
    elif expected is not EITHER:
        assert isinstance(result, Rejection)
        assert result.reason in expected


@pytest.mark.parametrize("name", ["gewoon.docx", "gewoon.odt", "gewoon.pdf", "gewoon.rtf", "vermomd.pdf", "vermomd.txt", "docx-zonder-einde", "utf16.txt", "utf32.txt", "oude-mac.txt", "script.html"])  # fmt: skip
def test_a_plain_report_is_read_whatever_it_is_called(name: str) -> None:
    data = next(data for own, data, _ in HOSTILE if own == name)
    result = check(name, data)
    assert isinstance(result, IngestedReport)
    assert " ".join(TEXT.split())[-60:] in " ".join(result.text.split())
    assert "root:" not in result.text
    assert list(result.tables["sessions"]["date"]) == ["2023-05-03"]


@pytest.mark.usefixtures("processes")
def test_a_whole_folder_of_hostile_files_harms_no_run(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    hostile_folder(raw)
    for name in SLOW[2:]:
        (raw / name).unlink()
    (raw / "goed.txt").write_text(TEXT.replace("schuldhulp", "parkeren"), encoding="utf-8")
    run = run_once(raw, tmp_path, Settings(max_file_seconds=6))
    accounted = {*run.data["reports"]["path"], *run.data["rejections"]["path"]}
    files = {path.relative_to(raw).as_posix() for path in raw.rglob("*")}
    assert {path.partition(".zip/")[0] + ".zip" if ".zip/" in path else path for path in accounted} == files
    assert "goed.txt" in set(run.data["reports"]["path"])
    assert not Path("/tmp/rode-draad-hostile").exists()  # noqa: S108 (where one of them would write)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_word_of_a_sample_stands_in_a_block(path: Path) -> None:
    result = check(path.name, path.read_bytes())
    assert isinstance(result, IngestedReport)
    assert outside_blocks(result) == []


# Damage


def truncate(share: float) -> Edit:
    return lambda data: data[: int(share * len(data))]


def overwrite(share: float, noise: bytes) -> Edit:
    def edit(data: bytes) -> bytes:
        at = int(share * len(data))
        return data[:at] + noise + data[at + len(noise) :]

    return edit


def insert(share: float, noise: bytes) -> Edit:
    return lambda data: data[: int(share * len(data))] + noise + data[int(share * len(data)) :]


def repeat(start: float, length: int, times: int) -> Edit:
    def edit(data: bytes) -> bytes:
        at = int(start * len(data))
        return data[:at] + data[at : at + length] * times + data[at:]

    return edit


def inside(edit: Edit, number: int) -> Edit:
    """Damage one part of a zip, and leave the zip itself whole."""

    def edit_part(data: bytes) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
        except BROKEN_ZIP:
            return edit(data)
        names = sorted(parts, key=lambda name: -len(parts[name]))
        if not names:
            return data
        chosen = names[number % len(names)]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, edit(content) if name == chosen else content)
        return out.getvalue()

    return edit_part


def wrap(name: str) -> Edit:
    def edit(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, data)
        return out.getvalue()

    return edit


SHARES = st.floats(0, 1, allow_nan=False)
NOISE = st.binary(min_size=1, max_size=40) | st.sampled_from([b"\0" * 20, b"<", b"&k;", b"]]>", b"\xff\xfe", b"(((((", b"|" * 30, b"\n" * 50, b"endobj", b"{\\*"])  # fmt: skip
SIMPLE = (
    st.builds(truncate, SHARES)
    | st.builds(overwrite, SHARES, NOISE)
    | st.builds(insert, SHARES, NOISE)
    | st.builds(repeat, SHARES, st.integers(1, 2000), st.integers(2, 50))
)
EDITS = SIMPLE | st.builds(inside, SIMPLE, st.integers(0, 5)) | st.builds(wrap, st.sampled_from(["word/document.xml", "content.xml", "verslag.txt"]))  # fmt: skip


@settings(max_examples=N_EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None, print_blob=True)
@given(
    path=st.sampled_from(SAMPLES),
    edits=st.lists(EDITS, min_size=1, max_size=3),
    suffix=st.none() | st.sampled_from(SUFFIXES),
)
def test_a_damaged_file_is_read_or_named(path: Path, edits: list[Edit], suffix: str | None) -> None:
    data = path.read_bytes()
    for edit in edits:
        data = edit(data)
    check(path.stem + (path.suffix if suffix is None else suffix), data)


@pytest.mark.usefixtures("processes")
def test_damaged_files_harm_no_run(analyse_files: Callable[..., Run]) -> None:
    files = {
        f"{number}{path.suffix}": path.read_bytes()[: 1500 * (number + 1)] for number, path in enumerate(SAMPLES[::9])
    }
    run = analyse_files({**files, "goed.txt": TEXT})
    assert {*run.data["reports"]["path"], *run.data["rejections"]["path"]} == {*files, "goed.txt"}
