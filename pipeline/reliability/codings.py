"""A coding: which codes a coder gave to each unit.

It is a Series with the unit's id as index and a tuple of codes as value, in alphabetical order and empty where
the coder says that none applies. A unit that a coder did not look at, or did not know, is not in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

import pandas as pd

from pipeline.tables import records

PROGRAM = "programma"


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

    @property
    def has_codes(self) -> bool:
        """Whether anything is coded at all."""
        return any(len(coding) for coding in self.codings.values())

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


def program(codes: Mapping[Variable, Mapping[str, Iterable[str]]]) -> Coder:
    """Return the program as a coder.

    Parameters
    ----------
    codes
        What it gave to each statement, before people corrected it.
    """
    codings = {variable: coding(of_variable) for variable, of_variable in codes.items()}
    return Coder(PROGRAM, MappingProxyType(codings), is_person=False)


def kinds_of(statements: pd.DataFrame) -> pd.Series:
    """Return the coding of the program in kinds: one for each statement, whatever a person made of it."""
    rows = records(statements, ("statement_id", "kind_machine"))
    return coding({row["statement_id"]: (row["kind_machine"],) for row in rows})
