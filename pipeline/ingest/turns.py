"""Transcripts: each turn, or a question with the answers to it, is a passage; speakers are participants."""

import re
from collections.abc import Iterator, Sequence

from pipeline.dutch.organisations import organisation_of_bare_name
from pipeline.ingest.readers.transcript import is_anonymous
from pipeline.ingest.records import Block, Insight, Layout, Part, Participant

_LABEL = re.compile(r"(?P<name>[^()|/]+?)(?= ?[(|/]|$)(?: \((?P<between>[^()]+)\))?")


def is_spoken(blocks: Sequence[Block]) -> bool:
    """Return whether blocks are those of a transcript."""
    return any(block.speaker is not None for block in blocks)


def layout_of_turns(front: Layout, turns: Sequence[Block]) -> Layout:
    """Return a transcript as one session; `front` is what stands above its first turn."""
    passages: list[list[Part]] = []
    for turn in turns:
        part = Part(turn, "procedural" if turn.is_question else "body")
        # An answer belongs to its question; in a conversation without interviewer everybody speaks for themselves.
        is_answer = bool(passages) and not turn.is_question and passages[-1][0].kind == "procedural"
        if is_answer or (passages and turn.is_question and all(each.kind == "procedural" for each in passages[-1])):
            passages[-1].append(part)
        else:
            passages.append([part])
    said = [passage for passage in passages if any(part.kind == "body" for part in passage)]
    return Layout(
        title=front.title,
        parts=(*front.parts, *(part for passage in passages for part in passage)),
        insights=(*front.insights, *(Insight(None, None, None, tuple(passage)) for passage in said)),
    )


def speakers(parts: Sequence[Part], known: Sequence[Participant]) -> Iterator[Participant]:
    """Yield who speaks by name and is no known participant, where the name is printed first."""
    named = {person.name.casefold() for person in known}
    for part in parts:
        label = part.block.speaker
        match = _LABEL.match(label) if label and not is_anonymous(label) else None
        if match is None or match["name"].casefold() in named:
            continue
        named.add(match["name"].casefold())
        between = None if match["between"] is None or is_anonymous(match["between"]) else match["between"]
        organisation = organisation_of_bare_name(between) if between else None
        yield Participant(
            name=match["name"],
            start=part.block.start,
            end=part.block.start + match.end("name"),
            organisation=organisation.code if organisation else between,
            organisation_name=organisation.name if organisation else None,
        )
