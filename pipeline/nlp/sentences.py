"""What stands before and behind a word in its sentence, and where a sentence begins.

These walk along the document and stop where asked: spaCy's `Token.sent` searches both ends of the sentence each time
and a slice copies, which is most of the work where a rule looks no further than the next word or two.
"""

from collections.abc import Iterator

from spacy.tokens import Token


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
