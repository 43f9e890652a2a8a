"""What a text says of one person: function, organisation, role, and whether the person led or missed the session."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch.functions import FunctionSpan, find_functions
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.listed_names import NameSpan
from pipeline.dutch.organisations import (
    Organisation,
    find_organisations,
    organisation_by_name,
)
from pipeline.dutch.turned_names import in_natural_order
from pipeline.ingest.person_passages import (
    Passage,
    without_organisations,
)
from pipeline.ingest.records import Participant

_WORDS = lexicon.persons()
_LINKING_WORDS = _WORDS.linking
_EMPLOYED_BY = any_of(_WORDS.employed_by)
_ARTICLE, _DEFINITE = any_of(lexicon.word_classes().articles), any_of(lexicon.word_classes().definite_articles)
GAP_WORD = re.compile(r"[^\W_][\w’'.-]*")
_APPOSITION = re.compile(r"\s*(?:[,(|–—:;]|-\s)")
_PIECE = re.compile(r"[^,()|–—;:]+")
NAMED_AFTER_FUNCTION = re.compile(
    rf"[^,.;()]{{0,40}}?\b{_EMPLOYED_BY}\s+(?:{_ARTICLE}\s+)?(?:[a-zà-ÿ-]+\s+)?"
    rf"(?P<name>[A-ZÀ-Þ][\w&’'-]*(?:\s+(?:(?:{any_of(_WORDS.organisation_linking)}|&)\s+)*[A-ZÀ-Þ][\w&’'-]*)*)"
)
_EMPLOYER = re.compile(rf"\s+{_EMPLOYED_BY}\s+(?:{_DEFINITE}\s+)?(?P<name>[^\W\d_a-zß-öø-ÿ][^,;:.()|]*)")
_ACTING = re.compile(rf"\b{any_of(_WORDS.acting)}\s*$")
_ON_BEHALF = re.compile(rf"\b{any_of(_WORDS.on_behalf)}\s++{_DEFINITE}?\s*+$")
_MIN_LETTERS_OF_ORGANISATION = 2
_MAX_FUNCTION_WORDS = 3
_MAX_WORDS_BEFORE_FUNCTION, _MAX_WORDS_BEFORE_ORGANISATION = 3, 6


def function_of(cell: str) -> str | None:
    """Return the code of the function that a cell of a table names; `overig` for one we do not know."""
    functions = find_functions(cell)
    if functions:
        return functions[0].code
    pieces = [piece for piece in _PIECE.findall(cell) if piece.strip()]
    return "overig" if is_unknown_function(pieces) else None


def find_organisation(cell: str) -> Organisation | None:
    """Return the organisation that a cell of a table names, also one we do not know."""
    name = " ".join(cell.split()).strip(" .")
    if len(name) < _MIN_LETTERS_OF_ORGANISATION:
        return None
    known = find_organisations(name)
    whole = [span for span in known if span.start == 0 and span.end == len(name)]
    return (whole[0].organisation if whole else None) or organisation_by_name(name)


def with_organisation_of(person: Participant, function: str) -> Participant:
    """Take the organisation from a function such as `VNG-directeur`."""
    for span in find_organisations(function.rpartition("-")[0]):
        return of_organisation(person, span.organisation)
    return person


def of_organisation(person: Participant, organisation: Organisation) -> Participant:
    """Return a person as one of an organisation."""
    return replace(person, organisation=organisation.code, organisation_name=organisation.name)


def says_what(person: Participant) -> bool:
    """Return whether a function or organisation of a person is known."""
    return person.function is not None or person.organisation is not None


def person_of(passage: Passage, name: NameSpan, end: int) -> Participant:
    """Return the person of a name with what the words behind it say, up to an end."""
    tail = passage.text[name.end : end]
    function = _function_behind(passage, name, end)
    organisation = _organisation_behind(passage, name, end, function)
    pieces = said_of(tail, is_list=passage.is_list)
    person = Participant(name=in_natural_order(name.text), start=name.start, end=name.end)
    if organisation is None:
        organisation = _unknown_organisation(pieces)
    if organisation is None and function is not None:
        named = NAMED_AFTER_FUNCTION.match(passage.text, function.end, end)
        is_family = function.code == "ervaringsdeskundige"  # *moeder van Sem*
        if named and not is_family:
            organisation = organisation_by_name(named["name"])
    stated = [part.strip().casefold() for piece in _PIECE.findall(tail) for part in piece.split(" en ")]
    loose = tail
    if function is not None:
        loose = passage.text[name.end : function.start] + passage.text[function.end : end]
    return replace(
        person,
        function=function.code if function else None,
        organisation=organisation.code if organisation else None,
        organisation_name=organisation.name if organisation else None,
        role=next((code for piece in stated for code, forms in _WORDS.roles.items() if piece in forms), None),
        is_chair=has_any(loose, _WORDS.chair) or has_any(tail, _WORDS.chairing),
        present=not any(has_any(piece, _WORDS.absent) for piece in stated),
    )


def _function_behind(passage: Passage, name: NameSpan, end: int) -> FunctionSpan | None:
    for function in passage.functions_in(name.end, end):
        between = without_organisations(passage, name.end, function.start)
        if _ON_BEHALF.search(between):
            return None
        between = _ACTING.sub("", between)
        words = [word for word in GAP_WORD.findall(between) if word.casefold() not in _LINKING_WORDS]
        is_apposition = _APPOSITION.match(passage.text[name.end :]) is not None
        if not words or (is_apposition and len(words) <= _MAX_WORDS_BEFORE_FUNCTION and "." not in between):
            return function
        return None
    return None


def _organisation_behind(
    passage: Passage, name: NameSpan, end: int, function: FunctionSpan | None
) -> Organisation | None:
    for span in passage.organisations_in(name.end, end):
        start = function.end if function and function.end <= span.start else name.end
        words = [
            word for word in GAP_WORD.findall(passage.text[start : span.start]) if word.casefold() not in _LINKING_WORDS
        ]
        allowed = _MAX_WORDS_BEFORE_ORGANISATION if function or passage.is_list else 0
        return span.organisation if len(words) <= allowed else None
    return None


def said_of(tail: str, *, is_list: bool) -> list[str]:
    """Return the pieces between brackets, commas and dashes right behind a name."""
    bracket = re.match(r"\s*\(([^)]*)\)", tail)
    said = _PIECE.findall(bracket.group(1)) if bracket else []
    employer = _EMPLOYER.match(tail, bracket.end()) if bracket else None
    if employer:  # *Kees Appelo (manager Wonen) van Woonstichting Thuishaven*
        return [*(piece for piece in said if piece.islower()), employer["name"]]
    # Behind brackets that tell no more than who led or missed the session, the list goes on.
    tells_all = bool(said) and not all(has_any(piece, _WORDS.chair | _WORDS.absent) for piece in said)
    if tells_all or not is_list:
        return said
    return said + _PIECE.findall(re.sub(r"\s-\s", "–", tail[bracket.end() if bracket else 0 :]))


def _unknown_organisation(pieces: Sequence[str]) -> Organisation | None:
    """Return the organisation of a piece that is none we know of, as printed; a bare place is a municipality."""
    for piece in pieces:
        name = _without_function(piece.strip().rstrip("."))
        # *via Skype*, *vanaf 10 uur in Zwolle*
        tells_how = name.split()[:1] != [] and name.split()[0] in _WORDS.no_functions
        is_name = name != name.lower() and name[:1].isalpha() and not tells_how
        if is_name and not has_any(name, _WORDS.chair | _WORDS.absent):
            return organisation_by_name(name)
    return None


def is_unknown_function(pieces: Sequence[str]) -> bool:
    """Return whether the first of some pieces is a noun for a function that we do not know: `(kok, Youké)`."""
    words = next((piece.split() for piece in pieces if piece.strip()), [])
    is_noun = bool(words) and all(word.replace("-", "").isalpha() and word.islower() for word in words)
    is_said = has_any(" ".join(words), _WORDS.chair | _WORDS.absent | _WORDS.no_functions)
    return is_noun and len(words) <= _MAX_FUNCTION_WORDS and not is_said and " ".join(words) not in _role_forms()


def _without_function(piece: str) -> str:
    """Return what follows the function in a piece: `directeur bij Financiën` gives `Financiën`."""
    for function in find_functions(piece):
        words = piece[function.end :].split()
        if (words and words[0] in _WORDS.before_place) or function.code == "ervaringsdeskundige":
            return ""
        return _named_after_link(" ".join(words))
    return _named_after_link(piece) if piece.split()[:1] and piece.split()[0] in _LINKING_WORDS else piece


def _named_after_link(text: str) -> str:
    """Return the name that a piece leads to: `inkoop bij Menzis` and `van vervoerder Zeelandlijn` end in one."""
    words = text.split()
    has_link = any(word in _LINKING_WORDS for word in words)
    while words and (words[0] in _LINKING_WORDS or (has_link and words[0].islower() and len(words) > 1)):
        words = words[1:]
    return " ".join(words)


def has_any(text: str, wanted: frozenset[str], *, at_end: bool = False) -> bool:
    """Return whether one of some phrases stands in a text, or at its end, as whole words."""
    folded = " ".join(text.casefold().split())
    if at_end:
        return any(folded.endswith(phrase) for phrase in wanted)
    return _any_of(wanted).search(folded) is not None


@cache
def _any_of(phrases_wanted: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(phrases_wanted)))})(?!\w)")


@cache
def _role_forms() -> frozenset[str]:
    return frozenset(form for forms in _WORDS.roles.values() for form in forms)
