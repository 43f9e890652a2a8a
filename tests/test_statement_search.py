"""What a page needs to search statements, without a browser."""

import pytest

from pipeline.reporting import content
from pipeline.reporting.document import Document, Facet, Link, SearchEntry, Section, StatementSearch
from pipeline.reporting.findings import find
from pipeline.reporting.sections import statements
from pipeline.reporting.writers import search
from pipeline.tables import TABLES, frame
from tests.test_reporting import METHOD, NAMES, Builder, three_sessions


def searched(*values: tuple[str, ...]) -> StatementSearch:
    """Return a search by one facet of as many statements as there are values."""
    facet = Facet("reeks", "Reeks", "geen reeks")
    return StatementSearch((facet,), tuple(SearchEntry(f"z{n}", n + 1, (value,)) for n, value in enumerate(values)))


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ([("Spoor 10",), ("Spoor 9",), ("spoor 1",)], ("spoor 1", "Spoor 9", "Spoor 10")),
        ([("Zorg",), ("École",), ("ecologie",), ("Geld",)], ("ecologie", "École", "Geld", "Zorg")),
        ([("b", "a"), ("a",)], ("a", "b")),
        ([("b",), (), ("a",)], ("a", "b", "geen reeks")),
        ([(), ()], ("geen reeks",)),
        ([("2" * 5_000,), ("²",), ("٣",)], ("2" * 5_000, "²", "٣")),
    ],
)  # fmt: skip
def test_options_stand_in_order(values: list[tuple[str, ...]], options: tuple[str, ...]) -> None:
    assert [choice.options for choice in search.choices(searched(*values))] == [options]


def test_codes_are_the_line_and_the_places_of_the_values() -> None:
    section = Section("deel", "Deel", 2, (), (Section("onder", "Onder", 3, (searched(("b", "a"), (), ("a",)),)),))
    codes = search.codes(Document("Titel", "nl", (), (section,), {}))
    assert codes == {"z0": "1/1 0", "z1": "2/2", "z2": "3/0"}


def test_every_statement_can_be_found_by_its_codes_and_those_of_its_session() -> None:
    section = statements.section(find(*three_sessions(), NAMES), NAMES)
    entries = {
        entry.target: entry for block in section.blocks if isinstance(block, StatementSearch) for entry in block.entries
    }
    assert len(entries) == 8
    entry = entries["uitspraak-b-z2"]
    assert (entry.line, values_of(entry)) == (
        6,
        {
            "soort": ("advies",),
            "thema": ("Financiering",),
            "rol": ("Adviseur",),
            "reeks": ("Spoor 3",),
            "organisatie": (),
            "dilemma": (),
            "jaar": ("2023",),
            "kernzin": ("nee",),
            "functie": ("Adviseur",),
            "bron": (),
        },
    )
    # Who was reported absent did not attend.
    assert values_of(entries["uitspraak-a-z1"])["organisatie"] == ("DUO", "UWV")
    assert values_of(entries["uitspraak-a-z1"])["rol"] == ("Manager",)
    assert values_of(entries["uitspraak-a-z1"])["functie"] == ()  # the manager is only mentioned
    keys = [target for target, entry in entries.items() if values_of(entry)["kernzin"] == ("ja",)]
    assert keys == ["uitspraak-b-z3"]
    assert values_of(entries["uitspraak-c-z1"])["jaar"] == ()


def values_of(entry: SearchEntry) -> dict[str, tuple[str, ...]]:
    return {facet.key: values for facet, values in zip(statements.facets("dilemma"), entry.values, strict=True)}


def test_a_statement_leads_to_its_dilemma_and_to_the_advice_in_its_insight() -> None:
    section = statements.section(find(*three_sessions(), NAMES), NAMES)
    entries = {entry.target: entry for search in section.blocks[1:] for entry in search.entries}  # type: ignore[union-attr]
    assert entries["uitspraak-a-z2"].dilemma == Link("Vast werk, tijdelijk geld", "dilemma-los-geld")
    assert entries["uitspraak-a-z1"].dilemma is None
    assert entries["uitspraak-a-z2"].advice == (Link("regel 5", "uitspraak-a-z3"),)
    assert entries["uitspraak-a-z3"].advice == ()


def test_an_address_of_a_selection_keeps_every_sign() -> None:
    assert statements.selection(thema="Geld & macht?", jaar="2023") == "uitspraken?thema=Geld+%26+macht%3F&jaar=2023"


def test_without_statements_there_is_nothing_to_search() -> None:
    empty = find({table: frame(table, []) for table in TABLES}, {}, NAMES)
    section = statements.section(empty, NAMES)
    assert not any(isinstance(block, StatementSearch) for block in section.blocks)
    assert search.codes(content.build(empty, {}, NAMES, METHOD)) == {}


def test_one_statement_is_singular() -> None:
    build = Builder()
    build.session("a", [("Dit schuurt.", "dilemma", None)])
    section = statements.section(find(*build.world(), NAMES), NAMES)
    assert "1 uitspraak. Die staat" in str(section.blocks[0])
