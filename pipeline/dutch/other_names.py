"""What has a capital and is no person: places, organisations, functions, peoples, and the nouns in such names."""

import re
from functools import cache, lru_cache

from pipeline.dutch.inflection import noun_forms
from pipeline.dutch.name_words import surnames
from pipeline.dutch.organisations import is_organisation
from pipeline.resources import load_toml, load_word_sets

_ENDING = re.compile(r"'s?$|s$")
_INNER_CAPITAL = re.compile(r"[a-zß-öø-ÿ][A-Z]")


def is_no_person(text: str) -> bool:
    """Return whether a text is the name of a place, an organisation or a function, or has a common noun in it."""
    first, *rest = text.split()
    if rest and first.casefold() in load_word_sets("namen.toml")["tussenvoegsels"]:
        return is_organisation(text)  # *Van Houten* is a person, *Den Haag* a place
    return is_organisation(text) or any(is_no_name(word) for word in (first, *rest))


@lru_cache(maxsize=65536)  # the same few words are asked about again and again
def is_no_name(word: str) -> bool:
    """Return whether a word with a capital is another kind of name, or a common noun that may stand in one."""
    lower = word.casefold()
    forms = {lower, _ENDING.sub("", lower)}
    if word.isupper() or _INNER_CAPITAL.search(word) or not forms.isdisjoint(_common_words()):
        return True
    if lower.endswith(_ends_of_common_words()):
        return True
    endings = load_toml("namen.toml")["bewoners"]
    places = {form.removesuffix(ending) for form in forms for ending in ("", *endings) if form.endswith(ending)}
    return any(is_organisation(place) for place in places)


def ends_as_noun(text: str) -> bool:
    """Return whether one word ends as the noun of a subject or office does: *programmamanager Energietransitie*."""
    return " " not in text and text.casefold().endswith(_ends_of_common_words()) and text not in surnames()


def is_function(word: str) -> bool:
    """Return whether a word is a function or occupation of one person: *conciërge*, *coördinator*."""
    lower = word.casefold()
    return lower in _functions()[0] or (len(lower) > 5 and lower.endswith(_functions()[1]))


@cache
def _functions() -> tuple[frozenset[str], tuple[str, ...]]:
    forms = [form for forms in load_word_sets("personen.toml")["functies"].values() for form in forms]
    before = load_word_sets("namen.toml")["functies_voor_naam"]
    whole = frozenset(form.casefold() for form in (*forms, *before) if "*" not in form)
    return whole, tuple(sorted(form.strip("*").casefold() for form in forms if form.startswith("*")))


@cache
def _common_words() -> frozenset[str]:
    """Return what may have a capital and is no person: countries, functions, offices, and what opens a sentence."""
    names, persons = load_word_sets("namen.toml"), load_word_sets("personen.toml")
    listed = names["landen_en_volken"] | names["geen_naam"] | persons["organisatiewoorden"]
    functions = {form for forms in persons["functies"].values() for form in forms if "*" not in form}
    nouns = {
        word.casefold()
        for word in (*listed, *functions, *names["aanspreekvormen"], *names["functies_voor_naam"], *names["aanhef"])
    }
    forms = {form for word in nouns if word.isalpha() for form in noun_forms(word)}
    return frozenset((nouns | forms | persons["functiewoorden"]) - names["tussenvoegsels"])


@cache
def _ends_of_common_words() -> tuple[str, ...]:
    functions = {form for forms in load_word_sets("personen.toml")["functies"].values() for form in forms}
    nouns = {form.strip("*") for form in functions if form.startswith("*")} | set(
        load_toml("namen.toml")["geen_naam_op"]
    )
    return tuple(sorted(form for noun in nouns for form in (noun, *noun_forms(noun))))
