"""The regular inflections of Dutch words, and the irregular verbs, for words that a lemmatiser misses.

More forms may come out than exist: a form that is no word does no harm, for it stands in no text.
Spelling after the official rules (Woordenlijst Nederlandse Taal, chapters on open and closed syllables).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pipeline.resources import load_toml

_VOWELS = "aeiou"
_VOICED = {"f": "v", "s": "z"}
_DEVOICED = {"v": "f", "z": "s"}
_VOICELESS_ENDS = ("t", "k", "f", "s", "ch", "p", "x")
_LONG = re.compile(r"(?:aa|ee|oo|uu)[bcdfgklmnprstvz]$")
_DIPHTHONG_AND_FRICATIVE = re.compile(r"(?:ie|ui|ij|ei|ou|oe|eu|aa|ee|oo|uu|[lr])[fs]$")
_SHORT = re.compile(r"(?<![aeiou])[aeiou][bcdfgklmnprstvz]$")
_SYLLABLES = re.compile(r"[aeiouy]+")
_UNSTRESSED_PREFIX = re.compile(r"^(?:be|ge|her|ont|ver|er)(?=[^aeiou]*[aeiou])")


def noun_and_adjective_forms(word: str) -> frozenset[str]:
    """Return a noun or adjective with its plurals, diminutives and degrees of comparison.

    >>> sorted(noun_and_adjective_forms("rol") & {"rollen", "rolletje", "role", "rolt"})
    ['rollen', 'rolletje']
    """
    forms = {
        word,
        f"{word}s",
        f"{word}'s",
        f"{word}’s",
        f"{word}je",
        f"{word}tje",
        f"{word}pje",
        f"{word}st",
        f"{word}ste",
    }
    for stem in _before_vowel(word):
        forms |= {f"{stem}{ending}" for ending in ("e", "en", "er", "ere", "ers", "etje")}
    if word.endswith("heid"):
        forms.add(f"{word.removesuffix('heid')}heden")
    forms |= {f"{form}s" for form in forms if form.endswith("je")}
    return frozenset(forms)


def verb_forms(infinitive: str) -> frozenset[str]:
    """Return a verb with its finite forms and participles, the participles of adjectives too.

    >>> sorted(verb_forms("sturen") & {"stuurt", "stuurden", "gestuurd", "gestuurde", "sturend"})
    ['gestuurd', 'gestuurde', 'sturend', 'stuurden', 'stuurt']
    """
    stem = imperative(infinitive)
    past = _past_ending(infinitive)
    participle = f"{stem}{past}" if not stem.endswith(past) else stem
    if not _UNSTRESSED_PREFIX.match(infinitive):
        participle = f"ge{participle}"
    forms = {infinitive, stem, f"{stem}t", f"{stem}{past}e", f"{stem}{past}en", participle, f"{participle}e"}
    forms |= {f"{infinitive}d", f"{infinitive}de"}
    for irregular in load_toml("werkwoorden.toml")["sterk"].get(infinitive, ()):
        forms |= {irregular, f"{irregular}e"} if irregular.startswith("ge") else {irregular}
    return frozenset(forms)


def separable_forms(particle: str, verb: str) -> frozenset[str]:
    """Return the forms of a separable verb that are one word: `meestuurt`, `meegestuurd`, `meetesturen`."""
    return frozenset({f"{particle}{form}" for form in verb_forms(verb)} | {f"{particle}te{verb}"})


@cache
def infinitive_of() -> Mapping[str, str]:
    """Return the infinitive of each form of the verbs in `resources/werkwoorden.toml`."""
    found: dict[str, str] = {}
    for verb in sorted(known_verbs()):
        for form in verb_forms(verb):
            found.setdefault(form, verb)
    # A form that is itself an infinitive is that verb's: weten is not the past of wijten.
    return found | {verb: verb for verb in known_verbs()}


@cache
def known_verbs() -> frozenset[str]:
    """Return the verbs of the resource, without particles."""
    verbs = load_toml("werkwoorden.toml")
    listed = {verb for of_particle in verbs["scheidbaar"].values() for verb in of_particle}
    return frozenset(listed | set(verbs["gebiedende_wijs"]["werkwoorden"]) | set(verbs["sterk"]))


def imperative(infinitive: str) -> str:
    """Return the stem of a Dutch verb in regular spelling, which is its imperative.

    >>> [imperative(verb) for verb in ("stellen", "maken", "geven", "doen", "organiseren")]
    ['stel', 'maak', 'geef', 'doe', 'organiseer']
    """
    irregular = load_toml("werkwoorden.toml")["stammen"]
    if infinitive in irregular:
        return str(irregular[infinitive])
    if infinitive.endswith(("eren", "ëren")) and infinitive not in load_toml("werkwoorden.toml")["onbeklemtoond"]:
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
