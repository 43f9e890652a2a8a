"""The words that names are made of and those that stand around them, from the resources."""

import re
import unicodedata
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch.resource import Names, Written, read_lines

APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def straight(text: str) -> str:
    """Return a text of the same length with one kind of apostrophe."""
    return text if text.isascii() else text.translate(APOSTROPHES)


@cache
def words(key: str) -> frozenset[str]:
    """Return a list of `resources/namen.toml`."""
    found: frozenset[str] = lexicon.names().listed(key)
    return found


@cache
def titles() -> frozenset[str]:
    """Return the titles and forms of address that stand before a name: *mevrouw*, *dr.*."""
    return words("aanspreekvormen")


@cache
def degrees() -> frozenset[str]:
    """Return what stands behind a name and does not belong to it: *MSc*."""
    return lexicon.persons().degrees


@cache
def prefixes() -> frozenset[str]:
    """Return the tussenvoegsels, also those that stand before an article only (*in 't*, *op den*)."""
    return words("tussenvoegsels") | words("tussenvoegsels_met_lidwoord")


def is_prefix(word: str) -> bool:
    """Return whether a word is a tussenvoegsel, in either case."""
    return straight(word).casefold() in prefixes()


@cache
def function_words() -> frozenset[str]:
    """Return what opens a sentence with a capital and is no name: words of the closed classes."""
    return lexicon.persons().function_words


@cache
def given_names() -> frozenset[str]:
    """Return the given names that are known."""
    return read_lines(Names, "voornamen.txt")


@cache
def surnames() -> frozenset[str]:
    """Return the surnames that are known, without tussenvoegsels."""
    return read_lines(Names, "achternamen.txt")


@cache
def also_words() -> frozenset[str]:
    """Return the names that are an ordinary word, a place or a product too: *Mark*, *Storm*, *Hoorn*."""
    return read_lines(Names, "naam-is-woord.txt")


@cache
def brands() -> frozenset[str]:
    """Return firms, products and software: *Wehkamp*, *Keycloak*, *Rode Kruis*."""
    return read_lines(Names, "merken.txt")


@cache
def places() -> frozenset[str]:
    """Return towns, waters and regions; many are surnames too: *Rossum*, *Maas*, *De Bilt*."""
    return read_lines(Names, "plaatsen.txt")


@cache
def surname_words() -> frozenset[str]:
    """Return the surnames that are ordinary words in small letters: *Mulder*, *Vrolijk*, *Baas*."""
    return read_lines(Names, "achternaam-is-woord.txt")


@cache
def known_persons() -> frozenset[str]:
    """Return the persons whom readers know from elsewhere, by the name under which they do."""
    return frozenset(straight(name) for name in read_lines(Written, "bekende-personen.txt"))


@cache
def plain_surnames() -> frozenset[str]:
    """Return the surnames without diacritics."""
    return frozenset(plain_letters(name) for name in surnames())


def plain_letters(word: str) -> str:
    """Return a word without diacritics; its capitals stay."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", straight(word).translate(_LETTERS))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


# Letters that do not come apart into a plain one and a mark.
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "æ": "ae",
        "œ": "oe",
        "\u2011": "-",
        "–": "-",
        "\u00a0": " ",
    }
)


@cache
def any_of(*keys: str) -> str:
    """Return a pattern of the words in some lists of `resources/namen.toml`, the longest first.

    They are grouped by their first letter, so that a word of the text is compared with few of them.
    """
    listed = sorted({straight(word) for key in keys for word in words(key)}, key=lambda word: (-len(word), word))
    endings: dict[str, list[str]] = {}
    for word in listed:
        endings.setdefault(word[0].casefold(), []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(of_letter)})" for letter, of_letter in endings.items())
