"""Streets with a house number, postcodes and post office boxes in Dutch text."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.dutch.contact_words import AddressWords, Found, contact_words, is_label, months
from pipeline.dutch.lexicon import sentence_marks, word_classes
from pipeline.dutch.name_words import places
from pipeline.dutch.resource import any_of
from pipeline.resources import load_csv

_DASH = "\\-\u2010\u2011\u2013"
_POSTCODE = re.compile(r"[1-9][0-9]{3}[ \xa0]?([A-Z]{2})(?![A-Za-z0-9])")
_SMALL_POSTCODE = re.compile(r"[1-9][0-9]{3}[ \xa0]?([a-z]{2})(?!\w)")
_WITH_POSTCODE = re.compile(r"[0-9]{1,5}[^\d\n]{0,8}\n?[ ]{0,2}[1-9][0-9]{3}[ \xa0]?[A-Za-z]{2}(?!\w)")
_PLACE_WORD = r"[A-ZÀ-Ý][\w’'-]{1,30}"
_ANY_PLACE = re.compile(rf", ({_PLACE_WORD})(?:\s?(?:$|[\n,;|)])|\.(?:\n|$))")
_ABROAD = re.compile(rf", ?(?:[A-Z]{{1,2}}-|(?!19|20))[1-9][0-9]{{3,4}} ({_PLACE_WORD})")
_ENDS = re.compile(r"\s{0,2}(?:$|[\n,;.!?)|])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NO_HOUSE = re.compile(r"[.,:][0-9]| ?[%°]")
_LIST_SIGN = re.compile(r"[.)] ")
_YEARS = re.compile(rf"(?:19|20)[0-9]{{2}}(?: ?[{_DASH}/] ?(?:[0-9]{{2}}|(?:19|20)[0-9]{{2}}))?")
_BOX = re.compile(r"[0-9]{1,6}(?!\w)")
_WORD = re.compile(r"\S+")
_NEXT = re.compile(r"[ \xa0]{0,2}\n?[ \xa0]?([^\s.,;:!?)]{1,20})")
_MOST_NAME_WORDS = 5
_MOST_WORDS_NEAR = 6
_LETTERS_OF_POSTCODE = 2
_AROUND = 80
_MOST_SIGNS_OF_CARE_OF = 9


@cache
def _words() -> AddressWords:
    return contact_words().address


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(rf"[0-9]{{1,2}}{any_of(word_classes().ordinal_endings)}")


@cache
def _house() -> re.Pattern[str]:
    addition = rf"(?:{any_of(_words().additions)}|I{{1,3}}|IV|[1-9] ?hoog)(?!\w)"
    return re.compile(
        rf"[0-9]{{1,5}}(?:[{_DASH}]?[A-Za-z](?!\w)|[ \xa0](?:[abcdfgh]|[A-H])(?![\w’'.]))?"
        rf"(?:[ \xa0{_DASH}]?{addition})?"
        rf"(?:[ ]?[{_DASH}/][ ]?[0-9]{{1,4}}(?! ?[A-Z]{{2}}(?!\w))[A-Za-z]?(?![\w{_DASH}]))?"
        rf"(?:[ ]?(?:en|t/m)[ ][0-9]{{1,4}}[A-Za-z]?(?![\w.:,%][0-9]|\w))?(?!\w)"
    )


@cache
def _after_postcode() -> re.Pattern[str]:
    called = rf"(?:(?:en |met )?(?P<called>{any_of(_words().house_number)})[.:]? )?"
    return re.compile(rf"[ ,]{{0,2}}[{_DASH}]?[ ]?{called}(?=[0-9])", re.I)


@cache
def _end() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,2}}(?:$|[,;)!?]|\.(?!\d)|\n|{any_of(_words().after_address)}\b)")


@cache
def _not_counted() -> frozenset[str]:
    return frozenset(months()) | contact_words().around.units


@cache
def _all_endings() -> tuple[str, ...]:
    words = _words()
    return tuple(words.streets | words.streets_or_else | words.named_streets | words.boxes)


@cache
def _street_endings() -> tuple[str, ...]:
    return tuple(_words().streets)


@cache
def _other_endings() -> tuple[str, ...]:
    return tuple(_words().streets_or_else)


@cache
def _evidence() -> frozenset[str]:
    words = _words()
    called = words.lives | words.house_number
    return called | {f"{word}:" for word in called} | {f"{word}." for word in words.house_number} | {"aan"}


@cache
def _to_postcode() -> re.Pattern[str]:
    called = rf"(?:{any_of(_words().postcode)}:? )?"
    joint = rf"(?:[ ,\xa0]{{0,3}}\n?[ ]{{0,2}}|[ ]?[{_DASH}/|(][ ]?)"
    return re.compile(rf"{joint}{called}(?=[1-9][0-9]{{3}}[ \xa0]?[A-Za-z]{{2}}(?!\w))")


@cache
def _place() -> re.Pattern[str]:
    starts, inside = any_of(_words().place_starts), any_of(_words().place_inside)
    return re.compile(rf"[ \xa0]{{1,3}}((?:(?i:{starts})[ -]?(?=[A-Z]))?{_PLACE_WORD}(?: {inside} {_PLACE_WORD})?)")


@cache
def _towns() -> re.Pattern[str]:
    rows = (row for row in load_csv("organisaties.csv") if row["soort"] == "gemeente")
    names = {row["naam"].partition(" ")[2] for row in rows} | places()
    return re.compile(rf",? {any_of(tuple(names))}(?![\w’'-])")


@cache
def _care_of() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(_words().care_of)}:?\s{{1,2}}$", re.I)


@cache
def _between_number_and_street() -> re.Pattern[str]:
    inside = any_of(_words().particles)
    return re.compile(rf"(?:{inside} ){{1,2}}((?:[A-Z][\w’'-]{{1,30}} ){{0,3}}[A-Z][\w’'-]{{1,30}})")


def addresses_at(text: str, start: int, end: int, words: Sequence[str]) -> Iterator[Found]:
    """Yield the address that the digits from start to end are part of, with the *p/a* before it."""
    for first, last, kind in _addresses(text, start, end, words):
        offset = max(0, first - _MOST_SIGNS_OF_CARE_OF)
        care_of = _care_of().search(text[offset:first])
        yield (offset + care_of.start() if care_of else first), last, kind


def _addresses(text: str, start: int, end: int, words: Sequence[str]) -> Iterator[Found]:
    last = end - 4
    if last >= start and text[last:end].isdigit() and not text[last - 1 : last].isalnum():
        yield from _postcodes(text, last)
    if start and text[start - 1] in " \n\xa0" and words:
        yield from _streets(text, start, words)
        if words[-1].strip(":.") in _words().house_number:
            yield from _number_in_street(text, start)


def _number_in_street(text: str, start: int) -> Iterator[Found]:
    """Yield the house number that starts here with the street behind it: *nummer 14 in de Lindestraat*."""
    house = _house_end(text, start)
    street = _between_number_and_street().match(text, house + 1) if house else None
    if street and street[1].casefold().endswith(_street_endings()):
        yield start, street.end(), "adres"


def _postcode_end(text: str, start: int, *, of_street: bool) -> int:
    """Return where the postcode ends, with its place, that starts here behind a house number; 0 where none does.

    Letters that may be a unit too (*5421 KM*) make a postcode before a place, and where the number is that of a street
    also at the end of a clause.
    """
    match = _POSTCODE.match(text, start) or _SMALL_POSTCODE.match(text, start)
    if match is None:
        return 0
    end = match.end()
    if text[start - 1] == "(" and text[end : end + 1] == ")":
        end += 1
    whole = _with_place(text, end)
    if match[1].upper() not in _words().no_postcode:
        return whole
    sure = whole > end or (of_street and _ENDS.match(text, end) is not None)
    return whole if sure and match[1].isupper() else 0


def _with_place(text: str, end: int) -> int:
    place = _place().match(text, end)
    if place is None or place[1].split()[-1].casefold() in _words().openers:
        return end
    return place.end()


def _postcodes(text: str, start: int) -> Iterator[Found]:
    left = text[max(0, start - 20) : start].casefold().split()
    labelled = bool(left) and left[-1].strip("(:") in _words().postcode
    match = _POSTCODE.match(text, start) or (_SMALL_POSTCODE.match(text, start) if labelled else None)
    if match is None:
        return
    if match[1].upper() in _words().no_postcode and not labelled:
        town = 0 if _YEAR.match(text, start) else _town_end(text, match.end())
        if town:
            yield start, town, "adres"
        return
    if text[max(0, start - 2) : start].strip() in ("€", "$"):
        return
    end = _with_place(text, match.end())
    likely = labelled or end > match.end() or text[max(0, start - 2) : start] == ", "
    if text[start : start + 2] in ("19", "20") and not likely and match[0][4] in " \xa0":
        return
    house = _after_postcode().match(text, end)
    number = _house_end(text, house.end()) if house and (end == match.end() or house["called"]) else 0
    yield start, number or end, "adres"


def _house_end(text: str, start: int) -> int:
    """Return where a house number ends, 0 where the number is something else."""
    match = _house().match(text, start)
    if match is None or _NO_HOUSE.match(text, match.end()):
        return 0
    if text[start - 1 : start] == "\n" and _LIST_SIGN.match(text, match.end()):
        return 0
    following = _NEXT.match(text, match.end())
    if following and following[1].casefold() in _not_counted():
        return 0
    return match.end()


def _streets(text: str, start: int, near: Sequence[str]) -> Iterator[Found]:
    if len(near[-1]) == _LETTERS_OF_POSTCODE and near[-2:-1] and near[-2].isdigit():
        return
    if not (
        near[-1].rstrip(",").endswith(_all_endings())
        or not _words().streets.isdisjoint(near[-_MOST_WORDS_NEAR:])
        or not _evidence().isdisjoint(near[-_MOST_WORDS_NEAR:])
        or _WITH_POSTCODE.match(text, start)
    ):
        return
    offset = max(0, start - _AROUND)
    words = [(offset + word.start(), word[0]) for word in _WORD.finditer(text[offset:start])]
    if words[-1][1].casefold().strip(",.(") in _words().house_number:
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
    if folded in _words().boxes:
        match = _BOX.match(text, start)
        if match:
            yield at, _with_postcode(text, match.end(), of_street=True), "adres"
        return
    if folded in _words().no_street:
        return
    house = _house_end(text, start)
    if not house:
        return
    first = _name_start(text, words)
    before = [word.casefold().strip("(,:.") for position, word in words if position < first]
    of_street = _is_street(text, first, name, before, house, postcode=False, town=False)
    end = _with_postcode(text, house, of_street=of_street)
    plain = text[start:house]
    if _YEARS.fullmatch(plain) and end == house:
        return
    town = _town_end(text, house) if end == house else 0
    if of_street or (
        (end > house or town) and _is_street(text, first, name, before, house, postcode=end > house, town=town > 0)
    ):
        yield first, town or _with_any_place(text, end), "adres"


def _town_end(text: str, house: int) -> int:
    """Return where the known municipality ends that stands behind a house number, 0 where there is none."""
    town = _towns().match(text, house)
    return town.end() if town else 0


def _with_any_place(text: str, end: int) -> int:
    """Return where a capitalised word ends that stands alone behind a house number and a comma."""
    abroad = _ABROAD.match(text, end)
    if abroad and abroad[1].casefold() not in _not_counted():
        return abroad.end()
    place = _ANY_PLACE.match(text, end)
    if place is None or is_label(place[1]) or place[1].casefold() in _words().openers:
        return end
    return end if f"{place[1]}." in sentence_marks().abbreviations else place.end(1)


def _with_postcode(text: str, end: int, *, of_street: bool) -> int:
    joint = _to_postcode().match(text, end)
    return (joint and _postcode_end(text, joint.end(), of_street=of_street)) or end


def _name_start(text: str, words: list[tuple[int, str]]) -> int:
    """Return where the name of a street starts that ends with the last of the words."""
    first = words[-1][0]
    particles, starters = _words().particles, _words().openers
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
        if _ordinal().fullmatch(folded) or (stripped[:1].isupper() and (folded not in starters or folded == "van")):
            first = at + len(word) - len(stripped)
        elif folded not in particles:
            break
    return first


def _is_street(text: str, first: int, name: str, before: list[str], house: int, *, postcode: bool, town: bool) -> bool:
    words = _words()
    folded, capital = name.casefold(), name[0].isupper() or name[0] in "’'"
    compound = first < house and not text[first:house].startswith(name)
    lives = not words.lives.isdisjoint(before[-4:])
    at_the = before[-1:] == ["aan"] or (before[-2:-1] == ["aan"] and before[-1] in words.particles)
    ends = _end().match(text, house) is not None
    certain = lives or (at_the and ends) or postcode or town
    opener = text[first:house].split(" ")[0].casefold()
    if compound and opener in words.streets and text[first].isupper():
        return True  # Laan van …, Plein 40-45 and the like
    if folded in words.named_streets:
        return capital
    if folded.endswith(_street_endings()) and not folded.endswith(_other_endings()):
        if folded in words.streets:
            return capital and (compound or certain)
        return capital or len(folded) > 7 or certain
    if not capital:
        return False
    if folded.endswith(_other_endings()) and (
        certain or (compound and opener not in words.no_street and folded in words.streets_or_else)
    ):
        return True
    return lives or (at_the and ends) or postcode
