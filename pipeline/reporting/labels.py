"""The Dutch words of the report that stand in a resource file."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from pipeline.resources import load_toml


def _labels() -> dict[str, Any]:
    return load_toml("report/labels.toml")


Word: TypeAlias = tuple[str, str]
"""A word in the singular and in the plural."""


@dataclass(frozen=True)
class UnitWords:
    """The words for what was divided into topics.

    Attributes
    ----------
    unit
        What was divided: a dilemma, a statement or an insight.
    topic
        What recurs: a dilemma, or where not only dilemmas were divided a topic.
    listed, loose
        What is listed outside topics, and the same where others do have a topic.
    statement
        In which statements topics recur.
    """

    unit: Word
    topic: Word
    listed: Word
    loose: Word
    statement: Word

    @property
    def title(self) -> str:
        """The title of the section on what recurs."""
        return f"Terugkerende {self.topic[1]}"


def unit_words(unit: str) -> UnitWords:
    """Return the words for a unit: `dilemmas`, `uitspraken` or `inzichten`."""
    words = _labels()["eenheden"][unit]
    keys = ("eenheid", "onderwerp", "genoemd", "los", "uitspraak")
    return UnitWords(*((words[key][0], words[key][1]) for key in keys))


def kind_name(kind: str) -> str:
    """Return the name of a kind of statement."""
    return str(_labels()["soorten"].get(kind, kind))


def part_name(part: str | None) -> str:
    """Return the name of a part of a report, and of what is none."""
    return "overgeslagen" if part is None else str(_labels()["delen"].get(part, part))


def unused_name(reason: str) -> str:
    """Return what a stretch of text in no insight was taken for."""
    return str(_labels()["ongebruikt"].get(reason, reason))


def rejection_name(reason: str) -> str:
    """Return the name of a reason for not using a file."""
    return str(_labels()["redenen"].get(reason, reason))


def topic_figures(unit: str) -> dict[str, str]:
    """Return the names of the figures about the division of a unit into topics, in the order of the report."""
    return {figure: _of_unit(name, unit) for figure, name in _labels()["indeling"].items()}


def measured_quality() -> tuple[tuple[str, float, str], ...]:
    """Return how well this version codes: what was measured, the outcome, and on what."""
    return tuple((row["wat"], row["waarde"], row["waarop"]) for row in load_toml("report/kwaliteit.toml")["meting"])


def measured_privacy() -> tuple[tuple[str, int, int, tuple[float, float]], ...]:
    """Return how well names are replaced: what went wrong, how often, of how many, and the interval of that share."""
    rows = load_toml("report/kwaliteit.toml")["vervangen"]
    return tuple((row["wat"], row["fout"], row["aantal"], (row["interval"][0], row["interval"][1])) for row in rows)


def shares() -> tuple[tuple[float, str], ...]:
    """Return from which share on it is called what, the greatest first; `{}` stands for the noun in the plural."""
    return tuple((row["vanaf"], row["naam"]) for row in _labels()["aandelen"])


def method_sentences(part: str, unit: str, **values: str) -> tuple[str, ...]:
    """Return the fixed points of the method section on a part of it, such as `telling`.

    Parameters
    ----------
    part
        The key in the resource file.
    unit
        What is divided into topics, for what its parts are called.
    values
        The thresholds that stand in the sentences, by name.
    """
    return tuple(_of_unit(sentence, unit, **values) for sentence in _labels()["verantwoording"][part])


def front_sentences() -> tuple[str, ...]:
    """Return what a reader of the first page should know."""
    return tuple(sentence.format(echt=real_dilemmas()) for sentence in _labels()["vooraf"])


def real_dilemmas() -> str:
    """Return of every hundred sentences that were called dilemmas in real reports how many are, as measured."""
    (value,) = (
        row["waarde"] for row in load_toml("report/kwaliteit.toml")["meting"] if row["sleutel"] == "dilemma_echt"
    )
    return str(round(100 * value))


def privacy_sentences(names: str, known_names: str) -> tuple[str, ...]:
    """Return what became of the names of persons, by the settings `namen` and `bekende_namen`."""
    words = _labels()["namen"]
    if names == "tonen":
        return (str(words["getoond"]),)
    return (str(words["vervangen"]), str(words["bekende_namen"][known_names]))


def _of_unit(sentence: str, unit: str, **values: str) -> str:
    words = unit_words(unit)
    names = ("eenheid", "eenheden", "onderwerp", "onderwerpen")
    return sentence.format_map({**dict(zip(names, (*words.unit, *words.topic), strict=True)), **values})
