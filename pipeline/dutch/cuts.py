"""Two sides of a sentence that a hinge parts, and whether both are whole: what leads to them or follows is left out."""

from dataclasses import dataclass

from pipeline.dutch.clause_words import Clause
from pipeline.dutch.contrasts import contrasts, infinitive
from pipeline.dutch.lexicon import opinions
from pipeline.dutch.negators import negation

LONGEST_LEAD = 5  # words before a colon that name a contrast and are left out: *Dat wringt: …*
_LONGEST_TAIL = 6  # *…, aldus de wethouder*


@dataclass(frozen=True)
class Cut:
    """Two sides, each the half-open numbers of its words."""

    first: tuple[int, int]
    second: tuple[int, int]


def checked(clause: Clause, cut: Cut) -> Cut | None:
    """Return a cut without what leads to it or follows it, or None where a side is no whole."""
    (start, end), (second, last) = cut.first, cut.second
    colons = [index for index in range(start + 1, end) if ":" in clause.gaps[index]]
    if colons:
        if len(colons) > 1 or colons[0] - start > LONGEST_LEAD:
            return None
        start = start if ";" in clause.gaps[second] else colons[0]
    is_own_sentence = ";" in clause.gaps[second]
    last = last if is_own_sentence else _without_tail(clause, second, last)
    opens = negation().conjunctions | negation().relatives
    if start >= end or second >= last or clause.words[end - 1] in opens | negation().coordinators:
        return None
    goes_on = not is_own_sentence and _is_inserted(clause, second, last)
    return None if goes_on or _lacks_main_clause(clause, start, end) else Cut((start, end), (second, last))


def _lacks_main_clause(clause: Clause, start: int, end: int) -> bool:
    """Return whether a first side is only the clause that a sentence opens with: *Wie snel wil, maar niet kan, …*."""
    word = clause.words[start]
    opens = (negation().conjunctions | negation().relatives) - negation().sentence_openers
    is_opener = any(clause.starts_at(start, phrase) for phrase in contrasts().subordinators)
    has_comma = any("," in clause.gaps[index] for index in range(start + 1, end))
    return (word in opens or word == "wie") and word != "hoe" and not is_opener and not has_comma


def _is_inserted(clause: Clause, second: int, last: int) -> bool:
    """Return whether the first side goes on behind the second: *Wie werkt, maar weinig verdient, krijgt niets*."""
    opens = (negation().conjunctions | negation().relatives) - set(contrasts().coordinators + contrasts().subordinators)
    for index in range(second + 1, last):
        if "," in clause.gaps[index] and clause.is_finite(index):
            return opens.isdisjoint(clause.words[second:index])
    return False


def _without_tail(clause: Clause, second: int, last: int) -> int:
    """Return where the second side ends before who says it: *…, aldus de wethouder*."""
    commas = [index for index in range(second + 1, last) if "," in clause.gaps[index]]
    if commas and last - commas[-1] <= _LONGEST_TAIL:
        word = clause.words[commas[-1]]
        if word == "aldus" or infinitive(word) in opinions().verbs.say:
            return commas[-1]
    return last
