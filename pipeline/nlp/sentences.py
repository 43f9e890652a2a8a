"""The text and the words of a sentence, where it begins, and what stands before and behind a word in it.

The last two walk along the document and stop where asked: spaCy's `Token.sent` searches both ends of the sentence each
time and a slice copies, which is most of the work where a rule looks no further than the next word or two.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

_TEXT, _WORDS, _LEMMAS = "rode_draad_text", "rode_draad_words", "rode_draad_lemmas"


def text_of(part: Doc | Span) -> str:
    """Return the text of a document or of a part of it, kept with the document: spaCy joins the tokens each time."""
    if isinstance(part, Span):
        return text_of(part.doc)[part.start_char : part.end_char]
    if _TEXT not in part.user_data:
        part.user_data[_TEXT] = part.text
    text: str = part.user_data[_TEXT]
    return text


def keep_text(doc: Doc, text: str) -> None:
    """Keep with a document the text that it was made of."""
    doc.user_data[_TEXT] = text


def words_of(part: Doc | Span) -> list[str]:
    """Return the tokens of a document or of a part of it in small letters, kept with the document.

    Most rules look for a few words: those need no `Token` of every other one, which spaCy makes anew each time.
    """
    if isinstance(part, Span):
        return words_of(part.doc)[part.start : part.end]
    if _WORDS not in part.user_data:
        strings = part.vocab.strings
        part.user_data[_WORDS] = [strings[key] for key in part.to_array("LOWER").tolist()]
    words: list[str] = part.user_data[_WORDS]
    return words


def lemmas_of(part: Doc | Span) -> list[str]:
    """Return the lemmas of the tokens of a document or of a part of it in small letters, kept with the document."""
    if isinstance(part, Span):
        return lemmas_of(part.doc)[part.start : part.end]
    if _LEMMAS not in part.user_data:
        strings = part.vocab.strings
        part.user_data[_LEMMAS] = [strings[key].lower() for key in part.to_array("LEMMA").tolist()]
    lemmas: list[str] = part.user_data[_LEMMAS]
    return lemmas


def forms_of(doc: Doc) -> list[str]:
    """Return the tokens of a document as they stand."""
    strings = doc.vocab.strings
    return [strings[key] for key in doc.to_array("ORTH").tolist()]


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
