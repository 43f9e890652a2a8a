"""What a user asks for in words of his own, found in the codebook and in the tables."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.corpus import names_of
from pipeline.dutch import edtf
from pipeline.dutch.wording import collapse, count, listing
from pipeline.errors import SettingError
from pipeline.nlp.codebook import Code, Codebook
from pipeline.run.selection import ChosenSession, Selection, organisation_of

UNTITLED = "Sessie zonder titel"  # as the report calls it
_LIKE = 0.5  # how alike a name must be to be suggested (difflib's ratio, 0..1)
_TYPED = str.maketrans("‘’“”–\u00a0", "''\"\"- ")  # what a report prints, as a keyboard has it


def choose(
    codebook: Codebook,
    data: Mapping[str, pd.DataFrame],
    *,
    themes: Iterable[str] = (),
    roles: Iterable[str] = (),
    series: Iterable[str] = (),
    sessions: Iterable[str] = (),
    organisations: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Selection:
    """Return the selection that a user asks for in words of his own.

    Parameters
    ----------
    codebook
        The themes and roles.
    data
        The tables as readers see them: without names of persons where the report has none.
    themes, roles
        Codes or names.
    series
        Names.
    sessions
        Ids, titles, or titles with their date.
    organisations
        Short or full names.
    since, until
        Dates in EDTF.

    Raises
    ------
    SettingError
        If one of them is not known, or a date is none (the sentence suggests the nearest), or if several sessions
        have a title.
    """
    known = {collapse(name): collapse(name) for name in data["sessions"]["series"].dropna()}
    selection = Selection(
        themes=_found(themes, _names_of(codebook.themes), "Het thema", "staat niet in het codeboek"),
        roles=_found(roles, _names_of(codebook.roles), "De rol", "staat niet in het codeboek"),
        series=_found(series, known, "De reeks", "komt in de tabellen niet voor"),
        sessions=_sessions(sessions, data["sessions"]),
        organisations=_found(
            organisations, _organisations(data["participants"]), "De organisatie", "komt in de tabellen niet voor"
        ),
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


def _organisations(participants: pd.DataFrame) -> dict[str, str]:
    """Return the organisation that goes with each name, full or short; a short name goes with itself."""
    rows = [(row, name) for row in tables.records(participants) if (name := organisation_of(row))]
    full = {collapse(row["organisation_name"]): name for row, name in rows if row["organisation_name"]}
    return full | {name: name for _, name in rows}


def _sessions(asked: Iterable[str], table: pd.DataFrame) -> tuple[ChosenSession, ...]:
    """Return the sessions that go with each name that is asked for, each once.

    Raises
    ------
    SettingError
        If a name is not known, or several sessions have it.
    """
    rows = sorted(tables.records(table), key=lambda row: (edtf.sort_key(row["date"]), row["session_id"]))
    called = {row["session_id"]: _names_of_session(row) for row in rows}
    having: dict[str, list[str]] = {}
    for session_id, names in called.items():
        for name in dict.fromkeys(map(_fold, (session_id, *names))):
            having.setdefault(name, []).append(session_id)
    own = {
        session_id: next((name for name in names if len(having[_fold(name)]) == 1), None)
        for session_id, names in called.items()
    }
    known = {name: name for session_id, names in called.items() for name in (session_id, *names)}
    found = []
    for name in _found(asked, known, "De sessie", "komt in de tabellen niet voor"):
        session_id, *others = having[_fold(name)]
        if others:
            all_of_them = listing([f"“{own[one] or one}”" for one in (session_id, *others)])
            n = count(1 + len(others), "sessie heet", "sessies heten")
            raise SettingError(f"{n} “{name}”; kies bij --sessie uit {all_of_them}.")
        found.append(ChosenSession(session_id, own[session_id] or called[session_id][1]))
    return tuple(dict.fromkeys(found))


def _names_of_session(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a session is called: its title, and that with its date as the report prints it and in EDTF."""
    title = collapse(row["title"] or "") or UNTITLED
    dates = (edtf.label(row["date"], row["date_text"]), row["date"])
    return (title, *(f"{title}, {collapse(date)}" for date in dates if date))


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
    return collapse(unicodedata.normalize("NFC", name).translate(_TYPED)).casefold()


def _checked_date(value: str | None, option: str) -> str | None:
    if value is not None and not edtf.has_year(edtf.parse(value)):
        examples = "een jaar (2024), een maand (2024-03) of een dag (2024-03-14)"
        raise SettingError(f"“{collapse(value)}” is geen datum; geef bij {option} {examples}.")
    return value
