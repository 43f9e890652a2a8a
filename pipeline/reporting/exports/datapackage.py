"""The tables as a data package: files, and a `datapackage.json` that describes every column in Dutch.

The description follows Data Package 2.0 (datapackage.org), which Frictionless reads.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.reporting.exports import delimited
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name, rejection_name
from pipeline.resources import load_toml
from pipeline.tables import KINDS, REJECTION_REASONS, TABLES, Column, parquet_bytes

# These stay out: they repeat the text of every report, also what no finding is drawn from.
EXPORTED = tuple(name for name in TABLES if name not in ("blocks", "unused"))

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
    """Return the tables as CSV and Parquet with their description, by file name."""
    files: dict[str, bytes] = {}
    for table in EXPORTED:
        files[f"{table}.csv"] = delimited.to_csv(table, tables[table])
        files[f"{table}.parquet"] = parquet_bytes(table, tables[table])
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
        {
            "name": table,
            "title": words["tabellen"][table]["titel"],
            "description": words["tabellen"][table]["beschrijving"],
            **_file(f"{table}.csv", files),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": delimited.DELIMITER, "doubleQuote": True, "header": True},
            "type": "table",
            "schema": _schema(table, words, names),
            # A property of our own: tools that check a package do not read lists in Parquet.
            "parquet": _file(f"{table}.parquet", files),
        }
        for table in EXPORTED
    ]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "rode-draad",
        "title": title,
        "description": words["pakket"]["beschrijving"],
        "resources": resources,
    }


def _file(name: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {"path": name, "bytes": len(files[name]), "hash": f"sha256:{hashlib.sha256(files[name]).hexdigest()}"}


def _schema(table: str, words: Mapping[str, Any], names: Names) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, column, words, names) for column in TABLES[table]],
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
    told = words["tabellen"][table]["kolommen"].get(column.name) or words["kolommen"][column.name]
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
    labels = _labels(column.name, names)
    if labels:
        field["categories"] = [{"value": value, "label": label} for value, label in labels.items()]
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
