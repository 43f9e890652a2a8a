"""The persons in a line or sentence, with what is said of them.

A person is a name with what is said of it: the function in front of it (a plural one holds for all
names until another is named), and the brackets or apposition behind it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.dutch import lexicon
from pipeline.dutch.functions import FunctionSpan, find_functions
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.listed_names import NameSpan, find_names
from pipeline.dutch.name_words import titles
from pipeline.dutch.organisations import (
    Organisation,
    OrganisationSpan,
    find_organisations,
    is_organisation_label,
    organisation_by_name,
    unknown_organisation,
)
from pipeline.ingest.records import Participant

_WORDS = lexicon.persons()
_LINKING_WORDS = _WORDS.linking
_EMPLOYED_BY, _COME_FROM = any_of(_WORDS.employed_by), any_of(_WORDS.come_from)
_ARTICLE, _DEFINITE = any_of(lexicon.word_classes().articles), any_of(lexicon.word_classes().definite_articles)
_GAP_WORD = re.compile(r"[^\W_][\w’'.-]*")
_APPOSITION = re.compile(r"\s*(?:[,(|–—:;]|-\s)")
_PIECE = re.compile(r"[^,()|–—;:]+")
_SENTENCE_STOP = re.compile(r"(?:(?<=\))|(?<=[^\W\d_]{3}))\.\s+(?=[^\W\d_a-z])(?![^(]*\))")
_SEMICOLON = re.compile(r";(?![^(]*\))")
_ARTICLE_END = re.compile(rf"(?<!\w){_ARTICLE}\s+$", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:\([^)]*\))?\s*(?:[–—|]|-\s)")
_OF = re.compile(rf"\s+{_EMPLOYED_BY}\s+(?:{_ARTICLE}\s+)?(?:[a-zà-ÿ-]+\s+)?")
_AND = re.compile(r"\s*(?:,\s*)?en\s*")
_NAMED_AFTER_FUNCTION = re.compile(
    rf"[^,.;()]{{0,40}}?\b{_EMPLOYED_BY}\s+(?:{_ARTICLE}\s+)?(?:[a-zà-ÿ-]+\s+)?"
    rf"(?P<name>[A-ZÀ-Þ][\w&’'-]*(?:\s+(?:(?:{any_of(_WORDS.organisation_linking)}|&)\s+)*[A-ZÀ-Þ][\w&’'-]*)*)"
)
_INITIALS_BEFORE = re.compile(rf"(?<!\w)(?:[^\W\d_]\.){{1,5}}\s?(?:{any_of(lexicon.names().prefixes)}\s)*$")
_ALL_OF = re.compile(
    rf"\b{any_of(_WORDS.all_of_them)}\s+(?P<function>(?!{_COME_FROM}\s)[\w-]+\s+)?"
    rf"(?:{_COME_FROM}\s+(?:{_DEFINITE}\s+)?)?",
    re.IGNORECASE,
)
_BOTH = re.compile(rf"\s*[(,]\s*{any_of(_WORDS.both_of_them)}\b")
_AREA = re.compile(r"\s*[^\W\d_a-zß-öø-ÿ][\w-]*(?:\s+(?:(?:en|&)\s+)?[^\W\d_a-zß-öø-ÿ][\w-]*){0,3}\s*")
_EMPLOYER = re.compile(rf"\s+{_EMPLOYED_BY}\s+(?:{_DEFINITE}\s+)?(?P<name>[^\W\d_a-zß-öø-ÿ][^,;:.()|]*)")
_GIVEN_NAME_BEFORE = re.compile(r"(?:^|[\s(])[^\W\d_a-zß-öø-ÿ][^\W\d_A-Z]+(?:-[^\W\d_]+)?\s$")
_INITIALS_IN_BRACKETS = re.compile(
    r"(?P<name>[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:[\s-]+[^\W\d_’'.]+){1,4})\s\((?P<initials>[^\W\d_]{2,5})(?P<last>\)|,)"
)
_MAX_STRETCH, _SEPARATOR = 5000, re.compile(r"(?:\),|[;.])\s")
_ACTING = re.compile(rf"\b{any_of(_WORDS.acting)}\s*$")
# What opens a sentence, or goes on with *en*, to tell from where the persons behind it came.
_OPENING_OF = re.compile(rf"(?:^|[;.]|,?\s\ben)\s*{_COME_FROM}\s+(?:{_DEFINITE}\s+)?$", re.IGNORECASE)
_ON_BEHALF = re.compile(rf"\b{any_of(_WORDS.on_behalf)}\s+{_DEFINITE}?\s*$")
_AFTER_FUNCTION = re.compile(r"\s*,[^,;:()|]+,\s*")
_BRACKETS = re.compile(r"\([^)]*\)")
_MIN_LETTERS_OF_ORGANISATION = 2
_MAX_FUNCTION_WORDS = 3
_MAX_LOOSE = 0.3  # of the words in a list of persons, those that are no name, function or organisation
_MAX_WORDS_BEFORE_FUNCTION, _MAX_WORDS_BEFORE_ORGANISATION = 3, 6


@dataclass(frozen=True)
class _Passage:
    """A line or sentence with all that was recognised in it."""

    text: str
    names: tuple[NameSpan, ...]
    functions: tuple[FunctionSpan, ...]
    organisations: tuple[OrganisationSpan, ...]
    is_list: bool


def read_persons(text: str, *, is_list: bool, surname_first: bool = False) -> list[Participant]:
    """Return the persons in a text, in order, with offsets in that text.

    Parameters
    ----------
    text
        A line of an attendance list, or a sentence.
    is_list
        Whether every name in it is a person that takes part. In a sentence a name counts only when
        the text says what the person is.
    surname_first
        Whether it is known that the list prints the surname first.
    """
    return [
        replace(person, start=person.start + start, end=person.end + start)
        for start, stretch in _stretches(text)
        for person in _read_stretch(stretch, is_list=is_list, surname_first=surname_first)
    ]


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield a text, and one of unusual length in parts: each is read with all of it in view."""
    start = 0
    while len(text) - start > _MAX_STRETCH:
        ends = [match.end() for match in _SEPARATOR.finditer(text, start + _MAX_STRETCH // 2, start + _MAX_STRETCH)]
        end = ends[-1] if ends else start + _MAX_STRETCH
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _read_stretch(text: str, *, is_list: bool, surname_first: bool) -> list[Participant]:
    text = _degrees().sub(lambda match: " " * len(match.group()), text)
    text = _INITIALS_IN_BRACKETS.sub(_without_own_initials, text)
    functions = _functions_in(text)
    organisations = tuple(find_organisations(text))
    taken = [(span.start, span.end) for span in functions] + [(span.start, span.end) for span in organisations]
    found = find_names(text, taken, is_list=is_list, surname_first=surname_first)
    names = _persons_only(text, found, functions, is_list=is_list)
    passage = _Passage(text, tuple(names), functions, organisations, is_list)
    persons: list[Participant] = []
    carried: str | None = None
    headed: Organisation | None = None
    evident: list[bool] = []
    for index, name in enumerate(passage.names):
        before = _function_before(passage, name)
        if before is not None:
            carried = before.code if before.is_plural else None
        start = passage.names[index - 1].end if index else 0
        headed = _organisation_heading(passage, start, name.start) or headed
        end = _end_of_tail(passage, index)
        person = _person(passage, name, end)
        if headed is not None and person.organisation is None:
            person = _of_organisation(person, headed)
        is_evident = is_list or before is not None or carried is not None or _says_what(person)
        if person.function is not None and before is None:
            carried = None  # the plural in front of others held until here
        person = replace(person, function=person.function or (before.code if before else carried))
        if person.function is None and _is_unknown_function(_said_of(text[name.end : end], is_list=is_list)):
            person = replace(person, function="overig")
        if before is not None and person.organisation is None:
            person = _with_organisation_of(person, text[before.start : before.end])
        if _led_by().search(" ".join(text[max(0, name.start - 80) : name.start].split()).lower()):
            person, is_evident = replace(person, is_chair=True), True
        persons.append(person)
        evident.append(is_evident)
    kept = [person for person, keep in zip(persons, _spread(passage, evident), strict=True) if keep]
    return _all_of(_share_organisation(kept, text), text, organisations)


def _without_own_initials(match: re.Match[str]) -> str:
    """Return a name without the initials by which the report calls the person: `Jolanda Evers (JE)`."""
    initials = [word[0].casefold() for word in re.split(r"[\s-]+", match["name"])]
    own = [letter.casefold() for letter in match["initials"]]
    is_own = match["initials"][0].isupper() and own[0] == initials[0] and set(own) <= set(initials)
    if not is_own:
        return match.group()
    blank = " " * (match.end() - match.end("name"))
    return match["name"] + (blank if match["last"] == ")" else f" ({blank[2:]}")


def _functions_in(text: str) -> tuple[FunctionSpan, ...]:
    """Return the functions in a text, but for those that are surnames (`F.M. Dijkgraaf`, `Marloes Dijkgraaf`)."""
    found: list[FunctionSpan] = []
    for span in find_functions(text):
        before = text[: span.start]
        follows_function = bool(found) and found[-1].end == len(before.rstrip())
        is_surname = _INITIALS_BEFORE.search(before) or (_GIVEN_NAME_BEFORE.search(before) and not follows_function)
        if not (text[span.start].isupper() and text[span.start : span.end].istitle() and is_surname):
            found.append(span)
    return tuple(found)


def names_persons(text: str, *, is_list: bool) -> bool:
    """Return whether a text names persons and says of some what they are."""
    return any(_says_what(person) for person in read_persons(text[:_MAX_STRETCH], is_list=is_list))


def function_of(cell: str) -> str | None:
    """Return the code of the function that a cell of a table names; `overig` for one we do not know."""
    functions = find_functions(cell)
    if functions:
        return functions[0].code
    pieces = [piece for piece in _PIECE.findall(cell) if piece.strip()]
    return "overig" if _is_unknown_function(pieces) else None


def find_organisation(cell: str) -> Organisation | None:
    """Return the organisation that a cell of a table names, also one we do not know."""
    name = " ".join(cell.split()).strip(" .")
    if len(name) < _MIN_LETTERS_OF_ORGANISATION:
        return None
    known = find_organisations(name)
    whole = [span for span in known if span.start == 0 and span.end == len(name)]
    return (whole[0].organisation if whole else None) or organisation_by_name(name)


def begins_with_function(line: str) -> bool:
    """Return whether a line begins with a function in the singular and no name behind it: `DG Langdurige Zorg, VWS`."""
    functions = find_functions(line)
    is_first = bool(functions) and functions[0].start == 0 and not functions[0].is_plural
    return is_first and not any(person.function for person in read_persons(line, is_list=False) if person.organisation)


def is_name(text: str) -> bool:
    """Return whether a text is the name of a person and nothing else."""
    plain = _without_titles(text).strip(" .")
    return any(name.text == plain for name in find_names(plain, is_list=True))


def lists_only_persons(text: str) -> bool:
    """Return whether a text names persons, what they are, and hardly anything else."""
    taken = [(span.start, span.end) for span in _functions_in(text)]
    taken += [(span.start, span.end) for span in find_organisations(text)]
    names = find_names(text, taken, is_list=True)
    if not names or not names_persons(text, is_list=True):
        return False
    known = [*taken, *((name.start, name.end) for name in names), *(match.span() for match in _BRACKETS.finditer(text))]
    words = [match for match in _GAP_WORD.finditer(text) if match.group().casefold() not in _LINKING_WORDS | titles()]
    loose = [match for match in words if not any(start <= match.start() < end for start, end in known)]
    return len(loose) <= _MAX_LOOSE * len(words)


def _organisation_heading(passage: _Passage, start: int, end: int) -> Organisation | None:
    """Return the organisation that holds for the names behind it: `namens UWV: …`, `Van IenW kwamen …`."""
    between = passage.text[start:end]
    for span in passage.organisations:
        is_inside = start <= span.start and span.end <= end
        if is_inside and _OPENING_OF.search(passage.text[: span.start]) and "," not in passage.text[span.end : end]:
            return span.organisation
    colon = between.rfind(":")
    if not passage.is_list or colon < 0:
        return None
    for span in passage.organisations:
        if start <= span.start and span.end <= start + colon and not passage.text[span.end : start + colon].strip():
            return span.organisation
    label = between[:colon].strip(" ;,.")
    if is_organisation_label(label):
        return unknown_organisation(label)
    match = _NAMED_AFTER_FUNCTION.search(between[:colon])
    return unknown_organisation(match["name"]) if match else None


def _share_organisation(persons: Sequence[Participant], text: str) -> list[Participant]:
    """Let the brackets behind the last of several names hold for all: `Anna Bos en Piet Smit (UWV)`."""
    shared = list(persons)
    for index in range(len(shared) - 2, -1, -1):
        person, following = shared[index], shared[index + 1]
        between = _BRACKETS.sub("", text[person.end : following.start])
        is_joined = _AND.fullmatch(_without_titles(between)) is not None
        # *huisarts Kees Mulder en Roelie Trip (UWV)*: the brackets tell of the second only.
        is_apart = person.function is not None and following.function is None
        if is_joined and not is_apart and person.organisation is None and following.organisation is not None:
            shared[index] = replace(
                person,
                organisation=following.organisation,
                organisation_name=following.organisation_name,
                function=person.function or following.function,
            )
        elif (
            is_joined
            and not person.function
            and following.function
            and not text[person.end : following.start].count(",")
        ):
            shared[index] = replace(person, function=following.function)
    return shared


def _all_of(persons: Sequence[Participant], text: str, organisations: Sequence[OrganisationSpan]) -> list[Participant]:
    """Give the persons before *allen van …* that organisation."""
    filled = list(persons)
    at = {span.start: span.organisation for span in organisations}
    for opening in _ALL_OF.finditer(text):
        organisation = at.get(opening.end())
        if organisation is None:
            continue
        function = next(iter(find_functions(opening["function"] or "")), None)
        filled = [
            replace(
                _of_organisation(person, organisation),
                function=person.function or (function.code if function else None),
            )
            if person.end <= opening.start() and person.organisation is None
            else person
            for person in filled
        ]
    return filled


def _without_titles(text: str) -> str:
    return " ".join(word for word in text.split() if word.casefold() not in titles())


def _persons_only(
    text: str, names: Sequence[NameSpan], functions: Sequence[FunctionSpan], *, is_list: bool
) -> list[NameSpan]:
    """Drop what looks like a name and is none.

    That is: in the brackets or a later cell behind a name, after an article, after a function and *van*
    or *bij*, and in a list in what is said behind a dash.
    """
    kept: list[NameSpan] = []
    for name in names:
        between = text[kept[-1].end : name.start] if kept else ""
        is_in_brackets = between.lstrip().startswith("(") and ")" not in between
        is_after_article = _ARTICLE_END.search(text[: name.start]) is not None and not name.has_title
        is_employer = any(
            _OF.fullmatch(text[function.end : name.start]) for function in functions if function.end <= name.start
        )
        is_department = any(
            _without_last_brackets(text, kept[-1].end, function.start, name.end) == ","
            and not text[function.end : name.start].strip()
            for function in functions
            if kept and kept[-1].end <= function.start < name.start and not function.is_plural
        ) and not any(
            function.end <= kept[-1].start and not _without_titles(text[function.end : kept[-1].start])
            for function in functions
        )
        is_said = is_list and _DASH.match(between) and ";" not in between and not _DASH.match(text[name.end :])
        is_third = (
            is_list
            and _AFTER_FUNCTION.fullmatch(between) is not None
            and any(kept[-1].end <= function.start < name.start for function in functions)
        )
        if not (
            is_department or is_third or is_in_brackets or "|" in between or is_after_article or is_employer or is_said
        ):
            kept.append(name)
    return kept


def _without_last_brackets(text: str, start: int, end: int, last: int) -> str:
    """Return a stretch without brackets, if what follows it ends the line; else as it stands."""
    stretch = text[start:end].strip()
    return stretch if text[last:].strip(" .") else _BRACKETS.sub("", stretch).strip()


def _with_organisation_of(person: Participant, function: str) -> Participant:
    """Take the organisation from a function such as `VNG-directeur`."""
    for span in find_organisations(function.rpartition("-")[0]):
        return _of_organisation(person, span.organisation)
    return person


def _of_organisation(person: Participant, organisation: Organisation) -> Participant:
    return replace(person, organisation=organisation.code, organisation_name=organisation.name)


def _says_what(person: Participant) -> bool:
    return person.function is not None or person.organisation is not None


def _spread(passage: _Passage, evident: Sequence[bool]) -> list[bool]:
    """Let a name count that is only separated by a comma or *en* from one that counts."""
    spread = list(evident)
    for index in range(1, len(spread)):
        between = passage.text[passage.names[index - 1].end : passage.names[index].start]
        if re.fullmatch(r"\s*(?:,|en|,\s*en)\s*", between):
            spread[index] = spread[index] or spread[index - 1]
        if evident[index] and _BOTH.match(passage.text, passage.names[index].end) and _AND.fullmatch(between):
            spread[index - 1] = True
    return spread


def _function_before(passage: _Passage, name: NameSpan) -> FunctionSpan | None:
    """Return the function right in front of a name, titles between them left out."""
    function = next((span for span in reversed(passage.functions) if span.end <= name.start), None)
    if function is None:
        return None
    rest = _without(passage, function.end, name.start)
    words = [word for word in rest.split() if word.casefold() not in titles()]
    names_organisation = rest != passage.text[function.end : name.start]
    is_right_in_front = not words or (function.is_plural and words in ([":"], ["|"]))
    is_of_organisation = names_organisation and all(word in _LINKING_WORDS for word in words)
    # *directeur Water Piet van Loon*
    is_of_area = _AREA.fullmatch(rest) is not None and not any(
        function.end <= other.start < name.start for other in passage.names
    )
    return function if is_right_in_front or is_of_organisation or is_of_area else None


def _end_of_tail(passage: _Passage, index: int) -> int:
    """Return where the words about a name end: at the next name, the function in front of that, or a semicolon."""
    name, end = passage.names[index], len(passage.text)
    if index + 1 < len(passage.names):
        following = passage.names[index + 1]
        function = _function_before(passage, following)
        end = function.start if function and function.start >= name.end else following.start
    stops = [pattern.search(passage.text, name.end, end) for pattern in (_SEMICOLON, _SENTENCE_STOP)]
    return min((stop.start() for stop in stops if stop), default=end)


def _person(passage: _Passage, name: NameSpan, end: int) -> Participant:
    tail = passage.text[name.end : end]
    function = _function_behind(passage, name, end)
    organisation = _organisation_behind(passage, name, end, function)
    pieces = _said_of(tail, is_list=passage.is_list)
    person = Participant(name=name.text, start=name.start, end=name.end)
    if organisation is None:
        organisation = _unknown_organisation(pieces)
    if organisation is None and function is not None:
        named = _NAMED_AFTER_FUNCTION.match(passage.text, function.end, end)
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


def _function_behind(passage: _Passage, name: NameSpan, end: int) -> FunctionSpan | None:
    for function in passage.functions:
        if not name.end <= function.start < end:
            continue
        between = _without(passage, name.end, function.start)
        if _ON_BEHALF.search(between):
            return None
        between = _ACTING.sub("", between)
        words = [word for word in _GAP_WORD.findall(between) if word.casefold() not in _LINKING_WORDS]
        is_apposition = _APPOSITION.match(passage.text[name.end :]) is not None
        if not words or (is_apposition and len(words) <= _MAX_WORDS_BEFORE_FUNCTION and "." not in between):
            return function
        return None
    return None


def _organisation_behind(
    passage: _Passage, name: NameSpan, end: int, function: FunctionSpan | None
) -> Organisation | None:
    for span in passage.organisations:
        if not name.end <= span.start < end:
            continue
        start = function.end if function and function.end <= span.start else name.end
        words = [
            word
            for word in _GAP_WORD.findall(passage.text[start : span.start])
            if word.casefold() not in _LINKING_WORDS
        ]
        allowed = _MAX_WORDS_BEFORE_ORGANISATION if function or passage.is_list else 0
        return span.organisation if len(words) <= allowed else None
    return None


def _without(passage: _Passage, start: int, end: int) -> str:
    """Return a part of the text without the organisations named in it."""
    text = passage.text[start:end]
    for span in passage.organisations:
        if start <= span.start and span.end <= end:
            text = text.replace(passage.text[span.start : span.end], "")
    return text


def _said_of(tail: str, *, is_list: bool) -> list[str]:
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
        if name and name != name.lower() and name[0].isalpha() and not has_any(name, _WORDS.chair | _WORDS.absent):
            return organisation_by_name(name)
    return None


def _is_unknown_function(pieces: Sequence[str]) -> bool:
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
def _led_by() -> re.Pattern[str]:
    """Return what a text before a name ends with if that person led the session, with up to three words between."""
    return re.compile(rf"(?<!\w){any_of(_WORDS.as_chair)}(?: [\w’'-]+){{0,3}}$")


@cache
def _degrees() -> re.Pattern[str]:
    return re.compile(rf"(?<=[^\W\d_])\s+{any_of(_WORDS.degrees)}(?!\w)")


@cache
def _role_forms() -> frozenset[str]:
    return frozenset(form for forms in _WORDS.roles.values() for form in forms)
