"""The formats on paper, on small documents made by hand."""

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from html import unescape
from itertools import pairwise
from typing import Any

import pypandoc
import pypdf
import pytest
from lxml import etree
from matplotlib.image import imread

from pipeline import resources
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
from pipeline.reporting.writers.docx import write_docx
from pipeline.reporting.writers.odt import write_odt
from pipeline.reporting.writers.pandoc import unpack
from pipeline.reporting.writers.paper import nodes
from pipeline.reporting.writers.pdf import write_annexes, write_pdf
from tests.conftest import Run

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


def everything(n_loose: int = 21, n_columns: int = 12) -> Document:
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
                Group(
                    "In hun woorden",
                    (
                        quote("Niemand weet wie betaalt."),
                        replace(quote("Het moet, maar het kan niet."), sides=("Het moet", "het kan niet")),
                    ),
                ),
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
                    Table(
                        "Door de tijd",
                        ("Dilemma", "Sessies"),
                        (((Text("Wie betaalt?"),), (Thread((True, False, True), "Tijdlijn: in 2 van de 3."),)),),
                    ),
                ),
                place="front",
            ),
            Section(
                "dilemmas",
                "Dilemma’s",
                2,
                (figure(),),
                (dilemma, Section("losse-dilemmas", "Losse dilemma’s", 3, (loose,))),
            ),
            Section(
                "rollen", "Wie zegt wat", 2, (table("Breed", n_columns=n_columns), Paragraph((Link("Weg", "nergens"),)))
            ),
            Section("sessies", "Sessies", 2, (table("Overzicht"),), (session,)),
            Section("aanhang", "Aanhang", 2, (Paragraph((Text("Voor wie alles wil weten."),)),), place="annex"),
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

    changed = put(everything(n_loose=1, n_columns=3))
    assert isinstance(changed, Document)
    return changed


def content(arranged: Document) -> list[str]:
    """The headings, captions, quotes, cells, points and paragraphs of a document arranged for paper, in order."""

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
                yield from node.sides or (node.text,)
                yield paper.plain(node.source)
            case Collapsible():
                yield paper.plain(node.summary)
                yield from of(node.blocks)
            case Pair():
                yield from of((node.first, node.second))
            case Group():
                yield node.heading
                yield from of(node.blocks)

    return [" ".join(text.split()) for text in of(arranged.sections) if text.strip()]


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
    both = (paper.for_paper(document).sections, paper.annexes(document).sections)
    before = [node.text for node in nodes(document.sections) if isinstance(node, Quote | Verbatim)]
    after = [node.text for node in nodes(both) if isinstance(node, Quote | Verbatim)]
    assert sorted(after) == sorted(before)
    captions = {node.caption for node in nodes(document.sections) if isinstance(node, Table)}
    assert {node.caption.partition(" (deel")[0] for node in nodes(both) if isinstance(node, Table)} == captions


def test_what_is_folded_or_not_listed_goes_to_the_annexes() -> None:
    report, annexes = paper.for_paper(everything()), paper.annexes(everything())
    assert [section.heading for section in report.sections] == ["Kernpunten", "Dilemma’s", "Wie zegt wat", "Sessies"]
    assert not report.sections[-1].subsections
    assert not [node for node in nodes(report.sections) if isinstance(node, Collapsible)]
    assert annexes.title == "Bijlagen bij ‘De rode draad in 3 sessies’"
    assert [(part.heading, [child.heading for child in part.subsections]) for part in annexes.sections] == [
        ("Aanhang", []),
        ("Volledige lijsten", ["Wie betaalt?", "Losse dilemma’s"]),
        ("Sessies", ["Eerste tafel"]),
        ("Getallen bij de figuren", []),
    ]


def test_links_lead_to_a_place_on_the_same_paper_or_to_the_page_that_holds_all() -> None:
    arranged = paper.for_paper(everything())
    links = [node for node in nodes(arranged.sections) if isinstance(node, Link)]
    here = {link.target for link in links if link.file is None}
    assert here - paper.anchors(arranged) == {"nergens"}
    assert {link.target for link in links if link.file == "rapport.html"} == {"sessie-1", "uitspraak-1", "uitspraak-2"}
    annexes = paper.annexes(everything())
    assert {link.file for link in nodes(annexes.sections) if isinstance(link, Link) if link.target == "sessie-1"} == {
        None
    }
    assert "uitspraak-3" not in paper.anchors(annexes), "nothing refers to it"


def test_an_id_that_stands_twice_is_no_place_to_link_to() -> None:
    twice = (Section("a", "Een", 2, (Paragraph((Link("naar", "a"),)),)), Section("a", "Twee", 2, ()))
    assert paper.anchors(replace(everything(), sections=twice)) == frozenset()


def test_a_wide_table_is_cut_into_parts_that_repeat_the_first_column() -> None:
    wide = replace(table("Breed", n_columns=20), id="breed")
    document = replace(everything(), sections=(Section("a", "A", 2, (wide,)),))
    parts = [node for node in nodes(paper.for_paper(document).sections) if isinstance(node, Table)]
    assert [len(part.header) for part in parts] == [6, 6, 6, 5]
    assert {part.header[0] for part in parts} == {"Naam"}
    assert {paper.plain(part.rows[0][0]) for part in parts} == {"Rij 1"}
    assert [name for part in parts for name in part.header[1:]] == list(wide.header[1:])
    assert [paper.plain(cell) for part in parts for cell in part.rows[1][1:]] == [
        paper.plain(cell) for cell in wide.rows[1][1:]
    ]
    assert [part.caption for part in parts] == [f"Breed (deel {n} van 4)" for n in (1, 2, 3, 4)]
    assert [part.id for part in parts] == ["breed", None, None, None]
    assert parts[3].numeric == (1, 2, 3, 4)


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


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        (("Jaar", "Sessies"), ("2023", "5 van 22"), False),
        (("Jaar", "Sessies"), ("verantwoordingsstructuur", "5 van 22"), False),
        ((*"abcdefghij",), ("verantwoordingsstructuur",) * 10, True),
        (("verantwoordingsstructuur",) * 10, (*"abcdefghij",), True),
    ],
)
def test_only_a_word_wider_than_its_column_is_broken(
    header: tuple[str, ...], cells: tuple[str, ...], *, expected: bool
) -> None:
    made = Table("", header, (tuple((Text(cell),) for cell in cells),))
    assert paper.has_broken_words(made, paper.column_widths(made)) is expected


def test_a_tall_chart_breaks_through_white_only() -> None:
    tall = chart(16, 40)
    parts = pictures.pieces(tall, paper.WIDTH, paper.HEIGHT)
    assert len(parts) > 5
    assert parts[0][0] == 0
    assert parts[-1][1] == 1
    for (_, bottom), (top, _) in pairwise(parts):
        assert bottom == top
        line = pictures.crop(tall.png, bottom - 1e-9, bottom + 2 / 2304)
        assert (imread(io.BytesIO(line)) == 1).all()


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
        ("x" * 50, "\u200b".join(["x" * 10] * 5)),
    ],
)
def test_signs_that_a_font_lacks_are_marked(text: str, expected: str) -> None:
    covered = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz-_./\ue000�"))
    assert signs.setter(covered, in_columns=True)(text) == expected


def test_a_text_that_is_no_column_gets_signs_to_break_at_only_where_it_fits_on_no_line() -> None:
    covered = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz-_./"))
    told = "https-//voorbeeld.nl/een/pad uitvoeringsverantwoordelijkheden"
    assert signs.setter(covered, in_columns=False)(told) == told
    assert "\u200b" in signs.setter(covered, in_columns=False)("x" * 61)


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
    ]
    annexes = pypdf.PdfReader(io.BytesIO(write_annexes(everything())))
    assert bookmarks(annexes.outline) == [
        "Aanhang",
        "Volledige lijsten",
        ["Wie betaalt?", "Losse dilemma’s"],
        "Sessies",
        ["Eerste tafel"],
        "Getallen bij de figuren",
    ]


def test_pictures_in_the_pdf_have_alternatives(pdf: pypdf.PdfReader) -> None:
    figures = [element for element in structure(pdf) if element["/S"] == "/Figure"]
    assert [element.get("/Alt") for element in figures] == [
        "Tijdlijn: in 2 van de 3.",
        "Twee staven. De tweede is langer.",
        "Tijdlijn: in 2 van de 3 sessies.",
    ]


def test_tables_in_the_pdf_have_header_cells(pdf: pypdf.PdfReader) -> None:
    names = [element["/S"] for element in structure(pdf)]
    tables = [node for node in nodes(paper.for_paper(everything()).sections) if isinstance(node, Table)]
    shown = [made for made in tables if made.caption != "Getallen" or made.id]
    assert names.count("/Table") == len(shown)
    assert names.count("/TH") == sum(len(made.header) for made in shown)
    assert {"/H1", "/H2", "/L", "/LI", "/BlockQuote", "/Caption", "/Link"} <= set(names)
    assert "/TOC" not in names, "a short report needs no contents"


def test_a_longer_report_has_its_contents_after_the_front() -> None:
    more = tuple(Section(f"deel-{n}", f"Deel {n}", 2, (Paragraph((Text("Tekst."),)),)) for n in range(2))
    document = everything()
    longer = replace(document, sections=(*document.sections, *more))
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(longer)))
    assert "/TOC" in [element["/S"] for element in structure(reader)]
    pages = [page.extract_text() for page in reader.pages]
    assert "Inhoud" not in pages[0]
    assert "Inhoud" in pages[1]
    blocks = json.loads(read_back(write_odt(longer), "odt", "json"))["blocks"]
    text = read_text(blocks)
    assert text.index("Dit rapport gaat over drie sessies.") < text.index("Inhoud") < text.index("Wie betaalt?", 200)


def test_links_in_the_pdf_lead_to_a_page(pdf: pypdf.PdfReader) -> None:
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    shown = [node for node in nodes(paper.for_paper(everything()).sections) if isinstance(node, Link)]
    elsewhere = {f"rapport.html#{link.target}" for link in shown if link.file}
    assert {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})} == elsewhere != set()
    links = [link for link in links if "/URI" not in link.get("/A", {})]
    assert len(links) >= len([link for link in shown if not link.file and link.target != "nergens"]) > 0
    pages = {page.indirect_reference.idnum for page in pdf.pages if page.indirect_reference}
    for link in links:
        target = link["/Dest"] if "/Dest" in link else link["/A"]["/D"]
        if isinstance(target, str):
            target = pdf.named_destinations[target].dest_array
        assert target[0].idnum in pages


def test_the_pdf_holds_all_that_the_document_holds(pdf: pypdf.PdfReader) -> None:
    text = "".join(page.extract_text() for page in pdf.pages)
    expected = content(paper.for_paper(everything()))
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


# OpenDocument and Word

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = {"odt": write_odt, "docx": write_docx}


@cache
def office(format_name: str) -> bytes:
    return OFFICE[format_name](everything())


def part(format_name: str, name: str, data: bytes | None = None) -> Any:
    return etree.fromstring(unpack(data or office(format_name))[name])


def odf(prefix: str, name: str) -> str:
    space = {"svg": "svg-compatible", "draw": "drawing", "fo": "xsl-fo-compatible"}.get(prefix, prefix)
    return f"{{urn:oasis:names:tc:opendocument:xmlns:{space}:1.0}}{name}"


def read_back(data: bytes, format_name: str, target: str) -> str:
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", format_name, "-t", target, "--wrap=none"],
        input=data, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode()


@pytest.mark.parametrize("format_name", OFFICE)
def test_a_document_for_a_word_processor_holds_all_in_order(format_name: str) -> None:
    blocks = json.loads(read_back(office(format_name), format_name, "json"))["blocks"]
    text = "".join(read_text(blocks).split())
    expected = ["".join(part.split()) for part in content(paper.for_paper(everything()))]
    assert [part for part in expected if part not in text] == []
    # Pandoc puts captions where they belong in its own model, which need not be where they stand.
    captions = [
        node.caption for node in nodes(paper.for_paper(everything()).sections) if isinstance(node, Figure | Table)
    ]
    moved = {"".join(caption.split()) for caption in captions}
    assert_in_order([part for part in expected if part not in moved], text)


@pytest.mark.parametrize("format_name", OFFICE)
def test_headings_and_tables_are_real_ones(format_name: str) -> None:
    blocks = json.loads(read_back(office(format_name), format_name, "json"))["blocks"]
    headers = [(block["c"][0], read_text(block["c"][2])) for block in walk(blocks, "Header")]
    assert headers == [
        (1, "Kernpunten"), (1, "Dilemma’s"), (2, "Wie betaalt?"), (2, "Losse dilemma’s"), (1, "Wie zegt wat"),
        (1, "Sessies"),
    ]  # fmt: skip
    tables = [node for node in nodes(paper.for_paper(everything()).sections) if isinstance(node, Table)]
    shown = [made for made in tables if made.caption != "Getallen" or made.id]
    assert [table_cells(block) for block in walk(blocks, "Table")] == [
        [list(made.header), *([paper.plain(cell) for cell in row] for row in made.rows)] for made in shown
    ]
    assert all(block["c"][3][1] for block in walk(blocks, "Table")), "each has a header row"
    assert len(list(walk(blocks, "OrderedList"))) == 1


def walk(value: Any, kind: str) -> Iterator[Any]:
    if isinstance(value, dict):
        if value.get("t") == kind:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for element in value:
            yield from walk(element, kind)


def read_text(inlines: Any) -> str:
    return "".join(node["c"] if node["t"] == "Str" else " " for node in walk_any(inlines))


def walk_any(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        if value.get("t") == "Image":
            return
        if value.get("t") in ("Str", "Space", "SoftBreak"):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for element in value:
            yield from walk_any(element)


def table_cells(block: Any) -> list[list[str]]:
    head, bodies = block["c"][3][1], block["c"][4]
    rows = [*head, *(row for body in bodies for row in body[3])]
    return [[read_text(cell[4]) for cell in row[1]] for row in rows]


ALTERNATIVES = [
    "Tijdlijn: in 2 van de 3.",
    "Twee staven. De tweede is langer.",
    "Tijdlijn: in 2 van de 3 sessies.",
]


def test_pictures_in_opendocument_have_alternatives() -> None:
    frames = list(part("odt", "content.xml").iter(odf("draw", "frame")))
    assert [frame.findtext(odf("svg", "desc")) for frame in frames] == ALTERNATIVES


def test_pictures_in_word_have_alternatives() -> None:
    shown = [node for node in part("docx", "word/document.xml").iter() if node.tag.endswith("}docPr")]
    assert [node.get("descr") for node in shown] == ALTERNATIVES


def test_a_tall_chart_is_no_taller_than_half_a_page() -> None:
    document = replace(everything(), pictures={"proef": chart(16, 40)})
    frames = list(part("odt", "content.xml", write_odt(document)).iter(odf("draw", "frame")))
    assert [frame.findtext(odf("svg", "desc")) for frame in frames] == ALTERNATIVES
    height = float(frames[1].get(odf("svg", "height")).removesuffix("in"))
    assert height == pytest.approx(paper.HALF / 72, abs=0.01)


def test_opendocument_is_titled_in_dutch_and_for_accessible_tables() -> None:
    parts = unpack(office("odt"))
    assert next(iter(parts)) == "mimetype"
    assert (
        part("odt", "meta.xml").findtext(".//{http://purl.org/dc/elements/1.1/}title") == "De rode draad in 3 sessies"
    )
    default = next(
        style for style in part("odt", "styles.xml").iter(odf("style", "default-style"))
        if style.get(odf("style", "family")) == "paragraph"
    ).find(odf("style", "text-properties"))  # fmt: skip
    assert (default.get(odf("fo", "language")), default.get(odf("fo", "country"))) == ("nl", "NL")
    for made in part("odt", "content.xml").iter(odf("table", "table")):
        assert made.find(odf("table", "table-header-rows")) is not None
        assert len(made.findall(f"{odf('table', 'table-header-columns')}/{odf('table', 'table-column')}")) == 1
    listed = {entry.get(odf("manifest", "full-path")) for entry in part("odt", "META-INF/manifest.xml")}
    assert set(parts) - {"mimetype", "META-INF/manifest.xml"} == listed - {"/"}, "LibreOffice refuses other files"


def test_word_is_titled_in_dutch_and_for_accessible_tables() -> None:
    assert (
        part("docx", "docProps/core.xml").findtext(".//{http://purl.org/dc/elements/1.1/}title")
        == "De rode draad in 3 sessies"
    )
    assert part("docx", "word/styles.xml").find(f"{W}docDefaults//{W}lang").get(f"{W}val") == "nl-NL"
    document = part("docx", "word/document.xml")
    for made in document.iter(f"{W}tbl"):
        assert made.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        assert made.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstColumn") == "1"
    footers = [name for name in unpack(office("docx")) if name.startswith("word/footer")]
    assert b"NUMPAGES" in unpack(office("docx"))[footers[0]]
    assert document.find(f".//{W}sectPr/{W}footerReference") is not None


def test_styles_that_are_used_are_there() -> None:
    known = {
        style.get(odf("style", "name"))
        for name in ("styles.xml", "content.xml")
        for style in part("odt", name).iter(odf("style", "style"))
    }
    used = {
        node.get(odf("text", "style-name"))
        for node in part("odt", "content.xml").iter(odf("text", "p"), odf("text", "h"), odf("text", "span"))
    }
    assert used - {None} <= known
    document = part("docx", "word/document.xml")
    known = {style.get(f"{W}styleId") for style in part("docx", "word/styles.xml").iter(f"{W}style")}
    used = {node.get(f"{W}val") for node in document.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    assert used <= known
    ours = set(re.findall(r'w:styleId="([^"]+)"', resources.read_text("report/docx/styles.xml")))
    assert used <= ours, "pandoc would give a style of its own"


def test_links_lead_to_bookmarks() -> None:
    content = part("odt", "content.xml")
    targets = {link.get("{http://www.w3.org/1999/xlink}href") for link in content.iter(odf("text", "a"))}
    marks = {
        f"#{mark.get(odf('text', 'name'))}"
        for mark in content.iter(odf("text", "bookmark-start"), odf("text", "bookmark"))
    }
    # OpenDocument counts from inside the file, so that its own folder is one up.
    elsewhere = {f"../rapport.html#{name}" for name in ("sessie-1", "uitspraak-1", "uitspraak-2")}
    assert elsewhere < targets <= {*marks, *elsewhere}
    document = part("docx", "word/document.xml")
    links = list(document.iter(f"{W}hyperlink"))
    targets = {link.get(f"{W}anchor") for link in links if link.get(f"{R}id") is None}
    told = {relation.get("Id"): relation.get("Target") for relation in part("docx", "word/_rels/document.xml.rels")}
    assert {told[link.get(f"{R}id")] for link in links if link.get(f"{R}id")} == {name[3:] for name in elsewhere}
    assert "dilemma-1" in targets <= {mark.get(f"{W}name") for mark in document.iter(f"{W}bookmarkStart")}


@pytest.mark.parametrize("format_name", OFFICE)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_breaks_a_document_for_a_word_processor(format_name: str, text: str) -> None:
    data = OFFICE[format_name](hostile(text))
    for name, xml in unpack(data).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(xml)
    shown = re.sub(r"\s|\u200b", "", read_back(data, format_name, "plain"))
    clean = re.sub(r"\s", "", signs.clean(text))
    if clean.strip("_"):
        assert shown.count(clean) > 20


@pytest.mark.parametrize("format_name", OFFICE)
def test_an_empty_document_for_a_word_processor_can_be_read(format_name: str) -> None:
    data = OFFICE[format_name](Document("", "nl", (), (), {}))
    assert read_back(data, format_name, "plain").strip() in ("", "Rapport")


# All


@pytest.mark.parametrize("write", [write_pdf, write_odt, write_docx])
def test_the_same_document_gives_the_same_bytes(write: Any) -> None:
    assert write(everything()) == write(everything())


def test_no_file_tells_when_it_was_made(pdf: pypdf.PdfReader) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.creation_date == pdf.metadata.modification_date == datetime(1980, 1, 1, tzinfo=UTC)
    for format_name in OFFICE:
        with zipfile.ZipFile(io.BytesIO(office(format_name))) as archived:
            assert {info.date_time for info in archived.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        years = {
            year
            for name, xml in unpack(office(format_name)).items()
            if name.endswith("meta.xml") or name.startswith("docProps")
            for year in re.findall(rb">(\d{4})-\d\d-\d\dT", xml)
        }
        assert years == {b"1980"}


def test_the_report_on_the_sample_corpus_is_there_in_every_format(sample_run: Run) -> None:
    html = (sample_run.reports / "rapport.html").read_text(encoding="utf-8")
    reader = pypdf.PdfReader(sample_run.reports / "rapport.pdf")
    titles = list(flatten(bookmarks(reader.outline)))
    for format_name in OFFICE:
        blocks = json.loads(
            read_back((sample_run.reports / f"rapport.{format_name}").read_bytes(), format_name, "json")
        )
        assert [read_text(block["c"][2]) for block in walk(blocks, "Header")] == titles
    headings = [unescape(heading) for heading in re.findall(r"<h[23] [^>]*><bdi>(.*?)</bdi>", html)]
    assert len(headings) > 50
    annexes = pypdf.PdfReader(sample_run.reports / "rapport-bijlagen.pdf")
    assert set(headings) <= {*titles, *flatten(bookmarks(annexes.outline))}


def flatten(value: Any) -> Iterator[str]:
    for element in value:
        if isinstance(element, list):
            yield from flatten(element)
        else:
            yield element
