"""Which signs can be set in type: text from reports may hold any."""

import re
import unicodedata
from collections.abc import Callable, Container

MISSING = "�"  # U+FFFD, made for signs that cannot be shown
_JOINERS = "\u200c\u200d"  # Persian and other scripts are misspelt without them
_LONG_WORD = 24  # letters; a longer word need not fit in a column
_LONGEST_WORD = 60  # letters; a longer word need not fit on a line
_PIECE = 10  # letters of it that do, in a narrow column too
_ISOLATE, _POP = "\u2068", "\u2069"
_WHITE = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_LONG = re.compile(rf"\S{{{_LONG_WORD + 1},}}")
_LONGEST = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_PUNCTUATION = r"/\\_.@:;,=&?-"  # after which a path or an address may be broken
_BREAKS = re.compile(
    rf"[{_PUNCTUATION}](?=[^\W_])|[^\s{_PUNCTUATION}]{{{_PIECE}}}(?=\S)|[{_PUNCTUATION}]{{{_PIECE}}}(?=\S)"
)


def clean(text: str) -> str:
    """Return a text without signs that have no shape of their own.

    Control signs are no text and XML does not allow them; marks that turn the writing direction would
    turn the rest of the line too. A text with letters that run from right to left is kept apart from
    what stands around it.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = "".join(map(_kept, _WHITE.sub(" ", text)))
    if any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in kept):
        return f"{_ISOLATE}{kept}{_POP}"
    return kept


def setter(covered: Container[int], *, in_columns: bool) -> Callable[[str], str]:
    """Return a function that makes a text fit for a font.

    Parameters
    ----------
    covered
        The code points for which the font has a glyph.
    in_columns
        Whether the text may stand in a narrow column. Where it does not, fewer words get signs that one copies along.

    Returns
    -------
    callable
        Cleans a text, puts `MISSING` for every sign without a glyph (nothing for a mark that would
        have stood on it), and lets a line be broken inside a path or a very long word.
    """

    def shown(sign: str) -> str:
        if sign in (_ISOLATE, _POP) or (ord(sign) in covered and unicodedata.category(sign) != "Co"):
            return sign
        return "" if unicodedata.category(sign) in ("Mn", "Me", "Cf") else MISSING

    long = _LONG if in_columns else _LONGEST

    def set_type(text: str) -> str:
        text = clean(text)
        if not text.isascii():
            text = "".join(map(shown, text))
        return long.sub(lambda word: _BREAKS.sub(lambda place: f"{place[0]}\u200b", word[0]), text)

    return set_type


def _kept(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cf":
        return sign if sign in _JOINERS else ""
    # Code points that are no character: surrogates, and U+FFFE, U+FFFF and their like.
    return "" if category in ("Cc", "Cs") or ord(sign) & 0xFFFE == 0xFFFE else sign
