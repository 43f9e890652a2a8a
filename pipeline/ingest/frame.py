"""What stands around a report: a letterhead or fields above its title, the letter or message it came with."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.dutch.dates import find_dates
from pipeline.dutch.headings import heading_kind
from pipeline.dutch.lexicon import document_parts
from pipeline.ingest.closings import names_session
from pipeline.ingest.group_names import group_name
from pipeline.ingest.numbering import split_number
from pipeline.ingest.records import Block, Part
from pipeline.ingest.vocabulary import (
    closes_letter,
    field_label,
    opens_letter,
    opens_older_message,
    opens_title,
    says_only_what_it_is,
    subject_words,
)

_EMOJI = re.compile(r":[a-z_]+:")
_MAX_TITLE = 200
MAX_OPENING_WORDS = 12
_MAX_DATELINE_WORDS = 12
_MAX_SIGNATURE_BLOCKS, _MAX_SIGNATURE_WORDS, _MAX_DISCLAIMER_BLOCKS = 12, 12, 2
_MAX_ABOVE_TITLE, _MIN_CAPITAL_HEADINGS = 8, 2
_MIN_CAPITAL_LETTERS = 5
_MAX_PLACE_WORDS = 3
_MAX_LETTERHEAD, _MAX_COVER_NOTE = 20, 8


def split_frame(
    blocks: Sequence[Block],
) -> tuple[Sequence[Block], Block | None, Sequence[Block], Sequence[Block]]:
    """Return what stands before the title, the title, the report itself, and the end of a letter."""
    first = 0
    while first < len(blocks) and says_only_what_it_is(blocks[first].text):
        first += 1
    first = _start_of_letter(blocks) or first
    older = (index for index in range(first + 1, len(blocks)) if opens_older_message(blocks[index].text))
    last = next(older, len(blocks))
    last = next((index for index in range(first + 1, last) if _is_end_of_letter(blocks[index:last])), last)
    first = _marked_title(blocks[first:last]) + first
    before, own, after = blocks[:first], blocks[first:last], blocks[last:]
    if own and _is_title(own[0]) and not _is_first_item(own):
        return before, own[0], own[1:], after
    return before, None, own, after


def _marked_title(blocks: Sequence[Block]) -> int:
    """Return where the title stands if it is the one highest heading, with a letterhead or fields above it."""
    titled = _title_under_letterhead(blocks)
    if titled is not None:
        return titled
    for index, block in enumerate(blocks[: _MAX_ABOVE_TITLE + 1]):
        if block.heading_level is not None:
            levels = [other.heading_level for other in blocks if other.heading_level is not None]
            is_highest = block.heading_level == min(levels) and levels.count(block.heading_level) == 1
            is_own = split_number(block.text)[0] is None and heading_kind(block.text) is None
            return index if is_highest and is_own else 0
        is_field = field_label(block.text) is not None
        is_short = len(block.text.split()) <= MAX_OPENING_WORDS and not block.text.rstrip().endswith((".", "!", "?"))
        if not (is_field or is_short) or block.marker is not None:
            return 0
    return 0


def _title_under_letterhead(blocks: Sequence[Block]) -> int | None:
    """Return where a line names the group (*Verslag klankbordgroep Riool*) below short lines that name no session.

    The name of an organisation, persons to contact and the like stand above it.
    """
    for index, block in enumerate(blocks[:_MAX_LETTERHEAD]):
        text = block.text.rstrip()
        if len(text.split()) > MAX_OPENING_WORDS or block.marker is not None or text.endswith(("!", "?", ";", ":")):
            return None
        if split_number(text)[0] is not None or opens_letter(text) or heading_kind(text) == "attendance":
            return None
        if _is_title(block) and group_name(text) is not None:
            above = blocks[:index]
            is_titled = any(other.heading_level is not None or names_session(other.text) for other in above)
            return index if index and not is_titled else None
    return None


def _start_of_letter(blocks: Sequence[Block]) -> int | None:
    """Return where the text of a letter or mail begins: behind the salutation, or at the title under it.

    A subject that is repeated under the salutation is the title of the report that follows.
    """
    for index, block in enumerate(blocks[:_MAX_LETTERHEAD]):
        if not opens_letter(block.text):
            continue
        subjects = [subject_words(subject) for earlier in blocks[:index] if (subject := _subject_of(earlier))]
        for later in range(index + 1, min(index + _MAX_COVER_NOTE, len(blocks))):
            words = subject_words(blocks[later].text)
            is_short = len(words) <= MAX_OPENING_WORDS and not blocks[later].text.rstrip().endswith(".")
            is_subject = any(len(subject) > 1 and subject <= words for subject in subjects)
            if is_short and (is_subject or opens_title(blocks[later].text)):
                return later
        own = _title_under_cover_note(blocks, index + 1)
        if own is not None:
            return own
        return index + 1
    return None


def _title_under_cover_note(blocks: Sequence[Block], start: int) -> int | None:
    """Return where the title of a report in a message is, if its headings are in capitals and the title is not."""
    in_capitals = [index for index in range(start, len(blocks)) if _is_in_capitals(blocks[index])]
    if len(in_capitals) < _MIN_CAPITAL_HEADINGS:
        return None
    for index in range(start + 1, min(start + _MAX_COVER_NOTE, in_capitals[0])):
        block = blocks[index]
        is_line = block.marker is None and block.after_gap and "\n" not in block.text
        is_short = len(block.text.split()) <= 2 * MAX_OPENING_WORDS and len(block.text) < _MAX_TITLE // 2
        if is_line and is_short and _is_title(block) and len(blocks[index + 1].text) > len(block.text):
            return index
    return None


def _is_in_capitals(block: Block) -> bool:
    """Return whether a block is a heading in capitals."""
    is_long_enough = len(block.text) >= _MIN_CAPITAL_LETTERS
    return block.after_gap and block.marker is None and block.text.isupper() and is_long_enough


def _subject_of(block: Block) -> str | None:
    """Return what a line above a salutation says the subject is: a field of that name, or a line without a label."""
    label = field_label(block.text)
    if label is None:
        return block.text
    return block.text[label[1] :] if block.text.casefold().startswith(_subject_fields()) else None


def _is_end_of_letter(blocks: Sequence[Block]) -> bool:
    """Return whether nothing but a closing and a signature is left (`Hoogachtend,` and a few short lines).

    Below them may stand what a mail program adds in sentences of its own.
    """
    if not closes_letter(blocks[0].text) or len(blocks) > _MAX_SIGNATURE_BLOCKS:
        return False
    n_short = next(
        (
            index
            for index, block in enumerate(blocks)
            if len(block.text.split()) > _MAX_SIGNATURE_WORDS or block.text.rstrip().endswith((".", "?"))
        ),
        len(blocks),
    )
    return n_short == len(blocks) or (n_short > 1 and len(blocks) - n_short <= _MAX_DISCLAIMER_BLOCKS)


def _is_title(block: Block) -> bool:
    if block.heading_level is not None:
        return True
    ends_as_sentence = block.text.rstrip().endswith((".", ";", ":", ","))
    is_listed = block.marker is not None or field_label(block.text) is not None
    place, comma, _ = block.text.partition(",")
    # *Den Haag, 13 juni 2023* is none, *Verslag rondetafel Water, 13 juni 2023* is.
    is_place = bool(comma) and len(place.split()) <= _MAX_PLACE_WORDS and not names_session(place.casefold())
    is_place_and_date = is_place and is_dateline(block)
    return len(block.text) <= _MAX_TITLE and not (ends_as_sentence or is_listed or is_place_and_date)


def _is_first_item(blocks: Sequence[Block]) -> bool:
    """Return whether the first block is the first of several numbered headings of one level, not a title above them."""
    level = blocks[0].heading_level
    return split_number(blocks[0].text)[0] is not None and any(
        block.heading_level == level and split_number(block.text)[0] is not None for block in blocks[1:] if level
    )


def title_text(title: Block | None, parts: Sequence[Part]) -> str | None:
    """Return the title on one line; a letter or memo without one is called by its subject."""
    if title is not None:
        return " ".join(_EMOJI.sub("", title.text).split())
    for part in parts:
        label = field_label(part.block.text) if part.kind == "metadata" else None
        if label is not None and part.block.text.casefold().startswith(_subject_fields()):
            return " ".join(part.block.text[label[1] :].split()) or None
    return None


def is_dateline(block: Block) -> bool:
    """Return whether a short line is there to give the date (`Den Haag, 13 juni 2023`)."""
    dates = find_dates(block.text)
    return bool(dates) and len(block.text.split()) <= _MAX_DATELINE_WORDS


@cache
def _subject_fields() -> tuple[str, ...]:
    subject = document_parts().subject
    return tuple(sorted(subject.fields | subject.also_title))
