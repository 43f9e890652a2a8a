"""The topics that a correction can name: by id, by the name of the program, or by one that somebody gave."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.corrections.model import What
from pipeline.corrections.outcome import LooseError, Outcome
from pipeline.corrections.texts import normal

NONE = "los"
_OWN = "eigen-"  # opens the id of a topic that a person made; those of the program are a letter and a number
_MACHINE_ID = re.compile(r"t\d+")


def key_of(name: str) -> str:
    """Return a name as it is compared with others."""
    return normal(name).strip()


def own_id(name: str) -> str:
    """Return the id of a topic that a person made, the same in every run.

    >>> own_id("Wie beslist?") == own_id("wie  beslist?")
    True
    """
    return _OWN + hashlib.sha256(key_of(name).encode()).hexdigest()[:8]


class KnownTopics:
    """The topics that there are or that people make.

    Parameters
    ----------
    topics
        The table, with the names that topics have now.
    labels
        The name that the program gave to each topic.
    outcomes
        The corrections of topics.
    """

    def __init__(self, topics: pd.DataFrame, labels: Mapping[str, str], outcomes: Iterable[Outcome]) -> None:
        self.label = dict(zip(topics["topic_id"], topics["label"], strict=True))
        self._ids: dict[str, set[str]] = defaultdict(set)
        for topic_id, label in [*self.label.items(), *labels.items()]:
            self._ids[key_of(label)].add(topic_id)
        self.new: dict[str, str] = {}  # the name of each topic that a person makes
        listed = list(outcomes)
        self._rename(listed)  # a topic may be told by the name that it gets
        for one in listed:
            name = one.correction.becomes
            if one.correction.what is What.TOPIC and self._may_be_new(name):
                self.new.setdefault(own_id(name), name)
        for topic_id, name in self.new.items():
            self._ids[key_of(name)].add(topic_id)
        self._rename(listed)

    def _rename(self, outcomes: Iterable[Outcome]) -> None:
        for one in outcomes:
            if one.correction.what is What.TOPIC_NAME:
                for topic_id in tuple(self.ids(one.correction.was)):
                    self._ids[key_of(one.correction.becomes)].add(topic_id)

    def _may_be_new(self, name: str) -> bool:
        return key_of(name) != NONE and not self.ids(name) and _MACHINE_ID.fullmatch(key_of(name)) is None

    def ids(self, said: str) -> set[str]:
        """Return the topics that may be meant."""
        key = key_of(said)
        return {key} if key in self.label or key in self.new else self._ids.get(key, set())

    def find(self, said: str) -> str:
        """Return the one topic that is meant.

        Raises
        ------
        LooseError
            If there is none, or more than one.
        """
        found = self.ids(said)
        if len(found) > 1:
            raise LooseError(f"“{said}” kan meer onderwerpen zijn; noem het nummer: {', '.join(sorted(found))}.")
        if not found:
            raise LooseError(f"Het onderwerp “{said}” is er niet meer; noem een ander of haal de rij weg.")
        return next(iter(found))
