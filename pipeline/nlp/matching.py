"""Where the terms of a codebook stand in a text, by the matching rules of `docs/contract.md`.

A document is scanned once, whatever the number of terms: its tokens are looked up in an index of
all the words of all terms, exact texts and names go through spaCy's `PhraseMatcher`, and terms of
several words are put together from the words that were found in the same sentence.
"""

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline.dutch.inflection import Forms, word_forms
from pipeline.dutch.wording import upper_first
from pipeline.nlp.codebook import Code
from pipeline.nlp.negation import negations_of
from pipeline.nlp.reading import without_ligatures
from pipeline.nlp.sentences import text_of, words_of
from pipeline.nlp.verbs import Verbs, split_verbs
from pipeline.nlp.words import WordIndex

MAX_OTHER_WORDS = 3
_MAX_ALIGNMENTS = 500
_MIN_CAPITALS = 3  # words in capitals in a row make a line in capitals, if one is no abbreviation
_MAX_ABBREVIATION = 5
_WINDOW = 40
_LONG_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{6}")

Place = tuple[int, ...]  # the tokens of a word, in order: two of a verb and its particle


@dataclass(frozen=True)
class Mention:
    """A place where a term of a code stands: half-open offsets in the document's text."""

    code: str
    term: str
    start: int
    end: int
    negated: bool


@dataclass(frozen=True)
class _Term:
    code: str
    text: str
    rank: int
    words: tuple[str, ...]  # keys of the word index or of the phrases
    excludes: bool


@dataclass(frozen=True)
class _Candidate:
    term: _Term
    tokens: Place
    start: int
    end: int


class TermMatcher:
    """Finds the mentions of a set of codes.

    Parameters
    ----------
    nlp
        The pipeline whose vocabulary and tokeniser the documents share.
    codes
        The codes with their terms, in the order of the codebook.
    separable
        Particle → verbs that are separable beside those of the resource.
    """

    def __init__(self, nlp: Language, codes: Iterable[Code], separable: Verbs | None = None) -> None:
        self._nlp = nlp
        self._separable = separable
        self._index = WordIndex()
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._any_case = PhraseMatcher(nlp.vocab, attr="LOWER")
        # Every word of all terms, with the terms that are looked at if it is found: a term under its longest word,
        # which is the least common.
        self._terms_of_word: dict[str, list[_Term]] = defaultdict(list)
        self._rank = itertools.count()
        codes = list(codes)
        self._lemmas = _lemmas_of_terms(nlp, codes)
        for code in codes:
            for text in code.terms:
                self._add(code.code, text, excludes=False)
            for text in code.excluded:
                self._add(code.code, text, excludes=True)

    def __call__(self, doc: Doc) -> list[Mention]:
        """Return the mentions in a parsed document, in the order of the text."""
        found = self._find_words(doc)
        terms = [
            term
            for word in found
            for term in self._terms_of_word[word]
            if len(term.words) == 1 or all(other in found for other in term.words)
        ]
        candidates: dict[str, list[_Candidate]] = defaultdict(list)
        excluded: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for term in sorted(terms, key=attrgetter("rank")):
            for tokens in _alignments(doc, [found[word] for word in term.words]):
                start, end = _span(doc, tokens)
                if term.excludes:
                    excluded[term.code].append((start, end))
                else:
                    candidates[term.code].append(_Candidate(term, tokens, start, end))
        negations = negations_of(doc)
        mentions = [
            Mention(kept.term.code, kept.term.text, kept.start, kept.end, negations.cover(kept.tokens))
            for code, of_code in candidates.items()
            for kept in _longest(of_code, excluded[code])
        ]
        return sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.code))

    def _find_words(self, doc: Doc) -> dict[str, list[Place]]:
        """Return where the words of the terms stand; a split verb is the place of verb and particle.

        Such a verb is another word than the verb without its particle.
        """
        apart = split_verbs(doc, self._separable)
        in_capitals, with_ending = _in_capitals(doc), _with_plural_ending(doc)
        found: dict[str, list[Place]] = defaultdict(list)
        for index, keys in enumerate(self._index.keys(doc, in_capitals)):
            if index in apart:
                verb, particle = apart[index]
                found[verb].append(tuple(sorted((index, particle))))
            elif keys:
                place = (index, index + 1) if index in with_ending else (index,)
                for key in keys:
                    found[key].append(place)
        for phrase, start, end in self._exact(doc):
            key, first = doc.vocab.strings[phrase], doc[start]
            if first.is_sent_start or first.text[:1] == key[1]:
                found[key].append(tuple(range(start, end)))
        for phrase, start, end in self._any_case(doc):
            key = doc.vocab.strings[phrase]
            if not key.startswith("=") or in_capitals.issuperset(range(start, end)):
                found[key].append(tuple(range(start, end)))
        return {key: places for key, places in found.items() if key in self._terms_of_word}

    def _add(self, code: str, text: str, *, excludes: bool) -> None:
        normal = normalise_term(text)
        words = normal.removeprefix("=").split()
        is_name = len(words) > 1 and all(word[0].isupper() for word in words)
        if normal.startswith("=") or is_name:
            exact = " ".join(words)
            key = f"={exact}"
            spelled = [[key]]
            self._exact.add(key, [self._nlp.make_doc(form) for form in _spellings(exact)])
            self._any_case.add(key, [self._nlp.make_doc(form.lower()) for form in _spellings(exact)])
        else:
            spelled = [[self._add_word(word) for word in words]]
            spelled += [[self._add_word(word, is_joined="-" in word) for word in joined] for joined in _joined(words)]
        rank = next(self._rank)
        for keys in spelled:
            term = _Term(code, text, rank, tuple(keys), excludes)
            for key in keys:
                self._terms_of_word.setdefault(key, [])
            self._terms_of_word[max(keys, key=len)].append(term)

    def _add_word(self, word: str, *, is_joined: bool = False) -> str:
        """Add a word; one with a hyphen or an apostrophe may be written, and cut, as several."""
        key = self._index.add(word)
        for lemma in self._lemmas.get(word.lower(), ()):
            self._index.add_forms(word_forms(lemma), key)
        compounds = _inflected_compounds(word) if "*" not in word else set()
        self._index.add_forms(Forms(frozenset(compounds)), key)
        if compounds and key not in self._any_case and not is_joined:
            forms = {form for spelling in compounds for form in _variants(spelling)}
            docs = [doc for doc in (self._nlp.make_doc(form) for form in sorted(forms)) if len(doc) > 1]
            if docs:
                self._any_case.add(key, docs)
        return key


def _joined(words: Sequence[str]) -> list[list[str]]:
    """Return the words of a term with a hyphen between two or more that follow each other (*lange-termijn*)."""
    if any("*" in word or "-" in word for word in words):
        return []
    return [
        [*words[:start], "-".join(words[start:end]), *words[end:]]
        for start in range(len(words))
        for end in range(start + 2, len(words) + 1)
    ]


def _lemmas_of_terms(nlp: Language, codes: Sequence[Code]) -> Mapping[str, set[str]]:
    """Return for each word of the terms what it is an inflected form of: *lange termijn* has *lang*.

    The lemma of the language model counts only if the word is a form of it by the spelling.
    """
    texts = {
        normalise_term(text) for code in codes for text in (*code.terms, *code.excluded) if not text.startswith("=")
    }
    found: dict[str, set[str]] = defaultdict(set)
    with nlp.select_pipes(disable=["parser", "ner"]):  # half the time, and no lemma asks for them
        for doc in nlp.pipe(sorted(text for text in texts if "*" not in text and not text.isupper())):
            for token in doc:
                lemma = token.lemma_.lower()
                if lemma != token.lower_ and token.lower_ in word_forms(lemma).sure and len(lemma) > 1:
                    found[token.lower_].add(lemma)
    return found


def normalise_term(text: str) -> str:
    """Return a term as it is compared: NFC, no ligatures, single spaces, straight apostrophes and plain hyphens."""
    plain = without_ligatures(unicodedata.normalize("NFC", text))
    return " ".join(plain.replace("’", "'").replace("\u2011", "-").split())


def _inflected_compounds(word: str) -> set[str]:
    """Return a hyphenated word with its first or its last part inflected: *directeuren-generaal*."""
    parts = word.lower().split("-")
    if len(parts) < 2 or not all(parts):
        return {word.lower()} if "'" in word else set()
    first = {"-".join([form, *parts[1:]]) for form in word_forms(parts[0]).sure if "'" not in form}
    return first | {"-".join([*parts[:-1], form]) for form in word_forms(parts[-1]).sure}


def _variants(spelling: str) -> set[str]:
    """Return a hyphenated word also as separate words (*directeur generaal*)."""
    return {spelling, re.sub(r"(?<=\w)-(?=\w)", " ", spelling)}


def _spellings(text: str) -> set[str]:
    """Return an exact text as it may be typed, and with the capital of a sentence's start."""
    forms = {text, text.replace("'", "’")}
    return forms | {upper_first(form) for form in forms}


def _in_capitals(doc: Doc) -> set[int]:
    """Return the tokens that stand in a line, or a stretch of one, all in capitals."""
    found: set[int] = set()
    if not _LONG_CAPITALS.search(text_of(doc)):
        return found
    for is_upper, group in itertools.groupby(
        (token for token in doc if any(character.isalpha() for character in token.text)),
        key=lambda token: token.text.isupper(),
    ):
        tokens = list(group)
        if is_upper and len(tokens) >= _MIN_CAPITALS and any(len(token) > _MAX_ABBREVIATION for token in tokens):
            found.update(range(tokens[0].i, tokens[-1].i + 1))
    return found


def _with_plural_ending(doc: Doc) -> set[int]:
    """Return the tokens of which the tokeniser split off the `’s` of their plural."""
    return {
        index - 1
        for index, word in enumerate(words_of(doc))
        if index and word in ("'s", "’s") and not doc[index - 1].whitespace_
    }


def _span(doc: Doc, tokens: Place) -> tuple[int, int]:
    """Return the offsets from the first to the last token; the hyphen of half a compound is not part of it."""
    last = doc[tokens[-1]]
    end = last.idx + len(last)
    return doc[tokens[0]].idx, end - 1 if last.text.endswith("-") and len(last) > 1 else end


def _alignments(doc: Doc, occurrences: Sequence[Sequence[Place]]) -> list[Place]:
    """Return the tokens of the shortest stretches that hold one occurrence of each word within a sentence.

    Each token is used once.
    """
    if len(occurrences) == 1:
        return list(occurrences[0])
    combined: list[Place] = []
    for first in occurrences[0]:
        near = [[place for place in places if _is_near(doc, first, place)] for places in occurrences[1:]]
        options = itertools.islice(itertools.product([first], *near), _MAX_ALIGNMENTS)
        combined.extend(tokens for tokens in (_combine(doc, choice) for choice in options) if tokens is not None)
    used: set[int] = set()
    found: list[Place] = []
    for tokens in sorted(combined, key=lambda tokens: (tokens[-1] - tokens[0], tokens[0])):
        if used.isdisjoint(tokens):
            used.update(tokens)
            found.append(tokens)
    return found


def _is_near(doc: Doc, one: Place, other: Place) -> bool:
    return abs(one[0] - other[0]) <= _WINDOW and doc[one[0]].sent.start == doc[other[0]].sent.start


def _combine(doc: Doc, choice: Sequence[Place]) -> Place | None:
    tokens = sorted(token for place in choice for token in place)
    if len(set(tokens)) < len(tokens):
        return None
    n_others = sum(
        not token.is_punct and not token.is_space for token in doc[tokens[0] : tokens[-1] + 1] if token.i not in tokens
    )
    return tuple(tokens) if n_others <= MAX_OTHER_WORDS else None


def _longest(candidates: Iterable[_Candidate], excluded: Sequence[tuple[int, int]]) -> Iterator[_Candidate]:
    """Yield what does not lie inside an excluded span; of overlapping mentions the longest, then the first term."""
    kept: list[_Candidate] = []
    for one in sorted(candidates, key=lambda one: (one.start - one.end, one.term.rank, one.start)):
        if any(first <= one.start and one.end <= last for first, last in excluded):
            continue
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
            yield one
