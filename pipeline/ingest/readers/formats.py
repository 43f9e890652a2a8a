"""What format a file has, by its content first and by its name where content does not tell."""

import io
import re
import zipfile
from pathlib import PurePosixPath

from pipeline.ingest.readers.archive import BROKEN_ZIP, is_protected, read_member

_ZIP, _EMPTY_ZIP, _OLE, _PDF, _RTF = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"%PDF-",
    b"{\\rtf",
)
# Possessive and atomic: what has matched is not tried again in other ways, of which each line doubles the number.
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*+:[ \t].*+\n(?:[ \t].*+\n)*+){3,}+\r?\n")
_MAIL_FIELD = re.compile(rb"^(?:from|date|subject|mime-version|received|message-id):", re.IGNORECASE | re.MULTILINE)
_MIN_MAIL_FIELDS = 3
_MARKDOWN_HEADING = re.compile(rb"^#{1,4} \S.*$", re.MULTILINE)
_MIN_MARKDOWN_HEADINGS = 2
_TYPES = "[Content_Types].xml"
_MANIFEST = "META-INF/manifest.xml"
_LOOKED_AT = 4096
_MIMETYPE, _MAX_TOLD = 100, 4_000_000  # bytes; what a document tells of its parts
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown")
_ZIPPED_NAMES = (".docx", ".docm", ".odt", ".epub", ".pptx")
_SAVED_PAGE_NAMES = (".mhtml", ".mht")
_SUBTITLES = re.compile(rb"(?:WEBVTT\b|\s*\d+\s*\n(?:\d\d:)?\d\d:\d\d[.,]\d{3} --> )")
_SAVED_PAGE = re.compile(rb"^(?:snapshot-content-location:|from: ?<saved by)", re.IGNORECASE | re.MULTILINE)
_WORD_MAIN = re.compile(rb"wordprocessingml\.(?:document|template)\.main\+xml|word\.document\.macroEnabled\.main\+xml")
_UNREADABLE_NAMES = (
    ".doc",
    ".xls",
    ".xlsx",
    ".ppt",
    ".msg",
    ".pages",
    ".zip",
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".csv",
    ".json",
    ".xml",
    ".toml",
    ".yaml",
    ".yml",
    ".ini",
    ".log",
)


def find_format(path: str, data: bytes) -> str | None:
    """Return the format of a file: a key of `READERS`.

    Returns `encrypted` for a protected document, `damaged` for one that is no longer whole, None for what
    cannot be read.
    """
    name = PurePosixPath(path).suffix.lower()
    start = data[:_LOOKED_AT]
    if start.startswith((_ZIP, _EMPTY_ZIP)):
        return _format_of_zip(data) or ("damaged" if name in _ZIPPED_NAMES else None)
    if start.startswith(_OLE):
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in data else None
    if _PDF in start[:1024]:
        return "pdf"
    if start.lstrip().startswith(_RTF):
        return "rtf"
    text = start.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text) or name in (".html", ".htm", ".xhtml"):
        return "html"
    is_mail = _MAIL_HEADER.match(text.replace(b"\r\n", b"\n")) is not None
    if (name in _SAVED_PAGE_NAMES and b":" in text) or (is_mail and _SAVED_PAGE.search(text)):
        return "mhtml"
    if name == ".eml" or (is_mail and len(_MAIL_FIELD.findall(text)) >= _MIN_MAIL_FIELDS):
        return "eml"
    if _SUBTITLES.match(text):
        return "vtt" if text.startswith(b"WEBVTT") else "srt"
    if name in _MARKDOWN_NAMES or (name == ".txt" and len(_MARKDOWN_HEADING.findall(data)) >= _MIN_MARKDOWN_HEADINGS):
        return "md"
    return None if name in _UNREADABLE_NAMES else "txt"


def is_zip_of_files(path: str, data: bytes) -> bool:
    """Return whether a file is a zip of files, and no document itself."""
    is_zip = data.startswith((_ZIP, _EMPTY_ZIP)) and PurePosixPath(path).suffix.lower() == ".zip"
    return is_zip and _format_of_zip(data) is None


def _format_of_zip(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {member.filename: member for member in archive.infolist()}
            is_document = bool(names.keys() & {_TYPES, _MANIFEST, "mimetype"})
            if is_document and is_protected(archive.infolist()):
                return "encrypted"
            told = {
                name: read_member(archive, names[name], _MAX_TOLD)
                for name in ("mimetype", _MANIFEST, _TYPES)
                if name in names
            }
    except BROKEN_ZIP:
        return None
    kind = told.get("mimetype", b"")
    if "word/document.xml" in names or _WORD_MAIN.search(told.get(_TYPES, b"")):
        return "docx"
    if "ppt/presentation.xml" in names:
        return "pptx"
    if b"encryption-data" in told.get(_MANIFEST, b""):
        return "encrypted"
    if b"opendocument.text" in kind[:_MIMETYPE]:
        return "odt"
    return "epub" if b"epub" in kind[:_MIMETYPE] else None
