"""Where persons are named in a text: the participants in every form of their names, and others.

Participants are known; others show themselves by what stands around them (`naming`), by the language model, and once
named in full, by parts of that name.
"""

import re
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from spacy.tokens import Doc, Span

from pipeline.nlp.allusions import allusions
from pipeline.nlp.naming import (
    INITIALS,
    given_names,
    is_name_alone,
    is_of_something_else,
    names_in_context,
    trimmed,
    with_straight_apostrophes,
)
from pipeline.nlp.sentences import opens_sentence
from pipeline.resources import load_word_sets

_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@[\w-]+\.[\w.-]+")
_MIN_NAME = 3
_WORDS = re.compile(r"(?:[^\s/@-]+|-(?![^\S\n]*\n)|-[^\S\n]*\n[^\S\n]*)+(?:@\S*)?")
_RUN = re.compile(r"\w+")
_PLAIN_WORD = re.compile(r"(?<![\w-])[a-zß-öø-ÿ]{3,}(?![\w-])")
_NUMBERED = re.compile(r"[^\W\d_]{1,2}\.\s*([^\W\d_]+)(?:\s.*)?", re.DOTALL)
_AROUND = re.compile(r"\w(?:.*(?:(?<![^\W_]{2})\w\.|\w'?))?", re.DOTALL)


Word = tuple[
    str, int, int, str, str
]  # as it stands, its offsets, without the marks around it, and that in small letters


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
    plain_words
        The words that the report writes in small letters (`plain_words_of`): with a capital at the start of a
        heading they are no names yet (*Adresgegevens bij huisuitzetting*, *A. Termijnen*).
    """

    def __init__(self, names: Iterable[str], plain_words: Set[str] = frozenset()) -> None:
        self._plain_words = plain_words
        self._names = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
        self._forms: dict[str, str] = {}
        self._initials: dict[str, str] = {}
        self._given: set[str] = set()
        self._first: set[str] = set()
        self._marks: set[str] = set()
        self._longest = 0
        for name in self._names:
            forms = _forms_of(name)
            self._given |= forms.given
            self._first |= forms.first
            self._marks |= forms.marks
            self._longest = max(self._longest, forms.n_words)
            for form in forms.keys:
                self._forms.setdefault(form, name)
            for form in forms.initials:
                self._initials.setdefault(form, name)

    def find(self, text: str, doc: Doc | None = None) -> list[PersonSpan]:
        """Return the persons in a text, in order; of overlapping ones the longest.

        Parameters
        ----------
        text
            The text, as it stands.
        doc
            The same text parsed, sign for sign; without it the language model is not asked.
        """
        plain = with_straight_apostrophes(text).replace("\u2011", "-").replace("\u00a0", " ")
        words = _Words(plain)
        spans = [PersonSpan(*span, self._full(plain[slice(*span)])) for span in self._of_known(words, doc)]
        others = [span for span in names_in_context(plain) if not self._is_numbered(plain, *span)]
        others += allusions(plain)
        if doc is not None:
            persons = [entity for entity in doc.ents if entity.label_ == "PERSON" and not self._is_plain(entity)]
            others += [(entity.start_char, entity.end_char) for entity in persons]
        others = [span for one in others for span in trimmed(plain, *one)]
        others = [span for span in others if not is_of_something_else(plain, *span)]
        learnt = Persons.of_others(plain[start:end] for start, end in others)
        if learnt is not None:
            others += [span for span in learnt._of_known(words, doc) if not is_of_something_else(plain, *span)]
        spans = [span for span in spans if not is_of_something_else(plain, span.start, span.end, is_known=True)]
        spans += [PersonSpan(start, end, None) for start, end in others]
        if "@" in plain:
            mails = _MAIL.finditer(plain)
            spans += [PersonSpan(match.start(1), match.end(1), self._of_mail(match[1])) for match in mails]
        return _without_overlap(spans, plain, self._given)

    def _is_plain(self, entity: Span) -> bool:
        """Return whether what the language model takes for a person is a word that opens a sentence."""
        words = [token for token in entity if not token.is_space]
        if not words or not opens_sentence(words[0]):
            return False
        if len(words) == 1 and words[0].pos_ not in ("PROPN", "X"):
            return True
        return words[-1].lower_ in self._plain_words and (len(words) == 1 or words[0].text.endswith("."))

    def _is_numbered(self, plain: str, start: int, end: int) -> bool:
        """Return whether initials at the start of a line are its number: *A. Termijnen*, *Nr. Actie*."""
        numbered = _NUMBERED.fullmatch(plain, start, end)
        return (
            numbered is not None
            and not plain[:start].rpartition("\n")[2].strip()
            and (numbered[1].casefold() in self._plain_words)
        )

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
            own for name in names if len(own := re.sub(rf"^{INITIALS}\s*", "", name)) > _MIN_NAME and "." not in own
        ]
        return cls(full) if full else None

    def _of_known(self, text: "_Words", doc: Doc | None) -> list[tuple[int, int]]:
        """Return where the forms of the names stand: looked up word by word, in any spacing, over line ends too."""
        if self._marks.isdisjoint(text.runs):
            return []
        found = []
        plain, words = text.plain, text.listed
        for index, (word, start, last, own, folded) in enumerate(words):
            if own in self._initials:
                found.append(_stripped(word, start, last))
            if folded not in self._first:
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
        return len(words) > 1 or is_name_alone(plain, start, end, doc, is_genitive=is_genitive)

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

    @cached_property
    def first(self) -> frozenset[str]:
        """The words that a form begins with, with their genitives."""
        words = {key.split()[0] for key in self.keys}
        return frozenset(f"{word}{ending}" for word in words for ending in ("", "'s", "'", "s"))

    @cached_property
    def marks(self) -> frozenset[str]:
        """The longest run of letters of each form, with its genitive: a text without any of them has no form."""
        forms = (*self.keys, *self.initials)
        longest = {max(runs, key=len) for form in forms if (runs := _RUN.findall(form.casefold()))}
        return frozenset(f"{run}{ending}" for run in longest for ending in ("", "s"))

    @cached_property
    def n_words(self) -> int:
        """The number of words of the longest form."""
        return max(len(key.split()) for key in self.keys)


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
    words = with_straight_apostrophes(name).split()
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
    first = next((place for place in places if place or words[0] not in given_names()), None)
    if first is None:
        return words[:-1], [], words[-1:]
    last = first
    while last + 1 < len(words) - 1 and words[last + 1].casefold() in prefixes:
        last += 1
    return words[:first], words[first : last + 1], words[last + 1 :]


def _key(text: str) -> str:
    """Return a name as it is looked up: in small letters, with single spaces, without a genitive."""
    straight = with_straight_apostrophes(text)
    if "-" in straight:
        straight = re.sub(r"-\s+", "-", straight)
    folded = " ".join(straight.casefold().split())
    return folded[:-2] if folded.endswith("'s") else folded.removesuffix("'")


def plain_words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that texts write in small letters."""
    return frozenset(word for text in texts for word in _PLAIN_WORD.findall(text))


class _Words:
    """The words of a text, told apart only if a name can be among them."""

    def __init__(self, plain: str) -> None:
        self.plain = plain

    @cached_property
    def runs(self) -> frozenset[str]:
        """The runs of letters in small letters: a name is not there without the longest one of its form."""
        return frozenset(_RUN.findall(self.plain.casefold()))

    @cached_property
    def listed(self) -> list[Word]:
        found = []
        for match in _WORDS.finditer(self.plain):
            word = match[0]
            own = word if word.isalnum() else word[slice(*_stripped(word, 0, len(word)))]  # nearly all are plain
            found.append((word, *match.span(), own, own.casefold()))
        return found


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the marks around it; the full stop of initials and the ' of a genitive stay."""
    own = _AROUND.search(text)
    return (start + own.start(), start + own.end()) if own is not None else (start, end)


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
            if re.fullmatch(INITIALS, lead):
                kept[kept.index(over[0])] = PersonSpan(span.start, over[0].end, over[0].name)
            elif re.split(r"[\s-]", lead)[0] in given_names():
                kept.append(PersonSpan(span.start, span.start + len(lead), None))
    return sorted(kept, key=lambda span: span.start)
