"""Whether a clause gives a view: by its verb, by a verb with a noun, by a state of mind, or by what it quotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

from spacy.tokens import Span, Token

from pipeline.dutch import lexicon
from pipeline.dutch.negators import negation
from pipeline.nlp.clauses import NOUNS, infinitive, opens_subordinate, says_finite
from pipeline.nlp.sentences import before, behind, opens_sentence, text_of
from pipeline.nlp.verbs import VERBS, features, split_verbs

QUOTATION = re.compile(r"“[^”]{2,2000}”|‘[^’]{2,2000}’(?!\w)|\"[^\"]{2,2000}\"|«[^»]{2,2000}»")
_OPENING, _CLOSING = frozenset('“‘„"«'), frozenset('”’"»')
_MIN_QUOTED = 3  # words: fewer are a term rather than what somebody says
_MAX_BETWEEN = 3
_OF_PHRASE = ("DET", "NOUN", "NUM", "ADJ")
_PARTICIPLE = frozenset({"WW", "vd", "vrij"})


@dataclass(frozen=True)
class ViewClause:
    """A clause of a sentence, with what tells whether it gives a view."""

    sentence: Span
    tokens: Sequence[Token]
    finite: Token

    @classmethod
    def of(cls, sentence: Span, tokens: Sequence[Token]) -> "ViewClause | None":
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

    @property
    def promises(self) -> bool:
        """Whether somebody promises to act."""
        return bool(self.verbs & lexicon.opinions().verbs.promise) and not self._wishes

    @property
    def is_hypothetical(self) -> bool:
        """Whether it says what somebody must, can or will say, or asks for it."""
        other = lexicon.opinions().other
        if self.sentence[-1].text == "?" and self._opens_question:
            return True
        has_modal = any(
            token.pos_ in VERBS and infinitive(token) in other.modals and token.nbor(-1).lower_ != "te"
            for token in self.tokens
            if token.i > self.sentence.start
        )
        is_modal = has_modal and len(self.verbs) > 1 and self.finite.lower_ not in other.wish
        return (is_modal and not self._is_able) or self.tokens[0].lower_ in other.conditions

    @property
    def _opens_question(self) -> bool:
        """Whether it begins with its verb, or with a question word and its verb."""
        first = self.sentence[0]
        is_asked = first.tag_.startswith(("VNW|vb", "BW")) and self.finite.i == first.i + 1
        return self.finite.i == first.i or is_asked

    @property
    def is_denied(self) -> bool:
        """Whether it says that somebody has or gives no view."""
        cues = lexicon.opinions()
        if self.verbs & cues.verbs.silent or {"geen", "sprake"} <= self.words:
            return True
        if "eigen" in self.words:
            return False  # *snapt er naar eigen zeggen niets van*
        for index, token in enumerate(self.tokens):
            if token.lower_ not in negation().negators and token.lower_ != "niets":
                continue
            following = self.tokens[index + 1 :]
            if self.verbs & cues.verbs.inform and not any(word.lower_ == "te" for word in following):
                return True
            if token.lower_ == "geen" and any(
                word.lemma_.lower() in cues.nouns.neutral for word in following[:_MAX_BETWEEN]
            ):
                return True
        return False

    @property
    def is_passive(self) -> bool:
        """Whether its subject undergoes the verb: *werd opgemerkt*, *is ingebracht*."""
        cues = lexicon.opinions()
        own = cues.verbs.say | cues.combinations.keys()
        return self.infinitive(self.finite) in ("worden", "zijn") and any(
            _is_participle(token) and self.infinitive(token) in own for token in self.tokens
        )

    @cached_property
    def quotes(self) -> bool:
        """Whether a quotation stands right in front, or behind a colon: then any verb is one of saying."""
        following = self._behind(2)
        if len(following) > 1 and following[0].text == ":" and following[1].text in _OPENING:
            return True
        return self._in_front in _CLOSING

    @property
    def gives_view(self) -> bool:
        """Whether it says what somebody finds, says or wants."""
        if self.quotes or self._is_able or self._says or self._reports:
            return True
        cues = lexicon.opinions()
        if any(verb in cues.combinations and self.words & cues.combinations[verb] for verb in self.verbs):
            return True
        return self._wishes

    @property
    def _wishes(self) -> bool:
        other = lexicon.opinions().other
        return self.finite.lower_ in other.wish and bool(self.words & other.rather)

    @property
    def gives_state(self) -> bool:
        """Whether it says in what state of mind somebody is."""
        states = lexicon.opinions().states
        if infinitive(self.finite) not in states.linking or not self.words & states.words:
            return False
        # *De gemeente is hard geraakt* says what befell it.
        participles = [token for token in self.tokens if _is_participle(token)]
        return not participles or any(
            not states.words.isdisjoint((token.lower_, token.lemma_.lower())) for token in participles
        )

    @cached_property
    def has_content(self) -> bool:
        """Whether what is said stands beside it: a clause behind or in front, a colon, or a quotation."""
        following = self._behind(2)
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

    @property
    def _says(self) -> bool:
        cues = lexicon.opinions()
        said = self.verbs & cues.verbs.say
        literal = said & cues.literal.with_words.keys()
        if said - literal:
            return True
        return bool(literal) and (self.has_content or any(map(self._is_no_longer_literal, literal)))

    @property
    def _reports(self) -> bool:
        """Whether a clause with *dat* says what it is about, whatever the verb: *heeft er een hekel aan dat*."""
        following = self._behind(2)
        if following and following[0].text == ",":
            following = following[1:]
        if not following or following[0].lower_ != "dat" or following[0].tag_.startswith("VNW|betr"):
            return False
        is_of_noun = self.tokens[-1].pos_ in (*NOUNS, "PRON", "NUM")
        is_passive = any(map(_is_participle, self.tokens)) and infinitive(self.finite) == "worden"
        return not is_of_noun and not is_passive and self.verbs.isdisjoint(lexicon.opinions().verbs.factual)

    def _is_no_longer_literal(self, verb: str) -> bool:
        literal = lexicon.opinions().literal
        if self.words & literal.with_words[verb] or (verb in literal.perceive and self.words & literal.abstract):
            return True
        if verb in literal.perceive and any(token.tag_.startswith("WW|inf|vrij") for token in self.tokens):
            return True  # *ziet de druk groeien*
        return verb in literal.with_adjective and self._judges

    @property
    def _judges(self) -> bool:
        """Whether something is called something: *vindt het te laat*, *vinden het scherm onoverzichtelijk*."""
        literal, things = lexicon.opinions().literal, lexicon.opinions().other.things
        for token in self.tokens:
            following = next(behind(token), None)
            tag = following.tag_ if following is not None else ""
            if token.lower_ in things and (token.pos_ == "PRON" or tag.startswith(("ADJ|vrij", "BW"))):
                return True
            if token.lower_ in literal.of_manner:
                continue
            is_predicate = token.tag_.startswith("ADJ|vrij") or token.tag_.startswith("WW|od|vrij")
            leads_on = following is not None and following.pos_ in _OF_PHRASE
            if is_predicate and (token.i < self.finite.i or not leads_on):
                return True
            if token.tag_.startswith("LID|onbep") and token.i - self.finite.i > 1 and _closes_object(token.nbor(-1)):
                return True  # *vindt de wet een gedrocht*
        return False

    def _opens_content(self, token: Token) -> bool:
        """Return whether a word within it begins what is said: *ziet hoe*, *waarschuwt dat* that the model misreads."""
        if token.lower_ not in lexicon.opinions().nouns.content or token.i <= self.finite.i:
            return False
        return token.nbor(-1).pos_ in VERBS or token.tag_.startswith(("BW", "VNW|vb"))

    @property
    def _is_able(self) -> bool:
        """Whether a modal leaves it a view: *kan zich niet voorstellen dat*, *moest toegeven dat*."""
        cues = lexicon.opinions()
        if self.verbs.isdisjoint(cues.other.modals):
            return False
        return any(verb in cues.able and self.words & cues.able[verb] for verb in self.verbs)

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

    def _behind(self, n: int) -> list[Token]:
        return [token for token in islice(behind(self.tokens[-1]), n) if token.i < self.sentence.end]


@cache
def _literal_or_living() -> frozenset[str]:
    cues = lexicon.opinions()
    return cues.nouns.live | cues.literal.with_words.keys()


def _is_participle(token: Token) -> bool:
    return features(token) >= _PARTICIPLE


def _closes_object(noun: Token) -> bool:
    """Return whether a noun closes a phrase with a definite determiner that stands behind no preposition."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() in lexicon.opinions().literal.times:
        return False
    for token in before(noun):
        if token.pos_ != "ADJ":
            is_definite = token.pos_ == "DET" and not token.tag_.startswith("LID|onbep")
            return is_definite and not opens_sentence(token) and token.nbor(-1).pos_ != "ADP"
    return False
