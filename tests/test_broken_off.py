"""What is broken off, by whatever, leaves the former results or the next ones; one run at a time holds a folder."""

import errno
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline import corpus, executors
from pipeline.errors import BusyError, OutputError, UnreadableError, cannot_read, cannot_write, reason_of
from pipeline.storage import ReportFolder, Storage, files, held, write_atomic
from pipeline.temporary import temporary_folder
from tests import broken_off
from tests.conftest import Run
from tests.test_command_line import is_one_dutch_sentence
from tests.test_run import REPORT

ROOT = Path(__file__).parent.parent
REPORTS = {f"{number}.txt": REPORT.replace("schuldhulp", f"onderwerp {number}") for number in range(4)}


# Faults at each call


@pytest.mark.parametrize("name", list(broken_off.WORLDS))
def test_what_is_broken_off_leaves_one_generation_and_nothing_else(name: str, tmp_path: Path) -> None:
    world = broken_off.World(tmp_path, **broken_off.WORLDS[name])
    outcomes = [world.broken_off(*faults) for faults in broken_off.a_share(world.n_calls, seed=len(name))]
    assert [outcome for outcome in outcomes if outcome.faults] == []
    assert len(outcomes) > 100


def test_the_stand_in_for_the_system_finds_what_is_not_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = broken_off.World(tmp_path)
    monkeypatch.setattr(files, "sync", lambda _: None)
    outcomes = [world.broken_off((at, "stroom weg")) for at in range(1, world.n_calls + 1, 2)]
    assert any(outcome.faults for outcome in outcomes)


_KILLED = """
import os, sys
from pathlib import Path
from tests import broken_off as b

class Kill(b.Disk):
    def _call(self, name, go, half=lambda: None):
        self.n_calls += 1
        if self.n_calls == self.at:
            os._exit(9)
        return go()

for at in sys.argv[2:]:
    if os.fork() == 0:
        with b.on(Kill(int(at))):
            b.small_run(Path(sys.argv[1], at), 2)
        os._exit(0)
    assert os.wait()[1] == 9 << 8
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot copy a process")
def test_a_process_that_is_killed_leaves_what_the_stand_in_leaves(tmp_path: Path) -> None:
    world = broken_off.World(tmp_path / "wereld")
    places = [str(at) for at in range(3, world.n_calls, 11)]
    for place in places:
        shutil.copytree(world.before, tmp_path / place)
    subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path), *places], cwd=ROOT, check=True)
    for place in places:
        with held(tmp_path / place / "p", tmp_path / place / "r"):
            pass
        assert broken_off.content(tmp_path / place) in world.generations.values()


def test_what_was_finished_outlives_a_power_cut(tmp_path: Path) -> None:
    world = broken_off.World(tmp_path)
    disk = broken_off.Disk()
    with broken_off.on(disk):
        broken_off.small_run(tmp_path / "voor", 2)
    disk.lose()
    with held(tmp_path / "voor" / "p", tmp_path / "voor" / "r"):
        pass
    assert broken_off.content(tmp_path / "voor") == world.generations["na"]


def test_texts_and_names_of_files_that_are_not_written_again_go(tmp_path: Path) -> None:
    for texts in ({"a": "een", "b": "twee"}, {"b": "twee"}):
        new = Storage(tmp_path).aside()
        new.write_texts(texts)
        new.write_file_names({"verslag 1": "a.txt"} if len(texts) == 2 else {})
        new.take_over()
    assert [path.name for path in files.files_below(tmp_path)] == ["b.txt"]


def test_the_manifest_says_what_belongs_to_it(analyse_files: Callable[..., Run]) -> None:
    run = analyse_files(REPORTS)
    digests = json.loads((run.processed / "run.json").read_text(encoding="utf-8"))["uitvoer"]
    whole = subprocess.run(["sha256sum", *sorted(digests.keys() - {"texts"})], cwd=run.processed, capture_output=True, text=True, check=True)  # fmt: skip
    assert dict(reversed(line.split()) for line in whole.stdout.splitlines()) == {
        name: digest for name, digest in digests.items() if name != "texts"
    }
    texts = sorted(f"texts/{path.name}" for path in (run.processed / "texts").iterdir())
    of_texts = subprocess.run(["sha256sum", *texts], cwd=run.processed, capture_output=True, check=True).stdout
    assert hashlib.sha256(of_texts).hexdigest() == digests["texts"]
    assert {path.name for path in run.processed.iterdir()} >= digests.keys()


def test_an_analysis_that_is_replaced_while_it_is_read_is_read_again(
    analyse_files: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = analyse_files(REPORTS)
    read = Storage.read_table
    n_read = 0

    def replaced_meanwhile(storage: Storage, table: str) -> object:
        nonlocal n_read
        n_read += 1
        if n_read == 4:
            analyse_files({"5.txt": REPORT.replace("schuldhulp", "een ander onderwerp")})
        return read(storage, table)

    monkeypatch.setattr(Storage, "read_table", replaced_meanwhile)
    loaded = corpus.load(run.processed, names="tonen")
    assert len(loaded.tables["reports"]) == len(loaded.texts) == 5
    assert set(loaded.tables["statements"]["report_id"]) == set(loaded.tables["reports"]["report_id"])


def test_what_waits_to_be_put_in_place_is_read(
    analyse_files: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = analyse_files(REPORTS)
    monkeypatch.setattr(Storage, "resume", lambda _: None)
    analyse_files({"5.txt": REPORT.replace("schuldhulp", "een ander onderwerp")})
    assert (run.processed / ".klaar" / "run.json").is_file()
    assert len(corpus.load(run.processed, names="tonen").texts) == 5
    monkeypatch.undo()
    with held(run.processed, run.reports):
        assert not (run.processed / ".klaar").exists()
    assert len(list((run.processed / "texts").iterdir())) == 5
    assert ReportFolder(run.reports).holds(Storage(run.processed).written_report())


def test_no_clock_decides_anything(tmp_path: Path) -> None:
    with broken_off.on(os):
        broken_off.small_run(tmp_path, 1)
        for path in tmp_path.rglob("*"):
            os.utime(path, (4e9, 4e9))  # as where the clock was set back since
        broken_off.small_run(tmp_path, 2)
        broken_off.small_run(tmp_path / "anders", 2)
    made = broken_off.content(tmp_path / "anders")
    assert {name: data for name, data in broken_off.content(tmp_path).items() if not name.startswith("anders")} == made


def test_left_temporary_files_of_ours_are_swept(tmp_path: Path) -> None:
    ours = ["p/.rode-draad-0123456789abcdef.tmp", "p/cache/.abcd12_x.tmp", "p/texts/.abcd12_x.tmp", "p/.nieuw/x", "r/.rapport-nieuw/figuren/x", "r/.rode-draad-0123456789abcdef.tmp"]  # fmt: skip
    others = ["r/.abcd12_x.tmp", "r/notities.tmp", "p/.mijn.tmp", "p/cache/.langere-naam.tmp"]
    for name in (*ours, *others):
        write_atomic(tmp_path / name, b"x")
    with held(tmp_path / "p", tmp_path / "r"):
        pass
    assert sorted(path.relative_to(tmp_path).as_posix() for path in files.files_below(tmp_path)) == sorted(others)


# One at a time


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with held(tmp_path / "p", tmp_path / "r"):
        for folders in ((tmp_path / "p",), (tmp_path / "x", tmp_path / "r"), (tmp_path / "x" / ".." / "p",)):
            with pytest.raises(BusyError) as caught, held(*folders):
                pass
            assert is_one_dutch_sentence(f"{caught.value}\n")
            for told in (str(os.getpid()), socket.gethostname(), "--wacht", " sinds "):
                assert told in str(caught.value)
            assert "verwijder" not in str(caught.value)
    assert not files.files_below(tmp_path)
    assert not list(tmp_path.glob("*/.*"))


def test_of_another_computer_it_is_told_what_to_do(tmp_path: Path) -> None:
    with held(tmp_path):
        own = json.loads((tmp_path / files.HOLDER).read_bytes())
        (tmp_path / files.HOLDER).write_text(json.dumps({**own, "computer": "elders"}), encoding="utf-8")
        with pytest.raises(BusyError, match=r"op elders .*verwijder dan .*\.bezet"), held(tmp_path):
            pass
        (tmp_path / files.HOLDER).write_text("[", encoding="utf-8")
        with pytest.raises(BusyError, match="door een ander programma"), held(tmp_path):
            pass


def test_who_waits_goes_on_when_the_folder_is_free(tmp_path: Path) -> None:
    told: list[str] = []
    order: list[str] = []
    is_waiting = threading.Event()

    def wait() -> None:
        with held(tmp_path, wait=True, waiting=lambda who: (told.append(who), is_waiting.set())):
            order.append("tweede")

    with held(tmp_path):
        second = threading.Thread(target=wait)
        second.start()
        assert is_waiting.wait(60)
        order.append("eerste")
    second.join(60)
    assert order == ["eerste", "tweede"]
    assert str(os.getpid()) in told[0]


def test_a_lock_of_a_process_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    code = "import os, sys; from pathlib import Path; from pipeline.storage import held\nwith held(Path(sys.argv[1])): os._exit(9)"  # fmt: skip
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False).returncode == 9
    assert (tmp_path / files.HOLDER).is_file()
    with held(tmp_path):
        assert json.loads((tmp_path / files.HOLDER).read_bytes())["proces"] == os.getpid()
    assert not list(tmp_path.iterdir())


def test_what_is_only_read_is_not_held_but_put_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    processed, reports = tmp_path / "p", tmp_path / "r"
    with monkeypatch.context() as patch:
        patch.setattr(Storage, "resume", lambda _: None)
        with broken_off.on(os):
            broken_off.small_run(tmp_path, 1)
    assert (processed / ".klaar").is_dir()
    with held(processed), held(reports, beside=processed):  # who holds it will finish it
        assert not (processed / ".klaar").exists()
    with held(processed), held(reports, beside=processed):
        pass
    assert not list(tmp_path.rglob(".*"))


@pytest.mark.parametrize("command", ["analyse", "report", "nakijken"])
def test_commands_that_write_stop_with_code_1_where_another_does(
    analyse_files: Callable[..., Run], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline import cli

    run = analyse_files(REPORTS)
    raw = ["--raw", str(run.processed.parent / "raw")] if command == "analyse" else []
    with held(run.reports), pytest.raises(SystemExit) as stopped:
        cli.main([command, *raw, "--processed", str(run.processed), "--reports", str(run.reports)])
    assert stopped.value.code == 1
    assert "in gebruik" in capsys.readouterr().err


# What the system refuses


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_whatever_the_system_refuses_is_one_dutch_sentence(number: int) -> None:
    error = OSError(number, os.strerror(number))
    for made in (cannot_write(Path("uit/run.json"), error), cannot_read(Path("uit/run.json"), error)):
        assert is_one_dutch_sentence(f"{made}\n")
        assert "uit/run.json" in str(made)
        assert made.exit_code == 1
        assert os.strerror(number) not in str(made)


def test_a_share_that_dropped_is_told_from_a_disk_that_fails() -> None:
    assert "netwerkschijf" in reason_of(OSError(errno.ENOTCONN, ""))[0]
    assert "vol" in reason_of(OSError(errno.ENOSPC, ""))[0]


@pytest.fixture
def in_the_way(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "bestand"
    path.write_bytes(b"van de gebruiker")
    yield path
    assert path.read_bytes() == b"van de gebruiker"


@pytest.mark.parametrize("below", ["", "map", "map/lager"])
def test_a_file_where_a_folder_must_come_is_told(in_the_way: Path, below: str) -> None:
    with pytest.raises(OutputError, match="staat een bestand"), held(in_the_way / below):
        pass


def test_a_folder_where_a_file_must_come_is_told_before_anything_is_moved(tmp_path: Path) -> None:
    folder = ReportFolder(tmp_path)
    folder.write({"a.html": b"oud", "rapport.html": b"oud"})
    (tmp_path / "b.html").mkdir()
    with pytest.raises(OutputError, match="staat een map"):
        folder.write({"a.html": b"nieuw", "b.html": b"nieuw", "rapport.html": b"nieuw"})
    folder.resume()
    assert {path.name: path.read_bytes() for path in files.files_below(tmp_path)} == {
        "a.html": b"oud",
        "rapport.html": b"oud",
    }


def test_what_does_not_become_valid_takes_no_room(tmp_path: Path) -> None:
    processed, reports = tmp_path / "p", tmp_path / "r"

    def fail() -> None:
        with held(processed, reports):
            Storage(processed).aside().write_texts({"a": "x"})
            ReportFolder(reports).aside({"rapport.html": b"x"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not files.files_below(tmp_path)


def test_what_cannot_be_read_is_not_taken_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Storage(tmp_path).keep_topics({"topics": []})

    def fail(_: Path) -> bytes:
        raise OSError(errno.ESTALE, "Stale file handle")

    monkeypatch.setattr(Path, "read_bytes", fail)
    for read in (Storage(tmp_path).former_topics, Storage(tmp_path).read_manifest, Storage(tmp_path).agreement):
        with pytest.raises(UnreadableError, match="netwerkschijf"):
            read()


def test_a_temporary_folder_that_is_full_or_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OutputError, match="TMPDIR") as caught, temporary_folder() as folder:
        raise OSError(errno.ENOSPC, "No space left on device")
    assert str(tmp_path) in str(caught.value)
    with temporary_folder() as folder:
        (folder / "a").write_bytes(b"")
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "weg"))
    with pytest.raises(OutputError, match="TMPDIR"), temporary_folder():
        pass
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(OutputError, match="vol"), temporary_folder():
        raise ZeroDivisionError  # as another program that does not say why


def test_what_the_system_refuses_elsewhere_is_no_fault_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline import cli, config

    def fail(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/elders/bestand")

    monkeypatch.setattr(config, "load_settings", fail)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["analyse"])
    shown = capsys.readouterr().err
    assert stopped.value.code == 1
    assert is_one_dutch_sentence(shown)
    assert "/elders/bestand" in shown
    assert "makers" not in shown


# What ends a run from outside


def _in_session(session: int) -> list[int]:
    """Return the processes of a session, from what the system tells of each."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def _until(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell its processes so")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"])
def test_no_process_is_left_of_a_run_that_was_ended(name: str, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for number in range(12):
        (tmp_path / "raw" / f"{number}.txt").write_text(REPORT.replace("Geld", f"Geld {number}"), encoding="utf-8")
    folders = [f"--{folder}={tmp_path / folder}" for folder in ("raw", "processed", "reports")]
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "analyse", *folders],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert _until(lambda: any((tmp_path / "processed" / "cache").glob("*.json")) or process.poll() is not None)
    process.send_signal(getattr(signal, name))
    shown = process.communicate(timeout=120)[1]
    assert _until(lambda: not _in_session(process.pid))
    if name == "SIGKILL":
        assert process.returncode == -signal.SIGKILL
    else:
        assert process.returncode == 128 + getattr(signal, name)
        assert shown.splitlines()[-1].startswith("Afgebroken")
        assert "Traceback" not in shown
        assert not list(tmp_path.rglob(".*"))


def test_who_does_not_heed_a_signal_is_ended_all_the_same() -> None:
    code = (
        "import time, sys\n"
        "from pipeline.cli.ending import EndedError, ended_by_signals\n"
        "with ended_by_signals():\n"
        "    told = False\n"
        "    while True:\n"
        "        try:\n"
        "            if not told: told = print('bezig', flush=True) is None\n"
        "            time.sleep(60)\n"
        "        except EndedError: pass\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "bezig\n"
    process.terminate()
    _, shown = process.communicate(timeout=120)
    assert process.returncode == 128 + signal.SIGTERM
    assert shown.startswith("Afgebroken")


def _start_another(path: Path) -> None:
    subprocess.run([sys.executable, "-c", f"import os, time; open({str(path)!r}, 'w').write(str(os.getpid())); time.sleep(600)"], check=False)  # fmt: skip


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell its processes so")
def test_what_a_worker_started_ends_with_it(tmp_path: Path) -> None:
    path = tmp_path / "proces"
    running = executors.run_all(_start_another, [path], n_workers=1, seconds=60)
    reader = threading.Thread(target=lambda: next(running, None), daemon=True)
    reader.start()
    assert _until(lambda: path.is_file() and path.read_text() != "")
    pid = int(path.read_text())
    assert _is_running(pid)
    executors.end_children()
    assert _until(lambda: not _is_running(pid))
    for child in multiprocessing.active_children():
        child.kill()
