"""The tokeniser of the pipeline: spaCy's for Dutch, but *DG’s* and *foto’s* stay whole with either apostrophe."""

from collections.abc import Callable
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, registry

_APOSTROPHE = "’"


def keep_plurals_whole(nlp: Language) -> None:
    """Let the typographic apostrophe inside a word split it no more than the straight one does."""
    infixes = [str(infix).replace(_APOSTROPHE, "") for infix in nlp.Defaults.infixes or []]
    cast(Any, nlp.tokenizer).infix_finditer = compile_infix_regex(infixes).finditer


def make_tokenizer_callback() -> Callable[[Language], None]:
    """Return what the configuration calls before it initialises a pipeline."""
    return keep_plurals_whole


registry.callbacks("rode_draad.tokenizer.v1", func=make_tokenizer_callback)


def blank_dutch() -> Language:
    """Return an empty Dutch pipeline with this tokeniser."""
    nlp = spacy.blank("nl")
    keep_plurals_whole(nlp)
    return nlp
