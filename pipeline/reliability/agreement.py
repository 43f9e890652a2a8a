"""How far two coders agree: Krippendorff's α with an interval, and the share of units coded alike."""

from collections.abc import Iterable
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.errors import SettingError

_MAX_UNDEFINED = 0.05  # of the resamples; with more, what is left does not stand for all


def agreement(
    first: pd.Series,
    second: pd.Series,
    *,
    codes: Iterable[str] = (),
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare two codings of the same units.

    α is 1 minus the disagreement observed over the disagreement that chance would give, for nominal data: 1 is full
    agreement, 0 no better than chance. Its interval is the percentile bootstrap over units, which keeps its
    promise better than a standard error where agreement is high or codes are rare.

    Parameters
    ----------
    first, second
        Two codings (see `codings`); the units that stand in both are compared.
    codes
        Codes to report even if neither coder used them.
    n_resamples
        How many times n of the n units are drawn with replacement.
    level
        The share of resamples inside the interval.
    seed
        The same seed gives the same interval, whatever the order of the units.

    Returns
    -------
    DataFrame
        First a row with `code` null for all codes together: a unit counts as coded alike if the two gave it exactly
        the same codes. Then a row for each code against all others, in alphabetical order. Columns: `code`,
        `n_units`, `n_first`, `n_second` and `n_both` (units to which the coders gave the code, or any code),
        `same` (share of units coded alike, 0–1), `alpha`, `low`, `high`. `alpha` is missing where both coders put
        all units in one and the same category, for then chance cannot be told from agreement. `low` and `high` are
        missing there too, where the coders never differ (no resample can differ either), and where α is
        missing in more than one in twenty resamples.

    Raises
    ------
    SettingError
        If no unit stands in both.

    References
    ----------
    K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability. University of Pennsylvania.

    A. Zapf, S. Castell, L. Morawietz, A. Karch (2016), Measuring inter-rater reliability for nominal data – which
    coefficients and confidence intervals are appropriate? BMC Medical Research Methodology 16:93.
    """
    units = sorted(set(first.index) & set(second.index))
    if not units:
        raise SettingError("De twee coderingen hebben geen uitspraak gemeen; vergelijk coderingen van één steekproef.")
    one, other = first.loc[units].tolist(), second.loc[units].tolist()
    draws = np.random.default_rng(seed).integers(len(units), size=(n_resamples, len(units)))
    compared = sorted({code for coder in (one, other) for given in coder for code in given} | set(codes))
    rows = [{"code": None, **_compare(one, other, draws, level)}]
    for code in compared:
        has, also_has = ([code in given for given in coder] for coder in (one, other))
        rows.append({"code": code, **_compare(has, also_has, draws, level)})
    kinds = {"code": "str", **dict.fromkeys(("n_units", "n_first", "n_second", "n_both"), "int64")}
    return pd.DataFrame(rows).astype({**kinds, **dict.fromkeys(("same", "alpha", "low", "high"), "float64")})


def _compare(first: list[Any], second: list[Any], draws: NDArray[np.int64], level: float) -> dict[str, Any]:
    """Return the figures on two lists of n values; what is empty or false counts as no code."""
    table = _value_counts(first, second)
    alpha = nominal_alpha(table)
    is_same = [one == other for one, other in zip(first, second, strict=True)]
    low, high = (None, None) if alpha is None or all(is_same) else _interval(table, draws, level)
    return {
        "n_units": len(first),
        "n_first": sum(map(bool, first)),
        "n_second": sum(map(bool, second)),
        "n_both": sum(bool(one) and bool(other) for one, other in zip(first, second, strict=True)),
        "same": float(np.mean(is_same)),
        "alpha": alpha,
        "low": low,
        "high": high,
    }


def _value_counts(first: list[Any], second: list[Any]) -> NDArray[np.int64]:
    """Return how often each unit got each value, shape (n units, n values)."""
    values = sorted({*first, *second})
    return np.array(
        [[(one, other).count(value) for value in values] for one, other in zip(first, second, strict=True)],
        dtype=np.int64,
    )


def nominal_alpha(value_counts: NDArray[np.int64]) -> float | None:
    """Return α for nominal data, None where all values are one.

    Parameters
    ----------
    value_counts
        How often each unit got each value, shape (n units, n values): of two coders or more, of whom each may have
        passed over some units.
    """
    if (value_counts.sum(axis=0) > 0).sum() < 2:
        return None
    return float(krippendorff.alpha(value_counts=value_counts, level_of_measurement="nominal"))


def _interval(
    value_counts: NDArray[np.int64], draws: NDArray[np.int64], level: float
) -> tuple[float | None, float | None]:
    found = [nominal_alpha(value_counts[chosen]) for chosen in draws]
    defined = [alpha for alpha in found if alpha is not None]
    if len(found) - len(defined) > _MAX_UNDEFINED * len(found):
        return None, None
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
