"""Where persons are named in a text: the participants in every form of their names, and others.

Participants are known; others show themselves by a form of address (*mevrouw Bos*), by initials
(*J.A. de Wit*), by the language model, and once named in full, by parts of that name.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Doc

from pipeline.nlp.inflection import infinitive_of
from pipeline.nlp.organisations import is_organisation
from pipeline.resources import load_toml, load_word_sets

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_SPACE = r"[^\S\n]*\n?[^\S\n]*"
_GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
_WORD = rf"{_UPPER}[^\W\d_]+(?:[’'][^\W\d_]+)?(?:-{_GAP}?{_UPPER}?[^\W\d_]+)*"
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@[\w-]+\.[\w.-]+")
_ARTICLE_AT_END = re.compile(r"\b(?:de|het|een)\s+$", re.IGNORECASE)
_HYPHEN_AT_END = re.compile(r"(?<=\w)-$")
_WORD_AT_END = re.compile(r"[\w-]+$")
_REST_OF_COMPOUND = re.compile(r"-[a-zà-ÿ]|[^\S\n]?-?(?:MC|UMC)\b")
_FIRST_PART = re.compile(r"[^\s-]+")
_NEXT_WORD = re.compile(rf"{_GAP}(?:[IVX]+\s)?([\w-]+)")
_INITIALS = rf"(?:{_UPPER}[a-z]?\.[^\S\n]?){{1,5}}(?:-?{_UPPER}\.[^\S\n]?)?"
_FORMER = "(?:oud-|ex-|vice-|loco-)?"
_MIN_NAME = 3
_WORDS = re.compile(r"(?:[^\s/@-]+|-(?![^\S\n]*\n)|-[^\S\n]*\n[^\S\n]*)+(?:@\S*)?")
_AROUND = re.compile(r"\w(?:.*(?:(?<![^\W_]{2})\w\.|\w'?))?", re.DOTALL)
_AROUND_NAME = 100  # characters before and behind a name that are looked at: more than a title or a long word has


Word = tuple[str, int, int, str]  # as it stands, its offsets, and without the marks around it


@dataclass(frozen=True)
class PersonSpan:
    """A place where a person is named: half-open offsets, and the full name if it is a known person."""

    start: int
    end: int
    name: str | None


class Persons:
    """The persons of a report, by all forms of their names.

    Parameters
    ----------
    names
        The full names of those who took part.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
        self._forms: dict[str, str] = {}
        self._initials: dict[str, str] = {}
        self._given: set[str] = set()
        for name in self._names:
            forms = _forms_of(name)
            self._given |= forms.given
            for form in forms.keys:
                self._forms.setdefault(form, name)
            for form in forms.initials:
                self._initials.setdefault(form, name)
        first = {form.split()[0] for form in self._forms}
        self._first = {f"{word}{ending}" for word in first for ending in ("", "'s", "'", "s")}
        self._longest = max((len(form.split()) for form in self._forms), default=0)

    def find(self, text: str, doc: Doc | None = None) -> list[PersonSpan]:
        """Return the persons in a text, in order; of overlapping ones the longest.

        Parameters
        ----------
        text
            The text, as it stands.
        doc
            The same text parsed, sign for sign; without it the language model is not asked.
        """
        plain = _with_straight_apostrophes(text).replace("\u2011", "-").replace("\u00a0", " ")
        words = _words(plain)
        spans = [PersonSpan(*span, self._full(plain[slice(*span)])) for span in self._of_known(plain, words, doc)]
        others = [*_addressed(plain), *_with_initials(plain), *_with_given_name(plain)]
        if doc is not None:
            others += [(entity.start_char, entity.end_char) for entity in doc.ents if entity.label_ == "PERSON"]
        others = [span for one in others for span in _trimmed(plain, *one)]
        others = [span for span in others if not _is_of_something_else(plain, *span)]
        learnt = Persons.of_others(plain[start:end] for start, end in others)
        if learnt is not None:
            others += [span for span in learnt._of_known(plain, words, doc) if not _is_of_something_else(plain, *span)]
        spans = [span for span in spans if not _is_of_something_else(plain, span.start, span.end, is_known=True)]
        spans += [PersonSpan(start, end, None) for start, end in others]
        if "@" in plain:
            mails = _MAIL.finditer(plain)
            spans += [PersonSpan(match.start(1), match.end(1), self._of_mail(match[1])) for match in mails]
        return _without_overlap(spans, plain, self._given)

    def _full(self, text: str) -> str | None:
        key = _key(text)
        for form in (key, key.removesuffix("s")):
            if form in self._forms:
                return self._forms[form]
        return self._initials.get(text) or self._initials.get(text.rstrip("'s"))

    @classmethod
    def of_others(cls, names: Iterable[str]) -> "Persons | None":
        """Return persons who were named in full in a text, to find them by parts of their names."""
        # *E. Nwosu* teaches the surname.
        full = [
            own for name in names if len(own := re.sub(rf"^{_INITIALS}\s*", "", name)) > _MIN_NAME and "." not in own
        ]
        return cls(full) if full else None

    def _of_known(self, plain: str, words: Sequence[Word], doc: Doc | None) -> list[tuple[int, int]]:
        """Return where the forms of the names stand: looked up word by word, in any spacing, over line ends too."""
        found = []
        for index, (word, start, last, own) in enumerate(words):
            if own in self._initials:
                found.append(_stripped(word, start, last))
            if own.casefold() not in self._first:
                continue
            for length in range(min(self._longest, len(words) - index), 0, -1):
                end = words[index + length - 1][2]
                span = _stripped(plain[start:end], start, end)
                if self._is_name(plain, *span, doc):
                    found.append(span)
                    break
        return found

    def _is_name(self, plain: str, start: int, end: int, doc: Doc | None) -> bool:
        text = plain[start:end]
        key = _key(text)
        is_own = key in self._forms
        if not is_own and not (key.endswith("s") and key[:-1] in self._forms):
            return text in self._initials
        words = text.split()
        # *De valk* is a bird: the surname itself has its capital.
        last = words[-1].rstrip(".").replace("-", ".").rpartition(".")[2]
        if not any(sign.isupper() for sign in last[:3]):
            return False
        is_genitive = text.endswith(("'", "'s")) or not is_own
        return len(words) > 1 or _is_name_alone(plain, start, end, doc, is_genitive=is_genitive)

    def _of_mail(self, local: str) -> str | None:
        letters = re.sub(r"[\W\d_]", "", local).casefold()
        for name in self._names:
            _, prefix, surname = _parts(name)
            if re.sub(r"[\W_]", "", "".join([*prefix, *surname])).casefold() in letters:
                return name
        return None


@dataclass(frozen=True)
class _Forms:
    """The forms in which a text may call a person: keys, initials as they are written, and keys of given names."""

    keys: frozenset[str]
    initials: frozenset[str]
    given: frozenset[str]


@lru_cache(maxsize=1000)  # those who took part come back in every block and table
def _forms_of(name: str) -> _Forms:
    """Return every form of a full name."""
    given, prefix, surname = _parts(name)
    joined = " ".join(surname)
    with_prefix = " ".join([*prefix, *surname])
    strong = {name, with_prefix, f"{joined}, {' '.join(given)}", f"{joined}, {' '.join([*given, *prefix])}"}
    if prefix:
        strong |= {f"{short} {joined}" for short in ("v.d.", "v/d", "vd", "v. d.")}
    letters = [word[0] for part in given for word in part.split("-") if word[:1].isalpha()]
    small = "".join(word[0] for word in prefix)
    found: set[str] = set()
    for initials in {letters[0] if letters else "", "".join(letters)} - {""}:
        dotted = ".".join(initials) + "."
        strong |= {f"{dotted} {with_prefix}", f"{dotted} {joined}", f"{initials} {with_prefix}"}
        if prefix:
            strong |= {f"{dotted} {short} {joined}" for short in ("v.d.", "v/d", "vd")}
        last = joined[:1]
        short = {initials + small + last, (initials + small + last).upper(), initials + last}
        short |= {".".join(form) + "." for form in short}
        if given and surname:
            found |= {form for form in short if len(form) > 1}
    for part in re.split(r"[-\s]", joined):
        if len(part) > 3 and "-" in joined:
            strong.add(part)
    alone = [part for part in given if len(part) > 1 and "." not in part]
    strong |= {f"{part} {joined[0]}." for part in alone}
    keys = {_key(own) for form in (*strong, *alone) if len(own := form.strip(" ,")) > 1}
    return _Forms(frozenset({_key(name), *keys}), frozenset(found), frozenset(_key(part) for part in alone))


def _parts(name: str) -> tuple[list[str], list[str], list[str]]:
    """Return the given names, the tussenvoegsels and the surname of a person."""
    words = _with_straight_apostrophes(name).split()
    prefixes = load_word_sets("personen.toml")["tussenvoegsels"]
    if len(words) == 1:
        return [], [], words
    double = next(
        (place for place, word in enumerate(words) if word.rpartition("-")[2] in prefixes and "-" in word), None
    )
    if double:
        return words[:double], [], words[double:]  # Scheepers-el Idrissi
    places = [place for place, word in enumerate(words[:-1]) if word.casefold() in prefixes]
    # *De Wit* has no given name, *Ben Bos* has.
    first = next((place for place in places if place or words[0] not in _given_names()), None)
    if first is None:
        return words[:-1], [], words[-1:]
    last = first
    while last + 1 < len(words) - 1 and words[last + 1].casefold() in prefixes:
        last += 1
    return words[:first], words[first : last + 1], words[last + 1 :]


def _key(text: str) -> str:
    """Return a name as it is looked up: in small letters, with single spaces, without a genitive."""
    straight = _with_straight_apostrophes(text)
    if "-" in straight:
        straight = re.sub(r"-\s+", "-", straight)
    folded = " ".join(straight.casefold().split())
    return folded[:-2] if folded.endswith("'s") else folded.removesuffix("'")


def _with_straight_apostrophes(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")


def _words(plain: str) -> list[Word]:
    found = []
    for match in _WORDS.finditer(plain):
        word = match[0]
        own = word if word.isalnum() else word[slice(*_stripped(word, 0, len(word)))]  # nearly all are plain
        found.append((word, *match.span(), own))
    return found


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the marks around it; the full stop of initials and the ' of a genitive stay."""
    own = _AROUND.search(text)
    return (start + own.start(), start + own.end()) if own is not None else (start, end)


def _addressed(plain: str) -> list[tuple[int, int]]:
    """Return the names behind a form of address or a function that is written before names."""
    return [match.span("name") for match in _address().finditer(plain)]


def _with_initials(plain: str) -> list[tuple[int, int]]:
    return [match.span() for match in _initialled().finditer(plain)]


@cache
def _address() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?i:{_FORMER}(?:{_titles()}))[^\S\n]+(?P<name>(?:{_INITIALS}{_SPACE})?(?:{_prefixes()}{_GAP})*{_WORD}(?:{_GAP}(?:{_prefixes()}{_GAP})*{_WORD})*)"
    )


@cache
def _initialled() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{_INITIALS}){_SPACE}(?:\((?:{_WORD})\){_SPACE})?(?:{_prefixes()}{_GAP})*{_WORD}")


@cache
def _prefixes() -> str:
    words = sorted(load_toml("namen.toml")["tussenvoegsels"], key=len, reverse=True)
    return "(?i:" + "|".join(re.escape(_with_straight_apostrophes(word)) for word in words) + ")"


def _is_name_alone(plain: str, start: int, end: int, doc: Doc | None, *, is_genitive: bool = False) -> bool:
    """Return whether one word that may be a name is one here: *Storm presenteert*, not *de Mark* or *Lieve woorden*."""
    lead = plain[max(start - _AROUND_NAME, 0) : start]
    before = lead.rstrip()
    if _last_word(before) in load_word_sets("namen.toml")["lidwoorden"]:
        return False
    if before and before[-1] not in ".!?\"“'(" and "\n" not in lead[len(before) :]:
        return True
    # Every word has a capital at the start of a sentence: a name stands before its verb or a colon.
    following = plain[end : end + 1]
    if doc is None or following in (":", ",", ")", "(", "/"):
        return True
    own = doc.char_span(start, end, alignment_mode="expand")
    if own is None or own.end >= len(doc):
        return True
    token = doc[own.end]
    if token.is_space and own.end + 1 < len(doc):
        token = doc[own.end + 1]
    if is_genitive:
        return token.pos_ in ("NOUN", "ADJ")
    is_verb = token.pos_ in ("VERB", "AUX") or infinitive_of().get(token.lower_) is not None
    return is_verb or token.pos_ == "PROPN" or token.lower_ in ("en", "of")


@cache
def _given_names_and_genitives() -> frozenset[str]:
    return frozenset(f"{name}{ending}" for name in _given_names() for ending in ("", "s", "'s"))


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name for line in load_toml("namen.toml")["voornamen"] for name in line.split())


def _with_given_name(plain: str) -> list[tuple[int, int]]:
    """Return what begins with a common given name, with the surname behind it if there is one."""
    found = []
    for match in _capitalised().finditer(plain):
        first = _FIRST_PART.match(match[0])
        if first is None or first[0] not in _given_names_and_genitives():
            continue
        is_alone = " " not in match.group() and "\n" not in match.group()
        if is_alone and not _is_name_alone(plain, *match.span(), None):
            continue
        found.append(match.span())
    return found


@cache
def _capitalised() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@.-]){_WORD}(?:{_GAP}(?:{_prefixes()}{_GAP})*{_WORD})*(?:'s|')?")


def _last_word(text: str) -> str:
    """Return the word that a text ends with, in small letters; nothing if it ends with a mark."""
    word = _WORD_AT_END.search(text.rsplit(maxsplit=1)[-1]) if text else None
    return word[0].casefold() if word is not None else ""


def _trimmed(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a span without titles and functions at its start; nothing if no name is left."""
    lead = _titles_at_start().match(plain[start:end])
    if lead is not None:
        start += lead.end()
    text = plain[start:end]
    plain_words = load_word_sets("personen.toml")["functiewoorden"]
    while (last := re.search(r"\s+([\w']+)$", text)) and last[1].casefold() in plain_words:
        text = text[: last.start()]
    text = re.sub(r"['’]?[\s,.:;()“”\"]+$", "", text) if not re.search(r"\b\w\.$", text) else text.rstrip()
    words = load_word_sets("namen.toml")
    capitals = [word for word in text.split() if word[:1].isupper() and word.casefold() not in plain_words]
    if not capitals or text.casefold() in words["geen_naam"] or is_organisation(text):
        return []
    return [(start, start + len(text))]


@cache
def _titles() -> str:
    listed = sorted(load_toml("namen.toml")["aanspreekvormen"], key=len, reverse=True)
    # Grouped by their first letter, so that a word of the text is compared with few of them.
    endings: dict[str, list[str]] = {}
    for title in listed:
        endings.setdefault(title[0].casefold(), []).append(re.escape(title[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(of_letter)})" for letter, of_letter in endings.items())


@cache
def _ends_of_titles() -> tuple[str, ...]:
    """Return what a text can end with that ends in titles, or in initials behind them."""
    return (".", *(title.casefold() for title in load_toml("namen.toml")["aanspreekvormen"] if title[-1] != "."))


@cache
def _titles_at_start() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_titles()})\b\.?\s*)+", re.IGNORECASE)


@cache
def _titles_at_end() -> re.Pattern[str]:
    title = rf"(?<![\w-]){_FORMER}(?:{_titles()})\s+"
    return re.compile(rf"(?:{title})+(?:{_INITIALS}\s*)?$", re.IGNORECASE)


def _is_of_something_else(plain: str, start: int, end: int, *, is_known: bool = False) -> bool:
    """Return whether a name is part of that of a place, law, building or organisation."""
    words = load_word_sets("namen.toml")
    before, own = plain[max(start - _AROUND_NAME, 0) : start], plain[start:end]
    behind = plain[end : end + _AROUND_NAME]
    if not is_known and " " in own and _ARTICLE_AT_END.search(before):
        return True  # *de Johan de Witt* is a ship
    if before.rstrip().casefold().endswith(_ends_of_titles()):
        before = _titles_at_end().sub("", before)
    if _HYPHEN_AT_END.search(before) or _REST_OF_COMPOUND.match(behind):
        return True
    if not is_known and own.casefold().endswith(_ends_of_other_names()):
        return True
    last = _last_word(before.rstrip())
    if last in words["ervoor"] and " " in before[-2:]:
        return True
    if last in words["plaatsbepaling"] and is_organisation(own):
        return True
    following = _NEXT_WORD.match(behind)
    if following is None or not following[1][:1].isupper():
        return False
    return following[1].casefold().endswith(_ends_of_other_names())


@cache
def _ends_of_other_names() -> tuple[str, ...]:
    return tuple(load_toml("namen.toml")["erachter"])


def _without_overlap(spans: Sequence[PersonSpan], plain: str, given: Collection[str]) -> list[PersonSpan]:
    """Return spans that do not overlap: known persons first, then the longest.

    A given name alone is less sure: *Willem Drees* is not the Willem who was there.
    """
    kept: list[PersonSpan] = []

    def order(span: PersonSpan) -> tuple[bool, int, int]:
        is_sure = span.name is not None and _key(plain[span.start : span.end]) not in given
        return (not is_sure, span.start - span.end, span.start)

    for span in sorted(spans, key=order):
        over = [other for other in kept if span.start < other.end and other.start < span.end]
        if not over:
            kept.append(span)
        elif span.name is None and span.start < over[0].start:
            # *Jan-Willem Kok* where Kok is known: the given name is one too; *Aannemer* is none.
            lead = plain[span.start : over[0].start].rstrip()
            if re.fullmatch(_INITIALS, lead):
                kept[kept.index(over[0])] = PersonSpan(span.start, over[0].end, over[0].name)
            elif re.split(r"[\s-]", lead)[0] in _given_names():
                kept.append(PersonSpan(span.start, span.start + len(lead), None))
    return sorted(kept, key=lambda span: span.start)
