"""Whom a phrase names as the holder of a view: subject, agent, object of a preposition, or who undergoes a feeling."""

from collections.abc import Collection, Sequence
from functools import cache
from itertools import islice

from spacy.tokens import Token

from pipeline.dutch import lexicon
from pipeline.nlp.antecedents import Code, Named
from pipeline.nlp.clauses import NOUNS, infinitive, says_finite
from pipeline.nlp.sentences import behind
from pipeline.nlp.verbs import features

_MODIFIERS = ("ADV", "ADJ", "DET", "NUM")
_MAX_PHRASE = 12

Codes = list[Code]


def phrase(tokens: Sequence[Token], named: Named, *, is_plural: bool = False, is_object: bool = False) -> Codes:
    """Return whom a noun phrase names, with None for somebody without a role beside another.

    Parameters
    ----------
    tokens
        The phrase and what stands behind it.
    named
        Who is named in the sentence.
    is_plural
        Whether the verb that the phrase is the subject of is plural.
    is_object
        Whether the phrase is the complement of a preposition or of a verb.
    """
    cues = lexicon.opinions()
    for index, token in enumerate(tokens[:_MAX_PHRASE]):
        code = named.at(token)
        if code is not False:
            return [code, *_joined_to(tokens[index:], named)]
        pronouns = cues.pronouns
        if (
            index == 0
            and token.pos_ == "PRON"
            and (token.lower_ in pronouns.singular or token.lower_ in pronouns.plural)
        ):
            several = token.lower_ in ("hen", "hun") or (is_plural and token.lower_ in pronouns.plural)
            return named.pronoun(token, is_plural=several)
        is_group = token.lower_ in cues.other.groups or token.lemma_.lower() in cues.other.groups
        if is_group or (token.lower_ in ("van", "uit") and index):
            continue
        if _is_modifier(token) or token.lower_ in cues.other.before_name or token.is_quote:
            continue
        if token.pos_ == "PROPN" and (not is_object or _leads_to_name(tokens[index:], named)):
            continue  # a given name, or a person with the function behind the name
        return []
    return []


def subject(clause: Sequence[Token], finite: Token, named: Named) -> Codes:
    """Return who the subject of a clause is: the phrase before its finite verb, or else the one behind it."""
    front = [token for token in clause if token.i < finite.i]
    while front and front[0].pos_ in ("CCONJ", "ADV", "PUNCT", "INTJ") and named.at(front[0]) is False:
        front = front[1:]
    if len(front) > 1 and front[0].lower_ == "wat":
        front = front[1:]  # *wat gemeenten missen, is*
    is_plural = "mv" in features(finite) or (finite.lower_.endswith("en") and finite.lower_ != "zien")
    if front and (front[0].pos_ not in ("ADP", "SCONJ") or named.at(front[0]) is not False):
        found = phrase(front, named, is_plural=is_plural)
        head = next((token for token in front if token.pos_ in (*NOUNS, "PRON")), None)
        if found or (
            head is not None
            and head.dep_.startswith("nsubj")
            and head.lower_ not in lexicon.opinions().other.things
            and not _is_cue(head)
            and not _is_named_so(front, finite, named)
        ):
            return found
    following = list(behind(finite))
    while following and _is_skipped(following[0]) and named.at(following[0]) is False:
        following = following[1:]
    return phrase(following, named, is_plural=is_plural)


@cache
def _cue_nouns() -> frozenset[str]:
    """Return the nouns that are part of how a view is given, so that they are no holder."""
    cues = lexicon.opinions()
    return cues.nouns.views.union(cues.literal.abstract, *cues.combinations.values())


def _is_cue(noun: Token) -> bool:
    """Return whether a noun in front is the object of what is said: *moeite heeft de directeur met*."""
    return noun.pos_ in NOUNS and not _cue_nouns().isdisjoint((noun.lower_, noun.lemma_.lower()))


def _is_named_so(front: Sequence[Token], finite: Token, named: Named) -> bool:
    """Return whether what stands in front is how somebody calls something: *een reflex noemt de adviseur het*."""
    if infinitive(finite) not in lexicon.opinions().literal.naming or front[0].lower_ not in ("een", "geen"):
        return False
    things = lexicon.opinions().other.things
    following = list(islice(behind(finite), _MAX_PHRASE))
    return any(word.lower_ in things and named.at(word.nbor(-1)) is not False for word in following)


def complement(tokens: Sequence[Token], prepositions: Collection[str], named: Named) -> Codes:
    """Return whom the first of some prepositions names that names anybody: *door een van de managers*."""
    for token in tokens:
        if token.lower_ in prepositions and (found := object_of(token, named)):
            return found
    return []


def object_of(preposition: Token, named: Named) -> Codes:
    """Return whom the complement of a preposition names."""
    return phrase(list(behind(preposition)), named, is_object=True)


def undergoer(clause: Sequence[Token], named: Named, *, has_content: bool) -> Codes:
    """Return who undergoes what a clause says: *het valt de managers op*, *het stoort burgemeesters dat*.

    Whoever stands in front is its subject (*de wethouder valt op*), unless it says what befalls him or her.
    """
    can_open = has_content or clause[0].lower_ in lexicon.opinions().other.things
    for index, token in enumerate(clause):
        if not can_open and says_finite(token):
            can_open = True
        if not can_open:
            continue
        is_free = index == 0 or clause[index - 1].pos_ != "ADP"
        if named.at(token) is not False and (is_free or token.pos_ == "PROPN"):
            return phrase(clause[_start_of_phrase(clause, index) :], named, is_object=True)
    return []


def head_of(tokens: Sequence[Token]) -> Token | None:
    """Return the first noun of a phrase."""
    for token in tokens:
        if token.pos_ in NOUNS:
            return token
        if token.pos_ not in _MODIFIERS and token.pos_ != "PRON":
            return None
    return None


def _is_modifier(token: Token) -> bool:
    return token.pos_ in _MODIFIERS or "prenom" in features(token)  # *de ingehuurde adviseur* is a verb to the model


def _is_skipped(token: Token) -> bool:
    """Return whether a word may stand between a finite verb and the subject behind it."""
    is_pronoun = (
        token.lower_ in ("er", "zich") or token.lower_ in lexicon.opinions().other.things
    ) and not token.tag_.startswith("VG")
    return is_pronoun or token.pos_ == "ADV"


def _start_of_phrase(clause: Sequence[Token], index: int) -> int:
    while index > 0 and clause[index - 1].pos_ in _MODIFIERS:
        index -= 1
    return index


def _leads_to_name(tokens: Sequence[Token], named: Named) -> bool:
    """Return whether names only stand before one that is known: *Carlijn Aarts*."""
    for token in tokens:
        if named.at(token) is not False:
            return True
        if token.pos_ != "PROPN":
            return False
    return False


def _joined_to(tokens: Sequence[Token], named: Named) -> Codes:
    """Return who is joined to the first one of a phrase: *de burgemeester en de wethouder*."""
    found: Codes = []
    first = named.at(tokens[0])
    index = 0
    while index < len(tokens) and (named.at(tokens[index]) == first and named.at(tokens[index]) is not False):
        index += 1
    rest = tokens[index : index + _MAX_PHRASE]
    for position, token in enumerate(rest):
        if says_finite(token) or token.text in (":", ";", "“", "‘"):
            break
        if token.lower_ in ("en", "of") and position + 1 < len(rest):
            following = head_of(rest[position + 1 :])
            if following is None:
                break
            code = named.at(following)
            found.append(code if code is not False else None)
            break
        if token.pos_ == "ADP" and token.lower_ not in lexicon.opinions().other.of_the_same:
            break
    return found
