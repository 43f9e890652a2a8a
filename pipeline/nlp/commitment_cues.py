"""What shows whether an advice is a recommendation, a request or a promise, by names that a reader understands.

The words stand in `resources/toezeggingen.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Span, Token

from pipeline.dutch.commitment_words import commitment_words
from pipeline.dutch.deadlines import find_deadlines
from pipeline.dutch.lexicon import any_of
from pipeline.nlp.commitment_actors import find_actor, is_promising
from pipeline.nlp.commitment_clauses import WHO, main_clauses, words_in
from pipeline.nlp.kind_cues import imperatives
from pipeline.nlp.sentences import text_of
from pipeline.nlp.verbs import features, is_finite

_SHORT = 8  # words


def commitment_cues(sentence: Span) -> dict[str, float]:
    """Return what shows the type of an advice, each cue with its strength (0..1)."""
    words = words_in(sentence)
    if not words:
        return {}
    names = (*_of_clauses(sentence, words), *_of_form(sentence, words), *_of_deadline(sentence), *_of_words(words))
    return dict.fromkeys(names, 1.0)


def _of_clauses(sentence: Span, words: Sequence[Token]) -> Iterator[str]:
    known = commitment_words()
    clauses = main_clauses(sentence)
    for holder in {clause.holder for clause in clauses if is_promising(clause)}:
        yield f"iemand doet iets: {holder}"
    if any(is_promising(clause) and clause.holder in WHO for clause in clauses):
        yield "iemand doet iets"
    for place, clause in enumerate(clauses[:2]):
        which = "eerste" if place == 0 else "tweede"
        kind = next(
            (
                name
                for name, listed in (
                    ("toezeggen", known.promising),
                    ("vragen", known.requesting),
                    ("voorstellen", known.proposing),
                    ("zijn", known.being),
                )
                if clause.verb in listed
            ),
            "doen",
        )
        kind = "zeggen dat" if clause.says_that else kind
        yield f"{which} zin: {clause.mood}"
        yield f"{which} zin: onderwerp {clause.holder}{' achteraan' if clause.is_inverted else ''}"
        yield f"{which} zin: {kind}"
        yield f"zin: onderwerp {clause.holder}, {clause.mood}, {kind}"
    actor = find_actor(sentence)
    if actor is not None:
        yield "noemt wie"
        yield f"noemt wie: {actor.place}"
        if actor.place == "voorop":
            moods = {clause.mood for clause in clauses}
            form = "zonder persoonsvorm" if not moods else "gebiedend" if "gebiedend" in moods else "met persoonsvorm"
            yield f"naam voorop, {form}"
    if not any(map(is_finite, words)):
        yield "geen persoonsvorm"
        yield f"geen persoonsvorm, {'met' if actor else 'zonder'} naam"
        if any("inf" in features(word) for word in words):
            yield "onbepaalde wijs zonder persoonsvorm"
    elif not clauses:
        yield "geen hoofdzin"


def _of_form(sentence: Span, words: Sequence[Token]) -> Iterator[str]:
    known, text = commitment_words(), text_of(sentence).strip()
    if text.rstrip("’'”\" )").endswith("?"):
        yield "vraagteken"
    if text.endswith("!"):
        yield "uitroepteken"
    if not text.endswith((".", "?", "!")):
        yield "geen punt"
    if ":" in text[:-1]:
        yield "dubbele punt"
        label = text[: text.index(":")].casefold().strip(" -–•*[]")
        for name, listed in (
            ("toezegging", known.labels_of_promise),
            ("vraag", known.labels_of_request),
            ("aanbeveling", known.labels_of_advice),
        ):
            if any(label == one or label.startswith(f"{one} ") for one in listed):
                yield f"label van {name}"
    first = words[0]
    if first.lower_ in known.labels_of_promise:
        yield "begint met label van toezegging"
    if first.lower_ in imperatives() and not first.ent_type_ and first.pos_ != "PROPN":
        yield "begint met gebiedende wijs"
    yield f"begint met {first.pos_}"
    yield f"begint met: {first.lower_}"
    if len(words) < _SHORT:
        yield "kort"
    for place, word in enumerate(words[:4]):
        if is_finite(word):
            yield f"persoonsvorm op plaats {place + 1}"
            break


def _of_deadline(sentence: Span) -> Iterator[str]:
    found = find_deadlines(text_of(sentence))
    if not found:
        return
    yield "termijn"
    if any(deadline.is_latest for deadline in found):
        yield "uiterste termijn"
    if found[0].start < 2:
        yield "termijn voorop"
    is_polite = any(token.lower_ in commitment_words().polite for token in sentence)
    if not any(map(is_finite, sentence)):
        yield f"termijn zonder persoonsvorm, {'met' if is_polite else 'zonder'} graag"


def _of_words(words: Sequence[Token]) -> Iterator[str]:
    """Yield the words that are no nouns, names or numbers: what an advice is about says nothing here."""
    known = commitment_words()
    if any(token.lower_ in known.polite for token in words):
        yield "graag"
    if _advising().search(text_of(words[0].doc[words[0].i : words[-1].i + 1])):
        yield "gezegde van aanraden"
    for token in words:
        lemma = token.lemma_.lower()
        if token.is_alpha and token.pos_ not in ("NOUN", "PROPN", "NUM"):
            yield f"woord: {lemma}"
        for name, listed in (
            ("toezeggen", known.promising),
            ("vragen", known.requesting),
            ("voorstellen", known.proposing),
        ):
            if lemma in listed:
                yield f"woord van {name}"


@cache
def _advising() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(commitment_words().advising)})\b", re.IGNORECASE)
