"""Readers, one module per family of formats: from bytes to a `Source`."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.readers.archive import BROKEN_ZIP, is_protected
from pipeline.ingest.readers.budget import within_budget
from pipeline.ingest.readers.completeness import lost_text
from pipeline.ingest.readers.encoding import decode
from pipeline.ingest.readers.formats import find_format
from pipeline.ingest.readers.mail import read_mail, read_saved_page
from pipeline.ingest.readers.markdown import read_markdown
from pipeline.ingest.readers.office import OfficeError, read_office
from pipeline.ingest.readers.pdf import DamagedPdfError, EncryptedPdfError, ScannedPdfError, read_pdf
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.readers.slides import read_slides
from pipeline.ingest.readers.transcript import is_transcript, read_transcript, speech_of_document
from pipeline.ingest.readers.web import read_web
from pipeline.ingest.records import Rejection, Source


class _NotTextError(Exception):
    """The bytes are no text."""


_MAX_UNPACKED_BYTES = 200_000_000
_NOT_TEXT = Rejection("encoding", "Sla dit bestand op als platte tekst in UTF-8; nu is het geen leesbare tekst.")
_ENCRYPTED = Rejection("encrypted", "Haal de beveiliging met een wachtwoord van dit bestand af.")
_DAMAGED = Rejection("unreadable", "Open dit bestand en sla het opnieuw op; het is beschadigd of niet volledig.")
_SCAN = Rejection(
    "no_text", "Maak de tekst van deze scan leesbaar met tekstherkenning (OCR) en lever het bestand opnieuw aan."
)
_TOO_LARGE_UNPACKED = Rejection(
    "too_large", "Splits dit bestand of verwijder grote afbeeldingen; uitgepakt is het te groot."
)
_EMPTY = Rejection("empty", "Controleer dit bestand: er staat geen tekst in.")
_FAILURES: Mapping[type[Exception], Rejection] = {
    EncryptedPdfError: _ENCRYPTED,
    ScannedPdfError: _SCAN,
    DamagedPdfError: _DAMAGED,
    OfficeError: _DAMAGED,
    _NotTextError: _NOT_TEXT,
    RecursionError: _DAMAGED,  # parts in parts in parts
}


def _plain(text: str) -> Source:
    text = normalise_text(text)
    return read_transcript(text, "txt") if is_transcript(text) else read_plain(text)


def _of_text(read: Callable[[str], Source]) -> Callable[[bytes], Source]:
    def reader(data: bytes) -> Source:
        text = decode(data)
        if text is None:
            raise _NotTextError
        return read(text)

    return reader


def _office(format_name: str) -> Callable[[bytes], Source]:
    return lambda data: read_office(data, format_name, _read_part)


# Each format with what reads it; `formats.find_format` tells which a file has.
READERS: Mapping[str, Callable[[bytes], Source]] = {
    "txt": _of_text(_plain),
    "md": _of_text(lambda text: read_markdown(normalise_text(text))),
    "docx": _office("docx"),
    "odt": _office("odt"),
    "rtf": _office("rtf"),
    "epub": _office("epub"),
    "html": _of_text(read_web),
    "mhtml": read_saved_page,
    "pdf": read_pdf,
    "eml": read_mail,
    "pptx": read_slides,
    "vtt": _of_text(lambda text: read_transcript(normalise_text(text), "vtt")),
    "srt": _of_text(lambda text: read_transcript(normalise_text(text), "srt")),
}
FORMATS = tuple(READERS)
_ZIPPED = ("docx", "odt", "epub", "pptx")
_UNSUPPORTED = Rejection(
    "unsupported_format", f"Zet dit bestand om naar een van de bekende formaten ({', '.join(FORMATS)})."
)


def read_source(path: str, data: bytes) -> Source | Rejection:
    """Return a file as normalised text with blocks, or why that cannot be had.

    Parameters
    ----------
    path
        The path of the file below the raw folder.
    data
        The bytes of the file.
    """
    if not data.strip():
        return _EMPTY
    format_name = find_format(path, data)
    if format_name in ("encrypted", "damaged"):
        return _ENCRYPTED if format_name == "encrypted" else _DAMAGED
    if format_name is None or format_name not in READERS:
        return _UNSUPPORTED
    rejection = _check_zip(data) if format_name in _ZIPPED else None
    if rejection is not None:
        return rejection
    try:
        source = READERS[format_name](data)
    except tuple(_FAILURES) as error:
        return next(rejection for kind, rejection in _FAILURES.items() if isinstance(error, kind))
    if not source.blocks:
        return _EMPTY
    read = speech_of_document(source)
    return within_budget(replace(read, unread=(*source.unread, *lost_text(data, read))))


def _read_part(name: str, data: bytes) -> Source | None:
    """Return a file that stands inside a document."""
    found = read_source(name, data)
    return found if isinstance(found, Source) else None


def _check_zip(data: bytes) -> Rejection | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except BROKEN_ZIP:
        return _DAMAGED
    if is_protected(members):
        return _ENCRYPTED
    return _TOO_LARGE_UNPACKED if sum(member.file_size for member in members) > _MAX_UNPACKED_BYTES else None
