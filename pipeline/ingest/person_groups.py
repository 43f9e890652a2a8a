"""What a text says of several persons at once: an organisation in front of them, brackets behind the last of them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.dutch import lexicon
from pipeline.dutch.functions import find_functions
from pipeline.dutch.lexicon import any_of
from pipeline.dutch.organisations import (
    Organisation,
    OrganisationSpan,
    is_organisation_label,
    unknown_organisation,
)
from pipeline.ingest.person_details import (
    NAMED_AFTER_FUNCTION,
    of_organisation,
)
from pipeline.ingest.person_passages import (
    BRACKETS,
    WINDOW_BEFORE,
    Passage,
    without_titles,
)
from pipeline.ingest.records import Participant

_WORDS = lexicon.persons()
_COME_FROM, _DEFINITE = any_of(_WORDS.come_from), any_of(lexicon.word_classes().definite_articles)
_AND = re.compile(r"\s*(?:,\s*)?en\s*")
_ALL_OF = re.compile(
    rf"\b{any_of(_WORDS.all_of_them)}\s+(?P<function>(?!{_COME_FROM}\s)[\w-]+\s+)?"
    rf"(?:{_COME_FROM}\s+(?:{_DEFINITE}\s+)?)?",
    re.IGNORECASE,
)
_BOTH = re.compile(rf"\s*[(,]\s*{any_of(_WORDS.both_of_them)}\b")
# What opens a sentence, or goes on with *en*, to tell from where the persons behind it came.
_OPENING_OF = re.compile(rf"(?:^|[;.]|,?\s\ben)\s*{_COME_FROM}\s+(?:{_DEFINITE}\s+)?$", re.IGNORECASE)


def organisation_heading(passage: Passage, start: int, end: int) -> Organisation | None:
    """Return the organisation that holds for the names behind it: `namens UWV: …`, `Van IenW kwamen …`."""
    between = passage.text[start:end]
    organisations = [span for span in passage.organisations_in(start, end) if span.end <= end]
    for span in organisations:
        opens = _OPENING_OF.search(passage.text, max(0, span.start - WINDOW_BEFORE), span.start)
        if opens and "," not in passage.text[span.end : end]:
            return span.organisation
    colon = between.rfind(":")
    if not passage.is_list or colon < 0:
        return None
    for span in organisations:
        if span.end <= start + colon and not passage.text[span.end : start + colon].strip():
            return span.organisation
    label = between[:colon].strip(" ;,.")
    if is_organisation_label(label):
        return unknown_organisation(label)
    match = NAMED_AFTER_FUNCTION.search(between[:colon])
    return unknown_organisation(match["name"]) if match else None


def share_organisation(persons: Sequence[Participant], text: str) -> list[Participant]:
    """Let the brackets behind the last of several names hold for all: `Anna Bos en Piet Smit (UWV)`."""
    shared = list(persons)
    for index in range(len(shared) - 2, -1, -1):
        person, following = shared[index], shared[index + 1]
        between = BRACKETS.sub("", text[person.end : following.start])
        is_joined = _AND.fullmatch(without_titles(between)) is not None
        # *huisarts Kees Mulder en Roelie Trip (UWV)*: the brackets tell of the second only.
        is_apart = person.function is not None and following.function is None
        if is_joined and not is_apart and person.organisation is None and following.organisation is not None:
            shared[index] = replace(
                person,
                organisation=following.organisation,
                organisation_name=following.organisation_name,
                function=person.function or following.function,
            )
        elif (
            is_joined
            and not person.function
            and following.function
            and not text[person.end : following.start].count(",")
        ):
            shared[index] = replace(person, function=following.function)
    return shared


def from_one_organisation(
    persons: Sequence[Participant], text: str, organisations: Sequence[OrganisationSpan]
) -> list[Participant]:
    """Give the persons before *allen van …* that organisation."""
    filled = list(persons)
    at = {span.start: span.organisation for span in organisations}
    for opening in _ALL_OF.finditer(text):
        organisation = at.get(opening.end())
        if organisation is None:
            continue
        function = next(iter(find_functions(opening["function"] or "")), None)
        filled = [
            replace(
                of_organisation(person, organisation),
                function=person.function or (function.code if function else None),
            )
            if person.end <= opening.start() and person.organisation is None
            else person
            for person in filled
        ]
    return filled


def spread_evidence(passage: Passage, evident: Sequence[bool]) -> list[bool]:
    """Let a name count that is only separated by a comma or *en* from one that counts."""
    spread = list(evident)
    for index in range(1, len(spread)):
        between = passage.text[passage.names[index - 1].end : passage.names[index].start]
        if re.fullmatch(r"\s*(?:,|en|,\s*en)\s*", between):
            spread[index] = spread[index] or spread[index - 1]
        if evident[index] and _BOTH.match(passage.text, passage.names[index].end) and _AND.fullmatch(between):
            spread[index - 1] = True
    return spread
