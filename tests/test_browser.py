"""The page as its readers use it: in Chromium, with and without scripts, by keyboard, on a phone and on paper."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pipeline.reporting import Names, charts
from pipeline.reporting.findings.model import Theme
from pipeline.reporting.writers import packing
from pipeline.reporting.writers.svg import inline_svg
from tests.conftest import CHROMIUM, PATIENCE, Run
from tests.test_reporting import HOSTILE, Builder, page_of, three_sessions

if CHROMIUM is None:
    pytest.skip("no Chromium on this machine (Debian package chromium)", allow_module_level=True)

DESKTOP, PHONE, NARROWEST = (1280, 900), (360, 740), (320, 640)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

Open = Callable[..., Page]


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
        context.set_default_timeout(1000 * PATIENCE)
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


@contextmanager
def packing_all() -> Iterator[None]:
    """Pack as in a large page, however small the page and its parts are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "FROM", 0)
        patch.setattr(packing, "_PARTS", dict.fromkeys(packing._PARTS, 1))
        patch.setattr(packing, "_CHUNK", 5_000)
        yield


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small page as if it were a large one."""
    with packing_all():
        return saved(tmp_path_factory.mktemp("ingepakt"), page_of(three_sessions()))


@pytest.fixture(scope="module", params=["whole", "packed"])
def either(request: pytest.FixtureRequest) -> Path:
    """The small page as it is, and as if it were a large one."""
    return request.getfixturevalue("small" if request.param == "whole" else "packed")  # type: ignore[no-any-return]


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
    page.evaluate("document.querySelector('#kernpunten p a').style.color = '#bbb'")
    assert len(broken_rules(page)) == 1


@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROWEST], ids=["desktop", "phone", "narrowest"])
def test_nothing_is_wider_than_the_window(open_page: Open, sample: Path, size: tuple[int, int]) -> None:
    page = open_page(sample, size=size)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


# --- safety


def test_a_script_that_is_not_ours_does_not_run(browser: Browser, small: Path) -> None:
    page = browser.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    page.goto(small.as_uri())
    page.evaluate(
        """() => {
          window.refused = 0;
          document.addEventListener("securitypolicyviolation", () => (window.refused += 1));
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          const image = document.createElement("img");
          image.setAttribute("onerror", "window.ran = true");
          image.src = "data:,";
          document.body.append(script, image);
        }"""
    )
    page.wait_for_function("window.refused === 2")
    assert page.evaluate("window.ran") is None
    page.close()


TEXTS = [
    *HOSTILE,
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "a\u2028b\u2029c",
    "'\"`${alert(1)}&amp;",
]


@pytest.fixture(scope="module", params=["whole", "packed"])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a session for every hostile text, in which each text stands everywhere."""
    build = Builder()
    for n, text in enumerate(TEXTS):
        build.session(f"s{n}", [(text, "dilemma", f"rol-{n}")], series=text, title=text, heading=text)
        mention = {
            "session_id": f"s{n}-s1",
            "insight_id": f"s{n}-s1-i01",
            "report_id": f"s{n}",
            "negated": False,
            "is_corrected": False,
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
    with packing_all() if request.param == "packed" else nullcontext():
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
    page.locator('.found a[href^="#uitspraak-"]').last.click()
    page.locator("#sessies li:focus").wait_for()
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
        ({"dilemma": "Vast werk, tijdelijk geld"}, "Geld komt per project.|Het geld is tijdelijk en het werk blijft.|Zonder geld gaat het niet."),
        ({"dilemma": "geen terugkerend dilemma", "soort": "dilemma"}, "De rollen zijn vermengd.|Niemand weet wie betaalt."),
        ({"jaar": "2023", "soort": "advies"}, "Spreek rollen af.|Geef structureel geld."),
        ({"jaar": "jaar onbekend"}, "Niemand weet wie betaalt.|Dat was zo."),
        ({"kernzin": "ja"}, "Zonder geld gaat het niet."),
        ({"kernzin": "nee", "dilemma": "Vast werk, tijdelijk geld"}, "Geld komt per project.|Het geld is tijdelijk en het werk blijft."),
    ],
)  # fmt: skip
def test_a_choice_shows_what_has_it(open_page: Open, either: Path, choice: dict[str, str], expected: str) -> None:
    page = open_page(either)
    for name, value in choice.items():
        place = page.locator(f"#zoek-{name} option").all_inner_texts()
        index = next(n for n, option in enumerate(place) if value in option)
        page.locator(f"#zoek-{name}").select_option(index=index)
    assert "|".join(found(page)) == expected
    assert page.get_by_role("status").inner_text() == f"{len(found(page))} van 8 uitspraken"
    again = open_page(either, page.evaluate("location.hash"))
    assert found(again) == found(page)
    assert all(f"{name}={value}" in hash_of(page) for name, value in choice.items())


@pytest.mark.parametrize(
    ("words", "n"), [("geld", 4), ("GELD project", 1), ("geld, geld", 0), ("  ", 8), ("wérk", 1), ("is tijdelijk", 1)]
)
def test_all_words_must_be_there_in_any_spelling(open_page: Open, either: Path, words: str, n: int) -> None:
    page = open_page(either)
    page.get_by_role("searchbox").fill(words)
    status = page.get_by_role("status").filter(has_text=f"{n} van 8 uitspraken")
    status.wait_for()
    assert len(found(page)) == n


def test_an_option_tells_what_choosing_it_would_give(open_page: Open, either: Path) -> None:
    page = open_page(either, "#uitspraken?soort=dilemma&thema=Financiering")
    options = {name: page.locator(f"#zoek-{name} option").all_inner_texts() for name in ("soort", "thema")}
    plain = {name: [re.sub("[\u2068\u2069]", "", text) for text in texts] for name, texts in options.items()}
    assert plain == {
        "soort": ["alle", "advies (1)", "dilemma (2)", "uitkomst (0)"],
        "thema": ["alle", "Financiering (2)", "Rolvastheid (1)", "geen thema (2)"],
    }


def test_clearing_shows_all_again_and_forgets_the_address(open_page: Open, either: Path) -> None:
    page = open_page(either, "#uitspraken?soort=dilemma&tekst=geld")
    assert len(found(page)) == 3
    page.get_by_role("button", name="Wis keuze").click()
    page.get_by_role("status").filter(has_text="8 van 8").wait_for()
    assert hash_of(page) == "#uitspraken"


@pytest.mark.parametrize(
    "hash_", ["#uitspraken?soort=onzin", "#uitspraken?", "#uitspraken?pagina=-3&x=%zz", "#%E0%A4%A", "#nergens"]
)
def test_an_address_that_makes_no_sense_shows_all(open_page: Open, either: Path, hash_: str) -> None:
    page = open_page(either, hash_)
    assert len(found(page)) == 8
    assert page.locator("#zoek-soort").evaluate("(select) => select.selectedIndex") == 0


def test_a_row_tells_where_it_comes_from(open_page: Open, either: Path) -> None:
    page = open_page(either, "#uitspraken?tekst=structureel")
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


def test_a_link_opens_what_is_folded(open_page: Open, either: Path) -> None:
    assert place_of(open_page(either, "#uitspraak-b-z2"), "uitspraak-b-z2")
    page = open_page(either)
    page.locator('.quote a[href="#uitspraak-a-z2"]').first.click()
    assert place_of(page, "uitspraak-a-z2")
    # Folded again, the same link works again.
    page.locator("#sessies details details[open]").evaluate("(details) => (details.open = false)")
    page.locator('.quote a[href="#uitspraak-a-z2"]').first.click()
    assert place_of(page, "uitspraak-a-z2")


def test_a_link_to_an_insight_opens_it(open_page: Open, either: Path) -> None:
    page = open_page(either, "#inzicht-b-s1-i01")
    assert page.locator("#uitspraak-b-z1").is_visible()
    assert focused(page) == "summary"


def test_a_link_works_for_a_statement_that_is_filtered_out(open_page: Open, either: Path) -> None:
    page = open_page(either, "#uitspraken?soort=advies")
    page.evaluate("location.hash = '#uitspraak-c-z2'")
    page.wait_for_function("document.activeElement.id === 'uitspraak-c-z2'")
    assert place_of(page, "uitspraak-c-z2")
    assert found(page) == ["Spreek rollen af.", "Geef structureel geld."]


def test_going_back_leads_to_the_selection_and_the_row(open_page: Open, either: Path) -> None:
    page = open_page(either, "#uitspraken?soort=advies")
    page.locator(".found a").nth(1).click()
    assert place_of(page, "uitspraak-b-z2")
    page.go_back()
    page.wait_for_function("document.activeElement.matches('.found a')")
    assert page.evaluate("document.activeElement.hash") == "#uitspraak-b-z2"
    assert len(found(page)) == 2


def test_every_link_leads_somewhere(open_page: Open, sample: Path) -> None:
    missing = (
        "[...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))"
        ".filter((href) => !document.getElementById(href.slice(1).split('?')[0]))"
    )
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
    page.locator("#sessie-b-s1 summary").first.click()
    page.locator("#inzicht-b-s1-i01 summary").click()
    assert page.locator("#uitspraak-b-z2").is_visible()


def printed(page: Page) -> str:
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    return re.sub(r"\s+", " ", " ".join(part.extract_text() for part in reader.pages))


def test_paper_shows_no_controls(open_page: Open, large: Path) -> None:
    text = printed(open_page(large))
    assert "In het kort" in text
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


def test_paper_shows_statements_that_were_unfolded(open_page: Open, either: Path) -> None:
    page = open_page(either)
    assert "Dat was zo." not in printed(page)
    page.locator("#sessie-c-s1 summary").first.click()
    page.locator("#inzicht-c-s1-i01 summary").click()
    assert "Dat was zo." in printed(page)


def test_paper_shows_folded_tables_and_lists(open_page: Open, either: Path) -> None:
    text = printed(open_page(either))
    assert "In welke sessies dit dilemma voorkomt" in text
    assert "Kopieer citaat" not in text


# --- packed


def test_a_packed_page_without_scripts_says_where_the_statements_are(open_page: Open, packed: Path) -> None:
    page = open_page(packed, java_script_enabled=False)
    notice = page.locator("noscript p")
    assert notice.is_visible()
    assert "Alle uitspraken staan ook in bevindingen.xlsx en data/." in notice.inner_text()
    assert not open_page(packed).locator("noscript").is_visible()


def test_a_browser_that_is_too_old_is_told(browser: Browser, packed: Path) -> None:
    page = browser.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    page.add_init_script("delete window.DecompressionStream")
    page.goto(packed.as_uri())
    page.get_by_text("Deze browser is te oud om alles te tonen.").wait_for()
    assert not page.locator("form").is_visible()
    page.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_packed_page_meets_wcag(open_page: Open, packed: Path, dark: bool) -> None:
    page = open_page(packed, "#uitspraken?soort=dilemma", PHONE, dark=dark)
    unfold(page)
    page.locator("#sessies li").last.wait_for(state="attached")
    unfold(page)  # what was packed has folds of its own
    assert page.locator("#sessies li").last.is_visible()
    assert page.locator("[data-fold]").count() == 0
    assert broken_rules(page) == []


# --- words in any form


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = Builder()
    texts = [
        "De gemeente <b>betaalt</b> & wacht.",
        "Élke Gemeenten kregen geld.",
        "Zij krijgen niets.",
        "Dat is gemeentelijk.",
    ]
    lemmas = [["gemeente", "betalen", "wachten"], ["gemeente", "krijgen", "geld"], ["krijgen"], ["gemeentelijk"]]
    build.session("a", [(text, "dilemma", None) for text in texts], date="2023")
    for row, own in zip(build.rows["statements"], lemmas, strict=True):
        row["lemmas"] = own
    return saved(tmp_path_factory.mktemp("woorden"), page_of(build.world()))


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("gemeenten", ["gemeente", "Gemeenten"]),
        ("gemeente", ["gemeente", "Gemeenten", "gemeente"]),
        ("gemeentelijk", ["gemeentelijk"]),
        ("kregen", ["kregen", "krijgen"]),
        ("GELD kréég", []),
        ("elke geld", ["Élke", "geld"]),
        ("<b>", ["<b>"]),
        ("/b> &", ["/b>", "&"]),
    ],
)
def test_a_word_is_found_in_its_other_forms_and_marked(
    open_page: Open, words: Path, query: str, marks: list[str]
) -> None:
    page = open_page(words, f"#uitspraken?{urlencode({'tekst': query})}")
    assert page.locator(".found mark").all_inner_texts() == marks
    assert not page.locator(".found b").count()


def test_marks_change_no_text(open_page: Open, hostile: Path) -> None:
    page = open_page(hostile)
    before = found(page)
    for sign in ("e", "<", "w", "م", "&", "1"):
        page.evaluate("(text) => (location.hash = '#uitspraken?' + new URLSearchParams({ tekst: text }))", sign)
        page.locator(".found mark").first.wait_for()
        assert set(found(page)) <= set(before)


# --- copying


PASTE = """() => {
  const area = document.createElement("textarea");
  area.setAttribute("aria-label", "Plakken");
  document.body.append(area);
  area.focus();
}"""


def pasted(page: Page) -> str:
    """Return what is on the clipboard, as a reader sees it who pastes it."""
    page.evaluate(PASTE)
    page.keyboard.press("Control+V")
    text = page.locator("textarea").input_value()
    page.locator("textarea").evaluate("(area) => area.remove()")
    return text


def citation(path: Path) -> str:
    source = "Manager, in: Eerste tafel, 14 mrt 2023, Inzicht 1, regel 5"
    return f"“Geld komt per project.”\n{source}\n{path.as_uri()}#uitspraak-a-z2"


@pytest.mark.parametrize(
    "place",
    [".quote:has-text('Geld komt per project.')", ".found tr:has-text('Geld komt per project.')", "#uitspraak-a-z2"],
)
def test_a_quote_is_copied_with_its_source(open_page: Open, either: Path, place: str) -> None:
    page = open_page(either, "#uitspraak-a-z2")
    page.locator("#uitspraak-a-z2:focus").wait_for()
    button = page.locator(place).first.get_by_role("button", name="Kopieer citaat")
    button.focus()
    page.keyboard.press("Enter")
    page.locator("[aria-live]").get_by_text("Het citaat is gekopieerd.").wait_for()
    assert page.evaluate("document.activeElement.dataset.copy") == "uitspraak-a-z2"
    assert pasted(page) == citation(either)


def test_the_organisation_of_the_source_is_copied_where_it_is_known(open_page: Open, tmp_path: Path) -> None:
    build = Builder()
    build.session("a", [("Geld komt per project.", "dilemma", "manager")], date="2023")
    build.add(
        "participants", participant_id="p", session_id="a-s1", name="x", function="manager", organisation="UWV",
        is_chair=False, present=True,
    )  # fmt: skip
    page = open_page(saved(tmp_path, page_of(build.world())))
    page.locator(".found [data-copy]").click()
    page.get_by_text("Het citaat is gekopieerd.").wait_for()
    assert "\nManager, UWV, in: " in pasted(page)


def test_a_copy_that_fails_is_told(open_page: Open, small: Path) -> None:
    page = open_page(small)
    page.evaluate(
        "() => { document.execCommand = () => false; navigator.clipboard.writeText = () => Promise.reject(new Error()); }"
    )
    page.locator(".found [data-copy]").first.click()
    page.locator("[aria-live]").get_by_text("Kopiëren is niet gelukt.").wait_for()
    assert page.locator("textarea").count() == 0


# --- from one place to another


def test_a_statement_leads_to_its_dilemma(open_page: Open, either: Path) -> None:
    page = open_page(either, "#uitspraak-a-z2")
    page.locator("#uitspraak-a-z2:focus").wait_for()
    page.locator("#uitspraak-a-z2 .topic a").click()
    assert hash_of(page) == "#dilemma-los-geld"
    page.locator(".found tr:has-text('Geld komt per project.') .topic a").click()
    assert hash_of(page) == "#dilemma-los-geld"
    assert not page.locator("#uitspraak-a-z1 .topic").count()


def test_a_quote_leads_to_the_advice_in_its_insight(open_page: Open, either: Path) -> None:
    page = open_page(either)
    quote = page.locator(".quote:has-text('Geld komt per project.') + .answers").first
    assert quote.inner_text() == "Advies in hetzelfde inzicht: regel 5"
    quote.get_by_role("link").click()
    page.locator("#uitspraak-a-z3:focus").wait_for()
    assert place_of(page, "uitspraak-a-z3")


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory, small: Path) -> Path:
    """The small page with a chart of which parts are links."""
    figure = charts.themes_by_sessions([Theme(name, name, 1, 1, 0) for name in "abcd"], 2)
    assert figure is not None
    urls = ("#dilemma-los-geld", "#dilemma-los-geld", "#uitspraken?thema=Rolvastheid", "#losse-dilemmas")
    for bar, url in zip(figure.axes[0].patches, urls, strict=True):
        bar.set_url(url)
    chart = inline_svg(charts.render(figure, "themas").svg, "x", "Een grafiek.", {"dilemma-los-geld": "Naar <geld>"})
    source = small.read_text(encoding="utf-8")
    source = re.sub(r"<svg width.*?</svg>", lambda _: chart, source, count=1, flags=re.DOTALL)
    return saved(tmp_path_factory.mktemp("grafiek"), source)


def test_a_part_of_a_chart_leads_to_its_statements(open_page: Open, linked: Path) -> None:
    page = open_page(linked)
    chart = page.locator(".chart").first
    links = chart.locator("svg a")
    names = links.evaluate_all("(links) => links.map((link) => [link.ariaLabel, link.tabIndex])")
    assert names == [
        ["Naar <geld>", 0],
        ["Naar <geld>", -1],
        ["Uitspraken: thema Rolvastheid", 0],
        ["d: 1 van de 2 sessies", 0],
    ]
    assert broken_rules(page, "#dilemmas") == []
    chart.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Uitspraken: thema Rolvastheid"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="2 van 8 uitspraken").wait_for()
    assert found(page) == ["De rollen zijn vermengd.", "Spreek rollen af."]
    links.nth(1).click()
    assert hash_of(page) == "#dilemma-los-geld"


def test_the_contents_fold_on_a_phone(open_page: Open, small: Path) -> None:
    page = open_page(small, size=PHONE)
    link = page.get_by_role("navigation").get_by_role("link", name="In het kort")
    assert not link.is_visible()
    page.get_by_role("navigation").locator("summary").focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    assert open_page(small).get_by_role("navigation").get_by_role("link", name="In het kort").is_visible()
