"""What a user asks for in words of his own, found in the codebook and in the tables."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

import pandas as pd

from pipeline.corpus import names_of
from pipeline.dutch import edtf
from pipeline.dutch.wording import collapse
from pipeline.errors import SettingError
from pipeline.nlp.codebook import Code, Codebook
from pipeline.run.selection import Selection

_LIKE = 0.5  # how alike a name must be to be suggested (difflib's ratio, 0..1)


def choose(
    codebook: Codebook,
    sessions: pd.DataFrame,
    *,
    themes: Iterable[str],
    roles: Iterable[str],
    series: Iterable[str],
    since: str | None,
    until: str | None,
) -> Selection:
    """Return the selection that a user asks for in words of his own.

    Raises
    ------
    SettingError
        If a theme, role or series is not known, or a date is none; the sentence suggests the nearest.
    """
    known = {collapse(name): collapse(name) for name in sessions["series"].dropna()}
    selection = Selection(
        themes=_found(themes, _names_of(codebook.themes), "Het thema", "staat niet in het codeboek"),
        roles=_found(roles, _names_of(codebook.roles), "De rol", "staat niet in het codeboek"),
        series=_found(series, known, "De reeks", "komt in de tabellen niet voor"),
        since=_checked_date(since, "--vanaf"),
        until=_checked_date(until, "--tot"),
    )
    selection = replace(selection, narrower=_narrower(selection.themes, codebook))
    if since and until and edtf.first_day(since) > edtf.last_day(until):
        raise SettingError(f"De periode begint na haar einde; kies --vanaf {since} niet later dan --tot {until}.")
    return selection


def _narrower(themes: Collection[str], codebook: Codebook) -> tuple[str, ...]:
    """Return the themes that fall under some themes, at any depth: a broader theme counts its narrower ones."""
    names = names_of(codebook)
    return tuple(
        code for code in names.parents if code not in themes and not set(names.broader(code)).isdisjoint(themes)
    )


def _names_of(codes: Iterable[Code]) -> dict[str, str]:
    """Return the code that goes with each name; a code goes with itself."""
    codes = tuple(codes)
    return {code.code: code.code for code in codes} | {code.name: code.code for code in codes}


def _found(asked: Iterable[str], known: Mapping[str, str], what: str, is_not_there: str) -> tuple[str, ...]:
    """Return what goes with each name that is asked for, each once, whatever its capitals."""
    folded = {_fold(name): name for name in known}
    found = []
    for name in asked:
        if _fold(name) not in folded:
            near = get_close_matches(_fold(name), folded, n=1, cutoff=_LIKE)
            remedy = f"bedoelde u “{folded[near[0]]}”?" if near else "controleer de spelling."
            raise SettingError(f"{what} “{collapse(name)}” {is_not_there}; {remedy}")
        found.append(known[folded[_fold(name)]])
    return tuple(dict.fromkeys(found))


def _fold(name: str) -> str:
    return collapse(unicodedata.normalize("NFC", name)).replace("’", "'").casefold()


def _checked_date(value: str | None, option: str) -> str | None:
    if value is not None and not edtf.has_year(edtf.parse(value)):
        examples = "een jaar (2024), een maand (2024-03) of een dag (2024-03-14)"
        raise SettingError(f"“{collapse(value)}” is geen datum; geef bij {option} {examples}.")
    return value
