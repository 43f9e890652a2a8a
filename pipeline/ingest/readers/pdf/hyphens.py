"""Hyphens at the end of a line: those of the word itself, and those that break it."""

import re
from collections.abc import Set

from pipeline.dutch.lexicon import any_of, file_words
from pipeline.ingest.readers.pdf.characters import LINE_HYPHEN

_WORDS = file_words().page
_KEPT_AFTER = re.compile(rf"{any_of(_WORDS.after_hyphen)}\b")
_KEPT_BEFORE = re.compile(rf"(?:^|[^\w-]){any_of(_WORDS.before_hyphen)}$", re.IGNORECASE)
_HYPHENS = (LINE_HYPHEN, "-", "\u00ad", "\u2010", "\u2011")
_HEAD, _TAIL = re.compile(r"(?<![\w-])[\w-]+$"), re.compile(r"\w+")


def join(text: str, following: str, known: Set[str] = frozenset()) -> str:
    """Join two lines; a word broken over them becomes whole again.

    Parameters
    ----------
    text, following
        The lines.
    known
        Words of the document, in small letters: how it writes a word elsewhere decides.
    """
    if not text.endswith(_HYPHENS):
        return f"{text} {following}"
    before = text[:-1]
    head, tail = _HEAD.search(before), _TAIL.match(following)
    if head is None:
        return f"{before}- {following}" if text[-1] == LINE_HYPHEN else f"{text} {following}"
    if tail is None and following[0] in "’'‘":  # *19-6-’24*
        return f"{before}-{following}"
    if tail is None or _KEPT_AFTER.match(following):
        return f"{before}- {following}"
    return f"{before}-{following}" if _is_of_word(head.group(), tail.group(), known) else before + following


def _is_of_word(head: str, tail: str, known: Set[str]) -> bool:
    """Return whether the hyphen between two parts of a word belongs to it."""
    if f"{head}-{tail}".casefold() in known:
        return True
    if f"{head}{tail}".casefold() in known:
        return False
    if head.isupper() and tail.isupper() and len(head) > 1:
        return False  # a heading in capitals is broken like any other text
    # *VNG-leden*, *Zuid-Holland*, *2-jarig*, *e-mail*, *ex-minister*
    is_marked = head[-1].isupper() or head[-1].isdigit() or tail[0].isupper() or tail[0].isdigit()
    return is_marked or len(head) == 1 or _KEPT_BEFORE.search(head) is not None
