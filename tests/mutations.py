"""Damage that knows how a file is built: parts of a zip, numbers and attributes, headers of a message, objects of a PDF.

The same seed damages in the same way. What is damaged inside a zip is packed again as a whole zip, so that the damage
comes past the check of the zip to who reads the part.
"""

import io
import random
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.hostile_files import TEXT, docx, eml, html, odt, pdf, rtf, zipped

Damage = Callable[[bytes, random.Random], bytes]

_MORE = """
3. Tot slot
Mevrouw Van den Berg (bereikbaar op 06-12345678) vindt dat de regels knellen, terwijl de cliënt juist rust wil. \
“Wij willen sneller helpen,” zegt Joris Visser, “maar dan moet de norm los.” Afgesproken wordt dat het UWV op \
12 juni een voorstel doet.
"""
REPORT = TEXT + _MORE
_NUMBERS = (
    "0", "-1", "1", "2000000000", "5000000000", "99999999999999999999", "²", "٣", "1e9", "", " 7 ", "0x10", "NaN", "65536",
)  # fmt: skip
_SIGNS = (
    "\u0301", "ﬁ", "ĳ", "\u200b", "\u202e", "\u2028", "\x85", "\x0c", "\x0b", "\ue000", "\ufffe", "\u00ad", "\ufdd0", "İ", "ẞ",
    "ſ", "\U0001d7d8", "²", "½", "№", "\u1e9b\u0323", "ᾳ", "가", "\u1100\u1161", "\t", "\r", "\x00", "…", "’", "'", "“", "(", "@",
    "Mw. ", "dhr. ", " | ", "1. ", "\n", "\n\n", "- ", ": ", "06-1234567", "a@b.nl", "[persoon]", "X.Y. ",
)  # fmt: skip
_VALUES = (
    *_NUMBERS,
    "x" * 300,
    "&k;",
    "../../x",
    "utf-7",
    "utf-16",
    "base64",
    "quoted-printable",
    "idna",
    "unicode_escape",
    "true",
    "none",
)
_HEADERS = (
    "Content-Type: text/html; charset={}", "Content-Transfer-Encoding: {}", "Content-Type: multipart/mixed; boundary={}",
    "Subject: =?utf-8?B?{}?=", "Subject: =?{}?Q?=E9=C3?=", "Date: {}", "Content-Type: message/rfc822", "MIME-Version: {}",
    "Content-Disposition: attachment; filename*=utf-8''{}", "From: {} <a@b.nl>", "Subject: {}\n {}", "Content-Type: {}",
)  # fmt: skip
_ATTRIBUTE = re.compile(rb"=(\"[^\"<>]{0,200}\"|'[^'<>]{0,200}')")
_TAG = re.compile(rb"<[^<>]{1,300}>")
_NUMBER = re.compile(rb"\d+")
_HEADER = re.compile(rb"^[A-Za-z-]+:.*$", re.MULTILINE)
_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.DOTALL)
_STREAM = re.compile(rb"(<<[^<>]*/FlateDecode[^<>]*>>\s*stream\r?\n)(.*?)(\r?\nendstream)", re.DOTALL)


def files() -> dict[str, bytes]:
    """Return a plain report for each reader, and one in a zip, by the name of a file."""
    paragraphs = [line for line in REPORT.splitlines() if line]
    page = "".join(f"<p>{line}</p>" for line in paragraphs)
    listed = f'{page}<ol start="3"><li>{TEXT}</li><li>Het geld is op.</li></ol><table><tr><td>Actie</td><td>UWV</td></tr></table>'
    word = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in paragraphs)
    numbered = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Meer geld</w:t></w:r></w:p>'
        * 3
    )
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    text = "".join(f"<text:p>{line}</text:p>" for line in paragraphs)
    heading = '<text:h text:outline-level="1">Geld</text:h>'
    cues = "".join(
        f"{n}\n00:00:{n:02d},000 --> 00:00:{n + 1:02d},000\nAnna: {line}\n\n" for n, line in enumerate(paragraphs, 1)
    )
    parted = f"--x\nContent-Type: text/plain; charset=utf-8\n\n{REPORT}\n--x\nContent-Type: text/html\n\n{page}\n--x\nContent-Disposition: attachment; filename=bijlage.txt\n\n{REPORT}\n--x--\n"
    return {
        "a.txt": REPORT.encode(),
        "a.md": ("# Verslag\n\n" + re.sub(r"^(\d)\. ", r"## \1. ", REPORT, flags=re.MULTILINE) + "\n- een *punt*\n\n| a | b |\n|---|---|\n| c | d |\n").encode(),
        "a.docx": docx(word + numbered, **{"word/numbering.xml": numbering}),
        "a.odt": odt(text + heading + "<text:p>Het geld is op en de wachttijd is lang.</text:p>"),
        "a.rtf": rtf(REPORT.replace("\n", "\\par\n").replace("“", "\\'93").replace("”", "\\'94").replace("ë", "\\'eb")),
        "a.epub": _epub(page),
        "a.html": html(listed),
        "a.mhtml": b"From: <Saved by Blink>\nSnapshot-Content-Location: https://voorbeeld.nl\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=y\n\n--y\nContent-Type: text/html; charset=utf-8\n\n" + html(listed) + b"\n--y--\n",
        "a.pdf": pdf(),
        "b.pdf": _packed_pdf(),
        "a.eml": eml(parted, "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n"),
        "b.eml": eml(REPORT),
        "a.pptx": _slides(paragraphs),
        "a.vtt": ("WEBVTT\n\n" + cues.replace(",000", ".000")).encode(),
        "a.srt": cues.encode(),
        "a.zip": zipped({"map/verslag.txt": REPORT, "b.docx": docx(word), "c.eml": eml(REPORT)}),
    }  # fmt: skip


def damaged(name: str, data: bytes, seed: int) -> bytes:
    """Return a file with one to three damages that suit how it is built."""
    chance = random.Random(f"{name} {seed}")  # noqa: S311 (no secret)
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(_damages(name, data))(data, chance)
    return data


def _damages(name: str, data: bytes) -> tuple[Damage, ...]:
    if data.startswith(b"PK"):
        return (_inside, _inside, _inside, _members, _members, _bytes)
    kind = name.rpartition(".")[2]
    own: Mapping[str, tuple[Damage, ...]] = {
        "html": (_markup, _markup, _letters),
        "mhtml": (_markup, _headers, _letters),
        "eml": (_headers, _headers, _letters),
        "pdf": (_objects, _objects, _numbers),
        "rtf": (_numbers, _letters),
    }
    return (*own.get(kind, (_lines, _letters, _letters, _numbers)), _bytes)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(data) + 1), chance.choice((1, 4, 40, 400))
    noise = chance.choice((chance.randbytes(length), b"\0" * length, b"<", b"((((", b"|" * 30, b"\n" * 20, b"\xff\xfe"))
    part = data[at : at + length]
    return chance.choice(
        (
            data[:at],
            data[:at] + noise + data[at + len(noise) :],
            data[:at] + noise + data[at:],
            data[:at] + part * chance.choice((2, 20)) + data[at + length :],
            data[:at] + data[at + length :],
            data[:at] + bytes(byte ^ (1 << chance.randrange(8)) for byte in part) + data[at + length :],
        )
    )


def _letters(data: bytes, chance: random.Random) -> bytes:
    """Put signs between the letters of a text that look like others, join with others, or are none."""
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(chance.choice((1, 3, 12))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(_SIGNS) + text[at + chance.choice((0, 0, 1)) :]
    return text.encode("utf-8", "surrogateescape")


def _lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            lines[one:one] = [lines[other]] * chance.choice((1, 30))
        case 2:
            lines[one] = chance.choice((b"- ", b"# ", b"> ", b"  ", b"1. ", b"| ", b"a) ", b"Aanwezig: ")) + lines[one]
        case 3:
            lines[one : one + 2] = [b" ".join(lines[one : one + 2])]
        case _:
            del lines[one]
    return b"\n".join(lines)


def _replace_one(pattern: re.Pattern[bytes], by: Callable[[bytes], bytes], data: bytes, chance: random.Random) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return _bytes(data, chance)
    match = chance.choice(found)
    return data[: match.start()] + by(match.group()) + data[match.end() :]


def _numbers(data: bytes, chance: random.Random) -> bytes:
    return _replace_one(_NUMBER, lambda _: chance.choice(_NUMBERS).encode(), data, chance)


def _markup(data: bytes, chance: random.Random) -> bytes:
    match chance.randrange(6):
        case 0 | 1:
            return _replace_one(_ATTRIBUTE, lambda _: f'="{chance.choice(_VALUES)}"'.encode(), data, chance)
        case 2:
            return _replace_one(_TAG, lambda tag: tag * chance.choice((0, 2, 200)), data, chance)
        case 3:
            tags = _TAG.findall(data) or [b"<p>"]
            return _replace_one(_TAG, lambda _: chance.choice(tags), data, chance)
        case 4:
            found = list(_TAG.finditer(data))
            if len(found) < 2:
                return _bytes(data, chance)
            start, end = sorted(chance.choice(found).start() for _ in range(2))
            return data[:end] + data[start:end] * chance.choice((1, 5)) + data[end:]
        case _:
            return _letters(data, chance)


def _headers(data: bytes, chance: random.Random) -> bytes:
    value = chance.choice(
        (*_VALUES, "x", "y", "=?utf-8?Q?=41?=", "w6k=", "Wed, 99 Foo 2023 25:61:61 +9999", "a" * 12_000, ";" * 200)
    )
    header = chance.choice(_HEADERS).replace("{}", value).encode()
    match chance.randrange(4):
        case 0:
            return header + b"\n" + data
        case 1:
            return _replace_one(
                re.compile(rb"--[xy](?:--)?\n"),
                lambda grens: chance.choice((b"", grens * 3, b"--x--\n", grens + header + b"\n\n")),
                data,
                chance,
            )
        case 2:
            return _replace_one(_HEADER, lambda own: own + b"\n" + header, data, chance)
        case _:
            return _replace_one(_HEADER, lambda _: header, data, chance)


def _objects(data: bytes, chance: random.Random) -> bytes:
    match chance.randrange(6):
        case 0:
            return _replace_one(re.compile(rb"\d+ 0 R"), lambda _: b"%d 0 R" % chance.randrange(12), data, chance)
        case 1:
            return _replace_one(
                re.compile(rb"\d{10} \d{5} [nf]|/(?:W|Size|Index|First|N|Prev|Length)\b[^/>]*|startxref\n\d+"),
                lambda old: _numbers(old, chance),
                data,
                chance,
            )
        case 2:
            return _replace_one(_OBJECT, lambda own: own * chance.choice((0, 2)), data, chance)
        case 3:
            objects = _OBJECT.findall(data) or [b""]
            return _replace_one(_OBJECT, lambda _: chance.choice(objects), data, chance)
        case 4:
            return _replace_one(re.compile(rb"\([^()]{1,200}\)"), lambda own: _letters(own, chance), data, chance)
        case _:
            return _replace_one(_STREAM, lambda own: _in_stream(own, chance), data, chance)


def _in_stream(own: bytes, chance: random.Random) -> bytes:
    match = _STREAM.fullmatch(own)
    if match is None:
        return own
    try:
        inner = zlib.decompress(match[2])
    except zlib.error:
        return own
    return (
        match[1] + zlib.compress(_numbers(inner, chance) if chance.random() < 0.5 else _bytes(inner, chance)) + match[3]
    )


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(member.filename, archive.read(member)) for member in archive.infolist()]
    except Exception:  # damaged before
        return []


def _packed(parts: list[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings(action="ignore"):  # of two with one name
        for name, content in parts:
            # A fixed date, for the same bytes each time.
            archive.writestr(zipfile.ZipInfo(name or "x"), content, compression)
    return out.getvalue()


def _inside(data: bytes, chance: random.Random) -> bytes:
    parts = _parts(data)
    if not parts:
        return _bytes(data, chance)
    at = chance.randrange(len(parts))
    name, content = parts[at]
    how: Damage = _markup if content.lstrip()[:1] == b"<" else _letters
    parts[at] = (name, chance.choice((how, how, how, _bytes, _numbers))(content, chance))
    return _packed(parts)


def _members(data: bytes, chance: random.Random) -> bytes:
    parts = _parts(data)
    if not parts:
        return _bytes(data, chance)
    one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    compression = zipfile.ZIP_DEFLATED
    (name, content), (of_other, content_of_other) = parts[one], parts[other]
    match chance.randrange(7):
        case 0:
            parts[one], parts[other] = (name, content_of_other), (of_other, content)
        case 1:
            parts[one] = (name, content[: chance.randrange(len(content) + 1)])
        case 2:
            parts.append((name, content_of_other))
        case 3:
            parts[one] = (
                chance.choice((of_other, "../" + name, name.upper(), name + "/", "/" + name, "a\\b")),
                content,
            )
        case 4:
            del parts[one]
        case 5:
            compression = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
        case _:
            parts[one] = (name, content * chance.choice((2, 50)))
    return _packed(parts, compression)


def _epub(page: str) -> bytes:
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    package = '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Verslag</dc:title></metadata><manifest><item id="t" href="t.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="t"/></spine></package>'
    text = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Verslag</title></head><body>{page}</body></html>'
    return zipped(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "a.opf": package, "t.xhtml": text}
    )


def _slides(paragraphs: list[str]) -> bytes:
    names = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    shape = '<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:nvPr><p:ph type="{}"/></p:nvPr></p:nvSpPr><p:txBody>{}</p:txBody></p:sp>'
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in paragraphs)
    title = "<a:p><a:r><a:t>Verslag overleg</a:t></a:r></a:p>"
    slide = f"<p:sld {names}><p:cSld><p:spTree>{shape.format('title', title)}{shape.format('body', lines)}</p:spTree></p:cSld></p:sld>"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x" Target="slides/slide1.xml"/></Relationships>'
    return zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": f'<p:presentation {names}><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>', "ppt/_rels/presentation.xml.rels": relations, "ppt/slides/slide1.xml": slide})  # fmt: skip


def _packed_pdf() -> bytes:
    """Return a PDF with its objects in a stream of objects and its table of references in another (ISO 32000, 7.5)."""
    lines = [
        line.encode("cp1252", "replace").replace(b"(", rb"\(").replace(b")", rb"\)") for line in REPORT.splitlines()
    ]
    content = zlib.compress(
        b"BT /F1 10 Tf 50 780 Td 14 TL " + b"".join(b"(" + line + b") Tj T* " for line in lines) + b"ET"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1600 842]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    starts = b" ".join(
        b"%d %d" % (number, sum(len(own) + 1 for own in objects[: number - 1])) for number in range(1, 5)
    )
    inner = zlib.compress(starts + b" " + b" ".join(objects))
    out = b"%PDF-1.5\n"
    place_of_content = len(out)
    out += b"5 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n" % (len(content), content)
    place_of_objects = len(out)
    out += b"6 0 obj<</Type/ObjStm/N 4/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n" % (
        len(starts) + 1,
        len(inner),
        inner,
    )
    place = len(out)
    rows = [
        (0, 0, 65535),
        *((2, 6, index) for index in range(4)),
        (1, place_of_content, 0),
        (1, place_of_objects, 0),
        (1, place, 0),
    ]
    table = zlib.compress(
        b"".join(bytes([kind]) + second.to_bytes(4, "big") + third.to_bytes(2, "big") for kind, second, third in rows)
    )
    out += (
        b"7 0 obj<</Type/XRef/W[1 4 2]/Size 8/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
        % (len(table), table)
    )
    return out + b"startxref\n%d\n%%%%EOF" % place
