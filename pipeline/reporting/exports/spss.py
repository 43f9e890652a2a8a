"""The statements for SPSS: a case each, with labels in Dutch, which R (haven), Stata and PSPP read too."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from pipeline.dutch import edtf
from pipeline.errors import SettingError
from pipeline.reporting.findings.model import Findings, Insight, Session, Statement
from pipeline.reporting.inputs import Names
from pipeline.reporting.labels import kind_name
from pipeline.resources import load_toml
from pipeline.tables import ADVICE_TYPES, KINDS, records
from pipeline.temporary import temporary_folder

MAX_TEXT = 32_767  # bytes of a string
MAX_NAME = 64  # bytes of the name of a variable
MAX_LABEL = 255  # bytes of the label of a variable
_MAX_FILE_LABEL = 64
CUT = " […]"

Type = Literal["text", "code", "number", "share", "day"]
_FORMATS: Mapping[Type, str] = {"code": "F4.0", "number": "F8.0", "share": "F5.3", "day": "EDATE10"}
_NO_YES = {0: "nee", 1: "ja"}
_FIRST_DAY = datetime.date(1582, 10, 14)  # SPSS counts the seconds since
# The header says when it was written (`dd mmm yy` and `hh:mm:ss`); the same input must give the same bytes.
_WRITTEN = slice(92, 109)
_WHENEVER = b"01 Jan 0000:00:00"


@dataclass(frozen=True)
class Variable:
    """A variable; `values` holds the labels of its codes."""

    name: str
    label: str
    type: Type
    values: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SpssFile:
    """The file and what is in it.

    Attributes
    ----------
    data
        The bytes of the `.sav` file.
    n_cases, n_variables
        How many statements, and how much of each.
    n_cut
        How many texts were too long for SPSS; these end in `CUT`.
    words
        Every text in it, to be searched for names: the file itself stores them in pieces.
    """

    data: bytes
    n_cases: int
    n_variables: int
    n_cut: int
    words: str


def check_installed() -> None:
    """Raise where the library that writes the file is not there.

    Raises
    ------
    SettingError
        With what to do.
    """
    try:
        import pyreadstat  # noqa: F401 (is it there?)
    except ImportError:
        raise SettingError(
            "Voor een SPSS-bestand ontbreekt het pakket pyreadstat; installeer het met "
            "`.venv/bin/python -m pip install pyreadstat` en geef deze opdracht opnieuw."
        ) from None


def write(title: str, findings: Findings, tables: Mapping[str, pd.DataFrame], names: Names) -> SpssFile:
    """Return the statements as an SPSS file, in order of time: the same bytes for the same input.

    Parameters
    ----------
    title
        The label of the file.
    findings
        What the tables say: sessions and statements as the report shows them.
    tables
        The tables of the data contract, for scores and topics.
    names
        The names of themes and roles; every theme has a variable, also one that nothing mentions.
    """
    roles = _coded((one.attributed_to for one in findings.statements if one.attributed_to), names.roles)
    themes = dict(zip(names.themes, _unique(f"theme_{code}" for code in names.themes), strict=True))
    variables = _variables(names, roles, themes)
    cases = list(_cases(findings, tables, roles, themes))
    kept = {
        one.name: [_kept(case[one.name]) for case in cases]
        if one.type == "text"
        else [case[one.name] for case in cases]
        for one in variables
    }
    n_cut = sum(text.endswith(CUT) and text != case["text"] for text, case in zip(kept["text"], cases, strict=True))
    texts = [value for one in variables if one.type == "text" for value in kept[one.name]]
    labels = [text for one in variables for text in (one.label, *one.values.values())]
    words = "\n".join([title, *labels, *texts])
    return SpssFile(_bytes(title, variables, kept), len(cases), len(variables), n_cut, words)


def _variables(names: Names, roles: Mapping[str, int], themes: Mapping[str, str]) -> tuple[Variable, ...]:
    told = load_toml("kolommen.toml")["spss"]
    kinds = {number: kind_name(kind) for number, kind in enumerate(KINDS, 1)}
    values = {
        "kind": kinds,
        "kind_machine": kinds,
        "is_corrected": _NO_YES,
        "is_uncertain": _NO_YES,
        "advice_type": dict(enumerate(ADVICE_TYPES, 1)),
        "attributed_to": {number: names.role(code) for code, number in roles.items()},
    }
    of_theme = tuple(Variable(name, names.theme(code), "code", _NO_YES) for code, name in themes.items())
    own = tuple(Variable(name, row["titel"], row["type"], values.get(name, {})) for name, row in told.items())
    return own[:-1] + of_theme + own[-1:]  # the long text last


def _cases(
    findings: Findings, tables: Mapping[str, pd.DataFrame], roles: Mapping[str, int], themes: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    rows = {row["statement_id"]: row for row in records(tables["statements"])}
    labels = {row["topic_id"]: row["label"] for row in records(tables["topics"], ["topic_id", "label"])}
    topic_of = {row["statement_id"]: row["topic_id"] for row in records(tables["topic_assignments"])}
    for session in findings.sessions:
        for insight in session.insights:
            for statement in insight.statements:
                topic = topic_of.get(statement.statement_id)
                yield {
                    **_of_session(session),
                    **_of_statement(insight, statement, rows[statement.statement_id]),
                    "attributed_to": roles.get(statement.attributed_to or ""),
                    "topic_id": topic,
                    "topic": labels.get(topic),
                    **{name: int(code in statement.all_themes) for code, name in themes.items()},
                }


def _of_session(session: Session) -> dict[str, Any]:
    day, year = edtf.day(session.date), edtf.year(session.date)
    return {
        "session_id": session.session_id,
        "session": session.title,
        "date": session.date,
        "day": (day - _FIRST_DAY).days * 86_400 if day and day > _FIRST_DAY else None,
        "year": int(year) if year else None,
        "series": session.series,
        "report": session.path,
    }


def _of_statement(insight: Insight, statement: Statement, row: Mapping[str, Any]) -> dict[str, Any]:
    advice = row["advice_type"]
    return {
        "statement_id": statement.statement_id,
        "insight_id": insight.insight_id,
        "insight": insight.label,
        "position": row["position"],
        "line": statement.line,
        "kind": KINDS.index(statement.kind) + 1,
        "kind_machine": KINDS.index(row["kind_machine"]) + 1,
        "is_corrected": int(row["is_corrected"]),
        "kind_score": row["kind_score"],
        "is_uncertain": int(row["is_uncertain"]),
        "stands_alone": row["stands_alone"],
        "both_sides": row["both_sides"],
        "advice_type": ADVICE_TYPES.index(advice) + 1 if advice else None,
        "text": statement.text,
    }


def _coded(codes: Iterable[str], order: Iterable[str]) -> dict[str, int]:
    """Return a number for each code: those of the codebook first, in its order."""
    known = list(order)
    found = [*known, *sorted(set(codes) - set(known))]
    return {code: number for number, code in enumerate(found, 1)}


def _unique(wanted: Iterable[str]) -> list[str]:
    """Return names that SPSS allows, none twice: it does not tell capitals from small letters."""
    used: set[str] = set()
    found = []
    for name in wanted:
        plain = re.sub(r"[^a-z0-9_]", "_", name.lower())[:MAX_NAME].rstrip("_")
        option, n = plain, 1
        while option in used:
            n += 1
            option = f"{plain[: MAX_NAME - len(str(n)) - 1]}_{n}"
        used.add(option)
        found.append(option)
    return found


def _kept(text: str | None) -> str:
    """Return what a string variable can hold of a text; a missing one is blank."""
    text = (text or "").replace("\0", "")
    return text if len(text.encode()) <= MAX_TEXT else _fit(text, MAX_TEXT - len(CUT.encode())) + CUT


def _fit(text: str, size: int) -> str:
    """Return as much of a text as fits in a number of bytes, in whole characters."""
    return text.encode()[:size].decode(errors="ignore")


def _bytes(title: str, variables: Sequence[Variable], values: Mapping[str, Sequence[Any]]) -> bytes:
    import pyreadstat  # an extra

    data = pd.DataFrame(
        {one.name: pd.Series(values[one.name], dtype="str" if one.type == "text" else "float64") for one in variables}
    )
    with temporary_folder() as folder:
        path = folder / "uitspraken.sav"
        pyreadstat.write_sav(
            data,
            path,
            file_label=_fit(title, _MAX_FILE_LABEL),
            column_labels=[_fit(one.label, MAX_LABEL) for one in variables],
            row_compress=True,
            variable_value_labels={
                one.name: {float(number): label for number, label in one.values.items()}
                for one in variables
                if one.values
            },
            variable_format={one.name: _FORMATS[one.type] for one in variables if one.type != "text"},
            variable_measure={one.name: "nominal" if one.type in ("text", "code") else "scale" for one in variables},
        )
        written = bytearray(path.read_bytes())
    written[_WRITTEN] = _WHENEVER
    return bytes(written)
