"""Coding: statements with kind, theme and role mentions, voices and entities, with spaCy.

`tag_texts` codes bare texts; `nlp.tagging` also codes a whole report, by the codebook that `nlp.codebook` reads.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.nlp.tagging import tag_texts

__all__ = ["tag_texts"]


def __getattr__(name: str) -> Any:
    # Who only reads a codebook need not wait for spaCy.
    if name == "tag_texts":
        from pipeline.nlp.tagging import tag_texts

        return tag_texts
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
