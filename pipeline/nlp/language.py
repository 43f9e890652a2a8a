"""The spaCy pipeline that reads Dutch, with sentence boundaries as edited text has them."""

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.errors import SettingError
from pipeline.resources import load_toml

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
        nlp = spacy.load(name)
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


@Language.component("rode_draad_sentences", assigns=["token.is_sent_start"])
def set_sentence_boundaries(doc: Doc) -> Doc:
    """Set every sentence boundary of a paragraph, so that the parser places none of its own.

    A sentence ends at terminal punctuation (with the quotes and brackets that close on it) before a
    word with a capital, a digit or an opening quote. Statistical boundaries break edited text at
    finite verbs and abbreviations; the punctuation of edited text does not.
    """
    for token in doc:
        token.is_sent_start = token.i == 0 or _starts_sentence(token)
    return doc


def _starts_sentence(token: Token) -> bool:
    rules = load_toml("zinnen.toml")
    if token.is_space:
        return False
    previous = token.nbor(-1)
    while previous.is_space and previous.i > 0:
        previous = previous.nbor(-1)
    if not token.nbor(-1).whitespace_ and not token.nbor(-1).is_space:
        return False  # 14.30, J.A., www.voorbeeld.nl
    if token.text[0] not in rules["openend"] and not token.text[0].isupper() and not token.text[0].isdigit():
        return False
    while previous.text in rules["sluitend"] and previous.i > 0 and previous.text != ".":
        previous = previous.nbor(-1)
    if previous.text[-1:] not in _TERMINAL and previous.text not in _TERMINAL:
        return False
    if not previous.text.endswith("."):
        return True
    # "mw" and "." may be two tokens.
    word = previous.text if len(previous.text) > 1 or previous.i == 0 else previous.nbor(-1).text + "."
    is_initial = len(word) == 2 and word[0].isupper()
    return not (is_initial or word in rules["afkortingen"] or word.lower() in rules["afkortingen"])
