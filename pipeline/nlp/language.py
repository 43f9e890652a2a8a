"""The spaCy pipeline that reads Dutch, with sentence boundaries as edited text has them."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import spacy
from spacy.lang.nl import DutchDefaults
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.dutch import lexicon
from pipeline.dutch.sentences import ends_sentence
from pipeline.errors import SettingError
from pipeline.nlp.sentences import forms_of

LANGUAGE_MODEL = "nl_sessie_sm"
"""The language model that comes with the project."""

NEEDED_COMPONENTS = ("tagger", "morphologizer", "parser", "lemmatizer", "ner")
_TERMINAL = (".", "?", "!", "…", "...")


@cache
def load_language(name: str) -> Language:
    """Load a Dutch spaCy pipeline and give it our sentence boundaries.

    Parameters
    ----------
    name
        The name of an installed spaCy package, or a path to one.

    Raises
    ------
    SettingError
        If there is no such pipeline, it is not Dutch, or it lacks a needed component.
    """
    try:
        nlp = _load(name)
    except (OSError, ValueError):
        raise SettingError(
            f"Het taalmodel “{name}” kan niet worden geladen; installeer het opnieuw of kies een ander taalmodel."
        ) from None
    missing = [component for component in NEEDED_COMPONENTS if component not in nlp.pipe_names]
    if nlp.lang != "nl" or missing:
        lack = f"mist {', '.join(missing)}" if missing else f"is voor de taal {nlp.lang}"
        raise SettingError(f"Het taalmodel “{name}” {lack}; kies een volledig Nederlands model.")
    nlp.add_pipe("rode_draad_sentences", before="parser")
    return nlp


def _load(name: str) -> Language:
    """Load a pipeline without first giving it spaCy's own exceptions for Dutch: a model that was saved has them too.

    Cutting those thousands of abbreviations takes as long as the rest of loading.
    """
    exceptions = DutchDefaults.tokenizer_exceptions
    DutchDefaults.tokenizer_exceptions = {}
    try:
        nlp = spacy.load(name)
    finally:
        DutchDefaults.tokenizer_exceptions = exceptions
    return nlp if getattr(nlp.tokenizer, "rules", None) else spacy.load(name)


@Language.component("rode_draad_sentences", assigns=["token.is_sent_start"])
def set_sentence_boundaries(doc: Doc) -> Doc:
    """Set every sentence boundary of a paragraph, so that the parser places none of its own.

    A sentence ends at terminal punctuation (with the quotes and brackets that close on it) before a
    word with a capital, a digit or an opening quote. Statistical boundaries break edited text at
    finite verbs and abbreviations; the punctuation of edited text does not.
    """
    words, has_space = forms_of(doc), doc.to_array("SPACY").tolist()
    starts = [
        index == 0 or (not word[0].islower() and _starts_sentence(words, has_space, index))
        for index, word in enumerate(words)
    ]
    return doc.from_array(["SENT_START"], np.where(starts, 1, -1).astype(np.uint64)[:, None])  # type: ignore[arg-type]


def _starts_sentence(words: Sequence[str], has_space: Sequence[int], index: int) -> bool:
    word, before = words[index], words[index - 1]
    if not has_space[index - 1] and not before.isspace():
        return False  # 14.30, J.A., www.voorbeeld.nl
    rules = lexicon.sentence_marks()
    if word.isspace() or not (word[0] in rules.opening or word[0].isupper() or word[0].isdigit()):
        return False
    previous = index - 1
    while words[previous].isspace() and previous > 0:
        previous -= 1
    while words[previous] in rules.closing and previous > 0 and words[previous] != ".":
        previous -= 1
    last = words[previous]
    if last[-1:] not in _TERMINAL and last not in _TERMINAL:
        return False
    if not last.endswith("."):
        return True
    if len(last) == 1 and previous > 0:
        last = words[previous - 1] + "."  # "mw" and "." may be two tokens
    return ends_sentence(last, word)
