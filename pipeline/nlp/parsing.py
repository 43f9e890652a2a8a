"""The passages of a report as the language model reads them, and as bytes that can be kept.

Parsing is what coding costs most and no codebook changes, so a run with another codebook takes up the parse of before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from spacy.tokens import Doc, DocBin

from pipeline.nlp.language import load_language
from pipeline.nlp.passages import Passage
from pipeline.nlp.reading import Reading, reading_of
from pipeline.nlp.sentences import keep_text

# All that the model says of a token, and where one ends; the rest follows from its text.
_ATTRIBUTES = ("LEMMA", "POS", "TAG", "MORPH", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE")
_MOST_SIGNS = 50_000  # of a report that the model reads at once


@dataclass(frozen=True)
class ParsedPassage:
    """A passage with the text that was parsed and what the language model says of it."""

    passage: Passage
    reading: Reading
    doc: Doc


def parse(passages: Sequence[Passage], language_model: str) -> list[ParsedPassage]:
    """Return passages as a language model reads them."""
    readings = [reading_of(passage.text) for passage in passages]
    nlp = load_language(language_model)
    docs = chain.from_iterable(nlp.pipe(batch) for batch in _batches([reading.text for reading in readings]))
    return list(_together(passages, readings, docs))


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield texts in lists that are not too long together: the model takes 3.5 kB of memory a sign for all at once."""
    batch: list[str] = []
    n_signs = 0
    for text in texts:
        if batch and n_signs + len(text) > _MOST_SIGNS:
            yield batch
            batch, n_signs = [], 0
        batch.append(text)
        n_signs += len(text)
    if batch:
        yield batch


def to_bytes(parsed: Sequence[ParsedPassage]) -> bytes:
    """Return the parse of some passages as bytes: the same for the same parse."""
    return DocBin(attrs=_ATTRIBUTES, docs=[one.doc for one in parsed]).to_bytes()


def from_bytes(data: bytes, passages: Sequence[Passage], language_model: str) -> list[ParsedPassage]:
    """Return passages with the parse that `to_bytes` made of them."""
    readings = [reading_of(passage.text) for passage in passages]
    docs = DocBin().from_bytes(data).get_docs(load_language(language_model).vocab)
    return list(_together(passages, readings, docs))


def _together(passages: Sequence[Passage], readings: Sequence[Reading], docs: Iterator[Doc]) -> Iterator[ParsedPassage]:
    for passage, reading, doc in zip(passages, readings, docs, strict=True):
        keep_text(doc, reading.text)
        yield ParsedPassage(passage, reading, doc)
