"""E-mail and pages saved as one file: the message itself, without signature and quoted earlier messages.

What was forwarded under a cover note is the message itself.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage, Message
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from pipeline.dutch.lexicon import any_of, document_parts, file_words
from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.readers.encoding import decode
from pipeline.ingest.readers.pieces import as_piece, write_out
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.readers.web import read_web
from pipeline.ingest.records import Rejection, Source

# What reports are attached as, and what they are attached as that a user has to convert.
_ATTACHED = (
    ".docx", ".docm", ".odt", ".rtf", ".epub", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".eml", ".pptx", ".vtt",
    ".srt", ".txt", ".md", ".zip", ".doc", ".ppt", ".msg", ".pages",
)  # fmt: skip
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)
_QUOTE_SIGN = re.compile(r"^(?:> ?)+", re.MULTILINE)
_MAX_COVER_WORDS = 80
_MAX_COVER_NOTE = 200_000  # signs, with those of its lay-out
_MAX_HEADER = 10_000  # characters of a field; parsing takes the square of its length
_MAX_FORWARDED = 10


class _Fields(HeaderRegistry):
    """Reads the fields of a header, but for those that no program writes so long."""

    def __call__(self, name: str, value: Any) -> Any:
        return super().__call__(name, _short(value))


class _OldPolicy(policy.Compat32):
    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return super().header_fetch_parse(name, _short(value))


_POLICY: "policy.EmailPolicy[EmailMessage]" = policy.default.clone(header_factory=_Fields())
_OLD_POLICY = _OldPolicy()


def _short(value: Any) -> Any:
    return value if len(value) <= _MAX_HEADER else ""


def read_mail(data: bytes) -> Source:
    """Return the text of an e-mail message under its subject, as text and blocks."""
    message = message_from_bytes(data, policy=_POLICY)
    return replace(_read(message), unread=tuple(_long_subject(message)))


def _long_subject(message: EmailMessage) -> Iterator[Rejection]:
    if any(name.lower() == "subject" and len(value) > _MAX_HEADER for name, value in message.raw_items()):
        yield Rejection(
            "part_unread", "Kort het onderwerp van dit bericht in; zo lang wordt het niet gelezen.", "onderwerp"
        )


def _read(message: EmailMessage) -> Source:
    subject = str(message["subject"] or "").strip()
    sent = _day_sent(message)
    part = _body(message)
    content = _content(part) if part is not None else None
    if part is None or content is None:
        return Source(text="", blocks=(), format="eml")
    if part.get_content_type() == "text/html":
        return replace(_own_part_of_page(read_web(content, "eml")), published=sent)
    text = normalise_text(content)
    start, end = _own_part(text)
    text = text[start:end]
    signature = _SIGNATURE.search(text)
    text = text[: signature.start()] if signature else text
    text = _QUOTED.sub("", text) if start == 0 else _QUOTE_SIGN.sub("", text)
    source = read_plain(normalise_text(f"{subject}\n\n{text}") if subject else text)
    return Source(text=source.text, blocks=source.blocks, format="eml", published=sent)


def _day_sent(message: EmailMessage) -> str | None:
    """Return the day on which a message was sent, which tells the year of the days that it names."""
    try:
        date = message["date"]
        return date.datetime.date().isoformat() if date is not None and date.datetime is not None else None
    except (ValueError, TypeError, AttributeError, IndexError):  # a header that no program wrote
        return None


def read_saved_page(data: bytes) -> Source:
    """Return a web page that a browser saved in one file (MHTML), as text and blocks."""
    message = message_from_bytes(data, policy=_OLD_POLICY)
    pages = (_content(part) for part in message.walk() if part.get_content_type() == "text/html")
    return read_web(next((page for page in pages if page), ""), "mhtml")


def attachments(data: bytes) -> list[tuple[str, bytes]]:
    """Return the name and the bytes of every attachment that may be a report."""
    return list(_attachments(message_from_bytes(data, policy=_OLD_POLICY)))


def is_cover_note(data: bytes) -> bool:
    """Return whether a message says too little of its own to be a report."""
    message = message_from_bytes(data, policy=_POLICY)
    part = _body(message)
    if part is not None and len(str(part.get_payload())) > _MAX_COVER_NOTE:
        return False  # without a look: this is asked before a file has its limits
    source = _read(message)
    return sum(len(block.text.split()) for block in source.blocks[1:]) <= _MAX_COVER_WORDS


def _attachments(message: Message) -> Iterator[tuple[str, bytes]]:
    for part in message.walk() if message.is_multipart() else ():
        name = PurePosixPath(str(part.get_filename() or "").replace("\\", "/")).name
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if (
                isinstance(inner, list)
                and inner
                and isinstance(inner[0], Message)
                and part.get_content_disposition() == "attachment"
            ):
                yield name or "bericht.eml", bytes(inner[0])
        elif PurePosixPath(name).suffix.lower() in _ATTACHED:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield name, payload


def _body(message: EmailMessage) -> Message | None:
    try:
        return message.get_body(preferencelist=("plain", "html"))
    except (KeyError, AttributeError, ValueError):  # headers that say nothing sensible
        return None


def _content(part: Message) -> str | None:
    """Return the text of a part; without a character set, or with a wrong one, it is found as in other files."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    try:
        return payload.decode(str(part.get_content_charset() or ""))
    except (LookupError, ValueError):
        return decode(payload)


def _own_part(text: str) -> tuple[int, int]:
    """Return where the message stands in a text: above the earlier ones, or in the first that more than covers it."""
    start = 0
    for _ in range(_MAX_FORWARDED):
        earlier = _earlier().search(text, start)
        if earlier is None:
            break
        if len(text[start : earlier.start()].split()) > _MAX_COVER_WORDS:
            return start, earlier.start()
        below = _end_of_header(text, earlier.end())
        if not text[below:].strip():
            return start, earlier.start()
        start = below
    return start, len(text)


def _end_of_header(text: str, start: int) -> int:
    """Return where the fields of a forwarded message end (`Van:`, `Verzonden:`, …)."""
    header = _header().match(text, start)
    return header.end() if header else start


def _own_part_of_page(source: Source) -> Source:
    start, end = _own_part(source.text)
    kept = [block for block in source.blocks if start <= block.start < end]
    return source if len(kept) == len(source.blocks) else write_out(map(as_piece, kept), source.format)


@cache
def _earlier() -> re.Pattern[str]:
    """Return how an earlier message begins: announced by a line, with its header, or by who wrote it when."""
    words = file_words().message
    announced = any_of(document_parts().older_message.openings)
    return re.compile(
        rf"^(?:-{{2,}}\s*{announced}\b.*"
        rf"|{any_of(words.sender)}:\s.+\n(?:{any_of(words.fields)}:.*\n){{2,}}"
        rf"|{any_of(words.prepositions)}\s.{{6,120}}\b"
        rf"(?:{any_of(words.wrote)}|heeft .{{1,80}} {any_of(words.has_written)})\b[^\n]*:\s*)$",
        re.MULTILINE | re.IGNORECASE,
    )


@cache
def _header() -> re.Pattern[str]:
    words = file_words().message
    return re.compile(rf"\s*+(?:>?[ \t]*+(?:{any_of(words.sender, words.fields)}:.*\n)+)", re.IGNORECASE)
