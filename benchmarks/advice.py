"""`python -m benchmarks.advice`: learns from dilemmas how likely two pieces of advice are the same.

The weights in `pipeline.topics.advice` come from here. They are learnt from the dilemmas of the sample corpus by the
codes of `tests/gold/recurrence.json`; the codes of the adviezen only measure.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks import gold
from pipeline import tables
from pipeline.config import Settings
from pipeline.progress import Silent
from pipeline.run import analyse
from pipeline.storage import Storage
from pipeline.topics.advice import INTERCEPT, WEIGHTS, LogOdds, groups
from pipeline.topics.embedding import DEFAULT_EMBEDDING, embed
from pipeline.topics.texts import texts_in_context
from pipeline.topics.units import ADVICE, DILEMMAS, units, with_passages

_N_DRAWS = 1000


def main() -> None:
    """Print the weights learnt from the dilemmas, and the pairs F1 on advice with those and with others."""
    with tempfile.TemporaryDirectory() as folder:
        processed = Path(folder) / "processed"
        analyse(gold.RAW, processed, Path(folder) / "reports", Settings(), Silent())
        data = {name: Storage(processed).read_table(name) for name in tables.TABLES}
    measure(data)


def measure(data: Mapping[str, pd.DataFrame]) -> None:
    """Print what `main` does, of the tables of the sample corpus."""
    dilemmas, of_dilemmas = log_odds(data, DILEMMAS)
    codes = gold.coded(data, gold.recurrence()[0])
    model = LogisticRegression(max_iter=1000).fit(*pairs(of_dilemmas, dilemmas["statement_id"].map(codes)))
    weights, intercept = model.coef_[0].round(2).tolist(), round(float(model.intercept_[0]), 2)
    print(f"geleerd van dilemma’s: {weights}, {intercept}; in gebruik: {list(WEIGHTS)}, {INTERCEPT}")
    advice, _ = log_odds(data, ADVICE)
    codes = gold.coded(data, gold.recurring_advice()[0])
    labels = advice["statement_id"].map(codes)
    tried = {"gewichten in gebruik": (WEIGHTS, INTERCEPT), "gelijke gewichten": ((sum(WEIGHTS) / 4,) * 4, INTERCEPT)}
    tried |= {f"drempel {step:+}": (WEIGHTS, INTERCEPT - step) for step in (-2, -1, -0.5, 0.5, 1, 2)}
    fitted = LogisticRegression(max_iter=1000).fit(*pairs(log_odds(data, ADVICE)[1], labels))
    tried["geleerd van de codes zelf"] = (tuple(fitted.coef_[0]), float(fitted.intercept_[0]))
    for title, (own, start) in tried.items():
        _, odds = log_odds(data, ADVICE, own, start)
        found = grouped(groups(odds), len(odds))
        result = gold.pair_score(*known(labels, found))
        low, high = bootstrap(labels, found)
        print(
            f"{title:28}{result.precision:8.3f}{result.recall:8.3f}{result.f1:7.3f}  "
            f"(95 % van {_N_DRAWS} trekkingen van codes: {low:.2f}–{high:.2f}), {len(groups(odds))} groepen"
        )


def log_odds(
    data: Mapping[str, pd.DataFrame],
    unit: str,
    weights: tuple[float, ...] = WEIGHTS,
    intercept: float = INTERCEPT,
) -> tuple[pd.DataFrame, LogOdds]:
    """Return the units of a kind and the log odds of their pairs."""
    own = units(data["statements"], data["insights"], unit)
    embeddings = embed(*with_passages(own, data["insights"]), DEFAULT_EMBEDDING)
    texts = texts_in_context(own, data["insights"], data["statements"], embeddings, DEFAULT_EMBEDDING)
    return own, LogOdds(texts, weights, intercept)


def pairs(odds: LogOdds, labels: pd.Series) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return of each coded pair of different sessions how alike it is in each view, and whether it has one code."""
    places = np.arange(len(odds))
    own = labels.to_numpy(dtype=object)
    is_coded = labels.notna().to_numpy(dtype=bool)
    first, second = np.triu_indices(len(odds), 1)
    chosen = is_coded[first] & is_coded[second] & (odds.sessions[first] != odds.sessions[second])
    first, second = first[chosen], second[chosen]
    alike = np.column_stack([view[first, second] for view in odds.standardised(places, places)])
    return alike, own[first] == own[second]


def grouped(found: list[NDArray[np.int64]], n: int) -> list[str]:
    """Return the group of each of n texts, one of its own for a text in none."""
    group_of = {int(place): f"group {number}" for number, members in enumerate(found) for place in members}
    return [group_of.get(place, f"text {place}") for place in range(n)]


def known(labels: pd.Series, found: list[str]) -> tuple[list[str], list[str]]:
    """Return the codes and groups of the adviezen on which both coders agree."""
    kept = [(code, group) for code, group in zip(labels, found, strict=True) if isinstance(code, str)]
    return [code for code, _ in kept], [group for _, group in kept]


def bootstrap(labels: pd.Series, found: list[str]) -> tuple[float, float]:
    """Return the middle 95 % of the pairs F1, with the codes drawn anew; pairs with an uncoded advice stay."""
    codes, own = known(labels, found)
    table = pd.DataFrame({"code": codes, "group": own, "n": 1})
    of_code = table.groupby("code").agg(n=("n", "sum"))
    together = table.groupby(["code", "group"]).size()
    of_code["gold"] = of_code["n"] * (of_code["n"] - 1) / 2
    of_code["right"] = (together * (together - 1) / 2).groupby("code").sum()
    sizes = table["group"].map(table["group"].value_counts())
    of_code["found"] = ((sizes - 1) / 2).groupby(table["code"]).sum()  # half of each pair for either end
    chance = np.random.default_rng(0)
    scores = []
    for _ in range(_N_DRAWS):
        drawn = of_code.iloc[chance.integers(len(of_code), size=len(of_code))]
        scores.append(2 * drawn["right"].sum() / max(drawn["found"].sum() + drawn["gold"].sum(), 1))
    low, high = np.quantile(scores, (0.025, 0.975))
    return float(low), float(high)


if __name__ == "__main__":
    main()
