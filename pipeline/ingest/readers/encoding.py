"""From bytes to characters."""

import codecs
import re

# How two or three bytes of UTF-8 look when each is taken for a character of Windows-1252.
_MOJIBAKE = re.compile(
    "[ÂÃâ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str | None:
    """Return the characters of a text file, or None if the bytes are no text.

    A byte order mark decides; without one, bytes that are valid UTF-8 are UTF-8, bytes with a
    zero in every second place are UTF-16, and anything else is Windows-1252. Text that was once
    decoded wrongly (`Ã©Ã©n`) is repaired.
    """
    text = _decode(data)
    return text if text is None or _MOJIBAKE.search(text) is None else _repair(text)


def _repair(text: str) -> str:
    from ftfy import fix_encoding

    return fix_encoding(text)


def _decode(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding)
    if b"\0" in data:
        return _decode_utf16_without_mark(data)
    text = _decode_as(data, "utf-8")
    if text is None:
        text = _decode_as(data, "cp1252")
    return text if text is None or _is_text(text) else None


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_utf16_without_mark(data: bytes) -> str | None:
    # Dutch in UTF-16 has a zero in nearly every high byte; other binary data has not.
    if len(data) % 2:
        return None
    half = len(data) // 2
    for encoding, high_bytes in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if high_bytes.count(0) > 0.8 * half:
            text = _decode_as(data, encoding)
            return text if text is not None and _is_text(text) else None
    return None


def _is_text(text: str) -> bool:
    control = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    return control <= len(text) // 200
