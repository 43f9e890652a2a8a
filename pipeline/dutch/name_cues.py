"""What shows in a text that a word is the name of a person.

A name stands behind a form of address (*mevrouw Bos*), a function (*wethouder Bos*) or initials (*J.A. de Wit*),
begins with a given name, is given by whoever introduces himself, or stands under a letter. Evidence of this kind
outranks any list that says that the word is a place, an organisation or a common noun: so do the best
de-identifiers (Menger et al. 2018, DEDUCE).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pipeline.dutch import lexicon
from pipeline.dutch import name_patterns as patterns
from pipeline.dutch.inflection import infinitive_of
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.name_words import (
    also_words,
    brands,
    degrees,
    function_words,
    given_names,
    is_prefix,
    known_persons,
    places,
    plain_letters,
    plain_surnames,
    surname_words,
    surnames,
    titles,
    words,
)
from pipeline.dutch.named_after import LOOK_AROUND, ends_of_other_names, last_word
from pipeline.dutch.organisations import is_organisation
from pipeline.dutch.other_names import ends_as_noun, is_function, is_no_name, is_no_person
from pipeline.dutch.tokens import marks_of, runs_in

Known = Literal["persoon", "instelling"]
_MIN_NAME_IN_CAPITALS = 6  # letters of a word that stands alone on its line
_MAX_KNOWN, _MAX_SURNAMES = 5, 3  # words
_TYPED_SMALL = re.compile(r"[^\S\n]([a-z]{3,})(?=,|[^\S\n]+en[^\S\n]+[^\W\d_a-z]|[^\S\n]*[(|])")
_INNER_CAPITAL = re.compile(r"(?<!Mc)(?<!Mac)(?<!De)(?<!Van)[a-zß-öø-ÿ][A-Z]|(?!IJ)[A-Z]{2}[a-z]|\w\.\w")
_SMALL_AT_START = re.compile(r"(?:^|(?<=[.!?:] ))(?:[-*•][^\S\n]+)?([a-z]{4,})(?=[^\S\n]+[a-z])", re.MULTILINE)
_VERSION = re.compile(r"[^\S\n]+v?\d+(?:\.\d+)+")
_FIRST_PART = re.compile(r"[^\s-]+")
# What slow patterns need at the least: most texts do without them.
_YEAR_OR_OTHERS = re.compile(r"(?:19|20)\d\d[a-z]?[);:,]|et\s+al\b")
_SET_APART = re.compile(r"[\"“”'‘(]")
_CAPITAL_BEHIND_COMMA = re.compile(rf",[^\S\n]+(?:[a-z]{{1,3}}['-])?{patterns.UPPER}")


@dataclass(frozen=True)
class Cue:
    """A place where something shows that a person is named: half-open offsets, and how sure that is.

    `needs_parse` tells that the word may as well have its capital from the start of the sentence. `known` tells that
    the person is one whom readers know from elsewhere: an author, a minister.
    """

    start: int
    end: int
    is_sure: bool
    known: Known | None = None
    needs_parse: bool = False


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
    if "\n" in plain and _has_any(plain, "slotgroeten"):
        for match in patterns.signature().finditer(plain):
            yield Cue(*match.span("name"), is_sure=True)
    if not _first_words_of_introduction().isdisjoint(runs_in(plain)):
        for match in patterns.introduced().finditer(plain):
            if last_word(plain[max(match.start() - LOOK_AROUND, 0) : match.start()].rstrip()) in words("ervoor"):
                continue  # *mijn hond heet Pluis*
            if "naam" in match[0].casefold() or not (
                is_no_person(match["name"]) or is_acronym(plain, *match.span("name"))
            ):
                yield Cue(*match.span("name"), is_sure=True)
    yield from _told(plain)
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
    yield from _in_runs(plain)


def _ends_other_sentence(plain: str, match: re.Match[str]) -> bool:
    """Return whether one letter with a point ends a sentence, and a given name begins the next: *optie B. Rob zegt*."""
    single = re.match(r"\w\.\s+(?=(\w+))", match[0])
    before = last_word(plain[max(match.start() - LOOK_AROUND, 0) : match.start()].rstrip())
    is_noun = before.isalpha() and plain[: match.start()].rstrip()[-1:].islower() and before not in function_words()
    return single is not None and is_noun and begins_with_given_name(single[1]) and before not in titles()


def _is_name_typed_small(word: str) -> bool:
    name = word.capitalize()
    if name not in given_names() or name in also_words() or name in brands() or is_no_name(name):
        return False
    return infinitive_of().get(word) is None and word not in function_words()


def _told(plain: str) -> Iterator[Cue]:
    if not (
        _has_any(plain, "naamlabels", "naamlabels_met_dubbele_punt", "naasten", "aanhef") or _SET_APART.search(plain)
    ):
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


def _addressed(plain: str) -> Iterator[Cue]:
    for match in patterns.address().finditer(plain) if _has_any(plain, *patterns.TITLES) else ():
        title = match["title"].casefold()
        is_one = " " not in match["name"] and title not in words("zonder_functie")
        if _says_of_what(plain, match) or (is_one and _is_acronym_or_brand(match["name"]) and not match[0].isupper()):
            continue  # *voorzitter KaartenHub*

        # *de Dr. Schaepmanstraat* is a street, *dr. Oosterhuis* is not.
        is_thing = match["title"][0].isupper() and match["name"].casefold().endswith(ends_of_other_names())
        is_sure = title in words("zonder_functie") or (title in words("aanspreekvormen") and not is_thing)
        known: Known | None = "persoon" if title.split("-")[-1] in words("bekend_door_functie") else None
        # In a line in capitals only the first word is the name for sure: *MEVROUW JANSEN OPENT*.
        span = match.span("first" if match[0].isupper() else "name")
        yield Cue(*span, is_sure=is_sure, known=known)
    if not _has_any(plain, "meervoudige_aanspreekvormen"):
        return
    for match in patterns.plural_address().finditer(plain):
        is_sure = match["title"].casefold() in words("zonder_functie")
        for one in patterns.one_name().finditer(plain, *match.span("names")):
            if is_sure or plain_letters(one[0].split()[-1]) in plain_surnames() or begins_with_given_name(one[0]):
                yield Cue(*one.span(), is_sure=is_sure)


def _has_any(plain: str, *keys: str) -> bool:
    """Return whether a word of some lists stands in a text: most texts need not be searched for what is around it."""
    return not _marks(*keys).isdisjoint(runs_in(plain))


@cache
def _marks(*keys: str) -> frozenset[str]:
    return marks_of(word for key in keys for word in words(key))


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
    before = plain[max(match.start() - LOOK_AROUND, 0) : match.start()]
    return last_word(before.rstrip()) in words("bepalers") or is_no_person(match["name"][of.end() :])


def _authors(plain: str, match: re.Match[str]) -> Iterator[Cue]:
    for one in patterns.one_name().finditer(plain, *match.span("names")):
        own = one[0]
        # *Rondetafel Vertrouwen (2021)* and *juni 2023,* are no authors.
        listed = own.split()[-1] in surnames() or own.split()[0].casefold() in words("tussenvoegsels")
        if (listed or "et al" in match[0]) and not is_no_person(own):
            yield Cue(*one.span(), is_sure=True, known="persoon")


def _in_runs(plain: str) -> Iterator[Cue]:
    """Yield what a row of words with a capital shows: a given name, a surname, somebody whom everybody knows.

    A function before it is evidence as well: *conciërge Bennie Slot*.
    """
    for match in patterns.capitalised().finditer(plain):
        for start, end in _pieces(plain, *match.span()) if "\n" in match[0] else (match.span(),):
            yield from _in_run(plain, start, end)


def _pieces(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a row of capitalised words line by line, unless a name goes on behind the end of a line."""
    for match in re.finditer(r"[^\S\n]*\n[^\S\n]*", plain[start:end]):
        lead = plain[start : start + match.start()].split()
        last = lead[-1] if lead else ""
        # *Cees, Mireille* above *Afwezig: Jan*, or above *Chen, Wei*
        is_apart = plain[:start].rstrip(" ").endswith(",") or re.match(r"[^\W\d_]+[,:]", plain[start + match.end() :])
        goes_on = is_prefix(last) or last.endswith("-") or (len(lead) == 1 and last in given_names())
        if not goes_on or is_apart:
            if lead:
                yield start, start + match.start()
            yield from _pieces(plain, start + match.end(), end)
            return
    yield start, end


def _in_run(plain: str, start: int, end: int) -> Iterator[Cue]:
    own = plain[start:end]
    is_place = " " in own and (own in places() or own in brands())  # *Ter Apel*, *Rode Kruis*
    if (
        is_place
        or is_acronym(plain, start, end)
        or is_organisation(own)
        or (own in words("landen_en_volken") and own not in given_names())
    ):
        return
    if known := _known_outside(own):
        yield Cue(start, start + len(known), is_sure=False, known="persoon")
        return
    if _is_thing(plain, start, own):
        return  # *aan boord van de Jonge Jacob*
    skipped = _length_of_opening(own, is_inside_sentence(plain, start))
    start, own = start + skipped, own[skipped:]
    if not own:
        return
    listed = own.split()
    is_called = len(listed) > 1 and listed[0].casefold() in words("ervoor")
    if is_called and (listed[0] not in given_names() or plain_letters(listed[1]) not in plain_surnames()):
        return  # *Huize Wilhelmina*, *Gebouw Anna*, but *Storm Hulshof*
    given_inside = False
    if not begins_with_given_name(own):
        given = next(
            (
                word
                for word in listed[1:]
                if begins_with_given_name(word)
                and word not in also_words()
                and word not in places()
                and (own.isupper() or not word.isupper())
            ),
            None,
        )
        is_first = given is not None and plain_letters(listed[0]) not in plain_surnames()
        is_inside = is_inside_sentence(plain, start)  # never half a name: *sprak Trần Thị Mai*
        if given is not None and not is_inside and (is_first or given != listed[-1]) and _is_common(listed[0]):
            start += own.index(given)  # *Gastspreker Kofi Asamoah*, but *Lubbertjan Smit*
            own = plain[start:end]
            listed = own.split()
        given_inside = given is not None
    elif len(listed) > 1 and listed[0] in also_words() and _goes_on_otherwise(listed[1:]):
        return  # *Min BZK*, *Dag van de Zorg*
    if (begins_with_given_name(own) or given_inside) and _VERSION.match(plain, end):
        return  # *Testrapport Karin 2.0*
    if begins_with_given_name(own) or given_inside:
        if len(listed) == 1 and (more := _TYPED_SMALL.match(plain, end)) and more[1].capitalize() in surnames():
            end = more.end(1)  # *Kim Prins, Joris kramer en Lien Bos*
        is_alone = len(own.split()) > 1 or (is_name_alone(plain, start, end) and own not in brands())
        is_word = is_no_name(own) and own not in words("landen_en_volken")  # *Noor vindt*
        if is_alone or (
            not is_word and last_word(plain[max(start - LOOK_AROUND, 0) : start].rstrip()) not in words("lidwoorden")
        ):
            yield Cue(start, end, is_sure=False, needs_parse=not is_alone)
    elif len(listed) > 2 and is_prefix(listed[1]) and listed[1][0].isupper() and not is_prefix(listed[0]):
        yield from _in_run(plain, start + own.index(listed[1], len(listed[0])), end)  # *Gezinsvoogd Ter Horst*
    elif _is_surname_here(plain, start, own) or _has_function_before(plain, start, own):
        yield Cue(
            start, end, is_sure=False, needs_parse=own in places() or own in brands()
        )  # *Rossum vraagt*, *in Rossum*
    elif (
        len(listed) == 1 and plain_letters(own) in plain_surnames() and own not in also_words() and not is_no_name(own)
    ):
        yield Cue(start, end, is_sure=False, needs_parse=True)


def _is_thing(plain: str, start: int, own: str) -> bool:
    """Return whether an article before a word and a given name shows that they are the name of a thing."""
    first, *rest = own.split()
    if not rest or begins_with_given_name(own) or not begins_with_given_name(rest[0]):
        return False
    is_word = first.isalpha() and not first.isupper() and not first.endswith(("se", "er"))  # *de Haagse Jan Bos*
    before = last_word(plain[max(start - LOOK_AROUND, 0) : start].rstrip())
    return before in words("lidwoorden") and is_word and not is_prefix(first) and not is_function(first)


def _goes_on_otherwise(rest: list[str]) -> bool:
    """Return whether what follows a word that may be a given name is no surname."""
    capitals = [word for word in rest if not is_prefix(word)]
    if not capitals:
        return True
    is_apart = capitals[0] != rest[0] and rest[0].islower() and plain_letters(capitals[-1]) not in plain_surnames()
    return is_apart or is_no_name(capitals[0]) or is_organisation(" ".join(rest))


def _length_of_opening(own: str, is_inside: bool) -> int:
    """Return the length of what has a capital before a name: *Vraag van Karel*, *Ook Piet*, *Bel Hamza*."""
    length = 0
    while (other := patterns.opening().match(own, length)) is not None:
        first = other[0].split()[0].rstrip(".,:")
        if first.casefold() in words("tussenvoegsels") and _goes_on_as_surname(own[length:], is_inside and not length):
            break  # *Van Oudheusden neemt het woord*
        if begins_with_given_name(own[length:]) and not (
            first in words("aanhef") or first.casefold() in function_words()
        ):
            break
        length = other.end()
    listed = list(re.finditer(r"\S+", own[length:]))
    if len(listed) > 1 and not begins_with_given_name(own[length:]):
        first, second = listed[0][0], listed[1][0]
        is_name = begins_with_given_name(second) or plain_letters(second) in plain_surnames()
        is_label = first.casefold() in words("kopjes")  # *Actiepunt Karel*
        if is_name and not is_prefix(first) and (is_label or _is_verb_or_noun(first) or is_function(first)):
            return length + listed[1].start()
    return length


def _goes_on_as_surname(own: str, is_inside: bool) -> bool:
    """Return whether what a tussenvoegsel with a capital opens is a surname: not *Van Kees*, *Van Logius*."""
    rest = [word for word in own.split() if not is_prefix(word)]
    if not rest or begins_with_given_name(rest[0]):
        return False
    if own.split()[0] in ("De", "Het"):  # *van De Graaf*
        is_other = own in places() or own in brands() or is_organisation(own)
        return is_inside and plain_letters(rest[0]) in plain_surnames() and not is_other
    return not (is_no_name(rest[0]) or is_organisation(own) or is_organisation(" ".join(rest)))


def _is_common(word: str) -> bool:
    """Return whether a word that opens a sentence may be an ordinary one."""
    return word not in surnames() and (_is_verb_or_noun(word) or is_function(word) or word in surname_words())


def _is_verb_or_noun(word: str) -> bool:
    return word in also_words() or is_no_name(word) or infinitive_of().get(word.casefold()) is not None


@lru_cache(maxsize=65536)  # nearly all are the same few words
def begins_with_given_name(text: str) -> bool:
    """Return whether a text begins with a given name, or the genitive of one."""
    first = _FIRST_PART.match(text)
    if first is None or re.match(r"-[a-z]", text[first.end() : first.end() + 2]):
        return False  # *Roos-score*
    if first[0].casefold() in function_words() and first[0] not in given_names():
        return False  # *Van* is no Vân
    # *INGRID PAUW* in a heading; *API* is no name.
    own = first[0].capitalize() if len(first[0]) > 3 and first[0].isupper() else first[0]
    return plain_letters(own) in _given_names_and_genitives()


def _known_outside(own: str) -> str | None:
    """Return the name at the start of a text of somebody whom readers know from elsewhere."""
    listed = own.split(" ")
    if listed[0] not in _first_of_known_persons():
        return None
    for length in range(min(len(listed), _MAX_KNOWN), 0, -1):
        one = " ".join(listed[:length])
        name = re.sub(r"'s$|(?<=[^s])s$|'$", "", one) if one not in known_persons() else one
        if name in known_persons() and (length > 1 or name not in also_words()):
            rest = listed[length:]
            return one if not rest or not rest[0][:1].isupper() or rest[0] in also_words() else None
    return None


@cache
def _first_of_known_persons() -> frozenset[str]:
    firsts = {name.split(" ")[0] for name in known_persons()}
    return frozenset(f"{first}{ending}" for first in firsts for ending in ("", "s", "'", "'s"))


def _is_surname_here(plain: str, start: int, own: str) -> bool:
    """Return whether words that are a surname and nothing else stand as one: not at the start of a sentence."""
    listed = own.split()
    capitals = [word for word in listed if not is_prefix(word)]
    if not capitals or len(capitals) > _MAX_SURNAMES:
        return False
    last = (
        re.sub(r"(?:'s|'|s)$", "", capitals[-1])
        if plain_letters(capitals[-1]) not in plain_surnames()
        else capitals[-1]
    )
    if len(capitals) > 1 and plain_letters(capitals[0]) in plain_surnames() and capitals[0] not in also_words():
        return not any(is_no_name(word) or word in also_words() for word in capitals[1:])  # Zhang Haoran
    if is_prefix(listed[0]) and len(capitals) == 1 and not is_organisation(own):
        is_listed = plain_letters(last) in plain_surnames()
        is_word = listed[0].islower() and (capitals[0] in also_words() or is_no_name(capitals[0]))
        is_plain = not is_word or is_inside_sentence(plain, start)
        is_inside = is_inside_sentence(plain, start) and own not in places() and own not in brands()
        return is_plain and (
            (is_listed and (listed[0] not in ("De", "Het") or is_inside))  # *van De Graaf*
            or (own.split()[0] in words("altijd_achternaam") and not is_word)
        )
    if plain_letters(last) not in plain_surnames():
        return False
    if last in also_words():  # *tot de zomer is dat Riekelien Brink*
        first = capitals[0]
        is_other = is_no_name(first) or first in also_words() or first.isupper() or is_organisation(own)
        is_text = last_word(plain[max(start - LOOK_AROUND, 0) : start].rstrip()).isalpha()
        return len(capitals) == 2 and not is_other and is_text and not is_no_name(last)
    if len(capitals) == 2 and (is_no_name(capitals[0]) or capitals[0] in also_words()):
        return False
    if len(capitals) == 2 and last in places() and not is_inside_sentence(plain, start):
        return False  # *Waterstand Maas*
    return len(capitals) == 2 or own.isupper() or is_inside_sentence(plain, start) or own.endswith("'s")


def _has_function_before(plain: str, start: int, own: str) -> bool:
    """Return whether a function stands right before a name of two words or more: *coördinator Xiu Ying Chen*."""
    before = plain[max(start - LOOK_AROUND, 0) : start].rstrip(" ")
    listed = own.split()
    if len(listed) < 2 or not is_function(last_word(before)):
        return False
    return not is_no_person(own) and not any(word in also_words() and word.isupper() for word in listed)


def is_inside_sentence(plain: str, start: int) -> bool:
    """Return whether a word has its capital of its own: it does not open a sentence, a line or a cell."""
    lead = plain[max(start - LOOK_AROUND, 0) : start]
    before = lead.rstrip()
    return bool(before) and before[-1] not in ".!?\"“':;•*–|(<>\uf0b7▪●○‣◦" and "\n" not in lead[len(before) :]


def is_acronym(plain: str, start: int, end: int) -> bool:
    """Return whether one word in capitals stands in a line that has small letters too: *NORA*, not *INGRID PAUW*."""
    own = plain[start:end]
    if " " in own or not own.isupper():
        return False
    line = plain[plain.rfind("\n", 0, start) + 1 : (plain.find("\n", end) + 1 or len(plain) + 1) - 1]
    is_short = len(own) < _MIN_NAME_IN_CAPITALS and any(map(str.islower, plain))
    return (is_short or any(map(str.islower, line))) and not plain.startswith(":", end)


def is_name_alone(plain: str, start: int, end: int) -> bool:
    """Return whether a given name without a surname is one here, and not the word that it is as well."""
    own = plain[start:end]
    if not (own in given_names() or own in surname_words() or own in also_words() or own in brands()):
        own = re.sub(r"'?s?$", "", own)  # *Mo's*, but *Mos*
    lead = plain[max(start - LOOK_AROUND, 0) : start]
    before = last_word(lead.rstrip())
    if before in words("lidwoorden") and (own in also_words() or before != "het"):  # *vraag het Olaf*
        return (
            bool(re.match(r"[^\S\n]+die(?!\w)", plain[end:])) and own not in also_words()
        )  # *de Maria die hier stond*
    if own in also_words() and before == "in":
        return False  # *in Ada geschreven*
    plain_own = own.capitalize() if own.isupper() and len(own) > 3 else own
    if plain_own not in also_words() and plain_own not in surname_words() and not is_no_person(plain_own):
        return True
    return is_inside_sentence(plain, start) and own not in words("afkortingen") and not own.isupper()


def trimmed(plain: str, start: int, end: int, *, is_sure: bool) -> list[tuple[int, int]]:
    """Return a span without titles and functions at its start; nothing if no name is left."""
    lead = _titles_at_start().match(plain[start:end])
    if lead is not None:
        start += lead.end()
    text = _without_employer(_on_one_line(plain[start:end]))
    while (last := re.search(r"\s+([\w']+)$", text)) and (
        last[1].casefold() in function_words() or last[1] in degrees()
    ):
        text = text[: last.start()]
    text = _without_tail(text)
    if text.endswith("-"):
        return []  # *flora- en faunatoets*
    text = re.sub(r"['’]?[\s,.:;()“”\"]+$", "", text) if not re.search(r"\b\w\.$", text) else text.rstrip()
    capitals = [word for word in text.split() if not word[:1].islower() and word.casefold() not in function_words()]
    if text.islower() and text.capitalize() in given_names():
        capitals = [text]  # *- maartje niet*
    if (
        capitals
        and not text.isupper()
        and is_prefix(text.split()[0])
        and all(_is_acronym_or_brand(word) for word in capitals)
    ):
        return []  # *de KNMvB*, *Van de ABC*
    if not capitals or text.casefold() in words("geen_naam") or (not is_sure and is_organisation(text)):
        return []
    return [(start, start + len(text))]


def _is_acronym_or_brand(word: str) -> bool:
    acronym = word.partition("-")[0]  # *GV-Noord*
    return len(acronym) > 1 and ((acronym.isupper() and acronym.isalpha()) or _INNER_CAPITAL.search(word) is not None)


def _without_tail(text: str) -> str:
    """Return a name without what stands behind it: *Anna de KNMvB*, *Piet Bos Kadaster*, *Sjoerd van beheer*."""
    while (last := re.search(r"\s+([^\s]+)$", text)) is not None:
        word, lead = last[1], text[: last.start()]
        is_small = (
            word.islower() and not lead.endswith("-") and not is_prefix(word) and word.capitalize() not in surnames()
        )
        capitals = [one for one in lead.split() if not is_prefix(one) and one[:1].isupper()]
        is_brand = bool(capitals) and _is_acronym_or_brand(word) and not text.isupper()
        is_other = is_brand or (len(capitals) > 1 and (is_organisation(word) or word in brands() or is_function(word)))
        is_end = is_small or is_other or (is_prefix(word) and word.islower())
        is_surname = word[0].isupper() and is_prefix(re.split(r"[\s-]", lead)[-1])  # *Haanstra-de Boer*
        if not is_end or (is_surname and not is_brand):
            return text
        text = lead
    return text


def _without_employer(text: str) -> str:
    """Return a whole name without the organisation behind it: *Thijs Woudstra van Aedes*."""
    for match in _before_employer().finditer(text):
        lead, rest = text[: match.start()].split(), text[match.end() :].split()
        capitals = [word for word in lead if word[:1].isupper() and not is_prefix(word) and "." not in word]
        is_surname = plain_letters(rest[-1]) in plain_surnames() and not rest[0].isupper()
        if len(capitals) > 1 and not is_surname:
            return text[: match.start()]
        if len(capitals) == 1 and (rest[0] in brands() or (rest[0].isupper() and len(rest[0].rstrip(".")) > 1)):
            return text[: match.start()]
    return text


def _on_one_line(text: str) -> str:
    """Return a name up to a line end behind which another word stands: in a list of persons each has a line."""
    for match in re.finditer(r"[^\S\n]*\n", text):
        lead = text[: match.start()].split()
        if len(lead) > 1 and not is_prefix(lead[-1]) and not lead[-1].endswith("-"):
            return text[: match.start()]
    return text


@cache
def _of() -> re.Pattern[str]:
    return re.compile(rf"van{patterns.GAP}(?:{patterns.article()}{patterns.GAP})?(?!de[rn])")


@cache
def _before_employer() -> re.Pattern[str]:
    come_from = any_of(lexicon.persons().come_from, ("v.",))
    article = any_of(lexicon.word_classes().definite_articles)
    return re.compile(rf"\s{come_from}\s+(?:{article}\s+)?(?=[^\W\d_a-zß-öø-ÿ])")


@cache
def _first_words_of_introduction() -> frozenset[str]:
    """Return the first words of how somebody is introduced: without any of them nobody is."""
    return marks_of(phrase.split()[0] for phrase in words("zegt_eigen_naam") | words("naamgevend"))


@lru_cache(maxsize=4)
def nobody_named(plain: str) -> tuple[tuple[int, int], ...]:
    """Return where names of firms, sayings and figures stand that look like names of persons: half-open offsets."""
    if not _has_any(plain, "niemand"):
        return ()
    found = []
    for match in re.finditer(r"\w+", plain):
        for phrase in _nobody().get(match[0], ()):
            end = match.start() + len(phrase)
            is_here = plain[match.start() : end].casefold() == phrase.casefold()  # *Bos en Hei* is a park
            if is_here and not plain[end : end + 1].isalnum():
                found.append((match.start(), end))
                break
    return tuple(found)


@cache
def _nobody() -> dict[str, list[str]]:
    """Return what is nobody's name by its first word, the longest first."""
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(words("niemand"), key=lambda phrase: (-len(phrase), phrase)):
        by_first.setdefault(re.findall(r"\w+", phrase)[0], []).append(phrase)
    return by_first


@cache
def _given_names_and_genitives() -> frozenset[str]:
    return frozenset(f"{plain_letters(name)}{ending}" for name in given_names() for ending in ("", "s", "'s"))


@cache
def _titles_at_start() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{patterns.titles()})\b\.?\s*)+", re.IGNORECASE)
