"""The main clauses of a sentence that may hold a promise: who is their subject, and what the verb says of it.

Told by the order of words, not by the parse: in a main clause the verb stands second, right behind its subject or right
before it, and notes (*Rayan zoekt uit of …*, *[naam] belt*) are parsed less well than they are ordered.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from spacy.tokens import Span, Token

from pipeline.dutch import lexicon
from pipeline.dutch.commitment_words import commitment_words
from pipeline.dutch.functions import find_functions
from pipeline.dutch.inflection import infinitive_of, known_verbs
from pipeline.dutch.name_features import begins_with_given_name
from pipeline.dutch.organisations import lookup
from pipeline.nlp.kind_cues import imperatives
from pipeline.nlp.verbs import features, is_finite, lemma_of, split_verbs

Holder = Literal["ik of wij", "ander voornaamwoord", "naam", "instantie", "kaal woord", "ander", "niemand"]
WHO = ("naam", "instantie", "ik of wij", "ander voornaamwoord")  # who can take something on
_BREAKS = frozenset(",;:–—-→()•*…>")
_SUBORDINATING = ("VG|onder", "VNW|betr", "VNW|vb", "VNW|excl")
_MAX_SUBJECT = 8  # words
_NOUNS = ("NOUN", "ADJ", "PROPN", "X", "VERB")


@dataclass(frozen=True)
class Clause:
    """A clause with a finite verb of its own.

    Attributes
    ----------
    verb
        The infinitive of the main verb.
    mood
        What the finite verb makes of it: it is done, will be done, must be done, would be done, was done.
    holder
        What the subject is.
    start, end
        The half-open places of the tokens of the subject in the document; the same where there is none.
    is_inverted
        Whether the subject stands behind the verb.
    says_that
        Whether somebody only says or finds something in it: *geeft aan dat*.
    """

    verb: str
    mood: str
    holder: Holder
    start: int
    end: int
    is_inverted: bool = False
    says_that: bool = False


def main_clauses(sentence: Span) -> list[Clause]:
    """Return the clauses of a sentence that depend on no conjunction or relative pronoun."""
    found: list[Clause] = []
    begin = sentence.start  # of the stretch since the last sign or clause
    closed = sentence.start  # up to here a name in brackets stands: *[opdrachtgever wonen]*
    for token in sentence:
        if token.text == "[":
            closed = next((other.i for other in sentence.doc[token.i : sentence.end] if other.text == "]"), closed)
        if token.i < closed:
            continue
        if token.text[-1:] in _BREAKS:
            begin = token.i + 1
        elif token.i >= begin and _may_be_finite(token, begin):
            clause = _clause(token, begin, sentence.end, found)
            begin = token.i + 1
            if clause is not None:
                found.append(replace(clause, says_that=_says_that(token, clause, sentence.end)))
                begin = max(begin, clause.end)
    return found


def _may_be_finite(token: Token, begin: int) -> bool:
    """Return whether a word is a finite verb, or a form of one right behind who can do something."""
    if is_name(token.text) and token.i == begin:
        return False
    if is_finite(token):
        return True
    if (token.lower_ not in infinitive_of() and token.lower_ not in known_verbs()) or token.i == begin:
        return False
    if (
        token.pos_ == "NOUN"
        and token.nbor(-1).pos_ in ("DET", "ADJ", "ADP", "NUM")
        and not is_name(token.nbor(-1).text)
    ):
        return False  # *juristen van beide kanten*
    if token.doc[token.i + 1 : token.i + 2].text.lower() in commitment_words().selves:
        return True
    front = token.doc[begin : token.i]
    return _holder(front) in WHO[:3] and _agrees(token, "naam", front)


def _clause(verb: Token, begin: int, end: int, before: Sequence[Clause]) -> Clause | None:
    """Return the clause of a finite verb; None if it is subordinate, or the verb no finite one after all."""
    front = [token for token in verb.doc[begin : verb.i] if not token.is_space]
    while len(front) > 1 and front[0].tag_.startswith("VG|neven") and front[0].lower_ != "of":
        front = front[1:]
    front = _without_note(front)
    if any(token.tag_.startswith(_SUBORDINATING) for token in front) or (front and front[0].lower_ == "of"):
        return None
    infinitive, mood = _infinitive(verb), _mood(verb)
    if front and front[-1].tag_.startswith("VG|neven"):
        last = before[-1] if before else None
        if last is None or not _agrees(verb, last.holder, verb.doc[last.start : last.end]):
            return None
        return Clause(infinitive, mood, last.holder, last.start, last.end, last.is_inverted)
    holder = _holder(front) if len(front) <= _MAX_SUBJECT else "niemand"
    inverted = None if holder in WHO else _behind(verb, end)
    if inverted is not None:
        if not front and (infinitive == "laten" or mood == "laat"):
            mood = "laten we"
        return Clause(infinitive, mood, inverted[0], *inverted[1], is_inverted=True)
    if holder == "niemand":
        mood = "gebiedend" if not front and verb.lower_ in imperatives() else mood
        return Clause(infinitive, mood, holder, verb.i, verb.i)
    if not _agrees(verb, holder, front):
        return None
    return Clause(infinitive, mood, holder, front[0].i, front[-1].i + 1)


def _says_that(verb: Token, clause: Clause, end: int) -> bool:
    known = lexicon.opinions().verbs
    if clause.verb not in known.say | known.inform or clause.verb in commitment_words().promising:
        return False
    stretch = itertools.takewhile(lambda token: token.text not in _BREAKS - {","}, verb.doc[verb.i + 1 : end])
    return any(token.lower_ == "dat" and token.tag_.startswith("VG|onder") for token in stretch)


def _without_note(front: list[Token]) -> list[Token]:
    """Return what stands before a verb without the note that a conjunction joins to it: *Uitzoeken en Bas belt*."""
    for place in range(len(front) - 2, 0, -1):
        is_note = any("inf" in features(token) or "vd" in features(token) for token in front[:place])
        if front[place].tag_.startswith("VG|neven") and is_note:
            return front[place + 1 :]
    return front


def _agrees(verb: Token, holder: Holder, subject: Sequence[Token] | Span) -> bool:
    """Return whether a verb has the number of its subject: *Contract opzeggen* is a note, *Bram: begin* a command."""
    if holder in ("ik of wij", "ander voornaamwoord", "niemand"):
        return True
    is_plural = any(token.lower_ == "en" or token.text in "+&/" or "mv" in features(token) for token in subject)
    if verb.lower_ == infinitive_of().get(verb.lower_, verb.lemma_.lower()):
        return is_plural and (holder != "kaal woord" or verb.i in split_verbs(verb.doc))
    return verb.lower_.endswith("t") or "verl" in features(verb) or _mood(verb) != "doet"


def _behind(verb: Token, end: int) -> tuple[Holder, tuple[int, int]] | None:
    """Return who stands right behind a verb, with the places of the tokens: *zoeken we*, *regelt Noor*."""
    doc, words = verb.doc, commitment_words()
    place = verb.i + 1
    if place >= end:
        return None
    first = doc[place]
    if first.lower_ in words.selves | words.others:
        return _holder([first]), (place, place + 1)
    stop = place + (first.pos_ == "DET" or first.text == "[")
    while stop < end and (doc[stop].pos_ == "PROPN" or is_name(doc[stop].text) or is_body(doc[stop].lower_)):
        stop += 1
    if stop < end and doc[stop].text == "]":
        stop += 1
    holder = _holder(list(doc[place:stop]))
    return (holder, (place, stop)) if holder in WHO else None


def _infinitive(verb: Token) -> str:
    """Return the infinitive of the verb that a finite verb stands for, with its particle."""
    split, words = split_verbs(verb.doc), commitment_words()
    if verb.i in split:
        return split[verb.i][0]
    own = lemma_of(verb) or infinitive_of().get(verb.lower_, verb.lemma_.lower())
    following = verb.doc[verb.i + 1 : verb.i + 2].text.lower()
    particles = [child.lower_ for child in verb.children if child.dep_ == "compound:prt"]
    for particle in (*particles, following):
        if particle + own in words.promising | words.requesting | words.proposing:
            return particle + own
    form = {"gaan": "inf", "zullen": "inf", "laten": "inf", "willen": "inf", "worden": "vd"}.get(own)
    if form is not None:
        others = [token for token in (*verb.children, verb.head) if form in features(token)]
        if others:
            return split.get(others[0].i, (infinitive_of().get(others[0].lower_, others[0].lemma_.lower()), 0))[0]
    return own


def _mood(verb: Token) -> str:
    words = commitment_words()
    lemma = lemma_of(verb) or infinitive_of().get(verb.lower_, verb.lemma_.lower())
    if "verl" in features(verb) or "Tense=Past" in verb.morph:
        return "zou" if lemma in ("zullen", *words.needing) else "verleden"
    if lemma in words.needing:
        return "moet of kan"
    if lemma in ("hebben", "zijn"):
        has_participle = any("vd" in features(token) for token in (verb.head, *verb.children))
        return "voltooid" if has_participle else "is"
    return {"zullen": "zal", "willen": "wil", "worden": "wordt", "laten": "laat", "gaan": "gaat"}.get(lemma, "doet")


def _holder(phrase: Sequence[Token] | Span) -> Holder:
    """Return what a phrase names: the words up to the first preposition decide."""
    words = commitment_words()
    if not phrase:
        return "niemand"
    lowers = [token.lower_ for token in phrase]
    if lowers[0] in words.selves and len(phrase) == 1:
        return "ik of wij"
    if lowers[0] in words.others and len(phrase) <= 2:
        return "ander voornaamwoord"
    if phrase[0].text == "[" and any(token.text == "]" for token in phrase):
        return "naam"
    core = list(_core(phrase))
    if "te" in lowers or not core or (core[0].pos_ in ("ADV", "SCONJ", "NUM") and not is_name(core[0].text)):
        return "niemand"
    if is_body(core[-1].lower_):
        return "instantie"
    # The capital of the first word says nothing.
    if any(is_name(token.text) or (token.pos_ == "PROPN" and not token.is_sent_start) for token in core):
        return "naam"
    has_determiner = core[0].pos_ in ("DET", "PRON") or core[0].lower_ in lexicon.determiners()
    if core[-1].pos_ in _NOUNS and not has_determiner:
        return "kaal woord"
    return "ander" if core[-1].pos_ in (*_NOUNS, "PRON", "DET") else "niemand"


def _core(phrase: Sequence[Token] | Span) -> Iterator[Token]:
    for place, token in enumerate(phrase):
        if token.pos_ == "ADP" and not (token.text[:1].isupper() and place):
            return
        yield token


def is_name(word: str) -> bool:
    """Return whether a word is a given name, an acronym or an organisation, whatever the parser makes of it."""
    if not word[:1].isupper():
        return False
    is_acronym = len(word) > 1 and word.isupper() and word.isalpha()
    return is_acronym or begins_with_given_name(word) or lookup(word, ignore_case=False, bare_place=False) is not None


@lru_cache(maxsize=1 << 14)  # the same words come back
def is_body(word: str) -> bool:
    """Return whether a word in small letters names who can take something on: a function, a group, an organisation."""
    bodies, plain = commitment_words().bodies, word.strip(".")
    if any(span.start == 0 and span.end == len(plain) for span in find_functions(plain)):
        return True
    return plain in bodies or any(len(body) > 3 and plain.endswith((body, f"{body}s", f"{body}en")) for body in bodies)


def words_in(sentence: Span) -> list[Token]:
    """Return the words of a sentence without signs and spaces."""
    return [token for token in sentence if any(sign.isalnum() for sign in token.text)]
