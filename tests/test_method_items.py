"""What the account says of the family of analysis, and the lists of COREQ and SRQR that it fills."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from pipeline.reporting import content
from pipeline.reporting.document import Document, Paragraph, Section, Table
from pipeline.reporting.findings import find
from pipeline.reporting.inputs import Method
from pipeline.reporting.sections import account, method_items
from pipeline.reporting.sections.corrections import in_short
from pipeline.resources import load_toml
from pipeline.tables import frame
from tests.test_exports import nothing
from tests.test_reporting import METHOD, NAMES, World, three_sessions

ITEMS = load_toml("report/controlelijsten.toml")["punt"]
WITH_NAMES = replace(METHOD, version="9.9", settings={"namen": "rollen", "bekende_namen": "gewoon"})


def made(world: World, method: Method = METHOD) -> Section:
    return method_items.section(find(*world, NAMES), method)


def told(section: Section) -> dict[str, str]:
    table = next(block for block in section.blocks if isinstance(block, Table))
    return {"".join(run.text for run in row[0]): "".join(run.text for run in row[-1]) for row in table.rows}


def numbers(text: str) -> list[int]:
    """Return the numbers that `10–11, 13` stands for."""
    found: list[int] = []
    for part in filter(None, re.split(r",\s*", text)):
        first, *last = map(int, part.split("–"))
        found += range(first, (last[0] if last else first) + 1)
    return found


@pytest.mark.parametrize(("key", "n"), [("coreq", 32), ("srqr", 21)])
def test_every_item_of_a_list_is_there_once(key: str, n: int) -> None:
    found = Counter(number for item in ITEMS for number in numbers(item[key]))
    assert found == Counter(range(1, n + 1))


@pytest.mark.parametrize(
    ("name", "coreq", "srqr"),
    [
        ("Benadering", "9", "5"), ("Aantal codeurs", "24", ""), ("Codeboom en analyse", "25", "14"),
        ("Herkomst van de thema’s", "26", ""), ("Software en bewerking", "27", "13"), ("Citaten", "29", "17"),
        ("Gegevens en bevindingen", "30", ""), ("Grote thema’s", "31", ""), ("Kleine thema’s", "32", ""),
        ("Betrouwbaarheid", "", "15"), ("Beperkingen", "", "19"), ("Omvang en eenheden", "12", "12"),
    ],
)  # fmt: skip
def test_items_have_the_number_of_the_list(name: str, coreq: str, srqr: str) -> None:
    (item,) = (item for item in ITEMS if item["naam"] == name)
    assert (item["coreq"], item["srqr"], "zegt" in item) == (coreq, srqr, True)


def test_what_only_a_researcher_knows_is_left_to_her() -> None:
    *_, first, second = made(three_sessions()).blocks
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert second.caption.startswith("Zelf invullen")
    own = {row[0][0].text for row in second.rows}
    assert {"Ethiek en toestemming", "Belangen en financiering", "Reactie van deelnemers op de bevindingen"} <= own
    assert own.isdisjoint(row[0][0].text for row in first.rows)
    assert len(first.rows) + len(second.rows) == len(ITEMS)


def test_it_says_what_the_report_knows() -> None:
    said = told(made(three_sessions(), WITH_NAMES))
    assert said["Omvang en eenheden"].startswith("3 verslagen, 3 sessies, 8 uitspraken.")
    assert said["Codeboom en analyse"].startswith("Het codeboek, versie 1.0, heeft 3 thema’s.")
    assert said["Software en bewerking"] == (
        "Rode Draad 9.9, met taalmodel nl_sessie_sm 1.0.0. "
        "Namen van personen, ook in bestandsnamen, en contactgegevens zijn vervangen."
    )
    assert said["Kleine thema’s"].endswith("1 thema van het codeboek komt niet voor.")
    assert said["Aantal codeurs"] == "Het programma codeerde alles. Er zijn geen correcties van mensen verwerkt."


@pytest.mark.parametrize(
    ("coders", "expected"),
    [
        ((), "Er zijn geen correcties van mensen verwerkt."),
        ((("a", "toegepast"), ("a", "bevestigd")), "1 codeur keek codes na."),
        ((("a", "toegepast"), ("b", "tegenstrijdig"), (None, "toegepast")), "2 codeurs keken codes na."),
        (((None, "toegepast"),), "Mensen keken codes na; hoeveel dat er waren, staat niet in hun bestanden."),
        ((("a", "onjuist"),), "Er zijn geen correcties van mensen verwerkt."),
    ],
)
def test_coders_are_those_who_looked_at_codes(coders: tuple[tuple[str | None, str], ...], expected: str) -> None:
    data, texts = three_sessions()
    rows = [
        dict.fromkeys(column for column in data["corrections"].columns)
        | {"correction_id": f"c:{n}", "file": "c", "row": n, "what": "soort", "status": status, "coder": coder}
        for n, (coder, status) in enumerate(coders, 2)
    ]
    said = told(made(({**data, "corrections": frame("corrections", rows)}, texts)))
    assert said["Aantal codeurs"] == f"Het programma codeerde alles. {expected}"


def test_nothing_to_report_is_no_fault() -> None:
    assert told(made(nothing()))["Omvang en eenheden"].startswith("0 verslagen, 0 sessies, 0 uitspraken.")


def test_the_family_is_named_and_what_it_means_for_alpha() -> None:
    section = made(three_sessions())
    text = " ".join(run.text for block in section.blocks if isinstance(block, Paragraph) for run in block.runs)
    for words in (
        "met een codeboek",
        "Braun en Clarke (2021)",
        "reflexief",
        "Een lage α is geen fout bij reflexief werk",
    ):
        assert words in text


def test_the_annex_has_it_and_the_body_a_sentence() -> None:
    findings = find(*three_sessions(), NAMES)
    document: Document = content.build(findings, {}, NAMES, METHOD)
    (annex,) = (section for section in document.sections if section.id == "verantwoording")
    assert "soort-analyse" in [child.id for child in annex.subsections]
    body = str(account.section(findings, METHOD))
    assert body.count("reflexieve thematische analyse") == 1
    assert "COREQ" not in body


def corrections_in_short(*rows: tuple[str, str, str | None]) -> str:
    """Return what the report says in short of corrections of (what, status, statement)."""
    data, texts = three_sessions()
    empty = dict.fromkeys(data["corrections"].columns)
    table = [
        {**empty, "correction_id": f"c:{n}", "file": "c", "row": n, "what": what, "status": status,
         "statement_id": statement, "coder": "ab"[n % 2]}
        for n, (what, status, statement) in enumerate(rows, 2)
    ]  # fmt: skip
    data = {**data, "corrections": frame("corrections", table)}
    return "".join(run.text for paragraph in in_short(find(data, texts, NAMES)) for run in paragraph.runs)


def test_the_report_says_how_many_corrections_were_applied_to_how_many_statements() -> None:
    told = corrections_in_short(
        ("soort", "toegepast", "a-z1"), ("thema", "toegepast", "a-z1"), ("stem", "toegepast", "b-z1"),
        ("deelnemer-naam", "toegepast", None), ("nagekeken", "bevestigd", "c-z1"),
        ("soort", "losgeraakt", None), ("kleur", "onjuist", None), ("soort", "losgeraakt", None),
    )  # fmt: skip
    assert told == (
        "Toegepast: 4 van de 8 correcties van 2 personen, bij 2 van de 8 uitspraken. "
        "1 daarvan gaat over iets anders, zoals een deelnemer, een sessie of de naam van een onderwerp. "
        "Verder: 1 bevestigd. Niet toegepast: 2 losgeraakt en 1 onjuist; waarom, staat in de Verantwoording."
    )
    assert corrections_in_short(("soort", "toegepast", "a-z1")) == (
        "Toegepast: 1 van 1 correctie van 1 persoon, bij 1 van de 8 uitspraken."
    )
