"""What the report is made in: the formats that can be asked for, and the files of each."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pipeline.dutch.wording import listing

# By the name of the setting `formaten`; a name that ends in a slash is a folder.
FILES: Mapping[str, str] = MappingProxyType(
    {
        "html": "rapport.html",
        "pdf": "rapport.pdf",
        "bijlagen": "rapport-bijlagen.pdf",
        "odt": "rapport.odt",
        "docx": "rapport.docx",
        "xlsx": "bevindingen.xlsx",
        "data": "data/",
        "figuren": "figuren/",
    }
)
FORMATS = tuple(FILES)
# On paper a list has an end: a longer one is told to stand elsewhere. Nobody leafs through thousands of pages.
MAX_PARTS = 150  # sessions, each with its statements
MAX_ENTRIES = 400  # rows of a table, or quotes in a list


def absent(formats: Iterable[str]) -> tuple[str, ...]:
    """Return the formats that are not among those that are made, in a fixed order."""
    made = frozenset(formats)
    return tuple(name for name in FORMATS if name not in made)


def files(missing: Iterable[str], *formats: str) -> str:
    """Return the files of some formats as an enumeration, without those that are not made; nothing if none is."""
    without = frozenset(missing)
    return listing([FILES[name] for name in formats if name not in without])
