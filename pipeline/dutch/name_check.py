"""Where the names of participants stand in any text, looked up by word and not name by name.

This is the check behind the finder of names (`persons`): it knows no context, and so only looks for full names and
for forms that nothing but a name can be in these reports.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.dutch.name_words import prefixes
from pipeline.dutch.names import is_initials, parse_name
from pipeline.dutch.organisations import is_organisation
from pipeline.dutch.other_names import is_no_person

_WORD = re.compile(r"[^\W_]+")
_SMALL = re.compile(r"(?<![\w-])[a-zß-öø-ÿ]{2,}(?![\w-])")
_HIGHEST = 0x1F00  # the letters below it are folded: Latin ones with their signs
_BARE_LETTERS = dict(zip("ıłøđðþßæœ’‘ʼ`´", "iloddtsao'''''", strict=True))
_MIN_SURNAME = 4
_MAX_GAP = 4
_ENDS = frozenset("_.!?;:()[]")


@cache
def _folds() -> Mapping[str, str]:
    """Return what each sign with a mark or of another kind becomes; capitals are dealt with before."""
    letters = map(chr, range(0x80, _HIGHEST))
    folds = {sign: unicodedata.normalize("NFD", sign)[0].lower()[0] for sign in letters if sign.isalpha()}
    return {sign: folded for sign, folded in folds.items() if sign != folded} | _BARE_LETTERS


@cache
def _to_fold() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(re.escape, _folds()))}]")


def fold(text: str) -> str:
    """Return a text of the same length without capitals, signs on letters and kinds of apostrophes."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a Turkish capital becomes two signs
        lowered = "".join(sign.lower()[0] for sign in text)
    folds = _folds()
    # Few signs of a text are folded: to look for those takes a tenth of the time of looking each sign up.
    return _to_fold().sub(lambda match: folds[match[0]], lowered)


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text."""
    return tuple(_WORD.findall(fold(text)))


@dataclass(frozen=True)
class Form:
    """A way to write a name, as folded words.

    `key` is the place of the word that is rarest in a text, the last one of the surname; `is_full` says whether all
    of the name is there, and `is_alone` whether it is the surname only.
    """

    words: tuple[str, ...]
    name: str
    key: int
    is_full: bool = False
    is_alone: bool = False

    def matches(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """Yield where the form stands in a folded text: start, end, and place of its rarest word.

        It is looked for around that word. A pattern for each form would take more memory than all the texts.
        """
        key = self.words[self.key]
        place = folded.find(key)
        while place >= 0:
            start, end = self._start(folded, place), self._end(folded, place + len(key))
            if start is not None and end is not None:
                yield start, end, place
            place = folded.find(key, place + 1)

    def _start(self, folded: str, place: int) -> int | None:
        """Return where the form begins whose rarest word begins at a place, if its other words stand before that."""
        for word in reversed(self.words[: self.key]):
            gap = place
            while gap and place - gap <= _MAX_GAP and not folded[gap - 1].isalnum():
                gap -= 1
            if not _separates(folded[gap:place], word) or not folded.endswith(word, 0, gap):
                return None
            place = gap - len(word)
        before = folded[place - 1 : place]
        return None if before.isalnum() or (not self.is_full and before in ("_", "-")) else place

    def _end(self, folded: str, place: int) -> int | None:
        """Return where the form ends whose rarest word ends at a place, if its other words follow on that."""
        for former, word in pairwise(self.words[self.key :]):
            gap = place
            while gap < len(folded) and gap - place <= _MAX_GAP and not folded[gap].isalnum():
                gap += 1
            if not _separates(folded[place:gap], former) or not folded.startswith(word, gap):
                return None
            place = gap + len(word)
        ends = (place + 1, place) if not self.is_alone and folded.startswith("s", place) else (place,)
        return next((end for end in ends if self._is_end(folded, end)), None)

    def _is_end(self, folded: str, place: int) -> bool:
        after = folded[place : place + 1]
        if after.isalnum() or self.is_full:
            return not after.isalnum()
        beyond = folded[place + 1 : place + 2]
        return after != "_" and not (after == "-" and (beyond.isalnum() or beyond == "_"))


def _separates(gap: str, former: str) -> bool:
    """Return whether signs between two words, which are no letters, can stand inside a name, behind its former word."""
    if not 1 <= len(gap) <= _MAX_GAP:
        return False
    return len(former) <= 2 or gap == "_" or _ENDS.isdisjoint(gap)  # behind an initial anything


@dataclass(frozen=True)
class Hit:
    """A place where a form of a name stands."""

    start: int
    end: int
    form: Form

    @property
    def name(self) -> str:
        """The full name."""
        return self.form.name


class NameCheck:
    """The names of all who took part, by the forms that are unambiguous in these reports.

    Parameters
    ----------
    names
        The full names.
    texts
        The texts of the reports: what they write in small letters is no unambiguous form.
    organisations
        Organisations as the reports print them; a form that is part of one is not unambiguous either.
    """

    def __init__(self, names: Iterable[str], texts: Iterable[str], organisations: Iterable[str] = ()) -> None:
        self._by_word: dict[str, list[Form]] = defaultdict(list)
        small = Small(texts)
        in_organisations = [f" {' '.join(words_of(one))} " for one in set(organisations)]
        joined = "\n".join(in_organisations)
        for name in sorted(set(names)):
            for form in forms_of(name):
                in_organisation = not form.is_full and f" {' '.join(form.words)} " in joined
                if not in_organisation and not small.has(form):
                    self._by_word[form.words[form.key]].append(form)

    def without(self, forms: Collection[Form]) -> "NameCheck":
        """Return the names without some forms, and without surnames alone: for what is no running text."""
        other = NameCheck((), ())
        for word, of_word in self._by_word.items():
            kept = [form for form in of_word if form not in forms and not form.is_alone]
            if kept:
                other._by_word[word] = kept
        return other

    def find(self, text: str, own: Collection[str] = ()) -> list[Hit]:
        """Return where names stand in a text, in order; of overlapping ones the longest.

        Parameters
        ----------
        text
            The text.
        own
            Names whose surname is a name by itself in this text too.
        """
        folded = fold(text)
        words = set(_WORD.findall(folded))
        hits = [
            Hit(start, end, form)
            for key in self._by_word.keys() & words
            for form in self._by_word[key]
            if words.issuperset(form.words) and (not form.is_alone or form.name in own)
            for start, end, place in form.matches(folded)
            if form.is_full or text[place].isupper()
        ]
        kept: list[Hit] = []
        for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start, hit.form.words)):
            if all(hit.end <= other.start or other.end <= hit.start for other in kept):
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)


class Small:
    """What reports write in small letters: words, and words behind a *tussenvoegsel* (*de groot*)."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        self.words: set[str] = set()
        self._pairs: set[tuple[str, ...]] = set()
        behind = _behind_prefix()
        for text in self._texts:
            self.words.update(map(fold, _SMALL.findall(text)))
            self._pairs.update(words_of(pair) for pair in behind.findall(text))

    def has(self, form: Form) -> bool:
        """Return whether a form is a common word, or words that are written so too."""
        if form.is_full:
            written = " ".join(form.words)
            return self.words.issuperset(form.words) and any(written in text for text in self._texts)
        surname = form.words[form.key]
        if form.is_alone:
            return len(surname) < _MIN_SURNAME or surname in self.words or is_no_person(surname.capitalize())
        if form.words[-2:] in self._pairs:
            return True
        return len(form.words[0]) > 1 and is_organisation(" ".join(form.words))  # with initials it is none


@cache
def _behind_prefix() -> re.Pattern[str]:
    words = "|".join(sorted(re.escape(word) for word in prefixes() if word.isalpha()))
    return re.compile(rf"(?<![\w-])(?:{words})\s+[a-zß-öø-ÿ]{{2,}}(?![\w-])")


@cache
def forms_of(name: str) -> tuple[Form, ...]:
    """Return the full name and the forms that only a name can be; none of what is no name of a person."""
    parts = name_parts(name)
    if parts is None or (not parts.given and is_organisation(name)):
        return ()
    given, prefix, surname = parts.given, parts.prefix, parts.surname
    initials = tuple(word[0] for word in given)
    found = list(_of_surname(name, prefix, surname, initials))
    n, n_prefix = len(surname), len(prefix)
    for first in dict.fromkeys((given, given[:1], parts.called)):
        if first:
            is_full = len(first[0]) > 1  # not with initials
            found.append(Form((*first, *prefix, *surname), name, len(first) + n_prefix + n - 1, is_full))
            found.append(Form((*surname, *first, *prefix), name, n - 1, is_full))
            if prefix:
                found.append(Form((*prefix, *surname, *first), name, n_prefix + n - 1, is_full))
    return tuple({form.words: form for form in reversed(found)}.values())


def _of_surname(
    name: str, prefix: tuple[str, ...], surname: tuple[str, ...], initials: tuple[str, ...]
) -> Iterator[Form]:
    key = len(surname) - 1
    if len(surname) + len(prefix) == 1:
        yield Form(surname, name, 0, is_alone=True)
    else:
        yield Form((*prefix, *surname), name, len(prefix) + key)
    for letters in {initials[:1], initials, ("".join(initials),)} - {(), ("",)}:
        yield Form((*letters, *prefix, *surname), name, len(letters) + len(prefix) + key)
    if len(prefix) > 1 and prefix[0] == "van":
        for short in (("v", "d"), ("vd",)):  # *v.d. Burg*
            yield Form((*short, *surname), name, len(short) + key)


@dataclass(frozen=True)
class NameParts:
    """The folded words of a name; every initial is a word."""

    given: tuple[str, ...]
    prefix: tuple[str, ...]
    surname: tuple[str, ...]
    called: tuple[str, ...] = ()


def name_parts(name: str) -> NameParts | None:
    """Return the words of a name; None if it is none, such as a pseudonym or a number."""
    if "[" in name or any(sign.isdigit() for sign in name):
        return None
    parsed = parse_name(name)
    surname = words_of(parsed.surname)
    if not surname:
        return None
    given: list[str] = []
    for part in parsed.given:
        words = words_of(part)
        given += "".join(words) if is_initials(part) else words
    called = words_of(parsed.call_name or "")
    return NameParts(tuple(given), words_of(parsed.prefix), surname, called)
