"""A coding: which codes a coder gave to each unit.

It is a Series with the unit's id as index and a tuple of codes as value, in alphabetical order and empty where
the coder says that none applies. A unit that a coder did not look at is not in it.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.tables import records


def coding(codes: Mapping[str, Iterable[str]]) -> pd.Series:
    """Return the codes of each unit as a coding.

    >>> coding({"z01": ["tijd", "geld"], "z02": []}).to_dict()
    {'z01': ('geld', 'tijd'), 'z02': ()}
    """
    index = pd.Index(list(codes), dtype="str", name="statement_id")
    return pd.Series([tuple(sorted(set(of_unit))) for of_unit in codes.values()], index, dtype="object", name="codes")


def kinds_of(statements: pd.DataFrame) -> pd.Series:
    """Return the coding of the program in kinds: one for each statement."""
    return coding({row["statement_id"]: (row["kind"],) for row in records(statements, ("statement_id", "kind"))})


def themes_of(statements: pd.DataFrame, theme_mentions: pd.DataFrame) -> pd.Series:
    """Return the coding of the program in themes: those mentioned in a statement and not negated."""
    found: dict[str, set[str]] = {statement_id: set() for statement_id in statements["statement_id"]}
    for row in records(theme_mentions, ("statement_id", "theme", "negated")):
        if row["statement_id"] in found and not row["negated"]:
            found[row["statement_id"]].add(row["theme"])
    return coding(found)
