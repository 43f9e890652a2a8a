"""What shows in a text that a word is the name of a person.

A name stands behind a form of address (*mevrouw Bos*), a function (*wethouder Bos*) or initials (*J.A. de Wit*),
begins with a given name, is given by whoever introduces himself, or stands under a letter. Evidence of this kind
outranks any list that says that the word is a place, an organisation or a common noun: so do the best
de-identifiers (Menger et al. 2018, DEDUCE).
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.dutch import name_patterns as patterns
from pipeline.dutch.capitals import runs_of_capitals
from pipeline.dutch.cue import Cue, Known
from pipeline.dutch.inflection import infinitive_of
from pipeline.dutch.name_features import begins_with_given_name, has_any, is_acronym, looks_like_brand
from pipeline.dutch.name_words import (
    also_words,
    brands,
    function_words,
    given_names,
    plain_letters,
    plain_surnames,
    surnames,
    titles,
    words,
)
from pipeline.dutch.named_after import ends_of_other_names, word_before
from pipeline.dutch.other_names import ends_as_noun, is_function, is_no_name, is_no_person
from pipeline.dutch.tokens import marks_of, runs_in

_SMALL_AT_START = re.compile(r"(?:^|(?<=[.!?:] ))(?:[-*•][^\S\n]+)?([a-z]{4,})(?=[^\S\n]+[a-z])", re.MULTILINE)
# What slow patterns need at the least: most texts do without them.
_YEAR_OR_OTHERS = re.compile(r"(?:19|20)\d\d[a-z]?[);:,]|et\s+al\b")
_CAPITAL = rf"(?:[a-z]{{1,3}}['-])?{patterns.UPPER}"  # *d'Hont*, *al-Khatib*
_SET_APART = re.compile(rf"[\"“”'‘](?={_CAPITAL})|\((?:{_CAPITAL}[\w'-]*\)\s|\d{{1,2}}[)\s])|\bgenoemd\b")
_GLUED_BRACKET = re.compile(r"\w\(\w")
_CAPITAL_BEHIND_COMMA = re.compile(rf",[^\S\n]+{_CAPITAL}")


def cues_in(plain: str) -> Iterator[Cue]:
    """Yield what shows names in a text with straight apostrophes; cues may overlap."""
    yield from _addressed(plain)
    for match in patterns.initialled().finditer(plain):
        if _ends_other_sentence(plain, match):
            continue
        # *S. Oedit Doebé* has two surnames, *J. Bos Directeur* one.
        is_double = match["more"] is not None and "\n" not in match["more"] and not is_no_person(match["more"].strip())
        yield Cue(
            match.start(), match.end() if is_double else match.start("more") if match["more"] else match.end(), True
        )
    if "\n" in plain and has_any(plain, "slotgroeten"):
        for match in patterns.signature().finditer(plain):
            yield Cue(*match.span("name"), is_sure=True)
    if not _first_words_of_introduction().isdisjoint(runs_in(plain)):
        for match in patterns.introduced().finditer(plain):
            if word_before(plain, match.start()) in words("ervoor"):
                continue  # *mijn hond heet Pluis*
            if "naam" in match[0].casefold() or not (
                is_no_person(match["name"]) or is_acronym(plain, *match.span("name"))
            ):
                yield Cue(*match.span("name"), is_sure=True)
    yield from _told(plain)
    yield from _bracketed(plain)
    if _YEAR_OR_OTHERS.search(plain):
        for match in patterns.cited().finditer(plain):
            yield from _authors(plain, match)
    if not plain.isascii():
        for match in patterns.OTHER_SCRIPT.finditer(plain):
            yield Cue(*match.span(), is_sure=True)
    for match in patterns.surname_first().finditer(plain) if _CAPITAL_BEHIND_COMMA.search(plain) else ():
        if match["cell"] is not None:
            if begins_with_given_name(match["given"]):
                yield Cue(*match.span("cell"), is_sure=True)
        elif not is_no_person(match[0].partition(",")[0]):
            yield Cue(*match.span(), is_sure=True)
    for match in _SMALL_AT_START.finditer(plain):  # *- maartje niet*
        if _is_name_typed_small(match[1]):
            yield Cue(*match.span(1), is_sure=False)
    yield from runs_of_capitals(plain)


def _ends_other_sentence(plain: str, match: re.Match[str]) -> bool:
    """Return whether one letter with a point ends a sentence, and a given name begins the next: *optie B. Rob zegt*."""
    single = re.match(r"\w\.\s+(?=(\w+))", match[0])
    before = word_before(plain, match.start())
    is_noun = before.isalpha() and plain[: match.start()].rstrip()[-1:].islower() and before not in function_words()
    return single is not None and is_noun and begins_with_given_name(single[1]) and before not in titles()


def _is_name_typed_small(word: str) -> bool:
    name = word.capitalize()
    if name not in given_names() or name in also_words() or name in brands() or is_no_name(name):
        return False
    return infinitive_of().get(word) is None and word not in function_words()


def _told(plain: str) -> Iterator[Cue]:
    is_labelled = ":" in plain and has_any(plain, "naamlabels_met_dubbele_punt")
    if not (is_labelled or has_any(plain, "naamlabels", "naasten", "aanhef") or _SET_APART.search(plain)):
        return
    for match in patterns.told().finditer(plain):
        kind = match.lastgroup or ""
        name = match[kind]
        if kind == "responsible":  # *Verslag: Bas*
            last = plain_letters(name.split()[-1])
            is_name = (begins_with_given_name(name) or last in plain_surnames()) and not is_no_person(name)
        elif kind == "nicknamed":  # *Gradus ‘Graad’ Peeters*
            is_name = begins_with_given_name(name) and plain_letters(name.split()[-1]) in plain_surnames()
        else:
            is_name = kind == "age" or not (is_no_person(name) or name.split()[0].casefold() in function_words())
        if is_name:
            yield Cue(*match.span(kind), is_sure=True)


def _bracketed(plain: str) -> Iterator[Cue]:
    """Yield who stands in brackets glued to where he comes from, or by initials before his function."""
    if "(" not in plain:
        return
    for row in patterns.glued_row().finditer(plain) if _GLUED_BRACKET.search(plain) else ():
        # One given name shows what all of a row are: *DSO(Mikkel) en Forum(Percival)*.
        own = list(patterns.GLUED.finditer(plain, *row.span()))
        if any(begins_with_given_name(one["name"]) for one in own):
            for one in own:
                if not is_no_person(one["name"]) and one["name"] not in brands():
                    yield Cue(*one.span("name"), is_sure=True)
    for match in patterns.initials_of_function().finditer(plain):  # *PvdB (voorzitter)*, but *PvdA (fractie)*
        if match[1] not in brands() and any(is_function(word) for word in re.findall(r"[\w-]+", match["function"])):
            yield Cue(*match.span(1), is_sure=True)


def _addressed(plain: str) -> Iterator[Cue]:
    for match in patterns.address().finditer(plain) if has_any(plain, *patterns.TITLES) else ():
        title = match["title"].casefold()
        is_one = " " not in match["name"] and title not in words("zonder_functie")
        if _says_of_what(plain, match) or (is_one and looks_like_brand(match["name"]) and not match[0].isupper()):
            continue  # *voorzitter KaartenHub*

        # *de Dr. Schaepmanstraat* is a street, *dr. Oosterhuis* is not.
        is_thing = match["title"][0].isupper() and match["name"].casefold().endswith(ends_of_other_names())
        is_sure = title in words("zonder_functie") or (title in words("aanspreekvormen") and not is_thing)
        known: Known | None = "persoon" if title.split("-")[-1] in words("bekend_door_functie") else None
        # In a line in capitals only the first word is the name for sure: *MEVROUW JANSEN OPENT*.
        span = match.span("first" if match[0].isupper() else "name")
        yield Cue(*span, is_sure=is_sure, known=known)
    if not has_any(plain, "meervoudige_aanspreekvormen"):
        return
    for match in patterns.plural_address().finditer(plain):
        is_sure = match["title"].casefold() in words("zonder_functie")
        for one in patterns.one_name().finditer(plain, *match.span("names")):
            if is_sure or plain_letters(one[0].split()[-1]) in plain_surnames() or begins_with_given_name(one[0]):
                yield Cue(*one.span(), is_sure=is_sure)


def _says_of_what(plain: str, match: re.Match[str]) -> bool:
    """Return whether *van* behind a function says of what it is: *de burgemeester van Amsterdam*."""
    of = _of().match(match["name"])
    if match["title"].casefold() in words("zonder_functie"):
        return False
    if of is None:
        return match["name"].startswith("te ") or ends_as_noun(match["name"])  # *notaris te Gulpen*
    has_article = re.match(rf"van\s+{patterns.article()}\s", match["name"]) is not None
    if has_article and match["title"].casefold() not in words("aanspreekvormen"):
        rest = match["name"][of.end() :]
        return " " in rest or rest not in surnames()  # *beheerder van de Piet Heinkade*
    return word_before(plain, match.start()) in words("bepalers") or is_no_person(match["name"][of.end() :])


def _authors(plain: str, match: re.Match[str]) -> Iterator[Cue]:
    for one in patterns.one_name().finditer(plain, *match.span("names")):
        own = one[0]
        # *Rondetafel Vertrouwen (2021)* and *juni 2023,* are no authors.
        listed = own.split()[-1] in surnames() or own.split()[0].casefold() in words("tussenvoegsels")
        if (listed or "et al" in match[0]) and not is_no_person(own):
            yield Cue(*one.span(), is_sure=True, known="persoon")


@cache
def _of() -> re.Pattern[str]:
    return re.compile(rf"van{patterns.GAP}(?:{patterns.article()}{patterns.GAP})?(?!de[rn])")


@cache
def _first_words_of_introduction() -> frozenset[str]:
    """Return the first words of how somebody is introduced: without any of them nobody is."""
    return marks_of(phrase.split()[0] for phrase in words("zegt_eigen_naam") | words("naamgevend"))
