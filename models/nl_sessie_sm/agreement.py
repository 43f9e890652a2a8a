"""What of another annotation can be learnt from: where it agrees with the newest treebank."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from models.nl_sessie_sm.conllu import Sentence

_MIN_AGREEMENT, _MIN_COUNT = 0.94, 20
_MIN_SHARE, _MAX_DIFFERENCE = 0.02, 0.06
_OLD_RELATIONS = {  # Universal Dependencies before and after its second version
    "name": "flat",
    "flat:name": "flat",
    "mwe": "fixed",
    "dobj": "obj",
    "nsubjpass": "nsubj:pass",
    "auxpass": "aux:pass",
    "neg": "advmod",
}
_PARTICLE = "compound:prt"
_PUNCTUATION = "LET"
_CONFUSED = ("advmod", "xcomp")  # with a particle


def trusted_lemmas(gold: Sequence[Sentence], frogged: Sequence[Sentence]) -> frozenset[str]:
    """Return the tags whose lemmas frog gives as the gold of the training part does, nearly always."""
    n: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for sentence, other in zip(gold, frogged, strict=True):
        for token, lemma in zip(sentence, whole_lemmas(sentence, other), strict=False):
            n[token.tag] += 1
            right[token.tag] += lemma == token.lemma
    return frozenset(tag for tag in n if n[tag] >= _MIN_COUNT and right[tag] >= _MIN_AGREEMENT * n[tag])


def whole_lemmas(parsed: Sentence, frogged: Sentence) -> list[str]:
    """Return frog's lemmas; that of a verb with a split-off particle is the whole verb."""
    particles = {token.head: token.form.lower() for token in parsed if token.dep == _PARTICLE}
    return [particles.get(position, "") + token.lemma for position, token in enumerate(frogged, start=1)]


def with_lemmas(parsed: Sentence, frogged: Sentence, trusted: frozenset[str]) -> Sentence:
    """Return a parsed sentence with frog's lemmas, where frog means the same word."""
    if not frogged:
        return parsed
    return tuple(
        replace(token, lemma=token.form if token.tag == _PUNCTUATION else lemma)
        if token.tag in trusted and silver.tag == token.tag and silver.lemma
        else token
        for token, silver, lemma in zip(parsed, frogged, whole_lemmas(parsed, frogged), strict=True)
    )


def shared_heads(own: Sequence[Sentence], parsed: Sequence[Sentence]) -> dict[str, float]:
    """Return the share of heads that two analyses have in common, by relation in the first."""
    n: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for sentence, other in zip(own, parsed, strict=True):
        for token, found in zip(sentence, other, strict=True):
            n[token.dep] += 1
            same[token.dep] += token.head == found.head
    return {dep: same[dep] / n[dep] for dep in n if n[dep] >= _MIN_COUNT}


def renamed_relations(own: Sequence[Sentence], parsed: Sequence[Sentence]) -> dict[str, frozenset[str]]:
    """Return, by relation in an older annotation, what it is called in the newest where the heads are the same."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence, other in zip(own, parsed, strict=True):
        for token, found in zip(sentence, other, strict=True):
            if token.head == found.head:
                names[token.dep][found.dep] += 1
    return {
        dep: frozenset(name for name, count in counts.items() if count >= _MIN_SHARE * counts.total())
        for dep, counts in names.items()
        if counts.total() >= _MIN_COUNT
    }


def known_part(own: Sequence[Sentence], parsed: Sequence[Sentence], accuracy: dict[str, float]) -> list[Sentence]:
    """Return older annotation without the heads of relations for which the newest chooses another head.

    Parameters
    ----------
    own, parsed
        The sentences in their own annotation, and as parsed by teachers that learnt the newest.
    accuracy
        Share of the heads that the teachers find, by relation. Where they agree with the older
        annotation about as often, the two do not differ in what they call the head.
    """
    shared = shared_heads(own, parsed)
    same = {
        dep
        for dep, share in shared.items()
        if share >= accuracy.get(_OLD_RELATIONS.get(dep, dep), 1.0) - _MAX_DIFFERENCE
    }
    return [tuple(token if token.dep in same else replace(token, head=None) for token in sentence) for sentence in own]


def separable_verbs(sentences: Iterable[Sentence]) -> set[tuple[str, str]]:
    """Return the separable verbs that stand split in annotated sentences, each as particle and rest."""
    found: set[tuple[str, str]] = set()
    for sentence in sentences:
        for token in sentence:
            if token.dep == _PARTICLE and token.head:
                particle, verb = token.form.lower(), sentence[token.head - 1].lemma
                if verb.startswith(particle):
                    found.add((particle, verb.removeprefix(particle)))
    return found


def with_split_verbs(sentence: Sentence, separable: Collection[tuple[str, str]]) -> Sentence:
    """Return a parsed sentence in which the particle of a known separable verb is always called so.

    Teachers take *vast*, *samen* and *terug* now for a particle and now for an adverb. The lemma of the
    verb becomes that of the whole.
    """
    changed = list(sentence)
    for place, token in enumerate(sentence):
        at = (token.head or 0) - 1
        if not 0 <= at < place or changed[at].pos != "VERB" or token.dep not in _CONFUSED:
            continue
        head = changed[at]
        particle, lemma = token.form.lower(), head.lemma
        if (particle, lemma) in separable:
            changed[place] = replace(token, dep=_PARTICLE)
            changed[at] = replace(head, lemma=particle + lemma)
        elif (particle, lemma.removeprefix(particle)) in separable and lemma.startswith(particle):
            changed[place] = replace(token, dep=_PARTICLE)
    return tuple(changed)
