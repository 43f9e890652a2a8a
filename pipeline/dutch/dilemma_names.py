"""Which headings and clauses can name a dilemma: they are understood alone, and say what is at odds with what."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import numpy as np

from pipeline.dutch import lexicon
from pipeline.dutch.functions import find_functions
from pipeline.dutch.headings import names_procedure, names_subject
from pipeline.dutch.inflection import infinitive_of
from pipeline.dutch.negators import negation
from pipeline.dutch.word_vectors import sentence_vectors
from pipeline.dutch.wording import collapse, upper_first

FEWEST, MOST = 2, 12  # words of a heading
EASY = 9  # words of a heading that is read at a glance
_FEWEST_OF_CLAUSE, _MOST_OF_CLAUSE = 4, 8
_MAIN_VERB_WITHIN = 4  # words
_MIN_LETTERS = 4
_NEAR = 0.5  # cosine of the vectors of two words

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_IN_FRONT = re.compile(r"^\(?(?:\d+(?:\.\d+)*[.):]?|[a-zA-Z][.)])\s+")
_IN_LIST = re.compile(r",\s+|(?<!\s)\s+en\s+")
_UNLIKE_NAME = re.compile(r"[()\[\]<>/#|]|[,:;]$")
_BETWEEN = re.compile(r"[,;:–—]\s+")


def bare(heading: str) -> str:
    """Return a heading on one line, without its number and without a full stop behind it.

    >>> bare("3. Nee zeggen tegen  de minister.")
    'Nee zeggen tegen de minister'
    """
    text = _NUMBER_IN_FRONT.sub("", collapse(heading))
    return upper_first(text.removesuffix(".") if not text.endswith("..") else text)


def can_name(heading: str) -> bool:
    """Return whether a heading can be the name of a dilemma: it is understood alone, and tells of no procedure or date.

    >>> can_name("Eén verhuizing, zes formulieren"), can_name("Stand van zaken"), can_name("Bekostiging na 2024")
    (True, False, False)
    """
    words = words_of(heading)
    if not FEWEST <= len(heading.split()) <= MOST or any(sign.isdigit() for sign in heading):
        return False
    if not names_subject(heading) or names_procedure(heading) or not lexicon.calendar().month_names.isdisjoint(words):
        return False
    said, parts = content_words(heading), lexicon.dilemma_names().kinds_of_part
    if (
        not said
        or words[0] in parts
        or parts.issuperset(said)
        or _names_holder(heading)
        or _UNLIKE_NAME.search(heading)
    ):
        return False
    is_list = len(_IN_LIST.split(heading)) > 2 and not _has_contrast(heading)  # *Rooster, begroting en jaarplan*
    return not is_list and _stands_alone(words, _in_heading())


def n_marks(text: str, nouns: Collection[str] = ()) -> int:
    """Return how many marks of a dilemma a heading has: it asks, it has a verb, it sets one thing against another.

    One that cannot be read at a glance has none.

    Parameters
    ----------
    text
        A heading or a clause.
    nouns
        Words that are nouns in the reports: *werk* is no verb there.
    """
    if len(text.split()) > EASY:
        return 0
    return text.endswith("?") + has_verb(text, nouns) + _has_contrast(text)


def has_verb(text: str, nouns: Collection[str] = ()) -> bool:
    """Return whether a text has a form of a verb that is not known as another word."""
    others = lexicon.inflections().homographs.verb_forms | lexicon.verbs().prepositions | negation().negators
    return any(word in infinitive_of() and word not in others and word not in nouns for word in words_of(text))


def content_words(text: str) -> list[str]:
    """Return the words of a text that say what it is about."""
    too_general = lexicon.stop_words().verbs
    return [
        word
        for word in words_of(text)
        if len(word) >= _MIN_LETTERS
        and word not in lexicon.persons().function_words
        and word not in lexicon.stop_nouns()
        and infinitive_of().get(word) not in too_general
    ]


def is_supported(text: str, others: Collection[str]) -> bool:
    """Return whether a content word of a text, or one near it in form or meaning, stands among other content words."""
    if not others:
        return False
    vectors = np.array([_vector(word) for word in others])
    return any(
        any(_are_alike(word, other) for other in others) or bool((vectors @ _vector(word)).max() >= _NEAR)
        for word in content_words(text)
    )


def clauses(sentence: str, nouns: Collection[str] = ()) -> Iterator[str]:
    """Yield the parts of a sentence that can be read alone as what is at odds: a short main clause, word for word.

    >>> list(clauses("De subsidie stopt na een jaar, maar het werk gaat gewoon door."))
    ['De subsidie stopt na een jaar', 'Het werk gaat gewoon door']
    """
    known = lexicon.key_sentences()
    text = collapse(sentence).rstrip(".!")
    for place, part in enumerate(_BETWEEN.split(text)):
        opening, _, rest = part.partition(" ")
        if place and opening.casefold() in negation().main_clause_joiners:
            part, opening = rest, rest.partition(" ")[0]
        elif place:
            continue  # a subordinate clause, or the end of one
        words = words_of(part)
        if not _FEWEST_OF_CLAUSE <= len(part.split()) <= _MOST_OF_CLAUSE or not _is_main(part, nouns):
            continue
        if opening.casefold() in known.conditions | negation().conjunctions | known.hinges or not _stands_alone(
            words, known.pointing_back
        ):
            continue
        if not any(sign.isdigit() for sign in part) and not any(sign in part for sign in '“”„"()'):
            yield upper_first(part)


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return _WORD.findall(text.casefold())


def _is_main(part: str, nouns: Collection[str]) -> bool:
    """Return whether a clause has a verb before its end, as a main clause has: *het werk gaat door*."""
    return has_verb(" ".join(part.split()[:_MAIN_VERB_WITHIN]), nouns)


def _has_contrast(text: str) -> bool:
    known = lexicon.key_sentences().hinges | lexicon.dilemma_names().opposing | negation().negators
    if not known.isdisjoint(words_of(text)):
        return True
    parts = _BETWEEN.split(text)
    return len(parts) == 2 and all(len(part.split()) > 1 for part in parts)


def _stands_alone(words: Sequence[str], pointing: Collection[str]) -> bool:
    """Return whether no word points to something outside the text, or to whoever is spoken to."""
    known = lexicon.key_sentences()
    outside = known.addressed | lexicon.dilemma_names().of_the_talk | frozenset(pointing)
    return (
        outside.isdisjoint(words)
        and words[0] not in known.pointing_back_first - lexicon.dilemma_names().not_pointing_back
    )


def _in_heading() -> frozenset[str]:
    return lexicon.key_sentences().pointing_back - lexicon.dilemma_names().not_pointing_back


def _names_holder(heading: str) -> bool:
    """Return whether a heading names a function and nothing else: *De directeur*."""
    left = heading
    for span in reversed(find_functions(heading)):
        left = f"{left[: span.start]} {left[span.end :]}"
    return left != heading and lexicon.persons().function_words.issuperset(words_of(left))


def _are_alike(word: str, other: str) -> bool:
    """Return whether two words begin with the same four letters or more, and most of the longer one."""
    n_same = next(
        (place for place, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    return n_same >= _MIN_LETTERS and n_same >= 0.6 * max(len(word), len(other))


@cache
def _vector(word: str) -> np.ndarray:
    return np.asarray(sentence_vectors([word])[0])
