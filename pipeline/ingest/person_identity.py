"""One person, said twice: by full name and by initials, in a list and in a field, on one line and the next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.dutch.tokens import INITIALS
from pipeline.ingest.persons import read_persons
from pipeline.ingest.records import Participant


def one_each(participants: Sequence[Participant]) -> tuple[Participant, ...]:
    """Return each person once, by the fullest name, with all that is said; who is named as absent was absent."""
    unique: dict[str, Participant] = {}
    for participant in participants:
        known = unique.get(participant.name)
        unique[participant.name] = participant if known is None else _merge(known, participant)
    by_word: dict[str, set[str]] = defaultdict(set)  # by their first and last words, for a list may be long
    for name in unique:
        words = name.casefold().split()
        by_word[words[0]].add(name)
        by_word[words[-1]].add(name)
    for name, person in list(unique.items()):
        words = name.split()
        if len(words) > 1 and INITIALS.fullmatch(words[0]) is None:
            continue  # in full
        alike = by_word[words[-1].casefold()]
        fuller = [other for other in alike if other in unique and _is_short_for(name, other)]
        if len(fuller) == 1:
            unique[fuller[0]] = _merge(unique[fuller[0]], person)
            del unique[name]
    return tuple(unique.values())


def _is_short_for(name: str, other: str) -> bool:
    """Return whether a name is another one with initials, or without surname: *L. Bos* or *Lia* for *Lia Bos*."""
    words, fuller = name.casefold().split(), other.casefold().split()
    if len(words) == 1:
        return len(fuller) > 1 and words == fuller[:1]
    is_abbreviated = INITIALS.fullmatch(name.split()[0]) is not None and INITIALS.fullmatch(other.split()[0]) is None
    return is_abbreviated and words[0][0] == fuller[0][0] and len(fuller) > 1 and fuller[-len(words) + 1 :] == words[1:]


def _merge(known: Participant, again: Participant) -> Participant:
    return replace(
        known,
        function=known.function or again.function,
        organisation=known.organisation or again.organisation,
        organisation_name=known.organisation_name or again.organisation_name,
        role=known.role or again.role,
        is_chair=known.is_chair or again.is_chair,
        present=known.present and again.present,
    )


def is_bare(person: Participant) -> bool:
    """Return whether nothing is known of a person but the name."""
    return person.function is None and person.organisation is None


def told_on_next_line(person: Participant, line: str) -> Participant:
    """Return a person whose line held the name only, with what the line below it says."""
    (read, *_) = read_persons(f"{person.name}, {line}", is_list=True) or [person]
    return replace(
        person,
        function=read.function,
        organisation=read.organisation,
        organisation_name=read.organisation_name,
        is_chair=person.is_chair or read.is_chair,
        present=person.present and read.present,
    )
