"""The page to look statements over in, as coders use it: in Chromium, by keyboard alone."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.corrections.model import COLUMNS
from pipeline.nlp.codebook import load_codebook
from pipeline.reliability import kind_definitions
from pipeline.reporting.review import Review, page
from pipeline.reporting.review.model import Code
from pipeline.worksheets import guarded
from tests.conftest import PATIENCE
from tests.test_browser import broken_rules
from tests.test_reporting import HOSTILE, Builder
from tests.test_review import review_of, small

GOLD = Path(__file__).parent / "gold" / "review"
DESKTOP, PHONE = (1280, 900), (390, 740)
NOW = "2024-05-01T09:30:00Z"
BLOCKED = """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } })"""

Row = dict[str, str]
Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a page as a coder would, in a browser of its own; whatever goes wrong in it fails the test."""
    contexts, troubles = [], []

    def show(
        path: Path, size: tuple[int, int] = DESKTOP, *, dark: bool = False, blocked: bool = False, at: str = NOW
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light"
        )
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        if blocked:
            context.add_init_script(BLOCKED)
        opened = context.new_page()
        opened.on("pageerror", lambda error: troubles.append(str(error)))
        opened.on("console", lambda message: troubles.append(message.text))
        opened.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        opened.on("request", lambda request: troubles.extend(_elsewhere(request.url, path)))
        opened.clock.set_fixed_time(at)
        opened.goto(path.as_uri())
        opened.locator("#begin:not([hidden])").wait_for()
        return opened

    yield show
    for context in contexts:
        context.close()
    assert troubles == []


def _elsewhere(url: str, path: Path) -> list[str]:
    own = url.partition("#")[0] == path.as_uri() or url == "data:," or url.startswith("blob:null/")
    return [] if own else [url]


def saved(folder: Path, found: Review) -> Path:
    path = folder / "nakijken.html"
    path.write_bytes(page.write(found, COLUMNS))
    return path


# In the fixture: 0 a-z1 … 4 a-z5, 5 b-z1 … 8 b-z4.
PARTS = {"onzeker": (5, 1), "onderwerp": (6,), "toeval": (7, 0)}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("nakijken"), replace(review_of(small()), parts=PARTS))


def press(opened: Page, *keys: str) -> None:
    """Press keys; what is longer than the name of a key is typed."""
    for key in keys:
        if len(key) == 1 or key in ("Enter", "Escape", "Tab", "ArrowDown", "ArrowUp", "ArrowLeft", "PageDown"):
            opened.keyboard.press(key)
        else:
            opened.keyboard.type(key)


def begin(opened: Page, coder: str) -> None:
    press(opened, coder, "Enter")
    expect(opened.locator("#kop")).to_be_focused()


def downloaded(opened: Page, *keys: str) -> tuple[str, bytes]:
    with opened.expect_download() as waiting:
        press(opened, *keys)
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def rows_of(data: bytes) -> list[Row]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def changes(data: bytes) -> list[tuple[str, ...]]:
    """Return of each row the quote, what is corrected, the values, and why it was put before the coder."""
    return [(row["citaat"][:14], row["wat"], row["was"], row["wordt"], row["keuze"]) for row in rows_of(data)]


def load(opened: Page, name: str, data: bytes) -> None:
    opened.locator("#bestand").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    expect(opened.locator("#melding")).not_to_be_empty()


def quote(opened: Page) -> str:
    return opened.locator("#paneel blockquote mark").inner_text()


# --- one coder


def code_as_anna(opened: Page) -> None:
    """Judge all that is put before her: kinds, themes, roles, voice, topic, a name, a reason."""
    begin(opened, "Anna")
    press(opened, "3", "t", "vertr", "Enter", "Enter", "s", "wethoud", "Enter")  # Wie betaalt er?
    press(opened, "w", "niet eens; =lastig", "Enter", "Enter")
    press(opened, "t", "ArrowDown", "Enter", "Enter", "o", "Ander geld", "Enter", "Enter")  # Er is vertrouwen, maar …
    press(opened, "d", "l", "Geld en tijd", "Enter", "r", "manag", "Enter", "Enter", "Enter")  # =1+1; …
    press(opened, "d", "1", "Enter", "Enter", "Enter", "Enter", "Enter")  # Dat was zo
    press(opened, "2", "Enter", "sturing", "Enter", "Enter", "Enter", "Enter", "Enter")  # De gemeente wil sturen.


def test_what_is_done_by_keyboard_is_what_is_downloaded(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    code_as_anna(opened)
    name, data = downloaded(opened, "b")
    assert name == "correcties-Anna.csv"
    assert changes(data) == [
        ("De gemeente wi", "soort", "uitkomst", "dilemma", "toeval"),
        ("De gemeente wi", "rol", "gemeente", "", "toeval"),
        ("De gemeente wi", "nagekeken", "", "", "toeval"),
        ("Er is vertrouw", "onderwerp", "t01", "Ander geld", "onzeker"),
        ("Er is vertrouw", "thema", "vertrouwen", "", "onzeker"),
        ("Er is vertrouw", "nagekeken", "", "", "onzeker"),
        ("Wie betaalt er", "soort", "dilemma", "advies", "onzeker"),
        ("Wie betaalt er", "stem", "", "wethouder", "onzeker"),
        ("Wie betaalt er", "thema", "", "vertrouwen", "onzeker"),
        ("Wie betaalt er", "nagekeken", "", "", "onzeker"),
        ("'=1+1; het \"ge", "rol", "", "manager", "onderwerp"),
        ("'=1+1; het \"ge", "nagekeken", "", "", "onderwerp"),
        ("Dat was zo 😀 e", "nagekeken", "", "", "toeval"),
        ("", "onderwerp-naam", "t02", "Geld en tijd", ""),
    ]
    assert {row["wie"] for row in rows_of(data)} == {"Anna"}
    assert {row["wanneer"] for row in rows_of(data)} == {NOW}
    assert {row["waarom"] for row in rows_of(data) if row["citaat"].startswith("Wie")} == {"niet eens; =lastig"}
    assert data == (GOLD / "correcties-Anna.csv").read_bytes()


def test_a_file_is_written_as_python_writes_one(open_page: Open, path: Path) -> None:
    """The bytes are those of the csv module, and the guard is that of the tables."""
    opened = open_page(path)
    code_as_anna(opened)
    _, data = downloaded(opened, "b")
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert target.getvalue().encode("utf-8-sig") == data


@pytest.mark.parametrize(
    "text", ["=1", " =1", "'=1", "''", "-1", "+x", "@x", "＝x", "\tx", "\nx", "x=1", "'x", "\x1f=1", "\ufeff=1", "\u3000=1", "", "x\t"]
)  # fmt: skip
def test_what_could_run_is_guarded_as_in_the_tables_and_comes_back(open_page: Open, path: Path, text: str) -> None:
    opened = open_page(path)
    assert opened.evaluate("(text) => guarded(text)", text) == guarded(text)
    assert opened.evaluate("(text) => unguarded(guarded(text))", text) == text


def test_a_statement_is_shown_with_what_stands_around_it_and_why(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    press(opened, "j")
    pane = opened.locator("#paneel")
    assert quote(opened) == "Er is vertrouwen, maar de regels knellen."
    for text in (
        "De gemeente wil sturen. Er is vertrouwen", "Leg de afspraken vast.", "Eerste tafel · 14 mrt 2023 · Ruimte", "map/a.txt, regel 5",
        "Volgens het programma: dilemma, onzeker (kans 55%)", "tegenstellend verband; een vorm van het woord ‘maar’", "Thema’s en rollen aan: vertrouwen",
        "Vertrouwen", "Manager", "Ruimte en regel",
    ):  # fmt: skip
        expect(pane).to_contain_text(text)


def test_a_sign_of_two_units_moves_nothing(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    press(opened, "d", "d")
    assert quote(opened) == "Dat was zo 😀 en klaar."
    press(opened, "d", "j")
    opened.locator("#lijst button").last.click()
    assert quote(opened) == "Maak tijd."


def test_what_is_drawn_by_chance_is_judged_blind(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    press(opened, "d", "d", "j")
    pane = opened.locator("#paneel")
    assert quote(opened) == "De gemeente wil sturen."
    expect(pane).not_to_contain_text("Volgens het programma")
    expect(pane).not_to_contain_text("Gemeente")
    assert opened.locator('.kind[aria-pressed="true"]').count() == 0
    press(opened, "Enter")
    expect(opened.locator("#melding")).to_have_text("Kies eerst de soort: 1, 2 of 3.")
    press(opened, "o")
    expect(opened.locator("#melding")).to_contain_text("als u de uitspraak hebt nagekeken")
    press(opened, "1", "Enter", "Escape", "Enter", "Enter", "Enter", "Escape")  # who leaves has not chosen
    expect(pane.locator(".open")).to_have_count(1)
    expect(pane).not_to_contain_text("Volgens het programma")
    assert changes(downloaded(opened, "b")[1]) == []
    press(opened, "Enter", "Enter", "Enter")  # nobody’s voice, and agreed
    press(opened, "k", "j")
    expect(pane).to_contain_text("Volgens het programma: uitkomst")
    expect(pane).to_contain_text("niet meer blind")


def test_an_unfinished_blind_judgement_is_not_in_the_file(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    press(opened, "d", "d", "2")
    assert changes(downloaded(opened, "b")[1]) == []
    opened.locator("#blind").uncheck()
    expect(opened.locator("#paneel")).to_contain_text("Volgens het programma")


def test_what_is_changed_without_agreeing_is_in_the_file_by_itself(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    press(opened, "1", "j", "x", "j")
    expected = [
        ("Er is vertrouw", "uitspraak", "", "weg", "onzeker"),
        ("Wie betaalt er", "soort", "dilemma", "uitkomst", "onzeker"),
    ]
    assert changes(downloaded(opened, "b")[1]) == expected
    press(opened, "u")
    assert changes(downloaded(opened, "b")[1]) == expected[1:]


def test_shortcuts_can_be_turned_off_and_do_nothing_while_typing(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    press(opened, "w", "2jx")
    assert opened.locator("#waarom").input_value() == "2jx"
    press(opened, "Enter", "?")
    expect(opened.locator("#hulp")).to_be_visible()
    press(opened, "2", "Escape")
    opened.locator("#toetsen").uncheck()
    opened.locator("#kop").focus()
    press(opened, "1", "j", "x")
    expect(opened.locator("#kop")).to_have_text("Uitspraak 1 van 2")
    assert changes(downloaded_by_click(opened, "#download")) == []


def downloaded_by_click(opened: Page, selector: str) -> bytes:
    with opened.expect_download() as waiting:
        opened.locator(selector).click()
    return Path(waiting.value.path()).read_bytes()


# --- what is kept


def test_work_survives_a_reload_and_goes_by_coder(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    press(opened, "1", "Enter")
    opened.reload()
    expect(opened.locator("#naam")).to_have_value("Anna")
    press(opened, "Enter")
    expect(opened.locator("#stand")).to_have_text("1 van 2 nagekeken")
    expect(opened.locator("#kop")).to_have_text("Uitspraak 2 van 2")  # the first that is still to do
    opened.locator("#ander").click()
    begin(opened, "Bram")
    expect(opened.locator("#stand")).to_have_text("0 van 2 nagekeken")


def test_another_choice_from_the_same_analysis_has_the_same_work(open_page: Open, path: Path, tmp_path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    press(opened, "1", "Enter")
    other = saved(tmp_path, replace(review_of(small()), parts={**PARTS, "onzeker": (5,)}))
    kept = opened.evaluate("JSON.stringify(localStorage)")
    again = open_page(other)
    again.evaluate("(kept) => Object.assign(localStorage, JSON.parse(kept))", kept)
    again.reload()
    press(again, "Enter", "d", "d")
    assert again.locator("#lijst li", has_text="Wie betaalt er?").locator(".sign").inner_text() == "✓"


def test_where_nothing_can_be_kept_the_page_says_so_and_works(open_page: Open, path: Path) -> None:
    opened = open_page(path, blocked=True)
    expect(opened.locator("#onbewaard")).to_be_visible()
    begin(opened, "Anna")
    press(opened, "1", "Enter")
    expect(opened.locator("#onbewaard")).to_be_visible()
    assert len(changes(downloaded(opened, "b")[1])) == 2
    kept = open_page(path)
    expect(kept.locator("#onbewaard")).to_be_hidden()


def test_a_file_comes_back_whole(open_page: Open, path: Path) -> None:
    first = open_page(path)
    code_as_anna(first)
    _, data = downloaded(first, "b")
    again = open_page(path)
    begin(again, "Anna")
    load(again, "correcties-Anna.csv", data)
    assert downloaded(again, "b")[1] == data


def test_rows_that_the_page_does_not_show_stay(open_page: Open, path: Path) -> None:
    lines = [
        ";".join(COLUMNS),
        "titel;map/a.txt;;;;;;Andere titel;Anna;;;",
        "soort;map/a.txt;Staat er niet.;;;;;advies;Anna;;;",
        "soort;map/a.txt;Leg de afspraken vast.;;;;advies;;Anna;;;",  # of the workbook, not filled in
    ]
    opened = open_page(path)
    begin(opened, "Anna")
    load(opened, "correcties.csv", "\r\n".join(lines).encode("cp1252"))
    expect(opened.locator("#melding")).to_contain_text("1 rij hoort bij geen uitspraak")
    rows = rows_of(downloaded(opened, "b")[1])
    assert [(row["wat"], row["citaat"], row["wordt"]) for row in rows] == [
        ("titel", "", "Andere titel"),
        ("soort", "Staat er niet.", "advies"),
    ]


def test_a_row_that_nobody_filled_in_says_nothing(open_page: Open, path: Path) -> None:
    """As of the sheet of disagreements: an empty cell is no *niemand* and takes nothing away."""
    place = "map/a.txt;Er is vertrouwen, maar de regels knellen.;;;"
    lines = [
        ";".join(COLUMNS),
        f"stem;{place};manager;;Anna;;;",
        f"thema;{place};;;Anna;;;",
        f"onderwerp;{place};t01;;Anna;;;",
        f"soort;{place};dilemma;weet niet;Anna;;;",
    ]
    opened = open_page(path)
    begin(opened, "Anna")
    load(opened, "correcties.csv", "\r\n".join(lines).encode())
    assert changes(downloaded(opened, "b")[1]) == []
    load(opened, "correcties.csv", f"{lines[0]}\r\nstem;{place};manager;niemand;Anna;;;".encode())
    assert changes(downloaded(opened, "b")[1]) == [("Er is vertrouw", "stem", "manager", "niemand", "")]


def test_a_place_is_told_by_occurrence_or_by_what_is_around_it(open_page: Open, path: Path) -> None:
    """*Er is vertrouwen.* stands twice; without either there is no telling which."""
    head = ";".join(COLUMNS)
    opened = open_page(path)
    begin(opened, "Anna")
    for number, place in enumerate(
        (
            "soort;map/a.txt;Er is vertrouwen.;;;2",
            "thema;map/a.txt;Er is vertrouwen.; vertrouwen. ;;",
            "soort;map/a.txt;Er is vertrouwen.;;;",
        )
    ):
        load(opened, "x.csv", f"{head}\r\n{place};;advies;Anna;2024-01-0{number + 1};;".encode())
    rows = rows_of(downloaded(opened, "b")[1])
    assert [(row["wat"], row["voorkomen"]) for row in rows] == [("soort", "2"), ("thema", ""), ("soort", "")]


def test_a_file_that_is_none_is_told(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    load(opened, "x.csv", b"PK\x03\x04 geen csv")
    expect(opened.locator("#melding")).to_contain_text("x.csv is geen bestand met correcties")


# --- two coders


def test_two_coders_differ_and_settle_it(open_page: Open, path: Path) -> None:
    anna = open_page(path)
    code_as_anna(anna)
    bram = open_page(path)
    begin(bram, "Bram")
    press(bram, "Enter", "Enter")  # all as the program has it
    press(bram, "d", "l", "Geld", "Enter", "Enter")
    press(bram, "d", "2", "Enter", "Enter", "Enter", "Enter", "Enter")
    press(bram, "1", "Enter", "sturing", "Enter", "Enter", "gemeen", "Enter", "Enter", "Enter", "Enter")
    name, theirs = downloaded(bram, "b")
    _, own = downloaded(anna, "b")

    load(anna, name, theirs)
    expect(anna.locator('#delen button[aria-pressed="true"]')).to_contain_text("Verschillen 6")
    table = anna.locator(".compare table")
    assert quote(anna) == "De gemeente wil sturen."
    expect(table.locator("thead")).to_have_text("WieSoortRollenWaarom")
    expect(table.locator("tbody tr").nth(0)).to_contain_text("U (Anna)dilemmageen")
    expect(table.locator("tbody tr").nth(1)).to_contain_text("BramuitkomstGemeente")
    press(anna, "c", "Enter")  # as Bram has it
    press(anna, "m", "Enter")  # Er is vertrouwen, maar …: as Anna has it
    press(anna, "2", "Enter")  # Wie betaalt er?: hers, but for the kind
    press(anna, "c", "Enter", "c", "Enter", "c", "Enter")
    expect(anna.locator("#stand")).to_have_text("6 van 6 afgesproken")
    settled = downloaded_by_click(anna, "#download-afgesproken")
    assert changes(settled) == [
        # Where they differed there is a row, also where the program had it right.
        ("De gemeente wi", "soort", "uitkomst", "uitkomst", "toeval"),
        ("De gemeente wi", "rol", "", "gemeente", "toeval"),
        ("De gemeente wi", "nagekeken", "", "", "toeval"),
        ("Er is vertrouw", "onderwerp", "t01", "Ander geld", "onzeker"),
        ("Er is vertrouw", "thema", "vertrouwen", "", "onzeker"),
        ("Er is vertrouw", "nagekeken", "", "", "onzeker"),
        ("Wie betaalt er", "soort", "dilemma", "dilemma", "onzeker"),
        ("Wie betaalt er", "stem", "", "wethouder", "onzeker"),
        ("Wie betaalt er", "thema", "", "vertrouwen", "onzeker"),
        ("Wie betaalt er", "nagekeken", "", "", "onzeker"),
        ("'=1+1; het \"ge", "rol", "manager", "", "onderwerp"),
        ("'=1+1; het \"ge", "nagekeken", "", "", "onderwerp"),
        ("Dat was zo 😀 e", "soort", "uitkomst", "dilemma", "toeval"),
        ("Dat was zo 😀 e", "nagekeken", "", "", "toeval"),
        ("", "onderwerp-naam", "t02", "Geld", ""),
    ]
    assert {(row["wie"], row["waarom"]) for row in rows_of(settled)} == {("Anna", "na overleg")}
    assert downloaded(anna, "b")[1] == own  # what she first chose stays hers

    again = open_page(path)
    begin(again, "Anna")
    load(again, "correcties-Anna-na-overleg.csv", settled)
    assert downloaded_by_click(again, "#download-afgesproken") == settled


def test_that_it_stays_a_statement_and_whose_voice_it_is_are_settled_in_words(open_page: Open, path: Path) -> None:
    bram = open_page(path)
    begin(bram, "Bram")
    press(bram, "Enter", "x", "s", "niemand", "Enter", "Enter")
    name, theirs = downloaded(bram, "b")
    assert changes(theirs)[:2] == [
        ("Er is vertrouw", "stem", "manager", "niemand", "onzeker"),
        ("Er is vertrouw", "uitspraak", "", "weg", "onzeker"),
    ]
    anna = open_page(path)
    begin(anna, "Anna")
    press(anna, "Enter", "Enter")
    load(anna, name, theirs)
    press(anna, "s", "niemand", "Enter", "Enter")
    settled = downloaded_by_click(anna, "#download-afgesproken")
    assert changes(settled) == [
        ("Er is vertrouw", "stem", "manager", "niemand", "onzeker"),
        ("Er is vertrouw", "uitspraak", "", "blijft", "onzeker"),
        ("Er is vertrouw", "nagekeken", "", "", "onzeker"),
    ]
    again = open_page(path)
    begin(again, "Anna")
    load(again, "correcties-Anna-na-overleg.csv", settled)
    assert downloaded_by_click(again, "#download-afgesproken") == settled


def test_what_the_other_did_not_judge_is_no_difference(open_page: Open, path: Path) -> None:
    bram = open_page(path)
    begin(bram, "Bram")
    press(bram, "w", "nog niet zeker", "Enter", "t", "vertr", "Enter", "Enter")  # a theme, and no Enter
    _, theirs = downloaded(bram, "b")
    anna = open_page(path)
    begin(anna, "Anna")
    press(anna, "1", "Enter")
    load(anna, "b.csv", theirs)
    expect(anna.locator(".compare thead")).to_have_text("WieThema’sWaarom")  # of the kind Bram said nothing


# --- safety, accessibility, size


def test_what_codes_mean_is_read_without_leaving_the_keyboard(open_page: Open, path: Path) -> None:
    opened = open_page(path)
    begin(opened, "Anna")
    meanings = opened.locator("#betekenis")
    told = opened.get_by_text(kind_definitions()["uitkomst"])
    expect(told).not_to_be_visible()
    press(opened, "v")
    expect(told).to_be_visible()
    expect(meanings.locator("summary")).to_be_focused()
    assert broken_rules(opened) == []
    theme = load_codebook(None).themes[0]
    assert meanings.get_by_role("row", name=theme.name).first.inner_text().endswith(theme.definition)
    press(opened, "Enter")  # closes it, and judges nothing
    expect(told).not_to_be_visible()
    expect(opened.locator("#kop")).to_have_text("Uitspraak 1 van 2")
    press(opened, "v", "v")
    expect(opened.locator("#kop")).to_be_focused()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_meets_wcag(open_page: Open, path: Path, size: tuple[int, int], dark: bool) -> None:
    opened = open_page(path, size, dark=dark)
    assert broken_rules(opened) == []
    begin(opened, "Anna")
    press(opened, "3", "x", "w", "waarom", "Enter")
    assert broken_rules(opened) == []
    assert opened.evaluate("document.documentElement.scrollWidth") == size[0]
    for keys, dialog in ((("t", "ver"), "#kiezer"), (("?",), "#hulp")):
        press(opened, *keys)
        assert broken_rules(opened, dialog) == []
        press(opened, "Escape")
    press(opened, "Enter", "d", "l")
    assert broken_rules(opened, "#vraag") == []
    press(opened, "Escape", "d")
    assert broken_rules(opened) == []  # blind
    head = ";".join(COLUMNS)
    place = "soort;map/b.txt;Wie betaalt er?;;;;;uitkomst;Bram;;;\r\nnagekeken;map/b.txt;Wie betaalt er?;;;;;;Bram;;;"
    load(opened, "b.csv", f"{head}\r\n{place}".encode())
    opened.locator(".compare").wait_for()
    assert broken_rules(opened) == []
    assert opened.evaluate("document.documentElement.scrollWidth") == size[0]


def test_hostile_text_harms_nothing(open_page: Open, tmp_path: Path) -> None:
    texts = [*HOSTILE, "</script><script>alert(1)</script>", "<!-- <script>", "a\u2028b", "'\"`${alert(1)}&amp;"]
    build = Builder()
    for number, text in enumerate(texts):
        build.session(f"s{number}", [(text, "dilemma", None)], title=text, heading=text)
        build.topic(f"t{number}", text, 0.7)
        build.assign(f"s{number}-z1", f"t{number}")
    path = saved(tmp_path, review_of(build, 0))
    opened = open_page(path)
    begin(opened, "<img src=x onerror=alert(1)>")
    shown = set()
    for _ in texts:
        shown.add(opened.locator("#paneel blockquote mark").text_content())
        press(opened, "o", "Escape", "j")
    assert shown == set(texts)
    load(
        opened, "<b>.csv", f"{';'.join(COLUMNS)}\r\nsoort;;{'x'};;;;;<img src=x>;<script>alert(1)</script>;;;".encode()
    )
    assert opened.locator("img").count() == 0
    assert opened.locator("script").count() == 2
    _, data = downloaded(opened, "1", "b")
    assert len(rows_of(data)) == 1


def test_hostile_definitions_are_text(open_page: Open, tmp_path: Path) -> None:
    texts = (*HOSTILE, "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>")
    codes = tuple(Code(f"c{number}", text, text) for number, text in enumerate(texts))
    opened = open_page(saved(tmp_path, replace(review_of(small()), parts=PARTS, themes=codes)))
    begin(opened, "Anna")
    press(opened, "v")
    shown = opened.locator("#betekenis table", has_text="Thema’s")
    assert shown.locator("td").all_text_contents() == list(texts)
    assert shown.locator("th").all_text_contents() == list(texts)
    assert opened.locator("img").count() == 0
    assert opened.locator("script").count() == 2


def test_a_script_that_is_not_ours_does_not_run(browser: Browser, path: Path) -> None:
    opened = browser.new_page()
    opened.set_default_timeout(1000 * PATIENCE)
    opened.goto(path.as_uri())
    opened.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          const style = document.createElement("style");
          style.textContent = "body { display: none }";
          document.body.append(script, style);
        }"""
    )
    assert opened.evaluate("[window.ran ?? null, getComputedStyle(document.body).display]") == [None, "block"]
    opened.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty thousand statements."""
    build = Builder()
    for report in range(800):
        build.session(
            f"r{report:03}",
            [(f"Zin {n} van tafel {report} gaat over geld en tijd.", ("uitkomst", "dilemma", "advies")[n % 3], None) for n in range(25)],
            date="2023-04-14", title=f"Tafel {report:03}",
        )  # fmt: skip
    return saved(tmp_path_factory.mktemp("groot"), review_of(build, 500))


def test_a_page_of_twenty_thousand_statements_stays_small(open_page: Open, large: Path) -> None:
    opened = open_page(large)
    begin(opened, "Anna")
    press(opened, "d")
    assert opened.evaluate("data.size") == 20_000
    sizes = set()
    for keys in ((), ("j",), ("PageDown",), ("PageDown", "PageDown"), ("3", "Enter"), ("k",)):
        press(opened, *keys)
        sizes.add(opened.evaluate("document.querySelectorAll('*').length"))
    assert max(sizes) < 1_000
    expect(opened.locator("#kop")).to_have_text("Uitspraak 76 van 20.000")
    opened.locator("#zoek").fill("tafel 799")
    expect(opened.locator("#bladen")).to_have_text("1–25 van 25")
    opened.locator("#kop").focus()
    press(opened, "2", "Enter")
    rows = rows_of(downloaded(opened, "b")[1])
    assert {row["verslag"] for row in rows} == {"map/r003.txt", "map/r799.txt"}


def test_no_text_from_a_report_stands_in_the_page_as_it_is(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for text in ("Wie betaalt er", "Ruimte en regel", "Eerste tafel"):
        assert text not in source


@pytest.mark.parametrize(
    "word",
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "XMLHttpRequest", "style="],
)
def test_the_script_makes_nothing_but_text(path: Path, word: str) -> None:
    assert word not in path.read_text(encoding="utf-8")
