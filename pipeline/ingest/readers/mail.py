"""E-mail: the message itself, without signature and quoted earlier messages."""

import re
from email import message_from_bytes, policy

from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.readers.encoding import decode
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.readers.web import read_web
from pipeline.ingest.records import Source

_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_EARLIER = re.compile(
    r"^(?:-{2,}\s*(?:Oorspronkelijk bericht|Doorgestuurd bericht|Original Message|Forwarded message)\b.*"
    r"|(?:Van|From):\s.+\n(?:(?:Verzonden|Sent|Datum|Date|Aan|To|CC|Onderwerp|Subject):.*\n){2,}"
    r"|(?:Op|On)\s.{6,120}\b(?:schreef|heeft .{1,80} geschreven|wrote)\b[^\n]*:\s*)$",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)


def read_mail(data: bytes) -> Source:
    """Return the text of an e-mail message under its subject, as text and blocks."""
    message = message_from_bytes(data, policy=policy.default)
    subject = str(message["subject"] or "").strip()
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return Source(text="", blocks=(), format="eml")
    try:
        content = part.get_content()
    except LookupError:  # an encoding that does not exist
        payload = part.get_payload(decode=True)
        content = decode(payload) if isinstance(payload, bytes) else None
    if not isinstance(content, str):
        return Source(text="", blocks=(), format="eml")
    if part.get_content_type() == "text/html":
        return read_web(content, "eml")
    text = normalise_text(content)
    earlier = _EARLIER.search(text)
    text = text[: earlier.start()] if earlier else text
    signature = _SIGNATURE.search(text)
    text = _QUOTED.sub("", text[: signature.start()] if signature else text)
    source = read_plain(normalise_text(f"{subject}\n\n{text}") if subject else text)
    return Source(text=source.text, blocks=source.blocks, format="eml")
