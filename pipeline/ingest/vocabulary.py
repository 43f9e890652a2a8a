"""The words by which the parts of a report are known, from `resources/documentdelen.toml`."""

import re
from functools import cache

from pipeline.dutch.dates import find_dates
from pipeline.resources import load_toml

_LABEL = re.compile(r"(?P<label>[^\W\d][^:|\n]{1,70}?)\s*(?:(?P<end>:(?=\s|$)\s*(?:\|\s*)?|\|\s*)|$)")
_WORD = re.compile(r"[^\W_][\w’'.-]*(?<!\.)|\b(?:\w\.){2,}")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^a-z])")
_DETERMINERS = ("de", "het", "deze", "dit", "een", "onze", "ons", "van", "voor", "en", "aan", "in", "op")
_SESSION_NUMBER = re.compile(r"(?:\d{1,2}|[ivx]{1,4}|[a-h])[:.)]?")
_ROW_NUMBER = re.compile(r"^(?:nr\.?|nummer|#)\s*")
_DATE_WORD = re.compile(r"v?\d[\d.-]*")
_CELL_END = re.compile(r"\s*\|\s*|\t+|\s{2,}")
_NEXT = ("volgend", "volgende", "eerstvolgende")
_WORDS_OF_NEXT = 2  # *Volgend beraad*, whatever it is called
_MAX_LABEL_WORDS, _MAX_CLOSING_WORDS, _MAX_AFTER_PHRASE = 9, 5, 3
_ANNOUNCED = ("attendance", "action_list", "next_session")
_NEXT_OF_ITS_KIND = re.compile(
    r"\b(?:de|het|onze) volgende \w+ (?:is|vindt|staat|volgt|wordt)\b"
    r"|\b(?:de|het) (?:tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|volgende|laatste) is op\b"
    r"|\b(?:eerst)?volgende? \w+:"
)
_NUMBERED_NEXT = re.compile(r"^(?P<kind>\w+) \d{1,2} (?:is|vindt|volgt|staat|wordt)\b")
_MISSED = re.compile(r"\b(?:afwezig|afgemeld|afmelding|verhinder|niet aanwezig)")
_MAX_CAPTION_WORDS = 30
_COLUMN_KINDS = ("naam", "functie", "organisatie", "rol", "aanwezig", "afwezig")
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
    is_header = "|" in (match["end"] or "") and text[match.end() :].casefold() in _action_columns()
    for kind, labels in _field_labels().items():
        if label in labels and not is_header and (has_colon or kind != "metadata"):
            return kind, match.end()
    words = label.split()
    is_next = bool(words) and words[0] in _NEXT and (len(words) == _WORDS_OF_NEXT or _names_session(label))
    if has_colon and is_next and len(words) <= _MAX_CLOSING_WORDS:
        return "next_session", match.end()
    if has_colon and words and len(words) <= _MAX_LABEL_WORDS and words[0] in _field_labels()["attendance"]:
        return "attendance", match.end()
    # In *Herman Dekens (afwezig) | …* the label is a name.
    is_plain = match["label"][1:] == match["label"][1:].lower()
    if has_colon and is_plain and len(words) <= _MAX_CLOSING_WORDS and _MISSED.search(label):
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
    return _plain_label(_bare_label(label)) in load_toml("documentdelen.toml")["aanwezig"]["velden"]


def is_attendance_header(text: str) -> bool:
    """Return whether a line is the header of a table of persons: `Naam   Functie   Organisatie`."""
    columns = load_toml("documentdelen.toml")["kolommen"]
    cells = [_ROW_NUMBER.sub("", cell.strip().casefold()) for cell in _CELL_END.split(text.strip()) if cell.strip()]
    cells = [cell for cell in cells if cell]
    if any(word in columns["acties"] for cell in cells for word in cell.split()):
        return False
    known = [cell for cell in cells if cell in columns["naam"] or cell.split()[0] in columns["overig"]]
    return len(cells) > 1 and any(cell in columns["naam"] for cell in cells) and 2 * len(known) > len(cells)


def says_only_what_it_is(line: str) -> bool:
    """Return whether a first line tells the kind of document (`MEMO`, `CONCEPT v0.2`), not its subject."""
    words = _WORD.findall(line.casefold())
    return bool(words) and all(
        word.split(".")[0] in load_toml("documentdelen.toml")["geen_titel"]["woorden"] or _DATE_WORD.fullmatch(word)
        for word in words
    )


def opens_letter(line: str) -> bool:
    """Return whether a line is the salutation of a letter (`Geachte dames en heren,`)."""
    first = line.casefold().split()[:1]
    return (
        line.rstrip().endswith(",") and first[0].strip(",") in load_toml("documentdelen.toml")["geen_titel"]["aanhef"]
    )


def opens_title(line: str) -> bool:
    """Return whether a line begins as the title of a report does: `Verslag regiotafel Wonen`."""
    words = line.casefold().split()
    return len(words) > 1 and words[0] in load_toml("documentdelen.toml")["geen_titel"]["aanhef_titel"]


def closes_letter(line: str) -> bool:
    """Return whether a line begins the end of a letter (`Hoogachtend,`)."""
    closings = load_toml("documentdelen.toml")["geen_titel"]["afsluiting"]
    return any(line.casefold().startswith(closing) for closing in closings) and len(line.split()) <= _MAX_LABEL_WORDS


def opens_attendance(paragraph: str) -> bool:
    """Return whether a paragraph begins by telling who were there (*Erbij waren …*, *Aan tafel schoven aan: …*)."""
    folded = " ".join(paragraph.casefold().split())
    phrases = load_toml("documentdelen.toml")["aanwezig"]["aanhef"]
    return any(folded.startswith(phrase) and not folded[len(phrase) :][:1].isalpha() for phrase in phrases)


def announces_part(line: str) -> bool:
    """Return whether a line is a heading by its words alone: `AANWEZIG`, `Wie zaten er aan tafel?`, `Hoe verder?`."""
    kind = heading_kind(line)
    if kind is None and field_label(line) == ("attendance", len(line)):
        kind = "attendance"
    if len(line.split()) <= _MAX_CLOSING_WORDS and is_about_series(line):
        return True
    is_onward = line.casefold().rstrip(" ?:") in load_toml("documentdelen.toml")["verder"]["koppen"]
    return len(line.split()) <= _MAX_LABEL_WORDS and (is_onward or kind in _ANNOUNCED)


def opens_older_message(line: str) -> bool:
    """Return whether a line introduces an older message below the report (`-----Oorspronkelijk bericht-----`)."""
    folded = line.casefold().strip(" -_*:")
    is_named = any(folded.startswith(phrase) for phrase in load_toml("documentdelen.toml")["ouder_bericht"]["aanhef"])
    return is_named or _WROTE.fullmatch(line.strip()) is not None


def subject_words(line: str) -> frozenset[str]:
    """Return the words of the subject of a message, without `FW:` and the like."""
    words = _WORD.findall(line.casefold())
    while words and words[0] in load_toml("documentdelen.toml")["ouder_bericht"]["voorvoegsels"]:
        words = words[1:]
    return frozenset(words)


def leaves_nothing_said(sentence: str) -> bool:
    """Return whether a sentence of the *rondvraag* only says that there was none, or closes the meeting."""
    return any(phrase in sentence.casefold() for phrase in load_toml("documentdelen.toml")["rondvraag"]["niets"])


def is_open_question_round(heading: str) -> bool:
    """Return whether a heading announces the *rondvraag* and nothing else."""
    return heading.casefold().strip(" .:") in load_toml("documentdelen.toml")["rondvraag"]["koppen"]


def names_absentees(label: str) -> bool:
    """Return whether an attendance label or heading announces those who are not there."""
    return _absence_pattern().search(label.casefold()) is not None


def heading_kind(heading: str) -> str | None:
    """Return the kind of part a heading announces if all its words say so, else None.

    `Opening en mededelingen` is procedural; `Opening van de keten` is not, for *keten* says more.
    """
    folded = heading.casefold()
    if any(
        folded.startswith(phrase) and len(folded.split()) <= len(phrase.split()) + _MAX_AFTER_PHRASE
        for phrase in load_toml("documentdelen.toml")["aanwezig"]["koppen"]
    ):
        return "attendance"
    kinds = []
    for word in _WORD.findall(folded):
        if word.strip(".") in _adjuncts() or _DATE_WORD.fullmatch(word):
            continue
        kind = _heading_word_kind(word)
        if kind is None:
            return None
        kinds.append(kind)
    if "attendance" in kinds:  # *Bijlage 1 – Deelnemers*
        return "attendance"
    return kinds[0] if kinds else None


def is_label_inside(line: str) -> bool:
    """Return whether a line is a label inside a passage (`Besluit`), and no heading of one."""
    return line.casefold().strip(" .:") in load_toml("documentdelen.toml")["binnen_een_punt"]["koppen"]


def is_caption(text: str) -> bool:
    """Return whether a text belongs to a picture: `(Foto: …)`, `De ovens. Beeld: …`."""
    folded = text.casefold().strip()
    caption = load_toml("documentdelen.toml")["onderschrift"]
    is_short = len(folded.split()) <= _MAX_CAPTION_WORDS
    return is_short and (
        any(folded.startswith(opening) for opening in caption["aanhef"])
        or any(closing in folded for closing in caption["slot"])
    )


def column_kinds(header: str) -> list[str | None]:
    """Return what each column of a table of persons holds (`naam`, `functie`, …), None where that does not matter."""
    columns = load_toml("documentdelen.toml")["kolommen"]
    kinds: list[str | None] = []
    for cell in header.casefold().split("|"):
        words = cell.split()
        name = next(
            (
                kind
                for kind in _COLUMN_KINDS
                if words and (words[0] in columns[kind] or " ".join(words) in columns[kind])
            ),
            None,
        )
        kinds.append(name)
    return kinds


def closing_kind(paragraph: str) -> str | None:
    """Return `next_session` or `boilerplate` if a paragraph at the end speaks of the series, else None.

    Its first sentence names a kind of session (*gesprek*, *reeks*), and one of its sentences says of
    it what is said of sessions (*vindt plaats op*, *onderdeel van*) or refers the reader elsewhere.
    """
    sentences = [sentence.casefold() for sentence in _SENTENCE_END.split(" ".join(paragraph.split()))]
    kinds = [_closing_sentence_kind(sentence) for sentence in sentences]
    if kinds[0] is None and not _names_session(sentences[0]):
        return None
    return next((kind for kind in kinds if kind is not None), None)


def _closing_sentence_kind(sentence: str) -> str | None:
    closing = load_toml("documentdelen.toml")["slot"]
    if any(phrase in sentence for phrase in closing["verwijzing"]):
        return "boilerplate"
    has_date = bool(find_dates(sentence))
    numbered = _NUMBERED_NEXT.match(sentence)
    if has_date and numbered and _is_session_word(numbered["kind"]):
        return "next_session"
    if has_date and any(phrase in sentence for phrase in closing["weerzien"]):
        return "next_session"
    if not _names_session(sentence):
        return None
    if has_date and any(phrase in sentence for phrase in closing["next_session"]):
        return "next_session"
    if any(phrase in sentence for phrase in closing["boilerplate"]):
        return "boilerplate"
    return None


def announces_session(sentence: str) -> bool:
    """Return whether a sentence gives the date of a session to come (*De vierde tafel is op 8 december in Sneek*)."""
    folded = " ".join(sentence.casefold().split())
    is_named = _names_session(folded) or _NEXT_OF_ITS_KIND.search(folded) is not None
    is_announced = _announcement_pattern().search(folded) is not None or folded.find(":") > 0
    return is_named and is_announced and bool(find_dates(sentence))


@cache
def _announcement_pattern() -> re.Pattern[str]:
    closing = load_toml("documentdelen.toml")["slot"]
    ordinals, verbs = "|".join(closing["rangtelwoorden"]), "|".join(closing["aankondiging"])
    return re.compile(rf"\b(?:{ordinals})\b.*\b(?:{verbs})\b|\b(?:{verbs})\b.*\b(?:{ordinals})\b")


def names_one_session(heading: str) -> bool:
    """Return whether a heading numbers or dates a session: `Wijktafel 2: …`, `Sessie op 3 mei`."""
    words = heading.casefold().split()
    ordinals = load_toml("documentdelen.toml")["slot"]["rangtelwoorden"]
    if len(words) > 1 and words[0] in ordinals and _is_session_word(words[1].rstrip(":")):
        return True
    opens = bool(words) and _is_session_word(words[0].rstrip(":"))
    return opens and (bool(find_dates(heading)) or (len(words) > 1 and _SESSION_NUMBER.fullmatch(words[1]) is not None))


def is_about_series(heading: str) -> bool:
    """Return whether a heading announces the series itself: `Over Spoor 3`, `Over de dialoogtafels`."""
    words = heading.split()
    opening = next(
        (
            phrase.split()
            for phrase in load_toml("documentdelen.toml")["slot"]["over"]
            if heading.casefold().startswith(phrase + " ")
        ),
        None,
    )
    if opening is None:
        return False
    return all(
        word[0].isupper() or word[0].isdigit() or word in _DETERMINERS or _names_session(word.casefold())
        for word in words[len(opening) :]
    )


def opens_about(heading: str) -> bool:
    """Return whether a heading begins as one about the series does: `Over …`, `Wat is …`."""
    folded = heading.casefold()
    return any(folded.startswith(f"{phrase} ") for phrase in load_toml("documentdelen.toml")["slot"]["over"])


def speaks_of_series(paragraph: str) -> bool:
    """Return whether a paragraph speaks of the series as such: *in deze reeks*, *het programma*."""
    kinds = "|".join(load_toml("documentdelen.toml")["reeks"]["soorten"])
    return re.search(rf"\b(?:de|het|deze|dit|onze|ons|een)\s+(?:{kinds})\b", paragraph.casefold()) is not None


def _names_session(sentence: str) -> bool:
    return any(_is_session_word(word) for word in _WORD.findall(sentence))


@cache
def _is_session_word(word: str) -> bool:
    return any(
        word.endswith(known[1:]) if known.startswith("*") else word == known
        for known in load_toml("documentdelen.toml")["slot"]["gespreksvormen"]
    )


@cache
def _action_columns() -> frozenset[str]:
    return frozenset(load_toml("documentdelen.toml")["kolommen"]["acties"])


@cache
def _field_labels() -> dict[str, frozenset[str]]:
    fields = load_toml("documentdelen.toml")["velden"]
    return {kind: frozenset(map(_plain_label, labels)) for kind, labels in fields.items()}


def _bare_label(label: str) -> str:
    return label.strip(" :|\t")


def _plain_label(label: str) -> str:
    """Return a label without case, brackets, full stops and marks: `Afwezig (m.k.)` is `afwezig m k`."""
    return " ".join(re.sub(r"[().*_]", " ", label.casefold().replace("’", "'")).split())


@cache
def _absence_pattern() -> re.Pattern[str]:
    words = load_toml("documentdelen.toml")["afwezigheid"]["woorden"]
    return re.compile("|".join(rf"\b{re.escape(word.rstrip('*'))}" for word in words))


@cache
def _adjuncts() -> frozenset[str]:
    return frozenset(word.strip(".") for word in load_toml("documentdelen.toml")["koppen"]["bijwoorden"])


@cache
def _heading_word_kind(word: str) -> str | None:
    for kind, words in load_toml("documentdelen.toml")["koppen"].items():
        if kind != "bijwoorden" and any(
            word.startswith(known[:-1]) if known.endswith("*") else word.strip(".") == known.strip(".")
            for known in words
        ):
            return str(kind)
    return None
