"""Which words of a set of terms a token is a form of: looked up, never searched."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from spacy.tokens import Doc

from pipeline.dutch.inflection import Forms, word_forms

_ABBREVIATION = re.compile(r"[^\W\d_a-z]{2,5}")
_ABBREVIATION_ENDINGS = ("", "s", "'s", "-en")
_NOUNS = ("NOUN", "PROPN")
_VERBS = ("VERB", "AUX")

Table = dict[str, set[str]]


class WordIndex:
    """The single words of all terms, by form, lemma, and the letters that a `*` leaves fixed.

    `opdrachtgever*` is kept under its prefix, `*tekort` under its suffix, and `*stuur*` as an infix;
    looking a token up costs as many dictionary look-ups as it has letters, whatever the number of terms.
    """

    def __init__(self) -> None:
        self._abbreviations: Table = defaultdict(set)
        self._abbreviation_prefixes: Table = defaultdict(set)
        self._lemmas: Table = defaultdict(set)
        self._forms: Table = defaultdict(set)
        self._degrees: Table = defaultdict(set)
        self._plain_degrees: Table = defaultdict(set)
        self._finite: Table = defaultdict(set)
        self._prefixes: Table = defaultdict(set)
        self._suffixes: Table = defaultdict(set)
        self._infixes: Table = defaultdict(set)
        # What was found for a text, lemma and part of speech, outside and inside of a line in capitals.
        self._found: dict[bool, dict[tuple[int, ...], tuple[str, ...]]] = {False: {}, True: {}}

    def add(self, word: str) -> str:
        """Add a word of a term, stars included, and return the key under which tokens find it."""
        head, tail, body = word.startswith("*"), word.endswith("*"), word.strip("*")
        if _ABBREVIATION.fullmatch(body) and not head:
            if tail:
                self._abbreviation_prefixes[body].add(word)
            else:
                for ending in _ABBREVIATION_ENDINGS:
                    self._abbreviations[body + ending].add(word)
            return word
        lower = body.lower()
        forms = word_forms(lower)
        if head and tail:
            self._infixes[lower].add(word)
        elif head:
            for form in forms.sure:
                self._suffixes[form].add(word)
        elif tail:
            self._prefixes[lower].add(word)
        else:
            self._lemmas[lower].add(word)
        self.add_forms(forms, word)
        return word

    def add_forms(self, forms: Forms, word: str) -> None:
        """Add forms by which a word is found too."""
        for table, of_table in (
            (self._forms, forms.sure),
            (self._degrees, forms.degrees),
            (self._plain_degrees, forms.plain_degrees),
            (self._finite, forms.finite),
        ):
            for form in of_table:
                table[form].add(word)

    def keys(self, doc: Doc, in_capitals: Set[int] = frozenset()) -> list[tuple[str, ...]]:
        """Return for each token the keys of the words it is a form of; in a line in capitals case says nothing."""
        keys = []
        for index, known in enumerate(zip(*doc.to_array(["ORTH", "LEMMA", "POS"]).T.tolist(), strict=True)):
            is_in_capitals = index in in_capitals
            found = self._found[is_in_capitals].get(known)
            if found is None:
                token = doc[index]
                found = tuple(sorted(self._look_up(token.text, token.lemma_, token.pos_, is_in_capitals)))
                self._found[is_in_capitals][known] = found
            keys.append(found)
        return keys

    def _look_up(self, text: str, lemma: str, pos: str, in_capitals: bool) -> set[str]:
        # Of *opdrachtgevers- en eigenaarsrol* only a term with a star finds the first part: it is half a compound.
        is_cut = text.endswith("-") and len(text) > 1
        text, lemma = (text[:-1], lemma.removesuffix("-")) if is_cut else (text, lemma)
        form = text.lower()
        found = _by_prefix(self._prefixes, (form, lemma.lower())) | self._by_suffix((form, lemma.lower()))
        spellings = {text, _with_small_ending(text, in_capitals)}
        found |= _by_prefix(self._abbreviation_prefixes, spellings)
        found |= {
            word for part, words in self._infixes.items() if part in form or part in lemma.lower() for word in words
        }
        if is_cut:
            # … or a term that has it so: *midden- en kleinbedrijf*.
            return {word for word in found if "*" in word} | self._forms.get(f"{form}-", set())
        found |= self._forms.get(form, set()) | self._lemmas.get(lemma.lower(), set())
        for spelling in spellings:
            found |= self._abbreviations.get(spelling, set())
        if pos not in _NOUNS:
            found |= self._degrees.get(form, set())
        elif pos == "NOUN":
            found |= self._plain_degrees.get(form, set())
        if pos in _VERBS:
            found |= self._finite.get(form, set())
        return found

    def _by_suffix(self, forms: Iterable[str]) -> set[str]:
        return {word for form in forms for start in range(len(form)) for word in self._suffixes.get(form[start:], ())}


def _with_small_ending(text: str, in_capitals: bool) -> str:
    """Return *NGO'S* as *NGO's*; *NGOS* only in a line in capitals, for elsewhere it may be another abbreviation."""
    endings = ("'S", "-EN", "S") if in_capitals else ("'S", "-EN")
    ending = next((ending for ending in endings if text.endswith(ending)), "")
    return text.removesuffix(ending) + ending.lower()


def _by_prefix(table: Mapping[str, set[str]], forms: Iterable[str]) -> set[str]:
    if not table:
        return set()
    return {word for form in forms for end in range(1, len(form) + 1) for word in table.get(form[:end], ())}
