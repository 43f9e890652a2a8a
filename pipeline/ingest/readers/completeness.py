"""Whether a reader lost anything: a second, dumb extraction of a file, held against the text that was read.

It knows where text stands in a format and what of it is not meant to be read, and nothing of how it is read.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import etree, html

from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.readers import opendocument_text, web_text, word_text
from pipeline.ingest.readers.archive import NOT_AS_EXPECTED, parse_xml, unpack
from pipeline.ingest.readers.encoding import decode
from pipeline.ingest.readers.places import numbered_places
from pipeline.ingest.readers.word_text import W, main_part
from pipeline.ingest.records import Rejection, Source

Passage = tuple[str, int, str]  # the kind of place, its number, the text there

_WORD = re.compile(r"[^\W_]+")
_MIN_WORDS, _MOST_LOST = 3, 0.5
_MIN_WORDS_ON_PAGE = 6  # of the web: below that it may be a button
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WEB_PARAGRAPHS = ("p", "li", "td", "dd", "blockquote")
_WORD_SIGNS = (f"{W}t", f"{W}tab", f"{W}br", f"{W}cr")
_WORD_NOTES = (("voetnoot", "word/footnotes.xml"), ("eindnoot", "word/endnotes.xml"))


def lost_text(data: bytes, source: Source) -> list[Rejection]:
    """Return the places of a file of which the text is not in what was read, as parts that were not read."""
    extract = _EXTRACTS.get(source.format)
    if extract is None:
        return []
    try:
        passages = list(extract(data))
    except NOT_AS_EXPECTED:
        return []
    return lost_passages(passages, source.text)


def lost_passages(passages: Sequence[Passage], text: str, min_words: int = _MIN_WORDS) -> list[Rejection]:
    """Return the passages of a file that are not in a text, as parts that were not read."""
    words = _words(text)
    known = set(zip(words, words[1:], words[2:], strict=False))
    lost: dict[str, list[int]] = {}
    for place, number, passage in passages:
        own = _words(passage)
        triples = list(zip(own, own[1:], own[2:], strict=False))
        if len(own) >= min_words and sum(each not in known for each in triples) > _MOST_LOST * len(triples):
            lost.setdefault(place, []).append(number)
    return [_rejection(f"{place} {numbered_places(numbers)}") for place, numbers in lost.items()]


def _rejection(places: str) -> Rejection:
    message = f"Controleer {places} van dit bestand en maak er gewone alinea’s van; die tekst is niet gelezen."
    return Rejection("part_unread", message, places)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(normalise_text(text))]


def _of_word(data: bytes) -> Iterator[Passage]:
    parts = unpack(data)
    styles = parse_xml(parts["word/styles.xml"]) if "word/styles.xml" in parts else None
    for place, name in (("alinea", main_part(parts)), *_WORD_NOTES):
        if name not in parts:
            continue
        root = parse_xml(parts[name])
        word_text.drop_unread(root, styles)
        paragraphs: dict[etree._Element, list[str]] = {}
        for sign in root.iter(*_WORD_SIGNS):
            paragraph = next(sign.iterancestors(f"{W}p"), None)
            if paragraph is not None:
                paragraphs.setdefault(paragraph, []).append(sign.text or "" if sign.tag == f"{W}t" else " ")
        for number, texts in enumerate(paragraphs.values(), start=1):
            yield place, number, "".join(texts)


def _of_opendocument(data: bytes) -> Iterator[Passage]:
    parts = unpack(data)
    root = parse_xml(parts["content.xml"])
    opendocument_text.drop_unread(root, parse_xml(parts["styles.xml"]) if "styles.xml" in parts else None)
    number = 0
    for paragraph in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
        if next(paragraph.iterancestors(f"{_TEXT}table-of-content"), None) is None:
            number += 1
            yield "alinea", number, "".join(paragraph.xpath("text() | *[not(*)]/text()"))


def _of_slides(data: bytes) -> Iterator[Passage]:
    parts = unpack(data)
    for name in parts:
        number = re.fullmatch(r"ppt/slides/slide(\d+)\.xml", name)
        root = parse_xml(parts[name]) if number else None
        if number and root is not None and root.get("show") not in ("0", "false"):
            for paragraph in root.iter(f"{_A}p"):
                yield "dia", int(number[1]), "".join(text.text or "" for text in paragraph.iter(f"{_A}t"))


def _of_web(data: bytes) -> Iterator[Passage]:
    page = html.document_fromstring(normalise_text(decode(data) or "") or "<p></p>")
    web_text.open_panels(page)
    web_text.drop_unread(page)
    web_text.drop_navigation(page)
    main = page.xpath("//main | //article | //*[@role='main']")
    number = 0
    for element in (main[0] if main else page).iter(*_WEB_PARAGRAPHS):
        text = " ".join(element.xpath("text()"))
        if len(text.split()) >= _MIN_WORDS_ON_PAGE and text.rstrip().endswith((".", "!", "?")):
            number += 1
            yield "alinea", number, text


_EXTRACTS: Mapping[str, Callable[[bytes], Iterator[Passage]]] = {
    "docx": _of_word,
    "odt": _of_opendocument,
    "pptx": _of_slides,
    "html": _of_web,
}
