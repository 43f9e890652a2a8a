"""What minutes say out of habit: that the meeting was opened, that nobody had a question."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.dutch.lexicon import any_of, document_parts
from pipeline.dutch.sentences import sentences
from pipeline.ingest.closings import announces_session, closing_kind
from pipeline.ingest.records import Block

_MAX_FORMULA_WORDS, _MAX_BARE_WORDS = 24, 5
_MAX_ASIDE = 160
_LINK = re.compile(r"\S*https?://\S+")


def is_formula(sentence: str) -> bool:
    """Return whether a sentence only says what minutes always say: *De voorzitter opent de vergadering.*"""
    words = _LINK.sub("", sentence.casefold().replace("’", "'")).split()
    folded = " ".join(words).strip(" .:;-–—*")
    if not any(character.isalpha() for character in folded):
        return True
    bare = folded.rsplit(":", 1)[-1].strip()  # *EL: niets*
    if len(words) <= _MAX_BARE_WORDS and bare in document_parts().formulas.bare:
        return True
    return len(words) <= _MAX_FORMULA_WORDS and _phrases().search(folded) is not None


def says_nothing(blocks: Sequence[Block]) -> bool:
    """Return whether the text under a heading is empty, or nothing but formulas and the date of the next session.

    Behind a formula of opening or closing one more short sentence does not make a passage.
    """
    said = [sentence for block in blocks for sentence in sentences(" ".join(block.text.split()))]
    left = [sentence for sentence in said if not (is_formula(sentence) or _is_about_next(sentence))]
    is_aside = len(left) == 1 and len(left) < len(said) and len(left[0]) <= _MAX_ASIDE
    return not left or (is_aside and said.index(left[0]) > 0)


def _is_about_next(sentence: str) -> bool:
    return closing_kind(sentence) is not None or announces_session(sentence)


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(document_parts().formulas.phrases)}\b")
