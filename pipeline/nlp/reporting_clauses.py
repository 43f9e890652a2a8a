"""A clause with its verbs, and what is said beside it: a clause with *dat*, a colon, or a quotation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import Self

from spacy.tokens import Span, Token

from pipeline.dutch import lexicon
from pipeline.nlp.clauses import infinitive, opens_subordinate, says_finite
from pipeline.nlp.sentences import behind, opens_sentence, text_of
from pipeline.nlp.verbs import VERBS, split_verbs

QUOTATION = re.compile(r"“[^”]{2,2000}”|‘[^’]{2,2000}’(?!\w)|\"[^\"]{2,2000}\"|«[^»]{2,2000}»")
_OPENING, _CLOSING = frozenset('“‘„"«'), frozenset('”’"»')
_MIN_QUOTED = 3  # words: fewer are a term rather than what somebody says


@dataclass(frozen=True)
class ReportingClause:
    """A clause of a sentence, its finite verb, and what stands beside it."""

    sentence: Span
    tokens: Sequence[Token]
    finite: Token

    @classmethod
    def of(cls, sentence: Span, tokens: Sequence[Token]) -> Self | None:
        """Return a clause, None if it has no finite verb."""
        finite = next((token for token in tokens if says_finite(token)), None)
        return None if finite is None else cls(sentence, tokens, finite)

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The infinitives of its verbs."""
        verbs = [token for token in self.tokens if token.pos_ in VERBS or says_finite(token)]
        known = {self.infinitive(token) for token in verbs} | {
            infinitive(token) for token in verbs if self._is_doubtful(token)
        }
        return frozenset(verb for verb in known if verb is not None)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, as they stand and as lemmas, in small letters."""
        return frozenset(form for token in self.tokens for form in (token.lemma_.lower(), token.lower_))

    def infinitive(self, verb: Token) -> str | None:
        """Return the infinitive of a verb, with the particle that stands apart."""
        apart = split_verbs(verb.doc)
        return apart[verb.i][0] if verb.i in apart else infinitive(verb)

    def _is_doubtful(self, verb: Token) -> bool:
        """Return whether what may be the particle of a verb may be a preposition too: *ziet heil in een campagne*."""
        split = split_verbs(verb.doc).get(verb.i)
        if split is None or infinitive(verb) not in _literal_or_living():
            return False
        following = next(behind(verb.doc[split[1]]), None)
        return following is not None and following.pos_ in ("DET", "NOUN", "PROPN", "ADV")

    @cached_property
    def quotes(self) -> bool:
        """Whether a quotation stands right in front, or behind a colon: then any verb is one of saying."""
        following = self.following(2)
        if len(following) > 1 and following[0].text == ":" and following[1].text in _OPENING:
            return True
        return self._in_front in _CLOSING

    @cached_property
    def has_content(self) -> bool:
        """Whether what is said stands beside it: a clause behind or in front, a colon, or a quotation."""
        following = self.following(2)
        if following and following[0].text == ",":
            following = following[1:]
        if following:
            word = following[0]
            is_opener = word.lower_ in lexicon.opinions().nouns.content and opens_subordinate(word)
            if word.text == ":" or word.text in _OPENING or (is_opener and not word.tag_.startswith("VNW|betr")):
                return True
        if any(map(self._opens_content, self.tokens)):
            return True
        if self._in_front:
            first = self.sentence[0]
            if not opens_subordinate(first) or first.lower_ in lexicon.opinions().nouns.content:
                return True
        return any(len(quoted.group().split()) >= _MIN_QUOTED for quoted in QUOTATION.finditer(text_of(self.sentence)))

    def _opens_content(self, token: Token) -> bool:
        """Return whether a word within it begins what is said: *ziet hoe*, *waarschuwt dat* that the model misreads."""
        if token.lower_ not in lexicon.opinions().nouns.content or token.i <= self.finite.i:
            return False
        return token.nbor(-1).pos_ in VERBS or token.tag_.startswith(("BW", "VNW|vb"))

    @cached_property
    def _in_front(self) -> str:
        """The comma or closing quotation mark right before the verb, or before *zo*; empty if there is none."""
        first = self.finite
        if not opens_sentence(first) and first.nbor(-1).lower_ == "zo":
            first = first.nbor(-1)
        if first.i <= self.sentence.start:
            return ""
        mark = first.nbor(-1)
        own = [token.i for token in self.tokens if token.i < mark.i]
        if own and own[-1] != mark.i - 1:
            return ""  # *een cliënt die al jaren wachtte, vond*: the comma closes a clause within this one
        if mark.text == "," and mark.i > self.sentence.start and mark.nbor(-1).text in _CLOSING:
            mark = mark.nbor(-1)
        return mark.text if mark.text == "," or mark.text in _CLOSING else ""

    def following(self, n: int) -> list[Token]:
        """Return the first tokens behind it in its sentence."""
        return [token for token in islice(behind(self.tokens[-1]), n) if token.i < self.sentence.end]


@cache
def _literal_or_living() -> frozenset[str]:
    cues = lexicon.opinions()
    return cues.nouns.live | cues.literal.with_words.keys()
