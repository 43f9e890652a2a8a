"""Files that people and attackers leave in a folder of reports, made by hand: name, bytes, and what is to become of them.

`READ` is a report; a tuple holds the codes of `rejections` that are right; with `EITHER` all that counts is that
nothing breaks.
"""

import base64
import io
import itertools
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

TEXT = """Verslag overleg schuldhulp

Datum: 3 mei 2023
Aanwezig: Anna de Boer (SZW, directeur, voorzitter), Piet Visser (UWV, manager)

1. Wachttijden
De wachttijd is lang, maar er zijn te weinig mensen om die te bekorten. Volgens de directeur moet dat anders.

2. Geld
Het geld is tijdelijk en het werk blijft. Geef daarom geld voor langere tijd.
"""
Expected = tuple[str, ...] | None
READ: Expected = ()
EITHER: Expected = None
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha ha ha ha ha ha ha ha ha ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in itertools.pairwise("abcdefghijk")
) + "]>"  # fmt: skip
_LOCAL_FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY k SYSTEM "http://127.0.0.1:9/">]>'


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)  # without a time: the same bytes each time
    return out.getvalue()


def docx(body: str = "", prologue: str = "", **parts: str) -> bytes:
    """Return a Word document with a body of WordprocessingML, or with the paragraphs of `TEXT`."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEXT.splitlines())
    document = f'{prologue}<w:document xmlns:w="{_WORD}"><w:body>{body or paragraphs}</w:body></w:document>'
    return zipped({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document, **parts})


def odt(body: str = "", prologue: str = "", **parts: str) -> bytes:
    """Return an OpenDocument text."""
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in TEXT.splitlines())
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    content = (
        f'{prologue}<office:document-content{names} office:version="1.2"><office:body><office:text>'
        f"{body or paragraphs}</office:text></office:body></office:document-content>"
    )
    styles = f'<office:document-styles{names} office:version="1.2">'
    styles += "<office:font-face-decls/><office:styles/><office:automatic-styles/><office:master-styles/>"
    styles += "</office:document-styles>"
    mimetype = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/></manifest:manifest>'
    )
    own = {"mimetype": mimetype, "content.xml": content, "styles.xml": styles, "META-INF/manifest.xml": manifest}
    return zipped({**own, **parts})


def pdf(
    content: bytes = b"", pages: str = "[3 0 R]", count: str = "1", box: str = "[0 0 595 842]", extra: str = ""
) -> bytes:
    """Return a PDF of one page with this content stream, or with the lines of `TEXT`."""
    if not content:
        lines = [line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)") for line in TEXT.splitlines()]
        content = b"BT /F1 10 Tf 50 780 Td 14 TL " + b"".join(b"(" + line + b") Tj T* " for line in lines) + b"ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids{pages}/Count {count}>>".encode(),
        f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{extra}>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def rtf(body: str = "") -> bytes:
    """Return a Rich Text document."""
    return ("{\\rtf1\\ansi " + (body or TEXT.replace("\n", "\\par\n")) + "}").encode("cp1252")


def html(body: str = "", head: str = "") -> bytes:
    """Return a web page."""
    paragraphs = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line)
    return f"<!doctype html><html lang=nl><head>{head}</head><body>{body or paragraphs}</body></html>".encode()


def eml(body: str = TEXT, headers: str = "Content-Type: text/plain; charset=utf-8\n") -> bytes:
    """Return an e-mail message."""
    own = "From: a@voorbeeld.nl\nTo: b@voorbeeld.nl\nSubject: Verslag\nDate: Wed, 3 May 2023 10:00:00 +0200\n"
    return (own + headers + "\n" + body).encode()


def hostile_files() -> Iterator[tuple[str, bytes, Expected]]:
    """Yield the files."""
    yield from _texts()
    yield from _pages_and_mails()
    yield from _zipped_documents()
    yield from _rtf_and_pdf()


def _texts() -> Iterator[tuple[str, bytes, Expected]]:
    plain, text = TEXT.encode(), TEXT
    yield "leeg.txt", b"", ("empty",)
    yield "wit.txt", b" \r\n\t\n\x0c", ("empty",)
    yield "alleen-bom.txt", b"\xef\xbb\xbf", ("empty",)
    yield "nullen.txt", bytes(5000), ("empty", "encoding")
    yield "plaatje.txt", b"\x89PNG\r\n\x1a\n" + bytes(500), ("encoding",)
    yield "ruis.txt", bytes(itertools.chain.from_iterable(range(256) for _ in range(40))), ("encoding",)
    yield "utf16.txt", text.encode("utf-16"), READ
    yield "utf16-zonder-bom.txt", text.encode("utf-16-le"), READ
    yield "utf16-half.txt", text.encode("utf-16")[:-1], EITHER
    yield "utf32.txt", text.encode("utf-32"), READ
    yield "cp1252.txt", text.replace("Anna", "Zoë").encode("cp1252"), READ
    yield "mojibake.txt", text.replace("Anna", "Zoë").encode().decode("cp1252").encode(), READ
    yield "halve-utf8.txt", plain + b"\xc3", READ
    yield "oude-mac.txt", plain.replace(b"\n", b"\r"), READ
    yield "onzichtbaar.txt", text.replace(" ", "\u200b \u202e").encode(), READ
    yield "kopregels.txt", b"Regel: tekst\r\n vervolg\r\n" * 500, EITHER
    yield "commentaar.txt", b"<!---->" * 500 + plain, EITHER
    yield "stapels.txt", text.replace("e", "e" + "\u0301\u0330" * 40).encode(), EITHER
    yield "besturing.txt", text.replace(" ", " \x01\x02").encode(), EITHER
    yield "emoji.txt", text.replace(".", " \U0001f9f5\U0001f468\u200d\U0001f469.").encode(), READ
    yield "een-woord.txt", b"a" * 2_000_000, EITHER
    yield "een-regel.txt", text.replace("\n", " ").encode() * 2000, EITHER
    yield "haakjes.txt", (text + "Aanwezig: " + "DG A (B, C " * 20_000).encode(), EITHER
    yield "open-haakjes.txt", (text + "(" * 200_000).encode(), EITHER
    yield "punten.txt", (text + "1." * 200_000).encode(), EITHER
    yield "streepjes.txt", (text + "1-" * 200_000).encode(), EITHER
    yield "spaties.txt", (text + "Aanwezig:" + " " * 500_000 + "x").encode(), EITHER
    yield "lege-regels.txt", (text + "\n" * 500_000 + text).encode(), EITHER
    yield "hoofdletters.txt", (text + "Aanwezig: " + "Van Der A-B " * 50_000).encode(), EITHER
    yield (
        "namen.txt",
        (text + "Aanwezig: " + ", ".join(f"Anna de Boer ({n}, SZW)" for n in range(20_000))).encode(),
        None,
    )
    yield (
        "koppen.txt",
        "".join(f"{n}. Kop nummer {n}\nDe tekst van punt {n} is kort.\n\n" for n in range(5000)).encode(),
        None,
    )
    yield "dubbele-punten.txt", (text + "a: " * 100_000).encode(), EITHER
    yield "aanhaling.txt", (text + "“‘" * 100_000).encode(), EITHER
    yield "datums.txt", (text + "3 mei 2023 " * 50_000).encode(), EITHER
    yield "duits.txt", b"Die Sitzung wurde eroffnet und alle sprachen uber Gelder. " * 9, ("not_dutch",)
    yield "afrikaans.txt", b"Die vergadering het besluit dat skole meer geld moet kry. " * 9, ("not_dutch",)
    yield "engels.txt", b"The meeting was opened and everyone talked about money and trust. " * 9, ("not_dutch",)
    yield "titel.txt", b"Verslag overleg", ("no_insights",)
    yield "zonder-einde", plain, READ
    yield "verslag.onbekend", plain, EITHER
    yield "diep.md", (text + "\n" + "\n".join("  " * n + "- punt" for n in range(2000))).encode(), EITHER
    yield "citaten.md", (text + "\n" + ">" * 20_000 + " x").encode(), EITHER
    yield "hekjes.md", (text + "\n" + "#" * 100_000).encode(), EITHER
    yield "sterren.md", (text + "\n" + "*a **b " * 20_000).encode(), EITHER
    yield "links.md", (text + "\n" + "[" * 50_000).encode(), EITHER
    yield "tabel.md", (text + "\n" + "|a" * 5000 + "|\n" + "|-" * 5000 + "|\n" + "|b" * 5000 + "|\n").encode(), EITHER
    yield "front.md", b"---\na: &a [1]\nb: [*a, *a]\n---\n" + plain, EITHER
    yield "front-kapot.md", b"---\n: : :\n  - [\n---\n" + plain, EITHER


def _pages_and_mails() -> Iterator[tuple[str, bytes, Expected]]:
    own = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line)
    yield "diep.html", html("<div>" * 20_000 + own), EITHER
    yield "open.html", b"<html><body>" + own.replace("</p>", "").encode(), EITHER
    yield "leeg.html", html("<p></p>"), ("empty", "no_insights", "not_dutch")
    yield "menu.html", html("<nav><ul>" + "<li><a href=/>Home</a></li>" * 50 + "</ul></nav>"), EITHER
    yield "script.html", html(own + "<script>alert('x')</script><iframe src=file:///etc/passwd></iframe>"), READ
    yield (
        "plaatjes.html",
        html(own + "<img src=http://127.0.0.1:9/a.png><link rel=stylesheet href=//127.0.0.1:9/>"),
        READ,
    )
    yield (
        "entiteiten.html",
        (_LAUGHS.replace("DOCTYPE x", "DOCTYPE html") + "<html><body>&k;" + own + "</body></html>").encode(),
        None,
    )
    yield (
        "extern.html",
        (_LOCAL_FILE.replace("DOCTYPE x", "DOCTYPE html") + "<html><body>&a;&k;" + own + "</body></html>").encode(),
        None,
    )
    yield "nullen.html", html(own).replace(b"<p>", b"<p>\0"), EITHER
    yield "leugen.html", html(own, "<meta charset=utf-16>"), EITHER
    yield "tabellen.html", html("<table><tr><td>" * 2000 + own), EITHER
    yield "kenmerken.html", html(own + "<p " + "a=b " * 100_000 + ">x</p>"), EITHER
    yield "binair.html", b"<html>" + bytes(range(256)) * 50, EITHER
    yield "zonder-inhoud.eml", eml(""), ("empty", "no_insights", "not_dutch")
    yield "zonder-grens.eml", eml(headers="Content-Type: multipart/mixed\n"), EITHER
    yield "bijlage.eml", eml("--x\nContent-Type: application/pdf\nContent-Disposition: attachment\n\nJVBERi0=\n--x--\n", "Content-Type: multipart/mixed; boundary=x\n"), EITHER  # fmt: skip
    yield "base64.eml", eml("!!!" * 500, "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n"), EITHER
    yield "nestels.eml", eml("".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(300)) + TEXT, "Content-Type: multipart/mixed; boundary=b0\n"), EITHER  # fmt: skip
    yield "vreemde-letters.eml", eml(headers="Content-Type: text/plain; charset=bestaat-niet\n"), EITHER
    yield "lange-kop.eml", b"Subject: " + b"a" * 500_000 + b"\n" + eml(), EITHER
    yield "citaten.eml", eml("> " * 50_000 + TEXT), EITHER


def _zipped_documents() -> Iterator[tuple[str, bytes, Expected]]:
    whole = docx()
    yield "gewoon.docx", whole, READ
    yield "docx-zonder-einde", whole, READ
    yield "vermomd.pdf", whole, READ
    yield "afgebroken.docx", whole[: len(whole) // 2], ("unreadable",)
    yield "kop-van-zip.docx", b"PK\x03\x04" + bytes(50), ("unreadable",)
    yield "lege-zip.docx", zipped({}), ("unreadable", "unsupported_format")
    yield "map.zip", zipped({"verslag.txt": TEXT}), ("unsupported_format",)
    yield "rekenblad.xlsx", zipped({"xl/workbook.xml": "<x/>"}), ("unsupported_format",)
    yield "bom.docx", docx(**{"word/media/a.bin": "0" * 300_000_000}), ("too_large",)
    yield "bom.odt", odt(**{"Pictures/a.bin": "0" * 300_000_000}), ("too_large",)
    yield (
        "lach.docx",
        docx("<w:p><w:r><w:t>&k;</w:t></w:r></w:p>", _LAUGHS),
        ("unreadable", "empty", "no_insights", "not_dutch"),
    )
    yield (
        "extern.docx",
        docx("<w:p><w:r><w:t>&a;&k;</w:t></w:r></w:p>", _LOCAL_FILE),
        ("unreadable", "empty", "no_insights", "not_dutch"),
    )
    yield "kapotte-xml.docx", docx("<w:p><w:r>"), ("unreadable",)
    yield "leeg.docx", docx("<w:p/>"), ("empty",)
    yield "omhoog.docx", docx(**{"../../../../tmp/rode-draad-hostile": "x"}), EITHER
    yield (
        "diepe-tabel.docx",
        docx("<w:tbl><w:tr><w:tc>" * 300 + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 300),
        None,
    )
    yield "veel-delen.docx", docx(**{f"word/x{n}.xml": "" for n in range(20_000)}), EITHER
    yield "oud.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ("unsupported_format",)
    yield (
        "wachtwoord.docx",
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
        ("encrypted",),
    )
    locked = bytearray(whole)
    for at in range(len(locked) - 4):
        if locked[at : at + 4] == b"PK\x01\x02":
            locked[at + 8] |= 1
        if locked[at : at + 4] == b"PK\x03\x04":
            locked[at + 6] |= 1
    yield "versleuteld.docx", bytes(locked), ("encrypted",)
    yield "gewoon.odt", odt(), READ
    yield "zonder-inhoud.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), ("unreadable",)
    yield "lach.odt", odt("<text:p>&k;</text:p>", _LAUGHS), ("unreadable", "empty", "no_insights", "not_dutch")
    yield "kapot.odt", odt("<text:p>"), ("unreadable",)
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    locked_odt = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": zlib.compress(TEXT.encode()), "META-INF/manifest.xml": manifest}  # fmt: skip
    yield "versleuteld.odt", zipped(locked_odt), ("encrypted",)
    yield "spaties.odt", odt('<text:p>a<text:s text:c="999999999"/>b</text:p>'), EITHER
    yield "herhaald.odt", odt('<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'), EITHER  # fmt: skip
    yield "leeg.epub", zipped({"mimetype": "application/epub+zip"}), ("unreadable",)
    yield (
        "kapot.epub",
        zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<container>"}),
        ("unreadable",),
    )


def _rtf_and_pdf() -> Iterator[tuple[str, bytes, Expected]]:
    whole = pdf()
    yield "gewoon.rtf", rtf(), READ
    yield "afgebroken.rtf", b"{\\rtf1 \\ansi", ("unreadable", "empty")
    yield "diep.rtf", rtf("{" * 100_000 + "x" + "}" * 100_000), EITHER
    yield "binair.rtf", rtf(r"\bin999999999 " + TEXT), EITHER
    yield (
        "opgehaald.rtf",
        rtf(r"{\field{\*\fldinst INCLUDETEXT /etc/passwd}{\fldrslt x}}" + TEXT.replace("\n", "\\par\n")),
        None,
    )
    yield "plaatje.rtf", rtf(r"{\pict\pngblip " + "89504e47" * 50_000 + "}" + TEXT.replace("\n", "\\par\n")), EITHER
    yield "gewoon.pdf", whole, READ
    yield "vermomd.txt", whole, READ
    yield "afgebroken.pdf", whole[: len(whole) // 3], ("unreadable", "no_text")
    yield "kop.pdf", b"%PDF-1.7\nniets", ("unreadable",)
    yield "geen-bladzijden.pdf", pdf(pages="[]", count="0"), ("unreadable", "no_text", "empty")
    yield "kringloop.pdf", pdf(pages="[2 0 R]"), ("unreadable", "no_text", "empty")
    yield "miljard.pdf", pdf(count="1000000000"), EITHER
    yield "enorm.pdf", pdf(box="[0 0 1e9 1e9]"), EITHER
    yield "scan.pdf", pdf(b"q 500 0 0 700 0 0 cm Q"), ("no_text",)
    yield "gedraaid.pdf", pdf(extra="/Rotate 90"), EITHER
    yield "stapel.pdf", pdf(b"BT /F1 10 Tf 50 700 Td " + b"(De wachttijd is lang.) Tj 0 0 Td " * 5000 + b"ET"), EITHER
    yield "letters.pdf", pdf(b"BT /F1 10 Tf " + b"".join(b"1 0 0 1 %d %d Tm (x) Tj " % (n % 500, n // 50) for n in range(30_000)) + b"ET"), EITHER  # fmt: skip
    yield "beveiligd.pdf", base64.b64decode(_LOCKED_PDF), ("encrypted",)


# One page under a password (RC4, 40 bits).
_LOCKED_PDF = (
    "JVBERi0xLjMKJZOMi54gUmVwb3J0TGFiIEdlbmVyYXRlZCBQREYgZG9jdW1lbnQgKG9wZW5zb3VyY2UpCjEgMCBvYmoKPDwKL0YxIDIgMCBSCj"
    "4+CmVuZG9iagoyIDAgb2JqCjw8Ci9CYXNlRm9udCAvSGVsdmV0aWNhIC9FbmNvZGluZyAvV2luQW5zaUVuY29kaW5nIC9OYW1lIC9GMSAvU3Vi"
    "dHlwZSAvVHlwZTEgL1R5cGUgL0ZvbnQKPj4KZW5kb2JqCjMgMCBvYmoKPDwKL0NvbnRlbnRzIDggMCBSIC9NZWRpYUJveCBbIDAgMCAyMDAgMj"
    "AwIF0gL1BhcmVudCA3IDAgUiAvUmVzb3VyY2VzIDw8Ci9Gb250IDEgMCBSIC9Qcm9jU2V0IFsgL1BERiAvVGV4dCAvSW1hZ2VCIC9JbWFnZUMg"
    "L0ltYWdlSSBdCj4+IC9Sb3RhdGUgMCAvVHJhbnMgPDwKCj4+IAogIC9UeXBlIC9QYWdlCj4+CmVuZG9iago0IDAgb2JqCjw8Ci9QYWdlTW9kZS"
    "AvVXNlTm9uZSAvUGFnZXMgNyAwIFIgL1R5cGUgL0NhdGFsb2cKPj4KZW5kb2JqCjUgMCBvYmoKPDwKL0F1dGhvciAoXDI1NlwyNjNcMjYzXDIw"
    "MVwzMjZzXDI2NVwzMDVcMjYyKSAvQ3JlYXRpb25EYXRlIChcMjEzXDM0N1wzNTZcMzM3XDIzNVwoXDM1M1wyMDFcMzYzXDIzNHB+XDI3MVwzND"
    "YiIFwzNzEvXDM3Nz5cMzQ1XiwpIC9DcmVhdG9yIChcMjU2XDI2M1wyNjNcMjAxXDMyNnNcMjY1XDMwNVwyNjIpIC9LZXl3b3JkcyAoKSAvTW9k"
    "RGF0ZSAoXDIxM1wzNDdcMzU2XDMzN1wyMzVcKFwzNTNcMjAxXDM2M1wyMzRwflwyNzFcMzQ2IiBcMzcxL1wzNzc+XDM0NV4sKSAvUHJvZHVjZX"
    "IgKFwyMzVcMjcwXDI1NFwyMDBcMzM1alwyMjZcMzIxXDI0M1wyMTdcMDIxXDAxNFwzMTdcMzYxXnFcMjYwbVwyNTZrXDI1NE4mXDIyNFwwMTFc"
    "MzM2XDAxNlwwMzFcMzQ3VFwwMDRvXDMyMVwzMTdXXDM1MykgCiAgL1N1YmplY3QgKFwyNzJcMjYzXDI1N1wyMzdcMzEyfVwyNjNcMzI2XDI1MF"
    "wzMTIlKSAvVGl0bGUgKFwyNzJcMjYzXDI1MFwyMDZcMzMzclwyNzdcMzI0KSAvVHJhcHBlZCAvRmFsc2UKPj4KZW5kb2JqCjYgMCBvYmoKPDwK"
    "L0ZpbHRlciAvU3RhbmRhcmQgL08gPDkxMEU3QjU3ODIwMTg5MDQ4QjgxMEFCRDczNDQ2MzZGMjJCMUI2ODUyQzI5M0NDODU1QzBDMEI0MDZBQ0"
    "E0NjI+IC9QIC04IC9SIDIgL1UgPEQyNzA0NDkwODY1RkMyNTY5NEJCMUM2ODg5RENBQjgwODhFOTdGNTk0M0JFODU3RjQwN0QzNjhDQUYyMUM5"
    "OTY+IC9WIDEKPj4KZW5kb2JqCjcgMCBvYmoKPDwKL0NvdW50IDEgL0tpZHMgWyAzIDAgUiBdIC9UeXBlIC9QYWdlcwo+PgplbmRvYmoKOCAwIG"
    "9iago8PAovRmlsdGVyIFsgL0FTQ0lJODVEZWNvZGUgL0ZsYXRlRGVjb2RlIF0gL0xlbmd0aCA5Ngo+PgpzdHJlYW0K0euksz+VbdBzk4YCTx/8"
    "cGlwgW8jriewWS4va33v3And2Aj+DSjQeIvVm8Pqrb2VH213x42l6vOCEgB30/lw1oUyhMTfBmO/m2UjlwH+4swYKsDAi4t7NiZy6SHNsaXoZW"
    "5kc3RyZWFtCmVuZG9iagp4cmVmCjAgOQowMDAwMDAwMDAwIDY1NTM1IGYgCjAwMDAwMDAwNjEgMDAwMDAgbiAKMDAwMDAwMDA5MiAwMDAwMCBu"
    "IAowMDAwMDAwMTk5IDAwMDAwIG4gCjAwMDAwMDAzOTIgMDAwMDAgbiAKMDAwMDAwMDQ2MCAwMDAwMCBuIAowMDAwMDAwOTc5IDAwMDAwIG4gCj"
    "AwMDAwMDExNzQgMDAwMDAgbiAKMDAwMDAwMTIzMyAwMDAwMCBuIAp0cmFpbGVyCjw8Ci9FbmNyeXB0IDYgMCBSCi9JRCAKWzw2ZDU2YmU0ZjUw"
    "NDc1YzQyODM0MDM2ZWVkNDU0MWMwYT48NmQ1NmJlNGY1MDQ3NWM0MjgzNDAzNmVlZDQ1NDFjMGE+XQolIFJlcG9ydExhYiBnZW5lcmF0ZWQgUE"
    "RGIGRvY3VtZW50IC0tIGRpZ2VzdCAob3BlbnNvdXJjZSkKCi9JbmZvIDUgMCBSCi9Sb290IDQgMCBSCi9TaXplIDkKPj4Kc3RhcnR4cmVmCjE0"
    "MTgKJSVFT0YK"
)


def hostile_folder(folder: Path) -> None:
    """Write the files into a folder."""
    for name, data, _ in hostile_files():
        (folder / name).write_bytes(data)
