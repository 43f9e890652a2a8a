"""The reporting stage, on small tables made by hand."""

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pypdf
import pytest

from pipeline.dutch import edtf, wording
from pipeline.dutch.wording import collapse
from pipeline.errors import OffsetError
from pipeline.reporting import Method, Names, charts, content, make_report
from pipeline.reporting.document import Quote
from pipeline.reporting.exports.datapackage import EXPORTED, LISTS
from pipeline.reporting.findings import find
from pipeline.reporting.findings.model import Findings, Theme
from pipeline.reporting.formats import FILES
from pipeline.reporting.inputs import FrontMatter
from pipeline.reporting.sections import in_brief, parts
from pipeline.reporting.writers import WRITERS
from pipeline.reporting.writers.html import write_html
from pipeline.reporting.writers.signs import clean
from pipeline.tables import TABLES, frame

NAMES = Names(
    themes={"rollen": "Rolvastheid", "geld": "Financiering", "ict": "ICT en systemen"},
    roles={"manager": "Manager", "adviseur": "Adviseur"},
)
METHOD = Method("1.0", "nl_sessie_sm 1.0.0", "model 0.2", 12, 2, {"toevalsgetal": "7"})
VOID = {"meta", "link", "path", "use", "rect", "br", "input"}

Rows = dict[str, list[dict[str, Any]]]
World = tuple[dict[str, pd.DataFrame], dict[str, str]]


class Builder:
    """Makes tables whose offsets are right: one session a report, one insight a session unless said."""

    def __init__(self) -> None:
        self.rows: Rows = {table: [] for table in TABLES}
        self.texts: dict[str, str] = {}

    def add(self, table: str, **values: Any) -> None:
        nothing = {"texts": [], "flag": False}
        empty: dict[str, Any] = {column.name: nothing.get(column.kind) for column in TABLES[table]}
        if table == "statements":
            empty["kind_machine"] = values["kind"]
        self.rows[table].append({**empty, **values})

    def session(
        self,
        key: str,
        statements: list[tuple[str, str, str | None]],
        *,
        date: str | None = None,
        series: str | None = None,
        title: str | None = None,
        heading: str | None = "Kop",
    ) -> None:
        """Add a report with one session and one insight of (text, kind, attributed_to)."""
        start = f"{title or ''}\n\n1. {heading or ''}\n\n"
        texts = [text for text, _, _ in statements]
        body = " ".join(texts)
        self.texts[key] = f"{start}{body}\n"
        report = {"report_id": key, "session_id": f"{key}-s1", "insight_id": f"{key}-s1-i01"}
        sha256, path = "0" * 64, f"map/{key}.txt"
        size = len(self.texts[key])
        self.add("reports", report_id=key, path=path, sha256=sha256, format="txt", n_chars=size, language="nl")
        self.add(
            "sessions",
            session_id=f"{key}-s1",
            report_id=key,
            title=title,
            date=date,
            date_text=date,
            date_source="tekst" if date else None,
            series=series,
        )
        self.add(
            "insights", **report, position=1, number="1", heading=heading, text=body, line=5,
            start_char=len(start), end_char=len(start) + len(body),
        )  # fmt: skip
        place = len(start)
        for position, (text, kind, role) in enumerate(statements, 1):
            self.add(
                "statements", **report, statement_id=f"{key}-z{position}", position=position, text=text,
                start_char=place, end_char=place + len(text), kind=kind, kind_score=0.9, is_uncertain=False,
                stands_alone=0.9 if kind == "dilemma" else None, both_sides=0.5 if kind == "dilemma" else None, attributed_to=role,
            )  # fmt: skip
            place += len(text) + 1

    def mention(self, key: str, code: str, position: int | None, *, negated: bool = False) -> None:
        """Add a mention of a theme or role; one without a position stands in the heading."""
        column = "theme" if code in NAMES.themes else "role"
        self.add(
            f"{column}_mentions", session_id=f"{key}-s1", insight_id=f"{key}-s1-i01", report_id=key,
            statement_id=None if position is None else f"{key}-z{position}", term="x", text="x",
            start_char=0, end_char=1, negated=negated, **{column: code},
        )  # fmt: skip

    def assign(
        self,
        statement: str,
        topic: str | None,
        *,
        strength: float = 0.5,
        first: bool = False,
        status: str = "",
    ) -> None:
        self.add(
            "topic_assignments", statement_id=statement, topic_id=topic, strength=strength,
            is_representative=first, status=status or ("ingedeeld" if topic else "los"),
        )  # fmt: skip

    def topic(self, key: str, label: str, stability: float = 0.9) -> None:
        self.add("topics", topic_id=key, label=label, terms=[label], n_statements=1, n_sessions=1, stability=stability)

    def world(self) -> World:
        return {table: frame(table, rows) for table, rows in self.rows.items()}, dict(self.texts)


def three_sessions() -> World:
    """Three sessions, of which two share a dilemma; the undated one comes first in the tables."""
    build = Builder()
    build.session(
        "c", [("Niemand weet wie betaalt.", "dilemma", "manager"), ("Dat was zo.", "uitkomst", None)],
        date="XXXX-04-04", series="Spoor 3", title="Derde tafel",
    )  # fmt: skip
    build.session(
        "b",
        [
            ("Het geld is\ntijdelijk en het werk blijft.", "dilemma", "manager"),
            ("Geef structureel geld.", "advies", "adviseur"),
            ("Zonder geld gaat het niet.", "dilemma", None),
        ],
        date="2023-11", series="Spoor 3", title="Tweede tafel", heading="Geld voor later",
    )  # fmt: skip
    build.session(
        "a",
        [
            ("De rollen zijn vermengd.", "dilemma", None),
            ("Geld komt per project.", "dilemma", "manager"),
            ("Spreek rollen af.", "advies", None),
        ],
        date="2023-03-14", series="Dialoog", title="Eerste tafel", heading=None,
    )  # fmt: skip
    build.mention("b", "geld", None)  # in the heading
    build.mention("b", "geld", 1)
    build.mention("b", "geld", 1)
    build.mention("b", "geld", 2)
    build.mention("b", "geld", 3, negated=True)
    build.mention("a", "geld", 2)
    build.mention("a", "rollen", 1)
    build.mention("a", "rollen", 3)
    build.mention("c", "rollen", 2, negated=True)
    build.mention("a", "manager", 1)
    build.mention("b", "manager", 1)
    build.topic("los-geld", "Vast werk, tijdelijk geld")
    build.topic("rollen", "Vermengde rollen")
    build.assign("b-z1", "los-geld", strength=0.4)
    build.assign("b-z3", "los-geld", strength=0.9)
    build.assign("a-z2", "los-geld", strength=0.1, first=True)
    build.assign("a-z1", "rollen", first=True)
    build.assign("c-z1", None)
    build.add(
        "participants", participant_id="p1", session_id="a-s1", name="Jannie Verzonnen", function="manager",
        organisation="UWV", is_chair=True, present=True,
    )  # fmt: skip
    build.add(
        "participants", participant_id="p2", session_id="a-s1", name="Piet Afwezig", function="directeur",
        organisation="SVB", is_chair=False, present=False,
    )  # fmt: skip
    build.add(
        "participants", participant_id="p3", session_id="a-s1", name="Klaas Bedacht", function="manager",
        organisation="DUO", is_chair=False, present=True,
    )  # fmt: skip
    build.add("rejections", path="map/scan.pdf", reason="no_text", message="Maak de scan leesbaar.")
    return build.world()


def crowded() -> World:
    """Two series by turns, and one statement with all themes and roles."""
    build = Builder()
    for key, series in (("a", "Oost"), ("b", "West"), ("c", "Oost")):
        build.session(key, [("Alles tegelijk.", "dilemma", "wethouder")], date=f"2023-0{ord(key) - 96}", series=series)
        for code in ("geld", "ict", "rollen", "manager", "adviseur"):
            build.mention(key, code, 1)
    return build.world()


def findings_of(world: World) -> Findings:
    return find(*world, NAMES)


def page_of(world: World, names: Names = NAMES, method: Method = METHOD) -> str:
    """Return the page alone: the other formats take most of the time of a report."""
    findings = find(*world, names, method.unit, method.min_sessions)
    return write_html(content.build(findings, charts.draw(findings), names, method)).decode("utf-8")


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.shown: list[str] = []
        self.feed(page)
        self.text = re.sub(r"\s+", " ", "".join(self.shown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open.pop() != tag:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.shown.append(data)

    def all(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.elements if (value := attrs.get(attribute)) is not None]


@pytest.fixture(scope="module")
def report() -> Mapping[str, bytes]:
    return make_report(*three_sessions(), NAMES, METHOD)


@pytest.fixture(scope="module")
def page(report: Mapping[str, bytes]) -> Page:
    return Page(report["rapport.html"].decode("utf-8"))


# --- words and dates


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "0 sessies"), (1, "1 sessie"), (2, "2 sessies"), (1234567, "1.234.567 sessies")]
)
def test_count_agrees_with_its_noun(n: int, expected: str) -> None:
    assert wording.count(n, "sessie", "sessies") == expected


def test_a_share_names_its_denominator() -> None:
    assert wording.out_of(3, 26, "sessie", "sessies") == "3 van de 26 sessies"
    assert wording.out_of(1, 1, "sessie", "sessies") == "1 van 1 sessie"


def test_percentages_have_a_decimal_comma() -> None:
    assert wording.percentage(1, 3) == "33,3%"
    assert wording.percentage(0, 0) == "–"


@pytest.mark.parametrize(
    ("items", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_listing(items: list[str], expected: str) -> None:
    assert wording.listing(items) == expected


def test_only_plain_white_space_collapses() -> None:
    assert wording.collapse(" een\n  twee\tdrie\u00a0 vier ") == "een twee drie\u00a0 vier"


def test_names_in_a_sentence_keep_their_capitals() -> None:
    assert [wording.lower_first(name) for name in ("Manager", "DG", "ICT en zo", "")] == [
        "manager", "DG", "ICT en zo", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("date", "printed", "expected"),
    [
        ("2023-03-14", "14 maart 2023", "14 mrt 2023"),
        ("XXXX-07-18", "18 juli", "18 juli (jaar onbekend)"),
        ("2023-11", "november 2023", "nov 2023"),
        ("2023", "2023", "2023"),
        ("XXXX", None, "datum onbekend"),
        (None, "dit voorjaar", "dit voorjaar"),
        (None, None, "datum onbekend"),
        ("2023-13-01", "1 dertiende 2023", "1 dertiende 2023"),
    ],
)
def test_date_labels(date: str | None, printed: str | None, expected: str) -> None:
    assert edtf.label(date, printed) == expected


def test_dates_without_a_year_come_last() -> None:
    in_order = ["2022", "2022-05", "2022-05-01", "2023-01-01", "XXXX-01-31", "XXXX-02-01", None]
    assert sorted([in_order[place] for place in (4, 0, 6, 2, 5, 1, 3)], key=edtf.sort_key) == in_order


# --- findings


def test_sessions_stand_in_order_of_time() -> None:
    found = findings_of(three_sessions())
    labels = [session.date_label for session in found.sessions]
    assert labels == ["14 mrt 2023", "nov 2023", "4 apr (jaar onbekend)"]


def test_themes_count_headings_for_sessions_and_no_negated_mentions() -> None:
    found = findings_of(three_sessions())
    assert found.themes == (
        Theme("geld", "Financiering", n_sessions=2, n_statements=3, n_advice=1),
        Theme("rollen", "Rolvastheid", n_sessions=1, n_statements=2, n_advice=1),
    )
    assert found.unmentioned_themes == ("ICT en systemen",)
    assert (found.n_theme_statements, found.n_theme_advice) == (5, 2)


def test_a_theme_that_only_a_heading_mentions_counts_for_its_session() -> None:
    build = Builder()
    build.session("a", [("Een zin.", "uitkomst", None)])
    build.mention("a", "geld", None)
    found = findings_of(build.world())
    assert found.themes == (Theme("geld", "Financiering", n_sessions=1, n_statements=0, n_advice=0),)
    assert found.theme_sessions.values == ((1,),)


def test_theme_by_session_groups_by_series_and_keeps_time() -> None:
    matrix = findings_of(three_sessions()).theme_sessions
    assert matrix.groups == ("Dialoog", "Spoor 3", "Spoor 3")
    assert matrix.columns == ("14 mrt 2023", "nov 2023", "4 apr (jaar onbekend)")
    assert dict(zip(matrix.rows, matrix.values, strict=True)) == {
        "Financiering": (1, 1, 0),
        "Rolvastheid": (1, 0, 0),
    }


def test_sessions_of_one_series_stand_together() -> None:
    matrix = findings_of(crowded()).theme_sessions
    assert matrix.groups == ("Oost", "Oost", "West")
    assert matrix.columns == ("jan 2023", "mrt 2023", "feb 2023")


def test_a_role_goes_with_a_theme_when_mentioned_or_holding_the_view() -> None:
    matrix = findings_of(three_sessions()).theme_roles
    assert matrix.columns == ("Manager", "Adviseur")
    # b-z1 has the manager both as speaker and as mention, and counts once.
    assert dict(zip(matrix.rows, matrix.values, strict=True)) == {
        "Financiering": (2, 1),
        "Rolvastheid": (1, 0),
    }


def test_a_dilemma_recurs_from_two_sessions_on() -> None:
    found = findings_of(three_sessions())
    assert [dilemma.label for dilemma in found.recurring] == ["Vast werk, tijdelijk geld"]
    dilemma = found.recurring[0]
    assert (dilemma.n_sessions, dilemma.n_statements, dilemma.n_unattributed) == (2, 3, 1)
    assert [(role.name, role.n) for role in dilemma.raised_by] == [("Manager", 2)]
    assert [quote.statement_id for quote in found.loose] == ["a-z1", "c-z1"]


def test_quotes_come_from_different_sessions_the_representative_first() -> None:
    dilemma = findings_of(three_sessions()).recurring[0]
    # b-z3 is the strongest, and two of session b would be one too many.
    assert dilemma.key_sentence is not None
    assert dilemma.key_sentence.statement_id == "b-z3"
    assert [quote.statement_id for quote in dilemma.quotes] == ["a-z2"]


@pytest.mark.parametrize(
    ("stability", "firm"),
    [(0.6, "losse groep"), (0.75, "redelijk stevige groep"), (0.9, "stevige groep"), (1.0, "stevige groep")],
)
def test_how_firm_a_dilemma_is_stands_there_in_words(stability: float, firm: str) -> None:
    build = Builder()
    build.topic("t", "Steeds weer", stability)
    for key in "ab":
        build.session(key, [("Weer dit.", "dilemma", None)])
        build.assign(f"{key}-z1", "t")
    tables, texts = build.world()
    html = page_of((tables, texts))
    assert f">{firm}</bdi></a>" in html.replace("<bdi>", ">")
    assert f"kwam terug in {round(100 * stability)}% van de proefindelingen" in html


def test_at_most_two_quotes_beside_the_key_sentence() -> None:
    build = Builder()
    build.topic("t", "Steeds weer")
    for key in "abcde":
        build.session(key, [("Weer dit.", "dilemma", None)])
        build.assign(f"{key}-z1", "t")
    dilemma = findings_of(build.world()).recurring[0]
    assert dilemma.n_sessions == 5
    assert len({quote.session_id for quote in dilemma.quotes}) == len(dilemma.quotes) == 2


def test_advice_comes_from_the_insights_of_the_dilemma() -> None:
    dilemma = findings_of(three_sessions()).recurring[0]
    assert [quote.statement_id for quote in dilemma.advice] == ["b-z2", "a-z3"]  # that of the key sentence first
    assert dilemma.n_advice == 2


def test_ties_between_dilemmas_go_by_statements_and_then_label() -> None:
    build = Builder()
    for topic, label in (("x", "Zomer"), ("y", "Appel"), ("z", "Meer")):
        build.topic(topic, label)
    for key in "ab":
        build.session(key, [("Een.", "dilemma", None)] * 4)
        for position, topic in enumerate(("x", "y", "z", "z"), 1):
            build.assign(f"{key}-z{position}", topic)
    labels = [dilemma.label for dilemma in findings_of(build.world()).recurring]
    assert labels == ["Meer", "Appel", "Zomer"]


def test_a_quote_knows_its_place() -> None:
    quote = findings_of(three_sessions()).recurring[0].key_sentence
    assert quote is not None
    assert (quote.session_label, quote.date_label, quote.path) == ("Tweede tafel", "nov 2023", "map/b.txt")
    assert quote.insight_label == "1. Geld voor later"
    assert quote.line == 6  # the first statement, on line 5, is broken over two lines


def test_a_quote_that_does_not_stand_in_its_text_never_reaches_a_report() -> None:
    tables, texts = three_sessions()
    shifted = tables["statements"].assign(start_char=tables["statements"]["start_char"] - 1)
    with pytest.raises(OffsetError):
        make_report({**tables, "statements": shifted}, texts, NAMES, METHOD)
    with pytest.raises(OffsetError):
        make_report(tables, {**texts, "b": texts["b"].replace("blijft", "gaat  ")}, NAMES, METHOD)
    del texts["b"]
    with pytest.raises(OffsetError):
        make_report(tables, texts, NAMES, METHOD)


def test_the_tables_stay_as_they_are() -> None:
    tables, texts = three_sessions()
    before = {name: table.copy(deep=True) for name, table in tables.items()}
    make_report(tables, texts, NAMES, METHOD)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, before[name])
    assert texts == three_sessions()[1]


# --- the report


def exported() -> set[str]:
    """Return the files that are made whatever the tables say."""
    tables = {f"data/{table}.{kind}" for table in EXPORTED for kind in ("csv", "parquet")}
    lists = {f"data/{listed.name}.csv" for listed in LISTS}
    return {"bevindingen.xlsx", "data/datapackage.json", *tables, *lists}


def test_the_files(report: Mapping[str, bytes]) -> None:
    names = ("dilemmas", "dilemmas-sessies", "rollen-en-themas", "themas")
    pictures = {f"figuren/{name}.{kind}" for name in names for kind in ("png", "svg")}
    written = {FILES[name] for name in WRITERS}
    assert {name for name in report if name not in exported()} == {*written, *pictures}
    assert all(report[name].startswith(b"\x89PNG") for name in pictures if name.endswith("png"))


def test_the_same_tables_give_the_same_bytes(report: Mapping[str, bytes]) -> None:
    """Also in another process, where sets have another order."""
    command = (
        "import hashlib, test_reporting as t; "
        "files = t.make_report(*t.crowded(), t.NAMES, t.METHOD); "
        "print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())"
    )
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])
    digests = {
        subprocess.run(
            [sys.executable, "-c", command],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert make_report(*three_sessions(), NAMES, METHOD) == report


def test_the_order_of_rows_does_not_matter(report: Mapping[str, bytes]) -> None:
    tables, texts = three_sessions()
    turned = {name: table.iloc[::-1].reset_index(drop=True) for name, table in tables.items()}
    turned["participants"] = tables["participants"]  # their order is that of the report
    assert page_of((turned, texts)) == report["rapport.html"].decode()


def test_importing_the_stage_is_cheap() -> None:
    command = "import sys, pipeline.reporting; print(*{'matplotlib', 'jinja2', 'pandas'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", command],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == ""


def test_every_link_has_a_place_and_every_id_is_there_once(page: Page) -> None:
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    links = [link for link in page.all("href") if link.startswith("#")]
    assert len(links) > 20
    assert {link[1:] for link in links} <= set(ids)
    assert page.misnested == []


def test_a_quote_links_to_session_insight_and_line(report: Mapping[str, bytes]) -> None:
    text = report["rapport.html"].decode("utf-8")
    words = "<bdi>Geld komt per project.</bdi></p></blockquote>\n<figcaption>"
    source = text.split(words)[1].split("</figcaption>")[0]
    assert re.findall(r'href="#([^"]+)"', source) == [
        parts.session_id("a-s1"), parts.insight_id("a-s1-i01"), parts.statement_id("a-z2"),
    ]  # fmt: skip
    assert "Manager in " in source
    assert "14 mrt 2023" in source
    assert "regel 5" in source


def test_a_wrapped_quote_is_shown_on_one_line() -> None:
    build = Builder()
    build.session("a", [("Het geld is\ntijdelijk en\u00a0het werk blijft.", "dilemma", None)])
    quotes = re.findall(r"<blockquote><p>(.*?)</p></blockquote>", page_of(build.world()), re.DOTALL)
    assert set(quotes) == {"<bdi>Het geld is tijdelijk en\u00a0het werk blijft.</bdi>"}


def test_figures_have_their_denominators(page: Page) -> None:
    for sentence in (
        "In 3 sessies keert 1 dilemma terug.",
        "1 dilemma keert terug. Daarover gaat ruim de helft van de zinnen met een dilemma (3 van de 5).",
        "Vast werk, tijdelijk geld: twee derde van de sessies (2 van de 3), 2023",
        "Bij ongeveer de helft van de uitspraken (4 van de 8) noemt het verslag de functie van wie die doet.",
        "Niet gebruikt: één bestand (1 van de 4).",
        "Gelezen: 3 van de 4 bestanden.",
        "Een thema uit het codeboek staat in ruim de helft van de uitspraken (5 van de 8).",
        "2 van de 3 thema’s uit het codeboek komen voor.",
        "Niet gevonden: ICT en systemen.",
    ):
        assert sentence in page.text


def test_the_first_page_tells_what_to_beware_of(page: Page) -> None:
    front = page.text.split("In het kort")[-1].split("Alle dilemma’s op één bladzijde")[0]
    assert "lees elk citaat dus na" in front
    assert "[functie, organisatie] vervangt een naam" in front
    assert "sinds het vorige rapport" not in front


def test_a_dilemma_of_which_one_session_alone_is_sure_is_quoted_from_another_too() -> None:
    build = Builder()
    build.topic("t", "Steeds weer")
    for session in "ab":
        build.session(session, [("Weer dit.", "dilemma", None)])
        build.assign(f"{session}-z1", "t")
    build.rows["statements"][1]["is_uncertain"] = True
    dilemma = findings_of(build.world()).recurring[0]
    assert dilemma.key_sentence is not None
    assert dilemma.key_sentence.statement_id == "a-z1"
    assert [quote.statement_id for quote in dilemma.quotes] == ["b-z1"]
    assert make_report(*build.world(), NAMES, METHOD)["bevindingen.xlsx"]


def test_the_first_page_quotes_what_the_foremost_dilemmas_are_about() -> None:
    build = Builder()
    for number in range(6):
        build.topic(f"t{number}", f"Dilemma {number}")
    for session in range(8):
        said = [(f"Zin {session} van dilemma {number}.", "dilemma", None) for number in range(6)]
        build.session(f"s{session}", said)
        for number in range(6):
            if session < 8 - number:
                build.assign(f"s{session}-z{number + 1}", f"t{number}")
    for row in build.rows["statements"]:
        row["stands_alone"] = 0.2 if row["text"].endswith("dilemma 1.") else 0.6
        if row["statement_id"] == "s3-z1":
            row["both_sides"] = 0.9
    findings = findings_of(build.world())
    keys = [dilemma.key_sentence for dilemma in findings.recurring]
    assert keys[0] is not None
    assert keys[0].statement_id == "s3-z1"
    assert keys[1] is None
    section = in_brief.section(findings, METHOD)
    quoted = [block.text for block in section.blocks if isinstance(block, Quote)]
    assert quoted == [key.text for key in keys[:5] if key is not None]
    page = Page(page_of(build.world()))
    assert "Geen van de uitspraken is los te begrijpen; lees ze bij hun sessie in hun verband." in page.text


def test_the_sections_stand_in_order(page: Page) -> None:
    headings = [tag for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert headings[0] == "h1"
    assert all(int(after[1]) - int(before[1]) <= 1 for before, after in pairwise(headings))
    ids = [attrs["id"] for tag, attrs in page.elements if tag == "section"]
    sections = [
        "kernpunten", "overzicht", "dilemmas", "rollen", "themas", "sessies-overzicht", "werkwijze",
        "uitspraken", "losse-dilemmas", "adviezen-per-thema", "themas-in-cijfers", "rollen-in-cijfers", "sessies",
        "niet-gebruikt", "verantwoording",
    ]  # fmt: skip
    assert [name for name in ids if name in sections] == sections


def test_loose_dilemmas_stand_apart(report: Mapping[str, bytes]) -> None:
    loose = report["rapport.html"].decode("utf-8").split('id="alle-losse-dilemmas"')[1].split("</section>")[0]
    assert "De rollen zijn vermengd." in loose
    assert "Niemand weet wie betaalt." in loose
    assert "Geld komt per project." not in loose
    assert "2 van de 5 zinnen met een dilemma horen bij geen terugkerend dilemma." in loose


def test_participants_stand_there_by_function_and_never_by_name(page: Page) -> None:
    assert "Aanwezig: 2 × manager (UWV en DUO)." in page.text
    assert "Afwezig gemeld: 1 persoon." in page.text
    assert not re.search("Jannie|Verzonnen|Piet|Klaas|Bedacht", page.text)


def test_what_was_not_used_is_told(page: Page) -> None:
    assert "map/scan.pdf" in page.text
    assert "scan zonder tekst" in page.text
    assert "Maak de scan leesbaar." in page.text


def test_the_account_names_what_was_used(page: Page) -> None:
    account = page.text.split("Verantwoording")[-1]
    for fact in (
        "1.0",
        "nl_sessie_sm 1.0.0",
        "model 0.2",
        "12",
        "toevalsgetal",
        "Ontkende termen tellen niet mee",
    ):
        assert fact in account


def test_the_page_asks_nothing_of_the_network(page: Page, report: Mapping[str, bytes]) -> None:
    text = report["rapport.html"].decode("utf-8")
    assert all(link.startswith(("#", "data:")) for link in page.all("href"))
    assert page.all("src") == []
    assert "url(http" not in text
    assert "@import" not in text
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"img", "iframe", "object"}
    policy = next(attrs["content"] for tag, attrs in page.elements if "http-equiv" in attrs)
    assert policy is not None
    digest = hashlib.sha256(text.split("<script>")[1].split("</script>")[0].encode()).digest()
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{base64.b64encode(digest).decode()}'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert text.count("<script") == 1
    assert ("html", {"lang": "nl"}) in page.elements


def test_charts_in_the_page_have_a_name_and_no_style_sheet(page: Page) -> None:
    pictures = [attrs for tag, attrs in page.elements if tag == "svg" and attrs.get("class") != "thread"]
    assert len(pictures) == 4
    assert all(attrs["role"] in ("img", "group") and attrs["aria-label"] for attrs in pictures)
    assert [tag for tag, _ in page.elements].count("style") == 1


# --- hostile text

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202eomgekeerd</bdi></details></section>",
    "{{ 7 * 7 }}{% raw %}",
    "w" * 10_000,
    "$\\frac{x$",
    "--> ]]> &amp; \x01\x0b",
    "مرحبا 中文",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    build = Builder()
    build.topic("t", text)
    for key in ('a"><b>', "b"):
        build.session(
            key, [(text, "dilemma", "manager"), (text, "advies", None)], series=text, title=text, heading=text
        )
        build.mention(key, "geld", 1)
        build.assign(f"{key}-z1", "t")
    build.add("rejections", path=text, reason="empty", message=text)
    names = replace(NAMES, themes={"geld": text}, roles={"manager": text})
    method = Method(text, text, text, 12, 2, {text: text})
    source = page_of(build.world(), names, method)
    found = Page(source)
    assert found.misnested == []
    assert not {tag for tag, _ in found.elements} & {"img", "b"}
    assert [tag for tag, _ in found.elements].count("script") == 1  # our own
    ids = found.all("id")
    assert len(ids) == len(set(ids))
    assert re.sub(r"\s+", " ", text) in found.text
    quotes = re.findall(r"<blockquote><p>(.*?)</p></blockquote>", source)
    assert quotes
    assert all(quote.startswith("<bdi>") and quote.endswith("</bdi>") for quote in quotes)


@pytest.mark.parametrize("text", [*HOSTILE, "=1+1", "#set page(width: 1pt)", "**vet** [link](x) `code`"])
def test_hostile_text_at_the_top_stays_text(text: str) -> None:
    front = FrontMatter(title=text, client=text, question=text, date=text)
    files = make_report(*three_sessions(), NAMES, replace(METHOD, front=front))
    expected = clean(collapse(text)).strip()
    found = Page(files["rapport.html"].decode("utf-8"))
    assert found.misnested == []
    assert not {tag for tag, _ in found.elements} & {"img", "b", "a1"}
    assert [tag for tag, _ in found.elements].count("script") == 1  # our own
    shown = re.sub(r"\s+", " ", expected)
    for told in (shown, f"Opdrachtgever: {shown}", f"Vraag: {shown}", f"Datum: {shown}"):
        assert told in found.text
    for name in ("rapport.odt", "rapport.docx", "bevindingen.xlsx"):
        with zipfile.ZipFile(io.BytesIO(files[name])) as archive:
            parts_of = {part: archive.read(part) for part in archive.namelist() if part.endswith((".xml", ".rels"))}
        trees = [ElementTree.fromstring(data) for data in parts_of.values()]  # noqa: S314 (our own files)
        said = ["".join(tree.itertext()) for tree in trees]
        assert any(squeezed(f"Opdrachtgever: {text}") in squeezed(one) for one in said), name
        assert not any(b"<f>" in data for data in parts_of.values()), name  # no formula
    package = json.loads(files["data/datapackage.json"])
    assert package["title"] == expected
    text_of_pdf = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["rapport.pdf"])).pages)
    assert squeezed("Opdrachtgever:") in squeezed(text_of_pdf)
    if text.isascii() and text.isprintable() and len(text) < 100:  # a longer one runs through the foot of a page
        assert squeezed(f"Opdrachtgever: {text}") in squeezed(text_of_pdf)


def squeezed(text: str) -> str:
    """Return a text without white space and the signs that lines are broken at or that have no shape."""
    return re.sub(r"[\s\u00ad\u200b\u202e\u2068\u2069\x00-\x1f]", "", text)


@pytest.mark.parametrize(
    ("front", "title", "facts"),
    [
        (FrontMatter(), "De rode draad in 3 sessies", "14 mrt 2023"),
        (FrontMatter(title=" "), "De rode draad in 3 sessies", "14 mrt 2023"),
        (FrontMatter(title="Wie\n betaalt?"), "Wie betaalt?", "De rode draad in 3 sessies · 14 mrt 2023"),
        (FrontMatter(client="BZK"), "De rode draad in 3 sessies", "Opdrachtgever: BZK · 14 mrt 2023"),
        (FrontMatter(question="Hoe?"), "De rode draad in 3 sessies", "Vraag: Hoe? · 14 mrt 2023"),
        (FrontMatter(date="2024-03"), "De rode draad in 3 sessies", "Datum: mrt 2024 · 14 mrt 2023"),
        (FrontMatter(date="voorjaar, concept"), "De rode draad in 3 sessies", "Datum: voorjaar, concept · 14 mrt 2023"),
        (FrontMatter(date="2024-13"), "De rode draad in 3 sessies", "Datum: 2024-13 · 14 mrt 2023"),
    ],
)
def test_what_the_user_puts_at_the_top(front: FrontMatter, title: str, facts: str) -> None:
    page = page_of(three_sessions(), method=replace(METHOD, front=front))
    assert f"<h1>{title}</h1>" in page
    assert f'<p class="meta">{facts} tot en met' in page


def test_ids_are_safe_and_differ_where_the_keys_differ() -> None:
    keys = ['a" onclick="x', "a b", "a_b", "a_20_b", "a-b", "é"]
    ids = [parts.session_id(key) for key in keys]
    assert len(set(ids)) == len(keys)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", identifier) for identifier in ids)


def test_a_remark_on_a_file_that_was_used_stands_apart() -> None:
    build = Builder()
    build.session("a", [("Niemand weet wie betaalt.", "dilemma", None)])
    remark = "Controleer de datum “3 mei”."
    build.add("rejections", path="a.txt", reason="date_conflict", message=remark, report_id="a")
    text = Page(page_of(build.world(), NAMES)).text
    assert "Alle bestanden zijn gebruikt." in text
    assert "Wel gebruikt, maar let op: 1 opmerking" in text
    assert remark in text
    assert "niet gebruikt." not in text


# --- little or nothing to tell


def test_without_anything_the_report_still_reads() -> None:
    tables = {table: frame(table, []) for table in TABLES}
    files = make_report(tables, {}, NAMES, METHOD)
    assert {name for name in files if name not in exported()} == {FILES[name] for name in WRITERS}
    text = Page(files["rapport.html"].decode("utf-8")).text
    for sentence in (
        "Er zijn geen sessies gevonden.",
        "In de verslagen komt geen thema uit het codeboek voor. Er is niets te tekenen.",
        "Er zijn geen bestanden gelezen.",
    ):
        assert sentence in text
    assert not re.search(r"\b(nan|None|NaN)\b", text)


def test_how_many_dilemmas_are_doubtful_is_said() -> None:
    build = Builder()
    build.session(
        "a", [("Dit schuurt.", "dilemma", None), ("Dit kan.", "dilemma", None), ("Dit was.", "uitkomst", None)]
    )
    build.rows["statements"][1]["is_uncertain"] = build.rows["statements"][2]["is_uncertain"] = True
    text = Page(page_of(build.world())).text
    assert "Bij 1 van de 2 zinnen met een dilemma is dat niet zeker." in text


def test_one_of_everything_is_singular() -> None:
    build = Builder()
    build.session("a", [("Dit schuurt.", "dilemma", None)], date="2023", title="Enige tafel")
    build.mention("a", "geld", 1)
    build.assign("a-z1", None, status="te_weinig")
    text = Page(page_of(build.world())).text
    for sentence in (
        "De rode draad in 1 sessie",
        "Dit rapport gaat over één sessie: Enige tafel, 2023.",
        "1 van 1 uitspraak noemt ten minste één thema.",
        "1 van de 3 thema’s uit het codeboek komt voor.",
        "1 verslag",
    ):
        assert sentence in text
    assert not re.search(r"(?<![\d.,])1 (sessies|uitspraken|inzichten|dilemma’s|adviezen|verslagen|thema’s)", text)


def test_too_few_dilemmas_are_listed_instead_of_grouped() -> None:
    build = Builder()
    build.session("a", [("Dit schuurt.", "dilemma", None), ("Dat ook.", "dilemma", None)])
    build.assign("a-z1", None, status="te_weinig")
    build.assign("a-z2", None, status="te_weinig")
    source = page_of(build.world())
    text = Page(source).text
    assert "Dit rapport gaat over één sessie" in text
    assert source.count("<blockquote>") == 4  # in the report, and in the list of all dilemmas


def test_too_few_to_group_but_like_enough_to_offer() -> None:
    build = Builder()
    for key, text in (("a", "Dit schuurt."), ("b", "Dit wringt."), ("c", "Dat was <b>het</b>.")):
        build.session(key, [(text, "dilemma", None)])
        build.assign(f"{key}-z1", None, status="te_weinig")
    for key in "ab":
        build.add("similar_statements", group_id="g01", statement_id=f"{key}-z1", similarity=0.8)
    source = page_of(build.world())
    text = Page(source).text
    assert "Wel lijkt 1 paar of groepje op elkaar." in text
    assert "Dilemma’s die op elkaar lijken" in text
    assert (
        "Dit rapport gaat over 3 sessies. Om te zeggen wat terugkeert is er te weinig: 3 dilemma’s (nodig: 12)." in text
    )
    # In brief the pair, then each session; in the annexes the pair again, and all three in the list.
    assert source.count("<blockquote>") == 2 + 3 + 2 + 3


def test_a_topic_within_one_session_does_not_recur() -> None:
    build = Builder()
    build.topic("t", "Alleen hier")
    build.session("a", [("Dit schuurt.", "dilemma", None), ("Dat ook.", "dilemma", None)])
    build.session("b", [("Alles gaat goed.", "uitkomst", None)])
    build.assign("a-z1", "t")
    build.assign("a-z2", "t")
    files = make_report(*build.world(), NAMES, METHOD)
    text = Page(files["rapport.html"].decode("utf-8")).text
    assert "Geen enkel dilemma keert in 2 sessies zo duidelijk terug dat het hier wordt genoemd." in text
    assert "figuren/dilemmas.svg" not in files


@pytest.mark.parametrize(
    ("recurs", "n_refused", "told"),
    [
        (False, 2, "Wel zijn 2 groepen gevonden, maar te klein, te weinig stabiel of niet hechter dan bij toeval."),
        (False, 1, "Wel is 1 groep gevonden, maar te klein, te weinig stabiel of niet hechter dan bij toeval."),
        (True, 3, "3 groepen zijn niet genoemd: te klein, te weinig stabiel of niet hechter dan bij toeval."),
        (True, 0, None),
    ],
)
def test_groups_that_were_refused_are_told_where_the_dilemmas_are(
    recurs: bool, n_refused: int, told: str | None
) -> None:
    build = Builder()
    build.topic("t", "Ergens")
    for session in "ab":
        build.session(session, [("Dit schuurt.", "dilemma", None)])
    for session in "ab" if recurs else "a":
        build.assign(f"{session}-z1", "t")
    build.add("topic_figures", figure="groepen_vervallen", value=float(n_refused))
    text = Page(page_of(build.world())).text
    assert (told in text) if told else ("niet hechter dan bij toeval" not in text)


# --- captions


def test_the_caption_says_so_when_a_chart_cannot_show_all() -> None:
    assert parts.shown_rows(40, "thema’s") == ""
    assert parts.shown_rows(1200, "thema’s").startswith("De grafiek toont de eerste 40 van 1.200 thema’s")


# --- what changed since the former analysis


def changed(rows: list[tuple[str, str, list[str], str | None]], topics: Mapping[str, str]) -> Page:
    """Return a page about recurring topics (id → label) and changes (topic_id, change, related, label)."""
    build = Builder()
    for key in ("a", "b"):
        build.session(key, [(f"Zin {n}.", "dilemma", None) for n in range(len(topics))], date=f"2023-0{ord(key) - 96}")
        for n, topic in enumerate(topics):
            build.assign(f"{key}-z{n + 1}", topic)
    for topic, label in topics.items():
        build.topic(topic, label)
    for topic_id, change, related, label in rows:
        build.add("topic_changes", topic_id=topic_id, change=change, related=related, label=label)
    return Page(page_of(build.world()))


def test_without_a_former_analysis_nothing_is_said_to_be_new() -> None:
    page = changed([], {"t01": "Geld"})
    assert "sinds de vorige analyse" not in page.text.lower()


@pytest.mark.parametrize(
    ("rows", "topics", "told"),
    [
        ([("t01", "gebleven", [], "Geld"), ("t02", "nieuw", [], "Tijd")], {"t01": "Geld", "t02": "Tijd"},
         ["Nieuw sinds de vorige analyse."]),
        ([("t01", "gesplitst", ["t02"], "Geld"), ("t02", "gesplitst", ["t01"], "Tijd")], {"t01": "Geld", "t02": "Tijd"},
         ["Hiervan is ‘Tijd’ afgesplitst.", "Ontstaan uit ‘Geld’."]),
        ([("t01", "samengevoegd", ["t02"], "Geld"), ("t02", "samengevoegd", ["t01"], "Tijd")], {"t01": "Geld"},
         ["Hierin is ‘Tijd’ opgegaan.", "‘Tijd’ is opgegaan in ‘Geld’."]),
        ([("t01", "samengevoegd", ["t03"], "Geld"), ("t02", "samengevoegd", ["t03"], None), ("t03", "samengevoegd", ["t01", "t02"], "Tijd")], {"t03": "Tijd"},
         ["Hierin zijn ‘Geld’ en een onderwerp uit vroegere verslagen opgegaan.", "‘Geld’ is opgegaan in ‘Tijd’.",
          "Een onderwerp uit vroegere verslagen is opgegaan in ‘Tijd’."]),
        ([("t01", "gesplitst", ["t02", "t03"], "Geld"), ("t02", "gesplitst", ["t01"], "Tijd"), ("t03", "gesplitst", ["t01"], "Plek")], {"t02": "Tijd", "t03": "Plek"},
         ["‘Geld’ is gesplitst in ‘Tijd’ en ‘Plek’.", "Ontstaan uit ‘Geld’."]),
        ([("t01", "samengevoegd", ["t02", "t03"], "Geld"), ("t02", "samengevoegd", ["t01"], "Tijd"), ("t03", "gesplitst", ["t01"], "Plek")], {"t01": "Geld", "t03": "Plek"},
         ["Hierin is ‘Tijd’ opgegaan. Hiervan is ‘Plek’ afgesplitst."]),
        ([("t01", "verdwenen", [], "Geld <b>"), ("t02", "verdwenen", [], None), ("t03", "verdwenen", [], None), ("t04", "gebleven", [], "Tijd")], {"t04": "Tijd"},
         ["‘Geld <b>’.", "2 onderwerpen uit vroegere verslagen.", "staan los of bij een ander onderwerp"]),
    ],
)  # fmt: skip
def test_what_changed_is_told_in_sentences(
    rows: list[tuple[str, str, list[str], str | None]], topics: dict[str, str], told: list[str]
) -> None:
    page = changed(rows, topics)
    for sentence in told:
        assert sentence in page.text
    is_listed = any(topic_id not in topics for topic_id, *_ in rows)
    assert ("zijn geen groep meer" in page.text) == is_listed
    assert ("Nieuw sinds de vorige analyse" in page.text) == any(change == "nieuw" for _, change, *_ in rows)
