"""In which share of the sessions a theme occurs, half-year by half-year or year by year."""

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import NormalDist

from pipeline.dutch import edtf
from pipeline.reporting.findings.measures import Course, Estimate, Periods
from pipeline.reporting.findings.model import Session, Theme

MIN_SESSIONS = 8  # of a period, to tell a share at all
MIN_PERIODS = {"half": 3, "year": 2}
MAX_THEMES = 12  # small charts of more themes are no overview any more
LEVEL = 0.95


def theme_periods(themes: Sequence[Theme], sessions: Sequence[Session]) -> Periods | None:
    """Return the course of the broadest themes, or None if too few periods have enough sessions.

    Half-years are used if at least three of them have enough sessions, else years if at least two do.
    """
    shown = [theme for theme in themes if not theme.depth][:MAX_THEMES]
    for period, least in ((edtf.half_year, MIN_PERIODS["half"]), (edtf.year, MIN_PERIODS["year"])):
        groups = _grouped(sessions, period)
        labels = tuple(label for label, group in groups.items() if len(group) >= MIN_SESSIONS)
        if len(labels) >= least and shown:
            return Periods(
                labels=labels,
                courses=tuple(
                    Course(
                        theme.name,
                        tuple(_estimate(theme.code, groups[label]) for label in labels),
                        _estimate(theme.code, sessions),
                        theme.code,
                    )
                    for theme in shown
                ),
                left_out=tuple(label for label in groups if label not in labels),
            )
    return None


def wilson(n: int, whole: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the confidence interval of a share as in Wilson (1927), which also holds near 0 and 1.

    References
    ----------
    E.B. Wilson (1927), Probable inference, the law of succession, and statistical inference. Journal of the American
    Statistical Association 22, 209-212.

    >>> [round(bound, 3) for bound in wilson(3, 10)]
    [0.108, 0.603]
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = n / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    reach = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def estimate(n: int, whole: int, level: float = LEVEL) -> Estimate:
    """Return a share with its interval."""
    return Estimate(n, whole, *wilson(n, whole, level))


def _grouped(sessions: Sequence[Session], period: Callable[[str | None], str | None]) -> dict[str, list[Session]]:
    """Return the sessions by period, in order of time; those whose date does not tell the period are left out."""
    grouped: dict[str, list[Session]] = {}
    for session in sorted(sessions, key=lambda session: edtf.sort_key(session.date)):
        label = period(session.date)
        if label is not None:
            grouped.setdefault(label, []).append(session)
    return grouped


def _estimate(theme: str, sessions: Sequence[Session]) -> Estimate:
    return estimate(sum(theme in session.themes for session in sessions), len(sessions))
