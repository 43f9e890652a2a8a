"""The text of a sentence, where it begins, and what stands before and behind a word in it.

The last walk along the document and stop where asked: spaCy's `Token.sent` searches both ends of the sentence each time
and a slice copies, which is most of the work where a rule looks no further than the next word or two.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

_KEPT_AS = "rode_draad_text"


def text_of(part: Doc | Span) -> str:
    """Return the text of a document or of a part of it, kept with the document: spaCy joins the tokens each time."""
    if isinstance(part, Span):
        return text_of(part.doc)[part.start_char : part.end_char]
    if _KEPT_AS not in part.user_data:
        part.user_data[_KEPT_AS] = part.text
    text: str = part.user_data[_KEPT_AS]
    return text


def behind(token: Token) -> Iterator[Token]:
    """Yield the tokens behind a token in its sentence."""
    doc = token.doc
    for index in range(token.i + 1, len(doc)):
        following = doc[index]
        if following.is_sent_start:
            return
        yield following


def before(token: Token) -> Iterator[Token]:
    """Yield the tokens before a token in its sentence, the nearest first."""
    doc = token.doc
    while not opens_sentence(token):
        token = doc[token.i - 1]
        yield token


def opens_sentence(token: Token) -> bool:
    """Return whether a token is the first of its sentence."""
    return token.i == 0 or bool(token.is_sent_start)
