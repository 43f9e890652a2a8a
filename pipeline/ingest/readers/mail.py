"""E-mail: the message itself, without signature and quoted earlier messages."""

import re
from email import message_from_bytes, policy
from functools import cache

from pipeline.dutch.lexicon import any_of, document_parts, file_words
from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.readers.encoding import decode
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.readers.web import read_web
from pipeline.ingest.records import Source

_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
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
    earlier = _earlier().search(text)
    text = text[: earlier.start()] if earlier else text
    signature = _SIGNATURE.search(text)
    text = _QUOTED.sub("", text[: signature.start()] if signature else text)
    source = read_plain(normalise_text(f"{subject}\n\n{text}") if subject else text)
    return Source(text=source.text, blocks=source.blocks, format="eml")


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
