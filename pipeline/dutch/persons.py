"""Where persons are named in a text: those of a list in every form of their names, and others.

The persons of a list are known. Others show themselves by what stands around them (`name_cues`), by a recogniser
of named entities, and once named in full, by parts of that name. Evidence for a person outranks a look-up that says
place, organisation or word; the guess of a recogniser alone does not.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from pipeline.dutch.allusions import allusions
from pipeline.dutch.cue import Cue, Known
from pipeline.dutch.inflection import infinitive_of, infinitive_of_finite
from pipeline.dutch.known_names import KnownNames, says_or_does
from pipeline.dutch.name_cues import cues_in
from pipeline.dutch.name_features import begins_with_given_name, is_acronym
from pipeline.dutch.name_patterns import INITIALS, between, one_name
from pipeline.dutch.name_trimming import trimmed
from pipeline.dutch.name_words import (
    also_words,
    brands,
    function_words,
    given_names,
    is_prefix,
    places,
    straight,
    surname_words,
    surnames,
    words,
)
from pipeline.dutch.named_after import LOOK_AROUND, is_part_of_name, word_before
from pipeline.dutch.names import fold
from pipeline.dutch.nobody import nobody_named
from pipeline.dutch.other_names import is_no_name
from pipeline.dutch.parse import Parse

_PLAIN_WORD = re.compile(r"(?<![\w-])[a-zß-öø-ÿ]{3,}(?![\w-])")
_NUMBERED = re.compile(r"[^\W\d_]{1,2}\.\s*([^\W\d_]+)(?:\s.*)?", re.DOTALL)
_MIN_NAME = 3
_LONGEST_JOINT = 20  # signs between two names in a row
_SMALL_PREFIXES = re.compile(r"(?<![\w'-])(?:van[^\S\n]+)?([a-z]{2,6})[^\S\n]+$")


@dataclass(frozen=True)
class PersonSpan:
    """A place where a person is named.

    Attributes
    ----------
    start, end
        Half-open offsets.
    name
        The full name, if it is a person of the list.
    known
        `persoon` for somebody whom readers know from elsewhere, `instelling` for what is called after a person; None
        for all others.
    """

    start: int
    end: int
    name: str | None
    known: Known | None = None


class PersonFinder:
    """Finds the persons whom a report names.

    Parameters
    ----------
    names
        The full names of those who took part.
    plain_words
        The words that the report writes in small letters (`plain_words_of`): with a capital at the start of a
        heading they are no names yet (*Adresgegevens bij huisuitzetting*, *A. Termijnen*).
    organisations
        What the report calls an organisation: no person is called so.
    speakers
        Others who speak in the report, by the labels of their turns (`speaker_labels`).
    """

    def __init__(
        self,
        names: Iterable[str],
        plain_words: Set[str] = frozenset(),
        organisations: Iterable[str] = (),
        speakers: Iterable[str] = (),
    ) -> None:
        self._plain_words = plain_words
        self._speakers = KnownNames(speakers, plain_words)
        self._known = KnownNames(names, plain_words)
        self._organisations = {fold(name) for name in organisations if name.strip()}
        self._organisations -= {fold(name) for name in self._known.names}

    def find(self, text: str, parse: Parse | None = None) -> list[PersonSpan]:
        """Return the persons in a text, in order; of overlapping ones the longest.

        Parameters
        ----------
        text
            The text, as it stands.
        parse
            What a parser says of the same text, sign for sign; without it no parser is asked.
        """
        plain = straight(text).replace("\u2011", "-").replace("\u00a0", " ")
        known = self._known.find(plain, parse)
        ends = {span.end + 1 for span in known}  # *overleg Slagter-Texier* joins two of them
        known = [
            span
            for span in known
            if span.start in ends or not is_part_of_name(plain, span.start, span.end, is_known=True)
        ]
        if known:
            # *Groen licht* is nobody, whoever is called Groen.
            nobody = nobody_named(plain)
            known = [span for span in known if not any(start <= span.start and span.end < end for start, end in nobody)]
        cues = [cue for cue in cues_in(plain) if not self._is_numbered(plain, cue)]
        cues += [Cue(*span, is_sure=True, known="persoon") for span in allusions(plain)]
        if parse is not None:
            cues += [Cue(*span, is_sure=False) for span in parse.persons() if self._is_recognised(plain, *span, parse)]
        others = [
            span
            for cue in cues
            if not cue.needs_parse or self._reads_as_name(plain, cue, parse)
            for span in self._checked(plain, cue, parse)
        ]
        persons = [span for span in others if span.known != "instelling"]
        others += self._listed_with(
            plain, [*((span.start, span.end) for span in known), *((one.start, one.end) for one in persons)]
        )
        others += self._learnt(plain, persons, parse)
        others += self._named_in(plain, self._speakers, parse)
        nobody = nobody_named(plain) if others else ()
        others = [
            span
            for span in others
            if not any(start < span.end and span.start < end for start, end in nobody)
            or any(cue.is_sure and cue.start < span.end and span.start < cue.end for cue in cues)
        ]
        spans = [PersonSpan(span.start, span.end, span.name) for span in known]
        given = {(span.start, span.end) for span in known if span.is_given}
        return _without_overlap([*spans, *others], plain, lambda span: (span.start, span.end) in given)

    def _reads_as_name(self, plain: str, cue: Cue, parse: Parse | None) -> bool:
        """Return whether a word that opens a sentence is a name there: the parser says so, or a verb follows."""
        if parse is None:
            return False
        own = plain[cue.start : cue.end]
        if own in places() or own in brands() or own in also_words() or own in surname_words():
            is_given = own in given_names() and own not in brands()
            # *Noor vindt*, but *Mark de datum*
            return self._says(plain, cue.start, cue.end, parse) or (
                is_given and says_or_does(parse.word_behind(cue.end))
            )
        behind = parse.word_behind(cue.end)
        if behind is not None and behind[0] in ("VERB", "AUX"):
            return True
        return parse.part_of_speech(cue.start) == "PROPN"

    def _checked(self, plain: str, cue: Cue, parse: Parse | None) -> list[PersonSpan]:
        """Return what is left of a cue without titles; nothing if it is no person."""
        found = []
        for start, end in trimmed(plain, cue.start, cue.end, is_sure=cue.is_sure):
            if not cue.is_sure and parse is not None:
                start = self._without_noun(plain, start, end, parse)
            if not cue.is_sure and self._is_organisation(plain[start:end]):
                continue
            if (prefixes := _SMALL_PREFIXES.search(plain[max(start - LOOK_AROUND, 0) : start])) is not None:
                own = prefixes[1]
                if is_prefix(own) and own not in function_words() and infinitive_of().get(own) != "zijn":
                    start -= len(prefixes[0])  # never half a name: *ter Meulen*
            is_part = is_part_of_name(plain, start, end, is_sure=cue.is_sure)
            known = "instelling" if is_part else cue.known
            found.append(PersonSpan(start, end, None, known))
        return found

    @staticmethod
    def _without_noun(plain: str, start: int, end: int, parse: Parse) -> int:
        """Return where a name begins behind the noun that opens the sentence: *Chauffeur Stoffer*, *Tante Rita*."""
        first = re.match(r"[^\W\d_]+[^\S\n]+(?=[^\W\d_])", plain[start:end])
        if first is None or first[0].rstrip() in given_names() or not parse.opens_sentence(start):
            return start
        return start + first.end() if parse.part_of_speech(start) in ("NOUN", "ADJ", "ADV", "VERB") else start

    def _is_organisation(self, own: str) -> bool:
        return bool(self._organisations) and fold(own) in self._organisations

    def _is_recognised(self, plain: str, start: int, end: int, parse: Parse) -> bool:
        """Return whether what a recogniser takes for a person has something of a name, and nothing of another word."""
        own = plain[start:end].strip()
        listed = [word for word in re.split(r"[\s]+", own) if word]
        if (
            not listed
            or self._is_organisation(own)
            or not own[0].isalpha()
            or is_acronym(plain, start, start + len(own))
        ):
            return False
        if begins_with_given_name(own) and listed[0] not in also_words() and own not in brands():
            return len(listed) > 1 or not (parse.opens_sentence(start) and self._is_plain(own))
        capitals = [word for word in listed if not is_prefix(word) and not re.fullmatch(INITIALS, word)]
        if len(capitals) == 1 and self._is_plain(own) and not is_no_name(own):
            return self._says(plain, start, end, parse)  # *Mulderij vroeg*
        if not capitals or any(self._is_other_word(word) for word in capitals):
            return False
        last = capitals[-1].rstrip(".,;:")
        if (last in surnames() and last not in also_words()) or (
            is_prefix(listed[0]) and (len(listed) > 2 or listed[0][0].isupper())
        ):
            return True
        if parse.opens_sentence(start) and len(listed) == 1 and parse.part_of_speech(start) not in ("PROPN", "X"):
            return False
        return self._says(plain, start, end, parse)

    def _is_other_word(self, word: str) -> bool:
        plain = word.strip("'’.,;:()-")
        return (
            not plain[:1].isupper()
            or any(sign.isdigit() for sign in plain)
            or self._is_plain(plain)
            or is_no_name(plain)
            or plain in words("afkortingen")
            or plain in brands()
            or plain.capitalize() in also_words()
            or infinitive_of().get(plain.casefold()) is not None
        )

    def _is_plain(self, word: str) -> bool:
        lower = straight(word).casefold()
        return lower in self._plain_words or lower in function_words()

    @staticmethod
    def _says(plain: str, start: int, end: int, parse: Parse) -> bool:
        """Return whether somebody is said to do what persons do, or is named as the one who says it."""
        behind = parse.word_behind(end)
        # One person does not *vragen*: *Stuurgroep Waterloket versterken*.
        finite = infinitive_of_finite(behind[1]) if behind is not None else None
        before = word_before(plain, start)
        if finite in words("wat_mensen_doen") or before in words("aldus"):
            return True
        # A whole name beside the verb: *daarna heeft Silva Horman het woord*.
        return " " in plain[start:end].strip() and infinitive_of().get(before) is not None

    def _is_numbered(self, plain: str, cue: Cue) -> bool:
        """Return whether initials at the start of a line are its number: *A. Termijnen*, *Nr. Actie*."""
        numbered = _NUMBERED.fullmatch(plain, cue.start, cue.end)
        return (
            numbered is not None
            and not plain[: cue.start].rpartition("\n")[2].strip()
            and (self._is_plain(numbered[1]) or is_no_name(numbered[1]))
        )

    def _listed_with(self, plain: str, found: Sequence[tuple[int, int]]) -> list[PersonSpan]:
        """Return who stands in a row with persons, told by their offsets: *Esra, Wytske en Durk*."""
        more = self._listed_before(plain, found)
        starts, ends = {start for start, _ in found}, {end for _, end in found}
        for _, last in found:
            end = last
            while (joint := _listed().match(plain, end)) and joint.end() not in starts:
                other = one_name().match(plain, joint.end())
                if other is None or other.end() in ends or not self._may_be_listed(plain, *other.span()):
                    break
                more.append(PersonSpan(*other.span(), None))
                starts.add(other.start())
                ends.add(other.end())
                end = other.end()
        return more

    def _listed_before(self, plain: str, found: Sequence[tuple[int, int]]) -> list[PersonSpan]:
        """Return who stands right before a person in a row: *Sem, Fenna en Youssef*, *De Wit, Kevin*."""
        more = []
        ends = {end for _, end in found}
        for start, _ in found:
            if _joint_at_end().search(plain, max(start - _LONGEST_JOINT, 0), start) is None:
                continue
            match = _listed_at_end().search(plain[max(start - LOOK_AROUND, 0) : start])
            if match is None:
                continue
            shift = max(start - LOOK_AROUND, 0)
            first, last = match.start("name") + shift, match.end("name") + shift
            own = plain[first:last]
            is_name = own in given_names() or own.split()[-1] in surnames()
            if last not in ends and is_name and self._may_be_listed(plain, first, last):
                more.append(PersonSpan(first, last, None))
        return more

    def _may_be_listed(self, plain: str, start: int, end: int) -> bool:
        own = plain[start:end]
        if len(own.split()) > 3 or self._is_organisation(own) or is_part_of_name(plain, start, end):
            return False
        if is_prefix(own.split()[0]) and own.split()[-1] in surnames() and own not in places():
            return True
        capitals = [word for word in own.split() if not is_prefix(word)]
        if own in given_names() and not self._is_plain(own) and not is_no_name(own):
            return True  # *Jopie en Wil*
        return bool(capitals) and not any(self._is_other_word(word) for word in capitals)

    def _learnt(self, plain: str, others: Sequence[PersonSpan], parse: Parse | None) -> list[PersonSpan]:
        """Return where parts of the names stand by which others were named in full."""
        # *E. Nwosu* teaches the surname.
        texts = [re.sub(rf"^{INITIALS}\s*", "", plain[span.start : span.end]) for span in others]
        full = [own for own in texts if len(own) > _MIN_NAME and "." not in own and _comes_back(own, plain)]
        if not full:
            return []
        return self._named_in(plain, KnownNames(full, self._plain_words), parse)

    def _named_in(self, plain: str, names: KnownNames, parse: Parse | None) -> list[PersonSpan]:
        """Return where names stand whose persons are not on the list."""
        spans = names.find(plain, parse)
        return [
            PersonSpan(span.start, span.end, None)
            for span in spans
            if not is_part_of_name(plain, span.start, span.end)
            and not self._is_organisation(plain[span.start : span.end])
        ]


@cache
def _listed_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<name>{one_name().pattern}){between()}$")


@cache
def _joint_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?<!\s){between()}$")


@cache
def _listed() -> re.Pattern[str]:
    return re.compile(between())


def _comes_back(name: str, plain: str) -> bool:
    """Return whether a part of a name stands in a text more than once."""
    return any(plain.count(part) > 1 for part in re.split(r"[\s-]+", name) if part[:1].isupper())


def plain_words_of(texts: Sequence[str], names: Iterable[str] = ()) -> frozenset[str]:
    """Return the words that texts write in small letters, but for what is so only in a whole name: *anna hoorn*."""
    plain = {word for text in texts for word in _PLAIN_WORD.findall(text)}
    for name in names:
        *lead, last = name.lower().split() or [""]
        if lead and last in plain:
            whole = re.compile(rf"(?P<name>{re.escape(' '.join([*lead, last]))})|(?<![\w-]){re.escape(last)}(?![\w-])")
            if all(match["name"] for text in texts if last in text for match in whole.finditer(text)):
                plain -= {lead[0], last}
    return frozenset(plain)


def _without_overlap(
    spans: Sequence[PersonSpan], plain: str, is_given: Callable[[PersonSpan], bool]
) -> list[PersonSpan]:
    """Return spans that do not overlap: persons of the list first, then the longest.

    A given name alone is less sure: *Willem Drees* is not the Willem who was there.
    """
    kept: list[PersonSpan] = []

    def order(span: PersonSpan) -> tuple[bool, bool, int, int]:
        is_sure = span.name is not None and not is_given(span)
        return (not is_sure, span.known == "instelling", span.start - span.end, span.start)

    for span in sorted(spans, key=order):
        over = [other for other in kept if span.start < other.end and other.start < span.end]
        if not over:
            kept.append(span)
        elif span.name is None:
            kept = _with_ends(kept, span, over, plain)
    return sorted(kept, key=lambda span: span.start)


def _with_ends(
    kept: Collection[PersonSpan], span: PersonSpan, over: Sequence[PersonSpan], plain: str
) -> list[PersonSpan]:
    """Return spans with what a longer one has before one of them: never half a name."""
    found = list(kept)
    if span.start < over[0].start:
        # *Jan-Willem Kok* where Kok is known: the given name is one too; *Aannemer* is none.
        lead = plain[span.start : over[0].start].rstrip()
        if re.fullmatch(rf"{INITIALS}\s*(?:\([^()\n]{{2,20}}\))?", lead):
            found[found.index(over[0])] = replace(over[0], start=span.start)
        elif lead and (given := re.split(r"[\s-]", lead)[0]) in given_names():
            if span.end == over[0].end and fold(given) not in fold(over[0].name or "").split():
                found[found.index(over[0])] = span  # *Anna Bos* is not the *Piet Bos* who was there
            else:
                found.append(PersonSpan(span.start, span.start + len(lead), None))
    return found
