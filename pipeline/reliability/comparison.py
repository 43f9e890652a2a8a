"""Who is compared with whom: people among themselves, and the program with each of them and with the mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from pipeline.reliability.agreement import agreement, mean_agreement
from pipeline.reliability.codings import Coder, Variable
from pipeline.tables import KINDS

PEOPLE, MEAN, PROGRAM_WITH, PAIR = "mensen onderling", "programma met een mens, gemiddeld", "programma met", "paar"


@dataclass(frozen=True, eq=False)
class Comparison:
    """How far some coders agree on one variable.

    Attributes
    ----------
    variable
        What was coded.
    sort
        `PEOPLE`, `MEAN`, `PROGRAM_WITH` or `PAIR`.
    coders
        Their names.
    found
        What `agreement` found.
    """

    variable: Variable
    sort: str
    coders: tuple[str, ...]
    found: pd.DataFrame

    @property
    def label(self) -> str:
        """What it is called."""
        if self.sort in (PEOPLE, MEAN):
            return self.sort
        first, second = self.coders
        return f"{PROGRAM_WITH} {second}" if self.sort == PROGRAM_WITH else f"{first} met {second}"


def merged(coders: Iterable[Coder]) -> list[Coder]:
    """Return the coders, of each all that she coded: one person may hand in several files."""
    found: dict[tuple[bool, str], Coder] = {}
    for coder in coders:
        key = (coder.is_person, coder.name.casefold())
        found[key] = found[key].merged(coder) if key in found else coder
    return list(found.values())


def compare(coders: Sequence[Coder], **options: Any) -> list[Comparison]:
    """Return the comparisons that can be made: people among themselves, and the program with each and with the mean.

    Parameters
    ----------
    coders
        The coders, each with a name of her own.
    options
        As for `agreement`.
    """
    comparisons: list[Comparison] = []
    for variable in Variable:
        having = [coder for coder in coders if len(coder.codings.get(variable, ()))]
        people = [coder for coder in having if coder.is_person]
        program = next((coder for coder in having if not coder.is_person), None)
        chosen: dict[str, Any] = {
            "several": variable.several,
            "codes": KINDS if variable is Variable.KIND else (),
            **options,
        }

        def series(some: Sequence[Coder], variable: Variable = variable) -> list[pd.Series]:
            return [coder.codings[variable] for coder in some]

        def add(sort: str, some: Sequence[Coder], found: pd.DataFrame, variable: Variable = variable) -> None:
            comparisons.append(Comparison(variable, sort, tuple(coder.name for coder in some), found))

        if _have_shared(series(people)):
            add(PEOPLE, people, agreement(series(people), **chosen))
        if program is not None:
            along = [one for one in people if _have_shared(series([program, one]))]
            if len(along) > 1:
                found = mean_agreement(program.codings[variable], series(along), **chosen)
                add(MEAN, [program, *along], found)
            for one in along:
                add(PROGRAM_WITH, [program, one], agreement(series([program, one]), **chosen))
        if len(people) > 2:
            for pair in combinations(people, 2):
                if _have_shared(series(pair)):
                    add(PAIR, pair, agreement(series(pair), **chosen))
    return comparisons


def _have_shared(codings: Sequence[pd.Series]) -> bool:
    return any(not set(one.index).isdisjoint(other.index) for one, other in combinations(codings, 2))
