"""Who holds a view: the role that a sentence names as saying or finding it (*Whose view* in the contract).

A report names the holder by a few constructions, which `resources/meningen.toml` spells out: a
preposition (*volgens de DG’s*, *in de ogen van de raad*), the subject of a verb of saying (*merkten de
adviseurs op*) or of a state of mind (*is bang dat*, *heeft er moeite mee*), a feeling that lives somewhere
(*bij de gemeente leeft het gevoel*), and a speaker label (*De Witte: …*). They stand in main clauses: what
is said in a subordinate clause is part of the view, or somebody else's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from spacy.tokens import Span, Token

from pipeline.nlp.matching import Mention
from pipeline.nlp.speakers import Speakers, label_length
from pipeline.nlp.inflection import word_forms
from pipeline.nlp.verbs import VERBS, is_finite, lemma_of, split_verbs
from pipeline.resources import load_toml

_OPENING, _CLOSING = '“‘„"«(', '”’"»)'
_NOUNS = ("NOUN", "PROPN")
_BREAKS = frozenset({",", ";", ":", "–", "—", "(", ")", "“", "”", "‘", "’", '"', "„", "…"})
_AND = ("en", "of", "alsmede", "plus", "&", "met")
_MODIFIERS = ("ADV", "ADJ", "DET", "NUM")
_MAX_PHRASE = 12

Codes = list[str | None]


@dataclass
class VoiceFinder:
    """Finds whose view the sentences of an insight hold; it remembers who was named before, and whose turn it is."""

    speakers: Speakers
    codes: frozenset[str]
    singular: str | None = None
    plural: str | None = None
    turn: str | None = None
    known: dict[str, str | None] = field(default_factory=dict)

    def start_insight(self) -> None:
        """Forget who was named: a pronoun takes its antecedent within the same insight."""
        self.singular = self.plural = self.turn = None

    def label(self, sentence: Span, role_mentions: Sequence[Mention]) -> int:
        """Return the length of the speaker label at the start of a sentence, and begin that speaker's turn.

        A label with a name or a role in it; any other label of a speaker (*Interviewer:*) ends the turn.
        """
        text = sentence.text
        found = self.speakers.label(text)
        named = _Named(sentence, role_mentions, self)
        length = found[1] if found is not None else label_length(text)
        if not length:
            return 0
        codes = [code for start, end, code, _ in named.places if end <= sentence.start_char + length]
        if found is None and not codes:
            is_speaker = text[:length].strip(" :").casefold() in _cues()["overig"]["sprekers"]
            self.turn = None if is_speaker else self.turn
            return 0
        before = _words_before_label(text[:length])
        if found is None and before > 1:
            return 0  # *Nog een vraag van de DG:* is no label
        self.turn = codes[0]
        self._remember(named)
        return length

    def attribute(self, sentence: Span, role_mentions: Sequence[Mention]) -> str | None:
        """Return the code of the role that holds the view of a sentence, if it names one and no more."""
        named = _Named(sentence, role_mentions, self)
        holders = [code for codes in self._holders(sentence, named) for code in codes]
        self._remember(named)
        distinct = list(dict.fromkeys(holders))
        if not distinct:
            return self.turn
        return distinct[0] if len(distinct) == 1 and distinct[0] in self.codes else None

    def _holders(self, sentence: Span, named: "_Named") -> Iterator[Codes]:
        cues, apart = _cues(), split_verbs(sentence.doc)
        for token in sentence:
            codes = _of_preposition(token, named) or _of_opinion(token, named)
            if codes:
                yield codes
        for clause in _main_clauses(sentence):
            verbs = {
                apart[token.i][0] if token.i in apart else _infinitive(token)
                for token in clause
                if token.pos_ in VERBS or _is_finite(token)
            }
            finite = next((token for token in clause if _is_finite(token)), None)
            if finite is None:
                continue
            if verbs & set(cues["werkwoorden"]["beloven"]):
                yield from ([None] for _ in _subject(clause, finite, named))
                continue
            if _is_hypothetical(clause, verbs):
                continue
            if _gives_view(clause, finite, verbs):
                codes = _by_whom(clause, finite, named) or _subject(clause, finite, named)
            else:
                codes = _experiencer(clause, finite, verbs, named)
            if codes:
                yield codes

    def _remember(self, named: "_Named") -> None:
        """Keep who was named last, as one and as several, and what persons are called in the text."""
        for _, _, code, is_plural in named.subjects_last():
            if is_plural:
                self.plural = code
            else:
                self.singular = code
        self.known |= named.introduced


class _Named:
    """The persons and roles that stand in a sentence, by place."""

    def __init__(self, sentence: Span, role_mentions: Sequence[Mention], finder: VoiceFinder) -> None:
        self.sentence, self.finder = sentence, finder
        self.places: list[tuple[int, int, str | None, bool]] = []
        self.introduced: dict[str, str | None] = {}
        roles = [
            (mention.start, mention.end, mention.code)
            for mention in role_mentions
            if sentence.start_char <= mention.start and mention.end <= sentence.end_char
        ]
        speakers = Speakers({**finder.known, **finder.speakers.role_of_surname})
        for surname, start, end in speakers.find(sentence.text):
            start, end = start + sentence.start_char, end + sentence.start_char
            called = _called(sentence, start, roles)
            self.places.append((start, end, called or speakers.role_of_surname[surname], False))
        taken = [(start, end) for start, end, _, _ in self.places]
        for start, end, code in sorted(roles, key=lambda role: (role[0], role[0] - role[1])):
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            name = _name_behind(sentence, end)
            if name is not None and name.text.casefold() not in speakers.role_of_surname:
                self.introduced[name.text.casefold()] = code
            self.places.append((start, end, code, _is_plural(sentence, start, end)))
        self.places.sort(key=lambda place: place[:2])

    def at(self, token: Token) -> str | None | bool:
        """Return the code of who is named at a token; False if nobody is."""
        for start, end, code, _ in self.places:
            if start <= token.idx < end:
                return code
        return False

    def pronoun(self, token: Token, *, is_plural: bool) -> Codes:
        """Return whoever a pronoun means, if somebody was named before."""
        earlier = [place for place in self.places if place[1] <= token.idx and place[3] == is_plural]
        if earlier:
            return [earlier[-1][2]]
        found = self.finder.plural if is_plural else self.finder.singular
        return [found] if found is not None else []

    def subjects_last(self) -> list[tuple[int, int, str | None, bool]]:
        """Return the places with the subject of the main clause last, for a pronoun means that first."""
        subjects = {
            token.idx
            for token in self.sentence
            if token.dep_ in ("nsubj", "nsubj:pass") and token.head.dep_ in ("ROOT", "parataxis", "conj")
        }
        places = [(*place[:3], place[3]) for place in self.places if place[2] is not None]
        joined = [place for place in places if self._is_joined(place)]
        if len(joined) > 1:
            # *De DG en de wethouder … Zij vinden*: two holders.
            return [*[place for place in places if place not in joined], (0, 0, None, True)]
        return sorted(places, key=lambda place: any(place[0] <= start < place[1] for start in subjects))

    def _is_joined(self, place: tuple[int, int, str | None, bool]) -> bool:
        doc = self.sentence.doc
        span = doc.char_span(place[0], place[1], alignment_mode="expand")
        return any(
            other is not place
            and doc.text[min(place[1], other[1]) : max(place[0], other[0])].split()[:1] in (["en"], ["of"])
            and not span[0].is_punct
            for other in self.places
        )


def _called(sentence: Span, start: int, roles: Sequence[tuple[int, int, str]]) -> str | None:
    """Return the role that stands right before a name: *DG Van der Burg*, *Directeur Natuurbeheer Els Vonk*."""
    for first, last, code in roles:
        between = sentence.doc.text[last:start].split()
        if last <= start and len(between) <= 3 and all(word[:1].isupper() and word.isalpha() for word in between):
            return code
    return None


def _name_behind(sentence: Span, end: int) -> Token | None:
    """Return the surname of a name right behind a role: *Beleidsadviseur Mirjam Tol*."""
    tokens = [token for token in sentence if token.idx >= end]
    name: Token | None = None
    for token in tokens[:4]:
        if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.is_punct:
            break
        name = token
    return name if name is not None and name.ent_type_ in ("PERSON", "") and len(name) > 1 else None


def _is_plural(sentence: Span, start: int, end: int) -> bool:
    span = sentence.doc.char_span(start, end, alignment_mode="expand")
    tag = span.root.tag_.split("|")
    return "mv" in tag or (span.root.pos_ == "PROPN" and span.text.endswith(("'s", "’s", "s")))


def _of_preposition(token: Token, named: _Named) -> Codes:
    """Return the holder that *volgens* or *aldus* names, or *in de ogen van*."""
    cues = _cues()
    if token.lower_ in cues["overig"]["voorzetsels"]:
        if token.i + 1 < len(token.doc) and _is_opinion(_head_of(token.doc[token.i + 1 : token.sent.end])):
            return []  # *volgens het advies aan de minister*; of *van* the next rule knows
        return _phrase(token.doc[token.i + 1 : token.sent.end], named, is_object=True)
    return []


def _of_opinion(token: Token, named: _Named) -> Codes:
    """Return whose an opinion is that a noun names: *naar de mening van X*, *hun zorg is dat*, *bij X leeft het gevoel*."""
    if not _is_opinion(token):
        return []
    cues = _cues()
    before = [word for word in token.doc[max(token.sent.start, token.i - 4) : token.i]]
    opens = next((word for word in reversed(before) if word.pos_ not in ("DET", "ADJ", "ADV", "PRON")), None)
    has_preposition = opens is not None and opens.lower_ in cues["naamwoorden"]["voor"]
    says = has_preposition or _states_content(token)
    if not says:
        return []
    owner = token.nbor(-1) if token.i > token.sent.start else None
    if owner is not None and owner.lower_ in cues["voornaamwoorden"]["bezittelijk"]:
        return named.pronoun(owner, is_plural=owner.lower_ == "hun")
    following = token.doc[token.i + 1 : token.sent.end]
    if len(following) and following[0].lower_ == "van":
        return _phrase(following[1:], named, is_object=True)
    return []


def _states_content(noun: Token) -> bool:
    """Return whether an opinion noun is said to be something: *de zorg van X is dat*, *hun wens: …*."""
    for token in noun.doc[noun.i + 1 : min(noun.sent.end, noun.i + _MAX_PHRASE)]:
        if _is_finite(token):
            return lemma_of(token) in ("zijn", "blijven", "luiden") and any(
                word.lower_ in ("dat", "om", "of", "hoe") or word.text == ":"
                for word in token.doc[token.i + 1 : token.i + 5]
            )
        if token.text in _BREAKS:
            return token.text == ":"
    return False


def _is_opinion(token: Token | None) -> bool:
    if token is None:
        return False
    nouns = _cues()["naamwoorden"]["mening"]
    return token.pos_ == "NOUN" and (token.lemma_.lower() in nouns or token.lower_ in nouns)


def _head_of(tokens: Sequence[Token]) -> Token | None:
    """Return the first noun of a phrase."""
    for token in tokens:
        if token.pos_ in _NOUNS:
            return token
        if token.pos_ not in _MODIFIERS and token.pos_ != "PRON":
            return None
    return None


def _is_finite(token: Token) -> bool:
    """Return whether a token is a finite verb, also one of saying that the model takes for another word.

    Such a form has its subject before it, or opens its clause: *inwoners verwijten*, *…, wijt de minister*.
    """
    if is_finite(token):
        return True
    if token.lower_ not in _opinion_forms() or token.lower_.startswith("ge") or token.i == token.sent.start:
        return False
    if token.pos_ == "AUX" or token.tag_.startswith(("WW|inf", "WW|od", "N|soort|mv")):
        return False
    before = token.nbor(-1)
    if before.pos_ not in (*_NOUNS, "PRON") and before.text != ",":
        return False
    return not any(is_finite(word) for word in token.doc[token.sent.start : token.i])


def _infinitive(token: Token) -> str | None:
    return _opinion_forms().get(token.lower_) or lemma_of(token)


@cache
def _opinion_forms() -> Mapping[str, str]:
    """Return the forms of the verbs of saying and finding, each with its infinitive."""
    cues = _cues()
    listed = (*cues["werkwoorden"]["zeggen"], *cues["werkwoorden"]["beloven"], *cues["verbindingen"])
    return {form: verb for verb in listed for form in word_forms(verb).sure}


def _main_clauses(sentence: Span) -> Iterator[list[Token]]:
    """Yield the main clauses of a sentence, without what stands in quotation marks or in subordinate clauses."""
    clause: list[Token] = []
    is_main, is_quoted = True, False
    has_finite = False
    for token in sentence:
        if token.text in _OPENING and not is_quoted and token.text != "(":
            is_quoted = True
        elif token.text in _CLOSING and is_quoted:
            is_quoted = False
            continue
        if is_quoted:
            continue
        opens = _opens_subordinate(token)
        is_second = _is_finite(token) and has_finite and is_main and not (clause and clause[-1].pos_ in VERBS)
        if token.text in (",", ";", ":", "–", "—") or opens or is_second:
            if is_main and has_finite:
                yield clause
                clause, has_finite = [], False
            if opens:
                is_main = False
                clause = []
            elif token.text in (",", ";", ":", "–", "—") or is_second:
                # Behind a subordinate clause the main clause goes on with its verb, or a new one begins.
                following = token.doc[token.i + 1] if token.i + 1 < sentence.end else token
                is_main = (
                    is_main or _is_finite(following) or following.lower_ in ("zo", "aldus") or token.text in (";", ":")
                )
                if not is_main:
                    clause = []
                if is_second:
                    clause, has_finite, is_main = [token], True, True
            continue
        if token.lower_ in ("en", "maar", "want", "dus") and is_main and has_finite and _has_finite_ahead(token):
            yield clause
            # *De DG opende de dag en vond dat …*: the subject holds for both.
            clause, has_finite = [word for word in clause if word.i < _first_finite(clause)], False
            continue
        if is_main:
            clause.append(token)
            has_finite = has_finite or _is_finite(token)
    if is_main and has_finite:
        yield clause


def _first_finite(clause: Sequence[Token]) -> int:
    return next((token.i for token in clause if _is_finite(token)), clause[-1].i + 1)


def _has_finite_ahead(conjunction: Token) -> bool:
    """Return whether a finite verb follows a conjunction within its clause."""
    for token in conjunction.doc[conjunction.i + 1 : conjunction.sent.end]:
        if _is_finite(token):
            return True
        if token.text in _BREAKS or _opens_subordinate(token):
            return False
    return False


def _opens_subordinate(token: Token) -> bool:
    if token.dep_ == "det" or token.i == token.sent.start and token.lower_ in ("wat", "wie", "dat", "die"):
        return False
    words = load_toml("ontkenning.toml")
    if token.lower_ in ("maar", "want"):
        return False
    if token.lower_ in words["voegwoorden"]:
        return True
    return token.lower_ in (*words["betrekkelijk"], "om") and token.tag_.startswith(("VG|onder", "VNW|betr", "VNW|vb"))


def _is_hypothetical(clause: Sequence[Token], verbs: set[str | None]) -> bool:
    """Return whether a clause says what somebody must or can say, or asks."""
    overall = _cues()["overig"]
    return bool(verbs & set(overall["modaal"])) or clause[0].lower_ in overall["voorwaarde"]


def _gives_view(clause: Sequence[Token], finite: Token, verbs: set[str | None]) -> bool:
    """Return whether a clause says what somebody finds, says, wants or feels."""
    cues = _cues()
    if verbs & set(cues["werkwoorden"]["zeggen"]):
        return True
    words = {token.lemma_.lower() for token in clause} | {token.lower_ for token in clause}
    for verb in verbs:
        if verb in cues["verbindingen"] and words & set(cues["verbindingen"][verb]):
            return True
    if _infinitive(finite) in ("zijn", "blijven", "lijken", "tonen", "worden", "voelen") and words & set(
        cues["gezindheid"]["woorden"]
    ):
        return True
    return finite.lower_ in ("zou", "zouden", "had", "hadden") and bool(words & set(cues["overig"]["liever"]))


def _by_whom(clause: Sequence[Token], finite: Token, named: _Named) -> Codes:
    """Return the agent of a passive: *door een van de managers werd opgemerkt*."""
    if _infinitive(finite) not in ("worden", "zijn"):
        return []
    for token in clause:
        if token.lower_ == "door":
            return _phrase(token.doc[token.i + 1 : token.sent.end], named, is_object=True)
    return []


def _subject(clause: Sequence[Token], finite: Token, named: _Named) -> Codes:
    """Return who the subject of a clause is: the phrase before its finite verb, or else the one behind it."""
    before = [token for token in clause if token.i < finite.i]
    while before and before[0].pos_ in ("CCONJ", "ADV", "PUNCT", "INTJ") and named.at(before[0]) is False:
        before = before[1:]
    is_plural = "mv" in finite.tag_.split("|") or (finite.lower_.endswith("en") and finite.lower_ != "zien")
    if before and before[0].pos_ not in ("ADP", "SCONJ"):
        found = _phrase(before, named, is_plural=is_plural)
        head = next((token for token in before if token.pos_ in (*_NOUNS, "PRON")), None)
        if found or (head is not None and head.dep_.startswith("nsubj") and head.lower_ not in _OBJECTS):
            return found
    behind = list(finite.doc[finite.i + 1 : finite.sent.end])
    while behind and _is_skipped(behind[0]) and named.at(behind[0]) is False:
        behind = behind[1:]
    return _phrase(behind, named, is_plural=is_plural)


_OBJECTS = ("dat", "dit", "het", "wat")


def _is_skipped(token: Token) -> bool:
    """Return whether a word may stand between a finite verb and the subject behind it."""
    is_pronoun = token.lower_ in ("er", "zich", *_OBJECTS) and not token.tag_.startswith("VG")
    return is_pronoun or token.pos_ == "ADV"


def _experiencer(clause: Sequence[Token], finite: Token, verbs: set[str | None], named: _Named) -> Codes:
    """Return who undergoes or harbours a view: *het valt de managers op*, *bij de raad leeft*, *voor X weegt zwaar*."""
    cues = _cues()
    if verbs & set(cues["werkwoorden"]["ondergaan"]):
        for index, token in enumerate(clause):
            is_free = index == 0 or clause[index - 1].pos_ != "ADP"
            if named.at(token) is not False and (is_free or token.pos_ == "PROPN"):
                return _phrase(clause[_start_of_phrase(clause, index) :], named, is_object=True)
        return []
    first = clause[0]
    if first.lower_ == "voor" and _infinitive(finite) in cues["voor_iemand"]["werkwoorden"]:
        if any(token.lower_ == "er" for token in clause):
            return []
        return _phrase(clause[1:], named, is_object=True)
    if _infinitive(finite) in cues["naamwoorden"]["leven"] and (
        any(_is_opinion(token) for token in clause) or _infinitive(finite) == "klinken"
    ):
        for index, token in enumerate(clause):
            if token.lower_ in cues["naamwoorden"]["bij"] and index + 1 < len(clause):
                found = _phrase(clause[index + 1 :], named, is_object=True)
                if found:
                    return found
    return []


def _start_of_phrase(clause: Sequence[Token], index: int) -> int:
    while index > 0 and clause[index - 1].pos_ in _MODIFIERS:
        index -= 1
    return index


def _phrase(tokens: Sequence[Token], named: _Named, *, is_plural: bool = False, is_object: bool = False) -> Codes:
    """Return whom a noun phrase names, with None for somebody without a role beside another."""
    cues = _cues()
    for index, token in enumerate(tokens[:_MAX_PHRASE]):
        code = named.at(token)
        if code is not False:
            return [code, *_joined_to(tokens[index:], named)]
        pronouns = cues["voornaamwoorden"]
        if index == 0 and token.pos_ == "PRON" and token.lower_ in (*pronouns["enkelvoud"], *pronouns["meervoud"]):
            several = token.lower_ in ("hen", "hun") or (is_plural and token.lower_ in pronouns["meervoud"])
            return named.pronoun(token, is_plural=several)
        is_group = token.lower_ in cues["overig"]["groepen"] or token.lemma_.lower() in cues["overig"]["groepen"]
        if is_group or token.lower_ in ("van", "uit") and index:
            continue
        if (
            token.pos_ in _MODIFIERS
            or token.lower_ in ("mw.", "mevrouw", "dhr.", "de", "heer", "voorzitter")
            or token.is_quote
        ):
            continue
        if token.pos_ == "PROPN" and (not is_object or _leads_to_name(tokens[index:], named)):
            continue  # a given name, or a person with the function behind the name
        return []
    return []


def _leads_to_name(tokens: Sequence[Token], named: _Named) -> bool:
    """Return whether names only stand before one that is known: *Carlijn Aarts*."""
    for token in tokens:
        if named.at(token) is not False:
            return True
        if token.pos_ != "PROPN":
            return False
    return False


def _joined_to(tokens: Sequence[Token], named: _Named) -> Codes:
    """Return who is joined to the first one of a phrase: *de burgemeester en de wethouder*."""
    found: Codes = []
    first = named.at(tokens[0])
    index = 0
    while index < len(tokens) and (named.at(tokens[index]) == first and named.at(tokens[index]) is not False):
        index += 1
    rest = tokens[index : index + _MAX_PHRASE]
    for position, token in enumerate(rest):
        if _is_finite(token) or token.text in (":", ";", "“", "‘"):
            break
        if token.lower_ in _AND[:2] and position + 1 < len(rest):
            following = _head_of(rest[position + 1 :])
            if following is None:
                break
            code = named.at(following)
            found.append(code if code is not False else None)
            break
        if token.pos_ == "ADP" and token.lower_ not in ("van", "bij", "uit", "aan", "in"):
            break
    return found


def _words_before_label(label: str) -> int:
    return sum(word[:1].islower() for word in label.split())


@cache
def _cues() -> Mapping[str, Any]:
    return load_toml("meningen.toml")
