"""The page as its readers use it: in Chromium, with and without scripts, by keyboard, on a phone and on paper."""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.reporting import Names
from tests.conftest import Run
from tests.test_reporting import HOSTILE, Builder, page_of, three_sessions

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("no Chromium on this machine (Debian package chromium)", allow_module_level=True)

DESKTOP, PHONE, NARROWEST = (1280, 900), (360, 740), (320, 640)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a file as a reader would; whatever goes wrong in the page fails the test."""
    contexts, troubles = [], []

    def show(
        path: Path, hash_: str = "", size: tuple[int, int] = DESKTOP, *, dark: bool = False, **options: Any
    ) -> Page:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text))
        page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: troubles.extend(_elsewhere(request.url, path)))
        page.goto(f"{path.as_uri()}{hash_}")
        page.locator("form.search[aria-busy]").wait_for(state="detached")
        return page

    yield show
    for context in contexts:
        context.close()
    assert troubles == []


def _elsewhere(url: str, path: Path) -> list[str]:
    """Return an address if it is not that of the page itself."""
    is_page = url.partition("#")[0] == path.as_uri()
    return [] if is_page or url == "data:," else [url]  # `data:,` is the empty icon


def saved(folder: Path, source: str) -> Path:
    path = folder / "rapport.html"
    path.write_text(source, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sessions of eight statements in all."""
    return saved(tmp_path_factory.mktemp("klein"), page_of(three_sessions()))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four sessions of thirty statements, numbered through; every third one is a dilemma."""
    build = Builder()
    for part, key in enumerate("abcd"):
        numbers = range(30 * part + 1, 30 * part + 31)
        kinds = [(f"Zin {n}.", "dilemma" if n % 3 == 0 else "uitkomst", None) for n in numbers]
        build.session(key, kinds, date=f"2023-0{part + 1}", series=f"Spoor {8 + part}", title=f"Tafel {key}")
    return saved(tmp_path_factory.mktemp("groot"), page_of(build.world()))


@pytest.fixture(scope="module")
def sample(sample_run: Run) -> Path:
    return sample_run.reports / "rapport.html"


def found(page: Page) -> list[str]:
    """Return the words of the statements in the table."""
    return page.locator(".found tbody td:first-child bdi").all_inner_texts()


def hash_of(page: Page) -> str:
    return str(page.evaluate("decodeURIComponent(location.hash.replaceAll('+', ' '))"))


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")


def focused(page: Page) -> str:
    """Return the id of what has the focus, or its tag where it has none."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.localName"))


# --- accessibility


def broken_rules(page: Page, part: str | None = None) -> list[str]:
    """Return what breaks WCAG 2.2 AA in the page or in a part of it.

    What axe cannot tell is looked at too: of text whose background it does not see (it is scrolled out of
    view, or stands next to a drawn dot) the contrast is computed here, and nothing else may be left open.
    """
    result = Axe().run(page, context=part, options={"runOnly": {"type": "tag", "values": WCAG}}).response
    broken = [
        f"{rule['id']}: {node['failureSummary']} {node['html']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
    for rule in result["incomplete"]:
        for node in rule["nodes"]:
            ratio = page.evaluate(CONTRAST, node["target"][0]) if rule["id"] == "color-contrast" else 0
            if ratio < 4.5:
                broken.append(f"{rule['id']} ({ratio:.1f}): {node['failureSummary']} {node['html']}")
    return broken


# The contrast between the text of an element and the nearest background that is painted, as WCAG defines it.
CONTRAST = """(selector) => {
  const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const luminance = (colour) => numbers(colour).slice(0, 3)
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
  const element = document.querySelector(selector);
  let around = element;
  while (around && numbers(getComputedStyle(around).backgroundColor)[3] === 0) around = around.parentElement;
  const [dark, light] = [getComputedStyle(element).color, getComputedStyle(around ?? document.body).backgroundColor]
    .map(luminance)
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}"""


@pytest.mark.parametrize("medium", ["screen", "print"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_meets_wcag_folded_and_unfolded(
    open_page: Open, small: Path, medium: Any, size: tuple[int, int], dark: bool
) -> None:
    page = open_page(small, "#uitspraken?soort=dilemma", size, dark=dark)
    page.emulate_media(media=medium)
    assert broken_rules(page) == []
    unfold(page)
    assert broken_rules(page) == []


def test_the_search_in_the_sample_corpus_meets_wcag(open_page: Open, sample: Path) -> None:
    assert broken_rules(open_page(sample), "#uitspraken") == []


def test_text_without_contrast_is_found(open_page: Open, small: Path) -> None:
    page = open_page(small)
    page.evaluate("document.querySelector('#kernpunten li a').style.color = '#bbb'")
    assert len(broken_rules(page)) == 1


@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROWEST], ids=["desktop", "phone", "narrowest"])
def test_nothing_is_wider_than_the_window(open_page: Open, sample: Path, size: tuple[int, int]) -> None:
    page = open_page(sample, size=size)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


# --- safety


def test_a_script_that_is_not_ours_does_not_run(browser: Browser, small: Path) -> None:
    page = browser.new_page()
    page.goto(small.as_uri())
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          const image = document.createElement("img");
          image.setAttribute("onerror", "window.ran = true");
          image.src = "data:,";
          document.body.append(script, image);
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    page.close()


TEXTS = [
    *HOSTILE,
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "a\u2028b\u2029c",
    "'\"`${alert(1)}&amp;",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a session for every hostile text, in which each text stands everywhere."""
    build = Builder()
    for n, text in enumerate(TEXTS):
        build.session(f"s{n}", [(text, "dilemma", f"rol-{n}")], series=text, title=text, heading=text)
        mention = {
            "session_id": f"s{n}-s1",
            "insight_id": f"s{n}-s1-i01",
            "report_id": f"s{n}",
            "negated": False,
            "start_char": 0,
            "end_char": 1,
        }
        build.add("theme_mentions", **mention, statement_id=f"s{n}-z1", theme=f"thema-{n}", term="x", text="x")
        build.topic(f"t{n}", text)
        build.assign(f"s{n}-z1", f"t{n}")
        build.add(
            "participants", participant_id=f"p{n}", session_id=f"s{n}-s1", name=text, function="manager",
            organisation=text, is_chair=False, present=True,
        )  # fmt: skip
    names = Names(
        themes={f"thema-{n}": text for n, text in enumerate(TEXTS)},
        roles={f"rol-{n}": text for n, text in enumerate(TEXTS)},
    )
    return saved(tmp_path_factory.mktemp("vijandig"), page_of(build.world(), names))


CHOOSE_EACH = """(name) => {
  const select = document.getElementById(`zoek-${name}`);
  return [...select.options].slice(1).map((option) => {
    option.selected = true;
    select.dispatchEvent(new Event("change"));
    return document.querySelectorAll(".found tbody tr").length;
  });
}"""


def test_hostile_text_harms_nothing(open_page: Open, hostile: Path) -> None:
    page = open_page(hostile, size=NARROWEST)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROWEST[0]
    assert len(found(page)) == len(TEXTS)
    assert not page.locator("img").count()
    assert page.locator("script").count() == 1
    for name in ("thema", "rol", "reeks", "organisatie"):
        assert page.locator(f"#zoek-{name} option").count() == len(TEXTS) + 1
        numbers = page.evaluate(CHOOSE_EACH, name)
        assert numbers == [1] * len(TEXTS)
        again = open_page(hostile, page.evaluate("location.hash"))
        assert found(again) == found(page)
        page.get_by_role("button", name="Wis keuze").click()
    page.locator(".found a").last.click()
    assert focused(page).startswith("uitspraak-")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_endless_words_stay_within_their_cell(open_page: Open, hostile: Path, size: tuple[int, int]) -> None:
    page = open_page(hostile, size=size)
    widths = page.locator(".found td").evaluate_all(
        "(cells) => cells.map((cell) => cell.scrollWidth - cell.clientWidth)"
    )
    assert max(widths) <= 1


# --- searching


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, "De rollen zijn vermengd.|Geld komt per project.|Spreek rollen af.|Het geld is tijdelijk en het werk blijft.|Geef structureel geld.|Zonder geld gaat het niet.|Niemand weet wie betaalt.|Dat was zo."),
        ({"soort": "advies"}, "Spreek rollen af.|Geef structureel geld."),
        ({"thema": "Rolvastheid"}, "De rollen zijn vermengd.|Spreek rollen af."),
        ({"thema": "Rolvastheid", "soort": "dilemma"}, "De rollen zijn vermengd."),
        ({"thema": "geen thema", "reeks": "Spoor 3"}, "Zonder geld gaat het niet.|Niemand weet wie betaalt.|Dat was zo."),
        ({"rol": "Manager"}, "De rollen zijn vermengd.|Geld komt per project.|Het geld is tijdelijk en het werk blijft.|Niemand weet wie betaalt."),
        ({"reeks": "Dialoog"}, "De rollen zijn vermengd.|Geld komt per project.|Spreek rollen af."),
        ({"organisatie": "UWV"}, "De rollen zijn vermengd.|Geld komt per project.|Spreek rollen af."),
        ({"organisatie": "DUO", "soort": "advies", "rol": "geen rol"}, "Spreek rollen af."),
    ],
)  # fmt: skip
def test_a_choice_shows_what_has_it(open_page: Open, small: Path, choice: dict[str, str], expected: str) -> None:
    page = open_page(small)
    for name, value in choice.items():
        place = page.locator(f"#zoek-{name} option").all_inner_texts()
        index = next(n for n, option in enumerate(place) if value in option)
        page.locator(f"#zoek-{name}").select_option(index=index)
    assert "|".join(found(page)) == expected
    assert page.get_by_role("status").inner_text() == f"{len(found(page))} van 8 uitspraken"
    again = open_page(small, page.evaluate("location.hash"))
    assert found(again) == found(page)
    assert all(f"{name}={value}" in hash_of(page) for name, value in choice.items())


@pytest.mark.parametrize(
    ("words", "n"), [("geld", 4), ("GELD project", 1), ("geld, geld", 0), ("  ", 8), ("wérk", 1), ("is tijdelijk", 1)]
)
def test_all_words_must_be_there_in_any_spelling(open_page: Open, small: Path, words: str, n: int) -> None:
    page = open_page(small)
    page.get_by_role("searchbox").fill(words)
    status = page.get_by_role("status").filter(has_text=f"{n} van 8 uitspraken")
    status.wait_for()
    assert len(found(page)) == n


def test_an_option_tells_what_choosing_it_would_give(open_page: Open, small: Path) -> None:
    page = open_page(small, "#uitspraken?soort=dilemma&thema=Financiering")
    options = {name: page.locator(f"#zoek-{name} option").all_inner_texts() for name in ("soort", "thema")}
    plain = {name: [re.sub("[\u2068\u2069]", "", text) for text in texts] for name, texts in options.items()}
    assert plain == {
        "soort": ["alle", "advies (1)", "dilemma (2)", "uitkomst (0)"],
        "thema": ["alle", "Financiering (2)", "Rolvastheid (1)", "geen thema (2)"],
    }


def test_clearing_shows_all_again_and_forgets_the_address(open_page: Open, small: Path) -> None:
    page = open_page(small, "#uitspraken?soort=dilemma&tekst=geld")
    assert len(found(page)) == 3
    page.get_by_role("button", name="Wis keuze").click()
    page.get_by_role("status").filter(has_text="8 van 8").wait_for()
    assert hash_of(page) == "#uitspraken"


@pytest.mark.parametrize(
    "hash_", ["#uitspraken?soort=onzin", "#uitspraken?", "#uitspraken?pagina=-3&x=%zz", "#%E0%A4%A", "#nergens"]
)
def test_an_address_that_makes_no_sense_shows_all(open_page: Open, small: Path, hash_: str) -> None:
    page = open_page(small, hash_)
    assert len(found(page)) == 8
    assert page.locator("#zoek-soort").evaluate("(select) => select.selectedIndex") == 0


def test_a_row_tells_where_it_comes_from(open_page: Open, small: Path) -> None:
    page = open_page(small, "#uitspraken?tekst=structureel")
    row = page.locator(".found tbody tr").inner_text()
    for fact in (
        "advies",
        "Geef structureel geld.",
        "Financiering",
        "Adviseur",
        "Tweede tafel, regel 6",
        "nov 2023",
        "1. Geld voor later",
    ):
        assert fact in row


def test_rows_are_shown_by_fifty(open_page: Open, large: Path) -> None:
    page = open_page(large)
    assert found(page) == [f"Zin {n}." for n in range(1, 51)]
    page.get_by_role("button", name="Vorige").click(force=True)  # does nothing on the first page
    for expected in (range(51, 101), range(101, 121)):
        page.get_by_role("button", name="Volgende").click()
        assert found(page) == [f"Zin {n}." for n in expected]
    assert page.locator(".found caption").inner_text() == "Uitspraak 101 tot en met 120"
    assert hash_of(page) == "#uitspraken?pagina=3"
    assert found(open_page(large, "#uitspraken?pagina=2"))[0] == "Zin 51."
    assert found(open_page(large, "#uitspraken?pagina=999"))[-1] == "Zin 120."
    page.locator("#zoek-soort").select_option(index=1)
    assert found(page)[0] == "Zin 3."
    assert hash_of(page) == "#uitspraken?soort=dilemma"
    assert not page.get_by_role("button", name="Volgende").is_visible()


def test_numbers_in_names_are_in_order(open_page: Open, large: Path) -> None:
    options = open_page(large).locator("#zoek-reeks option").all_inner_texts()
    assert [re.sub("[^0-9(]", "", option).split("(")[0] for option in options[1:]] == ["8", "9", "10", "11"]


# --- links


def place_of(page: Page, statement: str) -> bool:
    """Tell whether a statement can be seen and has the focus."""
    return page.locator(f"#{statement}").is_visible() and focused(page) == statement


def test_a_link_opens_what_is_folded(open_page: Open, small: Path) -> None:
    assert place_of(open_page(small, "#uitspraak-b-z2"), "uitspraak-b-z2")
    page = open_page(small)
    page.locator('.quote a[href="#uitspraak-a-z2"]').first.click()
    assert place_of(page, "uitspraak-a-z2")
    # Folded again, the same link works again.
    page.locator("#sessies details details[open]").evaluate("(details) => (details.open = false)")
    page.locator('.quote a[href="#uitspraak-a-z2"]').first.click()
    assert place_of(page, "uitspraak-a-z2")


def test_a_link_to_an_insight_opens_it(open_page: Open, small: Path) -> None:
    page = open_page(small, "#inzicht-b-s1-i01")
    assert page.locator("#uitspraak-b-z1").is_visible()
    assert focused(page) == "summary"


def test_a_link_works_for_a_statement_that_is_filtered_out(open_page: Open, small: Path) -> None:
    page = open_page(small, "#uitspraken?soort=advies")
    page.evaluate("location.hash = '#uitspraak-c-z2'")
    page.wait_for_function("document.activeElement.id === 'uitspraak-c-z2'")
    assert place_of(page, "uitspraak-c-z2")
    assert found(page) == ["Spreek rollen af.", "Geef structureel geld."]


def test_going_back_leads_to_the_selection_and_the_row(open_page: Open, small: Path) -> None:
    page = open_page(small, "#uitspraken?soort=advies")
    page.locator(".found a").nth(1).click()
    assert place_of(page, "uitspraak-b-z2")
    page.go_back()
    page.wait_for_function("document.activeElement.matches('.found a')")
    assert page.evaluate("document.activeElement.hash") == "#uitspraak-b-z2"
    assert len(found(page)) == 2


def test_every_link_leads_somewhere(open_page: Open, sample: Path) -> None:
    missing = "[...document.querySelectorAll('a')].filter((a) => !document.getElementById(a.hash.slice(1))).map((a) => a.href)"
    assert open_page(sample).evaluate(missing) == []


# --- keyboard


def test_the_skip_link_comes_first_and_shows_itself(open_page: Open, small: Path) -> None:
    page = open_page(small)
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Naar de inhoud")
    box = link.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert focused(page) == "inhoud"


def test_every_stop_of_the_keyboard_can_be_seen_in_the_order_of_the_page(open_page: Open, small: Path) -> None:
    page = open_page(small)
    stops = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const element = document.activeElement, style = getComputedStyle(element);
              if (element === document.body) return null;
              const all = [...document.querySelectorAll("*")];
              const { width, height } = element.getBoundingClientRect();
              return [all.indexOf(element), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && width * height > 0];
            }"""
        )
        if stop is None:
            break
        stops.append(stop)
    places = [place for place, _ in stops]
    assert len(places) > 40
    assert places == sorted(set(places))
    assert all(is_seen for _, is_seen in stops)


def test_searching_needs_no_mouse(open_page: Open, small: Path) -> None:
    page = open_page(small)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("geld")
    page.get_by_role("status").filter(has_text="4 van 8").wait_for()
    page.keyboard.press("Tab")
    assert focused(page) == "zoek-soort"
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("status").inner_text() == "1 van 8 uitspraken"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    assert page.get_by_role("searchbox").input_value() == ""
    assert page.get_by_role("status").inner_text() == "2 van 8 uitspraken"
    page.get_by_role("button", name="Wis keuze").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="8 van 8").wait_for()


def test_turning_the_page_by_keyboard_leads_to_the_rows(open_page: Open, large: Path) -> None:
    page = open_page(large)
    page.get_by_role("button", name="Volgende").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "table"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#uitspraak-b-z21"


# --- without scripts, and on paper


def test_without_scripts_all_can_be_read(open_page: Open, small: Path) -> None:
    page = open_page(small, java_script_enabled=False)
    why = "In de uitspraken zoeken kan alleen in een browser die scripts toestaat."
    assert not page.locator("form").is_visible()
    assert page.get_by_text(why).is_visible()
    assert not open_page(small).get_by_text(why).is_visible()
    page.locator("#inzicht-b-s1-i01 summary").click()
    assert page.locator("#uitspraak-b-z2").is_visible()


def printed(page: Page) -> str:
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    return re.sub(r"\s+", " ", " ".join(part.extract_text() for part in reader.pages))


def test_paper_shows_no_controls(open_page: Open, large: Path) -> None:
    text = printed(open_page(large))
    assert "Kernpunten" in text
    assert "Toon de getallen" not in text
    for control in ("Wis keuze", "Volgende", "Woorden in de uitspraak", "Zin 1."):
        assert control not in text


def test_paper_shows_the_whole_selection_and_what_was_chosen(open_page: Open, large: Path) -> None:
    page = open_page(large, "#uitspraken?soort=uitkomst")
    text = printed(page)
    assert "80 van 120 uitspraken" in text
    assert "Soort" in text
    assert "Wis keuze" not in text
    assert all(f"Zin {n}." in text for n in range(1, 121) if n % 3)
    assert len(found(page)) == 50  # on the screen nothing changed


def test_paper_shows_statements_that_were_unfolded(open_page: Open, small: Path) -> None:
    page = open_page(small)
    assert "Dat was zo." not in printed(page)
    page.locator("#inzicht-c-s1-i01 summary").click()
    assert "Dat was zo." in printed(page)
