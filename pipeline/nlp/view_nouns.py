"""Whose a view is that a noun or a fixed phrase names: *naar de mening van X*, *als het aan X ligt*, *bij X leeft*."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice

from spacy.tokens import Span, Token

from pipeline.dutch import lexicon
from pipeline.nlp.antecedents import Named
from pipeline.nlp.clauses import BREAKS, infinitive, opens_subordinate, says_finite
from pipeline.nlp.holders import Codes, complement, head_of, object_of, phrase
from pipeline.nlp.sentences import before, behind, lemmas_of, opens_sentence, words_of
from pipeline.nlp.view_verbs import ViewClause

_SLOT = "…"
_MAX_NOUN_PHRASE = 11
_MAX_FRAME = 15

Frame = tuple[tuple[str, ...], tuple[str, ...]]


def named_holders(sentence: Span, named: Named) -> list[Codes]:
    """Return the holders that prepositions, fixed phrases and nouns name, apart from any verb."""
    cues, frames = lexicon.opinions(), _frames()
    prepositions, views = cues.other.prepositions, cues.nouns.views
    words, lemmas = words_of(sentence), lemmas_of(sentence)
    found: list[Codes] = []
    for index, (word, lemma) in enumerate(zip(words, lemmas, strict=True)):
        codes: Codes = []
        if word in prepositions:
            codes = _of_preposition(sentence[index], named)
        elif word in frames:
            codes = _of_frame(sentence, words, index, named)
        elif word in views or lemma in views:
            codes = _of_noun(sentence[index], named)
        if codes:
            found.append(codes)
    return found


def is_view(token: Token | None) -> bool:
    """Return whether a token is a noun for a view."""
    if token is None:
        return False
    views = lexicon.opinions().nouns.views
    return token.pos_ in ("NOUN", "PROPN") and (token.lemma_.lower() in views or token.lower_ in views)


def harbourer(clause: ViewClause, named: Named) -> Codes:
    """Return who harbours a view: *bij de raad leeft het gevoel*, *voor X weegt zwaar dat*."""
    cues, verb = lexicon.opinions(), clause.infinitive(clause.finite)
    if clause.tokens[0].lower_ == "voor" and verb in cues.for_somebody.verbs and _is_judged(clause):
        return phrase(clause.tokens[1:], named, is_object=True)
    view = next(filter(is_view, clause.tokens), None)
    is_impersonal = clause.tokens[0].lower_ == "het" and verb not in ("komen", "zijn") and clause.has_content
    if (cues.nouns.live.isdisjoint(clause.verbs) or (view is None and not is_impersonal)) and verb != "klinken":
        return []
    is_received = verb in ("komen", "zijn") and view is not None and view.lemma_.lower() in cues.nouns.received
    prepositions = cues.nouns.with_whom - {"bij"} if is_received else cues.nouns.with_whom
    return complement(clause.tokens, prepositions, named)


def without_verb(tokens: Sequence[Token], named: Named) -> Codes:
    """Return the holder in a note without a verb: *UWV positief over de proef*, *zorgen bij SVB over het systeem*."""
    states = lexicon.opinions().states.words
    for token in tokens:
        following = next(behind(token), None)
        if following is None or following.pos_ != "ADP":
            continue
        if token.lower_ in states and token.i > tokens[0].i and named.at(token.nbor(-1)) is not False:
            return phrase(tokens, named)
        is_received = token.lemma_.lower() in lexicon.opinions().nouns.received
        if is_view(token) and following.lower_ in lexicon.opinions().nouns.with_whom and not is_received:
            return object_of(following, named)
    return []


def _of_preposition(token: Token, named: Named) -> Codes:
    """Return the holder that *volgens* or *aldus* names."""
    following = list(behind(token))
    if is_view(head_of(following)):
        return []  # *volgens het advies aan de minister*; of *van* the next rule knows
    return phrase(following, named, is_object=True)


@cache
def _frames() -> Mapping[str, Sequence[Frame]]:
    """Return the fixed phrases by the word before the holder, each as the words before and behind the holder."""
    frames: dict[str, list[Frame]] = defaultdict(list)
    for frame in lexicon.opinions().other.frames:
        front, _, end = frame.partition(_SLOT)
        words = tuple(front.split())
        frames[words[-1]].append((words, tuple(end.split())))
    return frames


def _of_frame(sentence: Span, words: Sequence[str], index: int, named: Named) -> Codes:
    """Return the holder that a fixed phrase names: *als het aan X ligt*, *tot ergernis van X*."""
    for front, end in _frames()[words[index]]:
        start = index + 1 - len(front)
        if start < 0 or tuple(words[start : index + 1]) != front:
            continue
        rest = words[index + 1 : index + 1 + _MAX_FRAME]
        if not end or any(tuple(rest[place : place + len(end)]) == end for place in range(len(rest))):
            return object_of(sentence[index], named)
    return []


def _of_noun(token: Token, named: Named) -> Codes:
    """Return whose an opinion is that a noun names: *naar de mening van X*, *hun zorg is dat*."""
    if not is_view(token):
        return []
    cues = lexicon.opinions()
    opens = next((word for word in islice(before(token), 4) if word.pos_ not in ("DET", "ADJ", "ADV", "PRON")), None)
    says = (
        (opens is not None and opens.lower_ in cues.nouns.before and not _is_asked_for(opens, named.sentence))
        or (opens is not None and opens.lower_ == "tot" and token.lemma_.lower() in cues.nouns.feelings)
        or _states_content(token)
        or _closes_content(token)
    )
    if not says or {"geen", "sprake"}.issubset(words_of(named.sentence)):
        return []
    owner = next(before(token), None)
    if owner is not None and owner.lower_ in cues.pronouns.possessive:
        return named.pronoun(owner, is_plural=owner.lower_ == "hun")
    following = next(behind(token), None)
    return object_of(following, named) if following is not None and following.lower_ == "van" else []


def _is_asked_for(preposition: Token, sentence: Span) -> bool:
    """Return whether a sentence asks for a view: *er is gevraagd naar de mening van X*."""
    asked = lexicon.opinions().nouns.asked
    return preposition.lower_ == "naar" and any(infinitive(word) in asked for word in sentence)


def _states_content(noun: Token) -> bool:
    """Return whether an opinion noun is said to be something: *de zorg van X is dat*, *hun wens: …*."""
    nouns = lexicon.opinions().nouns
    is_predicate = any(word.lower_ in ("is", "was") for word in islice(before(noun), 4))
    for token in islice(behind(noun), _MAX_NOUN_PHRASE):
        if says_finite(token):
            return infinitive(token) in nouns.state and any(
                word.lower_ in nouns.content or word.text == ":" for word in token.doc[token.i + 1 : token.i + 5]
            )
        if token.text in BREAKS:
            return token.text == ":"
        if is_predicate and token.lower_ in nouns.content and opens_subordinate(token):
            return True  # *het is de overtuiging van X dat*
    return False


def _closes_content(noun: Token) -> bool:
    """Return whether an opinion noun says what the words before were: *…, is haar advies*, *…, luidde zijn oproep*."""
    for token in islice(before(noun), 5):
        if token.pos_ not in ("DET", "PRON", "ADJ"):
            is_verb = infinitive(token) in ("zijn", "luiden")
            return is_verb and not opens_sentence(token) and token.nbor(-1).text in BREAKS
    return False


def _is_judged(clause: ViewClause) -> bool:
    """Return whether a clause says how something is to somebody, and not only what holds for them."""
    cues = lexicon.opinions()
    if "er" in clause.words:
        return False
    verb = clause.infinitive(clause.finite)
    if verb in cues.for_somebody.enough or clause.has_content:
        return True
    return any(
        (token.lower_ in cues.other.things and token.pos_ == "PRON" and verb == "zijn")
        or (token.tag_.startswith("ADJ|vrij") and token.lower_ not in cues.for_somebody.factual)
        or is_view(token)
        for token in clause.tokens
    )
