"""Rode Draad: which themes and dilemmas keep coming back in Dutch reports of sessions.

`load` opens the tables and texts of an analysis, for those who look further than the report.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.corpus import Corpus, load

__all__ = ["Corpus", "load"]


def __getattr__(name: str) -> Any:
    if name in __all__:  # loads pandas: not for `--help`
        from pipeline import corpus

        return getattr(corpus, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
