"""The report as a tree that knows no file format: sections, blocks and runs of text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text of the report itself."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that stands out."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Text that stays in the background."""

    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """The name of a category; `kind` is its code."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text from a source: shown as it is, and kept apart in writing direction."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to the place with the id `target`: in this document, or in `file` in the same folder."""

    text: str
    target: str
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """The sessions in order of time, with a mark for each in which something occurs; also in a cell of a table."""

    marks: tuple[bool, ...]
    alternative: str

    @property
    def text(self) -> str:
        """Nothing: a thread is seen, and its alternative read."""
        return ""


Inline = Text | Strong | Note | Tag | Verbatim | Link | Thread
Runs = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with an id if links go to it; `lead` marks an opening one."""

    runs: Runs
    lead: bool = False
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list, with an id if links go to it."""

    runs: Runs
    id: str | None = None


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list of points, numbered if their order matters."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names its rows.

    `rows` holds a cell, which is a tuple of runs, for every column in `header`; `numeric` lists
    the indices of columns with numbers. It has an id if links go to it.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    numeric: tuple[int, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in both forms: the same bytes for the same findings."""

    svg: bytes
    png: bytes


class PictureCache(Protocol):
    """Pictures that were drawn before, by the digest of all that decides them beside the code."""

    def get(self, key: str) -> Picture | None:
        """Return the picture under a key, None if there is none."""

    def put(self, key: str, picture: Picture) -> None:
        """Keep a picture under a key."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with what it says in words (`alternative`) and in numbers (`table`).

    `picture` is the key of the chart in the document's pictures.
    """

    id: str
    caption: str
    alternative: str
    picture: str
    table: Table


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words, and where they come from.

    `sides` are two parts of the text that stand opposite one another; a format shows them in its place.
    """

    text: str
    source: Runs
    sides: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Collapsible:
    """Blocks that a reader may unfold; a format without folding shows them under their summary."""

    summary: Runs
    blocks: tuple["Block", ...]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks under a minor heading that is not listed anywhere."""

    heading: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups side by side; a format without columns shows them one after the other."""

    first: Group
    second: Group


@dataclass(frozen=True, slots=True)
class Facet:
    """A property to search by: its name in an address, its label, and what stands for having none of it.

    A `hidden` one is known of every statement, but offered to nobody to choose.
    """

    key: str
    label: str
    absent: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What the statement with the id `target` is found by: its line, and for each facet its values.

    `dilemma` leads to the recurring dilemma that it is part of, `advice` to the advice in its insight.
    """

    target: str
    line: int
    values: tuple[tuple[str, ...], ...]
    dilemma: Link | None = None
    advice: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementSearch:
    """A way to search statements that stand elsewhere in this document, so that no text is there twice.

    A format in which nothing can be searched leaves it out. `forms` holds groups of forms of one word;
    `topic` is what recurs.
    """

    facets: tuple[Facet, ...]
    entries: tuple[SearchEntry, ...]
    forms: tuple[tuple[str, ...], ...] = ()
    topic: str = "dilemma"


Block = Paragraph | BulletList | Table | Figure | Quote | Thread | Collapsible | Group | Pair | StatementSearch
Place = Literal["front", "body", "annex"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document; `listed` tells whether the table of contents names it.

    `place` tells of a section at the top where it stands: the `front` comes before the table of contents, an `annex`
    holds what few readers look up, for which paper has a file of its own. A `folded` part shows its heading only, in a
    format with folding, until a reader unfolds it. A part that is `whole` stays on one page if it fits.
    """

    id: str
    heading: str
    level: int
    blocks: tuple[Block, ...]
    subsections: tuple["Section", ...] = ()
    listed: bool = True
    place: Place = "body"
    folded: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report. `meta` holds short facts that stand under the title.

    `absent` names the formats (`formats`) that are not made: no other file may say that something stands there.
    """

    title: str
    language: str
    meta: tuple[str, ...]
    sections: tuple[Section, ...]
    pictures: Mapping[str, Picture]
    absent: tuple[str, ...] = ()
