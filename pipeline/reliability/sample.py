"""A sample of units that stands for all of them: stratified by code, drawn by chance, the same for the same seed."""

from collections import Counter, defaultdict

import numpy as np
import pandas as pd


def draw_sample(coding: pd.Series, n: int, *, seed: int = 0) -> pd.Index:
    """Return the ids of a proportionally stratified sample.

    Every code gets its share of the sample, by largest remainders, so that figures about the sample hold for all
    units without weights. Within a code chance decides.

    Parameters
    ----------
    coding
        The coding of all units, N of them; its codes are the strata. A unit of several codes counts with the
        rarest of them, a unit without codes is in a stratum of its own.
    n
        How many units to draw; all of them if there are no more.
    seed
        The same seed gives the same sample, whatever the order of the units.

    Returns
    -------
    Index
        min(n, N) ids, in the order of `coding`, which does not tell the strata.

    References
    ----------
    W.G. Cochran (1977), Sampling Techniques, 3rd ed., chapter 5 (stratified sampling).
    """
    n_of_code = Counter(code for codes in coding for code in codes)
    strata: dict[str, list[str]] = defaultdict(list)
    for unit, codes in coding.items():
        strata[min(codes, key=lambda code: (n_of_code[code], code), default="")].append(str(unit))
    random = np.random.default_rng(seed)
    sizes = _shares({code: len(units) for code, units in strata.items()}, max(0, min(n, len(coding))))
    chosen = {
        unit for code in sorted(strata) for unit in random.permutation(sorted(strata[code]))[: sizes[code]].tolist()
    }
    return coding.index[coding.index.isin(chosen)]


def _shares(sizes: dict[str, int], n: int) -> dict[str, int]:
    """Divide n over strata in proportion to their sizes; what is left goes to the largest remainders."""
    whole = sum(sizes.values())
    shares = {code: n * size // whole for code, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda code: (-(n * sizes[code] % whole), code))
    for code in by_remainder[: n - sum(shares.values())]:
        shares[code] += 1
    return shares
