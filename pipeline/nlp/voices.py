"""Who holds a view: the role that a sentence names as saying or finding it (*Whose view* in the contract).

Three constructions name the holder: a preposition (*volgens de DG’s*), the subject of a verb of
saying (*merkten de adviseurs op*), and a speaker label (*De Witte: …*). A person counts as the
function the report gives; a pronoun as the last holder in the same insight.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Span, Token

from pipeline.nlp.matching import Mention
from pipeline.nlp.verbs import lemma_of, split_verbs
from pipeline.resources import load_toml

_LABEL = re.compile(r"[^\W\d_a-z][^:,;?!]{0,40}?:\s+(?=\S)")
_PREFIXES_WITHOUT_GIVEN_NAME = ("van", "de", "den", "der", "'t", "ten", "ter", "te", "von", "vd", "v.d.", "el", "oude")
_MAX_COMPLEMENT = 9
_SUBJECTS = ("nsubj", "nsubj:pass")
_BEFORE_NAME = frozenset(
    {
        "de",
        "het",
        "een",
        "mw.",
        "mw",
        "mevr.",
        "mevrouw",
        "dhr.",
        "dhr",
        "heer",
        "wethouder",
        "onze",
        "(",
        "alle",
    }
)
_TITLES = re.compile(r"\b(?:mw|mevr|mevrouw|dhr|heer|drs|ir|mr|dr|prof|ing)\b\.?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Speakers:
    """The persons of a session, by the surname under which a text names them, with their role or function."""

    role_of_surname: Mapping[str, str | None]

    def label(self, text: str) -> tuple[str, int] | None:
        """Return the surname in a speaker label at the start of a text, and the length of the label.

        Nothing but titles, given names and initials may stand before the surname.
        """
        match = _LABEL.match(text)
        if match is None:
            return None
        name = _TITLES.sub("", match.group().rstrip().rstrip(":")).strip()
        found = self.find(name)
        if not found or found[-1][2] != len(name):
            return None
        surname, start, _ = found[-1]
        return (surname, match.end()) if all(word[0].isupper() for word in name[:start].split()) else None

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Return the surnames in a text, with half-open offsets; of two at a place the longer.

        The last word needs its capital, so that *de wit* is no De Wit; a tussenvoegsel does not.
        """
        if not self.role_of_surname:
            return []
        return [
            (match.group().casefold().replace("’", "'"), match.start(), match.end())
            for match in _surname_pattern(tuple(self.role_of_surname)).finditer(text)
            if match.group().split()[-1][:1].isupper()
        ]


def surname(name: str) -> str:
    """Return the surname with its tussenvoegsels, as `Speakers` knows it.

    >>> [surname(name) for name in ("Kees van der Burg", "J.A. de Wit", "Ben Bos", "Van der Burg")]
    ['van der burg', 'de wit', 'bos', 'van der burg']
    """
    words = name.casefold().replace("’", "'").split()
    # Ben can be a given name, so that a name without one must begin with a plain Dutch prefix.
    prefixes = load_toml("personen.toml")["tussenvoegsels"]
    first = next(
        (
            index
            for index, word in enumerate(words[:-1])
            if word in prefixes and (index > 0 or word in _PREFIXES_WITHOUT_GIVEN_NAME)
        ),
        len(words) - 1,
    )
    return " ".join(words[max(first, 0) :])


@cache
def _surname_pattern(surnames: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(surnames, key=len, reverse=True)
    forms = [re.escape(name).replace("'", "['’]") for name in longest_first]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def attribute(
    sentence: Span, role_mentions: Sequence[Mention], speakers: Speakers, antecedent: str | None
) -> tuple[str | None, str | None]:
    """Return the code of the role that holds the view of a sentence, and the holder a later pronoun may mean.

    Parameters
    ----------
    sentence
        A sentence of a parsed document.
    role_mentions
        The role mentions of the document.
    speakers
        The persons of the session.
    antecedent
        The person or role last named as a holder in this insight.
    """
    cues = load_toml("meningen.toml")
    named = _Named(
        persons=[
            (speakers.role_of_surname[surname], start + sentence.start_char, end + sentence.start_char)
            for surname, start, end in speakers.find(sentence.text)
        ],
        roles=[(mention.code, mention.start, mention.end) for mention in role_mentions],
    )
    apart = split_verbs(sentence.doc)
    holders: list[str | None] = []
    promised = False
    for token in sentence:
        if token.lower_ in cues["voorzetsels"]:
            holders.extend(_codes(_complement(token), named, antecedent))
            continue
        verb = apart[token.i][0] if token.i in apart else lemma_of(token)
        if verb not in _say_verbs() and verb not in cues["beloven"]:
            continue
        subject = next((child for child in token.children if child.dep_ in _SUBJECTS), None)
        codes = _codes(_phrase(subject), named, antecedent) if subject is not None else []
        codes = codes or _beside(token, named)
        promised = promised or (bool(codes) and verb in cues["beloven"])
        holders.extend(codes)
    distinct = list(dict.fromkeys(holders))
    if not distinct:
        return None, (named.persons[-1][0] if named.persons else None) or antecedent
    if promised or len(distinct) > 1:
        return None, distinct[-1] or antecedent
    return distinct[0], distinct[0] or antecedent


@dataclass(frozen=True)
class _Named:
    """The persons and roles that stand in a sentence: code and half-open offsets in the document."""

    persons: Sequence[tuple[str | None, int, int]]
    roles: Sequence[tuple[str, int, int]]


def _beside(verb: Token, named: _Named) -> list[str | None]:
    """Return the holder that stands right before or behind a verb, where the parse shows no subject.

    Dutch has its finite verb second: a subject stands next to it.
    """
    text = verb.doc.text
    for code, start, end in (*named.persons, *named.roles):
        before, behind = text[end : verb.idx], text[verb.idx + len(verb) : start]
        if (end <= verb.idx and before.strip(" )") == "") or (
            start > verb.idx and all(word in _BEFORE_NAME for word in behind.lower().split())
        ):
            return [code]
    return []


def _codes(holder: Sequence[Token], named: _Named, antecedent: str | None) -> list[str | None]:
    """Return the codes of whoever a phrase names; a person goes before the role that describes him."""
    if not holder:
        return []
    start, end = holder[0].idx, holder[-1].idx + len(holder[-1])
    persons = [code for code, first, last in named.persons if start <= first and last <= end]
    if persons:
        return persons
    roles = [role for role in named.roles if start <= role[1] and role[2] <= end]
    if roles:
        return _coordinated(roles, holder[0].doc.text)
    if len(holder) == 1 and holder[0].lower_ in load_toml("meningen.toml")["voornaamwoorden"] and antecedent:
        return [antecedent]
    return []


def _coordinated(roles: Sequence[tuple[str, int, int]], text: str) -> list[str | None]:
    """Return the first role and those joined to it by *en*; one inside its own phrase says whose it is."""
    codes: list[str | None] = [roles[0][0]]
    for (_, _, end), (code, start, _) in pairwise(roles):
        words = text[end:start].split()
        if not any(word in ("en", "of", "alsmede", "plus") for word in words):
            break
        codes.append(code)
    return list(dict.fromkeys(codes))


def _complement(preposition: Token) -> list[Token]:
    """Return the words behind a preposition up to the next sign or verb: the phrase it goes with."""
    found: list[Token] = []
    for token in preposition.doc[preposition.i + 1 : preposition.i + 1 + _MAX_COMPLEMENT]:
        if token.is_punct or token.pos_ in ("VERB", "AUX"):
            break
        found.append(token)
    return found


def _phrase(head: Token) -> list[Token]:
    """Return the noun phrase of a subject without its relative clauses."""
    clause = next(
        (child.i for child in head.children if child.dep_.startswith(("acl", "advcl"))), head.right_edge.i + 1
    )
    return [
        token for token in head.doc[head.left_edge.i : head.right_edge.i + 1] if token.i < clause or token.i <= head.i
    ]


@cache
def _say_verbs() -> frozenset[str]:
    return frozenset(load_toml("meningen.toml")["zeggen"]) | frozenset(load_toml("meningen.toml")["beloven"])
