"""Words with a capital in a row, and what shows that they are a name: a given name, a surname, a function before."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pipeline.dutch import name_patterns as patterns
from pipeline.dutch.cue import Cue
from pipeline.dutch.inflection import infinitive_of
from pipeline.dutch.name_features import begins_with_given_name, is_acronym, is_inside_sentence, is_name_alone
from pipeline.dutch.name_words import (
    also_words,
    brands,
    function_words,
    given_names,
    is_prefix,
    known_persons,
    places,
    plain_letters,
    plain_surnames,
    surname_words,
    surnames,
    words,
)
from pipeline.dutch.named_after import LOOK_AROUND, last_word, word_before
from pipeline.dutch.organisations import is_organisation
from pipeline.dutch.other_names import is_function, is_no_name, is_no_person

_MAX_KNOWN, _MAX_SURNAMES = 5, 3  # words
_TYPED_SMALL = re.compile(r"[^\S\n]([a-z]{3,})(?=,|[^\S\n]+en[^\S\n]+[^\W\d_a-z]|[^\S\n]*[(|])")
_VERSION = re.compile(r"[^\S\n]+v?\d+(?:\.\d+)+")


def runs_of_capitals(plain: str) -> Iterator[Cue]:
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
    if not _may_hold_name(own):
        return
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
        if is_alone or (not is_word and word_before(plain, start) not in words("lidwoorden")):
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


@lru_cache(maxsize=1 << 14)
def _may_hold_name(own: str) -> bool:
    """Return whether something in a row of capitals may be a name; of most single words (*Het*) nothing is."""
    if len(own.split()) > 1 or is_prefix(own) or own in _first_of_known_persons() or begins_with_given_name(own):
        return True
    stem = re.sub(r"(?:'s|'|s)$", "", own)
    return plain_letters(own) in plain_surnames() or plain_letters(stem) in plain_surnames()


def _is_thing(plain: str, start: int, own: str) -> bool:
    """Return whether an article before a word and a given name shows that they are the name of a thing."""
    first, *rest = own.split()
    if not rest or begins_with_given_name(own) or not begins_with_given_name(rest[0]):
        return False
    is_word = first.isalpha() and not first.isupper() and not first.endswith(("se", "er"))  # *de Haagse Jan Bos*
    before = word_before(plain, start)
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
        is_text = word_before(plain, start).isalpha()
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
