"""Krippendorff's α of any number of coders, with an interval by resampling units.

The library `krippendorff` gives α too (a test holds the two together), but takes gigabytes where units have hundreds of
different sets of codes, and a call for each resample.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = tuple[str, ...]
Floats = NDArray[np.float64]
# What a measure becomes where units weigh as the rows say: (n weightings, n units) → n weightings.
Measure = Callable[[Floats], Floats]

_MAX_UNDEFINED = 0.05  # of the resamples; with more, what is left does not stand for all
_BLOCK = 2_000_000  # weights at once
_GROUPS = 500  # of units, left out in turn to see how skewed a measure is


def masi_distance(first: Codes, second: Codes) -> float:
    """Return how far two sets of codes are apart, 0 to 1: one minus Jaccard's index times monotonicity.

    Monotonicity is 1 for the same set, 2/3 where one holds the other, 1/3 where they overlap and 0 where they share
    nothing. Two empty sets are the same set.

    Examples
    --------
    >>> round(masi_distance(("a", "b"), ("a", "b", "c", "d")), 3)
    0.667

    References
    ----------
    R. Passonneau (2006), Measuring Agreement on Set-valued Items (MASI) for Semantic and Pragmatic Annotation. LREC.
    """
    one, other = set(first), set(second)
    shared = len(one & other)
    if one == other or not shared:
        return float(one != other)
    monotonicity = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - shared / len(one | other) * monotonicity


def nominal_distance(first: Any, second: Any) -> float:
    """Return 0 for the same value and 1 for another."""
    return float(first != second)


@dataclass(frozen=True)
class Counts:
    """How often each unit got each value, of coders of whom each may have passed over some units.

    Attributes
    ----------
    of_unit
        Shape (n units, n values).
    distances
        How far two values are apart, shape (n values, n values).
    """

    of_unit: NDArray[np.int64]
    distances: Floats

    @classmethod
    def of(cls, units: Sequence[Sequence[Any]], distance: Callable[[Any, Any], float] = nominal_distance) -> "Counts":
        """Return the counts of units, of each the values that coders gave it."""
        values = sorted({value for unit in units for value in unit})
        counts = [[list(unit).count(value) for value in values] for unit in units]
        far = [[distance(one, other) for other in values] for one in values]
        shape = (len(units), len(values))
        return cls(
            np.array(counts, dtype=np.int64).reshape(shape), np.array(far, dtype=np.float64).reshape(shape[1], shape[1])
        )

    @cached_property
    def alpha(self) -> float | None:
        """α, None where no unit has two values, or all values are one and chance cannot be told from agreement."""
        (value,) = self.weighted()(np.ones((1, len(self.of_unit))))
        return None if np.isnan(value) else float(value)

    def weighted(self) -> Measure:
        """Return α as a function of the weights of the units, for many weightings at once."""
        n_values = self.of_unit.sum(axis=1)
        counts = np.where(n_values[:, None] > 1, self.of_unit, 0).astype(np.float64)
        within = np.einsum("uv,vw,uw->u", counts, self.distances, counts, optimize=True)
        observed = within / np.maximum(n_values - 1, 1)

        def measure(weights: Floats) -> Floats:
            totals = weights @ counts
            n = totals.sum(axis=1)
            expected = ((totals @ self.distances) * totals).sum(axis=1) / np.maximum(n - 1, 1)
            with np.errstate(invalid="ignore", divide="ignore"):
                return np.asarray(np.where(expected > 0, 1 - weights @ observed / expected, np.nan))

        return measure


def mean_of(measures: Sequence[Measure]) -> Measure:
    """Return the mean of measures on the same units, of those that are defined."""

    def measure(weights: Floats) -> Floats:
        values = np.array([one(weights) for one in measures])
        n = (~np.isnan(values)).sum(axis=0)
        return np.asarray(np.where(n > 0, np.nansum(values, axis=0) / np.maximum(n, 1), np.nan))

    return measure


def interval(
    measure: Measure, n_units: int, *, n_resamples: int = 1000, level: float = 0.95, seed: int = 0
) -> tuple[float | None, float | None]:
    """Return an interval by the bootstrap over units, corrected for bias and for skew (BCa).

    Of units of which few differ, α is skewed; an interval by plain percentiles then holds the truth too seldom.

    Parameters
    ----------
    measure
        What to give an interval of.
    n_units
        How many units there are.
    n_resamples
        How many times `n_units` of the units are drawn with replacement.
    level
        How often such an interval holds the truth.
    seed
        The same seed gives the same interval.

    Returns
    -------
    tuple
        The bounds; None where the measure is undefined in more than one in twenty resamples, and where it is the
        same in all of them, for then they say nothing about how it varies.

    References
    ----------
    B. Efron (1987), Better Bootstrap Confidence Intervals. Journal of the American Statistical Association 82.
    """
    found = np.concatenate([measure(weights) for weights in _draws(n_units, n_resamples, seed)])
    defined = found[~np.isnan(found)]
    if len(found) - len(defined) > _MAX_UNDEFINED * len(found) or np.ptp(defined) < 1e-12:
        return None, None
    whole = measure(np.ones((1, n_units)))[0]
    groups = np.arange(n_units) % min(n_units, _GROUPS)
    without = measure((groups != np.unique(groups)[:, None]).astype(np.float64))
    left = without[~np.isnan(without)]
    pull = left.mean() - left
    spread = (pull**2).sum() ** 1.5
    skew = float((pull**3).sum() / (6 * spread)) if spread > 0 else 0.0
    normal = NormalDist()
    below = ((defined < whole - 1e-12).mean() + (defined <= whole + 1e-12).mean()) / 2
    bias = normal.inv_cdf(float(np.clip(below, 1 / len(defined), 1 - 1 / len(defined))))

    def bound(share: float) -> float:
        shifted = bias + normal.inv_cdf(share)
        return float(np.quantile(defined, normal.cdf(bias + shifted / (1 - skew * shifted))))

    return bound((1 - level) / 2), bound((1 + level) / 2)


@lru_cache(maxsize=2)
def _draws(n_units: int, n_resamples: int, seed: int) -> list[Floats]:
    """Return how often each unit is drawn, of all resamples, in blocks; the same for each measure on as many units."""
    random = np.random.default_rng(seed)
    even, size = np.full(n_units, 1 / n_units), max(1, _BLOCK // n_units)
    return [
        random.multinomial(n_units, even, size=min(size, n_resamples - start)).astype(np.float64)
        for start in range(0, n_resamples, size)
    ]
