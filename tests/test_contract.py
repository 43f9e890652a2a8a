"""The data contract says what the code does."""

import re

import pytest

from docs.contract import CONTRACT, renewed
from pipeline.nlp.codebook import parse_codebook
from pipeline.tables import TABLES

TEXT = CONTRACT.read_text(encoding="utf-8")


def test_the_columns_in_the_contract_are_those_of_the_tables() -> None:
    assert renewed(TEXT) == TEXT, "run python -m docs.contract"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_column_is_described(table: str) -> None:
    described = TEXT.partition(f"### `{table}`\n")[2].partition("\n#")[0]
    assert all(f"\n| `{column.name}` | " in described for column in TABLES[table])


def test_the_codebook_in_the_contract_is_one() -> None:
    example = TEXT.partition("```toml\n")[2].partition("```")[0]
    alone = re.sub(r"(?m)^ouder = .*$", "", example)  # the broader theme stands outside the example
    assert [theme.code for theme in parse_codebook(alone, "het voorbeeld").themes] == ["rolvastheid"]
