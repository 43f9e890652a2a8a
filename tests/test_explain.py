"""`uitleg`: what each line of a report was taken for, and why."""

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.ingest.explain import explain
from pipeline.tables import PART_KINDS
from tests.test_run import REPORT


def shown(report: str, name: str = "a.txt") -> dict[str, tuple[str | None, str]]:
    return {line.text: (line.part, "; ".join(line.reasons)) for line in explain(name, report.encode()).lines}


@pytest.mark.parametrize(
    ("line", "part", "reason"),
    [
        ("Verslag overleg schuldhulp", "title", "boven het verslag"),
        ("Datum: 3 mei 2023", "metadata", "veld ‘Datum’"),
        ("Datum: 3 mei 2023", "metadata", "datum van de sessie: 2023-05-03"),
        ("Aanwezig: Anna de Boer (SZW, directeur, voorzitter), Piet Visser (UWV, manager)", "attendance", "veld ‘Aanwezig’; voorzitter: Anna de Boer; deelnemer: Piet Visser"),
        ("1. Opening", "procedural", "kop door het nummer 1; de woorden van de kop"),
        ("De voorzitter opent het overleg.", "procedural", "onder de kop ‘Opening’"),
        ("2. Wachttijden", "heading", "kop door het nummer 2"),
        ("De wachttijd is lang, maar er zijn te weinig mensen om die te bekorten. Volgens de directeur moet dat anders.", "body", "onder de kop ‘Wachttijden’; inzicht 1"),
        ("-----", None, "geen tekst"),
    ],
)  # fmt: skip
def test_each_line_is_told_with_its_rule(line: str, part: str | None, reason: str) -> None:
    found = shown(REPORT.replace("\n3. ", "\n-----\n\n3. "))
    assert found[line][0] == part
    assert reason in found[line][1]


def test_every_line_with_text_is_told_once() -> None:
    lines = explain("a.txt", REPORT.encode()).lines
    written = [(number, text) for number, text in enumerate(REPORT.split("\n"), start=1) if text.strip()]
    assert [(line.number, line.text) for line in lines] == written
    assert all(line.part in PART_KINDS and line.reasons for line in lines)


def test_a_marked_heading_is_told_apart_from_a_numbered_one() -> None:
    found = shown(
        "# Verslag tafel\n\n## Geld\n\nEr is te weinig geld voor alle plannen.\n\n## Tijd\n\nEr is tijd genoeg.\n",
        "a.md",
    )
    assert next(reason for text, (_, reason) in found.items() if "Geld" in text) == "kop door opmaak, niveau 2"


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("a.txt", REPORT, 0, "Datum: 2023-05-03"),
        ("a.txt", "Verslag overleg", 1, "Niet gebruikt: "),
        ("a.png", "\x89PNG", 1, "Niet gebruikt: "),
        (None, "", 2, "is niet te lezen"),
    ],
)
def test_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str | None, content: str, code: int, says: str
) -> None:
    file = tmp_path / (name or "weg.txt")
    if name is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["uitleg", str(file)])
    assert stopped.value.code == code
    printed = capsys.readouterr()
    assert says in printed.out + printed.err
    assert code or "   3 | gegevens | veld ‘Datum’; datum van de sessie: 2023-05-03 | Datum: 3 mei 2023" in printed.out
