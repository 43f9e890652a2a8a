"""What the reporting stage needs to know besides the tables and the texts."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """The Dutch names of the codes in the codebook; a code without a name stands for itself."""

    themes: Mapping[str, str]
    roles: Mapping[str, str]

    def theme(self, code: str) -> str:
        """Return the name of a theme."""
        return self.themes.get(code, code)

    def role(self, code: str) -> str:
        """Return the name of a role."""
        return self.roles.get(code, code)


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
class Method:
    """How the tables were made, for the section that accounts for it; `part` is None for a report on everything."""

    codebook_version: str
    language_model: str
    embedding: str
    min_dilemmas: int
    settings: Mapping[str, str]
    part: Part | None = None
