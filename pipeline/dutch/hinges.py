"""Where a sentence goes from one side of a contrast to the other: the outermost hinge, or none that is sure."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.dutch.clause_words import Clause
from pipeline.dutch.contrasts import contrasts, infinitive
from pipeline.dutch.cuts import LONGEST_LEAD, Cut, checked
from pipeline.dutch.lexicon import determiners, key_sentences
from pipeline.dutch.negators import negation

_LONGEST_CHOICE_LEAD = 8  # *De opdrachtnemers moeten kiezen tussen …*
_NEAR_START = 6  # words within which a main clause has its finite verb
_NEAR_WORD = 3
_FEWEST_OF_MEMBER = 3
_LONGEST_NO_COMPARATIVE = 4  # *daar*, *over*


def outermost(clause: Clause) -> Cut | None:
    """Return the cut at the outermost hinge; None without one, or where two of a kind leave doubt."""
    for rule in _RULES:
        cuts = [cut for cut in rule(clause) if not clause.is_quoted(cut.second[0])]
        if cuts:
            return checked(clause, cuts[0]) if len(cuts) == 1 else None
    return None


def _pairs(clause: Clause) -> Iterator[Cut]:
    """*de een …, de ander …*; *enerzijds … anderzijds*."""
    for pair in contrasts().pairs:
        for index in range(1, len(clause)):
            opens = any(clause.starts_at(index, phrase) for phrase in pair.second)
            until = _first_coordinator(clause, index)
            if not (opens and _stands(clause, 0, until, pair.first)):
                continue
            joined = clause.words[index - 1] in negation().main_clause_joiners and index > 1
            if joined or _parts(clause, index):
                yield Cut((0, index - joined), (index, len(clause)))


def _first_coordinator(clause: Clause, end: int) -> int:
    """Return where *maar* opens another part, before which both words of a pair stand or neither."""
    return next((i for i in range(1, end) if clause.words[i] in contrasts().coordinators and _parts(clause, i)), end)


def _semicolons(clause: Clause) -> Iterator[Cut]:
    """*…; …* where both parts open alike, or the second with a hinge."""
    pairs, places = contrasts().pairs, [index for index in range(1, len(clause)) if ";" in clause.gaps[index]]
    for index in places:
        words, second = clause.words, range(index, min(index + _NEAR_START, len(clause)))
        opens_alike = words[0] == words[index] not in determiners()
        is_alike = opens_alike or _verb_of(clause, 0) == _verb_of(clause, index) is not None
        is_paired = any(
            _stands(clause, 0, index, pair.first) and _stands(clause, index, len(clause), pair.second) for pair in pairs
        )
        if len(places) > 1 or is_alike or is_paired or any(words[i] in contrasts().adverbs for i in second):
            yield Cut((0, index), (index, len(clause)))
        elif words[index] in contrasts().coordinators:
            yield _coordinated(clause, index)
        else:  # what a semicolon parts without contrast, no other hinge joins
            yield Cut((0, 0), (0, 0))


def _coordinators(clause: Clause) -> Iterator[Cut]:
    """*…, maar …*."""
    for index in range(1, len(clause)):
        if clause.words[index] in contrasts().coordinators and (_parts(clause, index) or _joins(clause, index)):
            yield _coordinated(clause, index)


def _coordinated(clause: Clause, index: int) -> Cut:
    nothing = Cut((0, 0), (0, 0))
    words = clause.words
    if index + 1 >= len(clause):
        return nothing
    before, following = words[:index], words[index + 1]
    has_negator = any(word in negation().negators for word in before)
    if any(a == "niet" and b in contrasts().after_not for a, b in pairwise(before)):
        return nothing
    if has_negator and following not in contrasts().no_correction:
        verb = _verb_of(clause, index + 1)
        if verb is None or (verb == _verb_of(clause, 0) and following in ("dat", "het")):
            return nothing
    keeps = (
        following in contrasts().keeps_hinge
        or clause.is_verb(index + 1)
        or any(word in negation().conjunctions | negation().relatives for word in before)
        or not _is_main(clause, index + 1)
    )
    return Cut((0, index), (index if keeps else index + 1, len(clause)))


def _with_and(clause: Clause) -> Iterator[Cut]:
    """*…, en toch …*; *wie …, …, en wie …, …*."""
    for index in range(1, len(clause) - 1):
        if _parts(clause, index) and (
            any(clause.starts_at(index, phrase) for phrase in contrasts().with_and)
            or (clause.words[index : index + 2] == ("en", "wie") and clause.words[0] == "wie")
        ):
            yield Cut((0, index), (index + 1, len(clause)))


def _comparisons(clause: Clause) -> Iterator[Cut]:
    """*Hoe meer …, hoe …*."""
    places = [
        index
        for index in range(len(clause) - 1)
        if clause.words[index] == "hoe" and _is_comparative(clause.words[index + 1])
    ]
    if len(places) == 2 and _parts(clause, places[1]):
        start = places[0]
        if start == 0 or ":" in clause.gaps[start]:
            yield Cut((0, places[1]), (places[1], len(clause)))


def _subordinators(clause: Clause) -> Iterator[Cut]:
    """*…, terwijl …*."""
    for index in range(1, len(clause)):
        phrases = contrasts().subordinators + contrasts().only_behind
        if _parts(clause, index) and any(clause.starts_at(index, phrase) for phrase in phrases):
            yield Cut((0, index), (index, len(clause)))


def _openers(clause: Clause) -> Iterator[Cut]:
    """*Hoewel …, moet …*."""
    if any(clause.starts_at(0, phrase) for phrase in contrasts().subordinators):
        for index in range(2, len(clause)):
            if "," in clause.gaps[index] and clause.is_finite(index):
                yield Cut((0, index), (index, len(clause)))


def _before_verbs(clause: Clause) -> Iterator[Cut]:
    """*…, alleen mag dat niet*."""
    for index in range(1, len(clause) - 1):
        has_verb = clause.is_finite(index + 1) or clause.words[index + 1] in negation().negators
        if has_verb and _parts(clause, index) and clause.words[index] in contrasts().before_verb:
            yield Cut((0, index), (index, len(clause)))


def _adverbs(clause: Clause) -> Iterator[Cut]:
    """*De ene wil rust, de andere juist haast*: two main clauses with one comma between."""
    places = [index for index in range(1, len(clause)) if "," in clause.gaps[index]]
    for index in places if len(places) == 1 else []:
        near = clause.words[index : index + _NEAR_START]
        opens_clause = near[0] in negation().conjunctions | negation().relatives | negation().coordinators
        if not opens_clause and any(word in contrasts().adverbs for word in near[1:]):
            yield Cut((0, index), (index, len(clause)))


def _choices(clause: Clause) -> Iterator[Cut]:
    """*kiezen tussen … en …*."""
    for index in range(1, min(_LONGEST_CHOICE_LEAD + 1, len(clause))):
        near = clause.words[max(index - _NEAR_WORD, 0) : index]
        names_choice = any({word, infinitive(word)} & key_sentences().tension for word in near)
        if clause.words[index] != "tussen" or not names_choice:
            continue
        ands = [i for i in range(index + 1, len(clause)) if clause.words[i] == "en"]
        is_all = not any(clause.gaps[i].strip() for i in range(index, len(clause)))
        if len(ands) == 1 and is_all and min(ands[0] - index, len(clause) - ands[0]) > _FEWEST_OF_MEMBER:
            yield Cut((index + 1, ands[0]), (ands[0] + 1, len(clause)))


def _questions(clause: Clause) -> Iterator[Cut]:
    """*Moet de gemeente sneller beslissen of beter luisteren?*; *Wat weegt zwaarder, … of …?*."""
    if "?" not in clause.text[clause.spans[-1][1] :]:
        return
    places = [index for index in range(1, len(clause) - 1) if clause.words[index] == "of"]
    lead = next(
        (i for i in range(1, len(clause)) if clause.gaps[i].strip()[:1] in (",", ":") and clause.gaps[i].strip()), 0
    )
    for index in places:
        if clause.is_finite(0) and _is_alternative(clause, index):
            yield Cut((0, index), (index, len(clause)))
        elif clause.words[0] in contrasts().asks_to_choose and 0 < lead <= LONGEST_LEAD and lead < index:
            yield Cut((lead, index), (index, len(clause)))


def _is_alternative(clause: Clause, index: int) -> bool:
    last, following = clause.words[index - 1], clause.words[index + 1]
    if infinitive(last) in contrasts().asks_whether:
        return following in contrasts().alternatives or _is_comparative(following)
    return "," in clause.gaps[index] or (clause.is_verb(index - 1) and clause.is_verb(len(clause) - 1))


_RULES: tuple[Callable[[Clause], Iterator[Cut]], ...] = (
    _pairs,
    _semicolons,
    _coordinators,
    _with_and,
    _comparisons,
    _subordinators,
    _openers,
    _before_verbs,
    _adverbs,
    _choices,
    _questions,
)


def _parts(clause: Clause, index: int) -> bool:
    """Return whether signs part a word from what is before it."""
    return any(sign in clause.gaps[index] for sign in ",;.–—") or " - " in clause.gaps[index]


def _joins(clause: Clause, index: int) -> bool:
    """Return whether *maar* without comma is a conjunction: *trekt mensen aan maar kost geld*, not *duurt nog maar*."""
    if clause.gaps[index].strip() or index + 1 >= len(clause):
        return False
    is_adverb = clause.words[index - 1] in contrasts().makes_adverb or clause.is_finite(index - 1)
    joins_verbs = clause.is_finite(index + 1) and not is_adverb
    return joins_verbs or not contrasts().conceding.isdisjoint(clause.words[:index])


def _verb_of(clause: Clause, start: int) -> str | None:
    """Return the infinitive of the first finite verb of a main clause."""
    near = range(start, min(start + _NEAR_START, len(clause)))
    return next((infinitive(clause.words[index]) for index in near if clause.is_finite(index)), None)


def _is_main(clause: Clause, start: int) -> bool:
    """Return whether a main clause starts at a word, as far as its verb shows: near the start and not at the end."""
    near = range(start, min(start + _NEAR_START, len(clause)))
    verb = next((index for index in near if clause.is_finite(index)), None)
    return verb is not None and not all(clause.is_verb(index) for index in range(verb, len(clause)))


def _is_comparative(word: str) -> bool:
    return word in ("meer", "minder") or (word.endswith(("er", "ere")) and len(word) > _LONGEST_NO_COMPARATIVE)


def _stands(clause: Clause, start: int, end: int, phrases: tuple[str, ...]) -> bool:
    """Return whether one of some phrases stands among some words."""
    return any(clause.starts_at(index, phrase) for index in range(start, end) for phrase in phrases)
