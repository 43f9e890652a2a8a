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
from itertools import takewhile

from spacy.tokens import Span, Token

from pipeline.dutch import lexicon
from pipeline.nlp.antecedents import Antecedents, Code, Named
from pipeline.nlp.clauses import BREAKS, main_clauses
from pipeline.nlp.holders import Codes, complement, phrase, subject, undergoer
from pipeline.nlp.matching import Mention
from pipeline.nlp.reporting_clauses import QUOTATION
from pipeline.nlp.sentences import behind, text_of
from pipeline.nlp.speakers import Speakers, label_length
from pipeline.nlp.view_nouns import harbourer, named_holders, without_verb
from pipeline.nlp.view_verbs import ViewClause

_MAX_LABEL = 60  # characters
_LABEL_MARK = re.compile(r":|\s[–—]\s")


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
        if not _LABEL_MARK.search(text, 0, _MAX_LABEL):
            return 0
        found = self.speakers.label(text)
        named = Named(sentence, role_mentions, self.speakers, self.antecedents)
        length = found[1] if found is not None else label_length(text)
        if not length:
            return 0
        codes = [place.code for place in named.places if place.end <= sentence.start_char + length]
        if found is None and not codes:
            is_speaker = text[:length].strip(" :–—").casefold() in lexicon.opinions().other.speakers
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
        for match in QUOTATION.finditer(text):
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
        said = named_holders(sentence, named)
        if said:
            yield from said
            return
        clauses = [clause for tokens in main_clauses(sentence) if (clause := ViewClause.of(sentence, tokens))]
        opening = _of_opening_clause(sentence, named)
        for clause in clauses:
            if clause.promises:
                yield [None for _ in subject(clause.tokens, clause.finite, named)]
            elif codes := _of_clause(clause, named) or _of_cleft(clause, named):
                yield codes + opening  # *waar X op snelheid hamert, vindt Y*: two holders
        if opening and clauses and clauses[0].tokens[0].lower_ in ("is", "was"):
            yield opening
        if not clauses:
            yield _source_of_quotation(sentence, named) or without_verb(list(sentence), named)


@cache
def _pronouns() -> frozenset[str]:
    """Return the pronouns that can stand for who holds a view."""
    pronouns = lexicon.opinions().pronouns
    return pronouns.singular | pronouns.plural | pronouns.possessive


@cache
def _first_person() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.any_of(lexicon.word_classes().first_person)}\b", re.IGNORECASE)


def _of_clause(clause: ViewClause, named: Named) -> Codes:
    """Return who says, finds or feels what a clause tells."""
    if clause.is_denied or (clause.is_hypothetical and not clause.quotes):
        return []
    if clause.gives_view:
        # *Door een van de managers werd opgemerkt*, *vanuit BZK werd ingebracht*
        found = (
            complement(clause.tokens, lexicon.opinions().other.agents, named)
            if clause.is_passive
            else subject(clause.tokens, clause.finite, named)
        )
        if found:
            return found
    elif clause.gives_state and (found := subject(clause.tokens, clause.finite, named)):
        return found
    if clause.verbs & lexicon.opinions().verbs.undergo:
        return undergoer(clause.tokens, named, has_content=clause.has_content)
    return harbourer(clause, named)


def _of_cleft(clause: ViewClause, named: Named) -> Codes:
    """Return whom a sentence puts first as the one who finds something: *het was X die erop wees dat*."""
    if clause.tokens[0].lower_ != "het" or clause.infinitive(clause.finite) != "zijn":
        return []
    following = list(behind(clause.tokens[-1]))
    if not following or following[0].lower_ not in lexicon.opinions().other.who:
        return []
    said = ViewClause.of(clause.sentence, _up_to_break(following))
    is_view = said is not None and said.gives_view and not said.is_hypothetical
    return phrase(list(behind(clause.finite)), named, is_object=True) if is_view else []


def _of_opening_clause(sentence: Span, named: Named) -> Codes:
    """Return whose view the subordinate clause in front gives: *waar de ombudsman op hamert, is dat*."""
    if sentence[0].lower_ not in lexicon.opinions().other.contrast:
        return []
    tokens = _up_to_break(list(sentence)[1:])
    clause = ViewClause.of(sentence, tokens)
    if clause is None or not (clause.gives_view or clause.gives_state) or clause.is_denied:
        return []
    return subject(clause.tokens, clause.finite, named)


def _up_to_break(tokens: Sequence[Token]) -> list[Token]:
    """Return the first of some tokens, up to a comma or what else ends a clause."""
    return list(takewhile(lambda token: token.text not in BREAKS and token.lower_ != "dat", tokens))


def _source_of_quotation(sentence: Span, named: Named) -> Codes:
    """Return who is named as the source of a quotation: *uit een gesprek met X: “…”*, *“…” (X, interview 3)*."""
    quotation = QUOTATION.search(text_of(sentence))
    if quotation is None:
        return []
    start, end = (sentence.start_char + place for place in quotation.span())
    front = text_of(sentence)[: quotation.start()].rstrip()
    behind_it = text_of(sentence)[quotation.end() :].lstrip(" .,")
    places = [
        place
        for place in named.places
        if (front.endswith(":") and place.end <= start) or (behind_it.startswith("(") and place.start >= end)
    ]
    addressed = lexicon.opinions().other.addressed
    words = front.casefold().split()
    return [place.code for place in places] if addressed.isdisjoint(words) else []


def _is_all_of_label(label: str, named: Named) -> bool:
    """Return whether a label is a role, with at most a name or an article beside it."""
    offset = named.sentence.start_char
    own = [(place.start - offset, place.end - offset) for place in named.places if place.end - offset <= len(label)]
    rest = "".join(sign for place, sign in enumerate(label) if not any(start <= place < end for start, end in own))
    words = re.sub(r"\([^()]*\)|[:–—]", " ", rest).split()  # *Opdrachtgever (via video):*
    return all(word[:1].isupper() or word.casefold() in ("de", "het") for word in words)
