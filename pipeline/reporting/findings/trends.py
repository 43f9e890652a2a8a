"""Whether something comes up in more or in fewer sessions as time goes on: a test, and who may be tested."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, compress
from math import erfc
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.dutch import edtf
from pipeline.reporting.findings.measures import Trend
from pipeline.reporting.findings.model import Session

MIN_SESSIONS = 12  # fewer sessions than this bear no trend
MIN_EACH = 4  # of these, at least so many with and so many without
MAX_EXACT = 60  # more sessions than this are tested with the normal approximation
ALPHA = 0.05

Month = tuple[int, int]


def trends(occurrences: Mapping[str, Collection[str]], sessions: Sequence[Session]) -> dict[str, Trend]:
    """Return for each code whether it comes up more or less often over time.

    The test is the trend test of Cochran and Armitage, stratified by series as in Mantel (1963), with the rank of
    the month as score. Under the null hypothesis the sessions of one series might have come in any order; a series
    that began later is therefore no trend by itself. The p-value is two-sided, from the exact permutation
    distribution up to `MAX_EXACT` sessions and from the normal approximation above, and corrected for the number
    of codes tested as in Holm (1979). Which codes are tested depends on counts only, never on the order in time.

    Parameters
    ----------
    occurrences
        The ids of the sessions in which each code comes up.
    sessions
        All sessions; those without a year and a month are left out of the test.

    References
    ----------
    N. Mantel (1963), Chi-square tests with one degree of freedom; extensions of the Mantel-Haenszel procedure.
    Journal of the American Statistical Association 58, 690-700.

    S. Holm (1979), A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6,
    65-70.
    """
    strata: Mapping[str | None, dict[str, Month]] = defaultdict(dict)
    for session in sessions:
        month = edtf.month(session.date)
        if month is not None:
            strata[session.series][session.session_id] = month
    used = {code: _informative(list(strata.values()), present) for code, present in occurrences.items()}
    sizes = {code: sum(map(len, chosen)) for code, chosen in used.items()}
    n_with = {
        code: sum(key in occurrences[code] for stratum in chosen for key in stratum) for code, chosen in used.items()
    }
    tested = [
        code
        for code in occurrences
        if sizes[code] >= MIN_SESSIONS and MIN_EACH <= n_with[code] <= sizes[code] - MIN_EACH
    ]
    results = {code: _test(used[code], occurrences[code]) for code in tested}
    corrected = dict(zip(tested, holm([results[code][0] for code in tested]), strict=True))
    return {
        code: Trend(
            n_sessions=sizes[code],
            n_tests=len(tested),
            p=corrected.get(code),
            direction=results[code][1] if corrected.get(code, 1.0) < ALPHA else None,
        )
        for code in occurrences
    }


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values that hold together: the smallest times their number, and so on, never lower than the one before.

    >>> holm([0.01, 0.04, 0.02])
    [0.03, 0.04, 0.04]
    """
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    raised = accumulate(((len(order) - rank) * p_values[index] for rank, index in enumerate(order)), max)
    found = dict(zip(order, raised, strict=True))
    return [min(1.0, found[index]) for index in range(len(p_values))]


def p_value(scores: Sequence[Sequence[int]], marks: Sequence[Sequence[bool]]) -> float:
    """Return the two-sided p-value of the sum of marked scores, if within a stratum any others might be marked.

    Parameters
    ----------
    scores
        The whole-numbered scores of the units in each stratum.
    marks
        Which units are marked, in the same shape.
    """
    pairs = [(stratum, sum(marked)) for stratum, marked in zip(scores, marks, strict=True)]
    expected = sum(k * sum(stratum) / len(stratum) for stratum, k in pairs)
    observed = sum(sum(compress(stratum, marked)) for stratum, marked in zip(scores, marks, strict=True))
    distance = abs(observed - expected)
    if sum(map(len, scores)) <= MAX_EXACT:
        chances = np.ones(1)
        for stratum, k in pairs:
            chances = np.convolve(chances, _sums(stratum, k))
        is_as_far = np.abs(np.arange(len(chances)) - expected) >= distance - 1e-6
        return min(1.0, float(chances[is_as_far].sum()))
    variance = sum(_variance(stratum, k) for stratum, k in pairs)
    # Scores are doubled ranks, so that the sums lie two apart: half of that is the correction for continuity.
    return erfc(max(0.0, distance - 1) / (2 * variance) ** 0.5) if variance else 1.0


def _informative(strata: Sequence[Mapping[str, Month]], present: Collection[str]) -> list[Mapping[str, Month]]:
    """Return the series that can tell something: with and without it, in more than one month."""
    return [
        stratum
        for stratum in strata
        if len(set(stratum.values())) > 1 and 0 < sum(key in present for key in stratum) < len(stratum)
    ]


def _test(
    strata: Sequence[Mapping[str, Month]], present: Collection[str]
) -> tuple[float, Literal["stijgend", "dalend"]]:
    n_of = Counter(month for stratum in strata for month in stratum.values())
    # Twice the mid-rank: sessions of one month share the mean of their places.
    before = accumulate((n_of[month] for month in sorted(n_of)), initial=0)
    rank = {month: 2 * n_before + n_of[month] + 1 for month, n_before in zip(sorted(n_of), before, strict=False)}
    scores = [[rank[month] for month in stratum.values()] for stratum in strata]
    marks = [[key in present for key in stratum] for stratum in strata]
    surplus = sum(
        sum(compress(stratum, marked)) - sum(marked) * sum(stratum) / len(stratum)
        for stratum, marked in zip(scores, marks, strict=True)
    )
    return p_value(scores, marks), "stijgend" if surplus > 0 else "dalend"


def _sums(scores: Sequence[int], k: int) -> NDArray[np.float64]:
    """Return the chance of each sum of `k` of these scores, drawn without replacement; shape (highest sum + 1,)."""
    ways = np.zeros((k + 1, sum(sorted(scores)[-k:]) + 1))
    ways[0, 0] = 1
    for score in scores:
        ways[1:, score:] += ways[:-1, : ways.shape[1] - score].copy()
    chances: NDArray[np.float64] = ways[k] / ways[k].sum()
    return chances


def _variance(scores: Sequence[int], k: int) -> float:
    n = len(scores)
    mean = sum(scores) / n
    return k * (n - k) / (n * (n - 1)) * sum((score - mean) ** 2 for score in scores)
