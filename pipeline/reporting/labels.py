"""The Dutch words of the report that stand in a resource file."""

from typing import Any

from pipeline.resources import load_toml


def _labels() -> dict[str, Any]:
    return load_toml("report/labels.toml")


def months() -> tuple[str, ...]:
    """Return the short names of the twelve months."""
    return tuple(_labels()["maanden"])


def kind_name(kind: str) -> str:
    """Return the name of a kind of statement."""
    return str(_labels()["soorten"].get(kind, kind))


def rejection_name(reason: str) -> str:
    """Return the name of a reason for not using a file."""
    return str(_labels()["redenen"].get(reason, reason))


def topic_figures() -> dict[str, str]:
    """Return the names of the figures about the division into topics, in the order of the report."""
    return dict(_labels()["indeling"])


def measured_quality() -> tuple[tuple[str, float, str], ...]:
    """Return how well this version codes: what was measured, the outcome, and on what."""
    return tuple((row["wat"], row["waarde"], row["waarop"]) for row in load_toml("report/kwaliteit.toml")["meting"])


def shares() -> tuple[tuple[float, str], ...]:
    """Return from which share on it is called what, the greatest first; `{}` stands for the noun in the plural."""
    return tuple((row["vanaf"], row["naam"]) for row in _labels()["aandelen"])


def method_sentences(part: str, **values: str) -> tuple[str, ...]:
    """Return the fixed points of the method section on a part of it, such as `telling`.

    Parameters
    ----------
    part
        The key in the resource file.
    values
        The thresholds that stand in the sentences, by name.
    """
    return tuple(sentence.format(**values) for sentence in _labels()["verantwoording"][part])
