"""What readers make of files, on small documents made by hand: what is meant to be read is, once and in place."""

import io
import json
import re
import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pypandoc
import pytest

from pipeline import tables
from pipeline.ingest.files import find_files, is_litter, open_files, read_bytes
from pipeline.ingest.readers import read_source
from pipeline.ingest.readers.completeness import lost_passages
from pipeline.ingest.readers.pdf.characters import LINE_HYPHEN, Character, Line, Page, read_lines
from pipeline.ingest.readers.pdf.edges import split_footnotes, split_running_lines
from pipeline.ingest.readers.pdf.hyphens import join
from pipeline.ingest.readers.pdf.paragraphs import paragraphs
from pipeline.ingest.readers.places import numbered_places
from pipeline.ingest.records import Rejection, Source
from pipeline.ingest.report import IngestedReport, read_report
from tests.hostile_files import docx, odt, pdf, zipped

SHOWN = ("De dijk moet hoger, maar het geld is op.", "Leg daarom een fonds aan.")
UNREAD = "Dit leest niemand mee, zei Faber."


def text_of(name: str, data: bytes) -> str:
    source = read_source(name, data)
    assert isinstance(source, Source), source
    return source.text


def word(inside: str, **parts: str) -> bytes:
    first, last = SHOWN
    return docx(f"<w:p><w:r><w:t>{first}</w:t></w:r></w:p>{inside}<w:p><w:r><w:t>{last}</w:t></w:r></w:p>", **parts)


def run(properties: str = "", text: str = UNREAD) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def word_styles(*styles: str) -> dict[str, str]:
    root = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return {"word/styles.xml": f"<w:styles {root}>{''.join(styles)}</w:styles>"}


def open_document(inside: str, styles: str = "") -> bytes:
    first, last = SHOWN
    data = odt(f"<text:p>{first}</text:p>{inside}<text:p>{last}</text:p>")
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
        for name, kind in (("style", "style"), ("draw", "drawing"), ("dc", "dc"))
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = parts["content.xml"].decode()
    content = content.replace("<office:document-content", f"<office:document-content{names}", 1)
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
    return zipped({**parts, "content.xml": content.replace("<office:body>", automatic, 1)})


def odf_style(properties: str) -> str:
    return f'<style:style style:name="X" style:family="text"><style:text-properties {properties}/></style:style>'


def page(inside: str) -> bytes:
    first, last = SHOWN
    return f"<html><body><main><h1>Verslag</h1><p>{first}</p>{inside}<p>{last}</p></main></body></html>".encode()


def note(inside: str) -> bytes:
    return f"# Verslag\n\n{SHOWN[0]}\n\n{inside}\n\n{SHOWN[1]}\n".encode()


def rich(inside: str) -> bytes:
    return (r"{\rtf1\ansi \pard " + SHOWN[0] + r"\par \pard " + inside + r"\par \pard " + SHOWN[1] + r"\par}").encode()


VANISH = '<w:style w:type="character" w:styleId="Weg"><w:name w:val="Weg"/><w:rPr><w:vanish/></w:rPr></w:style>'
STYLED = '<w:rStyle w:val="Weg"/>'
NOT_MEANT_TO_BE_READ = {
    "hidden docx": ("a.docx", word(f"<w:p>{run('<w:vanish/>')}</w:p>")),
    "hidden by style docx": ("a.docx", word(f"<w:p>{run(STYLED)}</w:p>", **word_styles(VANISH))),
    "struck docx": ("a.docx", word(f"<w:p>{run('<w:strike/>')}</w:p>")),
    "struck twice docx": ("a.docx", word(f"<w:p>{run('<w:dstrike/>')}</w:p>")),
    "deleted docx": ("a.docx", word(f'<w:p><w:del w:id="1"><w:r><w:delText>{UNREAD}</w:delText></w:r></w:del></w:p>')),
    "moved docx": ("a.docx", word(f'<w:p><w:moveFrom w:id="1">{run()}</w:moveFrom></w:p>')),
    "placeholder docx": ("a.docx", word(
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p>{run()}</w:p></w:sdtContent></w:sdt>"
    )),
    "commented docx": ("a.docx", word(
        '<w:p><w:r><w:t>Een zin.</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>',
        **{"word/comments.xml": '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
           f'<w:comment w:id="1"><w:p>{run()}</w:p></w:comment></w:comments>'},
    )),
    "hidden odt": ("a.odt", open_document(
        f'<text:p><text:span text:style-name="X">{UNREAD}</text:span></text:p>', odf_style('text:display="none"')
    )),
    "hidden paragraph odt": ("a.odt", open_document(
        f'<text:p><text:hidden-paragraph text:is-hidden="true"/>{UNREAD}</text:p>'
    )),
    "hidden section odt": ("a.odt", open_document(
        f'<text:section text:name="S" text:display="none"><text:p>{UNREAD}</text:p></text:section>'
    )),
    "struck odt": ("a.odt", open_document(
        f'<text:p><text:span text:style-name="X">{UNREAD}</text:span></text:p>',
        odf_style('style:text-line-through-style="solid"'),
    )),
    "deleted odt": ("a.odt", open_document(
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        f"<text:p>{UNREAD}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )),
    "commented odt": ("a.odt", open_document(
        f"<text:p>Een zin.<office:annotation><text:p>{UNREAD}</text:p></office:annotation></text:p>"
    )),
    "placeholder odt": ("a.odt", open_document(
        f'<text:p><text:placeholder text:placeholder-type="text">{UNREAD}</text:placeholder></text:p>'
    )),
    "hidden rtf": ("a.rtf", rich(r"{\v " + UNREAD + "}")),
    "struck rtf": ("a.rtf", rich(r"{\strike " + UNREAD + "}")),
    "deleted rtf": ("a.rtf", rich(r"{\deleted " + UNREAD + "}")),
    "commented rtf": ("a.rtf", rich(r"{\*\annotation " + UNREAD + "}")),
    "hidden html": ("a.html", page(f"<p hidden>{UNREAD}</p>")),
    "hidden by style html": ("a.html", page(f'<p style="color: red; display:none">{UNREAD}</p>')),
    "struck html": ("a.html", page(f"<p>Een zin. <s>{UNREAD}</s></p>")),
    "struck by style html": ("a.html", page(f'<p style="text-decoration: line-through">{UNREAD}</p>')),
    "deleted html": ("a.html", page(f"<p>Een zin. <del>{UNREAD}</del></p>")),
    "commented html": ("a.html", page(f"<!-- {UNREAD} -->")),
    "placeholder html": ("a.html", page(f'<p><input placeholder="{UNREAD}"></p>')),
    "hidden md": ("a.md", note(f"<p hidden>{UNREAD}</p>")),
    "struck md": ("a.md", note(f"Een zin. ~~{UNREAD}~~")),
    "struck by tag md": ("a.md", note(f"Een zin. <s>{UNREAD}</s>")),
    "commented md": ("a.md", note(f"<!-- {UNREAD} -->")),
    "commented in notes md": ("a.md", note(f"%% {UNREAD} %%")),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), NOT_MEANT_TO_BE_READ.values(), ids=NOT_MEANT_TO_BE_READ)
def test_what_is_not_meant_to_be_read_is_left_out_and_the_rest_is_not(name: str, data: bytes) -> None:
    source = read_source(name, data)
    assert isinstance(source, Source)
    assert "Faber" not in source.text
    assert all(sentence in source.text for sentence in SHOWN)
    assert source.unread == ()


# Boxes, fields, parts


BOX = f"<w:txbxContent><w:p>{run(text='Advies in een kader.')}</w:p></w:txbxContent>"
DRAWN = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">'
    '<w:drawing><x:wsp xmlns:x="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    f"<x:txbx>{BOX}</x:txbx></x:wsp></w:drawing></mc:Choice>"
    f'<mc:Fallback><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{BOX}</v:textbox></w:pict></mc:Fallback>'
    "</mc:AlternateContent>"
)
VML = f'<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{BOX}</v:textbox></v:shape></w:pict>'
FRAME = "<draw:frame><draw:text-box><text:p>Advies in een kader.</text:p></draw:text-box></draw:frame>"
BOXES = {
    "DrawingML": ("a.docx", word(f"<w:p><w:r><w:t>Een zin met kader.</w:t></w:r><w:r>{DRAWN}</w:r></w:p>")),
    "VML": ("a.docx", word(f"<w:p><w:r><w:t>Een zin met kader.</w:t></w:r><w:r>{VML}</w:r></w:p>")),
    "ODF frame": ("a.odt", open_document(f"<text:p>Een zin met kader.{FRAME}</text:p>")),
    "ODF shape": ("a.odt", open_document(
        "<text:p>Een zin met kader.<draw:custom-shape><text:p>Advies in een kader.</text:p></draw:custom-shape></text:p>"
    )),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), BOXES.values(), ids=BOXES)
def test_a_text_box_is_read_once_after_the_paragraph_that_holds_it(name: str, data: bytes) -> None:
    lines = [line for line in text_of(name, data).splitlines() if line]
    assert lines == [SHOWN[0], "Een zin met kader.", "Advies in een kader.", SHOWN[1]]


def test_the_text_that_a_field_shows_is_read() -> None:
    field = '<w:p><w:r><w:t xml:space="preserve">Voorzitter: </w:t></w:r>'
    field += '<w:fldSimple w:instr="AUTHOR"><w:r><w:t>Ida Berg</w:t></w:r></w:fldSimple></w:p>'
    assert "Voorzitter: Ida Berg" in text_of("a.docx", word(field))
    of_user = '<text:p>Voorzitter: <text:user-field-get text:name="v">Ida Berg</text:user-field-get></text:p>'
    assert "Voorzitter: Ida Berg" in text_of("a.odt", open_document(of_user))


def with_relation(data: bytes, kind: str, target: str, parts: dict[str, str]) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r9" Type="{base}/{kind}" Target="{target}"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        own = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**own, "word/_rels/document.xml.rels": relations, **parts})


def test_a_file_inserted_in_a_document_is_read_in_place() -> None:
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="r9"/>'
    inserted = "<html><body><p>De sluis blijft dicht.</p><p>Dat kost geld.</p></body></html>"
    data = with_relation(word(chunk), "aFChunk", "stuk.html", {"word/stuk.html": inserted})
    lines = [line for line in text_of("a.docx", data).splitlines() if line]
    assert lines == [SHOWN[0], "De sluis blijft dicht.", "Dat kost geld.", SHOWN[1]]


def test_the_main_part_of_a_document_is_found_by_its_relation() -> None:
    with zipfile.ZipFile(io.BytesIO(word(""))) as archive:
        parts = {name: archive.read(name).replace(b"document.xml", b"document7.xml") for name in archive.namelist()}
    parts["word/document7.xml"] = parts.pop("word/document.xml")
    assert SHOWN[0] in text_of("a.docx", zipped(parts))


def test_the_header_of_a_page_gives_a_field_that_the_text_does_not() -> None:
    root = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    header = f"<w:hdr {root}><w:p>{run(text='Datum: 3 mei 2023')}</w:p><w:p>{run(text='Rondetafel')}</w:p></w:hdr>"
    own = "<w:p><w:r><w:t>Datum: 4 juni 2023</w:t></w:r></w:p>"
    for inside, day in (("", "2023-05-03"), (own, "2023-06-04")):
        data = with_relation(docx(f"<w:p>{run(text='Verslag dijken')}</w:p>{inside}<w:p>{run(text=SHOWN[0])}</w:p>"
                                  f"<w:p>{run(text=SHOWN[1])}</w:p>"), "header", "header1.xml", {"word/header1.xml": header})  # fmt: skip
        report = read_report("a.docx", data)
        assert isinstance(report, IngestedReport)
        assert list(report.tables["sessions"]["date"]) == [day]


def test_what_a_reader_loses_is_named_with_its_place() -> None:
    passages = [("alinea", number, text) for number, text in enumerate((*SHOWN, UNREAD, UNREAD), start=1)]
    (part,) = lost_passages(passages, " ".join(SHOWN))
    assert part.reason == "part_unread"
    assert part.message.startswith("Controleer alinea 3–4 van dit bestand")


def test_places_are_ranges() -> None:
    assert numbered_places([7, 2, 3, 4, 9]) == "2–4, 7 en 9"
    assert numbered_places([5]) == "5"


# Web pages and mail


ACCORDIONS = {
    "details": f"<details><summary>Geld</summary><p>{UNREAD}</p></details>",
    "button over hidden": f"<h3><button aria-expanded='false'>Geld</button></h3><div hidden><p>{UNREAD}</p></div>",
    "aria-controls": f"<div><a role='button' aria-controls='p1'>Geld</a></div><div id='p1' style='display: none'><p>{UNREAD}</p></div>",
    "tab pane": f"<ul><li role='tab'>Geld</li></ul><div class='tab-pane' aria-hidden='true'><p>{UNREAD}</p></div>",
}


@pytest.mark.parametrize("inside", ACCORDIONS.values(), ids=ACCORDIONS)
def test_what_folds_out_is_content(inside: str) -> None:
    assert UNREAD in text_of("a.html", page(inside))


def test_a_heading_that_is_a_button_is_a_heading() -> None:
    source = read_source(
        "a.html", page("<h3><button>Geld</button></h3><div class='panel' hidden><p>Er is niets.</p></div>")
    )
    assert isinstance(source, Source)
    assert [block.text for block in source.blocks if block.heading_level == 3] == ["Geld"]


def mail(text: str, *attached: tuple[str, bytes], subject: str = "Verslag dijken") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@voorbeeld.nl", "b@voorbeeld.nl", subject
    message["Date"] = "Fri, 17 May 2024 09:00:00 +0200"
    message.set_content(text)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


REPORT = "Verslag dijken\n\n1. Geld\nDe dijk moet hoger, maar het geld is op.\n\n2. Ruimte\nEr is te weinig plaats, terwijl de huizen blijven.\n"
FORWARDS = {
    "Outlook": "-----Oorspronkelijk bericht-----\nVan: Ida Berg\nVerzonden: maandag\nAan: Jan\nOnderwerp: Verslag\n\n" + REPORT,
    "Gmail": "---------- Forwarded message ---------\nVan: Ida Berg <i@voorbeeld.nl>\nDate: ma 6 mei 2024\nSubject: Verslag\nTo: Jan\n\n\n" + REPORT,
    "quoted": "Op 6 mei 2024 om 10:00 schreef Ida Berg <i@voorbeeld.nl>:\n\n" + re.sub(r"(?m)^", "> ", REPORT),
}  # fmt: skip


@pytest.mark.parametrize("below", FORWARDS.values(), ids=FORWARDS)
def test_what_is_forwarded_under_a_cover_note_is_the_report(below: str) -> None:
    text = text_of("a.eml", mail(f"Hoi Jan,\n\nter info.\n\nIda\n\n{below}"))
    assert "het geld is op" in text
    assert "ter info" not in text
    assert "Verzonden" not in text


def test_what_stands_below_a_report_is_an_older_message() -> None:
    report = REPORT + "\n".join(f"Ook punt {n} kwam aan de orde en leverde veel vragen op." for n in range(12))
    text = text_of(
        "a.eml", mail(f"{report}\n\n-----Oorspronkelijk bericht-----\nVan: Ida\n\nKun je het verslag sturen?")
    )
    assert "het geld is op" in text
    assert "sturen" not in text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_mail_and_saved_pages_without_a_character_set_are_decoded(encoding: str) -> None:
    head = "From: a@voorbeeld.nl\nTo: b@voorbeeld.nl\nSubject: Verslag\n"
    assert "één café" in text_of("a.eml", f"{head}\nDe zin over één café en € 5.\n".encode(encoding))
    saved = f"{head}Snapshot-Content-Location: https://voorbeeld.nl\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    assert "één café" in text_of(
        "a.mhtml", saved.encode() + page("<p>De zin over één café.</p>").decode().encode(encoding)
    )


def test_files_in_mail_and_zips_are_reports_of_their_own(tmp_path: Path) -> None:
    inner = mail("Bijgaand het verslag.", ("verslag.docx", word("")), ("logo.png", b"\x89PNG"))
    long = mail(REPORT + "De zaal was vol en iedereen sprak mee. " * 20, ("bijlage.txt", REPORT.encode()))
    (tmp_path / "kort.eml").write_bytes(inner)
    (tmp_path / "lang.eml").write_bytes(long)
    (tmp_path / "alles.zip").write_bytes(
        zipped({"map/een.txt": REPORT, "mail.eml": inner, "__MACOSX/._een.txt": b"x", "../weg.md": "# Weg"})
    )
    found = list(find_files(tmp_path, max_bytes=10**7))
    assert [file.path for file in found] == [
        "alles.zip/map/een.txt", "alles.zip/mail.eml/verslag.docx", "alles.zip/weg.md",
        "kort.eml/verslag.docx", "lang.eml", "lang.eml/bijlage.txt",
    ]  # fmt: skip
    assert read_bytes(found[0].location, found[0].member) == REPORT.encode()
    with pytest.raises(OSError, match="weg"):
        read_bytes(tmp_path / "kort.eml", "weg")


def test_a_zip_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "stuk.zip").write_bytes(zipped({"a.txt": REPORT * 99})[:80])
    (file,) = find_files(tmp_path, max_bytes=10**7)
    assert file.rejection is not None
    assert file.rejection.reason == "unreadable"


@pytest.mark.parametrize(
    "path",
    ["~$rslag.docx", ".~lock.verslag.odt#", "._verslag.docx", "Desktop.ini", "thumbs.db", "map/Koppeling.URL", "a.lnk",
     "~WRL0003.tmp", ".DS_Store", "__MACOSX/verslag.docx", ".gitkeep"],
)  # fmt: skip
def test_litter_of_programs_is_no_report(path: str) -> None:
    assert is_litter(path)


@pytest.mark.parametrize("path", ["verslag.docx", "map/~verslag.txt", ".verslag.txt", "lock.odt", "tmp/verslag.md"])
def test_other_files_are_no_litter(path: str) -> None:
    assert not is_litter(path)


# Transcripts


TURNS = (
    ("Ida Berg", "0:03", "Goedemorgen, we praten over de dijk."),
    ("Jan Mulder", "0:12", "De dijk moet hoger, maar het geld"),
    ("Jan Mulder", "0:20", "is op. Dat weet iedereen."),
    ("Ida Berg", "1:02", "Leg dan een fonds aan."),
)
TRANSCRIPTS = {
    "Teams.vtt": "WEBVTT\n\n" + "\n\n".join(
        f"a1b2-{n}/7-0\n00:0{time}.120 --> 00:59:59.000\n<v {name}>{text}</v>" for n, (name, time, text) in enumerate(TURNS)
    ),
    "Zoom.vtt": "WEBVTT\n\n" + "\n\n".join(
        f"{n}\n00:0{time}.120 --> 00:59:59.000\n{name}: {text}" for n, (name, time, text) in enumerate(TURNS, start=1)
    ),
    "ondertitel.srt": "\n\n".join(
        f"{n}\n00:0{time},120 --> 00:59:59,000\n{name}: {text}" for n, (name, time, text) in enumerate(TURNS, start=1)
    ),
    "Teams.txt": "\n\n".join(f"{name}   {time}\n{text}" for name, time, text in TURNS),
    "Zoom.txt": "\n\n".join(f"[{name}] {time}\n{text}" for name, time, text in TURNS),
    "beside.txt": "\n".join(f"[{time}] {name}: {text}" for name, time, text in TURNS),
}  # fmt: skip


def transcript_docx() -> bytes:
    turns = (
        f"<w:p><w:r><w:t>{name}</w:t></w:r><w:r><w:tab/><w:t>{time}</w:t></w:r><w:r><w:br/><w:t>{text}</w:t></w:r></w:p>"
        for name, time, text in TURNS
    )
    return docx("".join(turns))


@pytest.mark.parametrize(
    ("name", "data"),
    [*((name, text.encode()) for name, text in TRANSCRIPTS.items()), ("Teams.docx", transcript_docx())],
    ids=[*TRANSCRIPTS, "Teams.docx"],
)
def test_a_transcript_has_speakers_turns_and_times(name: str, data: bytes) -> None:
    report = read_report(name, data)
    assert isinstance(report, IngestedReport)
    insights = tables.records(report.tables["insights"])
    assert [row["text"] for row in insights] == [
        "Ida Berg: Goedemorgen, we praten over de dijk.",
        "Jan Mulder: De dijk moet hoger, maar het geld is op. Dat weet iedereen.",
        "Ida Berg: Leg dan een fonds aan.",
    ]
    assert [row["time"][-4:] for row in insights] == ["0:03", "0:12", "1:02"]
    assert list(report.tables["participants"]["name"]) == ["Ida Berg", "Jan Mulder"]
    assert "-->" not in report.text
    assert "a1b2" not in report.text


def test_names_from_an_address_book_and_rooms() -> None:
    text = (
        "Overleg dijken\n\nBerg, Ida heeft de transcriptie gestart\n\nBerg, Ida   0:03\nWelkom.\n\nMulder, Jan (VLV)   0:09\nDank.\n\n"
        "Zaal 2.14   0:20\nWij horen niets.\n\nBerg, Ida   1:10\nZo beter?\n\nMulder, Jan (VLV)   1:20\nDe dijk moet hoger, maar het geld is op.\n"
    )
    report = read_report("a.txt", text.encode())
    assert isinstance(report, IngestedReport)
    people = tables.records(report.tables["participants"], ("name", "organisation"))
    assert [(row["name"], row["organisation"]) for row in people] == [("Ida Berg", None), ("Jan Mulder", "VLV")]
    assert "transcriptie" not in report.text
    assert list(report.tables["sessions"]["title"]) == ["Overleg dijken"]


INTERVIEW = (
    ("I", "Hoe loopt het met de dijk?"),
    ("R", "De dijk moet hoger, maar het geld is op."),
    ("I", "Wat helpt daarbij?"),
    ("R", "Leg een fonds aan."),
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "\n".join(f"{label}: {text}" for label, text in INTERVIEW).encode()),
        ("a.md", "\n\n".join(f"**{label}:** {text}" for label, text in INTERVIEW).encode()),
        ("a.docx", docx("".join(f"<w:p><w:r><w:t>{label}: {text}</w:t></w:r></w:p>" for label, text in INTERVIEW))),
        ("a.html", f"<main>{''.join(f'<p>{label}: {text}</p>' for label, text in INTERVIEW)}</main>".encode()),
    ],
)
def test_questions_of_an_interviewer_are_kept_marked_and_not_coded(name: str, data: bytes) -> None:
    report = read_report(name, data)
    assert isinstance(report, IngestedReport)
    blocks = tables.records(report.tables["blocks"])
    asked = [row["text"] for row in blocks if row["is_question_of_interviewer"]]
    assert asked == ["I: Hoe loopt het met de dijk?", "I: Wat helpt daarbij?"]
    assert not any(row["part"] == "body" for row in blocks if row["is_question_of_interviewer"])
    assert len(report.tables["participants"]) == 0


def test_an_agenda_with_times_is_no_transcript() -> None:
    agenda = "Verslag dijken\n\nOpening 10:00\nWelkom door de voorzitter.\nGeld 10:10\nHet geld is op.\nRondvraag 11:00\nNiets.\n"
    source = read_source("a.txt", agenda.encode())
    assert isinstance(source, Source)
    assert all(block.speaker is None for block in source.blocks)


# Slides


def slide(*paragraphs: tuple[str, str], hidden: bool = False) -> str:
    names = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    shapes = "".join(
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr><p:txBody>'
        f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        for kind, text in paragraphs
    )
    shown = ' show="0"' if hidden else ""
    return f"<p:sld {names}{shown}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def test_slides_are_read_in_order_under_their_titles() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{office}/slide" Target="slides/slide{n}.xml"/>' for n in (1, 2, 3)
    )
    data = zipped({
        "ppt/presentation.xml": '<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        f'xmlns:r="{office}"><p:sldIdLst><p:sldId r:id="r2"/><p:sldId r:id="r1"/><p:sldId r:id="r3"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels":
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        "ppt/slides/slide1.xml": slide(("title", "Geld"), ("body", SHOWN[0]), ("sldNum", "2")),
        "ppt/slides/slide2.xml": slide(("ctrTitle", "Verslag dijken")),
        "ppt/slides/slide3.xml": slide(("title", "Weg"), ("body", UNREAD), hidden=True),
    })  # fmt: skip
    source = read_source("a.pptx", data)
    assert isinstance(source, Source)
    assert [(block.text, block.heading_level, block.page) for block in source.blocks] == [
        ("Verslag dijken", 1, 1), ("Geld", 2, 2), (SHOWN[0], None, 2),
    ]  # fmt: skip


# Markdown of programs for notes


def test_signs_of_programs_for_notes_are_no_text() -> None:
    source = read_source(
        "a.md",
        note("De ==dijk== van [[Waterschap|het schap]] is oud.[^1] ^blok\n\n> [!note] Let op\n> De datum staat vast.\n\n"
             "- [ ] Berg belt\n- [x] Mulder schrijft\n\n[^1]: Zie de brief."),
    )  # fmt: skip
    assert isinstance(source, Source)
    assert "De dijk van het schap is oud.\n" in source.text
    assert not re.search(r"\[(?![ x]\])|\^|==|!", source.text)
    assert [block.text for block in source.blocks if block.style == "task"] == ["Berg belt", "Mulder schrijft"]
    assert source.blocks[-1].text == "Zie de brief."


# PDF, on characters made by hand


def characters(text: str, left: float = 70, bottom: float = 100, size: float = 10, **more: bool) -> list[Character]:
    return [
        Character(sign, left + 5 * n, left + 5 * n + 4.5, bottom - 0.7 * size, bottom, size, False, **more)
        for n, sign in enumerate(text)
    ]


def newline() -> list[Character]:
    return [Character("\n", 0, 0, 0, 0, 0, False)]


def line(text: str, bottom: float, left: float = 70, size: float = 10, page: int = 1) -> Line:
    (made,) = read_lines(characters(text, left, bottom, size), page)
    return made


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("de VNG" + LINE_HYPHEN, "leden", "de VNG-leden"),
        ("de inkoop-", "en aanbesteding", "de inkoop- en aanbesteding"),
        ("de inkoop" + LINE_HYPHEN, "of verkoop", "de inkoop- of verkoop"),
        ("het e" + LINE_HYPHEN, "mailverkeer", "het e-mailverkeer"),
        ("de Zuid" + LINE_HYPHEN, "Hollandse", "de Zuid-Hollandse"),
        ("de ex-", "minister", "de ex-minister"),
        ("de sa" + LINE_HYPHEN, "menwerking", "de samenwerking"),
        ("DE SAMEN-", "WERKING", "DE SAMENWERKING"),
        ("op 19-6-", "’24", "op 19-6-’24"),
        ("het plan -", "een schets", "het plan - een schets"),
        ("gewoon", "verder", "gewoon verder"),
    ],
)
def test_hyphens_at_the_end_of_a_line(above: str, below: str, expected: str) -> None:
    assert join(above, below) == expected


def test_how_the_document_writes_a_word_elsewhere_decides() -> None:
    assert join("de co-", "creatie", frozenset({"co-creatie"})) == "de co-creatie"
    assert join("de BOMOS-", "groep", frozenset({"bomosgroep"})) == "de BOMOSgroep"


def test_a_wide_gap_cuts_a_line() -> None:
    found = list(read_lines([*characters("links"), *characters("rechts", left=200)], 1))
    assert [each.text for each in found] == ["links", "rechts"]


def test_a_raised_number_goes_with_its_footnote_and_stays_without() -> None:
    def text_line(mark: str) -> Line:
        raised = characters(mark, left=70 + 5 * 7, bottom=95, size=6)
        (made,) = read_lines(
            [*characters("te krap"), *newline(), *raised, *newline(), *characters(", zei zij.", left=70 + 5 * 8)], 1
        )
        return made

    foot = line("1 Zie de brief.", 700)
    kept, notes = split_footnotes([[text_line("1"), line("Meer.", 112), foot]], 10)
    assert [each.text for each in kept[0]] == ["te krap, zei zij.", "Meer."]
    assert [each.text for each in notes[0]] == ["1 Zie de brief."]
    kept, notes = split_footnotes([[text_line("2"), line("Meer.", 112), foot]], 10)
    assert kept[0][0].text == "te krap2, zei zij."
    assert notes == []


def test_a_numbered_list_below_is_no_footnote() -> None:
    lines = [line("1 Zorg", 130), line("Gewone tekst.", 142)]
    assert split_footnotes([lines], 10) == ([lines], [])


def test_lines_at_the_edge_of_several_pages_are_left_out() -> None:
    pages = [
        Page(n, 800, (line("Rondetafel", 30, page=n), line("Een zin.", 400, page=n), line(f"{n}", 780, page=n)))
        for n in (1, 2)
    ]
    kept, running = split_running_lines(pages)
    assert [[each.text for each in lines] for lines in kept] == [["Een zin."], ["Een zin."]]
    assert "Rondetafel" in {each.text for each in running}


def test_a_paragraph_goes_on_over_lines_and_pages() -> None:
    lines = [line("De dijk moet hoger, maar het geld van", 100), line("het schap is op en dus gebeurt er niets in", 112),
             line("de polder.", 100, page=2), line("Leg een fonds aan.", 140, page=2)]  # fmt: skip
    assert [piece.text for piece in paragraphs(lines, 10)] == [
        "De dijk moet hoger, maar het geld van het schap is op en dus gebeurt er niets in de polder.", "Leg een fonds aan.",
    ]  # fmt: skip


PICTURE = b"q 500 0 0 700 40 40 cm /I Do Q"


def partly_scanned() -> bytes:
    """A PDF of a page with text, two that are pictures, and one that is blank."""
    shown = f"BT /F 12 Tf 60 700 Td ({SHOWN[0]}) Tj 0 -20 Td ({SHOWN[1]}) Tj ET".encode()
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R 6 0 R]/Count 4>>"}
    resources = b"/Resources<</Font<</F 11 0 R>>/XObject<</I 12 0 R>>>>/MediaBox[0 0 595 842]"
    for number, content in ((3, 7), (4, 8), (5, 8), (6, 9)):
        objects[number] = b"<</Type/Page/Parent 2 0 R" + resources + f"/Contents {content} 0 R>>".encode()
    for number, stream in ((7, shown), (8, PICTURE), (9, b" ")):
        objects[number] = f"<</Length {len(stream)}>>stream\n".encode() + stream + b"\nendstream"
    objects[11] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    objects[12] = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\n\x00\nendstream"
    )
    data, places = b"%PDF-1.4\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    rows = "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in places.items())
    return data + f"xref\n{rows}trailer\n<</Root 1 0 R/Size 13>>\nstartxref\n{len(data)}\n%%EOF".encode()


def test_pages_that_are_a_scan_are_named() -> None:
    source = read_source("a.pdf", partly_scanned())
    assert isinstance(source, Source)
    assert SHOWN[0] in source.text
    assert [part.message for part in source.unread] == ["Bladzijde 2–3 zijn een scan; laat ze met OCR omzetten."]


def test_what_is_set_sideways_stands_apart() -> None:
    body = f"BT /F1 12 Tf 60 700 Td ({SHOWN[0]}) Tj ET BT /F1 12 Tf 0 1 -1 0 580 300 Tm (CONCEPT) Tj ET "
    body += f"BT /F1 12 Tf 60 680 Td ({SHOWN[1]}) Tj ET"
    source = read_source("a.pdf", pdf(body.encode()))
    assert isinstance(source, Source)
    assert [block.text for block in source.blocks if block.style == "margin"] == ["CONCEPT"]
    assert " ".join(SHOWN) in " ".join(source.text.split())


# One document, several formats


DOCUMENT = f"""# Verslag overleg dijken

Datum: 3 mei 2023

Aanwezig: Ida Berg (UWV, voorzitter), Jan Mulder (VNG)

## Geld

{SHOWN[0]} De gemeenten wachten op het Rijk.

- Het fonds is leeg.
- Niemand weet wie betaalt.

## Ruimte

Er is te weinig plaats. {SHOWN[1]}
"""
FORMATS = {"docx": "docx", "odt": "odt", "rtf": "rtf", "html": "html", "epub": "epub", "md": None}


def saved_as(format_name: str) -> bytes:
    if FORMATS[format_name] is None:
        return DOCUMENT.encode()
    command = [
        pypandoc.get_pandoc_path(),
        "-s",
        "-f",
        "markdown",
        "-t",
        format_name,
        "-o",
        "-",
        "--metadata",
        "lang=nl",
    ]
    return subprocess.run(command, input=DOCUMENT.encode(), capture_output=True, check=True).stdout


def test_a_document_gives_the_same_in_every_format_it_is_saved_in() -> None:
    found = {}
    for format_name in FORMATS:
        report = read_report(f"verslag.{format_name}", saved_as(format_name))
        assert isinstance(report, IngestedReport), (format_name, report)
        insights = tables.records(report.tables["insights"], ("heading", "text"))
        people = tables.records(report.tables["participants"], ("name", "organisation", "is_chair"))
        days = list(report.tables["sessions"]["date"])
        shown = [[row["heading"], re.sub(r"\W+", " ", row["text"])] for row in insights]
        found[format_name] = json.dumps([shown, people, days], default=str)
        assert list(report.tables["rejections"]["reason"]) == []
    assert set(found.values()) == {found["md"]}
    assert "Ida Berg" in found["md"]


def test_an_unknown_format_is_named() -> None:
    found = read_source("a.xlsx", zipped({"xl/workbook.xml": "<x/>"}))
    assert isinstance(found, Rejection)
    assert found.reason == "unsupported_format"


def test_files_that_an_office_program_has_open_are_named(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    for name in ("verslag.docx", "~$rslag.docx", "nota.odt", ".~lock.nota.odt#", "2024/~$is-weg.docx", "ander.docx"):
        (tmp_path / name).write_text("x")
    assert open_files(tmp_path) == ["nota.odt", "verslag.docx"]
