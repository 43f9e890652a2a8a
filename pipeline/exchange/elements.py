"""What the two formats of REFI-QDA share: who wrote a file, ids that stay the same, and text that XML can hold."""

import re
import uuid

PROGRAM = "Rode Draad"

_GUIDS = uuid.UUID("5f0c1d52-5a0e-5c0b-9a52-0d7c1f0f7a11")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def guid(*key: object) -> str:
    """Return the id of what a key tells apart: the same in every run."""
    return str(uuid.uuid5(_GUIDS, "\n".join(map(str, key))))


def clean(text: str) -> str:
    """Return a text with \ufffd in place of each character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
