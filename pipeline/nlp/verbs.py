"""Separable verbs: which particle belongs to which verb (*stuurden … mee* is `meesturen`)."""

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.nlp.inflection import infinitive_of
from pipeline.resources import load_toml

_CLAUSE_ENDS = frozenset({",", ";", ":", ".", "?", "!", "–", "—", ")", "’", "'", "”", '"', "(", "…"})
_CLAUSE_WORDS = frozenset(
    {"om", "dat", "of", "te", "en", "maar", "want", "omdat", "als", "zodat", "waar", "wie", "wat", "hoe"}
)
_MAX_DISTANCE = 25
_KEPT_AS = "rode_draad_split_verbs"


def split_verbs(doc: Doc) -> dict[int, tuple[str, int]]:
    """Return the verbs that stand apart from their particle: token index → (infinitive, index of the particle).

    The parse tells most (`compound:prt`). Where it does not, a word that is never a preposition
    (*toe*, *mee*), or one with nothing behind it in its clause (*riep … op om te*), is the particle
    of the nearest verb before it with which it forms a verb. The answer is kept with the document:
    every matcher and the attribution of each sentence ask for it.
    """
    if _KEPT_AS in doc.user_data:
        kept: dict[int, tuple[str, int]] = doc.user_data[_KEPT_AS]
        return kept
    found: dict[int, tuple[str, int]] = {}
    for particle in doc:
        verb = _verb_of(particle)
        if verb is not None:
            found[verb.i] = (_infinitive(verb, particle), particle.i)
    doc.user_data[_KEPT_AS] = found
    return found


def lemma_of(token: Token) -> str | None:
    """Return the infinitive of a verb, None for another word.

    A known form of a verb in our list counts for more than the lemma of a model that calls it a verb.
    """
    known = infinitive_of().get(token.lower_)
    if token.pos_ in ("VERB", "AUX"):
        lemma = token.lemma_.lower()
        return known if known is not None and lemma in (token.lower_, known) else lemma
    return known if known is not None and _is_past(token.lower_, known) else None


def _is_past(form: str, infinitive: str) -> bool:
    # Past plurals (merkten, riepen) are hardly ever anything else; other forms often are nouns.
    return form.endswith("en") and form != infinitive and not form.startswith("ge")


def _verb_of(particle: Token) -> Token | None:
    if particle.lower_ not in _verbs_of_particle():
        return None
    parsed = particle.head if particle.dep_ == "compound:prt" and lemma_of(particle.head) is not None else None
    if parsed is not None and lemma_of(parsed) in _verbs_of_particle()[particle.lower_]:
        return parsed
    return _nearest_verb(particle) or parsed


def _nearest_verb(particle: Token) -> Token | None:
    """Return the nearest verb in front that is known to go with a particle."""
    if particle.lower_ in _prepositions() and not _ends_clause(particle):
        return None
    for verb in reversed(particle.doc[max(particle.sent.start, particle.i - _MAX_DISTANCE) : particle.i]):
        if verb.text in _CLAUSE_ENDS:
            return None
        if lemma_of(verb) in _verbs_of_particle()[particle.lower_]:
            return verb
    return None


def _ends_clause(token: Token) -> bool:
    if token.i + 1 == len(token.doc):
        return True
    following = token.doc[token.i + 1]
    return following.text in _CLAUSE_ENDS or following.lower_ in _CLAUSE_WORDS


def _infinitive(verb: Token, particle: Token) -> str:
    lemma = lemma_of(verb) or verb.lower_
    return lemma if lemma.startswith(particle.lower_) else particle.lower_ + lemma


@cache
def _verbs_of_particle() -> Mapping[str, frozenset[str]]:
    """Return for each particle the verbs it joins, with and without the particle in front."""
    listed = load_toml("werkwoorden.toml")["scheidbaar"]
    return {
        particle: frozenset(verbs) | frozenset(particle + verb for verb in verbs) for particle, verbs in listed.items()
    }


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(load_toml("werkwoorden.toml")["voorzetsels"])


@cache
def separable_verbs() -> Mapping[str, tuple[str, str]]:
    """Return the separable verbs: infinitive → (particle, verb)."""
    listed = load_toml("werkwoorden.toml")["scheidbaar"]
    return {particle + verb: (particle, verb) for particle, verbs in listed.items() for verb in verbs}
