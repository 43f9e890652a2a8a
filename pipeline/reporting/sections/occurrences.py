"""Where and when a dilemma came up: series, sessions, years, sources, and whether there is a trend."""

from collections.abc import Sequence

from pipeline.dutch.wording import count, listing, number
from pipeline.reporting.document import Collapsible, Inline, Link, Table, Text, Verbatim
from pipeline.reporting.findings.measures import Share
from pipeline.reporting.findings.model import Dilemma
from pipeline.reporting.findings.themes import NO_SERIES
from pipeline.reporting.sections import parts

MAX_NAMED = 3  # series or organisations in a sentence; the table has them all


def series(dilemma: Dilemma) -> str:
    """Return in which series it came up; nothing where the sessions belong to none."""
    if all(share.name == NO_SERIES for share in dilemma.by_series):
        return ""
    named = [
        f"{'sessies zonder reeks' if share.name == NO_SERIES else share.name} ({_part(share)})"
        for share in dilemma.by_series
    ]
    return f"Per reeks: {first(named, 'andere reeksen', 'andere reeks')}."


def first(names: Sequence[str], others: str, other: str | None = None) -> str:
    """Return an enumeration of the first few names and the number of others."""
    if len(names) <= MAX_NAMED + 1:
        return listing(names)
    n_others = len(names) - MAX_NAMED
    return listing([*names[:MAX_NAMED], count(n_others, other or others, others)])


def _part(share: Share) -> str:
    return f"{number(share.n)} van {number(share.whole)}"


def trend(dilemma: Dilemma, name: str) -> str:
    """Return what the test on time says, with what it rests on; nothing is called a trend without a test."""
    trend = dilemma.trend
    if trend.p is None:
        return "Voor een uitspraak over een trend zijn er te weinig vergelijkbare sessies."
    if trend.direction is None:
        return f"Een stijging of daling is niet aangetoond ({parts.tested(trend)})."
    how = "vaker" if trend.direction == "stijgend" else "minder vaak"
    return f"Dit {name} komt steeds {how} voor ({parts.tested(trend)})."


def tables(dilemma: Dilemma, name: str) -> Collapsible:
    """Return the sessions by series, the years, and the sources with their sessions."""
    links: dict[str, list[Inline]] = {share.name: [] for share in dilemma.by_series}
    for session in dilemma.sessions:
        place = links[session.series or NO_SERIES]
        label = f"{session.date_label}: {session.title}"
        place += [*([Text("; ")] if place else []), Link(label, parts.session_id(session.session_id))]
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
    return Collapsible((Text(f"De {n}, de jaren en de bronnen"),), tables)
