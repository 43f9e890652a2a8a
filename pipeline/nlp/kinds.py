"""The kind of a statement: `uitkomst`, `dilemma` or `advies` (meanings in the data contract).

A weighted sum of cues a reader can point at: the words of `resources/signaalwoorden.toml`, the
form of a question, an imperative. The scores become shares by a softmax.
"""

import math
from collections.abc import Mapping
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.nlp.codebook import Code
from pipeline.nlp.inflection import imperative, known_verbs
from pipeline.nlp.matching import Mention, TermMatcher
from pipeline.resources import load_toml
from pipeline.tables import KINDS

# A statement without any cue is an observation.
_PRIOR = {"uitkomst": 0.5, "dilemma": 0.0, "advies": 0.0}
_QUESTION, _SUGGESTING_QUESTION, _IMPERATIVE, _DEADLINE = 1.6, 2.2, 2.2, 0.8
_MAX_PER_CUE = 1  # the same cue twice in a sentence says no more than once
_SUGGESTING = ("zou", "zouden", "kan", "kunnen", "waarom")
_SUBJECT_PRONOUNS = ("ik", "je", "jij", "u", "hij", "zij", "ze", "het", "we", "wij", "men", "er", "jullie")
_ADVERBS_BEFORE_IMPERATIVE = ("dus", "daarom", "eerst")


class KindClassifier:
    """Tells the kind of a statement from its cues.

    Parameters
    ----------
    nlp
        The pipeline whose vocabulary the documents share.
    """

    def __init__(self, nlp: Language) -> None:
        cues = load_toml("signaalwoorden.toml")["aanwijzing"]
        self._matcher = TermMatcher(nlp, [Code(cue["naam"], cue["naam"], tuple(cue["termen"])) for cue in cues])
        self._cues: Mapping[str, tuple[str, float]] = {cue["naam"]: (cue["soort"], cue["gewicht"]) for cue in cues}

    def find_cues(self, doc: Doc) -> list[Mention]:
        """Return the cue words in a document."""
        return self._matcher(doc)

    def classify(self, sentence: Span, cues: list[Mention]) -> tuple[str, float]:
        """Return the kind of a sentence and its share (0..1).

        Parameters
        ----------
        sentence
            A sentence of a parsed document.
        cues
            The cue words of the whole document.
        """
        scores = dict(_PRIOR)
        seen: dict[str, int] = {}
        for cue in cues:
            if not (sentence.start_char <= cue.start and cue.end <= sentence.end_char):
                continue
            seen[cue.code] = seen.get(cue.code, 0) + 1
            kind, weight = self._cues[cue.code]
            if seen[cue.code] <= _MAX_PER_CUE and not (cue.negated and kind == "dilemma"):
                scores[kind] += weight
        if sentence.text.rstrip("’'”\" )").endswith("?"):
            first = _first_word(sentence)
            if first is not None and first.lower_ in _SUGGESTING and _has_negation_or_we(sentence):
                scores["advies"] += _SUGGESTING_QUESTION
            else:
                scores["dilemma"] += _QUESTION
        elif _is_imperative(sentence):
            scores["advies"] += _IMPERATIVE
        return _softmax_best(scores)


def _softmax_best(scores: Mapping[str, float]) -> tuple[str, float]:
    total = sum(math.exp(score) for score in scores.values())
    best = max(KINDS, key=lambda kind: scores[kind])
    return best, math.exp(scores[best]) / total


def _first_word(sentence: Span) -> Token | None:
    return next((token for token in sentence if token.is_alpha), None)


def _has_negation_or_we(sentence: Span) -> bool:
    return any(token.lower_ in ("niet", "we", "wij", "geen") for token in sentence)


def _is_imperative(sentence: Span) -> bool:
    """Return whether a sentence is a command.

    Dutch puts a finite verb first in commands and in yes/no questions; without a question mark, and
    with neither a subject nor another finite verb right behind it, a verb stem in front commands.
    """
    words = [token for token in sentence if token.is_alpha]
    if words and words[0].lower_ in _ADVERBS_BEFORE_IMPERATIVE:
        words = words[1:]
    if len(words) < 2 or words[0].lower_ not in imperatives():
        return False
    following = words[1]
    is_subject = following.lower_ in _SUBJECT_PRONOUNS
    return not is_subject and "VerbForm=Fin" not in following.morph


@cache
def imperatives() -> frozenset[str]:
    """Return the imperatives of the verbs that are known."""
    return frozenset(imperative(verb) for verb in known_verbs())
