"""The two sides of a sentence that states a dilemma: *Enerzijds* and *Anderzijds*, as spans of that sentence.

A sentence is cut at its outermost hinge (*maar*, *terwijl*, *de een … de ander*), and only where both parts can be
read on their own beside each other; of all others is said nothing, so that they are shown whole.
The words stand in `tegenstellingen.toml`.
"""

from dataclasses import dataclass

from pipeline.dutch.clause_words import Clause, words_of
from pipeline.dutch.hinges import outermost

_FEWEST_WORDS = 3  # of a side without finite verb
_FEWEST_WITH_VERB = 2


@dataclass(frozen=True)
class Sides:
    """The half-open offsets of the two sides in the sentence."""

    first: tuple[int, int]
    second: tuple[int, int]


def sides(sentence: str) -> Sides | None:
    """Return the two sides of a sentence that states a dilemma, or None where a careful reader would not cut.

    Parameters
    ----------
    sentence : str
        A sentence; names may be replaced by their function between square brackets.

    Returns
    -------
    Sides or None
        The spans without the signs around them. The second keeps its hinge (*terwijl …*), unless a clause is left
        without it.

    Examples
    --------
    >>> text = "De gemeente wil helpen, maar de wet staat dat niet toe."
    >>> found = sides(text)
    >>> text[slice(*found.first)], text[slice(*found.second)]
    ('De gemeente wil helpen', 'de wet staat dat niet toe')
    >>> sides("De gemeente wil niet alleen helpen, maar ook luisteren.") is None
    True
    """
    clause = words_of(sentence)
    cut = outermost(clause) if clause else None
    if clause is None or cut is None or not (_is_side(clause, cut.first) and _is_side(clause, cut.second)):
        return None
    return Sides(clause.span(*cut.first), clause.span(*cut.second))


def _is_side(clause: Clause, place: tuple[int, int]) -> bool:
    n_words = place[1] - place[0]
    return n_words >= (_FEWEST_WITH_VERB if clause.has_finite(*place) else _FEWEST_WORDS)
