"""Which words of a set of terms a token is a form of: looked up, never searched."""

import re
from collections import defaultdict
from collections.abc import Mapping

from spacy.tokens import Token

from pipeline.nlp.inflection import known_verbs, noun_and_adjective_forms, separable_forms, verb_forms
from pipeline.nlp.verbs import separable_verbs

_ABBREVIATION = re.compile(r"[^\W\d_a-z]{2,5}")
_ABBREVIATION_ENDINGS = ("", "s", "'s", "’s", "-en", "en")


class WordIndex:
    """The single words of all terms, by form, lemma, and the letters that a `*` leaves fixed.

    `opdrachtgever*` is kept under its prefix, `*tekort` under its suffix, and `*stuur*` as an infix;
    looking a token up costs as many dictionary look-ups as it has letters, whatever the number of terms.
    """

    def __init__(self) -> None:
        self._orth: dict[str, set[str]] = defaultdict(set)
        self._orth_prefix: dict[str, set[str]] = defaultdict(set)
        self._word: dict[str, set[str]] = defaultdict(set)
        self._prefix: dict[str, set[str]] = defaultdict(set)
        self._suffix: dict[str, set[str]] = defaultdict(set)
        self._infix: dict[str, set[str]] = defaultdict(set)
        self._word_form: dict[str, set[str]] = defaultdict(set)
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}

    def add(self, word: str) -> str:
        """Add a word of a term, stars included, and return the key under which tokens find it."""
        head, tail, body = word.startswith("*"), word.endswith("*"), word.strip("*")
        if _ABBREVIATION.fullmatch(body) and not head:
            if tail:
                self._orth_prefix[body].add(word)
            else:
                for ending in _ABBREVIATION_ENDINGS:
                    self._orth[body + ending].add(word)
            return word
        lower = body.lower()
        table = self._infix if head and tail else self._suffix if head else self._prefix if tail else self._word
        table[lower].add(word)
        if table is self._word:
            for form in _inflections(lower):
                self._word_form[form].add(word)
        return word

    def keys(self, token: Token) -> tuple[str, ...]:
        """Return the keys of the words that a token is a form of."""
        key = (token.text, token.lemma_)
        if key not in self._found:
            self._found[key] = self._look_up(*key)
        return self._found[key]

    def _look_up(self, text: str, lemma: str) -> tuple[str, ...]:
        found = set(self._orth.get(text, ()))
        found |= _by_prefix(self._orth_prefix, text)
        for form in {text.lower(), lemma.lower()}:
            found |= self._word.get(form, set())
            found |= _by_prefix(self._prefix, form)
            for start in range(len(form)):
                found |= self._suffix.get(form[start:], set())
            for part, words in self._infix.items():
                if part in form:
                    found |= words
        found |= self._word_form.get(text.lower(), set())
        return tuple(sorted(found))


def _inflections(word: str) -> frozenset[str]:
    """Return the inflected forms of a word of a term, for where the lemmatiser misses them."""
    if word in separable_verbs():
        return separable_forms(*separable_verbs()[word])
    return verb_forms(word) if word in known_verbs() else noun_and_adjective_forms(word)


def _by_prefix(table: Mapping[str, set[str]], form: str) -> set[str]:
    if not table:
        return set()
    return {word for end in range(1, len(form) + 1) for word in table.get(form[:end], ())}
