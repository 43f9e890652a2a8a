"""Whether a mention stands in the scope of a negation (rule 8 of the matching rules)."""

from spacy.tokens import Span, Token

NEGATORS = frozenset({"geen", "niet", "zonder", "noch", "nooit", "nauwelijks"})
_DEFINITE = frozenset({"de", "het", "deze", "die", "dit", "dat", "mijn", "zijn", "haar", "hun", "onze", "ons"})
_CLAUSE_OPENERS = frozenset({"maar", "omdat", "dat", "want", "terwijl", "als", "hoewel", "zodat", "waardoor", "om"})


def is_negated(span: Span | None) -> bool:
    """Return whether a negator's scope covers a span.

    The scope is what follows the negator in its clause, the verb it negates, and an article-less
    noun before it; a definite phrase before it is not negated.
    """
    if span is None:
        return False
    return any(
        _covers(token, span)
        for token in span.sent
        if token.lower_ in NEGATORS and not _is_emphatic(token) and not span.start <= token.i < span.end
    )


def _is_emphatic(negator: Token) -> bool:
    """Return whether *niet* opens *niet alleen … maar ook*, which negates nothing."""
    following = negator.doc[negator.i + 1] if negator.i + 1 < len(negator.doc) else None
    return negator.lower_ == "niet" and following is not None and following.lower_ in ("alleen", "slechts", "zozeer")


def _covers(negator: Token, span: Span) -> bool:
    if negator.i < span.start:
        return not any(_opens_clause(token) for token in span.doc[negator.i + 1 : span.start])
    between = span.doc[span.end : negator.i]
    if any(_opens_clause(token) for token in between):
        return False
    if negator.head.i in range(span.start, span.end) and span.root.pos_ in ("VERB", "AUX", "ADJ"):
        return True
    return (
        span.root.pos_ == "NOUN"
        and negator.lower_ in ("niet", "nooit", "nauwelijks")
        and not any(child.lower_ in _DEFINITE for child in span.root.children)
        and span.root.head == negator.head
    )


def _opens_clause(token: Token) -> bool:
    return token.text in {",", ";", ":", "–", "—"} or token.lower_ in _CLAUSE_OPENERS
