"""What the digits in Dutch text are: the words before them and their form say which kind of number to look for."""

import re
from collections.abc import Iterator, Sequence

from pipeline.dutch.contact_births import births
from pipeline.dutch.contact_phones import internal_number, labelled_phone, phones
from pipeline.dutch.contact_plates import plates
from pipeline.dutch.contact_registered import (
    citizen_numbers,
    ibans,
    labelled_account,
    labelled_citizen_number,
    labelled_number,
)
from pipeline.dutch.contact_words import BLANK, DASH, HYPHENS, Found, label_before, words_before

CLUSTER = re.compile(rf"[0-9]++(?:[{BLANK}\n{DASH}./()]{{1,4}}+[0-9]++)*+")
_LABELLED = {
    "telefoonnummer": labelled_phone,
    "toestel": internal_number,
    "burgerservicenummer": labelled_citizen_number,
    "iban": labelled_account,
}


def numbers_at(
    text: str, start: int, end: int, words: Sequence[str], *, of_births: bool, of_plates: bool
) -> Iterator[Found]:
    """Yield what the digits from start to end are, or are part of.

    Parameters
    ----------
    text
        The whole text.
    start, end
        Where the digits stand, with the signs between them.
    words
        The words before them, see `words_before`.
    of_births, of_plates
        Whether the text speaks of births or licence plates at all: most texts need no look for them.
    """
    token = start
    if text[start - 1 : start].isalpha() or text[start - 1 : start] in HYPHENS:
        while token > 0 and start - token < 6 and (text[token - 1].isalpha() or text[token - 1] in HYPHENS):
            token -= 1
    hyphen = (token < start and text[start - 1] in HYPHENS) or text[end : end + 1] in HYPHENS
    glued = start - token >= 2
    short = end - start < 3
    after_country = text[max(0, start - 3) : start - 1].upper() == "NL" and text[start - 1] in BLANK
    if short and not (of_births or of_plates or hyphen or glued or after_country):
        return
    label, distance = label_before(words)
    if not label and token < start:
        label, distance = label_before(words_before(text, token))
    if label == "ander_nummer":
        return
    if hyphen or of_plates:
        yield from plates(text, token, start, words, labelled=label == "kenteken")
    if of_births:
        yield from births(text, start, words, label, distance)
    if glued:
        yield from ibans(text, start - 2, label)
    elif after_country:
        yield from ibans(text, start - 3, label)
    if short:
        return
    code = list(labelled_number(text, token, start)) if label == "nummer" else []
    if code:
        yield from code
        return
    known = False
    if end - start >= 6:
        for found in phones(text, start, end):
            known = known or found[0] <= start < found[1]
            yield found
        yield from citizen_numbers(text, start, end, words)
    if not known and label in _LABELLED:
        yield from _LABELLED[label](text, start)
