"""Who speaks in a report that labels its speakers (*Bakhuis: Dat klopt.*), also those whom no attendance names."""

import re
from collections import Counter
from collections.abc import Iterable, Set

from pipeline.dutch.inflection import infinitive_of
from pipeline.dutch.name_patterns import INITIALS, surname
from pipeline.dutch.name_words import (
    also_words,
    function_words,
    given_names,
    is_prefix,
    plain_letters,
    plain_surnames,
    straight,
    words,
)
from pipeline.dutch.organisations import is_organisation
from pipeline.dutch.other_names import is_no_name

_MIN_TURNS = 2  # a label that comes back, or is a known name


def speaker_labels(texts: Iterable[str], plain_words: Set[str] = frozenset()) -> tuple[str, ...]:
    """Return the names that stand as labels of speakers at the start of lines, most frequent first.

    Parameters
    ----------
    texts
        The paragraphs of a report.
    plain_words
        Words that the report writes in small letters: those are no names.
    """
    label = re.compile(
        rf"^(?:[-*•–]\s*)?(?P<name>(?:{INITIALS})?{surname()})(?:\s\([^()\n]{{1,40}}\))?:(?=\s\S)", re.MULTILINE
    )
    counts = Counter(match["name"] for text in texts if ":" in text for match in label.finditer(straight(text)))
    return tuple(name for name, n in counts.most_common() if _is_name(name, n, plain_words))


def _is_name(label: str, n_turns: int, plain_words: Set[str]) -> bool:
    capitals = [word for word in label.split() if not is_prefix(word)]
    if not capitals or len(capitals) > 3 or is_organisation(label):
        return False
    for word in capitals:
        lower = word.casefold()
        if (
            lower in plain_words
            or lower in function_words()
            or word in words("afkortingen")
            or word in also_words()
            or is_no_name(word)
            or infinitive_of().get(lower) is not None
        ):
            return False
    is_listed = capitals[0] in given_names() or plain_letters(capitals[-1]) in plain_surnames()
    return is_listed or n_turns >= _MIN_TURNS
