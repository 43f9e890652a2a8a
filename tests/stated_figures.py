"""The figures on quality that the report states, and the check that they are those that one measures."""

import pytest

from pipeline.resources import load_toml

FIGURES = {row["sleutel"]: row["waarde"] for row in load_toml("report/kwaliteit.toml")["meting"]}


def check(measured: dict[str, float]) -> None:
    # Another machine may round a few borderline cases the other way.
    assert measured == pytest.approx({key: FIGURES[key] for key in measured}, abs=0.006)
