"""Readers, one module per family of formats: from bytes to a `Source`."""

import io
import zipfile

from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.readers.archive import BROKEN_ZIP
from pipeline.ingest.readers.encoding import decode
from pipeline.ingest.readers.formats import find_format
from pipeline.ingest.readers.mail import read_mail
from pipeline.ingest.readers.markdown import read_markdown
from pipeline.ingest.readers.office import OfficeError, read_office
from pipeline.ingest.readers.pdf import DamagedPdfError, EncryptedPdfError, ScannedPdfError, read_pdf
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.readers.web import read_web
from pipeline.ingest.records import Rejection, Source

FORMATS = ("txt", "md", "docx", "odt", "rtf", "epub", "html", "pdf", "eml")
_ZIPPED = ("docx", "odt", "epub")
_MAX_UNPACKED_BYTES = 200_000_000

_UNSUPPORTED = Rejection(
    "unsupported_format", f"Zet dit bestand om naar een van de bekende formaten ({', '.join(FORMATS)})."
)
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
    if format_name is None:
        return _UNSUPPORTED
    if format_name in ("encrypted", "damaged"):
        return _ENCRYPTED if format_name == "encrypted" else _DAMAGED
    read = _read_text if format_name in ("txt", "md", "html") else _read_binary
    try:
        source = read(data, format_name)
    except RecursionError:  # parts in parts in parts
        return _DAMAGED
    return _EMPTY if isinstance(source, Source) and not source.blocks else source


def _read_text(data: bytes, format_name: str) -> Source | Rejection:
    text = decode(data)
    if text is None:
        return _NOT_TEXT
    if format_name == "html":
        return read_web(text)
    return read_markdown(normalise_text(text)) if format_name == "md" else read_plain(normalise_text(text))


def _read_binary(data: bytes, format_name: str) -> Source | Rejection:
    if format_name in _ZIPPED:
        rejection = _check_zip(data)
        if rejection is not None:
            return rejection
    try:
        if format_name == "pdf":
            return read_pdf(data)
        if format_name == "eml":
            return read_mail(data)
        return read_office(data, format_name)
    except EncryptedPdfError:
        return _ENCRYPTED
    except ScannedPdfError:
        return _SCAN
    except (DamagedPdfError, OfficeError):
        return _DAMAGED


def _check_zip(data: bytes) -> Rejection | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except BROKEN_ZIP:
        return _DAMAGED
    if any(member.flag_bits & 1 for member in members):
        return _ENCRYPTED
    return _TOO_LARGE_UNPACKED if sum(member.file_size for member in members) > _MAX_UNPACKED_BYTES else None
