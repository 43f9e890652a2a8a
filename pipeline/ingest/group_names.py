"""The standing group that a title names: `Verslag werkgroep Waterkaart, nr. 5` is of *werkgroep Waterkaart*."""

import re
from functools import cache
from itertools import pairwise

from pipeline.dutch.dates import find_dates
from pipeline.dutch.lexicon import any_of, calendar, document_parts, persons, word_classes
from pipeline.ingest.records import CELL_GAP

_BRACKETS = re.compile(r"(?:(?<!\s)\s+)?[(\[]([^()\[\]]*)[)\]]")
_VERSION = re.compile(r"\bv\.?\s?\d+(?:\.\d+)*\b\.?", re.IGNORECASE)
_DIGITS = re.compile(r"\b(?:20\d{6}|\d{6})(?:[-_]\d+)?\b")
_NUMBER_BEHIND = re.compile(r"(?:(?<![\s,–-])[\s,–-]+)?\b\d{1,4}(?:[-/]\d{1,2})?$")
_TECHNICAL = re.compile(r":\w+:|(?:(?<!\s)\s+)?#\s?\d.*$")
_SECTION = re.compile(r"^\d+(?:\.\d+)+\s")
_EDGES = " \t.,:;|/#–—-_"
_MAX_WORDS = 12
_ABBREVIATION = re.compile(r"[A-Z]{2,}(?:[ -][A-Z]{2,})*")


def group_name(line: str, *, is_title: bool = False) -> str | None:
    """Return the group that a title, subject or name of a file names, as printed; None if it names none.

    In a title the number or theme of a session is enough to know the series: *Gebiedsavond Noord – derde bijeenkomst*.

    Its number, date, version and the words for the kind of document are left out. A kind of group alone
    (*Verslag stuurgroep*) names none, unless the word says which (*teamoverleg*).
    """
    if CELL_GAP in line:
        return next(filter(None, (group_name(cell, is_title=is_title) for cell in line.split(CELL_GAP))), None)
    name = _without_template(line)
    head, is_numbered = _before_turn(name)
    if head is None:
        return None
    words = head.split()
    folded = [word.casefold() for word in words]
    series = document_parts().series
    is_phrase = len(words) > _MAX_WORDS or head.endswith((".", "?", "!")) or folded[-1] in series.links
    if not words[0][0].isalpha() or is_phrase or series.once & {*folded}:
        return None
    kinds = [
        word
        for before, word in pairwise(["", *folded])
        # *Overleg* alone may be any; *technisch overleg* is a group.
        if _is_group(word) and (word not in series.once_or_group or before in series.of_any_group)
    ]
    is_group = kinds or (is_numbered and is_title)
    return head if is_group and (_has_name(words) or series.named_kinds & {*kinds}) else None


def names_report(line: str) -> bool:
    """Return whether a line says of which group it is the report: *Verslag van …*, *Hier leest u het verslag van …*."""
    plain = " ".join(line.split())
    return _report_of().match(plain) is not None or _opening().match(plain) is not None


def is_specific(name: str) -> bool:
    """Return whether a name says more than the kind of group: `Technisch Overleg Riool`, not `Technisch Overleg`."""
    return _has_name(name.split())


def _without_template(line: str) -> str:
    """Return a line without its dates, versions, brackets about them, and words for the kind of document."""
    line = _mail_prefix().sub("", _TECHNICAL.sub("", " ".join(line.split())).strip(_EDGES))
    report = _report_of().match(line)
    if report is not None and not any(map(_is_group, report["lead"].split())):
        line = report["rest"]  # *Hieronder leest u het verslag van het wijkplatform Noord*
    line = _BRACKETS.sub(lambda match: match[0] if _stays(match[1]) else "", line)
    opened = line.rfind("(")
    while opened > line.rfind(")") or (opened > 0 and line.count("(") > line.count(")")):
        line = line[: line.find("(")] if line.count("(") > 1 else line[:opened]
        opened = line.rfind("(")
    dates = find_dates(line)
    for date in reversed(dates):
        start = line.rindex(date.weekday, 0, date.start) if date.weekday else date.start
        line = f"{line[:start]}\0{line[date.start + len(date.text) :]}"
    # What stands behind the date or in front of it is the name; behind it place and time.
    before, _, after = line.partition("\0")
    return _cut(before) or _cut(after.replace("\0", " "))


def _cut(text: str) -> str:
    text = _DIGITS.sub(" ", _VERSION.sub(" ", text))
    previous = None
    while text != previous:
        previous = text
        text = _SECTION.sub("", text)
        text = _day_told().sub("", text)
        text = _before_date().sub("", _opening().sub("", _ending().sub("", text.strip(_EDGES))).strip(_EDGES))
    return " ".join(text.split())


def _stays(inside: str) -> bool:
    """Return whether what stands in brackets is part of a name: an abbreviation, or which group it is."""
    is_kind = any(_is_group(word) for word in inside.split()) and not _opening().match(inside)
    return bool(_ABBREVIATION.fullmatch(inside)) or (is_kind and len(inside.split()) <= 2)


def _before_turn(name: str) -> tuple[str | None, bool]:
    """Return a name without the words that say which of its sessions it was, and whether there were any."""
    cut = _turn_behind().sub("", name).strip(_EDGES)
    is_numbered = cut != name
    cut = _turn_before().sub("", cut).strip(_EDGES)
    theme = _theme().search(cut)
    if theme:
        cut, is_numbered = cut[: theme.start()].strip(_EDGES), True
    number = _NUMBER_BEHIND.search(cut)
    if number and not re.search(r"\d\.\d", cut[number.start() - 2 :]):
        cut = cut[: number.start()].strip(_EDGES)
    # *MIM visie vergadering*: the plain word for a session behind a name.
    plain = _plain_session_behind().sub("", cut).strip(_EDGES)
    if plain != cut:
        cut, is_numbered = plain, True
    before, colon, _ = cut.partition(": ")
    if colon and any(_is_group(word) for word in before.split()):
        cut = before
    cut = _behind_name().sub("", cut)
    return (_cut(cut) or None), is_numbered


def _is_group(word: str) -> bool:
    folded = word.casefold().strip("()[],.:")
    series = document_parts().series
    return any(folded.endswith(ending) for ending in series.group_endings) or folded in series.group_abbreviations


def _has_name(words: list[str]) -> bool:
    """Return whether a name holds more than the kind of group and words that go with any."""
    series = document_parts().series
    return any(
        not _is_group(word)
        and word.casefold().strip("()") not in series.of_any_group | series.links
        and word[:1].isalpha()
        for word in words
    )


def _template() -> frozenset[str]:
    """Return the words for the kind of a document and its state."""
    return frozenset(document_parts().series.template | document_parts().no_title.title_openings)


@cache
def _mail_prefix() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(document_parts().older_message.prefixes)}\s*:\s*)+", re.IGNORECASE)


@cache
def _report_of() -> re.Pattern[str]:
    article = any_of(word_classes().definite_articles)
    return re.compile(
        rf"(?P<lead>[^:|–—()]*\w\s+){article}\s+{any_of(_template())}\s+van\s+(?:{article}\s+)?(?P<rest>\S.*)$",
        re.IGNORECASE,
    )


@cache
def _opening() -> re.Pattern[str]:
    words = any_of(_template())
    behind = any_of(document_parts().series.behind_template | persons().organisation_linking)
    return re.compile(rf"^(?:{words}(?:[-\s:–|/+&]+|$)(?:(?:{behind}|&)\s+)*)+", re.IGNORECASE)


@cache
def _ending() -> re.Pattern[str]:
    words = any_of(_template())
    return re.compile(rf"(?<![\s,:–|_-])(?:[\s,:–|_-]+{words})+$", re.IGNORECASE)


@cache
def _day_told() -> re.Pattern[str]:
    """Return a pattern of a day that is told from today: *van dinsdagavond*, *van vorige week*."""
    days, series = any_of(calendar().weekday_forms), document_parts().series
    return re.compile(
        rf"(?<!\s)\s+{any_of(series.before_date)}\s+(?:{any_of(series.ago)}|(?:{any_of(series.last)}\s+)?"
        rf"{days}(?:{any_of(series.times_of_day)})?)$",
        re.IGNORECASE,
    )


@cache
def _before_date() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\s,–-])[\s,–-]+{any_of(document_parts().series.before_date | document_parts().dates.plain)}$",
        re.IGNORECASE,
    )


@cache
def _turn() -> str:
    classes, series = word_classes(), document_parts().series
    ordinal = rf"(?:\d{{1,3}}(?:e|{any_of(classes.ordinal_endings)})|{any_of(classes.ordinals, series.turns)})"
    return rf"{ordinal}\s+(?:\w*(?:{any_of(series.sessions)})|{any_of(series.counted)})"


@cache
def _turn_behind() -> re.Pattern[str]:
    series = document_parts().series
    number = r"\d{1,4}(?:[-/.]\d{1,3})?"
    return re.compile(
        rf"(?<![\s,:;–-])[\s,:;–-]+(?:{_turn()}|{any_of(series.counted)}\.?:?\s*{number})(?:\b.*)?$", re.IGNORECASE
    )


@cache
def _turn_before() -> re.Pattern[str]:
    classes, series = word_classes(), document_parts().series
    ordinal = rf"(?:\d{{1,3}}(?:e|{any_of(classes.ordinal_endings)})|{any_of(classes.ordinals, series.turns)})"
    number = rf"{any_of(series.counted)}\.?\s*\d{{1,4}}\s+(?=[^\W\d_])"  # *nr. 7 Stuurgroep Noord*
    of = rf"(?:{any_of(series.counted)}\s+(?:van\s+)?(?:de\s+|het\s+)?)?"
    return re.compile(rf"^{number}|^{ordinal}\s+{of}", re.IGNORECASE)


@cache
def _theme() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\s)\s+)?[–—:|-]\s+{any_of(document_parts().series.themes)}\b.*$", re.IGNORECASE)


@cache
def _behind_name() -> re.Pattern[str]:
    return re.compile(rf"(?<!\s)\s+{any_of(document_parts().series.after_name)}\s.*$", re.IGNORECASE)


@cache
def _plain_session_behind() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w)\s+{any_of(document_parts().series.plain_sessions)}$", re.IGNORECASE)
