"""Styles of office documents: what one does not say itself, the one that it is based on says."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

_MAX_DEPTH = 20  # a style may be based on itself, by way of others

T = TypeVar("T")


def lineage(name: str | None, styles: Mapping[str, T], base: Callable[[T], str | None]) -> Iterator[tuple[str, T]]:
    """Yield a style with its name, and then those that it is based on, nearest first."""
    for _ in range(_MAX_DEPTH):
        if name is None or name not in styles:
            return
        yield name, styles[name]
        name = base(styles[name])


def hides(name: str | None, styles: Mapping[str, tuple[str | None, bool | None]]) -> bool:
    """Return whether the text of a style is hidden.

    Parameters
    ----------
    name
        The style.
    styles
        Of each the one that it is based on, and whether it hides; None where it does not say so itself.
    """
    inherited = lineage(name, styles, base=lambda style: style[0])
    return next((own for _, (_, own) in inherited if own is not None), False)
