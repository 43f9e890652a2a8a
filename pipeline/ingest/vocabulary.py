"""The words by which the parts of a report are known, from `resources/documentdelen.toml`."""

import re
from functools import cache

from pipeline.dutch.headings import DATE_WORD, WORD, heading_kind
from pipeline.dutch.lexicon import any_of, document_parts
from pipeline.ingest.closings import is_about_series, names_session

_LABEL = re.compile(r"(?P<label>[^\W\d][^:|\n]{1,70}?)\s*(?:(?P<end>:(?=\s|$)\s*(?:\|\s*)?|\|\s*)|$)")
_ROW_NUMBER = re.compile(r"^(?:nr\.?|nummer|#)\s*")
_CELL_END = re.compile(r"\s*\|\s*|\t+|\s{2,}")
_WORDS_OF_NEXT = 2  # *Volgend beraad*, whatever it is called
_MAX_LABEL_WORDS, _MAX_CLOSING_WORDS = 9, 5
_ANNOUNCED = ("attendance", "action_list", "next_session")
_MAX_CAPTION_WORDS = 30
_WROTE = re.compile(r"Op .{6,60} schreef .{2,80}:")


def field_label(text: str) -> tuple[str, int] | None:
    """Return the kind of part that a line such as `Datum: 14 maart` opens, and where its value begins.

    An attendance label may say whose attendance it is (`Aanwezig namens de partners:`). A label
    over a list may also stand alone on its line, without a colon.
    """
    match = _LABEL.match(text)
    if not match:
        return None
    label = _plain_label(match["label"])
    has_colon = match["end"] is not None
    columns = document_parts().columns
    is_header = "|" in (match["end"] or "") and text[match.end() :].casefold() in columns.actions
    for kind, labels in _field_labels().items():
        if label in labels and not is_header and (has_colon or kind != "metadata"):
            return kind, match.end()
    words = label.split()
    is_next = (
        bool(words)
        and words[0] in document_parts().closing.next
        and (len(words) == _WORDS_OF_NEXT or names_session(label))
    )
    if has_colon and is_next and len(words) <= _MAX_CLOSING_WORDS:
        return "next_session", match.end()
    if has_colon and words and len(words) <= _MAX_LABEL_WORDS and words[0] in _field_labels()["attendance"]:
        return "attendance", match.end()
    attendance = document_parts().attendance
    is_list = len(words) > 1 and words[-1] in document_parts().headings["attendance"]  # *Online aanwezig:*
    if ":" in (match["end"] or "") and is_list and attendance.qualifiers.issuperset(words[:-1]):
        return "attendance", match.end()
    # In *Herman Dekens (afwezig) | …* the label is a name.
    is_plain = match["label"][1:] == match["label"][1:].lower()
    if has_colon and is_plain and len(words) <= _MAX_CLOSING_WORDS and _absence_in_label().search(label):
        return "attendance", match.end()
    return None


def field_name(text: str) -> str | None:
    """Return the label of a line that opens a known field, as printed and without its colon."""
    label = field_label(text)
    return _bare_label(text[: label[1]]) if label is not None else None


def opens_field(text: str) -> bool:
    """Return whether a line begins with a known label and its colon: `Verhinderd: …`."""
    label = field_label(text)
    return label is not None and text[: label[1]].rstrip().endswith(":")


def length_of_label(text: str) -> int:
    """Return how many characters a short label in front of a line takes, whatever it says; 0 if there is none."""
    match = _LABEL.match(text)
    is_label = match is not None and match["end"] is not None and len(match["label"].split()) <= _MAX_CLOSING_WORDS
    return match.end() if match is not None and is_label else 0


def is_role_in_session(label: str) -> bool:
    """Return whether a label such as `Verslag:` or `Opdrachtgever:` may name someone who was there."""
    return _plain_label(_bare_label(label)) in document_parts().attendance.fields


def is_attendance_header(text: str) -> bool:
    """Return whether a line is the header of a table of persons: `Naam   Functie   Organisatie`."""
    columns = document_parts().columns
    names = columns.kinds["naam"] | columns.kinds["achternaam"]
    parts = names | columns.kinds["voornaam"] | columns.kinds["tussenvoegsel"]
    cells = [_ROW_NUMBER.sub("", cell.strip().casefold()) for cell in _CELL_END.split(text.strip()) if cell.strip()]
    cells = [cell for cell in cells if cell]
    if any(word in columns.actions for cell in cells for word in cell.split()):
        return False
    are_names = [all(word in parts for word in cell.split()) for cell in cells]  # *Naam*, *Voornaam Achternaam*
    known = [cell.split()[0].strip("?") in columns.other for cell in cells]
    holds_name = any(is_name and cell.split()[-1] in names for cell, is_name in zip(cells, are_names, strict=True))
    return len(cells) > 1 and holds_name and 2 * (sum(are_names) + sum(known)) > len(cells)


def says_only_what_it_is(line: str) -> bool:
    """Return whether a first line tells the kind of document (`MEMO`, `CONCEPT v0.2`), not its subject."""
    words = WORD.findall(line.casefold())
    return bool(words) and all(
        word.split(".")[0] in document_parts().no_title.words or DATE_WORD.fullmatch(word) for word in words
    )


def opens_letter(line: str) -> bool:
    """Return whether a line is the salutation of a letter (`Geachte dames en heren,`)."""
    first = line.casefold().split()[:1]
    return line.rstrip().endswith(",") and first[0].strip(",") in document_parts().no_title.salutations


def opens_title(line: str) -> bool:
    """Return whether a line begins as the title of a report does: `Verslag regiotafel Wonen`."""
    words = line.casefold().split()
    return len(words) > 1 and words[0] in document_parts().no_title.title_openings


def closes_letter(line: str) -> bool:
    """Return whether a line begins the end of a letter (`Hoogachtend,`)."""
    closings = document_parts().no_title.closings
    return any(line.casefold().startswith(closing) for closing in closings) and len(line.split()) <= _MAX_LABEL_WORDS


def opens_attendance(paragraph: str) -> bool:
    """Return whether a paragraph begins by telling who were there (*Erbij waren …*, *Aan tafel schoven aan: …*)."""
    folded = " ".join(paragraph.casefold().split())
    phrases = document_parts().attendance.openings
    return any(folded.startswith(phrase) and not folded[len(phrase) :][:1].isalpha() for phrase in phrases)


def announces_part(line: str) -> bool:
    """Return whether a line is a heading by its words alone: `AANWEZIG`, `Wie zaten er aan tafel?`, `Hoe verder?`."""
    kind = heading_kind(line)
    if kind is None and field_label(line) == ("attendance", len(line)):
        kind = "attendance"
    if len(line.split()) <= _MAX_CLOSING_WORDS and is_about_series(line):
        return True
    return len(line.split()) <= _MAX_LABEL_WORDS and (goes_on_about(line) or kind in _ANNOUNCED)


def goes_on_about(heading: str) -> bool:
    """Return whether a heading asks how it goes on: `Hoe nu verder?`."""
    return heading.casefold().rstrip(" ?:") in document_parts().onward.headings


def opens_older_message(line: str) -> bool:
    """Return whether a line introduces an older message below the report (`-----Oorspronkelijk bericht-----`)."""
    folded = line.casefold().strip(" -_*:")
    is_named = any(folded.startswith(phrase) for phrase in document_parts().older_message.openings)
    return is_named or _WROTE.fullmatch(line.strip()) is not None


def subject_words(line: str) -> frozenset[str]:
    """Return the words of the subject of a message, without `FW:` and the like."""
    words = WORD.findall(line.casefold())
    while words and words[0] in document_parts().older_message.prefixes:
        words = words[1:]
    return frozenset(words)


def names_absentees(label: str) -> bool:
    """Return whether an attendance label or heading announces those who are not there, and no others."""
    label = label.casefold()
    return _absence_pattern().search(label) is not None and _both_pattern().search(label) is None


def is_label_inside(line: str) -> bool:
    """Return whether a line is a label inside a passage (`Besluit`), and no heading of one."""
    return line.casefold().strip(" .:") in document_parts().labels_inside.headings


def is_caption(text: str) -> bool:
    """Return whether a text belongs to a picture: `(Foto: …)`, `De ovens. Beeld: …`."""
    folded = text.casefold().strip()
    caption = document_parts().caption
    is_short = len(folded.split()) <= _MAX_CAPTION_WORDS
    return is_short and (
        any(folded.startswith(opening) for opening in caption.openings)
        or any(closing in folded for closing in caption.anywhere)
    )


def column_kinds(header: str) -> list[str | None]:
    """Return what each column of a table of persons holds (`naam`, `functie`, …), None where that does not matter."""
    columns = document_parts().columns.kinds
    kinds: list[str | None] = []
    for cell in header.casefold().split("|"):
        words = cell.strip().rstrip("?").split()
        name = next(
            (kind for kind in columns if words and (words[0] in columns[kind] or " ".join(words) in columns[kind])),
            None,
        )
        kinds.append(name)
    return kinds


@cache
def _field_labels() -> dict[str, frozenset[str]]:
    parts = document_parts()
    also = {"metadata": parts.series.fields, "attendance": parts.headings["attendance"]}
    none = frozenset[str]()
    return {kind: frozenset(map(_plain_label, labels | also.get(kind, none))) for kind, labels in parts.fields.items()}


def _bare_label(label: str) -> str:
    return label.strip(" :|\t")


def _plain_label(label: str) -> str:
    """Return a label without case, brackets, full stops and marks: `Afwezig (m.k.)` is `afwezig m k`."""
    return " ".join(re.sub(r"[().*_]", " ", label.casefold().replace("’", "'")).split())


@cache
def _absence_pattern() -> re.Pattern[str]:
    absence = document_parts().absence
    return re.compile(rf"\b{any_of(absence.words, absence.also_as_field)}")


@cache
def _both_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(document_parts().absence.and_presence)}")


@cache
def _absence_in_label() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(document_parts().absence.words)}")
