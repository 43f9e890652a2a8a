"""What in a sentence tells its kind, by a name that a reader understands.

These are the cue words of `resources/signaalwoorden.toml`, the form of the sentence (a question, an imperative, the
tense, the conjunctions), and its words by lemma, alone and two by two. Nouns are left out: they tell what a sentence is
about, and a subject is no kind.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise

from spacy.symbols import NOUN, NUM, PROPN
from spacy.tokens import Span, Token

from pipeline.dutch import lexicon
from pipeline.dutch.inflection import imperative, known_verbs
from pipeline.dutch.negators import negation
from pipeline.nlp.codebook import Code
from pipeline.nlp.matching import Mention
from pipeline.nlp.sentences import text_of, words_of
from pipeline.nlp.verbs import features, is_finite, lemma_of, split_verbs

_LONG = 40  # words; a longer sentence counts as one of these
_QUOTES = '“”‘„"«»'
_SIGNS = (",", ":", ";", "?", "!")


def cue_codes() -> list[Code]:
    """Return the groups of cue words as codes, to be found by a `TermMatcher`."""
    return [Code(cue.name, cue.name, cue.terms) for cue in lexicon.cues().groups]


def cues_of(sentence: Span, cue_words: Sequence[Mention], heading: str | None) -> dict[str, float]:
    """Return the cues in a sentence by a name that a reader understands, each with how strong it is (0..1).

    Parameters
    ----------
    sentence
        A sentence of a parsed document.
    cue_words
        The mentions of `cue_codes` in the document.
    heading
        The heading above the sentence.
    """
    found: dict[str, float] = {}
    for mention in cue_words:
        if sentence.start_char <= mention.start and mention.end <= sentence.end_char:
            found[f"{mention.code}, ontkend" if mention.negated else mention.code] = 1
    tokens = list(sentence)
    names = (*_of_form(sentence, tokens, heading), *_of_verbs(sentence, tokens), *_of_words(tokens))
    found |= dict.fromkeys(names, 1)
    found["lengte"] = min(len(tokens), _LONG) / _LONG
    return found


def cues_of_place(position: int, n_sentences: int) -> dict[str, float]:
    """Return the cues of the place of a sentence in its insight; a sentence on its own has none.

    Parameters
    ----------
    position
        Of the sentence, 0 for the first.
    n_sentences
        The number of sentences in the insight.
    """
    if n_sentences < 2:
        return {}
    found = {"hoe ver in het inzicht": position / (n_sentences - 1)}
    if position == 0:
        found["eerste zin"] = 1
    if position == n_sentences - 1:
        found["laatste zin"] = 1
    return found


def _of_form(sentence: Span, tokens: Sequence[Token], heading: str | None) -> Iterator[str]:
    text = text_of(sentence).rstrip("’'”\" )")
    if text.endswith("?"):
        yield "vraag"
    elif _is_imperative(tokens):
        yield "gebiedende wijs"
    if text.endswith("!"):
        yield "uitroep"
    if any(sign in text for sign in _QUOTES):
        yield "aanhaling"
    if any(token.like_num or token.pos_ == "NUM" for token in tokens):
        yield "getal"
    words = words_of(sentence)
    if not negation().negators.isdisjoint(words):
        yield "ontkenning"
    if any("comp" in features(token) for token in tokens):
        yield "vergrotende trap"
    if any(word == "te" and other.pos_ in ("ADJ", "ADV") for word, other in zip(words, tokens[1:], strict=False)):
        yield "te met bijvoeglijk naamwoord"
    if heading is not None and heading.rstrip().endswith("?"):
        yield "kop is een vraag"
    first = next((token for token in tokens if token.is_alpha), None)
    if first is not None and _is_plain(first):
        yield f"begint met: {first.lower_}"


def _of_verbs(sentence: Span, tokens: Sequence[Token]) -> Iterator[str]:
    finite = [token for token in tokens if is_finite(token)]
    if not finite:
        yield from _of_note(tokens)
    if finite:
        yield "verleden tijd" if "verl" in features(finite[0]) else "tegenwoordige tijd"
        yield f"persoonsvorm: {lemma_of(finite[0])}"
        yield f"persoonsvorm op plaats {min(finite[0].i - sentence.start, 3) + 1}"
        if len(finite) > 1:
            yield f"{min(len(finite), 4)} persoonsvormen"
    apart = split_verbs(sentence.doc)
    for token in tokens:
        if token.i in apart:
            yield f"werkwoord: {apart[token.i][0]}"
        if token.dep_ == "ROOT" and _is_plain(token):
            if token.pos_ != "NOUN":
                yield f"hoofdwoord: {token.lemma_.lower()}"
            yield f"hoofdwoord is {'|'.join(token.tag_.split('|')[:3])}"
        elif token.dep_ in ("mark", "cc"):
            yield f"voegwoord: {token.lower_}"
        elif token.dep_ in ("nsubj", "nsubj:pass"):
            yield f"onderwerp: {token.lower_}" if token.pos_ == "PRON" else f"onderwerp is {token.pos_}"
        if token.pos_ == "AUX":
            yield f"hulpwerkwoord: {token.lemma_.lower()}"


def _of_note(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield what a line without a finite verb is: *Planning aanpassen en rondsturen*, *Met de regio besproken*."""
    yield "geen persoonsvorm"
    words = [token for token in tokens if token.is_alpha]
    bare = [word for before, word in pairwise([None, *words]) if before is None or before.lower_ != "te"]
    if any("inf" in features(word) or (word.pos_ == "VERB" and word.lower_ in known_verbs()) for word in bare if word):
        yield "onbepaalde wijs zonder persoonsvorm"
    elif any("vd" in features(token) for token in words):
        yield "voltooid deelwoord zonder persoonsvorm"


def _of_words(tokens: Iterable[Token]) -> list[str]:
    words, pairs = [], []
    previous: str | None = None  # the lemma before, if it counts
    for token in tokens:
        if token.is_space:
            continue
        lemma: str | None = None
        if token.pos != NOUN:
            if _is_plain(token):
                lemma = token.lemma_.lower()
                words.append(f"woord: {lemma}")
            elif token.text in _SIGNS:
                lemma = token.lemma_.lower()
            if lemma is not None and previous is not None:
                pairs.append(f"woorden: {previous} {lemma}")
        previous = lemma
    return words + pairs


def _is_plain(token: Token) -> bool:
    """Return whether a token is a word of the language, and no name or number."""
    return token.is_alpha and token.pos not in (PROPN, NUM) and (not token.ent_type or token.ent_type_ != "PERSON")


def _is_imperative(tokens: Iterable[Token]) -> bool:
    """Return whether a sentence is a command.

    Dutch puts a finite verb first in commands and in yes/no questions; without a question mark, and
    with neither a subject nor another finite verb right behind it, a verb stem in front commands.
    """
    words = list(islice((token for token in tokens if token.is_alpha), 3))
    if words and words[0].lower_ in lexicon.verbs().imperatives.adverbs_before:
        words = words[1:]
    if len(words) < 2 or words[0].lower_ not in imperatives():
        return False
    following = words[1]
    # In *Bespreek het plan* and *Stuur je verslag* the word behind the verb belongs to a noun.
    is_subject = following.lower_ in lexicon.word_classes().subjects and following.dep_ != "det"
    return not is_subject and "VerbForm=Fin" not in following.morph


@cache
def imperatives() -> frozenset[str]:
    """Return the imperatives of the verbs that are known."""
    return frozenset(imperative(verb) for verb in known_verbs())
