import re
from dataclasses import dataclass
@dataclass(frozen=True)
class ContactSpan:
    start: int
    end: int
    kind: str
def find_contact_data(text):
    return [ContactSpan(*m.span(), "telefoonnummer") for m in re.finditer(r"(?<!\d)0\d[- ]?\d{8}(?!\d)", text)]
