"""What is put before a coder, whatever it is written as."""

from collections.abc import Mapping
from dataclasses import dataclass

LOOSE = "los"  # in place of a topic: the dilemma is in none


@dataclass(frozen=True)
class Place:
    """Where a statement stands, so that it is found again: see `pipeline.corrections.model.Anchor`."""

    report: str
    before: str
    after: str
    occurrence: int


@dataclass(frozen=True)
class Codes:
    """What a statement was coded as.

    `topic` is the id of a topic, `LOOSE`, or None for a statement that was not divided into topics.
    """

    kind: str
    themes: tuple[str, ...]
    roles: tuple[str, ...]
    voice: str | None
    topic: str | None


@dataclass(frozen=True)
class Code:
    """A code to choose, and for a topic what it is about."""

    code: str
    name: str
    about: str = ""


@dataclass(frozen=True)
class Passage:
    """An insight as it stands in the report, and where it is from."""

    text: str
    heading: str
    session: str
    date: str
    page: int | None
    time: str


@dataclass(frozen=True)
class Item:
    """A statement to judge.

    Attributes
    ----------
    statement_id, text
        Which it is, and its words.
    passage
        The number of its insight in `Review.passages`.
    start, end
        Where it stands in the text of that insight.
    line
        The line of the report.
    place
        How it is found again.
    codes
        What the program made of it, whatever people made of that later.
    score
        How sure the program is of the kind.
    cues, terms
        What the program told the kind by, and the words that it told themes and roles by.
    """

    statement_id: str
    text: str
    passage: int
    start: int
    end: int
    line: int
    place: Place
    codes: Codes
    score: float
    cues: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Review:
    """All that is put before a coder.

    Attributes
    ----------
    title
        What was analysed.
    digest
        Of the statements and what the program made of them: the same analysis has the same, whatever is chosen from it.
    items
        The statements in the order of the report.
    passages
        The insights that they are from.
    parts
        By reason (`tables.PICKED`) the places in `items` of the statements to look over, in order.
    kinds, themes, roles, topics
        What can be chosen.
    """

    title: str
    digest: str
    items: tuple[Item, ...]
    passages: tuple[Passage, ...]
    parts: Mapping[str, tuple[int, ...]]
    kinds: tuple[Code, ...]
    themes: tuple[Code, ...]
    roles: tuple[Code, ...]
    topics: tuple[Code, ...]
