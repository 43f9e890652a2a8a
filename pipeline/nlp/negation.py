"""Which words stand in the scope of a negation (rule 8 of the matching rules).

The scope is what follows the negator in its clause, the verb it negates, and an article-less noun
before it. Clauses are told by what opens and ends them in Dutch: conjunctions, relative pronouns,
commas, and a second finite verb.
"""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from pipeline.dutch.negators import negation, negators, not_listed
from pipeline.nlp.sentences import before, behind, words_of
from pipeline.nlp.verbs import VERBS, is_finite

_ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "ROOT", "conj")
_DETERMINERS = ("DET", "NUM")
_RIGHT_BRACKET = ("VERB", "AUX", "SCONJ", "CCONJ", "PUNCT")


_KEPT_AS = "rode_draad_negations"


def negations_of(doc: Doc) -> "Negations":
    """Return the negated words of a document, kept with it: every matcher asks for them."""
    if _KEPT_AS not in doc.user_data:
        doc.user_data[_KEPT_AS] = Negations(doc)
    kept: Negations = doc.user_data[_KEPT_AS]
    return kept


class Negations:
    """The negated words of a document.

    Parameters
    ----------
    doc
        A parsed document.
    """

    def __init__(self, doc: Doc) -> None:
        self._scopes = [(index, _scope(doc[index])) for index in negators(words_of(doc))]

    def cover(self, tokens: tuple[int, ...]) -> bool:
        """Return whether one of some tokens is negated by a word that is not one of them."""
        return any(negator not in tokens and not scope.isdisjoint(tokens) for negator, scope in self._scopes)


def _next_word(token: Token) -> str:
    return token.nbor().lower_ if token.i + 1 < len(token.doc) else ""


def _scope(negator: Token) -> frozenset[int]:
    """Return the indices of the tokens that a negator negates."""
    if negator.lower_ == "zonder":
        return frozenset(_after_without(negator))
    scope = set(_rest_of_clause(negator))
    if negator.lower_ == "noch":
        return frozenset(scope | _first_of_pair(negator))
    if negator.lower_ != "geen":
        clause = _start_of_clause(negator)
        scope |= _negated_verb(negator, clause) | _bare_nouns(clause)
    return frozenset(scope)


def _rest_of_clause(negator: Token, *, is_opener: bool = False) -> list[int]:
    """Return the tokens behind a word up to the end of its clause, which that word may open."""
    found: list[int] = []
    has_finite = not is_opener and any(is_finite(token) for token in _start_of_clause(negator))
    previous = negator
    for token in behind(negator):
        if _opens_clause(token) or (token.text == "," and not _is_inside_list(token)):
            break
        if is_finite(token):
            # A clause has one finite verb; beside another verb it is part of one cluster.
            if has_finite and not (previous.pos_ in VERBS and found):
                return found
            has_finite = True
        found.append(token.i)
        previous = token
    return found


def _start_of_clause(token: Token) -> list[Token]:
    """Return the tokens of a clause before a word in it, in the order of the text."""
    found: list[Token] = []
    for previous in before(token):
        if _opens_clause(previous) or (previous.text == "," and not _is_inside_list(previous)):
            break
        found.append(previous)
    return found[::-1]


def _opens_clause(token: Token) -> bool:
    """Return whether a word or sign ends the clause before it and opens another."""
    words = negation()
    if token.text in words.marks:
        return True
    if token.lower_ in words.conjunctions:
        return True
    if token.lower_ in words.infinitive_openers:
        return _has_infinitive_with_te(token)
    if token.lower_ in words.relatives:
        return token.tag_.startswith("VG|onder") or (
            token.dep_ != "det" and (token.tag_.startswith(("VNW|betr", "VNW|vb")) or token.dep_ == "mark")
        )
    if token.lower_ in words.coordinators:
        return _joins_clause(token)
    return False


def _has_infinitive_with_te(opener: Token) -> bool:
    """Return whether *om* opens *om … te*; before a noun it is a preposition (*om advies vragen*)."""
    for token in behind(opener):
        if token.lower_ == "te":
            return token.i + 1 < len(token.doc) and token.nbor().pos_ in VERBS
        if is_finite(token) or token.text in (",", ";", ":"):
            return False
        if "te" in token.lower_[2:] and token.pos_ in VERBS and token.lower_.endswith("n"):
            return True
    return False


def _joins_clause(conjunction: Token) -> bool:
    """Return whether *en*, *of* or *maar* joins a clause with a finite verb of its own, and no phrase."""
    for token in behind(conjunction):
        if is_finite(token):
            return not _closes_clause_before(conjunction)
        if token.text in (",", ";", ":") or _is_subordinating(token):
            return False
    return False


def _closes_clause_before(conjunction: Token) -> bool:
    """Return whether the clause before a conjunction still waits for its verb: *omdat geld en tijd ontbreken*."""
    for token in before(conjunction):
        if is_finite(token):
            return False
        if _is_subordinating(token):
            return True
    # Nothing finite yet in the sentence: *geld en tijd ontbreken niet*.
    return True


def _is_subordinating(token: Token) -> bool:
    words = negation()
    return token.lower_ in words.conjunctions or (
        token.lower_ in words.relatives and token.tag_.startswith(("VG|onder", "VNW|betr"))
    )


def _is_inside_list(comma: Token) -> bool:
    """Return whether a comma stands between members of an enumeration: no verb up to *en*, *of* or *noch*."""
    following = list(behind(comma))
    if not following or following[0].lower_ in not_listed():
        return False
    for token in following:
        if token.pos_ in VERBS and token.tag_.startswith(("WW|pv", "WW|inf")):
            return False
        if token.lower_ in negation().last_of_list:
            return not _joins_clause(token)
        if token.text in (";", ":", "(", "–"):
            return False
    return False


def _after_without(negator: Token) -> list[int]:
    """Return the phrase of *zonder*, or its *dat* or *te* clause."""
    following = list(behind(negator))
    if _next_word(negator) == "dat":
        return [negator.i + 1, *_rest_of_clause(negator.nbor(), is_opener=True)]
    found: list[int] = []
    for token in following:
        if token.lower_ == "te" and token.i + 1 < len(token.doc) and token.nbor().pos_ in VERBS:
            return [*range(negator.i + 1, token.i + 1), *_rest_of_clause(token)]
        if token.pos_ in VERBS and "te" in token.lower_[2:-2] and token.tag_.startswith("WW|inf"):
            return [*range(negator.i + 1, token.i + 1), *_rest_of_clause(token)]
        if is_finite(token) or token.text in (",", ";", ":", "–"):
            break
    for token in following:
        is_attributive = token.tag_.startswith(("WW|vd|prenom", "WW|od|prenom"))
        if (token.pos_ in VERBS and not is_attributive) or _opens_clause(token) or token.text in (",", "–"):
            break
        if token.pos_ == "ADP" and found and not _is_within_phrase(token, negator):
            break
        found.append(token.i)
    return found


def _is_within_phrase(preposition: Token, negator: Token) -> bool:
    """Return whether a preposition goes on with the phrase of *zonder*: *zonder steun van de raad*."""
    noun = preposition.head.head
    return preposition.lower_ == "van" or negator.i < noun.i < preposition.i


def _negated_verb(negator: Token, clause: Sequence[Token]) -> set[int]:
    """Return the finite verb before a negator that negates it: *zij vertrouwen hem niet*, *stuurden niet mee*."""
    verbs = [token for token in clause if is_finite(token)]
    if not verbs:
        return set()
    verb = verbs[-1]
    following = negator.nbor() if negator.i + 1 < len(negator.doc) else None
    is_last = following is None or following.pos_ in _RIGHT_BRACKET or following.dep_ == "compound:prt"
    return {verb.i} if negator.head == verb or is_last or verb.pos_ == "AUX" else set()


def _bare_nouns(clause: Sequence[Token]) -> set[int]:
    """Return the nouns without an article in the clause before a negator, subject or object of it."""
    return {
        token.i
        for token in clause
        if token.pos_ == "NOUN"
        and token.dep_ in _ARGUMENTS
        and not any(child.pos_ in _DETERMINERS or child.dep_ in ("case", "det", "nmod:poss") for child in token.lefts)
    }


def _first_of_pair(negator: Token) -> set[int]:
    """Return the noun without an article before *noch*: of *geld noch tijd* both are negated."""
    previous = next(before(negator), None)
    if (
        previous is None
        or previous.pos_ not in ("NOUN", "ADJ")
        or any(child.pos_ in _DETERMINERS for child in previous.lefts)
    ):
        return set()
    return {previous.i}
