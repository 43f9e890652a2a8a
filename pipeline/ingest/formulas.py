"""What minutes say out of habit: that the meeting was opened, that nobody had a question."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.dutch.dates import find_dates
from pipeline.dutch.lexicon import any_of, document_parts
from pipeline.dutch.sentences import sentences
from pipeline.ingest.closings import announces_session, closing_kind
from pipeline.ingest.records import CELL_GAP, Block

_MAX_FORMULA_WORDS, _MAX_BARE_WORDS = 24, 5
_MAX_ASIDE = 160
_LINK = re.compile(r"(?<!\S)\S*https?://\S+")


def says_nothing(blocks: Sequence[Block]) -> bool:
    """Return whether the text under a heading is empty, or nothing but formulas and the date of the next session."""
    return all(is_formula(sentence) for sentence in _sentences_of(blocks))


def says_next_to_nothing(blocks: Sequence[Block]) -> bool:
    """Return whether there is but one short sentence more behind formulas of opening or closing."""
    said = _sentences_of(blocks)
    left = [index for index, sentence in enumerate(said) if not is_formula(sentence)]
    return not left or (len(left) == 1 and left[0] > 0 and len(said[left[0]]) <= _MAX_ASIDE)


def says_there_was_nothing(blocks: Sequence[Block]) -> bool:
    """Return whether the text under a heading only says that there was nothing, as *n.v.t.* does."""
    said = _sentences_of(blocks)
    return bool(said) and all(_is_bare(sentence) for sentence in said) and not any(map(_is_row, blocks))


def is_formula(sentence: str) -> bool:
    """Return whether a sentence only says what minutes always say: *De voorzitter opent de vergadering*."""
    if _is_bare(sentence) or closing_kind(sentence) is not None or announces_session(sentence):
        return True
    folded = _folded(sentence)
    if bool(find_dates(sentence)) and _next().search(folded) is not None:
        return True
    return len(folded.split()) <= _MAX_FORMULA_WORDS and _phrases().search(folded) is not None


def _is_bare(sentence: str) -> bool:
    folded = _folded(sentence)
    if not any(character.isalpha() for character in folded):
        return True
    formulas = document_parts().formulas
    bare = folded.rsplit(":", 1)[-1].strip()  # *EL: niets*
    is_short = len(folded.split()) <= _MAX_BARE_WORDS
    return is_short and (bare in formulas.bare or bare.startswith(tuple(f"{phrase} " for phrase in formulas.referring)))


def _sentences_of(blocks: Sequence[Block]) -> list[str]:
    """Return the sentences of a passage, without rows of tables and notes below a rule.

    A line that goes on is one with the next.
    """
    paragraphs: list[str] = []
    for block in blocks:
        is_footnote = block.after_rule and not blocks[0].after_rule
        if _is_row(block) or is_footnote:
            continue
        goes_on = bool(paragraphs) and not block.after_gap and block.marker is None
        if goes_on and not paragraphs[-1].endswith((".", "!", "?", ":", ";")):
            paragraphs[-1] += f" {block.text}"
        else:
            paragraphs.append(block.text.rstrip())
    return [sentence for paragraph in paragraphs for sentence in sentences(" ".join(paragraph.split()))]


def _is_row(block: Block) -> bool:
    return CELL_GAP in block.text


def _folded(sentence: str) -> str:
    return " ".join(_LINK.sub("", sentence.casefold().replace("’", "'")).split()).strip(" .:;-–—*")


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(document_parts().formulas.phrases)}\b")


@cache
def _next() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(document_parts().closing.next)}\b")
