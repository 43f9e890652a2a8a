"""Readable Dutch labels for topics, in words of the reports themselves.

Where no heading or clause of its core names a topic (`topics.names`), its label is a phrase that stands in the texts (a
noun phrase, a verb with its object) or two of them.
Its words stand in many sessions of the topic and few texts outside it (class-based TF-IDF: Grootendorst 2022,
BERTopic), and its meaning is near that of the topic (Grootendorst 2020, KeyBERT).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from pipeline.dutch import lexicon
from pipeline.dutch.wording import listing, upper_first
from pipeline.topics.neighbours import unit

N_TERMS = 10
MAX_WORDS = 5
_TERMS_IN_LABEL = 3
_MIN_LETTERS = 3
_N_COMPARED = 40  # phrases of a topic whose meaning is looked at: those with the most telling words

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Phrase = tuple[str, tuple[str, ...]]  # as it is shown, and the lemmas by which it is counted


@dataclass(frozen=True)
class Wording:
    """What n texts offer to name topics with.

    Attributes
    ----------
    phrases
        Of each text the phrases that can name a subject.
    words
        Of each text all words by which it can be found: lemmas, and the words of its heading.
    sessions
        The session of each text.
    vectors
        The meaning of each text, shape (n, d).
    encode
        Gives the meaning of other texts in the same space, shape (m, d).
    """

    phrases: Sequence[Sequence[Phrase]]
    words: Sequence[Collection[str]]
    sessions: Sequence[str]
    vectors: NDArray[np.float32]
    encode: Encode


def telling_words(words: Sequence[str]) -> list[str]:
    """Return the nouns that can name a subject, without those that are too general (`jaar`, `manier`)."""
    general = lexicon.stop_nouns()
    return [word for word in words if len(word) >= _MIN_LETTERS and word not in general]


def shared_first(terms: Sequence[str], documents: Sequence[Sequence[str]]) -> list[str]:
    """Return terms with those in front that stand in several documents of a topic, otherwise in the same order.

    A word of one statement alone is about its example; what recurs is about the subject.
    """
    n_documents = {term: sum(term in document for document in documents) for term in terms}
    return sorted(terms, key=lambda term: n_documents[term] < 2)


def label_topics(
    terms: Mapping[str, Sequence[str]],
    labels: NDArray[np.int64],
    wording: Wording | None = None,
    names: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> dict[str, str]:
    """Return a label for each topic, no two the same.

    Parameters
    ----------
    terms
        The terms of each topic, the most telling first, for a topic without a phrase; topic 0 comes first.
    labels
        The topic of each text, shape (n,); −1 for a loose one.
    wording
        What the texts offer; None where nothing is known of their phrases.
    names
        By number of the topic what names it better than a phrase, the best first; see `topics.names`.
    """
    found: dict[str, str] = {}
    ranked = _ranked_phrases(labels, wording) if wording is not None else {}
    for number, (topic, of_topic) in enumerate(terms.items()):
        phrases = _compositions(ranked.get(number, []))
        candidates = [*names.get(number, ()), *phrases, enumerate_words(of_topic[:_TERMS_IN_LABEL])]
        candidates = [upper_first(text) for text in candidates if text] or ["Zonder kenmerkende woorden"]
        taken = {label.casefold() for label in found.values()}
        free = (label for label in candidates if label.casefold() not in taken)
        found[topic] = next(free, f"{candidates[-1]} ({topic})")
    return found


def _ranked_phrases(labels: NDArray[np.int64], wording: Wording) -> dict[int, list[Phrase]]:
    """Return the phrases of each topic that name it best, the best first."""
    n_texts_with = Counter(word for words in wording.words for word in set(words))
    mean = wording.vectors.mean(axis=0)
    rarity = {word: math.log(1 + len(labels) / n) for word, n in n_texts_with.items()}
    chosen: dict[int, list[tuple[float, Phrase]]] = {}
    for topic in range(int(labels.max(initial=-1)) + 1):
        members = np.flatnonzero(labels == topic).tolist()
        weights = _word_weights(members, wording, rarity)
        shown = _shown(members, wording)
        by_words = sorted(
            ((_weight(key, weights), (shown[key], key)) for key in shown), key=lambda one: (-one[0], one[1])
        )
        chosen[topic] = by_words[:_N_COMPARED]
    texts = [text for of_topic in chosen.values() for _, (text, _) in of_topic]
    meanings = iter(unit(wording.encode(texts) - mean)) if texts else iter(())
    ranked = {}
    for topic, of_topic in chosen.items():
        centre = unit((wording.vectors[labels == topic] - mean).mean(axis=0, keepdims=True))[0]
        scored = [(math.sqrt(weight) * max(float(next(meanings) @ centre), 0.0), phrase) for weight, phrase in of_topic]
        ranked[topic] = [phrase for _, phrase in sorted(scored, key=lambda one: (-one[0], one[1]))]
    return ranked


def _word_weights(members: Sequence[int], wording: Wording, rarity: Mapping[str, float]) -> dict[str, float]:
    """Return the share of the sessions of a topic that have each word, times how rare it is in all texts.

    A word of one session only weighs nothing: it is about an example.
    """
    sessions: dict[str, set[str]] = defaultdict(set)
    for index in members:
        for word in wording.words[index]:
            sessions[word].add(wording.sessions[index])
    n_sessions = len({wording.sessions[index] for index in members})
    return {
        word: len(own) / n_sessions * rarity[word] for word, own in sessions.items() if len(own) > 1 or n_sessions == 1
    }


def _weight(key: tuple[str, ...], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word, 0.0) for word in key) / len(key)


def _shown(members: Sequence[int], wording: Wording) -> dict[tuple[str, ...], str]:
    """Return each phrase of a topic in the form that is used most, the shortest of those used as often."""
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for index in members:
        for text, key in wording.phrases[index]:
            if key:
                forms[key][text] += 1
    return {key: min(counts, key=lambda text: (-counts[text], len(text), text)) for key, counts in forms.items()}


def _compositions(ranked: Sequence[Phrase]) -> Iterator[str]:
    """Yield labels of two to five words: a phrase of several words, or a single word with the next best phrase."""
    for place, (text, key) in enumerate(ranked):
        if len(text.split()) > 1:
            yield text
            continue
        for other, other_key in ranked[place + 1 :]:
            if set(key).isdisjoint(other_key) and len(other.split()) <= MAX_WORDS - 2 and other.casefold() != text:
                yield f"{text} en {other}"
                break


def enumerate_words(words: Sequence[str]) -> str:
    """Return words as a Dutch enumeration with a capital: `Brief, rooster en minister`."""
    return upper_first(listing(words))
