"""A correction: a row of a file that a person made, and where in the reports it belongs.

The columns of such a file are the same whoever writes it: a person, the page to correct in (`nakijken.html`), or an
imported project.
"""

from dataclasses import dataclass
from enum import StrEnum

# The columns of a file, in the order in which they are written. Only the first is needed in every row.
COLUMNS = (
    "wat", "verslag", "citaat", "ervoor", "erna", "voorkomen", "was", "wordt", "wie", "wanneer", "waarom", "keuze",
)  # fmt: skip
CONTEXT = 30  # characters on both sides of a quoted text
NOBODY = "niemand"  # in the place of a role whose voice it is
UNDECIDED = ("", "weet niet", "?")  # in the place of a code: nobody has filled it in, or who did does not know
SETTLED = "na overleg"  # the reason of what coders agreed on


class What(StrEnum):
    """What a row corrects (column `wat`)."""

    KIND = "soort"  # of a statement: uitkomst, dilemma or advies
    THEME = "thema"  # of a statement: added where `was` is empty, removed where `wordt` is
    ROLE = "rol"  # of a statement, likewise
    VOICE = "stem"  # of a statement: the code of a role, or `NOBODY`
    STATEMENT = "uitspraak"  # `weg`: left out; `blijft`: it is one
    TOPIC = "onderwerp"  # of a dilemma: the id or name of a topic, a new name for a new topic, `los` for none
    TOPIC_NAME = "onderwerp-naam"  # `was` is the id or name of the topic
    TOPICS_MERGED = "onderwerp-samen"  # topic `was` goes into topic `wordt`
    INSIGHT_JOINED = "inzicht-samen"  # the insight of the quoted text goes with the one before it
    INSIGHT_SPLIT = "inzicht-splitsen"  # a new insight begins with the quoted text
    INSIGHT_DROPPED = "inzicht-weg"  # the insight of the quoted text is left out
    PARTICIPANT_NAME = "deelnemer-naam"  # the quoted text is the name as the report has it
    PARTICIPANT_FUNCTION = "deelnemer-functie"
    PARTICIPANT_ORGANISATION = "deelnemer-organisatie"
    PARTICIPANT_ROLE = "deelnemer-rol"
    PARTICIPANT_PRESENT = "deelnemer-aanwezig"  # ja or nee
    PARTICIPANT_DROPPED = "deelnemer-weg"
    DATE = "datum"  # of the session of the quoted text; of the only session without one
    TITLE = "titel"
    SERIES = "reeks"
    CHECKED = "nagekeken"  # of a statement: a coder judged all of it; what no other row changes is right


@dataclass(frozen=True)
class Anchor:
    """Where a correction belongs.

    Attributes
    ----------
    report
        The path of the report in the raw folder, or what readers see in its place; empty for a topic.
    quote
        The quoted text; in a text without names a bracket (*[manager, IenW]*) stands for any name.
    before, after
        The characters on both sides of it, up to `CONTEXT` of them.
    occurrence
        Which of the places in the report that hold the quoted text is meant, from 1; None if that is not said.
    """

    report: str
    quote: str = ""
    before: str = ""
    after: str = ""
    occurrence: int | None = None

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the report says which of the places with these words is meant."""
        return not self.before and not self.after and self.occurrence is None


@dataclass(frozen=True)
class Correction:
    """One row.

    Attributes
    ----------
    file, row
        The name of the file and the number of the row in it; the heading is row 1.
    what
        What is corrected.
    anchor
        Where it belongs.
    was, becomes
        The value that the coder saw, and the right one; empty for none.
    coder, date, reason
        Who made it, when (ISO 8601) and why; empty if that is not said.
    picked
        Why the statement was put before the coder (`tables.PICKED`), empty if it was not.
    """

    file: str
    row: int
    what: What
    anchor: Anchor
    was: str = ""
    becomes: str = ""
    coder: str = ""
    date: str = ""
    reason: str = ""
    picked: str = ""

    @property
    def correction_id(self) -> str:
        """The file and row: what a message calls it."""
        return f"{self.file}:{self.row}"

    @property
    def is_settled(self) -> bool:
        """Whether coders agreed on it: the reason is `SETTLED`, and may go on after a colon."""
        return self.reason == SETTLED or self.reason.startswith(f"{SETTLED}: ")

    @property
    def is_undecided(self) -> bool:
        """Whether a row of a sheet says nothing yet: an empty cell only takes away a code that `was` names."""
        if self.what not in OF_SHEETS or self.becomes.casefold() not in UNDECIDED:
            return False
        return bool(self.becomes) or not (self.was and self.what in (What.THEME, What.ROLE))


# What sheets put before people, with an empty cell to fill in.
OF_SHEETS = frozenset({What.KIND, What.THEME, What.ROLE, What.VOICE, What.STATEMENT, What.TOPIC})
