"""How easily the sentences of the report read: those of the report itself, not the quotes, headings and tables."""

import re
from collections.abc import Iterable, Iterator

import pyphen
import pytest

from pipeline.reporting.document import (
    Block,
    BulletList,
    Collapsible,
    Document,
    Figure,
    Group,
    Link,
    Pair,
    Paragraph,
    Section,
    Tag,
)
from pipeline.reporting.writers.paper import for_paper
from tests.conftest import Run, sample_document


@pytest.fixture(scope="module")
def document(sample_run: Run) -> Document:
    return sample_document(sample_run)


def sentences(document: Document) -> list[str]:
    """Return the generated sentences: what ends as one does. Measured: 401, of 11.6 words each, 28 at most."""
    told = [text for section in document.sections for text in in_section(section)]
    parts = [part.strip() for text in told for part in re.split(r"(?<=[.!?])\s+", text)]
    return [part for part in parts if part.endswith((".", "!", "?"))]


def in_section(section: Section) -> Iterator[str]:
    yield from in_blocks(section.blocks)
    for child in section.subsections:
        yield from in_section(child)


def in_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(runs):
                yield "".join(run.text for run in runs)
            case BulletList(items):
                for item in items:
                    if not any(isinstance(run, Tag) for run in item.runs):  # those are coded statements
                        yield "".join(run.text for run in item.runs if not isinstance(run, Link))
            case Figure():
                yield block.caption
            case Collapsible():
                yield from in_blocks(block.blocks)
            case Group():
                yield from in_blocks(block.blocks)
            case Pair(first, second):
                yield from in_blocks((first, second))


def n_words(sentence: str) -> int:
    return len(re.findall(r"\w[\w’'.-]*", sentence))


def flesch_douma(told: list[str]) -> float:
    """Return the reading ease of Douma (1960): 206.84 - 0.77 syllables per 100 words - 0.93 words per sentence."""
    hyphenation = pyphen.Pyphen(lang="nl_NL")
    words = [word for sentence in told for word in re.findall(r"[^\W\d_]+", sentence)]
    n_syllables = sum(len(hyphenation.positions(word)) + 1 for word in words)
    return 206.84 - 77 * n_syllables / len(words) - 0.93 * sum(map(n_words, told)) / len(told)


def test_sentences_are_short(document: Document) -> None:
    told = sentences(document)
    lengths = [n_words(sentence) for sentence in told]
    assert len(told) > 300
    assert sum(lengths) / len(told) <= 15
    different = [n_words(sentence) for sentence in set(told)]  # the same sentence often would weigh too much
    assert sum(different) / len(different) <= 15
    assert max(lengths) <= 30


def test_sentences_read_easily(document: Document) -> None:
    assert (
        flesch_douma(sentences(document)) >= 54
    )  # measured: 56.3, which is fairly difficult; names of roles and organisations are long words


def test_the_measure_tells_easy_from_hard() -> None:
    assert flesch_douma(["Dit is een zin.", "Hij leest snel."]) > 100
    hard = "Verantwoordelijkheidsverdelingen bemoeilijken interdepartementale besluitvormingsprocedures aanmerkelijk."
    assert flesch_douma([hard]) < 0


# What a policy adviser need not know: words of the method, and shares that are none.
UNPLAIN = (
    r"p\s*[=<]\s*0|p\s*=\s*1,|proefindeling|uitspraken met een dilemma|met jaartal|toevalsgetal|silhouet|1 van 1\b"
)


def test_the_report_itself_has_no_words_of_the_method(document: Document) -> None:
    body = [text for section in for_paper(document).sections for text in in_section(section)]
    shown = [text for text in body if re.search(UNPLAIN, text)]
    assert len(body) > 40
    assert shown == []
