"""Whole runs: what is used again, what is rejected, what stays the same."""

import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pebble import ProcessExpired

from pipeline import executors, tables
from pipeline.config import Settings
from pipeline.errors import SettingError
from pipeline.progress import Silent
from pipeline.run import analyse
from pipeline.topics.embedding import embed
from tests.conftest import Run, run_once

REPORT = """Verslag overleg schuldhulp

Datum: 3 mei 2023
Aanwezig: Anna de Boer (SZW, directeur, voorzitter), Piet Visser (UWV, manager)

1. Opening
De voorzitter opent het overleg.

2. Wachttijden
De wachttijd is lang, maar er zijn te weinig mensen om die te bekorten. Volgens de directeur moet dat anders.

3. Rondvraag en sluiting
Niemand heeft een vraag.
"""


def digests(folder: Path, pattern: str) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob(pattern)
        if path.is_file()
    }


def reasons(run: Run) -> dict[str, str]:
    return {row["path"]: row["reason"] for row in tables.records(run.data["rejections"])}


def test_a_second_run_uses_the_first_and_changes_no_byte(analyse_files: Callable[..., Run]) -> None:
    first = analyse_files({"a.txt": REPORT})
    before = digests(first.processed, "*.parquet") | digests(first.reports, "*")
    second = analyse_files({})
    assert (first.summary.n_reused, second.summary.n_reused) == (0, 1)
    assert digests(second.processed, "*.parquet") | digests(second.reports, "*") == before


def test_what_stands_at_the_top_makes_only_the_report_anew(analyse_files: Callable[..., Run]) -> None:
    first = analyse_files({"a.txt": REPORT})
    tables_before = digests(first.processed, "*.parquet") | digests(first.processed, "onderwerpen.json")
    cached = set(digests(first.processed, "cache/*"))
    named = analyse_files({}, title="Wie wacht er?", client="SZW", question="Waarom?", date="2024")
    assert named.summary.n_reused == 1
    assert digests(named.processed, "*.parquet") | digests(named.processed, "onderwerpen.json") == tables_before
    assert len(cached ^ set(digests(named.processed, "cache/*"))) == 2  # the report of before, and that of now
    page = (named.reports / "rapport.html").read_text(encoding="utf-8")
    assert "<h1>Wie wacht er?</h1>" in page
    assert "Opdrachtgever: SZW · Vraag: Waarom? · Datum: 2024" in page
    assert "Wie wacht er?" not in (analyse_files({}).reports / "rapport.html").read_text(encoding="utf-8")


def test_only_what_changed_is_done_again(analyse_files: Callable[..., Run]) -> None:
    analyse_files({"a.txt": REPORT, "b.txt": REPORT.replace("schuldhulp", "vergunningen")})
    run = analyse_files({"b.txt": REPORT.replace("schuldhulp", "parkeren")})
    assert run.summary.n_reused == 1
    assert "Verslag overleg parkeren" in set(run.data["reports"]["title"])


@pytest.mark.usefixtures("processes")
def test_runs_are_alike_whatever_the_number_of_processes(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("rondetafels/rondetafel-2-informatie.txt", "regieoverleg/2024-03-regieoverleg.md"):
        source = Path(__file__).parents[1] / "data" / "raw" / name
        (raw / source.name).write_bytes(source.read_bytes())
    for number in range(3):
        (raw / f"{number}.txt").write_text(REPORT.replace("schuldhulp", f"onderwerp {number}"), encoding="utf-8")
    one = run_once(raw, tmp_path / "een", Settings(workers=1))
    two = run_once(raw, tmp_path / "twee", Settings(workers=2))
    assert digests(one.processed, "*.parquet") == digests(two.processed, "*.parquet")
    assert digests(one.reports, "*.html") == digests(two.reports, "*.html")


def test_another_codebook_codes_again(analyse_files: Callable[..., Run], tmp_path: Path) -> None:
    analyse_files({"a.txt": REPORT})
    codebook = tmp_path / "codeboek.toml"
    codebook.write_text('versie = "x"\n[[thema]]\ncode = "duur"\nnaam = "Duur"\ntermen = ["wachttijd"]\n')
    run = analyse_files({}, codebook=str(codebook))
    assert run.summary.n_reused == 1  # the report had not changed
    assert set(run.data["theme_mentions"]["theme"]) == {"duur"}
    assert "Duur" in (run.reports / "rapport.html").read_text(encoding="utf-8")


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements of each report were embedded."""
    counts: list[int] = []

    def counted(statements: Sequence[str], contexts: Sequence[str], name: str) -> NDArray[np.float32]:
        counts.append(len(statements))
        return embed(statements, contexts, name)

    monkeypatch.setattr("pipeline.run.embedding.embed", counted)
    return counts


def test_a_report_is_embedded_once_while_it_says_the_same(
    analyse_files: Callable[..., Run], embedded: list[int], tmp_path: Path
) -> None:
    least = {"min_dilemmas": 3, "min_sessions": 2}
    folder = Path(__file__).parents[1] / "data" / "raw" / "rondetafels"
    reports = {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))[:3]}
    analyse_files(reports, **least)
    assert len(embedded) == 3
    assert all(embedded)
    embedded.clear()
    assert analyse_files({}, **least).summary.n_reused == 3
    codebook = tmp_path / "codeboek.toml"
    codebook.write_text('versie = "x"\n[[thema]]\ncode = "duur"\nnaam = "Duur"\ntermen = ["wachttijd"]\n')
    assert analyse_files({}, codebook=str(codebook), **least).summary.n_reused == 3
    assert embedded == []
    assert analyse_files({}, codebook=str(codebook), unit="uitspraken", **least).summary.n_reused == 3
    assert len(embedded) == 3


def test_what_is_too_little_to_cluster_is_not_embedded(analyse_files: Callable[..., Run], embedded: list[int]) -> None:
    assert analyse_files({"a.txt": REPORT}).summary.is_too_small
    assert embedded == []


def test_a_report_that_was_taken_away_leaves_nothing_behind(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files({"a.txt": REPORT, "geheim.txt": REPORT.replace("schuldhulp", "vertrouwelijk")})
    (run.processed.parent / "raw" / "geheim.txt").unlink()
    run = analyse_files({})
    for path in [*run.processed.rglob("*"), *run.reports.rglob("*")]:
        assert path.is_dir() or b"vertrouwelijk" not in path.read_bytes(), path


def test_a_damaged_cache_is_made_again(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files({"a.txt": REPORT})
    before = digests(run.processed, "*.parquet")
    for path in (run.processed / "cache").iterdir():
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    again = analyse_files({})
    assert again.summary.n_reused == 0
    assert digests(again.processed, "*.parquet") == before


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("leeg.txt", b"", "empty"),
        ("wit.txt", b" \n\t\n", "empty"),
        ("foto.png", b"\x89PNG\r\n\x1a\n", "unsupported_format"),
        ("oud.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "unsupported_format"),
        ("beveiligd.docx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("afgebroken.docx", b"PK\x03\x04" + b"\0" * 50, "unreadable"),
        ("kapot.pdf", b"%PDF-1.7\nniets", "unreadable"),
        ("kapot.rtf", b"{\\rtf1 \\ansi", "unreadable"),
        ("binair.txt", bytes(range(256)) * 20, "encoding"),
        ("plaatje.txt", b"\x89PNG\r\n\x1a\n" + bytes(500), "encoding"),
        ("deutsch.txt", ("Die Sitzung wurde eröffnet und alle sprachen über Gelder. " * 5).encode(), "not_dutch"),
        ("afrikaans.txt", b"Die vergadering het besluit dat skole meer geld moet kry. " * 5, "not_dutch"),
        ("titel.txt", b"Verslag overleg", "no_insights"),
        ("groot.txt", b"a" * 2_000_000, "too_large"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_with_a_remedy(
    analyse_files: Callable[..., Run], name: str, content: bytes, reason: str
) -> None:
    run = analyse_files({"goed.txt": REPORT, name: content}, max_file_megabytes=1)
    assert reasons(run) == {name: reason}
    (message,) = run.data["rejections"]["message"]
    assert message.endswith(".")
    assert len(run.data["reports"]) == 1
    assert name in (run.reports / "rapport.html").read_text(encoding="utf-8")


def test_the_same_report_twice_counts_once(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files({"a.txt": REPORT, "b.txt": REPORT, "c.txt": REPORT.replace("\n\n", "\n\n\n")})
    assert reasons(run) == {"b.txt": "duplicate", "c.txt": "duplicate"}
    assert list(run.data["reports"]["path"]) == ["a.txt"]


def test_white_space_in_a_heading_moves_no_offset(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files({"a.txt": REPORT.replace("2. Wachttijden", "2. De  wachttijd \t volgens Piet  Visser   nu")})
    (heading,) = run.data["insights"]["heading"]
    assert heading == "De wachttijd volgens Piet Visser nu"
    (mention,) = [row for row in tables.records(run.data["theme_mentions"]) if row["statement_id"] is None]
    assert mention["text"] == "wachttijd"
    text = run.text(mention["report_id"])
    assert {text[row["start_char"] : row["end_char"]] for row in tables.records(run.data["entities"])} >= {
        "Piet  Visser"
    }
    shown = (run.reports / "data" / "insights.csv").read_text(encoding="utf-8")
    assert "De wachttijd volgens [manager, UWV] nu" in shown


def test_links_and_devices_are_not_followed(analyse_files: Callable[..., Run], tmp_path: Path) -> None:
    analyse_files({"a.txt": REPORT})
    raw = tmp_path / "raw"
    (raw / "koppeling.txt").symlink_to("/etc/passwd")
    (raw / "map").symlink_to("/etc")
    os.mkfifo(raw / "pijp.txt")
    (raw / ".gitkeep").touch()
    run = analyse_files({})
    assert reasons(run) == {"koppeling.txt": "unreadable", "map": "unreadable", "pijp.txt": "unreadable"}


def test_a_folder_that_cannot_be_opened_is_told(
    analyse_files: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def refuse(folder: str | Path) -> object:
        if str(folder).endswith("dicht"):
            raise PermissionError(13, "Permission denied", str(folder))
        return scan(folder)

    analyse_files({"a.txt": REPORT, "dicht/b.txt": REPORT})
    monkeypatch.setattr(os, "scandir", refuse)
    assert reasons(analyse_files({})) == {"dicht": "unreadable"}


@pytest.mark.parametrize("name", ["rare naam ’é.txt", "a\nb.txt", "=cmd.txt", "<script>.txt", "x" * 200 + ".txt"])
def test_odd_names_do_no_harm(analyse_files: Callable[..., Run], name: str) -> None:
    run = analyse_files({name: REPORT})
    assert list(run.data["reports"]["path"]) == [name]
    (report_id,) = run.data["reports"]["report_id"]
    assert report_id.replace("-", "").isalnum()
    assert (run.reports / "rapport.html").read_text(encoding="utf-8").count("<script>") == 1  # our own


def test_a_name_that_is_no_utf8_is_shown_with_signs(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    Path(os.fsdecode(bytes(raw) + b"/verslag-\xff.txt")).write_text(REPORT, encoding="utf-8")
    run = run_once(raw, tmp_path)
    assert list(run.data["reports"]["path"]) == ["verslag-\ufffd.txt"]


@pytest.mark.parametrize("n_statements", [0, 1, 2, 5])
def test_few_dilemmas_are_listed_and_not_clustered(analyse_files: Callable[..., Run], n_statements: int) -> None:
    sentence = "Het is onduidelijk wie punt {} moet oplossen, maar niemand durft ernaar te vragen. "
    files = {
        f"{number}.txt": f"Verslag tafel {number}\n\n1. Rolverdeling\n{sentence.format(number)}\n\n"
        "2. Planning\nDe planning is op tijd klaar.\n"
        for number in range(n_statements)
    }
    files["x.txt"] = (
        "Verslag tafel x\n\n1. Planning\nDe planning is op tijd klaar.\n\n2. Zaal\nDe zaal telt tien stoelen.\n"
    )
    run = analyse_files(files)
    assert len(run.data["topics"]) == 0
    assert len(run.data["topic_assignments"]) == n_statements
    assert set(run.data["topic_assignments"]["status"]) <= {"te_weinig"}
    assert run.data["topic_assignments"]["topic_id"].isna().all()
    assert run.summary.is_too_small == (n_statements > 0)


def test_no_folder_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="bestaat niet"):
        analyse(tmp_path / "niets", tmp_path / "p", tmp_path / "r", Settings(), Silent())


def test_an_empty_folder_makes_tables_and_report_if_told(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files({}, agreed=True)
    assert all(len(table) == 0 for table in run.data.values())
    assert (run.reports / "rapport.html").is_file()


def test_a_figure_that_is_made_no_more_is_removed(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files({"a.txt": REPORT})
    made = {path.name for path in (run.reports / "figuren").iterdir()}
    (run.reports / "figuren" / "eigen.png").write_bytes(b"van de gebruiker")
    (run.processed.parent / "raw" / "a.txt").unlink()
    analyse_files({}, agreed=True)
    assert made
    assert {path.name for path in (run.reports / "figuren").iterdir()} == {"eigen.png"}


def test_a_report_that_was_changed_by_hand_is_made_again(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files({"a.txt": REPORT})
    report = run.reports / "rapport.html"
    before = report.read_bytes()
    report.write_bytes(b"weg")
    analyse_files({})
    assert report.read_bytes() == before


def test_the_manifest_is_strict_json(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files({"a.txt": REPORT})

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads((run.processed / "run.json").read_text(encoding="utf-8"), parse_constant=refuse)


def _misbehave(number: int) -> int:
    match number:
        case 2:
            raise ValueError("twee")
        case 3:
            os.kill(os.getpid(), signal.SIGKILL)
        case 8:
            os.kill(os.getpid(), signal.SIGSEGV)
        case 4:
            time.sleep(600)
    return number * number


@pytest.mark.parametrize("n_workers", [1, 2])
def test_what_raises_dies_or_hangs_takes_no_other_task_along(n_workers: int) -> None:
    outcomes = dict(executors.run_all(_misbehave, range(9), n_workers=n_workers, seconds=0.5))
    assert isinstance(outcomes.pop(2), ValueError)
    assert isinstance(outcomes.pop(3), MemoryError)  # so does a system that has no more
    assert isinstance(outcomes.pop(8), ProcessExpired)
    assert isinstance(outcomes.pop(4), TimeoutError)
    assert outcomes == {0: 0, 1: 1, 5: 25, 6: 36, 7: 49}


def test_tasks_are_taken_as_there_is_room() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(5, 100):
            taken.append(number)
            yield number

    outcomes = executors.run_all(_misbehave, tasks(), n_workers=1, seconds=60)
    assert next(outcomes)[0] in (5, 6, 7)
    assert len(taken) < 10
    outcomes.close()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("processes")
def test_a_file_that_takes_too_long_is_named_with_a_remedy(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files(
        {"lang.txt": REPORT.replace("De wachttijd", "De wachttijd, ook die van ons, " * 200_000)},
        max_file_seconds=1,
        agreed=True,
    )
    assert reasons(run) == {"lang.txt": "too_large"}
    (message,) = run.data["rejections"]["message"]
    assert "maximale_seconden_per_bestand (nu 1)" in message


def test_names_that_are_no_utf8_stay_apart(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for byte in (b"\xfe", b"\xff"):
        Path(os.fsdecode(bytes(raw) + b"/verslag-" + byte)).write_text(
            REPORT.replace("3 mei", f"{byte[0] - 250} mei"), encoding="utf-8"
        )
    run = run_once(raw, tmp_path)  # of two days: of one day they would be versions of one report
    assert list(run.data["reports"]["path"]) == ["verslag-\ufffd", "verslag-\ufffd (2)"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_table_wins_over_what_the_text_says(analyse_files: Callable[..., Run], encoding: str, delimiter: str) -> None:
    rows = [
        ["Bestand", "Titel", "Datum", "Reeks", "Rol"],
        ["map/kort.txt", "Gesprek over één loket", "14-3-2023", "Spoor 4", "opdrachtgever"],
        ["a.txt", "Andere titel", "2020-01-01", "", "opdrachtgever"],
    ]
    table = "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"
    run = analyse_files({
        "a.txt": REPORT,
        "map/kort.txt": "Aanwezig: Anna de Boer (SZW, directeur)\n\nDe wachttijd is lang, maar er zijn te weinig mensen om die te bekorten.\n",
        "sessies.csv": table.encode(encoding),
    })  # fmt: skip
    first, second = tables.records(run.data["sessions"])
    assert (first["title"], first["date"], first["date_source"]) == ("Andere titel", "2020-01-01", "opgegeven")
    assert (second["title"], second["date"], second["date_text"], second["series"]) == (
        "Gesprek over één loket",
        "2023-03-14",
        None,
        "Spoor 4",
    )
    assert set(run.data["participants"]["role"]) == {"opdrachtgever"}
    assert len(run.data["rejections"]) == 0


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("bestand;kleur\na.txt;rood\n", "regel 1: de kolom “kleur” bestaat niet"),
        ("titel;datum\nx;2023\n", "regel 1: “bestand” hoort er te staan"),
        ("bestand;titel\na.txt;x\na.txt;y\n", "regel 3: het bestand “a.txt” staat er al"),
        ("bestand;datum\na.txt;morgen\n", "regel 2: “morgen” is geen datum"),
        ("bestand;datum\na.txt;2023-02-31\n", "regel 2: “2023-02-31” is geen datum"),
        ("bestand;rol\na.txt;baas\n", "regel 2: de rol “baas” staat niet in het codeboek"),
        ("bestand,titel\na.txt,een, twee\n", "regel 2: er staan meer velden dan kolommen"),
    ],
)  # fmt: skip
def test_a_fault_in_that_table_is_told_with_its_line(analyse_files: Callable[..., Run], table: str, fault: str) -> None:
    with pytest.raises(SettingError) as caught:
        analyse_files({"a.txt": REPORT, "sessies.csv": table})
    assert fault in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "date", "messages"),
    [
        ("verslag.txt", "woensdag 3 mei 2023", []),
        ("verslag.txt", "3 mei", []),
        ("verslag.txt", "donderdag 3 mei 2023", ["“donderdag 3 mei 2023”: die dag is een woensdag"]),
        ("verslag 3 mei.txt", "3 mei 2023", []),
        ("20230503 verslag.txt", "3 mei", []),
        ("2023-05_verslag.txt", "3 mei 2023", []),
        ("20230504_verslag.txt", "3 mei 2023", ["“3 mei 2023”: de bestandsnaam zegt 2023-05-04"]),
    ],
)
def test_dates_that_contradict_are_told_and_the_text_is_kept(
    analyse_files: Callable[..., Run], name: str, date: str, messages: list[str]
) -> None:
    run = analyse_files({name: REPORT.replace("3 mei 2023", date)})
    assert list(run.data["sessions"]["date_text"]) == [date.removeprefix("woensdag ").removeprefix("donderdag ")]
    found = tables.records(run.data["rejections"])
    assert [row["reason"] for row in found] == ["date_conflict"] * len(messages)
    assert all(message in row["message"] for message, row in zip(messages, found, strict=True))
    assert [row["report_id"] for row in found] == list(run.data["reports"]["report_id"]) * len(messages)
