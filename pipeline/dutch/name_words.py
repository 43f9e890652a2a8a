"""The words that names are made of and those that stand around them, from the resources."""

import re
from functools import cache

from pipeline.resources import load_toml, load_word_sets, read_text

APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def straight(text: str) -> str:
    """Return a text of the same length with one kind of apostrophe."""
    return text if text.isascii() else text.translate(APOSTROPHES)


@cache
def words(key: str) -> frozenset[str]:
    """Return a list of `resources/namen.toml`."""
    found: frozenset[str] = load_word_sets("namen.toml")[key]
    return found


@cache
def titles() -> frozenset[str]:
    """Return the titles and forms of address that stand before a name: *mevrouw*, *dr.*."""
    return words("aanspreekvormen")


@cache
def degrees() -> frozenset[str]:
    """Return what stands behind a name and does not belong to it: *MSc*."""
    return frozenset(load_toml("personen.toml")["achtervoegsels"])


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
    return frozenset(load_toml("personen.toml")["functiewoorden"])


@cache
def given_names() -> frozenset[str]:
    """Return the given names that are known."""
    return _lines("voornamen.txt")


@cache
def surnames() -> frozenset[str]:
    """Return the surnames that are known, without tussenvoegsels."""
    return _lines("achternamen.txt")


@cache
def also_words() -> frozenset[str]:
    """Return the names that are an ordinary word, a place or a product too: *Mark*, *Storm*, *Hoorn*."""
    return _lines("naam-is-woord.txt")


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


def _lines(name: str) -> frozenset[str]:
    return frozenset(read_text(name).split("\n")) - {""}
