"""The regular inflections of Dutch words, and the irregular verbs, for words that a lemmatiser misses.

More forms may come out than exist: a form that is no word does no harm, for it stands in no text.
Spelling after the official rules (Woordenlijst Nederlandse Taal, chapters on open and closed syllables).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.dutch import lexicon
from pipeline.resources import read_text

_VOWELS = "aeiou"
_VOICED = {"f": "v", "s": "z"}
_DEVOICED = {"v": "f", "z": "s"}
_VOICELESS_ENDS = ("t", "k", "f", "s", "ch", "p", "x")
_LONG = re.compile(r"(?:aa|ee|oo|uu)[bcdfgklmnprstvz]$")
_DIPHTHONG_AND_FRICATIVE = re.compile(r"(?:ie|ui|ij|ei|ou|oe|eu|aa|ee|oo|uu|[lr])[fs]$")
_SHORT = re.compile(r"(?<![aeiou])[aeiou][bcdfgklmnprstvz]$")
_FOREIGN_PLURALS = {
    "cus": ("ci",),
    "um": ("a", "ums"),
    "is": ("es",),
    "ix": ("ices",),
    "ex": ("ices",),
    "ma": ("mata",),
}
_SYLLABLES = re.compile(r"[aeiouy]+")


@dataclass(frozen=True)
class Forms:
    """The forms of a word: those that are always its own, and those that count only where a sentence reads them so."""

    sure: frozenset[str]
    degrees: frozenset[str] = frozenset()  # comparatives look like the names of those who do something: krapper, bakker
    plain_degrees: frozenset[str] = frozenset()  # those of them that no noun looks like: krapper
    finite: frozenset[str] = frozenset()  # forms of verbs that are more often another word: vroeg


def word_forms(word: str) -> Forms:
    """Return the forms of a word of a term, whatever its class: as a noun or adjective, and as a verb if it is one.

    >>> sorted(word_forms("lid").sure & {"leden", "lidje", "lid", "lidden"})
    ['leden', 'lid', 'lidje']
    """
    if not is_verb(word):
        return Forms(noun_forms(word), degrees(word), plain_degrees(word))
    forms = {word, f"{word}s"}
    if not splits(word) or word in known_verbs():
        forms |= verb_forms(word)
    for particle, verb in splits(word):
        forms |= separable_forms(particle, verb)
        if particle in lexicon.verbs().ambiguous_particles:
            forms |= {particle + form for form in verb_forms(verb, with_ge=False)}
    homographs = lexicon.inflections().homographs.verb_forms - {word}
    return Forms(frozenset(forms - homographs), finite=frozenset(forms & homographs))


def is_verb(word: str) -> bool:
    """Return whether a word is an infinitive: a known one, or one built like *beschikken* or *verruwen*."""
    if word in known_verbs() or splits(word):
        return True
    return word.endswith("en") and not word.startswith("ge") and has_unstressed_prefix(word)


def splits(word: str) -> list[tuple[str, str]]:
    """Return the ways in which a word is a separable verb: particle and verb."""
    listed = separable_verbs()
    return [(particle, verb) for particle, verb in _cuts(word) if verb in listed.get(particle, frozenset())]


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    return ((word[:place], word[place:]) for place in range(2, len(word) - 2))


@cache
def noun_forms(word: str) -> frozenset[str]:
    """Return a noun or adjective with its plurals, diminutives, and the endings *-e* and *-s*.

    >>> sorted(noun_forms("rol") & {"rollen", "rolletje", "rols", "rolt"})
    ['rollen', 'rolletje', 'rols']
    """
    irregular = lexicon.inflections()
    plurals = _irregular(irregular.plurals, word)
    diminutives = _irregular(irregular.diminutives, word) | {f"{word}{ending}" for ending in ("je", "tje", "pje")}
    forms = {word, f"{word}s", f"{word}'s", *plurals, *_irregular(irregular.inflected, word)}
    for stem in _before_vowel(word):
        forms |= {f"{stem}e"} if plurals else {f"{stem}e", f"{stem}en"}
        diminutives.add(f"{stem}etje")
    for ending, plural_endings in _FOREIGN_PLURALS.items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            forms |= {word.removesuffix(ending) + plural for plural in plural_endings}
    if word.endswith(("ie", "ee")):
        forms.add(f"{word}ën")
    elif word.endswith("e"):
        forms.add(f"{word}n")
    if word.endswith("heid"):
        forms.add(f"{word.removesuffix('heid')}heden")
    if word.endswith("ing"):
        diminutives.add(f"{word[:-1]}kje")
    if word[-1:] in ("a", "o", "u") and word[-2:-1] not in _VOWELS:
        diminutives.add(f"{word}{word[-1]}tje")
    return frozenset(forms | diminutives | {f"{form}s" for form in diminutives})


@cache
def degrees(word: str) -> frozenset[str]:
    """Return the comparatives and superlatives that an adjective would have.

    >>> sorted(degrees("groot") & {"groter", "grotere", "grootste", "grote"})
    ['grootste', 'groter', 'grotere']
    """
    forms = {f"{word}st", f"{word}ste", f"{word}t", f"{word}te"} if word.endswith("s") else {f"{word}st", f"{word}ste"}
    for stem in [*_before_vowel(word), *([f"{word}d"] if word.endswith("r") else [])]:
        forms |= {f"{stem}{ending}" for ending in ("er", "ere", "ers")}
    return frozenset(forms | _irregular(lexicon.inflections().degrees, word))


def plain_degrees(word: str) -> frozenset[str]:
    """Return the degrees of a short adjective with a double consonant that are no nouns, as *bakker* and *komst* are.

    >>> sorted(plain_degrees("krap")), sorted(plain_degrees("bak"))
    (['krapper', 'krappere', 'krappers', 'krapst', 'krapste'], ['bakst', 'bakste'])
    """
    if not _SHORT.search(word) or word.endswith("s") or len(_SYLLABLES.findall(word)) > 1:
        return frozenset()
    names_doer = f"{word}{word[-1]}en" in known_verbs()
    return frozenset(
        form
        for form in degrees(word) - lexicon.inflections().homographs.nouns
        if form not in infinitive_of() and not (names_doer and "er" in form.removeprefix(word))
    )


def verb_forms(infinitive: str, *, with_ge: bool = True) -> frozenset[str]:
    """Return a verb with its finite forms and participles, the participles of adjectives too.

    >>> sorted(verb_forms("sturen") & {"stuurt", "stuurden", "gestuurd", "gestuurde", "sturend"})
    ['gestuurd', 'gestuurde', 'sturend', 'stuurden', 'stuurt']
    """
    prefix, irregular = _irregular_verb(infinitive)
    forms = {infinitive, f"{infinitive}d", f"{infinitive}de", *(f"{prefix}{form}" for form in irregular[:-1])}
    participles = {irregular[-1]} if irregular else set()
    ending = _past_ending(infinitive)
    for stem in _stems(infinitive, prefix):
        forms |= {stem, stem if stem.endswith("t") else f"{stem}t"}
        if not any(form.endswith("n") for form in irregular[:-1]):
            forms |= {f"{stem}{ending}e", f"{stem}{ending}en"}
        if not irregular:
            participles.add(f"ge{stem}" if stem.endswith(ending) else f"ge{stem}{ending}")
    if prefix or not with_ge or (not irregular and has_unstressed_prefix(infinitive)):
        participles = {prefix + participle.removeprefix("ge") for participle in participles}
    elif infinitive.startswith(lexicon.verbs().ambiguous_particles):
        participles |= {participle.removeprefix("ge") for participle in participles}  # overtuigd, geoormerkt
    return frozenset(forms | participles | {f"{form}e" for form in participles})


def _stems(infinitive: str, prefix: str) -> set[str]:
    """Return the stems a verb may have: whether *-eren* is stressed cannot be seen (vergader, regeer)."""
    stem = prefix + imperative(infinitive.removeprefix(prefix))
    return {stem, f"{stem[:-3]}er"} if infinitive.endswith("eren") and stem.endswith("eer") else {stem}


def _irregular_verb(infinitive: str) -> tuple[str, tuple[str, ...]]:
    """Return the irregular forms of a verb, or those of the verb behind its prefix, and that prefix."""
    listed = lexicon.verbs().strong
    if infinitive in listed:
        return "", listed[infinitive]
    match = _unstressed_prefix().match(infinitive)
    if match is not None and match[2] in listed and has_unstressed_prefix(infinitive):
        return match[1], listed[match[2]]
    for particle in lexicon.verbs().ambiguous_particles:
        if infinitive.startswith(particle) and infinitive.removeprefix(particle) in listed:
            return particle, listed[infinitive.removeprefix(particle)]
    return "", ()


def separable_forms(particle: str, verb: str) -> frozenset[str]:
    """Return the forms of a separable verb that are one word: `meestuurt`, `meegestuurd`, `meetesturen`."""
    return frozenset({f"{particle}{form}" for form in verb_forms(verb)} | {f"{particle}te{verb}"})


def infinitive_of_finite(form: str) -> str | None:
    """Return the infinitive of a finite form of a verb; None for the infinitive itself, participles and other words.

    >>> infinitive_of_finite("vraagt"), infinitive_of_finite("vragen"), infinitive_of_finite("geschreven")
    ('vragen', None, None)
    """
    infinitive = infinitive_of().get(form)
    is_participle = infinitive is not None and form.startswith("ge") and not infinitive.startswith("ge")
    return None if infinitive == form or is_participle else infinitive


@cache
def infinitive_of() -> Mapping[str, str]:
    """Return the infinitive of each form of the verbs that are known."""
    found: dict[str, str] = {}
    # Of two verbs with a form in common the shorter, which is the commoner: lagen is of liggen before lagenen.
    for verb in sorted(known_verbs(), key=lambda verb: (verb not in lexicon.verbs().strong, len(verb), verb)):
        for form in verb_forms(verb):
            found.setdefault(form, verb)
    # A form that is itself an infinitive is that verb's: weten is not the past of wijten.
    return found | {verb: verb for verb in known_verbs()}


@cache
def known_verbs() -> frozenset[str]:
    """Return the verbs of the resources, without particles."""
    verbs = lexicon.verbs()
    listed = {verb for of_particle in verbs.separable.values() for verb in of_particle}
    words = (line.strip() for line in read_text("werkwoorden.txt").splitlines() if not line.startswith("#"))
    return frozenset({*words, *listed, *verbs.imperatives.verbs, *verbs.strong} - {""})


def separable_verbs() -> Mapping[str, frozenset[str]]:
    """Return for each particle the verbs with which it makes a separable verb."""
    return lexicon.verbs().separable


def _irregular(listed: Mapping[str, tuple[str, ...]], word: str) -> set[str]:
    """Return the irregular forms of a word, or of the last part of a compound."""
    for start in range(len(word) - 1):
        # A first part of a compound has a vowel and two letters at least: onderlid, not solid.
        if word[start:] in listed and (start == 0 or (start > 1 and _SYLLABLES.search(word[:start]))):
            return {word[:start] + form for form in listed[word[start:]]}
    return set()


def imperative(infinitive: str) -> str:
    """Return the stem of a Dutch verb in regular spelling, which is its imperative.

    >>> [imperative(verb) for verb in ("stellen", "maken", "geven", "doen", "organiseren")]
    ['stel', 'maak', 'geef', 'doe', 'organiseer']
    """
    irregular = lexicon.verbs().stems
    if infinitive in irregular:
        return irregular[infinitive]
    if infinitive.endswith(("eren", "ëren")) and infinitive not in lexicon.verbs().unstressed:
        return infinitive.removesuffix("ren").rstrip("e") + ("er" if infinitive.endswith("ëren") else "eer")
    stem = infinitive.removesuffix("en") if infinitive.endswith("en") else infinitive.removesuffix("n")
    if len(stem) >= 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        stem = stem[:-1]
    elif _OPEN_SYLLABLE.search(stem) and not _UNSTRESSED_END.search(stem):
        stem = f"{stem[:-1]}{stem[-2]}{stem[-1]}"
    return stem[:-1] + _DEVOICED.get(stem[-1], stem[-1])


# One vowel letter before one consonant is long in an open syllable, and is doubled when that closes;
# unstressed -el, -er, -en, -em keep their e (regel, luister, reken).
_OPEN_SYLLABLE = re.compile(r"(?<![aeiou])[aeou][bcdfgklmnprstvz]$")
_UNSTRESSED_END = re.compile(r"[aeiou][^aeiou]*[^aeiou]e[lrnm]$(?<!eer)")


@cache
def _unstressed_prefix() -> re.Pattern[str]:
    # Behind *be* and *ge* no i or u: *geit*, *beuk*.
    return re.compile(rf"({lexicon.any_of(lexicon.verbs().unstressed_prefixes)}(?!(?<=e)[iu]))(.+)")


def has_unstressed_prefix(infinitive: str) -> bool:
    """Return whether a verb has a prefix that keeps *ge-* from its participle: `beoordelen`, not `bellen`.

    Behind such a prefix stands something that could be a verb itself.
    """
    match = _unstressed_prefix().match(infinitive)
    if match is None or infinitive in lexicon.verbs().stressed:
        return False
    rest = match[2]
    return rest.endswith(("aan", "ien", "oen")) or (len(_SYLLABLES.findall(rest)) > 1 and rest[0] != rest[1:2])


def _past_ending(infinitive: str) -> str:
    """Return `t` or `d` by the last sound before -en ('t kofschip)."""
    before = infinitive.removesuffix("en")
    return "t" if before.endswith(_VOICELESS_ENDS) else "d"


def _before_vowel(word: str) -> Iterator[str]:
    """Yield the spellings of a word before an ending that begins with a vowel."""
    if _LONG.search(word):
        stem = word[:-2] + word[-1]
        yield stem
        if stem[-1] in _VOICED:
            yield stem[:-1] + _VOICED[stem[-1]]
    elif _DIPHTHONG_AND_FRICATIVE.search(word):
        yield word
        yield word[:-1] + _VOICED[word[-1]]
    elif _SHORT.search(word):
        yield word + word[-1]
        if len(_SYLLABLES.findall(word)) > 1:
            yield word  # the last syllable may be unstressed: middel, middelen
    else:
        yield word
