"""What a code is called in a project, and which code a name there means."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """The groups of codes: each with what the column `wat` of a correction calls it, and its folder in the tree."""

    folder: str

    def __new__(cls, value: str, folder: str) -> "Family":
        """Return a group with its folder."""
        member = str.__new__(cls, value)
        member._value_, member.folder = value, folder
        return member

    KIND = "soort", "Soorten"
    VOICE = "stem", "Stemmen"
    THEME = "thema", "Thema’s"
    ROLE = "rol", "Rollen"
    TOPIC = "onderwerp", "Onderwerpen"

    @property
    def prefix(self) -> str:
        """What the names of its codes begin with."""
        return f"{self.value.capitalize()}: "


# A statement has at most one of these.
SINGLE = frozenset({Family.KIND, Family.VOICE, Family.TOPIC})


@dataclass(frozen=True)
class Label:
    """A code without its name: the group, and the kind, the code of a theme or role, or the id of a topic."""

    family: Family
    value: str


@dataclass(frozen=True)
class Code:
    """A code: what it is, its name in the codebook, what it means, and the broader theme."""

    label: Label
    name: str
    definition: str = ""
    parent: Label | None = None


class CodeNames:
    """The codes of a project by name.

    A name is unique over the whole tree, since some programs keep one list of names: the same word can be a theme, a
    role and a voice, and so each begins with its group.

    Parameters
    ----------
    codes
        All codes, in the order in which they are listed.
    """

    def __init__(self, codes: Iterable[Code]) -> None:
        self.codes = tuple(codes)
        plain = {code.label: f"{code.label.family.prefix}{code.name}" for code in self.codes}
        times = Counter(map(_folded, plain.values()))
        self._full = {
            label: name if times[_folded(name)] == 1 else f"{name} ({label.value})" for label, name in plain.items()
        }
        self._by_full = {_folded(name): label for label, name in self._full.items()}
        self._by_name = {
            (code.label.family, _folded(word)): code.label
            for code in self.codes
            for word in (code.name, code.label.value)
        }

    def full(self, label: Label) -> str:
        """Return the name of a code, with its group."""
        return self._full[label]

    def find(self, path: Sequence[str]) -> Label | None:
        """Return which code a name means.

        Parameters
        ----------
        path
            The names from the top of the tree down to the code.

        Returns
        -------
        Label or None
            None where no code is called that; a new name among the topics is a new topic, whose name is its value.
        """
        name = _folded(path[-1])
        if name in self._by_full:
            return self._by_full[name]
        family = family_of(path)
        if family is None:
            return None
        is_prefixed = name.startswith(_folded(family.prefix))
        return self._in(family, path[-1][path[-1].index(":") + 1 :] if is_prefixed else path[-1])

    def _in(self, family: Family, name: str) -> Label | None:
        label = self._by_name.get((family, _folded(name)))
        if label is None and family is Family.TOPIC and name.strip():
            return Label(family, " ".join(name.split()))
        return label


def family_of(path: Sequence[str]) -> Family | None:
    """Return to which group a name belongs, by what it begins with or the folder that it is in."""
    name, above = _folded(path[-1]), {_folded(one) for one in path[:-1]}
    for family in Family:
        if name.startswith(_folded(family.prefix)) or _folded(family.folder) in above:
            return family
    return None


def _folded(name: str) -> str:
    """Return a name as it is compared: without capitals, double spaces and kinds of apostrophes."""
    return " ".join(unicodedata.normalize("NFKC", name).replace("’", "'").casefold().split())
