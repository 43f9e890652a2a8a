"""What a theme of a codebook may lack: words and sentences near it that nothing covers, and terms that do not work."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline import tables
from pipeline.dutch import lexicon
from pipeline.dutch.inflection import is_verb, word_forms
from pipeline.dutch.word_families import is_family
from pipeline.dutch.word_vectors import sentence_vectors
from pipeline.dutch.wording import collapse
from pipeline.nlp.codebook import Code, Codebook
from pipeline.nlp.language import load_language
from pipeline.nlp.matching import Mention, TermMatcher, normalise_term
from pipeline.nlp.reading import reading_of
from pipeline.nlp.verbs import split_verbs

_CLASSES = ("NOUN", "VERB", "ADJ")
_SHORTEST = 4
_NEAR, _NEAR_FAMILY, _NEAR_SENTENCE = 0.62, 0.3, 0.48  # how near a word and a sentence must be to be proposed
_OF_TERMS = 0.7  # what the nearness to single terms counts, beside the nearness to the theme as a whole
_N_NEAREST = 3  # terms that a word is compared with
_FEWEST_WORDS = 5  # of a sentence: a heading or label says little
_SAME = 0.999  # words of which the vectors know no difference
_HALF = 0.5
_NOT = "Niet:"  # what follows it in a definition does not belong to the theme


@dataclass(frozen=True)
class Word:
    """A word that no code covers and that may belong to a theme.

    Attributes
    ----------
    word
        Its base form, as it would be a term.
    n_sessions, n_statements
        In how many it stands.
    term
        The term that it has most to do with.
    is_family
        Whether it is a derivation or compound of that term; if not, it is near in meaning.
    example
        The id of the statement with it that is nearest to the theme.
    """

    word: str
    n_sessions: int
    n_statements: int
    term: str
    is_family: bool
    example: str


@dataclass(frozen=True)
class Star:
    """What a term with a star would find more: how often, and which words, each with its number."""

    term: str
    starred: str
    n_mentions: int
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Heavy:
    """A term that finds more than half of what a theme finds, and by which words."""

    term: str
    n_mentions: int
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Proposals:
    """What to look at in a theme.

    Attributes
    ----------
    theme
        The theme.
    n_mentions, n_statements, n_sessions
        How much it is found now.
    words, stars
        Candidates for terms.
    sentences
        Ids of statements without any theme that are near this one.
    idle
        Terms that find nothing.
    shadowed
        Terms that find only what other terms find too.
    heavy
        The term that finds more than half, if there is one.
    """

    theme: Code
    n_mentions: int
    n_statements: int
    n_sessions: int
    words: tuple[Word, ...]
    stars: tuple[Star, ...]
    sentences: tuple[str, ...]
    idle: tuple[str, ...]
    shadowed: tuple[str, ...]
    heavy: Heavy | None


@dataclass(frozen=True)
class _Read:
    """A statement as it was parsed, with what the codebook finds in it and where nothing may be proposed."""

    row: Mapping[str, Any]
    doc: Doc
    mentions: tuple[Mention, ...]
    closed: tuple[tuple[int, int], ...]

    def finds(self, code: str) -> bool:
        return any(mention.code == code for mention in self.mentions)

    @property
    def has_theme(self) -> bool:
        return any(mention.code.startswith(_THEME) for mention in self.mentions)


_THEME, _ROLE = "thema ", "rol "


def propose(
    theme: str,
    codebook: Codebook,
    statements: pd.DataFrame,
    entities: pd.DataFrame,
    language_model: str,
    *,
    n_sessions: int = 2,
    limit: int = 20,
) -> Proposals:
    """Return what may be added to a theme, and what does not work in it.

    Parameters
    ----------
    theme
        The code of a theme of the codebook.
    codebook
        The codebook; it need not be the one of the analysis, for the statements are matched anew.
    statements, entities
        The tables of an analysis.
    language_model
        The name of the spaCy pipeline.
    n_sessions
        In how many sessions a word must stand.
    limit
        How many words to return at most; of sentences half of that.
    """
    nlp = load_language(language_model)
    code = next(one for one in codebook.themes if one.code == theme)
    read = _read(nlp, codebook, statements, entities)
    hits = [one for one in read if one.finds(_THEME + theme)]
    found = [mention for one in hits for mention in one.mentions if mention.code == _THEME + theme]
    vectors = sentence_vectors([one.row["text"] for one in read])
    near = _Nearness(code, vectors[[one.finds(_THEME + theme) for one in read]], vectors)
    idle, shadowed = _without_use(nlp, code, codebook, read, found)
    return Proposals(
        theme=code,
        n_mentions=len(found),
        n_statements=len(hits),
        n_sessions=len({one.row["session_id"] for one in hits}),
        words=tuple(_words(nlp, code, read, near, n_sessions, limit)),
        stars=tuple(_stars(nlp, code, codebook, read, _THEME + theme)),
        sentences=tuple(_sentences(read, near, limit // 2)),
        idle=idle,
        shadowed=shadowed,
        heavy=_heavy(read, found, _THEME + theme),
    )


def _read(nlp: Language, codebook: Codebook, statements: pd.DataFrame, entities: pd.DataFrame) -> list[_Read]:
    """Parse the statements and match all codes; names and contact data are closed to proposals."""
    codes = [replace(code, code=_THEME + code.code) for code in codebook.themes]
    codes += [replace(code, code=_ROLE + code.code) for code in codebook.roles]
    matcher = TermMatcher(nlp, codes, codebook.separable)
    named: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for entity in tables.records(entities, ("report_id", "start_char", "end_char")):
        named[entity["report_id"]].append((entity["start_char"], entity["end_char"]))
    rows = tables.records(statements)
    read = []
    for doc, row in zip(nlp.pipe(reading_of(row["text"]).text for row in rows), rows, strict=True):
        mentions = tuple(matcher(doc))
        first, last = row["start_char"], row["end_char"]
        # Where a reading has other offsets than the text (a ligature), what is closed may be a sign or two off.
        closed = [
            (start - first, end - first) for start, end in named[row["report_id"]] if start < last and first < end
        ]
        read.append(_Read(row, doc, mentions, (*closed, *((one.start, one.end) for one in mentions))))
    return read


class _Nearness:
    """How near words and sentences are to a theme: to its definition, its examples, its terms and what it finds."""

    def __init__(self, theme: Code, hits: NDArray[np.float64], statements: NDArray[np.float64]) -> None:
        self.terms = [term for term in theme.terms if term.strip("=*")]
        self._of_terms = sentence_vectors([term.strip("=").replace("*", "") for term in self.terms])
        meaning = theme.definition.partition(_NOT)[0] or theme.name
        parts = [sentence_vectors([meaning]), sentence_vectors(theme.examples), self._of_terms, hits]
        self._theme = _unit(sum((_unit(part.mean(axis=0)) for part in parts if len(part)), np.zeros(hits.shape[1])))
        # What all statements have in common says nothing of a theme.
        self._common = _unit(statements.mean(axis=0)) if len(statements) else np.zeros(hits.shape[1])
        self._own = _unit(self._theme - self._common * (self._theme @ self._common))

    def of_words(self, words: NDArray[np.float64]) -> tuple[NDArray[np.float64], list[str]]:
        """Return how near words are, and the term that each is nearest to."""
        to_terms = words @ self._of_terms.T
        nearest = np.sort(to_terms, axis=1)[:, -_N_NEAREST:].mean(axis=1)
        plain = words - np.outer(words @ self._common, self._common)
        plain /= np.maximum(np.linalg.norm(plain, axis=1, keepdims=True), 1e-9)
        return plain @ self._own + _OF_TERMS * nearest, [self.terms[place] for place in to_terms.argmax(axis=1)]

    def of_texts(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how near sentences are."""
        return np.asarray(sentence_vectors(texts) @ self._theme)


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))


def _words(
    nlp: Language, theme: Code, read: Sequence[_Read], near: _Nearness, n_sessions: int, limit: int
) -> Iterator[Word]:
    """Yield the words that may belong to a theme: those related to a term first, then the nearest."""
    places: dict[str, list[_Read]] = defaultdict(list)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for one in read:
        open_words = dict(_open_words(one))
        for word, form in open_words.items():
            places[word].append(one)
            forms[word][form] += 1
    sessions = {word: len({one.row["session_id"] for one in of_word}) for word, of_word in places.items()}
    refused = _refused(nlp, theme, places)
    words = [word for word in places if sessions[word] >= n_sessions and word not in refused]
    if not words:
        return
    vectors = sentence_vectors(words)
    scores, nearest = near.of_words(vectors)
    families = [_family(word, near.terms) for word in words]
    order = sorted(range(len(words)), key=lambda place: (families[place] is None, -scores[place], words[place]))
    shown: list[int] = []
    for place in order:
        family = families[place]
        if scores[place] < (_NEAR if family is None else _NEAR_FAMILY):
            continue
        if family is None and any(
            vectors[place] @ vectors[one] > _SAME or words[place] in word_forms(words[one]).sure for one in shown
        ):
            continue
        shown.append(place)
        of_word = places[words[place]]
        closeness = near.of_texts([one.row["text"] for one in of_word])
        example = of_word[int(closeness.argmax())].row["statement_id"]
        term = family or nearest[place]
        yield Word(
            _as_term(words[place], forms[words[place]]),
            sessions[words[place]],
            len(of_word),
            term,
            family is not None,
            example,
        )
        if len(shown) == limit:
            return


def _family(word: str, terms: Iterable[str]) -> str | None:
    """Return the first term of one word of which a word is a derivation or a compound."""
    single = ((term, normalise_term(term).strip("=*").lower()) for term in terms if " " not in term)
    return next((term for term, body in single if is_family(word, body)), None)


def _as_term(lemma: str, forms: Counter[str]) -> str:
    """Return a base form, or the commonest form where the language model made up a base form that stands nowhere."""
    return lemma if lemma in forms or is_verb(lemma) else min(forms, key=lambda form: (-forms[form], form))


def _open_words(one: _Read) -> Iterator[tuple[str, str]]:
    """Yield the words of a statement that could be a term, and that nothing covers: base form, and form."""
    apart = split_verbs(one.doc)
    particles = {particle for _, particle in apart.values()}
    stop_words = lexicon.stop_words()
    general = {"NOUN": lexicon.stop_nouns(), "VERB": stop_words.verbs, "ADJ": stop_words.adjectives}
    for token in one.doc:
        if token.pos_ not in _CLASSES or token.i in particles or token.ent_type_:
            continue
        word = apart[token.i][0] if token.i in apart else token.lemma_.lower()
        if len(word) < _SHORTEST or not word.replace("-", "").isalpha() or word.startswith("-") or word.endswith("-"):
            continue
        if word not in general[token.pos_] and not _is_closed(token, one.closed):
            yield word, token.lower_


def _is_closed(token: Token, closed: Iterable[tuple[int, int]]) -> bool:
    return any(start < token.idx + len(token) and token.idx < end for start, end in closed)


def _refused(nlp: Language, theme: Code, words: Iterable[str]) -> set[str]:
    """Return the words that the theme excludes, or that its terms find anyway."""
    matcher = TermMatcher(nlp, [Code("", "", (*theme.terms, *theme.excluded))])
    listed = list(words)
    return {word for word, doc in zip(listed, nlp.pipe(listed), strict=True) if matcher(doc)}


def _stars(nlp: Language, theme: Code, codebook: Codebook, read: Sequence[_Read], code: str) -> Iterator[Star]:
    """Yield what a star behind or before each single word among the terms would find more."""
    plain = [term for term in theme.terms if _may_have_star(term)]
    listed = [(term, f"{term}*") for term in plain]
    listed += [(term, f"*{term}") for term in plain if not is_verb(term)]  # *leren: sneller, controleren
    listed = sorted((one for one in listed if one[1] not in theme.terms), key=lambda one: plain.index(one[0]))
    codes = [Code(str(place), "", (starred,), theme.excluded) for place, (_, starred) in enumerate(listed)]
    matcher = TermMatcher(nlp, codes, codebook.separable)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in read:
        own = [(mention.start, mention.end) for mention in one.mentions if mention.code == code]
        for mention in matcher(one.doc):
            if not any(start < mention.end and mention.start < end for start, end in own):
                found[mention.code][one.doc.text[mention.start : mention.end].lower()] += 1
    for place, (term, starred) in enumerate(listed):
        words = found[str(place)]
        if words:
            yield Star(term, starred, words.total(), _by_number(words))


def _may_have_star(term: str) -> bool:
    plain = normalise_term(term)
    return plain.isalpha() and not plain.isupper() and len(plain) >= _SHORTEST


def _by_number(words: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(words.items(), key=lambda one: (-one[1], one[0])))


def _without_use(
    nlp: Language, theme: Code, codebook: Codebook, read: Sequence[_Read], found: Sequence[Mention]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the terms that find nothing, and those that find only what other terms find too."""
    used = {mention.term for mention in found}
    rest = [term for term in dict.fromkeys(theme.terms) if term not in used]
    codes = [Code(str(place), "", (term,), theme.excluded) for place, term in enumerate(rest)]
    matcher = TermMatcher(nlp, codes, codebook.separable)
    finding = {mention.code for one in read for mention in matcher(one.doc)}
    is_idle = [str(place) not in finding for place in range(len(rest))]
    return (
        tuple(itertools.compress(rest, is_idle)),
        tuple(itertools.compress(rest, [not idle for idle in is_idle])),
    )


def _heavy(read: Sequence[_Read], found: Sequence[Mention], code: str) -> Heavy | None:
    numbers = Counter(mention.term for mention in found)
    if len(numbers) < 2:
        return None
    term, number = min(numbers.items(), key=lambda one: (-one[1], one[0]))
    if number <= _HALF * len(found):
        return None
    words = Counter(
        one.doc.text[mention.start : mention.end].lower()
        for one in read
        for mention in one.mentions
        if mention.code == code and mention.term == term
    )
    return Heavy(term, number, _by_number(words))


def _sentences(read: Sequence[_Read], near: _Nearness, limit: int) -> Iterator[str]:
    """Yield the statements without a theme that are near enough, the nearest first; of those that are alike one."""
    texts = {
        collapse(one.row["text"]).casefold(): one.row["statement_id"] for one in reversed(read) if not one.has_theme
    }
    long_enough = [text for text in texts if len(text.split()) >= _FEWEST_WORDS]
    scores = near.of_texts(long_enough)
    order = sorted(range(len(long_enough)), key=lambda place: (-scores[place], texts[long_enough[place]]))
    for place in order[:limit]:
        if scores[place] >= _NEAR_SENTENCE:
            yield texts[long_enough[place]]
