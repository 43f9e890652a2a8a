"""The words by which contact and identity data are known (`contactgegevens.toml`), and what they say of a number."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.dutch.lexicon import calendar
from pipeline.dutch.resource import Resource, Terms, Words, Written, key, read

Found = tuple[int, int, str]

BLANK = " \t\xa0\u2009\u202f"
DASH = "\\-\u2010\u2011\u2012\u2013"
HYPHENS = frozenset("-\u2010\u2011\u2012\u2013")
BETWEEN_DIGITS = rf"[{BLANK}\n{DASH}./]"

_NEXT_WORD = re.compile(r"[ \xa0]?([^\s.,;:!?)]{1,20})")
_AROUND = 80
_DIGIT = re.compile(r"[0-9]")
_MOST_WORDS = 7
_LONG_REACH = ("citizen_number", "account", "plate", "birth")
_MARKS = "(),;:.\"'“”=*<>|"


class Labels(Resource):
    """Words behind which a number stands that is known by them; the key is the kind."""

    phone: Words = key("telefoonnummer")
    extension: Words = key("toestel")
    citizen_number: Words = key("burgerservicenummer")
    account: Words = key("iban")
    plate: Words = key("kenteken")
    birth: Words = key("geboortedatum")
    number: Words = key("nummer")
    other_number: Words = key("ander_nummer")


class WordsAround(Resource):
    """Words around a number."""

    short: Words = key("kort")
    no_person: Words = key("geen_mens")
    money: Words = key("geld")
    units: Words = key("eenheden")
    before_birthday: Words = key("voor_geboortedag")
    venues: Words = key("gelegenheid")


class AddressWords(Resource):
    """Parts of an address, and the words around one."""

    streets: Words = key("straten")
    streets_or_else: Words = key("straten_of_iets_anders")
    named_streets: Words = key("straatnamen")
    no_street: Words = key("geen_straat")
    lives: Words = key("woont")
    openers: Words = key("zinsbegin")
    particles: Words = key("tussenvoegsels_straat")
    boxes: Words = key("postbus")
    no_postcode: Written = key("geen_postcode")
    place_starts: Words = key("plaats_begint")
    additions: Words = key("toevoegingen")
    house_number: Words = key("huisnummer")
    postcode: Words = key("postcode")
    care_of: Words = key("per_adres")
    place_inside: Words = key("plaats_binnenin")
    after_address: Words = key("erachter")


class OnlineWords(Resource):
    """What names somebody on the internet, or lets somebody in."""

    secrets: Words = key("geheimen")
    near_secrets: Words = key("bij_geheimen")
    stating: Words = key("luidt")
    joining: Words = key("verbonden_met")
    no_secret: Words = key("geen_geheim")
    introducing: Words = key("inleidend")
    user_names: Words = key("gebruikersnamen")
    users: Words = key("gebruikers")
    assigned: Words = key("toegewezen")
    log_in: Words = key("inloggen")
    no_handle: Words = key("geen_gebruiker")
    no_account: Words = key("geen_account")
    organisation_starts: Terms = key("organisatie_begint")
    profiles: Words = key("profielen")
    no_profile: Words = key("geen_profiel")
    with_parts: Words = key("met_onderdelen")
    at: Words = key("apenstaart")
    dot: Words = key("punt")


class PhoneWords(Resource):
    """Parts of a telephone number."""

    area_codes: Words = key("netnummers")


class Accounts(Resource):
    """Forms of bank accounts."""

    countries: Written = key("landen")


class Plates(Resource):
    """Forms of licence plates, and the words around them."""

    side_codes: Written = key("sidecodes")
    vehicles: Words = key("voertuigen")
    codes: Words = key("codes")


class ContactWords(Resource):
    """All of `contactgegevens.toml`."""

    labels: Labels = key("aanduidingen")
    around: WordsAround = key("tussenwoorden")
    address: AddressWords = key("adres")
    online: OnlineWords = key("online")
    phone: PhoneWords = key("telefoon")
    account: Accounts = key("iban")
    plates: Plates = key("kentekens")


@cache
def contact_words() -> ContactWords:
    """Return the words by which contact and identity data are known."""
    return read(ContactWords, "contactgegevens.toml")


@cache
def months() -> tuple[str, ...]:
    """Return the names of the months in all their forms."""
    return tuple(form for forms in calendar().months for form in forms)


@cache
def occasions() -> frozenset[str]:
    """Return the words before an address or date by which it is that of a meeting or a building."""
    return contact_words().around.venues | {*calendar().weekday_forms}


@cache
def _labels() -> dict[str, str]:
    labels = contact_words().labels
    return {label: str(field.alias) for name, field in Labels.model_fields.items() for label in getattr(labels, name)}


@cache
def _far_reaching() -> frozenset[str]:
    return frozenset(str(Labels.model_fields[name].alias) for name in _LONG_REACH)


def is_label(word: str) -> bool:
    """Return whether a number may stand behind a word that says what it is."""
    return word.casefold() in _labels()


def names_any(small: str, *lists: frozenset[str]) -> bool:
    """Return whether a text in small letters holds a word of some lists, be it within another word."""
    return any(map(small.__contains__, _without_longer(*lists)))


@cache
def _without_longer(*lists: frozenset[str]) -> tuple[str, ...]:
    """Return the words of some lists that hold no other: where these are not, the others are not either."""
    shortest: list[str] = []
    for word in sorted({word for words in lists for word in words}, key=len):
        if not any(other in word for other in shortest):
            shortest.append(word)
    return tuple(shortest)


def words_before(text: str, start: int) -> list[str]:
    """Return the words before a place, in small letters."""
    return text[max(0, start - _AROUND) : start].replace("\u2011", "-").casefold().split()


def label_before(words: Sequence[str]) -> tuple[str, int]:
    """Return what the words before a number say it is, and how many words ago."""
    labels, between = _labels(), contact_words().around.short
    near = True
    following = ""
    for distance, word in enumerate(reversed(words[-_MOST_WORDS:])):
        if "[" in word or "]" in word:
            break
        plain = word.strip(_MARKS)
        kind = labels.get(f"{plain} {following}") or labels.get(plain)
        if kind and len(plain) == 1 and not word.endswith((":", ".")):
            kind = None
        if kind and (near or kind in _far_reaching()):
            return kind, distance
        if (distance and word.endswith((".", ";"))) or _DIGIT.search(plain):
            break
        near = near and (plain in between or not plain)
        following = plain
    return "", 0


def counts_nothing(text: str, end: int) -> bool:
    """Return whether no unit stands behind a number: *123456782 inwoners* is a count."""
    following = _NEXT_WORD.match(text, end)
    return following is None or following[1].casefold() not in contact_words().around.units
