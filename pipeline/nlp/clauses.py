"""The main clauses of a sentence, where a report says who finds something."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from spacy.tokens import Span, Token

from pipeline.dutch import lexicon
from pipeline.dutch.inflection import infinitive_of, is_verb, verb_forms, word_forms
from pipeline.dutch.negators import negation
from pipeline.nlp.sentences import before, behind, opens_sentence
from pipeline.nlp.verbs import VERBS, features, is_finite, lemma_of, split_verbs

BREAKS = frozenset({",", ";", ":", "–", "—", "(", ")", "“", "”", "‘", "’", '"', "„", "…"})
NOUNS = ("NOUN", "PROPN")
_SEPARATORS = (",", ";", ":", "–", "—")
_OPENING, _CLOSING = '“‘„"«(', '”’"»)'


def says_finite(token: Token) -> bool:
    """Return whether a token is a finite verb, also one of saying that the model takes for another word.

    Such a form has its subject before it, or opens its clause: *inwoners verwijten*, *…, wijt de minister*.
    """
    if is_finite(token) or (token.i in split_verbs(token.doc) and not token.tag_.startswith(("WW|inf", "WW|vd"))):
        return True
    if token.lower_ not in _opinion_forms() or token.lower_.startswith("ge") or opens_sentence(token):
        return False
    if token.pos_ == "AUX" or token.tag_.startswith("WW|od"):
        return False
    previous = token.nbor(-1)
    if previous.pos_ not in (*NOUNS, "PRON") and previous.text != "," and not _is_impersonal(token):
        return False
    if token.tag_.startswith(("WW|inf", "N|soort|mv")) and "mv" not in features(previous):
        return False
    if any(is_finite(word) for word in before(token)):
        return False
    clause = itertools.takewhile(lambda word: word.text not in BREAKS and not opens_subordinate(word), behind(token))
    return not any(is_finite(word) for word in clause)


def _is_impersonal(token: Token) -> bool:
    """Return whether a form of a verb follows *zo*, or a *het* that is no article: *het stoort burgemeesters dat*."""
    previous = token.nbor(-1)
    return previous.lower_ == "zo" or (
        previous.lower_ == "het" and _opinion_forms()[token.lower_] in lexicon.opinions().verbs.undergo
    )


def infinitive(token: Token) -> str | None:
    """Return the infinitive of a verb, also of one of saying that the model takes for another word."""
    return _opinion_forms().get(token.lower_) or lemma_of(token)  # the model's lemma may be no word


@cache
def _opinion_forms() -> Mapping[str, str]:
    """Return the forms of the verbs of saying and finding, each with its infinitive."""
    cues = lexicon.opinions()
    listed = cues.verbs.say | cues.verbs.promise | cues.verbs.undergo | cues.combinations.keys()
    forms = {
        form: verb for verb in sorted(listed) for form in (word_forms(verb).sure if is_verb(verb) else verb_forms(verb))
    }
    # A form that is rather of another verb: weten is not the past of wijten.
    return {form: verb for form, verb in forms.items() if infinitive_of().get(form, verb) == verb}


def main_clauses(sentence: Span) -> Iterator[list[Token]]:
    """Yield the main clauses of a sentence, without what stands in quotation marks or in subordinate clauses."""
    clause: list[Token] = []
    head: list[Token] = []
    is_main, is_quoted = True, False
    has_finite = False
    for token in sentence:
        text = token.text
        if text in _OPENING and not is_quoted and text != "(":
            is_quoted = True
        elif is_quoted and text in _CLOSING:
            is_quoted = False
            continue
        if is_quoted:
            continue
        # *Als betuttelend ervaren* is no clause: it has no verb of its own.
        opens = opens_subordinate(token) and (token.lower_ != "als" or _has_finite_ahead(token))
        is_second = has_finite and is_main and says_finite(token) and not (clause and clause[-1].pos_ in VERBS)
        if text in _SEPARATORS or opens or is_second:
            if is_main and has_finite:
                yield clause
                clause, has_finite = [], False
            if opens:
                # *Een cliënt die al jaren wachtte, vertelde dat*: the subject waits for its verb.
                head = clause if is_main and not has_finite and token.tag_.startswith("VNW|betr") else []
                is_main = False
                clause = []
            else:
                # Behind a subordinate clause the main clause goes on with its verb, or a new one begins.
                following = token.doc[token.i + 1] if token.i + 1 < sentence.end else token
                is_main = is_main or says_finite(following) or following.lower_ in ("zo", "aldus") or text in (";", ":")
                if not is_main:
                    clause = []
                elif head and text == "," and says_finite(following):
                    clause, head = head, []
                if is_second:
                    clause, has_finite, is_main = [token], True, True
            continue
        is_joined = is_main and has_finite and token.lower_ in negation().main_clause_joiners
        if is_joined and _has_finite_ahead(token):
            yield clause
            # *De DG opende de dag en vond dat …*: the subject holds for both.
            clause, has_finite = [word for word in clause if word.i < _first_finite(clause)], False
            continue
        if is_main:
            clause.append(token)
            has_finite = has_finite or says_finite(token)
    if is_main and has_finite:
        yield clause


def _first_finite(clause: Sequence[Token]) -> int:
    return next((token.i for token in clause if says_finite(token)), clause[-1].i + 1)


def _has_finite_ahead(conjunction: Token) -> bool:
    """Return whether a finite verb follows a conjunction within its clause."""
    for token in behind(conjunction):
        if says_finite(token):
            return True
        if token.text in BREAKS or opens_subordinate(token):
            return False
    return False


def opens_subordinate(token: Token) -> bool:
    """Return whether a word opens a subordinate clause."""
    word, words = token.lower_, negation()
    is_conjunction = word in words.conjunctions
    if not is_conjunction and word not in words.relatives and word != "om":
        return False
    if token.dep_ == "det" or word in ("maar", "want"):
        return False
    if word in words.sentence_openers and opens_sentence(token):
        return False
    return is_conjunction or token.tag_.startswith(("VG|onder", "VNW|betr", "VNW|vb"))
