"""What shows whether a sentence can be quoted alone, and whether it holds both sides of a tension.

Cues have names that a reader understands, as those of kinds have (`kind_cues`). The words stand in
`resources/kernzinnen.toml`.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from pipeline.dutch import lexicon
from pipeline.dutch.negators import negation
from pipeline.nlp.sentences import text_of
from pipeline.nlp.verbs import features, is_finite

SHORT, LONG = 8, 38  # words; between them a sentence is easy to quote
_OPENING_QUOTES, _CLOSING_QUOTES = "“„«", "”»"


def key_sentence_cues(sentence: Span) -> dict[str, float]:
    """Return what shows whether a sentence stands alone and holds both sides, each cue with its strength (0..1)."""
    tokens = [token for token in sentence if not token.is_space]
    words = [token for token in tokens if any(sign.isalnum() for sign in token.text)]
    if not words:
        return {}
    found = {"lengte": min(len(words), LONG) / LONG}
    names = (
        *_of_length(words),
        *_of_opening(words),
        *_of_references(words),
        *_of_contrast(words),
        *_of_form(sentence),
        *_of_words(words),
    )
    return found | dict.fromkeys(names, 1.0)


def _of_length(words: Sequence[Token]) -> Iterator[str]:
    if len(words) < SHORT:
        yield "kort"
    elif len(words) > LONG:
        yield "lang"
    n_finite = sum(map(is_finite, words))
    yield f"{n_finite} persoonsvormen" if n_finite < 3 else "3 of meer persoonsvormen"
    n_nouns = sum(token.pos_ == "NOUN" for token in words)
    yield f"{n_nouns} naamwoorden" if n_nouns < 4 else "4 of meer naamwoorden"


def _of_opening(words: Sequence[Token]) -> Iterator[str]:
    known, first = lexicon.key_sentences(), words[0]
    opening = first.lower_.replace("'", "’")
    if first.text[:1].islower():
        yield "begint klein"
    if opening in known.pointing_back_first:
        yield "begint met een verwijzing"
        yield f"begint met: {opening}"
    elif opening in known.conditions:
        yield "begint met een voorwaarde"
        yield f"begint met: {opening}"
    elif opening in known.hinges:
        yield f"begint met: {opening}"
    if is_finite(first):
        yield "begint met een persoonsvorm"
    if first.pos_ in ("DET", "NOUN", "PROPN", "ADJ", "NUM"):
        yield "begint met een naamwoord"


def _of_references(words: Sequence[Token]) -> Iterator[str]:
    """Yield what points at something that may stand outside the sentence."""
    known = lexicon.key_sentences()
    for place, token in enumerate(words):
        parts, lower = features(token), token.lower_.replace("'", "’")
        has_noun_before = any(other.pos_ in ("NOUN", "PROPN") for other in words[:place])
        where = "na een naamwoord" if has_noun_before else "zonder naamwoord ervoor"
        if "aanw" in parts:
            yield "aanwijzend bij naamwoord" if "det" in parts else f"aanwijzend, {where}"
        elif "pers" in parts and parts & {"3", "3p", "3m", "3v", "3o"} and lower != "het":
            yield f"persoonlijk, {where}"
        elif "bez" in parts and parts & {"3", "3p", "3m", "3v", "3o"}:
            yield f"bezittelijk, {where}"
        elif lower in known.pointing_back:
            yield f"verwijst, {where}"
        if lower in lexicon.word_classes().first_person:
            yield "eerste persoon"
        if lower in known.addressed:
            yield "tweede persoon"
    if any(token.pos_ == "PROPN" for token in words):
        yield "met een naam"


def _of_contrast(words: Sequence[Token]) -> Iterator[str]:
    known = lexicon.key_sentences()
    hinges = [token.lower_ for token in words[1:] if token.lower_ in known.hinges]
    for hinge in dict.fromkeys(hinges):
        yield f"scharnier: {hinge}"
    if hinges or words[0].lower_ in known.hinges:
        yield "een scharnier"
    if len(hinges) > 1:
        yield "twee scharnieren"
    lowers = [token.lower_ for token in words]
    if lowers.count("hoe") > 1:
        yield "hoe … hoe"
    if lowers.count("wie") > 1:
        yield "wie … wie"
    if "tussen" in lowers and "en" in lowers[lowers.index("tussen") :]:
        yield "tussen … en"
    if lowers[0] in known.conditions and any(token.text == "," for token in words[0].doc[words[0].i : words[-1].i]):
        yield "voorwaarde met gevolg"
    if any(token.lemma_.lower() in known.tension or token.lower_ in known.tension for token in words):
        yield "noemt de spanning"
    n_comparative = sum("comp" in features(token) for token in words)
    if n_comparative:
        yield "vergrotende trap" if n_comparative == 1 else "vergrotende trappen"
    n_negators = sum(word in negation().negators for word in lowers)
    if n_negators:
        yield "ontkenning" if n_negators == 1 else "ontkenningen"


def _of_words(words: Sequence[Token]) -> Iterator[str]:
    """Yield the words that are no nouns, names or numbers: what a sentence is about says nothing here."""
    for token in words:
        if token.is_alpha and token.pos_ not in ("NOUN", "PROPN", "NUM"):
            yield f"woord: {token.lemma_.lower()}"


def _of_form(sentence: Span) -> Iterator[str]:
    text = text_of(sentence).strip()
    if text.endswith("?"):
        yield "vraag"
        if " of " in text:
            yield "vraag met of"
    if sum(map(text.count, _OPENING_QUOTES)) != sum(map(text.count, _CLOSING_QUOTES)):
        yield "halve aanhaling"
    elif any(sign in text for sign in _OPENING_QUOTES):
        yield "aanhaling"
    if ":" in text:
        yield "dubbele punt"
    if ";" in text:
        yield "puntkomma"
    if "," in text:
        yield "komma"
