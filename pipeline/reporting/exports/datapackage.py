"""The tables as a data package: files, and a `datapackage.json` that describes every column in Dutch.

The description follows Data Package 2.0 (datapackage.org), which Frictionless reads.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.reporting.exports import delimited
from pipeline.reporting.exports.lists import POSITION, VALUE, ListTable, list_columns, list_tables, plain_columns
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name, rejection_name
from pipeline.resources import load_toml
from pipeline.tables import KINDS, REJECTION_REASONS, TABLES, Column, parquet_bytes, records
from pipeline.worksheets import DELIMITER

# These stay out: they repeat the text of every report, also what no finding is drawn from.
EXPORTED = tuple(name for name in TABLES if name not in ("blocks", "unused"))
LISTS = list_tables(EXPORTED)

# Which columns tell the rows of a table apart; the others have none that do.
PRIMARY_KEYS: Mapping[str, str] = {
    "reports": "report_id",
    "sessions": "session_id",
    "participants": "participant_id",
    "insights": "insight_id",
    "statements": "statement_id",
    "topics": "topic_id",
    "topic_assignments": "statement_id",
    "similar_statements": "statement_id",
    "commitments": "statement_id",
    "topic_figures": "figure",
    "topic_changes": "topic_id",
    "corrections": "correction_id",
}
_REFERENCES = {
    "report_id": ("reports", "report_id"),
    "session_id": ("sessions", "session_id"),
    "insight_id": ("insights", "insight_id"),
    "statement_id": ("statements", "statement_id"),
    "topic_id": ("topics", "topic_id"),
    "nearest_topic_id": ("topics", "topic_id"),
}
_NO_REFERENCES = {"topic_changes", "corrections"}  # names topics and statements that are gone
_TYPES = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "flag": {"type": "boolean"},
    "score": {"type": "number", "decimalChar": delimited.DECIMAL},
    "real": {"type": "number", "decimalChar": delimited.DECIMAL},
    "texts": {"type": "array"},
}


def write(title: str, tables: Mapping[str, pd.DataFrame], names: Names) -> dict[str, bytes]:
    """Return the tables as CSV and Parquet with their description, by file name.

    In a CSV file a list has a row for each of its texts, in a table of its own.
    """
    files: dict[str, bytes] = {}
    for table in EXPORTED:
        files[f"{table}.csv"] = delimited.to_csv(plain_columns(table), records(tables[table]))
        files[f"{table}.parquet"] = parquet_bytes(table, tables[table])
    for listed in LISTS:
        rows = listed.rows(records(tables[listed.table], [listed.key.name, listed.column.name]))
        files[f"{listed.name}.csv"] = delimited.to_csv(listed.columns, rows)
    description = describe(title, files, names)
    files["datapackage.json"] = json.dumps(description, ensure_ascii=False, indent=2).encode() + b"\n"
    return files


def describe(title: str, files: Mapping[str, bytes], names: Names) -> dict[str, Any]:
    """Return the descriptor of a data package with these files of `EXPORTED` tables.

    Parameters
    ----------
    title
        Of the report that the tables belong to.
    files
        The CSV and Parquet file of each table, by name.
    names
        The names of themes and roles, which stand in the descriptor as labels of the codes.
    """
    words = load_toml("kolommen.toml")
    resources = [
        _resource(table, words["tabellen"][table], _schema(table, words, names), files)
        # A property of our own: tools that check a package do not read lists in Parquet.
        | {"parquet": _file(f"{table}.parquet", files) | _fields_with_lists(table, words, names)}
        for table in EXPORTED
    ]
    resources += [_list_resource(listed, words, names, files) for listed in LISTS]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "rode-draad",
        "title": title,
        "description": words["pakket"]["beschrijving"],
        "resources": resources,
    }


def _resource(
    name: str, told: Mapping[str, str], schema: Mapping[str, Any], files: Mapping[str, bytes]
) -> dict[str, Any]:
    return {
        "name": name,
        "title": told["titel"],
        "description": told["beschrijving"],
        **_file(f"{name}.csv", files),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": DELIMITER, "doubleQuote": True, "header": True},
        "type": "table",
        "schema": schema,
    }


def _list_resource(
    listed: ListTable, words: Mapping[str, Any], names: Names, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the description of a table of list items: what the list is, and the row that it belongs to."""
    of_list = _told(listed.table, listed.column, words)
    told = {
        "titel": f"{words['tabellen'][listed.table]['titel']}: {of_list['titel']}",
        "beschrijving": f"{of_list['beschrijving']} {words['lijsten']['beschrijving']}",
    }
    own = words["lijsten"]["kolommen"]
    key = _field(listed.table, listed.columns[0], words, names)
    schema: dict[str, Any] = {
        "fields": [key, *(_described(column, own[column.name]) for column in (POSITION, VALUE))],
        "missingValues": [""],
        "primaryKey": [listed.key.name, POSITION.name],
        "foreignKeys": [
            {"fields": [listed.key.name], "reference": {"resource": listed.table, "fields": [listed.key.name]}}
        ],
    }
    return _resource(listed.name, told, schema, files)


def _fields_with_lists(table: str, words: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return the columns that a Parquet file has beyond the CSV file of the same table."""
    fields = [_field(table, column, words, names) for column in list_columns(table)]
    return {"fields": fields} if fields else {}


def _file(name: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {"path": name, "bytes": len(files[name]), "hash": f"sha256:{hashlib.sha256(files[name]).hexdigest()}"}


def _schema(table: str, words: Mapping[str, Any], names: Names) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, column, words, names) for column in plain_columns(table)],
        "missingValues": [""],
    }
    if table in PRIMARY_KEYS:
        schema["primaryKey"] = [PRIMARY_KEYS[table]]
    references = [
        {"fields": [column.name], "reference": {"resource": other, "fields": [key]}}
        for column in TABLES[table]
        for other, key in (_REFERENCES.get(column.name, (table, "")),)
        if other != table and table not in _NO_REFERENCES
    ]
    if references:
        schema["foreignKeys"] = references
    return schema


def _field(table: str, column: Column, words: Mapping[str, Any], names: Names) -> dict[str, Any]:
    labels = [{"value": value, "label": label} for value, label in _labels(column.name, names).items()]
    return _described(column, _told(table, column, words)) | ({"categories": labels} if labels else {})


def _told(table: str, column: Column, words: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the title and description of a column: its own in this table, or what it means in each."""
    told: Mapping[str, str] = words["tabellen"][table]["kolommen"].get(column.name) or words["kolommen"][column.name]
    return told


def _described(column: Column, told: Mapping[str, str]) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if column.values is not None:
        constraints["enum"] = list(column.values)
    if column.pattern is not None:
        constraints["pattern"] = column.pattern
    if column.kind == "score":
        constraints |= {"minimum": 0, "maximum": 1}
    field = {"name": column.name, **_TYPES[column.kind], "title": told["titel"], "description": told["beschrijving"]}
    return field | ({"constraints": constraints} if constraints else {})


def _labels(column: str, names: Names) -> Mapping[str, str]:
    """Return the Dutch names of the codes in a column, none if it does not hold codes."""
    match column:
        case "theme":
            return names.themes
        case "role" | "attributed_to":
            return names.roles
        case "kind":
            return {kind: kind_name(kind) for kind in KINDS}
        case "reason":
            return {reason: rejection_name(reason) for reason in REJECTION_REASONS}
        case _:
            return {}
