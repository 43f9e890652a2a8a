"""What a page needs to search statements, without a browser."""

import pytest

from pipeline.reporting import content
from pipeline.reporting.document import Document, Facet, SearchEntry, Section, StatementSearch
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
    assert (entry.line, entry.values) == (6, (("advies",), ("Financiering",), ("Adviseur",), ("Spoor 3",), ()))
    # Who was reported absent did not attend.
    assert entries["uitspraak-a-z1"].values == (
        ("dilemma",),
        ("Rolvastheid",),
        ("Manager",),
        ("Dialoog",),
        ("DUO", "UWV"),
    )


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
