"""Who holds a view: the role that a sentence names as saying or finding it (*Whose view* in `docs/contract.md`).

A report names the holder by a few constructions, which `resources/meningen.toml` spells out: a
preposition (*volgens de DG’s*, *in de ogen van de raad*), the subject of a verb of saying (*merkten de
adviseurs op*) or of a state of mind (*is bang dat*, *heeft er moeite mee*), a feeling that lives somewhere
(*bij de gemeente leeft het gevoel*), and a speaker label (*De Witte: …*). They stand in main clauses: what
is said in a subordinate clause is part of the view, or somebody else's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from spacy.tokens import Span, Token

from pipeline.dutch import lexicon
from pipeline.nlp.antecedents import Antecedents, Code, Named
from pipeline.nlp.clauses import BREAKS, NOUNS, infinitive, main_clauses, says_finite
from pipeline.nlp.matching import Mention
from pipeline.nlp.sentences import before, behind, lemmas_of, opens_sentence, text_of, words_of
from pipeline.nlp.speakers import Speakers, label_length
from pipeline.nlp.verbs import VERBS, features, split_verbs

_QUOTATION = re.compile(r"“[^”]{2,2000}”|‘[^’]{2,2000}’(?!\w)|\"[^\"]{2,2000}\"|«[^»]{2,2000}»")
_MODIFIERS = ("ADV", "ADJ", "DET", "NUM")
_MAX_PHRASE = 12
_MAX_LABEL = 60  # characters

Codes = list[Code]


@dataclass
class VoiceFinder:
    """Finds whose view the sentences of an insight hold; it remembers who was named before, and whose turn it is."""

    speakers: Speakers
    codes: frozenset[str]
    turn: Code = None
    antecedents: Antecedents = field(default_factory=Antecedents)

    def start_insight(self) -> None:
        """Forget who was named: a pronoun takes its antecedent within the same insight."""
        self.turn = None
        self.antecedents.forget()

    def label(self, sentence: Span, role_mentions: Sequence[Mention]) -> int:
        """Return the length of the speaker label at the start of a sentence, and begin that speaker's turn.

        A label with a name or a role in it; any other label of a speaker (*Interviewer:*) ends the turn.
        """
        text = text_of(sentence)
        if ":" not in text[:_MAX_LABEL]:
            return 0
        found = self.speakers.label(text)
        named = Named(sentence, role_mentions, self.speakers, self.antecedents)
        length = found[1] if found is not None else label_length(text)
        if not length:
            return 0
        codes = [place.code for place in named.places if place.end <= sentence.start_char + length]
        if found is None and not codes:
            is_speaker = text[:length].strip(" :").casefold() in lexicon.opinions().other.speakers
            self.turn = None if is_speaker else self.turn
            return 0
        if found is None and not _is_all_of_label(text[:length], named):
            return 0  # *Nog een vraag van de DG:* is no label
        self.turn = codes[0]
        named.remember()
        return length

    def attribute(self, sentence: Span, role_mentions: Sequence[Mention]) -> str | None:
        """Return the code of the role that holds the view of a sentence, if it names one and no more."""
        named = Named(sentence, role_mentions, self.speakers, self.antecedents)
        holders = [code for codes in self._holders(sentence, named) for code in codes]
        named.remember()
        distinct = list(dict.fromkeys(holders))
        if not distinct:
            return self.turn
        return distinct[0] if len(distinct) == 1 and distinct[0] in self.codes else None

    def with_quotations(self, text: str, sentences: Sequence[tuple[Span, str | None]]) -> list[tuple[Span, str | None]]:
        """Return sentences with their holders; a quotation of several sentences has one, whom one of them names.

        If none does, its *ik* or *wij* is whoever the sentence before it named.
        """
        found = list(sentences)
        for match in _QUOTATION.finditer(text):
            own = [
                index
                for index, (span, _) in enumerate(found)
                if span.start_char < match.end() and match.start() < span.end_char
            ]
            named = {found[index][1] for index in own} - {None}
            holder = named.pop() if len(named) == 1 else None
            if holder is None and not named and own and own[0] > 0 and _first_person().search(match.group()):
                holder = found[own[0] - 1][1]
            if holder is not None:
                for index in own:
                    found[index] = (found[index][0], found[index][1] or holder)
        return found

    def _holders(self, sentence: Span, named: Named) -> Iterator[Codes]:
        if not named.can_mean_somebody(_pronouns()):
            return
        cues, apart = lexicon.opinions(), split_verbs(sentence.doc)
        prepositions, views = cues.other.prepositions, cues.nouns.views
        says = [
            sentence[index]
            for index, (word, lemma) in enumerate(zip(words_of(sentence), lemmas_of(sentence), strict=True))
            if word in prepositions or ((word in views or lemma in views) and _is_opinion(sentence[index]))
        ]
        said = [codes for token in says if (codes := _of_preposition(token, named) or _of_opinion(token, named))]
        if said:
            yield from said
            return
        for clause in main_clauses(sentence):
            verbs = {
                apart[token.i][0] if token.i in apart else infinitive(token)
                for token in clause
                if token.pos_ in VERBS or says_finite(token)
            }
            finite = next((token for token in clause if says_finite(token)), None)
            if finite is None:
                continue
            if verbs & cues.verbs.promise:
                yield [None for _ in _subject(clause, finite, named)]
                continue
            if _is_hypothetical(clause, verbs):
                continue
            if _gives_view(clause, finite, verbs):
                codes = _by_whom(clause, finite, named) or _subject(clause, finite, named)
            else:
                codes = _experiencer(clause, finite, verbs, named)
            if codes:
                yield codes


@cache
def _pronouns() -> frozenset[str]:
    """Return the pronouns that can stand for who holds a view."""
    pronouns = lexicon.opinions().pronouns
    return pronouns.singular | pronouns.plural | pronouns.possessive


@cache
def _first_person() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.any_of(lexicon.word_classes().first_person)}\b", re.IGNORECASE)


def _of_preposition(token: Token, named: Named) -> Codes:
    """Return the holder that *volgens* or *aldus* names, or *in de ogen van*."""
    cues = lexicon.opinions()
    if token.lower_ in cues.other.prepositions:
        following = list(behind(token))
        if _is_opinion(_head_of(following)):
            return []  # *volgens het advies aan de minister*; of *van* the next rule knows
        return _phrase(following, named, is_object=True)
    return []


def _of_opinion(token: Token, named: Named) -> Codes:
    """Return whose an opinion is that a noun names: *naar de mening van X*, *hun zorg is dat*."""
    if not _is_opinion(token):
        return []
    cues = lexicon.opinions()
    opens = next((word for word in islice(before(token), 4) if word.pos_ not in ("DET", "ADJ", "ADV", "PRON")), None)
    has_preposition = opens is not None and opens.lower_ in cues.nouns.before
    says = has_preposition or _states_content(token) or _closes_content(token)
    if not says:
        return []
    owner = next(before(token), None)
    if owner is not None and owner.lower_ in cues.pronouns.possessive:
        return named.pronoun(owner, is_plural=owner.lower_ == "hun")
    following = list(behind(token))
    if following and following[0].lower_ == "van":
        return _phrase(following[1:], named, is_object=True)
    return []


def _states_content(noun: Token) -> bool:
    """Return whether an opinion noun is said to be something: *de zorg van X is dat*, *hun wens: …*."""
    nouns = lexicon.opinions().nouns
    for token in islice(behind(noun), _MAX_PHRASE - 1):
        if says_finite(token):
            return infinitive(token) in nouns.state and any(
                word.lower_ in nouns.content or word.text == ":" for word in token.doc[token.i + 1 : token.i + 5]
            )
        if token.text in BREAKS:
            return token.text == ":"
    return False


def _closes_content(noun: Token) -> bool:
    """Return whether an opinion noun says what the words before were: *…, is haar advies*, *…, luidde zijn oproep*."""
    for token in islice(before(noun), 5):
        if token.pos_ not in ("DET", "PRON", "ADJ"):
            is_verb = infinitive(token) in ("zijn", "luiden")
            return is_verb and not opens_sentence(token) and token.nbor(-1).text in BREAKS
    return False


def _is_opinion(token: Token | None) -> bool:
    if token is None:
        return False
    nouns = lexicon.opinions().nouns.views
    return token.pos_ == "NOUN" and (token.lemma_.lower() in nouns or token.lower_ in nouns)


def _head_of(tokens: Sequence[Token]) -> Token | None:
    """Return the first noun of a phrase."""
    for token in tokens:
        if token.pos_ in NOUNS:
            return token
        if token.pos_ not in _MODIFIERS and token.pos_ != "PRON":
            return None
    return None


def _is_hypothetical(clause: Sequence[Token], verbs: set[str | None]) -> bool:
    """Return whether a clause says what somebody must or can say, or asks."""
    overall = lexicon.opinions().other
    return bool(verbs & overall.modals) or clause[0].lower_ in overall.conditions


def _gives_view(clause: Sequence[Token], finite: Token, verbs: set[str | None]) -> bool:
    """Return whether a clause says what somebody finds, says, wants or feels."""
    cues = lexicon.opinions()
    if verbs & cues.verbs.say:
        return True
    words = {token.lemma_.lower() for token in clause} | {token.lower_ for token in clause}
    for verb in verbs:
        if verb is not None and verb in cues.combinations and words & cues.combinations[verb]:
            return True
    is_linking = infinitive(finite) in cues.states.linking
    if is_linking and words & cues.states.words:
        return True
    return finite.lower_ in cues.other.wish and bool(words & cues.other.rather)


def _by_whom(clause: Sequence[Token], finite: Token, named: Named) -> Codes:
    """Return the agent of a passive: *door een van de managers werd opgemerkt*."""
    if infinitive(finite) not in ("worden", "zijn"):
        return []
    for token in clause:
        if token.lower_ == "door":
            return _phrase(list(behind(token)), named, is_object=True)
    return []


def _subject(clause: Sequence[Token], finite: Token, named: Named) -> Codes:
    """Return who the subject of a clause is: the phrase before its finite verb, or else the one behind it."""
    front = [token for token in clause if token.i < finite.i]
    while front and front[0].pos_ in ("CCONJ", "ADV", "PUNCT", "INTJ") and named.at(front[0]) is False:
        front = front[1:]
    is_plural = "mv" in features(finite) or (finite.lower_.endswith("en") and finite.lower_ != "zien")
    if front and (front[0].pos_ not in ("ADP", "SCONJ") or named.at(front[0]) is not False):
        found = _phrase(front, named, is_plural=is_plural)
        head = next((token for token in front if token.pos_ in (*NOUNS, "PRON")), None)
        if found or (
            head is not None and head.dep_.startswith("nsubj") and head.lower_ not in lexicon.opinions().other.things
        ):
            return found
    following = list(behind(finite))
    while following and _is_skipped(following[0]) and named.at(following[0]) is False:
        following = following[1:]
    return _phrase(following, named, is_plural=is_plural)


def _is_thing(token: Token) -> bool:
    return token.lower_ in lexicon.opinions().other.things


def _is_skipped(token: Token) -> bool:
    """Return whether a word may stand between a finite verb and the subject behind it."""
    is_pronoun = (
        token.lower_ in ("er", "zich") or token.lower_ in lexicon.opinions().other.things
    ) and not token.tag_.startswith("VG")
    return is_pronoun or token.pos_ == "ADV"


def _experiencer(clause: Sequence[Token], finite: Token, verbs: set[str | None], named: Named) -> Codes:
    """Return who undergoes or harbours a view: *het valt de managers op*, *bij de raad leeft*, *voor X weegt zwaar*."""
    cues = lexicon.opinions()
    if verbs & cues.verbs.undergo:
        for index, token in enumerate(clause):
            is_free = index == 0 or clause[index - 1].pos_ != "ADP"
            if named.at(token) is not False and (is_free or token.pos_ == "PROPN"):
                return _phrase(clause[_start_of_phrase(clause, index) :], named, is_object=True)
        return []
    first = clause[0]
    if first.lower_ == "voor" and infinitive(finite) in cues.for_somebody.verbs:
        if any(token.lower_ == "er" for token in clause):
            return []
        return _phrase(clause[1:], named, is_object=True)
    if infinitive(finite) in cues.nouns.live and (
        any(_is_opinion(token) for token in clause) or infinitive(finite) == "klinken"
    ):
        for index, token in enumerate(clause):
            if token.lower_ in cues.nouns.with_whom and index + 1 < len(clause):
                found = _phrase(clause[index + 1 :], named, is_object=True)
                if found:
                    return found
    return []


def _start_of_phrase(clause: Sequence[Token], index: int) -> int:
    while index > 0 and clause[index - 1].pos_ in _MODIFIERS:
        index -= 1
    return index


def _phrase(tokens: Sequence[Token], named: Named, *, is_plural: bool = False, is_object: bool = False) -> Codes:
    """Return whom a noun phrase names, with None for somebody without a role beside another."""
    cues = lexicon.opinions()
    for index, token in enumerate(tokens[:_MAX_PHRASE]):
        code = named.at(token)
        if code is not False:
            return [code, *_joined_to(tokens[index:], named)]
        pronouns = cues.pronouns
        if (
            index == 0
            and token.pos_ == "PRON"
            and (token.lower_ in pronouns.singular or token.lower_ in pronouns.plural)
        ):
            several = token.lower_ in ("hen", "hun") or (is_plural and token.lower_ in pronouns.plural)
            return named.pronoun(token, is_plural=several)
        is_group = token.lower_ in cues.other.groups or token.lemma_.lower() in cues.other.groups
        if is_group or (token.lower_ in ("van", "uit") and index):
            continue
        if token.pos_ in _MODIFIERS or token.lower_ in cues.other.before_name or token.is_quote:
            continue
        if token.pos_ == "PROPN" and (not is_object or _leads_to_name(tokens[index:], named)):
            continue  # a given name, or a person with the function behind the name
        return []
    return []


def _leads_to_name(tokens: Sequence[Token], named: Named) -> bool:
    """Return whether names only stand before one that is known: *Carlijn Aarts*."""
    for token in tokens:
        if named.at(token) is not False:
            return True
        if token.pos_ != "PROPN":
            return False
    return False


def _joined_to(tokens: Sequence[Token], named: Named) -> Codes:
    """Return who is joined to the first one of a phrase: *de burgemeester en de wethouder*."""
    found: Codes = []
    first = named.at(tokens[0])
    index = 0
    while index < len(tokens) and (named.at(tokens[index]) == first and named.at(tokens[index]) is not False):
        index += 1
    rest = tokens[index : index + _MAX_PHRASE]
    for position, token in enumerate(rest):
        if says_finite(token) or token.text in (":", ";", "“", "‘"):
            break
        if token.lower_ in ("en", "of") and position + 1 < len(rest):
            following = _head_of(rest[position + 1 :])
            if following is None:
                break
            code = named.at(following)
            found.append(code if code is not False else None)
            break
        if token.pos_ == "ADP" and token.lower_ not in lexicon.opinions().other.of_the_same:
            break
    return found


def _is_all_of_label(label: str, named: Named) -> bool:
    """Return whether a label is a role, with at most a name or an article beside it."""
    offset = named.sentence.start_char
    own = [(place.start - offset, place.end - offset) for place in named.places if place.end - offset <= len(label)]
    rest = "".join(sign for place, sign in enumerate(label) if not any(start <= place < end for start, end in own))
    return all(word[:1].isupper() or word.casefold() in ("de", "het") for word in rest.replace(":", " ").split())
