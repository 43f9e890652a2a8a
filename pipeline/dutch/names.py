"""A name of a person: its parts, and the forms in which texts write it.

A name is one or more given names or initials, any tussenvoegsels, and a surname, which may be double. Lists print
it in several orders: *Ineke de Vries-van Dam*, *Vries-van Dam, I. de*, *Johannes (Joop) Prins*, *De Wit*.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipeline.dutch.name_words import degrees, given_names, is_prefix, plain_letters, straight, surnames, titles

_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)++(?:-?[^\W\d_]\.)*+")
_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{1,4}")
_BRACKETS = re.compile(r"(?:(?<!\s)\s+)?\(([^()]*)\)?\s*")
_CALL_NAME = re.compile(r"[^\W\d_][^\W\d_]+(?:-[^\W\d_]+)?")
_ELIDED = re.compile(r"(?:[dlst]|'[dst])'(?=\w)", re.IGNORECASE)  # d'Hont
_MIN_PART = 3  # letters of a part of a double surname that may stand alone
_MIN_SHORT = 4  # letters of a given name that is cut short: Steph
_MIN_ALIAS = 2
# What names are spelled with for one sound; the order matters.
_SPELLINGS = (
    ("ij", "y"),
    ("ei", "y"),
    ("ae", "aa"),
    ("sch", "sg"),
    ("ck", "k"),
    ("ch", "g"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dt", "t"),
    ("c", "k"),
    ("z", "s"),
    ("uy", "ui"),
    ("oo", "o"),
    ("ts", "s"),
)
_DIMINUTIVES = ("je", "tje", "pje", "etje")


@dataclass(frozen=True)
class Name:
    """A name of a person by its parts, as printed but for the kind of apostrophe.

    Attributes
    ----------
    given
        Given names and initials (*J.A.*, *KM*) in order.
    prefix
        The tussenvoegsels before the surname, as one text; empty if there are none.
    surname
        The surname without them; of a double one both parts (*Vries-van Dam*, *Wit van Dorp*).
    call_name
        The name in brackets by which somebody is called: *Joop* of *Johannes (Joop) Prins*.
    initials
        The letters by which a list abbreviates the person: *TK* of *Tom Kuipers (TK)*.
    """

    given: tuple[str, ...]
    prefix: str
    surname: str
    call_name: str | None = None
    initials: str | None = None

    @property
    def full_surname(self) -> str:
        """The surname with its tussenvoegsels."""
        return f"{self.prefix} {self.surname}".strip()

    @property
    def given_names(self) -> tuple[str, ...]:
        """The names among the given ones, without initials; the call name with them."""
        found = [part for part in self.given if not is_initials(part)]
        return tuple(dict.fromkeys([*found, *([self.call_name] if self.call_name else [])]))

    @property
    def surname_parts(self) -> tuple[str, ...]:
        """The parts of a double surname that may stand alone, with and without their tussenvoegsels."""
        if "-" not in self.surname and " " not in self.surname:
            return ()
        parts = [*re.split(r"[-\s]+", self.surname), *self.surname.split("-")]
        return tuple(dict.fromkeys(part for part in parts if part != self.surname and _is_part(part)))


@dataclass(frozen=True)
class NameForms:
    """The forms in which a text may write a name, folded by `fold`, each in the set of what it tells.

    Attributes
    ----------
    full
        More than a surname: these are the person in any case of letters.
    surnames
        The surname, with and without tussenvoegsels, and the parts of a double one.
    given
        Given names alone, call names and diminutives.
    initials
        Abbreviations (*PdV*, *P.d.V.*), not folded: they hold only as they are written here.
    """

    full: frozenset[str]
    surnames: frozenset[str]
    given: frozenset[str]
    initials: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """All folded forms."""
        return self.full | self.surnames | self.given


@lru_cache(maxsize=4096)
def parse_name(text: str) -> Name:
    """Return the parts of a name in any usual order; forms of address, titles and degrees are left out.

    >>> parse_name("Ineke de Vries-van Dam")
    Name(given=('Ineke',), prefix='de', surname='Vries-van Dam', call_name=None, initials=None)
    >>> parse_name("Wit, J.A. de").full_surname, parse_name("Johannes (Joop) Prins").call_name
    ('de Wit', 'Joop')
    """
    call_name = initials = None
    plain = straight(text)
    for match in _BRACKETS.finditer(plain):
        inner = match[1].split(",")[0].strip()
        is_last = not plain[match.end() :].strip()
        if is_last and _is_initials_of(inner, plain[: match.start()]):
            initials = inner
        elif (not is_last or "," in plain[: match.start()]) and _CALL_NAME.fullmatch(inner):
            call_name = inner
    words = without_titles(_BRACKETS.sub(" ", plain).replace(",", " , ").split())
    return _parsed(words, call_name, initials)


def _parsed(words: list[str], call_name: str | None, initials: str | None) -> Name:
    if "," in words:
        at = words.index(",")
        last, first = words[:at], [word for word in words[at + 1 :] if word != "," and word.casefold() not in titles()]
        while first and is_prefix(first[-1]):  # Wit, J.A. de
            last.insert(0, first.pop())
        own = 0
        while own < len(last) - 1 and is_prefix(last[own]):
            own += 1
        if first:
            return Name(tuple(first), " ".join(last[:own]), " ".join(last[own:]), call_name, initials)
        words = last
    words = [word for word in words if word != ","]
    if not words:
        return Name((), "", "", call_name, initials)
    words = _with_given_first(words)
    start = _start_of_surname(words)
    end = start
    while end < len(words) - 1 and is_prefix(words[end]):
        end += 1
    return Name(tuple(words[:start]), " ".join(words[start:end]), " ".join(words[end:]), call_name, initials)


def _with_given_first(words: list[str]) -> list[str]:
    """Return the words of a name with the given ones first: *Jansen J.A.* and *Vries Piet de* print them behind."""
    lead = list(words)
    prefixes: list[str] = []
    while len(lead) > 2 and is_prefix(lead[-1]) and lead[-1].islower():
        prefixes.insert(0, lead.pop())
    behind = len(lead) > 1 and (_DOTTED.fullmatch(lead[-1]) or (len(lead[-1]) == 1 and lead[-1].isupper()))
    own = 1
    while own < len(lead) - 1 and is_prefix(lead[own - 1]):
        own += 1
    is_turned = len(lead) == own + 1 and lead[-1] in given_names() and lead[0] not in given_names()
    if (behind and not is_initials(lead[0])) or (prefixes and is_turned):
        return [lead[-1], *prefixes, *lead[:-1]]
    if is_turned and lead[0] in surnames():
        return [lead[-1], *lead[:-1]]
    return words


def _start_of_surname(words: Sequence[str]) -> int:
    if len(words) == 1:
        return 0
    # *De Wit* has no given name, *Ben Bos* has.
    first = next(
        (
            place
            for place, word in enumerate(words)
            if ("-" in word and is_prefix(word.rpartition("-")[2]))  # Scheepers-el Idrissi
            or (place and _ELIDED.match(word))
            or (place < len(words) - 1 and is_prefix(word) and (place or word not in given_names()))
        ),
        None,
    )
    if first is not None:
        return first
    leading = 0
    while leading < len(words) - 1 and (is_initials(words[leading]) or words[leading] in given_names()):
        leading += 1
    return leading if leading and len(words) - leading <= 2 else len(words) - 1


@lru_cache(maxsize=4096)  # those who took part come back in every block and table
def forms_of(name: Name) -> NameForms:
    """Return the forms in which a text may write a name."""
    given = set(name.given_names)
    prefixes = _prefixes_of(name)
    parts = (name.surname, *name.surname_parts)
    # *Maria Jansen Pereira*, and the married name without the other: *Vries*, *van Dam*, *Dam*.
    surnames = {*parts, *(f"{prefix} {part}" for prefix in prefixes for part in parts[:2])}
    # What is no given name may belong to the surname: *Tjong Kim Sang* of Winston Tjong Kim Sang.
    starts = [at for at, own in enumerate(name.given) if at and own not in given_names() and not is_initials(own)]
    surnames |= {" ".join([*name.given[at:], name.full_surname]) for at in starts if name.surname}
    before = _forms_before_surname(name)
    behind = {*surnames, name.full_surname}
    whole = {f"{one} {last}" for one in before for last in behind}
    whole |= {f"{last}, {one}{end}" for one in before for last in behind for end in ("", f" {name.prefix}".rstrip())}
    whole |= {f"{last} {one}" for one in before for last in (name.full_surname, name.surname)}
    whole |= {f"{name.surname} {one} {name.prefix}" for one in before if name.prefix}
    whole |= {f"{name.surname}, {name.prefix}"} if name.prefix else set()
    whole |= _with_letter_of_surname(name, prefixes)
    diminutives = {form for one in given for form in _diminutives_of(one)}
    surnames |= {form for part in parts if len(part) >= _MIN_PART for form in _diminutives_of(part)}
    surnames |= {f"{part}{part[-1]}en" for part in parts if part}  # de Stammen
    shortened = {one[:length] for one in given & given_names() for length in range(_MIN_SHORT, len(one) - 1)}
    return NameForms(
        full=_folded(whole - surnames - given),
        surnames=_folded(surnames),
        given=_folded(given | diminutives | shortened) - _folded(surnames),
        initials=_initials_of(name),
    )


def _diminutives_of(name: str) -> set[str]:
    """Return the pet forms of a name: *Jantje*, *Ambertje*, *Beaatje*, *Sjakie*."""
    if len(name) < _MIN_PART:
        return set()
    found = {f"{name}{ending}" for ending in _DIMINUTIVES}
    if name[-1] in "aou":
        found.add(f"{name}{name[-1]}tje")
    short = re.sub(r"([aeou])\1(?=[^aeiou]$)", r"\1", name)
    return found | {f"{short}ie", f"{short}{short[-1]}ie"}


def _prefixes_of(name: Name) -> set[str]:
    """Return the ways to write the tussenvoegsels of a name: *van der*, *v.d.*, *v/d*, *vd*, *v. d.*."""
    if not name.prefix:
        return set()
    letters = [word.strip("'")[:1] for word in name.prefix.split()]
    found = {name.prefix, ".".join(letters) + ".", ". ".join(letters) + ".", "".join(letters)}
    rest = " ".join(name.prefix.split()[1:])
    found |= {f"{letters[0]}. {rest}", f"{letters[0]}.{rest}"} if rest else set()
    return found | ({"/".join(letters)} if len(letters) > 1 else set())


def _forms_before_surname(name: Name) -> set[str]:
    """Return what may stand before the surname: given names, one or more, the call name, initials in all spacings."""
    given = name.given_names
    found = {" ".join(name.given), *given, *(" ".join(given[:length]) for length in range(1, len(given) + 1))}
    letters = _letters_of(name)
    for own in {letters[:1], letters} - {""}:
        found |= {".".join(own) + ".", " ".join(f"{letter}." for letter in own), own, ".-".join(own) + "."}
    if name.call_name:
        found |= {f"{one} ({name.call_name})" for one in list(found)}
    return found - {""}


def _with_letter_of_surname(name: Name, prefixes: Iterable[str]) -> set[str]:
    """Return a given name with the first letter of the surname: *Bas K.*, *Piet vE*, *Marloes d. H.*."""
    if not name.surname or not name.given_names:
        return set()
    last = name.surname[0]
    small = "".join(word.strip("'")[:1] for word in name.prefix.split())
    behind = {last, f"{small}{last}", *(f"{prefix} {last}" for prefix in prefixes)}
    behind |= {f"{prefix}{last}" for prefix in prefixes if prefix[-1] == "."}
    found = {f"{one} {letters}{end}" for one in name.given_names for letters in behind for end in ("", ".")}
    first = _letters_of(name)[:1]
    # *M. de R.*, whose last point may end the sentence
    return found | {f"{first}. {prefix} {last}{end}" for prefix in prefixes if first for end in ("", ".")}


def _letters_of(name: Name) -> str:
    """Return the first letters of the given names: *KM* of *K.M.*, *Karel Marie* and *KM*."""
    return "".join(
        part
        if _CAPITALS.fullmatch(part)
        else "".join(word[0] for word in re.split(r"[-.]", part) if word[:1].isalpha())
        for part in name.given
    )


def _initials_of(name: Name) -> frozenset[str]:
    found: set[str] = set()
    letters = _letters_of(name)
    small = "".join(word.strip("'")[:1] for word in name.prefix.split())
    if letters and name.surname[:1].isalpha():
        # *R.a.* of Rania al-Khatib, *N.O.A.* of Naïma Oulad Ali
        lasts = {name.surname[0].upper(), name.surname[0], "".join(word[0] for word in name.surname.split())}
        if len(name.surname_parts) > 1:
            lasts.add("".join(part.split()[-1][0].upper() for part in name.surname.split("-") if part.strip()))
        for first in {letters[0], letters}:
            for last in lasts:
                found |= {first + small + last, (first + small + last).upper(), first + last}
    found |= {letters} if "-" in "".join(name.given) or len(name.given_names) > 1 else set()  # JW
    found = {form for form in found if len(form) >= _MIN_ALIAS}
    found |= {".".join(form) + "." for form in found}
    if name.initials:
        found.add(name.initials)
    return frozenset(found)


def without_titles(words: Iterable[str]) -> list[str]:
    """Return the words of a name without forms of address and titles before it and degrees behind it."""
    listed = list(words)
    while len(listed) > 1 and listed[0].casefold() in titles() and listed[1] != ",":
        listed = listed[1:]
    while len(listed) > 1 and (listed[-1] in degrees() or listed[-1] == ","):
        listed = listed[:-1]
    return listed


def surname_of(name: str) -> str:
    """Return the surname with its tussenvoegsels, folded.

    >>> [surname_of(name) for name in ("Kees van der Burg", "J.A. de Wit", "Ben Bos", "Ineke de Vries-van Dam")]
    ['van der burg', 'de wit', 'bos', 'de vries-van dam']
    """
    return fold(parse_name(name).full_surname)


@lru_cache(maxsize=65536)  # nearly all are words
def sound_of(word: str) -> str:
    """Return a folded word as it sounds: *Weststrate* and *Weststraate*, *Verdijk* and *Verdyck* are written for one.

    >>> sound_of("Weststraate") == sound_of("Weststrate"), sound_of("Verdyck") == sound_of("Verdijk")
    (True, True)
    """
    sound = fold(word)
    for written, sounds in _SPELLINGS:
        sound = sound.replace(written, sounds)
    return re.sub(r"(.)\1", r"\1", sound)


@lru_cache(maxsize=65536)  # nearly all are words
def fold(text: str) -> str:
    """Return a name as it is looked up: small letters, single spaces, no diacritics, one kind of apostrophe and hyphen.

    >>> fold("Ayşe  YILDIZ-‘t  Hart")
    "ayse yildiz-'t hart"
    """
    plain = plain_letters(text.casefold())
    if "-" in plain:
        plain = re.sub(r"\s*-\s*", "-", plain)
    return " ".join(plain.split())


def is_initials(word: str) -> bool:
    """Return whether a word stands for given names: *J.A.*, *W.-P.*, *KM* or *J*."""
    return bool(_DOTTED.fullmatch(word)) or bool(_CAPITALS.fullmatch(word))


def _is_part(part: str) -> bool:
    return len(part) >= _MIN_PART and not is_prefix(part) and part[0].isalpha()


def _is_initials_of(letters: str, name: str) -> bool:
    words = [word for word in re.split(r"[\s-]+", name) if word[:1].isalpha()]
    own = letters.replace(".", "").casefold()
    return (
        bool(words)
        and 2 <= len(own) <= 5
        and own.isalpha()
        and (own[0] == words[0][0].casefold() and set(own) <= {letter for word in words for letter in word.casefold()})
        and (letters.isupper() or (letters[0].isupper() and letters[-1].isupper()))
    )


def _folded(forms: Iterable[str]) -> frozenset[str]:
    found = {own for form in forms if len(own := fold(form).strip(" ,")) > 1}
    return frozenset(found | {form.replace("'", "") for form in found if "'" in form})  # dAncona
