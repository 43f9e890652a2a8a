"""From a report to the next one, through two coders: they look statements over by keyboard, and settle what differs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline import cli, tables
from pipeline.corpus import load
from pipeline.errors import SettingError
from pipeline.reliability import Variable
from pipeline.run.coders import Reader
from tests.conftest import PATIENCE, Run
from tests.test_review_page import (
    begin,
    changes,
    downloaded,
    downloaded_by_click,
    open_page,  # noqa: F401 (a fixture)
    press,
    quote,
)

BALIE = """Overleg over de balie

Datum: 4 maart 2024

1. De balie

De gemeente wil dat iedereen digitaal aanvraagt, maar wie geen computer heeft, raakt zo buiten beeld. Vorig jaar kwamen er drieduizend mensen aan de balie. Houd de balie op maandag open tot acht uur.

2. De wachttijd

De medewerkers moeten snel helpen en tegelijk elk dossier volledig controleren. De wachttijd is nu negen dagen. Spreek af wie de telefoon opneemt.
"""
BRIEF = """Overleg over de brief

Datum: 11 maart 2024

1. De brief

De brief moet juridisch kloppen, maar niemand begrijpt haar dan nog. Twee op de drie lezers belden na de brief. Laat elke brief eerst door vijf inwoners lezen.
"""
# What the coders take up, by how it begins: both say the same, both say something else, and only Anna looked.
SAME, OTHER, ALONE = "De gemeente wil dat", "De wachttijd is nu", "Twee op de drie"
KEYS = dict(zip(tables.KINDS, "123", strict=True))
Open = Callable[..., Page]


def go_to(opened: Page, words: str) -> None:
    """Go by keyboard to a statement in the part with all of them."""
    while opened.locator('#delen button[aria-pressed="true"]').get_attribute("value") != "alles":
        press(opened, "d")
    opened.locator("#zoek").focus()
    opened.keyboard.press("Control+a")
    press(opened, words)
    opened.locator("#kop").focus()
    expect(opened.locator("#kop")).to_have_text("Uitspraak 1 van 1")
    assert quote(opened).startswith(words)


def machine(run: Run) -> dict[str, str]:
    """Return the kind that the program gave to each statement, by its first words."""
    rows = tables.records(run.data["statements"])
    return {words: next(row["kind_machine"] for row in rows if row["text"].startswith(words)) for words in (SAME, OTHER, ALONE)}  # fmt: skip


def kinds(run: Run) -> dict[str, tuple[str, bool]]:
    rows = tables.records(run.data["statements"])
    return {words: next((row["kind"], row["is_corrected"]) for row in rows if row["text"].startswith(words)) for words in (SAME, OTHER, ALONE)}  # fmt: skip


def statuses(run: Run) -> dict[tuple[str, str, str], tuple[str, str | None]]:
    """Return what became of each correction, by its file, what it corrects and the first words of its statement."""
    return {
        (row["file"], row["what"], next(words for words in (SAME, OTHER, ALONE) if row["text"].startswith(words))): (
            row["status"],
            row["message"],
        )
        for row in tables.records(run.data["corrections"])
    }


def shown_table(opened: Page, heading: str) -> list[list[str]]:
    """Return the rows of the first table under a heading of the report as readers see them."""
    rows = opened.locator(f"section#{heading} table").first.locator("tr").all()
    return [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]


def made_page(run: Run) -> Path:
    with pytest.raises(SystemExit) as done:
        cli.main(["nakijken", "--processed", str(run.processed), "--reports", str(run.reports), "--aantal", "2"])
    assert not done.value.code
    return run.reports / "nakijken.html"


def test_what_two_coders_settle_is_in_the_next_report(
    analyse_files: Callable[..., Run],
    open_page: Open,  # noqa: F811 (the fixture)
    browser: Browser,
    tmp_path: Path,
) -> None:
    first = analyse_files({"balie.txt": BALIE, "map/brief.txt": BRIEF})
    given = machine(first)
    assert set(given) == {SAME, OTHER, ALONE}
    of_both = next(kind for kind in tables.KINDS if kind != given[SAME])
    of_anna, of_bram = (kind for kind in tables.KINDS if kind != given[OTHER])
    review = made_page(first)

    anna = open_page(review, at="2024-05-01T09:00:00Z")
    begin(anna, "Anna")
    anna.locator("#blind").focus()
    anna.keyboard.press("Space")  # what is drawn by chance is not put aside here
    go_to(anna, SAME)
    press(anna, KEYS[of_both], "Enter")
    go_to(anna, OTHER)
    press(anna, KEYS[of_anna], "w", "dat is geen feit", "Enter", "Enter")
    go_to(anna, ALONE)
    press(anna, "t", "vertrouw", "Enter", "Enter", "Enter")
    name_of_anna, own = downloaded(anna, "b")
    assert name_of_anna == "correcties-Anna.csv"

    bram = open_page(review, at="2024-05-02T09:00:00Z")
    begin(bram, "Bram")
    bram.locator("#blind").focus()
    bram.keyboard.press("Space")
    go_to(bram, SAME)
    press(bram, KEYS[of_both], "Enter")
    go_to(bram, OTHER)
    press(bram, KEYS[of_bram], "Enter")
    name_of_bram, theirs = downloaded(bram, "b")
    assert [row[1] for row in changes(theirs)] == ["soort", "nagekeken"] * 2

    # Their own files alone contradict each other in one thing, and that is not applied.
    apart = analyse_files({name_of_anna: own, name_of_bram: theirs})
    found = statuses(apart)
    assert {key[0] for key, (status, _) in found.items() if status == "tegenstrijdig"} == {name_of_anna, name_of_bram}
    assert {key[1:] for key, (status, _) in found.items() if status == "tegenstrijdig"} == {("soort", OTHER)}
    assert kinds(apart)[OTHER] == (given[OTHER], False)

    # They settle it on the page that each of them had: hers holds his file, and she takes over what he chose.
    with anna.expect_file_chooser() as choosing:
        anna.locator("#laad").focus()
        anna.keyboard.press("Enter")
    choosing.value.set_files({"name": name_of_bram, "mimeType": "text/csv", "buffer": theirs})
    expect(anna.locator('#delen button[aria-pressed="true"]')).to_contain_text("Verschillen 1")
    assert quote(anna).startswith(OTHER)
    press(anna, "c", "Enter")
    expect(anna.locator("#stand")).to_have_text("1 van 1 afgesproken")
    settled = downloaded_by_click(anna, "#download-afgesproken")
    name_settled = "correcties-Anna-na-overleg.csv"
    assert [row[1:4] for row in changes(settled)] == [("soort", given[OTHER], of_bram), ("nagekeken", "", "")]
    assert downloaded(anna, "b") == (name_of_anna, own)

    run = analyse_files({name_settled: settled})
    by = f"Vervangen door wat na overleg is gekozen: rij 2 van {name_settled}."
    assert statuses(run) == {
        (name_of_anna, "soort", SAME): ("toegepast", None),
        (name_of_anna, "nagekeken", SAME): ("bevestigd", None),
        (name_of_anna, "soort", OTHER): ("vervangen", by),
        (name_of_anna, "nagekeken", OTHER): ("vervangen", by.replace("rij 2", "rij 3")),
        (name_of_anna, "thema", ALONE): ("toegepast", None),
        (name_of_anna, "nagekeken", ALONE): ("bevestigd", None),
        (name_of_bram, "soort", SAME): ("toegepast", None),
        (name_of_bram, "nagekeken", SAME): ("bevestigd", None),
        (name_of_bram, "soort", OTHER): ("vervangen", by),
        (name_of_bram, "nagekeken", OTHER): ("vervangen", by.replace("rij 2", "rij 3")),
        (name_settled, "soort", OTHER): ("toegepast", None),
        (name_settled, "nagekeken", OTHER): ("bevestigd", None),
    }
    assert kinds(run) == {SAME: (of_both, True), OTHER: (of_bram, True), ALONE: (given[ALONE], True)}
    assert machine(run) == given
    assert list(run.data["theme_mentions"].query("is_corrected")["theme"]) == ["vertrouwen"]
    told = json.loads((run.processed / "run.json").read_bytes())["correcties"]
    assert told == {
        "toegepast": 4, "bevestigd": 4, "losgeraakt": 0, "tegenstrijdig": 0, "vervangen": 4, "onjuist": 0,
        "niet ingevuld": 0, "bestanden": {name_settled: 2, name_of_anna: 6, name_of_bram: 4}, "ongebruikt": [],
    }  # fmt: skip

    report = browser.new_page()
    report.set_default_timeout(1000 * PATIENCE)
    try:
        report.goto((run.reports / "rapport.html").as_uri())
        assert shown_table(report, "correcties") == [
            ["Wie", "toegepast", "bevestigd", "losgeraakt", "tegenstrijdig", "vervangen", "onjuist"],
            ["Anna", "3", "3", "0", "0", "2", "0"],
            ["Bram", "1", "1", "0", "0", "2", "0"],
        ]
        assert (
            "Toegepast: 4 van de 12 correcties van 2 personen, bij 3 van de 9 uitspraken. Verder: 4 bevestigd en 4 vervangen."
            in report.content()
        )
        for words, kind in ((SAME, of_both), (OTHER, of_bram)):
            statement = next(row for row in tables.records(run.data["statements"]) if row["text"].startswith(words))
            shown = report.locator(f'[id="uitspraak-{statement["statement_id"]}"]')
            expect(shown).to_contain_text(words)
            expect(shown.locator(".tag")).to_have_text(kind)
    finally:
        report.close()

    # Who looks statements over again judges the program, and not who came before.
    again = open_page(made_page(run))
    begin(again, "Cor")
    again.locator("#blind").focus()
    again.keyboard.press("Space")
    go_to(again, OTHER)
    expect(again.locator("#paneel")).to_contain_text(f"Volgens het programma: {given[OTHER]}")

    # For agreement what was settled is nobody's own judgement, and what was put right is not what the program gave.
    reader, raw = Reader(load(run.processed), run.processed), tmp_path / "raw"
    for file, data in ((name_of_anna, own), (name_of_bram, theirs)):
        by_chance = [row for row in changes(data) if row[1] == "nagekeken" and row[4] == "toeval"]
        assert reader.read(str(raw / file)).n_used == len(by_chance)
    with pytest.raises(SettingError, match="ieder voor zich"):
        reader.read(str(raw / name_settled))
    of_program = reader.program.codings[Variable.KIND]
    assert list(of_program) == [(kind,) for kind in first.data["statements"]["kind"]]
