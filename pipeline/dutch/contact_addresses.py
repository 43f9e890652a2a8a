"""Streets with a house number, postcodes and post office boxes in Dutch text."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.resources import load_toml, load_word_sets

Found = tuple[int, int, str]

_DASH = "\\-\u2010\u2011\u2013"
_ADDITION = r"(?:bis|hs|huis|boven|beneden|rood|zwart|zw|rd|I{1,3}|IV|[1-9] ?hoog)(?!\w)"
_HOUSE = re.compile(
    rf"[0-9]{{1,5}}(?:[{_DASH}]?[A-Za-z](?!\w)|[ \xa0](?:[abcdfgh]|[A-H])(?![\w’'.]))?(?:[ \xa0{_DASH}]?{_ADDITION})?"
    rf"(?:[ ]?[{_DASH}/][ ]?[0-9]{{1,4}}[A-Za-z]?(?![\w{_DASH}]))?"
    rf"(?:[ ]?(?:en|t/m)[ ][0-9]{{1,4}}[A-Za-z]?(?![\w.:,%][0-9]|\w))?(?!\w)"
)
_POSTCODE = re.compile(r"[1-9][0-9]{3}[ \xa0]?([A-Z]{2})(?![A-Za-z0-9])")
_SMALL_POSTCODE = re.compile(r"[1-9][0-9]{3}[ \xa0]?([a-z]{2})(?!\w)")
_AFTER_POSTCODE = re.compile(rf"[ ,]{{0,2}}[{_DASH}]?[ ]?(?:nr\.? |nummer |huisnummer )?(?=[0-9])")
_TO_POSTCODE = re.compile(r"[ ,\xa0]{0,3}\n?[ ]{0,2}(?:postcode:? )?(?=[1-9][0-9]{3}[ \xa0]?[A-Za-z]{2}(?!\w))")
_WITH_POSTCODE = re.compile(r"[0-9]{1,5}[^\d\n]{0,8}\n?[ ]{0,2}[1-9][0-9]{3}[ \xa0]?[A-Za-z]{2}(?!\w)")
_PLACE_WORD = r"[A-ZÀ-Ý][\w’'-]{1,30}"
_NO_HOUSE = re.compile(r"[.,:][0-9]| ?[%°]")
_LIST_SIGN = re.compile(r"[.)] ")
_YEARS = re.compile(rf"(?:19|20)[0-9]{{2}}(?: ?[{_DASH}/] ?(?:[0-9]{{2}}|(?:19|20)[0-9]{{2}}))?")
_BOX = re.compile(r"[0-9]{1,6}(?!\w)")
_ORDINAL = re.compile(r"[0-9]{1,2}(?:e|ste|de)")
_WORD = re.compile(r"\S+")
_NEXT = re.compile(r"[ \xa0]{0,2}\n?[ \xa0]?([^\s.,;:!?)]{1,20})")
_END = re.compile(r"\s{0,2}(?:$|[,;)!?]|\.(?!\d)|\n|(?:in|te|en|bij|staat|is)\b)")
_LEFT = 80
_MOST_NAME_WORDS = 5


@cache
def _words() -> dict[str, frozenset[str]]:
    return dict(load_word_sets("contactgegevens.toml")["adres"])


@cache
def _not_counted() -> frozenset[str]:
    months = frozenset(form for forms in load_toml("kalender.toml")["maanden"] for form in forms)
    units: frozenset[str] = load_word_sets("contactgegevens.toml")["tussenwoorden"]["eenheden"]
    return months | units


@cache
def _endings(name: str) -> tuple[str, ...]:
    return tuple(_words()[name])


@cache
def _all_endings() -> tuple[str, ...]:
    words = _words()
    named = ("straten", "straten_of_iets_anders", "straatnamen", "postbus")
    return tuple(entry for name in named for entry in words[name])


@cache
def _evidence() -> frozenset[str]:
    numbers = {"aan", "nr.", "nummer", "no.", "nr", "huisnummer"}
    woont = _words()["woont"]
    return woont | {f"{word}:" for word in woont} | numbers


@cache
def _place() -> re.Pattern[str]:
    starts = "|".join(re.escape(word) for word in sorted(_words()["plaats_begint"], key=len, reverse=True))
    return re.compile(
        rf"[ \xa0]{{1,3}}((?:(?i:{starts})[ -]?(?=[A-Z])|Berg en )?{_PLACE_WORD}"
        rf"(?: (?:aan de[nr]?|aan het|op|bij) {_PLACE_WORD})?)"
    )


def addresses_at(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield the address that the digits from start to end are part of."""
    last = end - 4
    if last >= start and text[last:end].isdigit() and not text[last - 1 : last].isalnum():
        yield from _postcodes(text, last)
    if start and text[start - 1] in " \n\xa0":
        yield from _streets(text, start)


def _postcode_end(text: str, start: int, *, small: bool = False) -> int:
    match = _POSTCODE.match(text, start) or (_SMALL_POSTCODE.match(text, start) if small else None)
    if match is None or match[1].upper() in _words()["geen_postcode"]:
        return 0
    return _with_place(text, match.end())


def _with_place(text: str, end: int) -> int:
    place = _place().match(text, end)
    if place is None or place[1].split()[-1].casefold() in _words()["zinsbegin"]:
        return end
    return place.end()


def _postcodes(text: str, start: int) -> Iterator[Found]:
    left = text[max(0, start - 20) : start].casefold().split()
    labelled = bool(left) and left[-1].strip("(:") in ("postcode", "pc")
    match = _POSTCODE.match(text, start) or (_SMALL_POSTCODE.match(text, start) if labelled else None)
    if match is None or (match[1].upper() in _words()["geen_postcode"] and not labelled):
        return
    if text[max(0, start - 2) : start].strip() in ("€", "$"):
        return
    end = _with_place(text, match.end())
    likely = labelled or end > match.end() or text[max(0, start - 2) : start] == ", "
    if text[start : start + 2] in ("19", "20") and not likely and match[0][4] in " \xa0":
        return
    house = _AFTER_POSTCODE.match(text, match.end())
    number = _house_end(text, house.end()) if house and end == match.end() else 0
    yield start, number or end, "adres"


def _house_end(text: str, start: int) -> int:
    """Return where a house number ends, 0 where the number is something else."""
    match = _HOUSE.match(text, start)
    if match is None or _NO_HOUSE.match(text, match.end()):
        return 0
    if text[start - 1 : start] == "\n" and _LIST_SIGN.match(text, match.end()):
        return 0
    following = _NEXT.match(text, match.end())
    if following and following[1].casefold() in _not_counted():
        return 0
    return match.end()


def _streets(text: str, start: int) -> Iterator[Found]:
    offset = max(0, start - _LEFT)
    near = text[offset:start].casefold().split()[-6:]
    if not near or not (
        near[-1].rstrip(",").endswith(_all_endings())
        or not _words()["straten"].isdisjoint(near)
        or not _evidence().isdisjoint(near)
        or _WITH_POSTCODE.match(text, start)
    ):
        return
    words = [(offset + word.start(), word[0]) for word in _WORD.finditer(text[offset:start])]
    if words and words[-1][1].casefold().strip(",.(") in ("nr", "nummer", "no", "huisnummer"):
        words.pop()
    if not words:
        return
    at, last = words[-1]
    while last[:1] and not (last[0].isalnum() or last[0] in "’'"):
        at, last = at + 1, last[1:]
    name = last.rstrip(",")
    if not name or not name[-1].isalpha():
        return
    words[-1] = (at, name)
    folded = name.casefold()
    if folded in _words()["postbus"]:
        match = _BOX.match(text, start)
        if match:
            yield at, _with_postcode(text, match.end()), "adres"
        return
    if folded in _words()["geen_straat"]:
        return
    house = _house_end(text, start)
    if not house:
        return
    end = _with_postcode(text, house)
    plain = text[start:house]
    if _YEARS.fullmatch(plain) and end == house:
        return
    first = _name_start(text, words)
    before = [word.casefold().strip("(,:.") for position, word in words if position < first]
    if _is_street(text, first, name, before, house, end):
        yield first, end, "adres"


def _with_postcode(text: str, end: int) -> int:
    joint = _TO_POSTCODE.match(text, end)
    return (joint and _postcode_end(text, joint.end(), small=True)) or end


def _name_start(text: str, words: list[tuple[int, str]]) -> int:
    """Return where the name of a street starts that ends with the last of the words."""
    first = words[-1][0]
    particles, starters = _words()["tussenvoegsels_straat"], _words()["zinsbegin"]
    position = first
    for at, word in reversed(words[-1 - _MOST_NAME_WORDS : -1]):
        if "\n" in text[at + len(word) : position]:
            break
        position = at
        stripped = word.lstrip("(“\"'‘")
        if stripped[-1:] in ",;:)”" or (stripped.endswith(".") and len(stripped) > 5) or "[" in word or "]" in word:
            break
        folded = stripped.casefold().rstrip(".")
        if folded in particles and stripped[:1].islower():
            continue
        if _ORDINAL.fullmatch(folded) or (stripped[:1].isupper() and (folded not in starters or folded == "van")):
            first = at + len(word) - len(stripped)
        elif folded not in particles:
            break
    return first


def _is_street(text: str, first: int, name: str, before: list[str], house: int, end: int) -> bool:
    words = _words()
    folded, capital = name.casefold(), name[0].isupper() or name[0] in "’'"
    compound = first < house and not text[first:house].startswith(name)
    lives = not words["woont"].isdisjoint(before[-4:])
    at_the = before[-2:] in (["aan", "de"], ["aan", "het"], ["aan", "den"], ["aan", "’t"]) or before[-1:] in (["aan"],)
    certain = lives or at_the or end > house
    opener = text[first:house].split(" ")[0].casefold()
    if compound and opener in words["straten"] and text[first].isupper():
        return True  # Laan van …, Plein 40-45 and the like
    if folded in words["straatnamen"]:
        return capital
    if folded.endswith(_endings("straten")) and not folded.endswith(_endings("straten_of_iets_anders")):
        if folded in words["straten"]:
            return capital and (compound or certain)
        return capital or len(folded) > 7 or certain
    if not capital:
        return False
    if folded.endswith(_endings("straten_of_iets_anders")) and (
        certain or (compound and opener not in words["geen_straat"] and folded in words["straten_of_iets_anders"])
    ):
        return True
    return certain and (end > house or lives or _END.match(text, house) is not None)
