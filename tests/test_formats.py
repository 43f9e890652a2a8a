"""The formats on paper, on small documents made by hand."""

import io
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

import pypdf
import pytest

from pipeline.reporting.charts import render
from pipeline.reporting.document import (
    BulletList,
    Collapsible,
    Document,
    Figure,
    Group,
    Item,
    Link,
    Note,
    Pair,
    Paragraph,
    Picture,
    Quote,
    Section,
    Strong,
    Table,
    Tag,
    Text,
    Thread,
    Verbatim,
)
from pipeline.reporting.writers import paper, pictures, signs
from pipeline.reporting.writers.pdf import write_pdf

HOSTILE = {
    "markup of several kinds": "<b>&amp;</b> #panic(\"x\") $x$ *y* _z_ `q` @a [c](d) \\u{1F} ]]> <!-- -->",
    "emoji and far scripts": "😀👨‍👩‍👧 日本語 हिन्दी ไทย",
    "from right to left": "مرحبا \u202eomgekeerd\u202c עברית",
    "control signs": "\x00\x01\x0b\x1f\x7f\ud800\ufffe\uffff\ue000 a\u0301\u0489 \U0010ffff\U000e0001",
    "a very long word": "x" * 10_000,
    "a very long line": "_" * 3_000,
    "invisible signs": "a\u00adb\u200b\u2060\ufeff c\u2028d",
    "nothing": "",
    "white space": " \n\t ",
    "a formula": "=1+1",
}  # fmt: skip


@cache
def chart(height: float = 2.0, n_bars: int = 2) -> Picture:
    """A chart of bars apart by white, in inches."""
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(4, height))
    axes = canvas.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.barh(range(n_bars), [1 + bar for bar in range(n_bars)], height=0.5)
    return render(canvas, "proef")


def table(caption: str = "Cijfers", *, n_columns: int = 3, n_rows: int = 2) -> Table:
    header = ("Naam", *(f"Kolom {column}" for column in range(2, n_columns + 1)))
    rows = tuple(
        ((Text(f"Rij {row}"),), *((Text(f"{row}.{column}"),) for column in range(2, n_columns + 1)))
        for row in range(1, n_rows + 1)
    )
    return Table(caption, header, rows, numeric=tuple(range(1, n_columns)))


def quote(text: str, target: str = "uitspraak-1") -> Quote:
    return Quote(text, (Text("Manager in "), Link("Eerste tafel", "sessie-1"), Text(", "), Link("regel 5", target)))


def figure(name: str = "proef") -> Figure:
    return Figure(f"figuur-{name}", "Een figuur.", "Twee staven. De tweede is langer.", name, table("Getallen"))


def everything(n_loose: int = 21) -> Document:
    """A document with one of everything."""
    dilemma = Section(
        "dilemma-1",
        "Wie betaalt?",
        3,
        (
            Paragraph((Strong("In 2 van de 3 sessies"), Text(" · sinds mei 2023"))),
            Thread((True, False, True), "Tijdlijn: in 2 van de 3 sessies."),
            Collapsible((Text("In deze 2 sessies"),), (BulletList((Item((Link("Eerste tafel", "sessie-1"),)),)),)),
            Pair(
                Group("In hun woorden", (quote("Niemand weet wie betaalt."),)),
                Group("Gegeven advies", (quote("Geef structureel geld.", "uitspraak-2"),)),
            ),
        ),
    )
    loose = Collapsible((Text("Toon 21 losse dilemma’s"),), tuple(quote(f"Los dilemma {n}.") for n in range(n_loose)))
    statements = BulletList(
        tuple(
            Item((Tag(kind, kind), Text(" "), Verbatim(f"Dit is een {kind}."), Note(" regel 5")), f"uitspraak-{n}")
            for n, kind in enumerate(("dilemma", "advies", "uitkomst"), 1)
        )
    )
    session = Section(
        "sessie-1",
        "Eerste tafel",
        3,
        (
            Paragraph((Verbatim("4 mei 2023"), Text(" · "), Verbatim("map/tafel.txt"))),
            Collapsible((Verbatim("1. Geld"), Note(" 3 uitspraken")), (statements,), "inzicht-1"),
        ),
        listed=False,
    )
    return Document(
        "De rode draad in 3 sessies",
        "nl",
        ("mei 2023", "1 reeks"),
        (
            Section(
                "kernpunten",
                "Kernpunten",
                2,
                (
                    Paragraph((Text("Dit rapport gaat over drie sessies."),), lead=True),
                    BulletList((Item((Text("Eén dilemma keert terug. "), Link("Zie verder", "dilemma-1"))),), True),
                ),
            ),
            Section(
                "dilemmas",
                "Dilemma’s",
                2,
                (figure(),),
                (dilemma, Section("losse-dilemmas", "Losse dilemma’s", 3, (loose,))),
            ),
            Section("rollen", "Wie zegt wat", 2, (table("Breed", n_columns=12), Paragraph((Link("Weg", "nergens"),)))),
            Section("sessies", "Sessies", 2, (table("Overzicht"),), (session,)),
        ),
        {"proef": chart()},
    )


def hostile(text: str) -> Document:
    """A document that has one text in every place where a text can stand."""

    def put(node: Any) -> Any:
        if isinstance(node, tuple):
            return tuple(map(put, node))
        if isinstance(node, str):
            return text
        if not is_dataclass(node) or isinstance(node, type):
            return node
        kept = ("id", "target", "picture", "pictures", "language")
        return replace(node, **{f.name: put(getattr(node, f.name)) for f in fields(node) if f.name not in kept})

    changed = put(everything(n_loose=1))
    assert isinstance(changed, Document)
    return changed


def nodes(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for element in value:
            yield from nodes(element)
    elif is_dataclass(value):
        yield value
        for part in fields(value):
            yield from nodes(getattr(value, part.name))


def content(document: Document) -> list[str]:
    """The headings, captions, quotes, cells, points and paragraphs of a document on paper, in order."""

    def of(node: Any) -> Iterator[str]:
        match node:
            case tuple():
                for element in node:
                    yield from of(element)
            case Section():
                yield node.heading
                yield from of((node.blocks, node.subsections))
            case Paragraph() | Item():
                yield paper.plain(node.runs)
            case BulletList():
                yield from of(node.items)
            case Table():
                yield node.caption
                yield from node.header
                yield from (paper.plain(cell) for row in node.rows for cell in row)
            case Figure():
                yield node.caption
            case Quote():
                yield node.text
                yield paper.plain(node.source)
            case Collapsible():
                yield paper.plain(node.summary)
                yield from of(node.blocks)
            case Pair():
                yield from of((node.first, node.second))
            case Group():
                yield node.heading
                yield from of(node.blocks)

    return [" ".join(text.split()) for text in of(paper.for_paper(document).sections) if text.strip()]


def assert_in_order(expected: list[str], text: str) -> None:
    """Assert that every text of a document stands in `text`, each after the one before it."""
    place, text = 0, re.sub(r"\s+", "", text)
    for part in expected:
        squeezed = re.sub(r"\s+", "", part)
        found = text.find(squeezed, place)
        assert found >= 0, f"{part!r} does not stand after {text[max(0, place - 40) : place]!r}"
        place = found + len(squeezed)


# The arrangement for paper


def test_nothing_is_lost_on_paper() -> None:
    document = everything()
    before = [node.text for node in nodes(document.sections) if isinstance(node, Quote | Verbatim)]
    after = [node.text for node in nodes(paper.for_paper(document).sections) if isinstance(node, Quote | Verbatim)]
    assert sorted(after) == sorted(before)


def test_what_is_folded_or_not_listed_goes_to_appendices() -> None:
    sections = {section.heading: section for section in paper.for_paper(everything()).sections}
    assert [heading for heading, section in sections.items() if section.appendix] == [
        "Bijlage: getallen bij de figuren",
        "Bijlage: volledige lijsten",
        "Bijlage bij ‘Sessies’",
    ]
    assert not sections["Sessies"].subsections
    assert [child.heading for child in sections["Bijlage bij ‘Sessies’"].subsections] == ["Eerste tafel"]
    assert [child.heading for child in sections["Bijlage: volledige lijsten"].subsections] == ["Losse dilemma’s"]


def test_links_lead_to_a_place_in_the_document_or_are_no_links() -> None:
    arranged = paper.for_paper(everything())
    linked = {node.target for node in nodes(arranged.sections) if isinstance(node, Link)}
    assert linked - paper.anchors(arranged) == {"nergens"}
    assert "uitspraak-3" not in paper.anchors(arranged), "nothing refers to it"


def test_an_id_that_stands_twice_is_no_place_to_link_to() -> None:
    twice = (Section("a", "Een", 2, (Paragraph((Link("naar", "a"),)),)), Section("a", "Twee", 2, ()))
    assert paper.anchors(replace(everything(), sections=twice)) == frozenset()


def test_a_wide_table_is_cut_into_parts_that_repeat_the_first_column() -> None:
    wide = replace(table("Breed", n_columns=20), id="breed")
    document = replace(everything(), sections=(Section("a", "A", 2, (wide,)),))
    parts = [node for node in nodes(paper.for_paper(document).sections) if isinstance(node, Table)]
    assert [len(part.header) for part in parts] == [8, 8, 6]
    assert {part.header[0] for part in parts} == {"Naam"}
    assert {paper.plain(part.rows[0][0]) for part in parts} == {"Rij 1"}
    assert [name for part in parts for name in part.header[1:]] == list(wide.header[1:])
    assert [paper.plain(cell) for part in parts for cell in part.rows[1][1:]] == [
        paper.plain(cell) for cell in wide.rows[1][1:]
    ]
    assert [part.caption for part in parts] == [f"Breed (deel {n} van 3)" for n in (1, 2, 3)]
    assert [part.id for part in parts] == ["breed", None, None]
    assert parts[2].numeric == (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    "cells",
    [
        ("a", "b", "c"),
        ("a" * 200, "b", "c"),
        ("een zin van een paar woorden " * 20, "1", "2"),
        ("w" * 5_000, "w" * 5_000, "w" * 5_000),
        ("", "", ""),
    ],
)
def test_columns_fit_on_a_page(cells: tuple[str, ...]) -> None:
    made = Table("", cells, (tuple((Text(cell),) for cell in cells),))
    widths = paper.column_widths(made)
    assert all(width > 0 for width in widths)
    assert sum(widths) <= 1.0000001
    assert widths[0] == max(widths)


def test_a_tall_chart_breaks_through_white_only() -> None:
    tall = chart(16, 40)
    parts = pictures.pieces(tall, paper.WIDTH, paper.HEIGHT)
    assert len(parts) > 5
    assert parts[0][0] == 0
    assert parts[-1][1] == 1
    for (_, bottom), (top, _) in pairwise(parts):
        assert bottom == top
        line = pictures.crop(tall.png, bottom - 1e-9, bottom + 2 / 2304)
        assert set(pictures._pixels(line).ravel()) == {255}


@pytest.mark.parametrize(("height", "width"), [(2, 467), (16, 100)], ids=["short", "wide"])
def test_another_chart_stays_whole(height: float, width: float) -> None:
    assert pictures.pieces(chart(height, 40), width, paper.HEIGHT) == ((0.0, 1.0),)


# Signs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gewone tekst – “één” ‘twee’ …", "Gewone tekst – “één” ‘twee’ …"),
        ("a\nb\tc\u2028d", "a b c d"),
        ("a\x00\x1b\u202e\u2066\ufeffb", "ab"),
        ("\ud83d\ufffe\uffff", ""),
        ("می\u200cخواهم", "\u2068می\u200cخواهم\u2069"),
    ],
)
def test_signs_without_a_shape_are_left_out(text: str, expected: str) -> None:
    assert signs.clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", "abc"),
        ("a😀b", "a�b"),
        ("日本", "��"),
        ("\ue000", "�"),
        ("a\u0489", "a"),  # a mark that the font lacks leaves its letter
        (
            "map/een-lange-naam_van_een.bestand",
            "map/\u200been-\u200blange-\u200bnaam_\u200bvan_\u200been.\u200bbestand",
        ),
        ("x" * 50, f"{'x' * 24}\u200b{'x' * 24}\u200bxx"),
    ],
)
def test_signs_that_a_font_lacks_are_marked(text: str, expected: str) -> None:
    covered = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz-_./\ue000�"))
    assert signs.setter(covered)(text) == expected


# PDF


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(write_pdf(everything())))


def structure(reader: pypdf.PdfReader) -> list[Any]:
    """The elements of the structure tree, in order."""
    found = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            for kid in node:
                walk(kid)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])  # type: ignore[index]
    return found


def bookmarks(outline: list[Any]) -> list[Any]:
    return [bookmarks(entry) if isinstance(entry, list) else entry.title for entry in outline]


def test_the_pdf_is_tagged_titled_and_in_dutch(pdf: pypdf.PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "De rode draad in 3 sessies"
    stored = root["/Metadata"].get_data().decode()
    assert re.search(r"<pdfuaid:part>\s*1\s*<", stored)
    assert re.search(r"<pdfaid:part>\s*2\s*<", stored)
    assert re.search(r"<pdfaid:conformance>\s*A\s*<", stored)


def test_the_pdf_is_on_a4(pdf: pypdf.PdfReader) -> None:
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pdf.pages} == {
        (595, 842)
    }


def test_the_pdf_has_bookmarks_for_all_headings(pdf: pypdf.PdfReader) -> None:
    assert bookmarks(pdf.outline) == [
        "Kernpunten",
        "Dilemma’s",
        ["Wie betaalt?", "Losse dilemma’s"],
        "Wie zegt wat",
        "Sessies",
        "Bijlage: getallen bij de figuren",
        "Bijlage: volledige lijsten",
        ["Losse dilemma’s"],
        "Bijlage bij ‘Sessies’",
        ["Eerste tafel"],
    ]


def test_pictures_in_the_pdf_have_alternatives(pdf: pypdf.PdfReader) -> None:
    figures = [element for element in structure(pdf) if element["/S"] == "/Figure"]
    assert [element.get("/Alt") for element in figures] == [
        "Twee staven. De tweede is langer.",
        "Tijdlijn: in 2 van de 3 sessies.",
    ]


def test_tables_in_the_pdf_have_header_cells(pdf: pypdf.PdfReader) -> None:
    names = [element["/S"] for element in structure(pdf)]
    tables = [node for node in nodes(paper.for_paper(everything()).sections) if isinstance(node, Table)]
    shown = [made for made in tables if made.caption != "Getallen" or made.id]
    assert names.count("/Table") == len(shown)
    assert names.count("/TH") == sum(len(made.header) for made in shown)
    assert {"/H1", "/H2", "/L", "/LI", "/BlockQuote", "/Caption", "/Link", "/TOC"} <= set(names)


def test_links_in_the_pdf_lead_to_a_page(pdf: pypdf.PdfReader) -> None:
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    linked = paper.anchors(paper.for_paper(everything()))
    n_links = sum(
        node.target in linked for node in nodes(paper.for_paper(everything()).sections) if isinstance(node, Link)
    )
    assert len(links) >= n_links > 40
    pages = {page.indirect_reference.idnum for page in pdf.pages if page.indirect_reference}
    for link in links:
        target = link["/Dest"] if "/Dest" in link else link["/A"]["/D"]
        if isinstance(target, str):
            target = pdf.named_destinations[target].dest_array
        assert target[0].idnum in pages


def test_the_pdf_holds_all_that_the_document_holds(pdf: pypdf.PdfReader) -> None:
    text = "".join(page.extract_text() for page in pdf.pages)
    expected = content(everything())
    squeezed = re.sub(r"\s+", "", text.replace("\u200b", ""))
    missing = [part for part in expected if re.sub(r"\s+", "", part) not in squeezed]
    assert missing == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_breaks_the_pdf(text: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(hostile(text))))
    shown = "".join(page.extract_text() for page in reader.pages[:3])
    assert ("vervangen door �" in shown) == ("😀" in text or "\ue000" in text)


def test_markup_in_a_text_stays_text_in_the_pdf() -> None:
    text = HOSTILE["markup of several kinds"]
    shown = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(write_pdf(hostile(text)))).pages)
    assert re.sub(r"\s", "", shown.replace("\u200b", "")).count(re.sub(r"\s", "", text)) > 20


def test_an_empty_document_is_a_pdf() -> None:
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(Document("", "nl", (), (), {}))))
    assert reader.metadata is not None
    assert reader.metadata.title == "Rapport"


@pytest.mark.parametrize("write", [write_pdf])
def test_the_same_document_gives_the_same_bytes(write: Any) -> None:
    assert write(everything()) == write(everything())
