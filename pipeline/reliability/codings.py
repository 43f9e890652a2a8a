"""A coding: which codes a coder gave to each unit.

It is a Series with the unit's id as index and a tuple of codes as value, in alphabetical order and empty where
the coder says that none applies. A unit that a coder did not look at, or did not know, is not in it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pandas as pd

from pipeline.tables import records

LOOSE = "los"  # the code of a dilemma that is in no topic
PROGRAM = "programma"
_CHANGED = ("toegepast",)  # statuses of corrections after which a table holds something else than the program gave


class Variable(StrEnum):
    """What is coded."""

    KIND = "soort"
    VOICE = "stem"
    TOPIC = "onderwerp"
    THEME = "thema"

    @property
    def several(self) -> bool:
        """Whether a statement may have several of its codes."""
        return self is Variable.THEME


@dataclass(frozen=True)
class Coder:
    """What one coder says of statements.

    Attributes
    ----------
    name
        What the coder is called.
    codings
        The coding of each variable that was coded.
    remarks
        What the coder noted at a statement.
    is_person
        Whether it is a person and not the program.
    """

    name: str
    codings: Mapping[Variable, pd.Series]
    remarks: Mapping[str, str] = field(default_factory=dict)
    is_person: bool = True

    def merged(self, other: "Coder") -> "Coder":
        """Return what a coder says in two files; of the same statement the later file holds."""
        codings = dict(self.codings)
        for variable, later in other.codings.items():
            earlier = codings.get(variable)
            codings[variable] = later if earlier is None else later.combine_first(earlier).sort_index()
        return replace(self, codings=MappingProxyType(codings), remarks={**self.remarks, **other.remarks})


def coding(codes: Mapping[str, Iterable[str]]) -> pd.Series:
    """Return the codes of each unit as a coding.

    >>> coding({"z01": ["tijd", "geld"], "z02": []}).to_dict()
    {'z01': ('geld', 'tijd'), 'z02': ()}
    """
    index = pd.Index(list(codes), dtype="str", name="statement_id")
    return pd.Series([tuple(sorted(set(of_unit))) for of_unit in codes.values()], index, dtype="object", name="codes")


def program(data: Mapping[str, pd.DataFrame], theme_code: Callable[[str], str] = str) -> Coder:
    """Return what the program gave, before people corrected it.

    Parameters
    ----------
    data
        The tables of the analysis.
    theme_code
        Gives the code of a theme that a correction names by its code or its name.
    """
    codings = {
        Variable.KIND: kinds_of(data["statements"]),
        Variable.VOICE: voices_of(data),
        Variable.TOPIC: topics_of(data),
        Variable.THEME: themes_of(data, theme_code),
    }
    return Coder(PROGRAM, MappingProxyType(codings), is_person=False)


def kinds_of(statements: pd.DataFrame) -> pd.Series:
    """Return the coding of the program in kinds: one for each statement, whatever a person made of it."""
    rows = records(statements, ("statement_id", "kind_machine"))
    return coding({row["statement_id"]: (row["kind_machine"],) for row in rows})


def themes_of(data: Mapping[str, pd.DataFrame], theme_code: Callable[[str], str] = str) -> pd.Series:
    """Return the coding of the program in themes: those mentioned in a statement and not negated.

    Themes that a person added do not count, and those that a person removed do.
    """
    found: dict[str, set[str]] = {statement_id: set() for statement_id in data["statements"]["statement_id"]}
    for row in records(data["theme_mentions"], ("statement_id", "theme", "negated", "is_corrected")):
        if row["statement_id"] in found and not row["negated"] and not row["is_corrected"]:
            found[row["statement_id"]].add(row["theme"])
    for row in _corrected(data, Variable.THEME):
        if row["was"] and not row["becomes"] and row["statement_id"] in found:
            found[row["statement_id"]].add(theme_code(row["was"]))
    return coding(found)


def voices_of(data: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the coding of the program in voices: the role whose words a statement is in, or none."""
    of_program = {row["statement_id"]: row["machine"] for row in _corrected(data, Variable.VOICE)}
    rows = records(data["statements"], ("statement_id", "attributed_to"))
    voices = {row["statement_id"]: of_program.get(row["statement_id"], row["attributed_to"]) for row in rows}
    return coding({statement_id: [voice] if voice else [] for statement_id, voice in voices.items()})


def topics_of(data: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the coding of the program in topics: one for each dilemma, `LOOSE` for a dilemma in none.

    Where a person changed a topic as a whole, what the program gave is not known any more: those are not in it.
    """
    of_program = {row["statement_id"]: row["machine"] for row in _corrected(data, Variable.TOPIC)}
    found: dict[str, list[str]] = {}
    for row in records(data["topic_assignments"], ("statement_id", "topic_id", "status", "is_corrected")):
        if row["statement_id"] in of_program:
            found[row["statement_id"]] = [of_program[row["statement_id"]] or LOOSE]
        elif row["status"] != "te_weinig" and not row["is_corrected"]:
            found[row["statement_id"]] = [row["topic_id"] or LOOSE]
    return coding(found)


def _corrected(data: Mapping[str, pd.DataFrame], variable: Variable) -> list[dict[str, Any]]:
    """Return the corrections that changed what the tables say of a statement."""
    return [
        row
        for row in records(data["corrections"], ("what", "status", "statement_id", "was", "becomes", "machine"))
        if row["what"] == variable and row["status"] in _CHANGED and row["statement_id"]
    ]
