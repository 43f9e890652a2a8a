"""The command line as a user meets it: help, messages and exit codes."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import PATIENCE

ROOT = Path(__file__).parents[1]
REPORT = "Verslag\n\n1. Wachttijd\nDe wachttijd is lang, maar er zijn te weinig mensen.\n\n2. Geld\nEr is geld.\n"


def run(*arguments: str | Path, timeout: float = PATIENCE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    (tmp_path / "raw").mkdir()
    return [word for name in ("raw", "processed", "reports") for word in (f"--{name}", str(tmp_path / name))]


def is_one_dutch_sentence(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and text.strip().endswith((".", "?")) and "Traceback" not in text


@pytest.mark.parametrize("arguments", [["--help"], ["analyse", "--help"]])
def test_help_is_dutch_and_complete(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    assert "Gebruik:" in done.stdout
    assert "Opties:" in done.stdout
    assert not re.search(r"\b(Usage|Options|Commands|Show this|exit)\b", done.stdout)


def test_help_of_analyse_names_every_option() -> None:
    text = run("analyse", "--help").stdout
    for option in ("--raw", "--processed", "--reports", "--config", "--strict", "--help"):
        assert option in text


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, pipeline.cli; print({'spacy', 'pandas', 'numpy', 'bertopic', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_no_command_shows_the_help() -> None:
    done = run()
    assert done.returncode == 2
    assert "Opdrachten:" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyse", "--ra", "x"],
        ["analyse", "--raw"],
        ["analyse", "over", "veel"],
        ["analise"],
        ["analyse", "--raw", "/bestaat/niet"],
        ["analyse", "--config", "/bestaat/niet.toml"],
    ],
)
def test_a_wrong_option_is_exit_2_and_one_sentence(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert is_one_dutch_sentence(done.stderr), done.stderr
    assert not re.search(r"\b(No such|Error|Missing|Usage)\b", done.stderr)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["analise"], "De opdracht analise bestaat niet; bedoelde u analyse?\n"),
        (["codeboek", "voorstl"], "De opdracht voorstl bestaat niet; bedoelde u voorstel?\n"),
        (["qqqq"], "De opdracht qqqq bestaat niet; zie --help voor wat er kan.\n"),
    ],
)
def test_a_mistyped_command_suggests_the_nearest(arguments: list[str], says: str) -> None:
    assert run(*arguments).stderr == says


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("taalmodel = ", "klopt regel 1 niet: zet achter “taalmodel =” een waarde"),
        ("kleur = 1", "kleur"),
        ("werkers = -1", "werkers"),
        ('werkers = "twee"', "werkers"),
        ("minimum_dilemmas = 1", "minimum_dilemmas"),
        ('taalmodel = "bestaat_niet"', "bestaat_niet"),
        ('codeboek = "bestaat-niet.toml"', "bestaat-niet.toml"),
        ("werkers = true", "werkers"),
        ("titel = 3", "“titel” moet een tekst tussen aanhalingstekens zijn"),
        ("datum = 2024-03-14", "“datum” moet een tekst tussen aanhalingstekens zijn"),
        (f'vraag = "{"w" * 1001}"', "“vraag” mag hooguit 1000 tekens lang zijn"),
        ('kleur = "rood"', "titel, opdrachtgever, vraag, datum"),
    ],
)
def test_a_wrong_setting_is_exit_2_and_one_sentence(
    folders: list[str], tmp_path: Path, content: str, says: str
) -> None:
    config = tmp_path / "instellingen.toml"
    config.write_text(content, encoding="utf-8")
    done = run("analyse", *folders, "--config", config)
    assert done.returncode == 2
    assert is_one_dutch_sentence(done.stderr), done.stderr
    assert says in done.stderr


def test_a_codebook_next_to_the_settings_is_used(folders: list[str], tmp_path: Path) -> None:
    (tmp_path / "raw" / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "mijn.toml").write_text(
        'versie = "9"\n[[thema]]\ncode = "wacht"\nnaam = "Wachten"\ntermen = ["wacht*"]\n'
    )
    config = tmp_path / "instellingen.toml"
    config.write_text('codeboek = "mijn.toml"\nwerkers = 1\n', encoding="utf-8")
    done = run("analyse", *folders, "--config", config)
    assert done.returncode == 0, done.stderr
    assert "Wachten" in (tmp_path / "reports" / "rapport.html").read_text(encoding="utf-8")


def test_an_empty_folder_is_exit_1(folders: list[str]) -> None:
    done = run("analyse", *folders)
    assert done.returncode == 1
    assert "Er is geen bruikbaar verslag gevonden" in done.stderr
    assert "Traceback" not in done.stderr


def test_rejections_are_told_and_strict_makes_them_count(folders: list[str], tmp_path: Path) -> None:
    (tmp_path / "raw" / "goed.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "raw" / "leeg.txt").touch()
    done = run("analyse", *folders)
    assert done.returncode == 0, done.stderr
    assert "Niet gebruikt: 1 bestand." in done.stdout
    assert "leeg.txt: " in done.stdout
    assert run("analyse", *folders, "--strict").returncode == 3


def test_a_folder_that_cannot_be_written_is_exit_1(folders: list[str], tmp_path: Path) -> None:
    (tmp_path / "raw" / "goed.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "processed").write_text("geen map")
    done = run("analyse", *folders)
    assert done.returncode == 1
    assert "kan niet worden geschreven" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_is_one_sentence_with_the_traceback_in_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline import cli, config

    def fail(_: object) -> None:
        raise ZeroDivisionError("nul")

    monkeypatch.setattr(config, "load_settings", fail)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["analyse"])
    shown = capsys.readouterr().err
    assert stopped.value.code == 1
    assert is_one_dutch_sentence(shown)
    (file,) = re.findall(r"\S+rode-draad-fout-\S+\.txt", shown)
    assert "ZeroDivisionError: nul" in Path(file).read_text(encoding="utf-8")
    Path(file).unlink()


def test_breaking_off_is_told_and_keeps_what_was_done(folders: list[str], tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / "raw" / f"{number}.txt").write_text(REPORT.replace("Geld", f"Geld {number}"), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "analyse", *folders],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    cache = tmp_path / "processed" / "cache"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not (cache.is_dir() and any(cache.glob("*.json"))):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    shown = process.communicate(timeout=PATIENCE)[1]
    assert "Traceback" not in shown
    if process.returncode != 0:  # it may have been done already
        assert process.returncode == 130
        assert "Afgebroken" in shown
    assert any(cache.glob("*.json"))
    assert run("analyse", *folders).returncode == 0


def test_progress_is_plain_lines_without_a_terminal(folders: list[str], tmp_path: Path) -> None:
    (tmp_path / "raw" / "goed.txt").write_text(REPORT, encoding="utf-8")
    done = run("analyse", *folders)
    assert "Verslagen lezen en coderen" in done.stderr
    assert "\r" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_progress_is_a_bar_on_a_terminal(folders: list[str], tmp_path: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    (tmp_path / "raw" / "goed.txt").write_text(REPORT, encoding="utf-8")
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "analyse", *folders],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=writer,
    )
    os.close(writer)
    shown, end = b"", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            part = os.read(reader, 1024)
        except OSError:
            break
        if not part:
            break
        shown += part
    assert process.wait(timeout=PATIENCE) == 0
    assert "1/1" in shown.decode()
