"""Where the persons of a list are named in a text, in every form of their names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pipeline.dutch.contact_words import months
from pipeline.dutch.inflection import infinitive_of, infinitive_of_finite
from pipeline.dutch.lexicon import opinions, word_classes
from pipeline.dutch.name_words import (
    also_words,
    any_of,
    brands,
    function_words,
    given_names,
    is_prefix,
    places,
    plain_letters,
    plain_surnames,
    straight,
    surname_words,
    surnames,
    words,
)
from pipeline.dutch.named_after import last_word, word_before
from pipeline.dutch.names import fold, forms_of, parse_name, sound_of, without_titles
from pipeline.dutch.organisations import is_organisation
from pipeline.dutch.other_names import is_function, is_no_name
from pipeline.dutch.parse import Parse
from pipeline.dutch.tokens import marks_of, runs_in

Kind = Literal["full", "surname", "given"]

_KINDS: tuple[Kind, ...] = ("given", "surname", "full")  # what tells least comes first
_WORDS = re.compile(r"(?:[^\s/@|()\[\]–—+&>-]+|-(?![^\S\n]*\n)|-[^\S\n]*\n[^\S\n]*|(?<=\b[vV])/(?=[a-z]\b))+(?:@\S*)?")
_RUN = re.compile(r"\w+")
_AROUND = re.compile(r"(?:'(?=[dnst]\b))?\w(?:.*(?:(?<![^\W_]{2})\w\.|\w'?))?", re.DOTALL)
_GENITIVES = ("'s", "'", "s", "'en", "en")
# Where persons stand by the dozen without a capital: *actie: karin en joost*, *(karin)*, a cell of a table.
_CELL = re.compile(
    rf"(?:(?<=[|(\[])|(?:^|(?<=[\s(|]))(?i:{any_of('voor_wie_iets_doet')})\s*[:–-]?)"
    r"(?P<names>[^|()\[\]\n:.]{2,80}?)(?=[|)\]\n.]|$)",
    re.MULTILINE,
)
_PIECE = re.compile(rf"[^,/&+;\s](?:[^,/&+;]*?[^,/&+;\s])?(?=\s*(?:[,/&+;]|\s(?:{any_of('tussen_namen')})\s|$))")
_JOINT = re.compile(rf"(?<!\s)\s+(?:{any_of('tussen_namen')}|[–>-]+)\s+")
_TITLE_AT_END = re.compile(r"(?<![\w-])(?:[A-Z]?[a-z]{1,4}\.)$")  # Dir. Kramer, mr. Prins
_AND_NAME = re.compile(rf"\s+en\s+(?:(?:[a-z]+\s+)?[^\W\d_a-zß-öø-ÿ]|{any_of('bepalers')}\s)")
_MAX_ALIAS = 4
_MIN_SOUND = 6  # letters of a name that is known in another spelling too
_LONG_NAME = re.compile(r"(?<![\w-])[^\W\d_a-zß-öø-ÿ][^\W\d_]{5,}(?![\w-])")
_OPENING_NOUN = re.compile(r"(?:^|[.!?:]\s+)([A-Z][a-zß-öø-ÿ]+)$")
_NEXT_SMALL = re.compile(r"[^\S\n]+([a-z]+)(?!\w)")
_DASH = re.compile(r"[^\S\n]+[–—-][^\S\n]")
_OF_PLACE = re.compile(r"\bvan\s+$")
_LOOK_BACK = 100  # characters before a name that are looked at
_ENDS_OF_SENTENCE = ".!?\"“'(:;•*-–|"


@dataclass(frozen=True)
class KnownSpan:
    """A place where a person of a list is named, and how surely: a given name alone may be somebody else's."""

    start: int
    end: int
    name: str
    is_given: bool


@dataclass(frozen=True)
class _Listed:
    """One name of a list with its forms by kind, and what shows at once that a text has none of them."""

    name: str
    forms: Mapping[Kind, Mapping[str, tuple[str, Kind]]]
    initials: frozenset[str]
    own_initials: str | None  # as the list itself gives them
    sounds: frozenset[str]  # of the surname and given names, where they are long enough
    first: frozenset[str]  # words that a form may begin with
    marks: frozenset[str]  # the longest run of letters of each form
    reach: Mapping[str, int]  # of how many runs the longest form is that begins with a run; without those of one
    n_words: int


@lru_cache(maxsize=4096)  # those who took part come back in every text and session
def _listed(name: str) -> _Listed:
    parsed = parse_name(name)
    forms = forms_of(parsed)
    whole = {fold(" ".join(without_titles(name.split())))} if parsed.given else set()
    # *de API* is nobody's surname, whoever wrote *Frank API*.
    is_acronym = len(parsed.surname) > 1 and parsed.surname.isupper() and not name.isupper()
    surnames = frozenset() if is_acronym else forms.surnames
    of_kind: dict[Kind, Set[str]] = {"full": forms.full | whole, "surname": surnames, "given": forms.given}
    folded = {form for kind in _KINDS for form in of_kind[kind]}
    first = {form.split()[0] for form in folded}
    first |= {word.rstrip(".") for word in first}
    reach: dict[str, int] = {}
    _widen(reach, ((runs[0], len(runs)) for form in folded if len(runs := _RUN.findall(form)) > 1))
    return _Listed(
        name,
        {kind: dict.fromkeys(of_kind[kind], (name, kind)) for kind in _KINDS},
        forms.initials,
        parsed.initials,
        frozenset(sound_of(part) for part in (*surnames, *forms.given) if len(part) >= _MIN_SOUND and " " not in part),
        frozenset(f"{word}{ending}" for word in first for ending in ("", *_GENITIVES)),
        frozenset(
            f"{run}{ending}"
            for run in marks_of(folded | forms.initials)
            for ending in (("", "s", "en") if len(run) > 1 else ("",))
        ),
        reach,
        max((form.count(" ") + 1 for form in (*of_kind["full"], *surnames)), default=0),
    )


def _widen(reach: dict[str, int], more: Iterable[tuple[str, int]]) -> None:
    for run, length in more:
        reach[run] = max(length, reach.get(run, 0))


@cache
def _opens_cell() -> tuple[str, ...]:
    return ("|", "(", "[", *words("voor_wie_iets_doet"))


@lru_cache(maxsize=4)  # several lists are looked up in one text
def _words_in(plain: str) -> list[tuple[int, int, str, str]]:
    """Return the words of a text without the marks around them: offsets, as it stands, and folded."""
    found = []
    for match in _WORDS.finditer(plain):
        core = _core_of(match[0])
        if core is not None:
            start = match.start() + core[0]
            found.append((start, start + len(core[1]), *core[1:]))
    return found


@lru_cache(maxsize=1 << 16)  # most words come back
def _core_of(word: str) -> tuple[int, str, str] | None:
    """Return where a word without the marks around it begins, that word, and that folded."""
    if word.isalnum():
        return 0, word, fold(word)
    own = _AROUND.search(word)
    return None if own is None else (own.start(), own[0], fold(own[0]))


def says_or_does(behind: tuple[str, str] | None) -> bool:
    """Return whether the word behind a name, told by its part of speech and form, says that one person says or does."""
    return behind is not None and infinitive_of_finite(behind[1]) in _sayings()


@cache
def _sayings() -> frozenset[str]:
    return words("wat_mensen_doen") | frozenset(opinions().verbs.say)


@lru_cache(maxsize=4)  # several lists are looked up in one text
def _sounds_in(plain: str) -> list[tuple[int, int, str]]:
    """Return the long words with a capital in a text: offsets, and how they sound."""
    return [(*match.span(), sound_of(match[0])) for match in _LONG_NAME.finditer(plain)]


class KnownNames:
    """The persons of a list, by all forms of their names.

    Parameters
    ----------
    names
        Their names, as the list prints them.
    plain_words
        Words that the report writes in small letters: with a capital at the start of a sentence they are no names yet.
    """

    def __init__(self, names: Iterable[str], plain_words: Set[str] = frozenset()) -> None:
        self._plain_words = plain_words
        self.names = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
        # Of two persons the first on the list counts, and of the kinds the one that tells most.
        listed = [_listed(name) for name in reversed(self.names)]
        self._forms: dict[str, tuple[str, Kind]] = {}
        for kind in _KINDS:
            for one in listed:
                self._forms.update(one.forms[kind])
        own = {one.own_initials for one in listed}
        taken = words("afkortingen")
        initials = {form: one.name for one in listed for form in one.initials}
        self._initials = {form: name for form, name in initials.items() if form in own or form not in taken}
        self._shared = {form: name for form, name in initials.items() if form not in self._initials}
        self._sounds = {sound: one.name for one in listed for sound in one.sounds}
        self._first = frozenset[str]().union(*(one.first for one in listed))
        self._marks = frozenset[str]().union(*(one.marks for one in listed))
        initials_folded = {fold(form) for form in initials}
        self._triggers = self._first | initials_folded | {f"{form}." for form in initials_folded}
        self._reach: dict[str, int] = {}
        for one in listed:
            _widen(self._reach, one.reach.items())
        self._longest = max((one.n_words for one in listed), default=0)

    def find(self, plain: str, parse: Parse | None) -> list[KnownSpan]:
        """Return where the persons are named in a text with straight apostrophes; spans may overlap.

        They are looked up word by word, in any spacing, over line ends too.
        """
        if not self.names:
            return []
        misspelled = [
            KnownSpan(start, end, self._sounds[sound], is_given=True)
            for start, end, sound in _sounds_in(plain)
            if sound in self._sounds and self._may_be_misspelled(plain[start:end])
        ]
        if self._marks.isdisjoint(runs_in(plain)):
            return misspelled
        found = misspelled
        listed = _words_in(plain)
        has_aliases = bool(self._shared) and any(own in self._initials for _, _, own, _ in listed)
        for index, (start, end, own, key) in enumerate(listed):
            if key not in self._triggers:
                continue
            if own[-1] == "." and own not in self._initials:  # the end of a sentence
                own, end = own[:-1], end - 1
            if own in self._initials:
                found.append(KnownSpan(start, end, self._initials[own], is_given=False))
            elif own in self._shared and self._is_alias(plain, start, end, parse, has_aliases):
                found.append(KnownSpan(start, end, self._shared[own], is_given=False))
            if key not in self._first:
                continue
            start_of_key = _RUN.search(key)
            reach = self._reach.get(start_of_key[0], 1) if start_of_key is not None else 1
            for length in range(min(reach, self._longest, len(listed) - index), 0, -1):
                last = listed[index + length - 1][1]
                ends = (last, last - 1) if plain[last - 1] == "." else (last,)  # *Anna Li.* ends a sentence
                span = next(filter(None, (self._name_at(plain, start, end, parse) for end in ends)), None)
                if span is not None:
                    found.append(span)
                    break
        for start, end, own, _ in listed:
            if "-" in own and not any(span.start < end and start < span.end for span in found):
                found += self._joined(plain, start, end)
        found += self._in_cells(plain)
        return found

    def _may_be_misspelled(self, word: str) -> bool:
        """Return whether a word is no other that is known, so that it may be a name in another spelling."""
        lower = straight(word).casefold()
        other = (
            word in given_names() or word in surnames() or word in also_words() or word in places() or word in brands()
        )
        return not (other or lower in self._plain_words or is_no_name(word) or infinitive_of().get(lower) is not None)

    @staticmethod
    def _is_alias(plain: str, start: int, end: int, parse: Parse | None, has_aliases: bool) -> bool:
        """Return whether letters that are an abbreviation too stand for somebody: *de rector (IV)*, *PV meldt dat*."""
        if plain[end : end + 1] == "-" or plain[start - 1 : start] == "-":
            return False  # *de AR-omgeving*
        if has_aliases or (plain[:start].endswith("(") and plain.startswith(")", end)):
            return True
        behind = parse.word_behind(end) if parse is not None else None
        is_subject = parse is not None and parse.opens_sentence(start) and behind is not None and behind[0] == "VERB"
        return is_subject or says_or_does(behind)

    def _joined(self, plain: str, start: int, end: int) -> list[KnownSpan]:
        """Return two persons whom a hyphen joins: *overleg Slagter-Texier*."""
        found = []
        parts = list(re.finditer(r"[^-]+", plain[start:end]))
        for match in parts:
            if match[0].islower():
                continue  # *het voorstel-Groothuis*
            name, kind, _ = self.lookup(fold(match[0]))
            is_word = self.is_word(match[0]) and not parts[0][0].islower()
            if name is None or not match[0][:1].isupper() or is_word:
                return []
            found.append(KnownSpan(start + match.start(), start + match.end(), name, is_given=kind == "given"))
        return found

    def _name_at(self, plain: str, start: int, end: int, parse: Parse | None) -> KnownSpan | None:
        text = plain[start:end]
        key = fold(text)
        name, kind, is_inflected = self.lookup(key)
        if name is None:
            return None
        if kind == "full":
            last = text.split()[-1]
            if "," in text and is_prefix(last) and last[0].isupper() and fold(last) != fold(name.split()[0]):
                return None  # *in Assen, Van Doorn in Doorn*, but *Schoofs, El*
            return KnownSpan(start, end, name, is_given=False)
        # *De valk* is a bird: the surname itself has its capital.
        last = re.split(r"[\s.-]", text.rstrip("."))[-1]
        if text.islower() and text not in months():  # *per jan.*
            capital = text.split("-")[0].capitalize()
            is_given = kind == "given" and capital in given_names() and capital not in also_words()
            if is_given or (kind == "surname" and self._is_small_surname(plain, start, end, parse)):
                return KnownSpan(start, end, name, is_given=is_given)
        if " " in text.strip() and any(sign.isupper() for sign in last[:3]):
            # *de gedeputeerde van Limburg* governs the province, whoever else is called so.
            before = plain[max(start - _LOOK_BACK, 0) : start].rstrip()
            is_place = text.startswith("van ") and is_organisation(last)
            if is_place and is_function(last_word(before)):
                return None
            return KnownSpan(start, end, name, is_given=kind == "given")
        if not any(sign.isupper() for sign in last[:3]):
            return None
        of = _OF_PLACE.search(plain, max(start - _LOOK_BACK, 0), start)
        if of is not None and " " not in text and is_organisation(text) and is_function(word_before(plain, of.start())):
            return None
        if self.is_name_alone(plain, start, end, parse, is_inflected=is_inflected):
            return KnownSpan(start, end, name, is_given=kind == "given")
        return None

    @staticmethod
    def _is_small_surname(plain: str, start: int, end: int, parse: Parse | None) -> bool:
        """Return whether a surname typed small is one: no other word, or one that says something: *mulder vraagt*."""
        text = plain[start:end]
        capital = text.split()[-1].capitalize()
        if (
            plain_letters(capital) in plain_surnames()
            and capital not in surname_words()
            and capital not in also_words()
        ):
            return True
        lead = plain[max(start - _LOOK_BACK, 0) : start].rstrip()
        opens = not lead or lead[-1] in _ENDS_OF_SENTENCE
        if opens and says_or_does(parse.word_behind(end) if parse is not None else None):
            return True
        return infinitive_of().get(last_word(lead)) in _sayings() and plain[end : end + 1] in (",", ".")

    def lookup(self, key: str) -> tuple[str | None, Kind | Literal[""], bool]:
        """Return the person of a folded form, what kind of form it is, and whether it is a genitive or plural."""
        if key in self._forms:
            return *self._forms[key], False
        if key.endswith(_GENITIVES):
            for ending in _GENITIVES:
                form = key.removesuffix(ending)
                if form != key and form in self._forms:
                    return *self._forms[form], True
        return None, "", False

    def is_word(self, word: str) -> bool:
        """Return whether a name is an ordinary word too, in the language or in this report."""
        lower = straight(word).casefold()
        if word.capitalize() in given_names() and word.capitalize() not in also_words():
            return False  # *sanne* in small letters is a name all the same
        return (
            word.capitalize() in also_words()
            or word.capitalize() in surname_words()
            or lower in self._plain_words
            or lower.removesuffix("s") in self._plain_words
            or infinitive_of().get(lower) is not None
        )

    def is_name_alone(
        self, plain: str, start: int, end: int, parse: Parse | None, *, is_inflected: bool = False
    ) -> bool:
        """Return whether one word that may be a name is one: *Storm presenteert*, not *de Mark* or *Lieve woorden*."""
        own = plain[start:end]
        lead = plain[max(start - _LOOK_BACK, 0) : start]
        before = lead.rstrip()
        is_word = self.is_word(own) or (is_inflected and self.is_word(re.sub(r"'?s?$", "", own)))
        if last_word(before) in words("lidwoorden") and (is_word or not is_inflected):
            return not is_word and last_word(before) in word_classes().definite_articles
        if not is_word and own not in places():
            return True
        if last_word(before) in words("plaatsbepaling") and (own in places() or last_word(before) == "in"):
            return False  # *in Hoorn* is the town, *in Ada* the language, but *tussen Doe en Bos*
        opening = _OPENING_NOUN.search(before) if own in places() else None
        if (
            opening is not None
            and opening[1] not in given_names()
            and not is_function(opening[1])
            and opening[1].casefold() not in function_words()
        ):
            return False  # *Waterstand Maas*, but *Ook Zwolle*
        title = _TITLE_AT_END.search(before)
        if title is not None and title[0][:-1].casefold() not in function_words():
            return True
        following = plain[end : end + 1]
        is_label = not before and _DASH.match(plain, end) is not None  # *Doe – dit kost ons te veel tijd*
        if (
            following == ":"
            or is_label
            or (plain.startswith(" (", end) and own not in places())
            or before.endswith(("@", "&"))
        ):
            return True
        if before and before[-1] not in _ENDS_OF_SENTENCE and "\n" not in lead[len(before) :]:
            return not own.isupper() or len(own) > 3 or not before.isupper()
        # Every word has a capital at the start of a sentence: a name stands before its verb or a colon.
        if following in (",", ")", "/") and before.endswith("("):
            return True
        word = parse.word_behind(end) if parse is not None else None
        if word is None:
            behind = _NEXT_SMALL.match(plain, end)
            is_verb = behind is not None and infinitive_of_finite(behind[1]) is not None
            return parse is None and (is_verb or following in (",", ")", "/", "|", "\n", ""))
        part_of_speech, lower = word
        if parse is not None and parse.part_of_speech(start) in ("ADJ", "ADV") and part_of_speech == "AUX":
            return False  # *Vrolijk was de sfeer*
        if is_inflected:
            return part_of_speech in ("NOUN", "ADJ")
        if following in (",", ")", "/", "("):
            return True
        is_verb = part_of_speech in ("VERB", "AUX") or (
            infinitive_of().get(lower) is not None
            and part_of_speech not in ("ADP", "DET", "CCONJ", "SCONJ")
            and (part_of_speech not in ("NOUN", "ADJ") or lower.endswith("t"))
        )
        is_listed = lower == "en" and _AND_NAME.match(plain, end) is not None
        return is_verb or part_of_speech == "PROPN" or is_listed

    def _in_cells(self, plain: str) -> Iterator[KnownSpan]:
        """Yield the persons in brackets, cells and lists of actions, where they may stand in small letters."""
        if not any(map(plain.casefold().__contains__, _opens_cell())):
            return
        for match in _CELL.finditer(plain):
            start, names = match.start("names"), _JOINT.sub(lambda joint: ",".ljust(len(joint[0])), match["names"])
            pieces = [(piece.start() + start, piece.end() + start) for piece in _PIECE.finditer(names)]
            known = [(span, self.lookup(fold(plain[slice(*span)]))[0]) for span in pieces]
            for (first, last), name in known:
                if name is None and last - first > _MAX_ALIAS:
                    break  # what follows is no list of names any more
                own = plain[first:last]
                if name is not None and own.casefold() not in function_words():
                    yield KnownSpan(first, last, name, is_given=False)
