"""Text and blocks: what every later offset rests on."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.normalise import normalise_text
from pipeline.ingest.readers.encoding import decode
from pipeline.ingest.readers.markdown import read_markdown
from pipeline.ingest.readers.plain import read_plain
from pipeline.ingest.records import Source

NASTY = st.text(alphabet="aé\u0301\u00ad\u200b\u00a0\ufeff\u202e’'\"1.-•*#>[]|\\`\t\r\n \u2028", max_size=200)


@given(NASTY)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(sign) in ("Cf", "Cs") for sign in once)
    assert "\r" not in once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ufeffbe\u00adleid", "beleid"),
        ("e\u0301e\u0301n", "één"),
        ("e\u00ad\u0301", "é"),
        ("a\u00a0b", "a\u00a0b"),
        ("nul\x00teken", "nulteken"),
        ("\u202egespiegeld\u202c", "gespiegeld"),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise_text(text) == expected


@given(NASTY)
def test_blocks_stand_where_they_say(text: str) -> None:
    for read in (read_plain, read_markdown):
        source = read(normalise_text(text))
        ends = 0
        for block in source.blocks:
            assert source.text[block.start : block.end] == block.text
            assert block.text.strip()
            assert block.start >= ends
            ends = block.end


@given(NASTY)
def test_plain_text_loses_no_letter(text: str) -> None:
    source = read_plain(normalise_text(text))
    inside = "".join(block.text for block in source.blocks)
    assert sorted(filter(str.isalnum, inside)) == sorted(filter(str.isalnum, source.text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(encoding: str) -> None:
    text = "Financiën ‘praat’ – één dilemma’s: € 5"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("data", [b"\x00\x01\x02" * 50, b"PK\x03\x04" + bytes(40), b"\x81\x8d\x8f\x90\x9d"])
def test_what_is_no_text_is_not_decoded(data: bytes) -> None:
    assert decode(data) is None


WRAPPED = """Verslag van een gesprek dat over meerdere regels loopt

De eerste alinea van dit verslag is met de hand afgebroken op een vaste
breedte, zodat elke regel ongeveer even lang is en de volgende regel er
gewoon bij hoort. Dit is de laatste zin.

Aanwezig:
Anna de Boer – directeur, SZW
Piet Visser – manager, UWV

- Een opsomming die ook te lang is voor een enkele regel en daarom op de
  volgende regel verdergaat.
- Kort punt.
"""


def texts(source: Source) -> list[str]:
    return [" ".join(block.text.split()) for block in source.blocks]


def test_wrapped_lines_are_one_paragraph_and_short_lines_are_not() -> None:
    source = read_plain(WRAPPED)
    assert [text[:20] for text in texts(source)] == [
        "Verslag van een gesp",
        "De eerste alinea van",
        "Aanwezig:",
        "Anna de Boer – direc",
        "Piet Visser – manage",
        "Een opsomming die oo",
        "Kort punt.",
    ]
    assert texts(source)[1].endswith("laatste zin.")
    assert texts(source)[5].endswith("verdergaat.")


def test_a_line_a_paragraph_is_not_joined() -> None:
    long = "Een alinea die op één regel staat, hoe lang die ook is, want zo bewaart een tekstverwerker haar. " * 2
    source = read_plain(f"{long}\n{long}\nKort.\n")
    assert len(source.blocks) == 3


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("- punt", "-", "punt"),
        ("• punt", "•", "punt"),
        ("•punt", "•", "punt"),
        ("* punt", "*", "punt"),
        ("– punt", "–", "punt"),
        ("o punt", "o", "punt"),
        ("-tje", None, "-tje"),
        ("overleg", None, "overleg"),
    ],
)
def test_list_markers(line: str, marker: str | None, text: str) -> None:
    (block,) = read_plain(line).blocks
    assert (block.marker, block.text) == (marker, text)


def test_markdown_becomes_plain_text() -> None:
    source = read_markdown(
        "# Titel van *het* verslag\n\n**Datum:** 3 mei 2023  \n**Plaats:** Den Haag\n\n## 1. Kop\n\n"
        "Tekst met [een link](http://x.nl) en\neen zachte regel <b>x</b>.\n\n- een\n- twee\n\n1. eerste\n2. tweede\n\n"
        "**Vraag?**\n\n---\n\n*Slot.*\n\n| naam | org |\n|---|---|\n| Anna | UWV |\n"
    )
    assert source.text == (
        "Titel van het verslag\n\nDatum: 3 mei 2023\nPlaats: Den Haag\n\n1. Kop\n\n"
        "Tekst met een link en een zachte regel x.\n\n- een\n- twee\n\n1. eerste\n2. tweede\n\n"
        "Vraag?\n\nSlot.\n\nnaam | org\nAnna | UWV\n"
    )
    levels = [block.heading_level for block in source.blocks if block.heading_level]
    assert levels == [1, 2]
    assert [block.text for block in source.blocks if block.emphasised] == ["Vraag?", "Slot."]
    assert next(block.text for block in source.blocks if block.after_rule) == "Slot."


@pytest.mark.parametrize("text", [">" * 20_000 + " x", "[" * 20_000, "- " * 5_000 + "x", "*" * 20_000])
def test_nested_markdown_neither_hangs_nor_crashes(text: str) -> None:
    assert read_markdown(text).format == "md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ã©Ã©n coÃ¶rdinatie â€˜zoâ€™", "één coördinatie ‘zo’"),
        ("één coördinatie ‘zo’ – € 3", "één coördinatie ‘zo’ – € 3"),
        ("Âge et château", "Âge et château"),
    ],
)
def test_text_that_was_decoded_wrongly_once_is_repaired(text: str, expected: str) -> None:
    assert decode(text.encode()) == expected
