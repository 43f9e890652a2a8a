"""Whether a statement comes back to a promise: it names who made it, and is about the same.

About the same means that two statements share words that few others have; where they share none, the answer is no.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.dutch.commitment_words import commitment_words
from pipeline.dutch.lexicon import determiners, stop_nouns, stop_words
from pipeline.dutch.organisations import find_organisations, lookup

MIN_SHARED = 2  # rare lemmas
_RARE_SHARE, _ALWAYS_RARE = 0.01, 4  # of all statements; and how many in a small corpus


@dataclass(frozen=True)
class Said:
    """What is known of a statement: its words, its content lemmas and the roles that it names."""

    statement_id: str
    text: str
    lemmas: frozenset[str]
    roles: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Actor:
    """Whoever made a promise: the words for it that a later statement may have, its organisation and its roles."""

    words: frozenset[str]
    organisation: str | None
    roles: frozenset[str]


def actor_of(words: str, roles: Iterable[str] = ()) -> Actor | None:
    """Return who is meant by the words for an actor; None for a pronoun for somebody else.

    >>> sorted(actor_of("de wethouder en Bas").words), actor_of("zij")
    (['bas', 'wethouder'], None)
    """
    known = commitment_words()
    selves = known.selves - {"ik"}
    own = words_of(words)
    if own & selves:
        return Actor(selves, None, frozenset(roles))
    naming = own - known.others - known.selves - known.between_names - known.before_name - determiners()
    organisation = lookup(words, ignore_case=True, bare_place=False)
    if not naming:
        return None
    return Actor(frozenset(naming), organisation.code if organisation else None, frozenset(roles))


def rare_lemmas(statements: Sequence[Said]) -> frozenset[str]:
    """Return the lemmas that few statements have and that say what one is about."""
    counts = Counter(lemma for statement in statements for lemma in statement.lemmas)
    most = max(_ALWAYS_RARE, _RARE_SHARE * len(statements))
    general = stop_words().verbs | stop_words().adjectives | stop_nouns()
    return frozenset(lemma for lemma, n in counts.items() if n <= most) - general


def shared_lemmas(promise: Said, other: Said, actor: Actor, rare: frozenset[str]) -> frozenset[str]:
    """Return the rare lemmas that a promise and a later statement share, without those that name who promised."""
    return (promise.lemmas & other.lemmas & rare) - actor.words


def names_actor(other: Said, actor: Actor) -> bool:
    """Return whether a statement names who made a promise: by a word, an organisation or a role."""
    if actor.words & words_of(other.text) or actor.roles & other.roles:
        return True
    return actor.organisation is not None and any(
        span.organisation.code == actor.organisation for span in find_organisations(other.text)
    )


def first_return(promise: Said, actor: Actor, later: Sequence[Sequence[Said]], rare: frozenset[str]) -> str | None:
    """Return the statement that first comes back to a promise, in that session the one that shares most; None if none.

    Parameters
    ----------
    promise, actor
        The promise, and who made it.
    later
        The statements of each later session, in the order of time.
    rare
        The lemmas that tell what a statement is about (`rare_lemmas`).
    """
    for statements in later:
        best, most = None, MIN_SHARED - 1
        for other in statements:
            n_shared = len(shared_lemmas(promise, other, actor, rare))
            if n_shared > most and names_actor(other, actor):
                best, most = other.statement_id, n_shared
        if best is not None:
            return best
    return None


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in small letters."""
    return frozenset(re.findall(r"\w[\w'’-]*", text.casefold()))
