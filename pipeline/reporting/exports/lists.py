"""Columns that hold lists, as tables of their own: in a CSV file a list is a text that nobody can count on with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.tables import TABLES, Column

POSITION, VALUE = Column("position", "number"), Column("value")
# Stands beside `phrases` to count those; who wants it reads the Parquet file.
_ONLY_IN_PARQUET = {("statements", "phrase_lemmas")}


@dataclass(frozen=True)
class ListTable:
    """The texts of one list column, a row for each.

    Attributes
    ----------
    name
        The name of the table: `statements_cues`.
    table, column
        Where the lists are.
    key
        The column that tells the rows of that table apart.
    """

    name: str
    table: str
    column: Column
    key: Column

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of this table; unlike in the table of the lists, a key may come back."""
        return (Column(self.key.name), POSITION, VALUE)

    def rows(self, records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the rows of this table from those of the table with the lists."""
        for row in records:
            for position, value in enumerate(row[self.column.name], 1):
                yield {self.key.name: row[self.key.name], POSITION.name: position, VALUE.name: value}


def plain_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table that hold no lists."""
    return tuple(column for column in TABLES[table] if column.kind != "texts")


def list_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table that hold lists."""
    return tuple(column for column in TABLES[table] if column.kind == "texts")


def list_tables(tables: Iterable[str]) -> tuple[ListTable, ...]:
    """Return the tables to make of the list columns of some tables; each of these begins with its key."""
    return tuple(
        ListTable(f"{table}_{column.name}", table, column, TABLES[table][0])
        for table in tables
        for column in list_columns(table)
        if (table, column.name) not in _ONLY_IN_PARQUET
    )
