"""Whether a clause gives a view: by its verb, by a verb with a noun, by a state of mind, or by what it quotes."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.dutch import lexicon
from pipeline.dutch.inflection import is_verb
from pipeline.dutch.negators import negation
from pipeline.nlp.clauses import NOUNS, infinitive
from pipeline.nlp.reporting_clauses import ReportingClause
from pipeline.nlp.sentences import before, behind, opens_sentence
from pipeline.nlp.verbs import VERBS, features

_MAX_BETWEEN = 3
_OF_PHRASE = ("DET", "NOUN", "NUM", "ADJ")
_PARTICIPLE = frozenset({"WW", "vd", "vrij"})


@dataclass(frozen=True)
class ViewClause(ReportingClause):
    """A clause with what tells whether it gives a view, and by what."""

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
            token.pos_ in VERBS
            and infinitive(token) in other.modals
            and (opens_sentence(token) or token.nbor(-1).lower_ != "te")
            for token in self.tokens
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
        following = self.following(2)
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
        if verb in literal.perceive and any(
            token.tag_.startswith("WW|inf|vrij") and is_verb(token.lower_) for token in self.tokens
        ):
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

    @property
    def _is_able(self) -> bool:
        """Whether a modal leaves it a view: *kan zich niet voorstellen dat*, *moest toegeven dat*."""
        cues = lexicon.opinions()
        if self.verbs.isdisjoint(cues.other.modals):
            return False
        return any(verb in cues.able and self.words & cues.able[verb] for verb in self.verbs)


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
