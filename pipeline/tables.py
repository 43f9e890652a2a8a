"""The tables of the data contract (`docs/contract.md`): their columns, their types, and the checks on them.

A table is described once, as a tuple of columns; the pandas types, the Parquet schema and the
pandera checks follow from that description.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakValueDictionary

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet

from pipeline.dutch import edtf
from pipeline.errors import OffsetError

if TYPE_CHECKING:
    import pandera.pandas as pandera

KINDS = ("uitkomst", "dilemma", "advies")
ADVICE_TYPES = ("aanbeveling", "vraag", "toezegging")
PROMISE = "toezegging"
FUNCTIONS = (
    "minister", "staatssecretaris", "secretaris-generaal", "directeur-generaal", "inspecteur-generaal",
    "directeur", "manager", "adviseur", "bestuurder", "wethouder", "hoogleraar", "onderzoeker",
    "ondernemer", "ervaringsdeskundige", "overig",
)  # fmt: skip
REJECTION_REASONS = (
    "empty", "unsupported_format", "unreadable", "encrypted", "no_text", "too_large", "encoding",
    "not_dutch", "duplicate", "no_insights", "internal_error", "date_conflict", "part_unread",
)  # fmt: skip
PART_KINDS = (
    "title", "metadata", "attendance", "agenda", "introduction", "heading", "body", "procedural",
    "action_list", "next_session", "boilerplate", "caption",
)  # fmt: skip
# Why a stretch of text lies in no insight: what it was taken for, `unread` where no block holds it, `dropped` where a
# person left its insight out.
UNUSED_REASONS = (*(part for part in PART_KINDS if part != "body"), "unread", "dropped")
ENTITY_LABELS = ("PERSON", "ORG", "LOC", "CONTACT")
KNOWN_NAMES = ("persoon", "instelling")
UNCERTAIN = 0.7  # a kind that is told with a lower score is doubtful: `is_uncertain`
# What a topic must have to be in the tables, and a statement to be in a topic; see `topics.significance`.
TOPIC_SESSIONS, TOPIC_STATEMENTS, TOPIC_STABILITY, TOPIC_STRENGTH, TOPIC_SHUFFLES = 3, 6, 0.6, 0.4, 19
ASSIGNMENTS = ("ingedeeld", "los", "te_weinig")
DATE_SOURCES = ("tekst", "afgeleid", "bestandsnaam", "opgegeven")
# What became of a correction: applied, nothing to change, its place is gone, another contradicts it, a later row of the
# same coder takes its place, or the row itself is wrong.
CORRECTION_STATUSES = ("toegepast", "bevestigd", "losgeraakt", "tegenstrijdig", "vervangen", "onjuist")
PICKED = ("onzeker", "onderwerp", "toeval")  # why a statement was put before a coder
CHANGES = ("gebleven", "nieuw", "samengevoegd", "gesplitst", "verdwenen")

Kind = Literal["text", "number", "flag", "score", "real", "texts"]
_PANDAS_TYPES = {
    "text": "str",
    "number": "Int64",
    "flag": "bool",
    "score": "float64",
    "real": "float64",
    "texts": "object",
}
_ARROW_TYPES = {
    "text": pa.string(),
    "number": pa.int64(),
    "flag": pa.bool_(),
    "score": pa.float64(),
    "real": pa.float64(),
    "texts": pa.list_(pa.string()),
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `pattern` is a regular expression that the whole of every value must match; `values` lists the
    only values allowed.
    """

    name: str
    kind: Kind = "text"
    nullable: bool = False
    unique: bool = False
    values: tuple[str, ...] | None = None
    pattern: str | None = None


_SPAN = (Column("start_char", "number"), Column("end_char", "number"), Column("text"))
_OPTIONAL_SPAN = (
    Column("start_char", "number", nullable=True),
    Column("end_char", "number", nullable=True),
    Column("text", nullable=True),
)


def _mentions(code: str) -> tuple[Column, ...]:
    return (
        Column("statement_id", nullable=True),
        Column("insight_id"),
        Column("session_id"),
        Column("report_id"),
        Column(code),
        Column("term"),
        *_SPAN,
        Column("negated", "flag"),
        Column("is_corrected", "flag"),  # added by a person: it spans the whole statement
    )


TABLES: Mapping[str, tuple[Column, ...]] = {
    "reports": (
        Column("report_id", unique=True),
        Column("path", unique=True),
        Column("sha256", pattern=r"[0-9a-f]{64}"),
        Column("format"),
        Column("title", nullable=True),
        Column("n_chars", "number"),
        Column("language"),
    ),
    "rejections": (
        Column("path"),
        Column("reason", values=REJECTION_REASONS),
        Column("message"),
        Column("detail", nullable=True),
        Column("report_id", nullable=True),  # of the report that the part is from; none for a whole file
    ),
    "sessions": (
        Column("session_id", unique=True),
        Column("report_id"),
        Column("title", nullable=True),
        Column("date", nullable=True, pattern=edtf.PATTERN),
        Column("date_text", nullable=True),
        Column("date_source", nullable=True, values=DATE_SOURCES),
        Column("next_date", nullable=True, pattern=edtf.PATTERN),
        Column("next_date_text", nullable=True),
        Column("series", nullable=True),
    ),
    "participants": (
        Column("participant_id", unique=True),
        Column("session_id"),
        Column("name"),
        Column("function", nullable=True, values=FUNCTIONS),
        Column("organisation", nullable=True),
        Column("organisation_name", nullable=True),
        Column("role", nullable=True),
        Column("is_chair", "flag"),
        Column("present", "flag"),
        *_OPTIONAL_SPAN,
    ),
    "insights": (
        Column("insight_id", unique=True),
        Column("session_id"),
        Column("report_id"),
        Column("position", "number"),
        Column("number", nullable=True),
        Column("heading", nullable=True),
        *_SPAN,
        Column("line", "number"),
        Column("page", "number", nullable=True),
        Column("heading_start_char", "number", nullable=True),
        Column("time", nullable=True),  # in the recording, of a transcript
    ),
    # Every block of a report and the kind of part it is, so that nothing is lost.
    "blocks": (
        Column("report_id"),
        Column("position", "number"),
        Column("part", values=PART_KINDS),
        Column("insight_id", nullable=True),
        Column("is_list_item", "flag"),
        Column("is_question_of_interviewer", "flag"),
        Column("time", nullable=True),
        *_SPAN,
    ),
    # What of a report lies in no insight; with the insights and their headings it is the whole text.
    "unused": (
        Column("report_id"),
        Column("reason", values=UNUSED_REASONS),
        *_SPAN,
    ),
    "statements": (
        Column("statement_id", unique=True),
        Column("insight_id"),
        Column("session_id"),
        Column("report_id"),
        Column("position", "number"),
        *_SPAN,
        Column("kind", values=KINDS),
        Column("kind_machine", values=KINDS),  # as the program told it, whatever a person made of it
        Column("is_corrected", "flag"),
        Column("kind_score", "score"),
        Column("is_uncertain", "flag"),
        Column("stands_alone", "score", nullable=True),  # of a dilemma or an advice
        Column("both_sides", "score", nullable=True),  # of a dilemma
        Column("advice_type", nullable=True, values=ADVICE_TYPES),  # of an advice
        Column("advice_type_score", "score", nullable=True),
        Column("attributed_to", nullable=True),
        Column("cues", "texts"),
        Column("lemmas", "texts"),
        Column("nouns", "texts"),
        Column("phrases", "texts"),  # that can name a subject, as they are shown
        Column("phrase_lemmas", "texts"),  # of each phrase the content words in alphabetical order
    ),
    # Of each advice that is a promise who will do it and by when, and what later comes back to it.
    "commitments": (
        Column("statement_id", unique=True),
        Column("session_id"),
        Column("report_id"),
        Column("actor", nullable=True),
        Column("actor_start_char", "number", nullable=True),
        Column("actor_end_char", "number", nullable=True),
        Column("due_text", nullable=True),
        Column("due_start_char", "number", nullable=True),
        Column("due_end_char", "number", nullable=True),
        Column("due", nullable=True, pattern=edtf.PATTERN),
        Column("returns_in", nullable=True),  # the statement of a later session
    ),
    "theme_mentions": _mentions("theme"),
    "role_mentions": _mentions("role"),
    "entities": (
        Column("report_id"),
        Column("label", values=ENTITY_LABELS),
        *_SPAN,
        Column("canonical", nullable=True),  # of contact data the kind
        Column("known", nullable=True, values=KNOWN_NAMES),  # of a name that is well known outside
    ),
    "topics": (
        Column("topic_id", unique=True),
        Column("label"),
        Column("terms", "texts"),
        Column("n_statements", "number"),
        Column("n_sessions", "number"),
        Column("stability", "score", nullable=True),  # none of a topic that a person made
    ),
    "topic_assignments": (
        Column("statement_id", unique=True),
        Column("topic_id", nullable=True),
        Column("strength", "score"),
        Column("is_representative", "flag"),
        Column("status", values=ASSIGNMENTS),
        Column("nearest_topic_id", nullable=True),
        Column("is_corrected", "flag"),
    ),
    # Pairs and small groups that likely say the same, where there is too little to tell what recurs.
    "similar_statements": (
        Column("group_id"),
        Column("statement_id", unique=True),
        Column("similarity", "score"),
    ),
    # How good the division into topics is.
    "topic_figures": (Column("figure", unique=True), Column("value", "real")),
    # What became of the topics of the former run, and where those of this run come from.
    "topic_changes": (
        Column("topic_id", unique=True),
        Column("change", values=CHANGES),
        Column("related", "texts"),
        Column("label", nullable=True),  # none where its words are in no report any more
    ),
    # What people corrected, a row for each row of their files; see `pipeline.corrections`.
    "corrections": (
        Column("correction_id", unique=True),
        Column("file"),
        Column("row", "number"),
        Column("what"),
        Column("status", values=CORRECTION_STATUSES),
        Column("message", nullable=True),
        Column("report_id", nullable=True),
        Column("session_id", nullable=True),
        Column("insight_id", nullable=True),
        Column("statement_id", nullable=True),
        Column("topic_id", nullable=True),
        *_OPTIONAL_SPAN,
        Column("was", nullable=True),
        Column("becomes", nullable=True),
        Column("machine", nullable=True),
        Column("coder", nullable=True),
        Column("date", nullable=True),
        Column("reason", nullable=True),
        Column("picked", nullable=True, values=PICKED),
    ),
}


def frame(table: str, records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return records as a DataFrame with the columns and types of a table, also when there are none.

    Raises
    ------
    KeyError
        If a record lacks a column; columns that the table does not know are refused as well.
    """
    rows = list(records)
    columns = TABLES[table]
    unknown = set().union(*rows).difference(column.name for column in columns)
    if unknown:
        raise KeyError(f"table {table} has no column {', '.join(sorted(unknown))}")
    values = {column.name: _values(column, [row[column.name] for row in rows]) for column in columns}
    return pd.DataFrame(values, copy=False)


def _values(column: Column, values: list[Any]) -> Any:
    # Arrays cost a third of a Series, and a report has forty columns; but pandas would make one of lists a matrix.
    if column.kind == "texts":
        return np.fromiter(values, dtype="object", count=len(values))
    if column.kind == "text":
        return _dtype("text").__from_arrow__(pa.array(values, pa.large_string(), from_pandas=True))
    return pd.array(values, dtype=_dtype(column.kind))


@cache
def _dtype(kind: Kind) -> Any:
    """Return the pandas type of a kind of column; pandas searches all its types for a name."""
    return pd.api.types.pandas_dtype(_PANDAS_TYPES[kind])


def records(data: pd.DataFrame, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Return a table as plain records, with None for what is missing (the inverse of `frame`).

    Parameters
    ----------
    data
        The table.
    columns
        The only columns to return; all of them if None.
    """
    names = data.columns if columns is None else columns
    plain = {name: _plain_values(data[name]) for name in names}
    return [dict(zip(plain, values, strict=True)) for values in zip(*plain.values(), strict=True)]


def _plain_values(column: pd.Series) -> list[Any]:
    # Arrow gives texts and numbers with None at once; pandas takes ten times as long where something is missing.
    if isinstance(column.dtype, (pd.StringDtype, pd.Int64Dtype)):
        return list(pa.array(column.array).to_pylist())
    return [_plain(value) for value in column.tolist()]


def _plain(value: Any) -> Any:
    if isinstance(value, (list, str)):
        return value
    return None if pd.isna(value) else value


def arrow_table(table: str, data: pd.DataFrame) -> pa.Table:
    """Return a table that keeps the contract in its Parquet schema."""
    return pa.Table.from_pandas(data, schema=_arrow_schema(table), preserve_index=False)


def to_arrow(table: str, records: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return records in the Parquet schema of a table: a tenth of the memory that they take as records.

    Raises
    ------
    KeyError
        If a record lacks a column.
    pyarrow.ArrowException
        If a value is of another type.
    """
    schema = _arrow_schema(table)
    columns = [pa.array([row[field.name] for row in records], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def concatenate(table: str, parts: Iterable[pa.Table]) -> pd.DataFrame:
    """Return stored parts of a table, one after another, as a DataFrame (lists as lists)."""
    joined = pa.concat_tables([_arrow_schema(table).empty_table(), *parts])
    return pd.DataFrame({column.name: _pandas(column, joined[column.name]) for column in TABLES[table]}, copy=False)


def parquet_bytes(table: str, data: pd.DataFrame) -> bytes:
    """Return a table that keeps the contract as a Parquet file."""
    target = io.BytesIO()
    parquet.write_table(arrow_table(table, data), target, compression="zstd")
    return target.getvalue()


def from_arrow(table: str, data: pa.Table) -> pd.DataFrame:
    """Return a stored table as a validated DataFrame (lists as lists).

    Raises
    ------
    KeyError
        If it has other columns.
    """
    schema = _arrow_schema(table)
    if differing := {*data.column_names} ^ {*schema.names}:
        raise KeyError(f"table {table} differs in {', '.join(sorted(differing))}")
    return validate(table, concatenate(table, [data.select(schema.names).cast(schema)]))


@cache
def _arrow_schema(table: str) -> pa.Schema:
    return pa.schema([pa.field(column.name, _ARROW_TYPES[column.kind], column.nullable) for column in TABLES[table]])


def _pandas(column: Column, values: pa.ChunkedArray) -> Any:
    if column.kind == "text":
        return _dtype("text").__from_arrow__(values.cast(pa.large_string()))
    plain = values.to_pylist()
    return (
        np.fromiter(plain, dtype="object", count=len(plain))
        if column.kind == "texts"
        else pd.array(plain, dtype=_dtype(column.kind))
    )


def validate(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """Return the table unchanged if it keeps the contract.

    Raises
    ------
    pandera.errors.SchemaError
        If a column is missing, has another type, or holds a value that is not allowed.
    """
    # Tables are never changed once they are made: one that was validated stays as good as it was.
    if _VALIDATED[table].get(id(data)) is not data:
        _schema(table).validate(data)
        _VALIDATED[table][id(data)] = data
    return data


_VALIDATED: Mapping[str, WeakValueDictionary[int, pd.DataFrame]] = defaultdict(WeakValueDictionary)


@cache
def _schema(table: str) -> "pandera.DataFrameSchema":
    import pandera.pandas as pandera  # takes half a second: not for `--help`

    def checks(column: Column) -> list[pandera.Check]:
        found = []
        if column.values is not None:
            found.append(pandera.Check.isin(column.values))
        if column.pattern is not None:
            found.append(pandera.Check.str_matches(f"^(?:{column.pattern})$"))
        if column.kind == "score":
            found.append(pandera.Check.in_range(0, 1))
        return found

    return pandera.DataFrameSchema(
        {
            column.name: pandera.Column(
                _PANDAS_TYPES[column.kind],
                checks=checks(column),
                nullable=column.nullable,
                unique=column.unique,
            )
            for column in TABLES[table]
        },
        strict=True,
        ordered=True,
    )


def check_offsets(data: pd.DataFrame, texts: Mapping[str, str], report_of_row: pd.Series) -> None:
    """Check that every text stands where its offsets say.

    Parameters
    ----------
    data
        A table with `start_char`, `end_char` and `text`; rows without offsets are passed over.
    texts
        The normalised text of each report.
    report_of_row
        The `report_id` of each row of `data`.

    Raises
    ------
    OffsetError
        For the first row whose text differs from the slice.
    """
    for report_id, start, end, text in zip(
        report_of_row, data["start_char"], data["end_char"], data["text"], strict=True
    ):
        if pd.isna(start):
            continue
        if texts[report_id][start:end] != text:
            raise OffsetError(f"{report_id}[{start}:{end}] is not {text!r}")


# The other spans of a table: of each the column with its words, and those with its offsets.
SPANS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "commitments": (
        ("actor", "actor_start_char", "actor_end_char"),
        ("due_text", "due_start_char", "due_end_char"),
    ),
}


def check_rows(rows: Mapping[str, Iterable[Mapping[str, Any]]], text: str) -> None:
    """Check that every text in the rows of one report stands where its offsets say.

    Parameters
    ----------
    rows
        The rows of each table.
    text
        The normalised text of the report.

    Raises
    ------
    OffsetError
        For the first that does not; it says where, but not what stands there, which may be a name.
    """
    for table, of_table in rows.items():
        for row in of_table:
            start, end = row.get("start_char"), row.get("end_char")
            if start is not None and text[start:end] != row["text"]:
                raise OffsetError(f"{table} {start}–{end}")
            for words, start_column, end_column in SPANS.get(table, ()):
                start, end = row[start_column], row[end_column]
                if start is not None and text[start:end] != row[words]:
                    raise OffsetError(f"{table} {start}–{end}")


def check_all_offsets(data: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> None:
    """Check that the texts of all tables stand where their offsets say.

    Parameters
    ----------
    data
        All tables, by name.
    texts
        The normalised text of each report.

    Raises
    ------
    OffsetError
        For the first that does not.
    """
    report_of_session = dict(zip(data["sessions"]["session_id"], data["sessions"]["report_id"], strict=True))
    for name, spans in SPANS.items():
        for words, start_column, end_column in spans:
            span = data[name][[words, start_column, end_column]]
            check_offsets(span.set_axis(["text", "start_char", "end_char"], axis=1), texts, data[name]["report_id"])
    for table in data.values():
        if "start_char" in table.columns:
            of_row = table["report_id"] if "report_id" in table.columns else table["session_id"].map(report_of_session)
            check_offsets(table, texts, of_row)
