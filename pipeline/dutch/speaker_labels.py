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
_MIN_SPEAKERS = 2


def speaker_labels(texts: Iterable[str], plain_words: Set[str] = frozenset()) -> tuple[str, ...]:
    """Return the names that stand as labels of speakers at the start of lines, in their order.

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
    listed = list(texts)
    counts = Counter(match["name"] for text in listed if ":" in text for match in label.finditer(straight(text)))
    names = {name: n for name, n in counts.items() if _may_be_name(name, plain_words)}
    # What stands in brackets or a cell of its own behind somebody is where he comes from.
    names = {name: n for name, n in names.items() if not any(f"({name})" in text for text in listed)}
    # In a conversation of several speakers each of them may speak once.
    is_conversation = sum(_is_listed(name) for name in names) >= _MIN_SPEAKERS
    return tuple(name for name, n in names.items() if _is_listed(name) or (is_conversation and n >= _MIN_TURNS))


def _is_listed(label: str) -> bool:
    first, last = label.split()[0], label.split()[-1]
    return is_prefix(first) or first in given_names() or plain_letters(last) in plain_surnames()


def _may_be_name(label: str, plain_words: Set[str]) -> bool:
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
            or lower in words("kopjes")
            or is_no_name(word)
            or infinitive_of().get(lower) is not None
        ):
            return False
    return True
