"""The tokeniser of the pipeline: spaCy's for Dutch, but *DG’s*, *’s-Hertogenbosch* and *mw.* stay whole."""

from collections.abc import Callable
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, registry

from pipeline.resources import load_toml

_APOSTROPHE = "’"
_APOSTROPHES = (r"\'", _APOSTROPHE)  # as patterns
_ALSO_NAMES = ("jan.",)  # with a capital it may be Jan, at the end of a sentence


def keep_words_whole(nlp: Language) -> None:
    """Let the typographic apostrophe split a word no more than the straight one does; know our abbreviations."""
    tokenizer = cast(Any, nlp.tokenizer)
    infixes = [str(infix).replace(_APOSTROPHE, "") for infix in nlp.Defaults.infixes or []]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    prefixes = [str(prefix) for prefix in nlp.Defaults.prefixes or []]
    tokenizer.prefix_search = compile_prefix_regex(
        [prefix + "(?!s-[A-Z])" if prefix in _APOSTROPHES else prefix for prefix in prefixes]
    ).search
    for abbreviation in load_toml("zinnen.toml")["afkortingen"]:
        forms = {abbreviation, abbreviation[0].upper() + abbreviation[1:]}
        for form in forms if abbreviation not in _ALSO_NAMES else {abbreviation}:
            tokenizer.add_special_case(form, [{ORTH: form}])


def make_tokenizer_callback() -> Callable[[Language], None]:
    """Return what the configuration calls before it initialises a pipeline."""
    return keep_words_whole


registry.callbacks("rode_draad.tokenizer.v1", func=make_tokenizer_callback)


def blank_dutch() -> Language:
    """Return an empty Dutch pipeline with this tokeniser."""
    nlp = spacy.blank("nl")
    keep_words_whole(nlp)
    return nlp
