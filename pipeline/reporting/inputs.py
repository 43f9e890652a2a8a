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
class Method:
    """How the tables were made, for the section that accounts for it."""

    codebook_version: str
    language_model: str
    embedding: str
    min_dilemmas: int
    settings: Mapping[str, str]
    unit: str = "dilemmas"  # what was divided into topics: dilemmas, uitspraken or inzichten
