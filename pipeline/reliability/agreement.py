"""How far coders agree: Krippendorff's α with an interval, and the share of pairs of codes that are alike."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from pipeline.errors import SettingError
from pipeline.reliability.alpha import Counts, Measure, interval, masi_distance, mean_of, nominal_distance

EXACT, MASI, MEAN, CODE = "precies", "masi", "gemiddeld", "code"
_TYPES = {"measure": "str", "code": "str", "n_units": "int64"} | dict.fromkeys(
    ("same", "alpha", "low", "high"), "float64"
)
_Units = list[list[Any]]


def agreement(
    codings: Sequence[pd.Series],
    *,
    codes: Iterable[str] = (),
    several: bool = False,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare codings of the same units by any number of coders, of whom each may have passed over some.

    α is 1 minus the disagreement observed over the disagreement that chance would give: 1 is full agreement, 0 no
    better than chance. Its interval is a bootstrap over units (see `alpha.interval`).

    Parameters
    ----------
    codings
        Two codings or more (see `codings`); units that at least two of them hold are compared.
    codes
        Codes to report even if no coder used them.
    several
        Whether a unit may have several codes: then α by the distance between sets (MASI) and the mean of α over the
        codes stand beside α over exactly the same codes.
    n_resamples, level, seed
        As for `alpha.interval`; the order of the units makes no difference.

    Returns
    -------
    DataFrame
        A row for all codes together (`measure` *precies*), with `several` one by MASI (*masi*) and one with the mean
        over codes (*gemiddeld*), then a row for each code against all others (*code*), in alphabetical order.
        Columns: `measure`, `code` (null but for a code), `n_units`, `given` (to how many of these units each coder
        gave the code, or any code: a list), `same` (how alike two coders are on a unit, on average: by *masi* one
        minus the distance, otherwise the share that is the same, 0–1), `alpha`, `low`, `high`. `alpha` is missing
        where all values are one and the same, for then chance cannot be told from agreement. `low` and `high` are
        missing there too, where coders never differ, and where α is missing in more than one in twenty resamples.

    Raises
    ------
    SettingError
        If no unit stands in two codings.

    References
    ----------
    K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability. University of Pennsylvania.
    """
    shared = _shared(codings)
    if not shared:
        raise SettingError("De coderingen hebben geen uitspraak gemeen; vergelijk coderingen van één steekproef.")
    options = {"n_resamples": n_resamples, "level": level, "seed": seed}
    values = [[coding.get(unit) for coding in codings] for unit in shared]
    compared = sorted({code for unit in values for given in unit for code in given or ()} | set(codes))
    per_code = {code: [[_has(given, code) for given in unit] for unit in values] for code in compared}
    rows = [_row(EXACT, None, values, nominal_distance, options)]
    if several:
        of_codes = [counts for units in per_code.values() if (counts := _counts(units)).alpha is not None]
        rows.append(_row(MASI, None, values, masi_distance, options))
        rows.append(_mean_row(rows[0], per_code.values(), of_codes, options))
    rows += [_row(CODE, code, units, nominal_distance, options) for code, units in per_code.items()]
    return _frame(rows)


def mean_agreement(
    one: pd.Series,
    others: Sequence[pd.Series],
    *,
    codes: Iterable[str] = (),
    several: bool = False,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare one coder with each of the others, and return the mean: of the program and people, for one.

    The parameters and the result are those of `agreement`; `alpha` and `same` are means over the pairs in which they
    are defined, `given` is empty.
    """
    pairs = [[one, other] for other in others if _shared([one, other])]
    shared = sorted({unit for pair in pairs for unit in _shared(pair)})
    if not shared:
        raise SettingError("De coderingen hebben geen uitspraak gemeen; vergelijk coderingen van één steekproef.")
    options = {"n_resamples": n_resamples, "level": level, "seed": seed}
    values = [[[coding.get(unit) for coding in pair] for unit in shared] for pair in pairs]
    compared = sorted({code for of in values for unit in of for given in unit for code in given or ()} | set(codes))
    per_code = {
        code: [[[_has(given, code) for given in unit] for unit in of_pair] for of_pair in values] for code in compared
    }

    def row(measure: str, code: str | None, of_pairs: list[_Units], distance: Callable[..., float]) -> dict[str, Any]:
        counts = [found for units in of_pairs if (found := _counts(units, distance)).alpha is not None]
        same = [value for units in of_pairs if (value := _same(units, distance)) is not None]
        alpha = float(np.mean([one.alpha for one in counts])) if counts else None
        low, high = _interval(mean_of([one.weighted() for one in counts]), alpha, len(shared), options)
        return _told(measure, code, len(shared), [], float(np.mean(same)), alpha, low, high)

    rows = [row(EXACT, None, values, nominal_distance)]
    if several:
        rows.append(row(MASI, None, values, masi_distance))
        of_codes = [found for of in per_code.values() for units in of if (found := _counts(units)).alpha is not None]
        rows.append(
            _mean_row(rows[0], [units for of_pairs in per_code.values() for units in of_pairs], of_codes, options)
        )
    rows += [row(CODE, code, of_pairs, nominal_distance) for code, of_pairs in per_code.items()]
    return _frame(rows)


def confusion(first: pd.Series, second: pd.Series, *, several: bool = False) -> pd.DataFrame:
    """Count how two coders coded the units that both hold.

    Returns
    -------
    DataFrame
        Columns `code`, `first`, `second` and `n`, without the pairs that do not occur. For one code a unit, `code` is
        null and `first` and `second` are the codes; with `several`, each code is counted by itself, and `first` and
        `second` are *ja* or *nee*, of units to which at least one gave it.
    """
    shared = _shared([first, second])
    pairs = [(tuple(first[unit]), tuple(second[unit])) for unit in shared]
    if several:
        rows = [
            (code, _yes(code in one), _yes(code in other)) for one, other in pairs for code in sorted({*one, *other})
        ]
    else:
        rows = [("", ", ".join(one), ", ".join(other)) for one, other in pairs]
    found = pd.DataFrame(rows, columns=["code", "first", "second"], dtype="str")
    counted = found.groupby(["code", "first", "second"], sort=True).size().rename("n").reset_index()
    return counted.assign(code=counted["code"].where(counted["code"] != ""))


def _shared(codings: Sequence[pd.Series]) -> list[str]:
    """Return the units that at least two codings hold, in alphabetical order."""
    n = pd.Index([unit for coding in codings for unit in coding.index]).value_counts()
    return sorted(n.index[n > 1])


def _has(given: Iterable[str] | None, code: str) -> bool | None:
    return None if given is None else code in given


def _yes(is_given: bool) -> str:
    return "ja" if is_given else "nee"


def _counts(units: _Units, distance: Callable[..., float] = nominal_distance) -> Counts:
    return Counts.of([[value for value in unit if value is not None] for unit in units], distance)


def _row(
    measure: str, code: str | None, units: _Units, distance: Callable[..., float], options: dict[str, Any]
) -> dict[str, Any]:
    counts = _counts(units, distance)
    low, high = _interval(counts.weighted(), counts.alpha, len(units), options)
    given = [sum(bool(value) for value in of_coder) for of_coder in zip(*units, strict=True)]
    return _told(measure, code, len(units), given, _same(units, distance), counts.alpha, low, high)


def _mean_row(
    exact: dict[str, Any], per_code: Iterable[_Units], of_codes: Sequence[Counts], options: dict[str, Any]
) -> dict[str, Any]:
    """Return the row with the mean over codes, each of the same weight."""
    alpha = float(np.mean([counts.alpha for counts in of_codes])) if of_codes else None
    low, high = _interval(mean_of([counts.weighted() for counts in of_codes]), alpha, exact["n_units"], options)
    same = [value for units in per_code if (value := _same(units)) is not None]
    mean_same = float(np.mean(same)) if same else exact["same"]
    return _told(MEAN, None, exact["n_units"], exact["given"], mean_same, alpha, low, high)


def _interval(
    measure: Measure, alpha: float | None, n_units: int, options: dict[str, Any]
) -> tuple[float | None, float | None]:
    return (None, None) if alpha is None else interval(measure, n_units, **options)


def _same(units: _Units, distance: Callable[..., float] = nominal_distance) -> float | None:
    """Return how alike two values of one unit are on average: by the nominal distance, the share that is the same."""
    values = [[value for value in unit if value is not None] for unit in units]
    far = [distance(one, other) for unit in values for one, other in combinations(unit, 2)]
    return 1 - float(np.mean(far)) if far else None


def _told(
    measure: str,
    code: str | None,
    n_units: int,
    given: list[int],
    same: float | None,
    alpha: float | None,
    low: float | None,
    high: float | None,
) -> dict[str, Any]:
    return {
        "measure": measure, "code": code, "n_units": n_units, "given": given,
        "same": same, "alpha": alpha, "low": low, "high": high,
    }  # fmt: skip


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows).astype(_TYPES)
