"""The phrases of a sentence that can name a subject: noun phrases, and verbs with their objects.

*Het oude systeem haalt de nieuwe regels niet* has *oud systeem*, *nieuwe regels* and *nieuwe regels halen*. Articles,
possessives and numbers are left out, so that the same subject has the same words wherever it stands. Which words are
too general to name anything stands in `resources/stopwoorden.toml`.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.dutch import lexicon
from pipeline.dutch.inflection import infinitive_of
from pipeline.nlp.persons import PersonSpan, is_in_name
from pipeline.nlp.sentences import opens_sentence, text_of
from pipeline.nlp.verbs import features, lemma_of, split_verbs

MAX_WORDS = 5
_OBJECTS = ("obj", "nsubj:pass")
_BEFORE_COMPLEMENT = ("DET", "ADJ", "VERB")


@dataclass(frozen=True)
class Phrase:
    """A phrase as it is shown, and the lemmas of its content words in alphabetical order, by which it is counted."""

    text: str
    lemmas: tuple[str, ...]


@dataclass(frozen=True)
class _NounPhrase:
    start: int
    end: int
    shown: tuple[str, ...]
    lemmas: tuple[str, ...]


def phrases_of(sentence: Span, nouns: Sequence[Token], persons: Sequence[PersonSpan] = ()) -> list[Phrase]:
    """Return the phrases of a sentence, each once, in the order of their nouns.

    Parameters
    ----------
    sentence
        A sentence of a parsed document.
    nouns
        The nouns of it that may name something: without names of persons.
    persons
        The persons named in the document: no part of a phrase, also where the model takes a name for an adjective
        (*Coens collega*) or a verb.
    """
    names = frozenset(token.i for token in sentence if is_in_name(token, persons)) if persons else frozenset[int]()
    nouns_too_general, verbs_too_general = lexicon.stop_nouns(), lexicon.stop_words().verbs
    known = {
        token.i: _noun_phrase(token, names)
        for token in nouns
        if token.lemma_.lower() not in nouns_too_general
        and infinitive_of().get(token.lower_) not in verbs_too_general  # *wil* taken for a noun
    }
    found: dict[tuple[str, ...], Phrase] = {}
    for index, phrase in known.items():
        for shown, lemmas in _readings(sentence, index, phrase, known, names):
            key = tuple(sorted(lemmas))
            if len(shown) <= MAX_WORDS and key not in found:
                found[key] = Phrase(" ".join(shown), key)
    return list(found.values())


def _readings(
    sentence: Span, index: int, phrase: _NounPhrase, known: dict[int, _NounPhrase], names: Set[int]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the words and lemmas of a noun phrase, of it with what follows it, and of the verb it is the object of."""
    yield phrase.shown, phrase.lemmas
    doc = sentence.doc
    if phrase.end < sentence.end and doc[phrase.end].pos_ == "ADP":
        complement = _complement(doc[phrase.end], index, known)
        if complement is not None and set(phrase.lemmas).isdisjoint(complement.lemmas):
            between = tuple(
                doc[place].lower_
                for place in range(phrase.end, complement.start)
                if doc[place].is_alpha and place not in names
            )
            yield (*phrase.shown, *between, *complement.shown), (*phrase.lemmas, *complement.lemmas)
    noun = doc[index]
    if noun.dep_ in _OBJECTS and sentence.start <= noun.head.i < sentence.end and noun.head.i not in names:
        apart = split_verbs(doc)
        verb = apart[noun.head.i][0] if noun.head.i in apart else lemma_of(noun.head)
        if verb is not None and verb.isalpha() and verb not in lexicon.stop_words().verbs:
            yield (*phrase.shown, verb), (*phrase.lemmas, verb)


def _noun_phrase(noun: Token, names: Set[int]) -> _NounPhrase:
    """Return a noun with the adjectives in front of it that say what sort of thing it is."""
    doc, general = noun.doc, lexicon.stop_words().adjectives
    start = noun.i
    while start > 0 and start - 1 not in names and _is_attributive(doc[start - 1], noun):
        start -= 1
    adjectives = [doc[place] for place in range(start, noun.i) if doc[place].lemma_.lower() not in general]
    shown = (*(_undeclined(word, noun) for word in adjectives), _as_written(noun))
    return _NounPhrase(start, noun.i + 1, shown, tuple(word.lemma_.lower() for word in (*adjectives, noun)))


def without_capital(heading: Doc) -> str:
    """Return the text of a heading as it stands inside a sentence: names and abbreviations keep their capital."""
    first = heading[0]
    text = text_of(heading)
    return text if first.pos_ == "PROPN" else _as_written(first) + text[len(first) :]


def _as_written(token: Token) -> str:
    """Return a word without the capital of a sentence's start."""
    return token.lower_ if opens_sentence(token) and not any(sign.isupper() for sign in token.text[1:]) else token.text


def _is_attributive(word: Token, noun: Token) -> bool:
    if word.head.i != noun.i or word.dep_ != "amod" or word.pos_ not in ("ADJ", "VERB") or not word.is_alpha:
        return False
    # Before a singular noun of common gender an adjective has its -e: *digitaal aangifte doen* has an adverb.
    is_common_singular = {"zijd", "ev"} <= features(noun)
    return not is_common_singular or word.lower_.endswith(("e", "en", "er"))


def _undeclined(adjective: Token, noun: Token) -> str:
    """Return an adjective as it stands without an article: *het oude systeem* is *oud systeem*, *de oude wet* stays."""
    of_noun = features(noun)
    is_neuter_singular = "onz" in of_noun and "ev" in of_noun
    if is_neuter_singular and adjective.pos_ == "ADJ" and "met-e" in features(adjective):
        return adjective.lemma_.lower()
    return adjective.lower_


def _complement(preposition: Token, index: int, known: dict[int, _NounPhrase]) -> _NounPhrase | None:
    """Return the noun phrase of a preposition right behind a noun, if it belongs to that noun: *gebrek aan geld*."""
    head = preposition.head
    phrase = known.get(head.i)
    if phrase is None or head.dep_ != "nmod" or head.head.i != index:
        return None
    between = preposition.doc[preposition.i + 1 : phrase.start]
    return phrase if all(token.pos_ in _BEFORE_COMPLEMENT and token.is_alpha for token in between) else None
