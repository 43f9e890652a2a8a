"""PDF: lines with their place, size and weight, put back into paragraphs in reading order.

pypdfium2 gives the characters. Lines are cut at wide gaps, columns are read one after another, the
cells of a row stay together, and what returns at the edge of every page is left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.ingest.readers.completeness import lost_passages
from pipeline.ingest.readers.pdf.characters import LINE_HYPHEN, Line, Page, read_page
from pipeline.ingest.readers.pdf.columns import reading_order
from pipeline.ingest.readers.pdf.edges import body_size_of, split_footnotes, split_margin, split_running_lines
from pipeline.ingest.readers.pdf.paragraphs import paragraphs
from pipeline.ingest.readers.pieces import Piece, from_headers, write_out
from pipeline.ingest.readers.places import numbered_places
from pipeline.ingest.records import MARGIN, Rejection, Source

_MAX_PAGES = 3000
_MIN_WORDS = 5  # of a line that is held against the text: its first and last may be parts of broken ones
_BROKEN = re.compile(rf"(?<![\w-])[\w-]*[{LINE_HYPHEN}-]$")
_WORD = re.compile(r"(?:(?<!-)-+)?\w++(?:-++\w++)*+")


class EncryptedPdfError(Exception):
    """A password is needed."""


class DamagedPdfError(Exception):
    """The file is no readable PDF."""


class ScannedPdfError(Exception):
    """The pages are pictures, without text."""


def read_pdf(data: bytes) -> Source:
    """Return a PDF as text and blocks.

    Raises
    ------
    EncryptedPdfError, DamagedPdfError, ScannedPdfError
        If there is no text to be had.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedPdfError from error
        raise DamagedPdfError from error
    try:
        pages = [read_page(document[number], number + 1) for number in range(min(len(document), _MAX_PAGES))]
        n_pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise DamagedPdfError from error
    finally:
        document.close()
    if not any(page.lines for page in pages):
        raise ScannedPdfError
    inner, running = split_running_lines(pages)
    source = write_out(_pieces(pages, inner, running), "pdf")
    shown = [line.without_marks(frozenset()) for lines in inner for line in lines]
    passages = [("bladzijde", line.page, _BROKEN.sub("", line.text)) for line in shown]
    lost = lost_passages(passages, source.text, min_words=_MIN_WORDS)
    return replace(source, unread=(*_scans(pages), *_further(n_pages), *lost))


def _pieces(pages: Sequence[Page], inner: list[list[Line]], running: Sequence[Line]) -> list[Piece]:
    body_size = body_size_of(line for lines in inner for line in lines)
    inner, notes = split_footnotes(inner, body_size)
    inner, beside = split_margin(inner, body_size)
    ordered = [line for lines in inner for line in reading_order(lines)]
    known = frozenset(word for line in ordered for word in _words(line))
    body = list(paragraphs(ordered, body_size, known))
    # A margin is too narrow to tell a full line from a short one: every line stands by itself.
    sideways = [line for page in pages for line in page.sideways]
    margin = [Piece(line.text, after_gap=line.is_bold, style=MARGIN, page=line.page) for line in [*beside, *sideways]]
    at_foot = [
        replace(piece, after_rule=True, style="footnote", heading_level=None)
        for note in notes
        for piece in paragraphs(note, body_size, known)
    ]
    return [*body, *at_foot, *margin, *from_headers([line.text for line in running], body)]


def _words(line: Line) -> Iterable[str]:
    """Return the words of a line in small letters, but for the last: it may be broken."""
    return [word.group().casefold() for word in _WORD.finditer(line.text) if word.end() < len(line.text) - 1]


def _further(n_pages: int) -> list[Rejection]:
    """Return what to do about the pages behind the last that is read."""
    if n_pages <= _MAX_PAGES:
        return []
    places = f"{_MAX_PAGES + 1}–{n_pages}"
    message = f"Splits dit bestand; bladzijde {places} zijn niet gelezen: daarvoor is het te lang."
    return [Rejection("part_unread", message, f"bladzijde {places}")]


def _scans(pages: Sequence[Page]) -> list[Rejection]:
    scans = [page.number for page in pages if page.is_scan]
    if not scans:
        return []
    places = numbered_places(scans)
    message = (
        f"Bladzijde {places} is een scan; laat die met OCR omzetten."
        if len(scans) == 1
        else f"Bladzijde {places} zijn een scan; laat ze met OCR omzetten."
    )
    return [Rejection("part_unread", message, f"bladzijde {places}")]
