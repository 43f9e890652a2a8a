"""Separable verbs that stand apart: which particle belongs to which verb (*stuurden … mee* is `meesturen`).

Dutch has a verb's particle at the end of its clause. In a main clause the finite verb stands second
and the particle last (*stuurden onbedoeld mee*); in a verb-final cluster the particle stands first,
before *te* or other verbs (*op had gelost*, *mee te sturen*). Where nothing comes between, they are
written as one word, so that a preposition right before a verb is no particle (*waar zij op stuurt*).
"""

import itertools
from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.dutch import lexicon
from pipeline.dutch.inflection import infinitive_of, known_verbs, separable_verbs
from pipeline.nlp.sentences import before, behind, lemmas_of, opens_sentence, words_of

VERBS = ("VERB", "AUX")
_PARTICLE = "compound:prt"
_CLAUSE_ENDS = frozenset({";", ":", "?", "!", "(", "…"})
_AFTER_LAST = _CLAUSE_ENDS | {".", ",", ""}
_COMPLEMENT = ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM")
_NOUN_PHRASE = ("DET", "NUM", "ADJ", "PRON")
_MAX_DISTANCE = 30
_KEPT_AS = "rode_draad_split_verbs"

Verbs = Mapping[str, frozenset[str]]


def split_verbs(doc: Doc, also: Verbs | None = None) -> dict[int, tuple[str, int]]:
    """Return the verbs that stand apart from their particle: token index → (infinitive, index of the particle).

    Parameters
    ----------
    doc
        A parsed document.
    also
        Particle → verbs that are separable beside those of the resource.
    """
    if also is None and _KEPT_AS in doc.user_data:
        kept: dict[int, tuple[str, int]] = doc.user_data[_KEPT_AS]
        return kept
    listed = separable_verbs()
    if also is not None:
        none = frozenset[str]()
        listed = {particle: listed.get(particle, none) | also.get(particle, none) for particle in (*listed, *also)}
    found: dict[int, tuple[str, int]] = {}
    words = words_of(doc)
    bases = {infinitive_of().get(word) for word in words}.union(lemmas_of(doc))
    for index, particle in enumerate(words):
        if particle in listed and not listed[particle].isdisjoint(bases):
            verbs = listed[particle]
            verb = _in_cluster(doc[index], verbs) or _in_front(doc[index], verbs)
            # Of two particles one that ends the clause is the verb's: *pakt samen met hen de klacht aan*.
            if verb is not None and (verb.i not in found or doc[index + 1 : index + 2].text in _AFTER_LAST):
                found[verb.i] = (particle + _base(verb, verbs), index)
    if also is None:
        doc.user_data[_KEPT_AS] = found
    return found


def _base(verb: Token, verbs: frozenset[str]) -> str:
    return next((reading for reading in sorted(_readings(verb)) if reading in verbs), verb.lower_)


def lemma_of(token: Token) -> str | None:
    """Return the infinitive of a verb, None for another word.

    A known form of a verb counts for more than the lemma of a model that calls it a verb.
    """
    known = infinitive_of().get(token.lower_)
    if token.pos_ in VERBS:
        lemma = token.lemma_.lower()
        return known if known is not None and lemma not in known_verbs() else lemma
    return known if known is not None and _is_past(token.lower_, known) else None


def is_finite(token: Token) -> bool:
    """Return whether a token is a finite verb."""
    return token.pos_ in VERBS and ("pv" in features(token) or "VerbForm=Fin" in token.morph)


def features(token: Token) -> frozenset[str]:
    """Return the parts of the tag of a token: its class and what the tag set tells of its form."""
    return _parts_of_tag(token.tag_)


@cache
def _parts_of_tag(tag: str) -> frozenset[str]:
    return frozenset(tag.split("|"))


def _is_past(form: str, infinitive: str) -> bool:
    # Past plurals (merkten, riepen) are hardly ever anything else; other forms often are nouns.
    return form.endswith("en") and form != infinitive and not form.startswith("ge")


def _readings(token: Token) -> set[str]:
    """Return the infinitives that a token may be a form of."""
    return {found for found in (lemma_of(token), infinitive_of().get(token.lower_)) if found is not None}


def _in_cluster(particle: Token, verbs: frozenset[str]) -> Token | None:
    """Return the verb of a particle that opens a cluster of verbs: *op had gelost*, *mee te sturen*."""
    if _is_stranded(particle) or _is_in_noun_phrase(particle):
        return None
    # Of two verbs that go with the particle it is the last one's: *mee willen gaan nemen*.
    found = None
    has_between = False
    for token in behind(particle):
        if token.lower_ != "te" and token.pos_ not in VERBS:
            break
        if has_between and token.pos_ in VERBS and _readings(token) & verbs and not is_finite(token):
            found = token
        has_between = True
    return found


def _in_front(particle: Token, verbs: frozenset[str]) -> Token | None:
    """Return the finite verb before a particle at the end of its clause."""
    if _has_complement(particle):
        return None
    is_parsed = particle.dep_ == _PARTICLE
    if not is_parsed and (_is_stranded(particle) or _is_in_noun_phrase(particle)):
        return None
    if is_parsed and particle.head.i < particle.i and _readings(particle.head) & verbs:
        is_aside = _closes_clause(particle.head)
        return _nearest_verb(particle, verbs) if is_aside else _joined_verb(particle, verbs) or particle.head
    return _nearest_verb(particle, verbs)


def _joined_verb(particle: Token, verbs: frozenset[str]) -> Token | None:
    """Return a second verb between a verb and a particle that goes with both: *zij nemen tijd en denken mee*."""
    return next(
        (
            token
            for token in itertools.takewhile(lambda token: token != particle.head, before(particle))
            if token.pos_ in VERBS and token.nbor(-1).pos_ == "CCONJ" and _readings(token) & verbs
        ),
        None,
    )


def _nearest_verb(particle: Token, verbs: frozenset[str]) -> Token | None:
    """Return the nearest finite verb in front that goes with a particle, past clauses between commas.

    The clause of the particle has one finite verb: another one before the first comma is that verb.
    """
    n_commas = 0
    for token in itertools.islice(before(particle), _MAX_DISTANCE):
        if token.text in _CLAUSE_ENDS:
            return None
        if token.text == ",":
            n_commas += 1
            if n_commas == 1 and _is_subordinating(token.nbor()):
                return None
            continue
        if n_commas == 0 and _is_subordinating(token):
            return None
        # A past tense that the model takes for a participle (vertrouwde) is still one if nothing else is.
        is_noun = token.tag_.startswith("N|") and (particle.tag_ != "VZ|fin" or _has_finite_verb(token, particle))
        can_be_finite = not is_noun and not token.tag_.startswith(("WW|inf", "WW|vd|vrij", "BW"))
        if can_be_finite and _readings(token) & verbs and not (n_commas and _closes_clause(token)):
            return token
        if is_finite(token) and n_commas == 0:
            return None
    return None


def _closes_clause(verb: Token) -> bool:
    """Return whether a verb is that of a clause with a conjunction or a relative pronoun, which it ends."""
    clause = itertools.takewhile(lambda token: token.text != ",", before(verb))
    return verb.nbor().text == "," and any(_is_subordinating(token) for token in clause)


def _has_finite_verb(noun: Token, particle: Token) -> bool:
    """Return whether a clause has a finite verb beside a word that may be one (*mevrouw De Wit licht toe dat*)."""
    if opens_sentence(noun) or noun.nbor(-1).pos_ in ("DET", "ADJ", "ADP", "NUM"):
        return True
    return any(is_finite(token) and not _closes_clause(token) for token in before(particle))


def _is_subordinating(token: Token) -> bool:
    return token.tag_.startswith(("VG|onder", "VNW|betr")) or token.lower_.startswith("waar")


def _has_complement(word: Token) -> bool:
    """Return whether a word that may be a preposition has its noun phrase behind it, or may do without one."""
    if word.lower_ not in lexicon.verbs().prepositions:
        return False
    following = next(behind(word), None)
    if word.tag_ == "VZ|fin" or following is None:
        return False
    opens_clause = following.tag_.startswith(("VNW|vb", "VNW|betr")) and following.lower_ != "welke"
    opens_clause = opens_clause or _is_conjunction_dat(following)
    return (following.pos_ in _COMPLEMENT and not opens_clause) or word.tag_.startswith("VG|")


def _is_conjunction_dat(word: Token) -> bool:
    """Return whether *dat* goes with no noun: the next one is plural or of common gender (*merkt op dat gemeenten*)."""
    if word.lower_ != "dat":
        return False
    for token in behind(word):
        if token.pos_ == "NOUN":
            return not features(token).isdisjoint(("mv", "zijd"))
        if token.pos_ not in ("ADJ", "ADV", "NUM"):
            return True
    return False


def _is_stranded(word: Token) -> bool:
    """Return whether a preposition belongs to *er*, *daar*, *hier* or *waar* earlier in its clause."""
    if word.lower_ not in lexicon.verbs().prepositions:
        return False
    for token in before(word):
        if token.is_punct:
            return False
        if token.lower_ in lexicon.word_classes().pronominal_adverbs and not _is_existential(token):
            return True
    return False


def _is_existential(adverb: Token) -> bool:
    """Return whether *er* only opens a sentence that has its subject behind the verb: *er traden problemen op*."""
    return adverb.lower_ == "er" and any(
        child.dep_ == "nsubj" and child.i > adverb.i and child.pos_ == "NOUN" for child in adverb.head.children
    )


def _is_in_noun_phrase(word: Token) -> bool:
    """Return whether a word such as *deel* or *plaats* is a noun here: *een deel van*."""
    if word.pos_ not in ("NOUN", "ADJ") or opens_sentence(word):
        return False
    return word.nbor(-1).pos_ in _NOUN_PHRASE and word.dep_ != _PARTICLE
