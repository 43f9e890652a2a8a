"""Who is named in a sentence: persons and roles, and whom a pronoun means."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from spacy.tokens import Span, Token

from pipeline.nlp.matching import Mention
from pipeline.nlp.sentences import text_of, words_of
from pipeline.nlp.speakers import Speakers
from pipeline.nlp.verbs import features

_MAX_BETWEEN = 3  # words between a role and the name it describes
Code = str | None


@dataclass(frozen=True)
class Place:
    """Where somebody is named: half-open offsets in the document, the code of the role, and whether it is several."""

    start: int
    end: int
    code: Code
    is_plural: bool


@dataclass
class Antecedents:
    """Who was named before in an insight, as one and as several, and what names the text itself has explained."""

    singular: Code = None
    plural: Code = None
    known: dict[str, Code] = field(default_factory=dict)

    def forget(self) -> None:
        """Begin a new insight: a pronoun takes its antecedent within the same one."""
        self.singular = self.plural = None


class Named:
    """The persons and roles that stand in a sentence, by place."""

    def __init__(
        self, sentence: Span, role_mentions: Sequence[Mention], speakers: Speakers, antecedents: Antecedents
    ) -> None:
        self.sentence, self._antecedents = sentence, antecedents
        self._text = text_of(sentence)
        self.places: list[Place] = []
        self._introduced: dict[str, Code] = {}
        roles = [
            (mention.start, mention.end, mention.code)
            for mention in role_mentions
            if sentence.start_char <= mention.start and mention.end <= sentence.end_char
        ]
        speakers = Speakers({**antecedents.known, **speakers.role_of_surname}, speakers.role_of_short_name)
        for name, start, end in speakers.find(self._text):
            start, end = start + sentence.start_char, end + sentence.start_char
            called = self._called(start, roles)
            self.places.append(Place(start, end, called or speakers.role_of(name), is_plural=False))
        for start, end, code in sorted(roles, key=lambda role: (role[0], role[0] - role[1])):
            if any(start < place.end and place.start < end for place in self.places):
                continue
            surname = _name_behind(sentence, end)
            if surname is not None and surname.text.casefold() not in speakers.role_of_surname:
                self._introduced[surname.text.casefold()] = code
            self.places.append(Place(start, end, code, is_plural=_is_plural(sentence, start, end)))
        self.places.sort(key=lambda place: (place.start, place.end))

    def at(self, token: Token) -> Code | Literal[False]:
        """Return the code of who is named at a token; False if nobody is."""
        return next((place.code for place in self.places if place.start <= token.idx < place.end), False)

    def pronoun(self, token: Token, *, is_plural: bool) -> list[Code]:
        """Return whoever a pronoun means, if somebody was named before."""
        earlier = [
            place
            for place in self.places
            if place.end <= token.idx and place.is_plural == is_plural and not self._is_quoted(place)
        ]
        if earlier:
            return [earlier[-1].code]
        found = self._antecedents.plural if is_plural else self._antecedents.singular
        return [found] if found is not None else []

    def _is_quoted(self, place: Place) -> bool:
        """Return whether a place stands in quotation marks by itself: *het woord ‘klant’*."""
        offset = place.start - self.sentence.start_char
        return self._text[max(offset - 1, 0) : offset] in ("‘", "“")

    def can_mean_somebody(self, pronouns: frozenset[str]) -> bool:
        """Return whether somebody is named, or was before and can be meant by one of some pronouns."""
        if self.places:
            return True
        was_named = self._antecedents.singular is not None or self._antecedents.plural is not None
        return was_named and not pronouns.isdisjoint(words_of(self.sentence))

    def remember(self) -> None:
        """Keep who was named for the pronouns of later sentences, and what persons are called in the text.

        The subject of the main clause comes last, for a pronoun means that first.
        """
        known = [place for place in self.places if place.code is not None]
        joined = [place for place in known if len(known) > 1 and self._is_joined(place)]
        subjects = self._subjects() if len(known) > 1 else []
        for place in sorted(known, key=lambda place: any(place.start <= start < place.end for start in subjects)):
            if len(joined) > 1 and place in joined:
                continue
            if place.is_plural:
                self._antecedents.plural = place.code
            else:
                self._antecedents.singular = place.code
        if len(joined) > 1:
            self._antecedents.plural = None  # *De DG en de wethouder … Zij vinden*: two holders
        self._antecedents.known |= self._introduced

    def _subjects(self) -> list[int]:
        """Return where the subjects of the main clauses begin."""
        return [
            token.idx
            for token in self.sentence
            if token.dep_ in ("nsubj", "nsubj:pass") and token.head.dep_ in ("ROOT", "parataxis", "conj")
        ]

    def _is_joined(self, place: Place) -> bool:
        return any(
            other is not place
            and self._between(min(place.end, other.end), max(place.start, other.start))[:1] in (["en"], ["of"])
            for other in self.places
        )

    def _called(self, start: int, roles: Sequence[tuple[int, int, str]]) -> str | None:
        """Return the role that stands right before a name: *DG Van der Burg*, *Directeur Natuurbeheer Els Vonk*."""
        for _, last, code in roles:
            between = self._between(last, start)
            if (
                last <= start
                and len(between) <= _MAX_BETWEEN
                and all(word[:1].isupper() and word.isalpha() for word in between)
            ):
                return code
        return None

    def _between(self, start: int, end: int) -> list[str]:
        """Return the words between two offsets in the document."""
        offset = self.sentence.start_char
        return self._text[start - offset : end - offset].split()


def _name_behind(sentence: Span, end: int) -> Token | None:
    """Return the surname of a name right behind a role: *Beleidsadviseur Mirjam Tol*."""
    name: Token | None = None
    for token in islice((token for token in sentence if token.idx >= end), 4):
        if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.is_punct:
            break
        name = token
    return name if name is not None and name.ent_type_ in ("PERSON", "") and len(name) > 1 else None


def _is_plural(sentence: Span, start: int, end: int) -> bool:
    span = sentence.doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return False
    tag = features(span.root)
    return "mv" in tag or (span.root.pos_ == "PROPN" and span.text.endswith(("'s", "’s", "s")))
