"""Where the terms of a codebook stand in a text, by the matching rules of the data contract.

A document is scanned once, whatever the number of terms: its tokens are looked up in an index of
all the words of all terms, exact texts and names go through spaCy's `PhraseMatcher`, and terms of
several words are put together from the words that were found in the same sentence.
"""

import itertools
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from pipeline.nlp.codebook import Code
from pipeline.nlp.negation import is_negated
from pipeline.nlp.verbs import split_verbs
from pipeline.nlp.words import WordIndex

MAX_OTHER_WORDS = 3
_MAX_ALIGNMENTS = 200


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


class TermMatcher:
    """Finds the mentions of a set of codes.

    Parameters
    ----------
    nlp
        The pipeline whose vocabulary and tokeniser the documents share.
    codes
        The codes with their terms, in the order of the codebook.
    """

    def __init__(self, nlp: Language, codes: Iterable[Code]) -> None:
        self._index = WordIndex()
        self._phrases = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._terms_of_word: dict[str, list[_Term]] = defaultdict(list)
        self._rank = itertools.count()
        for code in codes:
            for text in code.terms:
                self._add(nlp, code.code, text, excludes=False)
            for text in code.excluded:
                self._add(nlp, code.code, text, excludes=True)

    def __call__(self, doc: Doc) -> list[Mention]:
        """Return the mentions in a parsed document, in the order of the text."""
        found = self._find_words(doc)
        terms = {term for word in found for term in self._terms_of_word[word]}
        candidates: dict[str, list[tuple[_Term, int, int]]] = defaultdict(list)
        excluded: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for term in sorted(terms, key=lambda term: term.rank):
            if not all(word in found for word in term.words):
                continue
            for span in _alignments([found[word] for word in term.words]):
                start, end = span.start_char, span.end_char
                if term.excludes:
                    excluded[term.code].append((start, end))
                else:
                    candidates[term.code].append((term, start, end))
        mentions = [
            Mention(term.code, term.text, start, end, is_negated(doc.char_span(start, end)))
            for code, spans in candidates.items()
            for term, start, end in _longest(spans, excluded[code])
        ]
        return sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.code))

    def _find_words(self, doc: Doc) -> dict[str, list[Span]]:
        """Return where the words of the terms stand; a split verb spans from verb to particle.

        Such a verb is another word than the verb without its particle.
        """
        apart = split_verbs(doc)
        found: dict[str, list[Span]] = defaultdict(list)
        for token in doc:
            if token.i in apart:
                verb, particle = apart[token.i]
                found[verb].append(doc[min(token.i, particle) : max(token.i, particle) + 1])
                continue
            for key in self._index.keys(token):
                found[key].append(_with_plural_ending(token))
        for phrase, start, end in self._phrases(doc):
            key, first = doc.vocab.strings[phrase], doc[start]
            if first.is_sent_start or first.text[:1] == key[1]:
                found[key].append(doc[start:end])
        return {key: spans for key, spans in found.items() if key in self._terms_of_word}

    def _add(self, nlp: Language, code: str, text: str, *, excludes: bool) -> None:
        normal = _normalise(text)
        words = normal.removeprefix("=").split()
        is_name = len(words) > 1 and all(word[0].isupper() for word in words)
        if normal.startswith("=") or is_name or not all(_is_one_token(nlp, word) for word in words):
            exact = " ".join(words)
            keys = [f"={exact}"]
            self._phrases.add(keys[0], _spellings(nlp, exact))
        else:
            keys = [self._index.add(word) for word in words]
        term = _Term(code, text, next(self._rank), tuple(keys), excludes)
        for key in dict.fromkeys(keys):
            self._terms_of_word[key].append(term)


def _normalise(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").replace("\u2011", "-").split())


def _is_one_token(nlp: Language, word: str) -> bool:
    return len(nlp.make_doc(word.strip("*"))) == 1


def _spellings(nlp: Language, text: str) -> list[Doc]:
    """Return an exact text as it may be typed, and with the capital of a sentence's start."""
    forms = {text, text.replace("'", "’")}
    forms |= {form[:1].upper() + form[1:] for form in forms}
    return [nlp.make_doc(form) for form in sorted(forms)]


def _with_plural_ending(token: Token) -> Span:
    """Return a token with the `’s` of its plural, where the tokeniser split that off."""
    end = token.i + 1
    if end < len(token.doc) and not token.whitespace_ and token.doc[end].text in ("'s", "’s"):
        end += 1
    return token.doc[token.i : end]


def _alignments(occurrences: Sequence[Sequence[Span]]) -> list[Span]:
    """Return the shortest spans that hold one occurrence of each word within a sentence, each token used once."""
    if len(occurrences) == 1:
        return list(occurrences[0])
    by_sentence: list[dict[int, list[Span]]] = []
    for spans in occurrences:
        grouped: dict[int, list[Span]] = defaultdict(list)
        for span in spans:
            grouped[span[0].sent.start].append(span)
        by_sentence.append(grouped)
    found: list[Span] = []
    for sentence in by_sentence[0]:
        if not all(sentence in grouped for grouped in by_sentence):
            continue
        options = itertools.islice(itertools.product(*(grouped[sentence] for grouped in by_sentence)), _MAX_ALIGNMENTS)
        combined = [span for span in map(_combine, options) if span is not None]
        used: set[int] = set()
        for shortest in sorted(combined, key=lambda span: (len(span), span.start)):
            if used.isdisjoint(range(shortest.start, shortest.end)):
                used.update(range(shortest.start, shortest.end))
                found.append(shortest)
    return found


def _combine(choice: Sequence[Span]) -> Span | None:
    tokens = [token.i for span in choice for token in span]
    if len(set(tokens)) < len(tokens):
        return None
    doc = choice[0].doc
    start, end = min(tokens), max(tokens) + 1
    others = [
        token
        for token in doc[start:end]
        if token.i not in tokens and not token.is_punct and not token.is_space and not _is_particle_of(token, tokens)
    ]
    return doc[start:end] if len(others) <= MAX_OTHER_WORDS else None


def _is_particle_of(token: Token, tokens: Sequence[int]) -> bool:
    return token.dep_ == "compound:prt" and token.head.i in tokens


def _longest(
    spans: Sequence[tuple[_Term, int, int]], excluded: Sequence[tuple[int, int]]
) -> list[tuple[_Term, int, int]]:
    """Drop what lies inside an excluded span, and of overlapping mentions keep the longest, then the first term."""
    kept: list[tuple[_Term, int, int]] = []
    for term, start, end in sorted(spans, key=lambda entry: (entry[1] - entry[2], entry[0].rank, entry[1])):
        if any(first <= start and end <= last for first, last in excluded):
            continue
        if all(end <= first or last <= start for _, first, last in kept):
            kept.append((term, start, end))
    return kept
