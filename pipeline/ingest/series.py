"""Which series a session belongs to."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.dutch.lexicon import any_of, calendar, document_parts, word_classes
from pipeline.dutch.sentences import sentences
from pipeline.ingest.closings import names_session
from pipeline.ingest.group_names import group_name, is_specific, names_report
from pipeline.ingest.records import FRONT_MATTER, Layout, Part
from pipeline.ingest.vocabulary import field_label, field_name

_END_OF_PHRASE = re.compile(r"\sd\.d\.|[.,:;!?()|–“”\"]|\s[’']")
_MAX_NAME_WORDS, _MAX_OWN_WORDS = 8, 2
_TELLING = ("title", "metadata", "introduction", "boilerplate", "next_session", "procedural")
_TELLING_OF_SESSIONS = ("boilerplate", "next_session", "procedural")
_HEAD = 20  # parts among which the lines above the text are


def series_name(layout: Layout, file_name: str = "") -> str | None:
    """Return the programme, series or standing group that a report says its session belongs to.

    The surest ways of naming one come first: a field, *spoor 4*, *het programma X*, *Dialoogtafels X*,
    *onderdeel van X*; then *X, dialoogtafel 3* and *de derde regietafel X*; then the group that the title names, or a
    line above the text, or the name of the file.
    """
    parts = (*layout.parts, *layout.around)
    for part in parts:
        name = _series_of_field(part.block.text) if part.kind == "metadata" else None
        if name is not None:
            return name
    texts = [text for part in parts if (text := _telling(part))]
    programmes, sessions, groups = _series_patterns()
    return (
        _first_of(programmes, texts)
        or _group(layout, file_name)
        or _first_of(sessions, texts)
        or _first_of(groups, texts)
    )


def _telling(part: Part) -> str:
    """Return what a part may say of the series: of procedure and of the next session only what speaks of a session."""
    text = " ".join(part.block.text.split())
    if part.block.style == FRONT_MATTER or part.kind not in _TELLING:
        return ""
    if part.kind in _TELLING_OF_SESSIONS:
        return " ".join(sentence for sentence in sentences(text) if names_session(sentence))
    return text


def _first_of(patterns: Sequence[re.Pattern[str]], texts: Sequence[str]) -> str | None:
    found = (_first(pattern, texts, index) for pattern in patterns for index in range(len(texts)))
    return next((name for name in found if name is not None), None)


def _group(layout: Layout, file_name: str) -> str | None:
    """Return the standing group of a session: of its title if that says which, else of the lines above the text."""
    titles = [layout.title or "", *(part.block.text for part in layout.around if part.kind == "title")]
    lines: list[str] = []
    for part in layout.parts[:_HEAD]:
        label = field_label(part.block.text)
        if part.kind == "metadata" and label is not None and label[0] == "metadata":
            name = (field_name(part.block.text) or "").casefold()
            lines += [part.block.text[label[1] :]] if name in document_parts().subject.fields else []
        elif part.kind in ("metadata", "introduction") and part.block.style != FRONT_MATTER:
            # Of a sentence only what it calls the report: *Hieronder leest u het verslag van …*.
            text = part.block.text.rstrip()
            is_sentence = text.endswith((".", "!", "?")) and len(text.split()) > _MAX_NAME_WORDS
            lines += [text] if not is_sentence or names_report(text) else []
    lines.append(re.sub(r"[_\s]+", " ", file_name))
    found = [*(group_name(line, is_title=True) for line in titles), *map(group_name, lines)]
    if found[0] is None and layout.parts and layout.title is None:
        found.insert(0, group_name(layout.parts[0].block.text, is_title=True))
    names = [name for name in found if name is not None]
    return next((name for name in names if is_specific(name)), next(iter(names), None))


def _series_of_field(text: str) -> str | None:
    """Return the series of a field such as `Programma: Verbonden Gegevens` or `Spoor: 4`."""
    field, label = field_label(text), field_name(text)
    if field is None or label is None or label.casefold() not in document_parts().series.fields:
        return None
    value = re.split(r"\s*[|;]\s*|\s\(", text[field[1] :].strip().rstrip("."))[0]
    if value.isdigit():
        return f"{label} {value}"
    kind, _, rest = value.partition(" ")
    name = rest if kind.casefold() in document_parts().series.fields else value
    name = _number_in_series().sub("", name)
    return name if name[:1].isupper() and len(name.split()) <= _MAX_NAME_WORDS else None


def _first(pattern: re.Pattern[str], texts: Sequence[str], index: int) -> str | None:
    text = texts[index]
    match = pattern.search(text)
    if match is None:
        return None
    name = _whole_name(match["name"], text[match.end("name") :], [*texts[:index], *texts[index + 1 :]])
    kind = match.groupdict().get("kind")
    if kind is None:
        return name
    # A kind with a capital inside a sentence is part of the name, and so is a compound anywhere.
    is_plain = kind.casefold() in document_parts().series.nouns
    is_inside = text[: match.start("kind")].rstrip()[-1:].isalpha()
    whole = f"{kind} {name}"
    is_inside = (
        is_inside or text == whole or any(re.search(rf"[^\W\d_] {re.escape(whole)}\b", other) for other in texts)
    )
    is_in_name = kind[0].isupper() and (is_inside or not is_plain)
    return whole if is_in_name else name


def _whole_name(name: str, rest: str, others: Sequence[str]) -> str:
    """Return a name with the words in small letters that belong to it: *Kansen in de klas*, *Verbetering pgb*.

    They do if the phrase ends with them, or if the name stands so elsewhere in the report.
    """
    phrase = _END_OF_PHRASE.split(rest, maxsplit=1)[0]
    words = phrase.split()
    if not phrase.startswith(" ") or not words or name[-1].isdigit():
        return name
    links = document_parts().series.links | document_parts().series.links_of_small
    n_own = sum(word not in links for word in words)
    is_whole = (
        n_own <= _MAX_OWN_WORDS
        and not any(word in document_parts().series.verbs for word in words)
        and words[-1] not in links
    )
    if is_whole and len(words) <= _MAX_NAME_WORDS and all(word.islower() for word in words):
        return f"{name} {' '.join(words)}"
    for length in range(min(len(words), _MAX_NAME_WORDS), 0, -1):
        longer = f"{name} {' '.join(words[:length])}"
        if any(re.search(rf"{re.escape(longer)}\s*(?:[.,:;!?()|–]|$)", other) for other in others):
            return longer
    return name


@cache
def _number_in_series() -> re.Pattern[str]:
    endings = any_of(word_classes().ordinal_endings)
    return re.compile(rf",\s+(?:\w+{endings}|\d{{1,2}}e?)\s+\w+$")


@cache
def _series_patterns() -> tuple[Sequence[re.Pattern[str]], ...]:
    """Return the ways in which a programme is named, its sessions, and its groups, each the surest first."""
    series, classes = document_parts().series, word_classes()
    word = r"[^\W\d_a-zß-öø-ÿ][\w’'&-]*"
    no_date = rf"(?!\s(?i:{any_of(calendar().month_names)})\b)"  # *Waterkaart 9 mei*
    title = (
        rf"{word}(?:\s+(?:{any_of(series.links, series.links_of_capitals)}\s+){{0,2}}(?:{word}|\d{{1,4}}\b{no_date}))*"
    )
    name, sessions = rf"(?P<name>{title})", any_of(series.sessions)
    several, article = any_of(series.sessions_plural), any_of(classes.definite_articles)
    ordinal = rf"(?:\d{{1,2}}e|{any_of(classes.ordinals, series.turns)})"
    programmes = (
        rf"\b(?P<name>{any_of(series.numbered)}\s\d{{1,2}})\b",
        rf"\b(?P<kind>\w*(?i:{any_of(series.nouns)}))\s+[‘“\"']?{name}",
        rf"\b(?P<name>{any_of(series.forms)}\s{title})",
        rf"\b(?P<name>[^\W\d_a-zß-öø-ÿ]\w*{any_of(series.compounds)}\s{title})",
        rf"\bde\s+\w*{several}\s+{name}",
        # What the session is part of, not what somebody does *binnen* a standard or system.
        rf"(?i:{any_of(series.openings_of_session)})\s++{article}?\s*+[‘“\"']?{name}",
        rf"(?i:(?<!\w)\w{{0,40}}{sessions})\s(?:[^.;]{{0,300}}\s)?(?i:{any_of(series.openings)})\s++{article}?\s*+[‘“\"']?{name}",
        rf"\b(?i:{ordinal})\s+van\s+(?:de|onze)\s+(?P<name>[^\W\d_a-zß-öø-ÿ]\w*{sessions}(?:en|s|ken)\b)",
    )
    of_sessions = (
        rf"^{name},\s+(?i:\w*{sessions})\s+\d{{1,2}}\b",
        rf"^{name}(?:,|\s[–-])\s+(?i:{ordinal})\s+(?i:\w*{sessions})\b",
        rf"\b(?i:{ordinal})\s+(?P<kind>\w*(?i:{sessions}))\s+{name}",
    )
    groups = (rf"\b(?i:{any_of(series.groups)})\s+{name}",)
    return tuple([re.compile(pattern) for pattern in patterns] for patterns in (programmes, of_sessions, groups))
