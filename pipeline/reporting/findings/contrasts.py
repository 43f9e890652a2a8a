"""What sets a series apart: themes that come up in a larger share of its sessions than elsewhere, by a test."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import comb

from pipeline.reporting.findings.comparisons import MIN_SESSIONS
from pipeline.reporting.findings.measures import Contrast
from pipeline.reporting.findings.model import Session, Theme
from pipeline.reporting.findings.trends import ALPHA, holm

EVERYWHERE = 0.8  # a theme in a larger share of all sessions separates nothing


def contrasts(themes: Iterable[Theme], sessions: Sequence[Session]) -> tuple[Contrast, ...]:
    """Return the themes that a series has in a larger share of its sessions than the others, the largest first.

    The test is that of Fisher, one-sided, corrected for the number of themes and series as in Holm (1979). A theme that
    stands in more than `EVERYWHERE` of all sessions is not tested, nor a series of fewer than `MIN_SESSIONS` sessions.
    """
    by_series: Mapping[str, set[str]] = defaultdict(set)
    for session in sessions:
        if session.series:
            by_series[session.series].add(session.session_id)
    own = {name: ids for name, ids in by_series.items() if MIN_SESSIONS <= len(ids) < len(sessions)}
    present = {
        theme: {session.session_id for session in sessions if theme.code in session.themes}
        for theme in themes
        if theme.n_sessions <= EVERYWHERE * len(sessions)
    }
    compared = [
        Contrast(theme.name, name, len(ids & with_it), len(ids), len(with_it - ids), len(sessions) - len(ids))
        for theme, with_it in present.items()
        for name, ids in own.items()
    ]
    corrected = holm([_chance(contrast) for contrast in compared])
    found = [contrast for contrast, p in zip(compared, corrected, strict=True) if p < ALPHA]
    return tuple(sorted(found, key=_surplus, reverse=True))


def everywhere(themes: Iterable[Theme], sessions: Collection[Session]) -> tuple[Theme, ...]:
    """Return the themes that stand in so many sessions that they set nothing apart."""
    return tuple(theme for theme in themes if theme.n_sessions > EVERYWHERE * len(sessions))


def _surplus(contrast: Contrast) -> tuple[float, str, str]:
    return contrast.n / contrast.whole - contrast.n_others / contrast.whole_others, contrast.series, contrast.theme


def _chance(contrast: Contrast) -> float:
    """Return how likely a series has so many sessions with a theme or more, if each session might have it as well."""
    whole, drawn, marked = contrast.whole + contrast.whole_others, contrast.whole, contrast.n + contrast.n_others
    ways = sum(
        comb(marked, n) * comb(whole - marked, drawn - n)
        for n in range(contrast.n, min(drawn, marked) + 1)
        if drawn - n <= whole - marked
    )
    return ways / comb(whole, drawn)
