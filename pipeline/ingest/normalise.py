"""Normalised text: one spelling for every character, one kind of line end, nothing invisible.

See *One coordinate system* in `docs/contract.md`; every offset counts code points of this text.
"""

import re
import unicodedata

_LINE_END = re.compile(r"\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


def normalise_text(text: str) -> str:
    """Return the text in NFC with newlines as line ends and without invisible characters.

    Invisible are all format and control characters but newline and tab: soft hyphens, zero-width
    and bidirectional marks, byte order marks. They go before composing, or composing would not be
    idempotent.
    """
    return unicodedata.normalize("NFC", drop_invisible(unify_line_ends(text)))


def unify_line_ends(text: str) -> str:
    """Return the text with every kind of line end as a newline."""
    return _LINE_END.sub("\n", text)


def drop_invisible(text: str) -> str:
    """Return the text without format and control characters, except newline and tab."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text  # nearly every line of nearly every report
    return "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


def collapse_whitespace(text: str) -> str:
    """Return the text on one line with single spaces, for comparing and for showing."""
    return " ".join(text.split())
