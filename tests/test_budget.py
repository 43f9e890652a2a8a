"""Small files that unpack to much, count far, or never end: each is read within its budget, and what is left out is named."""

import base64
import bz2
import io
import re
import zipfile
from collections.abc import Callable

import pytest

from pipeline.dutch.numerals import printed
from pipeline.ingest.readers import budget, read_source
from pipeline.ingest.readers import pdf as pdf_reader
from pipeline.ingest.readers.containers import members
from pipeline.ingest.records import Rejection, Source
from tests.hostile_files import TEXT, docx, eml, html, odt, pdf, zipped
from tests.test_limits import only_linux, run

WORDS = "de wachttijd is lang en het geld is op en "
PAGE = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line)
BOMB = 400_000_000


def source(name: str, data: bytes) -> Source:
    read = read_source(name, data)
    assert isinstance(read, Source)
    return read


def in_blocks(read: Source) -> list[str]:
    for block in read.blocks:
        assert read.text[block.start : block.end] == block.text
    return " ".join(block.text for block in read.blocks).split()


def bomb(compression: int, *, is_honest: bool = True) -> bytes:
    """Return an OpenDocument text whose kind unpacks to 400 MB, or says that it does not."""
    with zipfile.ZipFile(io.BytesIO(odt())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "mimetype"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open(_info(compression), "w") as stream:
            for _ in range(BOMB // 10_000_000):
                stream.write(bytes(10_000_000))
    data = out.getvalue()
    return data if is_honest else data.replace(BOMB.to_bytes(4, "little"), (39).to_bytes(4, "little"))


def _info(compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("mimetype")
    info.compress_type = compression
    return info


def _read(named: tuple[str, bytes]) -> str:
    read = read_source(*named)
    return f"{read.reason}: {read.message}" if isinstance(read, Rejection) else read.text


def _unpack(named: tuple[str, bytes]) -> list[str]:
    return [member.rejection.reason if member.rejection else member.path for member in members(*named)[0]]


@only_linux
@pytest.mark.parametrize("is_honest", [True, False])
@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_document_that_unpacks_to_much_is_rejected_unpacked(compression: int, is_honest: bool) -> None:
    (told,) = run(_read, [("bom.odt", bomb(compression, is_honest=is_honest))], megabytes=150)
    assert str(told).split(":")[0] in ("unreadable", "unsupported_format", "too_large")


@only_linux
def test_a_zip_of_zips_has_one_budget() -> None:
    inner = zipped({"verslag.txt": bytes(150_000_000)})
    (told,) = run(_unpack, [("bom.zip", zipped({f"{n}.zip": inner for n in range(50)}))], seconds=300, megabytes=700)
    assert isinstance(told, list), told
    assert "too_large" in told


def test_a_zip_that_is_packed_in_another_way_is_named() -> None:
    (member,) = members("a.zip", zipped({"verslag.txt": TEXT}, zipfile.ZIP_BZIP2))[0]
    assert member.rejection is not None
    assert "Pak dit zipbestand uit" in member.rejection.message


def numbered(kind: str, start: str) -> bytes:
    """Return a Word document with headings that are numbered from far."""
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    numbering = (
        f'<w:numbering {names}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    number = '<w:pPr>{}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    lines = [f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEXT.splitlines()]
    for outline in ('<w:outlineLvl w:val="0"/>', ""):
        lines += [f"<w:p>{number.format(outline)}<w:r><w:t>Wonen kost te veel</w:t></w:r></w:p>"]
    return docx("".join(lines), **{"word/numbering.xml": numbering})


@pytest.mark.parametrize("start", ["2000000000", "5000000000", "9" * 5000, "²", "-3"])
@pytest.mark.parametrize("kind", ["upperRoman", "lowerLetter", "decimal"])
def test_a_list_counts_no_further_than_programs_for_text_do(kind: str, start: str) -> None:
    (text,) = run(_read, [("lijst.docx", numbered(kind, start))], megabytes=300)
    assert "Wonen kost te veel" in str(text)
    assert len(str(text)) < len(TEXT) + 12_000


@pytest.mark.parametrize(
    ("number", "numbering", "shown"),
    [
        (3999, "I", "MMMCMXCIX"), (4000, "I", "4000"), (2_000_000_000, "i", "2000000000"), (780, "a", "z" * 30),
        (781, "a", "781"), (5_000_000_000, "A", "5000000000"), (0, "i", "0"), (-5, "a", "-5"), (49, "i", "xlix"),
    ],
)  # fmt: skip
def test_a_number_is_printed_in_digits_where_it_has_no_other_form(number: int, numbering: str, shown: str) -> None:
    assert printed(number, numbering) == shown


@pytest.mark.parametrize("start", ["²", "٣", "-1", "9" * 6000, "", "drie"])
def test_a_list_on_a_page_that_begins_oddly_loses_nothing(start: str) -> None:
    page = html(f'{PAGE}<ol start="{start}"><li>De wachttijd moet korter.</li></ol>')
    assert "De wachttijd moet korter." in source("a.html", page).text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("zin.txt", (TEXT + WORDS * 1000).encode()),
        ("zin.md", (TEXT + "\n" + WORDS * 1000).encode()),
        ("zin.html", html(f"{PAGE}<p>{WORDS * 1000}</p>")),
        ("woord.txt", (TEXT + "\n" + "a" * 42_000).encode()),
    ],
)
def test_a_sentence_without_end_is_read_in_pieces_and_named(name: str, data: bytes) -> None:
    read = source(name, data)
    assert max(len(block.text) for block in read.blocks) <= budget.MAX_SENTENCE
    assert "".join(in_blocks(read)).endswith(("enhetgeldisopen", "a" * 2000))
    (remark,) = read.unread
    assert remark.reason == "part_unread"
    assert "punten" in remark.message


def test_a_long_paragraph_is_cut_between_sentences_without_a_word_lost() -> None:
    paragraph = "De wachttijd is lang. Het geld is op. " * 1000
    read = source("alinea.txt", (TEXT + "\n" + paragraph).encode())
    assert read.unread == ()
    assert max(len(block.text) for block in read.blocks) <= budget.MAX_SENTENCE
    assert all(block.text.endswith(".") for block in read.blocks[-4:])
    assert " ".join(in_blocks(read)).count("De wachttijd is lang. Het geld is op.") == 1000


def headings(n: int) -> str:
    return "".join(f"\n## Kop {number}\n\nHet geld is op.\n" for number in range(n))


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("koppen.md", lambda: (TEXT + headings(15_000)).encode()),
        ("tabel.html", lambda: html(f"{PAGE}<table>{'<tr><td>Het geld</td><td>is op</td></tr>' * 30_000}</table>")),
        ("tekst.txt", lambda: (TEXT + "\nDe wachttijd is lang en er is geen geld meer.\n" * 25_000).encode()),
    ],
)
def test_what_is_beyond_the_budget_is_left_out_and_named(name: str, make: Callable[[], bytes]) -> None:
    read = source(name, make())
    assert len(read.blocks) <= budget.MAX_BLOCKS
    assert len(read.text) <= budget.MAX_CHARACTERS + 1
    assert read.text.rstrip("\n").endswith(read.blocks[-1].text)
    in_blocks(read)
    remark = read.unread[-1]
    assert remark.reason == "part_unread"
    share = re.search(r"(\d+)% van de tekst", remark.message)
    assert share is not None
    assert 0 < int(share[1]) < 100
    assert remark.message.startswith("Splits dit bestand")


def test_what_fits_is_left_as_it_is() -> None:
    read = source("a.txt", TEXT.encode())
    assert budget.within_budget(read) is read


def test_a_subject_without_end_is_not_read_and_named() -> None:
    word = base64.b64encode(("Verslag van de sessie " * 50_000).encode()).decode()
    data = eml().replace(b"Subject: Verslag", f"Subject: =?utf-8?B?{word}?=".encode())
    read = source("a.eml", data)
    assert "De wachttijd is lang" in read.text
    assert "=?utf-8" not in read.text
    assert [remark.detail for remark in read.unread] == ["onderwerp"]


@pytest.mark.parametrize("header", ["Content-Type: text/plain" + "; a=b" * 100_000, "Content-Type: " + ";" * 500_000, "Content-Disposition: attachment; filename=" + "\"\\" * 200_000])  # fmt: skip
def test_a_header_without_end_does_not_hold_up_whoever_looks_for_attachments(header: str) -> None:
    (told,) = run(_unpack, [("a.eml", eml(headers=header + "\n"))], seconds=20)
    assert told == []


def test_pages_beyond_the_last_that_is_read_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "_MAX_PAGES", 2)
    read = source("a.pdf", pdf(pages="[3 0 R 3 0 R 3 0 R]", count="3"))
    assert any("bladzijde 3–3 zijn niet gelezen" in remark.message for remark in read.unread)


def test_the_bomb_is_one() -> None:
    assert len(bz2.compress(bytes(10_000_000))) < 1000
    assert len(bomb(zipfile.ZIP_BZIP2)) < 5000
