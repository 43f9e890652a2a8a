"""The frozen records that pass between the steps of ingest."""

from dataclasses import dataclass

MARGIN = "margin"  # the style of what stands beside the text
FRONT_MATTER = "front matter"  # the style of the fields above a text in Markdown
CELL_GAP = " | "  # between the cells of a row
TASK = "task"  # the style of an item with a box to tick


@dataclass(frozen=True)
class Block:
    """A line or paragraph of the normalised text, with what its lay-out tells.

    Attributes
    ----------
    start, end
        Half-open offsets in the normalised text, list marker not included.
    text
        The text between the offsets.
    marker
        The list marker or number in front (`-`, `2.`), if any.
    heading_level
        The level of a marked heading (1 is the highest), None where the source marks none.
    emphasised
        Whether the whole block is bold or italic.
    after_gap
        Whether an empty line, or the start of the text, stands before it.
    after_rule
        Whether a horizontal rule stands somewhere before it.
    indent
        How many characters of white space stand before it on its line.
    style
        The name of its paragraph style, where the format has one.
    font_size
        In points, where the format tells.
    page
        The page it begins on, where there are pages.
    run_in
        Whether it is the heading of an item that has its text on the same line.
    speaker
        Who says it, in a transcript; empty where the transcript does not tell.
    time
        When in the recording it begins.
    is_question
        Whether it is what an interviewer asks.
    """

    start: int
    end: int
    text: str
    marker: str | None = None
    heading_level: int | None = None
    emphasised: bool = False
    after_gap: bool = True
    after_rule: bool = False
    indent: int = 0
    style: str | None = None
    font_size: float | None = None
    page: int | None = None
    run_in: bool = False
    speaker: str | None = None
    time: str | None = None
    is_question: bool = False

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text):
            raise ValueError(f"a block of {len(self.text)} characters cannot span {self.start}:{self.end}")


@dataclass(frozen=True)
class Source:
    """A report as a reader gives it: normalised text and its blocks, in order and without overlap."""

    text: str
    blocks: tuple[Block, ...]
    format: str
    published: str | None = None  # the day on which a page says it was published, as EDTF
    unread: tuple["Rejection", ...] = ()  # parts of the file that stand in no block


@dataclass(frozen=True)
class Part:
    """A block with the kind of part it belongs to (one of `tables.PART_KINDS`)."""

    block: Block
    kind: str


@dataclass(frozen=True)
class Heading:
    """A heading: its blocks, its number as printed, and its level (1 is the highest).

    There are two blocks where the number stands on a line of its own; `start` is where the text of
    the last one begins, after its number.
    """

    blocks: tuple[Block, ...]
    number: str | None
    start: int
    level: int

    @property
    def text(self) -> str:
        """The heading without its number."""
        return self.blocks[-1].text[self.start - self.blocks[-1].start :]


@dataclass(frozen=True)
class Insight:
    """A passage with a point of its own: its heading, if any, and the parts of its body."""

    number: str | None
    heading: str | None
    heading_start: int | None
    body: tuple[Part, ...]


@dataclass(frozen=True)
class Layout:
    """A session taken apart: all parts in the order of the text, and the insights among them.

    Where a report tells of several sessions, `around` holds what it says before the first and after the last.
    What was published (`is_published`) bears the date of that day (`published`) above the text.
    """

    title: str | None
    parts: tuple[Part, ...]
    insights: tuple[Insight, ...]
    around: tuple[Part, ...] = ()
    is_published: bool = False
    published: str | None = None


@dataclass(frozen=True)
class Participant:
    """A person named as taking part, or as absent."""

    name: str
    start: int
    end: int
    function: str | None = None
    organisation: str | None = None
    organisation_name: str | None = None
    role: str | None = None
    is_chair: bool = False
    present: bool = True


@dataclass(frozen=True)
class Rejection:
    """Why a file, or a part of one, was not used; `message` says in Dutch what to do."""

    reason: str
    message: str
    detail: str | None = None
