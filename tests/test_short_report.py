"""The report itself is short and says what recurs: held on the sample corpus."""

import re
import zipfile
from collections.abc import Sequence

import pypdf
import pytest

from benchmarks import gold
from models.key_sentences import train
from pipeline import tables
from pipeline.dutch.wording import collapse
from pipeline.reporting.document import Document, Quote
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.sections import parts
from pipeline.reporting.writers.paper import nodes
from tests.conftest import Run, sample_document, sample_findings

MAX_PAGES = 12
MAX_FRONT_WORDS = 700


@pytest.fixture(scope="module")
def findings(sample_run: Run) -> Findings:
    return sample_findings(sample_run)


@pytest.fixture(scope="module")
def document(sample_run: Run) -> Document:
    return sample_document(sample_run)


@pytest.fixture(scope="module")
def pages(sample_run: Run) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(sample_run.reports / "rapport.pdf").pages]


def n_words(text: str) -> int:
    return len(text.split())


def squeezed(text: str) -> str:
    """A text without white space and hyphens, which a page breaks lines with."""
    return re.sub(r"[\s\u00ad\u200b-]", "", text)


def test_the_report_has_at_most_twelve_pages(pages: Sequence[str]) -> None:
    assert 4 < len(pages) <= MAX_PAGES


def test_the_report_is_at_most_a_third_as_long_as_what_it_is_about(pages: Sequence[str], sample_run: Run) -> None:
    read = sum(n_words(sample_run.text(report)) for report in sample_run.data["reports"]["report_id"])
    assert sum(map(n_words, pages)) <= read / 3


def test_two_pages_hold_the_five_dilemmas_that_most_sessions_share(pages: Sequence[str], findings: Findings) -> None:
    front = " ".join(pages[:2])
    assert n_words(front) <= MAX_FRONT_WORDS
    for dilemma in findings.recurring[:5]:
        assert squeezed(dilemma.label) in squeezed(pages[0])
        assert f"({dilemma.n_sessions} van de 53)" in collapse(pages[0])
    for dilemma in findings.recurring:
        assert squeezed(dilemma.label) in squeezed(pages[1])
    assert squeezed("Inhoud") not in squeezed(front)
    assert "Inhoud" in pages[2]


def test_the_first_page_quotes_what_can_be_read_alone(document: Document) -> None:
    """Of two coders who saw the sentences alone."""
    (front,) = (section for section in document.sections if section.id == parts.IN_BRIEF)
    quoted = [block for block in front.blocks if isinstance(block, Quote)]
    answers = {gold.on_one_line(sentence.text): sentence for sentence in train.judged() if sentence.is_sample}
    chosen = [answers[quote.text] for quote in quoted]
    assert len(chosen) == 5
    assert all(sentence.alone > 0 for sentence in chosen)
    assert sum(sentence.both_sides > 0 for sentence in chosen) >= 0.8 * len(chosen)
    for quote in quoted:
        assert quote.sides is None or all(side in quote.text for side in quote.sides)


def test_every_quote_is_verbatim_at_its_line(document: Document, sample_run: Run) -> None:
    text_of = {row["statement_id"]: row["text"] for row in tables.records(sample_run.data["statements"])}
    quoted = [node for node in nodes(document.sections) if isinstance(node, Quote)]
    places = {parts.statement_id(key): collapse(text) for key, text in text_of.items()}
    assert len(quoted) > 100
    for quote in quoted:
        assert places[quote.source[-1].target] == quote.text


@pytest.mark.parametrize("name", ["rapport.odt", "rapport.docx"])
def test_the_report_for_a_word_processor_is_as_short(sample_run: Run, pages: Sequence[str], name: str) -> None:
    with zipfile.ZipFile(sample_run.reports / name) as archive:
        body = archive.read("content.xml" if name.endswith("odt") else "word/document.xml").decode()
    n = n_words(re.sub(r"<[^>]+>", " ", body))
    assert n <= 1.3 * sum(map(n_words, pages))
