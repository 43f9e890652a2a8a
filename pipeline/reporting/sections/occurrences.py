"""Where and when a dilemma came up: series, sessions, years, sources, and whether there is a trend."""

from collections.abc import Sequence

from pipeline.dutch.wording import count, listing, number
from pipeline.reporting.document import Collapsible, Inline, Link, Table, Text, Verbatim
from pipeline.reporting.findings.comparisons import MIN_SESSIONS
from pipeline.reporting.findings.measures import Share
from pipeline.reporting.findings.model import Dilemma
from pipeline.reporting.findings.themes import NO_SERIES
from pipeline.reporting.sections import parts

MAX_NAMED = 3  # series or organisations in a sentence; the table has them all


def series(dilemma: Dilemma) -> str:
    """Return in which series it came up; nothing where the sessions belong to none of some length."""
    named = [
        f"{share.name} ({_part(share)})"
        for share in dilemma.by_series
        if share.name != NO_SERIES and share.whole >= MIN_SESSIONS
    ]
    return f"Per reeks: {first(named, 'andere reeksen', 'andere reeks')}." if named else ""


def first(names: Sequence[str], others: str, other: str | None = None) -> str:
    """Return an enumeration of the first few names and the number of others."""
    if len(names) <= MAX_NAMED + 1:
        return listing(names)
    n_others = len(names) - MAX_NAMED
    return listing([*names[:MAX_NAMED], count(n_others, other or others, others)])


def _part(share: Share) -> str:
    return f"{number(share.n)} van {number(share.whole)}"


def trend(dilemma: Dilemma, name: str) -> str:
    """Return what the test on time says; nothing where there was too little to test."""
    if dilemma.trend.p is None:
        return ""
    if dilemma.trend.direction is None:
        return "Geen stijging of daling te zien."
    how = "vaker" if dilemma.trend.direction == "stijgend" else "minder vaak"
    return f"Dit {name} komt steeds {how} voor."


def tested(dilemma: Dilemma) -> str:
    """Return what the test on time rests on, or that there was too little to test."""
    if dilemma.trend.p is None:
        return "Voor een uitspraak over een trend zijn er te weinig vergelijkbare sessies."
    if dilemma.trend.direction is None:
        return f"Een stijging of daling is niet aangetoond ({parts.tested(dilemma.trend)})."
    way = "stijging" if dilemma.trend.direction == "stijgend" else "daling"
    return f"De {way} is getoetst ({parts.tested(dilemma.trend)})."


def tables(dilemma: Dilemma, name: str, changed: str, *, label: str = "") -> Collapsible:
    """Return the sessions by series, the years, the sources with their sessions, and how firm it all is.

    `changed` says what happened to the topic since the former analysis; a `label` names the dilemma in the summary.
    """
    links: dict[str, list[Inline]] = {share.name: [] for share in dilemma.by_series}
    for session in dilemma.sessions:
        place = links[session.series or NO_SERIES]
        shown = f"{session.date_label}: {session.title}"
        place += [*([Text("; ")] if place else []), Link(shown, parts.session_id(session.session_id))]
    sessions = Table(
        f"In welke sessies dit {name} voorkomt",
        ("Reeks", "Aantal", "Sessies"),
        tuple(
            ((Verbatim(share.name),), (Text(_part(share)),), tuple(links[share.name])) for share in dilemma.by_series
        ),
        numeric=(1,),
    )
    years = Table(
        "In hoeveel sessies per jaar",
        ("Jaar", "Sessies"),
        tuple(parts.cells(share.name, _part(share)) for share in dilemma.by_year),
        numeric=(1,),
    )
    voices = Table(
        f"Wie het {name} inbracht",
        ("Rol of organisatie", "Uitspraken", "Sessies"),
        tuple(
            parts.cells(Verbatim(voice.name), number(voice.n), number(voice.n_sessions))
            for voice in (*dilemma.raised_by, *dilemma.raised_by_organisations)
        ),
        numeric=(1, 2),
    )
    n = count(dilemma.n_sessions, "sessie", "sessies")
    tables = tuple(table for table in (sessions, years, voices) if table.rows)
    often = "Deze groep is met de hand gemaakt."
    if dilemma.stability is not None:
        often = f"Deze groep kwam terug in {number(100 * dilemma.stability)}% van de proefindelingen."
    summary = f"‘{label}’: de {n}, de jaren en de bronnen" if label else f"De {n}, de jaren en de bronnen"
    return Collapsible((Text(summary),), (parts.paragraph(changed, often, tested(dilemma), series(dilemma)), *tables))
