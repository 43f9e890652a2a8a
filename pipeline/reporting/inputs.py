"""What the reporting stage needs to know besides the tables and the texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.reporting.formats import FORMATS


@dataclass(frozen=True)
class Names:
    """The Dutch names of the codes in the codebook; a code without a name stands for itself.

    `parents` holds the code of the broader theme of each theme that has one.
    """

    themes: Mapping[str, str]
    roles: Mapping[str, str]
    parents: Mapping[str, str] = field(default_factory=dict)

    def theme(self, code: str) -> str:
        """Return the name of a theme."""
        return self.themes.get(code, code)

    def role(self, code: str) -> str:
        """Return the name of a role."""
        return self.roles.get(code, code)

    def broader(self, code: str) -> tuple[str, ...]:
        """Return the broader themes of a theme, the nearest first; a circle of parents ends where it closes."""
        found: list[str] = []
        parent = self.parents.get(code)
        while parent is not None and parent != code and parent not in found:
            found.append(parent)
            parent = self.parents.get(parent)
        return tuple(found)

    def with_broader(self, codes: Iterable[str]) -> frozenset[str]:
        """Return themes together with all their broader themes."""
        return frozenset(theme for code in codes for theme in (code, *self.broader(code)))


@dataclass(frozen=True)
class Part:
    """The part of an analysis that a report is on.

    Attributes
    ----------
    chosen
        What was chosen, in Dutch.
    n_all_sessions
        The number of sessions that were analysed.
    n_undated
        The number of sessions left out because their date does not tell whether they are within the period.
    is_by_insight
        Whether insights were chosen, not only sessions.
    """

    chosen: str
    n_all_sessions: int
    n_undated: int
    is_by_insight: bool


@dataclass(frozen=True)
class FrontMatter:
    """What the user wants at the top of the report, as typed; what is None or blank is left out.

    Attributes
    ----------
    title
        In place of the report's own title.
    client
        Who asked for the report.
    question
        What it should answer.
    date
        When it was made: EDTF or any text.
    """

    title: str | None = None
    client: str | None = None
    question: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Agreement:
    """How far coders agree, one row: over all codes or, with `name`, over one.

    `variable` is what was coded, `who` says who are compared, `measure` how; `same`, `alpha`, `low` and `high` are None
    where they cannot be told.
    """

    variable: str
    who: str
    measure: str
    name: str
    is_among_people: bool
    n_units: int
    same: float | None
    alpha: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Method:
    """How the tables were made, for the section that accounts for it; `part` is None for a report on everything.

    `front` is what the user wants at the top of the report, `agreement` how far people and the program agree,
    `version` that of this program, and `formats` what the report is made in.
    """

    codebook_version: str
    language_model: str
    embedding: str
    min_dilemmas: int
    min_sessions: int
    settings: Mapping[str, str]
    unit: str = "dilemmas"  # what was divided into topics: dilemmas, uitspraken or inzichten
    part: Part | None = None
    front: FrontMatter = FrontMatter()
    version: str = ""
    agreement: tuple[Agreement, ...] = ()
    formats: tuple[str, ...] = FORMATS
