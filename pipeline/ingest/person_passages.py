"""What a line or sentence about persons holds: names, functions and organisations, and what belongs to which name."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from pipeline.dutch import lexicon
from pipeline.dutch.functions import FunctionSpan, find_functions
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.listed_names import NameSpan, find_names
from pipeline.dutch.name_parts import is_known_given
from pipeline.dutch.name_words import titles
from pipeline.dutch.organisations import (
    OrganisationSpan,
    find_organisations,
)

_WORDS = lexicon.persons()
_EMPLOYED_BY, _ARTICLE = any_of(_WORDS.employed_by), any_of(lexicon.word_classes().articles)
_SENTENCE_STOP = re.compile(r"(?:(?<=\))|(?<=[^\W\d_]{3}))\.\s+(?=[^\W\d_a-z])(?![^(]*\))")
_SEMICOLON = re.compile(r";(?![^(]*\))")
_ARTICLE_END = re.compile(rf"(?<!\w){_ARTICLE}\s+$", re.IGNORECASE)
_DASH = re.compile(r"\s*+(?:\([^)]*\)\s*+)?(?:[–—|]|-\s)")
_SIGN = re.compile(r"\s*[–—-]\s*")
_OF = re.compile(rf"\s+{_EMPLOYED_BY}\s+(?:{_ARTICLE}\s+)?(?:[a-zà-ÿ-]+\s+)?")
_INITIALS_BEFORE = re.compile(rf"(?<!\w)(?:[^\W\d_]\.){{1,5}}\s?(?:{any_of(lexicon.names().prefixes)}\s)*$")
_AREA = re.compile(r"\s*[^\W\d_a-zß-öø-ÿ][\w-]*(?:\s+(?:(?:en|&)\s+)?[^\W\d_a-zß-öø-ÿ][\w-]*){0,3}\s*")
_GIVEN_NAME_BEFORE = re.compile(r"(?:^|[\s(])[^\W\d_a-zß-öø-ÿ][^\W\d_A-Z]+(?:-[^\W\d_]+)?\s$")
_INITIALS_IN_HOOKS = re.compile(r"\s\[[^\W\d_]{1,5}\]")  # *Anna Bos (UWV) [AB]*
_INITIALS_IN_BRACKETS = re.compile(
    r"(?P<name>[^\W\d_a-zß-öø-ÿ][^\W\d_]{1,40}(?:[\s-]+[^\W\d_](?:[^\W_]|[’'.]\w?)*){1,4})"
    r"\s\((?P<initials>[^\W\d_]{2,5})(?P<last>\)|,)"
)
_AFTER_FUNCTION = re.compile(r"\s*,[^,;:()|]+,\s*")
WINDOW_BEFORE = 80  # signs in front of a name or function that tell what it is
BRACKETS = re.compile(r"\([^)]{0,500}\)")

_Span = TypeVar("_Span", FunctionSpan, OrganisationSpan)


@dataclass(frozen=True)
class Passage:
    """A line or sentence with all that was recognised in it."""

    text: str
    names: tuple[NameSpan, ...]
    functions: tuple[FunctionSpan, ...]
    organisations: tuple[OrganisationSpan, ...]
    is_list: bool

    def functions_in(self, start: int, end: int) -> tuple[FunctionSpan, ...]:
        """Return the functions that begin in a stretch."""
        return _beginning_in(self.functions, start, end)

    def organisations_in(self, start: int, end: int) -> tuple[OrganisationSpan, ...]:
        """Return the organisations that begin in a stretch."""
        return _beginning_in(self.organisations, start, end)


def _beginning_in(spans: tuple[_Span, ...], start: int, end: int) -> tuple[_Span, ...]:
    return spans[bisect_left(spans, start, key=_start) : bisect_left(spans, end, key=_start)]


def _start(span: FunctionSpan | OrganisationSpan) -> int:
    return span.start


def read_passage(text: str, *, is_list: bool, surname_first: bool = False, given_only: bool = False) -> Passage:
    """Return a text with the names of persons, functions and organisations in it; degrees and own initials are blanked.

    See `persons.read_persons` for the parameters.
    """
    text = _degrees().sub(lambda match: " " * len(match.group()), text)
    text = _INITIALS_IN_BRACKETS.sub(_without_own_initials, text)
    text = _INITIALS_IN_HOOKS.sub(lambda match: " " * len(match.group()), text)
    functions = functions_in(text)
    organisations = tuple(find_organisations(text))
    taken = [(span.start, span.end) for span in functions] + [(span.start, span.end) for span in organisations]
    found = find_names(text, taken, is_list=is_list, surname_first=surname_first, given_only=given_only)
    names = _persons_only(text, found, functions, is_list=is_list)
    return Passage(text, tuple(names), functions, organisations, is_list)


def _without_own_initials(match: re.Match[str]) -> str:
    """Return a name without the initials by which the report calls the person: `Jolanda Evers (JE)`."""
    initials = [word[0].casefold() for word in re.split(r"[\s-]+", match["name"])]
    own = [letter.casefold() for letter in match["initials"]]
    is_own = match["initials"][0].isupper() and own[0] == initials[0] and set(own) <= set(initials)
    if not is_own:
        return match.group()
    blank = " " * (match.end() - match.end("name"))
    return match["name"] + (blank if match["last"] == ")" else f" ({blank[2:]}")


def functions_in(text: str) -> tuple[FunctionSpan, ...]:
    """Return the functions in a text, but for those that are surnames (`F.M. Dijkgraaf`, `Marloes Dijkgraaf`)."""
    found: list[FunctionSpan] = []
    for span in find_functions(text):
        window = max(0, span.start - WINDOW_BEFORE), span.start
        follows_function = bool(found) and not text[found[-1].end : span.start].strip()
        is_after_given = _GIVEN_NAME_BEFORE.search(text, *window) and not follows_function
        is_surname = is_after_given or _INITIALS_BEFORE.search(text, *window)
        if not (text[span.start].isupper() and text[span.start : span.end].istitle() and is_surname):
            found.append(span)
    return tuple(found)


def without_titles(text: str) -> str:
    """Return a text without titles and forms of address."""
    return " ".join(word for word in text.split() if word.casefold() not in titles())


def _persons_only(
    text: str, names: Sequence[NameSpan], functions: tuple[FunctionSpan, ...], *, is_list: bool
) -> list[NameSpan]:
    """Drop what looks like a name and is none.

    That is: in the brackets or a later cell behind a name, after an article, after a function and *van*
    or *bij*, and in a list in what is said behind a dash.
    """
    kept: list[NameSpan] = []
    for name in names:
        between = text[kept[-1].end : name.start] if kept else ""
        is_in_brackets = between.lstrip().startswith("(") and ")" not in between
        is_after_article = _ARTICLE_END.search(text, max(0, name.start - WINDOW_BEFORE), name.start) is not None
        before = _last_before(functions, name.start)
        inner = _beginning_in(functions, kept[-1].end, name.start) if kept else ()
        is_employer = before is not None and _OF.fullmatch(text[before.end : name.start]) is not None
        is_department = any(
            _without_last_brackets(text, kept[-1].end, function.start, name.end) == ","
            and not text[function.end : name.start].strip()
            for function in inner
            if not function.is_plural
        ) and not _is_right_behind(text, _last_before(functions, kept[-1].start), kept[-1].start)
        is_next = _SIGN.fullmatch(between) is not None and is_known_given(name.text.split()[0])
        is_said = is_list and _DASH.match(between) and ";" not in between and not _DASH.match(text[name.end :])
        is_third = is_list and _AFTER_FUNCTION.fullmatch(between) is not None and bool(inner)
        if not (
            is_department
            or is_third
            or is_in_brackets
            or "|" in between
            or (is_after_article and not name.has_title)
            or is_employer
            or (is_said and not is_next)
        ):
            kept.append(name)
    return kept


def _last_before(functions: Sequence[FunctionSpan], place: int) -> FunctionSpan | None:
    index = bisect_right(functions, place, key=lambda function: function.end)
    return functions[index - 1] if index else None


def _is_right_behind(text: str, function: FunctionSpan | None, place: int) -> bool:
    """Return whether no more than titles stand between a function and a place."""
    return function is not None and not without_titles(text[function.end : place])


def _without_last_brackets(text: str, start: int, end: int, last: int) -> str:
    """Return a stretch without brackets, if what follows it ends the line; else as it stands."""
    stretch = text[start:end].strip()
    return stretch if text[last:].strip(" .") else BRACKETS.sub("", stretch).strip()


def function_before(passage: Passage, name: NameSpan) -> FunctionSpan | None:
    """Return the function right in front of a name, titles between them left out."""
    function = _last_before(passage.functions, name.start)
    if function is None:
        return None
    rest = without_organisations(passage, function.end, name.start)
    words = [word for word in rest.split() if word.casefold() not in titles()]
    names_organisation = rest != passage.text[function.end : name.start]
    is_right_in_front = not words or (function.is_plural and words in ([":"], ["|"]))
    is_of_organisation = names_organisation and all(word in _WORDS.linking for word in words)
    # *directeur Water Piet van Loon*
    is_of_area = _AREA.fullmatch(rest) is not None and not any(
        function.end <= other.start < name.start for other in passage.names
    )
    return function if is_right_in_front or is_of_organisation or is_of_area else None


def end_of_tail(passage: Passage, index: int) -> int:
    """Return where the words about a name end: at the next name, the function in front of that, or a semicolon."""
    name, end = passage.names[index], len(passage.text)
    if index + 1 < len(passage.names):
        following = passage.names[index + 1]
        function = function_before(passage, following)
        end = function.start if function and function.start >= name.end else following.start
    stops = [pattern.search(passage.text, name.end, end) for pattern in (_SEMICOLON, _SENTENCE_STOP)]
    return min((stop.start() for stop in stops if stop), default=end)


def without_organisations(passage: Passage, start: int, end: int) -> str:
    """Return a part of the text without the organisations named in it."""
    text = passage.text[start:end]
    for span in passage.organisations_in(start, end):
        if span.end <= end:
            text = text.replace(passage.text[span.start : span.end], "")
    return text


@cache
def _degrees() -> re.Pattern[str]:
    return re.compile(rf"(?<=[^\W\d_])\s+{any_of(_WORDS.degrees)}(?!\w)")
